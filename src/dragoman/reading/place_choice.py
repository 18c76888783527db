"""Which of an article's places is an event's own.

A place is an event's if the words that name it hang on the trigger as a place does: by a locative
preposition, as the goal of a movement, as the object of an attack or a visit. A place that only says where
a party comes from ("Britain's envoy in Kyiv") is not, nor is a party's home country. Verbs that share
their circumstances with the trigger lend it their place, and acts that a report goes on telling happen
where the sentence before said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.knowledge.gazetteer.words import words
from dragoman.reading.attachment import is_verbal, modal, path_up, perfect, sharers
from dragoman.reading.date_choice import PHYSICAL, physical, previous_root, same_act, tells

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from dragoman.reading.drafts import PlaceDraft

LOCATIVE = frozenset(
    "in at near on off outside inside around across throughout within over along through between above "
    "beyond into onto under".split()
)
_GOAL = frozenset({"to", "into", "toward", "towards", "onto"})
_MOVE = words("move")
_TAKES_PLACE = words("takes_place")
_ACT_NOUNS = words("act_nouns")
_CONCRETE = words("concrete") | PHYSICAL | _MOVE | _TAKES_PLACE
"""Verbs whose objects and subjects say where the act happens: "shelled a village near Hays"."""
_LOCAL_BODIES = words("local_bodies")
_OF_PLACE = words("of_place")
_GROUND = words("ground")
_HERE_NOT = frozenset({"from", "with", "by", "against", "for", "about", "than", "like", "under"})


def place_of(doc: Doc, head: int, sentence: tuple[int, int]) -> PlaceDraft | None:
    """The place where the event happens whose trigger has its head at token `head`; None if none is said.

    Looks into the sentence (token indices) and, for acts that go on, the one before it.
    """
    return _place_of(doc, head, sentence, 0) or _labelled(doc, head)


def _labelled(doc: Doc, head: int) -> PlaceDraft | None:
    """The place in capitals that heads the paragraph of a round-up, "EL OBEID: A drone struck …"."""
    for start, end in doc._.paragraphs:
        if start <= head < end:
            for place in doc._.places:
                if place.start == start and place.end < end and doc[place.end].text == ":":
                    return place if doc[start].is_upper else None
    return None


def _place_of(doc: Doc, head: int, sentence: tuple[int, int], depth: int) -> PlaceDraft | None:
    trigger = doc[head]
    places = [p for p in doc._.places if sentence[0] <= p.start < sentence[1]]
    own = _best(doc, trigger, places, trigger)
    if own is not None:
        return own
    shared = sharers(trigger)
    if _concrete(trigger):
        for verb, _ in shared:
            own = _best(doc, verb, places, trigger)
            if own is not None:
                return own
    else:
        for verb, why in shared:
            if why in ("light verb", "circumstance", "participle", "means"):
                own = _best(doc, verb, places, trigger)
                if own is not None:
                    return own
    for clause in _inner_clauses(trigger):
        own = _best(doc, clause, places, trigger)
        if own is not None:
            return own
    there = _there(doc, [trigger, *(v for v, _ in shared)])
    if there is not None:
        return there
    if depth < 2 and _goes_on(trigger, shared):
        before = previous_root(doc, sentence)
        if before is not None:
            return _place_of(doc, before[0].i, before[1], depth + 1)
    if depth < 2 and not is_verbal(trigger):
        earlier = same_act(doc, trigger, sentence)
        if earlier is not None:
            return _place_of(doc, earlier.i, (earlier.sent.start, earlier.sent.end), depth + 1)
    return None


def _inner_clauses(trigger: Token) -> list[Token]:
    """Verbs that say on what occasion the trigger's act was done: "arrested on landing in Quito"."""
    return [
        verb
        for child in trigger.children if child.dep_ == "prep" and child.lower_ in ("on", "upon", "while")
        for verb in child.children if verb.dep_ == "pcomp" and is_verbal(verb)
    ]  # fmt: skip


def _concrete(token: Token) -> bool:
    return token.lemma_.lower() in _CONCRETE or token.lemma_.lower() in _ACT_NOUNS


def _goes_on(trigger: Token, shared: list[tuple[Token, str]]) -> bool:
    """Whether a sentence without a place of its own goes on telling the act of the one before."""
    if modal(trigger) or perfect(trigger) or not is_verbal(trigger) or not physical(trigger):
        return False
    return tells(shared[-1][0] if shared else trigger)


def _there(doc: Doc, verbs: list[Token]) -> PlaceDraft | None:
    """The place last named, for "there" beside one of the verbs."""
    for verb in verbs:
        for child in verb.children:
            if child.lower_ == "there" and child.dep_ == "advmod":
                before = [p for p in doc._.places if p.start < child.i]
                return before[-1] if before else None
    return None


def _best(doc: Doc, governor: Token, places: list[PlaceDraft], trigger: Token) -> PlaceDraft | None:
    best: tuple[tuple[int, int, int], PlaceDraft] | None = None
    for place in places:
        rank = _rank(doc, governor, place, trigger)
        if rank:
            # a city says more than its country; of equals, the nearer
            small = 0 if place.geonameid is not None and place.why.startswith("country") else 1
            key = (rank, small, -abs(place.start - governor.i))
            if best is None or key > best[0]:
                best = key, place
    return best[1] if best else None


def _rank(doc: Doc, governor: Token, place: PlaceDraft, trigger: Token) -> int:
    """How surely `place` is where the event at `governor` happens: 3 surely, 1 perhaps, 0 not."""
    path = path_up(doc, place.start, place.end)
    at = next((k for k, t in enumerate(path) if t.i == governor.i), None)
    if at is None:
        return 0
    if at == 0:
        return 0
    between = path[:at]
    first = path[0]
    lemma = governor.lemma_.lower()
    adposition = next((t for t in between if t.pos_ == "ADP" or t.dep_ == "prep"), None)
    if adposition is None:
        if governor.pos_ in ("NOUN", "PROPN"):
            return 0
        return 2 if first.dep_ in ("dobj", "nsubjpass") and len(between) == 1 and lemma in _TAKES_PLACE else 0
    outer = between[-1]
    word = adposition.lower_
    nouns = [
        t
        for t in between
        if t.pos_ in ("NOUN", "PROPN") and t.i > adposition.i - 50 and not place.start <= t.i < place.end
    ]
    if governor.pos_ in ("NOUN", "PROPN"):
        if word in LOCATIVE and len(nouns) <= 1:
            return 3
        if (
            lemma in _ACT_NOUNS
            and outer.lower_ in ("of", "on", "against", "to", "in", "into", "at")
            and word not in _HERE_NOT
        ):
            return 2
        return 0
    if outer.dep_ == "agent":
        local = bool(nouns) and nouns[-1].lemma_.lower() in _LOCAL_BODIES
        return 1 if local and word in LOCATIVE else 0
    if outer.dep_ == "prep" or outer.pos_ == "ADP":
        return _by_preposition(outer, word, lemma, nouns)
    if outer.dep_ in ("dobj", "nsubjpass", "oprd", "attr"):
        if lemma not in _CONCRETE or word in _HERE_NOT:
            return 0
        if word == "on" and not _on_ground(place, nouns, lemma):
            return 0
        if word == "of":
            return 2 if lemma in _TAKES_PLACE else 0
        if word in _GOAL and word != "into":
            return 2 if lemma in _MOVE and not _is_gift(lemma) else 0
        return 2 if word in LOCATIVE else 0
    if outer.dep_ == "nsubj" and word in LOCATIVE:
        body = outer.lemma_.lower()
        return 1 if body in _LOCAL_BODIES and trigger.lemma_.lower() in _CONCRETE else 0
    return 0


def _on_ground(place: PlaceDraft, nouns: list[Token], lemma: str) -> bool:
    """Whether "on" is meant of a place, as in "fishermen on Lake Victoria", not in "sanctions on Niger"."""
    if lemma in PHYSICAL or lemma in _TAKES_PLACE:
        return True
    return bool(_GROUND & set(place.name.lower().split())) or any(n.lemma_.lower() in _GROUND for n in nouns)


def _is_gift(lemma: str) -> bool:
    return lemma in ("bring", "transfer")


def _by_preposition(outer: Token, word: str, lemma: str, nouns: list[Token]) -> int:
    """A prepositional phrase on the verb itself: `outer` its preposition, `word` the last one."""
    low = outer.lower_
    if low in LOCATIVE and low not in ("into", "onto", "under"):
        if (
            not nouns
            or word in LOCATIVE
            or (word == "of" and all(n.lemma_.lower() in _OF_PLACE for n in nouns))
        ):
            return 3
        return 0
    if low in ("against", "with") and word in LOCATIVE and lemma in _CONCRETE:
        return 1
    if low in _GOAL:
        return 3 if lemma in _MOVE else 1 if low == "into" and lemma in _CONCRETE else 0
    if low in ("during", "on", "after") and word in LOCATIVE:
        return 2
    if low == "on" and lemma in ("fire", "march", "advance"):
        return 2
    return 0
