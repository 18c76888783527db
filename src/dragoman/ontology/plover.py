"""PLOVER's event types with their modes, scores and quad classes, and the lists of contexts and sectors.

Source: the PLOVER manual of the Open Event Data Alliance (2021 and later, CC BY-SA 4.0), as the tables in
`plover/`; `plover/README.md` says where they differ from the printed manual (ACCUSE has lost its minus
sign there). The meanings in `meanings.tsv` are our own words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HERE = Path(__file__).parent

QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
"""The four quad classes, friendliest words first, worst deeds last."""


def rows(path: Path) -> list[list[str]]:
    """The rows of a tab-separated table without its heading and its `#` comments, cells stripped."""
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line.strip() and not line.startswith("#")]
    return [[cell.strip() for cell in line.split("\t")] for line in kept[1:]]


@dataclass(frozen=True, slots=True)
class Mode:
    """A finer kind of one type. `score` is None where the manual gives none and the type's counts."""

    name: str
    score: float | None
    meaning: str


@dataclass(frozen=True, slots=True)
class Type:
    """One of the sixteen event types.

    `score` runs from -10 (conflict) to 10 (cooperation); `requires_recipient` says whether PLOVER wants
    somebody the act is done to.
    """

    name: str
    quad: str
    score: float
    requires_recipient: bool
    meaning: str
    modes: Mapping[str, Mode]


@dataclass(frozen=True, slots=True)
class Ontology:
    """The code lists in the manual's order: `types` by name, `contexts` and `sectors` as name → meaning."""

    types: Mapping[str, Type]
    contexts: Mapping[str, str]
    sectors: Mapping[str, str]


@cache
def load() -> Ontology:
    """The ontology, read once from the tables beside this module."""
    meanings = {(row[0], row[1]): row[2] for row in rows(HERE / "meanings.tsv")}
    modes: dict[str, dict[str, Mode]] = {}
    for row in rows(HERE / "plover" / "modes.tsv"):
        kind, name, number = row[0], row[1], row[2] if len(row) > 2 else ""
        mode = Mode(name, float(number) if number else None, meanings.get((kind, name), ""))
        modes.setdefault(kind, {})[name] = mode
    types = {
        name: Type(
            name=name,
            quad=klass,
            score=float(number),
            requires_recipient=required == "yes",
            meaning=meanings.get((name, ""), ""),
            modes=MappingProxyType(modes.get(name, {})),
        )
        for name, klass, number, required in rows(HERE / "plover" / "types.tsv")
    }
    contexts = {
        row[0]: meanings.get(("context", row[0]), "") for row in rows(HERE / "plover" / "contexts.tsv")
    }
    sectors = {row[0]: row[1] for row in rows(HERE / "plover" / "sectors.tsv")}
    # International and non-governmental organisations have a party code each; their staff are coded to the
    # same letters as a sector.
    sectors |= {"IGO": "international organisation", "NGO": "non-governmental organisation"}
    return Ontology(MappingProxyType(types), MappingProxyType(contexts), MappingProxyType(sectors))


def quad(type: str) -> str:
    """The quad class of an event type; KeyError if there is no such type."""
    return load().types[type].quad


def score(type: str, modes: Iterable[str] = ()) -> float:
    """The conflict-cooperation score (-10…10) of an act of this type, done in these modes.

    The mode's score where the manual gives one, else the type's. Of several modes the one farthest from
    zero counts: a drone strike with torture is no milder than torture. Modes the type does not have are
    passed over; KeyError if there is no such type.
    """
    kind = load().types[type]
    known = (kind.modes[name].score for name in modes if name in kind.modes)
    scores = [number for number in known if number is not None]
    return max(scores, key=lambda number: (abs(number), -number)) if scores else kind.score
