"""A feed as a source like any other: its entries' articles, once, and nothing remembered."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING

from dragoman.sources.feeds.listed import Feed, FeedList, Limits
from dragoman.sources.feeds.watcher import Round, Taken, Watcher

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.records import Article
    from dragoman.sources.errors import SourceError


def articles_of_feed(
    url: str, *, max_bytes: int, timeout: float, public_only: bool
) -> Iterator[Article | SourceError]:
    """The articles of the feed at `url` as they are fetched, oldest first; an entry that gives none is a
    SourceError. Raises SourceError if the feed cannot be read."""
    limits = Limits(page_bytes=max_bytes, feed_bytes=max_bytes, timeout=timeout)
    watcher = Watcher(FeedList((Feed(url, allow_private=not public_only),), limits))
    found: queue.SimpleQueue[Article | Round | None] = queue.SimpleQueue()

    def sink(articles: list[Article]) -> Taken:
        for article in articles:
            found.put(article)
        return Taken({article.id for article in articles})

    def work() -> None:
        try:
            watcher.run(sink, once=True, on_round=found.put, batch=1)
        finally:
            found.put(None)

    threading.Thread(target=work, daemon=True).start()
    try:
        while (one := found.get()) is not None:
            if not isinstance(one, Round):
                yield one
            elif one.error is not None:
                raise one.error
            else:
                yield from one.refused
    finally:
        watcher.stop()
