"""Which words under a verb are the content of its attribution: clauses, infinitives, gerunds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading.quote_extent import CLAUSAL, Extent

if TYPE_CHECKING:
    from dragoman.reading.cues import CueAt

Span = tuple[int, int]
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj", "csubjpass", "mark"})
_VERBAL = frozenset({"aux", "auxpass", "cop", "mark", "ccomp", "dobj"})
_WH = frozenset("whether if what who whom whose which when where why how".split())


class ContentReader(Extent):
    """Reads the content spans that belong to a cue."""

    def of_verb(self, at: CueAt) -> list[Span]:
        """The content spans of a verb by its complements; empty where it has none that is content."""
        tree, takes, verb = self.tree, at.cue.takes, at.head
        for c in sorted(tree.children[verb], key=lambda c: (c < verb, c)):
            dep = tree.dep[c]
            if dep == "ccomp" and c > verb:
                spans = self._clause(at, c) or self._with_its_subject(at, c)
                if spans:
                    return spans
            elif dep == "advcl" and c > verb and "that" in takes and self._astray(at, c):
                return self.spread(at, c, self._subject_edge(c))
            elif dep in ("xcomp", "advcl") and c > verb:
                spans = self._infinitive(at, c)
                if spans:
                    return spans
            elif dep == "dobj" and c > verb and ("to" in takes or "obj-to" in takes):
                # "threatened the minister to", "asked both governments to": the infinitive under the object.
                for k in tree.children[c]:
                    if tree.dep[k] in ("acl", "relcl") and self._has_to(k) and "obj-to" in takes:
                        return self.spread(at, k, self._to(k))
            if dep == "dobj" and c > verb and at.cue.prepositions:
                for k in tree.children[c]:
                    spans = self._prepositional(at, k) if tree.dep[k] == "prep" else []
                    if spans:
                        return spans
            elif dep in ("prep", "dative", "prt") and c > verb and at.cue.prepositions | at.cue.askers:
                spans = self._prepositional(at, c)
                if spans:
                    return spans
        if ("that" in takes and not self.finder.is_passive(verb)) or takes >= {"that", "obj"}:
            spans = self._behind_that(at)
            if spans:
                return spans
        if "name" in takes:
            spans = self._named(at)
            if spans:
                return spans
        if at.cue.particle:
            # "let slip that …": the parser hangs the clause on the second word.
            for c in tree.children[verb + 1] if verb + 1 < len(tree.text) else ():
                if tree.dep[c] == "ccomp" and c > verb:
                    return self._clause(at, c)
        return []

    def _named(self, at: CueAt) -> list[Span]:
        """ "called the pullback a capitulation": what is named with what it is named."""
        tree, verb = self.tree, at.head
        goal = next((c for c in tree.children[verb] if c > verb and tree.dep[c] == "dobj"), None)
        if goal is None:
            return []
        name = next((c for c in tree.children[verb] if c > goal and tree.dep[c] == "oprd"), None)
        if name is None or tree.pos[name] not in ("NOUN", "ADJ", "VERB") or tree.edges(goal)[0] <= verb:
            return []
        if name in self.outer or self.finder.is_passive(verb):
            return []  # words in marks are read as a quotation
        return self.spread(at, name, tree.edges(goal)[0])

    def _behind_that(self, at: CueAt) -> list[Span]:
        """A clause that hangs on the noun between: "told a news conference that", "said at the time that"."""
        tree = self.tree
        _, high = self.bounds(at.head)
        first = at.span[1]
        for k in range(first, min(first + 14, high - 2)):
            if tree.lower[k] == "that" and k > first and tree.tag[k] in ("IN", "WDT"):
                clause = tree.head[k]
                if (
                    clause <= k
                    or clause >= high
                    or tree.dep[k] in ("nsubj", "nsubjpass", "dobj", "pobj", "det")
                ):
                    return []
                if (
                    tree.pos[first] not in ("ADP", "ADV", "PART", "PUNCT")
                    and "obj" not in at.cue.takes
                    and tree.doc[first].ent_type_ not in ("DATE", "TIME")
                ):
                    return []
                return self.spread(at, clause, k)
            if (
                tree.pos[k] in ("VERB", "AUX", "SCONJ", "CCONJ")
                or tree.text[k] in (";", ":", ".")
                or tree.lower[k] in ("who", "which")
            ):
                return []
        return []

    def _clause(self, at: CueAt, c: int) -> list[Span]:
        """A finite clause, or what the parser takes for one."""
        tree, takes = self.tree, at.cue.takes
        if self._has_to(c):
            return self._infinitive(at, c)
        low, _ = tree.edges(c)
        opens = tree.lower[low] if low < len(tree.lower) else ""
        if tree.tag[c] == "VBG" and not any(
            tree.dep[k] in ("aux", "nsubj", "nsubjpass") for k in tree.children[c]
        ):
            return self.spread(at, c, low) if "ing" in takes else []
        if not self._finite(c):
            return []
        if (
            tree.pos[c] not in CLAUSAL
            and not any(tree.dep[k] == "mark" for k in tree.children[c])
            and at.cue.lemma == "declare"
        ):
            return []
        if any(t in _WH for t in (opens, tree.lower[min(low + 1, len(tree.lower) - 1)])) and opens != "that":
            if "wh" not in takes and "that" not in takes:
                return []
        elif "that" not in takes and not ("quote" in takes and low > at.head):
            return []
        return self.spread(at, c, low)

    def _with_its_subject(self, at: CueAt, c: int) -> list[Span]:
        """ "said families - gay and straight - would qualify": the parser gave the clause's subject to the
        verb of speech."""
        tree = self.tree
        goal = tree.child(at.head, "dobj")
        if goal is None or not at.head < goal < c or "that" not in at.cue.takes or "obj-to" in at.cue.takes:
            return []
        if tree.tag[at.head] == "VBG" and tree.child(at.head, "aux") is None:
            return []
        helped = any(
            tree.dep[k] in ("aux", "auxpass") and tree.tag[k] in ("MD", "VBD", "VBZ", "VBP")
            for k in tree.children[c]
        )
        if "," in tree.text[tree.edges(goal)[1] + 1 : c]:
            return []  # "declared an emergency, imposed a curfew" tells two acts
        if tree.dep[goal] != "dobj" or not (helped or tree.tag[c] in ("VBD", "VBZ", "VBP")):
            return []
        return self.spread(at, c, tree.edges(goal)[0])

    def _astray(self, at: CueAt, c: int) -> bool:
        """ "said after the convention he would not accept it": a clause without a mark of its own."""
        tree = self.tree
        if at.cue.sense != "speech" or any(tree.dep[k] in ("mark", "advmod") for k in tree.children[c]):
            return False
        if tree.child(c, "nsubj", "nsubjpass") is None or self._has_to(c):
            return False
        helped = any(
            tree.dep[k] == "aux" and tree.tag[k] in ("MD", "VBD", "VBZ", "VBP") for k in tree.children[c]
        )
        return helped or tree.tag[c] in ("VBD", "VBZ", "VBP")

    def _subject_edge(self, c: int) -> int:
        subject = self.tree.child(c, "nsubj", "nsubjpass")
        return self.tree.edges(subject)[0] if subject is not None else c

    def _finite(self, c: int) -> bool:
        """Whether the clause at `c` has a subject or "that", be it on an auxiliary or the verb below."""
        tree = self.tree
        if any(tree.dep[k] in _SUBJECTS for k in tree.children[c]):
            # "considers them terrorists" has a subject for the parser, but no verb.
            return tree.pos[c] in CLAUSAL or any(tree.dep[k] in _VERBAL for k in tree.children[c])
        return any(
            tree.dep[k] in ("aux", "auxpass", "ccomp")
            and any(tree.dep[x] in _SUBJECTS for x in tree.children[k])
            for k in tree.children[c]
        )

    def _has_to(self, c: int) -> bool:
        tree = self.tree
        return any(tree.tag[k] == "TO" and tree.dep[k] == "aux" for k in tree.children[c])

    def _to(self, c: int) -> int:
        """Where the infinitive at `c` begins: at "to", or at the "not" before it."""
        tree = self.tree
        for k in tree.children[c]:
            if tree.tag[k] == "TO":
                return k - 1 if k and tree.dep[k - 1] == "neg" and tree.head[k - 1] == c else k
        return c

    def _infinitive(self, at: CueAt, c: int) -> list[Span]:
        tree, takes = self.tree, at.cue.takes
        if not self._has_to(c):
            gerund = tree.tag[c] == "VBG" or any(
                tree.lower[k] == "having" and tree.dep[k] == "aux" for k in tree.children[c]
            )
            if gerund and "ing" in takes and tree.dep[c] == "xcomp":
                return self.spread(at, c, tree.edges(c)[0])
            if (
                tree.dep[c] == "xcomp"
                and "that" in takes
                and tree.pos[c] in CLAUSAL
                and any(tree.dep[k] in ("nsubj", "nsubjpass") for k in tree.children[c])
            ):
                return self.spread(at, c, tree.edges(c)[0])
            return []
        start = self._to(c)
        between = [tree.lower[k] for k in range(at.head + 1, start)]
        own = [k for k in tree.children[c] if tree.dep[k] in ("nsubj", "nsubjpass") and k < start]
        goal = tree.child(at.head, "dobj")
        marker = tree.child(c, "mark")
        if marker is not None and tree.lower[marker] == "for":
            return self.spread(at, c, marker + 1) if "for" in at.cue.askers or "to" in takes else []
        if any(w in ("named", "identified", "quoted") for w in tree.lower[start : start + 5]):
            return []
        if own or (goal is not None and goal < start):
            return self.spread(at, c, start) if "obj-to" in takes else []
        if at.cue.askers & set(between[:1]) and "for" not in between[:1]:
            return self.spread(at, c, start)
        if tree.dep[c] == "advcl" and (len(between) > 1 or "to" not in takes):
            return []
        if any(w in _WH for w in between[-1:]) and "wh" in takes:
            return self.spread(at, c, start - 1)
        return (
            self.spread(at, c, start)
            if "to" in takes or ("obj-to" in takes and self.finder.is_passive(at.head))
            else []
        )

    def _prepositional(self, at: CueAt, c: int) -> list[Span]:
        """ "accused of selling", "called on the parties to let", "called for the licence to be withdrawn"."""
        tree, word = self.tree, self.tree.lower[c]
        if word in at.cue.prepositions:
            for k in tree.children[c]:
                if tree.dep[k] == "pcomp" or (tree.dep[k] == "pobj" and tree.tag[k] == "VBG"):
                    return self.spread(at, k, tree.edges(k)[0])
        if word in at.cue.askers:
            goal = tree.child(c, "pobj", "pcomp")
            if goal is None:
                return []
            if tree.dep[goal] == "pcomp" and self._has_to(goal):
                return self.spread(at, goal, tree.edges(goal)[0])
            for k in [*tree.children[goal], *tree.children[at.head]]:
                if (
                    k > goal
                    and tree.dep[k] in ("acl", "relcl", "xcomp", "advcl", "ccomp")
                    and self._has_to(k)
                ):
                    if word == "for":
                        return self.spread(at, k, tree.edges(goal)[0])
                    return self.spread(at, k, self._to(k))
        return []
