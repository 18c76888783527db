"""Climbing the parse: the state of an act, and what a governor's signature makes of its complement.

`Climber` is the common ground of `nominals.py` (nouns that name acts) and `factuality.py` (clauses).
The method is polarity propagation (Nairn, Condoravdi, Karttunen 2006) with graded values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dragoman.knowledge.signatures import Outcome, Signature
from dragoman.reading.clause import is_verbal, read_clause
from dragoman.reading.drafts import knowledge_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from dragoman.records import Status

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
REPORTING = frozenset(
    {"report", "belief", "allege", "deny", "factive", "commit", "evidence", "fear", "doubt"}
)
_QUOTED = frozenset({"report", "belief", "allege"})


class State(NamedTuple):
    """What is known of an act so far."""

    status: Status
    factuality: float
    why: tuple[str, ...] = ()
    told: bool = False
    """It stands in reported speech, where "would" is a past "will"."""
    alleged: bool = False
    """It is alleged by one side, so that a coming act is feared rather than announced."""


def compose(above: State, own: Outcome, word: str) -> State:
    """What `own` (a clause's modal or negation) makes of the state that its governor leaves."""
    f = above.factuality * own.factuality / 3
    why = (*above.why, word) if word else above.why
    if own.status in ("actual", "keep"):
        return above._replace(factuality=f, why=why)
    status: str = own.status
    if above.status == "negated":
        status = "hypothetical" if own.status == "hypothetical" else "negated"
        if own.status == "negated":
            # Denied not to be: it is.
            status, f = "actual", abs(above.factuality * own.factuality) / 3
    elif above.status == "hypothetical" or (above.status == "future" and own.status == "future"):
        status = above.status
    elif own.status == "future" and above.alleged:
        status, f = "hypothetical", f * 0.6
    return State(status, f, why, above.told, above.alleged)  # type: ignore[arg-type]


def is_past(governor: Token) -> bool:
    """Whether a telling is past: a noun's is taken to be."""
    return not is_verbal(governor) or read_clause(governor).past or governor.tag_ in ("VBN", "VBG")


class Climber:
    """Judges tokens of one Doc; remembers what it has judged."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.data = knowledge_of(doc).signatures
        self.values = self.data.values
        self.words = self.data.words
        self._cache: dict[int, State] = {}

    def judge(self, token: Token, depth: int = 0) -> State:
        """The state of the act that `token` names."""
        known = self._cache.get(token.i)
        if known is not None:
            return known
        if depth > 40:
            return State("actual", self.values["plain"])
        # A parse is a tree, so climbing ends; the placeholder guards against odd parses all the same.
        self._cache[token.i] = State("actual", self.values["plain"])
        if is_verbal(token):
            state = self.verb(token, depth)
        elif token.dep_ in ("acomp", "advmod", "prep", "prt", "agent", "aux", "auxpass", "neg", "mark"):
            state = self.other(token, depth)
        else:
            state = self.noun(token, depth)
        self._cache[token.i] = state
        return state

    # What stands above -------------------------------------------------------------------------

    def _base(self, token: Token) -> State:
        """The state of a main clause: actual, unless the sentence asks."""
        end = token.sent.end
        for i in range(end - 1, max(token.i, end - 4), -1):
            low = self.doc[i].text
            if low == "?":
                return State("hypothetical", self.values["question"], ("question",))
            if low not in ('"', "”", "'", "’", "''", ")"):
                break
        return State("actual", self.values["plain"])

    def _under(self, governor: Token, found: tuple[str, Signature], depth: int) -> State:
        """The state of a complement of `governor`, whose signature is `found`."""
        key, signature = found
        above = self.judge(governor, depth + 1)
        negated = above.status == "negated"
        outcome = signature.negative if negated else signature.positive
        if (
            negated
            and signature.name == "deny"
            and governor.dep_ == "conj"
            and governor.head.lemma_ == "confirm"
        ):
            outcome = Outcome("hypothetical", 0.5)  # "neither confirmed nor denied"
        # Only a past telling turns "will" into "would"; a present one leaves "would" a supposition.
        told = signature.name in REPORTING and is_past(governor)
        alleged = signature.name == "allege" or key in ("believe", "suspect", "think")
        word = f"{'not ' if negated else ''}{key} ({signature.name})"
        f = outcome.factuality
        why = (*above.why, word)
        if outcome.status == "presumed":
            return State("actual", f, (word,), told)
        status = "actual" if outcome.status == "keep" else outcome.status
        if not negated:
            if above.status in ("hypothetical", "future"):
                f = f * abs(above.factuality) / 3
                if status == "actual" or (above.status == "hypothetical" and status != "hypothetical"):
                    status = above.status
                    f = abs(f) if outcome.factuality > 0 else f
            elif signature.name not in _QUOTED:
                f = f * max(0.8, abs(above.factuality) / 3)
        if status == "future" and above.alleged:
            status, f = "hypothetical", f * 0.6
        if outcome.status == "keep" and not told:
            told = above.told
        return State(status, f, why, told, alleged or (above.alleged and outcome.status == "keep"))  # type: ignore[arg-type]

    def _keys(self, governor: Token, *preps: str) -> list[str]:
        """Lookup keys of a governor, the longest first: with particle and preposition, then bare."""
        lemma = governor.lemma_.lower()
        lower = governor.lower_
        keys: list[str] = []
        particle = ""
        for child in governor.children:
            if child.dep_ == "prt":
                particle = child.lower_
                break
        for prep in preps:
            if particle:
                keys.append(f"{lemma} {particle} {prep}")
            keys.append(f"{lemma} {prep}")
            if lower != lemma:
                keys.append(f"{lower} {prep}")
        if preps:
            return keys
        if particle:
            return [f"{lemma} {particle}"]
        return [lemma, lower] if lower != lemma else [lemma]

    def verb(self, token: Token, depth: int) -> State:
        """The state of a clause, by its predicate."""
        raise TypeError("Climber judges neither clauses nor nouns by itself: use Judge")

    def noun(self, token: Token, depth: int) -> State:
        """The state of an act that a noun names."""
        raise TypeError("Climber judges neither clauses nor nouns by itself: use Judge")

    def other(self, token: Token, depth: int) -> State:
        """The state of an act that another word names."""
        raise TypeError("Climber judges neither clauses nor nouns by itself: use Judge")
