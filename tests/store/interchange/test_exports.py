"""Writing events out, and reading them in again."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from dragoman import ontology
from dragoman.records import FACTUALITY, Report
from dragoman.store import Store
from dragoman.store.interchange import read
from dragoman.store.interchange.countries import NO_STATES, to_fips
from dragoman.store.interchange.exporting import Page, export, write_pages
from dragoman.store.interchange.importing import import_file
from dragoman.store.interchange.write_flat import COLUMNS
from dragoman.store.interchange.write_flat import Writer as Flat
from dragoman.store.interchange.write_gdelt_like import Writer as GdeltLike
from dragoman.store.interchange.write_icews_like import SECTORS
from dragoman.store.interchange.write_icews_like import Writer as IcewsLike
from dragoman.store.interchange.write_plover_json import Writer as PloverJson
from dragoman.store.interchange.write_reports import write_reports
from dragoman.store.tables import EVENT_PARTIES, EVENTS

if TYPE_CHECKING:
    from pathlib import Path

STATES = [code for code in ontology.codes() if code not in NO_STATES and code in to_fips()]
TYPES = ontology.load().types
WORDS = st.text("abcdefghijklmnoprstuäéø", min_size=3, max_size=9).map(str.title)
DAYS = st.integers(0, 40_000).map(lambda n: date(1950, 1, 1) + timedelta(days=n))
View = pa.schema([*EVENTS.schema, *((name, pa.string()) for name in ("story", "occurrence", "verdict"))])


@st.composite
def parties(draw: st.DrawFn) -> dict[str, Any]:
    """A party: of a state, of an organisation, or of nobody in particular."""
    code = draw(st.sampled_from([*STATES, "UNO", "EUR", "IGO", "NGO", None]))
    sector = draw(st.lists(st.sampled_from(sorted(SECTORS)), max_size=2, unique=True))
    return {"name": f"{draw(WORDS)} {draw(WORDS)}", "code": code, "sector": sector, "text": None}


@st.composite
def events(draw: st.DrawFn, number: int) -> dict[str, Any]:
    """An event as the view of a store has it, with its parties."""
    kind = draw(st.sampled_from(sorted(TYPES)))
    modes = draw(st.lists(st.sampled_from(sorted(TYPES[kind].modes) or [""]), max_size=1))
    mode = [one for one in modes if one]
    day = draw(DAYS)
    placed = draw(st.booleans())
    return {
        "id": f"e{number:012x}",
        "type": kind,
        "mode": mode,
        "context": draw(st.lists(st.sampled_from(sorted(ontology.load().contexts)), max_size=2, unique=True)),
        "quad": ontology.quad(kind),
        "score": ontology.score(kind, mode),
        "status": draw(st.sampled_from(sorted(FACTUALITY))),
        "day": day,
        "date": day.isoformat(),
        "date_precision": "day",
        "place": draw(WORDS) if placed else None,
        "place_country": draw(st.sampled_from(STATES)) if placed else None,
        "lat": draw(st.floats(-90, 90).map(lambda x: round(x, 4))) if placed else None,
        "lon": draw(st.floats(-180, 180).map(lambda x: round(x, 4))) if placed else None,
        "sentence": draw(st.none() | st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)),
        "origin": "dragoman",
        "actor": draw(st.lists(parties(), max_size=2)),
        "recipient": draw(st.lists(parties(), max_size=2)),
    }


@st.composite
def pages_of_events(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Some events with ids of their own."""
    return [draw(events(number)) for number in range(draw(st.integers(1, 4)))]


def page(found: list[dict[str, Any]]) -> Page:
    roles = [
        {**party, "event": event["id"], "role": role, "position": position}
        for event in found
        for role in ("actor", "recipient")
        for position, party in enumerate(event[role])
    ]
    return Page(
        pa.Table.from_pylist(found, schema=View),
        pa.Table.from_pylist(roles, schema=EVENT_PARTIES.schema),
        {},
    )


def written(writer: Any, form: str, found: list[dict[str, Any]]) -> bytes:
    stream = io.BytesIO()
    write_pages(writer(stream, form), [page(found)])
    return stream.getvalue()


def read_back(form: str, content: bytes, folder: Path) -> list[dict[str, Any]]:
    """The events of a file, each with its parties, in the file's order."""
    file = folder / "out"
    file.write_bytes(content)
    made = []
    for batch in read(form, file):
        assert batch.problems == ()
        roles = batch.tables["event_parties"].to_pylist()
        for row in batch.tables["events"].to_pylist():
            for role in ("actor", "recipient"):
                row[role] = [p for p in roles if p["event"] == row["id"] and p["role"] == role]
            made.append(row)
    return made


def _of(event: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: event[name] for name in names}


PLACE = ("place", "place_country", "lat", "lon")
FUZZ = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FUZZ
@given(pages_of_events())
def test_plover_json_comes_back_whole(tmp_path: Path, found: list[dict[str, Any]]) -> None:
    back = read_back("plover-json", written(PloverJson, "plover-json", found), tmp_path)
    names = ("type", "mode", "context", "score", "quad", "status", "date", "day", "date_precision", *PLACE)
    for before, after in zip(found, back, strict=True):
        assert _of(after, names) == _of(before, names)
        assert after["origin_id"] == before["id"]
        assert (after["sentence"] or "") == (before["sentence"] or "").strip()
        for role in ("actor", "recipient"):
            assert [(p["name"], p["code"], p["sector"]) for p in after[role]] == [
                (p["name"], p["code"], p["sector"]) for p in before[role]
            ]


@pytest.mark.parametrize(("writer", "form"), [(GdeltLike, "gdelt"), (IcewsLike, "icews")])
@FUZZ
@given(found=pages_of_events())
def test_rows_of_pairs_come_back_with_type_parties_dates_and_places(
    tmp_path: Path, found: list[dict[str, Any]], writer: Any, form: str
) -> None:
    back = iter(read_back(form, written(writer, f"{form}-like", found), tmp_path))
    for before in found:
        for actor in before["actor"] or [None]:
            for recipient in before["recipient"] or [None]:
                after = next(back)
                assert _of(after, ("type", "quad", "day", *PLACE)) == _of(
                    before, ("type", "quad", "day", *PLACE)
                )
                for role, party in (("actor", actor), ("recipient", recipient)):
                    assert [p["name"] for p in after[role]] == ([party["name"]] if party else [])
                    if party and party["code"] in STATES:
                        assert (after[role][0]["code"], after[role][0]["sector"]) == (
                            party["code"],
                            party["sector"],
                        )
    assert next(back, None) is None


def test_events_of_several_parties_have_a_row_for_each_pair_and_ids_of_their_own() -> None:
    two = [{"name": name, "code": None, "sector": [], "text": None} for name in ("A", "B")]
    event = {
        "id": "e000000000000000f",
        "type": "CONSULT",
        "mode": [],
        "context": [],
        "actor": two,
        "recipient": two,
    }
    lines = written(GdeltLike, "gdelt-like", [event]).decode().splitlines()
    cells = [line.split("\t") for line in lines]
    assert [len(row) for row in cells] == [61] * 4
    assert [(row[6], row[16]) for row in cells] == [("A", "A"), ("A", "B"), ("B", "A"), ("B", "B")]
    assert cells[0][0] == "15"
    assert len({row[0] for row in cells}) == 4


def test_csv_has_an_event_a_row_and_lists_in_one_cell() -> None:
    event = {
        "id": "e1",
        "type": "ASSAULT",
        "mode": ["aerial"],
        "context": ["military", "cbrn"],
        "day": date(2022, 3, 1),
        "sentence": 'He said "no",\nthen left.',
        "voice": [{"party": "p1", "name": "Kyiv", "code": "UKR", "start": 0, "end": 4}],
        "place_country": "UKR",
        "actor": [
            {"name": "Russia", "code": "RUS", "sector": ["GOV", "MIL"], "text": None},
            {"name": "Group", "code": None, "sector": [], "text": None},
        ],
        "recipient": [],
    }
    (row,) = csv.DictReader(io.StringIO(written(Flat, "csv", [event]).decode()))
    assert list(row) == list(COLUMNS)
    assert (row["event"], row["mode"], row["context"]) == ("e1", "aerial", "military; cbrn")
    assert (row["actor"], row["actor_code"], row["actor_sector"]) == ("Russia; Group", "RUS; ", "GOV MIL; ")
    assert (row["recipient"], row["voice"], row["voice_code"]) == ("", "Kyiv", "UKR")
    assert (row["day"], row["country"], row["sentence"]) == (
        "2022-03-01",
        "UKR",
        'He said "no",\nthen left.',
    )


def test_parquet_has_the_same_columns_typed_even_without_events() -> None:
    for found in ([], [{"id": "e1", "type": "AID", "day": date(2022, 1, 1), "actor": [], "recipient": []}]):
        table = parquet.read_table(io.BytesIO(written(Flat, "parquet", found)))
        assert (table.num_rows, table.column_names) == (len(found), list(COLUMNS))
        assert table.schema.field("day").type == pa.date32()


def test_an_empty_csv_has_its_header() -> None:
    stream = io.BytesIO()
    write_pages(Flat(stream, "csv"), [])
    assert stream.getvalue().decode() == ",".join(COLUMNS) + "\n"


@pytest.fixture
def store(tmp_path: Path, data: Path) -> Store:
    """A store of events from three data sets."""
    store = Store(tmp_path / "store", create=True)
    for form, name in (("gdelt", "gdelt2.export.CSV"), ("icews", "icews.tab"), ("ucdp", "ucdp.csv")):
        import_file(store, form, data / name)
    return store


@pytest.mark.parametrize("form", ["plover-json", "gdelt-like", "icews-like", "csv", "parquet", "reports"])
def test_the_same_events_are_the_same_bytes_in_whatever_order_they_came(
    tmp_path: Path, data: Path, store: Store, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Store(tmp_path / "other", create=True)
    for name, file in (("ucdp", "ucdp.csv"), ("icews", "icews.tab"), ("gdelt", "gdelt2.export.CSV")):
        import_file(other, name, data / file, lot=2)
    first, second, small = io.BytesIO(), io.BytesIO(), io.BytesIO()
    assert export(store, form, first) == export(other, form, second)
    assert first.getvalue() == second.getvalue()
    if form != "parquet":  # whose pages are row groups
        monkeypatch.setattr("dragoman.store.interchange.exporting.PAGE", 2)
        monkeypatch.setattr("dragoman.store.interchange.exporting._LISTED", 1)
        export(store, form, small)
        assert small.getvalue() == first.getvalue()


def test_filters_are_those_of_questions_and_a_file_appears_when_it_is_complete(
    tmp_path: Path, store: Store
) -> None:
    out = tmp_path / "new" / "kenya.jsonl"
    assert export(store, "plover-json", out, origin="ucdp", actor="RUS") == 1
    (line,) = out.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["origin"] == {"name": "ucdp", "id": "400007", "code": "1 state-based conflict"}
    assert [path.name for path in out.parent.iterdir()] == ["kenya.jsonl"]


def test_filters_hold_over_pages(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, small = io.BytesIO(), io.BytesIO()
    asked = {"type": "ASSAULT", "since": "2013", "until": "2022"}
    export(store, "csv", whole, **asked)
    monkeypatch.setattr("dragoman.store.interchange.exporting.PAGE", 1)
    assert export(store, "csv", small, **asked) == 5
    assert small.getvalue() == whole.getvalue()


def test_ids_of_gdelt_itself_are_kept_and_addresses_come_back(store: Store) -> None:
    stream = io.BytesIO()
    export(store, "gdelt-like", stream, origin="gdelt")
    rows = [line.split("\t") for line in stream.getvalue().decode().splitlines()]
    assert {row[0] for row in rows} >= {"1084000001", "1084000010"}
    assert [row[60] for row in rows if row[0] == "1084000001"] == ["https://www.example.org/a1"]


def test_reports_are_lines_of_json_in_order(tmp_path: Path) -> None:
    from gold.reports import gold_report

    reports = sorted((gold_report("dev-01"), gold_report("dev-02")), key=lambda report: report.article.id)
    stream = io.BytesIO()
    assert write_reports(reports, stream) == 2
    lines = stream.getvalue().decode("utf-8").splitlines()
    assert [Report.from_dict(json.loads(line)) for line in lines] == reports
