"""`dragoman events` and its companions: what is printed, in which form, and what is refused."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from dragoman.store import RunCard, Store
from dragoman.store.tables import EVENTS

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Run


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """A store with two events: one of all that an event can have, and one of the least."""
    rows = [
        {
            "id": "e1",
            "type": "ACCUSE",
            "quad": "verbal conflict",
            "score": -2.0,
            "mode": ["disapprove"],
            "actor_codes": ["KEN"],
            "recipient_codes": ["UGA"],
            "actor_names": ["Kenya"],
            "recipient_names": ["Uganda"],
            "status": "actual",
            "voice": [],
            "sentence": "Kenya condemned Uganda\nover the raid.",
            "day": date(2023, 3, 16),
            "confidence": float("nan"),
            "origin": "plover-json",
            "year": 2023,
        },
        {"id": "e2", "recipient_names": ["Chad"], "status": "actual", "year": 0},
    ]
    path = tmp_path / "a store"
    Store(path, create=True).append(
        {"events": pa.Table.from_pylist(rows, schema=EVENTS.schema)}, RunCard("import", sources=("made up",))
    )
    return path


def test_events_with_their_sentences_below(run: Run, stored: Path) -> None:
    result = run("events", "--store", stored)
    assert result.stdout.splitlines() == [
        "2023-03-16  ACCUSE     Kenya → Uganda  actual",
        "            Kenya condemned Uganda over the raid.",
        "            → Chad  actual",
    ]
    assert result.stderr == "version 1\n"


def test_a_narrow_terminal_leaves_out_the_last_columns_and_says_so(
    run: Run, stored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    result = run("versions", "--store", stored)
    assert max(map(len, result.stdout.splitlines())) <= 60
    assert "import" in result.stdout
    assert result.stderr == "version 1; too narrow for quotes, dragoman, reader, sources\n"


def test_a_row_of_many_columns_is_written_as_lines(run: Run, stored: Path) -> None:
    told = run("sql", "SELECT * FROM events WHERE id = 'e1'", "--store", stored).stdout.splitlines()
    assert told[0].split() == ["id", "e1"]
    assert "recipient_names  Uganda" in told


def test_json_that_every_program_reads(run: Run, stored: Path) -> None:
    statement = "SELECT confidence, ['inf'::DOUBLE] AS far, 'a'::BLOB AS raw, day FROM events ORDER BY id"
    told = run("sql", statement, "--store", stored, "--format", "jsonl").stdout.splitlines()[0]
    assert json.loads(told) == {"confidence": None, "far": [None], "raw": "61", "day": "2023-03-16"}


def test_a_file_in_the_form_of_its_ending(run: Run, stored: Path, tmp_path: Path) -> None:
    for ending, begins in (
        (".csv", b"id,article,"),
        (".tsv", b"2023-03-16\tACCUSE\t"),
        (".parquet", b"PAR1"),
    ):
        out = tmp_path / f"made{ending}"
        assert run("events", "--store", stored, "--out", out).exit_code == 0
        assert out.read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("arguments", "cause"),
    [
        (["--actor", ""], "--actor is empty"),
        (["--publisher", " , "], "--publisher is empty"),
        (["--mode", "frown"], "mode: 'frown' is none of abduct"),
        (["--as-of", "1999"], "there is no version 1999; the latest is 1 (the end of a year is 1999-12)"),
        (["--as-of", "1999-12"], "nothing was in the store yet on 1999-12"),
        (["--out", "events.xlsx"], "events.xlsx: the name ends in .csv, .jsonl, .parquet, .tsv, .txt"),
    ],
)
def test_what_cannot_be_asked_is_told_in_a_line(
    run: Run, stored: Path, arguments: list[str], cause: str
) -> None:
    result = run("events", "--store", stored, *arguments)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert cause in result.stderr


def test_a_file_that_cannot_be_written_is_named(run: Run, stored: Path, tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    result = run("events", "--store", stored, "--out", tmp_path / "folder.csv")
    assert (result.exit_code, result.stderr) == (2, f"dragoman: {tmp_path}/folder.csv: Is a directory\n")
