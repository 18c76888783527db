"""Alarms: planted turns are found, quiet dyads stay quiet, and a watch fed by the day misses nothing."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.made import CALM, FIRST, TENSE, WAR, crisis, event, phase, table
from dragoman.analysis.alarms import alarms
from dragoman.analysis.calibration import Design, heights_for, simulate, threshold
from dragoman.analysis.changes import change_points, changes
from dragoman.analysis.frames import AnalysisError
from dragoman.analysis.series import series
from dragoman.analysis.watch import AlarmWatch

TENSE_FROM, WAR_FROM, PEACE_FROM = (FIRST + timedelta(n) for n in (200, 260, 290))


def planted(seed: int, calm: int = 300, rate: float = 0.5, jump: float = 5.0, days: int = 40) -> pa.Table:
    """A calm dyad that from day `calm` on has `jump` times as much conflict."""
    rng = np.random.default_rng(seed)
    rows = phase(rng, FIRST, calm, rate, CALM)
    rows += phase(rng, FIRST + timedelta(calm), days, rate * jump, WAR, start=10_000)
    return table(rows)


def test_the_turns_of_the_crisis_are_found_within_days() -> None:
    found = alarms(crisis()).to_pylist()
    surges = [alarm["day"] for alarm in found if alarm["kind"] == "surge"]
    falls = [alarm["day"] for alarm in found if alarm["kind"] == "fall"]
    thaws = [alarm["day"] for alarm in found if alarm["kind"] == "thaw"]
    for turn in (TENSE_FROM, WAR_FROM):
        assert any(turn <= day <= turn + timedelta(10) for day in surges)
    assert any(TENSE_FROM <= day <= TENSE_FROM + timedelta(14) for day in falls)
    assert any(PEACE_FROM <= day <= PEACE_FROM + timedelta(21) for day in thaws)
    assert all(day >= TENSE_FROM for day in surges + falls)


def test_an_alarm_brings_its_evidence() -> None:
    first = alarms(crisis(), kinds=("surge",)).to_pylist()[0]
    assert (first["actor"], first["recipient"]) == ("KEN", "UGA")
    assert first["observed"] > 2 * first["expected"]
    assert first["strength"] >= 1
    assert first["since"] <= first["day"]
    assert "Kenya and Uganda" in first["headline"]
    told = first["evidence"]
    assert len(told) >= 3
    scores = [one["score"] for one in told]
    assert scores == sorted(scores)
    for one in told:
        assert one["event"].startswith("e")
        assert one["article"].startswith("a")
        assert one["sentence"]


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.2, 2.0), st.floats(5.0, 12.0))
def test_a_planted_surge_is_found(seed: int, rate: float, jump: float) -> None:
    found = alarms(planted(seed, rate=rate, jump=jump), kinds=("surge",)).to_pylist()
    turn = FIRST + timedelta(300)
    assert any(turn <= alarm["day"] <= turn + timedelta(39) for alarm in found)


def test_quiet_dyads_keep_to_the_stated_rate() -> None:
    """Forty quiet dyads over four years: at one false alarm in five years, about thirty-two."""
    rng = np.random.default_rng(11)
    watch = AlarmWatch(years_between=5.0)
    rows = []
    for number in range(40):
        pair = (f"A{number // 26}{chr(65 + number % 26)}", "ZZZ")
        rows += phase(rng, FIRST, 1461, 0.12, CALM, pair, dispersion=1.4, start=number * 1_000)
    found = watch.update(table(rows), covered=[FIRST + timedelta(n) for n in range(1461)])
    assert len(found) <= 32 * 1.5


def feed(events: pa.Table, edges: list[date]) -> tuple[list[dict[str, object]], AlarmWatch]:
    """Feed events in pieces, the state written and read again between them."""
    watch, found = AlarmWatch(), []
    for low, high in pairwise(edges):
        day = events["published_day"]
        part = events.filter(pc.and_(pc.greater_equal(day, low), pc.less(day, high)))
        covered = [low + timedelta(n) for n in range((high - low).days)]
        found += [alarm.to_dict() for alarm in watch.update(part, covered=covered)]
        watch = AlarmWatch.from_json(watch.to_json())
    return found, watch


@settings(max_examples=6, deadline=None)
@given(st.lists(st.integers(1, 364), max_size=8))
def test_fed_piece_by_piece_it_raises_the_same_alarms(cuts: list[int]) -> None:
    edges = [FIRST + timedelta(n) for n in sorted({0, *cuts, 367})]
    whole, _ = feed(crisis(), [edges[0], edges[-1]])
    pieces, _ = feed(crisis(), edges)
    assert pieces == whole


def test_an_act_that_is_told_again_does_not_count_again() -> None:
    calm = [event(n, FIRST + timedelta(n), "KEN", "UGA", "CONSULT") for n in range(0, 200, 5)]
    day = FIRST + timedelta(201)
    more = [event(900 + n, day, "KEN", "UGA", "ASSAULT", occurrence="o1", article=f"a{n}") for n in range(60)]
    assert alarms(table(calm + more)).num_rows == 0


def test_old_news_raises_no_alarm() -> None:
    calm = [event(n, FIRST + timedelta(n), "KEN", "UGA", "CONSULT") for n in range(0, 200, 5)]
    day = FIRST + timedelta(201)
    old = [event(900 + n, date(2019, 5, 1), "KEN", "UGA", "ASSAULT", published_day=day) for n in range(60)]
    assert alarms(table(calm + old)).num_rows == 0
    fresh = [row | {"day": day} for row in old]
    assert alarms(table(calm + fresh)).num_rows > 0


def test_a_new_source_is_no_surge() -> None:
    """From one day on thrice as much is told of everybody: nobody's relations turned."""
    rng = np.random.default_rng(2)
    rows: list[dict[str, object]] = []
    for number in range(30):
        pair = (f"B{chr(65 + number % 26)}{number // 26}", "ZZZ")
        for part, (days, rate) in enumerate([(200, 0.8), (40, 2.4)]):
            first = FIRST + timedelta(200 * part)
            rows += phase(rng, first, days, rate, TENSE, pair, start=(number * 2 + part) * 1_000)
    turned = FIRST + timedelta(200)
    whole = alarms(table(rows), since=turned, kinds=("surge",)).num_rows
    # One dyad alone, of which as much more is told as of all, has turned.
    alone = [row for row in rows if "BC0" in (*row["actor_codes"], *row["recipient_codes"])]
    covered = [FIRST + timedelta(n) for n in range(240)]
    assert alarms(table(alone), since=turned, kinds=("surge",), covered=covered).num_rows >= 1
    assert whole <= 30 / 4


def test_a_dyad_never_heard_of_can_raise_one() -> None:
    rows = [event(n, FIRST + timedelta(n), "FRA", "DEU", "CONSULT") for n in range(120)]
    day = FIRST + timedelta(119)
    rows += [event(500 + n, day, "KEN", "UGA", "ASSAULT") for n in range(8)]
    assert [(a["actor"], a["kind"]) for a in alarms(table(rows)).to_pylist()] == [("KEN", "surge")]


def test_groups_are_watched_as_one_dyad() -> None:
    rows = crisis()
    found = alarms(rows, dyads=[(["KEN", "RWA"], "UGA")], kinds=("surge",)).to_pylist()
    assert found
    assert {(a["actor"], a["recipient"]) for a in found} == {("Kenya + Rwanda", "Uganda")}
    assert alarms(rows, dyads=[("FRA", "DEU")]).num_rows == 0


def test_alarms_before_the_days_asked_for_are_not_told_but_learned_from() -> None:
    every = alarms(crisis()).to_pylist()
    later = alarms(crisis(), since=WAR_FROM).to_pylist()
    assert later == [alarm for alarm in every if alarm["day"] >= WAR_FROM]


def test_what_is_told_of_a_closed_day_counts_on_the_next() -> None:
    watch = AlarmWatch()
    rows = [event(n, FIRST + timedelta(n), "KEN", "UGA", "CONSULT") for n in range(100)]
    watch.update(table(rows))
    late = [event(500 + n, FIRST + timedelta(97), "KEN", "UGA", "ASSAULT") for n in range(12)]
    (alarm, *_) = watch.update(table(late), covered=[FIRST + timedelta(100)])
    assert alarm.day == FIRST + timedelta(100)


def test_a_wrong_state_or_setting_is_refused_in_one_line() -> None:
    for text in ("", "[]", '{"format": 9}', '{"format": 1}'):
        with pytest.raises(AnalysisError):
            AlarmWatch.from_json(text)
    with pytest.raises(AnalysisError, match="earthquake"):
        AlarmWatch(kinds=("earthquake",))
    with pytest.raises(AnalysisError):
        AlarmWatch(years_between=0)


def test_thresholds_grow_with_the_years_and_are_those_of_the_simulation() -> None:
    rate, dispersion = np.array([0.2, 1.0]), np.array([1.5, 1.5])
    heights = [threshold("surge", rate, dispersion, years, Design()) for years in (1, 5, 20, 80)]
    assert all((a < b).all() for a, b in pairwise(heights))
    found = simulate(Design(), np.array([1.0]), np.array([1.5]), dyads=150, years=4.0, seed=5)
    again = heights_for(found["surge"][0], 600.0, (5.0,))[0]
    assert again == pytest.approx(float(heights[1][1]), rel=0.15)


def test_change_points_of_the_crisis() -> None:
    found = changes(series(crisis(), "KEN", "UGA", directed=False), "conflict").to_pylist()
    turns = [(row["period"], row["kind"]) for row in found]
    for turn, kind in ((TENSE_FROM, "worse"), (WAR_FROM, "worse"), (PEACE_FROM, "better")):
        assert any(abs((day - turn).days) <= 7 and told == kind for day, told in turns)
    assert len(turns) == 3
    both = change_points(series(crisis(), "KEN", "UGA", directed=False)).to_pylist()
    assert {row["on"] for row in both} == {"conflict", "mean_score"}


def test_a_quiet_history_has_few_change_points() -> None:
    rng = np.random.default_rng(8)
    changed = 0
    for _ in range(20):
        quiet = table(phase(rng, FIRST, 365, 0.6, CALM, dispersion=1.5))
        changed += changes(series(quiet, directed=False, draws=2), "conflict").num_rows > 0
    # By chance one history in five to six has one.
    assert changed <= 8


def test_short_and_empty_histories_have_no_change_points() -> None:
    assert changes(series(table([]), "KEN", "UGA")).num_rows == 0
    few = [event(n, FIRST + timedelta(7 * n), "KEN", "UGA", "ASSAULT") for n in range(4)]
    assert changes(series(table(few), "KEN", "UGA")).num_rows == 0
    with pytest.raises(AnalysisError, match="peace"):
        changes(series(table(few), "KEN", "UGA"), "peace")
