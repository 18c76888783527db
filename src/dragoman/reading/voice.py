"""`dragoman_voice`: on whose word an event stands, outermost first; empty for the publication's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.knowledge.signatures import signatures
from dragoman.reading import drafts
from dragoman.reading.drafts import EventDraft, Mention, PartyDraft, QuoteDraft, Role

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

_ATTRIBUTING = frozenset({"allegation", "accusation", "claim", "assertion", "report", "suspicion"})


class Voices:
    """Finds the voices of the events of one Doc."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.data = signatures().voices
        self.mentions = drafts.mentions_by_head(doc)
        self.quotes: list[tuple[int, QuoteDraft]] = []
        for quote in doc._.quotes:
            size = sum(end - start for start, end in quote.content)
            self.quotes.append((size, quote))
        # The wider content is the outer one.
        self.quotes.sort(key=lambda pair: -pair[0])

    def chain(self, event: EventDraft) -> list[Role]:
        """Those on whose word `event` stands, outermost first."""
        found: list[Role] = []
        for role in (*self._quoted(event), *self._within(event), *self._attributed(event)):
            if not any(_same(role.party, other.party) for other in found) and not _performs(event, role):
                found.append(role)
        return found

    def _quoted(self, event: EventDraft) -> list[Role]:
        roles = []
        for _, quote in self.quotes:
            if any(start <= event.head < end for start, end in quote.content):
                role = self._speaker(quote)
                if role is not None:
                    roles.append(role)
        return roles

    def _speaker(self, quote: QuoteDraft) -> Role | None:
        if quote.speaker is not None and quote.speaker.parties:
            return Role(quote.speaker.party, quote.speaker.start, quote.speaker.end)
        if quote.speaker_span is not None:
            return self._unnamed(*quote.speaker_span)
        return None

    def _unnamed(self, start: int, end: int) -> Role:
        """A source whom no mention covers, by the words as written."""
        while start + 1 < end and self.doc[start].pos_ in ("DET", "PUNCT", "SPACE"):
            start += 1
        party = PartyDraft(self.doc[start:end].text)
        mention = Mention(start, end, self.doc[start:end].root.i, (party,), "description", "source")
        party.mentions.append(mention)
        self.doc._.parties.append(party)
        return Role(party, start, end)

    def _within(self, event: EventDraft) -> list[Role]:
        """The author of the speech act that alleges or denies the event, where no quotation covers it."""
        outer = event.within
        if outer is None or outer.type not in ("ACCUSE", "REJECT") or not self._reports(outer, event):
            return []
        return list(outer.actor[:1])

    def _reports(self, outer: EventDraft, event: EventDraft) -> bool:
        """Whether `outer` tells that `event` is so or not so, rather than judging it."""
        token = self.doc[event.head]
        for _ in range(8):
            if token.i == outer.head or token.head.i == token.i:
                return False
            if token.head.i == outer.head:
                return token.dep_ in ("ccomp", "xcomp", "acl", "prep") and (
                    token.dep_ != "prep" or any(c.dep_ == "pcomp" for c in token.children)
                )
            token = token.head
        return False

    def _attributed(self, event: EventDraft) -> list[Role]:
        """Voices in "according to X", "in X's telling", "reportedly", "X's claims of"."""
        roles: list[Role] = []
        token = self.doc[event.head]
        for _ in range(10):
            for child in token.children:
                roles.extend(self._phrase(child))
            if token.head.i == token.i:
                break
            up = token.head
            if up.lemma_ in _ATTRIBUTING and token.i > up.i:
                roles.extend(self._owner(up))
            token = up
        return roles

    def _phrase(self, child: Token) -> list[Role]:
        low = child.lower_
        if low in self.data["adverbs"] and child.dep_ == "advmod":
            return [self._unnamed(child.i, child.i + 1)]
        if child.dep_ != "prep":
            return []
        if low == "according":
            for to in child.children:
                for pobj in to.children:
                    if pobj.dep_ == "pobj":
                        return [self._role(pobj)]
        elif low in ("in", "by"):
            for pobj in child.children:
                if pobj.dep_ == "pobj" and pobj.lower_ in self.data["telling"]:
                    return self._owner(pobj)
        return []

    def _owner(self, noun: Token) -> list[Role]:
        """The party to whom a telling belongs: "the Greek telling", "a claim by the junta"."""
        for child in noun.children:
            if child.dep_ in ("poss", "amod", "compound", "nmod") and child.i in self.mentions:
                return [self._role(child)]
            if child.dep_ in ("prep", "agent") and child.lower_ in ("by", "from"):
                for pobj in child.children:
                    if pobj.dep_ == "pobj":
                        return [self._role(pobj)]
        return []

    def _role(self, token: Token) -> Role:
        mention = self.mentions.get(token.i)
        if mention is not None and mention.parties:
            return Role(mention.party, mention.start, mention.end)
        return self._unnamed(token.left_edge.i, token.i + 1)


def _same(a: PartyDraft, b: PartyDraft) -> bool:
    return a is b or (a.name == b.name and a.code == b.code)


def stands_for(a: PartyDraft, b: PartyDraft) -> bool:
    """Whether two parties speak for one side: the same party, or officials of one state."""
    return _same(a, b) or (a.code is not None and a.code == b.code)


def _performs(event: EventDraft, role: Role) -> bool:
    """Whether the event is a speech act that `role` does by saying it, so that it is no report."""
    return event.speech and any(_same(actor.party, role.party) for actor in event.actor)


class VoiceComponent:
    """Sets `voice` of every event of a Doc."""

    def __call__(self, doc: Doc) -> Doc:
        if doc._.events:
            voices = Voices(doc)
            for event in doc._.events:
                event.voice = voices.chain(event)
        return doc


def make_voice(nlp: Language, name: str) -> VoiceComponent:
    """The component that finds on whose word each event stands."""
    return VoiceComponent()
