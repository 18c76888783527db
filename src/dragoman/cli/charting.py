"""What the commands of the analysis share: options, dates, errors, and writing tables and charts."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.inputs import ALL_FAILED
from dragoman.cli.stores import TableFormat, told_errors, write_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    import pyarrow as pa

    from dragoman.store import Store


class By(StrEnum):
    """Length of a period."""

    day = "day"
    week = "week"
    month = "month"


class Counted(StrEnum):
    """What is counted."""

    occurrence = "occurrence"
    event = "event"
    story = "story"


class Look(StrEnum):
    """Theme of a chart."""

    light = "light"
    dark = "dark"


_SIDE = "A code, a country, codes with + between, EU, NATO …, or * for anyone."
DyadOption = Annotated[
    tuple[str, str] | None,
    typer.Option("--dyad", "-d", metavar="ACTOR RECIPIENT", help=_SIDE, show_default="* *"),
]
CountOption = Annotated[Counted, typer.Option("--count", help="What is counted: acts, tellings, or stories.")]
StatusesOption = Annotated[
    list[str] | None,
    typer.Option("--status", help="Which events count.", show_default="actual"),
]
SinceOption = Annotated[str | None, typer.Option("--since", metavar="DATE", help="From 2022, 2022-02 …")]
UntilOption = Annotated[str | None, typer.Option("--until", metavar="DATE", help="… to the end of it.")]
PlotOption = Annotated[
    Path | None, typer.Option("--plot", "-p", metavar="FILE", help="Draw it: .svg, .png, .html or .json.")
]
ThemeOption = Annotated[Look, typer.Option("--theme", help="Colours of the chart.")]
WidthOption = Annotated[
    int | None, typer.Option("--width", help="Pixels of the plot; 300 for a phone.", min=200, max=4000)
]


@contextmanager
def analysis_errors() -> Iterator[None]:
    """A fault of the question, the store or a file ends the command with one line that says so."""
    from dragoman.analysis.frames import AnalysisError
    from dragoman.analysis.sinks import SinkError

    try:
        with told_errors():
            yield
    except (AnalysisError, SinkError) as error:
        print(f"dragoman: {error}", file=sys.stderr)
        raise SystemExit(ALL_FAILED) from None


def days(since: str | None, until: str | None) -> tuple[date | None, date | None]:
    """The days that two partial dates mean: from the first of one to the last of the other."""
    from dragoman.store.filters import first_day, last_day

    return (first_day(since) if since else None), (last_day(until) if until else None)


def checked_plot(plot: Path | None) -> None:
    """Ends the command at once if the chart's file has no ending that says what to draw."""
    from dragoman.analysis.frames import AnalysisError
    from dragoman.analysis.rendering import FORMATS

    if plot is not None and plot.suffix.lstrip(".").lower() not in (*FORMATS, "htm"):
        raise AnalysisError(f"{plot}: a chart ends in .{', .'.join(FORMATS)}")


def drawing(
    store: Store, path: str, theme: Look, width: int | None, draw: Callable[..., Any]
) -> Callable[[int | None], dict[str, Any]]:
    """How to draw a chart of a width: `draw` is told its source, its theme, and a width if there is one."""
    from dragoman.analysis.stored import source_line

    told: dict[str, Any] = {"source": source_line(store, path), "theme": theme.value}

    def at(asked: int | None) -> dict[str, Any]:
        chosen = asked or width
        made: dict[str, Any] = draw(**told, **({"width": chosen} if chosen else {})).to_dict()
        return made

    return at


def write(
    store: Store,
    table: pa.Table,
    columns: Sequence[str],
    form: TableFormat | None,
    out: Path | None,
    plot: Path | None = None,
    chart: Callable[[int | None], dict[str, Any]] | None = None,
) -> None:
    """Draw the chart if one was asked for; write the table if that was, or if no chart was."""
    if plot is not None and chart is not None:
        from dragoman.analysis.rendering import save

        page = plot.suffix.lower() in (".html", ".htm")
        save(chart(None), plot, narrow=chart(_PHONE) if page else None)
    if plot is None or out is not None or form is not None:
        from dragoman.store import Answer

        made = rounded(table)
        if form is TableFormat.table or (form is None and out is None):
            made = made.select(columns).rename_columns([_SHORT.get(name, name) for name in columns])
            columns = made.column_names
        write_answer(Answer(made, store.version), columns, form, out, f"version {store.version}")


_PHONE = 300
_SHORT = {
    "period": "from",
    "cooperation": "coop",
    "mean_score": "mean",
    "mean_score_low": "low",
    "mean_score_high": "high",
    "sum_score": "sum",
}
"""Headings with which all columns fit into a terminal."""


def rounded(table: pa.Table, digits: int = 3) -> pa.Table:
    """The table with its reals rounded: what comes after tells of the method, not of the world."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for number, field in enumerate(table.schema):
        if pa.types.is_floating(field.type):
            table = table.set_column(number, field, pc.round(table.column(number), digits))
    return table
