"""What words do to the reality of an act: loads `signatures.toml`.

A signature maps a governing word and a frame (`to`, `that`, `ing`, `np`, `subj`) to what becomes of the
act in its complement, once for the governor holding and once for it being negated. The sources are named
at the head of the data file. Factuality runs from -3 (certainly did not happen) to 3 (certainly did).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

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


def parse(text: str, base: Signatures | None = None, name: str = DATA.name) -> Signatures:
    """Signatures from TOML text, over those of `base`; ValueError names the file and the class that is wrong.

    Over a base every table may be left out, and the outcomes of a class that the base knows. A word wins over
    the base's in the same frame; lists of words are added to.
    """
    try:
        raw: dict[str, Any] = tomllib.loads(text)
        return _made(raw, base, name)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{name}: {error}") from error


def _made(raw: dict[str, Any], base: Signatures | None, file: str) -> Signatures:
    frames: dict[str, dict[str, Signature]] = {frame: {} for frame in FRAMES}
    known = {s.name: s for table in (base.frames.values() if base else ()) for s in table.values()}
    for name, entry in raw.get("class", {}).items():
        where = f"{file}, class {name}"
        signature = _signature(name, entry, known.get(name), where)
        for frame in entry.keys() - {"positive", "negative", "note"}:
            if frame not in FRAMES or not isinstance(entry[frame], list):
                raise ValueError(f"{where}: no frame {frame!r}, only lists of {', '.join(FRAMES)}")
        for frame in FRAMES:
            for key in entry.get(frame, ()):
                # The class that stands first in the file wins, so that later ones may list a word again.
                frames[frame].setdefault(key, signature)
    modals = {}
    for name, entry in raw.get("modals", {}).items():
        try:
            modals[name] = (Outcome(*entry["yes"]), Outcome(*entry["no"]))
        except (KeyError, TypeError) as error:
            raise ValueError(f"{file}, modal {name}: needs yes and no, each a status and a number") from error
    values = {k: float(v) for k, v in raw.get("values", {}).items()}
    lists = {
        table: {name: frozenset(entries) for name, entries in raw.get(table, {}).items()}
        for table in ("words", "times", "voices")
    }
    if base is None:
        return Signatures(frames, modals, values, lists["words"], lists["times"], lists["voices"])
    for table in ("words", "times", "voices"):
        ours = getattr(base, table)
        for name in lists[table]:
            if name not in ours:
                raise ValueError(f"{file}, [{table}]: no list {name!r}, only {', '.join(sorted(ours))}")
        lists[table] = {name: ours[name] | lists[table].get(name, frozenset()) for name in ours}
    return Signatures(
        {frame: {**base.frames[frame], **frames[frame]} for frame in FRAMES},
        {**base.modals, **modals},
        {**base.values, **values},
        lists["words"],
        lists["times"],
        lists["voices"],
    )


def _signature(name: str, entry: dict[str, Any], known: Signature | None, where: str) -> Signature:
    if known is not None and not {"positive", "negative"} & entry.keys():
        return known
    try:
        positive, negative = (Outcome(str(o), float(f)) for o, f in (entry["positive"], entry["negative"]))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{where}: needs positive and negative, each a status and a number") from error
    if {positive.status, negative.status} - OUTCOMES:
        raise ValueError(f"{where} has an unknown outcome: they are {', '.join(sorted(OUTCOMES))}")
    return Signature(name, positive, negative)


@cache
def signatures(*own: Path) -> Signatures:
    """The signatures that the package ships, with those of the user's files `own` over them; read once.

    Raises ValueError naming file and class if one is wrong."""
    found = parse(DATA.read_text(encoding="utf-8"))
    for path in own:
        found = parse(path.read_text(encoding="utf-8-sig"), found, path.name)
    return found
