"""What an earlier sentence told already: the acts that "the attack", "that demand" refer back to.

A definite noun that names an act without naming its parties takes them from the latest act of the
same type before it; a passive without an agent takes its agent likewise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading.drafts import EventDraft, Role

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from dragoman.reading.senses import Match

DEFINITE = frozenset({"the", "this", "that", "these", "those", "such", "both", "its", "their", "his", "her"})
FORCE = frozenset({"ASSAULT", "COERCE"})
REACH = 12
"""How many sentences back an act may lie that a noun refers to."""


class Memory:
    """The events of the sentences before this one."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.past: list[EventDraft] = []
        self.sentences = 0

    def remember(self, events: list[EventDraft]) -> None:
        """Take in the events of a sentence that has been read."""
        self.sentences += 1
        self.past.extend(e for e in events if e.actor or e.recipient)

    def complete(self, event: EventDraft, match: Match) -> None:
        """Fill in the parties of an event that its own sentence leaves out."""
        if match.sense.pos == "n":
            if not event.actor and not event.recipient and self._definite(match):
                earlier = self._earlier(event.type)
                if earlier is not None:
                    event.actor, event.recipient = list(earlier.actor), list(earlier.recipient)
                    event.why.append(f"refers back to {self._words(earlier)!r}")
        elif not event.actor and event.recipient and event.type in FORCE:
            agent = self._agent(event)
            if agent:
                event.actor = agent
                event.why.append("agent from the sentences before")

    def _definite(self, match: Match) -> bool:
        return any(c.dep_ in ("det", "poss") and c.lower_ in DEFINITE for c in match.token.children)

    def _earlier(self, kind: str) -> EventDraft | None:
        for event in reversed(self.past[-40:]):
            if event.type == kind and event.actor:
                return event
        return None

    def _agent(self, event: EventDraft) -> list[Role]:
        """Who last used force: on the same party first, on its side otherwise."""
        mine = {id(r.party) for r in event.recipient}
        codes = {r.party.code for r in event.recipient}
        for same_party in (True, False):
            for past in reversed(self.past[-12:]):
                if past.type not in FORCE or not past.actor:
                    continue
                if {id(r.party) for r in past.actor} & mine:
                    continue
                if same_party and not {id(r.party) for r in past.recipient} & mine:
                    continue
                if not same_party and not {r.party.code for r in past.recipient} & codes:
                    continue
                return list(past.actor)
        return []

    def _words(self, event: EventDraft) -> str:
        return self.doc[event.trigger[0] : event.trigger[1]].text
