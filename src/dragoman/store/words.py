"""The words of a text as comparing texts sees them, and how much each one tells.

The weights are fixed: they depend on how common a word is in English, never on what else a store holds. So
two texts are as alike on every machine, in every store and in whatever order articles came.
"""

from __future__ import annotations

import math
import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+(?:['’][^\W\d_]+)?")
_SENTENCE_END = re.compile(r"[.!?:;\n…\"“”«»‘(\[–—]")
_MANY = 50.0
"""A word of rank r stands in a text of some 500 words with a chance of 1 - exp(-50 / r), by Zipf's law."""
NEWS_RANK = 60
"""The rank of a word that every article of news uses."""
UNKNOWN_RANK = 30_000
"""The rank of a word that the list of common words lacks."""
NAME_RANK = 6_000
"""The least rank of a name: a common word that is one ("Bill", "Georgia") tells more than the word."""
PLAIN_RANK = 300
"""Words up to this rank are no names, however they are written ("I", "It", "National")."""
YEAR_RANK = 600
"""The rank of a number that looks like a year of our time."""


class Word(NamedTuple):
    """One word of a text: lower case, without possessive, thousands' commas or plural endings."""

    form: str
    name: bool
    """Whether it is written like a name: a capital where no sentence begins."""
    number: bool


@cache
def _ranks() -> dict[str, int]:
    folder = files("dragoman.store")
    ranks: dict[str, int] = {}
    for line in (folder / "word_ranks.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            for word in line.split():
                ranks.setdefault(stem(word), len(ranks) + 1)
    for line in (folder / "news_words.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            for word in line.split():
                ranks[stem(word)] = min(NEWS_RANK, ranks.get(stem(word), NEWS_RANK))
    return ranks


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """A lower-case word without its inflection, roughly: `attacks`, `attacked` and `attacking` are one.

    >>> [stem(word) for word in ("attacks", "attacked", "attacking", "talks", "agencies", "is", "news")]
    ['attack', 'attack', 'attack', 'talk', 'agency', 'is', 'new']
    """
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    for ending in ("ing", "ed", "es", "s"):
        left = len(word) - len(ending)
        if left >= 3 and word.endswith(ending) and not word.endswith("ss"):
            kept = word[:left]
            if ending in ("ing", "ed") and kept[-1] == kept[-2] and kept[-1] not in "ls":
                return kept[:-1]
            return kept[:-1] if kept.endswith("e") and len(kept) > 3 else kept
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


@lru_cache(maxsize=1 << 17)
def rarity(form: str, name: bool = False) -> float:
    """How much a word (as `words` gives it) tells, 0 to about 6.4: the logarithm of how few texts have it.

    >>> [round(rarity(word), 1) for word in ("by", "minister", "harbour", "zxqv")]
    [0.0, 0.6, 4.3, 6.4]
    """
    if form[0].isdigit():
        rank = YEAR_RANK if len(form) == 4 and form[:2] in ("19", "20") else 20 * 10 ** min(len(form), 3)
    else:
        rank = _ranks().get(form, UNKNOWN_RANK)
        if name and rank > PLAIN_RANK:
            rank = max(rank, NAME_RANK)
    return -math.log(-math.expm1(-_MANY / rank))


@lru_cache(maxsize=1 << 17)
def _form(written: str) -> str:
    """The form of a word as it is written: what `Word.form` holds."""
    if written[0].isdigit():
        return written.replace(",", "")
    form = written.lower().replace("’", "'").split("'")[0]
    if not form.isascii():
        # Letters without their marks: "Erdoğan" is "Erdogan".
        split = unicodedata.normalize("NFKD", form)
        form = "".join(letter for letter in split if not unicodedata.combining(letter)) or form
    return stem(form)


def words(text: str) -> list[Word]:
    """The words of a text in their order.

    >>> [word.form for word in words("Kenya's ministers met 1,200 guards. Talks failed.")]
    ['kenya', 'minister', 'met', '1200', 'guard', 'talk', 'fail']
    >>> [word.form for word in words("Talks in Kenya") if word.name]
    ['kenya']
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    found: list[Word] = []
    last = -1
    for match in _WORD.finditer(text):
        written = match.group()
        start, end = match.span()
        number = written[0].isdigit()
        name = (
            not number
            and written[0].isupper()
            and last >= 0
            and (text[last:start] == " " or not _SENTENCE_END.search(text, last, start))
        )
        found.append(Word(_form(written), name, number))
        last = end
    return found
