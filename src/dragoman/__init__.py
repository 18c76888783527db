"""Dragoman reads news: who did what to whom, when, where, on whose word, and whether it happened.

>>> import dragoman
>>> reader = dragoman.load()
>>> report = reader.read("Russia rejected Ukraine's demand.", published="2022-01-27")
>>> report.events[0].type
'REJECT'

`load()` gives a `Reader`; `Reader.read` and `Reader.pipe` give `Report`s, whose records stand in
`dragoman.records`. Importing this package is quick: spaCy and the models load with `load()`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragoman.records import Article, Event, Party, Quote, Report

if TYPE_CHECKING:
    from dragoman.reading.reader import Reader, ReadingError, load

__version__ = "0.1.0"
__all__ = ["Article", "Event", "Party", "Quote", "Reader", "ReadingError", "Report", "__version__", "load"]


def __getattr__(name: str) -> Any:
    if name in ("Reader", "ReadingError", "load"):
        from dragoman.reading import reader

        return getattr(reader, name)
    raise AttributeError(f"module 'dragoman' has no attribute {name!r}")
