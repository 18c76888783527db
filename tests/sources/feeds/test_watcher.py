"""The watch: what is new is fetched once, from sites that behave and sites that do not."""

from __future__ import annotations

import json
import threading
import time
from typing import TYPE_CHECKING

import pytest

from dragoman.sources.feeds import FeedList, Limits, Taken, Watcher
from dragoman.sources.feeds.watcher import wait_of
from tests.sources.feeds.conftest import Desk, begins, feed_of, item, page, rss

if TYPE_CHECKING:
    from pathlib import Path

    from dragoman.records import Article
    from dragoman.sources.feeds import Round
    from tests.sources.site import Request, Site


# --- what is new ---


def test_new_entries_become_articles_oldest_first(site: Site, desk: Desk) -> None:
    site.answers = {
        "/rss": rss(item("/2", "Second"), item("/1", "First")),
        "/1": page("One"),
        "/2": page("Two"),
    }
    (round,) = desk.look(feed_of(site, publisher="The Courier", language="en"))
    assert (round.entries, round.new, round.known, round.refused, round.error) == (2, 2, 0, [], None)
    first, second = desk.articles
    assert (first.title, first.published, first.publisher) == ("First", "2023-03-16", "The Courier")
    assert (first.url, first.language) == (f"{site.url}/1", "en")
    assert "One, the council of Port Ilmar said" in first.text
    assert second.title == "Second"


def test_what_was_seen_is_not_fetched_again(site: Site, desk: Desk) -> None:
    site.answers = {"/rss": rss(item("/1")), "/1": page("One"), "/2": page("Two")}
    desk.look(feed_of(site))
    site.answers["/rss"] = rss(item("/2"), item("/1"))
    (round,) = desk.look(feed_of(site))
    assert (round.new, round.known) == (1, 0)
    assert site.paths() == ["/rss", "/1", "/rss", "/2"]


@pytest.mark.parametrize("broken", [None, "", "{", '{"format": 1, "feeds": {"x": 7}}', '{"format": 99}'])
def test_a_lost_or_broken_state_costs_a_second_look_and_no_more(
    site: Site, desk: Desk, broken: str | None
) -> None:
    site.answers = {"/rss": rss(item("/1")), "/1": page("One")}
    desk.look(feed_of(site))
    if broken is None:
        desk.state.unlink()
    else:
        desk.state.write_text(broken)
    (round,) = desk.look(feed_of(site))
    assert (round.new, round.known) == (0, 1)
    assert len(desk.articles) == 1


def test_an_unchanged_feed_is_not_sent_again(site: Site, desk: Desk) -> None:
    def feed(request: Request) -> None:
        if request.headers.get("If-None-Match") == '"one"' and request.headers.get("If-Modified-Since"):
            request.answer(b"", 304)
        else:
            request.answer(rss(item("/1")), ETag='"one"', Last_Modified="Thu, 16 Mar 2023 10:00:00 GMT")

    site.answers = {"/rss": feed, "/1": page("One")}
    assert not desk.look(feed_of(site))[0].unchanged
    (round,) = desk.look(feed_of(site))
    assert round.unchanged
    assert round.error is None


def test_an_entry_that_changes_is_fetched_again_but_not_at_every_look(site: Site, desk: Desk) -> None:
    def feed(hour: int) -> str:
        return rss(item("/1", more=f"<pubDate>Thu, 16 Mar 2023 {hour}:00:00 GMT</pubDate>"))

    site.answers = {"/rss": feed(10), "/1": page("One")}
    desk.look(feed_of(site))
    site.answers |= {"/rss": feed(11), "/1": page("One, corrected")}
    desk.look(feed_of(site))
    assert site.paths().count("/1") == 1
    desk.now += 7 * 3_600
    desk.look(feed_of(site))
    assert [begins(article) for article in desk.articles] == ["One", "One, corrected"]


def test_the_text_that_a_feed_gives_is_an_article_where_pages_are_not_wanted(site: Site, desk: Desk) -> None:
    more = "<description>&lt;p&gt;Kenya recalled its envoy.&lt;/p&gt;&lt;p&gt;Why?&lt;/p&gt;</description>"
    site.answers = {"/rss": rss(item("/1", "Envoy &amp;amp; more", more), item("/2", "Empty"))}
    (round,) = desk.look(feed_of(site, full_text=False))
    (article,) = desk.articles
    assert (article.text, article.title) == ("Kenya recalled its envoy.\nWhy?", "Envoy & more")
    assert (article.publisher, article.published) == ("127.0.0.1", None)
    assert [error.cause for error in round.refused] == ["the feed gives no text of it"]
    assert site.paths() == ["/rss"]


def test_a_page_without_an_article_leaves_the_feeds_own_text_if_it_is_long_enough(
    site: Site, desk: Desk
) -> None:
    long = f"<description>{'Kenya recalled its envoy from Uganda. ' * 5}</description>"
    site.answers = {
        "/rss": rss(item("/1", more=long), item("/2", more="<description>Short.</description>")),
        "/1": "<html><body>Please pay.</body></html>",
        "/2": "<html><body>Please pay.</body></html>",
    }
    (round,) = desk.look(feed_of(site))
    assert [article.url for article in desk.articles] == [f"{site.url}/1"]
    assert [error.cause for error in round.refused] == ["there is no article on the page"]


def test_entries_without_a_page_to_fetch(site: Site, desk: Desk) -> None:
    more = "<description>Kenya recalled its envoy.</description>"
    site.answers = {
        "/rss": rss(
            item("javascript:alert(1)", "Script", more), item("mailto:a@b.example", "Mail"), item("", "None")
        )
    }
    (round,) = desk.look(feed_of(site))
    assert [(article.title, article.url) for article in desk.articles] == [("Script", None)]
    assert len(round.refused) == 2
    assert site.paths() == ["/rss"]


# --- sites that do not behave ---


def broken(site: Site, desk: Desk, answer: object, **limits: object) -> Round:
    site.answers["/rss"] = answer  # type: ignore[assignment]
    settings = {"delay": 0, "timeout": 0.6, "feed_bytes": 500_000, **limits}
    (round,) = desk.look(feed_of(site), limits=Limits(**settings))  # type: ignore[arg-type]
    assert desk.articles == []
    return round


def never_ending(request: Request) -> None:
    request.send_response(200)
    request.end_headers()
    for _ in range(100_000):
        request.wfile.write(item("/1").encode() * 100)


def one_byte_at_a_time(request: Request) -> None:
    request.send_response(200)
    request.end_headers()
    for byte in rss(item("/1")).encode():
        request.wfile.write(bytes([byte]))
        time.sleep(0.05)


def a_head_that_drips(request: Request) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(100):
        request.wfile.write(f"X-{number}: y\r\n".encode())
        time.sleep(0.05)


def gzip_bomb(request: Request) -> None:
    import gzip

    request.answer(gzip.compress(b"<rss>" + b" " * 20_000_000), Content_Encoding="gzip")


def broken_off(request: Request) -> None:
    request.send_response(200)
    request.send_header("Content-Length", "100000")
    request.end_headers()
    request.wfile.write(b"<rss>")


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (never_ending, "too big: at most 0.5 MB"),
        (one_byte_at_a_time, "took too long"),
        (a_head_that_drips, "took too long"),
        (gzip_bomb, "too big: at most 0.5 MB"),
        (broken_off, "the page breaks off"),
        (lambda request: request.answer(b"", 500), "the site answered 500"),
        (lambda request: request.answer(b"", 410), "the site answered 410"),
        (lambda request: request.answer(b"", 302, Location="/rss"), "moved more than 5 times"),
        (lambda request: request.answer(b"", 302, Location="ftp://a.example/"), "not on the web"),
        (lambda request: request.answer(b"", 302, Location="http://[::1"), "what is no address"),
        (lambda request: request.answer(b"x", Content_Encoding="br"), "packed as 'br'"),
        (lambda request: request.answer(b"not packed", Content_Encoding="gzip"), "came broken"),
        (lambda request: request.wfile.write(b"SSH-2.0\r\n"), "cannot be reached"),
        ("<html><body>We have moved.</body></html>", "this is no feed"),
        ("", "this is no feed"),
        (b"\x89PNG\r\n\x00\x00", "this is a picture, not text"),
        (b"\xff\xfe<\x00r\x00s", "breaks off UTF-16"),
        (
            '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><rss><channel>&b;</channel></rss>',
            "declares entities of its own",
        ),
        (
            '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]><rss><channel>&a;</channel></rss>',
            "declares entities of its own",
        ),
    ],
)
def test_a_feed_that_cannot_be_read_is_told_and_left_alone_for_longer(
    site: Site, desk: Desk, answer: object, cause: str
) -> None:
    round = broken(site, desk, answer)
    assert round.error is not None
    assert cause in round.error.cause
    assert round.error.source == f"{site.url}/rss"
    assert round.wait == wait_of(round.feed, 1) > 2 * round.feed.every


def test_a_feed_that_is_not_well_formed_is_read_as_far_as_it_goes(site: Site, desk: Desk) -> None:
    site.answers = {
        "/rss": rss(item("/1", "Ben & Jo <3"), item("/2"))[:-60].replace("</item>", "", 1),
        "/1": page("One"),
        "/2": page("Two"),
    }
    (round,) = desk.look(feed_of(site))
    assert round.error is None
    assert desk.articles


def test_feeds_in_all_kinds_of_letters(site: Site, desk: Desk) -> None:
    def text(number: int) -> str:
        return rss(item(f"/{number}", "Déjà vu in Łódź"))

    site.answers = {f"/{number}": page(f"Number {number}") for number in range(5)}

    def sent(data: bytes, kind: str) -> object:
        return lambda request: request.answer(data, Content_Type=kind)

    site.answers |= {
        "/utf16": sent(text(0).encode("utf-16"), "application/xml"),
        "/header": sent(text(1).encode("iso-8859-2", "replace"), "text/xml; charset=iso-8859-2"),
        "/wrong": sent(text(2).encode(), "text/xml; charset=us-ascii"),
        "/declared": sent(
            text(3).replace("?>", ' encoding="iso-8859-2"?>').encode("iso-8859-2", "replace"), "text/xml"
        ),
        "/nonsense": sent(text(4).encode(), "text/xml; charset=klingon"),
    }  # type: ignore[dict-item]
    desk.look(*(feed_of(site, path) for path in ("/utf16", "/header", "/wrong", "/declared", "/nonsense")))
    assert len(desk.articles) == 5
    assert all("vu in Łódź" in (article.title or "") for article in desk.articles)


def test_an_enormous_title_is_cut_and_too_many_entries_are_left_out(site: Site, desk: Desk) -> None:
    more = "<description>Kenya recalled its envoy.</description>"
    site.answers["/rss"] = rss(*(item(f"/{n}", "word " * 20_000, more) for n in range(30)))
    (round,) = desk.look(feed_of(site, full_text=False), limits=Limits(delay=0, entries=10))
    assert (round.entries, round.new) == (10, 10)
    assert all(len(article.title or "") <= 502 for article in desk.articles)


def test_one_bad_page_costs_only_itself(site: Site, desk: Desk) -> None:
    site.answers = {
        "/rss": rss(*(item(f"/{n}") for n in ("good", "gone", "big", "film", "loop", "deep", "pdf"))),
        "/good": page("Good"),
        "/big": lambda request: request.answer(b"<html>" + b"x" * 200_000),
        "/film": lambda request: request.answer(b"\x00\x01", Content_Type="video/mp4"),
        "/loop": lambda request: request.answer(b"", 301, Location="/loop"),
        "/deep": "<html><body>" + "<div>" * 20_000,
        "/pdf": lambda request: request.answer(b"%PDF-1.4 broken", Content_Type="application/pdf"),
    }
    (round,) = desk.look(feed_of(site), limits=Limits(delay=0, timeout=2, page_bytes=150_000))
    causes = {error.source.rpartition("/")[2]: error.cause for error in round.refused}
    assert round.new == 1
    assert causes["gone"].startswith("the site answered 404")
    assert "too big" in causes["big"]
    assert causes["film"] == "this is video/mp4, not an article"
    assert "moved more than" in causes["loop"]
    assert causes["deep"] == "there is no article on the page"
    assert causes["pdf"] == "the PDF is broken"


def test_a_page_that_cannot_be_had_is_tried_three_times(site: Site, desk: Desk) -> None:
    site.answers = {"/rss": rss(item("/1")), "/1": lambda request: request.answer(b"", 500)}
    assert [desk.look(feed_of(site))[0].left for _ in range(5)] == [1, 1, 0, 0, 0]
    assert site.paths().count("/1") == 3


def test_entries_that_are_left_keep_the_feed_from_being_taken_for_unchanged(site: Site, desk: Desk) -> None:
    site.answers = {
        "/rss": lambda request: request.answer(
            *((b"", 304) if request.headers.get("If-None-Match") else (rss(item("/1")), 200)), ETag='"x"'
        ),
        "/1": lambda request: request.answer(b"", 500),
    }
    desk.look(feed_of(site))
    site.answers["/1"] = page("One")
    assert desk.look(feed_of(site))[0].new == 1
    assert desk.look(feed_of(site))[0].unchanged


# --- the loop ---


def test_the_loop_looks_again_when_a_feed_falls_due_and_ends_when_told(site: Site, tmp_path: Path) -> None:
    site.answers = {"/rss": rss(item("/1")), "/1": page("One"), "/2": page("Two")}
    watcher = Watcher(FeedList((feed_of(site, every=0.2),), Limits(delay=0)), tmp_path / "feeds-state.json")
    taken: list[Article] = []

    def sink(articles: list[Article]) -> Taken:
        taken.extend(articles)
        site.answers["/rss"] = rss(item("/2"), item("/1"))
        return Taken({article.id for article in articles})

    rounds: list[Round] = []

    def on_round(round: Round) -> None:
        rounds.append(round)
        if len(taken) == 2:
            watcher.stop()

    watcher.run(sink, on_round=on_round)
    assert [begins(article) for article in taken] == ["One", "Two"]
    assert (
        json.loads((tmp_path / "feeds-state.json").read_text())["feeds"][f"{site.url}/rss"]["failures"] == 0
    )


def test_what_was_found_is_handed_on_when_the_watch_is_told_to_end(site: Site, desk: Desk) -> None:
    held = threading.Event()

    def slow(request: Request) -> None:
        held.wait(60)
        request.answer(page("Slow"))

    site.answers = {"/rss": rss(item("/slow"), item("/1")), "/1": page("One"), "/slow": slow}
    watcher = Watcher(FeedList((feed_of(site),), Limits(delay=0)), desk.state)

    def end() -> None:
        while len(site.paths()) < 3:
            time.sleep(0.01)
        watcher.stop()

    threading.Thread(target=end).start()
    started = time.monotonic()
    watcher.run(desk.take)
    assert time.monotonic() - started < 30
    assert [begins(article) for article in desk.articles] == ["One"]
    held.set()


def test_articles_that_cannot_be_kept_are_fetched_again(site: Site, desk: Desk) -> None:
    site.answers = {"/rss": rss(item("/1")), "/1": page("One")}

    def full(articles: list[Article]) -> Taken:
        raise OSError("no space left on device")

    rounds: list[Round] = []
    limits = Limits(delay=0)
    Watcher(FeedList((feed_of(site),), limits), desk.state, clock=lambda: desk.now).run(
        full, once=True, on_round=rounds.append
    )
    assert rounds[0].error is not None
    assert rounds[0].error.cause == "its articles cannot be kept: no space left on device"
    desk.now += rounds[0].wait + 1
    assert desk.look(feed_of(site))[0].new == 1
