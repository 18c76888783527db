"""`dragoman_voice`: on whose word an event stands, outermost first; empty for the publication's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading import drafts
from dragoman.reading.clause import is_verbal, marker, read_clause
from dragoman.reading.drafts import EventDraft, Mention, PartyDraft, QuoteDraft, Role

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

CONVENTION = "convention: "
"""How a line of `why` begins that tells of a convention applied."""
_ATTRIBUTING = frozenset({"allegation", "accusation", "claim", "assertion", "report", "suspicion"})


class Voices:
    """Finds the voices of the events of one Doc."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.signatures = drafts.knowledge_of(doc).signatures
        self.data = self.signatures.voices
        self.mentions = drafts.mentions_by_head(doc)
        self.quotes: list[QuoteDraft] = list(doc._.quotes)
        self._made: dict[tuple[int, int], Role] = {}

    def chain(self, event: EventDraft) -> list[Role]:
        """Those on whose word `event` stands, outermost first."""
        token = self.doc[event.head]
        if event.speech and token.dep_ == "advcl" and marker(token) == "as":
            return []  # "as Warsaw alleges" is Warsaw's own act, told by the publication
        found: list[Role] = []
        for role, quote in self._sources(event):
            if any(_same(role.party, other.party) for other in found) or self._performs(event, role, quote):
                continue
            found.append(role)
        return found

    def author(self, event: EventDraft) -> PartyDraft | None:
        """A source of the event that speaks for one of its actors: it announces an act of its own."""
        role = self.announcer(event)
        return role.party if role is not None else None

    def announcer(self, event: EventDraft) -> Role | None:
        """The same with the words that name it."""
        for role, _ in self._sources(event):
            if any(stands_for(role.party, actor.party) for actor in event.actor):
                return role
        return None

    def _sources(self, event: EventDraft) -> list[tuple[Role, QuoteDraft | None]]:
        sources: list[tuple[Role, QuoteDraft | None]] = []
        for quote in self._covering(event):
            role = self._speaker(quote)
            if role is not None:
                sources.append((role, quote))
        within: list[tuple[Role, QuoteDraft | None]] = [(role, None) for role in self._within(event)]
        if within and event.within is not None and sources:
            # "Paris denied a claim by the junta that": who denies stands outside who claims.
            inner = sources[0][1]
            above = self.doc[event.within.head]
            if inner is not None and inner.cue is not None and above.is_ancestor(self.doc[inner.cue[0]]):
                sources, within = within + sources, []
        return [*sources, *within, *((role, None) for role in self._attributed(event))]

    # Quotations --------------------------------------------------------------------------------

    def _covering(self, event: EventDraft) -> list[QuoteDraft]:
        """The quotations in whose content the event stands, outermost first."""
        covering = [
            quote
            for quote in self.quotes
            if any(start <= event.head < end for start, end in quote.content) and self._covers(quote, event)
        ]
        if len(covering) > 1:
            covering.sort(
                key=lambda q: (-sum(_holds(q, other) for other in covering), -_size(q), self._depth(q))
            )
        return covering

    def _depth(self, quote: QuoteDraft) -> int:
        """How deep the cue lies in the parse."""
        if quote.cue is None:
            return 0
        depth, token = 0, self.doc[quote.cue[0]]
        while token.head.i != token.i and depth < 40:
            depth, token = depth + 1, token.head
        return depth

    def _covers(self, quote: QuoteDraft, event: EventDraft) -> bool:
        """Whether the source vouches for the event, which stands among the words given to it."""
        cue = quote.cue
        if cue is None or quote.kind == "direct":
            return True
        if self.doc[cue[0]].lower_ == "according" and not self._reaches(event.head, cue[0]):
            return False
        token = self.doc[event.head]
        if cue[0] <= token.head.i < cue[1] and token.dep_ == "dobj":
            found = self.signatures.find("np", token.head.lemma_.lower())
            if found is not None and found[1].name == "presumed_noun":
                return False  # "denounced the sanctions": that there are any is not the denouncer's claim
        for _ in range(12):
            if (
                token.dep_ == "relcl"
                and token.head.dep_ == "appos"
                and token.head.lemma_ in self.data["summing"]
            ):
                return False
            if token.head.i == token.i:
                break
            token = token.head
        return True

    def _reaches(self, event: int, phrase: int) -> bool:
        """Whether "according to" at `phrase` reaches back to `event`, not cut off by "and" or a semicolon."""
        if phrase < event:
            return True
        # "A accepted, but B, according to C, has not": the phrase leans on the verb that follows it.
        after = self.doc[phrase].right_edge.i + 1
        while after < len(self.doc) and self.doc[after].is_punct:
            after += 1
        forward = after < len(self.doc) and self.doc[after].pos_ in ("VERB", "AUX")
        for i in range(phrase - 1, event, -1):
            token = self.doc[i]
            if token.text == ";":
                return False
            if token.dep_ == "cc" and token.head.pos_ in ("VERB", "AUX"):
                return not (forward or i + 2 >= phrase)
        return True

    def _speaker(self, quote: QuoteDraft) -> Role | None:
        if quote.speaker is not None and quote.speaker.parties:
            known = self.mentions.get(quote.speaker.head)
            if known is not None and known.parties and known.start <= quote.speaker.start:
                return Role(known.party, quote.speaker.start, quote.speaker.end)
            return Role(quote.speaker.party, quote.speaker.start, quote.speaker.end)
        if quote.speaker_span is not None:
            return self._unnamed(*quote.speaker_span)
        return None

    def _performs(self, event: EventDraft, role: Role, quote: QuoteDraft | None) -> bool:
        """Whether the event is a speech act that `role` does by saying it, so that it is no report.

        "We condemn the raid" and "said it condemned the raid" are done by saying; "I asked New York",
        "denied that he had threatened" and "said he was investigating" report an act.
        """
        if not event.speech:
            return False
        if event.status == "actual" and event.why and event.why[-1].startswith(CONVENTION):
            return any(stands_for(actor.party, role.party) for actor in event.actor)
        if not any(_same(actor.party, role.party) for actor in event.actor):
            return False
        token = self.doc[event.head]
        if (
            event.status not in ("actual", "historical")
            or "investigate" in event.mode
            or not is_verbal(token)
        ):
            return False
        clause = read_clause(token)
        if clause.perfect:
            return False
        # A past act told in direct speech, or after "says", lies behind its telling: no backshift there.
        return not (clause.past and quote is not None and (quote.kind == "direct" or self._says(quote)))

    def _says(self, quote: QuoteDraft) -> bool:
        """Whether the cue is in the present tense."""
        return quote.cue is not None and any(self.doc[i].tag_ in ("VBZ", "VBP") for i in range(*quote.cue))

    def _unnamed(self, start: int, end: int) -> Role:
        """A source by the words as written; the mention at its head where there is one."""
        known = self._made.get((start, end))
        if known is not None:
            return known
        root = self.doc[start:end].root.i
        if root not in self.mentions:
            root = end - 1  # "the Greek" of "the Greek telling"
        if root in self.mentions and self.mentions[root].parties:
            mention = self.mentions[root]
            role = self._made[start, end] = Role(mention.party, mention.start, mention.end)
            return role
        key = (start, end)
        while start + 1 < end and self.doc[start].pos_ in ("DET", "PUNCT", "SPACE"):
            start += 1
        party = PartyDraft(self.doc[start:end].text)
        mention = Mention(start, end, self.doc[start:end].root.i, (party,), "description", "source")
        party.mentions.append(mention)
        self.doc._.parties.append(party)
        role = self._made[key] = Role(party, start, end)
        return role

    # Other constructions -----------------------------------------------------------------------

    def _within(self, event: EventDraft) -> list[Role]:
        """The author of the speech act that alleges or denies the event, where no quotation covers it."""
        outer = event.within
        if outer is None or outer.type not in ("ACCUSE", "REJECT") or not self._reports(outer, event):
            return []
        return list(outer.actor[:1])

    def _reports(self, outer: EventDraft, event: EventDraft) -> bool:
        """Whether `outer` tells that `event` is so or not so, rather than judging it."""
        token = self.doc[event.head]
        if token.i < outer.head:
            return False
        gerund = False
        for _ in range(8):
            if token.i == outer.head or token.head.i == token.i:
                return False
            gerund = token.dep_ == "pcomp" or (gerund and not is_verbal(token))
            if token.head.i == outer.head:
                if gerund:
                    return True  # "accused the other of having rammed"
                if token.dep_ == "dobj" and token.i != event.head:
                    # "denied a report that": what the report says is what is denied
                    return self.signatures.find("that", token.lemma_.lower()) is not None
                return token.dep_ in ("ccomp", "xcomp", "acl")
            token = token.head
        return False

    def _attributed(self, event: EventDraft) -> list[Role]:
        """Voices in "according to X", "in X's telling", "reportedly", "X's claims of"."""
        token = self.doc[event.head]
        # What opens the sentence holds for all of it: "Under his plan, …, and …".
        roles = self._phrase(self.doc[event.sentence[0]]) if event.sentence[0] < event.head else []
        for _ in range(10):
            for child in token.children:
                if child.i < event.head or self._reaches(event.head, child.i):
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
        elif low in ("in", "by", "under"):
            for pobj in child.children:
                if pobj.dep_ == "pobj" and pobj.lower_ in self.data["plan" if low == "under" else "telling"]:
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


def _size(quote: QuoteDraft) -> int:
    return sum(end - start for start, end in quote.content)


def _holds(outer: QuoteDraft, inner: QuoteDraft) -> bool:
    """Whether the cue of one quotation stands in the content of another."""
    cue = inner.cue
    return cue is not None and any(start <= cue[0] < end for start, end in outer.content)


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
