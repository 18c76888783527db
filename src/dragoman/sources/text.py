"""Plain text: the article is the file."""

from __future__ import annotations

from dragoman.reading.dateline import find_dateline
from dragoman.records import Article
from dragoman.sources.encoding import decode
from dragoman.sources.errors import SourceError


def article_from_text(data: bytes, source: str, declared: str | None = None) -> Article:
    """The article in a plain text file. Its text is the file's, character by character.

    A byline at its head names the authors. Raises SourceError if there are no words in it or the
    bytes cannot be decoded.
    """
    return article_of(decode(data, source, declared), source)


def article_of(text: str, source: str) -> Article:
    """As `article_from_text`, for text that is decoded already."""
    if not text.strip():
        raise SourceError(source, "there is nothing in it")
    if not any(map(str.isalpha, text)):
        raise SourceError(source, "there are no words in it")
    head = len(text) - len(text.lstrip())
    found = find_dateline(text, head)
    return Article(text, authors=found.authors if found else ())
