"""Speakers set off by a colon: headlines ("Macron: no deal"), transcripts ("WALLACE: …"), statements in
a paragraph of their own under "The governor added:"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.knowledge.cues import Cue
from dragoman.reading.cues import CueAt
from dragoman.reading.quote_tree import CLOSERS, OPENERS

if TYPE_CHECKING:
    from dragoman.reading.quote_content import ContentReader
    from dragoman.reading.quote_direct import DirectReader
    from dragoman.reading.quote_tree import Tree

Found = tuple[CueAt, list[tuple[int, int]]]
_COLON = Cue(":", "speech", frozenset({"that", "quote"}))
_LABELS = frozenset(
    "timeline exclusive update updated analysis breaking live watch opinion video explainer factbox fact "
    "photos interview editorial review profile background correction note editor map graphic podcast quiz "
    "related read source feature special obituary transcript summary question answer developing "
    "latest".split()
)
_DOCUMENTS = frozenset(
    "poll report study survey official officials experts police sources minister ministry court pm president "
    "spokesman spokeswoman un nato army".split()
)
_SPEAKERS = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_HEADLINE = 30


_IN_PERSON = frozenset("i i'm we you my our your me us yes no thanks".split())
"""Words by which a turn of a conversation is told from a paragraph of a round-up."""


class HeadingReader:
    """Reads what stands behind a colon, where the words before it name who speaks."""

    def __init__(self, tree: Tree, content: ContentReader, direct: DirectReader) -> None:
        self.tree = tree
        self.content = content
        self.direct = direct

    def turns(self) -> set[int]:
        """First tokens of the paragraphs that are turns of a transcript."""
        return {start for start, end in self.tree.paragraphs if self._turn(start, end) is not None}

    def read(self) -> list[Found]:
        """All attributions by a colon, one a paragraph at most."""
        found: list[Found] = []
        for n, (start, end) in enumerate(self.tree.paragraphs):
            hit = self._headline(start, end) if n == 0 and end - start <= _HEADLINE else None
            hit = hit or self._turn(start, end) or self._under(n, start, end)
            if hit is not None:
                found.append(hit)
        return found

    def _found(self, colon: int, source: tuple[int, int], head: int, end: int) -> Found | None:
        span = self.content.trim(colon + 1, end)
        if span is None or span[1] - span[0] < 2:
            return None
        return CueAt(colon, (colon, colon + 1), _COLON, head, source), [span]

    def _headline(self, start: int, end: int) -> Found | None:
        """ "Name: what they say" in the first line."""
        tree = self.tree
        colon = next((k for k in range(start + 1, min(start + 7, end - 2)) if tree.text[k] == ":"), None)
        if colon is None or tree.lower[start] in _LABELS or tree.lower[colon - 1] in _LABELS:
            return None
        names = range(start, colon)
        if any(
            tree.pos[k] in ("VERB", "AUX", "PUNCT") and tree.text[k] not in (".", "-", "’s", "'s")
            for k in names
        ):
            return None
        known = (
            any(tree.doc[k].ent_type_ in _SPEAKERS for k in names)
            or tree.lower[colon - 1] in _DOCUMENTS
            or all(tree.pos[k] == "PROPN" for k in names)
        )
        if not known or tree.lower[colon + 1] in ("how", "what", "why", "who", "when", "where"):
            return None
        return self._found(colon, (start, colon), colon - 1, end)

    def _turn(self, start: int, end: int) -> Found | None:
        """ "WALLACE: …": a turn in a transcript."""
        tree = self.tree
        start += tree.text[start] in OPENERS  # each paragraph of a transcript may open with a mark
        colon = next((k for k in range(start + 1, min(start + 5, end - 2)) if tree.text[k] == ":"), None)
        if colon is None or not all(
            tree.text[k].isupper() for k in range(start, colon) if tree.text[k] != "."
        ):
            return None
        if not tree.text[start].isalpha() or len(tree.text[colon - 1]) < 3 or tree.lower[start] in _LABELS:
            return None
        own = any(tree.lower[k] in _IN_PERSON for k in range(colon + 1, end))
        if not own and not self._speaks(tuple(tree.text[start:colon])):
            return None
        return self._found(colon, (start, colon), colon - 1, end)

    def _speaks(self, label: tuple[str, ...]) -> bool:
        """Whether capitals before a colon name somebody with turns, and not a round-up's place or topic.

        In a transcript people speak again, or are named in full; "KHARTOUM:" heads one paragraph.
        """
        tree, turns = self.tree, 0
        for start, end in tree.paragraphs:
            start += tree.text[start] in OPENERS and start + 1 < end
            turns += tuple(tree.text[start : start + len(label)]) == label and (
                start + len(label) < end and tree.text[start + len(label)] == ":"
            )
        if turns > 1:
            return True
        return any(
            ent.label_ == "PERSON" and ent[-1].text.upper() == label[-1] and ent[-1].text != label[-1]
            for ent in tree.doc.ents
        )

    def _under(self, n: int, start: int, end: int) -> Found | None:
        """An unmarked paragraph under one that ends with a cue and a colon."""
        tree = self.tree
        if n == 0 or tree.text[start] in OPENERS or tree.text[start] in CLOSERS or end - start < 6:
            return None
        low, high = tree.paragraphs[n - 1]
        while high > low and tree.text[high - 1].isspace():
            high -= 1
        if tree.text[high - 1] != ":" or not tree.text[start][:1].isalpha():
            return None
        at = self.direct.beside.last_cue(max(low, tree.sentence(high - 1)[0]), high - 1, far=True)
        if at is None or high - at.span[1] > 6:
            return None
        span = self.content.trim(start, end)
        return (at, [span]) if span else None
