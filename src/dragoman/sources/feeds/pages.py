"""From an entry of a feed, and its page where that is fetched, to an article."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dragoman.records import Article
from dragoman.sources.errors import SourceError
from dragoman.sources.html import FEWEST_WORDS, article_from_html, looks_like_html

if TYPE_CHECKING:
    from dragoman.sources.feeds.entries import Entry
    from dragoman.sources.feeds.listed import Feed
    from dragoman.sources.net import Page


def article_of_page(feed: Feed, entry: Entry, page: Page) -> Article:
    """The article on an entry's page. Where there is none (a film, a wall that wants to be paid), the text
    that the feed itself gives will do, if it is long enough.

    Raises SourceError, naming the address, if there is neither.
    """
    source = entry.link or page.url
    try:
        found = _on_page(page, source)
    except SourceError:
        if len(entry.content.split()) < FEWEST_WORDS:
            raise
        return article_of_content(feed, entry)
    host = (urlsplit(page.url).hostname or "").removeprefix("www.")
    return _with_language(
        replace(
            found,
            id="",
            title=entry.title or found.title,
            published=entry.published or found.published,
            publisher=feed.publisher or found.publisher or host,
            url=page.url,
            authors=found.authors or entry.authors,
        ),
        feed,
    )


def article_of_content(feed: Feed, entry: Entry) -> Article:
    """The article that a feed gives in an entry itself. Raises SourceError if it gives no words."""
    if not any(map(str.isalpha, entry.content)):
        raise SourceError(entry.link or feed.url, "the feed gives no text of it")
    host = (urlsplit(entry.link or feed.url).hostname or "").removeprefix("www.")
    article = Article(
        entry.content,
        title=entry.title,
        published=entry.published,
        publisher=feed.publisher or host,
        url=entry.link,
        authors=entry.authors,
    )
    return _with_language(article, feed)


def _on_page(page: Page, source: str) -> Article:
    if page.data[:1024].lstrip().startswith(b"%PDF"):
        from dragoman.sources.pdf import article_from_pdf

        return article_from_pdf(page.data, source)
    if page.kind not in ("text/html", "application/xhtml+xml") and not looks_like_html(page.data):
        raise SourceError(source, f"this is {page.kind}, not an article")
    return article_from_html(page.data, source, url=page.url, declared=page.charset)


def _with_language(article: Article, feed: Feed) -> Article:
    from dragoman.reading.language import detect_language

    return replace(article, id="", language=feed.language or detect_language(article.text))
