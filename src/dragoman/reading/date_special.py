"""Date expressions beside the calendar's own: fiscal years, quarters, centuries, feasts, times of the day.

`special` reads one at a token; `date_expressions` asks it before anything else where a word of `OPENERS`
stands, or a number before one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragoman.reading.date_words import MONTHS, NUMBERS, UNITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.reading.date_expressions import Expression

OPENERS = frozenset(
    "fiscal financial fy christmas new boxing valentine valentine's may weekend earlier later the past "
    "last".split()
)
"""Words with which such an expression may open; see also `opens`."""
_FY = re.compile(r"fy[’']?((?:19|20)?\d\d)(?:[-/](\d\d(?:\d\d)?))?")
_YEARS = re.compile(r"((?:19|20)\d\d)(?:[-–/](\d\d(?:\d\d)?))?")
_YEAR = re.compile(r"(?:1[0-9]|20)\d\d")
_CENTURY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_FEASTS = {
    ("christmas", "day"): (12, 25),
    ("christmas", "eve"): (12, 24),
    ("boxing", "day"): (12, 26),
    ("new", "year", "eve"): (12, 31),
    ("new", "year", "day"): (1, 1),
    ("valentine", "day"): (2, 14),
    ("may", "day"): (5, 1),
}
_AT = frozenset({"at", "about", "around", "after", "before", "by", "shortly"})


def opens(word: str) -> bool:
    """Whether an expression of this kind may open with the lower-case word."""
    return word in OPENERS or word in _ORDINALS or word[0].isdecimal() or word[:2] == "fy"


def special(words: Sequence[str], i: int) -> Expression | None:
    """The expression at token `i` of the lower-case words; None if there is none of this kind."""
    for reader in (_fiscal, _part_of_year, _century, _feast, _weekend, _last_hours, _same_day, _clock):
        found = reader(words, i)
        if found is not None:
            return found
    return None


def _word(words: Sequence[str], i: int) -> str:
    return words[i] if 0 <= i < len(words) else ""


def _expression(start: int, end: int, kind: str) -> Expression:
    from dragoman.reading.date_expressions import Expression

    return Expression(start, end, kind)


def _second(first: int, text: str | None) -> int:
    """The second of two years: 24 of "2023-24"; 0 if there is none."""
    if not text:
        return 0
    year = int(text) if len(text) == 4 else first - first % 100 + int(text)
    return year if year == first + 1 else 0


def _years(words: Sequence[str], i: int) -> tuple[int, int, int] | None:
    """A year, or a pair of them, at `i`: first, second or 0, and where it ends."""
    match = _YEARS.fullmatch(_word(words, i))
    if match is None:
        return None
    first = int(match[1])
    if match[2] is None and _word(words, i + 1) in ("-", "–", "/") and _word(words, i + 2).isdecimal():
        second = _second(first, words[i + 2])
        if second:
            return first, second, i + 3
    return first, _second(first, match[2]), i + 1


def _fiscal(words: Sequence[str], i: int) -> Expression | None:
    """ "fiscal 2024", "FY2023-24", "the 2023/24 financial year", "the fiscal year that ended in June"."""
    word = words[i]
    match = _FY.fullmatch(word)
    if match:
        first = int(match[1]) if len(match[1]) == 4 else 2000 + int(match[1])
        found = _expression(i, i + 1, "fiscal")
        found.year, found.n = first, _second(first, match[2])
        if not match[2] and _word(words, i + 1) in ("-", "–", "/") and _word(words, i + 2).isdecimal():
            found.n = _second(first, words[i + 2])
            found.end = i + 3 if found.n else found.end
        return found
    if word[0].isdecimal():
        pair = _years(words, i)
        if pair is None or _word(words, pair[2]) not in ("fiscal", "financial", "budget"):
            return None
        if _word(words, pair[2] + 1) != "year":
            return None
        found = _expression(i, pair[2] + 2, "fiscal")
        found.year, found.n = pair[0], pair[1]
        return found
    if word not in ("fiscal", "financial", "fy"):
        return None
    at = i + 2 if _word(words, i + 1) == "year" else i + 1
    pair = _years(words, at)
    if pair is not None and (word != "financial" or at == i + 2):
        found = _expression(i, pair[2], "fiscal")
        found.year, found.n = pair[0], pair[1]
        return found
    if at == i + 1:
        return None
    at += _word(words, at) in ("that", "which")
    verb = _word(words, at)
    if verb in ("ending", "ended", "ends", "beginning", "began", "begins", "starting", "started", "starts"):
        at += 1
        at += _word(words, at) in ("in", "on")
        at += _word(words, at).isdecimal()
        month = MONTHS.get(_word(words, at))
        if month is None:
            return None
        at += 1
        at += _word(words, at).isdecimal() and len(words[at]) < 3
        at += _word(words, at) == ","
        year = int(words[at]) if _YEAR.fullmatch(_word(words, at)) else None
        found = _expression(i, at + 1 if year else at, "fiscal")
        found.year, found.month = year, month
        found.shift = -1 if verb.startswith("end") else 1
        return found
    return None


def _part_of_year(words: Sequence[str], i: int) -> Expression | None:
    """ "the first quarter of 2024", "the second half of 2023"."""
    number, part = _ORDINALS.get(words[i]), _word(words, i + 1)
    if number is None or part not in ("quarter", "half") or (part == "half" and number > 2):
        return None
    at = i + 3 if _word(words, i + 2) in ("of", "in") else i + 2
    if not _YEAR.fullmatch(_word(words, at)):
        return None
    months = 3 if part == "quarter" else 6
    found = _expression(i, at + 1, "calendar")
    found.year, found.month = int(words[at]), (number - 1) * months + 1
    found.last = _expression(i, at + 1, "calendar")
    found.last.year, found.last.month = found.year, number * months
    return found


def _century(words: Sequence[str], i: int) -> Expression | None:
    match = _CENTURY.fullmatch(words[i])
    if match is None or _word(words, i + 1) != "century" or not 1 <= int(match[1]) <= 20:
        return None
    found = _expression(i, i + 2, "calendar")
    found.year = int(match[1]) * 100 - 99
    found.last = _expression(i, i + 2, "calendar")
    found.last.year = int(match[1]) * 100
    return found


def _feast(words: Sequence[str], i: int) -> Expression | None:
    """ "New Year's Eve", "Christmas Day 2023"."""
    first = words[i].removesuffix("'s").removesuffix("’s")
    if not any(first == names[0] for names in _FEASTS):
        return None
    at = i + 1
    seen = [first]
    while len(seen) < 3 and at < i + 5:
        word = _word(words, at)
        at += 1
        if word in ("'s", "’s"):
            continue
        seen.append(word.removesuffix("'s").removesuffix("’s"))
        day = _FEASTS.get(tuple(seen))
        if day is None:
            continue
        end = at + 1 if _word(words, at) in (",", "of", "in") else at
        year = int(words[end]) if _YEAR.fullmatch(_word(words, end)) else None
        found = _expression(i, end + 1 if year else at, "calendar")
        found.year, found.month, found.day = year, day[0], day[1]
        return found
    return None


def _weekend(words: Sequence[str], i: int) -> Expression | None:
    """ "over the weekend", which has no "this" or "last" that tells which."""
    if words[i] != "weekend" or _word(words, i - 1) != "the":
        return None
    if _word(words, i - 2) not in ("over", "at", "during", "on"):
        return None
    found = _expression(i - 1, i + 1, "period")
    found.unit = "weekend"
    return found


def _last_hours(words: Sequence[str], i: int) -> Expression | None:
    """ "the past 24 hours", "the last two days": a range that ends with the publication."""
    if words[i] not in ("past", "last") or _word(words, i - 1) != "the":
        return None
    number = _word(words, i + 1)
    n = int(number) if number.isdecimal() and len(number) < 4 else NUMBERS.get(number, 0)
    unit = UNITS.get(_word(words, i + 2), "") if _word(words, i + 2).endswith("s") else ""
    if not n or unit not in ("hour", "day", "week", "month"):
        return None
    found = _expression(i - 1, i + 3, "until now")
    found.n, found.unit = (max(1, round(n / 24)), "day") if unit == "hour" else (n, unit)
    return found


def _same_day(words: Sequence[str], i: int) -> Expression | None:
    """ "earlier in the day", "the day before yesterday"."""
    word = words[i]
    if word in ("earlier", "later") and list(words[i + 1 : i + 4]) == ["in", "the", "day"]:
        found = _expression(i, i + 4, "period")
        found.unit, found.shift, found.base = "day", 0, "anchor"
        return found
    if word == "the" and _word(words, i + 1) == "day":
        tail = (_word(words, i + 2), _word(words, i + 3))
        if tail in (("before", "yesterday"), ("after", "tomorrow")):
            found = _expression(i, i + 4, "offset")
            found.n, found.unit = (-2 if tail[0] == "before" else 2), "day"
            return found
    return None


def _clock(words: Sequence[str], i: int) -> Expression | None:
    """ "At about 8 p.m.": the day of which the text is telling."""
    if not words[i][0].isdecimal() or _word(words, i + 1) not in ("p.m.", "a.m.", "pm", "am"):
        return None
    if _word(words, i - 1) not in _AT:
        return None
    found = _expression(i, i + 2, "clock")
    found.unit, found.shift, found.base = "day", 0, "anchor"
    return found
