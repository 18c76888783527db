"""How publishers tell the same act: in their own voice, or on somebody's word.

What is measured: an occurrence counts if at least two publishers tell that it happened (status actual or
historical) and at least one of them tells it on somebody's word. A publisher tells it

- *in its own voice* if it tells it as a fact and never on somebody's word,
- *both ways* if it does one here and the other there,
- *on somebody's word* if it only ever attributes it.

The share in its own voice is of all such occurrences that the publisher tells, with Wilson's interval of
95 %. That says how a publisher words what others attribute. It does not say who is right, and it carries the
reader's errors in finding voices, which `docs/how-well.md` gives.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from dragoman.analysis.frames import AnalysisError, frame
from dragoman.analysis.matters import telling_words

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Adopted", "Framing", "PublisherFraming", "Told", "framing", "side_by_side"]

_HAPPENED = ("actual", "historical")
_EXAMPLES = 20
_Z = 1.959963984540054
"""Of the normal distribution, for an interval of 95 %."""


@dataclass(frozen=True, slots=True)
class Adopted:
    """How a publisher tells what others attribute to one party."""

    name: str
    code: str | None
    told: int
    own_voice: int

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {"name": self.name, "code": self.code, "told": self.told, "own_voice": self.own_voice}


@dataclass(frozen=True, slots=True)
class PublisherFraming:
    """How one publisher tells what some publisher attributes to somebody."""

    publisher: str
    told: int
    """Contested occurrences that it tells."""
    own_voice: int
    both: int
    attributed: int
    low: float
    high: float
    """The 95 % interval of the share in its own voice."""
    whose: tuple[Adopted, ...]
    """By the party on whose word others tell them, most told first."""
    examples: tuple[str, ...]
    """Ids of occurrences that it tells in its own voice."""

    @property
    def share(self) -> float:
        """The share that it tells in its own voice, 0 to 1."""
        return self.own_voice / self.told

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        names = "publisher told own_voice both attributed share low high".split()
        made: dict[str, Any] = {name: getattr(self, name) for name in names}
        return made | {"whose": [w.to_dict() for w in self.whose], "examples": list(self.examples)}


@dataclass(frozen=True, slots=True)
class Framing:
    """All publishers that tell contested occurrences, those that tell most first."""

    publishers: tuple[PublisherFraming, ...]
    contested: int
    """How many occurrences are contested: told by two publishers or more, and by one on somebody's word."""

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {"contested": self.contested, "publishers": [p.to_dict() for p in self.publishers]}


@dataclass(frozen=True, slots=True)
class Told:
    """One event of an occurrence: how one article tells it."""

    event: str
    article: str
    publisher: str
    day: str
    """When it was published."""
    type: str
    status: str
    voice: tuple[str, ...]
    """On whose word, outermost first; empty: its own."""
    trigger: str
    sentence: str
    only_here: tuple[str, ...]
    """Words of the sentence that tell something and that no other publisher's tellings have."""

    @property
    def own_voice(self) -> bool:
        """Whether it stands on the publisher's own word."""
        return not self.voice

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        names = "event article publisher day type status trigger sentence own_voice".split()
        made: dict[str, Any] = {name: getattr(self, name) for name in names}
        return made | {"voice": list(self.voice), "only_here": list(self.only_here)}


def framing(events: Any, reviews: Any = None) -> Framing:
    """How each publisher tells what some publisher attributes to somebody, from a table of events.

    Needs the columns `id`, `occurrence`, `publisher`, `status` and `voice` of the view `events` (or
    `contested`, without parties). `reviews`, with the columns of that view, makes the latest review of an
    event count: a rejected one is left out, a correction of status or voice is taken. Events without an
    occurrence or a publisher are left out.

    AnalysisError for a table without the columns.
    """
    rows = _reviewed(_rows(events), reviews)
    tellings: dict[str, dict[str, _Ways]] = {}
    for row in rows:
        if row["occurrence"] and row["publisher"] and row["status"] in _HAPPENED:
            ways = tellings.setdefault(row["occurrence"], {}).setdefault(row["publisher"], _Ways())
            ways.add(row["voice"])
    contested = {
        occurrence: by
        for occurrence, by in tellings.items()
        if len(by) > 1 and any(ways.attributed for ways in by.values())
    }
    publishers = sorted({publisher for by in contested.values() for publisher in by})
    made = [_publisher(name, contested) for name in publishers]
    made.sort(key=lambda p: (-p.told, p.publisher))
    return Framing(tuple(made), len(contested))


def side_by_side(events: Any, occurrence: str) -> tuple[Told, ...]:
    """How each publisher tells one occurrence, in order of publication.

    Needs the columns of `framing` with `sentence`; uses `published_day`, `article`, `type`, `trigger`.
    `occurrence` may also be the id of one of its events. Empty if the table has no such occurrence.
    """
    given = list(_rows(events))
    meant = {occurrence} | {row["occurrence"] for row in given if row["id"] == occurrence}
    rows = [row for row in given if row["occurrence"] in meant]
    rows.sort(key=lambda r: (str(r["published_day"] or ""), r["publisher"] or "", r["id"]))
    used: dict[str, set[str]] = {}
    for row in rows:
        for form in telling_words(row["sentence"] or ""):
            used.setdefault(form, set()).add(row["publisher"] or "")
    publishers = {row["publisher"] for row in rows}
    return tuple(
        Told(
            event=row["id"],
            article=row["article"] or "",
            publisher=row["publisher"] or "",
            day=str(row["published_day"] or "")[:10],
            type=row["type"] or "",
            status=row["status"] or "",
            voice=tuple(name for name, _ in row["voice"]),
            trigger=row["trigger"] or "",
            sentence=" ".join((row["sentence"] or "").split()),
            only_here=tuple(
                written
                for form, written in telling_words(row["sentence"] or "").items()
                if len(publishers) > 1 and len(used[form]) == 1
            ),
        )
        for row in rows
    )


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share, by Wilson's formula.

    >>> [round(bound, 3) for bound in wilson(8, 10)]
    [0.49, 0.943]
    """
    share, z2 = hits / of, _Z * _Z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return max(0.0, middle - half), min(1.0, middle + half)


class _Ways:
    """The ways in which one publisher tells one occurrence."""

    __slots__ = ("attributed", "own", "voices")

    def __init__(self) -> None:
        self.own = False
        self.attributed = False
        self.voices: set[tuple[str, str | None]] = set()

    def add(self, voice: list[tuple[str, str | None]]) -> None:
        self.own = self.own or not voice
        self.attributed = self.attributed or bool(voice)
        self.voices.update(voice[:1])


def _publisher(name: str, contested: dict[str, dict[str, _Ways]]) -> PublisherFraming:
    own = both = attributed = 0
    examples: list[str] = []
    whose: dict[tuple[str, str | None], list[int]] = {}
    for occurrence, by in contested.items():
        ways = by.get(name)
        if ways is None:
            continue
        told_plain = ways.own and not ways.attributed
        if told_plain:
            own += 1
            examples.append(occurrence)
        elif ways.own:
            both += 1
        else:
            attributed += 1
        for voice in {voice for other in by.values() for voice in other.voices}:
            counts = whose.setdefault(voice, [0, 0])
            counts[0] += 1
            counts[1] += told_plain
    told = own + both + attributed
    parties = [Adopted(who, code, *counts) for (who, code), counts in whose.items()]
    parties.sort(key=lambda a: (-a.told, a.name, a.code or ""))
    low, high = wilson(own, told)
    kept = tuple(sorted(examples)[:_EXAMPLES])
    return PublisherFraming(name, told, own, both, attributed, low, high, tuple(parties), kept)


_OPTIONAL = ("article", "type", "trigger", "sentence", "published_day", "verdict")


def _rows(events: Any) -> list[dict[str, Any]]:
    """The rows, with `voice` as (name, code) pairs."""
    given = frame(events)
    has = set(given.columns)
    missing = [name for name in ("id", "occurrence", "publisher", "status") if name not in has]
    if missing or not has & {"voice", "contested"}:
        named = missing[0] if missing else "voice"
        raise AnalysisError(f"the table of events has no column `{named}`")
    voiced = "voice" in has and isinstance(given.schema["voice"], pl.List)
    kept = ["id", "occurrence", "publisher", "status", *(name for name in _OPTIONAL if name in has)]
    kept += ["voice"] if voiced else ["contested"]
    made = []
    for row in given.select(kept).iter_rows(named=True):
        full = dict.fromkeys(_OPTIONAL) | row
        if voiced:
            full["voice"] = [_voice(link) for link in row["voice"] or []]
        else:
            full["voice"] = [("somebody", None)] if row["contested"] else []
        full["occurrence"] = row["occurrence"] or row["id"]
        made.append(full)
    return made


def _voice(link: Any) -> tuple[str, str | None]:
    if isinstance(link, dict):
        return link.get("name") or "somebody", link.get("code")
    return str(link), None


def _reviewed(rows: list[dict[str, Any]], reviews: Any) -> Iterable[dict[str, Any]]:
    """The rows as the latest review of each has them."""
    latest: dict[str, dict[str, Any]] = {}
    if reviews is not None:
        given = frame(reviews)
        given = given.sort("at") if "at" in given.columns else given
        for review in given.iter_rows(named=True):
            if review.get("event"):
                latest[review["event"]] = review
    for row in rows:
        review = latest.get(row["id"], {})
        verdict = review.get("verdict") or row["verdict"]
        if verdict == "reject":
            continue
        correction = json.loads(review.get("correction") or "{}") if verdict == "correct" else {}
        if "status" in correction:
            row["status"] = correction["status"]
        if "voice" in correction:
            row["voice"] = [_voice(link) for link in correction["voice"] or []]
        yield row
