"""Sport, films, books, trade, crime, weather, science, cooking: passages in which no political act happens.

Each line of `*.jsonl` is one passage of 40 to 90 words, written for this project in the manner of news, full
of the words of war and diplomacy used for something else: a skater attacks her programme, a film has coups.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from dragoman.reading.topic import unpolitical
from dragoman.records import Article

FOLDER = Path(__file__).parent
LIMIT = 0.06
"""Share of passages that may get an event. Lower it whenever the reader gets quieter; never raise it."""
RECOGNISED = 0.75
"""Share of passages that must be recognised as being about something else than politics."""


def passages() -> list[dict[str, str]]:
    files = sorted(FOLDER.glob("*.jsonl"))
    return [
        json.loads(line)
        for file in files
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


@pytest.fixture(scope="module")
def reports(reader):
    return list(reader.pipe([Article(row["text"], id=row["id"]) for row in passages()]))


def test_passages_are_many_varied_and_distinct():
    rows = passages()
    assert len(rows) >= 420
    assert len({row["text"] for row in rows}) == len(rows) == len({row["id"] for row in rows})
    assert min(Counter(row["kind"] for row in rows).values()) >= 20
    assert all(40 <= len(row["text"].split()) <= 90 for row in rows)


def test_the_reader_is_quiet_where_there_is_no_politics(reports):
    loud = [
        f"{report.article.id}: {event.type} {event.trigger.text!r} {event.why[0]}"
        for report in reports
        for event in report.events[:1]
    ]
    assert len(loud) / len(reports) <= LIMIT, "\n".join(loud)


def test_most_passages_are_recognised_by_their_words(nlp):
    docs = nlp.pipe([row["text"] for row in passages()], disable=["ner", "parser"])
    found = [unpolitical(doc) for doc in docs]
    assert sum(found) / len(found) >= RECOGNISED


def test_no_political_article_is_taken_for_something_else(nlp, gold_folder):
    texts = [
        json.loads(file.read_text(encoding="utf-8"))["article"]["text"]
        for file in sorted(gold_folder.glob("*.json"))
    ]
    assert not any(unpolitical(doc) for doc in nlp.pipe(texts, disable=["ner", "parser"]))
