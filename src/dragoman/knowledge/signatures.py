"""What words do to the reality of an act: loads `signatures.toml`.

A signature maps a governing word and a frame (`to`, `that`, `ing`, `np`, `subj`) to what becomes of the
act in its complement, once for the governor holding and once for it being negated. The sources are named
at the head of the data file. Factuality runs from -3 (certainly did not happen) to 3 (certainly did).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).with_name("signatures.toml")

FRAMES = ("to", "that", "ing", "np", "subj")
OUTCOMES = frozenset({"keep", "presumed", "actual", "negated", "future", "hypothetical"})


class Outcome(NamedTuple):
    """What becomes of a complement: a status, `keep` or `presumed`, and how sure (-3 to 3)."""

    status: str
    factuality: float


class Signature(NamedTuple):
    """One class of governors: its name and its two outcomes."""

    name: str
    positive: Outcome
    negative: Outcome


@dataclass(frozen=True, slots=True)
class Signatures:
    """All of the data. `frames[frame][key]` is the signature of `key`, a lemma or a lemma and a particle."""

    frames: dict[str, dict[str, Signature]]
    modals: dict[str, tuple[Outcome, Outcome]]
    """Modal (`would_have`, `would_told`) → outcome affirmed, outcome negated."""
    values: dict[str, float]
    words: dict[str, frozenset[str]]
    times: dict[str, frozenset[str]]
    """Time words: `old`, `recent_words`, `recent_phrases`, `anaphoric`, `anaphoric_phrases`."""
    voices: dict[str, frozenset[str]]
    """`telling` and `plan` nouns that have an author, `summing` nouns, `adverbs` that hold a source."""

    def find(self, frame: str, *keys: str) -> tuple[str, Signature] | None:
        """The first of `keys` with a signature in `frame`, and that signature."""
        table = self.frames[frame]
        for key in keys:
            found = table.get(key)
            if found is not None:
                return key, found
        return None


def parse(text: str) -> Signatures:
    """Signatures from TOML text; ValueError names the class whose outcome is unknown."""
    raw = tomllib.loads(text)
    frames: dict[str, dict[str, Signature]] = {frame: {} for frame in FRAMES}
    for name, entry in raw["class"].items():
        positive, negative = (Outcome(str(o), float(f)) for o, f in (entry["positive"], entry["negative"]))
        if {positive.status, negative.status} - OUTCOMES:
            raise ValueError(f"signatures: class {name} has an unknown outcome")
        signature = Signature(name, positive, negative)
        for frame in FRAMES:
            for key in entry.get(frame, ()):
                # The class that stands first in the file wins, so that later ones may list a word again.
                frames[frame].setdefault(key, signature)
    modals = {name: (Outcome(*entry["yes"]), Outcome(*entry["no"])) for name, entry in raw["modals"].items()}
    words = {name: frozenset(entries) for name, entries in raw["words"].items()}
    times = {name: frozenset(entries) for name, entries in raw["times"].items()}
    voices = {name: frozenset(entries) for name, entries in raw["voices"].items()}
    return Signatures(frames, modals, {k: float(v) for k, v in raw["values"].items()}, words, times, voices)


@lru_cache(maxsize=1)
def signatures() -> Signatures:
    """The signatures that the package ships, read once."""
    return parse(DATA.read_text(encoding="utf-8"))
