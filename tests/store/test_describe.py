"""The documentation of the tables is that of the code."""

from __future__ import annotations

from pathlib import Path

from dragoman.store.describe import markdown

DOCUMENT = Path(__file__).parents[2] / "docs" / "store.md"


def test_the_document_tells_every_column() -> None:
    assert DOCUMENT.read_text(encoding="utf-8").endswith("## Views\n\n" + markdown())


def test_every_column_says_what_it_means() -> None:
    assert "| |" not in markdown()
