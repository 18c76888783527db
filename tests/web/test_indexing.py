"""The index of large stores answers as the files do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from dragoman.store import Store
from dragoman.web.finding import conditions_of, occurrences
from dragoman.web.indexing import TABLE, answers, make_index

if TYPE_CHECKING:
    from pathlib import Path

QUESTIONS: list[dict[str, Any]] = [
    {},
    {"party_in": "ECU"},
    {"actor": "Peru", "recipient": "Ecuador"},
    {"type": ["THREATEN", "ACCUSE"], "status": "actual"},
    {"since": "2024-09", "until": "2024-10", "own_voice": False},
    {"publisher": "Lima Ledger"},
    {"place": "Macara"},
    {"actor": "USA.GOV"},
    {"said_by": "Peru"},
    {"text": "ceasefire"},
    {"text": "CeaseFire", "said_by": "Peru"},
    {"text": "100%"},
]


def found(store: Store, question: dict[str, Any], **page: Any) -> Any:
    made = occurrences(store, conditions_of(question), **page)
    shown = [(r["occurrence"], r["day"], r["tellings"], r["publishers"]) for r in made.rows]
    return shown, made.total, made.more


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_a_page_is_the_same_with_and_without_it(question: dict[str, Any], year: Path) -> None:
    plain, indexed = Store(year), Store(year)
    assert make_index(indexed, fewest=0)
    for page in ({}, {"newest": False}, {"limit": 7, "offset": 5}):
        assert found(plain, question, **page) == found(indexed, question, **page)


def test_small_stores_need_none(year: Path) -> None:
    store = Store(year)
    assert not make_index(store)
    assert not answers(store.cursor())
    assert make_index(store, fewest=0)
    assert answers(store.cursor())
    assert store.sql(f"SELECT count(*) AS n FROM {TABLE}").rows()[0]["n"] > 0
