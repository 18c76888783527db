"""What a date or place phrase hangs on in the parse, and which verbs share it with which.

Used by the choice of an event's date and of its place: both ask whether a phrase belongs to a trigger,
to a verb that shares its circumstances with the trigger, or to another clause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.knowledge.gazetteer.words import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

VERBAL = frozenset({"VERB", "AUX"})
MODALS = frozenset({"will", "would", "shall", "'ll", "’ll", "may", "might", "could", "should", "can", "must"})
LIGHT = words("light")
"""Verbs that add little to the noun they govern: "held talks on Monday" dates the talks."""
SPEECH = words("speech")
NOT_SHARED_MARKS = frozenset(
    "after before since until till if unless though although because once as".split()
)


def is_verbal(token: Token) -> bool:
    """Whether a token is a verb or an auxiliary."""
    return token.pos_ in VERBAL


def root_of(doc: Doc, start: int, end: int) -> Token:
    """The token of `[start, end)` whose head lies outside it."""
    for i in range(end - 1, start - 1, -1):
        head = doc[i].head.i
        if head == i or not start <= head < end:
            return doc[i]
    return doc[start]


def path_up(doc: Doc, start: int, end: int, limit: int = 12) -> list[Token]:
    """From the root of a phrase up to the first verb, both included (the verb last, if there is one)."""
    token = root_of(doc, start, end)
    path = [token]
    while token.head.i != token.i and len(path) < limit:
        token = token.head
        path.append(token)
        if is_verbal(token) and token.dep_ not in ("amod", "compound"):
            break
    return path


def has_child(token: Token, words: frozenset[str], deps: tuple[str, ...]) -> bool:
    """Whether one of the `words` hangs on the token by one of the dependencies."""
    return any(c.dep_ in deps and c.lower_ in words for c in token.children)


def modal(token: Token) -> bool:
    """Whether the verb has a modal or a "to" before it."""
    return has_child(token, MODALS, ("aux",)) or has_child(token, frozenset({"to"}), ("aux",))


def own_subject(token: Token) -> bool:
    """Whether a verb has a subject beside it."""
    return any(c.dep_ in ("nsubj", "nsubjpass", "csubj", "expl") for c in token.children)


def perfect(token: Token) -> bool:
    """Present perfect: "has shipped", which takes no date from a verb in the simple past."""
    return has_child(token, frozenset({"has", "have", "'ve", "’ve"}), ("aux",))


def shares_tense(token: Token, first: Token) -> bool:
    """Whether a conjunct stands in the same tense as the verb it continues."""
    if modal(token) != modal(first) and (modal(token) or own_subject(token)):
        return False
    return perfect(token) == perfect(first) or not own_subject(token)


_NOMINAL = frozenset({"pobj", "dobj", "nsubj", "nsubjpass", "compound", "attr"})
_SCHEDULES = frozenset(
    "announce plan schedule call propose postpone prepare promise order threaten cancel".split()
)


def sharers(token: Token) -> list[tuple[Token, str]]:
    """The verbs whose circumstances are also those of the event at `token`, nearest first, and why."""
    found: list[tuple[Token, str]] = []
    seen: set[int] = {token.i}

    def add(verb: Token, why: str) -> None:
        if verb.i not in seen and len(found) < 10:
            seen.add(verb.i)
            found.append((verb, why))
            climb(verb)

    def climb(at: Token) -> None:
        head = at.head
        if head.i == at.i:
            return
        if not is_verbal(at) or at.dep_ in _NOMINAL:
            _from_noun(at, add)
            return
        if at.dep_ == "conj" and is_verbal(head):
            if shares_tense(at, head):
                add(head, "coordinated")
        elif at.dep_ in ("ccomp", "dep", "parataxis") and is_verbal(head):
            # "declared an emergency, imposed a curfew and …" is often parsed so
            bare = not own_subject(at) and not any(c.dep_ in ("mark", "aux", "auxpass") for c in at.children)
            if bare and at.tag_ == head.tag_ == "VBD" and head.i < at.i:
                add(head, "coordinated")
        elif at.dep_ == "advcl" and is_verbal(head):
            marks = {c.lower_ for c in at.children if c.dep_ in ("mark", "advmod")}
            if (
                not marks & NOT_SHARED_MARKS
                and not modal(at)
                and not perfect(at)
                and (at.tag_ == "VBG" or "while" in marks or "whereupon" in marks)
            ):
                add(head, "participle")
        elif at.dep_ == "pcomp" and head.lower_ in ("by", "in", "while"):
            upper = head.head
            if is_verbal(upper):
                add(upper, "means")
        elif at.dep_ == "xcomp" and head.lemma_ in (
            "begin",
            "start",
            "continue",
            "see",
            "help",
            "let",
            "make",
        ):
            add(head, "phase")

    climb(token)
    if token.lemma_ in _AGREES:
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in ("under", "in", "by"):
                for noun in child.children:
                    if noun.lemma_ in _DEALS:
                        for verb in noun.children:
                            if verb.dep_ == "acl" and verb.lemma_ in _SETS_UP:
                                add(verb, "deal")  # "under a deal signed last week, Panama agreed to"
    return found


_AGREES = frozenset({"agree", "pledge", "promise", "commit", "undertake", "accept"})
_DEALS = frozenset({"deal", "agreement", "accord", "pact", "treaty", "truce", "ceasefire", "compromise"})
_SETS_UP = frozenset("sign broker reach conclude hold stage launch begin start agree carry open end".split())


def _from_noun(noun: Token, add: object) -> None:
    """A noun has the time and place of the verb that does little more than put it into a sentence."""
    assert callable(add)
    for child in noun.children:
        if child.dep_ in ("acl", "relcl") and child.lemma_ in _SETS_UP:
            add(child, "light verb")
    head = noun.head
    definite = any(
        c.dep_ in ("det", "poss") and c.lower_ in ("the", "that", "this", "its", "their")
        for c in noun.children
    )
    if is_verbal(head) and head.dep_ not in ("amod", "compound"):
        if noun.dep_ == "prep" and head.lemma_ == "be":
            add(head, "light verb")  # "have been on strike since 2 May"
        elif noun.dep_ == "dobj" and head.lemma_ in _SCHEDULES:
            add(head, "schedule")
        elif noun.dep_ in ("dobj", "nsubjpass", "nsubj", "attr") and (
            head.lemma_ in LIGHT or head.lemma_ == "be"
        ):
            add(head, "light verb")
        return
    if noun.dep_ == "pobj":
        upper = head.head
        if head.lower_ in ("on", "for") and upper.lemma_ == "be":
            add(upper, "light verb")
        elif (
            head.lower_ in ("in", "at", "during", "with", "of", "from")
            and is_verbal(upper)
            and not (definite and head.lower_ in ("of", "from", "with"))
        ):
            add(upper, "circumstance")
        elif not is_verbal(upper) and head.lower_ == "of" and upper.pos_ in ("NOUN", "PROPN"):
            _from_noun(upper, add)
    elif noun.dep_ in ("compound", "conj") and head.pos_ in ("NOUN", "PROPN"):
        _from_noun(head, add)
