"""An answer of a store as text for the terminal: a table, or for sentences a head with the sentence below."""

from __future__ import annotations

import io
from itertools import groupby
from typing import IO, TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dragoman.cli.stores import cell
from dragoman.cli.text_form import QUAD_STYLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.store import Answer

_GAP = 2
"""Blanks between two columns."""
_LEAST = 12
"""The least width of a column whose cells are broken into lines."""
_SHOWN_OF_LIST = 3
"""Members of a list that a cell of a table shows."""
_EMPTY = 3
"""Rows with only their first column that may follow each other; of more, the first and last are shown."""
_WHOLE = frozenset(
    "at published_day day type status version kind first last from until since code country dragoman".split()
)
"""Columns whose cells are never broken."""
_HEADINGS = {"published_day": "day"}
_TOLD = ("sentence", "text")
"""What is told below the head of a row."""


def table_form(
    answer: Answer, columns: Sequence[str] | None, stream: IO[str], *, colour: bool, width: int
) -> list[str]:
    """Write the rows as a table of at most `width` columns; the names of the columns it has no room for.

    With `columns`, those are shown, and where the terminal is too narrow the last ones are left out. Without,
    all are shown, and if there are too many every row is written as lines of name and value.
    """
    if not len(answer):
        stream.write("nothing found\n")
        return []
    made = io.StringIO()
    console = Console(
        file=made, width=width, force_terminal=colour, no_color=not colour, highlight=False, emoji=False
    )
    left_out = _print(console, answer, columns, width)
    for line in made.getvalue().splitlines():
        stream.write(line.rstrip() + "\n")
    return left_out


def _print(console: Console, answer: Answer, columns: Sequence[str] | None, width: int) -> list[str]:
    rows = answer.rows()
    shown = [name for name in columns or answer.columns if name in answer.columns]
    told = next((name for name in shown if name in _TOLD), None) if columns else None
    if told is not None:
        for row in rows:
            console.print(_head(row, [name for name in shown if name != told]))
            console.print(Padding(Text(cell(row[told])), (0, 0, 0, 12), expand=False))
        return []
    numbers = {
        field.name
        for field in answer.arrow().schema
        if str(field.type).startswith(("int", "double", "float", "uint", "decimal"))
    }
    fitting = _fitting(rows, shown, numbers, width)
    if fitting == shown or (columns and len(fitting) > 1):
        console.print(_table(rows, fitting, numbers))
        return shown[len(fitting) :]
    for row in rows:
        console.print(_record(row))
    return []


def _fitting(rows: list[dict[str, Any]], shown: list[str], numbers: set[str], width: int) -> list[str]:
    """As many columns from the first on as there is room for."""
    left = width + _GAP
    fitting = []
    for name in shown:
        natural = max(cell_len(_heading(name)), *(cell_len(_brief(row[name])) for row in rows))
        left -= _GAP + (natural if name in numbers or name in _WHOLE else min(natural, _LEAST))
        if left < 0:
            break
        fitting.append(name)
    return fitting


def _table(rows: list[dict[str, Any]], shown: list[str], numbers: set[str]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, _GAP - 1, 0, 0), header_style="bold")
    table.show_edge = False
    for name in shown:
        whole = name in numbers or name in _WHOLE
        table.add_column(
            _heading(name),
            justify="right" if name in numbers else "left",
            no_wrap=whole,
            overflow="ellipsis" if whole else "fold",
            min_width=None if whole else min(_LEAST, cell_len(_heading(name))),
        )
    for empty, group in groupby(rows, lambda row: all(row[name] is None for name in shown[1:])):
        run = list(group)
        many = empty and len(shown) > 1 and len(run) > _EMPTY
        for row in [run[0], run[-1]] if many else run:
            table.add_row(*(Text(_brief(row[name]), _style(name, row)) for name in shown))
            if many and row is run[0]:
                table.add_row(Text("…", "dim"))
    return table


def _record(row: dict[str, Any]) -> Table:
    """A row as lines of name and value, without what is not known; a blank line after it."""
    table = Table.grid(padding=(0, _GAP, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in row.items():
        if value not in (None, "", []):
            table.add_row(name, Text(cell(value)))
    table.add_row()
    return table


def _heading(name: str) -> str:
    return _HEADINGS.get(name, name.replace("_", " "))


def _brief(value: Any) -> str:
    """A value in a cell of a table: of long lists only the beginning."""
    if isinstance(value, list) and len(value) > _SHOWN_OF_LIST:
        return f"{cell(value[:_SHOWN_OF_LIST])} … {len(value) - _SHOWN_OF_LIST} more"
    return cell(value)


def _head(row: dict[str, Any], shown: Sequence[str]) -> Text:
    """The line above a sentence: when, what, who to whom, and in grey what else is known."""
    line = Text(f"{cell(row[shown[0]]):<12}", "dim")
    known = []
    for name in shown[1:]:
        value = row[name]
        if value in (None, "", []):
            continue
        if name == "type":
            line.append(f"{value:<11}", _style(name, row))
        elif name in ("actor_names", "speaker_name"):
            line.append(cell(value), "bold").append(" ")
        elif name == "recipient_names":
            line.append("→ ").append(cell(value), "bold").append(" ")
        else:
            known.append(_noted(name, value))
    line.append(" " + " · ".join(filter(None, known)), "dim")
    line.rstrip()
    return line


def _noted(name: str, value: Any) -> str:
    """What else is known, in words."""
    if name == "voice":
        return f"says {cell(value)}"
    if name == "independent":
        return "" if value == 1 else f"{value} publishers"
    return cell(value)


def _style(name: str, row: dict[str, Any]) -> str:
    if name == "type":
        return QUAD_STYLES.get(row.get("quad") or "", "")
    return "dim" if name == "day" else ""
