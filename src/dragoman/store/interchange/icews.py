"""ICEWS coded event data, as Dataverse has them: tab-separated with a header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.store.interchange.actors import bracketed, named, sectors_of
from dragoman.store.interchange.cameo import coding
from dragoman.store.interchange.coded import Actor, Batch, Draft
from dragoman.store.interchange.countries import country_code
from dragoman.store.interchange.dates import day
from dragoman.store.interchange.layouts import layout
from dragoman.store.interchange.scan import scan, with_header

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def read_icews(path: str | Path) -> Iterator[Batch]:
    """The events of an ICEWS file. Raises FormatError if it is none."""
    for rows in scan(path, lambda part: with_header(part, [layout("icews")], "ICEWS event data")):
        draft = Draft("icews", rows)
        draft.ids("Event ID")
        draft.coding(["CAMEO Code"], coding)
        draft.dates(["Event Date"], day, published=True)
        draft.people("actor", ["Source Name", "Source Sectors", "Source Country"], _actor)
        draft.people("recipient", ["Target Name", "Target Sectors", "Target Country"], _actor)
        draft.text("publisher", "Publisher")
        draft.text("place", "City", "District", "Province", "Country")
        draft.point("Latitude", "Longitude")
        draft.country(["Country"], country_code)
        yield draft.batch()


def _actor(name: str | None, sectors: str | None, country: str | None) -> tuple[Actor, ...]:
    """The party of a row's three columns; `Citizen (Chad)` tells its country and sector itself."""
    if name is None and country is None:
        return ()
    what, _ = bracketed(name) if name else ("", None)
    known = named(name) if name else None
    code = country_code(country) or (known.code if known else None)
    found = sectors_of((sectors or "").split(","), "icews_sectors")
    if not found and what != name:
        found = sectors_of([what], "icews_generic")
    if not found and known is not None:
        found = known.sector
    return (Actor(name or country, code, found),)
