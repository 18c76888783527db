"""Plain text: the article is the file, less a head that tells its title, date and publisher."""

from __future__ import annotations

import re

from dragoman.reading.dateline import find_dateline
from dragoman.records import Article
from dragoman.sources.dates import published_date
from dragoman.sources.encoding import decode
from dragoman.sources.errors import SourceError

_NAMES = {
    "title": "title",
    "headline": "title",
    "published": "published",
    "date": "published",
    "publisher": "publisher",
    "source": "publisher",
    "url": "url",
    "author": "authors",
    "authors": "authors",
}
_LINE = rf"(?:{'|'.join(_NAMES)})[ \t]*:[^\r\n]{{0,2000}}\r?\n"
_HEAD = re.compile(rf"(?:{_LINE}){{1,20}}(?:[ \t]*\r?\n)+", re.IGNORECASE)


def article_from_text(data: bytes, source: str, declared: str | None = None) -> Article:
    """The article in a plain text file. Its text is the file's, character by character, after the head.

    A head is lines such as `Title: …`, `Published: …`, `Publisher: …`, `Url: …`, `Author: …` before a
    blank line. A byline names the authors where the head does not. Raises SourceError if there are no
    words in it or the bytes cannot be decoded.
    """
    return article_of(decode(data, source, declared), source)


def article_of(text: str, source: str) -> Article:
    """As `article_from_text`, for text that is decoded already.

    >>> article = article_of("Title: Envoy recalled\\nDate: 16 March 2023\\n\\nKenya recalled …", "a.txt")
    >>> article.title, article.published, article.text
    ('Envoy recalled', '2023-03-16', 'Kenya recalled …')
    """
    told, start = _head(text)
    text = text[start:]
    if not text.strip():
        raise SourceError(source, "there is nothing in it")
    if not any(map(str.isalpha, text)):
        raise SourceError(source, "there are no words in it")
    found = find_dateline(text, len(text) - len(text.lstrip()))
    authors = tuple(name.strip() for name in told.get("authors", "").split(";") if name.strip())
    return Article(
        text,
        title=told.get("title"),
        published=published_date(told.get("published"), source),
        publisher=told.get("publisher"),
        url=told.get("url"),
        authors=authors or (found.authors if found else ()),
    )


def _head(text: str) -> tuple[dict[str, str], int]:
    """What the lines "Name: value" at the head of a text tell, and where the article itself begins.

    All lines before the first blank one must be of this form; otherwise the head is part of the article.
    """
    match = _HEAD.match(text)
    if match is None:
        return {}, 0
    told: dict[str, str] = {}
    for line in match[0].splitlines():
        name, _, value = line.partition(":")
        if value.strip():
            told.setdefault(_NAMES[name.strip().lower()], value.strip())
    return told, match.end()
