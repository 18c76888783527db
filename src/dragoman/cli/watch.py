"""`dragoman watch`: feeds into a store, as they fall due."""

from __future__ import annotations

import signal
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import typer

from dragoman.cli.add import KnowledgeOption  # noqa: TC001 (Typer evaluates the annotations)
from dragoman.cli.inputs import ALL_FAILED, SOME_FAILED, loaded_reader
from dragoman.cli.stores import StoreOption, opened, told_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dragoman.reading.reader import Reader
    from dragoman.records import Article
    from dragoman.sources.feeds import FeedList, Round, Taken, Watcher
    from dragoman.store import Store

    AfterCommit = Callable[[Store, int], None]
    """Called with the store and its new version when articles were added."""

_SETTLED_EVERY = 60.0
"""Seconds between two searches for stories, which look at all that was added since the last."""


def command(
    feeds: Annotated[
        Path, typer.Argument(metavar="FEEDS.TOML", help="Which feeds, how often, within which limits.")
    ],
    store: StoreOption,
    once: Annotated[bool, typer.Option("--once", help="Look at every feed once, and end.")] = False,
    knowledge: KnowledgeOption = None,
    max_bytes: Annotated[
        int | None, typer.Option(help="The most that is read of a page; wins over the file.", min=1_000)
    ] = None,
    state: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Where to remember what was seen.",
            show_default="feeds-state.json in the store",
        ),
    ] = None,
    stories: Annotated[
        bool, typer.Option("--stories/--no-stories", help="Find stories and occurrences as articles come.")
    ] = True,
    alarms: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.TOML|-", help="Raise alarms: to web address and e-mail by the file, or - to stdout."
        ),
    ] = None,
) -> None:
    """Watch feeds, and add the articles that are new.

    Sites are asked politely: one request at a time, robots.txt kept to, and left alone for longer when they
    fail. Ends on Ctrl-C or SIGTERM; what was read by then is kept. Exit code: 0 if all feeds could be read,
    with --once 1 if some could not be, 2 if none could.
    """
    listed = _listed(feeds, max_bytes)
    with told_errors():
        kept = opened(store, create=True)
        remembered = state or _state_of(store, feeds)
        after = None if alarms is None else _raising(alarms, remembered)
        reader = loaded_reader(knowledge)
        failed = watch(kept, reader, listed, remembered, once=once, stories=stories, after_commit=after)
    if once and failed:
        raise typer.Exit(ALL_FAILED if failed == len(listed.feeds) else SOME_FAILED)


def _raising(file: Path, remembered: Path) -> AfterCommit:
    """What raises the alarms of days that are over, remembering beside what the feeds remember."""
    from dragoman.analysis.frames import AnalysisError
    from dragoman.analysis.sinks import Lines, Sink, SinkError, deliver, read_sinks
    from dragoman.analysis.stored import STATE, follow

    try:
        sinks: list[Sink] = [Lines()] if str(file) == "-" else read_sinks(file)
    except SinkError as error:
        print(f"dragoman: {error}", file=sys.stderr)
        raise SystemExit(ALL_FAILED) from None
    state = remembered.with_name(STATE)

    def after_commit(store: Store, version: int) -> None:
        try:
            failures = deliver(follow(store, state), sinks)
        except AnalysisError as error:
            failures = [str(error)]
        for failure in failures:
            print(f"dragoman: {failure}", file=sys.stderr, flush=True)

    return after_commit


def watch(
    store: Store,
    reader: Reader,
    listed: FeedList,
    state: Path | None,
    *,
    once: bool = False,
    stories: bool = True,
    after_commit: AfterCommit | None = None,
) -> int:
    """Watch the feeds until told to end, a line for each look; gives the number of looks that failed.

    What is new is added to the store and, with `stories`, put into stories at most once a minute and at the
    end; then `after_commit` is called.
    """
    from dragoman.sources.feeds import Watcher

    watcher = Watcher(listed, state)
    keeper = _Keeper(store, reader, stories, after_commit)
    failed = 0

    def told(round: Round) -> None:
        nonlocal failed
        failed += round.error is not None
        _tell(round)
        keeper.settle()

    with _ended_by_signals(watcher):
        watcher.run(keeper.take, once=once, on_round=told)
        keeper.settle(at_once=True)
    return failed


class _Keeper:
    """Adds articles to a store, and now and then finds their stories."""

    def __init__(self, store: Store, reader: Reader, stories: bool, after_commit: AfterCommit | None) -> None:
        self.store = store
        self.reader = reader
        self.stories = stories
        self.after_commit = after_commit
        self._unsettled = False
        self._settled_at = time.monotonic()

    def take(self, articles: list[Article]) -> Taken:
        """Add articles; what became of each."""
        from dragoman.sources.feeds import Taken

        self.store.refresh()
        ids = {article.id for article in articles}
        known = self.store.known(ids)
        hosts = sorted({urlsplit(article.url or "").netloc for article in articles} - {""})
        done = self.store.add(articles, self.reader, batch=len(articles), sources=hosts)
        stored = self.store.known(ids)
        self._unsettled = self._unsettled or done.articles > 0
        refused = {
            article.id: _cause(article, done.failures) for article in articles if article.id not in stored
        }
        return Taken(stored - known, known, refused)

    def settle(self, *, at_once: bool = False) -> None:
        """Find the stories of what was added, if it is time, and say that there is something new."""
        late = time.monotonic() - self._settled_at >= _SETTLED_EVERY
        if not self._unsettled or not (late or at_once or not self.stories):
            return
        if self.stories:
            from dragoman.store import StoreError
            from dragoman.store.cluster import cluster

            self._settled_at = time.monotonic()
            try:
                cluster(self.store)
            except StoreError as error:
                if at_once:
                    raise
                # What is added is safe; its stories are found the next time.
                print(f"dragoman: {error}", file=sys.stderr, flush=True)
                return
        self._unsettled = False
        if self.after_commit is not None:
            self.after_commit(self.store, self.store.version)


def _cause(article: Article, failures: list[str]) -> str:
    """Why an article was not added, of what the store says in lines `article: cause`."""
    name = f"{article.title or article.url or article.id}: "
    return next((line.removeprefix(name) for line in failures if line.startswith(name)), "cannot be read")


@contextmanager
def _ended_by_signals(watcher: Watcher) -> Iterator[None]:
    """Ctrl-C and SIGTERM end the watch when what was read is kept; a second one ends it at once."""

    def end(number: int, frame: Any) -> None:
        watcher.stop()
        signal.signal(number, before[signal.Signals(number)])

    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _listed(path: Path, max_bytes: int | None) -> FeedList:
    """The feeds of the file; ends the command with a line that says why if it cannot be read."""
    from dragoman.sources import SourceError
    from dragoman.sources.feeds import read_feeds

    try:
        listed = read_feeds(path)
    except SourceError as error:
        print(f"dragoman: {error}", file=sys.stderr)
        raise SystemExit(ALL_FAILED) from None
    if max_bytes is not None:
        listed = replace(listed, limits=replace(listed.limits, page_bytes=max_bytes))
    return listed


def _state_of(store: str, feeds: Path) -> Path:
    """Where to remember what was seen: in the store, or beside the list of feeds if that is no folder."""
    from dragoman.sources.feeds.state import FILE_NAME

    return feeds.with_name(FILE_NAME) if "://" in store else Path(store).expanduser() / FILE_NAME


def _tell(round: Round) -> None:
    """A line for a look at a feed, and one for each entry that gave no article."""
    at = datetime.now().strftime("%Y-%m-%d %H:%M")
    if round.error is not None:
        print(f"dragoman: {at} {round.error}; next look in {_span(round.wait)}", file=sys.stderr, flush=True)
    else:
        counts = f"{round.new} new, {round.known} known, {len(round.refused)} refused"
        left = f", {round.left} left for later" if round.left else ""
        what = "nothing has changed" if round.unchanged else f"{counts}{left}"
        print(f"{at} {round.feed.url}: {what}; next look in {_span(round.wait)}", flush=True)
    for error in round.refused:
        print(f"dragoman: {error}", file=sys.stderr, flush=True)


def _span(seconds: float) -> str:
    """A time in words: `15 min`."""
    for length, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= 1.5 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} s"
