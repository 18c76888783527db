"""Web pages: the article without what is around it, by trafilatura."""

from __future__ import annotations

import logging
import re

from dragoman.records import Article
from dragoman.sources.dates import published_date
from dragoman.sources.encoding import decode
from dragoman.sources.errors import SourceError

FEWEST_WORDS = 20
"""A page whose main text has fewer words is an index, an error or a form, not an article."""
MAX_TAGS = 200_000
"""The most tags of a page. Long pages of news have 20,000; the time that extraction takes grows with the
square.
"""

_TAG = re.compile(r"<[A-Za-z]")


def article_from_html(
    data: bytes, source: str, *, url: str | None = None, declared: str | None = None, max_tags: int = MAX_TAGS
) -> Article:
    """The article on a page: main text, title, authors, date, site and address as far as the page tells them.

    `url` is where the page came from. Raises SourceError if the page has no article on it, or more than
    `max_tags` tags.
    """
    import trafilatura
    from trafilatura.settings import Document

    for name in ("trafilatura", "htmldate", "readability"):
        # Its notes on pages it cannot read say in other words what the SourceError says.
        logging.getLogger(name).addHandler(logging.NullHandler())
    text = decode(data, source, declared or _declared(data))
    # Counting "<" is quick; scripts have it too, so only where there are many the tags are told apart.
    if text.count("<") > max_tags and sum(1 for _ in _TAG.finditer(text)) > max_tags:
        raise SourceError(source, f"the page has more than {max_tags:,} tags")
    try:
        found = trafilatura.bare_extraction(
            text,
            url=url,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except Exception as error:
        # Parsers meet pages that nobody thought of; one bad page must not stop the rest.
        raise SourceError(source, f"the page cannot be parsed: {type(error).__name__}") from error
    body = (found.text or "").strip() if isinstance(found, Document) else ""
    if not isinstance(found, Document) or len(body.split()) < FEWEST_WORDS:
        raise SourceError(source, "there is no article on the page")
    return Article(
        body,
        title=_line(found.title),
        published=published_date(found.date, source),
        publisher=_line(found.sitename) or _line(found.hostname),
        url=url or found.url or None,
        authors=tuple(name.strip() for name in (found.author or "").split(";") if name.strip()),
    )


def looks_like_html(data: bytes) -> bool:
    """True if `data` begins as a web page does."""
    head = data[:2_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or (
        head.startswith((b"<?xml", b"<!--")) and b"<html" in head
    )


def _declared(data: bytes) -> str | None:
    """The charset that the page itself names in its head."""
    match = re.search(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", data[:4_000], re.IGNORECASE)
    return match[1].decode("ascii") if match else None


def _line(value: str | None) -> str | None:
    return " ".join(value.split()) or None if value else None
