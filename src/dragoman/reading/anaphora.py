"""What an earlier sentence told already: the acts that "the attack", "that demand" refer back to.

A definite noun that names an act without naming its parties takes them from the latest act of the
same type before it; a passive without an agent takes its agent likewise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading.frames import is_passive

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from dragoman.reading.drafts import EventDraft, Role
    from dragoman.reading.senses import Match

DEFINITE = frozenset({"the", "this", "that", "these", "those", "such", "both", "its", "their", "his", "her"})
FORCE = frozenset({"ASSAULT", "COERCE"})
TWO_SIDED = frozenset("ACCUSE AID ASSAULT COOPERATE REJECT REQUEST SANCTION THREATEN".split())
"""Types whose recipient a reader supplies from what went before: who is threatened, refused, cut off."""
NEAR_SIDED = frozenset({"AGREE", "CONCEDE"})
"""The same, but only when the other side stood in the sentence before."""
INTERVENES = frozenset({"REQUEST"})
"""Types by which a third party addresses both sides of a quarrel."""
QUARREL = frozenset("ACCUSE REJECT THREATEN SANCTION COERCE ASSAULT".split())
ARMED = frozenset("MIL COP PRM REB UAF SPY".split())
BENEFIT = frozenset({"AID"})
"""Types whose recipient, once named, stays the same for the next giver: "Norway donated six radars"."""
NAMED_BY = {
    "proposal": frozenset({"AGREE", "CONCEDE", "REQUEST"}),
    "demand": frozenset({"REQUEST", "THREATEN"}),
    "criticism": frozenset({"ACCUSE"}),
    "accusation": frozenset({"ACCUSE"}),
    "ultimatum": frozenset({"THREATEN", "REQUEST"}),
    "sanctions": frozenset({"SANCTION"}),
    "investigation": frozenset({"ACCUSE"}),
    "embargo": frozenset({"SANCTION"}),
    "blockade": frozenset({"COERCE"}),
}
"""What kind of act a noun of a lexicon class refers back to."""
ANSWERS = frozenset({"REJECT", "ACCUSE", "SUPPORT", "AGREE", "CONCEDE"})
"""Types that answer an act: their object names it, their recipient is who did it."""
PROMPTS = frozenset("REQUEST ACCUSE THREATEN AGREE SANCTION".split())
"""What a rejection answers."""
ANSWERING = frozenset({"accept", "agree", "refuse", "decline", "comply", "consent"})
OFFERS = frozenset({"REQUEST", "AGREE", "CONCEDE", "THREATEN"})
FADING = 0.8
"""What an exchange one event further back weighs, in the search for the other side."""


class Memory:
    """The events of the sentences before this one."""

    def __init__(self, doc: Doc, classes: dict[str, frozenset[str]]) -> None:
        self.doc = doc
        self.kinds: dict[str, set[str]] = {}
        for name, types in NAMED_BY.items():
            for word in classes.get(name, ()):
                self.kinds.setdefault(word, set()).update(types)
        self.past: list[EventDraft] = []
        self.sentences = 0

    def remember(self, events: list[EventDraft]) -> None:
        """Take in the events of a sentence that has been read."""
        self.sentences += 1
        self.past.extend(e for e in events if e.actor or e.recipient)

    def complete(self, event: EventDraft, match: Match) -> None:
        """Fill in the parties of an event that its own clause leaves out."""
        if match.sense.pos == "n":
            if not event.actor and not event.recipient and self._definite(match):
                earlier = self._earlier(event.type)
                if earlier is not None:
                    event.actor, event.recipient = list(earlier.actor), list(earlier.recipient)
                    event.why.append(f"refers back to {self._words(earlier)!r}")
        elif (
            not event.actor
            and event.recipient
            and (event.type in FORCE or (event.type == "RETREAT" and "release" in event.mode))
            and is_passive(match.token)
        ):
            agent = self._agent(event)
            if agent:
                event.actor = agent
                event.why.append("agent from the sentences before")

    def author(self, event: EventDraft, match: Match) -> list[Role]:
        """Who did the act that the object of an answering event names: "rejected *the offer*"."""
        if event.type not in ANSWERS:
            return []
        mine = {id(r.party) for r in event.actor}
        for token in match.frame.tokens("obj"):
            types = self.kinds.get(token.lemma_.lower())
            if not types:
                known = self._told(token)
                if known is not None and not _touches(known.actor, mine, set()):
                    return list(known.actor)
                continue
            for toward_me in (True, False):
                for past in reversed(self.past[-30:]):
                    if past.type not in types or not past.actor or _touches(past.actor, mine, set()):
                        continue
                    if toward_me and not _touches(
                        past.recipient, mine, {r.party.code for r in event.actor if r.party.code}
                    ):
                        continue
                    return list(past.actor)
        return []

    def answer(
        self, event: EventDraft, match: Match, before: list[EventDraft], after: list[EventDraft]
    ) -> None:
        """Give a two-sided act the recipient it is understood to have: the other side of the latest exchange.

        `before` and `after` are the events around it in the same sentence.
        """
        if (
            event.recipient
            or not event.actor
            or match.sense.recipient is None
            or "recip" in match.sense.flags
        ):
            return
        if event.type in TWO_SIDED:
            reach = self.past[-10:] + before
        elif event.type in NEAR_SIDED and len(event.actor) == 1 and not event.actor[0].party.plural:
            reach = self.past[-4:] + before
        elif event.type in ANSWERS:
            event.recipient = self.author(event, match)
            return
        else:
            return
        other = (
            self._accuser(event, after)
            or self.author(event, match)
            or self._asker(event, match, before)
            or self._crowd(event, before)
            or self._other_side(event, reach)
        )
        if not other and event.type == "AGREE" and _mediates(match):
            other = self._both_sides(event, self.past[-16:] + before)
        if not other and event.type in BENEFIT:
            mine = {id(r.party) for r in event.actor}
            codes = {r.party.code for r in event.actor if r.party.code}
            for past in reversed(reach):
                if past.type == event.type and past.recipient and not _touches(past.recipient, mine, codes):
                    other = list(past.recipient)
                    break
        if other:
            event.recipient = other
            event.why.append("recipient is the other side of the exchange before")

    def _told(self, noun: Token) -> EventDraft | None:
        """The act that a definite object takes up by its own word: "condemned the sentence" after somebody
        has been sentenced."""
        if noun.pos_ != "NOUN" or not any(c.lower_ in ("the", "this", "that") for c in noun.children):
            return None
        stem = noun.lemma_.lower()[:6]
        if len(stem) < 4:
            return None
        for past in reversed(self.past[-30:]):
            if past.actor and self.doc[past.head].lemma_.lower().startswith(stem):
                return past
        return None

    def _asker(self, event: EventDraft, match: Match, before: list[EventDraft]) -> list[Role]:
        """Who asked or offered what is accepted or refused without a further word: "Mr. Berisha accepted"."""
        if match.token.lemma_.lower() not in ANSWERING or event.type not in ("AGREE", "REJECT"):
            return []
        if any(match.frame.tokens(slot) for slot in ("obj", "clause", "to")):
            return []
        mine = {id(r.party) for r in event.actor}
        codes = {r.party.code for r in event.actor if r.party.code}
        for past in reversed(self.past[-6:] + before):
            if past.type in OFFERS and past.actor and not _touches(past.actor, mine, codes):
                return list(past.actor)
        return []

    def _crowd(self, event: EventDraft, before: list[EventDraft]) -> list[Role]:
        """Whom police drive off with gas and water: those who have just protested."""
        if event.type not in FORCE or not any({"COP", "MIL"} & set(r.party.sector) for r in event.actor):
            return []
        if not {"crowd-control", "firearms", "beat", "arrest"} & set(event.mode):
            return []
        for past in reversed(self.past[-8:] + before):
            if past.type == "PROTEST" and past.actor and any(r.party.plural for r in past.actor):
                return list(past.actor)
        return []

    def _other_side(self, event: EventDraft, reach: list[EventDraft]) -> list[Role]:
        mine = {id(r.party) for r in event.actor}
        codes = {r.party.code for r in event.actor if r.party.code}
        if event.type == "REJECT":
            for past in reversed(reach):
                asked = past.type in PROMPTS and past.actor and _touches(past.recipient, mine, codes)
                if asked and not _touches(past.actor, mine, codes):
                    return list(past.actor)
        # the party most dealt with lately: each exchange counts, the last ones most
        weight = 1.0
        share: dict[str, float] = {}
        roles: dict[str, list[Role]] = {}
        for past in reversed(reach):
            other: list[Role] = []
            if past.actor and past.recipient and (event.type not in FORCE or past.type in QUARREL | PROMPTS):
                if _touches(past.actor, mine, codes) and not _touches(past.recipient, mine, codes):
                    other = past.recipient
                elif _touches(past.recipient, mine, codes) and not _touches(past.actor, mine, codes):
                    other = past.actor
            if other and other[0].party.code:
                key = other[0].party.code
                roles.setdefault(key, list(other))
                share[key] = share.get(key, 0.0) + weight
            weight *= FADING
        if not share:
            return self._both_sides(event, reach) if event.type in INTERVENES else []
        return roles[max(share, key=lambda key: share[key])]

    def _accuser(self, event: EventDraft, after: list[EventDraft]) -> list[Role]:
        """ "denied that it had fired, *as Athens alleges*": the accuser follows in an as-clause."""
        if event.type != "REJECT":
            return []
        mine = {id(r.party) for r in event.actor}
        for later in after:
            token = self.doc[later.head]
            accuses = later.type == "ACCUSE" and later.actor and any(c.lower_ == "as" for c in token.children)
            if accuses and not _touches(later.actor, mine, set()):
                return list(later.actor)
        return []

    def _both_sides(self, event: EventDraft, reach: list[EventDraft]) -> list[Role]:
        """The sides of the latest quarrel between others: whom a third party asks for calm."""
        mine = {id(r.party) for r in event.actor}
        codes = {r.party.code for r in event.actor if r.party.code}
        for past in reversed(reach):
            if past.type not in QUARREL or not past.actor or not past.recipient:
                continue
            sides = [*past.actor[:1], *past.recipient[:1]]
            if len({r.party.code for r in sides}) == 2 and not _touches(sides, mine, codes):
                return sides
        return []

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
            if not same_party and event.type not in FORCE:
                break
            for past in reversed(self.past[-12:]):
                if past.type not in FORCE or not past.actor:
                    continue
                if {id(r.party) for r in past.actor} & mine:
                    continue
                if same_party and not {id(r.party) for r in past.recipient} & mine:
                    continue
                if not same_party and not {r.party.code for r in past.recipient} & codes:
                    continue
                if not same_party and not any(ARMED & set(r.party.sector) for r in past.actor):
                    continue  # "was wounded" does not make the president of the paragraph before a gunman
                return list(past.actor)
        return []

    def _words(self, event: EventDraft) -> str:
        return self.doc[event.trigger[0] : event.trigger[1]].text


def _mediates(match: Match) -> bool:
    """Whether an offer is one to mediate: "offered to mediate", "to send a mediator"."""
    words = [token for slot in ("clause", "obj", "clause.obj") for token in match.frame.tokens(slot)]
    return any(word.lemma_.lower().startswith("mediat") for word in words)


def _touches(roles: list[Role], parties: set[int], codes: set[str]) -> bool:
    """Whether one of these parties, or one of its country, is among the roles."""
    return any(id(r.party) in parties or r.party.code in codes for r in roles)
