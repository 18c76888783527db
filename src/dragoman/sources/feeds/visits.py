"""Polite visits: one request at a time to a host, a pause between two, and what robots.txt asks."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dragoman.sources.feeds.robots import MAX_BYTES, NO_RULES, Robots, robots_of
from dragoman.sources.net import FetchError, Page, fetch

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_DELAY = 60.0
"""Seconds; a site that asks for more between two requests gets this."""
_MAX_WAIT = 86_400.0
_ROBOTS_KEPT = 86_400.0
"""Seconds for which a robots.txt holds."""
_ROBOTS_RETRY = 600.0
"""Seconds after which a robots.txt is asked for again that could not be had."""


class Stopped(Exception):
    """Whoever waits for a turn is told to go home."""


class NotAllowed(FetchError):
    """robots.txt asks this program not to fetch the page."""


class Later(FetchError):
    """The host asks to be left alone for a while, or its robots.txt cannot be had now."""


@dataclass(slots=True)
class _Host:
    turn: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0
    """When the next request may go out (`time.monotonic`)."""
    closed_until: float = 0.0
    """Until when the host asks to be left alone."""
    delay: float = 0.0


class Visitor:
    """Fetches pages for several threads at once, each host one request at a time.

    `delay` is seconds between two requests to a host, `timeout` seconds for the whole of one fetch. Once
    `stop` is set, whoever waits for a turn gets `Stopped`.
    """

    def __init__(self, delay: float, timeout: float, stop: threading.Event) -> None:
        self._delay = delay
        self._timeout = timeout
        self._stop = stop
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}
        self._robots: dict[str, tuple[float, Robots | FetchError]] = {}

    def get(
        self,
        url: str,
        *,
        max_bytes: int,
        public_only: bool,
        etag: str | None = None,
        modified: str | None = None,
    ) -> Page:
        """The page at `url`, in the host's turn. Raises NotAllowed, Later, and what `net.fetch` raises."""
        host = self._host(url)
        with self._turn(host, url):
            robots = self._robots_of(url, host, public_only)
            if not robots.allows(url):
                raise NotAllowed(url, "robots.txt does not allow it")
            self._pause(host)
            try:
                return fetch(
                    url,
                    max_bytes=max_bytes,
                    timeout=self._timeout,
                    public_only=public_only,
                    etag=etag,
                    modified=modified,
                )
            except FetchError as error:
                if error.status == 429 or (error.status == 503 and error.retry_after):
                    wait = min(error.retry_after or _ROBOTS_RETRY, _MAX_WAIT)
                    host.closed_until = time.monotonic() + wait
                raise
            finally:
                host.free_at = time.monotonic() + max(host.delay, self._delay)

    def _host(self, url: str) -> _Host:
        name = (urlsplit(url).hostname or "").lower()
        with self._lock:
            return self._hosts.setdefault(name, _Host())

    @contextmanager
    def _turn(self, host: _Host, url: str) -> Iterator[None]:
        while not host.turn.acquire(timeout=0.1):
            if self._stop.is_set():
                raise Stopped
        try:
            wait = host.closed_until - time.monotonic()
            if wait > 0:
                raise Later(url, f"the host asks to be left alone for {wait:,.0f} seconds", retry_after=wait)
            yield
        finally:
            host.turn.release()

    def _pause(self, host: _Host) -> None:
        wait = host.free_at - time.monotonic()
        if self._stop.wait(wait) if wait > 0 else self._stop.is_set():
            raise Stopped

    def _robots_of(self, url: str, host: _Host, public_only: bool) -> Robots:
        """What the site's robots.txt asks: no file asks nothing, one that cannot be had asks to wait."""
        parts = urlsplit(url)
        site = f"{parts.scheme.lower()}://{parts.netloc.rpartition('@')[2]}"
        now = time.monotonic()
        until, found = self._robots.get(site, (0.0, None))
        if found is None or until < now:
            self._pause(host)
            found = self._fetched_robots(site, public_only)
            kept = _ROBOTS_RETRY if isinstance(found, FetchError) else _ROBOTS_KEPT
            if isinstance(found, FetchError) and found.retry_after:
                kept = min(max(kept, found.retry_after), _MAX_WAIT)
            self._robots[site] = (now + kept, found)
            host.free_at = time.monotonic() + max(host.delay, self._delay)
        if isinstance(found, FetchError):
            raise Later(url, f"its robots.txt cannot be had: {found.cause}", retry_after=found.retry_after)
        host.delay = min(found.delay or 0.0, _MAX_DELAY)
        return found

    def _fetched_robots(self, site: str, public_only: bool) -> Robots | FetchError:
        try:
            page = fetch(
                f"{site}/robots.txt", max_bytes=MAX_BYTES, timeout=self._timeout, public_only=public_only
            )
        except FetchError as error:
            if error.status is not None and 400 <= error.status < 500 and error.status != 429:
                return NO_RULES
            return error
        return robots_of(page.data.decode("utf-8", "replace"))
