"""Whose a party is: the name in a mention that owns it, and what a name stands for where and when."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.knowledge.entries import SPECIAL_CODES, Entry
from dragoman.knowledge.sectors import Owner
from dragoman.knowledge.words import (
    ARTICLES,
    BEFORE_HYPHEN,
    COUNTED,
    CUTS,
    DROPPED,
    JOINTS,
    MANY,
    ONE,
    OWNING,
    PLACING,
    bare,
    is_number,
)

if TYPE_CHECKING:
    from dragoman.knowledge.world import World

_LONGEST = 8
_LED = frozenset(
    "government administration regime cabinet campaign loyalists supporters forces allies camp".split()
)
"""Nouns that a ruler's name stands before: "the Assad regime"."""


def choose(entries: tuple[Entry, ...], on: str | None, home: str | None) -> Entry:
    """The reading that fits date and home, else the first; a person out of office is ELI."""
    if len(entries) > 1:
        # The date first: a minister of Germany who has become president of the Commission is no German one.
        if on:
            entries = tuple(e for e in entries if e.holds(on)) or entries
        if home:
            entries = tuple(e for e in entries if e.code == home) or entries
    entry = entries[0]
    if on and entry.kind == "person" and not entry.holds(on):
        past = [e for e in entries if e.name == entry.name and e.until and e.until < on]
        if past:
            latest = max(past, key=lambda e: e.until)
            return replace(latest, sector=("ELI",), why=f"formerly {latest.why}")
    return entry


def is_foreign(world: World, entry: Entry, text: str, home: str | None) -> bool:
    """Whether a name is a common noun of another country than the one told of: "the Supreme Court" in
    Kenya."""
    if not home or not entry.ambiguous or entry.code == home:
        return False
    return text.lower().removeprefix("the ") in world.heads


def strip_counts(words: list[str]) -> tuple[list[str], bool, bool, bool]:
    """Without determiners and numbers; whether they say many, one, or "the"."""
    many = one = definite = False
    start = 0
    while start < len(words):
        word = words[start].lower()
        if word in COUNTED and start + 2 < len(words) and words[start + 1] == "of":
            many = many or word in MANY
            start += 2
            continue
        if is_number(word) and words[start + 1 : start + 2] == ["of"]:
            many = True
            start += 2
            continue
        if is_number(word):
            many = many or word != "1"
        elif word not in DROPPED:
            break
        many = many or word in MANY
        one = one or word in ONE
        definite = definite or word in ARTICLES
        start += 1
    return words[start:], many, one, definite


def home_owner(world: World, home: str | None) -> Owner | None:
    """The state or organisation of that code, as what belongs to nobody that is named belongs to it."""
    if not home:
        return None
    country = world.countries.get(home)
    if country is not None:
        source = country.entry.source
        return Owner(country.name, home, ("GOV",), "country", from_home=True, source=source)
    if home in SPECIAL_CODES:
        names = {"UNO": "UN", "EUR": "EU"}
        sector = ("NGO",) if home == "NGO" else ("BUS",) if home == "MNC" else ("IGO",)
        return Owner(names.get(home, ""), home, sector, "organisation", names.get(home, ""), from_home=True)
    return None


def owner_of(entry: Entry, written: str, possessive: bool = False) -> Owner:
    """What a name stands for, as the owner of a party; `written` is the word that names it."""
    kind = "country" if entry.kind == "government" else entry.kind
    unsure, source = entry.ambiguous, entry.source
    return Owner(entry.name, entry.code, entry.sector, kind, written, possessive, False, unsure, source)


def find_owner(
    world: World, words: list[str], on: str | None, home: str | None
) -> tuple[int, int, Owner | None]:
    """The first name in the part before a joint that says whose the party is, as a half-open range of
    words."""
    lookup = world.lookup
    limit = next((i for i, w in enumerate(words) if i and (w in JOINTS or w in CUTS)), len(words))
    for start in range(limit):
        first = words[start]
        if not (first[0].isupper() or first[:3] in ("al-", "el-")):
            if "-" in first:
                owner = _hyphened(world, first, on, home)
                if owner is not None:
                    return start, start + 1, owner
            continue
        for end in range(min(len(words), start + _LONGEST), start, -1):
            last = words[end - 1]
            text = " ".join(words[start:end])
            entries = lookup(text)
            possessive = False
            if not entries and last != bare(last):
                possessive = True
                entries = lookup(" ".join((*words[start : end - 1], bare(last))))
            led = end < len(words) and words[end].lower() in _LED
            entries = tuple(e for e in entries if e.kind != "person" or possessive or led)
            if entries and entries[0].ambiguous and not possessive and text.lower() in world.heads:
                continue  # "the Supreme Court in India": a noun first of all
            if entries and (end < len(words) or possessive):
                entry = choose(entries, on, home)
                if entry.kind == "group" and home:
                    if entry.code is None:
                        entry = replace(entry, code=home)  # "Tuareg rebels" in Mali
                    elif entry.ambiguous and entry.code != home:
                        continue
                if entry.form == "people" and not possessive and (end == len(words) and start > 0):
                    continue
                return start, end, owner_of(entry, text, possessive)
        if "-" in first:
            owner = _hyphened(world, first, on, home)
            if owner is not None:
                return start, start + 1, owner
    return _city_owner(world, words, limit)


def _hyphened(world: World, word: str, on: str | None, home: str | None) -> Owner | None:
    left, _, right = word.rpartition("-")
    if right not in OWNING or left.lower() in BEFORE_HYPHEN:
        return None
    entries = world.lookup(left)
    if not entries:
        code = world.place(left)
        if code is None:
            return None
        entries = (world.countries[code].entry,)
    return owner_of(choose(entries, on, home), word)


def whereabouts(world: World, words: list[str]) -> str | None:
    """The country of a complement's place: "Guayaquil", "Defence of Belarus", "the port of Homa Bay"."""
    starts = [
        0,
        *(i + 1 for i, w in enumerate(words) if w in PLACING),
        *([len(words) - 1] if len(words) > 1 else []),
    ]
    for start in starts:
        name = " ".join(w for w in words[start:] if w != "the")
        code = world.place(name)
        if code is not None:
            return code
        for entry in world.lookup(name):
            if start and entry.kind in ("country", "region", "government") and entry.form != "demonym":
                return entry.code
    return None


def is_place(world: World, text: str) -> bool:
    """Whether a name may be that of a country, its government or a region."""
    return any(e.kind in ("country", "government", "region") for e in world.lookup(text))


def _city_owner(world: World, words: list[str], limit: int) -> tuple[int, int, Owner | None]:
    """A city before a noun, "Karachi police", which belongs to the city's country."""
    for start in range(limit):
        if not words[start][0].isupper():
            continue
        for end in range(min(limit, start + 3), start, -1):
            if end < len(words) and words[end].islower():
                text = " ".join(words[start:end])
                code = None if world.lookup(text) else world.place(text)
                if code is not None:
                    name, source = world.countries[code].name, f"cities.tsv, {code}"
                    return start, end, Owner(name, code, ("GOV",), "country", text, source=source)
        break
    return 0, 0, None
