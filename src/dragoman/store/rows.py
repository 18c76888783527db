"""Between reports and the rows of the tables, both ways and without loss."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from dragoman.records import (
    Article,
    Event,
    EventDate,
    Money,
    Participant,
    Party,
    Place,
    Quote,
    Report,
    Size,
    Span,
    Voice,
    Words,
)
from dragoman.store.signatures import signature
from dragoman.store.tables import READ_TABLES, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Row = dict[str, Any]


def day_of(value: str | None) -> date | None:
    """The first day of a date that may be partial (`2008`, `2022-01-27T10:00`); None if it is none."""
    if not value:
        return None
    parts = value[:10].split("-")
    try:
        return date(
            int(parts[0]), int(parts[1]) if len(parts) > 1 else 1, int(parts[2]) if len(parts) > 2 else 1
        )
    except (ValueError, OverflowError):
        return None


def tables_of(
    reports: Sequence[Report],
    *,
    with_articles: bool = True,
    source_ids: Mapping[str, str] | None = None,
    source: str | None = None,
) -> dict[str, pa.Table]:
    """The rows of all tables for these reports, `batch` left null.

    `source_ids` gives the id that the source had for an article, `source` where the articles came from.
    """
    rows: dict[str, list[Row]] = {name: [] for name in ("articles", *READ_TABLES)}
    for report in reports:
        article = report.article
        day = day_of(article.published)
        year = day.year if day else 0
        if with_articles:
            rows["articles"].append(_article_row(article, day, source, (source_ids or {}).get(article.id)))
        rows["readings"].append(
            {
                "article": article.id,
                "warnings": list(report.warnings),
                "parties": len(report.parties),
                "quotes": len(report.quotes),
                "events": len(report.events),
            }
        )
        rows["parties"] += _placed(_party_row(party, article) for party in report.parties)
        names = {party.id: party for party in report.parties}
        rows["quotes"] += _placed(_quote_row(quote, article, day, names) for quote in report.quotes)
        rows["events"] += _placed(event_row(event, article, day) for event in report.events)
        for event in report.events:
            rows["event_parties"] += _role_rows(event, article)
        for made in rows.values():
            _dated(made, year)
    return {
        name: pa.Table.from_pylist(made, schema=TABLES[name].schema) for name, made in rows.items() if made
    }


def _placed(rows: Iterable[Row]) -> list[Row]:
    return [row | {"position": position} for position, row in enumerate(rows)]


def _dated(rows: list[Row], year: int) -> None:
    """Give the partition to the rows that were added last and have none yet."""
    for row in reversed(rows):
        if "year" in row:
            return
        row["year"] = year


def _article_row(article: Article, day: date | None, source: str | None, source_id: str | None) -> Row:
    row = article.to_dict()
    return row | {
        "source_id": source_id,
        "published_day": day,
        "added": datetime.now(UTC),
        "source": source,
        "origin": "dragoman",
        "signature": signature(article.text),
    }


def _party_row(party: Party, article: Article) -> Row:
    return party.to_dict() | {"article": article.id, "mentions": _spans(party.mentions)}


def _spans(spans: Iterable[Span]) -> list[Row]:
    return [{"start": start, "end": end} for start, end in spans]


def _quote_row(quote: Quote, article: Article, day: date | None, parties: Mapping[str, Party]) -> Row:
    speaker = parties.get(quote.speaker or "")
    return {
        "id": quote.id,
        "article": article.id,
        "kind": quote.kind,
        "speaker": quote.speaker,
        "speaker_name": speaker.name if speaker else None,
        "speaker_code": speaker.code if speaker else None,
        "speaker_start": quote.speaker_span.start if quote.speaker_span else None,
        "speaker_end": quote.speaker_span.end if quote.speaker_span else None,
        "cue": quote.cue.text if quote.cue else None,
        "cue_start": quote.cue.start if quote.cue else None,
        "cue_end": quote.cue.end if quote.cue else None,
        "content": _spans(quote.content),
        "text": " ".join(article.text[start:end] for start, end in quote.content),
        "published_day": day,
        "publisher": article.publisher,
    }


def event_row(event: Event, article: Article, published: date | None) -> Row:
    """The row of one event, without `batch` and `year`."""
    date_, place, size = event.date, event.place, event.size or Size()
    day = day_of(date_.value) if date_ else None
    return {
        "id": event.id,
        "article": article.id,
        "type": event.type,
        "mode": list(event.mode),
        "context": list(event.context),
        "quad": event.quad,
        "score": event.score,
        "cameo": event.cameo,
        "actor_codes": codes(event.actor),
        "recipient_codes": codes(event.recipient),
        "actor_names": [party.name for party in event.actor],
        "recipient_names": [party.name for party in event.recipient],
        "status": event.status,
        "factuality": event.factuality,
        "contested": bool(event.voice),
        "voice": [voice.to_dict() for voice in event.voice],
        "trigger": event.trigger.text,
        "trigger_start": event.trigger.start,
        "trigger_end": event.trigger.end,
        "sentence": article.text[event.sentence.start : event.sentence.end],
        "sentence_start": event.sentence.start,
        "sentence_end": event.sentence.end,
        "condition_start": event.condition.start if event.condition else None,
        "condition_end": event.condition.end if event.condition else None,
        "day": day or published,
        "day_from": "text" if day else "published" if published else None,
        "date": date_.value if date_ else None,
        "date_end": date_.end if date_ else None,
        "date_precision": date_.precision if date_ else None,
        "date_start": date_.start if date_ else None,
        "date_end_char": date_.end_char if date_ else None,
        "place": place.name if place else None,
        "geonameid": place.geonameid if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "place_country": place.country if place else None,
        "place_start": place.start if place else None,
        "place_end": place.end if place else None,
        "dead": size.dead,
        "injured": size.injured,
        "arrested": size.arrested,
        "displaced": size.displaced,
        "troops": size.troops,
        "weapons": size.weapons,
        "money": size.money.amount if size.money else None,
        "currency": size.money.currency if size.money else None,
        "confidence": event.confidence,
        "why": list(event.why),
        "published_day": published,
        "publisher": article.publisher,
        "origin": "dragoman",
    }


def codes(parties: Iterable[Participant]) -> list[str]:
    """The codes of participants, sorted, each once."""
    return sorted({party.code for party in parties if party.code})


def _role_rows(event: Event, article: Article) -> list[Row]:
    return [
        party.to_dict() | {"event": event.id, "article": article.id, "role": role, "position": position}
        for role, parties in (("actor", event.actor), ("recipient", event.recipient))
        for position, party in enumerate(parties)
    ]


def report_of(
    article: Row, reading: Row, parties: list[Row], quotes: list[Row], events: list[Row], roles: list[Row]
) -> Report:
    """The report that these rows keep, equal to the one that was added."""
    by_event: dict[tuple[str, str], list[Row]] = {}
    for row in sorted(roles, key=_position):
        by_event.setdefault((row["event"], row["role"]), []).append(row)
    return Report(
        article=article_of(article),
        parties=tuple(
            Party(
                row["id"],
                row["name"],
                row["code"],
                tuple(row["sector"]),
                row["kind"],
                _as_spans(row["mentions"]),
            )
            for row in sorted(parties, key=_position)
        ),
        quotes=tuple(map(_quote, sorted(quotes, key=_position))),
        events=tuple(
            _event(row, by_event.get((row["id"], "actor"), []), by_event.get((row["id"], "recipient"), []))
            for row in sorted(events, key=_position)
        ),
        warnings=tuple(reading["warnings"] or ()),
    )


def article_of(row: Row) -> Article:
    """The article of its row."""
    names = ("text", "id", "title", "published", "publisher", "url", "language")
    return Article(**{name: row[name] for name in names}, authors=tuple(row["authors"] or ()))


def _position(row: Row) -> int:
    return int(row["position"])


def _as_spans(rows: list[Row]) -> tuple[Span, ...]:
    return tuple(Span(row["start"], row["end"]) for row in rows)


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)


def _quote(row: Row) -> Quote:
    cue = row["cue"]
    return Quote(
        id=row["id"],
        speaker=row["speaker"],
        speaker_span=_span(row["speaker_start"], row["speaker_end"]),
        cue=None if cue is None else Words(cue, row["cue_start"], row["cue_end"]),
        content=_as_spans(row["content"]),
        kind=row["kind"],
    )


def _event(row: Row, actors: list[Row], recipients: list[Row]) -> Event:
    counts = ("dead", "injured", "arrested", "displaced", "troops", "weapons")
    money = None if row["money"] is None else Money(row["money"], row["currency"])
    size = Size(**{name: row[name] for name in counts}, money=money)
    return Event(
        id=row["id"],
        type=row["type"],
        mode=tuple(row["mode"]),
        context=tuple(row["context"]),
        quad=row["quad"],
        score=row["score"],
        cameo=row["cameo"],
        actor=tuple(map(_participant, actors)),
        recipient=tuple(map(_participant, recipients)),
        trigger=Words(row["trigger"], row["trigger_start"], row["trigger_end"]),
        sentence=Span(row["sentence_start"], row["sentence_end"]),
        status=row["status"],
        condition=_span(row["condition_start"], row["condition_end"]),
        factuality=row["factuality"],
        voice=tuple(Voice.from_dict(voice) for voice in row["voice"] or ()),
        date=None
        if row["date"] is None
        else EventDate(
            row["date"], row["date_end"], row["date_precision"], row["date_start"], row["date_end_char"]
        ),
        place=None
        if row["place"] is None
        else Place(
            row["place"],
            row["geonameid"],
            row["lat"],
            row["lon"],
            row["place_country"],
            row["place_start"],
            row["place_end"],
        ),
        size=None if size == Size() else size,
        confidence=row["confidence"],
        why=tuple(row["why"]),
    )


def _participant(row: Row) -> Participant:
    return Participant(
        party=row["party"],
        text=row["text"],
        start=row["start"],
        end=row["end"],
        name=row["name"],
        code=row["code"],
        sector=tuple(row["sector"] or ()),
    )
