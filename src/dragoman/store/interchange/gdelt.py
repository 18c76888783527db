"""GDELT's event tables: 1.0 (57 or 58 columns) and 2.0 (61), without a header or with BigQuery's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.store.interchange.actors import cameo_actor
from dragoman.store.interchange.addresses import host
from dragoman.store.interchange.cameo import coding
from dragoman.store.interchange.coded import Actor, Batch, Draft
from dragoman.store.interchange.countries import from_fips
from dragoman.store.interchange.dates import day, published
from dragoman.store.interchange.errors import FormatError
from dragoman.store.interchange.layouts import Layout, layout
from dragoman.store.interchange.scan import Shape, scan, shorten, split, with_header

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dragoman.store.interchange.files import Part

_OTHERS = {16: "GDELT's mentions", 17: "GDELT's reduced table", 27: "GDELT's knowledge graph"}
_WHO = ("Code", "Name", "CountryCode", "KnownGroupCode", "Type1Code", "Type2Code", "Type3Code")


def read_gdelt(path: str | Path) -> Iterator[Batch]:
    """The events of a GDELT file. Raises FormatError if it is none."""
    for rows in scan(path, _shape):
        draft = Draft("gdelt", rows)
        draft.ids("GLOBALEVENTID")
        draft.coding(["EventCode", "EventRootCode"], coding)
        draft.dates(["SQLDATE"], day)
        draft.people("actor", [f"Actor1{end}" for end in _WHO], _actor)
        draft.people("recipient", [f"Actor2{end}" for end in _WHO], _actor)
        draft.text("place", "ActionGeo_FullName")
        draft.point("ActionGeo_Lat", "ActionGeo_Long")
        draft.country(["ActionGeo_CountryCode"], from_fips)
        draft.published("DATEADDED", published)
        draft.addresses("SOURCEURL", host)
        yield draft.batch()


def _shape(part: Part) -> tuple[Shape, Layout]:
    gdelt = layout("gdelt")
    first = part.text.lines(1)
    if not first:
        raise FormatError(part.name, "the file is empty, not a GDELT event table")
    if "globaleventid" in first[0][:40].lower():
        return with_header(part, [gdelt], "a GDELT event table")
    widths = {mark: len(split(first[0], mark, quoted=mark == ",")) for mark in "\t,"}
    for mark, width in widths.items():
        names = gdelt.names(width)
        if names:
            return Shape(names, mark, header=False, quoted=mark == ","), gdelt
    width = max(widths.values())
    told = f"; {width} are {_OTHERS[width]}" if width in _OTHERS else ""
    raise FormatError(
        part.name,
        f"this is not a GDELT event table: 57, 58 or 61 columns expected, {width} found{told}"
        f" (its first row: {shorten(first[0])})",
    )


def _actor(
    code: str | None, name: str | None, country: str | None, group: str | None, *roles: str | None
) -> tuple[Actor, ...]:
    """The party that a row's columns of one actor tell of; none if they are all empty."""
    given = tuple(role for role in roles if role)
    if not (code or name or country or group or given):
        return ()
    found = cameo_actor(code, country, group, given)
    return (Actor(name or code, found.code, found.sector),)
