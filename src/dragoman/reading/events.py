"""Component `dragoman_events`: candidate events from the lexicon of acts and the trigger model.

Each word that the lexicon knows gets the sense that its company fits (`senses.py`), its parties
from the slots of that sense (`roles.py`); what the lexicon does not have the trigger model proposes
(`proposals.py`), and a ranker weighs who the parties are (`role_choice.py`). What names nothing
political, or the same act twice, is pruned here. Dates, places and sizes are asked for at the end;
status, voice and the relation model come later in the pipeline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading.anaphora import Memory
from dragoman.reading.date_sharing import share_dates
from dragoman.reading.dates import date_of
from dragoman.reading.demands import demands
from dragoman.reading.drafts import EventDraft, Role, knowledge_of
from dragoman.reading.frames import DEPTH
from dragoman.reading.places import place_of
from dragoman.reading.proposals import PROPOSED, SURE, confidence, grade, proposals
from dragoman.reading.relevance import relevant
from dragoman.reading.role_choice import BACK, RoleChooser, shipped
from dragoman.reading.roles import RoleFinder, weighty
from dragoman.reading.senses import Match, SenseChooser
from dragoman.reading.sizes import size_of
from dragoman.reading.topic import weigh
from dragoman.reading.triggers import trigger_model

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

    from dragoman.knowledge.acts import Lexicon
    from dragoman.reading.triggers import Reading, TriggerModel

SAID = frozenset("REQUEST REJECT ACCUSE THREATEN AGREE CONCEDE SUPPORT".split())
OF_CONTENT = frozenset("AGREE CONCEDE THREATEN REJECT".split())
"""Speech acts that are directed at whom the act they speak of concerns."""
COUNTED = frozenset("ASSAULT COERCE PROTEST MOBILIZE AID AGREE RETREAT SANCTION".split())
SENTENCE_LIMIT = 400
"""Tokens; a longer "sentence" is a table or noise, and reading it costs more than it gives."""


class Events:
    """The component; it reads by the lexicon `senses`, or by that of the Doc's knowledge if none is given.

    With `models` the trigger model proposes what the lexicon does not have, and the ranker weighs who the
    parties are.
    """

    def __init__(self, senses: Lexicon | None = None, *, models: bool = False) -> None:
        self.lexicon = senses
        if models:
            shipped()  # a damaged table is told before any article is read
        self.model = trigger_model() if models else None
        self.ranker: Callable[[Doc], RoleChooser] | None = RoleChooser if models else None

    def __call__(self, doc: Doc) -> Doc:
        senses = self.lexicon or knowledge_of(doc).lexicon
        doc._.events = find_events(doc, senses, self.model, self.ranker)
        return doc


def make_events(nlp: Language, name: str, models: bool = True) -> Events:
    """Factory of `dragoman_events`."""
    return Events(models=models)


def find_events(
    doc: Doc,
    senses: Lexicon,
    model: TriggerModel | None = None,
    ranking: Callable[[Doc], RoleChooser] | None = None,
) -> list[EventDraft]:
    """The candidate events of a parsed Doc with mentions, in order of the text.

    `ranking` makes the ranker of the Doc's actors and recipients.
    """
    topic = weigh(doc)
    if topic.elsewhere or topic.private_rather or topic.silent:
        model = None
    chooser = SenseChooser(doc, senses)
    finder = RoleFinder(chooser)
    memory = Memory(doc, senses.classes)
    ranker = ranking(doc) if ranking is not None else None
    events: list[EventDraft] = []
    readings: list[Reading | None] = []
    for sentence in doc.sents:
        readings.insert(0, None)
        del readings[BACK + 1 :]
        if sentence.end - sentence.start > SENTENCE_LIMIT:
            continue
        matches = [m for m in (chooser.match(token) for token in sentence) if m is not None]
        if model is not None and _has_party(sentence, chooser):
            reading = readings[0] = model.read(sentence.text)
            matches += proposals(sentence, reading, matches, chooser)
            matches.sort(key=lambda match: match.token.i)
        asked = demands(sentence, finder)
        if asked:
            told = {verb.i for _, verb in asked}
            matches = [m for m in matches if m.token.i not in told]
        if not matches and not asked:
            continue
        found = _in_sentence(matches, finder, memory, ranker, readings, (sentence.start, sentence.end))
        found = sorted([*found, *(event for event, _ in asked)], key=lambda event: event.head)
        memory.remember(found)
        events.extend(found)
    events = relevant(events, doc, topic)
    for event in events:
        event.date = date_of(doc, event.head, event.sentence)
        event.place = place_of(doc, event.head, event.sentence)
        if event.type in COUNTED:
            event.size = size_of(doc, event.head, event.sentence, event.type)
    share_dates(doc, events)
    return events


def _has_party(sentence: Span, chooser: SenseChooser) -> bool:
    """Whether a sentence names anybody that politics is made of; elsewhere the model is not asked."""
    return any(
        weighty(party)
        for at in range(sentence.start, sentence.end)
        if at in chooser.mentions
        for party in chooser.mentions[at].parties
    )


def _in_sentence(
    matches: list[Match],
    finder: RoleFinder,
    memory: Memory,
    ranker: RoleChooser | None,
    readings: Sequence[Reading | None],
    sentence: tuple[int, int],
) -> list[EventDraft]:
    by_token = {match.token.i: match for match in matches}
    absorbed = _absorbed(matches, by_token)
    drafts: dict[int, EventDraft] = {}
    for match in matches:
        token = match.token
        actor, recipient = finder.participants(match)
        event = EventDraft(
            type=match.sense.type,
            head=token.i,
            trigger=(match.start, match.end),
            sentence=sentence,
            actor=actor,
            recipient=recipient,
            mode=list(match.sense.mode),
            context=list(match.sense.context),
            speech="speech" in match.sense.flags or match.sense.type in SAID,
            proposed=PROPOSED in match.sense.flags,
        )
        if event.proposed:
            event.confidence = confidence(match.sense.weight)
            event.why = [match.sense.source]
        else:
            event.confidence = min(0.9, 0.5 + 0.04 * match.sense.weight)
            event.why = [f"lexicon {match.sense.source}"]
        drafts[token.i] = event
    for index, event in drafts.items():
        memory.complete(event, by_token[index])
    for index, event in drafts.items():
        _borrow_from_object(event, by_token[index], drafts)
        _borrow_from_clause(event, by_token[index], drafts)
    told = list(drafts.values())
    for place, event in enumerate(told):
        memory.answer(event, by_token[event.head], told[:place], told[place + 1 :])
    if readings[0] is not None:
        for event in told:
            event.likely = _likely(event, readings[0], finder.chooser.doc)
            if not event.proposed:
                event.confidence = grade(event.likely)
    at = {event.head: event for event in told}
    for event in told:
        event.within = _within(event, at, finder.chooser.doc)
    # What the rules alone find no politics in is none for having been given parties by the ranker.
    political = {index for index, event in drafts.items() if _political(event, by_token[index])}
    if ranker is not None:
        ranker.revise(told, by_token, memory.past, readings)
    kept = []
    for index, event in drafts.items():
        match = by_token[index]
        if index in absorbed and not _stands_alone(event, match):
            continue
        if event.proposed and _political(event, match):
            political.add(index)
        # What the model is sure of may be an act of parties that have no weight by themselves.
        sure = event.likely is not None and event.likely >= SURE and (event.actor or event.recipient)
        if index in political or sure:
            kept.append(event)
    kept = _distinct(kept, finder.chooser.doc)
    at = {event.head: event for event in kept}
    for event in kept:
        event.within = _within(event, at, finder.chooser.doc)
    return kept


def _absorbed(matches: list[Match], by_token: dict[int, Match]) -> set[int]:
    """Heads of acts that another act of the sentence already tells: what is demanded, refused, launched."""
    absorbed: set[int] = set()
    for match in matches:
        sense, frame = match.sense, match.frame
        if "absorb" in sense.flags:
            for slot in ("clause", "obj", "for", "to", "on"):
                if slot in ("on", "to") and sense.pos != "n":
                    continue
                absorbed.update(
                    t.i for t in frame.tokens(slot) if t.i in by_token and not _parted(match.token, t)
                )
                if slot == "clause":
                    for token in frame.tokens("clause"):
                        for child in token.children:
                            if child.dep_ == "dobj" and child.i in by_token:
                                absorbed.add(child.i)
        elif sense.pos == "v":
            # a verb and its object that name the same type are one act: "imposed sanctions"
            for slot in ("obj", "in", "to", "with"):
                for token in frame.tokens(slot):
                    inner = by_token.get(token.i)
                    if inner is not None and inner.sense.type == sense.type:
                        absorbed.add(token.i)
        if frame.light is not None and sense.pos == "n":
            carrier = by_token.get(frame.light.i)
            if carrier is not None and any(n.slot == "obj" and not n.any for n in carrier.sense.needs):
                absorbed.add(match.token.i)  # the lexicon knows the verb with this very object
            else:
                absorbed.add(frame.light.i)
    return absorbed


def _parted(word: Token, clause: Token) -> bool:
    """Whether a semicolon stands between a word and what the parse takes for its clause."""
    low, high = sorted((word.i, clause.i))
    return any(token.text == ";" for token in word.doc[low:high])


def _stands_alone(event: EventDraft, match: Match) -> bool:
    """An absorbed noun that names a speech act of somebody else is an event of its own: "Russia's demand"."""
    if match.sense.pos != "n" or event.type not in SAID or not event.actor:
        return False
    return match.frame.light is None and any(
        c.dep_ in ("poss", "amod", "compound") for c in match.token.children
    )


def _borrow_from_object(event: EventDraft, match: Match, drafts: dict[int, EventDraft]) -> None:
    """ "rejected the accusation": the recipient is whoever did the act that the object names."""
    if event.recipient or match.sense.recipient is None or match.sense.pos == "n":
        return
    for token in match.frame.tokens("obj"):
        inner = drafts.get(token.i)
        if inner is not None and inner is not event:
            mine = {id(role.party) for role in event.actor}
            other = [r for r in inner.actor if id(r.party) not in mine]
            if other:
                event.recipient = other
                event.why.append(f"recipient from {token.text!r}")
                return


def _borrow_from_clause(event: EventDraft, match: Match, drafts: dict[int, EventDraft]) -> None:
    """ "promised to help Jamaica": a promise or refusal is directed at whom the act it speaks of concerns."""
    if event.recipient or match.sense.recipient is None or event.type not in OF_CONTENT:
        return
    mine = {id(role.party) for role in event.actor}
    clauses = list(match.frame.tokens("clause"))
    # "would consider sanctioning him": the act stands a clause further down
    clauses += [below for token in clauses for below in token.children if below.dep_ in ("xcomp", "ccomp")]
    for token in clauses:
        inner = drafts.get(token.i)
        if inner is not None and inner is not event:
            other = [r for r in inner.recipient if id(r.party) not in mine]
            if other:
                event.recipient = other
                event.why.append(f"recipient from {token.text!r}")
                return


def _political(event: EventDraft, match: Match) -> bool:
    parties = [role.party for role in (*event.actor, *event.recipient)]
    if event.type == "PROTEST" and any(role.party.kind == "group" for role in event.actor):
        return True  # farmers, nurses, villagers are politics when they protest
    if not any(weighty(party) for party in parties):
        return False
    flags = match.sense.flags
    if "weak" in flags:
        if "recip" in flags:
            several = sum(2 if role.party.plural else 1 for role in event.actor if weighty(role.party))
            return several >= 2
        if match.sense.recipient is None or "thing" in flags:
            return any(weighty(role.party) for role in event.actor)
        return any(weighty(r.party) for r in event.actor) and any(weighty(r.party) for r in event.recipient)
    return True


def _likely(event: EventDraft, reading: Reading, doc: Doc) -> float:
    """How likely the trigger model finds the words of an event to tell its type."""
    origin = doc[event.sentence[0]].idx
    last = doc[event.trigger[1] - 1]
    return reading.probability(doc[event.trigger[0]].idx - origin, last.idx + len(last) - origin, event.type)


def _distinct(events: list[EventDraft], doc: Doc) -> list[EventDraft]:
    """Fold together what one act of a sentence is told by twice: verb and noun, act and its result.

    "fired on a trawler, *killing* its captain" is one ASSAULT with two recipients.
    """
    kept: list[EventDraft] = []
    for event in events:
        token = doc[event.head]
        for other in kept:
            if other.type != event.type:
                continue
            near = doc[other.head]
            if (
                token.dep_ == "advcl"
                and token.tag_ == "VBG"
                and token.head.i == near.i
                and event.type == "ASSAULT"
            ):
                known = {id(r.party) for r in other.recipient}
                other.recipient.extend(r for r in event.recipient if id(r.party) not in known)
                _take_modes(other, event)
                break
            linked = token.head.i == near.i or near.head.i == token.i or abs(token.i - near.i) <= 3
            if token.pos_ == near.pos_ == "VERB":
                linked = False  # verbs beside each other are acts of their own
            same = _same(other.actor, event.actor) and (
                _same(other.recipient, event.recipient) or not event.recipient or not other.recipient
            )
            if linked and same and token.dep_ != "conj":
                other.recipient = other.recipient or event.recipient
                _take_modes(other, event)
                break
        else:
            kept.append(event)
    return kept


def _take_modes(into: EventDraft, event: EventDraft) -> None:
    into.mode.extend(m for m in event.mode if m not in into.mode)


def _same(a: list[Role], b: list[Role]) -> bool:
    return {id(r.party) for r in a} == {id(r.party) for r in b}


def _within(event: EventDraft, at: dict[int, EventDraft], doc: Doc) -> EventDraft | None:
    """The speech act in whose content an event stands, going up the parse."""
    token: Token = doc[event.head]
    for _ in range(DEPTH * 2):
        if token.head is token:
            return None
        down, token = token, token.head
        outer = at.get(token.i)
        if (
            outer is not None
            and outer is not event
            and outer.speech
            and down.dep_ not in ("nsubj", "conj", "relcl", "advcl")
        ):
            return outer
    return None
