"""The records that reading gives, and their JSON: one `Report` for one `Article`.

Every record is frozen, carries the character offsets of its evidence in `article.text`, and
turns into JSON-ready dictionaries with `to_dict` and back with `from_dict`. The shape is
published as `docs/schema/report.schema.json`.

Spans are half-open pairs `(start, end)` of character offsets into `article.text`.
Ids are content hashes: the same text gives the same ids on every machine.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Status = Literal["actual", "historical", "future", "hypothetical", "negated"]
QuoteKind = Literal["direct", "mixed", "indirect"]
Precision = Literal["day", "month", "year", "range"]

STATUSES: tuple[Status, ...] = ("actual", "historical", "future", "hypothetical", "negated")
QUOTE_KINDS: tuple[QuoteKind, ...] = ("direct", "mixed", "indirect")
FACTUALITY = {"actual": 3.0, "historical": 3.0, "future": 2.0, "hypothetical": 0.0, "negated": -3.0}
"""What a status alone says of how surely an act happened, where a record grades it no finer."""


class Span(NamedTuple):
    """Character offsets `[start, end)` into `article.text`."""

    start: int
    end: int


def content_id(prefix: str, *parts: object) -> str:
    """An id that depends on nothing but `parts`: `prefix` and 16 hex digits of a SHA-256.

    64 bits: among a hundred million articles two share an id with a chance of 1 in 3,700.
    """
    payload = json.dumps(parts, ensure_ascii=False, separators=(",", ":"), default=str)
    return prefix + hashlib.sha256(payload.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _span(value: Any) -> Span | None:
    return None if value is None else Span(int(value[0]), int(value[1]))


@dataclass(frozen=True, slots=True)
class Article:
    """One article as its source gave it. `text` is never changed by reading."""

    text: str
    id: str = ""
    title: str | None = None
    published: str | None = None
    """Publication date, ISO 8601 (`2022-01-27`); None if unknown."""
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    """ISO 639-1 code; None if not determined."""
    authors: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.id:
            made = content_id("a", self.title, self.published, self.publisher, self.url, self.text)
            object.__setattr__(self, "id", made)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "id": self.id,
            "title": self.title,
            "published": self.published,
            "publisher": self.publisher,
            "url": self.url,
            "language": self.language,
            "authors": list(self.authors),
            "text": self.text,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Article:
        """The article of a dictionary that has at least `text`; keys that are no field are left out."""
        known = {f.name for f in fields(cls)}
        kept = {k: v for k, v in data.items() if k in known}
        kept["authors"] = tuple(kept.get("authors") or ())
        return cls(**kept)


@dataclass(frozen=True, slots=True)
class Party:
    """A state, office-holder, organisation or group, with every span that names it."""

    id: str
    name: str
    code: str | None
    """ISO 3166-1 alpha-3, KOS, or PLOVER's UNO EUR IGO NGO ISM IMG MNC; None where nobody in particular."""
    sector: tuple[str, ...]
    kind: str
    """person, country, government, organisation, group or unknown."""
    mentions: tuple[Span, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "code": self.code,
            "sector": list(self.sector),
            "kind": self.kind,
            "mentions": [list(m) for m in self.mentions],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Party:
        return cls(
            id=data["id"],
            name=data["name"],
            code=data["code"],
            sector=tuple(data["sector"]),
            kind=data["kind"],
            mentions=tuple(Span(*m) for m in data["mentions"]),
        )


@dataclass(frozen=True, slots=True)
class Words:
    """A span with its text: a trigger or a cue."""

    text: str
    start: int
    end: int

    def to_dict(self) -> dict[str, Any]:
        return {"text": self.text, "start": self.start, "end": self.end}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Words:
        return cls(data["text"], data["start"], data["end"])


@dataclass(frozen=True, slots=True)
class Quote:
    """One attribution: who (`speaker`, a party id) is told to have said, written or thought `content`."""

    id: str
    speaker: str | None
    speaker_span: Span | None
    cue: Words | None
    content: tuple[Span, ...]
    kind: QuoteKind

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "speaker": self.speaker,
            "speaker_span": list(self.speaker_span) if self.speaker_span else None,
            "cue": self.cue.to_dict() if self.cue else None,
            "content": [list(s) for s in self.content],
            "kind": self.kind,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Quote:
        return cls(
            id=data["id"],
            speaker=data["speaker"],
            speaker_span=_span(data["speaker_span"]),
            cue=Words.from_dict(data["cue"]) if data["cue"] else None,
            content=tuple(Span(*s) for s in data["content"]),
            kind=data["kind"],
        )


@dataclass(frozen=True, slots=True)
class Participant:
    """A party in a role of an event, and the words of the text that put it there."""

    party: str
    text: str
    start: int
    end: int
    name: str
    code: str | None
    sector: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "party": self.party,
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "name": self.name,
            "code": self.code,
            "sector": list(self.sector),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Participant:
        return cls(
            party=data["party"],
            text=data["text"],
            start=data["start"],
            end=data["end"],
            name=data["name"],
            code=data["code"],
            sector=tuple(data["sector"]),
        )


@dataclass(frozen=True, slots=True)
class Voice:
    """One link of the chain on whose word an event stands; `party` is None for an unnamed source."""

    party: str | None
    name: str
    code: str | None
    start: int
    end: int

    def to_dict(self) -> dict[str, Any]:
        return {f.name: getattr(self, f.name) for f in fields(self)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Voice:
        return cls(**{f.name: data[f.name] for f in fields(cls)})


@dataclass(frozen=True, slots=True)
class EventDate:
    """When: `value` is ISO, truncated to what is known (`2008`, `2022-01`); `end` closes a range."""

    value: str
    end: str | None
    precision: Precision
    start: int
    end_char: int

    def to_dict(self) -> dict[str, Any]:
        return {f.name: getattr(self, f.name) for f in fields(self)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> EventDate:
        return cls(**{f.name: data[f.name] for f in fields(cls)})


@dataclass(frozen=True, slots=True)
class Place:
    """Where: a toponym of the text with its GeoNames id, WGS 84 degrees and ISO alpha-3 country."""

    name: str
    geonameid: int | None
    lat: float | None
    lon: float | None
    country: str | None
    start: int
    end: int

    def to_dict(self) -> dict[str, Any]:
        return {f.name: getattr(self, f.name) for f in fields(self)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Place:
        return cls(**{f.name: data[f.name] for f in fields(cls)})


class Money(NamedTuple):
    """A sum of money; `currency` is an ISO 4217 code."""

    amount: float
    currency: str


@dataclass(frozen=True, slots=True)
class Size:
    """How many persons, weapons, how much money: the lowest number the text vouches for."""

    dead: int | None = None
    injured: int | None = None
    arrested: int | None = None
    displaced: int | None = None
    troops: int | None = None
    weapons: int | None = None
    money: Money | None = None

    def to_dict(self) -> dict[str, Any]:
        made = {f.name: getattr(self, f.name) for f in fields(self)}
        return made | {"money": self.money._asdict() if self.money else None}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Size:
        money = data.get("money")
        counts = {f.name: data.get(f.name) for f in fields(cls)}
        return cls(**counts | {"money": Money(money["amount"], money["currency"]) if money else None})


@dataclass(frozen=True, slots=True)
class Event:
    """One mention of an act: PLOVER type, modes, contexts, who did it to whom, how sure the text is."""

    id: str
    type: str
    mode: tuple[str, ...]
    context: tuple[str, ...]
    quad: str
    score: float
    cameo: str | None
    actor: tuple[Participant, ...]
    recipient: tuple[Participant, ...]
    trigger: Words
    sentence: Span
    status: Status
    condition: Span | None
    factuality: float
    """-3 (certainly did not happen) to 3 (certainly did, or will): the status, graded."""
    voice: tuple[Voice, ...]
    date: EventDate | None
    place: Place | None
    size: Size | None
    confidence: float
    why: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "type": self.type,
            "mode": list(self.mode),
            "context": list(self.context),
            "quad": self.quad,
            "score": self.score,
            "cameo": self.cameo,
            "actor": [p.to_dict() for p in self.actor],
            "recipient": [p.to_dict() for p in self.recipient],
            "trigger": self.trigger.to_dict(),
            "sentence": list(self.sentence),
            "status": self.status,
            "condition": list(self.condition) if self.condition else None,
            "factuality": self.factuality,
            "voice": [v.to_dict() for v in self.voice],
            "date": self.date.to_dict() if self.date else None,
            "place": self.place.to_dict() if self.place else None,
            "size": self.size.to_dict() if self.size else None,
            "confidence": self.confidence,
            "why": list(self.why),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Event:
        return cls(
            id=data["id"],
            type=data["type"],
            mode=tuple(data["mode"]),
            context=tuple(data["context"]),
            quad=data["quad"],
            score=data["score"],
            cameo=data["cameo"],
            actor=tuple(Participant.from_dict(p) for p in data["actor"]),
            recipient=tuple(Participant.from_dict(p) for p in data["recipient"]),
            trigger=Words.from_dict(data["trigger"]),
            sentence=Span(*data["sentence"]),
            status=data["status"],
            condition=_span(data["condition"]),
            factuality=data.get("factuality", FACTUALITY[data["status"]]),
            voice=tuple(Voice.from_dict(v) for v in data["voice"]),
            date=EventDate.from_dict(data["date"]) if data["date"] else None,
            place=Place.from_dict(data["place"]) if data["place"] else None,
            size=Size.from_dict(data["size"]) if data["size"] else None,
            confidence=data["confidence"],
            why=tuple(data["why"]),
        )


@dataclass(frozen=True, slots=True)
class Report:
    """All that was read from one article."""

    article: Article
    parties: tuple[Party, ...] = ()
    quotes: tuple[Quote, ...] = ()
    events: tuple[Event, ...] = ()
    warnings: tuple[str, ...] = field(default=())
    """What made reading less sure than usual, one sentence each; empty for a clean article."""

    def party(self, party_id: str) -> Party:
        """The party of this id; KeyError if the report has none."""
        for party in self.parties:
            if party.id == party_id:
                return party
        raise KeyError(party_id)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, which `docs/schema/report.schema.json` describes."""
        return {
            "article": self.article.to_dict(),
            "parties": [p.to_dict() for p in self.parties],
            "quotes": [q.to_dict() for q in self.quotes],
            "events": [e.to_dict() for e in self.events],
            "warnings": list(self.warnings),
        }

    def to_json(self, indent: int | None = None) -> str:
        """The JSON form as text, on one line unless `indent` is given."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Report:
        """The report of its JSON form; KeyError where a key is missing."""
        return cls(
            article=Article.from_dict(data["article"]),
            parties=tuple(Party.from_dict(p) for p in data["parties"]),
            quotes=tuple(Quote.from_dict(q) for q in data["quotes"]),
            events=tuple(Event.from_dict(e) for e in data["events"]),
            warnings=tuple(data.get("warnings") or ()),
        )

    @classmethod
    def from_json(cls, text: str) -> Report:
        """The report of its JSON text; ValueError if that is no JSON."""
        return cls.from_dict(json.loads(text))

    def _repr_html_(self) -> str:
        from dragoman.web.page import render_fragment

        return render_fragment(self)


def spans_of(report: Report) -> Iterable[Span]:
    """Every span of a report, for checks that all of them lie inside the text."""
    for party in report.parties:
        yield from party.mentions
    for quote in report.quotes:
        yield from quote.content
        if quote.speaker_span:
            yield quote.speaker_span
        if quote.cue:
            yield Span(quote.cue.start, quote.cue.end)
    for event in report.events:
        yield event.sentence
        yield Span(event.trigger.start, event.trigger.end)
        if event.condition:
            yield event.condition
        for who in (*event.actor, *event.recipient):
            yield Span(who.start, who.end)
        for voice in event.voice:
            yield Span(voice.start, voice.end)
        if event.date:
            yield Span(event.date.start, event.date.end_char)
        if event.place:
            yield Span(event.place.start, event.place.end)
