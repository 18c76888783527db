"""`dragoman alarms`: when relations turned, and what it rests on."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path  # noqa: TC003 (Typer evaluates the annotations)
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.charting import (
    By,
    DyadOption,
    Look,
    PlotOption,
    SinceOption,
    ThemeOption,
    UntilOption,
    WidthOption,
    analysis_errors,
    checked_plot,
    days,
    drawing,
    write,
)
from dragoman.cli.inputs import SOME_FAILED
from dragoman.cli.stores import AsOfOption, FormatOption, OutOption, StoreOption, opened

if TYPE_CHECKING:
    from dragoman.analysis.sinks import Sink
    from dragoman.store import Store


def command(
    store: StoreOption,
    dyad: DyadOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    years: Annotated[
        float,
        typer.Option("--years", help="Years between two false alarms on one quiet dyad.", min=0.1, max=1000),
    ] = 5.0,
    kind: Annotated[list[str] | None, typer.Option("--kind", help="surge, fall, thaw.")] = None,
    new: Annotated[
        bool,
        typer.Option("--new", help="Only of days that are over since the last call; the first one learns."),
    ] = False,
    state: Annotated[
        Path | None,
        typer.Option("--state", metavar="FILE", help="What --new remembers.", show_default="in the store"),
    ] = None,
    send: Annotated[
        Path | None,
        typer.Option("--send", metavar="FILE.TOML", help="With --new: to standard output, webhook, e-mail."),
    ] = None,
    plot: PlotOption = None,
    by: Annotated[By, typer.Option("--by", help="Length of a period of the chart.")] = By.week,
    theme: ThemeOption = Look.light,
    width: WidthOption = None,
    as_of: AsOfOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """When relations turned: surges of conflict, falls of the mean score, thaws, each with its evidence.

    Every pair of parties is watched, or one --dyad. The thresholds keep to the stated rate of false alarms.
    """
    with analysis_errors():
        from dragoman.analysis.frames import AnalysisError

        checked_plot(plot)
        if plot is not None and dyad is None:
            raise AnalysisError("--plot draws one dyad: name it with --dyad")
        if new:
            if dyad or plot or since or until or kind or as_of:
                raise AnalysisError(
                    "--new watches all dyads as they are now, and takes --state and --send only"
                )
            raise typer.Exit(_new(opened(store), store, state, send, years))
        if send is not None or state is not None:
            raise AnalysisError("--send and --state go with --new")
        from dragoman.analysis.alarms import KINDS, alarms
        from dragoman.analysis.stored import covered_days, events_between

        kept = opened(store, as_of=as_of)
        one, other = dyad or ("*", "*")
        rows = events_between(kept, one, other, directed=False)
        first, last = days(since, until)
        covered = covered_days(kept)
        table = alarms(
            rows,
            dyads=[(one, other)] if dyad else None,
            since=first,
            until=last,
            years_between=years,
            kinds=tuple(kind or KINDS),
            covered=covered,
        )
        drawn = None
        if plot is not None:
            from dragoman.analysis.charts import alarms_chart
            from dragoman.analysis.series import series

            line = series(
                rows, one, other, by.value, since=first, until=last, directed=False, covered=covered
            )
            drawn = drawing(kept, store, theme, width, partial(alarms_chart, line, table))
        write(kept, table, _SHOWN, form, out, plot, drawn)


def _new(kept: Store, path: str, state: Path | None, send: Path | None, years: float) -> int:
    """Alarms since the last call, to where they are to go; the exit code."""
    from pathlib import Path

    from dragoman.analysis.frames import AnalysisError
    from dragoman.analysis.sinks import Lines, deliver, read_sinks
    from dragoman.analysis.stored import STATE, follow

    if state is None and "://" in path:
        raise AnalysisError("a store on object storage keeps no state of alarms: name a file with --state")
    # Before anything is learned, so that a fault in the file costs no alarm.
    sinks: list[Sink] = read_sinks(send) if send else [Lines()]
    failures = deliver(follow(kept, state or Path(path) / STATE, years_between=years), sinks)
    for failure in failures:
        print(f"dragoman: {failure}", file=sys.stderr)
    return SOME_FAILED if failures else 0


_SHOWN = "day kind actor recipient observed expected since strength".split()
