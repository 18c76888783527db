"""The words by which a passage shows its topic: politics, or sport, art, home and other private matters."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("topics.toml")
POLITICS = "politics"
ORDER = "order"
"""Words of politics and of street crime alike: police, arrest."""
NOTHING = "nothing"
"""Forms that say nothing, whatever their lemma."""
LISTS = ("anybody", "fiction")
"""Tables of `topics.toml` that name no topic: see `words`."""


@lru_cache(maxsize=1)
def _tables() -> dict[str, tuple[str, ...]]:
    with FILE.open("rb") as handle:
        return {name: tuple(entry["words"]) for name, entry in tomllib.load(handle).items()}


@lru_cache(maxsize=1)
def topics() -> dict[str, str]:
    """Lemma (or two lemmas with a space) → its topic, loaded once from `topics.toml`.

    A word that politics uses, too, counts as politics; one of several others as the first that lists it.
    """
    tables = _tables()
    found = dict.fromkeys(tables[NOTHING], NOTHING)
    for name in (POLITICS, *tables):
        if name not in LISTS:
            for word in tables[name]:
                found.setdefault(word, name)
    return found


@lru_cache(maxsize=4)
def words(name: str) -> frozenset[str]:
    """The lemmas of one table: `anybody`, nouns that name private persons where an article is private;
    `fiction`, kinds of works with a plot. KeyError for a name that is not in `topics.toml`."""
    return frozenset(_tables()[name])
