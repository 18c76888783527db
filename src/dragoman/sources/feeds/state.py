"""What is remembered of each feed from one look to the next: `feeds-state.json`.

Losing it costs no article and doubles none: entries are fetched once more, and what is stored already is
known by its id.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

log = logging.getLogger(__name__)

FILE_NAME = "feeds-state.json"
_FORMAT = 1
_KEPT_FOR = 30 * 86_400.0
"""Seconds for which an entry is remembered that its feed does not list any more."""
_TRIES = 3
"""How often an entry's page is asked for that cannot be had."""
_AGAIN = 6 * 3_600.0
"""Seconds after which an entry may be fetched again that its feed says has changed. Some say so at every
look.
"""


@dataclass(slots=True)
class Seen:
    """An entry that was dealt with, or tried."""

    stamp: str
    """The entry's stamp; empty if its page could not be had yet."""
    at: float
    """When, in seconds since 1970."""
    tries: int = 0


@dataclass(slots=True)
class FeedState:
    """What is remembered of one feed."""

    etag: str | None = None
    modified: str | None = None
    due: float = 0.0
    """When to look next, in seconds since 1970."""
    failures: int = 0
    """How many looks in a row have failed."""
    seen: dict[str, Seen] = field(default_factory=dict)
    """By `key_of` an entry's key."""

    def wants(self, key: str, stamp: str, now: float) -> bool:
        """Whether an entry is to be fetched: it is new, failed before, or has changed since."""
        seen = self.seen.get(key_of(key))
        if seen is None:
            return True
        if not seen.stamp:
            return seen.tries < _TRIES
        return seen.stamp != key_of(stamp) and now - seen.at >= _AGAIN

    def done(self, key: str, stamp: str, now: float) -> None:
        """Note that an entry is dealt with: stored, or refused for good."""
        self.seen[key_of(key)] = Seen(key_of(stamp), now)

    def failed(self, key: str, now: float) -> bool:
        """Note that an entry's page could not be had this time; True if it will be tried again."""
        name = key_of(key)
        before = self.seen.get(name)
        tries = (before.tries if before else 0) + 1
        self.seen[name] = Seen(before.stamp if before else "", now, tries)
        return tries < _TRIES

    def forget_old(self, listed: Collection[str], now: float) -> None:
        """Drop what is neither among the keys `listed` nor of the last month."""
        names = set(map(key_of, listed))
        self.seen = {
            name: seen for name, seen in self.seen.items() if name in names or now - seen.at < _KEPT_FOR
        }


class State:
    """The state of all feeds, by address, in a file; in memory only if `path` is None."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.feeds: dict[str, FeedState] = {}
        if path is not None:
            self.feeds = _read(path)

    def of(self, url: str) -> FeedState:
        """The state of one feed, which may be changed."""
        return self.feeds.setdefault(url, FeedState())

    def save(self) -> None:
        """Write the file whole or not at all. Raises OSError."""
        if self.path is None:
            return
        data = {
            "format": _FORMAT,
            "feeds": {
                url: {
                    "etag": feed.etag,
                    "modified": feed.modified,
                    "due": round(feed.due, 3),
                    "failures": feed.failures,
                    "seen": {
                        name: [seen.stamp, round(seen.at), seen.tries]
                        for name, seen in sorted(feed.seen.items())
                    },
                }
                for url, feed in sorted(self.feeds.items())
            },
        }
        part = self.path.with_name(f"{self.path.name}.{os.getpid()}.part")
        try:
            with part.open("w", encoding="utf-8") as file:
                json.dump(data, file, ensure_ascii=False, separators=(",", ":"))
                file.flush()
                os.fsync(file.fileno())
            part.replace(self.path)
        finally:
            part.unlink(missing_ok=True)


def key_of(text: str) -> str:
    """A short name for an id, a link or a stamp of any length."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _read(path: Path) -> dict[str, FeedState]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != _FORMAT:
            raise ValueError(f"format {data['format']}")
        return {str(url): _feed(feed) for url, feed in data["feeds"].items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        log.warning("%s: cannot be read, feeds are looked at anew: %s", path, error)
        return {}


def _feed(data: dict[str, Any]) -> FeedState:
    return FeedState(
        data["etag"],
        data["modified"],
        float(data["due"]),
        int(data["failures"]),
        {
            str(name): Seen(str(stamp), float(at), int(tries))
            for name, (stamp, at, tries) in data["seen"].items()
        },
    )
