"""UCDP's Georeferenced Event Dataset: comma-separated with a header."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pyarrow as pa

from dragoman import ontology
from dragoman.store.interchange.actors import named
from dragoman.store.interchange.coded import STRINGS, Actor, Batch, Coding, Day, Draft, whole_number
from dragoman.store.interchange.countries import country_code
from dragoman.store.interchange.dates import published, spanning
from dragoman.store.interchange.layouts import layout
from dragoman.store.interchange.scan import scan, with_header

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_KINDS = {
    "1": ("state-based conflict", ("military",)),
    "2": ("non-state conflict", ("military",)),
    "3": ("one-sided violence", ()),
}
_MONTH_OR_LESS = ("4", "5")
"""`date_prec` of events of which no more than the month or the year is known."""
_GOVERNMENT = re.compile(r"Government of (?P<state>.+)", re.IGNORECASE)


def read_ucdp(path: str | Path) -> Iterator[Batch]:
    """The events of a UCDP GED file. Raises FormatError if it is none."""
    for rows in scan(path, lambda part: with_header(part, [layout("ucdp")], "UCDP GED")):
        draft = Draft("ucdp", rows)
        draft.ids("id")
        draft.coding(["type_of_violence"], coding)
        draft.dates(["date_start", "date_end", "date_prec"], _day)
        draft.people("actor", ["side_a", "type_of_violence"], _side)
        draft.people("recipient", ["side_b", "type_of_violence"], _side)
        draft.text("place", "where_coordinates", "adm_1")
        draft.point("latitude", "longitude")
        draft.country(["country"], country_code)
        draft.number("dead", pa.int32(), "best", "low")
        draft.text("publisher", "source_office")
        draft.text("sentence", "source_headline")
        draft.published("source_date", _first_published)
        draft.put("why", draft.made(["low", "best", "high"], _why).array(list, STRINGS))
        yield draft.batch()


def coding(kind: str | None) -> Coding:
    """The coding of UCDP's type of violence. Raises ValueError for another than 1, 2 and 3."""
    if kind is None:
        raise ValueError("no type_of_violence")
    number = kind.removesuffix(".0")
    if number not in _KINDS:
        raise ValueError(f"{kind!r} is no type_of_violence")
    name, context = _KINDS[number]
    return Coding(f"{number} {name}", "ASSAULT", (), context, ontology.to_cameo("ASSAULT", (), context))


def _day(first: str | None, last: str | None, precision: str | None) -> Day | None:
    return spanning(first, last, by_month=(precision or "").removesuffix(".0") in _MONTH_OR_LESS)


def _first_published(cell: str | None) -> str | None:
    return published(cell.split(";")[0]) if cell else None


@cache
def _side(name: str | None, kind: str | None) -> tuple[Actor, ...]:
    """One side of the violence: a government, civilians, or an armed group."""
    if name is None:
        return ()
    government = _GOVERNMENT.fullmatch(name)
    if government:
        return (Actor(name, country_code(government["state"]), ("GOV",)),)
    if name.lower() == "civilians":
        return (Actor(name, None, ("CVL",)),)
    # Whoever is no government and fights one is armed opposition, whatever it became since.
    found = named(name)
    state_based = kind is not None and kind.startswith("1")
    sector = ("REB",) if state_based or {"GOV", "MIL"} & set(found.sector) else found.sector
    return (Actor(name, found.code, sector),)


def _why(low: str | None, best: str | None, high: str | None) -> tuple[str, ...]:
    made = ["imported from ucdp"]
    if whole_number(low) is not None and whole_number(high) is not None and low != high:
        told = f", best estimate {best}" if whole_number(best) is not None else ""
        made.append(f"{low} to {high} killed{told}")
    return tuple(made)
