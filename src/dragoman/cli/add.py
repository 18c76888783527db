"""`dragoman add`, `reread` and `compact`: filling a store and keeping it."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.inputs import ALL_FAILED, SOME_FAILED, checked_date, counted, loaded_reader
from dragoman.cli.stores import StoreOption, opened, told_errors
from dragoman.records import Article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dragoman.sources import SourceError
    from dragoman.store.adding import Added

KnowledgeOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="A file or folder of your own knowledge; it wins over ours."),
]


def add(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE",
            help="Files, folders, globs, addresses: text, HTML, PDF, JSONL, CSV, Parquet, WARC; - for stdin.",
        ),
    ],
    store: StoreOption,
    published: Annotated[str | None, typer.Option(help="Publication date of all articles.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Publisher of all articles.")] = None,
    knowledge: KnowledgeOption = None,
    batch: Annotated[int, typer.Option(help="Articles to a transaction.", min=1, max=100_000)] = 200,
    stories: Annotated[
        bool, typer.Option("--stories/--no-stories", help="Find stories and occurrences afterwards.")
    ] = True,
) -> None:
    """Read articles and keep what was read. What the store has already is passed over.

    The store is made if it is not there. Exit code: 0 if all was read, 1 if some articles could not be,
    2 if none could.
    """
    published = checked_date(published)
    with told_errors():
        articles = _with_one(_articles(sources, published, publisher))
        kept = opened(store, create=True)
        reader = loaded_reader(knowledge)
        with shown_progress() as progress:
            done = kept.add(articles, reader, batch=batch, sources=sources, progress=progress)
        if stories and done.articles:
            from dragoman.store.cluster import cluster

            done.version = cluster(kept) or done.version
    finish(done)


def _with_one(found: Iterator[Article | SourceError]) -> Iterator[Article | SourceError]:
    """The same, once it is known that they are not failures alone: for a mistyped name no store is made."""
    first: list[Article | SourceError] = []
    for one in found:
        first.append(one)
        if isinstance(one, Article):
            break
    if first and not isinstance(first[-1], Article):
        for failure in first:
            print(f"dragoman: {failure}", file=sys.stderr)
        raise typer.Exit(ALL_FAILED)
    return chain(first, found)


def _articles(
    sources: list[str], published: str | None, publisher: str | None
) -> Iterator[Article | SourceError]:
    from dragoman.sources import SourceError, read_source

    for source in sources:
        try:
            yield from read_source(source, published=published, publisher=publisher)
        except SourceError as error:
            yield error
        except OSError as error:
            yield SourceError(source, error.strerror or str(error))
        except Exception as error:
            # A fault of ours: named as one, and no reason to lose the other sources.
            yield SourceError(source, f"cannot be read: {type(error).__name__}: {error}")


@contextmanager
def shown_progress() -> Iterator[Callable[[Added], None] | None]:
    """On a terminal, a line that tells how far adding is; elsewhere nothing."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    console = Console(stderr=True)
    with console.status("reading …") as status:

        def show(done: Added) -> None:
            read = counted(done.articles, "article")
            status.update(f"{read} read, {done.known:,} known, {counted(done.events, 'event')}")

        yield show


def finish(done: Added, verb: str = "added") -> None:
    """Tell what was done and what failed; ends the command with its exit code."""
    for line in done.failures:
        print(f"dragoman: {line}", file=sys.stderr)
    known = f", {done.known:,} known already" if done.known else ""
    print(
        f"{counted(done.articles, 'article')} {verb}{known}; {counted(done.events, 'event')}, "
        f"{counted(done.quotes, 'quote')}; version {done.version}"
    )
    if done.failures:
        raise typer.Exit(SOME_FAILED if done.articles or done.known else ALL_FAILED)


def reread(
    store: StoreOption,
    knowledge: KnowledgeOption = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what this very reader has read before.")
    ] = False,
) -> None:
    """Read stored articles again with this reader; earlier readings stay reachable with --as-of."""
    from dragoman.store.adding import reread as read_again

    with told_errors():
        kept = opened(store)
        reader = loaded_reader(knowledge)
        with shown_progress() as progress:
            done = read_again(kept, reader, everything=everything, progress=progress)
        if done.articles:
            from dragoman.store.cluster import cluster

            done.version = cluster(kept) or done.version
    finish(done, "read again")


def compact(
    store: StoreOption,
    keep_hours: Annotated[
        float,
        typer.Option(help="Leave files no longer in use so long, for those who still read them.", min=0),
    ] = 24.0,
    grace_hours: Annotated[
        float, typer.Option(help="Take unfinished transactions for dead after so long.", min=0)
    ] = 24.0,
) -> None:
    """Merge small files into few, and clear away what killed runs left behind."""
    from dragoman.store.upkeep import compact as merge

    with told_errors():
        for done in merge(opened(store), keep_hours=keep_hours, grace_hours=grace_hours):
            remains = f", {done.remains} unfinished removed" if done.remains else ""
            print(f"{done.table:<14} {done.files_before:>5} files → {done.files_after}{remains}")
