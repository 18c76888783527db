"""The cues: words that put a clause or quotation in somebody's mouth or mind, from `cues.tsv`.

The table is read once, on first use. An analyst who needs further cues passes a file of the same
columns; its lines replace those of the same lemma and part of speech.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = ("lemma", "pos", "sense", "takes", "class")
PARTS = frozenset({"verb", "noun", "adjective", "phrase"})
SENSES = frozenset({"speech", "writing", "belief", "intention"})


@dataclass(frozen=True, slots=True)
class Cue:
    """One line of the table: a lemma and the complements in which it tells what somebody said or thinks."""

    lemma: str
    sense: str
    """speech, writing, belief or intention."""
    takes: frozenset[str]
    """The kinds of complement, as the head of `cues.tsv` explains them."""
    particle: str = ""
    """The second word of "point out", "put it"; empty for most."""
    prepositions: frozenset[str] = frozenset()
    """Prepositions after which a gerund is content: `of` in "accused of"."""
    askers: frozenset[str] = frozenset()
    """Prepositions after which somebody and an infinitive follow: `on` in "called on them to"."""


@dataclass(frozen=True, slots=True)
class Cues:
    """All cues by part of speech. Verbs list several entries where particles tell them apart."""

    verbs: dict[str, tuple[Cue, ...]] = field(default_factory=dict)
    nouns: dict[str, Cue] = field(default_factory=dict)
    adjectives: dict[str, Cue] = field(default_factory=dict)
    phrases: tuple[tuple[tuple[str, ...], Cue], ...] = ()
    """Word sequences that a source follows, or with `{}` in the place of a possessive source."""


def _entry(lemma: str, sense: str, takes: str) -> Cue:
    kinds = frozenset(takes.split())
    return Cue(
        lemma=lemma,
        sense=sense,
        takes=kinds,
        particle=lemma.partition(" ")[2],
        prepositions=frozenset(k[:-4] for k in kinds if k.endswith("-ing")),
        askers=frozenset(k[:-3] for k in kinds if k.endswith("-to") and k != "obj-to"),
    )


def _lines(text: str, name: str) -> list[tuple[str, str, Cue]]:
    """(lemma, part of speech, cue) for each line; ValueError with file and row if one is malformed."""
    found = []
    seen: dict[tuple[str, str], int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#") or line.startswith("lemma\t"):
            continue
        cells = line.split("\t")
        if len(cells) != len(COLUMNS) or cells[1] not in PARTS or cells[2] not in SENSES:
            raise ValueError(f"{name}, row {number}: expected {', '.join(COLUMNS)}, found {line!r}")
        if not cells[0].strip() or not cells[3].strip():
            raise ValueError(f"{name}, row {number}: no {'takes' if cells[0].strip() else 'lemma'}")
        if (cells[0], cells[1]) in seen:
            raise ValueError(
                f"{name}, row {number}: {cells[0]!r} stands already in row {seen[cells[0], cells[1]]}"
            )
        seen[cells[0], cells[1]] = number
        found.append((cells[0], cells[1], _entry(cells[0], cells[2], cells[3])))
    return found


@cache
def load_cues(*own: Path) -> Cues:
    """The shipped cues, with those of the user's files `own` added or put in their place.

    Raises ValueError for a malformed row and OSError for a file that cannot be read.
    """
    lines = _lines(files("dragoman.knowledge").joinpath("cues.tsv").read_text("utf-8"), "cues.tsv")
    for path in own:
        lines += _lines(path.read_text("utf-8-sig"), path.name)
    kept = {(lemma, pos): cue for lemma, pos, cue in lines}
    verbs: dict[str, list[Cue]] = {}
    nouns, adjectives, phrases = {}, {}, []
    for (lemma, pos), cue in kept.items():
        if pos == "verb":
            verbs.setdefault(lemma.split(" ")[0], []).append(cue)
        elif pos == "noun":
            nouns[lemma] = cue
        elif pos == "adjective":
            adjectives[lemma] = cue
        else:
            phrases.append((tuple(lemma.split(" ")), cue))
    # An entry with a particle is tried before the plain verb.
    ordered = {k: tuple(sorted(v, key=lambda c: not c.particle)) for k, v in verbs.items()}
    return Cues(ordered, nouns, adjectives, tuple(sorted(phrases, key=lambda p: -len(p[0]))))
