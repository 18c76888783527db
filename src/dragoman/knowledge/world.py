"""The world as far as parties go: what a name stands for, what a noun or title says, what a mention
resolves to.

    >>> from dragoman.knowledge.world import world
    >>> w = world()
    >>> [(e.name, e.code) for e in w.lookup("the Kremlin")]
    [('Russia', 'RUS')]
    >>> w.resolve("Estonian deputy defence minister").sector
    ('GOV',)

The tables lie in `parties/`, each with its source in its first lines; a user's own files (`own.py`) override
them.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.knowledge.countries import Country, read_countries
from dragoman.knowledge.entries import DataError, Entry, HeadNoun, Office, Resolution
from dragoman.knowledge.load import FOLDER, NAMED_TABLES, check_sectors, named_entries, read_table
from dragoman.knowledge.own import own_files
from dragoman.knowledge.titles import Titles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dragoman.knowledge.memberships import Membership
    from dragoman.knowledge.mentions import Resolver
    from dragoman.knowledge.own import Files

__all__ = ["DataError", "Entry", "HeadNoun", "Office", "Resolution", "World", "world"]


class World:
    """All tables of parties, read and indexed."""

    def __init__(self, own: Path | None = None) -> None:
        """Read the tables, with a user's file or folder `own` over them. DataError, naming file and row, if
        one is wrong."""
        self.own: Files = own_files(own) if own is not None else {}
        self.countries: Mapping[str, Country]
        self.countries, listed = read_countries()
        for table in NAMED_TABLES:
            path = FOLDER / table
            if path.exists():
                listed.extend(named_entries(path))
        from dragoman.knowledge.holders import read_holders

        listed.extend(read_holders())
        aliases: dict[str, list[Entry]] = {}
        for alias, entry in listed:
            aliases.setdefault(alias, []).append(entry)
        aliases.update(self._own_aliases())
        for alias in [alias for alias in aliases if "'" in alias]:
            aliases[alias.replace("'", "’")] = aliases[alias]
        self.aliases: Mapping[str, tuple[Entry, ...]] = {a: _ranked(e) for a, e in aliases.items()}
        """Alias as written, without a leading "the" → what it may stand for, the likeliest first."""
        self.titles = Titles.read(FOLDER / "offices.toml", *self.own.get("offices", ()))
        self.heads: Mapping[str, HeadNoun] = _read_heads(FOLDER / "heads.tsv")
        for path in self.own.get("heads", ()):
            self.heads = {**self.heads, **_read_heads(path)}
        self._shouted: dict[str, str] | None = None
        self._places: dict[str, str] | None = None
        self._memberships: dict[str, Membership] | None = None
        self._neighbours: dict[str, tuple[str, ...]] | None = None
        self._official: dict[str, frozenset[str]] | None = None
        self._resolver: Resolver | None = None

    def _own_aliases(self) -> dict[str, list[Entry]]:
        """What the user's tables of parties and of office holders say, which of each alias replaces ours."""
        found: dict[str, list[Entry]] = {}
        if self.own.get("parties"):
            from dragoman.knowledge.overrides import read_overrides

            for path in self.own["parties"]:
                for alias, entries in read_overrides(path).items():
                    found.setdefault(alias, []).extend(entries)
        for path in self.own.get("holders", ()):
            from dragoman.knowledge.holders import read_holders

            for alias, entry in read_holders(path):
                found.setdefault(alias, []).append(entry)
        return found

    def lookup(self, alias: str) -> tuple[Entry, ...]:
        """What a name may stand for, the likeliest first; () if nothing is known.

        A leading "the" and the shape of apostrophes do not matter; names wholly in capitals are found,
        too."""
        found = self.aliases.get(alias)
        if found:
            return found
        if alias[:4] in ("the ", "The ", "THE "):
            found = self.aliases.get(alias[4:])
            if found:
                return found
            alias = alias[4:]
        if len(alias) > 3 and alias.isupper():
            if self._shouted is None:
                self._shouted = {a.upper(): a for a in self.aliases if not a.isupper()}
            return self.aliases.get(self._shouted.get(alias, ""), ())
        return ()

    def head_noun(self, lemma: str) -> HeadNoun | None:
        """What a common noun says of its party, singular or plural, one word or more, in lower case."""
        return self.heads.get(lemma)

    def office(self, words: Sequence[str]) -> Office | None:
        """What a title in lower-case words says of its holder; None if the words are no title."""
        return self.titles.read_title(words)

    def members(self, organisation: str, on: str | None = None) -> tuple[str, ...]:
        """The codes of the states in an organisation, by canonical name, on an ISO date; () if unknown."""
        if self._memberships is None:
            from dragoman.knowledge.memberships import read_memberships

            self._memberships = read_memberships()
            for path in self.own.get("memberships", ()):
                self._memberships |= read_memberships(path)
        membership = self._memberships.get(organisation)
        return membership.on(on) if membership is not None else ()

    def neighbours(self, code: str) -> tuple[str, ...]:
        """The codes of the states that border on this one by land; () if none or unknown."""
        if self._neighbours is None:
            from dragoman.knowledge.memberships import read_neighbours

            self._neighbours = read_neighbours()
        return self._neighbours.get(code, ())

    def states_called(self, noun: str) -> frozenset[str]:
        """The codes of the countries whose official name has the noun or its plural: "emirate"."""
        if self._official is None:
            from dragoman.knowledge.memberships import read_official_words

            self._official = read_official_words()
        return self._official.get(noun, frozenset()) | self._official.get(noun + "s", frozenset())

    def place(self, name: str) -> str | None:
        """The country of a well-known city or province; None if unknown. The gazetteer knows far more."""
        if self._places is None:
            self._places = {}
            path = FOLDER / "cities.tsv"
            if path.exists():
                for line in path.read_text("utf-8").splitlines():
                    if line and line[0] != "#":
                        code, _, names = line.partition("\t")
                        self._places.update(dict.fromkeys(names.split(";"), code))
        return self._places.get(name)

    def resolve(self, text: str, *, on: str | None = None, home: str | None = None) -> Resolution | None:
        """The party that a mention names; None if nothing in it is known.

        `on` is the ISO date of the text, which decides whether a person still holds office; `home`
        the code of the country (or UNO, EUR, …) that the context is about, which completes "the army" and
        "the president".
        """
        if self._resolver is None:
            from dragoman.knowledge.mentions import Resolver

            self._resolver = Resolver(self)
        return self._resolver.resolve(text, on, home)


def _ranked(entries: list[Entry]) -> tuple[Entry, ...]:
    """Sure readings before ambiguous ones, in the order of the tables; the same reading once.

    What may be parties of several codes is ambiguous in all its readings."""
    if len(entries) == 1:
        return (entries[0],)
    seen: dict[tuple[str, str | None, str], Entry] = {}
    for entry in entries:
        seen.setdefault((entry.name, entry.code, entry.since), entry)
    ranked = sorted(seen.values(), key=lambda e: e.ambiguous)
    if len({e.code for e in ranked}) > 1:
        ranked = [e if e.ambiguous else replace(e, ambiguous=True) for e in ranked]
    return tuple(ranked)


def _read_heads(path: Path) -> dict[str, HeadNoun]:
    heads: dict[str, HeadNoun] = {}
    for row in read_table(path, ["noun", "plural", "sector", "kind", "inherits", "weight"]):
        singular, plural = row["noun"].lower(), row["plural"].lower()
        sector = check_sectors(row["sector"], row.where)
        if row["kind"] not in ("people", "institution", "thing") or row["weight"] not in ("0", "1", "2"):
            raise DataError(f"{row.where}: no kind {row['kind']!r} with weight {row['weight']!r}")
        for word, many in ((singular, False), (plural, True)):
            if not word or (many and word == singular):
                continue
            if word in heads:
                raise DataError(f"{row.where}: {word!r} stands twice")
            heads[word] = HeadNoun(
                singular or plural,
                sector,
                row["kind"],
                row["inherits"] == "1",
                many,
                int(row["weight"]),
                row.where,
            )
    return heads


@lru_cache(maxsize=4)
def world(own: Path | str | None = None) -> World:
    """The world, read once; `own` is a user's file or folder, what it says of parties wins over ours."""
    return World(Path(own) if own is not None else None)
