"""Importing into a store: nothing twice, nothing half, several writers."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from dragoman.store import Store
from dragoman.store.interchange import importing
from dragoman.store.interchange.errors import FormatError
from dragoman.store.interchange.importing import Imported, import_file

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store", create=True)


def test_importing_twice_changes_nothing(store: Store, data: Path) -> None:
    first = import_file(store, "gdelt", data / "gdelt2.export.CSV")
    again = import_file(store, "gdelt", data / "gdelt1.export.CSV")  # the same events, written otherwise
    assert (first.rows, first.events, first.known, first.articles, first.failed) == (11, 7, 0, 4, 4)
    assert (again.events, again.known, again.articles) == (0, 7, 0)
    assert (first.version, again.version, store.version) == (1, 1, 1)
    assert len(store.events()) == 7


def test_imported_events_answer_the_questions_of_a_store(store: Store, data: Path) -> None:
    for form, name in (("gdelt", "gdelt2.export.CSV"), ("acled", "acled.csv"), ("ucdp", "ucdp.csv")):
        import_file(store, form, data / name)
    assert [e["origin"] for e in store.events(actor="USA")] == ["gdelt"]
    assert [e["origin_id"] for e in store.events(origin="ucdp", recipient="UKR")] == ["400007"]
    assert len(store.events(actor="KEN.COP", type="ASSAULT")) == 1
    assert {row["kind"] for row in store.versions().to_pylist()} == {"import"}
    assert store.sql("SELECT count(*) AS n FROM dyads WHERE actor = 'NGA'").rows() == [{"n": 1}]
    assert list(store.reports()) == []  # articles that are known by address alone are no reports


def test_an_id_that_stands_twice_in_a_file_counts_once(store: Store, data: Path, tmp_path: Path) -> None:
    header, row, *_ = (data / "icews.tab").read_bytes().splitlines()
    file = tmp_path / "twice.tab"
    file.write_bytes(b"\n".join([header, row, row]))
    done = import_file(store, "icews", file)
    assert (done.rows, done.events, done.known) == (2, 1, 1)
    assert len(store.sql("SELECT * FROM event_parties").rows()) == 2


def test_small_lots_are_transactions_and_give_the_same(tmp_path: Path, data: Path) -> None:
    whole, pieces = (Store(tmp_path / name, create=True) for name in ("whole", "pieces"))
    for name in ("ucdp.csv", "ucdp.csv"):
        import_file(whole, "ucdp", data / name)
        import_file(pieces, "ucdp", data / name, lot=1)
    question = "SELECT * EXCLUDE (batch) FROM events ORDER BY id"
    assert whole.sql(question).rows() == pieces.sql(question).rows()


def test_two_writers_that_bring_the_same_bring_it_once(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Store(tmp_path / "store", create=True)
    other = Store(tmp_path / "store")
    looked = importing._new
    faster: list[Imported] = []

    def overtaken(store: Store, tables: importing.Tables) -> importing.Tables | None:
        """Looks for what is new, and before that is written another writer has written it."""
        found = looked(store, tables)
        if store is one and not faster:
            faster.append(import_file(other, "polecat", data / "polecat.txt"))
        return found

    monkeypatch.setattr(importing, "_new", overtaken)
    done = import_file(one, "polecat", data / "polecat.txt")
    assert (faster[0].events, faster[0].version) == (5, 1)
    assert (done.events, done.known, one.version) == (0, 5, 1)
    assert len(one.events()) == 5


def test_a_file_that_breaks_off_leaves_what_came_before(store: Store, data: Path, tmp_path: Path) -> None:
    file = tmp_path / "icews.tab.gz"
    whole = gzip.compress((data / "icews.tab").read_bytes() * 5_000)
    file.write_bytes(whole[: len(whole) // 2])
    done = Imported()
    with pytest.raises(FormatError, match="breaks off"):
        import_file(store, "icews", file, done=done)
    assert done.events == len(store.events()) == 8
    assert done.known > 5_000


def test_of_many_odd_rows_a_few_are_told_and_all_counted(store: Store, data: Path, tmp_path: Path) -> None:
    header = (data / "icews.tab").read_text(encoding="utf-8-sig").splitlines()[0]
    cells = [""] * 20
    rows = []
    for number in range(1_000):
        cells[0], cells[1], cells[6] = str(number), f"day {number}", "042"
        rows.append("\t".join(cells))
    file = tmp_path / "odd.tab"
    file.write_text("\n".join([header, *rows]))
    done = import_file(store, "icews", file)
    assert (done.failed, done.events, len(done.problems), store.version) == (1_000, 0, 5, 0)
    assert str(done.problems[0]).endswith("odd.tab: row 2: 'day 0' is no date; write it as YYYY-MM-DD")
