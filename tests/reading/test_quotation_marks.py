"""Which opening mark belongs to which closing one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dragoman.reading.quotation_marks import pair_marks, paragraphs_of

if TYPE_CHECKING:
    from spacy.language import Language


def marked(nlp: Language, text: str) -> list[tuple[str, int, bool]]:
    """(words between the marks, depth, closed) of every quotation in `text`."""
    doc = nlp.make_doc(text)
    found = pair_marks(doc, paragraphs_of(doc), [t.text for t in doc])
    return [(doc[m.start : m.end].text, m.depth, m.closed) for m in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “go” and left.", [("go", 0, True)]),
        ('He said "go" and "stay".', [("go", 0, True), ("stay", 0, True)]),
        ("He said ''go'' and left.", [("go", 0, True)]),
        ("He said 'go now' and left.", [("go now", 0, True)]),
        ("He said «go» and „stay“.", [("go", 0, True), ("stay", 0, True)]),
        ("“He said ‘go’ twice.”", [("He said ‘go’ twice.", 0, True), ("go", 1, True)]),
        ("The workers' rights and the men's boats.", []),
        ("It’s the people’s choice, isn’t it?", []),
        ("The '90s were over.", []),
    ],
)
def test_pairs(nlp: Language, text: str, expected: list[tuple[str, int, bool]]) -> None:
    assert marked(nlp, text) == expected


def test_a_quotation_over_paragraphs_repeats_its_opening_mark(nlp: Language) -> None:
    found = marked(nlp, "“One of us must go.\n\n“The other stays.”")
    assert found == [("One of us must go.", 0, False), ("The other stays.", 0, True)]


def test_a_mark_that_nothing_closes_does_not_spoil_the_next_paragraph(nlp: Language) -> None:
    found = marked(nlp, 'He said "go and left.\n\nShe said "stay" and sat down.')
    assert ("stay", 0, True) in found
    assert not any("left" in words for words, _, _ in found)


def test_a_paragraph_broken_within_a_sentence_is_one(nlp: Language) -> None:
    doc = nlp.make_doc("He said “the alliance and its\n\nmissiles must go”, and left.\n\nThen he came back.")
    assert len(paragraphs_of(doc)) == 2
