"""Feeds (RSS, Atom): which are watched, and the watch over them."""

from __future__ import annotations

from dragoman.sources.feeds.entries import Entry, entries_of
from dragoman.sources.feeds.listed import Feed, FeedList, Limits, read_feeds
from dragoman.sources.feeds.watcher import Round, Taken, Watcher

__all__ = ["Entry", "Feed", "FeedList", "Limits", "Round", "Taken", "Watcher", "entries_of", "read_feeds"]
