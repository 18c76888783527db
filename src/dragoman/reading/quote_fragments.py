"""Quoted words inside a paraphrase that no clause holds: "hailed the deal as “…”", "called them “…”".

Words in marks that no cue governs are titles, nicknames or words held at a distance, and no quotation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.reading.cues import CueAt, CueFinder
    from dragoman.reading.quotation_marks import Marked
    from dragoman.reading.quote_content import ContentReader
    from dragoman.reading.quote_tree import Tree

Span = tuple[int, int]
_REACH = 14
_GAP = 5


class FragmentReader:
    """Finds the naming or judging verb that governs quoted words."""

    def __init__(self, tree: Tree, finder: CueFinder, content: ContentReader) -> None:
        self.tree = tree
        self.finder = finder
        self.content = content

    def read(self, marks: list[Marked]) -> list[tuple[CueAt, list[Span]]]:
        """Attributions of the outer `marks` that are neither speech nor inside a content clause."""
        found: list[tuple[CueAt, list[Span]]] = []
        by_verb: dict[int, tuple[CueAt, list[Span]]] = {}
        for mark in marks:
            at = self._governor(mark)
            if at is None:
                continue
            known = by_verb.get(at.head)
            if known is not None:
                known[1].append((mark.start, mark.end))
                continue
            hit = (at, [(mark.start, mark.end)])
            by_verb[at.head] = hit
            found.append(hit)
        return [(at, self._whole(at, spans)) for at, spans in found]

    def _governor(self, mark: Marked) -> CueAt | None:
        """The verb before the marks that names, judges or demands with these words, and its speaker."""
        tree = self.tree
        low, _ = self.content.bounds(max(mark.left - 1, 0))
        bridge = False
        for k in range(mark.left - 1, max(low, mark.left - _REACH) - 1, -1):
            word = tree.lower[k]
            if word == "as":
                bridge = True
            if tree.pos[k] not in ("VERB", "AUX") and not tree.tag[k].startswith("VB"):
                if tree.text[k] in (";", ":", "—") or word in (
                    "that",
                    "which",
                    "who",
                    "what",
                    "because",
                    "when",
                    "while",
                ):
                    return None
                continue
            cue = self.finder.verb(k)
            if cue is None:
                if (
                    tree.dep[k] in ("amod", "aux", "auxpass", "compound", "relcl", "acl", "pcomp")
                    or word == "being"
                ):
                    continue
                return None
            if "name" in cue.takes or ("as" in cue.takes and bridge) or self._object(k, cue.sense, mark):
                at = self.finder.at_verb(k, cue)
                return at if at.source is not None and not low > at.source else None
            return None
        return None

    def _object(self, k: int, sense: str, mark: Marked) -> bool:
        """Whether several quoted words are what a verb of speech has right behind it: "condemned “the …”"."""
        words = sum(1 for x in range(mark.start, mark.end) if self.tree.text[x][:1].isalnum())
        return sense == "speech" and words >= 3 and mark.left - k <= 4

    def _whole(self, at: CueAt, spans: list[Span]) -> list[Span]:
        """The quoted words alone where they carry what is said, else with the words that they are said of."""
        tree = self.tree
        start, end = at.head + 1, spans[-1][1]
        while start < spans[0][0] and tree.pos[start] in ("ADV", "PUNCT"):
            start += 1
        alone = sum(1 for s, e in spans for k in range(s, e) if tree.text[k][:1].isalnum())
        whole = sum(1 for k in range(start, end) if tree.text[k][:1].isalnum())
        if 5 * alone >= 3 * whole or whole > 25:
            return spans
        span = self.content.trim(start, end + 1)
        return [span] if span else spans
