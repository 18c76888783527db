"""`feeds.toml`: what is understood, and what is told when it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dragoman.sources import SourceError
from dragoman.sources.feeds import Feed, Limits, read_feeds

if TYPE_CHECKING:
    from pathlib import Path

FEED = '[[feed]]\nurl = "https://courier.example/world.rss"\n'


def test_a_list_with_all_there_is(tmp_path: Path) -> None:
    file = tmp_path / "feeds.toml"
    file.write_text(
        '[defaults]\nevery = "1h"\nlanguage = "en"\n'
        '[limits]\npage_bytes = 1_000_000\ndelay = "500"\ntimeout = 7.5\n'
        '[[feed]]\nurl = "https://courier.example/world.rss"\npublisher = "The Sorn Courier"\nevery = "15m"\n'
        '[[feed]]\nurl = "http://ilmar.example/atom"\nfull_text = false\nallow_private = true\n'
    )
    listed = read_feeds(file)
    assert listed.feeds == (
        Feed("https://courier.example/world.rss", "The Sorn Courier", "en", 900.0),
        Feed("http://ilmar.example/atom", None, "en", 3_600.0, full_text=False, allow_private=True),
    )
    assert listed.limits == Limits(page_bytes=1_000_000, delay=500.0, timeout=7.5)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("", "there is no [[feed]] in it"),
        ("feed = 3", "feed: each feed is a table of its own, under [[feed]]"),
        ("[[feed]\n", "this is no TOML: "),
        ("[[feed]]\n", "feed 1: url: is missing"),
        ('[[feed]]\nurl = "ftp://a.example"', "feed 1: url: an address that begins with http:// or https://"),
        ('[[feed]]\nurl = "http://[::1"', "feed 1: url: an address that begins with http:// or https://"),
        (FEED + FEED, "feed 2: url: https://courier.example/world.rss is listed twice"),
        (FEED + 'evry = "15m"', "feed 1: evry: there is no such key; is every meant?"),
        (FEED + 'every = "soon"', "feed 1: every: a time such as 90, '15m' or '2h', not 'soon'"),
        (FEED + "every = true", "feed 1: every: a time such as 90, '15m' or '2h', not True"),
        (FEED + "every = 0", "feed 1: every: at least 1 seconds, not 0"),
        (FEED + 'language = "English"', "feed 1: language: a code of two letters such as 'en'"),
        (FEED + "publisher = 7", "feed 1: publisher: words between quotation marks, not 7"),
        (FEED + 'full_text = "yes"', "feed 1: full_text: true or false, not 'yes'"),
        (FEED + "[limits]\nentries = -1", "limits: entries: a whole number above zero, not -1"),
        (FEED + "[limits]\nbytes = 1", "limits: bytes: there is no such key"),
        (FEED + '[defaults]\nurl = "http://a.example"', "defaults: url: there is no such key"),
        (FEED + "[feeds]\n", "feeds: there is no such key; is feed meant?"),
    ],
)
def test_what_is_wrong_is_told_with_its_key(tmp_path: Path, text: str, cause: str) -> None:
    file = tmp_path / "feeds.toml"
    file.write_text(text)
    with pytest.raises(SourceError) as caught:
        read_feeds(file)
    assert caught.value.source == str(file)
    assert caught.value.cause.startswith(cause)


def test_a_list_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="No such file"):
        read_feeds(tmp_path / "feeds.toml")
    (tmp_path / "feeds.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(SourceError, match="this is not UTF-8"):
        read_feeds(tmp_path / "feeds.toml")
