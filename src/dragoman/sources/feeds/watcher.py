"""The watch over feeds: who is due, what is new, and what became of it.

Threads look at feeds and fetch pages, each host one request at a time. The thread that called `run` takes
what they found, makes articles of it and hands them on in batches. An entry counts as seen only when its
article was taken: whatever is killed in between is fetched again.
"""

from __future__ import annotations

import contextlib
import hashlib
import queue
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from dragoman.sources.errors import SourceError
from dragoman.sources.feeds.looks import Looked, Looker, Undone
from dragoman.sources.feeds.pages import article_of_content, article_of_page
from dragoman.sources.feeds.state import State

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

    from dragoman.records import Article
    from dragoman.sources.feeds.entries import Entry
    from dragoman.sources.feeds.listed import Feed, FeedList
    from dragoman.sources.net import Page

LONGEST_WAIT = 86_400.0
"""Seconds; a feed that fails again and again is looked at once a day."""
_BATCH = 50
_PATIENCE = 10.0
"""Seconds that a found article waits for others to be handed on with."""
_TICK = 0.2


class Taken(NamedTuple):
    """What became of a batch of articles, by their ids."""

    new: Collection[str] = ()
    known: Collection[str] = ()
    refused: Mapping[str, str] = {}
    """Articles that could not be read, and why."""


@dataclass(slots=True)
class Round:
    """One look at one feed, and what came of it."""

    feed: Feed
    entries: int = 0
    """How many the feed lists."""
    new: int = 0
    """Articles that were added."""
    known: int = 0
    """Articles that were there already."""
    refused: list[SourceError] = field(default_factory=list)
    """Entries that gave no article, and why."""
    left: int = 0
    """Entries that are left for the next look."""
    unchanged: bool = False
    """Whether the site says that the feed is as it was."""
    error: SourceError | None = None
    """Why the feed could not be read, or its articles not be kept."""
    wait: float = 0.0
    """Seconds to the next look."""


@dataclass(slots=True)
class _Open:
    """A round that is not over: its look, or the handing on of its articles, is still to come."""

    round: Round
    waiting: int = 0
    looked: Looked | None = None


class Watcher:
    """Looks at feeds as they fall due.

    `state` is the file that remembers what was seen, None for none. `clock` gives seconds since 1970.
    """

    def __init__(
        self, listed: FeedList, state: Path | None = None, *, clock: Callable[[], float] = time.time
    ) -> None:
        self.listed = listed
        self.state = State(state)
        self._clock = clock
        self._stop = threading.Event()
        # Bounded, so that those who fetch wait for those who read.
        self._found: queue.Queue[tuple[Feed, Entry, Page | None] | Undone | Looked] = queue.Queue(16)
        self._open: dict[str, _Open] = {}
        self._pending: list[tuple[Feed, Entry, Article]] = []
        self._pending_since = 0.0

    def stop(self) -> None:
        """End `run` soon: what was found is handed on first. May be called from anywhere, also a signal."""
        self._stop.set()

    def run(
        self,
        sink: Callable[[list[Article]], Taken],
        *,
        once: bool = False,
        on_round: Callable[[Round], None] = lambda _: None,
        batch: int = _BATCH,
    ) -> None:
        """Look at every feed when it is due, until `stop`; with `once` at every feed once, now.

        `sink` gets the articles, at most `batch` at a time, and says what became of them; if it raises,
        they are fetched again at the next look. `on_round` gets each round when it is over. Feeds that
        asked to be left alone are left alone, also with `once`.
        """
        looker = Looker(self.listed.limits, self.state, self._found, self._stop, self._clock)
        due = deque(self.listed.feeds if once else ())
        while not self._stop.is_set():
            if once:
                self._begin(looker, due, on_round)
                if not self._open and not due:
                    break
            else:
                self._begin(looker, self._due(), on_round)
            self._take(sink, on_round, batch, timeout=_TICK)
        while not self._found.empty():
            self._take(sink, on_round, batch, timeout=0)
        self._hand_on(sink, on_round)
        looker.go_home()
        # Looks that were not over have ended no round; what was taken of them is remembered all the same.
        with contextlib.suppress(OSError):
            self.state.save()

    def _due(self) -> deque[Feed]:
        now = self._clock()
        waiting = [
            feed
            for feed in self.listed.feeds
            if feed.url not in self._open and self.state.of(feed.url).due <= now
        ]
        return deque(sorted(waiting, key=lambda feed: self.state.of(feed.url).due))

    def _begin(self, looker: Looker, due: deque[Feed], on_round: Callable[[Round], None]) -> None:
        """Have as many feeds looked at as there are threads for it."""
        while due and len(self._open) < self.listed.limits.hosts:
            feed = due.popleft()
            state = self.state.of(feed.url)
            wait = state.due - self._clock()
            if state.failures and wait > 0:
                cause = f"failed before, and is left alone for another {wait:,.0f} seconds"
                on_round(Round(feed, error=SourceError(feed.url, cause), wait=wait))
                continue
            self._open[feed.url] = _Open(Round(feed))
            looker.look_at(feed)

    def _take(
        self,
        sink: Callable[[list[Article]], Taken],
        on_round: Callable[[Round], None],
        batch: int,
        timeout: float,
    ) -> None:
        """Take one thing that was found, and hand on what waits if it is time."""
        try:
            found = self._found.get(timeout=timeout) if timeout else self._found.get_nowait()
        except queue.Empty:
            found = None
        if isinstance(found, Looked):
            self._open[found.feed.url].looked = found
            self._end(found.feed, on_round)
        elif isinstance(found, Undone):
            self._undone(found)
        elif found is not None:
            self._make(*found)
        looking = any(one.looked is None for one in self._open.values())
        late = time.monotonic() - self._pending_since > _PATIENCE
        if self._pending and (len(self._pending) >= batch or late or not looking):
            self._hand_on(sink, on_round)

    def _make(self, feed: Feed, entry: Entry, page: Page | None) -> None:
        """An article of an entry; what gives none is refused for good."""
        try:
            article = article_of_page(feed, entry, page) if page else article_of_content(feed, entry)
        except SourceError as error:
            self._refuse(feed, entry, error)
            return
        except Exception as error:
            # Parsers meet pages that nobody thought of; one of them must not end the watch.
            cause = f"cannot be read: {type(error).__name__}: {error}"
            self._refuse(feed, entry, SourceError(entry.link or feed.url, cause))
            return
        if not self._pending:
            self._pending_since = time.monotonic()
        self._pending.append((feed, entry, article))
        self._open[feed.url].waiting += 1

    def _refuse(self, feed: Feed, entry: Entry, error: SourceError) -> None:
        self._open[feed.url].round.refused.append(error)
        self.state.of(feed.url).done(entry.key, entry.stamp, self._clock())

    def _undone(self, found: Undone) -> None:
        """An entry whose page was not to be had: refused, or left for the next look."""
        one = self._open[found.feed.url].round
        if found.error is None:
            one.left += 1
        elif found.for_good:
            self._refuse(found.feed, found.entry, found.error)
        else:
            one.refused.append(found.error)
            one.left += self.state.of(found.feed.url).failed(found.entry.key, self._clock())

    def _hand_on(self, sink: Callable[[list[Article]], Taken], on_round: Callable[[Round], None]) -> None:
        """Give the articles that wait to the sink, and end the rounds that waited for it."""
        pending, self._pending = self._pending, []
        if not pending:
            return
        failure: Exception | None = None
        taken = Taken()
        try:
            taken = sink([article for _, _, article in pending])
        except Exception as error:
            # A full disk or a store that cannot be reached: told, and tried again later.
            failure = error
        now = self._clock()
        for feed, entry, article in pending:
            one = self._open[feed.url]
            one.waiting -= 1
            if failure is not None:
                cause = f"its articles cannot be kept: {failure}"
                one.round.error = one.round.error or SourceError(feed.url, cause)
                one.round.left += 1
                continue
            if article.id in taken.refused:
                one.round.refused.append(SourceError(entry.link or feed.url, taken.refused[article.id]))
            one.round.new += article.id in taken.new
            one.round.known += article.id in taken.known and article.id not in taken.new
            self.state.of(feed.url).done(entry.key, entry.stamp, now)
        for feed in {feed.url: feed for feed, _, _ in pending}.values():
            self._end(feed, on_round)

    def _end(self, feed: Feed, on_round: Callable[[Round], None]) -> None:
        """End a round if nothing of it is still to come, and note when to look again."""
        one = self._open[feed.url]
        looked = one.looked
        if looked is None or one.waiting:
            return
        del self._open[feed.url]
        state, now = self.state.of(feed.url), self._clock()
        one.round.entries, one.round.unchanged = looked.entries, looked.unchanged
        one.round.error = one.round.error or looked.error
        state.failures = state.failures + 1 if one.round.error else 0
        if one.round.error is None and not looked.unchanged:
            # With entries left the feed has to be sent again, even if it has not changed.
            state.etag, state.modified = (None, None) if one.round.left else (looked.etag, looked.modified)
            state.forget_old(looked.keys, now)
        one.round.wait = max(wait_of(feed, state.failures), min(looked.retry_after, LONGEST_WAIT))
        state.due = now + one.round.wait
        try:
            self.state.save()
        except OSError as error:
            name = str(self.state.path)
            one.round.error = one.round.error or SourceError(name, error.strerror or str(error))
        on_round(one.round)


def wait_of(feed: Feed, failures: int) -> float:
    """Seconds from one look to the next: longer with each failure, and a little different for each address,
    so that feeds do not all fall due at once; the same whenever it is asked.

    >>> from dragoman.sources.feeds import Feed
    >>> [round(wait_of(Feed("http://x.example/rss", every=600), n)) for n in (0, 1, 2, 20)]
    [652, 1223, 2588, 88135]
    """
    wait = min(feed.every * 2.0 ** min(failures, 30), max(LONGEST_WAIT, feed.every))
    digest = hashlib.sha256(f"{feed.url} {failures}".encode()).digest()
    return wait * (1 + 0.1 * int.from_bytes(digest[:4], "big") / 2**32)
