"""`dragoman series`: how two parties get on, by day, week or month."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import Annotated

import typer

from dragoman.cli.charting import (
    By,
    Counted,
    CountOption,
    DyadOption,
    Look,
    PlotOption,
    SinceOption,
    StatusesOption,
    ThemeOption,
    UntilOption,
    WidthOption,
    analysis_errors,
    checked_plot,
    days,
    drawing,
    write,
)
from dragoman.cli.stores import AsOfOption, FormatOption, OutOption, StoreOption, opened


class Chart(StrEnum):
    """What is drawn."""

    score = "score"
    types = "types"


def command(
    store: StoreOption,
    dyad: DyadOption = None,
    by: Annotated[By, typer.Option("--by", help="Length of a period.")] = By.week,
    both: Annotated[
        bool, typer.Option("--both/--directed", help="Both directions, or from the first.")
    ] = True,
    since: SinceOption = None,
    until: UntilOption = None,
    count: CountOption = Counted.occurrence,
    status: StatusesOption = None,
    changes: Annotated[
        bool, typer.Option("--changes", help="Only the change points of conflict and of the mean score.")
    ] = False,
    plot: PlotOption = None,
    chart: Annotated[Chart, typer.Option("--chart", help="Score and counts, or quad classes.")] = Chart.score,
    theme: ThemeOption = Look.light,
    width: WidthOption = None,
    as_of: AsOfOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """How two parties get on: counts of cooperation and conflict, scores with a band, by period.

    A period without articles is a gap, and its cells are empty; one with articles but no event counts 0.
    """
    with analysis_errors():
        from dragoman.analysis.series import series
        from dragoman.analysis.stored import covered_days, events_between

        checked_plot(plot)
        kept = opened(store, as_of=as_of)
        sides = dyad or ("*", "*")
        first, last = days(since, until)
        table = series(
            events_between(kept, *sides, directed=not both),
            *sides,
            by=by.value,
            since=first,
            until=last,
            count=count.value,
            statuses=tuple(status or ("actual",)),
            directed=not both,
            covered=covered_days(kept),
        )
        drawn = None
        if plot is not None:
            from dragoman.analysis import charts

            draw = charts.types_chart if chart is Chart.types else charts.series_chart
            drawn = drawing(kept, store, theme, width, partial(draw, table))
        if changes:
            from dragoman.analysis.changes import change_points

            write(kept, change_points(table), _CHANGES, form, out, plot, drawn)
        else:
            write(kept, table, _SHOWN, form, out, plot, drawn)


_SHOWN = (
    "period count cooperation conflict mean_score mean_score_low mean_score_high sum_score reported".split()
)
_CHANGES = "on period until kind before after strength".split()
