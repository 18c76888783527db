"""ACLED: actors by name and kind, fatalities, notes with quotation marks and line breaks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from dragoman import ontology
from dragoman.ontology.plover import rows
from dragoman.store.interchange.acled import coding
from dragoman.store.interchange.countries import CODES

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Understood

    Reading = Callable[[str, str], Understood]


@pytest.mark.parametrize(
    ("event", "kind", "mode", "actors", "recipients"),
    [
        (
            "NIG1001",
            "ASSAULT",
            [],
            ["Boko Haram - Jamaatu Ahli is-Sunnah lid-Dawati wal-Jihad|NGA|REB"],
            ["Military Forces of Nigeria (2015-2023)|NGA|MIL"],
        ),
        (
            "IND2002",
            "PROTEST",
            ["demo"],
            ["Protesters (India)|IND|CVL", "Farmers (India)|IND|AGR", "Labor Group (India)|IND|"],
            [],
        ),
        # Force against protesters is an act of the police, whom ACLED has second.
        (
            "KEN3003",
            "ASSAULT",
            ["crowd-control"],
            ["Police Forces of Kenya (2022-)|KEN|COP"],
            ["Protesters (Kenya)|KEN|CVL"],
        ),
        (
            "MEX4004",
            "ASSAULT",
            ["abduct"],
            ["Unidentified Armed Group (Mexico)|MEX|UAF"],
            ["Civilians (Mexico)|MEX|CVL", "Journalists (Mexico)|MEX|JRN"],
        ),
        (
            "YEM5005",
            "ASSAULT",
            ["aerial"],
            ["Military Forces of Saudi Arabia (2015-)|SAU|MIL"],
            ["Military Forces of Yemen (2016-) Supreme Political Council|YEM|MIL"],
        ),
    ],
)
def test_who_did_what_to_whom(
    reading: Reading, event: str, kind: str, mode: list[str], actors: list[str], recipients: list[str]
) -> None:
    found = reading("acled", "acled.csv")
    assert (found.events[event]["type"], found.events[event]["mode"]) == (kind, mode)
    assert (found.who(event), found.who(event, "recipient")) == (actors, recipients)


def test_dates_deaths_and_notes(reading: Reading) -> None:
    events = reading("acled", "acled.csv").events
    battle, abduction = events["NIG1001"], events["MEX4004"]
    assert (battle["date"], battle["dead"], battle["publisher"]) == (
        "2023-08-12",
        9,
        "Plateau Mirror; Borno Voice",
    )
    assert battle["sentence"].endswith('"nine were killed", the army said,\nand two vehicles were taken.')
    # Of what happened on some day of a month, the month is known.
    assert (abduction["date"], abduction["date_precision"], abduction["day"]) == (
        "2023-08",
        "month",
        date(2023, 8, 1),
    )
    assert (abduction["dead"], abduction["place"], abduction["place_country"]) == (None, "Sonora", "MEX")


def test_what_plover_has_no_type_for_is_kept_without_one(reading: Reading) -> None:
    events = reading("acled", "acled.csv").events
    assert (events["COL6006"]["type"], events["COL6006"]["origin_code"]) == (
        None,
        "Strategic developments: Other",
    )
    assert events["COL6007"]["origin_code"] == "Strategic developments: A sub-type of tomorrow"


def test_rows_that_are_left_out(reading: Reading) -> None:
    # A row counts one, whatever line breaks its cells have.
    assert reading("acled", "acled.csv").problems == [
        "row 9: 'Weather' is no event type of ACLED",
        "row 10: '31 February 2023' is no date: day is out of range for month",
        "row 11: no event_id_cnty",
    ]


def test_semicolons_and_the_windows_code_page(reading: Reading) -> None:
    found, other = reading("acled", "acled_semicolon.csv"), reading("acled", "acled.csv")
    assert found.events == {event: other.events[event] for event in found.events}
    assert len(found.events) == 3


def test_every_kind_of_event_is_a_coding_that_plover_has() -> None:
    for kind, *rest in rows(CODES / "acled_types.tsv"):
        found = coding(kind, rest[0] if rest else None)
        if found.type is None:
            continue
        assert set(found.mode) <= set(ontology.load().types[found.type].modes)
        assert set(found.context) <= set(ontology.load().contexts)
