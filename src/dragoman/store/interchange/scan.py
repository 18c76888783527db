"""From the text of a table to blocks of columns: the header matched to a layout, every cell a string.

Rows with too few or too many cells are told and left out. Arrow reads the cells, block by block.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from dragoman.store.interchange.errors import FormatError, Problem
from dragoman.store.interchange.files import parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from dragoman.store.interchange.files import Part
    from dragoman.store.interchange.layouts import Layout

BLOCK = 8 << 20
"""Bytes of text in a block; no cell can be longer."""
_MANY_LINES = 100
NOTHING = ("", "NULL", "null", "NA", "N/A", "NaN", "nan", "\\N", "--", "---")
"""What stands in a cell that says nothing."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A block of rows: the columns that are used, by the layout's names, null where a cell says nothing."""

    source: str
    table: pa.Table
    numbers: np.ndarray[Any, np.dtype[np.int64]]
    """What a spreadsheet numbers each row."""
    problems: tuple[Problem, ...]
    """Rows of this block that had the wrong number of cells."""
    read: int
    """How many rows of the file the block stands for, these and blank ones included."""

    def column(self, name: str) -> pa.Array:
        """The cells of a column; all null if the file has it not."""
        if name not in self.table.column_names:
            return pa.nulls(self.table.num_rows, pa.string())
        return self.table[name].combine_chunks()


@dataclass(frozen=True, slots=True)
class Shape:
    """How a table is written: its columns in order, the mark between cells, and whether it has a header."""

    names: tuple[str, ...]
    delimiter: str
    header: bool
    quoted: bool


def scan(path: str | Path, choose: Callable[[Part], tuple[Shape, Layout]]) -> Iterator[Rows]:
    """The rows of every table in a file. `choose` looks at a table's first lines and says what it is.

    Raises FormatError if the file cannot be read, or `choose` does because it is something else.
    """
    for part in parts(path):
        shape, layout = choose(part)
        if shape.header:
            part.text.drop_line()
        yield from _blocks(part, shape, layout)


def with_header(part: Part, layouts: Sequence[Layout], what: str) -> tuple[Shape, Layout]:
    """The shape of a table by its header: the layout that fits best.

    Raises FormatError, naming the columns that are missing, if none fits.
    """
    first = part.text.lines(1)
    if not first:
        raise FormatError(part.name, f"the file is empty, not {what}")
    tries: list[tuple[int, Shape, Layout]] = []
    for layout in layouts:
        for delimiter in "\t,;|":
            cells = split(first[0], delimiter, quoted=True)
            names = layout.matched(cells)
            known = sum(name in layout.names() for name in names)
            tries.append((known, Shape(names, delimiter, header=True, quoted=True), layout))
    known, shape, layout = max(tries, key=lambda found: found[0])
    missing = layout.missing(shape.names)
    if missing:
        found = ", ".join(shape.names[:8]) if known else shorten(first[0])
        raise FormatError(
            part.name, f"this is not {what}: columns missing: {', '.join(missing)} (its first row: {found})"
        )
    return shape, layout


def split(line: str, delimiter: str, *, quoted: bool) -> list[str]:
    """The cells of one line."""
    if not quoted:
        return line.split(delimiter)
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)


def shorten(text: str, width: int = 60) -> str:
    """The beginning of a text, for a message."""
    flat = " ".join(text.split())
    return flat if len(flat) <= width else flat[: width - 1] + "…"


def _blocks(part: Part, shape: Shape, layout: Layout) -> Iterator[Rows]:
    wrong: list[tuple[int, str]] = []

    def refuse(row: Any) -> str:
        cause = ""
        if row.text.strip():
            cause = f"{row.actual_columns} cells in place of {row.expected_columns}"
            lines = row.text.count("\n") + 1
            if shape.quoted and lines > _MANY_LINES:
                cause += f"; it goes on over {lines:,} lines, as if a quotation mark were not closed"
        wrong.append((row.number, cause))
        return "skip"

    used = [name for name in shape.names if name in layout.used]
    reader = None
    done = 0  # rows of the file up to here, as Arrow counts them, from 1
    try:
        if not part.text.lines(1):
            return
        reader = arrow_csv.open_csv(
            pa.PythonFile(part.text, mode="r"),
            read_options=arrow_csv.ReadOptions(
                column_names=list(shape.names), use_threads=False, block_size=BLOCK
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=shape.delimiter,
                quote_char='"' if shape.quoted else False,
                double_quote=shape.quoted,
                newlines_in_values=shape.quoted,
                ignore_empty_lines=False,
                invalid_row_handler=refuse,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(used, pa.string()),
                include_columns=used,
                null_values=[*NOTHING, *layout.nothing],
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
            ),
        )
        for batch in reader:
            rows = _numbered(part.name, batch, done, wrong, header=shape.header)
            done += rows.read
            if rows.read:
                yield rows
    except (pa.ArrowInvalid, pa.ArrowKeyError) as error:
        raise FormatError(part.name, _in_words(str(error), done + 1 + shape.header)) from error
    finally:
        if reader is not None:
            reader.close()
    left = [(number, cause) for number, cause in wrong if number > done]
    if left:
        problems = _problems(part.name, left, header=shape.header)
        empty = pa.table({name: pa.array([], pa.string()) for name in used})
        yield Rows(part.name, empty, np.array([], np.int64), problems, len(left))
    part.text.check()


def _numbered(
    source: str, batch: pa.RecordBatch, done: int, wrong: list[tuple[int, str]], *, header: bool
) -> Rows:
    """A block with the number of each row; blank rows are no rows.

    Arrow counts the rows that it left out, too, and reads ahead: those further on are of a later block.
    """
    pending = wrong[bisect_right([number for number, _ in wrong], done) :]
    left_out = np.array([number for number, _ in pending], np.int64)
    counted = np.arange(done + 1, done + 1 + batch.num_rows + len(left_out), dtype=np.int64)
    numbers = counted[~np.isin(counted, left_out)][: batch.num_rows]
    last = int(numbers[-1]) if len(numbers) else done
    mine = [(number, cause) for number, cause in pending if number <= last]
    table = pa.Table.from_batches([batch])
    blank = _blank(table)
    if blank.any():
        table, numbers = table.filter(pa.array(~blank)), numbers[~blank]
    problems = _problems(source, mine, header=header)
    return Rows(source, table, numbers + header, problems, last - done)


def _blank(table: pa.Table) -> np.ndarray[Any, np.dtype[np.bool_]]:
    given = np.zeros(table.num_rows, bool)
    for column in table.columns:
        if column.null_count == 0:
            return np.zeros(table.num_rows, bool)
        given |= pc.is_valid(column).to_numpy()
    return ~given


def _problems(source: str, wrong: list[tuple[int, str]], *, header: bool) -> tuple[Problem, ...]:
    return tuple(Problem(source, number + header, cause) for number, cause in wrong if cause)


def _in_words(error: str, row: int) -> str:
    if "straddl" in error or "out of sync" in error:
        return f"after row {row}: a quotation mark is opened and not closed"
    return f"after row {row}: cannot be read: {shorten(error, 120)}"
