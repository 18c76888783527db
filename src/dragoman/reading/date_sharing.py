"""Dates that events have from each other: the details of a dated act are of its day.

A lead dates an act ("West African leaders on Wednesday imposed sanctions on Niger"); the paragraphs after
it tell its parts without the day ("the bloc suspended Niger's membership and froze its assets").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading.attachment import SPEECH, modal, perfect, sharers
from dragoman.reading.date_resolution import parse_published

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from dragoman.reading.drafts import EventDraft, Role

REACH = 90
"""Tokens after a dated act in which its details are told."""
RECENT = 10
"""Days before the publication within which an act is the news that the article tells."""
DEEDS = frozenset({"SANCTION", "COERCE", "ASSAULT", "AID", "RETREAT", "COOPERATE", "MOBILIZE", "PROTEST"})

_BREATHS = frozenset({";", "whereupon"})


def share_dates(doc: Doc, events: list[EventDraft]) -> None:
    """Give undated deeds the date of an act of their type, just before, done to the same party or by it."""
    published = parse_published(getattr(doc._.article, "published", None))
    if published is None:
        return
    dated: list[EventDraft] = []
    for event in events:
        if event.date is not None:
            day = parse_published(event.date.value) if event.date.precision == "day" else None
            if day is not None and 0 <= (published - day).days <= RECENT:
                dated.append(event)
            continue
        if event.type not in DEEDS or not _told_plainly(doc[event.head]):
            continue
        for other in reversed(dated):
            if event.head - other.head > REACH:
                break
            told = other.type == event.type and other.sentence != event.sentence and _akin(event, other)
            if told or _goes_on(doc, other, event):
                event.date = other.date
                dated.append(event)
                break


def _goes_on(doc: Doc, other: EventDraft, event: EventDraft) -> bool:
    """Whether a deed is told in the same breath: "marched on Saturday; police used tear gas"."""
    if other.sentence != event.sentence or other.type not in DEEDS:
        return False
    between = doc[other.head : event.head]
    return any(token.lower_ in _BREATHS for token in between) and not any(
        other.head < date.start < event.head and date is not other.date for date in doc._.dates
    )


def _told_plainly(token: Token) -> bool:
    """Whether a verb tells in the simple past what was done: no modal, no perfect, no "would"."""
    chain = [token, *(verb for verb, why in sharers(token) if why in ("coordinated", "light verb"))]
    if any(modal(verb) or perfect(verb) for verb in chain):
        return False
    last = chain[-1]
    if any(c.lower_ == "had" and c.dep_ == "aux" for c in last.children):
        return False
    past = last.tag_ == "VBD" or any(c.dep_ == "auxpass" and c.tag_ == "VBD" for c in last.children)
    # Of two clauses parted by a semicolon the parse makes one the complement of the other.
    beside = last.dep_ in ("ccomp", "parataxis") and last.head.lemma_.lower() not in SPEECH
    return past and (beside or last.dep_ in ("ROOT", "conj"))


def _akin(event: EventDraft, other: EventDraft) -> bool:
    if event.recipient and other.recipient:
        return _common(event.recipient, other.recipient)
    return _common(event.actor, other.actor)


def _common(a: list[Role], b: list[Role]) -> bool:
    parties = {id(role.party) for role in a}
    codes = {
        role.party.code for role in a if role.party.code and role.party.kind in ("country", "government")
    }
    return any(id(role.party) in parties or role.party.code in codes for role in b)
