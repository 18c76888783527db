"""The page's markup: all of the text, nothing but the text, and nothing that the text could smuggle in."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.records import Article, Party, Report, Span, content_id
from dragoman.web.marks import paragraphs
from dragoman.web.page import asset, policy, render_body, render_fragment, render_page, safe_link
from gold.reports import gold_report

NAMES = [f"dev-{number:02}" for number in range(1, 13)]
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"' {{ 7*7 }} {% raw %}"


def plain(report: Report) -> str:
    return "\n".join("".join(piece.text for piece in part.pieces) for part in paragraphs(report))


@pytest.mark.parametrize("name", NAMES)
def test_no_word_of_the_text_is_lost_or_doubled(name: str) -> None:
    report = gold_report(name)
    assert plain(report).split() == report.article.text.split()


@pytest.mark.parametrize("name", NAMES)
def test_each_piece_carries_the_marks_that_cover_it(name: str) -> None:
    report = gold_report(name)
    pieces = [piece for part in paragraphs(report) for piece in part.pieces]
    for number, event in enumerate(report.events):
        words = "".join(piece.text for piece in pieces if f"e{number}" in piece.refs("trigger"))
        assert words.split() == event.trigger.text.split()
    for number, quote in enumerate(report.quotes):
        words = "".join(piece.text for piece in pieces if f"q{number}" in piece.refs("content"))
        said = "".join(report.article.text[slice(*span)] for span in quote.content)
        assert "".join(words.split()) == "".join(said.split())


texts = st.text(st.sampled_from("ab .\n\u00e9<&\U0001f600"), min_size=1, max_size=60)


@settings(max_examples=200, deadline=None)
@given(text=texts, data=st.data())
def test_any_spans_over_any_text_give_back_the_text(text: str, data: st.DataObject) -> None:
    offset = st.integers(0, len(text))
    pairs = data.draw(st.lists(st.tuples(offset, offset).map(sorted), max_size=8))
    spans = tuple(Span(*pair) for pair in pairs)
    party = Party(content_id("p", text), "Somebody", None, (), "unknown", spans)
    report = Report(Article(text), (party,))
    made = paragraphs(report)
    assert plain(report).split() == text.split()
    covered = {at for start, end in spans for at in range(start, end)}
    for piece in (piece for part in made for piece in part.pieces):
        inside = {at in covered for at in range(piece.start, piece.start + len(piece.text))}
        assert inside == {bool(piece.marks)}


def test_hostile_text_stays_text() -> None:
    report = gold_report("dev-01")
    article = replace(
        report.article,
        title=HOSTILE,
        publisher=HOSTILE,
        published=HOSTILE,
        url="javascript:alert(3)",
        text=HOSTILE,
    )
    party = replace(report.parties[0], name=HOSTILE, sector=(HOSTILE,), mentions=(Span(3, 9),))
    voice = replace(report.events[7].voice[0], name=HOSTILE)
    events = (replace(report.events[7], voice=(voice,), why=(HOSTILE,)),)
    page = render_page(replace(report, article=article, parties=(party,), quotes=(), events=events))
    assert page.count("<script>") == 1
    assert "<img" not in page
    assert "javascript:" not in page
    assert "{{ 7*7 }}" in html.unescape(page)
    assert "49" not in re.sub(
        r"sha256-\S+", "", re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.DOTALL)
    )


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.org/a?b=1", "https://example.org/a?b=1"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("http://[", None),
        (None, None),
    ],
)
def test_only_web_addresses_become_links(url: str | None, link: str | None) -> None:
    assert safe_link(url) == link


def test_the_policy_allows_this_style_and_script_and_nothing_else() -> None:
    page = render_page(gold_report("dev-01"))
    assert (
        html.escape(policy(asset("report.css"), asset("report.js")), quote=True).replace("&#x27;", "&#39;")
        in page
    )
    assert "unsafe" not in page
    assert not re.search(r"<[^>]+\sstyle=", page)
    assert not re.search(r"""(src|href)=["'](?!#|data:,)""", page)


def test_an_article_in_which_nothing_was_found_is_a_page_too() -> None:
    page = render_page(Report(Article("", title=None), warnings=("the text is empty",)))
    assert "the text is empty" in page
    assert "<h1>Untitled</h1>" in page


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render_page(gold_report("dev-08")) == render_page(gold_report("dev-08"))


def test_a_notebook_shows_the_fragment() -> None:
    report = gold_report("dev-01")
    assert report._repr_html_() == render_fragment(report)


def test_the_body_alone_brings_no_script() -> None:
    assert "<script" not in render_body(gold_report("dev-01"))


def test_a_break_in_mid_sentence_parts_no_paragraph() -> None:
    report = Report(Article("Troops are already massed\n\nat the border.\n\nThe minister left."))
    assert len(paragraphs(report)) == 2
    assert len(paragraphs(Report(Article("First line.\nSecond line.")))) == 2
