"""Sources named by a phrase: "according to NATO", "in the words of the envoy", "in her view"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading.cues import CueAt
from dragoman.reading.quote_tree import BREAKS, NOMINAL, STOPS

if TYPE_CHECKING:
    from dragoman.knowledge.cues import Cue
    from dragoman.reading.cues import CueFinder
    from dragoman.reading.quote_content import ContentReader
    from dragoman.reading.quote_tree import Tree

Span = tuple[int, int]
Found = tuple[CueAt, list[Span]]


class PhraseReader:
    """Finds the phrases that name a source, and the words that stand on its account."""

    def __init__(self, tree: Tree, finder: CueFinder, content: ContentReader) -> None:
        self.tree = tree
        self.finder = finder
        self.content = content

    def read(self) -> list[Found]:
        """All attributions by phrases, in the order of the text."""
        tree = self.tree
        found: list[Found] = []
        starts: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
        for words, cue in self.finder.cues.phrases:
            starts.setdefault(words[0], []).append((words, cue))
        for i, word in enumerate(tree.lower):
            for words, cue in starts.get(word, ()):
                hit = self._phrase(i, words, cue)
                if hit is not None:
                    found.append(hit)
                    break
        return found

    def _phrase(self, i: int, words: tuple[str, ...], cue: Cue) -> Found | None:
        tree = self.tree
        at = i
        owner: Span | None = None
        for word in words:
            if at >= len(tree.lower):
                return None
            if word == "{}":
                owner = self._possessive(at, words[-1])
                if owner is None:
                    return None
                at = owner[1]
                if at < len(tree.lower) and tree.tag[at] == "POS":
                    at += 1
                continue
            if tree.lower[at] != word:
                return None
            at += 1
        low, high = self.content.bounds(i)
        if owner is None:
            owner = self._source_after(at, high)
            if owner is None:
                return None
            at = owner[1]
        group = self._group(i, at, low, high)
        head = next(
            (k for k in range(*owner) if not owner[0] <= tree.head[k] < owner[1] or tree.head[k] == k),
            owner[0],
        )
        spans = self._phrase_content(i, group)
        cue_span = (i, i + len(words)) if "{}" not in words else (i, at)
        return (CueAt(i, cue_span, cue, head, owner), spans) if spans else None

    def _possessive(self, at: int, last: str) -> Span | None:
        """The words of a possessive from `at` on, if `last` follows soon."""
        tree = self.tree
        for k in range(at, min(at + 5, len(tree.lower))):
            if k > at and tree.lower[k] == last:
                end = k
                if tree.tag[k - 1] == "POS":
                    end = k - 1
                elif tree.tag[k - 1] != "PRP$" and not (
                    tree.pos[k - 1] in ("ADJ", "PROPN") and tree.text[k - 1][:1].isupper()
                ):
                    return None
                return (at, end) if end > at else None
        return None

    def _source_after(self, at: int, high: int) -> Span | None:
        """The noun phrase after "according to"."""
        tree = self.tree
        k = at
        while (
            k < high
            and tree.pos[k] in ("DET", "ADJ", "NUM", "ADV", "PUNCT", "VERB")
            and tree.text[k] not in (",", ".")
        ):
            k += 1
        if k >= high or (tree.pos[k] not in NOMINAL and tree.pos[k] not in ("ADJ", "NUM")):
            return None
        head = k
        while (
            at <= tree.head[head] < high and tree.head[head] != head and tree.pos[tree.head[head]] in NOMINAL
        ):
            head = tree.head[head]
        start, end = tree.noun_phrase(head)
        start, end = min(start, at) if start <= at else at, max(end, head + 1)
        return (at, min(end, high)) if end > at else None

    def _group(self, i: int, end: int, low: int, high: int) -> Span:
        """The whole aside around "according to": with what qualifies the source up to the next comma."""
        tree = self.tree
        comma = next((k for k in range(end, high) if tree.text[k] == ","), high)
        closed = i == low and comma < high and not self._finite_root(end, comma)
        while (
            end < high
            and tree.text[end] not in BREAKS
            and tree.text[end] not in STOPS
            and tree.text[end] != ";"
        ):
            if (
                i == low
                and not closed
                and tree.pos[end] in ("PRON", "DET", "PROPN")
                and tree.dep[end] in ("nsubj", "det", "compound")
            ):
                break
            end += 1
        if (
            i > low
            and end + 1 < high
            and tree.text[end] == ","
            and (
                tree.lower[end + 1] in ("who", "which", "whose", "a", "an", "the")
                and not self._finite_root(end + 1, high)
            )
        ):
            end = high
        return i, end

    def _finite_root(self, start: int, high: int) -> bool:
        tree = self.tree
        return any(
            tree.dep[k] in ("ROOT", "conj", "ccomp") and tree.pos[k] in ("VERB", "AUX")
            for k in range(start, high)
        )

    def _phrase_content(self, i: int, group: Span) -> list[Span]:
        tree = self.tree
        low, high = self.content.bounds(i)
        start, end = group
        before = tree.lower[start - 1] if start > low else ""
        opener = start - 2 if before == "," and start - 2 >= low else start - 1
        if start > low and tree.pos[opener] in ("CCONJ", "SCONJ") and opener >= low:
            # "and, according to NATO, has shipped ...": only what follows is on the source's word.
            span = self.content.trim(end, high)
            return [span] if span else []
        spans = self.content.clausal(self.content.around(group, i))
        if spans and start == low and tree.tag[spans[0][0]] == "VBG" and not self._finite_root(*spans[0]):
            # "According to Kelly, writing for a newspaper:" has its content below.
            return []
        return spans
