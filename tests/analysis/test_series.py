"""How two parties get on: what counts, where, and what a gap is."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.made import FIRST, crisis, event, table
from dragoman.analysis.bootstrap import bands
from dragoman.analysis.frames import AnalysisError, prepared, units
from dragoman.analysis.groups import group
from dragoman.analysis.series import next_period, series

MONDAY = date(2022, 1, 3)


def day(number: int) -> date:
    return MONDAY + timedelta(number)


def one(made: pa.Table, period: date = MONDAY) -> dict[str, object]:
    """The row of a period."""
    return {row["period"]: row for row in made.to_pylist()}[period]


def test_counts_cooperation_and_conflict_apart() -> None:
    rows = [
        event(1, day(0), "KEN", "UGA", "CONSULT"),
        event(2, day(1), "KEN", "UGA", "THREATEN"),
        event(3, day(2), "KEN", "UGA", "ASSAULT"),
        event(4, day(2), "UGA", "KEN", "ASSAULT"),
    ]
    found = one(series(table(rows), "KEN", "UGA"))
    assert (found["count"], found["cooperation"], found["conflict"]) == (3, 1, 2)
    assert (found["verbal_cooperation"], found["verbal_conflict"], found["material_conflict"]) == (1, 1, 1)
    assert (found["CONSULT"], found["ASSAULT"], found["AID"]) == (1, 1, 0)
    assert found["sum_score"] == pytest.approx(2.5 - 3.5 - 9)
    assert found["mean_score"] == pytest.approx((2.5 - 3.5 - 9) / 3)
    assert (found["cooperation_sum"], found["conflict_sum"]) == (2.5, -12.5)
    assert one(series(table(rows), "KEN", "UGA", directed=False))["count"] == 4


def test_an_act_told_ten_times_counts_once() -> None:
    rows = [event(n, day(0), "KEN", "UGA", "THREATEN", occurrence="o1", story=f"s{n % 2}") for n in range(10)]
    assert one(series(table(rows), "KEN", "UGA"))["count"] == 1
    assert one(series(table(rows), "KEN", "UGA", count="event"))["count"] == 10
    assert one(series(table(rows), "KEN", "UGA", count="story"))["count"] == 2


def test_an_occurrence_has_the_type_that_most_tell_and_the_first_day_told() -> None:
    rows = [
        event(1, day(1), "KEN", "UGA", "ACCUSE", occurrence="o1"),
        event(2, day(0), "KEN", "UGA", "THREATEN", occurrence="o1", score=-4.0),
        event(3, day(1), "KEN", "UGA", "THREATEN", occurrence="o1", score=-3.0),
    ]
    (unit,) = units(prepared(table(rows)), "occurrence").to_dicts()
    assert (unit["type"], unit["score"], unit["day"]) == ("THREATEN", -3.5, day(0))


def test_gaps_are_gaps_not_zeros() -> None:
    """In the second week nothing was published at all; in the third there were articles, but of others."""
    rows = [
        event(1, day(0), "KEN", "UGA", "CONSULT"),
        event(2, day(14), "FRA", "DEU", "CONSULT"),
        event(3, day(21), "KEN", "UGA", "CONSULT"),
    ]
    found = series(table(rows), "KEN", "UGA").to_pydict()
    assert found["count"] == [1, None, 0, 1]
    assert found["ASSAULT"] == [0, None, 0, 0]
    assert found["mean_score"] == [2.5, None, None, 2.5]
    assert found["sum_score"] == [2.5, None, 0.0, 2.5]
    assert found["covered"] == pytest.approx([1 / 7, 0, 1 / 7, 1])


def test_articles_without_events_cover_a_period_too() -> None:
    rows = table([event(1, day(0), "KEN", "UGA", "CONSULT")])
    quiet = [day(0), day(8)]
    assert series(rows, "KEN", "UGA", covered=quiet).column("count").to_pylist() == [1, 0]
    articles = pa.table({"published_day": pa.array([day(0), day(8)])})
    assert series(rows, "KEN", "UGA", covered=articles).column("count").to_pylist() == [1, 0]


def test_what_lies_outside_the_days_asked_for_is_left_out() -> None:
    rows = table([event(n, day(n), "KEN", "UGA", "CONSULT") for n in range(28)])
    found = series(rows, "KEN", "UGA", by="day", since=day(3), until="2022-01-10")
    assert found.column("period").to_pylist() == [day(n) for n in range(3, 8)]
    wider = series(rows, "KEN", "UGA", since=day(-14), until=day(6))
    assert wider.column("count").to_pylist() == [None, None, 7]


def test_shares_of_claims_are_by_the_day_they_were_made() -> None:
    """A plan for May that is told in January is a claim of January."""
    may = date(2022, 5, 2)
    rows = [
        event(1, may, "KEN", "UGA", "CONSULT", status="future", published_day=day(0), contested=True),
        event(2, day(0), "KEN", "UGA", "ASSAULT", status="negated", contested=True),
        event(3, day(0), "KEN", "UGA", "ACCUSE", status="hypothetical"),
        event(4, day(0), "KEN", "UGA", "ACCUSE"),
        event(5, date(2008, 1, 1), "KEN", "UGA", "ASSAULT", status="historical", published_day=day(0)),
    ]
    found = one(series(table(rows), "KEN", "UGA", by="month"), date(2022, 1, 1))
    assert (found["claims"], found["count"]) == (4, 1)
    shares = [found[name] for name in ("reported", "planned", "hypothetical", "negated")]
    assert shares == [0.5, 0.25, 0.25, 0.25]
    both = series(table(rows), "KEN", "UGA", by="month", statuses=("actual", "negated"))
    assert one(both, date(2022, 1, 1))["count"] == 2


def test_groups_by_list_and_by_membership_on_the_day() -> None:
    """The United Kingdom acts as a member of the European Union until it leaves."""
    rows = table(
        [
            event(1, date(2020, 1, 20), "GBR", "RUS", "SANCTION"),
            event(2, date(2020, 2, 20), "GBR", "RUS", "SANCTION"),
            event(3, date(2020, 2, 21), "FRA", "RUS", "SANCTION"),
            event(4, date(2020, 2, 22), "EUR", "RUS", "SANCTION"),
        ]
    )
    assert series(rows, "EU", "RUS", by="month").column("count").to_pylist() == [1, 2]
    assert series(rows, ["GBR", "FRA"], "*", by="month").column("count").to_pylist() == [1, 2]
    assert series(rows, "GBR+FRA", "Russia", by="month").column("count").to_pylist() == [1, 2]
    assert group("NATO").label == "NATO"
    with pytest.raises(AnalysisError, match="Atlantis"):
        group("Atlantis")


def test_imported_data_needs_only_a_day_a_pair_and_a_type() -> None:
    """Without articles, stories, statuses: each row is an act, told as a fact or not we do not know."""
    bare = {
        "day": [day(0), day(1)],
        "actor": ["KEN", "KEN"],
        "recipient": ["UGA", None],
        "type": ["AID", "AID"],
    }
    found = one(series(pl.DataFrame(bare), "KEN", "*"))
    assert (found["count"], found["mean_score"], found["reported"]) == (2, 10.0, None)
    assert one(series(pl.DataFrame(bare).to_pandas(), "KEN", "UGA"))["count"] == 1
    assert one(series(pl.DataFrame(bare).to_arrow(), "KEN", "UGA"))["count"] == 1


def test_the_columns_of_dyads_count_each_event_once() -> None:
    rows = [event(1, day(0), "KEN", "UGA", "AID", recipient_codes=["RWA", "UGA"])]
    doubled = table(rows * 2).append_column("actor", pa.array(["KEN", "KEN"]))
    doubled = doubled.append_column("recipient", pa.array(["RWA", "UGA"]))
    assert one(series(doubled, "KEN", "*", count="event"))["count"] == 1


@pytest.mark.parametrize(
    ("missing", "told"),
    [("day", "`day`"), ("type", "`type`"), ("actor_codes", "`actor`")],
)
def test_a_missing_column_is_named(missing: str, told: str) -> None:
    rows = table([event(1, day(0), "KEN", "UGA", "AID")]).drop_columns([missing])
    rows = rows.drop_columns(["quad"]) if missing == "type" else rows
    with pytest.raises(AnalysisError, match=told):
        series(rows, "KEN", "UGA")


@pytest.mark.parametrize(
    "wrong", [{"by": "year"}, {"count": "word"}, {"statuses": ["real"]}, {"since": "soon"}, {"actor": []}]
)
def test_a_wrong_question_is_refused(wrong: dict[str, object]) -> None:
    rows = table([event(1, day(0), "KEN", "UGA", "AID")])
    with pytest.raises(AnalysisError):
        series(rows, **{"actor": "KEN", "recipient": "UGA"} | wrong)


def test_nothing_at_all_is_an_empty_series() -> None:
    assert series(table([]), "KEN", "UGA").num_rows == 0


def test_the_band_is_wide_where_there_are_few_stories() -> None:
    """Ten articles of one story are one observation; of ten stories they are ten."""
    kinds = ["ASSAULT", "CONSULT"]
    few = [event(n, day(0), "KEN", "UGA", kinds[n // 20], story=f"s{n // 20}") for n in range(40)]
    many = [row | {"story": f"s{n}"} for n, row in enumerate(few)]

    def width(rows: list[dict[str, object]]) -> float:
        found = one(series(table(rows), "KEN", "UGA"))
        assert found["mean_score_low"] <= found["mean_score"] <= found["mean_score_high"]
        return found["mean_score_high"] - found["mean_score_low"]

    assert width(few) > 2 * width(many)
    alone = [row | {"story": "s"} for row in few]
    assert one(series(table(alone), "KEN", "UGA"))["mean_score_low"] is None


def test_the_band_covers_as_often_as_it_says() -> None:
    """Of sums over a Poisson number of stories, about nine in ten lie within a band of 0.9."""
    rng = np.random.default_rng(3)
    hits = 0
    for seed in range(200):
        n = int(rng.poisson(40))
        scores = rng.choice([-9.0, 2.5, 4.0], n)
        band = bands(np.zeros(n, np.int64), scores, np.ones(n, np.int64), periods=1, draws=200, seed=seed)
        expected = 40 * np.mean([-9.0, 2.5, 4.0])
        hits += int(band.sum_score_low[0] <= expected <= band.sum_score_high[0])
    assert 0.83 <= hits / 200 <= 0.96


def test_the_same_events_give_the_same_bytes() -> None:
    events = crisis()
    shuffled = events.take(pa.array(np.random.default_rng(0).permutation(events.num_rows)))
    first, second = series(events, "KEN", "UGA"), series(shuffled, "KEN", "UGA")
    assert first.equals(second, check_metadata=True)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.sampled_from(["AID", "ASSAULT", "ACCUSE"]), st.booleans()),
        max_size=40,
    ),
    st.sampled_from(["day", "week", "month"]),
)
def test_periods_are_whole_and_lose_nothing(rows: list[tuple[int, str, bool]], by: str) -> None:
    made = table(
        [
            event(n, day(offset), *(("KEN", "UGA") if there else ("UGA", "KEN")), kind)
            for n, (offset, kind, there) in enumerate(rows)
        ]
    )
    found = series(made, "KEN", "UGA", by=by, draws=5)
    periods = found.column("period").to_pylist()
    assert all(next_period(a, by) == b for a, b in pairwise(periods))
    counted = [n for n in found.column("count").to_pylist() if n is not None]
    assert sum(counted) == sum(there for _, _, there in rows)
    for row in found.to_pylist():
        assert (row["count"] is None) == (row["covered"] == 0)
        if row["count"]:
            assert row["cooperation"] + row["conflict"] == row["count"]
            assert row["sum_score_low"] <= row["sum_score_high"]


def test_the_crisis_shows() -> None:
    found = pl.DataFrame(series(crisis(), "KEN", "UGA", directed=False, by="month"))
    months = dict(found.select("period", "mean_score").iter_rows())
    assert months[FIRST] > 0 > months[date(2021, 8, 1)] > months[date(2021, 10, 1)]
