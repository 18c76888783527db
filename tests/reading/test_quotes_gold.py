"""The annotated articles: how many of their attributions must be found, and with the right words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from benchmarks.quotes import kind_of, over_attributions, over_gold
from dragoman.evaluation import word_starts

if TYPE_CHECKING:
    from pathlib import Path


def test_most_attributions_of_the_gold_articles_are_found(gold_folder: Path) -> None:
    figures = over_gold(gold_folder)
    assert figures["content"]["f1"] >= 0.88
    assert figures["speaker_words"]["f1"] >= 0.88
    assert figures["kind"] >= 0.95


def test_the_benchmark_counts_an_attribution_with_its_source(tmp_path: Path) -> None:
    text = "The minister said that the army would leave by June."
    told = {"source": [[0, 12]], "cue": [[13, 17]], "content": [[18, 51]]}
    row = json.dumps({"text": text, "attributions": [told]})
    file = tmp_path / "one.jsonl"
    file.write_text(row, "utf-8")
    figures = over_attributions(file)
    assert figures["attribution"]["f1"] == 1.0
    assert figures["indirect"]["f1"] == 1.0
    assert figures["direct"]["gold"] == 0


def test_the_kind_of_a_gold_attribution_is_told_by_its_marks() -> None:
    text = 'He said "go" and that they "must leave" now.'
    assert kind_of(text, [(8, 12)]) == "direct"
    assert kind_of(text, [(9, 11)]) == "direct"
    assert kind_of(text, [(22, 43)]) == "mixed"
    assert kind_of(text, [(22, 26)]) == "indirect"
    assert len(word_starts(text, [(17, 43)])) == 5
