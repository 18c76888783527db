"""robots.txt: which pages may be fetched."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.sources.feeds.robots import robots_of

SITE = "https://courier.example"


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/a", True),
        ("<html>no such page</html>", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /a", "/about", False),
        # the longer rule wins, whichever comes first; of two as long the one that allows
        ("User-agent: *\nAllow: /\nDisallow: /news/old", "/news/old/1", False),
        ("User-agent: *\nDisallow: /news\nAllow: /news/open", "/news/open/1", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        # wildcards
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z=1", True),
        ("User-agent: *\nDisallow: /*?print=", "/a?print=1", False),
        ("User-agent: *\nDisallow: *", "/a", False),
        ("User-agent: *\nDisallow: /a*b*c$", "/a1b2c3c", False),
        ("User-agent: *\nDisallow: /a$", "/ab", True),
        # a group by name counts in the place of that for everyone
        ("User-agent: *\nDisallow: /\n\nUser-agent: Dragoman/1.0\nAllow: /", "/a", True),
        ("User-agent: other\nUser-agent: dragoman\nDisallow: /a\n", "/a", False),
        ("User-agent: other\nDisallow: /", "/a", True),
        # the same letter, written in two ways
        ("User-agent: *\nDisallow: /caf%C3%A9", "/café", False),
        ("User-agent: *\nDisallow: /café # closed", "/caf%c3%a9", False),
        ("\ufeffUSER-AGENT : *\r\nDISALLOW : /a", "/a", False),
    ],
)
def test_what_may_be_fetched(text: str, path: str, allowed: bool) -> None:
    assert robots_of(text).allows(SITE + path) is allowed


def test_the_pause_that_is_asked_for() -> None:
    assert robots_of("User-agent: *\nCrawl-delay: 2.5").delay == 2.5
    assert robots_of("User-agent: *\nCrawl-delay: long").delay is None


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=50))
def test_any_file_gives_an_answer(text: str, path: str) -> None:
    assert robots_of(f"User-agent: *\nDisallow: {text}").allows(f"{SITE}/{path}") in (True, False)
