"""`dragoman explain`: an event with its evidence and what decided."""

from __future__ import annotations

import sys
from pathlib import Path  # noqa: TC003 - Typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.inputs import (
    ALL_FAILED,
    Failures,
    Given,
    articles_of,
    checked_date,
    loaded_reader,
    reports_in,
    reports_of,
)

if TYPE_CHECKING:
    from dragoman.records import Event, Report


def command(
    source: Annotated[str, typer.Argument(metavar="FILE", help="An article, or a report written by `read`.")],
    event: Annotated[
        str | None,
        typer.Option("--event", "-e", help="The event's id, or its beginning; all events if not given."),
    ] = None,
    published: Annotated[str | None, typer.Option(help="Publication date.")] = None,
    knowledge: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A file or folder of your own knowledge, which wins over ours."),
    ] = None,
) -> None:
    """Print an event's sentence with its spans, and every reason for how it was coded."""
    reports = reports_in(source) or _read(source, Given(published=checked_date(published)), knowledge)
    from dragoman.cli.outputs import utf8_stdout
    from dragoman.cli.text_form import explanation, terminal

    found = [(report, each) for report in reports for each in report.events if _meant(each, event)]
    if not found:
        print(f"dragoman: {source}: no event {event or ''}".rstrip(), file=sys.stderr)
        raise typer.Exit(ALL_FAILED)
    stream = utf8_stdout()
    colour, width = terminal(stream)
    for number, (report, each) in enumerate(found):
        stream.write("\n" * bool(number) + explanation(report, each, width=width, colour=colour))


def _meant(event: Event, wanted: str | None) -> bool:
    return wanted is None or event.id.startswith(wanted)


def _read(source: str, given: Given, knowledge: Path | None) -> list[Report]:
    failures = Failures()
    articles = list(articles_of([source], given, failures))
    reports: list[Report] = []
    if articles:
        reports = list(reports_of(loaded_reader(knowledge), articles, failures))
    failures.tell()
    if not reports:
        raise typer.Exit(ALL_FAILED)
    return reports
