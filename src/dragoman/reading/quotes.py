"""Who said what: the component that fills `doc._.quotes`.

Marks are paired first, over whole paragraphs; each quotation in them gets the cue beside it. Then
clauses under cues in the parse, asides ("the minister said") and "according to" give indirect
speech. Records with the same cue are joined; words in marks that stand in a paraphrase with a cue
of naming ("hailed it as “…”") are quotations, other words in marks are not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading.cues import CueAt, CueFinder
from dragoman.reading.drafts import Mention, PartyDraft, QuoteDraft, knowledge_of, mentions_by_head
from dragoman.reading.quotation_marks import Marked, pair_marks, paragraphs_of
from dragoman.reading.quote_content import ContentReader
from dragoman.reading.quote_direct import DirectReader, Spoken
from dragoman.reading.quote_fragments import FragmentReader
from dragoman.reading.quote_headings import HeadingReader
from dragoman.reading.quote_indirect import IndirectReader
from dragoman.reading.quote_tree import Tree

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from dragoman.knowledge.cues import Cues
    from dragoman.records import QuoteKind

Span = tuple[int, int]


class Quotes:
    """Sets `doc._.quotes` to a list of `QuoteDraft`, in the order of their content."""

    def __init__(self, cues: Cues | None = None) -> None:
        self._cues = cues

    def __call__(self, doc: Doc) -> Doc:
        doc._.quotes = read_quotes(doc, self._cues or knowledge_of(doc).cues)
        return doc


def make_quotes(nlp: Language, name: str) -> Quotes:
    """The component `dragoman_quotes`. It needs a parser and lemmas; `doc._.mentions` is used if filled."""
    return Quotes()


def read_quotes(doc: Doc, cues: Cues) -> list[QuoteDraft]:
    """All attributions of `doc`, by the start of their content."""
    if not len(doc):
        return []
    paragraphs = paragraphs_of(doc)
    tree = Tree(doc, paragraphs)
    marks = pair_marks(doc, paragraphs, tree.text)
    finder = CueFinder(tree, cues)
    content = ContentReader(tree, finder, marks)
    turns = HeadingReader(tree, content, DirectReader(tree, finder, marks)).turns()
    if turns:
        # the mark that opens each turn of a transcript sets off the turn, and no quotation
        marks = [m for m in marks if m.left not in turns]
        content = ContentReader(tree, finder, marks)
    direct = DirectReader(tree, finder, marks)
    spoken = direct.read()
    used = {s.at.head for s in spoken if s.at is not None}
    indirect = IndirectReader(tree, finder, content).read(used)
    headed = HeadingReader(tree, content, direct).read()
    taken = {at.head for at, _ in headed}
    indirect = [hit for hit in indirect if hit[0].head not in taken] + headed
    indirect = _without_own_thoughts(tree, indirect)
    told = [span for _, spans in indirect for span in spans]
    loose = [
        m for m in marks
        if m.depth == 0 and m.left not in direct.taken and not any(s <= m.start < e for s, e in told)
    ]  # fmt: skip
    indirect += FragmentReader(tree, finder, content).read(loose)
    return _Records(doc, tree, marks, content).build(spoken, indirect)


def _without_own_thoughts(tree: Tree, hits: list[tuple[CueAt, list[Span]]]) -> list[tuple[CueAt, list[Span]]]:
    """Leave out what a speaker says of his own mind: "she said she hoped to win" is one report, not two."""
    kept = []
    for at, spans in hits:
        unreal = not at.noun and tree.tag[at.head] == "VB" and _unreal(tree, at.head)
        if unreal and any(s <= at.head < e for o, held in hits if o is not at for s, e in held):
            continue  # "said Tehran might ask them to leave": nothing has been asked
        own = at.cue.sense in ("intention", "belief") and not at.noun and at.source is not None
        if own and tree.pos[at.source or 0] == "PRON" and tree.lower[at.source or 0] not in _OTHERS:
            outer = next((o for o, held in hits if o is not at and _directly_under(tree, o, at, held)), None)
            if outer is not None and outer.source is not None:
                continue
        kept.append((at, spans))
    return kept


def _unreal(tree: Tree, verb: int) -> bool:
    """Whether a verb stands in the infinitive or under a modal."""
    return any(tree.tag[c] in ("TO", "MD") for c in tree.children[verb])


def _directly_under(tree: Tree, outer: CueAt, at: CueAt, held: list[Span]) -> bool:
    """Whether the cue `at` is the main verb of what the cue `outer` reports."""
    if not any(s <= at.head < e for s, e in held) or outer.cue.sense not in ("speech", "writing"):
        return False
    top = at.head
    for _ in range(4):
        if tree.head[top] == outer.head:
            return True
        if tree.dep[top] not in ("conj", "xcomp", "acomp"):
            return False
        top = tree.head[top]
    return False


_OTHERS = frozenset({"who", "which", "that", "everyone", "nobody", "somebody", "many", "some", "others"})


class _Records:
    """Makes drafts of what the readers found."""

    def __init__(self, doc: Doc, tree: Tree, marks: list[Marked], content: ContentReader) -> None:
        self.doc = doc
        self.tree = tree
        self.marks = marks
        self.content = content
        self.outer = content.outer
        self.by_head: dict[int, Mention] = mentions_by_head(doc) if doc._.mentions else {}
        self.strangers: dict[str, PartyDraft] = {}
        """Speakers that no mention covers, by their words."""

    def build(self, spoken: list[Spoken], indirect: list[tuple[CueAt, list[Span]]]) -> list[QuoteDraft]:
        by_cue: dict[int, QuoteDraft] = {}
        drafts: list[QuoteDraft] = []
        for one in spoken:
            if one.at is None and self._goes_on(one, indirect):
                continue
            cue = one.at.span if one.at is not None else None
            if one.why == "cue before" and one.at is not None:
                one.parts = self._with_subject(one.at, one.parts)
            draft = self._draft(one.parts, cue, one.source, one.source_span, one.why)
            drafts.append(draft)
            if one.at is not None:
                by_cue[one.at.head] = draft
        for at, spans in indirect:
            known = by_cue.get(at.head)
            if known is not None:
                if known.why != "cue before":
                    continue
                fresh = [s for s in spans if not any(s[0] < e and b < s[1] for b, e in known.content)]
                if fresh and len(fresh) == len(spans):
                    known.content = sorted(known.content + fresh)
                    known.kind = self._kind(known.content, at.head)
                continue
            drafts.append(self._draft(spans, at.span, at.source, at.source_span, "clause"))
        drafts.sort(key=lambda d: (d.content[0], d.cue or (0, 0)))
        return drafts

    def _with_subject(self, at: CueAt, parts: list[Span]) -> list[Span]:
        """The parts with the words before the cue that they complete: "The junta, he said, “is dead”"."""
        tree = self.tree
        start = min(at.head, at.source_span[0] if at.source_span else at.head)
        low, _ = self.content.bounds(at.head)
        if start - 1 <= low or tree.text[start - 1] != "," or at.head in self.outer:
            return parts
        first = parts[0][0]
        predicate = tree.pos[first] in ("VERB", "AUX") and tree.tag[first] != "VBG"
        condition = tree.lower[low] in ("if", "unless")
        if not predicate and not condition and not any(k in self.outer for k in range(low, start)):
            return parts
        span = self.content.trim(low, start)
        return [span, *parts] if span and tree.text[first][:1].islower() else parts

    def _goes_on(self, one: Spoken, indirect: list[tuple[CueAt, list[Span]]]) -> bool:
        """Whether a quotation without a cue goes on with the report in the sentence before; it joins that."""
        if one.behind is None:
            return False
        low, high = one.behind
        near = [
            (at, spans)
            for at, spans in indirect
            if low <= at.head < high and not at.noun and at.cue.sense in ("speech", "writing")
            if at.source is not None and at.head not in self.outer
        ]
        if not near:
            return False
        at, spans = max(near, key=lambda x: sum(e - s for s, e in x[1]))
        if self.tree.paragraph_of[low] != self.tree.paragraph_of[one.parts[0][0]]:
            one.source, one.source_span = at.source, at.source_span
            return False
        spans.extend(p for p in one.parts if not any(s < p[1] and p[0] < e for s, e in spans))
        spans.sort()
        return True

    def _draft(
        self, spans: list[Span], cue: Span | None, source: int | None, words: Span | None, why: str
    ) -> QuoteDraft:
        kind = self._kind(spans, cue[0] if cue is not None else -1)
        mention = self._mention(source, words)
        return QuoteDraft(spans, kind, cue, mention, words, why)

    def _mention(self, source: int | None, words: Span | None) -> Mention | None:
        """The mention of the speaker: at the head of the words, or the widest that covers it."""
        if source is None or not self.by_head:
            return None
        found = self.by_head.get(source)
        if words is not None and (found is None or found.form != "name"):
            # "its spokeswoman, Ingrid Haverkamp": the name says more than the office.
            for k in range(words[1] - 1, words[0] - 1, -1):
                named = self.by_head.get(k)
                if self.tree.dep[k] == "appos" and named is not None and named.form == "name":
                    return named
        if found is not None:
            return found
        covering = [m for m in self.doc._.mentions if m.start <= source < m.end]
        if covering:
            return max(covering, key=lambda m: m.end - m.start)
        return self._stranger(source, words) if words is not None else None

    def _stranger(self, source: int, words: Span) -> Mention | None:
        """A party for a speaker who is none by his words: "organisers said"; of a paper, whose it is."""
        tree = self.tree
        if tree.tag[source] not in ("NN", "NNS"):
            return None
        for k in tree.children[source]:
            owners = [k] if tree.dep[k] == "poss" else tree.children[k] if tree.lower[k] == "by" else []
            for owner in owners:
                if owner in self.by_head and self.by_head[owner].parties:
                    return self.by_head[owner]
        start = words[0]
        while start < source and tree.pos[start] in ("DET", "PRON", "ADP", "PUNCT"):
            start += 1
        name = self.doc[start : max(source + 1, words[1])].text.strip(" ,.")
        known = self.strangers.get(name.lower())
        if known is None:
            plural = tree.tag[source] == "NNS"
            known = PartyDraft(name, kind="group" if plural else "unknown", plural=plural)
            self.strangers[name.lower()] = known
            self.doc._.parties = [*self.doc._.parties, known]
        mention = Mention(start, max(source + 1, words[1]), source, (known,), "description", "speaks")
        known.mentions.append(mention)
        self.doc._.mentions = sorted([*self.doc._.mentions, mention], key=lambda m: (m.start, m.end, m.head))
        self.by_head[source] = mention
        return mention

    def _kind(self, spans: list[Span], cue: int) -> QuoteKind:
        """direct, mixed or indirect by which of the words stand in marks that the cue is outside of."""
        text = self.tree.text
        around = self.outer.get(cue)
        inner: list[Marked] | None = None
        if around is not None and around.holds(cue):
            # The report itself stands in marks: only marks within those, and not around the cue, count.
            inner = [m for m in self.marks if around.left < m.left < around.right and not m.holds(cue)]
        quoted = plain = 0
        for start, end in spans:
            for k in range(start, end):
                if not text[k][:1].isalnum():
                    continue
                held = k in self.outer if inner is None else any(m.holds(k) for m in inner)
                quoted += held
                plain += not held
        return "indirect" if not quoted else "mixed" if plain else "direct"
