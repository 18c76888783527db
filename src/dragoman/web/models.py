"""What the pages say, typed: the JSON of each page and what its template shows are one and the same."""

# FastAPI and pydantic evaluate annotations, so what they name is imported for good.
# ruff: noqa: TC003
from __future__ import annotations

import datetime as dt
import json
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from dragoman import ontology

QUADS = {
    "verbal cooperation": "vc",
    "material cooperation": "mc",
    "verbal conflict": "vk",
    "material conflict": "mk",
}


class Model(BaseModel):
    """What all of them share: nothing that is not told here."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Problem(Model):
    """Why there is no answer."""

    status: int
    error: str


class Named(Model):
    """A party by its name and code."""

    name: str
    code: str | None = None


class Review(Model):
    """What a person said of the machine's coding of an event."""

    id: str
    event: str
    verdict: str
    author: str
    at: dt.datetime
    note: str | None = None
    correction: dict[str, Any] | None = Field(None, description="What it ought to be, by keys of an event.")

    @classmethod
    def of(cls, row: dict[str, Any]) -> Review:
        """From a row of the store."""
        kept = {key: row[key] for key in ("id", "event", "verdict", "author", "at", "note")}
        return cls(**kept, correction=json.loads(row["correction"]) if row["correction"] else None)


class Coding(Model):
    """Who did what to whom, whether it happened and on whose word: of the machine, or as corrected."""

    type: str | None
    quad: str | None
    status: str | None
    actor: list[Named]
    recipient: list[Named]
    voice: list[str]

    @property
    def css(self) -> str:
        """The class of its quad."""
        return QUADS.get(self.quad or "", "vc")


class Act(Model):
    """One event as a line of a list shows it; offsets count the characters of the sentence."""

    id: str
    article: str | None
    occurrence: str | None = None
    day: dt.date | None
    date: str | None
    date_end: str | None = None
    mode: list[str]
    context: list[str] = []
    score: float | None
    cameo: str | None = None
    coding: Coding = Field(description="The machine's coding.")
    sentence: str | None
    trigger: str | None
    trigger_at: tuple[int, int] | None = Field(None, description="Where the trigger stands in the sentence.")
    place: str | None
    place_country: str | None
    lat: float | None
    lon: float | None
    sizes: dict[str, int]
    confidence: float | None
    why: list[str] = Field([], description="What decided; only on the page of the event.")
    published: dt.date | None = Field(None, description="Day of publication.")
    publisher: str | None
    origin: str | None = None
    tellings: int = 1
    publishers: int = 1
    review: Review | None = Field(None, description="The latest review, which is shown over the coding.")

    @property
    def shown(self) -> Coding:
        """The coding with what the latest review corrects."""
        if self.review is None or not self.review.correction:
            return self.coding
        return corrected(self.coding, self.review.correction)

    @property
    def rejected(self) -> bool:
        """Whether the latest review says that there is no such event."""
        return self.review is not None and self.review.verdict == "reject"

    @classmethod
    def of(cls, row: dict[str, Any], review: dict[str, Any] | None = None) -> Act:
        """From a row of `finding.COLUMNS`."""
        sentence, start = row["sentence"], row["sentence_start"]
        at = None
        if sentence and start is not None and row["trigger_start"] is not None:
            at = (row["trigger_start"] - start, row["trigger_end"] - start)
            at = at if 0 <= at[0] < at[1] <= len(sentence) else None
        sizes = ("dead", "injured", "arrested", "displaced", "troops")
        return cls(
            coding=Coding(
                type=row["type"],
                quad=row["quad"],
                status=row["status"],
                actor=named(row["actor_names"], row["actor_codes"]),
                recipient=named(row["recipient_names"], row["recipient_codes"]),
                voice=[voice["name"] for voice in row["voice"] or () if voice["name"]],
            ),
            trigger_at=at,
            published=row["published_day"],
            sizes={size: row[size] for size in sizes if row[size] is not None},
            review=Review.of(review) if review else None,
            mode=row["mode"] or [],
            context=row.get("context") or [],
            why=row.get("why") or [],
            **{key: row[key] for key in _PLAIN},
            **{
                key: row[key]
                for key in ("occurrence", "tellings", "publishers", "cameo", "origin")
                if row.get(key) is not None
            },
        )


_PLAIN = (
    "id", "article", "day", "date", "date_end", "score", "sentence", "trigger", "place",
    "place_country", "lat", "lon", "confidence", "publisher",
)  # fmt: skip


def named(names: list[str] | None, codes: list[str] | None) -> list[Named]:
    """The parties of a role. Names come in order, codes sorted: a code is told only where it is sure."""
    names, codes = list(dict.fromkeys(names or ())), codes or []
    if not names:
        return [
            Named(name=ontology.code_name(code) if ontology.is_code(code) else code, code=code)
            for code in codes
        ]
    if len(codes) == 1:
        return [Named(name=name, code=codes[0]) for name in names]
    known = {ontology.code_name(code): code for code in codes if ontology.is_code(code)}
    return [Named(name=name, code=known.get(name)) for name in names]


def corrected(coding: Coding, correction: dict[str, Any]) -> Coding:
    """The coding with what a correction names."""
    changes: dict[str, Any] = {
        key: correction[key] for key in ("type", "status", "voice") if key in correction
    }
    if "type" in changes:
        changes["quad"] = ontology.quad(changes["type"])
    for role in ("actor", "recipient"):
        if role in correction:
            changes[role] = [Named(**party) for party in correction[role]]
    return coding.model_copy(update=changes)


class Quoted(Model):
    """One quote as a line of a list shows it."""

    id: str
    article: str | None
    kind: str
    speaker: str | None
    code: str | None
    cue: str | None
    text: str | None
    published: dt.date | None = Field(None, description="Day of publication.")
    publisher: str | None

    @classmethod
    def of(cls, row: dict[str, Any]) -> Quoted:
        """From a row of the store's `quotes`."""
        return cls(
            speaker=row["speaker_name"],
            code=row["speaker_code"],
            published=row["published_day"],
            **{key: row[key] for key in ("id", "article", "kind", "cue", "text", "publisher")},
        )


class Headline(Model):
    """An article as a line of a list shows it."""

    id: str
    title: str | None
    publisher: str | None
    published: str | None


class Count(Model):
    """How many of one thing there are."""

    name: str
    count: int
    code: str | None = None
