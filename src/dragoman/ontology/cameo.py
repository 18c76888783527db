"""CAMEO codes to PLOVER codings and back.

`plover/cameo_to_plover.txt` is the Open Event Data Alliance's own table. It was made for a draft of the
ontology, so some of its modes and contexts no longer exist; `cameo_repairs.tsv` says what each became.
The way back is many to one: `cameo_defaults.tsv` names the code for a coding that the table has only
together with a context, or not at all.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from dragoman.ontology.plover import HERE, rows

if TYPE_CHECKING:
    from collections.abc import Iterable

_LINE = re.compile(r"(?P<code>\d{2,4}):\s*(?P<coding>[^#]+?)\s*(?:#\s*(?P<label>.*))?$")


class Coding(NamedTuple):
    """A type with its modes and contexts: what a CAMEO code says in PLOVER."""

    type: str
    mode: tuple[str, ...]
    context: tuple[str, ...]


class _Row(NamedTuple):
    code: str
    coding: Coding
    label: str
    preferred: bool


@cache
def _repairs() -> dict[tuple[str, str, str], str]:
    """(field, type or "", written) → what is meant, "" for nothing."""
    return {
        (field, kind, written): meant for field, kind, written, meant, *_ in rows(HERE / "cameo_repairs.tsv")
    }


def _repaired(field: str, kind: str, written: str) -> str:
    repairs = _repairs()
    return repairs.get((field, kind, written), repairs.get((field, "", written), written))


@cache
def _table() -> tuple[_Row, ...]:
    """The alliance's table in today's codes; a heading (`04: CONSULT`) is no row of its own."""
    table: dict[str, _Row] = {}
    for line in (HERE / "plover" / "cameo_to_plover.txt").read_text(encoding="utf-8").splitlines():
        match = _LINE.match(line)
        if match is None or len(match["code"]) < 3:
            continue
        parts = [part.strip() for part in match["coding"].split(",")]
        kind, mode, context = (*parts, "", "")[:3]
        contexts = [_repaired("context", "", name.strip()) for name in context.split(";") if name.strip()]
        if moved := _repairs().get(("context of mode", kind, mode)):
            contexts.insert(0, moved)
        mode = _repaired("mode", kind, mode)
        coding = Coding(kind, (mode,) if mode else (), tuple(name for name in contexts if name))
        label = (match["label"] or "").split("  ")[0].strip()  # two spaces begin an editor's note
        # 175 stands in the table twice, with one meaning.
        table.setdefault(match["code"], _Row(match["code"], coding, label, False))
    return tuple(table.values())


@cache
def _ways_back() -> dict[str, list[_Row]]:
    """type → the rows that code it, the defaults among them."""
    found: dict[str, list[_Row]] = {}
    for kind, mode, context, code, *_ in rows(HERE / "cameo_defaults.tsv"):
        coding = Coding(kind, (mode,) if mode else (), (context,) if context else ())
        found.setdefault(kind, []).append(_Row(code, coding, "", True))
    for row in _table():
        found.setdefault(row.coding.type, []).append(row)
    return found


def to_plover(cameo: str) -> Coding | None:
    """What a CAMEO code says in PLOVER; None for a code that PLOVER does not code (01 and 02, plain speech).

    A code the table lacks is taken for the next more general one it has (`1034x` for `1034`).
    """
    known = {row.code: row.coding for row in _table()}
    for length in range(len(cameo), 2, -1):
        if cameo[:length] in known:
            return known[cameo[:length]]
    return known.get(cameo + "0") if len(cameo) == 2 else None


def to_cameo(type: str, mode: Iterable[str] = (), context: Iterable[str] = ()) -> str | None:
    """The CAMEO code of a coding; None if CAMEO has none for the type.

    A code fits if it asserts nothing that the coding does not: its mode is among the coding's modes (or it
    has none), its contexts among the coding's contexts. Of those that fit, the one that says most is taken,
    mode before context, and of those that say the same the most general.
    """
    modes, contexts = set(mode), set(context)
    fitting = [
        row
        for row in _ways_back().get(type, ())
        if modes.issuperset(row.coding.mode) and contexts.issuperset(row.coding.context)
    ]
    if not fitting:
        return None
    best = min(
        fitting,
        key=lambda row: (
            -len(row.coding.mode),
            -len(row.coding.context),
            not row.preferred,
            len(row.code),
            row.code,
        ),
    )
    return best.code


def cameo_label(code: str) -> str:
    """What CAMEO calls a code, in its own words; KeyError if the table has no such code."""
    return {row.code: row.label for row in _table()}[code]
