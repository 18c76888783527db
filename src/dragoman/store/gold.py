"""From reviews to gold articles: what persons made of the machine's coding, as `dragoman eval` takes it.

A gold article holds the events of its reading as their latest reviews leave them: confirmed ones as coded,
corrected ones as corrected; rejected ones are left out, so that finding them again counts against a reader.
What nobody has looked at is marked optional, and counts neither found nor missed; so are all quotes. What the
machine missed no review can tell, so recall is measured over what was found once.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dragoman.evaluation import locate
from dragoman.store.questions import reports

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dragoman.records import Event, Participant, Quote, Report
    from dragoman.store.store import Store

Json = dict[str, Any]


def gold_of(store: Store, *, author: str | None = None) -> Iterator[Json]:
    """The gold documents of all articles with a review, in order of their ids.

    With `author` only that person's reviews count. An article whose text the store does not have is left out.
    """
    latest = reviews_of(store, author=author)
    articles = sorted({review["article"] for review in latest.values() if review["article"]})
    for report in reports(store, articles):
        yield gold_document(report, latest)


def reviews_of(store: Store, *, author: str | None = None) -> dict[str, Json]:
    """The latest review of each event, `correction` as a dictionary."""
    where, given = ("WHERE author = ?", [author]) if author else ("", [])
    rows = store.sql(f'SELECT * FROM reviews {where} ORDER BY "at", id', given)
    return {
        row["event"]: row | {"correction": json.loads(row["correction"]) if row["correction"] else {}}
        for row in rows
    }


def gold_document(report: Report, reviews: Mapping[str, Json]) -> Json:
    """One article in the gold format: `reviews` are the latest ones by event."""
    article = report.article
    events = []
    for event in report.events:
        review = reviews.get(event.id)
        if review is None:
            events.append(_event(event, report, {}) | {"optional": True})
        elif review["verdict"] != "reject":
            events.append(_event(event, report, review["correction"]))
    return {
        "article": {
            "id": article.id,
            "title": article.title,
            "published": (article.published or "")[:10] or None,
            "publisher": article.publisher,
            "text": article.text,
        },
        "quotes": [_quote(quote, report) for quote in report.quotes],
        "events": events,
    }


def _event(event: Event, report: Report, correction: Mapping[str, Any]) -> Json:
    text = report.article.text
    kind = correction.get("type", event.type)
    return {
        "type": kind,
        # Modes belong to their type; another type's are nobody's.
        "mode": list(event.mode) if kind == event.type else [],
        "trigger": event.trigger.text,
        "sentence": text[slice(*event.sentence)],
        "actor": _parties("actor", event.actor, event, text, correction),
        "recipient": _parties("recipient", event.recipient, event, text, correction),
        "status": correction.get("status", event.status),
        "voice": correction.get("voice", [voice.name for voice in event.voice]),
        "date": event.date.value if event.date else None,
        "place": {"name": event.place.name, "country": event.place.country} if event.place else None,
    }


def _parties(
    role: str, coded: tuple[Participant, ...], event: Event, text: str, correction: Mapping[str, Any]
) -> list[Json]:
    if role not in correction:
        return [
            {"text": who.text, "name": who.name, "code": who.code, "sector": list(who.sector)}
            for who in coded
        ]
    known = {who.name: who for who in (*event.actor, *event.recipient)}
    made = []
    for party in correction[role]:
        who = known.get(party["name"])
        made.append(
            {
                "text": who.text if who else _in_text(party["name"], event, text),
                "name": party["name"],
                "code": party["code"],
                "sector": list(who.sector) if who and who.code == party["code"] else [],
            }
        )
    return made


def _in_text(name: str, event: Event, text: str) -> str:
    """The words of the text that name a party a person put in: its name in the sentence, else anywhere, else
    the last word of the name that the text has; the trigger where there is none."""
    for words in (name, *reversed(name.split())):
        at = locate(text, words, *event.sentence) or locate(text, words)
        if at:
            return text[slice(*at)]
    return event.trigger.text


def _quote(quote: Quote, report: Report) -> Json:
    text = report.article.text
    speaker = report.party(quote.speaker) if quote.speaker else None
    span = quote.speaker_span
    named = {
        "text": text[slice(*span)] if span else speaker.name if speaker else "",
        "name": speaker.name if speaker else text[slice(*span)] if span else "",
        "code": speaker.code if speaker else None,
    }
    return {
        "speaker": named if speaker or span else None,
        "cue": quote.cue.text if quote.cue else None,
        "content": [text[slice(*part)] for part in quote.content],
        "kind": quote.kind,
        "optional": True,
    }
