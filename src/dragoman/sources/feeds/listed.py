"""`feeds.toml`: which feeds are watched, how often, and within which limits.

[[feed]]
url = "https://courier.example/world.rss"
publisher = "The Sorn Courier"   # else the page's own word, else the host
language = "en"                  # else told from the text
every = "15m"                    # seconds, or a number with s, m, h, d
full_text = true                 # fetch each entry's page; false: take the text that the feed gives
allow_private = false            # true: addresses that are not public may be reached

[defaults]                       # what holds where a feed does not say: any key of a feed but `url`
every = "30m"

[limits]
feed_bytes = 5_000_000           # of a feed
page_bytes = 10_000_000          # of a page
entries = 200                    # of a feed
timeout = "20s"                  # for the whole of a fetch
delay = "1s"                     # between two requests to the same host
hosts = 8                        # that are asked at the same time
"""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from dragoman.sources.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_UNITS = {"": 1, "s": 1, "m": 60, "h": 3_600, "d": 86_400}
_DURATION = re.compile(r"(\d{1,9}(?:\.\d{1,3})?)\s*([smhd]?)")


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed to watch."""

    url: str
    publisher: str | None = None
    language: str | None = None
    """ISO 639-1 code."""
    every: float = 900.0
    """Seconds between two looks."""
    full_text: bool = True
    """Whether each entry's page is fetched; else the text that the feed gives is the article."""
    allow_private: bool = False
    """Whether the feed, its pages and whatever they redirect to may lie in private networks."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read, and how politely."""

    feed_bytes: int = 5_000_000
    page_bytes: int = 10_000_000
    entries: int = 200
    """Of one feed."""
    timeout: float = 20.0
    """Seconds for the whole of a fetch."""
    delay: float = 1.0
    """Seconds between two requests to the same host."""
    hosts: int = 8
    """How many hosts are asked at the same time."""


@dataclass(frozen=True, slots=True)
class FeedList:
    """A file of feeds."""

    feeds: tuple[Feed, ...]
    limits: Limits = Limits()


def read_feeds(path: Path) -> FeedList:
    """The feeds of a `feeds.toml`. Raises SourceError naming the file, the feed and the key that is wrong."""
    source = str(path)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SourceError(source, error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise SourceError(source, "this is not UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise SourceError(source, f"this is no TOML: {error}") from error
    _known(data, ("feed", "defaults", "limits"), source, "")
    defaults = _checked(data.get("defaults", {}), Feed, source, "defaults", without=("url",))
    limits = Limits(**_checked(data.get("limits", {}), Limits, source, "limits"))
    tables = data.get("feed", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise SourceError(source, "feed: each feed is a table of its own, under [[feed]]")
    if not tables:
        raise SourceError(source, "there is no [[feed]] in it")
    feeds: list[Feed] = []
    for number, table in enumerate(tables, start=1):
        where = f"feed {number}"
        if "url" not in table:
            raise SourceError(source, f"{where}: url: is missing")
        feed = Feed(**{**defaults, **_checked(table, Feed, source, where)})
        if feed.url in {other.url for other in feeds}:
            raise SourceError(source, f"{where}: url: {feed.url} is listed twice")
        feeds.append(feed)
    return FeedList(tuple(feeds), limits)


def _checked(
    table: Any, kind: type, source: str, where: str, without: tuple[str, ...] = ()
) -> dict[str, Any]:
    """The values of a table for the fields of `kind`, each of its type and in its bounds."""
    if not isinstance(table, dict):
        raise SourceError(source, f"{where}: this is to be a table, [{where}]")
    types = {field.name: str(field.type) for field in fields(kind) if field.name not in without}
    _known(table, types, source, f"{where}: ")
    return {key: _value(key, value, types[key], f"{where}: {key}", source) for key, value in table.items()}


def _value(key: str, value: Any, kind: str, where: str, source: str) -> Any:
    if kind == "bool":
        if isinstance(value, bool):
            return value
        raise SourceError(source, f"{where}: true or false, not {value!r}")
    if kind == "float":
        least = 0.0 if key == "delay" else 1.0
        seconds = _seconds(value)
        if seconds is None:
            raise SourceError(source, f"{where}: a time such as 90, '15m' or '2h', not {value!r}")
        if seconds < least:
            raise SourceError(source, f"{where}: at least {least:g} seconds, not {value!r}")
        return seconds
    if kind == "int":
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        raise SourceError(source, f"{where}: a whole number above zero, not {value!r}")
    if not isinstance(value, str) or not value.strip():
        raise SourceError(source, f"{where}: words between quotation marks, not {value!r}")
    if key == "language" and not re.fullmatch("[a-z]{2}", value):
        raise SourceError(source, f"{where}: a code of two letters such as 'en', not {value!r}")
    if key == "url" and not _is_address(value):
        raise SourceError(source, f"{where}: an address that begins with http:// or https://, not {value!r}")
    return value.strip()


def _known(table: Mapping[str, Any], keys: Any, source: str, where: str) -> None:
    for key in table:
        if key not in keys:
            near = difflib.get_close_matches(key, list(keys), n=1)
            meant = f"; is {near[0]} meant?" if near else f"; there are {', '.join(keys)}"
            raise SourceError(source, f"{where}{key}: there is no such key{meant}")


def _seconds(value: Any) -> float | None:
    """Seconds of `90`, `"90"`, `"15m"`, `"2h"`, `"1d"`."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    match = _DURATION.fullmatch(value.strip().lower()) if isinstance(value, str) else None
    return float(match[1]) * _UNITS[match[2]] if match else None


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
