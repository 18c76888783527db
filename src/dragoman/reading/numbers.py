"""The whole numbers that words spell: `twenty-five`, `1,200`, `two dozen`, `tens of thousands`."""

from __future__ import annotations

import re

UNITS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
SCALES = {
    "hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 10**9, "trillion": 10**12,
    "dozen": 12, "score": 20,
}  # fmt: skip
VAGUE = {
    "several": 3, "few": 3, "couple": 2, "both": 2, "dozens": 24, "scores": 40, "hundreds": 200,
    "thousands": 2000, "tens": 20, "millions": 2_000_000, "another": 1,
}  # fmt: skip
FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
_OPEN = frozenset({"several", "few", "couple", "another"})
_BETWEEN = frozenset({"a", "of"})


def is_number(word: str) -> bool:
    """Whether a lower-case word is, or begins with, a number: `12`, `dozens`, `twenty-five`."""
    head = word.split("-")[0] if "-" in word else word
    return head in UNITS or head in VAGUE or head in SCALES or FIGURE.fullmatch(word) is not None


def number(words: list[str]) -> int | None:
    """The whole number that words like `twenty`, `-`, `five` or `1,200` spell; None if they spell none.

    >>> number(["seventeen"]), number(["1,200"]), number(["two", "hundred", "and", "six"]), number(["dozens"])
    (17, 1200, 206, 24)
    """
    total, current, seen = 0, 0.0, False
    for position, word in enumerate(words):
        low = word.lower()
        part = low.split("-") if "-" in low and low[0].isalpha() else [low]
        for piece in part:
            if piece in UNITS:
                current += UNITS[piece]
                seen = True
            elif piece in SCALES or (piece[:-1] in SCALES and seen):
                scale = SCALES.get(piece) or SCALES[piece[:-1]]
                current = (current or 1) * scale
                if scale >= 1000:
                    total, current = total + round(current), 0.0
                seen = True
            elif piece in _OPEN and not seen and (after := _after(words, position)):
                # "several hundred" is three hundred, "another 500" the 500
                if after in SCALES:
                    current, seen = (VAGUE[piece] if piece != "another" else 1), True
            elif piece in VAGUE:
                if piece == "tens" and "thousands" in (w.lower() for w in words[position:]):
                    return 20_000
                if piece == "hundreds" and "thousands" in (w.lower() for w in words[position:]):
                    return 200_000
                return round((current or 1) * VAGUE[piece]) if piece.endswith("s") else VAGUE[piece]
            elif FIGURE.fullmatch(piece):
                if seen and current:
                    return total + round(current)
                current = float(piece.replace(",", ""))
                seen = True
            elif seen and piece not in ("and", "-", "a", "an", "of"):
                return total + round(current)
    return total + round(current) if seen else None


def _after(words: list[str], position: int) -> str:
    """The next word if it goes on with a number that `several`, `few`, `another` open; empty if not."""
    for word in words[position + 1 : position + 3]:
        low = word.lower()
        if low in SCALES or low in UNITS or FIGURE.fullmatch(low):
            return low
        if low not in _BETWEEN:
            return ""
    return ""
