"""Direct speech: each quotation in marks gets the cue and speaker beside it, before, after or a line above."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.reading.cues import CueAt
from dragoman.reading.quote_tree import CLOSERS, NOMINAL, OPENERS, STOPS

if TYPE_CHECKING:
    from dragoman.reading.cues import CueFinder
    from dragoman.reading.quotation_marks import Marked
    from dragoman.reading.quote_tree import Tree

Span = tuple[int, int]
_DASHES = frozenset({"—", "–", "--", "―", "-"})
_PAUSES = frozenset({",", *_DASHES})
_WINDOW = 45
_ANYBODY = frozenset({"i", "me", "you", "we", "us", "people", "anyone", "anybody", "everyone", "everybody", "some"})
"""Speakers of words that a quotation only plays through: "people say, '…'"."""


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
        self.found: list[Spoken] = []
        self.taken: set[int] = set()
        """Ids of the marks that are direct speech."""

    def read(self) -> list[Spoken]:
        last: Spoken | None = None
        for mark in self.marks:
            if mark.depth:
                self._nested(mark)
                continue
            last = self._outer(mark, last) or last
        return self.found

    # One quotation

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
        after = self._cue_after(mark, paragraph, kind)
        if after is not None and self._speaks(mark, kind, words, True):
            if previous and self._continues(previous, mark, paragraph) and after.head < previous.end:
                return self._append(previous, mark)
            return self._add(mark, after, self._attribution_end(after, mark), "cue after")
        if previous is not None and self._continues(previous, mark, paragraph):
            return self._append(previous, mark)
        before = self._cue_before(mark, paragraph, kind)
        if before is not None and self._speaks(mark, kind, words, False):
            return self._add(mark, before, mark.after, "cue before")
        signed = self._signature(mark, paragraph)
        if signed is not None and words >= 3:
            return self._add(mark, signed, paragraph[1], "signature")
        if self._title(mark):
            return None
        if kind in ("start", "stop", ":") and words >= 4 and self._sentence_like(mark):
            return self._free(mark, last, paragraph, kind)
        return None

    def _title(self, mark: Marked) -> bool:
        """Whether nearly all words between the marks begin in capitals: the title of a work."""
        found = [t for t in self.tree.text[mark.start : mark.end] if t[:1].isalpha() and (len(t) > 3 or t[:1].isupper())]
        return len(found) >= 3 and sum(t[:1].isupper() for t in found) >= 0.85 * len(found)

    def _signature(self, mark: Marked, paragraph: Span) -> CueAt | None:
        """"“…” ― Ana Ruiz": a dash and a name behind the quotation end the paragraph."""
        from dragoman.knowledge.cues import Cue

        tree, k = self.tree, mark.after
        if tree.text[k - 1][-1:] in _DASHES and mark.closed:
            k -= 1
        while k < paragraph[1] and tree.text[k].isspace():
            k += 1
        if k + 1 >= paragraph[1] or tree.text[k][-1:] not in _DASHES:
            return None
        names = [x for x in range(k + 1, min(paragraph[1], k + 4)) if tree.text[x][:1].isupper()]
        if not names or paragraph[1] - k > 25 or any(tree.pos[x] == "VERB" for x in names):
            return None
        end = next((x for x in range(k + 1, paragraph[1]) if tree.text[x] in (",", "(", ".", ";")), paragraph[1])
        cue = Cue(tree.text[k], "speech", frozenset({"quote"}))
        first = next(x for x in range(k + 1, end) if not tree.text[x].isspace())
        return CueAt(k, (k, k + 1), cue, end - 1, (first, end))

    def _add(self, mark: Marked, at: CueAt, end: int, why: str) -> Spoken:
        spoken = Spoken([(mark.start, mark.end)], at, at.source, at.source_span, end, False, why, [mark])
        limit = self.tree.paragraphs[self.tree.paragraph_of[mark.left]][1]
        spoken.open_sentence = end < limit and self.tree.text[end] in _PAUSES
        self.found.append(spoken)
        self.taken.add(mark.left)
        return spoken

    def _append(self, spoken: Spoken, mark: Marked) -> Spoken:
        spoken.parts.append((mark.start, mark.end))
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
        if any(m.right == k and m.closed and tree.text[k - 1] in STOPS for m in self.marks if m.right <= k):
            return "stop"
        if text == ":":
            return ":"
        return "," if text in _PAUSES or text == ";" else "word"

    def _speaks(self, mark: Marked, kind: str, words: int, after: bool) -> bool:
        """Whether words beside a cue are a quotation rather than a title or a word put in marks."""
        if kind in ("start", "stop", ":"):
            return True
        if after and kind == "word":
            return False
        return words >= 2 or self._last(mark) in STOPS or not after

    def _last(self, mark: Marked) -> str:
        """The last token within the marks, inner closing marks aside."""
        k = mark.end - 1
        while k > mark.start and self.tree.text[k] in CLOSERS - {")", "]"}:
            k -= 1
        return self.tree.text[k]

    def _sentence_like(self, mark: Marked) -> bool:
        tree = self.tree
        return self._last(mark) in STOPS or self._last(mark) in _PAUSES or not mark.closed or (
            mark.after < len(tree.text) and tree.text[mark.after] in STOPS
        )

    # Parts of one quotation

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
        return tree.text[mark.left - 1] in _PAUSES

    # Cues

    def _quoting(self, k: int) -> bool:
        """Whether the token at `k` is a verb that stands beside direct speech."""
        if self.tree.lemma[k] not in self.finder.cues.verbs or not self.finder.is_verb(k):
            return False
        cue = self.finder.verb(k)
        return cue is not None and "quote" in cue.takes

    def _cue_after(self, mark: Marked, paragraph: Span, kind: str) -> CueAt | None:
        tree = self.tree
        if not mark.closed:
            return None
        last = self._last(mark)
        k = mark.after
        stopped = last in STOPS
        while k < paragraph[1] and (tree.text[k] in _PAUSES or tree.text[k].isspace()):
            stopped = False
            k += 1
        limit = min(paragraph[1], k + _WINDOW)
        limit = next((x for x in range(k, limit) if tree.text[x] in STOPS or self._opens_long(x)), limit)
        if k >= limit:
            return None
        paused = last in _PAUSES or tree.text[mark.after] in _PAUSES
        if not paused and not stopped:
            return None
        return self._inverted(k, limit) or (
            self._subject_first(k, limit, strict=stopped and last not in ("?", "!")) if paused or last in ("?", "!", "…", "...") else None
        )

    def _opens_long(self, x: int) -> bool:
        """Whether a quotation of more than two words opens at `x`."""
        return any(m.left == x and m.end - m.start > 2 for m in self.marks) if self.tree.text[x] in OPENERS else False

    def _inverted(self, k: int, limit: int) -> CueAt | None:
        """"said one of them": the verb comes first, its subject behind it."""
        tree = self.tree
        while k < limit and tree.pos[k] in ("ADV", "AUX") and not self._quoting(k):
            k += 1
        if k + 1 >= limit or not self._quoting(k):
            return None
        cue = self.finder.verb(k)
        assert cue is not None
        span = self.finder.verb_words(k, cue)
        first = span[1]
        subject = tree.child(k, "nsubj")
        if subject is None or subject < k:
            subject = self._nominal(first, limit)
        if subject is None or tree.pos[first] in ("ADP", "SCONJ", "VERB", "PUNCT"):
            return None
        return CueAt(k, span, cue, subject, self._words(subject, first, limit))

    def _words(self, head: int, low: int, high: int) -> Span:
        start, end = self.tree.noun_phrase(head)
        start, end = max(start, low), min(end, high)
        return (start, end) if start < end else (head, head + 1)

    def _nominal(self, first: int, limit: int) -> int | None:
        """The head of the noun phrase that begins at `first`."""
        tree, k = self.tree, first
        while k < limit and tree.pos[k] in ("DET", "ADJ", "NUM", "ADV", "PART", "PUNCT") and tree.text[k] not in (",", ".", ":"):
            k += 1
        if k >= limit or tree.pos[k] not in NOMINAL:
            return None
        while k + 1 < limit and tree.pos[k + 1] in ("NOUN", "PROPN"):
            k += 1
        return k

    def _subject_first(self, k: int, limit: int, strict: bool) -> CueAt | None:
        """"one of the ministers told reporters": the first quoting verb that a subject precedes."""
        tree, first = self.tree, k
        for x in range(k, limit):
            if tree.pos[x] in ("VERB", "AUX") and x > first:
                if self._quoting(x) and tree.dep[x] not in ("relcl", "acl", "amod"):
                    return self._with_subject(x, first, limit)
                if tree.pos[x] == "VERB" and tree.dep[x] not in ("relcl", "acl", "amod", "advcl", "xcomp") and not self._leads_on(x, limit):
                    return None
        for x in range(k + 1, limit):
            if self._quoting(x):
                return self._with_subject(x, first, limit)
        return None

    def _leads_on(self, x: int, limit: int) -> bool:
        """Whether the verb at `x` only leads to a quoting one: "began by saying", "went on to say"."""
        tree = self.tree
        return any(self._quoting(y) and tree.dep[y] in ("xcomp", "pcomp", "conj", "advcl") for y in range(x + 1, min(limit, x + 8)))

    def _with_subject(self, x: int, first: int, limit: int) -> CueAt | None:
        tree, cue = self.tree, self.finder.verb(x)
        if cue is None:
            return None
        subject = self.finder.verb_source(x)
        if subject is None or not first <= subject < limit:
            heads = [y for y in range(first, x) if tree.pos[y] in NOMINAL and not (first <= tree.head[y] < x)]
            subject = heads[0] if heads else self._nominal(first, x)
        if subject is None:
            return None
        return CueAt(x, self.finder.verb_words(x, cue), cue, subject, self._words(subject, first, limit))

    def _attribution_end(self, at: CueAt, mark: Marked) -> int:
        """Where the attribution clause behind a quotation ends: at its full stop, or the comma before a next part."""
        tree = self.tree
        limit = tree.paragraphs[tree.paragraph_of[mark.left]][1]
        k = first = max(at.span[1], at.source_span[1] if at.source_span else 0)
        while k < limit and tree.text[k] not in STOPS and tree.text[k] not in OPENERS - {"(", "["}:
            if tree.text[k].endswith(".") and k + 1 < limit and tree.text[k + 1] in OPENERS:
                return k + 1
            k += 1
        if k < limit and tree.text[k] in STOPS:
            return k + 1
        # Another part follows in the same sentence: end at the pause before it, unless a new clause has begun.
        clause = any(
            (tree.dep[x] in ("ROOT", "conj", "ccomp") and tree.pos[x] in ("VERB", "AUX")) or tree.pos[x] == "CCONJ" and tree.dep[tree.head[x]] == "ROOT"
            for x in range(first, k)
        )
        if k < limit and tree.text[k - 1] in _PAUSES and not clause and k - first < 25:
            return k - 1
        return next((x for x in range(first, k) if tree.text[x] in _PAUSES), first)

    def _cue_before(self, mark: Marked, paragraph: Span, kind: str) -> CueAt | None:
        """The cue that leads up to the opening mark, in the same sentence or in the paragraph above."""
        tree = self.tree
        if kind == "start":
            above = tree.paragraph_of[mark.left] - 1
            if above < 0:
                return None
            low, high = tree.paragraphs[above]
            while high > low and tree.text[high - 1].isspace():
                high -= 1
            if tree.text[high - 1] not in (":", ","):
                return None
            return self.last_cue(max(low, tree.sentence(high - 1)[0]), high - 1, far=tree.text[high - 1] == ":")
        if kind == "stop":
            return None
        low = tree.sentence(mark.left)[0]
        high = mark.left
        while high > low and tree.text[high - 1].isspace():
            high -= 1
        edge = tree.text[high - 1]
        if kind in (":", ","):
            return self.last_cue(low, high - 1, far=edge == ":")
        return self._adjacent(low, high, mark)

    def last_cue(self, low: int, high: int, far: bool) -> CueAt | None:
        """The last quoting verb between `low` and `high` with no other clause behind it, or a noun before a colon."""
        tree = self.tree
        for k in range(high - 1, low - 1, -1):
            if self._quoting(k) and not (tree.tag[k] == "VBN" and tree.dep[k] in ("amod", "acl")):
                if not far and any(tree.dep[c] == "ccomp" and k < c < high for c in tree.children[k]):
                    return None
                return self._with_subject_before(k, low, high)
            if not far and tree.pos[k] == "VERB" and tree.dep[k] not in ("relcl", "acl", "amod", "advcl", "pcomp", "xcomp"):
                return None
        if far:
            return self._noun_cue(low, high)
        return None

    def _with_subject_before(self, k: int, low: int, high: int) -> CueAt | None:
        tree, cue = self.tree, self.finder.verb(k)
        if cue is None:
            return None
        subject = self.finder.verb_source(k)
        if subject is None or not low <= subject < high:
            behind = self._nominal(k + 1, high) if k == low or tree.text[k - 1] in _PAUSES else None
            if behind is not None:
                return CueAt(k, self.finder.verb_words(k, cue), cue, behind, self._words(behind, k + 1, high))
        if subject is None and not self.finder.is_passive(k):
            heads = [y for y in range(low, k) if tree.pos[y] in NOMINAL and tree.dep[y] in ("nsubj", "nsubjpass", "ROOT")]
            subject = heads[-1] if heads else None
        if subject is None:
            return None
        return CueAt(k, self.finder.verb_words(k, cue), cue, subject, self.finder.source_words(subject))

    def _noun_cue(self, low: int, high: int) -> CueAt | None:
        """"his message to the strikers was simple:", "a statement by the ministry:"."""
        tree, nouns = self.tree, self.finder.cues.nouns
        for k in range(low, high):
            if tree.lemma[k] in nouns and tree.pos[k] == "NOUN":
                source = self.finder.noun_source(k)
                if source is not None and low <= source < high:
                    return CueAt(k, (k, k + 1), nouns[tree.lemma[k]], source, self.finder.source_words(source), True)
        return None

    def _adjacent(self, low: int, high: int, mark: Marked) -> CueAt | None:
        """A quoting verb right before the mark, or with only its listener or an adverb between."""
        tree = self.tree
        for k in range(high - 1, max(low, high - 7) - 1, -1):
            if self._quoting(k):
                if (tree.tag[k] in ("VBN",) and tree.dep[k] in ("amod", "acl")) or self._goes_on(mark):
                    return None
                return self._with_subject_before(k, low, high)
            if tree.pos[k] not in ("NOUN", "PROPN", "PRON", "ADP", "DET", "ADV", "ADJ", "NUM", "PART"):
                return None
            if mark.closed and self._goes_on(mark):
                return None
            if k == high - 1 and tree.pos[k] in ("ADP", "DET", "ADJ", "SCONJ", "PART") and tree.tag[k] != "RP":
                return None
        return None

    def _goes_on(self, mark: Marked) -> bool:
        """Whether the clause runs on behind the closing mark: then the marked words are a part of a paraphrase."""
        tree = self.tree
        if not mark.closed or mark.after >= len(tree.text) or self._last(mark) in STOPS:
            return False
        return tree.text[mark.after][:1].isalnum() and self._last(mark) not in _PAUSES

    # Quotations without a cue

    def _free(self, mark: Marked, last: Spoken | None, paragraph: Span, kind: str) -> Spoken | None:
        """A quotation beside no cue: the speaker of the quotation before, or the subject of the sentence before."""
        tree = self.tree
        low = mark.left - 1
        while low >= 0 and tree.text[low].isspace():
            low -= 1
        if low < 0:
            return None
        sentence = tree.sentence(low)
        source = self._speaking_subject(*sentence)
        here = tree.paragraph_of[mark.left]
        if last is not None and last.source is not None and last.marks and here - tree.paragraph_of[last.marks[-1].left] <= 1:
            if source is None or last.end >= sentence[0] or tree.pos[source] == "PRON":
                source = last.source
        if source is None:
            return None
        span = self.finder.source_words(source)
        spoken = Spoken([(mark.start, mark.end)], None, source, span, mark.after, False, "no cue", [mark], sentence)
        self.found.append(spoken)
        self.taken.add(mark.left)
        return spoken

    def _speaking_subject(self, low: int, high: int) -> int | None:
        """The subject of the sentence before a quotation, if it names somebody who can speak."""
        tree = self.tree
        for k in range(low, high):
            if tree.dep[k] == "nsubj" and not any(m.holds(k) for m in self.marks if m.depth == 0):
                if tree.pos[k] == "PROPN" or tree.lower[k] in ("he", "she", "they", "one", "another"):
                    return k
                if tree.pos[k] == "NOUN" and self.finder.verb(tree.head[k]) is not None:
                    return k
        return None

    def _nested(self, mark: Marked) -> None:
        """A quotation in a quotation: "He said, 'No.'"."""
        tree = self.tree
        outer = next((m for m in self.marks if m.depth == mark.depth - 1 and m.left < mark.left < m.right), None)
        if outer is None:
            return
        low = max(tree.sentence(mark.left)[0], outer.start)
        high = mark.left
        if high <= low:
            return
        edge = tree.text[high - 1]
        at = self.last_cue(low, high - 1, edge == ":") if edge in (",", ":") else self._adjacent(low, high, mark)
        if at is not None and at.source is not None and at.source >= outer.start and tree.lower[at.source] not in _ANYBODY:
            spoken = Spoken([(mark.start, mark.end)], at, at.source, at.source_span, mark.after, False, "nested", [])
            self.found.append(spoken)
            self.taken.add(mark.left)
