"""`dragoman map`: where it happens."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from dragoman.cli.charting import (
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


def command(
    store: StoreOption,
    dyad: DyadOption = None,
    both: Annotated[
        bool, typer.Option("--both/--directed", help="Both directions, or from the first.")
    ] = True,
    since: SinceOption = None,
    until: UntilOption = None,
    count: CountOption = Counted.occurrence,
    status: StatusesOption = None,
    world: Annotated[bool, typer.Option("--world", help="The whole world, however close together.")] = False,
    plot: PlotOption = None,
    theme: ThemeOption = Look.light,
    width: WidthOption = None,
    as_of: AsOfOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """Where it happens: events by place, the busiest first; with --plot on a map."""
    with analysis_errors():
        from dragoman.analysis.map import event_places, map_chart
        from dragoman.analysis.stored import events_between

        checked_plot(plot)
        kept = opened(store, as_of=as_of)
        sides = dyad or ("*", "*")
        first, last = days(since, until)
        statuses = tuple(status or ("actual",))
        table = event_places(
            events_between(kept, *sides, directed=not both, statuses=statuses, extra="lat IS NOT NULL"),
            *sides,
            since=first,
            until=last,
            count=count.value,
            statuses=statuses,
            directed=not both,
        )
        drawn = None
        if plot is not None:
            drawn = drawing(kept, store, theme, width, partial(map_chart, table, whole_world=world))
        write(kept, table, _SHOWN, form, out, plot, drawn)


_SHOWN = "place country count cooperation conflict mean_score first last".split()
