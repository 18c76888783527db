"""One clause at a time: tense, modal and negation of a predicate, and the conditions that hang on it.

Everything here looks at one predicate and its own dependents; what stands above it is the business of
`factuality.py`. Labels are those of spaCy's English models (CLEAR style).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.reading.drafts import knowledge_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

MODALS = {
    "will": "will", "'ll": "will", "wo": "will", "’ll": "will", "shall": "shall", "sha": "shall",
    "would": "would", "'d": "would", "’d": "would", "may": "may", "might": "might", "could": "could",
    "can": "can", "ca": "can", "cannot": "can", "must": "must", "should": "should", "ought": "ought",
    "need": "need", "dare": "dare",
}  # fmt: skip
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
INVERTERS = frozenset({"had", "should", "were"})


@dataclass(slots=True)
class Clause:
    """The verb group of one predicate."""

    modal: str | None = None
    negated: str | None = None
    """The word that negates it."""
    perfect: bool = False
    past: bool = False
    infinitive: bool = False
    """A "to" stands before it."""
    finite: bool = False
    adverbs: tuple[str, ...] = ()


def is_verbal(token: Token) -> bool:
    """Whether the token heads a clause: a verb or auxiliary that is not used as a noun or modifier."""
    tag = token.tag_
    if tag == "MD":
        return True
    if not tag.startswith("VB"):
        return False
    dep = token.dep_
    if dep in ("amod", "compound", "nmod"):
        return False
    if tag == "VBG" and dep in ("dobj", "pobj", "nsubj", "nsubjpass", "attr", "appos", "conj"):
        # A gerund with an object or a subject of its own is a clause; "the shelling of" is a noun.
        if dep == "conj":
            return is_verbal(token.head) if token.head.i < token.i else True
        return any(c.dep_ in ("dobj", "aux", "ccomp", "xcomp", "prt") for c in token.children)
    return True


def _negating(child: Token, words: dict[str, frozenset[str]]) -> str | None:
    """The negator that `child` of a predicate is, or carries on its determiner."""
    low = child.lower_
    dep = child.dep_
    if low in words["negators"] and dep in ("neg", "advmod", "preconj", "cc", "dep", "det"):
        follower = child.nbor(1).lower_ if child.i + 1 < len(child.doc) else ""
        if low == "neither" and dep == "cc":
            return None
        if child.i > child.head.i and low in ("nor", "neither"):
            return None  # it opens the next clause
        if low in ("hardly", "scarcely", "barely") and not _beside(child):
            return None  # "barely a month after"
        return None if follower in words["not_negating"] else low
    if dep in ("nsubj", "nsubjpass", "dobj", "attr", "expl", "pobj", "npadvmod"):
        if low in words["no_pronouns"] or (low == "one" and _preceded_by_no(child)):
            return low
        for grandchild in child.children:
            if grandchild.i > child.i:
                break
            if grandchild.dep_ in ("det", "neg", "preconj") and grandchild.lower_ in words["no_determiners"]:
                if grandchild.nbor(1).lower_ in ("more", "less", "other", "doubt", "fewer"):
                    return None
                return grandchild.lower_ + " " + child.text
            if grandchild.lower_ in ("hardly", "scarcely", "barely") and grandchild.nbor(1).lower_ == "any":
                return grandchild.lower_ + " any"
            if grandchild.lower_ == "not" and grandchild.nbor(1).lower_ in ("a", "one", "an"):
                return "not " + grandchild.nbor(1).lower_
    if dep == "advmod" and low == "longer" and child.i and child.nbor(-1).lower_ == "no":
        return "no longer"
    return None


def _beside(adverb: Token) -> bool:
    """Whether only auxiliaries stand between an adverb and its verb."""
    return all(adverb.doc[i].dep_ in ("aux", "auxpass") for i in range(adverb.i + 1, adverb.head.i))


def _preceded_by_no(token: Token) -> bool:
    return token.i > 0 and token.nbor(-1).lower_ == "no"


def _read(token: Token, clause: Clause, words: dict[str, frozenset[str]]) -> bool:
    """Fill `clause` from the dependents of `token`; True if it has a subject of its own."""
    subject = False
    adverbs: list[str] = []
    for child in token.children:
        dep = child.dep_
        if dep in ("aux", "auxpass"):
            low = child.lower_
            if low in MODALS and (child.tag_ == "MD" or low in ("need", "dare")):
                clause.modal = clause.modal or MODALS[low]
                if low == "cannot":
                    clause.negated = "cannot"
            elif low == "to":
                clause.infinitive = True
            else:
                if child.lemma_ == "have":
                    clause.perfect = True
                if child.tag_ == "VBD":
                    clause.past = True
                if child.tag_ in ("VBD", "VBZ", "VBP"):
                    clause.finite = True
            if child.lower_.endswith("n't"):
                clause.negated = "not"  # a contraction that was left whole
            # "had not", "has never been": the negator may hang on the auxiliary.
            for grandchild in child.children:
                if clause.negated is None and grandchild.dep_ == "neg":
                    clause.negated = grandchild.lower_
            continue
        if dep in SUBJECTS:
            subject = True
        if dep == "advmod":
            adverbs.append(child.lower_)
        if clause.negated is None:
            found = _negating(child, words)
            if found is not None and not (dep == "nsubj" and token.tag_ == "VBG" and dep == "nsubj"):
                clause.negated = found
        if (
            clause.negated is None
            and dep == "prep"
            and child.i < token.i
            and child.lower_ in ("under", "at", "in")
        ):
            for grandchild in child.children:
                if grandchild.dep_ == "pobj" and _negating(grandchild, words) is not None:
                    clause.negated = child.text + " no " + grandchild.text
    clause.adverbs += tuple(adverbs)
    return subject


def read_clause(token: Token) -> Clause:
    """Tense, modal and negation of the predicate that `token` heads; a conjunct shares what it leaves out."""
    words = knowledge_of(token.doc).signatures.words
    clause = Clause()
    tag = token.tag_
    if tag == "VBD":
        clause.past = clause.finite = True
    elif tag in ("VBZ", "VBP"):
        clause.finite = True
    elif tag == "MD":
        clause.modal = MODALS.get(token.lower_, "will")
    subject = _read(token, clause, words)
    if (
        clause.perfect
        and tag == "VBD"
        and not any(k.dep_ == "aux" and k.tag_ == "VBD" for k in token.children)
    ):
        clause.past = False  # "have praised": a participle that was taken for a past
    if clause.modal is not None:
        clause.finite = True
    if clause.negated is None and token.dep_ == "conj" and _after_nor(token):
        clause.negated = "nor"
    if (
        token.dep_ == "conj"
        and not subject
        and not clause.finite
        and clause.modal is None
        and tag in ("VB", "VBN", "VBG")
        and is_verbal(token.head)
    ):
        first = read_clause(token.head)
        if token.head.tag_ == tag or first.modal or first.infinitive:
            clause.modal, clause.perfect, clause.past = first.modal, first.perfect, first.past
            clause.infinitive, clause.finite = first.infinitive or clause.infinitive, first.finite
            if clause.negated is None and first.negated in words["negators"] and _shares_negation(token):
                clause.negated = first.negated
    return clause


def _after_nor(token: Token) -> bool:
    """Whether "nor" joins this conjunct to the one before."""
    head = token.head
    return any(c.lower_ == "nor" and head.i < c.i < token.i for c in head.children)


def _shares_negation(token: Token) -> bool:
    """Whether "not" before the first conjunct reaches this one: not across "but"."""
    return not any(c.dep_ == "cc" and c.lower_ == "but" for c in token.head.children)


def marker(token: Token) -> str:
    """The word that opens a subordinate clause, in lower case ("if", "after", "when"); empty if none."""
    for child in token.children:
        if child.i >= token.i:
            break
        if child.dep_ == "mark" or (child.dep_ == "advmod" and child.tag_ == "WRB"):
            return str(child.lower_)
    return ""


def is_inverted(token: Token) -> bool:
    """Whether the clause opens with inversion: "Had X vetoed", "Should the talks fail", "were it to"."""
    opener: Token | None = None
    for child in token.children:
        if child.dep_ in ("aux", "auxpass", "ROOT") and child.lower_ in INVERTERS:
            opener = child
        elif child.dep_ in ("nsubj", "nsubjpass"):
            if opener is None:
                break
            return opener.i < child.i and _opens(token, opener)
    return (
        token.lower_ in INVERTERS
        and any(c.dep_ in SUBJECTS and c.i > token.i for c in token.children)
        and _opens(token, token)
    )


def _opens(token: Token, opener: Token) -> bool:
    """Whether nothing of the clause but a conjunction stands before its opener."""
    return all(c.i >= opener.i or c.dep_ in ("cc", "punct", "advmod", "preconj") for c in token.children)


def is_condition(token: Token) -> bool:
    """Whether the adverbial clause that `token` heads states a condition."""
    words = knowledge_of(token.doc).signatures.words
    low = marker(token)
    if low == "as":
        start = token.left_edge.i
        return any(
            token.doc[max(0, start + k) : start + k + 3]
            .text.lower()
            .startswith(tuple(words["condition_phrases"]))
            for k in (-2, -1, 0, 1)
        )
    if low in words["if_words"]:
        return True
    if low == "that" or not low:
        start = token.left_edge.i
        text = token.doc[max(0, start - 4) : start + 4].text.lower()
        if any(
            phrase in text
            for phrase in words["condition_phrases"]
            if phrase.endswith(("that", "event", "case"))
        ):
            return True
    return is_inverted(token)


def conditions(token: Token) -> Iterator[Token]:
    """Heads of the conditional clauses that hang on `token`."""
    for child in token.children:
        dep = child.dep_
        if dep in ("advcl", "ccomp", "parataxis", "dep") and (
            is_condition(child) if dep == "advcl" else is_inverted(child) or marker(child) in ("if", "unless")
        ):
            if dep == "ccomp" and marker(child) == "if" and child.i > token.i:
                continue  # "asked if": a question, not a condition
            yield child
