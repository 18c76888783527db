"""Charts: whole specifications that draw, need no other host, and show what the tables say."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from analysis.made import FIRST, crisis, event, table
from dragoman.analysis.alarms import alarms
from dragoman.analysis.charts import alarms_chart, series_chart, types_chart
from dragoman.analysis.frames import AnalysisError
from dragoman.analysis.map import event_places, map_chart
from dragoman.analysis.network import network
from dragoman.analysis.network_chart import network_chart
from dragoman.analysis.outlines import outlines
from dragoman.analysis.rendering import render, save
from dragoman.analysis.series import series

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

NAIROBI = {"place": "Nairobi", "lat": -1.28, "lon": 36.82, "place_country": "KEN"}
KYIV = {"place": "Kyiv", "lat": 50.45, "lon": 30.52, "place_country": "UKR"}


@pytest.fixture(scope="module")
def line() -> pa.Table:
    return series(crisis(), "KEN", "UGA", directed=False)


@pytest.fixture(scope="module")
def raised() -> pa.Table:
    return alarms(crisis())


def somewhere() -> pa.Table:
    rows = [event(n, FIRST, "KEN", "UGA", "ASSAULT", **NAIROBI) for n in range(3)]
    return table([*rows, event(9, FIRST, "RUS", "UKR", "AID", **KYIV), event(10, FIRST, "RUS", "UKR", "AID")])


def drawn(spec: dict[str, Any]) -> str:
    return render(spec, "svg").decode()


@pytest.mark.parametrize(("theme", "width"), [("light", 300), ("dark", 720)])
def test_every_chart_draws(line: pa.Table, raised: pa.Table, theme: str, width: int) -> None:
    look: dict[str, Any] = {"theme": theme, "width": width, "source": "store demo, version 3"}
    for chart in (
        series_chart(line, raised, **look),
        types_chart(line, **look),
        alarms_chart(line, raised, **look),
        network_chart(network(crisis()), **look),
        map_chart(event_places(somewhere()), **look),
    ):
        svg = drawn(chart.to_dict())
        assert "version 3" in svg
        found = re.search(r'width="(\d+)', svg)
        assert found is not None
        assert int(found[1]) < width + 90, "wider than the page"


def test_titles_and_units_are_told(line: pa.Table) -> None:
    svg = drawn(series_chart(line).to_dict())
    for told in (
        "Kenya",
        "Uganda",
        "occurrences by week",
        "mean PLOVER score",
        "90% bootstrap",
        "cooperation",
    ):
        assert told in svg


def test_gaps_are_shaded() -> None:
    rows = table(
        [event(1, FIRST, "KEN", "UGA", "AID"), event(2, FIRST.replace(month=6), "KEN", "UGA", "AID")]
    )
    found = series(rows, "KEN", "UGA")
    assert "no articles" in json.dumps(series_chart(found).to_dict())
    assert "no articles" not in json.dumps(series_chart(found.slice(0, 1)).to_dict())


def test_an_empty_series_still_draws() -> None:
    empty = series(table([]), "KEN", "UGA")
    for chart in (series_chart(empty), types_chart(empty), alarms_chart(empty, alarms(crisis()).slice(0, 0))):
        assert "<svg" in drawn(chart.to_dict())
    assert "<svg" in drawn(map_chart(event_places(table([]))).to_dict())
    assert "<svg" in drawn(network_chart(network(table([]))).to_dict())


def test_the_same_tables_give_the_same_bytes(line: pa.Table) -> None:
    for form in ("svg", "json"):
        assert render(series_chart(line).to_dict(), form) == render(series_chart(line).to_dict(), form)
    one, other = (network_chart(network(crisis())).to_dict() for _ in range(2))
    assert one == other


def test_the_page_holds_all_it_needs(line: pa.Table) -> None:
    page = render(series_chart(line, heading="</script><b>Kenya").to_dict(), "html").decode()
    assert "<title>&lt;/script&gt;&lt;b&gt;Kenya</title>" in page
    assert page.count("</script") == 2
    assert "src=" not in re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)


def test_files_by_their_ending(tmp_path: Path, line: pa.Table) -> None:
    spec = types_chart(line).to_dict()
    for name, begins in (
        ("a.svg", b"<svg"),
        ("b.png", b"\x89PNG"),
        ("c.html", b"<!doctype"),
        ("d.json", b"{"),
    ):
        save(spec, tmp_path / "new" / name)
        assert (tmp_path / "new" / name).read_bytes().startswith(begins)
    with pytest.raises(AnalysisError, match="gif"):
        save(spec, tmp_path / "a.gif")
    assert sorted(p.name for p in (tmp_path / "new").iterdir()) == ["a.svg", "b.png", "c.html", "d.json"]


def test_places_are_counted_with_their_scores() -> None:
    nairobi, kyiv = event_places(somewhere()).to_pylist()
    assert (nairobi["place"], nairobi["country"], nairobi["count"], nairobi["conflict"]) == (
        "Nairobi",
        "KEN",
        3,
        3,
    )
    assert nairobi["mean_score"] == -9
    assert (kyiv["place"], kyiv["count"], kyiv["cooperation"]) == ("Kyiv", 1, 1)
    assert event_places(somewhere(), "RUS", "*").num_rows == 1


def test_places_off_the_globe_are_left_out() -> None:
    rows = table([event(1, FIRST, "KEN", "UGA", "AID", **NAIROBI | {"lat": 99.0})])
    assert event_places(rows).num_rows == 0


def test_the_map_goes_where_the_events_are() -> None:
    near = map_chart(event_places(table([event(1, FIRST, "KEN", "UGA", "AID", **NAIROBI)]))).to_dict()
    assert near["projection"]["type"] == "mercator"
    assert near["projection"]["center"] == pytest.approx([36.82, -1.28], abs=0.1)
    far = map_chart(event_places(somewhere()), whole_world=True).to_dict()
    assert far["projection"]["type"] == "equalEarth"


def test_the_outlines_know_our_codes() -> None:
    shapes = outlines()["objects"]["countries"]["geometries"]
    names = {shape["properties"]["code"]: shape["properties"]["name"] for shape in shapes}
    assert names["KEN"] == "Kenya"
    assert names["KOS"] == "Kosovo"
    assert "ATA" not in names


def test_wrong_tables_and_themes_are_refused(line: pa.Table) -> None:
    with pytest.raises(AnalysisError, match="purple"):
        series_chart(line, theme="purple")
    with pytest.raises(AnalysisError, match="period"):
        series_chart(crisis())
    with pytest.raises(AnalysisError, match="places"):
        map_chart(line)
