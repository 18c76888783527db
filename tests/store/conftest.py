"""Stores for the tests: a few invented articles, read by the shipped reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dragoman.records import Article
from dragoman.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from dragoman.reading.reader import Reader

TEXTS = (
    ("2023-03-16", "Morning Ledger", "Kenya on Thursday condemned Uganda over the border raid."),
    ("2023-03-17", "Evening Star", "Uganda threatened to close its border with Kenya, Odile Marrant said."),
    (
        "2023-03-18",
        "Morning Ledger",
        "France sent 200 soldiers to Chad on Friday. “We keep our word,” said Chad.",
    ),
    ("2023-04-02", "Evening Star", "The weather was mild."),
    (None, None, "Turkey imposed sanctions on Syria in 2011."),
)


@pytest.fixture(scope="session")
def articles() -> list[Article]:
    """Five articles: of four days and of none, one of them about nothing."""
    return [Article(text, published=day, publisher=who, language="en") for day, who, text in TEXTS]


@pytest.fixture
def empty(tmp_path: Path) -> Store:
    """A store with nothing in it."""
    return Store(tmp_path / "store", create=True)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, articles: list[Article], reader: Reader) -> Store:
    """A store with the five articles, added in two transactions; not to be written to."""
    store = Store(tmp_path_factory.mktemp("stores") / "filled", create=True)
    store.add(articles, reader, batch=3, sources=["made up"])
    return store
