"""What all commands on a store share: its options, opening it, and writing tables out."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.inputs import ALL_FAILED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.text import Text

    from dragoman.store import Answer, Store


class TableFormat(StrEnum):
    """What an answer can be written as."""

    table = "table"
    text = "text"
    csv = "csv"
    jsonl = "jsonl"
    parquet = "parquet"


StoreOption = Annotated[
    str,
    typer.Option(
        "--store",
        "-s",
        metavar="DIR",
        envvar="DRAGOMAN_STORE",
        help="Folder of the store, or s3://bucket/path.",
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="VERSION|DATE", help="The store as it was at that version or on that day."
    ),
]
FormatOption = Annotated[
    TableFormat | None,
    typer.Option(
        "--format", "-f", help="What to write; by the ending of --out if not told.", show_default="table"
    ),
]
OutOption = Annotated[Path | None, typer.Option("--out", "-o", help="File to write.")]


@contextmanager
def told_errors() -> Iterator[None]:
    """A fault of the store, the question or a file ends the command with one line that says so."""
    from dragoman.store import StoreError

    try:
        yield
    except StoreError as error:
        print(f"dragoman: {error}", file=sys.stderr)
        raise SystemExit(ALL_FAILED) from None
    except BrokenPipeError:
        raise
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        print(f"dragoman: {named}{error.strerror or error}", file=sys.stderr)
        raise SystemExit(ALL_FAILED) from None


def opened(path: str, *, as_of: str | None = None, create: bool = False) -> Store:
    """The store; use within `told_errors`."""
    from dragoman.store import Store

    return Store(path, as_of=as_of, create=create)


def write_answer(
    answer: Answer, columns: Sequence[str] | None, form: TableFormat | None, out: Path | None, note: str = ""
) -> None:
    """Write an answer: its `columns` as a table or text for reading, all of it in the other formats."""
    form = _form(form, out)
    if form is TableFormat.parquet:
        _parquet(answer, out)
        return
    from dragoman.cli.outputs import utf8_stdout, whole_file

    if out is not None:
        with whole_file(out) as stream:
            _write(answer, columns, form, stream, colour=False, width=200)
        return
    from dragoman.cli.text_form import terminal

    stream = utf8_stdout()
    colour, width = terminal(stream)
    _write(answer, columns, form, stream, colour=colour, width=width)
    if note and form is TableFormat.table:
        print(note, file=sys.stderr)


def _form(form: TableFormat | None, out: Path | None) -> TableFormat:
    if form is not None:
        return form
    endings = {".csv": TableFormat.csv, ".jsonl": TableFormat.jsonl, ".parquet": TableFormat.parquet}
    endings[".txt"] = TableFormat.text
    return endings.get(out.suffix.lower(), TableFormat.table) if out else TableFormat.table


def _parquet(answer: Answer, out: Path | None) -> None:
    from pyarrow import parquet

    if out is None:
        parquet.write_table(answer.arrow(), sys.stdout.buffer)
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_name(out.name + ".part")
    try:
        parquet.write_table(answer.arrow(), part)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def _write(
    answer: Answer,
    columns: Sequence[str] | None,
    form: TableFormat,
    stream: IO[str],
    *,
    colour: bool,
    width: int,
) -> None:
    shown = [name for name in columns or answer.columns if name in answer.columns]
    if form is TableFormat.jsonl:
        for row in answer.rows():
            stream.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
    elif form is TableFormat.csv:
        import csv

        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(answer.columns)
        for row in answer.rows():
            writer.writerow([cell(row[name], exact=True) for name in answer.columns])
    elif form is TableFormat.text:
        for row in answer.rows():
            stream.write("\t".join(cell(row[name]) for name in shown) + "\n")
    else:
        _table(answer, shown, stream, colour=colour, width=width)


def _table(answer: Answer, shown: Sequence[str], stream: IO[str], *, colour: bool, width: int) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    if not len(answer):
        stream.write("nothing found\n")
        return
    console = Console(
        file=stream, width=width, force_terminal=colour, no_color=not colour, highlight=False, emoji=False
    )
    types = {field.name: field.type for field in answer.arrow().schema}
    told = next((name for name in shown if name in ("sentence", "text")), None)
    if told is not None:
        for row in answer.rows():
            console.print(_head(row, [name for name in shown if name != told]), soft_wrap=False)
            console.print(Padding(Text(cell(row[told])), (0, 0, 0, 12), expand=False))
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold", expand=False)
    for name in shown:
        number = str(types[name]).startswith(("int", "double", "float", "uint"))
        narrow = number or name in _WHOLE
        table.add_column(
            _HEADINGS.get(name, name.replace("_", " ")),
            justify="right" if number else "left",
            no_wrap=narrow,
            overflow="ellipsis" if narrow else "fold",
        )
    for row in answer.rows():
        table.add_row(*(Text(cell(row[name]), _style(name, row)) for name in shown))
    console.print(table)


def _head(row: dict[str, Any], shown: Sequence[str]) -> Text:
    """The line above a sentence: when, what, who to whom, and in grey what else is known."""
    from rich.text import Text

    line = Text(f"{cell(row[shown[0]]):<12}", "dim")
    rest = [name for name in shown[1:] if row[name] not in (None, "", [])]
    for name in rest:
        value = cell(row[name])
        if name == "type":
            line.append(f"{value:<11}", _style(name, row))
        elif name in ("actor_names", "speaker_name"):
            line.append(value, "bold")
        elif name == "recipient_names":
            line.append(" → ").append(value, "bold")
    known = [_noted(name, row[name]) for name in rest if name not in _HEAD]
    return line.append("  " + " · ".join(filter(None, known)), "dim")


_HEAD = {"type", "actor_names", "speaker_name", "recipient_names"}


def _noted(name: str, value: Any) -> str:
    """What else is known, in words."""
    if name == "voice":
        return f"says {cell(value)}"
    if name == "independent":
        return "" if value == 1 else f"{value} publishers"
    return cell(value)


_WHOLE = {
    "at",
    "published_day",
    "day",
    "type",
    "status",
    "version",
    "kind",
    "first",
    "last",
    "code",
    "independent",
}
_HEADINGS = {
    "actor_names": "who",
    "recipient_names": "to whom",
    "published_day": "day",
    "speaker_name": "who",
    "voices": "says who",
}


def _style(name: str, row: dict[str, Any]) -> str:
    from dragoman.cli.text_form import QUAD_STYLES

    return QUAD_STYLES.get(row.get("quad") or "", "") if name == "type" else "dim" if name == "day" else ""


def cell(value: Any, *, exact: bool = False) -> str:
    """One value as text on one line: lists joined by `; `, null as nothing. `exact` keeps every character."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, list):
        return "; ".join(
            cell(one.get("name", one) if isinstance(one, dict) else one, exact=exact) for one in value
        )
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    if hasattr(value, "isoformat"):
        made = str(value.isoformat(sep=" ", timespec="seconds")) if hasattr(value, "hour") else str(value)
        return made.replace("+00:00", "Z")
    from dragoman.phrasing import flat

    return str(value) if exact else flat(str(value))
