"""PLOVER events as JSON lines, as `dragoman export plover-json` writes them: one event a line."""

from __future__ import annotations

import io
import json
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from dragoman.records import STATUSES
from dragoman.store.interchange.actors import plover_sectors
from dragoman.store.interchange.addresses import host
from dragoman.store.interchange.coded import REAL, STRING, Actor, Batch, Coding, Draft
from dragoman.store.interchange.countries import NO_STATES, country_code
from dragoman.store.interchange.dates import partial, published
from dragoman.store.interchange.errors import FormatError, Problem
from dragoman.store.interchange.files import parts
from dragoman.store.interchange.layouts import layout
from dragoman.store.interchange.polecat import coding as plover_coding
from dragoman.store.interchange.scan import Rows, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dragoman.store.interchange.files import Part

_LINES = 20_000
_SIZES = ("dead", "injured", "arrested", "displaced", "troops", "weapons")
_PLACE = ("name", "country", "lat", "lon", "geonameid")


def read_plover_json(path: str | Path) -> Iterator[Batch]:
    """The events of a file of JSON lines in PLOVER's names. Raises FormatError if it is none."""
    for part in parts(path):
        _check(part)
        for rows in _scan(part):
            yield _batch(rows)
        part.text.check()


def _batch(rows: Rows) -> Batch:
    draft = Draft("plover-json", rows)
    draft.ids("id")
    draft.coding(["event", "mode", "context", "cameo"], _coding)
    draft.dates(["date", "enddate"], partial)
    for role in ("actor", "recipient"):
        draft.people(role, [role], _people)
    draft.put("status", draft.made(["status"], _status).array(str, STRING))
    for name in ("factuality", "confidence"):
        draft.put(name, draft.made([name], _real).array(float, REAL))
    draft.text("place", "event_loc.name")
    draft.point("event_loc.lat", "event_loc.lon")
    draft.country(["event_loc.country"], country_code)
    draft.number("geonameid", pa.int64(), "event_loc.geonameid")
    for name in _SIZES:
        draft.number(name, pa.int32(), f"size.{name}")
    draft.text("trigger", "event_text")
    draft.text("sentence", "text")
    draft.text("publisher", "publication")
    draft.published("pub_date", published)
    draft.addresses("url", host)
    return draft.batch()


def _check(part: Part) -> None:
    first = part.text.lines(1)
    try:
        found = json.loads(first[0]) if first else None
    except ValueError:
        found = None
    if not isinstance(found, dict):
        told = f" (its first line: {shorten(first[0])})" if first else ""
        raise FormatError(part.name, f"this is not a file of JSON lines, an event each{told}")
    missing = layout("plover_json").missing(tuple(found))
    if missing:
        raise FormatError(part.name, f"these are no PLOVER events: fields missing: {', '.join(missing)}")


def _scan(part: Part) -> Iterator[Rows]:
    """The lines in blocks, each field a column of text, as other formats have them."""
    lines = enumerate(io.TextIOWrapper(io.BufferedReader(part.text), encoding="utf-8", newline="\n"), 1)
    while block := list(islice(lines, _LINES)):
        problems: list[Problem] = []
        found: list[dict[str, str | None]] = []
        numbers: list[int] = []
        for number, line in block:
            if not line.strip():
                continue
            try:
                found.append(_cells(json.loads(line)))
                numbers.append(number)
            except (ValueError, RecursionError):
                problems.append(Problem(part.name, number, f"no JSON object: {shorten(line)}"))
        names = [name for name in layout("plover_json").names() if name not in ("event_loc", "size")]
        names += [f"event_loc.{name}" for name in _PLACE] + [f"size.{name}" for name in _SIZES]
        table = pa.table({name: pa.array([row.get(name) for row in found], STRING) for name in names})
        yield Rows(part.name, table, np.array(numbers, np.int64), tuple(problems), len(block))


def _cells(event: Any) -> dict[str, str | None]:
    """The fields of one event as text; lists and objects as JSON, place and size taken apart."""
    if not isinstance(event, dict):
        raise ValueError("no object")
    made = {name: _text(value) for name, value in event.items()}
    for name in ("event_loc", "size"):
        inner = event.get(name)
        if isinstance(inner, dict):
            made |= {f"{name}.{key}": _text(value) for key, value in inner.items()}
    return made


def _text(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        # What is no character cannot be stored.
        return value.encode("utf-8", "replace").decode()
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _coding(kind: str | None, mode: str | None, context: str | None, cameo: str | None) -> Coding:
    """The coding of an event; one that PLOVER has no type for may have a CAMEO code, or nothing."""
    if kind is None:
        return Coding(cameo, None, cameo=cameo)
    found = plover_coding(kind, mode, context)
    return found._replace(cameo=cameo or found.cameo)


def _status(cell: str | None) -> str:
    if cell is not None and cell not in STATUSES:
        raise ValueError(f"{cell!r} is no status")
    return cell or "actual"


def _real(cell: str | None) -> float | None:
    return None if cell is None else float(cell)


def _people(cell: str | None) -> tuple[Actor, ...]:
    parties = json.loads(cell) if cell and cell.startswith("[") else None
    if cell is not None and not (
        isinstance(parties, list) and all(isinstance(party, dict) for party in parties)
    ):
        raise ValueError(f"no list of parties: {shorten(cell)}")
    return tuple(_actor(party) for party in parties or ())


def _actor(party: dict[str, Any]) -> Actor:
    name, text = (_text(party.get(key)) for key in ("entity_text", "text"))
    code = _text(party.get("code"))
    known = code if code in NO_STATES else country_code(code)
    return Actor(name or text or code, known, plover_sectors(_text(party.get("sector"))), text)
