"""`dragoman_openings`: gives a clause its subject back that the parser took for part of the date before it.

"On Friday police arrested nine": without a comma after the date the parser often reads "Friday police" as
one noun, hung on "on", and the verb is left without a subject and a date. The date goes to the preposition
or the verb, and the noun to the verb as its subject.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
MONTHS = frozenset(
    "january february march april may june july august september october november december".split()
)
ALONE = frozenset({"yesterday", "today"})
"""Dates that need no preposition."""
PREPOSITIONS = frozenset({"on", "in", "since", "by"})
OPENERS = frozenset({"“", '"', "‘", "'", "—", "–", "-", "and", "but", "then"})
INSIDE = frozenset({"compound", "nummod", "nmod", "amod", "poss", "npadvmod", "advmod"})


class Openings:
    """Mends the parse of sentences that begin with a date."""

    def __call__(self, doc: Doc) -> Doc:
        """Change heads and labels of the Doc's tokens in place."""
        if doc.has_annotation("DEP"):
            for sentence in doc.sents:
                _mend(sentence)
        return doc


def _mend(sentence: Span) -> None:
    words = [token for token in sentence if not token.is_space]
    while words and words[0].lower_ in OPENERS:
        words.pop(0)
    if len(words) < 4:
        return
    first = words[0]
    preposition = first if first.lower_ in PREPOSITIONS and first.dep_ == "prep" else None
    date = _date(words, 1 if preposition is not None else 0)
    if not date or (preposition is None and date[0].lower_ not in ALONE):
        return
    noun = next((token.head for token in date if token.head not in date), None)
    if noun is None or noun.pos_ not in ("NOUN", "PROPN", "ADJ") or noun.i < date[-1].i:
        return
    if not all(token.dep_ in INSIDE for token in date):
        return
    top = noun
    while top.dep_ in ("amod", "compound", "nmod", "poss") and top.head.pos_ in ("NOUN", "PROPN"):
        top = top.head
    verb = preposition.head if preposition is not None else top.head
    hung = preposition is not None and top.dep_ == "pobj" and top.head == preposition
    if verb.pos_ not in ("VERB", "AUX") or verb.i < top.i or top.lower_ in _PARTS_OF_DAY:
        return
    if hung and any(child.dep_ in _SUBJECTS for child in verb.children):
        return
    if not hung and top.head != verb:
        return
    if hung:
        passive = any(child.dep_ == "auxpass" for child in verb.children)
        top.head, top.dep_ = verb, "nsubjpass" if passive else "nsubj"
    last = date[-1]
    for token in date:
        if token is not last:
            token.head = last
    last.head = preposition if preposition is not None else verb
    last.dep_ = "pobj" if preposition is not None else "npadvmod"


_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_PARTS_OF_DAY = frozenset("morning night evening afternoon noon midnight dawn day week".split())


def _date(words: list[Token], at: int) -> list[Token]:
    """The words of a date that stands at `at`: "Friday", "March", "3 May", "2021"; [] if there is none."""
    here = words[at : at + 2]
    low = [token.lower_ for token in here]
    if low and (low[0] in DAYS | ALONE or (at and len(low[0]) == 4 and low[0][:2] in ("19", "20"))):
        return here[:1]
    if len(low) == 2 and low[0].isdigit() and low[1] in MONTHS:
        return here
    if low and low[0] in MONTHS:
        return here if len(low) == 2 and low[1].isdigit() else here[:1]
    return []


def make_openings(nlp: Language, name: str) -> Openings:
    """The component; it needs the parse."""
    return Openings()
