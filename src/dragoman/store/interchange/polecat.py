"""POLECAT event data, as Dataverse has them: tab-separated with a header, coded in PLOVER."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman import ontology
from dragoman.store.interchange.actors import named, plover_sectors
from dragoman.store.interchange.coded import Actor, Batch, Coding, Draft
from dragoman.store.interchange.countries import NO_STATES, country_code
from dragoman.store.interchange.dates import day, published
from dragoman.store.interchange.layouts import layout
from dragoman.store.interchange.scan import scan, with_header

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

import pyarrow as pa

_WHO = ("{} Name", "{} Country", "Primary {} Sector", "{} Sectors", "{} Name Raw")


def read_polecat(path: str | Path) -> Iterator[Batch]:
    """The events of a POLECAT file. Raises FormatError if it is none."""
    for rows in scan(path, lambda part: with_header(part, [layout("polecat")], "POLECAT event data")):
        draft = Draft("polecat", rows)
        draft.ids("Event ID")
        draft.coding(["Event Type", "Event Mode", "Contexts"], coding)
        draft.dates(["Event Date"], day)
        for role, word in (("actor", "Actor"), ("recipient", "Recipient")):
            draft.people(role, [name.format(word) for name in _WHO], _actor)
        draft.text("sentence", "Headline")
        draft.text("publisher", "Publication", "Source")
        draft.text("place", "Placename", "City", "District", "Province")
        draft.number("geonameid", pa.int64(), "GeoNames ID")
        draft.point("Latitude", "Longitude")
        draft.country(["Country"], country_code)
        draft.published("Publication Date", published)
        yield draft.batch()


def listed(cell: str | None) -> list[str]:
    """The items of a cell that holds several: POLECAT writes `;` between them, some files commas or bars."""
    if cell is None:
        return []
    for mark in ",|":
        cell = cell.replace(mark, ";")
    return [item for part in cell.split(";") if (item := part.strip(" []'\""))]


def coding(kind: str | None, mode: str | None, contexts: str | None) -> Coding:
    """The coding of POLECAT's three columns. Raises ValueError for a type that PLOVER does not have."""
    if kind is None:
        raise ValueError("no event type")
    plover = ontology.load()
    found = plover.types.get(kind.upper())
    if found is None:
        raise ValueError(f"{kind!r} is no PLOVER type")
    modes = tuple(m for one in listed(mode) if (m := _spelt(one, "-")) in found.modes)
    context = tuple(c for one in listed(contexts) if (c := _spelt(one, "_")) in plover.contexts)
    cameo = ontology.to_cameo(found.name, modes, context)
    return Coding(kind, found.name, modes, context, cameo)


def _spelt(word: str, mark: str) -> str:
    return word.lower().replace(" ", mark).replace("_" if mark == "-" else "-", mark)


def _actor(
    name: str | None, country: str | None, primary: str | None, sectors: str | None, raw: str | None
) -> tuple[Actor, ...]:
    if name is None and country is None and raw is None:
        return ()
    sector = plover_sectors(" ".join(filter(None, (primary, sectors))))
    code = country_code(country) or (country if country in NO_STATES else None)
    shown = name or raw or country
    if code is None and shown:
        code = named(shown).code
    return (Actor(shown, code, sector, raw),)
