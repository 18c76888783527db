"""The manners of the watch: private networks, robots.txt, pauses, and sites that ask to be left alone."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from dragoman.sources.feeds import Feed, Limits
from dragoman.sources.feeds.watcher import LONGEST_WAIT, wait_of
from tests.sources.feeds.conftest import Desk, feed_of, item, page, rss

if TYPE_CHECKING:
    from tests.sources.site import Site


# --- private networks ---


def test_a_feed_in_a_private_network_is_read_only_where_that_is_allowed(site: Site, desk: Desk) -> None:
    site.answers["/rss"] = rss(item("/1"))
    (round,) = desk.look(Feed(f"{site.url}/rss"))
    assert round.error is not None
    assert "the address is not public" in round.error.cause
    assert site.asked == []


# --- manners ---


def test_robots_txt_is_asked_once_and_kept_to(site: Site, desk: Desk) -> None:
    site.answers = {
        "/robots.txt": "User-agent: *\nDisallow: /secret/\nDisallow: /*.pdf$",
        "/rss": rss(item("/secret/1"), item("/paper.pdf"), item("/open")),
        "/open": page("Open"),
    }
    (round,) = desk.look(feed_of(site))
    assert round.new == 1
    assert {error.cause for error in round.refused} == {"robots.txt does not allow it"}
    assert site.paths() == ["/rss", "/open"]
    assert [path for path, _, _ in site.asked].count("/robots.txt") == 1
    assert site.asked[0][2]["User-Agent"].startswith("dragoman/")


def test_a_robots_txt_that_cannot_be_had_asks_to_wait(site: Site, desk: Desk) -> None:
    site.answers = {"/robots.txt": lambda request: request.answer(b"", 503), "/rss": rss(item("/1"))}
    (round,) = desk.look(feed_of(site))
    assert round.error is not None
    assert "robots.txt cannot be had: the site answered 503" in round.error.cause
    assert site.paths() == []


def test_requests_to_one_host_keep_their_distance(site: Site, desk: Desk) -> None:
    site.answers = {
        "/rss": rss(item("/1"), item("/2")),
        "/other": rss(item("/3")),
        **{f"/{n}": page(f"Number {n}") for n in (1, 2, 3)},
    }
    desk.look(feed_of(site), feed_of(site, "/other"), limits=Limits(delay=0.1))
    times = [at for _, at, _ in site.asked]
    assert len(times) == 6
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.095


def test_a_host_that_asks_to_be_left_alone_is(site: Site, desk: Desk) -> None:
    site.answers = {
        "/rss": rss(item("/3"), item("/2"), item("/1")),
        "/1": page("One"),
        "/2": lambda request: request.answer(b"", 429, Retry_After="3600"),
        "/3": page("Three"),
    }
    (round,) = desk.look(feed_of(site))
    assert (round.new, round.left, round.refused) == (1, 2, [])
    assert site.paths() == ["/rss", "/1", "/2"]


def test_a_feed_that_names_a_time_to_come_back_is_not_asked_before(site: Site, desk: Desk) -> None:
    site.answers["/rss"] = lambda request: request.answer(b"", 503, Retry_After="7200")
    assert desk.look(feed_of(site))[0].wait == 7_200
    (round,) = desk.look(feed_of(site))
    assert round.error is not None
    assert "left alone for another 7,200 seconds" in round.error.cause
    desk.now += 7_201
    site.answers["/rss"] = rss()
    assert desk.look(feed_of(site))[0].error is None
    assert site.paths() == ["/rss", "/rss"]


def test_the_wait_doubles_with_each_failure_up_to_a_day_and_is_the_same_each_time() -> None:
    feed, other = Feed("http://a.example/rss", every=900), Feed("http://b.example/rss", every=900)
    waits = [wait_of(feed, failures) for failures in range(12)]
    assert waits == [wait_of(feed, failures) for failures in range(12)]
    assert all(900 * 2**n <= wait <= 990 * 2**n for n, wait in enumerate(waits[:6]))
    assert max(waits) <= 1.1 * LONGEST_WAIT
    assert wait_of(feed, 1) != wait_of(other, 1)
