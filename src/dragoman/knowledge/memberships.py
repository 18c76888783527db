"""Which states belong to which organisation, which border on each other, and what they call themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.knowledge.entries import DataError
from dragoman.knowledge.load import FOLDER, country_codes, read_table

if TYPE_CHECKING:
    from pathlib import Path

_CHANGE = re.compile(r"([A-Z]{3})([+-])(\d{4}-\d\d-\d\d)$")


@dataclass(frozen=True, slots=True)
class Membership:
    """The states of one organisation, with the ISO dates on which some joined or left."""

    organisation: str
    states: tuple[str, ...]
    joined: dict[str, str]
    left: dict[str, str]

    def on(self, date: str | None = None) -> tuple[str, ...]:
        """The members on an ISO date; without a date those that have not left."""
        if date is None:
            return tuple(s for s in self.states if s not in self.left)
        return tuple(
            s
            for s in self.states
            if self.joined.get(s, "") <= date and (s not in self.left or date < self.left[s])
        )


def read_memberships(path: Path = FOLDER / "memberships.tsv") -> dict[str, Membership]:
    """Memberships by the organisation's canonical name. DataError on an unknown state or a wrong change."""
    known = country_codes()
    found: dict[str, Membership] = {}
    for row in read_table(path, ["organisation", "members"]):
        name, states = row["organisation"], tuple(row["members"].split())
        unknown = [s for s in states if s not in known]
        if unknown:
            raise DataError(f"{row.where}: no state {unknown[0]!r}")
        if name in found or len(set(states)) != len(states):
            raise DataError(f"{row.where}: {name!r}, or a member of it, stands twice")
        joined: dict[str, str] = {}
        left: dict[str, str] = {}
        for change in row["changes"].split():
            match = _CHANGE.match(change)
            if match is None or match[1] not in states:
                raise DataError(f"{row.where}: no change {change!r}")
            (joined if match[2] == "+" else left)[match[1]] = match[3]
        found[name] = Membership(name, states, joined, left)
    return found


def read_neighbours() -> dict[str, tuple[str, ...]]:
    """Land neighbours by country code."""
    rows = read_table(FOLDER / "borders.tsv", ["code", "neighbours"])
    return {row["code"]: tuple(row["neighbours"].split()) for row in rows}


def read_official_words() -> dict[str, frozenset[str]]:
    """Each word of the official names of countries, in lower case → their codes."""
    found: dict[str, set[str]] = {}
    for row in read_table(FOLDER / "borders.tsv", ["code", "official"]):
        for word in row["official"].lower().replace(";", " ").split():
            found.setdefault(word, set()).add(row["code"])
    return {word: frozenset(codes) for word, codes in found.items()}
