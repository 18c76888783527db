"""ICEWS: names of countries and sectors in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from dragoman.store.interchange.errors import FormatError
from dragoman.store.interchange.icews import read_icews

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Understood

    Reading = Callable[[str, str], Understood]


@pytest.mark.parametrize(
    ("event", "kind", "actor", "recipient"),
    [
        ("30000001", "PROTEST", "Citizen (Chad)|TCD|CVL", "Government (Chad)|TCD|GOV"),
        ("30000002", "CONSULT", "Iara Montes|BRA|GOV", "Russia|RUS|"),
        (
            "30000003",
            "ASSAULT",
            "Armed Rebel (Democratic Republic of Congo)|COD|REB",
            "Military (Democratic Republic of Congo)|COD|MIL",
        ),
        ("30000004", "COERCE", "Police (India)|IND|COP", "Protester (India)|IND|CVL"),
        ("30000005", "REQUEST", "UN Security Council|UNO|IGO", "Hezbollah|LBN|REB"),
        ("30000007", "SUPPORT", "Citizen (Peru)|PER|CVL", "Company (Peru)|PER|BUS"),
        ("30000010", "REQUEST", "Villager (Atlantis)||CVL", "Red Cross|NGO|NGO"),
    ],
)
def test_who_did_what_to_whom(reading: Reading, event: str, kind: str, actor: str, recipient: str) -> None:
    found = reading("icews", "icews.tab")
    assert found.events[event]["type"] == kind
    assert (found.who(event), found.who(event, "recipient")) == ([actor], [recipient])


def test_codes_that_lost_their_zero_are_completed(reading: Reading) -> None:
    events = reading("icews", "icews.tab").events
    assert (events["30000006"]["origin_code"], events["30000006"]["cameo"]) == ("10", "010")
    assert (events["30000010"]["origin_code"], events["30000010"]["cameo"]) == ("233", "0233")


def test_the_day_is_that_of_the_story(reading: Reading) -> None:
    event = reading("icews", "icews.tab").events["30000007"]  # written 03/13/2016
    assert (event["day"], event["day_from"]) == (date(2016, 3, 13), "published")
    assert event["published_day"] == event["day"]


def test_the_finest_place_that_is_given_counts(reading: Reading) -> None:
    events = reading("icews", "icews.tab").events
    assert [events[e]["place"] for e in ("30000001", "30000003", "30000010")] == [
        "N'Djamena",
        "Walikale",
        "Atlantis",
    ]
    assert [events[e]["place_country"] for e in ("30000003", "30000010")] == ["COD", None]
    assert events["30000010"]["lat"] is None  # written NULL


def test_rows_that_are_left_out(reading: Reading) -> None:
    found = reading("icews", "icews.tab")
    assert found.problems == [
        "row 9: 'not a day' is no date; write it as YYYY-MM-DD",
        "row 10: no event code",
    ]
    assert len(found.events) == 8


def test_a_file_without_its_columns_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "x.tab"
    file.write_text("Event ID\tEvent Date\tSource Name\tTarget Name\n1\t2016-01-01\tA\tB\n")
    with pytest.raises(FormatError, match=r"x\.tab: this is not ICEWS .*columns missing: CAMEO Code"):
        list(read_icews(file))
