"""`dragoman network`: who acts on whom, blocs, balance and brokers."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import Annotated

import typer

from dragoman.cli.charting import (
    Counted,
    CountOption,
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


class Part(StrEnum):
    """The tables of a network."""

    edges = "edges"
    parties = "parties"
    blocs = "blocs"
    balance = "balance"


def command(
    store: StoreOption,
    part: Annotated[Part, typer.Option("--table", help="Which table is written.")] = Part.parties,
    party: Annotated[
        list[str] | None, typer.Option("--party", metavar="PARTY", help="Only among these: codes, EU, NATO …")
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    count: CountOption = Counted.occurrence,
    status: StatusesOption = None,
    most: Annotated[int, typer.Option("--most", help="The busiest so many parties.", min=1, max=400)] = 40,
    least: Annotated[int, typer.Option("--least", help="Ties of at least so many counts.", min=1)] = 2,
    plot: PlotOption = None,
    theme: ThemeOption = Look.light,
    width: WidthOption = None,
    as_of: AsOfOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """Who acts on whom: ties signed by their scores, blocs, how balanced they are, and who brokers."""
    with analysis_errors():
        from dragoman.analysis.groups import group
        from dragoman.analysis.network import network
        from dragoman.analysis.stored import events_between

        checked_plot(plot)
        kept = opened(store, as_of=as_of)
        first, last = days(since, until)
        statuses = tuple(status or ("actual",))
        among = None
        if party:
            meant = group(party)
            among = [*meant.codes, *(member for member, _, _ in meant.members)]
        found = network(
            events_between(kept, statuses=statuses),
            since=first,
            until=last,
            statuses=statuses,
            count=count.value,
            least=least,
            most=most,
            parties=among,
        )
        drawn = None
        if plot is not None:
            from dragoman.analysis.network_chart import network_chart

            drawn = drawing(kept, store, theme, width, partial(network_chart, found))
        table = getattr(found, part.value)
        write(kept, table, table.column_names, form, out, plot, drawn)
