"""What a feed says of its entries."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.sources import SourceError
from dragoman.sources.feeds import Entry, entries_of
from dragoman.sources.feeds.entries import text_of
from tests.sources.feeds.conftest import item, rss

URL = "https://courier.example/news/world.rss"
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://base.example/x/">
<entry><id>tag:1</id><title type="html">&lt;i&gt;Envoy&lt;/i&gt; recalled</title><link href="y.html"/>
<updated>2023-03-16T23:30:00-05:00</updated><author><name>Oda Lind</name></author> <summary>Short.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Kenya
recalled.</p><p>Why?</p></div></content> </entry></feed>"""


def test_an_entry_of_rss() -> None:
    text = rss(item("/a?x=1#part", "One &amp;amp; two", "<pubDate>Thu, 16 Mar 2023 10:00:00 GMT</pubDate>"))
    (entry,) = entries_of(text.encode(), URL)
    assert (entry.link, entry.title, entry.published) == (
        "https://courier.example/a?x=1",
        "One & two",
        "2023-03-16",
    )


def test_an_entry_of_atom_with_a_base_of_its_own_and_a_day_in_utc() -> None:
    (entry,) = entries_of(ATOM.encode(), URL)
    assert entry == Entry(
        key=entry.key,
        link="https://base.example/x/y.html",
        title="Envoy recalled",
        published="2023-03-17",
        stamp="2023-03-16T23:30:00-05:00",
        content="Kenya recalled.\nWhy?",
        authors=("Oda Lind",),
    )


@pytest.mark.parametrize(
    ("link", "becomes"),
    [
        ("story.html", "https://courier.example/news/story.html"),
        ("//other.example/story", "https://other.example/story"),
        ("  https://courier.example/a  ", "https://courier.example/a"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("http://", None),
        ("http://[::1", None),
    ],
)
def test_links_are_made_whole_and_only_those_of_pages_are_kept(link: str, becomes: str | None) -> None:
    (entry,) = entries_of(rss(item(link)).encode(), URL)
    assert entry.link == becomes


@pytest.mark.parametrize(
    "day", ["", "<pubDate>soon</pubDate>", "<pubDate>Thu, 16 Mar 2923 10:00:00 GMT</pubDate>"]
)
def test_a_day_that_cannot_be_is_left_out(day: str) -> None:
    (entry,) = entries_of(rss(item("/1", more=day)).encode(), URL)
    assert entry.published is None


def test_an_entry_listed_twice_is_one() -> None:
    assert len(entries_of(rss(item("/1"), item("/1"), item("/2")).encode(), URL)) == 2


def test_entries_beyond_the_limit_cost_no_time() -> None:
    entries = entries_of(rss(*(item(f"/{n}") for n in range(400_000))).encode(), URL, max_entries=20)
    assert [len(entries), entries[0].link] == [20, "https://courier.example/0"]


def test_markup_becomes_lines() -> None:
    assert text_of("<p>One <b>two</b></p>\n<ul><li>a<li>b</ul><script>x()</script>three<br>four") == (
        "One two\na\nb\nthree\nfour"
    )
    assert text_of("plain  words\n\nmore") == "plain words\nmore"
    assert text_of("<p>" * 20_000 + "deep") == "deep"


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_in_a_feed_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(SourceError):
        entries_of(
            f"<rss><channel><item><title>{text}</title></item></channel></rss>".encode(errors="replace"), URL
        )
