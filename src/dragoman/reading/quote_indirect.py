"""Indirect speech: clauses under verbs, nouns and adjectives, asides ("X, he said, Y"), "according to"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading.cues import CueAt
from dragoman.reading.quote_phrases import PhraseReader
from dragoman.reading.quote_tree import BREAKS, CLOSERS, STOPS

if TYPE_CHECKING:
    from dragoman.knowledge.cues import Cue
    from dragoman.reading.cues import CueFinder
    from dragoman.reading.quote_content import ContentReader
    from dragoman.reading.quote_tree import Tree

Span = tuple[int, int]
Found = tuple[CueAt, list[Span]]


class IndirectReader:
    """Finds attributions whose content is a clause or the sentence around the cue."""

    def __init__(self, tree: Tree, finder: CueFinder, content: ContentReader) -> None:
        self.tree = tree
        self.finder = finder
        self.content = content

    def read(self, used: set[int]) -> list[Found]:
        """All attributions with clausal content; the cues in `used` already stand beside direct speech."""
        tree, cues = self.tree, self.finder.cues
        found: list[Found] = []
        for i, lemma in enumerate(tree.lemma):
            hit: Found | None = None
            if lemma in cues.verbs and self.finder.is_verb(i):
                hit = self._verb(i, i in used)
            elif lemma in cues.nouns and tree.pos[i] in ("NOUN", "PROPN"):
                hit = self._noun(i)
            elif (lemma in cues.adjectives or tree.lower[i] in cues.adjectives) and tree.pos[i] in (
                "ADJ",
                "VERB",
            ):
                hit = self._adjective(i)
            if hit is not None and hit[1]:
                found.append(hit)
        found.extend(PhraseReader(tree, self.finder, self.content).read())
        return found

    # Verbs

    def _verb(self, i: int, quoting: bool) -> Found | None:
        cue = self.finder.verb(i)
        if cue is None:
            return None
        at = self.finder.at_verb(i, cue)
        if at.source is None or not self._may_nest(i, at):
            return None
        group = self._aside(i, at) if not quoting and "paren" in cue.takes else None
        spans = self._tail(i)
        if not spans and group is not None and self._bounded(group):
            spans = self._aside_content(i, group)
        if not spans:
            spans = self.content.of_verb(at)
        if not spans and group is not None:
            spans = self._aside_content(i, group)
        return (at, spans) if spans else None

    def _may_nest(self, i: int, at: CueAt) -> bool:
        """Inside direct speech only reports of what was said count, not each "I think", "we want"."""
        mark = self.content.outer.get(i)
        if mark is None or not mark.holds(i) or mark.end - mark.start < 5:
            return True
        tree = self.tree
        assert at.source is not None
        if at.cue.sense not in ("speech", "writing") or tree.tag[i] not in ("VBD", "VBZ", "VBP", "VBN", "VB"):
            return False
        if tree.lower[at.source] in ("you", "we", "people", "i") and not (
            tree.lower[at.source] == "i" and tree.tag[i] == "VBD"
        ):
            return False
        return (
            not any(tree.tag[c] == "TO" or tree.tag[c] == "MD" for c in tree.children[i])
            or tree.lemma[i] == "say"
        )

    def _bounded(self, group: Span) -> bool:
        """Whether the aside stands between commas, with words of the content before it."""
        tree = self.tree
        if tree.lower[group[0]] == "as":
            return True
        return (
            group[1] < len(tree.text) and tree.text[group[1]] in BREAKS and tree.text[group[0] - 1] in BREAKS
        )

    def _tail(self, i: int) -> list[Span]:
        """What stands before ", as Warsaw alleges", ", which the ministry denies" is alleged or denied."""
        tree = self.tree
        for k in range(i - 1, max(i - 12, 0), -1):
            if tree.lower[k] in ("as", "which") and tree.text[k - 1] == ",":
                told = self.content.tails.get(k - 1)
                verb = tree.head[k]
                if told is None or (tree.lower[k] == "which" and not (verb == i and tree.dep[k] == "dobj")):
                    return []
                if any(tree.dep[c] in ("ccomp", "xcomp") and c > i for c in tree.children[i]):
                    return []
                return [told]
        return []

    def _aside(self, i: int, at: CueAt) -> Span | None:
        """The words of ", he said" or ", said the minister on Monday," around the verb at `i`."""
        tree = self.tree
        low, high = self.content.bounds(i)
        source, words = at.source, at.source_span
        if tree.tag[i] not in ("VBD", "VBZ", "VBP") and not any(
            tree.dep[c] == "aux" and tree.tag[c] not in ("TO", "MD") for c in tree.children[i]
        ):
            return None
        if "obj" not in at.cue.takes and any(
            tree.dep[c] == "dobj" and c > i and c != source and tree.doc[c].ent_type_ not in ("DATE", "TIME")
            for c in tree.children[i]
        ):
            return None
        if source is None or words is None or not low <= source < high:
            return None
        start, end = min(words[0], i), i + 1
        whole = tree.edges(source)
        if source < i and whole[1] < i:
            start = min(start, max(whole[0], low))
        for c in tree.children[i]:
            if c < i and tree.dep[c] in ("aux", "advmod", "neg", "mark") and c >= low:
                first, last = tree.edges(c)
                if last >= start - 1:
                    start = min(start, first)
        if start > low and tree.lower[start - 1] in ("as", "so"):
            start -= 1
        if start == low and tree.lower[start] == "as":
            # "As Kovac told a newspaper, taxes will rise."
            end = next((k for k in range(i + 1, min(high, i + 12)) if tree.text[k] == ","), 0)
            told = any(tree.pos[k] in ("VERB", "AUX") for k in range(i + 1, end))
            return (start, end) if end and not told else None
        if start <= low or tree.text[start - 1] not in BREAKS:
            return None
        if tree.text[start - 1] in CLOSERS and tree.text[start - 2][-1:] not in ",.?!—…":
            return None
        # Behind the verb: nothing, or what tells to whom, when, how; then a comma or the end.
        if source > i:
            end = max(end, words[1])
        while (
            end < high
            and tree.text[end] not in BREAKS
            and tree.text[end] not in STOPS
            and tree.text[end] not in ";:"
        ):
            if tree.pos[end] in ("VERB", "AUX", "SCONJ", "CCONJ") and tree.tag[end] != "VBG":
                return None
            end += 1
            if end - i > 14:
                return None
        if end < high and tree.text[end] in (";", ":"):
            return None if tree.text[end] == ":" else (start, end)
        if end + 1 < high and tree.text[end] in BREAKS and source > i:
            # "said Burman, head of the centre." belongs to the speaker up to the end.
            stop = next((k for k in range(end + 1, high) if tree.text[k] in BREAKS), high)
            if not any(tree.pos[k] == "VERB" for k in range(end + 1, stop)) or tree.pos[end + 1] == "PRON":
                end = stop
        return start, end

    def _aside_content(self, i: int, group: Span) -> list[Span]:
        tree = self.tree
        first = tree.lower[group[0]]
        if first == "as" and tree.dep[i] == "advcl":
            # "denied that it had sent warheads, as Warsaw alleges": what the other denies is alleged.
            above = tree.head[i]
            cue = self.finder.verb(above)
            if cue is not None:
                told = self.content.of_verb(self.finder.at_verb(above, cue))
                told = [(s, min(e, group[0])) for s, e in told if s < group[0]]
                if told:
                    return [t for t in (self.content.trim(*s) for s in told) if t]
        relative = self._relative(i, group)
        if relative:
            return relative
        return self.content.clausal(self.content.around(group, i))

    def _relative(self, i: int, group: Span) -> list[Span]:
        """ "a video which, it claimed, showed ...": the relative clause without the aside."""
        tree = self.tree
        k = group[0] - 2
        if k > 0 and tree.lower[k] in ("who", "which", "that") and tree.tag[k] in ("WDT", "WP", "IN"):
            if tree.tag[k] == "IN":
                return []
            _low, high = self.content.bounds(i)
            end = min(group[1] + 1, len(tree.text))  # the aside may end the text
            last = tree.edges(tree.head[k])[1] + 1
            while (
                end < high
                and (end < last or tree.text[end] not in (",", ";", "—"))
                and tree.text[end] not in STOPS
            ):
                end += 1
            right = self.content.trim(group[1], end)
            return [right] if right else []
        return []

    # Nouns and adjectives

    def _noun(self, i: int) -> Found | None:
        tree, cue = self.tree, self.finder.cues.nouns[self.tree.lemma[i]]
        told = list(tree.children[i])
        above = tree.head[i]
        if tree.dep[i] == "nsubj" and tree.lemma[above] == "be":
            # "his fear is that …", "their plan is to …"
            told += [c for c in tree.children[above] if c > above and tree.dep[c] in ("ccomp", "xcomp")]
        for c in told:
            if c < i:
                continue
            dep, start = tree.dep[c], -1
            low = tree.edges(c)[0]
            if dep in ("acl", "ccomp", "relcl", "advcl", "xcomp") and self._has_to(c):
                if "to" in cue.takes:
                    start = next((k for k in tree.children[c] if tree.tag[k] == "TO"), c)
                if "for" in cue.askers and tree.lower[low] == "for":
                    start = low + 1
            elif (
                dep in ("acl", "ccomp")
                and "that" in cue.takes
                and tree.lower[low] == "that"
                and (tree.tag[low] == "IN" or tree.dep[low] == "mark")
            ) or (
                dep in ("acl", "ccomp")
                and "wh" in cue.takes
                and tree.lower[low] in ("whether", "if", "how", "why")
            ):
                start = low
            if start < 0 and tree.lower[c] == "by" and "that" in cue.takes:
                c, start = self._behind_agent(c)
            if start < 0:
                continue
            source = self.finder.noun_source(i)
            if source is None or (i < source and tree.dep[source] == "poss"):
                return None
            words = self.finder.source_words(source)
            if self._negated(i) or self._in_speech(i):
                return None
            at = CueAt(i, (i, i + 1), cue, source, words, noun=True)
            low, high = self.content.bounds(i)
            span = self.content.trim(max(start, low), min(tree.edges(c)[1] + 1, high))
            return (at, [span]) if span else None
        return None

    def _behind_agent(self, by: int) -> tuple[int, int]:
        """Head and start of a clause that hangs on the agent, "the claim by them that …"; or -1 twice."""
        tree = self.tree
        agent = tree.child(by, "pobj")
        if agent is not None:
            for k in tree.children[agent]:
                low = tree.edges(k)[0]
                if k > agent and tree.dep[k] in ("acl", "relcl", "ccomp") and tree.lower[low] == "that":
                    subject = tree.child(k, "nsubj", "nsubjpass", "expl")
                    if subject is not None and subject != low:
                        return k, low
        return -1, -1

    def _negated(self, i: int) -> bool:
        return any(self.tree.lower[c] in ("no", "any") for c in self.tree.children[i])

    def _in_speech(self, i: int) -> bool:
        """Whether token `i` stands inside a longer quotation in marks."""
        mark = self.content.outer.get(i)
        return mark is not None and mark.holds(i) and mark.end - mark.start >= 5

    def _has_to(self, c: int) -> bool:
        tree = self.tree
        return any(tree.tag[k] == "TO" and tree.dep[k] == "aux" for k in tree.children[c])

    def _adjective_cue(self, i: int) -> Cue:
        known = self.finder.cues.adjectives
        return known[self.tree.lower[i]] if self.tree.lower[i] in known else known[self.tree.lemma[i]]

    def _adjective(self, i: int) -> Found | None:
        tree, cue = self.tree, self._adjective_cue(i)
        verb = tree.head[i] if tree.dep[i] in ("acomp", "oprd") else i
        if verb == i and tree.dep[i] not in ("ROOT", "conj", "relcl", "ccomp", "acl", "advcl"):
            return None
        source = self.finder.subject(verb)
        if self._in_speech(i):
            return None
        if source is None or tree.lower[source] in ("it", "there", "that", "this", "what"):
            return None
        for c in tree.children[i]:
            if c < i:
                continue
            low, high = tree.edges(c)
            start = -1
            if (
                tree.dep[c] == "ccomp"
                and not self._has_to(c)
                and "that" in cue.takes
                and tree.pos[c] in ("VERB", "AUX")
            ):
                start = low
            elif tree.dep[c] in ("xcomp", "ccomp", "advcl") and self._has_to(c) and "to" in cue.takes:
                start = next((k for k in tree.children[c] if tree.tag[k] == "TO"), c)
            if start >= 0:
                bounds = self.content.bounds(i)
                span = self.content.trim(max(start, bounds[0]), min(high + 1, bounds[1]))
                if span:
                    return CueAt(i, (i, i + 1), cue, source, self.finder.source_words(source)), [span]
        return None
