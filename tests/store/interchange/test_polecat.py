"""POLECAT: coded in PLOVER already."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Understood

    Reading = Callable[[str, str], Understood]


def test_a_row_keeps_its_coding_place_and_parties(reading: Reading) -> None:
    found = reading("polecat", "polecat.txt")
    event = found.events["20230102-0001-aa"]
    assert (event["type"], event["mode"], event["context"]) == (
        "PROTEST",
        ["demo"],
        ["economic", "rights_freedoms"],
    )
    assert (event["quad"], event["score"], event["cameo"]) == ("material conflict", -5.0, "1413")
    assert (event["place"], event["geonameid"], event["place_country"]) == ("Nakuru", 184622, "KEN")
    assert (event["day"], event["published_day"]) == (date(2023, 1, 2), date(2023, 1, 3))
    assert event["publisher"] == "Rift Courier"
    assert found.who("20230102-0001-aa") == ["Teachers|KEN|EDU LAB"]
    assert found.who("20230102-0001-aa", "recipient") == ["Government|KEN|GOV"]
    assert event["actor"][0]["text"] == "the teachers"


def test_spelling_of_codes_does_not_matter_and_unknown_ones_are_left_out(reading: Reading) -> None:
    event = reading("polecat", "polecat.txt").events["20230102-0003-ac"]
    assert (event["type"], event["mode"], event["context"]) == ("CONSULT", ["third-party"], ["diplomatic"])
    assert (event["place"], event["place_country"], event["recipient"]) == (None, "CHE", [])


def test_parties_that_are_no_states_keep_their_code_and_names_help_where_there_is_none(
    reading: Reading,
) -> None:
    found = reading("polecat", "polecat.txt")
    assert found.who("20230102-0003-ac") == ["European Union|EUR|IGO"]
    assert found.who("20230102-0007-ag") == ["NATO|IGO|"]
    assert found.who("20230102-0007-ag", "recipient") == ["Wagner Group|RUS|"]
    assert found.who("20230102-0006-af") == ['Court "of Appeal"|FRA|JUD']


def test_odd_cells_are_empty_and_odd_rows_told(reading: Reading) -> None:
    found = reading("polecat", "polecat.txt")
    assert (found.events["20230102-0006-af"]["lat"], found.events["20230102-0006-af"]["place_country"]) == (
        None,
        "KOS",
    )
    assert found.events["20230102-0002-ab"]["geonameid"] == 706448  # written 706448.0
    assert found.problems == [
        "row 5: 'DANCE' is no PLOVER type",
        "row 6: '02/01/2023' may be two dates; write it as 2023-MM-DD",
        "row 9: 2 cells in place of 40",
    ]
