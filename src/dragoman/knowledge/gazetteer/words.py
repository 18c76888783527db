"""The word lists of `words.toml`, which an analyst may edit."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def _lists() -> dict[str, frozenset[str]]:
    data = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    return {key: frozenset(text.split()) for key, text in data.items()}


def words(key: str) -> frozenset[str]:
    """The words of one list. KeyError if `words.toml` has no such list."""
    return _lists()[key]
