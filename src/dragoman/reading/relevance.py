"""Which candidate events stand in an article that is private rather than political.

Most of its words are of sport, art, shops or street crime, or none is of politics: there only institutions
act. A nation may be a team, a named person anybody, and police who talk to neighbours are no politics.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.knowledge.topics import NOTHING, ORDER, POLITICS, topics, words
from dragoman.reading.drafts import knowledge_of
from dragoman.reading.fiction import plots, told_as_plot
from dragoman.reading.roles import POLITICAL
from dragoman.reading.topic import SOME

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from dragoman.reading.drafts import EventDraft, PartyDraft, Role
    from dragoman.reading.topic import Weights

FORCES = POLITICAL - {"GOV", "LAB", "COP", "JUD"}
"""Sectors that are politics in themselves, wherever they act."""
GUARDIANS = frozenset({"COP", "JUD"})
OF_STATES = frozenset("ACCUSE THREATEN SANCTION AID".split())
"""Types that a nation does to a nation in politics only; it attacks, meets and concedes in sport, too."""
PRIVATE = frozenset({"CVL", "BUS", "CRM"})
NAMES = frozenset({"name", "pronoun", "demonym"})


def relevant(events: list[EventDraft], doc: Doc, weights: Weights) -> list[EventDraft]:
    """The events that stand, in order, by the topic that `weights` shows."""
    if not events:
        return events
    told = plots(doc)
    if told:
        events = [event for event in events if not told_as_plot(doc, event.head, told)]
    if weights.elsewhere and weights.political < SOME:
        return [event for event in events if _between_states(event, doc)]
    if weights.private_rather:
        return [event for event in events if _between_states(event, doc) or _institutional(event, doc)]
    if weights.silent:
        return [event for event in events if _public(event) or _institutional(event, doc)]
    return events


def _between_states(event: EventDraft, doc: Doc) -> bool:
    """Whether a state does to another, both named, what teams and firms are not said to do to each other."""
    return event.type in OF_STATES and all(
        any(_state(role.party) and doc[role.start].pos_ == "PROPN" for role in side)
        for side in (event.actor, event.recipient)
    )


def _state(party: PartyDraft) -> bool:
    return party.kind == "country" and party.code is not None


def _public(event: EventDraft) -> bool:
    """Whether a state acts under its own name, a crowd protests or several people are killed or hurt."""
    if event.type == "ASSAULT":
        return any(role.party.plural for role in event.recipient)
    if event.type == "PROTEST":
        return any(role.party.kind == "group" for role in event.actor)
    return any(role.party.kind == "country" for role in event.actor)


def _institutional(event: EventDraft, doc: Doc) -> bool:
    """Whether a party is politics in itself: an official, a force, a parliament, not a mere nation."""
    for party in (role.party for role in (*event.actor, *event.recipient)):
        sectors = set(party.sector)
        if _anybody(party, doc):
            continue
        if sectors & FORCES:
            return True
        if sectors & GUARDIANS and not _of_strangers(event):
            return True
        if "GOV" in sectors and _official(party, doc):
            return True
    return False


def _anybody(party: PartyDraft, doc: Doc) -> bool:
    """Whether a party is known only by a noun that names anybody in a private article: "her opponents"."""
    described = [m for m in party.mentions if m.form in ("description", "title")]
    if not described or any(m.form in ("name", "metonym") for m in party.mentions):
        return False
    return all(_loose(doc[m.head].lemma_.lower()) for m in described)


def _loose(noun: str) -> bool:
    topic = topics().get(noun, POLITICS)
    return noun in words("anybody") or topic not in (POLITICS, ORDER, NOTHING)


def _official(party: PartyDraft, doc: Doc) -> bool:
    """Whether a GOV party holds an office or is a body, and is no nation, town or mere national."""
    if party.kind == "country":
        return False
    described = [m for m in party.mentions if m.form in ("description", "title")]
    if any(not _loose(doc[m.head].lemma_.lower()) for m in described):
        return True
    if party.kind == "person":
        return bool(knowledge_of(doc).world.lookup(party.name)) or any(
            topics().get(token.lemma_.lower()) == POLITICS
            for m in party.mentions
            if m.form == "name"
            for token in doc[max(0, m.start - 2) : m.start]
        )
    return any(m.form not in NAMES for m in party.mentions) or party.kind in ("organisation", "government")


def _of_strangers(event: EventDraft) -> bool:
    """Whether police or a court deal with nobody, or with unnamed private persons."""

    def stranger(role: Role) -> bool:
        party = role.party
        named = any(m.form == "name" for m in party.mentions)
        return not named and set(party.sector) <= PRIVATE | GUARDIANS

    return all(stranger(role) for role in (*event.actor, *event.recipient))
