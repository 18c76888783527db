"""The published columns of each format, and which of them a file has.

A layout is a table in `layouts/`: a row a column, in the order of the codebook, with whether a file can do
without it and what becomes of it here. Readers, error messages and `docs/interchange.md` all use it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.ontology.plover import rows

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDER = Path(__file__).parent / "layouts"


@dataclass(frozen=True, slots=True)
class LayoutColumn:
    """One column of a format. `need` is required, used (if there) or lost; `becomes` says what it is here."""

    name: str
    also: tuple[str, ...]
    need: str
    becomes: str
    note: str
    widths: frozenset[int]
    """How wide the files without a header are that have it; empty where all have it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one format, and the codebook they are published in."""

    name: str
    title: str
    source: str
    columns: tuple[LayoutColumn, ...]
    nothing: tuple[str, ...] = ()
    """What its cells say for nothing, beside what all formats do."""

    @property
    def required(self) -> tuple[str, ...]:
        """The columns without which a file is not of this format."""
        return tuple(column.name for column in self.columns if column.need == "required")

    @property
    def used(self) -> frozenset[str]:
        """The columns that something is made of."""
        return frozenset(column.name for column in self.columns if column.need != "lost")

    def names(self, width: int | None = None) -> tuple[str, ...]:
        """The columns in order: all, or those of a file without a header that is so wide; () if none is."""
        if width is None:
            return tuple(column.name for column in self.columns)
        found = tuple(c.name for c in self.columns if not c.widths or width in c.widths)
        return found if len(found) == width else ()

    def matched(self, cells: Sequence[str]) -> tuple[str, ...]:
        """The cells of a header, each that this layout knows under the layout's name.

        Case, blanks, underscores and other marks do not count. A name that stands twice counts once.
        """
        known = {_key(name): column.name for column in self.columns for name in (column.name, *column.also)}
        found: list[str] = []
        for cell in cells:
            name = known.get(_key(cell), cell)
            found.append(name if name not in found else f"{cell} ({len(found) + 1})")
        return tuple(found)

    def missing(self, names: Sequence[str]) -> tuple[str, ...]:
        """The required columns that are not among `names`."""
        return tuple(name for name in self.required if name not in names)


def _key(name: str) -> str:
    return "".join(character for character in name.lower() if character.isalnum())


@cache
def layout(name: str) -> Layout:
    """The layout of this name, read once."""
    path = FOLDER / f"{name}.tsv"
    heads: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# ") and ": " in line:
            key, _, value = line[2:].partition(": ")
            heads[key] = value
    columns = []
    for row in rows(path):
        cells = [*row, "", "", "", "", ""]
        columns.append(
            LayoutColumn(
                name=cells[0],
                also=tuple(filter(None, [cells[1]])),
                need=cells[2],
                becomes=cells[3],
                note=cells[4],
                widths=frozenset(map(int, cells[5].split())),
            )
        )
    nothing = tuple(heads.get("nothing", "").split())
    return Layout(name, heads["title"], heads["source"], tuple(columns), nothing)


def columns_table(name: str) -> str:
    """The columns of a layout as a Markdown table, as `docs/interchange.md` has them."""
    lines = ["| column | becomes | note |", "|---|---|---|"]
    for column in layout(name).columns:
        names = column.becomes.split(", ")
        # What a column becomes is a list of ours, or says which part of a party it is.
        ours = all(" " not in name for name in names)
        becomes = ", ".join(f"`{name}`" for name in names) if ours else column.becomes
        told = {"lost": "—", "required": f"{becomes} (required)"}.get(column.need, becomes)
        lines.append(f"| {column.name} | {told} | {column.note}".rstrip() + " |")
    return "\n".join(lines)
