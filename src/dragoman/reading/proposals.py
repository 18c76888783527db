"""Acts that the trigger model finds and the lexicon does not know, as matches like any other.

A proposal stands where the model is sure enough, no match of the lexicon covers its words, and no act of the
same type is told close by; its parties are looked for in the slots that words of its kind mostly have.
"""

from __future__ import annotations

from math import log10
from typing import TYPE_CHECKING

from dragoman.knowledge.acts import Sense
from dragoman.reading.frames import Frame
from dragoman.reading.senses import Match

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Span, Token

    from dragoman.reading.senses import SenseChooser
    from dragoman.reading.triggers import Reading, Told

SURE = 0.7
"""Probability from which a trigger is proposed."""
PROPOSED = "proposed"
"""The flag of a sense that the model made up."""
RECIPROCAL = frozenset({"CONSULT", "COOPERATE"})
ALONE = frozenset({"PROTEST", "MOBILIZE"})
"""Types that mostly have no recipient."""
NEAR = 8
"""Tokens within which a match of the same type is taken for the same act."""
CARRIERS = frozenset({"VERB", "NOUN", "ADJ", "PROPN"})
PLAIN = frozenset("say tell add note speak talk comment word statement be have do go come get make".split())
"""Words that carry no act by themselves: plain speech, light verbs."""


def proposals(
    sentence: Span, reading: Reading, matches: Sequence[Match], chooser: SenseChooser
) -> list[Match]:
    """What the model's `reading` of a sentence has beyond the `matches` of the lexicon, in order."""
    made: list[Match] = []
    for told in reading.told():
        if told.probability < SURE:
            continue
        tokens = _tokens(sentence, told)
        head = _head(tokens)
        if (
            head is None
            or head.i in chooser.denied
            or any(_same_act(match, head, tokens, told.type) for match in matches)
        ):
            continue
        light, side = chooser.light(head) if head.pos_ == "NOUN" else (None, "")
        made.append(
            Match(
                _sense(told, head),
                Frame(head, light=light, light_side=side),
                tokens[0].i,
                tokens[-1].i + 1,
                head,
            )
        )
    return made


def confidence(probability: float) -> float:
    """How often a proposal of such a probability is right: 0.45 at `SURE`, 0.85 at 1."""
    return round(0.45 + 0.4 * (probability - SURE) / (1 - SURE), 3)


def grade(likely: float) -> float:
    """How often an act of the lexicon is right that the trigger model finds so likely.

    On articles that neither had seen: 33 % below 0.05, 71 % to 0.2, 76 % to 0.5, 86 % to 0.9, 94 % above.
    """
    return round(0.97 + 0.3 * log10(max(likely, 0.005)), 3)


def _tokens(sentence: Span, told: Told) -> list[Token]:
    origin = sentence.start_char
    return [
        token
        for token in sentence
        if token.idx - origin < told.end and told.start < token.idx + len(token) - origin
    ]


def _head(tokens: list[Token]) -> Token | None:
    """The word that carries the act: the highest in the parse of those that can."""
    if all(token.lemma_.lower() in PLAIN or token.pos_ not in (*CARRIERS, "ADP", "ADV") for token in tokens):
        return None
    able = [token for token in tokens if token.pos_ in CARRIERS]
    if not able:
        return None
    return min(able, key=lambda token: (sum(1 for _ in token.ancestors), token.i))


def _same_act(match: Match, head: Token, tokens: list[Token], kind: str) -> bool:
    if match.token.i == head.i or (match.start <= tokens[-1].i and tokens[0].i < match.end):
        return True
    if (
        match.sense.type != kind
        or abs(match.token.i - head.i) > NEAR
        or "conj" in (head.dep_, match.token.dep_)
    ):
        return False  # verbs beside each other are acts of their own
    return match.token.head.i == head.i or head.head.i == match.token.i or _in_object(head, match.token)


def _in_object(noun: Token, verb: Token) -> bool:
    """Whether a noun is what a verb's object is of: "delivered 33 tonnes of *aid*"."""
    while noun.dep_ in ("pobj", "compound", "nmod") or (noun.dep_ == "prep" and noun.lower_ == "of"):
        noun = noun.head
        if noun.dep_ in ("dobj", "nsubjpass") and noun.head.i == verb.i:
            return True
    return False


def _sense(told: Told, head: Token) -> Sense:
    pos = {"NOUN": "n", "PROPN": "n", "ADJ": "a"}.get(head.pos_, "v")
    return Sense(
        type=told.type,
        word=head.lemma_.lower(),
        pos=pos,
        parts=(),
        needs=(),
        mode=(),
        actor=(),
        recipient=None if told.type in RECIPROCAL | ALONE else (),
        flags=frozenset({PROPOSED, "recip"} if told.type in RECIPROCAL else {PROPOSED}),
        context=(),
        source=f"trigger model {told.probability:.2f}",
        weight=told.probability,
    )
