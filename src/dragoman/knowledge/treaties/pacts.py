"""The records that knowledge about treaties is made of.

Dates are ISO 8601, maybe cut to year or month; a `since` counts from its first day, and an `until` is the
first day on which a thing no longer holds. Empty bounds are open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Kind = Literal[
    "mutual defence", "guarantee", "assistance", "consultation", "assurance", "declaration", "law", "none"
]
Role = Literal["party", "guarantor", "protected"]

KINDS: dict[Kind, str] = {
    "mutual defence": "each party owes help to each other one",
    "guarantee": "one side owes help to the other",
    "assistance": "help is owed, but not for every attack or not as defence",
    "consultation": "the parties owe each other talks, and no help",
    "assurance": "a promise to respect or to act in other ways; no duty to help",
    "declaration": "a political statement; no treaty",
    "law": "a state's own law; it owes nothing to the other",
    "none": "often taken for a duty to help, but none",
}
"""What an article can be, and what that means."""

BINDING: frozenset[Kind] = frozenset({"mutual defence", "guarantee", "assistance"})
"""The kinds under which help is owed."""

ROLES: tuple[Role, ...] = ("party", "guarantor", "protected")
BETWEEN = ("yes", "no", "unclear")
"""Whether a treaty binds its parties against one of themselves."""


def first_day(date: str) -> str:
    """The first day of a date that may be cut: `1961` → `1961-01-01`.

    >>> first_day("1961"), first_day("2011-03"), first_day("")
    ('1961-01-01', '2011-03-01', '')
    """
    return date + "0000-01-01"[len(date) :] if date else ""


def holds(since: str, until: str, on: str) -> bool:
    """Whether something that began and ended so held on an ISO date."""
    return first_day(since) <= first_day(on) and not (until and first_day(until) <= first_day(on))


@dataclass(frozen=True, slots=True)
class Article:
    """What one article obliges whom to, on which conditions."""

    name: str
    kind: Kind
    obliges: str
    conditions: tuple[str, ...] = ()
    area: str = ""
    """Where an attack has to happen, in words; empty: the text names no limit."""
    covers: frozenset[str] = frozenset()
    """Tags of places that are inside; empty: all are, but those that are doubtful."""
    doubtful: frozenset[str] = frozenset()
    """Tags of places of which it is argued."""
    home: Mapping[str, str] = field(default_factory=dict)
    """State → `no: why` or `doubt: why`, where an attack on its home territory is not plainly inside."""
    forces_abroad: str = "doubt"
    """Whether an attack on forces in a third state counts: yes, doubt or no."""
    non_state: str = ""
    """What is known of attacks by those who are no state."""
    attackers: str = "any"
    """`non-state` where attacks by states are outside."""
    only_against: tuple[str, ...] = ()
    """Codes of the only attackers that count; empty: any."""
    since: str = ""
    until: str = ""

    @property
    def binding(self) -> bool:
        """Whether help is owed."""
        return self.kind in BINDING


@dataclass(frozen=True, slots=True)
class Treaty:
    """One treaty, or one text that is taken for one."""

    id: str
    name: str
    short: str
    """What people call it."""
    aliases: tuple[str, ...]
    signed: str
    since: str
    until: str
    counted_from: str
    """What `since` is: entry into force, or `signature` where that is not known."""
    open: bool
    """Whether further states can join it."""
    source: str
    note: str
    doubt: str
    """Why it is less than plain that anybody is bound."""
    between: str
    between_note: str
    articles: tuple[Article, ...]
    where: str
    """Data file and row."""


@dataclass(frozen=True, slots=True)
class Membership:
    """One state in one treaty, in a role, for a time."""

    treaty: str
    state: str
    role: Role
    since: str
    until: str
    where: str
    supposed: bool = False
    """Whether it stands on a supposition and not on the data."""


@dataclass(frozen=True, slots=True)
class Caveat:
    """What makes a membership less than plain."""

    treaty: str
    state: str
    others: tuple[str, ...]
    """Towards whom; empty: all."""
    effect: str
    """suspended; doubt; or duty: a doubt about what it owes, and not about what it is owed."""
    since: str
    until: str
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Place:
    """A territory apart from a state's home, or a sea (no state)."""

    id: str
    name: str
    aliases: tuple[str, ...]
    state: str
    tags: frozenset[str]
    since: str
    until: str
    note: str


@dataclass(frozen=True, slots=True)
class State:
    """A state that the party codes do not list, or an older name of one that they do."""

    code: str
    name: str
    aliases: tuple[str, ...]
    since: str
    until: str
    recognised: str
    """yes, few (by few states or none), or name (an older name of the code's state)."""
    within: str
    """Code of the state whose territory it is to most others."""


@dataclass(frozen=True, slots=True)
class Invocation:
    """One time that an article was called on."""

    treaty: str
    article: str
    day: str
    attacked: str
    against: str
    """A code, or the name of who is no state."""
    what: str
    source: str


@dataclass(frozen=True, slots=True)
class Aggression:
    """A war in which the United Nations named the act of one side."""

    attacker: str
    attacked: str
    since: str
    until: str
    what: str
    source: str


@dataclass(frozen=True)
class Treaties:
    """All that is known of treaties; `replace` it to suppose."""

    by_id: Mapping[str, Treaty]
    memberships: tuple[Membership, ...]
    caveats: tuple[Caveat, ...]
    places: tuple[Place, ...]
    states: tuple[State, ...]
    invocations: tuple[Invocation, ...]
    aggressions: tuple[Aggression, ...]

    @cached_property
    def _of_treaty(self) -> dict[str, list[Membership]]:
        found: dict[str, list[Membership]] = {}
        for membership in self.memberships:
            found.setdefault(membership.treaty, []).append(membership)
        return found

    @cached_property
    def aliases(self) -> dict[str, str]:
        """Names of treaties in lower case → id."""
        found: dict[str, str] = {}
        for treaty in self.by_id.values():
            for name in (treaty.id, treaty.name, treaty.short, *treaty.aliases):
                found.setdefault(name.lower(), treaty.id)
        return found

    def treaty_named(self, name: str) -> Treaty | None:
        """The treaty of this name, with or without "the", in any case; None if there is none."""
        words = " ".join(name.lower().replace("’", "'").split())
        words = words.removeprefix("the ")
        found = self.aliases.get(words) or self.aliases.get(words.removesuffix(" treaty"))
        return self.by_id[found] if found else None

    def in_force(self, on: str) -> Iterable[Treaty]:
        """The treaties that held on an ISO date, in the order of the files."""
        return (t for t in self.by_id.values() if holds(t.since, t.until, on))

    def roster(self, treaty: str, on: str) -> dict[str, Membership]:
        """State → membership, of those in a treaty on an ISO date; nobody where the treaty did not hold."""
        held = self.by_id[treaty]
        if not holds(held.since, held.until, on):
            return {}
        rows = self._of_treaty.get(treaty, ())
        return {m.state: m for m in rows if holds(m.since or held.since, m.until, on)}

    def members(self, treaty: str, on: str) -> tuple[str, ...]:
        """The codes of the states in a treaty on an ISO date, sorted; KeyError if there is no such treaty."""
        return tuple(sorted(self.roster(treaty, on)))

    def caveats_of(self, treaty: str, state: str, on: str) -> list[Caveat]:
        """What makes a state's membership less than plain on an ISO date."""
        return [
            c for c in self.caveats if c.treaty == treaty and c.state == state and holds(c.since, c.until, on)
        ]

    def suspended(self, treaty: str, one: str, other: str, on: str) -> Caveat | None:
        """What stands between two members so that they owe each other nothing; None if nothing does."""
        for state, towards in ((one, other), (other, one)):
            for caveat in self.caveats_of(treaty, state, on):
                if caveat.effect == "suspended" and (not caveat.others or towards in caveat.others):
                    return caveat
        return None

    def place_on(self, place: str, on: str) -> Place | None:
        """The place of this id as it was on an ISO date; None if there is none."""
        return next((p for p in self.places if p.id == place and holds(p.since, p.until, on)), None)

    def state_called(self, code: str, on: str) -> State | None:
        """The row of `states.tsv` that holds for a code on an ISO date."""
        return next((s for s in self.states if s.code == code and holds(s.since, s.until, on)), None)

    def name(self, code: str, on: str = "") -> str:
        """What the state of a code is called in English, then."""
        from dragoman import ontology

        row = self.state_called(code, on) if on else None
        row = row or next((s for s in self.states if s.code == code and s.recognised != "name"), None)
        if row is not None:
            return row.name
        return ontology.code_name(code) if ontology.is_code(code) else code


def as_kind(text: str) -> Kind | None:
    """The kind of this name; None if there is none."""
    return cast("Kind", text) if text in KINDS else None
