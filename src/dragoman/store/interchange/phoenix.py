"""Phoenix event data: the Open Event Data Alliance's daily files and the Cline Center's historical ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.store.interchange.actors import cameo_actor
from dragoman.store.interchange.addresses import host
from dragoman.store.interchange.cameo import coding
from dragoman.store.interchange.coded import Actor, Batch, Day, Draft
from dragoman.store.interchange.countries import country_code
from dragoman.store.interchange.dates import day
from dragoman.store.interchange.layouts import Layout, layout
from dragoman.store.interchange.scan import Rows, Shape, scan, split, with_header

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dragoman.store.interchange.files import Part

_WHAT = "Phoenix event data"


def read_phoenix(path: str | Path) -> Iterator[Batch]:
    """The events of a Phoenix file, daily or historical. Raises FormatError if it is none."""
    for rows in scan(path, _shape):
        yield _historical(rows) if "eid" in rows.table.column_names else _daily(rows)


def _shape(part: Part) -> tuple[Shape, Layout]:
    daily = layout("phoenix_daily")
    first = part.text.lines(1)
    if first:
        cells = split(first[0], "\t", quoted=False)
        if len(cells) == len(daily.columns) and cells[1][:4].isdigit():
            return Shape(daily.names(), "\t", header=False, quoted=False), daily
    return with_header(part, [layout("phoenix_historical"), daily], _WHAT)


def _daily(rows: Rows) -> Batch:
    draft = Draft("phoenix", rows)
    draft.ids("EventID", "Date", function=_daily_id)
    draft.coding(["EventCode", "EventRootCode"], coding)
    draft.dates(["Date"], day, published=True)
    for role, word in (("actor", "Source"), ("recipient", "Target")):
        cells = [f"{word}Actor{end}" for end in ("Full", "Entity", "Role", "Attribute")]
        draft.people(role, cells, _actor)
    draft.text("place", "LocationName", "StateName")
    draft.point("Lat", "Lon")
    draft.country(["CountryCode"], country_code)
    draft.text("publisher", "NewsSources")
    draft.addresses("URLs", host)
    return draft.batch()


def _historical(rows: Rows) -> Batch:
    draft = Draft("phoenix", rows)
    draft.ids("eid")
    draft.coding(["code", "root_code"], coding)
    draft.dates(["year", "month", "day", "story_date"], _day, published=True)
    for role, word in (("actor", "source"), ("recipient", "target")):
        cells = [word, f"{word}_root", f"{word}_agent", f"{word}_others"]
        draft.people(role, cells, _actor)
    draft.text("place", "placename", "statename")
    draft.point("lat", "lon")
    draft.country(["countryname"], country_code)
    return draft.batch()


def _daily_id(event: str | None, date: str | None) -> str:
    if event is None:
        raise ValueError("no EventID")
    return f"{date}-{event}" if event.isdigit() and date else event


def _day(year: str | None, month: str | None, of_month: str | None, whole: str | None) -> Day | None:
    if year and month and of_month:
        numbers = [part.removesuffix(".0") for part in (year, month, of_month)]
        return day("-".join(numbers))
    return day(whole)


def _actor(whole: str | None, entity: str | None, role: str | None, more: str | None) -> tuple[Actor, ...]:
    """The party of four columns of codes; Phoenix names nobody, so the code is the name."""
    if not (whole or entity):
        return ()
    cells = " ".join(filter(None, (role, more))).replace(";", " ").replace(",", " ")
    # A cell may hold codes run together, as the whole does.
    roles = tuple(word[at : at + 3].upper() for word in cells.split() for at in range(0, len(word), 3))
    found = cameo_actor(whole or entity, entity[:3] if entity and len(entity) == 3 else None, None, roles)
    return (Actor(whole or entity, found.code, found.sector),)
