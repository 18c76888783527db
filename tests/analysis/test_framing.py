"""How publishers tell the same act: events in, shares and tellings side by side out."""

from __future__ import annotations

import json
from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.analysis.frames import AnalysisError
from dragoman.analysis.framing import framing, side_by_side, wilson
from dragoman.analysis.positions_text import framing_text, told_text
from dragoman.store.tables import EVENTS

RUSSIA: list[dict[str, object]] = [{"party": "p1", "name": "Russia", "code": "RUS", "start": 0, "end": 6}]
COLUMNS = ("id", "article", "publisher", "status", "voice", "type", "trigger", "sentence", "published_day")
SCHEMA = pa.schema([EVENTS.schema.field(name) for name in COLUMNS] + [("occurrence", pa.string())])


Row = dict[str, object]


def told(id: str, occurrence: str | None, publisher: str, voice: list[Row], **more: object) -> Row:
    made: Row = {
        "id": id,
        "occurrence": occurrence,
        "publisher": publisher,
        "voice": voice,
        "status": "actual",
    }
    return made | {"article": f"a{id}", "type": "ASSAULT"} | more


def table(*rows: Row) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=SCHEMA)


def test_who_tells_as_a_fact_what_another_attributes() -> None:
    found = framing(table(told("1", "o1", "Plain", []), told("2", "o1", "Careful", RUSSIA)))
    assert found.contested == 1
    shares = {p.publisher: (p.told, p.own_voice, p.attributed) for p in found.publishers}
    assert shares == {"Careful": (1, 0, 1), "Plain": (1, 1, 0)}
    plain = next(p for p in found.publishers if p.publisher == "Plain")
    assert (plain.share, plain.examples) == (1.0, ("o1",))
    assert [(w.name, w.code, w.told, w.own_voice) for w in plain.whose] == [("Russia", "RUS", 1, 1)]


def test_what_all_tell_as_a_fact_or_one_alone_attributes_is_not_contested() -> None:
    facts = [told("1", "o1", "Plain", []), told("2", "o1", "Careful", [])]
    alone = [told("3", "o2", "Careful", RUSSIA), told("4", "o2", "Careful", [])]
    assert framing(table(*facts, *alone)).contested == 0


def test_a_publisher_that_does_both_is_counted_apart() -> None:
    rows = [told("1", "o1", "Both", []), told("2", "o1", "Both", RUSSIA), told("3", "o1", "Plain", [])]
    shares = {p.publisher: (p.own_voice, p.both, p.attributed) for p in framing(table(*rows)).publishers}
    assert shares == {"Both": (0, 1, 0), "Plain": (1, 0, 0)}


def test_what_is_planned_feared_or_denied_is_no_telling_that_it_happened() -> None:
    rows = [told("1", "o1", "Plain", [], status="hypothetical"), told("2", "o1", "Careful", RUSSIA)]
    assert framing(table(*rows)).contested == 0


def test_events_without_occurrence_or_publisher_are_left_out() -> None:
    rows = [told("1", None, "Plain", []), told("2", None, "Careful", RUSSIA), told("3", "o1", "", RUSSIA)]
    assert framing(table(*rows)).contested == 0


def test_reviews_count_the_latest_first() -> None:
    rows = table(told("1", "o1", "Plain", []), told("2", "o1", "Careful", RUSSIA))
    kept = pa.Table.from_pylist(
        [
            {"event": "1", "verdict": "reject", "correction": None, "at": 1},
            {"event": "1", "verdict": "confirm", "correction": None, "at": 2},
        ]
    )
    assert framing(rows, kept).contested == 1
    rejected = pa.Table.from_pylist([{"event": "1", "verdict": "reject", "correction": None, "at": 1}])
    assert framing(rows, rejected).contested == 0
    voice = json.dumps({"voice": [{"name": "Ukraine", "code": "UKR"}]})
    corrected = pa.Table.from_pylist([{"event": "1", "verdict": "correct", "correction": voice, "at": 1}])
    plain = next(p for p in framing(rows, corrected).publishers if p.publisher == "Plain")
    assert (plain.own_voice, plain.attributed) == (0, 1)


def test_data_that_says_only_contested_or_not_is_enough() -> None:
    rows = pa.table(
        {
            "id": ["1", "2"],
            "occurrence": ["o1", "o1"],
            "publisher": ["Plain", "Careful"],
            "status": ["actual", "actual"],
            "contested": [False, True],
        }
    )
    assert framing(rows).contested == 1
    with pytest.raises(AnalysisError, match="`publisher`"):
        framing(rows.drop_columns(["publisher"]))


def test_one_act_side_by_side_with_each_ones_own_words() -> None:
    rows = table(
        told("2", "o1", "Careful", RUSSIA, published_day=date(2022, 3, 2), trigger="shelled",
             sentence="The army shelled the bakery, Russia said."),
        told("1", "o1", "Plain", [], published_day=date(2022, 3, 1), trigger="flattened",
             sentence="The army flattened the bakery."),
        told("3", "o2", "Plain", [], sentence="Nothing to do with it."),
    )  # fmt: skip
    first, second = side_by_side(rows, "o1")
    assert (first.publisher, first.own_voice, first.only_here) == ("Plain", True, ("flattened",))
    assert (second.publisher, second.voice, second.own_voice) == ("Careful", ("Russia",), False)
    assert "shelled" in second.only_here
    assert "bakery" not in (*first.only_here, *second.only_here)
    assert side_by_side(rows, "o9") == ()
    assert [t.event for t in side_by_side(rows, "3")] == ["3"]
    text = told_text((first, second))
    assert text.splitlines()[0] == "Plain  1 March 2022  assault, actual, in its own voice"
    assert "on the word of Russia" in text


def test_the_text_tells_what_is_measured_and_how_sure_it_is() -> None:
    found = framing(table(told("1", "o1", "Plain", []), told("2", "o1", "Careful", RUSSIA)))
    text = framing_text(found)
    assert text.startswith("1 contested act: told as having happened by two publishers or more")
    assert "100%" in text
    assert framing_text(framing(table())).startswith("0 contested acts")


@given(st.integers(1, 10_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_interval_holds_the_share(counts: tuple[int, int]) -> None:
    hits, of = counts
    low, high = wilson(hits, of)
    assert 0 <= low <= hits / of + 1e-9
    assert hits / of - 1e-9 <= high <= 1
