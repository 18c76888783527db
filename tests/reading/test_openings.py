"""A date that opens a sentence is a date, and what follows it is the subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dragoman.records import Article

if TYPE_CHECKING:
    from dragoman import Reader


@pytest.mark.parametrize(
    ("sentence", "actor", "day"),
    [
        ("On Friday police in Mombasa arrested nine fishermen from Pemba.", "police", "2023-01-20"),
        ("On Tuesday aircraft from Romania bombed the Serbian port of Smederevo.", "Romania", "2023-01-24"),
        ("On 3 January gunmen attacked a Ugandan convoy.", "gunmen", "2023-01-03"),
        ("In 2021 rebels attacked a Ugandan convoy.", "rebels", "2021"),
        ("On Friday Kenyan police shot two Ugandan smugglers.", "Kenyan police", "2023-01-20"),
    ],
)
def test_the_subject_is_no_part_of_the_date(reader: Reader, sentence: str, actor: str, day: str) -> None:
    report = reader.read(Article(sentence, published="2023-01-26"))
    event = report.events[0]
    assert actor in " ".join(party.name + party.text for party in event.actor)
    assert event.date is not None
    assert event.date.value == day


def test_a_part_of_the_day_stays_with_its_day(reader: Reader) -> None:
    doc = reader.doc(Article("On Monday night militants ambushed a Malian patrol."))
    assert [token.dep_ for token in doc[:4]] == ["prep", "compound", "pobj", "nsubj"]
