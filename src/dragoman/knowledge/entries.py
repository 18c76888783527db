"""The small records that knowledge about parties is made of.

`Entry` says what a name stands for, `HeadNoun` and `Office` what a common noun or a title says about
its bearer, and `Resolution` what a whole mention was resolved to. Codes are ISO 3166-1 alpha-3, KOS, or
PLOVER's UNO EUR IGO NGO ISM IMG MNC; sectors are PLOVER's, most specific first, with IGO and NGO for
organisations.
"""

from __future__ import annotations

from dataclasses import dataclass

SPECIAL_CODES = frozenset({"UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"})
"""Codes that are no country's."""

EXTRA_SECTORS = frozenset({"IGO", "NGO"})
"""Sectors beside PLOVER's table: what an organisation is when it is no state's."""

KINDS = frozenset({"country", "government", "organisation", "group", "person", "region"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A named thing, as one of its aliases names it."""

    name: str
    """Canonical name: the Kremlin's entry has "Russia"."""
    code: str | None
    sector: tuple[str, ...]
    kind: str
    """country, government, organisation, group, person or region."""
    form: str = "name"
    """How the alias names it: name, acronym, metonym (seat or capital), demonym (adjective), people
    (nouns)."""
    ambiguous: bool = False
    """The alias also means something else (a place, a first name, a common word): demand context."""
    plural: bool = False
    since: str = ""
    """ISO date, maybe truncated, from which this holds; empty: always."""
    until: str = ""
    source: str = ""
    """Data file and line."""
    why: str = ""

    def holds(self, on: str | None) -> bool:
        """Whether this held on an ISO date; a truncated bound covers the whole of its month or year."""
        if not on:
            return True
        if self.since and on[: len(self.since)] < self.since[: len(on)]:
            return False
        return not (self.until and on[: len(self.until)] > self.until[: len(on)])

    def resolved(self, *, why: str = "", plural: bool = False, ambiguous: bool = False) -> Resolution:
        """The resolution of a mention to this thing; `why` names the rule, else the alias does."""
        return Resolution(
            self.name,
            self.code,
            self.sector,
            self.kind,
            self.form,
            plural,
            ambiguous=ambiguous,
            why=why or self.why or f"{self.form} of {self.name}",
            sources=(self.source,),
        )


@dataclass(frozen=True, slots=True)
class HeadNoun:
    """What a common noun says of the party it heads."""

    noun: str
    """Singular."""
    sector: tuple[str, ...]
    kind: str
    """people, institution or thing (ships, aircraft, buildings that stand for their crew or owner)."""
    inherits: bool
    """Takes the sector of what it belongs to: the spokesman of an army is MIL, of a ministry GOV."""
    plural: bool
    weight: int
    """2: political by itself; 1: when acting politically; 0: says nothing ("people")."""
    source: str = ""
    """Data file and row."""


@dataclass(frozen=True, slots=True)
class Office:
    """What a title says of its holder."""

    title: str
    sector: tuple[str, ...]
    code: str | None = None
    """If the title fixes it, as Pope does."""
    kind: str = "person"
    former: bool = False
    unique: bool = False
    """One at a time in a state, so that "president of Peru" names somebody."""
    inherits: bool = False
    """Takes the sector of the organisation it belongs to: a secretary general is what the organisation is."""
    why: str = ""
    source: str = ""
    """Data file and table."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a mention was resolved to."""

    name: str
    code: str | None
    sector: tuple[str, ...]
    kind: str
    form: str
    """name, acronym, metonym, demonym, people, title or description."""
    plural: bool = False
    members: tuple[Resolution, ...] = ()
    """The parties of a coordination: "German and French officials"."""
    ambiguous: bool = False
    why: str = ""
    """The rule that decided."""
    sources: tuple[str, ...] = ()
    """Data files and rows that it rests on, the name's or noun's own first."""


class DataError(ValueError):
    """A data file is wrong; the message names file and row."""
