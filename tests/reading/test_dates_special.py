"""Dates beside the calendar's own, dates that are none, and dates that acts have from each other."""

from __future__ import annotations

import pytest

from dragoman.knowledge.load import country_codes
from dragoman.reading.date_customs import fiscal_years


def dates(reader, text, published="2025-02-05", **known):
    doc_dates = reader.doc(article(text, published, **known))._.dates
    return [(d.value, d.last) for d in doc_dates]


def article(text, published, **known):
    from dragoman.records import Article

    return Article(text, published=published, **known)


@pytest.mark.parametrize(
    ("text", "value", "last"),
    [
        ("Kenya bombed Uganda in the first quarter of 2024.", "2024-01", "2024-03"),
        ("Kenya bombed Uganda in the second half of 2023.", "2023-07", "2023-12"),
        ("Kenya bombed Uganda in the 19th century.", "1801", "1900"),
        ("Kenya invaded Uganda on New Year's Eve.", "2024-12-31", None),
        ("Kenya invaded Uganda on Christmas Day 2021.", "2021-12-25", None),
        ("Kenya bombed Uganda over the weekend.", "2025-02-01", "2025-02-02"),
        ("Kenya bombed Uganda in the past 24 hours.", "2025-02-04", "2025-02-05"),
        ("Kenya bombed Uganda the day before yesterday.", "2025-02-03", None),
        ("The United States gave Kenya aid in fiscal 2024.", "2023-10", "2024-09"),
        ("The Kenyan government spent more in the 2023-24 fiscal year.", "2023-07", "2024-06"),
        ("Peru spent more in FY2023.", "2023", None),
        ("The bank paid more in the fiscal year that ended in June 2024.", "2023-07", "2024-06"),
    ],
)
def test_an_expression_comes_to_a_date_or_a_range(reader, text, value, last):
    assert dates(reader, text) == [(value, last)]


def test_a_time_of_the_day_is_of_the_day_told_before(reader):
    text = "On Monday Kenya attacked Uganda. At about 8 p.m. its troops attacked a Ugandan village."
    report = reader.read(text, published="2025-02-05")
    assert [event.date.value for event in report.events if event.date] == ["2025-02-03", "2025-02-03"]


def test_the_fiscal_years_are_of_states_and_begin_in_a_month():
    assert set(fiscal_years()) <= country_codes()
    assert all(1 <= month <= 12 for month, _ in fiscal_years().values())


@pytest.mark.parametrize("day", ["31 February", "Feb 30, 2024", "31 June 2024"])
def test_a_day_of_no_calendar_is_null_and_told(reader, day):
    report = reader.read(f"Kenya attacked Uganda on {day}.", published="2025-02-05")
    assert report.events[0].date is None
    assert report.warnings == (f"'{day}' is no day of the calendar.",)


@pytest.mark.parametrize(
    ("known", "value"),
    [
        ({"publisher": "New York Times"}, "2022-03-04"),
        ({"publisher": "Reuters"}, "2022-04-03"),
        ({"url": "https://news.example.co.uk/a"}, "2022-04-03"),
        ({}, None),
    ],
)
def test_day_or_month_first_goes_by_the_publishers_habit_else_is_null_and_told(reader, known, value):
    found = article("Kenya attacked Uganda on 03/04/2022.", "2022-05-05", **known)
    report = reader.read(found)
    assert (report.events[0].date.value if report.events[0].date else None) == value
    assert bool(report.warnings) == (value is None)


def test_the_articles_own_unmistakable_date_tells_the_order_before_the_publisher(reader):
    text = "Kenya attacked Uganda on 13/04/2022. Uganda shelled Kenya on 03/05/2022."
    found = reader.read(article(text, "2022-06-05", publisher="New York Times"))
    assert [event.date.value for event in found.events] == ["2022-04-13", "2022-05-03"]


def test_a_publication_that_is_missing_or_in_the_future_is_told_once(reader):
    text = "Kenya attacked Uganda yesterday. Uganda shelled Kenya on Monday."
    report = reader.read(text)
    assert [event.date for event in report.events] == [None, None]
    assert report.warnings == ("Dates that count from the publication date are not resolved.",)
    ahead = reader.read(text, published="2999-01-02")
    assert ahead.warnings == ("The publication date 2999-01-02 lies in the future.",)
    assert ahead.events[0].date.value == "2999-01-01"


def test_a_round_up_of_a_day_dates_what_it_tells(reader):
    text = (
        "Main developments in Sudan's war on Monday, as reported by the two sides:\n\n"
        "KHARTOUM: The army shelled a rebel camp near the river.\n\n"
        "KASSALA: Police arrested eleven protesters."
    )
    report = reader.read(text, published="2024-08-06")
    assert {event.date.value for event in report.events if event.date} == {"2024-08-05"}


def test_the_parts_of_a_dated_act_are_of_its_day(reader):
    text = (
        "BRUSSELS - The European Union on Tuesday imposed sanctions on Belarus.\n\n"
        "Brussels also banned Belarusian imports and froze Belarusian assets."
    )
    report = reader.read(text, published="2024-02-07")
    assert {event.date.value for event in report.events if event.date} == {"2024-02-06"}


def test_a_deal_signed_on_a_day_dates_what_was_agreed_in_it(reader):
    text = "Under a deal signed in Lima last week, Panama agreed to hand over the former minister."
    report = reader.read(text, published="2023-09-22")
    assert [event.date.value for event in report.events if event.type == "AGREE"] == ["2023-09-11"]


def test_a_chronology_may_head_its_entries_with_a_date_and_a_full_stop(reader) -> None:
    text = (
        "1969. In July, Salvadoran troops invade Honduras.\n\n"
        "14 January 2022. The judges order both states to withdraw their boats.\n\n"
        "2 March. Honduran police arrest 12 fishermen.\n\n"
        "April. Honduras releases the fishermen."
    )
    events = reader.read(text, published="2022-09-02").events
    dates = {event.trigger.text: event.date.value for event in events if event.date}
    assert dates["invade"] == "1969-07"
    assert dates["order"] == "2022-01-14"
    assert dates["arrest"] == "2022-03-02"
    assert dates["releases"] == "2022-04"
