"""Sums of money in a text: "€105m", "$1.4 billion", "12 million Swiss francs", "USD 300,000".

Of a range the lower end counts; "up to", "less than" and prices ("$60 a barrel") vouch for no sum.
Currency codes are those of ISO 4217; a unit that several states share counts only with its state's name.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from dragoman.reading.numbers import UNITS
from dragoman.records import Money


class Sum(NamedTuple):
    """A sum of money and the characters that name it."""

    money: Money
    start: int
    end: int


_SIGNS = {
    "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD", "HK$": "HKD",
    "S$": "SGD", "NT$": "TWD", "R$": "BRL", "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR",
    "₽": "RUB", "₺": "TRY", "₴": "UAH", "₩": "KRW", "₦": "NGN", "₪": "ILS", "₱": "PHP", "₫": "VND",
}  # fmt: skip
_WORDS = {
    "dollar": "USD", "euro": "EUR", "pound": "GBP", "sterling": "GBP", "yen": "JPY", "yuan": "CNY",
    "renminbi": "CNY", "rouble": "RUB", "ruble": "RUB", "hryvnia": "UAH", "zloty": "PLN", "forint": "HUF",
    "rand": "ZAR", "baht": "THB", "naira": "NGN", "cedi": "GHS", "birr": "ETB", "shekel": "ILS",
    "lira": "TRY", "ringgit": "MYR", "rupiah": "IDR", "taka": "BDT", "tenge": "KZT", "lari": "GEL",
}  # fmt: skip
_OF_STATES = {
    "franc": {"swiss": "CHF", "congolese": "CDF", "rwandan": "RWF", "burundian": "BIF", "cfa": "XOF"},
    "rupee": {"indian": "INR", "pakistani": "PKR", "nepalese": "NPR", "mauritian": "MUR"}
    | {"sri lankan": "LKR"},
    "krona": {"swedish": "SEK", "icelandic": "ISK"},
    "kronor": {"swedish": "SEK"},
    "kroner": {"danish": "DKK", "norwegian": "NOK"},
    "crown": {"swedish": "SEK", "danish": "DKK", "norwegian": "NOK", "czech": "CZK"},
    "koruna": {"czech": "CZK"},
    "peso": {"mexican": "MXN", "argentine": "ARS", "chilean": "CLP", "colombian": "COP"}
    | {"philippine": "PHP", "cuban": "CUP", "uruguayan": "UYU"},
    "shilling": {"kenyan": "KES", "ugandan": "UGX", "tanzanian": "TZS", "somali": "SOS"},
    "dinar": {"iraqi": "IQD", "jordanian": "JOD", "kuwaiti": "KWD", "serbian": "RSD", "algerian": "DZD"}
    | {"tunisian": "TND", "libyan": "LYD", "bahraini": "BHD"},
    "riyal": {"saudi": "SAR", "qatari": "QAR"},
    "rial": {"iranian": "IRR", "omani": "OMR", "yemeni": "YER"},
    "dirham": {"moroccan": "MAD", "uae": "AED", "emirati": "AED"},
    "real": {"brazilian": "BRL"},
    "won": {"south korean": "KRW", "korean": "KRW", "north korean": "KPW"},
    "dollar": {"australian": "AUD", "canadian": "CAD", "new zealand": "NZD", "hong kong": "HKD"}
    | {"singapore": "SGD", "taiwan": "TWD", "jamaican": "JMD", "us": "USD", "american": "USD"},
    "pound": {"british": "GBP", "egyptian": "EGP", "lebanese": "LBP", "syrian": "SYP", "sudanese": "SDG"},
    "lira": {"turkish": "TRY", "syrian": "SYP"},
}
_CODES = sorted({*_WORDS.values(), *(c for by in _OF_STATES.values() for c in by.values())})
_SCALES = {
    "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "b": 1e9,
    "trillion": 1e12, "tn": 1e12,
}  # fmt: skip
_VAGUE = {"tens of ": 20.0, "hundreds of ": 200.0, "dozens of ": 24.0, "": 2.0}
_PLAIN = frozenset(UNITS) | {"a", "half a"}

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_SCALE = r"(?:thousand|million|billion|trillion|bn|mn|tn|[mkb])"
_SIGN = "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True))
_TO = r"(?:\s?(?:-|–|—|to)\s?|(?(between)\sand\s|(?!)))"
_UNIT = "|".join(sorted({*_WORDS, *_OF_STATES}, key=len, reverse=True))
_STATE = "|".join(sorted({s for by in _OF_STATES.values() for s in by}, key=len, reverse=True))
_SPELT = "|".join(sorted(_PLAIN, key=len, reverse=True))
_SIGNED = re.compile(
    rf"(?<![\w$])(?P<between>between\s)?(?:(?P<sign>{_SIGN})|(?P<code>{'|'.join(_CODES)})\s)\s?(?P<low>{_NUMBER})"
    rf"(?:[\s-]?(?P<scale>{_SCALE})(?!\w))?"
    rf"(?:{_TO}(?:{_SIGN})?\s?{_NUMBER}[\s-]?(?P<top>{_SCALE})(?!\w))?",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"(?<![\w.,$])(?P<between>between\s)?(?:(?P<vague>(?:tens of |hundreds of |dozens of )?)"
    r"(?P<many>thousand|million|billion)s of"
    rf"|(?P<low>{_NUMBER}|{_SPELT})(?:[\s-]?(?P<scale>{_SCALE})(?!\w))?"
    rf"(?:{_TO}(?:{_NUMBER}|{_SPELT})[\s-]?(?P<top>{_SCALE})(?!\w))?)"
    rf"[\s-]+(?:(?P<state>{_STATE})\s)?(?:(?P<unit>{_UNIT})s?|(?P<code>{'|'.join(_CODES)}))(?!\w)",
    re.IGNORECASE,
)
_UNVOUCHED = re.compile(
    r"(?:up to|less than|fewer than|(?:no|not) more than|as much as|under|below|at most|maximum of)"
    r"\s+(?:an?\s+)?$",
    re.IGNORECASE,
)
_PRICE = re.compile(r"\s(?:per\s|an?\s(?:barrel|tonne|ton|litre|liter|gallon|kilo|head|piece|hour|share)\b)")


def sums(text: str) -> list[Sum]:
    """The sums of money that `text` vouches for, in the order of their first characters."""
    if not any(char.isdecimal() for char in text) and not any(word in text for word in ("illion", "ousand")):
        return []
    found: dict[int, Sum] = {}
    for pattern in (_SIGNED, _NAMED):
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - 24) : match.start()]
            if _UNVOUCHED.search(before) or _PRICE.match(text, match.end()):
                continue
            currency, amount = _currency(match), _amount(match)
            if currency is None or not amount or (match["scale"] or "").isupper():
                continue
            if any(s.start < match.end() and match.start() < s.end for s in found.values()):
                continue
            found[match.start()] = Sum(Money(amount, currency), match.start(), match.end())
    return [found[at] for at in sorted(found)]


def _currency(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    if groups.get("sign"):
        return _SIGNS[groups["sign"].upper()]
    if groups.get("code"):
        return str(groups["code"]) if groups["code"].isupper() else None
    unit = groups["unit"].lower()
    if groups["state"]:
        return _OF_STATES.get(unit, {}).get(groups["state"].lower())
    scaled = groups["scale"] or groups["top"] or groups["many"]
    if unit == "pound" and not scaled and match.string[match.end() : match.end() + 4] == " of ":
        return None  # pounds of explosives
    return _WORDS.get(unit)


def _amount(match: re.Match[str]) -> float:
    groups = match.groupdict()
    if groups.get("many"):
        return _VAGUE[(groups["vague"] or "").lower()] * _SCALES[groups["many"].lower()]
    low = groups["low"].lower()
    if low in _PLAIN:
        value = {"a": 1.0, "half a": 0.5}.get(low) or float(UNITS[low])
    else:
        value = float(low.replace(",", ""))
    # "two to three billion": the lower end is of the same scale
    scale = groups["scale"] or groups["top"]
    return round(value * _SCALES[scale.lower()] if scale else value, 2)
