"""`dragoman series`, `alarms`, `network` and `map` on a store, and alarms that follow one."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pytest
import typer
from typer.testing import CliRunner

from analysis.made import FIRST, crisis
from dragoman.analysis.alarms import alarms
from dragoman.analysis.frames import AnalysisError
from dragoman.analysis.series import series
from dragoman.analysis.stored import covered_days, events_between, follow
from dragoman.cli import alarms as alarms_command
from dragoman.cli import map as map_command
from dragoman.cli import network as network_command
from dragoman.cli import series as series_command
from dragoman.store import RunCard, Store
from dragoman.store.tables import EVENTS, TABLES

if TYPE_CHECKING:
    from pathlib import Path

app = typer.Typer(pretty_exceptions_enable=False)
for name, module in (
    ("series", series_command),
    ("alarms", alarms_command),
    ("network", network_command),
    ("map", map_command),
):
    app.command(name)(module.command)


def put(store: Store, events: pa.Table) -> None:
    """Events with their articles and occurrences, as reading and clustering would leave them."""
    rows = events.append_column("year", pc.year(events["published_day"]).cast(pa.int32()))
    columns = [name for name in EVENTS.schema.names if name in rows.column_names]
    told = rows.group_by("article").aggregate([("published_day", "min"), ("year", "min"), ("story", "min")])
    article = pa.table(
        {"id": told["article"], "published_day": told["published_day_min"], "year": told["year_min"]}
    )
    store.append({"events": rows.select(columns), "articles": article}, RunCard("add"))
    stories = pa.table({"article": told["article"], "story": told["story_min"]})
    occurrences = pa.table({"event": rows["id"], "occurrence": rows["occurrence"]})
    store.append(
        {"stories": _whole("stories", stories), "occurrences": _whole("occurrences", occurrences)},
        RunCard("cluster"),
    )


def _whole(name: str, rows: pa.Table) -> pa.Table:
    wanted = [column for column in TABLES[name].schema.names if column in rows.column_names]
    return rows.select(wanted)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("analysis") / "store"
    put(Store(path, create=True), crisis())
    return str(path)


def run(*words: str, code: int = 0) -> str:
    found = CliRunner().invoke(app, list(words))
    assert found.exit_code == code, found.output
    return found.output if code else found.stdout


def test_a_store_gives_the_series_that_its_events_give(folder: str) -> None:
    store = Store(folder)
    rows = events_between(store, "KEN", "UGA", directed=False)
    there = series(rows, "KEN", "UGA", directed=False, covered=covered_days(store))
    assert there.equals(series(crisis(), "KEN", "UGA", directed=False))
    lines = [
        json.loads(line)
        for line in run("series", "-s", folder, "-d", "KEN", "UGA", "-f", "jsonl").splitlines()
    ]
    assert [line["count"] for line in lines] == there["count"].to_pylist()


def test_series_as_table_csv_change_points_and_picture(folder: str, tmp_path: Path) -> None:
    assert "coop" in run("series", "-s", folder, "--dyad", "Kenya", "Uganda", "--by", "month")
    assert run("series", "-s", folder, "-f", "csv", "--since", "2021-03").startswith("period,covered,count")
    assert "worse" in run("series", "-s", folder, "-d", "KEN", "UGA", "--changes")
    picture = tmp_path / "out.svg"
    assert run("series", "-s", folder, "-d", "KEN", "UGA", "--plot", str(picture)) == ""
    assert "Kenya" in picture.read_text()
    assert "version 2" in picture.read_text()


def test_alarms_as_table_and_lines(folder: str, tmp_path: Path) -> None:
    told = [json.loads(line) for line in run("alarms", "-s", folder, "-f", "jsonl").splitlines()]
    assert [(a["kind"], a["day"]) for a in told] == [
        (a["kind"], a["day"].isoformat()) for a in alarms(crisis()).to_pylist()
    ]
    assert all(a["evidence"] for a in told)
    assert "surge" in run("alarms", "-s", folder, "-d", "KEN", "UGA", "--kind", "surge", "--since", "2021-07")
    run("alarms", "-s", folder, "-d", "KEN", "UGA", "--plot", str(tmp_path / "a.json"))
    assert (tmp_path / "a.json").stat().st_size > 1000


def test_network_and_map(folder: str, tmp_path: Path) -> None:
    assert "Kenya" in run("network", "-s", folder)
    assert json.loads(run("network", "-s", folder, "--table", "balance", "-f", "jsonl"))["triads"] == 0
    assert "nothing found" in run("map", "-s", folder)
    run("map", "-s", folder, "--plot", str(tmp_path / "m.json"))
    run("network", "-s", folder, "--party", "KEN", "--party", "UGA", "--plot", str(tmp_path / "n.json"))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["series", "-s", "nowhere"], "nowhere"),
        (["series", "-d", "KEN", "Atlantis"], "Atlantis"),
        (["series", "--since", "soon"], "soon"),
        (["series", "--plot", "a.gif"], "a.gif"),
        (["series", "--status", "real"], "real"),
        (["alarms", "--plot", "a.svg"], "--dyad"),
        (["alarms", "--kind", "flood"], "flood"),
        (["alarms", "--send", "none.toml"], "--new"),
        (["alarms", "--new", "--send", "none.toml"], "none.toml"),
        (["alarms", "--new", "--since", "2021"], "--new"),
        (["network", "--party", "Atlantis"], "Atlantis"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(folder: str, words: list[str], told: str) -> None:
    given = words if "-s" in words else [*words, "-s", folder]
    output = run(*given, code=2).strip()
    assert output.startswith("dragoman: ")
    assert told in output
    assert "\n" not in output


def test_alarms_follow_a_store_as_it_grows(tmp_path: Path) -> None:
    """The first call learns; later ones tell what is new, once, and what comes late is not lost."""
    store, state = Store(tmp_path / "store", create=True), tmp_path / "state.json"
    events, turn = crisis(), FIRST + timedelta(200)
    day = events["published_day"]
    put(store, events.filter(pc.less(day, turn)))
    assert follow(store, state, through=turn - timedelta(days=1)) == []
    later = events.filter(pc.and_(pc.greater_equal(day, turn), pc.less(day, turn + timedelta(days=20))))
    put(store, later)
    found = follow(store, state, through=turn + timedelta(days=19))
    expected = alarms(events, until=turn + timedelta(days=19)).to_pylist()
    assert [(a.kind, a.day) for a in found] == [(a["kind"], a["day"]) for a in expected]
    assert follow(store, state, through=turn + timedelta(days=19)) == []
    assert follow(store, state, through=date(2021, 9, 1)) == []


def test_a_damaged_state_is_named(tmp_path: Path) -> None:
    store, state = Store(tmp_path / "store", create=True), tmp_path / "state.json"
    state.write_text("{")
    with pytest.raises(AnalysisError, match=r"state\.json"):
        follow(store, state)


def test_events_that_a_reviewer_rejected_do_not_count(tmp_path: Path) -> None:
    store = Store(tmp_path / "store", create=True)
    put(store, crisis().slice(0, 3))
    event = events_between(store)["id"][0].as_py()
    store.review(event, "reject", author="Edda Vilks")
    assert event not in events_between(store)["id"].to_pylist()
