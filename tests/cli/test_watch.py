"""`dragoman watch`: feeds into a store, a line for each look, and a clean end."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import TYPE_CHECKING

import pytest
import spacy
import typer
from typer.testing import CliRunner

import dragoman
from cli.conftest import Knowing
from dragoman.cli import watch
from dragoman.sources.feeds import Feed, FeedList, Limits
from dragoman.store import Store
from gold.reports import gold_report
from tests.sources.feeds.conftest import item, rss
from tests.sources.site import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from click.testing import Result

    from tests.sources.site import Request, Site

GOLD = gold_report("dev-01")


def page(text: str, title: str = "A title") -> str:
    paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n") if part.strip())
    head = f"<!doctype html><html><head><title>{title}</title></head>"
    return f"{head}<body><article>{paragraphs}</article></body></html>"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        site.answers = {"/rss": rss(item("/1", "Kenya recalls envoy")), "/1": page(GOLD.article.text)}
        yield site


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Knowing:
    knowing = Knowing()
    knowing.nlp = spacy.blank("en")  # type: ignore[attr-defined]
    knowing.knowledge = None  # type: ignore[attr-defined]
    monkeypatch.setattr(dragoman, "load", lambda **_: knowing, raising=False)
    return knowing


@pytest.fixture
def run(reader: Knowing, tmp_path: Path) -> Callable[..., Result]:
    """Runs `dragoman watch FEEDS --store …/store --once`, the list of feeds being given as text."""
    app = typer.Typer()
    app.command()(watch.command)

    def invoke(feeds: str, *options: str) -> Result:
        (tmp_path / "feeds.toml").write_text(feeds, encoding="utf-8")
        arguments = [
            str(tmp_path / "feeds.toml"),
            "--store",
            str(tmp_path / "store"),
            "--once",
            "--no-stories",
        ]
        return CliRunner().invoke(app, [*arguments, *options])

    return invoke


def listed(site: Site, *paths: str) -> str:
    feeds = "".join(f'[[feed]]\nurl = "{site.url}{path}"\n' for path in paths or ("/rss",))
    return f"[defaults]\nallow_private = true\n[limits]\ndelay = 0\ntimeout = 2\n{feeds}"


def test_new_articles_are_in_the_store_and_known_the_next_time(
    run: Callable[..., Result], site: Site, tmp_path: Path
) -> None:
    result = run(listed(site))
    assert (result.exit_code, result.stderr) == (0, "")
    assert f"{site.url}/rss: 1 new, 0 known, 0 refused; next look in 1" in result.stdout
    store = Store(tmp_path / "store")
    (article,) = store.sql("SELECT title, url, published_day, publisher FROM articles").rows()
    assert (article["title"], article["url"]) == ("Kenya recalls envoy", f"{site.url}/1")
    assert str(article["published_day"]) == "2023-03-16"
    assert store.version == 1
    assert (tmp_path / "store" / "feeds-state.json").exists()

    assert "0 new, 0 known, 0 refused" in run(listed(site)).stdout
    (tmp_path / "store" / "feeds-state.json").unlink()
    assert "0 new, 1 known, 0 refused" in run(listed(site)).stdout
    assert Store(tmp_path / "store").version == 1


def test_what_is_refused_is_told_with_its_cause(run: Callable[..., Result], site: Site) -> None:
    site.answers |= {
        "/rss": rss(item("/1"), item("/2"), item("/3")),
        "/2": page("unreadable " * 30),
    }
    result = run(listed(site))
    assert "1 new, 0 known, 2 refused" in result.stdout
    lines = sorted(result.stderr.splitlines())
    assert lines[0] == f"dragoman: {site.url}/2: cannot be read: ReadingError: too long for an article"
    assert lines[1] == f"dragoman: {site.url}/3: the site answered 404 Not Found"


def test_a_feed_that_fails_is_one_line_and_does_not_keep_the_others_from_being_read(
    run: Callable[..., Result], site: Site
) -> None:
    result = run(listed(site, "/missing", "/rss"))
    assert result.exit_code == 1
    assert "1 new" in result.stdout
    assert f"{site.url}/missing: the site answered 404 Not Found; next look in" in result.stderr
    assert result.stderr.count("\n") == 1
    assert run(listed(site, "/missing")).exit_code == 2


def test_the_limit_of_a_page_can_be_set(run: Callable[..., Result], site: Site) -> None:
    result = run(listed(site), "--max-bytes", "1000")
    assert "0 new, 0 known, 1 refused, 1 left for later" in result.stdout
    assert "too big: at most 0.0 MB" in result.stderr


def test_a_list_that_is_wrong_is_one_line_and_nothing_is_made(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    result = run('[[feed]]\nurl = "http://a.example/rss"\nevry = "15m"\n')
    assert (result.exit_code, result.stdout) == (2, "")
    cause = "feed 1: evry: there is no such key; is every meant?"
    assert result.stderr == f"dragoman: {tmp_path / 'feeds.toml'}: {cause}\n"
    assert not (tmp_path / "store").exists()


def test_a_signal_ends_the_watch_when_what_was_read_is_kept(
    reader: Knowing, site: Site, tmp_path: Path
) -> None:
    held = threading.Event()

    def slow(request: Request) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        held.wait(60)

    site.answers |= {"/rss": rss(item("/slow"), item("/1")), "/slow": slow}
    store = Store(tmp_path / "store", create=True)
    feeds = FeedList((Feed(f"{site.url}/rss", allow_private=True),), Limits(delay=0))
    commits: list[int] = []
    before = signal.getsignal(signal.SIGTERM)
    started = time.monotonic()
    watch.watch(
        store,
        reader,  # type: ignore[arg-type]
        feeds,
        tmp_path / "state.json",
        stories=False,
        after_commit=lambda store, version: commits.append(version),
    )
    held.set()
    assert time.monotonic() - started < 30
    assert signal.getsignal(signal.SIGTERM) is before
    assert commits == [1]
    assert Store(tmp_path / "store").sql("SELECT count(*) AS n FROM articles").rows() == [{"n": 1}]
