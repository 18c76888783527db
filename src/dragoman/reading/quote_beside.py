"""The cue beside a quotation in marks: behind it, before it, or at the end of the paragraph above."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.knowledge.cues import Cue
from dragoman.reading.cues import CueAt
from dragoman.reading.quote_tree import CLOSERS, NOMINAL, OPENERS, STOPS

if TYPE_CHECKING:
    from dragoman.reading.cues import CueFinder
    from dragoman.reading.quotation_marks import Marked
    from dragoman.reading.quote_tree import Tree

Span = tuple[int, int]
DASHES = frozenset({"—", "–", "--", "―", "-"})
PAUSES = frozenset({",", *DASHES})
_WINDOW = 45


class CueBeside:
    """Looks for the cue of a quotation, and its speaker, in the words around the marks."""

    def __init__(self, tree: Tree, finder: CueFinder, marks: list[Marked]) -> None:
        self.tree = tree
        self.finder = finder
        self.by_left = {m.left: m for m in marks}

    def _quoting(self, k: int) -> bool:
        """Whether the token at `k` is a verb that stands beside direct speech."""
        if self.tree.lemma[k] not in self.finder.cues.verbs or not self.finder.is_verb(k):
            return False
        cue = self.finder.verb(k)
        return cue is not None and "quote" in cue.takes

    def last(self, mark: Marked) -> str:
        """The last token within the marks, inner closing marks aside."""
        k = mark.end - 1
        while k > mark.start and self.tree.text[k] in CLOSERS - {")", "]"}:
            k -= 1
        return self.tree.text[k]

    def cue_after(self, mark: Marked, paragraph: Span) -> CueAt | None:
        """The cue that follows the closing mark in its `paragraph`: "“…,” said one of them"."""
        tree = self.tree
        if not mark.closed:
            return None
        last = self.last(mark)
        k = mark.after
        stopped = last in STOPS
        while k < paragraph[1] and (tree.text[k] in PAUSES or tree.text[k].isspace()):
            stopped = False
            k += 1
        limit = min(paragraph[1], k + _WINDOW)
        limit = next((x for x in range(k, limit) if tree.text[x] in STOPS or self._opens_long(x)), limit)
        if k >= limit:
            return None
        paused = last in PAUSES or tree.text[mark.after] in PAUSES
        if not paused and not stopped:
            return None
        return self._inverted(k, limit) or (
            self._subject_first(k, limit) if paused or last in ("?", "!", "…", "...") else None
        )

    def _opens_long(self, x: int) -> bool:
        """Whether a quotation of more than two words opens at `x`."""
        mark = self.by_left.get(x)
        return mark is not None and mark.end - mark.start > 2

    def _inverted(self, k: int, limit: int) -> CueAt | None:
        """ "said one of them": the verb comes first, its subject behind it."""
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
        start, end = self.tree.named(head)
        start, end = max(start, low), min(end, high)
        return (start, end) if start < end else (head, head + 1)

    def _nominal(self, first: int, limit: int) -> int | None:
        """The head of the noun phrase that begins at `first`."""
        tree, k = self.tree, first
        while (
            k < limit
            and tree.pos[k] in ("DET", "ADJ", "NUM", "ADV", "PART", "PUNCT")
            and tree.text[k] not in (",", ".", ":")
        ):
            k += 1
        if k >= limit or tree.pos[k] not in NOMINAL:
            return None
        while k + 1 < limit and tree.pos[k + 1] in ("NOUN", "PROPN"):
            k += 1
        return k

    def _subject_first(self, k: int, limit: int) -> CueAt | None:
        """ "one of the ministers told reporters": the first quoting verb that a subject precedes."""
        tree, first = self.tree, k
        for x in range(k, limit):
            if tree.pos[x] in ("VERB", "AUX") and x > first:
                if self._quoting(x) and tree.dep[x] not in ("relcl", "acl", "amod"):
                    return self._with_subject(x, first, limit)
                if tree.text[x][:1].isupper() and not self._quoting(x):
                    continue
                if (
                    tree.pos[x] == "VERB"
                    and tree.dep[x] not in ("relcl", "acl", "amod", "advcl", "xcomp")
                    and not self._leads_on(x, limit)
                ):
                    return None
        for x in range(k + 1, limit):
            if self._quoting(x):
                return self._with_subject(x, first, limit)
        return None

    def _leads_on(self, x: int, limit: int) -> bool:
        """Whether the verb at `x` only leads to a quoting one: "began by saying", "went on to say"."""
        tree = self.tree
        return any(
            self._quoting(y) and tree.dep[y] in ("xcomp", "pcomp", "conj", "advcl")
            for y in range(x + 1, min(limit, x + 8))
        )

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

    def attribution_end(self, at: CueAt, mark: Marked) -> int:
        """Where the attribution behind a quotation ends: at its full stop, or a comma before a next part."""
        tree = self.tree
        limit = tree.paragraphs[tree.paragraph_of[mark.left]][1]
        k = first = max(at.span[1], at.source_span[1] if at.source_span else 0)
        while k < limit and tree.text[k] not in STOPS and tree.text[k] not in OPENERS - {"(", "["}:
            if tree.text[k].endswith(".") and k + 1 < limit and tree.text[k + 1] in OPENERS:
                return k + 1
            k += 1
        if k < limit and tree.text[k] in STOPS:
            return k + 1
        # Another part follows in the sentence: end at the pause before it, unless a new clause began.
        clause = any(
            (tree.dep[x] in ("ROOT", "conj", "ccomp") and tree.pos[x] in ("VERB", "AUX"))
            or (tree.pos[x] == "CCONJ" and tree.dep[tree.head[x]] == "ROOT")
            for x in range(first, k)
        )
        if k < limit and tree.text[k - 1] in PAUSES and not clause and k - first < 25:
            return k - 1
        return next((x for x in range(first, k) if tree.text[x] in PAUSES), first)

    def cue_before(self, mark: Marked, kind: str) -> CueAt | None:
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
            return self.last_cue(
                max(low, tree.sentence(high - 1)[0]), high - 1, far=tree.text[high - 1] == ":"
            )
        if kind == "stop":
            return None
        low = tree.sentence(mark.left)[0]
        high = mark.left
        while high > low and tree.text[high - 1].isspace():
            high -= 1
        edge = tree.text[high - 1]
        if kind in (":", ","):
            return self.last_cue(low, high - 1, far=edge == ":")
        return self.adjacent(low, high, mark)

    def last_cue(self, low: int, high: int, far: bool) -> CueAt | None:
        """The last quoting verb in [low, high) with no other clause behind it, or a noun before a colon."""
        tree = self.tree
        for k in range(high - 1, low - 1, -1):
            if self._quoting(k) and not (tree.tag[k] == "VBN" and tree.dep[k] in ("amod", "acl")):
                if not far and any(tree.dep[c] == "ccomp" and k < c < high for c in tree.children[k]):
                    return None
                return self._with_subject_before(k, low, high)
            if (
                not far
                and tree.pos[k] == "VERB"
                and tree.dep[k] not in ("relcl", "acl", "amod", "advcl", "pcomp", "xcomp")
            ):
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
            behind = self._nominal(k + 1, high) if k == low or tree.text[k - 1] in PAUSES else None
            if behind is not None:
                return CueAt(k, self.finder.verb_words(k, cue), cue, behind, self._words(behind, k + 1, high))
        if subject is None and not self.finder.is_passive(k):
            heads = [
                y
                for y in range(low, k)
                if tree.pos[y] in NOMINAL and tree.dep[y] in ("nsubj", "nsubjpass", "ROOT")
            ]
            subject = heads[-1] if heads else None
        if subject is None:
            return None
        return CueAt(k, self.finder.verb_words(k, cue), cue, subject, self.finder.source_words(subject))

    def _noun_cue(self, low: int, high: int) -> CueAt | None:
        """ "his message to the strikers was simple:", "a statement by the ministry:"."""
        tree, nouns = self.tree, self.finder.cues.nouns
        for k in range(low, high):
            if tree.lemma[k] in nouns and tree.pos[k] == "NOUN":
                source = self.finder.noun_source(k)
                if source is not None and low <= source < high:
                    return CueAt(
                        k, (k, k + 1), nouns[tree.lemma[k]], source, self.finder.source_words(source), True
                    )
        return None

    def adjacent(self, low: int, high: int, mark: Marked) -> CueAt | None:
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
            if (
                k == high - 1
                and tree.pos[k] in ("ADP", "DET", "ADJ", "SCONJ", "PART")
                and tree.tag[k] != "RP"
            ):
                return None
        return None

    def _goes_on(self, mark: Marked) -> bool:
        """Whether the clause runs on behind the closing mark: the words are then a part of a paraphrase."""
        tree = self.tree
        if not mark.closed or mark.after >= len(tree.text) or self.last(mark) in STOPS:
            return False
        return tree.text[mark.after][:1].isalnum() and self.last(mark) not in PAUSES

    def signature(self, mark: Marked, paragraph: Span) -> CueAt | None:
        """ "“…” ― Ana Ruiz": a dash and a name behind the quotation end the paragraph."""
        tree, k = self.tree, mark.after
        if tree.text[k - 1][-1:] in DASHES and mark.closed:
            k -= 1
        while k < paragraph[1] and tree.text[k].isspace():
            k += 1
        if (
            k + 2 < paragraph[1]
            and tree.text[k] == ":"
            and mark.left == paragraph[0] == tree.paragraphs[0][0]
        ):
            # A headline: "‘No more excuses’: UN chief calls for action".
            head = self._nominal(k + 1, paragraph[1])
            if head is not None:
                return CueAt(k, (k, k + 1), Cue(":", "speech", frozenset({"quote"})), head, (k + 1, head + 1))
        if k + 1 >= paragraph[1] or tree.text[k][-1:] not in DASHES:
            return None
        names = [x for x in range(k + 1, min(paragraph[1], k + 4)) if tree.text[x][:1].isupper()]
        limit = next((x for x in range(k + 1, paragraph[1]) if self._opens_long(x)), paragraph[1])
        if not names or limit - k > 25 or any(tree.pos[x] == "VERB" for x in range(k + 1, limit)):
            return None
        end = next((x for x in range(k + 1, limit) if tree.text[x] in (",", "(", ".", ";")), limit)
        while end > names[0] + 1 and tree.text[end - 1].isspace():
            end -= 1
        cue = Cue(tree.text[k], "speech", frozenset({"quote"}))
        first = next((x for x in range(k + 1, end) if not tree.text[x].isspace()), end)
        if first >= end:
            return None
        return CueAt(k, (k, k + 1), cue, end - 1, (first, end))
