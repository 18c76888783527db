"""Where and when a report was filed, and by whom."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.reading.dateline import entry_head, find_dateline


@pytest.mark.parametrize(
    ("text", "place", "date", "agency", "rest"),
    [
        ("KYIV, Jan. 26 (Reuters) - Ukraine said", "KYIV", "Jan. 26", "Reuters", "Ukraine said"),
        ("MOSCOW — Russia said", "MOSCOW", None, None, "Russia said"),
        ("ATHENS/ANKARA - A frigate", "ATHENS/ANKARA", None, None, "A frigate"),
        ("NIAMEY, 21 August — Leaders", "NIAMEY", "21 August", None, "Leaders"),
        ("TEL AVIV, Israel (AP) — The army", "TEL AVIV, Israel", None, "AP", "The army"),
        ("ST. PETERSBURG, Russia, 3 May 2022 – The", "ST. PETERSBURG, Russia", "3 May 2022", None, "The"),
        ("PORT-AU-PRINCE -- Gangs", "PORT-AU-PRINCE", None, None, "Gangs"),
        ("Geneva (AFP) – Talks", "Geneva", None, "AFP", "Talks"),
        ("Addis Ababa, 4 March — The", "Addis Ababa", "4 March", None, "The"),
        ("SÃO PAULO — Workers", "SÃO PAULO", None, None, "Workers"),
        ("LONDON (Meridian Wire) The minister", "LONDON", None, "Meridian Wire", "The minister"),
        ("(CNN) — The", None, None, "CNN", "The"),
    ],
)
def test_datelines(text: str, place: str | None, date: str | None, agency: str | None, rest: str) -> None:
    found = find_dateline(text)
    assert found is not None
    assert (found.place, found.date, found.agency) == (place, date, agency)
    assert text[found.end :] == rest
    if place:
        assert text[found.place_start : found.place_end] == place


@pytest.mark.parametrize(
    "text",
    [
        "Inflation — a plague of the poor — is back.",
        "NATO rejected the demand.",
        "BREAKING — The palace has fallen",
        "VOTERS TURN AWAY FROM BOTH SIDES - Analysts",
        "Kenya on Thursday recalled its ambassador - again.",
        "“MOSCOW — ",
        "",
        "I — that is, we — object.",
    ],
)
def test_what_is_no_dateline(text: str) -> None:
    assert find_dateline(text) is None


def test_a_byline_names_its_authors_and_their_place() -> None:
    found = find_dateline("By Amina Otieno and Lars Holm in Nairobi\n\nKenya said")
    assert found is not None
    assert found.authors == ("Amina Otieno", "Lars Holm")
    assert found.place == "Nairobi"


def test_a_sentence_that_begins_with_by_is_no_byline() -> None:
    assert find_dateline("By Monday evening the army had left.") is None


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("14 May 1991 — A gunboat", "14 May 1991 — "),
        ("2018 - Brazil", "2018 - "),
        ("March 2023: Guyana", "March 2023: "),
        ("May 3, 2020 – A", "May 3, 2020 – "),
        ("12:30 p.m. — The", "12:30 p.m. — "),
    ],
)
def test_heads_of_a_timelines_entries(text: str, head: str) -> None:
    end = entry_head(text, 0)
    assert end is not None
    assert text[:end] == head


def test_a_number_that_begins_a_sentence_heads_no_entry() -> None:
    assert entry_head("2018 was a bad year - for all.", 0) is None
    assert entry_head("350 soldiers — a third of them wounded", 0) is None


@given(st.text(max_size=200))
def test_offsets_lie_in_the_text(text: str) -> None:
    found = find_dateline(text)
    if found:
        assert 0 <= found.start <= found.place_start <= found.place_end <= found.end <= len(text)
