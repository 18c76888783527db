"""GDELT 1.0 and 2.0: rows of the published columns, and what must come of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from dragoman.records import content_id
from dragoman.store.interchange.errors import FormatError
from dragoman.store.interchange.gdelt import read_gdelt
from dragoman.store.interchange.layouts import layout

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Reading = Callable[[str, str], "Understood"]
    from .conftest import Understood


def test_a_row_becomes_an_event_in_plovers_codes(reading: Reading) -> None:
    found = reading("gdelt", "gdelt2.export.CSV")
    event = found.events["1084000001"]
    assert (event["type"], event["mode"], event["quad"], event["score"]) == (
        "ACCUSE",
        ["disapprove"],
        "verbal conflict",
        -2.0,
    )
    assert (event["origin"], event["origin_code"], event["cameo"]) == ("gdelt", "111", "111")
    assert event["id"] == content_id("e", "gdelt", "1084000001")
    assert (event["date"], event["day"], event["year"]) == ("2023-01-15", date(2023, 1, 15), 2023)
    assert (event["place"], event["place_country"], event["lat"]) == (
        "Kyiv, Kyyiv, Misto, Ukraine",
        "UKR",
        50.4333,
    )
    assert found.who("1084000001") == ["UNITED STATES|USA|GOV"]
    assert found.who("1084000001", "recipient") == ["RUSSIA|RUS|MIL"]
    assert (event["actor_codes"], event["recipient_names"]) == (["USA"], ["RUSSIA"])
    assert event["status"] == "actual"
    assert event["confidence"] is None
    assert event["why"] == ["imported from gdelt"]


@pytest.mark.parametrize(
    ("event", "role", "party"),
    [
        ("1084000002", "actor", "ROMANIA|ROU|"),  # CAMEO's ROM
        ("1084000002", "recipient", "UNITED NATIONS|UNO|IGO"),
        ("1084000003", "actor", "REBEL||REB"),
        ("1084000004", "recipient", "EUROPE||"),  # CAMEO's EUR is the continent …
        ("1084000005", "actor", "EUROPEAN UNION|EUR|IGO GOV"),  # … and EEC the union
        ("1084000009", "actor", 'THE "DAILY NEWS||JRN'),  # a quotation mark that never closes
        ("1084000009", "recipient", "HOSPITAL||MED"),
        ("1084000010", "actor", "KOSOVO|KOS|MIL"),
        ("1084000010", "recipient", "NOBODY KNOWN||"),
    ],
)
def test_actor_codes_become_party_codes_and_sectors(
    reading: Reading, event: str, role: str, party: str
) -> None:
    assert reading("gdelt", "gdelt2.export.CSV").who(event, role) == [party]


def test_statements_are_kept_without_a_type_and_appeals_are_requests(reading: Reading) -> None:
    events = reading("gdelt", "gdelt2.export.CSV").events
    assert [events["1084000004"][name] for name in ("type", "quad", "score", "cameo")] == [
        None,
        None,
        None,
        "010",
    ]
    appeal = events["1084000005"]
    assert (appeal["type"], appeal["mode"], appeal["context"]) == ("REQUEST", ["assist"], ["human_security"])


def test_rows_that_cannot_be_understood_are_told_with_their_number(reading: Reading) -> None:
    found = reading("gdelt", "gdelt2.export.CSV")
    assert found.problems == [
        "row 6: '20231345' is no date: month must be in 1..12",
        "row 7: 3 cells in place of 61",
        "row 8: '9999' is no CAMEO code",
        "row 10: no GLOBALEVENTID",  # row 9 is blank, and no row
    ]
    assert (found.rows, len(found.events)) == (11, 7)


def test_impossible_places_and_missing_parties_are_left_empty(reading: Reading) -> None:
    events = reading("gdelt", "gdelt2.export.CSV").events
    assert (events["1084000009"]["lat"], events["1084000009"]["lon"]) == (None, None)
    assert events["1084000009"]["place_country"] == "PSE"
    assert events["1084000003"]["recipient"] == []


def test_addresses_become_articles_without_text_each_once(reading: Reading) -> None:
    found = reading("gdelt", "gdelt2.export.CSV")
    first, second = found.events["1084000001"], found.events["1084000002"]
    assert first["article"] == second["article"] == content_id("a", "https://www.example.org/a1")
    article = found.articles[first["article"]]
    assert (article["url"], article["publisher"], article["text"]) == (
        "https://www.example.org/a1",
        "example.org",
        None,
    )
    assert (article["published"], article["origin"]) == ("2023-01-16", "gdelt")
    # A source that is not on the web is a publisher, and there is no article to point at.
    assert (found.events["1084000005"]["publisher"], found.events["1084000005"]["article"]) == (
        "A Monitoring Service",
        None,
    )


def test_gdelt_1_with_windows_line_ends_and_code_page_says_the_same(reading: Reading) -> None:
    new, old = reading("gdelt", "gdelt2.export.CSV"), reading("gdelt", "gdelt1.export.CSV")
    assert old.events == new.events


def test_the_oldest_files_have_no_addresses(reading: Reading) -> None:
    found = reading("gdelt", "gdelt57.csv")
    assert (len(found.events), found.articles) == (3, {})
    assert found.events["1084000003"]["publisher"] is None


def test_a_header_and_commas_as_bigquery_exports_them(tmp_path: Path, data: Path) -> None:
    import csv

    rows = [
        line.split("\t") for line in (data / "gdelt2.export.CSV").read_text(encoding="utf-8").splitlines()
    ]
    file = tmp_path / "bq.csv"
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(layout("gdelt").names())
        writer.writerows(row for row in rows if len(row) == 61)
    (batch,) = read_gdelt(file)
    assert batch.tables["events"].num_rows == 7


@pytest.mark.parametrize(
    ("width", "told"), [(16, "GDELT's mentions"), (27, "GDELT's knowledge graph"), (5, "5 found")]
)
def test_other_tables_of_gdelt_are_named(tmp_path: Path, width: int, told: str) -> None:
    file = tmp_path / "other.csv"
    file.write_text("\t".join(["1"] * width) + "\n")
    with pytest.raises(FormatError, match=told):
        list(read_gdelt(file))
