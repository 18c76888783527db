"""A site with feeds, and a watch that keeps what it found in a list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dragoman.sources.feeds import Feed, FeedList, Limits, Round, Taken, Watcher
from tests.sources.site import Site, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.records import Article

PAGE = (Path(__file__).parent.parent / "data" / "article.html").read_text(encoding="utf-8")
DAY = "<pubDate>Thu, 16 Mar 2023 10:00:00 GMT</pubDate>"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


def feed_of(site: Site, path: str = "/rss", **more: object) -> Feed:
    return Feed(site.url + path, allow_private=True, **more)  # type: ignore[arg-type]


def page(words: str) -> str:
    """A page with an article that begins with `words`."""
    return PAGE.replace("The council of Port Ilmar said", f"{words}, the council of Port Ilmar said")


def begins(article: Article) -> str:
    """The words that the page of an article was made with."""
    return article.text.partition("— ")[2].partition(", the council")[0]


def item(link: str, title: str = "A title", more: str = DAY) -> str:
    return f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid>{more}</item>"


def rss(*items: str) -> str:
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{"".join(items)}</channel></rss>'
    )


class Desk:
    """Watches one site's feeds; each `look` is a program that starts, looks once, and ends."""

    def __init__(self, state: Path) -> None:
        self.state = state
        self.now = 1_700_000_000.0
        self.articles: list[Article] = []
        self.ids: set[str] = set()

    def take(self, articles: list[Article]) -> Taken:
        new = {article.id for article in articles} - self.ids
        self.ids |= new
        self.articles += [article for article in articles if article.id in new]
        return Taken(new, {article.id for article in articles} - new)

    def look(self, *feeds: Feed, limits: Limits | None = None) -> list[Round]:
        rounds: list[Round] = []
        limits = limits or Limits(delay=0, timeout=5)
        watcher = Watcher(FeedList(feeds, limits), self.state, clock=lambda: self.now)
        watcher.run(self.take, once=True, on_round=rounds.append)
        return rounds


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "feeds-state.json")
