"""Whose an unnamed party is: what an article says of it elsewhere, and what the ranker leans on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import dragoman
from dragoman.reading import whose
from dragoman.reading.model_files import ModelError
from dragoman.reading.reader import ReadingError

if TYPE_CHECKING:
    from pathlib import Path

    from dragoman.reading.linking import Linker
    from dragoman.reading.phrases import Phrase

SQUARE = (
    "BELGRADE - Thousands gathered on Thursday outside the parliament of Serbia. Germany voiced concern. "
    "Gendarmes waded into the crowd and dragged off demonstrators."
)


def code_of(report: dragoman.Report, words: str) -> str | None:
    """The code of the party that these words of the text name."""
    at = report.article.text.index(words)
    return next(
        party.code
        for party in report.parties
        for mention in party.mentions
        if mention.start <= at < mention.end
    )


def test_those_who_are_hit_at_home_are_of_the_country_that_the_article_is_about(
    reader: dragoman.Reader,
) -> None:
    report = reader.read(SQUARE, published="2024-05-09")
    assert code_of(report, "Gendarmes") == "SRB"
    assert code_of(report, "demonstrators") == "SRB"


def test_a_town_that_only_the_gazetteer_knows_speaks_for_its_country() -> None:
    told: dict[str, list[str]] = {}

    def record(linker: Linker, phrase: Phrase, sector: tuple[str, ...], ruled: str | None) -> str | None:
        places = linker.registry.places
        assert places == sorted(places)
        told[phrase.noun] = whose.Question(linker, phrase, sector, ruled).features("PAK")
        return ruled

    reader = dragoman.load(relation=False)
    reader.nlp.get_pipe("dragoman_parties").chooser = record
    reader.read(
        "Germany closed its consulate in Lahore. Last week police arrested nine students in Karachi.",
        published="2024-05-09",
    )
    assert {"town after sentence", "before place"} <= set(told["police"])


def test_the_ranker_may_be_left_out() -> None:
    plain = dragoman.load(relation=False)
    assert plain.nlp.get_pipe("dragoman_parties").chooser is None


def test_weights_are_a_table_of_named_features() -> None:
    weights = whose.shipped()
    assert len(weights) > 200
    assert weights["rule"] > 0


def test_a_damaged_table_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "whose.tsv"
    table.write_text("feature\tweight\nhome\tmuch\n")
    monkeypatch.setattr(whose, "WEIGHTS", table)
    whose.shipped.cache_clear()
    with pytest.raises(ModelError, match=r"whose\.tsv"):
        whose.shipped()
    with pytest.raises(ReadingError, match=r"whose\.tsv"):
        dragoman.load()
    monkeypatch.undo()
    whose.shipped.cache_clear()
