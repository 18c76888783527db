"""The documentation says what the layouts say."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.cli.export import ExportFormat
from dragoman.cli.import_ import ImportFormat
from dragoman.store.interchange import FORMATS, reader
from dragoman.store.interchange.exporting import EXPORTS
from dragoman.store.interchange.layouts import FOLDER, columns_table, layout

PAGE = (Path(__file__).parents[3] / "docs" / "interchange.md").read_text(encoding="utf-8")
LAYOUTS = sorted(path.stem for path in FOLDER.glob("*.tsv"))


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_page_has_every_column_and_its_source(name: str) -> None:
    assert columns_table(name) in PAGE
    assert layout(name).source in PAGE


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_column_is_required_used_or_lost_and_what_is_used_becomes_something(name: str) -> None:
    for column in layout(name).columns:
        assert column.need in ("required", "used", "lost")
        assert bool(column.becomes) == (column.need != "lost")


def test_gdelt_has_as_many_columns_as_its_codebooks_say() -> None:
    assert [len(layout("gdelt").names(width)) for width in (57, 58, 61, 60)] == [57, 58, 61, 0]


def test_commands_offer_the_formats_that_there_are() -> None:
    assert tuple(ImportFormat) == FORMATS
    assert tuple(ExportFormat) == (*EXPORTS, "gold")
    for form in (*FORMATS, *EXPORTS):
        assert form in PAGE
    for form in FORMATS:
        assert callable(reader(form))
