"""Which clause of a sentence, and which deeds after it, a date belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dragoman.records import Article

if TYPE_CHECKING:
    from dragoman.reading.reader import Reader

THURSDAY = "2023-03-16"


def dates_of(reader: Reader, text: str, published: str = THURSDAY) -> dict[str, str | None]:
    """The dates of the events by their triggers."""
    report = reader.read(Article(text, published=published))
    return {event.trigger.text: event.date.value if event.date else None for event in report.events}


@pytest.mark.parametrize(
    ("text", "trigger", "day"),
    [
        # the clause that a date is followed by
        (
            "The quarrel began in January, when Kenya expelled the Ugandan ambassador.",
            "expelled",
            "2023-01",
        ),
        (
            "He was hurt in the raid of 7 March, in which Ethiopian soldiers killed nine Kenyans.",
            "killed",
            "2023-03-07",
        ),
        # the relative clause that a date ends
        (
            "Soldiers who arrested President Idrissa Sow on Monday rejected an ultimatum of Nigeria's.",
            "arrested",
            "2023-03-13",
        ),
        (
            "Soldiers who arrested President Idrissa Sow on Monday rejected an ultimatum of Nigeria's.",
            "rejected",
            None,
        ),
        # a year that opens the sentence
        ("In 2012, after gunmen stormed its embassy in Baku, Iran closed the border.", "stormed", "2012"),
        (
            "In 2012 Iran closed the border because Azerbaijan had expelled its ambassador.",
            "expelled",
            "2012",
        ),
        (
            "In 2012 Iran closed the border, which Azerbaijan will not forgive: it demands an apology.",
            "demands",
            None,
        ),
        # what follows in the same breath
        (
            "Thousands of Kenyans marched on parliament on Tuesday; police arrested forty of them.",
            "arrested",
            "2023-03-14",
        ),
        (
            "Thousands of Kenyans marched on parliament on Tuesday; police have arrested forty students.",
            "arrested",
            None,
        ),
    ],
)
def test_an_act_has_the_date_of_its_clause(reader: Reader, text: str, trigger: str, day: str | None) -> None:
    assert dates_of(reader, text)[trigger] == day


def test_a_lead_that_sums_up_a_day_dates_what_is_told_in_the_past(reader: Reader) -> None:
    items = "\n\nKenyan troops attacked a camp in Somalia.\n\nUganda has expelled the Kenyan ambassador."
    found = dates_of(reader, "What happened on Wednesday in East Africa:" + items)
    assert found == {"attacked": "2023-03-15", "expelled": None}


def test_a_speaker_before_a_colon_sums_up_nothing(reader: Reader) -> None:
    items = "\n\nKenyan troops attacked a camp in Somalia."
    assert dates_of(reader, "The minister said on Wednesday:" + items) == {"attacked": None}
