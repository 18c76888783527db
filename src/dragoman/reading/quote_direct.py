"""Direct speech: each quotation in marks gets the cue and speaker behind it, before it or a line above."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.reading.quote_beside import PAUSES, CueBeside
from dragoman.reading.quote_tree import STOPS

if TYPE_CHECKING:
    from dragoman.reading.cues import CueAt, CueFinder
    from dragoman.reading.quotation_marks import Marked
    from dragoman.reading.quote_tree import Tree

Span = tuple[int, int]
_ANYBODY = frozenset(
    {"i", "me", "you", "we", "us", "people", "anyone", "anybody", "everyone", "everybody", "some"}
)
"""Speakers of words that a quotation only plays through: "people say, '…'"."""
_PERSONS = frozenset(
    "president chief official aide general colonel diplomat king queen envoy judge pope widow mother father "
    "brother sister son daughter wife husband witness resident".split()
)
_AGENTS = ("er", "or", "man", "woman", "ist", "ian", "ant")
"""How most nouns for persons by what they do end: governor, minister, spokeswoman."""


@dataclass(slots=True, eq=False)
class Spoken:
    """A direct quotation in the making: its parts, its cue if it has one, its speaker."""

    parts: list[Span]
    at: CueAt | None = None
    source: int | None = None
    source_span: Span | None = None
    end: int = 0
    """The token after its last part or attribution."""
    open_sentence: bool = False
    """Whether the attribution's sentence goes on ("he said, …")."""
    why: str = ""
    marks: list[Marked] = field(default_factory=list)
    behind: Span | None = None
    """The sentence before it, where it has no cue of its own."""


class DirectReader:
    """Reads the quotations in marks of one document."""

    def __init__(self, tree: Tree, finder: CueFinder, marks: list[Marked]) -> None:
        self.tree = tree
        self.finder = finder
        self.marks = marks
        self.beside = CueBeside(tree, finder, marks)
        self.by_right = {m.right: m for m in marks if m.closed}
        self.pending: list[Marked] = []
        """Paragraphs of a quotation whose cue stands behind a later one."""
        self.opened: dict[int, Marked] = {}
        """The last quotation of each depth: the one that an inner one stands in."""
        self.found: list[Spoken] = []
        self.taken: set[int] = set()
        """Ids of the marks that are direct speech."""

    def read(self) -> list[Spoken]:
        """All direct speech, in the order of the text."""
        last: Spoken | None = None
        for mark in self.marks:
            self.opened[mark.depth] = mark
            if mark.depth:
                self._nested(mark)
                continue
            if self.pending and self.pending[-1].right + 2 < mark.left:
                self.pending = []
            found = self._outer(mark, last)
            if found is None and not mark.closed:
                self.pending.append(mark)
            last = found or last
        return self.found

    def _outer(self, mark: Marked, last: Spoken | None) -> Spoken | None:
        tree = self.tree
        words = sum(1 for k in range(mark.start, mark.end) if tree.text[k][:1].isalnum())
        if not words:
            return None
        paragraph = tree.paragraphs[tree.paragraph_of[mark.left]]
        kind = self._before(mark, paragraph)
        previous = last if last and last.marks else None
        if previous is not None and self._runs_on(previous, mark, paragraph):
            return self._append(previous, mark)
        if kind in (",", "word") and self._title(mark):
            return None
        after = self.beside.cue_after(mark, paragraph)
        if after is not None and self._speaks(mark, kind, words, True):
            if previous and self._continues(previous, mark, paragraph) and after.head < previous.end:
                return self._append(previous, mark)
            return self._add(mark, after, self.beside.attribution_end(after, mark), "cue after")
        signed = self.beside.signature(mark, paragraph)
        if signed is not None and words >= 3:
            assert signed.source_span is not None
            return self._add(mark, signed, signed.source_span[1], "signature")
        if (
            previous is not None
            and previous.why != "signature"
            and self._continues(previous, mark, paragraph)
        ):
            return self._append(previous, mark)
        before = self.beside.cue_before(mark, kind)
        if before is not None and self._speaks(mark, kind, words, False):
            return self._add(mark, before, mark.after, "cue before")
        if self._title(mark):
            return None
        if kind in ("start", "stop", ":") and words >= 4 and self._sentence_like(mark):
            return self._free(mark, last)
        return None

    def _title(self, mark: Marked) -> bool:
        """Whether nearly all words between the marks begin in capitals: the title of a work."""
        found = [
            t
            for t in self.tree.text[mark.start : mark.end]
            if t[:1].isalpha() and (len(t) > 3 or t[:1].isupper())
        ]
        return len(found) >= 3 and sum(t[:1].isupper() for t in found) >= 0.85 * len(found)

    def _add(self, mark: Marked, at: CueAt, end: int, why: str) -> Spoken:
        parts = [self._part(m) for m in (*self.pending, mark)]
        spoken = Spoken(parts, at, at.source, at.source_span, end, False, why, [*self.pending, mark])
        self.taken.update(m.left for m in self.pending)
        self.pending = []
        limit = self.tree.paragraphs[self.tree.paragraph_of[mark.left]][1]
        spoken.open_sentence = end < limit and self.tree.text[end] in PAUSES
        self.found.append(spoken)
        self.taken.add(mark.left)
        return spoken

    def _part(self, mark: Marked) -> Span:
        """The words between the marks, without the comma before the cue."""
        end = mark.end
        while end > mark.start + 1 and (
            self.tree.text[end - 1] in PAUSES or self.tree.text[end - 1].isspace()
        ):
            end -= 1
        return mark.start, end

    def _append(self, spoken: Spoken, mark: Marked) -> Spoken:
        spoken.parts.append(self._part(mark))
        spoken.marks.append(mark)
        spoken.end = max(spoken.end, mark.after)
        spoken.open_sentence = False
        self.taken.add(mark.left)
        return spoken

    def _before(self, mark: Marked, paragraph: Span) -> str:
        """What stands before the opening mark: "start", "stop", ":", "," or "word"."""
        tree, k = self.tree, mark.left - 1
        while k >= paragraph[0] and tree.text[k].isspace():
            k -= 1
        if k < paragraph[0]:
            return "start"
        text = tree.text[k]
        if text in STOPS or (text.endswith(".") and tree.doc[mark.left].is_sent_start):
            return "stop"
        closed = self.by_right.get(k)
        if closed is not None and tree.text[k - 1] in STOPS:
            return "stop"
        if text == ":":
            return ":"
        return "," if text in PAUSES or text == ";" else "word"

    def _speaks(self, mark: Marked, kind: str, words: int, after: bool) -> bool:
        """Whether words beside a cue are a quotation rather than a title or a word put in marks."""
        if kind in ("start", "stop", ":"):
            return True
        if after and kind == "word":
            return False
        return words >= 2 or self.beside.last(mark) in STOPS or not after

    def _sentence_like(self, mark: Marked) -> bool:
        tree = self.tree
        return (
            self.beside.last(mark) in STOPS
            or self.beside.last(mark) in PAUSES
            or not mark.closed
            or (mark.after < len(tree.text) and tree.text[mark.after] in STOPS)
        )

    def _runs_on(self, previous: Spoken, mark: Marked, paragraph: Span) -> bool:
        """Whether `mark` opens the next paragraph of a quotation that was not closed."""
        return mark.left == paragraph[0] and not previous.marks[-1].closed

    def _continues(self, previous: Spoken, mark: Marked, paragraph: Span) -> bool:
        """Whether nothing but the attribution stands between the last part and `mark`."""
        tree = self.tree
        if previous.marks[-1].left < paragraph[0]:
            return False
        gap = range(previous.end, mark.left)
        if all(not tree.text[k][:1].isalnum() for k in gap):
            return True
        if not previous.open_sentence or any(tree.text[k] in STOPS for k in gap):
            return False
        if len(gap) > 12 or any(tree.pos[k] in ("VERB", "AUX", "CCONJ") for k in gap):
            return False
        return tree.text[mark.left - 1] in PAUSES

    def _free(self, mark: Marked, last: Spoken | None) -> Spoken | None:
        """A quotation without a cue: the last speaker goes on, or the subject of the last sentence speaks."""
        tree = self.tree
        low = mark.left - 1
        while low >= 0 and tree.text[low].isspace():
            low -= 1
        if low < 0:
            return None
        sentence = tree.sentence(low)
        source = self._speaking_subject(*sentence)
        here = tree.paragraph_of[mark.left]
        if (
            last is not None
            and last.source is not None
            and last.marks
            and here - tree.paragraph_of[last.marks[-1].left] <= 1
        ) and (source is None or last.end >= sentence[0] or tree.pos[source] == "PRON"):
            source = last.source
        if source is None:
            return None
        span = self.finder.source_words(source)
        spoken = Spoken([self._part(mark)], None, source, span, mark.after, False, "no cue", [mark], sentence)
        self.found.append(spoken)
        self.taken.add(mark.left)
        return spoken

    def _speaking_subject(self, low: int, high: int) -> int | None:
        """The subject of the sentence before a quotation, if it names somebody who can speak."""
        tree = self.tree
        for k in range(low, high):
            if tree.dep[k] == "nsubj":
                if tree.lower[k] in ("he", "she", "they", "one", "another") or (
                    tree.pos[k] == "PROPN" and tree.doc[k].ent_type_ in ("PERSON", "")
                ):
                    return k
                if tree.pos[k] == "NOUN" and (tree.lemma[k] in _PERSONS or tree.lemma[k].endswith(_AGENTS)):
                    return k
        return None

    def _nested(self, mark: Marked) -> None:
        """A quotation in a quotation: "He said, 'No.'"."""
        tree = self.tree
        outer = self.opened.get(mark.depth - 1)
        if outer is None:
            return
        low = max(tree.sentence(mark.left)[0], outer.start)
        high = mark.left
        if high <= low:
            return
        edge = tree.text[high - 1]
        at = (
            self.beside.last_cue(low, high - 1, edge == ":")
            if edge in (",", ":")
            else self.beside.adjacent(low, high, mark)
        )
        if (
            at is not None
            and at.source is not None
            and at.source >= outer.start
            and tree.lower[at.source] not in _ANYBODY
        ):
            spoken = Spoken(
                [self._part(mark)], at, at.source, at.source_span, mark.after, False, "nested", []
            )
            self.found.append(spoken)
            self.taken.add(mark.left)
