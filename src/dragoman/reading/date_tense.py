"""Which way a date without a year or week points: back from the publication, or ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_MODALS = frozenset(
    {"will", "would", "shall", "'ll", "’ll", "may", "might", "could", "should", "can", "must"}
)
_AHEAD = frozenset(
    "plan schedule expect due set promise vow pledge agree intend hope aim want ask urge demand call order "
    "prepare propose offer threaten invite slate likely bind need decide announce seek scheduled planned "
    "ready "
    "tell warn postpone delay resume".split()
)
_AHEAD_PREPOSITIONS = frozenset({"for", "by", "until", "till"})


def direction(doc: Doc, start: int, end: int) -> int:
    """Which way the date at tokens `[start, end)` lies: -1 past, 1 future, 0 unsaid, -2 past for certain."""
    root = span_root(doc, start, end)
    before = doc[start - 1].lower_ if start else ""
    if before == "the" and start > 1:
        before = doc[start - 2].lower_
    if before == "since":
        return -2
    token, steps = root, 0
    while token.head.i != token.i and token.pos_ not in ("VERB", "AUX") and steps < 10:
        token = token.head
        steps += 1
        if token.lemma_.lower() in ("due", "likely", "scheduled", "ready"):
            return 1
    way = _verb(token)
    if before in _AHEAD_PREPOSITIONS and way <= 0 and before != "until":
        # "called a strike for Thursday" is planned; "the worst rains for May" is not
        return 1 if token.lemma_.lower() in _AHEAD or way == 0 or before == "by" else way
    return way


def span_root(doc: Doc, start: int, end: int) -> Token:
    """The token of `[start, end)` whose head lies outside it."""
    for i in range(end - 1, start - 1, -1):
        if not start <= doc[i].head.i < end or doc[i].head.i == i:
            return doc[i]
    return doc[start]


def governor(doc: Doc, start: int, end: int) -> Token:
    """The verb that the words at `[start, end)` hang on, or the last word on the way up."""
    token = span_root(doc, start, end)
    for _ in range(12):
        if token.head.i == token.i or token.pos_ in ("VERB", "AUX"):
            break
        token = token.head
    return token


def _verb(token: Token, depth: int = 0) -> int:
    """The direction of a verb group: its own tense, or that of the verb it hangs on."""
    if token.pos_ not in ("VERB", "AUX") or depth > 5:
        return 0
    lemma, tag = token.lemma_.lower(), token.tag_
    has_to = has_past = has_present = has_have = False
    for child in token.children:
        if child.dep_ in ("aux", "auxpass"):
            low = child.lower_
            if low in _MODALS:
                return 1
            if low == "to":
                has_to = True
            elif low in ("had", "was", "were", "did", "been"):
                has_past = True
            elif low in ("has", "have", "'ve", "’ve"):
                has_have = True
            elif low in ("is", "are", "am", "'s", "’s", "'re", "’re", "be"):
                has_present = True
    if has_past or has_have:
        return -1
    if tag == "VBD":
        return -1
    if has_to:
        head = token.head
        if head.i == token.i:
            return 1
        if head.lemma_.lower() in _AHEAD or head.pos_ in ("NOUN", "PROPN", "ADJ"):
            return 1
        return _verb(head, depth + 1)
    if has_present:
        return 1 if tag == "VBG" or lemma in _AHEAD else -1 if tag == "VBN" else 1
    if tag == "VBN":
        return 1 if lemma in ("plan", "schedule", "expect", "set", "slate") else -1
    if tag in ("VBZ", "VBP"):
        return 1
    if token.dep_ == "conj" or tag in ("VBG", "VB"):
        head = token.head
        if head.i != token.i:
            if head.pos_ not in ("VERB", "AUX"):
                while head.head.i != head.i and head.pos_ not in ("VERB", "AUX"):
                    head = head.head
            return _verb(head, depth + 1)
    return 0
