"""What `dragoman add` tells, and what it leaves behind when there is nothing to add."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

import dragoman
from dragoman.cli import app
from dragoman.cli.inputs import counted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from dragoman import Reader

    Run = Callable[..., Result]


@pytest.fixture
def run(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `dragoman ARGUMENTS…` with the reader of these tests."""
    monkeypatch.setattr(dragoman, "load", lambda: reader)
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_one_article_is_counted_as_one(run: Run, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Kenya on Thursday condemned Uganda.", encoding="utf-8")
    told = run("add", tmp_path / "note.txt", "--store", tmp_path / "store", "--published", "2023-03-16")
    assert told.stdout.startswith("1 article added; 1 event, 0 quotes; version "), told.stderr


def test_a_mistyped_name_makes_no_store(run: Run, tmp_path: Path) -> None:
    told = run("add", tmp_path / "nowhere.jsonl", "--store", tmp_path / "store")
    assert told.exit_code == 2
    assert "nowhere.jsonl" in told.stderr
    assert not (tmp_path / "store").exists()


def test_what_can_be_read_is_added_beside_what_cannot(run: Run, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Kenya on Thursday condemned Uganda.", encoding="utf-8")
    told = run("add", tmp_path / "nowhere.jsonl", tmp_path / "note.txt", "--store", tmp_path / "store")
    assert told.exit_code == 1
    assert "nowhere.jsonl" in told.stderr
    assert told.stdout.startswith("1 article added; ")


@pytest.mark.parametrize(
    ("number", "noun", "told"),
    [
        (0, "event", "0 events"),
        (1, "story", "1 story"),
        (2, "story", "2 stories"),
        (1200, "row", "1,200 rows"),
    ],
)
def test_numbers_agree_with_their_nouns(number: int, noun: str, told: str) -> None:
    assert counted(number, noun) == told
