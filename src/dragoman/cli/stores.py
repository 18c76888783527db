"""What all commands on a store share: its options, opening it, and writing tables out."""

from __future__ import annotations

import json
import math
import sys
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.inputs import ALL_FAILED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
        if "Broken pipe" in str(error):
            # As Rust tells that nobody reads on.
            raise BrokenPipeError from None
        named = f"{error.filename}: " if error.filename else ""
        print(f"dragoman: {named}{error.strerror or error}", file=sys.stderr)
        raise SystemExit(ALL_FAILED) from None


def opened(path: str, *, as_of: str | None = None, create: bool = False) -> Store:
    """The store; use within `told_errors`."""
    from dragoman.store import Store, StoreError

    store = Store(path, as_of=as_of, create=create)
    if as_of is not None and not as_of.strip("0") == "" and not store.version:
        raise StoreError(path, f"nothing was in the store yet on {as_of}")
    return store


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
    dropped = _write(answer, columns, form, stream, colour=colour, width=width)
    if note and form is TableFormat.table:
        narrow = f"; too narrow for {', '.join(dropped)}" if dropped else ""
        print(f"{note}{narrow}", file=sys.stderr)


_ENDINGS = {
    ".csv": TableFormat.csv,
    ".jsonl": TableFormat.jsonl,
    ".parquet": TableFormat.parquet,
    ".tsv": TableFormat.text,
    ".txt": TableFormat.text,
    "": TableFormat.table,
}


def _form(form: TableFormat | None, out: Path | None) -> TableFormat:
    if form is not None or out is None:
        return form or TableFormat.table
    if out.suffix.lower() not in _ENDINGS:
        known = ", ".join(filter(None, _ENDINGS))
        print(f"dragoman: {out}: the name ends in {known}, or --format says what to write", file=sys.stderr)
        raise SystemExit(ALL_FAILED)
    return _ENDINGS[out.suffix.lower()]


def _parquet(answer: Answer, out: Path | None) -> None:
    from pyarrow import parquet

    if out is None:
        if sys.stdout.isatty():
            print("dragoman: Parquet is no text; name a file with --out", file=sys.stderr)
            raise SystemExit(ALL_FAILED)
        parquet.write_table(answer.arrow(), sys.stdout.buffer)
        return
    from dragoman.cli.outputs import whole_path

    with whole_path(out) as part, part.open("wb") as stream:
        parquet.write_table(answer.arrow(), stream)


def _write(
    answer: Answer,
    columns: Sequence[str] | None,
    form: TableFormat,
    stream: IO[str],
    *,
    colour: bool,
    width: int,
) -> list[str]:
    """Write all but Parquet; gives the columns that a table had no room for."""
    if form is TableFormat.table:
        from dragoman.cli.table_form import table_form

        return table_form(answer, columns, stream, colour=colour, width=width)
    if form is TableFormat.csv:
        import csv

        csv.writer(stream, lineterminator="\n").writerow(answer.columns)
    shown = [name for name in columns or answer.columns if name in answer.columns]
    for row in answer.rows():
        if form is TableFormat.jsonl:
            stream.write(_json(row) + "\n")
        elif form is TableFormat.csv:
            csv.writer(stream, lineterminator="\n").writerow(
                [cell(row[name], exact=True) for name in answer.columns]
            )
        else:
            stream.write("\t".join(cell(row[name]) for name in shown) + "\n")
    return []


def _json(row: dict[str, Any]) -> str:
    """A row as JSON; bytes as hexadecimal digits, numbers that JSON does not have as null."""

    def other(value: Any) -> str:
        return value.hex() if isinstance(value, bytes) else str(value)

    try:
        return json.dumps(row, ensure_ascii=False, default=other, allow_nan=False)
    except ValueError:
        return json.dumps(_finite(row), ensure_ascii=False, default=other)


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _finite(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


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
    if isinstance(value, bytes):
        return value.hex() if exact else f"{len(value)} bytes"
    if hasattr(value, "isoformat"):
        timed = hasattr(value, "year") and hasattr(value, "hour")
        made = str(value.isoformat(sep=" ", timespec="seconds")) if timed else str(value)
        return made.replace("+00:00", "Z")
    from dragoman.phrasing import flat

    return str(value) if exact else flat(str(value))
