"""Reading in bulk: the same store as adding one by one, whatever was there before and whatever is broken."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from dragoman.bulk.run import bulk
from dragoman.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from dragoman.reading.reader import Reader

DAYS = [f"2023-03-{day:02}" for day in range(1, 25)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two tables of articles, some of them twice, with a broken row; a text; and a file that is none."""
    made = tmp_path / "news"
    made.mkdir()
    rows = [
        {"text": f"Kenya condemned Uganda on {day}. Odile Marrant called it unwise.", "published": day}
        for day in DAYS
    ]
    (made / "a.jsonl").write_text("\n".join(map(json.dumps, rows[:16])) + '\n{"text": 7\n', encoding="utf-8")
    (made / "b.jsonl").write_text("\n".join(map(json.dumps, rows[8:])), encoding="utf-8")
    (made / "c.txt").write_text("France rejected the demand of Spain.", encoding="utf-8")
    (made / "d.pdf").write_bytes(b"%PDF-1.4 no more of it")
    return made


def test_bulk_gives_what_adding_gives(folder: Path, tmp_path: Path, reader: Reader) -> None:
    from dragoman.sources import SourceError, read_source

    one = Store(tmp_path / "one", create=True)
    one.add((a for a in read_source(folder) if not isinstance(a, SourceError)), reader)

    many = Store(tmp_path / "many", create=True)
    many.add(list(one_article(folder)), reader)
    done = bulk(many, [str(folder)], workers=2, batch=4)

    assert [r.to_json() for r in many.reports()] == [r.to_json() for r in one.reports()]
    assert (done.articles, done.known) == (24, 9), "one was there, eight stand in both tables"
    assert sorted(line.split(":")[0].rsplit("/", 1)[-1] for line in done.failures) == ["a.jsonl", "d.pdf"]
    assert len(many.sql("SELECT id FROM articles")) == 25
    assert bulk(many, [str(folder / "*.jsonl")], workers=1).articles == 0


def one_article(folder: Path) -> list:
    """The first article of the first table."""
    from dragoman.sources import read_source

    return [next(iter(read_source(folder / "a.jsonl")))]


def test_the_command(folder: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "dragoman.cli", "bulk", str(folder / "b.jsonl")]
    command += ["--store", str(tmp_path / "store"), "--workers", "1"]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("16 articles added; ")
    assert done.stderr == ""
