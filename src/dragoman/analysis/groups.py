"""Who is meant by “USA”, “EU” or “*”: a code, several, the members of an organisation on a date, anyone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, reduce
from operator import or_
from typing import TYPE_CHECKING

import polars as pl

from dragoman import ontology
from dragoman.analysis.frames import AnalysisError
from dragoman.knowledge.load import FOLDER, read_table
from dragoman.knowledge.memberships import Membership, read_memberships

if TYPE_CHECKING:
    from collections.abc import Sequence

ANYONE = "*"
CLASSES = ("IGO", "IMG", "ISM", "MNC", "NGO")
"""Codes that stand for a class of parties and for nobody in particular: two of one code are no dyad."""
_OWN_CODES = ("EUR", "UNO")
"""Codes that stand for one organisation alone, so that its own acts count as its members' do."""


@dataclass(frozen=True, slots=True)
class Group:
    """One side of a dyad: a party or several; `codes` always belong to it, `members` between two dates."""

    label: str
    codes: tuple[str, ...] = ()
    members: tuple[tuple[str, date | None, date | None], ...] = ()
    """Code, first day, and the day on which it was a member no more."""
    anyone: bool = False

    def among(self, column: str, day: str = "day") -> pl.Expr:
        """Whether the group is among the codes that the list column `column` holds, on the date `day`."""
        if self.anyone:
            return pl.lit(True)
        listed = pl.col(column).list
        tests = [listed.contains(code) for code in self.codes]
        for code, since, until in self.members:
            test = listed.contains(code)
            test = test & (pl.col(day) >= since) if since else test
            tests.append(test & (pl.col(day) < until) if until else test)
        return reduce(or_, tests)


def group(given: str | Sequence[str] | Group) -> Group:
    """The group that a code, a name, a list of them, an organisation with members or `*` means.

    AnalysisError, with what was given, if nobody is meant.

    >>> group("usa").codes, group("Kenya").codes, group("*").anyone
    (('USA',), ('KEN',), True)
    >>> [m for m in group("EU").members if m[0] == "GBR"]
    [('GBR', None, datetime.date(2020, 1, 31))]
    """
    if isinstance(given, Group):
        return given
    if not isinstance(given, str):
        parts = [group(one) for one in given]
        if not parts:
            raise AnalysisError("a group needs at least one code")
        return Group(
            " + ".join(part.label for part in parts),
            tuple(dict.fromkeys(code for part in parts for code in part.codes)),
            tuple(member for part in parts for member in part.members),
            any(part.anyone for part in parts),
        )
    text = given.strip()
    if text == ANYONE:
        return Group("anyone", anyone=True)
    if "," in text or "+" in text:
        return group([part for part in text.replace("+", ",").split(",") if part.strip()])
    if ontology.is_code(text.upper()):
        return Group(ontology.code_name(text.upper()), (text.upper(),))
    found = _names().get(text.casefold())
    if found is None:
        raise AnalysisError(f"no party code, country or organisation with known members is called {given!r}")
    return found


def label(code: str) -> str:
    """What to call a code, or a group by its label, in words."""
    return ontology.code_name(code) if ontology.is_code(code) else code


@cache
def _names() -> dict[str, Group]:
    """Groups by name in lower case: countries, and organisations whose members are known."""
    named = {name.casefold(): Group(name, (code,)) for code, name in ontology.codes().items()}
    memberships = read_memberships()
    found = {name: _of(membership) for name, membership in memberships.items()}
    for row in read_table(FOLDER / "organisations.tsv", ["name", "code", "aliases"]):
        made = found.get(row["name"])
        if made is None:
            continue
        if row["code"] in _OWN_CODES:
            made = found[row["name"]] = Group(made.label, (row["code"],), made.members)
        # An alias that also means something else is no name to ask by; a seat is none, either.
        for alias in row["aliases"].split(";"):
            if alias and alias[0] not in "?~=*":
                named.setdefault(alias.casefold(), made)
    return named | {name.casefold(): made for name, made in found.items()}


def _of(membership: Membership) -> Group:
    def day(text: str | None) -> date | None:
        return date.fromisoformat(text) if text else None

    members = ((s, day(membership.joined.get(s)), day(membership.left.get(s))) for s in membership.states)
    return Group(membership.organisation, members=tuple(members))
