"""The plots of films, novels and plays: what is told of a work in the present tense happened nowhere.

"In 'The Last Consul', a thriller, the secret police arrest the wrong man" names no arrest. A work shows
itself by its title between quotation marks beside a word for its kind, or by "In 'TITLE',". News of the
same work ("a court banned the film") is told in the past and stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.knowledge.topics import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

OPENING = frozenset("\"\u201c\u2018'")
CLOSING = frozenset("\"\u201d\u2019'")
LONGEST = 8
"""Tokens of a title."""
PRESENT = frozenset({"VBZ", "VBP", "MD"})
PAST = frozenset({"VBD"})
SMALL = frozenset("a an and at by for from in into of on or the to with".split())


def plots(doc: Doc) -> list[tuple[int, int]]:
    """Token spans that tell a plot: from the sentence that names a work to the end of its paragraph."""
    if not any(token.text in OPENING for token in doc):
        return []
    kinds = words("fiction")
    sentences = list(doc.sents)
    found: list[tuple[int, int]] = []
    for n, sentence in enumerate(sentences):
        if found and sentence.start < found[-1][1]:
            continue
        title = _title(sentence)
        if title is None:
            continue
        near = sentences[max(0, n - 1) : n + 3]
        introduced = title > sentence.start and doc[title - 1].text == "In"
        if introduced or any(t.lemma_.lower() in kinds for other in near for t in other):
            found.append((sentence.start, _paragraph_end(sentences[n:])))
    return found


def _title(sentence: Span) -> int | None:
    """Index of the mark that opens a title in capitals between quotation marks."""
    doc = sentence.doc
    for token in sentence:
        if token.text not in OPENING:
            continue
        for end in range(token.i + 2, min(token.i + 2 + LONGEST, sentence.end)):
            if doc[end].text not in CLOSING:
                continue
            inner = [t for t in doc[token.i + 1 : end] if t.text[0].isalnum()]
            last = doc[end - 1].text
            if (
                inner
                and last not in (",", ".")
                and all(_capital(t) for t in inner)
                and inner[0].text[0].isupper()
            ):
                return token.i
            break
    return None


def _capital(token: Token) -> bool:
    return token.text[0].isupper() or token.text[0].isdecimal() or token.lower_ in SMALL


def _paragraph_end(sentences: list[Span]) -> int:
    for sentence in sentences:
        if "\n" in sentence[-1].text_with_ws or any(t.is_space and "\n" in t.text for t in sentence[-2:]):
            return sentence.end
    return sentences[-1].end


def told_as_plot(doc: Doc, head: int, spans: list[tuple[int, int]]) -> bool:
    """Whether the act at token `head` is told in the present tense within one of the spans of `plots`."""
    if not any(start <= head < end for start, end in spans):
        return False
    token = doc[head]
    while True:
        helpers = {c.tag_ for c in token.children if c.dep_ in ("aux", "auxpass")}
        tags = {token.tag_, *helpers}
        if tags & PAST:
            return False
        if tags & PRESENT:
            return not any(c.lower_ in ("has", "have") for c in token.children if c.dep_ == "aux")
        if token.head.i == token.i:
            return False
        token = token.head
