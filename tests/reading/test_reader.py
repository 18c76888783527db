"""The whole reader: what goes in, what comes out, and that nothing breaks it."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dragoman.reading.reader import MAX_CHARACTERS, Reader, ReadingError
from dragoman.records import Article, Report, spans_of

NEWSY = st.lists(
    st.sampled_from(
        "Russia Ukraine 's the Kremlin President Ivan Petrov said that “ ” \" ' — - ( ) , . ; : ? ! \n \n\n would not "
        "attack invaded on Tuesday in 2014 troops talks with and or sanctions against U.S. he it they which denied "
        "rejected demand accused of shelling according to 17 killed \x00 \u202e \ufeff é 😀 \u0301 KYIV (Reuters)".split(
            " "
        )
    ),
    max_size=60,
).map(" ".join)


def check(report: Report, text: str) -> None:
    for start, end in spans_of(report):
        assert 0 <= start < end <= len(text)
    ids = {party.id for party in report.parties}
    for event in report.events:
        assert text[event.trigger.start : event.trigger.end] == event.trigger.text
        assert event.sentence.start <= event.trigger.start < event.trigger.end <= event.sentence.end
        for who in (*event.actor, *event.recipient):
            assert who.party in ids
            assert text[who.start : who.end] == who.text
        assert event.why
        assert 0 <= event.confidence <= 1
    for quote in report.quotes:
        assert quote.content
        assert quote.speaker is None or quote.speaker in ids
    assert Report.from_json(report.to_json()) == report


def test_who_did_what_to_whom_and_when(reader: Reader):
    report = reader.read("Kenya on Thursday condemned Uganda over the raid.", published="2023-03-16")
    (event,) = [e for e in report.events if e.type == "ACCUSE"]
    assert [p.code for p in event.actor] == ["KEN"]
    assert [p.code for p in event.recipient] == ["UGA"]
    assert event.date is not None
    assert event.date.value == "2023-03-16"
    assert event.status == "actual"
    assert event.voice == ()


def test_an_alleged_plan_is_not_an_invasion(reader: Reader):
    report = reader.read(
        "Poland alleges that Belarus is preparing an invasion of Lithuania.", published="2024-06-14"
    )
    statuses = {e.status for e in report.events if e.type == "ASSAULT"}
    assert statuses <= {"hypothetical"}


def test_the_same_text_gives_the_same_bytes(reader: Reader):
    text = "Moscow rejected Kyiv's demand on Monday. “We will not leave,” President Ivan Orlov said."
    first = reader.read(text, published="2022-01-27").to_json()
    assert reader.read(text, published="2022-01-27").to_json() == first


def test_reading_one_by_one_and_in_a_batch_is_the_same(reader: Reader, gold_folder):
    articles = [
        Article.from_dict(json.loads(path.read_text(encoding="utf-8"))["article"])
        for path in sorted(gold_folder.glob("*.json"))[:3]
    ]
    assert [reader.read(a) for a in articles] == list(reader.pipe(articles))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\n ",
        ".",
        "\x00\x01\x02",
        '“““ said ” " he',
        "RUSSIA ATTACKS UKRAINE, SAYS KREMLIN WILL NOT STOP",
        "word " * 20_000,
        "he said " * 3_000,
        "(" * 5_000,
        "Russia " * 4_000 + "attacked Ukraine.",
        "a\u0301" * 500,
        "\u202eRussia attacked Ukraine\u202c.",
    ],
    ids=[
        "empty",
        "blank",
        "stop",
        "control",
        "marks",
        "capitals",
        "long",
        "said",
        "brackets",
        "names",
        "accents",
        "bidi",
    ],
)
def test_odd_text_is_read_without_a_fault(reader: Reader, text: str):
    check(reader.read(text, published="2022-01-27"), text)


def test_a_book_is_refused_by_name(reader: Reader):
    with pytest.raises(ReadingError, match=r"dump: .* characters"):
        reader.read("a" * (MAX_CHARACTERS + 1), title="dump")


def test_another_language_is_told(reader: Reader):
    german = (
        "Die Regierung hat am Dienstag die Forderung der Opposition zurückgewiesen und neue Wahlen abgelehnt. "
        * 4
    )
    assert any("English" in warning for warning in reader.read(german).warnings)


@pytest.mark.parametrize("published", [None, "never", "2022-13-45", "", "2999-01-01"])
def test_an_odd_publication_date_breaks_nothing(reader: Reader, published):
    report = reader.read("France met Germany yesterday and will meet Italy on Monday.", published=published)
    assert report.article.published == published


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(max_size=300), NEWSY))
@example(text="Kenya shelled Uganda ² years ago.")
def test_every_offset_lies_in_the_text_and_json_round_trips(reader: Reader, text: str):
    check(reader.read(text, published="2022-01-27"), text)


def test_gold_articles_keep_every_span_in_place(reader: Reader, gold_folder):
    for path in sorted(gold_folder.glob("*.json")):
        article = Article.from_dict(json.loads(path.read_text(encoding="utf-8"))["article"])
        check(reader.read(article), article.text)


def test_the_sentence_of_an_event_ends_with_its_last_word(reader: Reader) -> None:
    text = "\n\nKenya condemned Uganda on Thursday.\n\n\nUganda expelled two Kenyan diplomats.\n\n"
    report = reader.read(text, published="2023-03-16")
    assert [text[event.sentence.start : event.sentence.end] for event in report.events] == [
        "Kenya condemned Uganda on Thursday.",
        "Uganda expelled two Kenyan diplomats.",
    ]
