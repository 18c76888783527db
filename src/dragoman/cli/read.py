"""`dragoman read`: articles in, reports out."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from itertools import chain
from pathlib import Path  # noqa: TC003 (Typer evaluates the annotations)
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.inputs import (
    Failures,
    Given,
    articles_of,
    checked_date,
    holds_many,
    loaded_reader,
    reports_of,
)
from dragoman.cli.outputs import (
    Format,
    Writer,
    chosen_format,
    file_name,
    is_folder,
    rendered,
    utf8_stdout,
    whole_file,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dragoman.records import Report


def command(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE", help="Files: text, HTML, PDF, tables of articles (JSONL, CSV); - for stdin."
        ),
    ],
    form: Annotated[
        Format | None, typer.Option("--format", "-f", help="What to write.", show_default="text")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File, or folder for a file per article.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="The articles' title.")] = None,
    published: Annotated[str | None, typer.Option(help="Publication date: 2022-01-27, 27 Jan 2022.")] = None,
    publisher: Annotated[str | None, typer.Option(help="The articles' publisher.")] = None,
    knowledge: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A file or folder of your own; it wins over ours.")
    ] = None,
    relation: Annotated[
        Path | None,
        typer.Option(metavar="MODEL", help="Folder of a relation model that judges the events."),
    ] = None,
) -> None:
    """Read articles and write down who did what to whom, on whose word, and whether it happened.

    Tables of articles give a table of reports (JSONL), ids kept. Exit code: 0 if all was read, 1 if some
    articles could not be, 2 if none could.
    """
    published = checked_date(published)
    form = chosen_format(form, out, sources)
    given = Given(title, published, publisher)
    failures = Failures()
    many = len(sources) > 1 or any(map(holds_many, sources))
    with _progress(many) as advance:
        reports = _reports(sources, given, failures, advance, knowledge, relation)
        try:
            if out is not None and is_folder(out):
                _write_folder(reports, out, form)
            else:
                _write_stream(reports, out, form, many=many)
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                raise
            failures.done = 0
            failures.add(str(error.filename or out or "standard output"), error.strerror or error)
        except ValueError as error:
            failures.done = 0
            failures.add(str(out or "standard output"), error)
    failures.tell()
    raise typer.Exit(failures.exit_code)


def _reports(
    sources: list[str],
    given: Given,
    failures: Failures,
    advance: Callable[[], None],
    knowledge: Path | None,
    relation: Path | None,
) -> Iterator[Report]:
    """Reports of all sources; the reader, which takes a second to load, only if there is an article."""
    articles = articles_of(sources, given, failures)
    first = next(articles, None)
    if first is None:
        if not failures.lines:
            failures.add(sources[0], "no article in it")
        return
    for report in reports_of(loaded_reader(knowledge, relation), chain([first], articles), failures):
        advance()
        yield report


def _write_folder(reports: Iterator[Report], folder: Path, form: Format) -> None:
    for report in reports:
        with whole_file(folder / file_name(report, form)) as stream:
            stream.write(rendered(report, form))


def _write_stream(reports: Iterator[Report], out: Path | None, form: Format, *, many: bool) -> None:
    # The first report comes before the file is opened: if nothing can be read, nothing is left behind.
    first = next(reports, None)
    if first is None:
        return
    if form is Format.json and not many:
        # One source can hold several articles, as standard input may: they are then a list.
        second = next(reports, None)
        many, reports = second is not None, chain([second] if second else (), reports)
    if out is not None:
        with whole_file(out) as stream:
            _write_all(Writer(stream, form, many=many), first, reports)
        return
    stream = utf8_stdout()
    colour, width = False, 100
    if form is Format.text:
        from dragoman.cli.text_form import terminal

        colour, width = terminal(stream)
    _write_all(Writer(stream, form, many=many, colour=colour, width=width), first, reports)


def _write_all(writer: Writer, first: Report, others: Iterator[Report]) -> None:
    writer.write(first)
    for report in others:
        writer.write(report)
    writer.close()


@contextmanager
def _progress(many: bool) -> Iterator[Callable[[], None]]:
    """A count with its rate on stderr, where somebody is there to see it; gives what to call per article."""
    if not (many and sys.stderr.isatty()):
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed} articles"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading", total=None)
        yield lambda: progress.advance(task)
