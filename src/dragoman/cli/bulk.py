"""`dragoman bulk`: many articles on all cores, or on a cluster."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from dragoman.cli.add import KnowledgeOption, finish, shown_progress
from dragoman.cli.inputs import ALL_FAILED, checked_date
from dragoman.cli.stores import StoreOption, opened, told_errors


def command(
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE", help="Files, folders, patterns; as for `add`.")
    ],
    store: StoreOption,
    address: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="A running Ray cluster: ray://host:10001, or auto."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help="Readers at once; a core each by default.", min=1)
    ] = None,
    batch: Annotated[int, typer.Option(help="Articles to a transaction.", min=1, max=10_000)] = 100,
    published: Annotated[str | None, typer.Option(help="Publication date of all articles.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Publisher of all articles.")] = None,
    knowledge: KnowledgeOption = None,
    stories: Annotated[
        bool, typer.Option("--stories/--no-stories", help="Find stories and occurrences afterwards.")
    ] = True,
) -> None:
    """Add many articles with several readers at once. Killed and begun again, it goes on where it was."""
    published = checked_date(published)
    if "-" in sources:
        print("dragoman: -: standard input has one reader; use `dragoman add -`", file=sys.stderr)
        raise typer.Exit(ALL_FAILED)
    try:
        from dragoman.bulk.run import bulk
    except ImportError as error:
        if error.name != "ray":
            raise
        print("dragoman: bulk needs Ray; install dragoman[bulk]", file=sys.stderr)
        raise typer.Exit(ALL_FAILED) from None
    from dragoman.reading.reader import ReadingError

    with told_errors():
        kept = opened(store, create=True)
        try:
            with shown_progress() as progress:
                done = bulk(
                    kept,
                    sources,
                    address=address,
                    workers=workers,
                    batch=batch,
                    published=published,
                    publisher=publisher,
                    knowledge=knowledge,
                    progress=progress,
                )
        except ReadingError as error:
            print(f"dragoman: the reader cannot be loaded: {error}", file=sys.stderr)
            raise typer.Exit(ALL_FAILED) from None
        if stories and done.articles:
            from dragoman.store.cluster import cluster

            done.version = cluster(kept) or done.version
    finish(done)
