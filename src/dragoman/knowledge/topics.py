"""The words by which a passage shows its topic: politics, or sport, art, home and other private matters."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("topics.toml")
POLITICS = "politics"


@lru_cache(maxsize=1)
def topics() -> dict[str, str]:
    """Lemma (or two lemmas with a space) → its topic, loaded once from `topics.toml`.

    A word that politics uses, too, counts as politics; one of several others as the first that lists it.
    """
    with FILE.open("rb") as handle:
        tables = tomllib.load(handle)
    found: dict[str, str] = dict.fromkeys(tables[POLITICS]["words"], POLITICS)
    for name, entry in tables.items():
        for word in entry["words"]:
            found.setdefault(word, name)
    return found
