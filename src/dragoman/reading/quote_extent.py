"""How far the content of an attribution reaches: from the clause in the parse, repaired by punctuation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading.quote_tree import CLOSERS, OPENERS, Tree

if TYPE_CHECKING:
    from dragoman.reading.cues import CueAt, CueFinder
    from dragoman.reading.quotation_marks import Marked

Span = tuple[int, int]
_EDGE = frozenset({",", ".", ";", ":", "—", "–", "-", "--", "―", "…", "..."})
_ADDS = frozenset("which who whom whose where as contrary".split())
_ADVERBS = frozenset(
    "however meanwhile moreover though instead also nevertheless nonetheless furthermore".split()
)
_THAT = frozenset({"mark", "nsubj", "dobj", "det", "pobj", "advmod", "dep"})
"""What the parser calls the "that" before a clause, rightly or wrongly."""
_FOLLOWS = frozenset({"prep", "advmod", "npadvmod", "advcl", "dobj", "oprd", "dep", "prt"})
"""What hangs on a cue right behind its content belongs to the content."""
CLAUSAL = frozenset({"VERB", "AUX"})


class Extent:
    """Turns clauses and cues into content spans."""

    def __init__(self, tree: Tree, finder: CueFinder, marks: list[Marked]) -> None:
        self.tree = tree
        self.finder = finder
        self.marks = marks
        self.tails: dict[int, Span] = {}
        """Content by where a clause begins that was cut off behind it: ", as …", ", which …"."""
        self.inside: dict[int, Marked] = {}
        for mark in marks:
            for i in range(mark.left, mark.after):
                self.inside[i] = mark
        self.outer: dict[int, Marked] = {}
        for mark in marks:
            if mark.depth == 0:
                for i in range(mark.left, mark.after):
                    self.outer[i] = mark

    def bounds(self, i: int) -> Span:
        """The sentence of `i`, kept within the quotation in which `i` stands."""
        start, end = self.tree.sentence(i)
        mark = self.inside.get(i)
        if mark is not None:
            return max(start, mark.start), min(end, mark.end)
        while end < len(self.tree.text) and self.tree.paragraph_of[end] == self.tree.paragraph_of[i]:
            # The sentence ends within quoted words that began in it: it goes on behind them.
            across = self.outer.get(end - 1)
            if across is None or across.after <= end:
                break
            low, high = self.tree.sentence(min(across.after, len(self.tree.text) - 1))
            end = max(across.after, high if low < across.after else across.after)
        return start, end

    def trim(self, start: int, end: int, that: bool = True) -> Span | None:
        """Without punctuation, blanks, leading "that" and enclosing or unpaired marks at the edges."""
        text = self.tree.text
        changed = True
        while changed and start < end:
            changed = False
            first, last = text[start], text[end - 1]
            if (
                first in _EDGE
                or first.isspace()
                or (that and self.tree.lower[start] == "that" and self._is_mark(start))
            ):
                start, changed = start + 1, True
            elif first in OPENERS or first in CLOSERS:
                mark = self.inside.get(start)
                if (
                    mark is None
                    or mark.left != start
                    or mark.right >= end - 1
                    or (mark.depth > 0 and mark.right >= end)
                ) and not (first in "([" and ")" in text[start:end]):
                    start, changed = start + 1, True
            if start < end and not changed:
                last = text[end - 1]
                if last in _EDGE or last.isspace():
                    end, changed = end - 1, True
                elif last in CLOSERS or last in OPENERS:
                    mark = self.inside.get(end - 1)
                    closes = mark is not None and mark.right == end - 1 and mark.left >= start
                    if not closes and not (
                        last in ")]" and ("(" in text[start:end] or "[" in text[start:end])
                    ):
                        end, changed = end - 1, True
        return (start, end) if start < end else None

    def _is_mark(self, i: int) -> bool:
        return self.tree.dep[i] in _THAT and self.tree.tag[i] in ("IN", "DT", "WDT")

    def spread(self, at: CueAt, c: int, start: int) -> list[Span]:
        """From `start` to where the clause of `c` ends, with what the parser hung on the cue behind it."""
        tree = self.tree
        low, high = self.bounds(at.head)
        start = max(start, low, at.span[1] if start <= at.head else low)
        end = tree.edges(c)[1] + 1
        grown = True
        while grown and end < high:
            grown = False
            for k in tree.children[at.head]:
                first, last = tree.edges(k)
                joins = tree.dep[k] == "conj" and first >= end and self._continues(k, c)
                if joins and first <= end + 2:
                    end, grown = last + 1, True
                    break
                if tree.dep[k] == "ccomp" and end <= first <= end + 1 and not self._has_subject(k):
                    end, grown = last + 1, True
                    break
                if first == end and tree.dep[k] in _FOLLOWS:
                    end, grown = last + 1, True
            # The parser ended its sentence where the sentence goes on.
            if not grown and tree.doc[end].is_sent_start and tree.text[end] not in _EDGE:
                end = high
        # Where no comma or conjunction ends the clause, what follows belongs to it all the same.
        if (
            end < high
            and tree.text[end][:1].isalnum()
            and tree.pos[end] not in ("CCONJ", "SCONJ")
            and tree.text[end - 1] not in _EDGE
        ):
            while (
                end < high
                and tree.text[end] not in (",", ";", "—", "–", ":")
                and tree.pos[end] not in ("CCONJ",)
            ):
                end += 1
        end = self._joined(min(end, high), high)
        mark = self.outer.get(end - 1)
        if mark is not None and mark.left >= start and end < mark.after <= high:
            end = mark.after
        end = self._cut(at, start, end)
        start = self._after_date(c, start, end)
        span = self.trim(start, end)
        if span is not None and span[1] < len(tree.text):
            self.tails[span[1]] = span
        return [span] if span else []

    def _has_subject(self, c: int) -> bool:
        return any(self.tree.dep[k] in ("nsubj", "nsubjpass", "expl") for k in self.tree.children[c])

    def _after_date(self, c: int, start: int, end: int) -> int:
        """Past the day of speaking that the parser gives to the content: "said on Monday it stood ready"."""
        tree = self.tree
        subject = tree.child(c, "nsubj", "nsubjpass", "expl")
        if subject is None or not start < subject < end:
            return start
        first = tree.edges(subject)[0]
        between = range(start, first)
        if (
            0 < len(between) <= 5
            and all(
                tree.doc[k].ent_type_ in ("DATE", "TIME")
                or (k == start and tree.lower[k] in ("on", "in", "late", "early"))
                for k in between
            )
            and any(tree.doc[k].ent_type_ for k in between)
        ):
            return first
        return start

    def _joined(self, end: int, high: int) -> int:
        """Past further quoted words that "and" or "but" joins on: "… was grave, and “cannot stand”"."""
        tree = self.tree
        opened = self.outer.get(end)
        if opened is not None and opened.left == end and opened.after <= high:
            end = opened.after
        while end < high:
            k = end + 1 if tree.text[end] == "," else end
            if k >= high or tree.lower[k] not in ("and", "but", "or"):
                break
            k += 1
            if k < high and tree.pos[k] in ("ADP", "DET", "SCONJ"):
                k += 1
            mark = self.outer.get(k)
            if mark is None or mark.left != k or mark.after > high:
                break
            end = mark.after
        return end

    def _cut(self, at: CueAt, start: int, end: int) -> int:
        """Where the text goes on in its own voice: at ", which …", ", as … said", "and accused …"."""
        tree = self.tree
        for k in range(start + 2, end):
            if tree.text[k] == "," and k + 2 < end and k not in self.outer:
                following, lower = k + 1, tree.lower[k + 1]
                if lower in ("as", "according") or (
                    lower in _ADDS and tree.tag[following] != "IN" and self._to_the_end(following, end)
                ):
                    return k
                if self._adds_clause(following, end):
                    return k
            if (
                tree.dep[k] == "conj"
                and k > at.head
                and (self.finder.upper(k) is not None or self._other_report(at, k))
            ):
                cut = tree.edges(k)[0] if self._other_report(at, k) else k
                while cut > start and (tree.pos[cut - 1] in ("CCONJ", "ADV") or tree.text[cut - 1] == ","):
                    cut -= 1
                return cut
        return end

    def _to_the_end(self, k: int, end: int) -> bool:
        """Whether the aside that begins at `k` runs to the content's end, with nothing resumed behind it."""
        tree = self.tree
        verb = tree.head[k]
        if tree.lower[k] != "contrary" and tree.dep[verb] == "relcl" and tree.edges(verb)[1] < end - 2:
            return False
        return not any(
            tree.text[x] == "," and tree.dep[x + 1] not in ("relcl", "advcl") for x in range(k, end - 1)
        )

    def _adds_clause(self, k: int, end: int) -> bool:
        """Whether a concession or a further report begins at `k`: "although …", "arguing that …"."""
        tree = self.tree
        if tree.lower[k] in ("a", "an") and tree.lemma[k + 1] in self.finder.cues.nouns:
            # "…, a demand that Brazil has dismissed": the text's word for what was said.
            return tree.edges(k + 1)[1] >= end - 2 and any(
                tree.dep[x] in ("relcl", "acl", "ccomp") for x in tree.children[k + 1]
            )
        if tree.lower[k] in ("although", "though"):
            return tree.edges(tree.head[k])[1] >= end - 2
        if tree.tag[k] == "VBG" and tree.dep[k] == "advcl":
            cue = self.finder.verb(k)
            if cue is None or cue.sense != "speech":
                return False
            if "that" in cue.takes and any(tree.dep[x] == "ccomp" for x in tree.children[k]):
                return True
            return bool(cue.prepositions) and tree.edges(k)[1] >= end - 2
        return False

    def _other_report(self, at: CueAt, k: int) -> bool:
        """Whether the verb at `k` reports somebody else in the tense of the cue: "and Democrats accused"."""
        tree = self.tree
        subject = next((x for x in tree.children[k] if tree.dep[x] == "nsubj"), None)
        if subject is None or tree.tag[k] != "VBD" or tree.tag[at.head] != "VBD":
            return False
        if any(tree.dep[x] in ("aux", "mark") for x in tree.children[k]):
            return False
        cue = self.finder.verb(k)
        return (
            cue is not None
            and cue.sense == "speech"
            and any(tree.dep[x] in ("ccomp", "prep", "xcomp") and x > k for x in tree.children[k])
        )

    def _continues(self, k: int, c: int) -> bool:
        """Whether the verb at `k`, hung on the cue, is half of the content at `c`: "to go and stay"."""
        tree = self.tree
        if any(tree.dep[x] == "mark" and tree.lower[x] == "that" for x in tree.children[k]):
            return True
        bare = not any(
            tree.dep[x] in ("nsubj", "nsubjpass", "aux", "auxpass") and tree.tag[x] != "TO"
            for x in tree.children[k]
        )
        return bare and tree.tag[k] == "VB" and tree.tag[c] == "VB"

    def around(self, group: Span, anchor: int, rightwards: bool = True) -> list[Span]:
        """The sentence without the words of `group` ("he said", "according to NATO"), cut at its clause."""
        tree = self.tree
        low, high = self.bounds(anchor)
        low, high = self._clause_bounds(group, low, high)
        left = self.trim(low, group[0]) if group[0] > low else None
        right = self.trim(group[1], high, that=False) if rightwards and group[1] < high else None
        if left and right and not self._resumes(right, left):
            right = None
        if left and tree.lower[left[0]] in ("and", "but", "or", "so", "yet") and left[1] - left[0] > 1:
            left = self.trim(left[0] + 1, left[1])
        if left is None and right and tree.lower[right[0]] in _ADVERBS and tree.text[right[0] + 1] == ",":
            right = self.trim(right[0] + 1, right[1])
        return [s for s in (left, right) if s]

    def _clause_bounds(self, group: Span, low: int, high: int) -> Span:
        """Semicolons, and conjunctions that join whole clauses right before the group, bound the content."""
        tree = self.tree
        for k in range(group[0] - 1, low - 1, -1):
            if tree.text[k] in (";", "―", "—") and k < group[0] - 1 and k not in self.outer:
                low = k + 1
                break
        after = group[1] + 1
        if (after < high and tree.pos[after] in CLAUSAL) or tree.lower[after : after + 1] == ["not"]:
            # "but Ankara, he said, has not replied": back to where the clause of this verb begins.
            for k in range(group[0] - 2, low, -1):
                if tree.pos[k] in CLAUSAL:
                    break
                if tree.pos[k] == "CCONJ" and tree.dep[k] == "cc" and tree.pos[tree.head[k]] in CLAUSAL:
                    low = k + 1
                    break
        for k in range(group[1] + 1, high):
            if tree.text[k] == ";" and k not in self.outer:
                high = k
                break
        return low, high

    def _resumes(self, right: Span, left: Span) -> bool:
        """Whether the words after the cue go on with what the words before it began."""
        tree = self.tree
        first = right[0]
        if tree.tag[first] == "VBG" and self.finder.verb(first) is not None:
            return False
        if tree.lower[first] == "contrary":
            return False
        whole = any(
            tree.pos[k] in CLAUSAL
            and any(tree.dep[x] in ("nsubj", "nsubjpass", "expl") for x in tree.children[k])
            and tree.dep[k] not in ("relcl", "advcl", "acl")
            for k in range(*left)
        )
        if (
            whole
            and tree.pos[first] in ("ADP", "DET", "NUM")
            and not any(
                tree.pos[k] in CLAUSAL and tree.dep[k] in ("ROOT", "conj", "ccomp") for k in range(*right)
            )
        ):
            return False
        if (
            whole
            and tree.lower[first] == "and"
            and any(tree.dep[k] in ("nsubj", "nsubjpass") for k in range(first, min(first + 8, right[1])))
        ):
            return False
        return not (whole and tree.lower[first] in ("who", "which", "whose", "as", "when", "where"))

    def clausal(self, spans: list[Span]) -> list[Span]:
        """The spans if there is a verb in them: "On Friday morning, he said" tells nothing yet."""
        return (
            spans if any(self.tree.pos[k] in ("VERB", "AUX") for s, e in spans for k in range(s, e)) else []
        )
