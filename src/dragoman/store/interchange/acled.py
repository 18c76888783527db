"""ACLED event data: its export, comma- or semicolon-separated, with a header."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pyarrow as pa

from dragoman import ontology
from dragoman.ontology.plover import rows as table_rows
from dragoman.store.interchange.actors import named
from dragoman.store.interchange.coded import Actor, Batch, Coding, Day, Draft, whole_number
from dragoman.store.interchange.countries import CODES, by_number, country_code
from dragoman.store.interchange.dates import day
from dragoman.store.interchange.layouts import layout
from dragoman.store.interchange.scan import scan, with_header

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MONTH_ONLY = "3"
"""`time_precision` of an event of which only the month is known."""
_STATE = ("COP", "GOV", "MIL")


def read_acled(path: str | Path) -> Iterator[Batch]:
    """The events of an ACLED file. Raises FormatError if it is none."""
    for rows in scan(path, lambda part: with_header(part, [layout("acled")], "ACLED event data")):
        draft = Draft("acled", rows)
        draft.ids("event_id_cnty")
        draft.coding(["event_type", "sub_event_type"], coding)
        draft.dates(["event_date", "time_precision"], _day)
        kinds = ["event_type", "sub_event_type"]
        # Which of the two acts depends on the kind of event: force against protesters is the police's act.
        for role, order in (("actor", (1, 2)), ("recipient", (2, 1))):
            cells = [c for n in order for c in (f"actor{n}", f"inter{n}", f"assoc_actor_{n}")]
            draft.people(role, [*kinds, *cells], _side)
        draft.text("place", "location", "admin1")
        draft.point("latitude", "longitude")
        draft.country(["country", "iso"], _country)
        draft.number("dead", pa.int32(), "fatalities")
        draft.text("publisher", "source")
        draft.text("sentence", "notes")
        yield draft.batch()


@cache
def _types() -> dict[tuple[str, str], tuple[Coding, bool]]:
    found: dict[tuple[str, str], tuple[Coding, bool]] = {}
    for row in table_rows(CODES / "acled_types.tsv"):
        kind, sub, type_, mode, context, turned = (*row, *[""] * 5)[:6]
        modes, contexts = (tuple(filter(None, cell.split(";"))) for cell in (mode, context))
        cameo = ontology.to_cameo(type_, modes, contexts) if type_ else None
        coding = Coding(f"{kind}: {sub}" if sub else kind, type_ or None, modes, contexts, cameo)
        found[kind.lower(), sub.lower()] = (coding, turned == "yes")
    return found


def _typed(kind: str | None, sub: str | None) -> tuple[Coding, bool]:
    if kind is None:
        raise ValueError("no event type")
    found = _types().get((kind.lower(), (sub or "").lower()))
    if found is not None:
        return found
    general = _types().get((kind.lower(), ""))
    if general is None:
        raise ValueError(f"{kind!r} is no event type of ACLED")
    coding, turned = general
    return coding._replace(code=f"{kind}: {sub}" if sub else kind), turned


def coding(kind: str | None, sub: str | None) -> Coding:
    """The coding of ACLED's type and sub-type. Raises ValueError for a type that ACLED does not have."""
    return _typed(kind, sub)[0]


def _day(cell: str | None, precision: str | None) -> Day | None:
    found = day(cell)
    return Day(found.value[:7], "month") if found and precision == _MONTH_ONLY else found


def _country(name: str | None, number: str | None) -> str | None:
    return country_code(name) or by_number().get(whole_number(number) or 0)


@cache
def _kinds() -> dict[str, str]:
    return {key.lower(): row[2] for row in table_rows(CODES / "acled_inter.tsv") for key in row[:2]}


def _side(
    kind: str | None,
    sub: str | None,
    name: str | None,
    inter: str | None,
    others: str | None,
    other_name: str | None,
    other_inter: str | None,
    other_others: str | None,
) -> tuple[Actor, ...]:
    """The parties of one side, the other side's where the act is the other's."""
    if _typed(kind, sub)[1]:
        name, inter, others = other_name, other_inter, other_others
    made = [_actor(name, inter)] if name else []
    made += [_actor(one.strip(), None) for one in (others or "").split(";") if one.strip()]
    return tuple(dict.fromkeys(made))


@cache
def _actor(name: str, inter: str | None) -> Actor:
    """A party by its name, and by what ACLED says of its kind."""
    found = named(name)
    kind = _kinds().get((inter or "").removesuffix(".0").lower())
    if kind is None or (kind == "MIL" and set(found.sector) & set(_STATE)):
        return Actor(name, found.code, found.sector or _told(name))
    return Actor(name, found.code, (kind,))


def _told(name: str) -> tuple[str, ...]:
    """The sector that a name begins with: ACLED's own words for who is no organisation."""
    for word in ("civilians", "protesters", "rioters"):
        if name.lower().startswith(word):
            return ("CVL",)
    return ()
