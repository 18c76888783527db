"""Looking at a feed: fetched if it has changed, and the page of each entry that is wanted."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragoman.sources.errors import SourceError
from dragoman.sources.feeds.entries import entries_of
from dragoman.sources.feeds.visits import Later, NotAllowed, Stopped, Visitor
from dragoman.sources.net import FetchError

if TYPE_CHECKING:
    from collections.abc import Callable

    from dragoman.sources.feeds.entries import Entry
    from dragoman.sources.feeds.listed import Feed, Limits
    from dragoman.sources.feeds.state import State


@dataclass(frozen=True, slots=True)
class Looked:
    """A look at a feed that is over; all its entries have been put out before."""

    feed: Feed
    entries: int = 0
    keys: frozenset[str] = frozenset()
    """Of the entries."""
    unchanged: bool = False
    etag: str | None = None
    modified: str | None = None
    error: SourceError | None = None
    retry_after: float = 0.0
    """Seconds for which the host asks to be left alone."""


@dataclass(frozen=True, slots=True)
class Undone:
    """An entry whose page was not to be had. Without an error it was not asked for, and is left for next
    time.
    """

    feed: Feed
    entry: Entry
    error: SourceError | None = None
    for_good: bool = False
    """Whether asking again would be of no use."""


class Looker:
    """Threads that look at feeds and put what they find in `found`: (feed, entry, page or None), Undone,
    and at the end of each look a Looked.
    """

    def __init__(
        self,
        limits: Limits,
        state: State,
        found: queue.Queue[Any],
        stop: threading.Event,
        clock: Callable[[], float],
    ) -> None:
        self._limits = limits
        self._state = state
        self._found = found
        self._stop = stop
        self._clock = clock
        self._visitor = Visitor(limits.delay, limits.timeout, stop)
        self._jobs: queue.SimpleQueue[Feed | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []

    def look_at(self, feed: Feed) -> None:
        """Have a feed looked at."""
        if len(self._threads) < self._limits.hosts:
            # Not waited for at the end: a site that hangs must not keep the program from ending.
            self._threads.append(threading.Thread(target=self._work, daemon=True))
            self._threads[-1].start()
        self._jobs.put(feed)

    def go_home(self) -> None:
        """Let the threads end."""
        for _ in self._threads:
            self._jobs.put(None)

    def _work(self) -> None:
        while (feed := self._jobs.get()) is not None and not self._stop.is_set():
            try:
                self._put(self._looked(feed))
            except Stopped:
                return
            except Exception as error:
                # A fault of ours: named as one, and no reason to end the watch over the other feeds.
                cause = f"cannot be read: {type(error).__name__}: {error}"
                self._put(Looked(feed, error=SourceError(feed.url, cause)))

    def _put(self, found: Any) -> None:
        while True:
            try:
                self._found.put(found, timeout=0.1)
                return
            except queue.Full:
                if self._stop.is_set():
                    raise Stopped from None

    def _looked(self, feed: Feed) -> Looked:
        state = self._state.of(feed.url)
        try:
            page = self._visitor.get(
                feed.url,
                max_bytes=self._limits.feed_bytes,
                public_only=not feed.allow_private,
                etag=state.etag,
                modified=state.modified,
            )
            if page.unchanged:
                return Looked(feed, unchanged=True)
            entries = entries_of(
                page.data, feed.url, base=page.url, charset=page.charset, max_entries=self._limits.entries
            )
        except FetchError as error:
            return Looked(feed, error=error, retry_after=error.retry_after or 0.0)
        except SourceError as error:
            return Looked(feed, error=error)
        now = self._clock()
        # Feeds list the newest first; articles are kept in the order in which they came out.
        for entry in reversed([entry for entry in entries if state.wants(entry.key, entry.stamp, now)]):
            self._put(self._visited(feed, entry))
        keys = frozenset(entry.key for entry in entries)
        return Looked(feed, len(entries), keys, etag=page.etag, modified=page.modified)

    def _visited(self, feed: Feed, entry: Entry) -> Any:
        """What comes of one entry."""
        if not feed.full_text or entry.link is None:
            return feed, entry, None
        try:
            page = self._visitor.get(
                entry.link, max_bytes=self._limits.page_bytes, public_only=not feed.allow_private
            )
        except Later:
            return Undone(feed, entry)
        except NotAllowed as error:
            return Undone(feed, entry, error, for_good=True)
        except FetchError as error:
            if error.status == 429 or (error.status == 503 and error.retry_after):
                return Undone(feed, entry)
            return Undone(feed, entry, error, for_good=error.status in (401, 402, 403, 404, 410, 451))
        return feed, entry, page
