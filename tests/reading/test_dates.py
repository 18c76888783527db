"""Dates: what each expression comes to, and which of them is an event's."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.reading.date_expressions import Recogniser
from dragoman.reading.date_resolution import Resolver, add_months, iso, parse_published
from dragoman.reading.dates import Dates, date_of
from dragoman.records import Article

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language
    from spacy.tokens import Doc

THURSDAY = "2023-03-16"


@pytest.fixture(scope="module")
def read(nlp: Language) -> Callable[..., Doc]:
    """A Doc with its dates; `published` is the article's."""
    dates = Dates()

    def make(text: str, published: str | None = THURSDAY) -> Doc:
        doc = nlp(text)
        doc._.article = Article(text, published=published)
        doc._.dates, doc._.warnings, doc._.paragraphs = [], [], []
        return dates(doc)

    return make


def values(doc: Doc) -> list[tuple[str, str | None]]:
    return [(doc[d.start : d.end].text, d.value) for d in doc._.dates]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The treaty was signed on 14 May 1991.", "1991-05-14"),
        ("The treaty was signed on May 14, 1991.", "1991-05-14"),
        ("The treaty was signed on the 14th of May, 1991.", "1991-05-14"),
        ("The treaty was signed on Sept. 22, 2020.", "2020-09-22"),
        ("The treaty was signed on 2022-01-26.", "2022-01-26"),
        ("The treaty was signed in August 2012.", "2012-08"),
        ("The treaty was signed in 2008.", "2008"),
        ("The treaty was signed in mid-2021.", "2021"),
        ("The treaty was signed on a May morning in 2016.", "2016-05"),
        ("Rebels attacked the town yesterday.", "2023-03-15"),
        ("Rebels attacked the town last night.", "2023-03-15"),
        ("Rebels attacked the town on Monday.", "2023-03-13"),
        ("Rebels attacked the town on Thursday.", "2023-03-16"),
        ("Rebels attacked the town last Friday.", "2023-03-10"),
        ("The two presidents will meet on Monday.", "2023-03-20"),
        ("The two presidents will meet next Friday.", "2023-03-17"),
        ("The talks are due to continue on Friday.", "2023-03-17"),
        ("The union called a general strike for Saturday.", "2023-03-18"),
        ("Rebels attacked the town in December.", "2022-12"),
        ("The two presidents will meet in December.", "2023-12"),
        ("Rebels attacked the town last month.", "2023-02"),
        ("Rebels attacked the town in March last year.", "2022-03"),
        ("Dock workers have been on strike since 2 March.", "2023-03-02"),
        ("Rebels attacked the town three months ago.", "2022-12"),
        ("Rebels attacked the town a decade ago.", "2013"),
        ("The ban will last until the end of the year.", "2023"),
    ],
)
def test_one_expression_comes_to_one_date(read: Callable[..., Doc], text: str, value: str) -> None:
    doc = read(text)
    assert [v for _, v in values(doc)] == [value]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Turkey announced drills from 28 June to 2 July 2021.", "2021-06-28", "2021-07-02"),
        ("They fought between 2010 and 2012.", "2010", "2012"),
        ("They met on June 3-5, 2020.", "2020-06-03", "2020-06-05"),
        ("They fought in the 1990s.", "1990", "1999"),
        ("They fought in the summer of 2022.", "2022-06", "2022-08"),
        ("They fought last week.", "2023-03-06", "2023-03-12"),
    ],
)
def test_a_range_has_two_ends(read: Callable[..., Doc], text: str, first: str, last: str) -> None:
    (found,) = read(text)._.dates
    assert (found.value, found.last, found.precision) == (first, last, "range")


def test_a_later_date_counts_from_the_one_before(read: Callable[..., Doc]) -> None:
    doc = read("Troops crossed the river on 20 November 2020. Two days later they withdrew.")
    assert values(doc)[1] == ("Two days later", "2020-11-22")


def test_the_day_before_and_that_month_count_from_the_text(read: Callable[..., Doc]) -> None:
    doc = read("In 2018 Brazil proposed patrols. The first exercise was held that November.")
    assert values(doc)[1] == ("that November", "2018-11")
    doc = read("Rebels took the town on 5 May 2020. The army had left the day before.")
    assert values(doc)[1] == ("the day before", "2020-05-04")


@pytest.mark.parametrize(
    "text", ["They fought on 31 February 2021.", "They fought on February 30.", "They met on 2021-13-45."]
)
def test_an_impossible_date_has_no_value(read: Callable[..., Doc], text: str) -> None:
    assert [v for _, v in values(read(text))] in ([None], [])


def test_a_numeric_date_takes_the_order_in_which_the_article_writes_dates(read: Callable[..., Doc]) -> None:
    assert values(read("They met on 03/04/2021."))[0][1] is None
    assert values(read("They met on 25/04/2021."))[0][1] == "2021-04-25"
    assert values(read("They met on 03/04/2021 and on May 14, 2020."))[0][1] == "2021-03-04"
    assert values(read("They met on 03/04/2021 and on 14 May 2020."))[0][1] == "2021-04-03"


@pytest.mark.parametrize(
    "text",
    ["Ministers may meet.", "Protesters march on.", "The army has 2000 soldiers.", "He paid 1,978 euros."],
)
def test_words_and_numbers_that_are_no_dates(read: Callable[..., Doc], text: str) -> None:
    assert values(read(text)) == []


def test_without_publication_date_relative_dates_stay_open_with_a_warning(read: Callable[..., Doc]) -> None:
    doc = read("Rebels attacked the town on Monday and in May 2020.", None)
    assert [v for _, v in values(doc)] == [None, "2020-05"]
    assert doc._.warnings == ["Dates that count from the publication date are not resolved."]


def test_a_publication_date_that_is_none_is_named_in_a_warning(read: Callable[..., Doc]) -> None:
    doc = read("Rebels attacked the town yesterday.", "last Tuesday")
    assert values(doc) == [("yesterday", None)]
    assert "'last Tuesday' is no ISO date" in doc._.warnings[0]


def test_a_publication_date_far_ahead_is_taken_as_it_is(read: Callable[..., Doc]) -> None:
    assert values(read("Rebels attacked the town yesterday.", "2999-01-01")) == [("yesterday", "2998-12-31")]


def test_a_dateline_with_its_year_stands_in_for_a_missing_publication_date(read: Callable[..., Doc]) -> None:
    doc = read("KYIV, 26 January 2022 — Rebels attacked the town yesterday.", None)
    assert values(doc)[1] == ("yesterday", "2022-01-25")
    assert doc._.warnings == []


def at(doc: Doc, word: str, **hint: str) -> str | None:
    token = next(t for t in doc if t.text == word)
    found = date_of(doc, token.i, (token.sent.start, token.sent.end), status_hint=hint.get("status"))
    return found.value if found else None


def test_an_event_has_the_date_of_its_own_clause(read: Callable[..., Doc]) -> None:
    doc = read("Kenya on Thursday recalled its ambassador after soldiers detained eleven fishermen.")
    assert at(doc, "recalled") == "2023-03-16"
    assert at(doc, "detained") is None


def test_coordinated_verbs_share_a_date_unless_one_has_its_own_tense(read: Callable[..., Doc]) -> None:
    doc = read("On Monday police arrested ten students and closed the university.")
    assert at(doc, "arrested") == at(doc, "closed") == "2023-03-13"
    doc = read("Britain delivered missiles on Wednesday and will train the crews.")
    assert (at(doc, "delivered"), at(doc, "train")) == ("2023-03-15", None)


def test_a_participle_happens_when_its_verb_does(read: Callable[..., Doc]) -> None:
    doc = read("Soldiers opened fire on the crowd on Monday, killing nine people.")
    assert at(doc, "killing") == "2023-03-13"


def test_a_week_after_dates_the_clause_that_follows(read: Callable[..., Doc]) -> None:
    doc = read("Leaders imposed sanctions on Wednesday, a week after soldiers stormed the palace.")
    assert (at(doc, "imposed"), at(doc, "stormed")) == ("2023-03-15", "2023-03-08")


def test_what_is_planned_for_a_day_does_not_date_the_promise(read: Callable[..., Doc]) -> None:
    doc = read("The minister promised that he would travel to Kampala on Saturday.")
    assert (at(doc, "promised"), at(doc, "travel")) == (None, "2023-03-18")


def test_the_head_of_a_timeline_entry_dates_all_of_it(read: Callable[..., Doc]) -> None:
    doc = read("14 May 1991 — A gunboat drives a rig out. Guyana recalls its ambassador.\n\nToday they talk.")
    assert (at(doc, "drives"), at(doc, "recalls")) == ("1991-05-14", "1991-05-14")


def test_a_dateline_dates_no_event(read: Callable[..., Doc]) -> None:
    doc = read("NAIROBI, March 16 (Meridian Wire) - Kenya rejected the demand.")
    assert doc._.dates[0].why == "dateline"
    assert at(doc, "rejected") is None


def test_an_act_that_has_happened_is_not_dated_ahead(read: Callable[..., Doc]) -> None:
    doc = read("The talks will resume on Saturday.")
    assert at(doc, "resume") == "2023-03-18"
    assert at(doc, "resume", status="actual") is None


def test_the_same_act_taken_up_again_keeps_its_date(read: Callable[..., Doc]) -> None:
    doc = read("Rebels attacked Poti on Monday. Georgia condemned the attack.")
    assert at(doc, "attack") == "2023-03-13"


@given(st.dates(date(1800, 1, 1), date(2200, 12, 31)), st.integers(-600, 600))
def test_months_added_and_taken_away_stay_in_the_calendar(day: date, months: int) -> None:
    there = add_months(day, months)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == months
    assert there.day <= day.day


@given(st.integers(0, 12_000), st.none() | st.integers(-2, 14), st.none() | st.integers(-2, 40))
def test_iso_gives_days_of_the_calendar_or_nothing(year: int, month: int | None, day: int | None) -> None:
    value = iso(year, month, day)
    if value is not None and month is not None and day is not None:
        assert date.fromisoformat(value) == date(year, month, day)


WORDS = st.sampled_from(
    "in on the a last next this that two three 14 31 2020 1991 may march friday monday week month year ago "
    "before after from to and between , - since early mid-2021 1990s 03/04/2021 later days decade".split()
)


@given(
    st.lists(WORDS, max_size=25), st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31)), st.integers(-2, 1)
)
@settings(max_examples=300, deadline=None)
def test_any_heap_of_date_words_is_read_without_overlap_or_error(
    words: list[str], published: date | None, way: int
) -> None:
    found = Recogniser(words, [True] * len(words), [True] * len(words)).find()
    resolver = Resolver(published, True)
    end, anchor = 0, None
    for expression in found:
        assert end <= expression.start < expression.end <= len(words)
        end = expression.end
        when = resolver.resolve(expression, way, anchor)
        if when.value is not None:
            anchor = when
            assert when.last is None or when.last[:4] >= when.value[:4]


def test_publication_dates_with_a_time_are_read() -> None:
    assert parse_published("2022-01-27T23:10:00+02:00") == date(2022, 1, 27)
    assert parse_published("27.1.2022") is None


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\u200b", "1 2 3 / 4 -", "🙂 in 🙂 on 31/12 the", "A" * 3000, "in of May ,"]
)
def test_odd_text_is_read_without_error(read: Callable[..., Doc], text: str) -> None:
    doc = read(text)
    assert isinstance(doc._.dates, list)


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("Kenya attacked Uganda two days after the coup of 3 May 2021.", "2021-05-05"),
        ("Kenya attacked Uganda two weeks after the coup of 3 May 2021.", "2021-05"),
        ("Kenya attacked Uganda a month before the vote in June 2021.", "2021-05"),
    ],
)
def test_a_date_may_count_from_one_that_follows(reader, sentence, value):
    (event,) = [e for e in reader.read(sentence, published="2022-06-15").events if e.type == "ASSAULT"]
    assert event.date is not None
    assert event.date.value == value
