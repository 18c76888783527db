"""Finding cues in the parse: which words put something in somebody's mouth, and whose mouth it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.reading.quote_tree import NOMINAL, Tree

if TYPE_CHECKING:
    from dragoman.knowledge.cues import Cue, Cues

RELATIVES = frozenset({"who", "which", "that", "whom"})
_EMPTY = frozenset({"there", "what", "this", "nothing", "whatever"})


@dataclass(slots=True)
class CueAt:
    """A cue in the text: its head token, its words, what it takes and who speaks."""

    head: int
    span: tuple[int, int]
    cue: Cue
    source: int | None
    """Head token of the speaker's noun phrase."""
    source_span: tuple[int, int] | None
    noun: bool = False


class CueFinder:
    """Looks cues up and finds their speakers."""

    def __init__(self, tree: Tree, cues: Cues) -> None:
        self.tree = tree
        self.cues = cues

    def verb(self, i: int) -> Cue | None:
        """The entry for the verb at `i`, with its particle if it has one."""
        entries = self.cues.verbs.get(self.tree.lemma[i])
        if entries is None:
            return None
        following = self.tree.lower[i + 1 : i + 2]
        for entry in entries:
            if not entry.particle or following == [entry.particle]:
                return entry
        return None

    def is_verb(self, i: int) -> bool:
        """Whether the token at `i` is a verb by its part of speech or its tag."""
        tree = self.tree
        return tree.pos[i] in ("VERB", "AUX") or tree.tag[i].startswith("VB")

    def is_passive(self, i: int) -> bool:
        """Whether the verb at `i` is passive: its grammatical subject is not who speaks."""
        tree = self.tree
        if tree.tag[i] == "VBD" and tree.dep[i] == "advcl" and all(c > i for c in tree.children[i]):
            # "Asked whether he would resign, …"
            return True
        if tree.tag[i] != "VBN":
            return False
        if any(tree.dep[c] in ("auxpass", "nsubjpass") for c in tree.children[i]):
            return True
        return tree.dep[i] in ("acl", "amod", "advcl") and not any(
            tree.dep[c] in ("aux", "nsubj") for c in tree.children[i]
        )

    def subject(self, i: int, depth: int = 0) -> int | None:
        """The grammatical subject of the verb at `i`, its own or the one that it shares."""
        tree = self.tree
        for c in tree.children[i]:
            if tree.dep[c] in ("nsubj", "nsubjpass"):
                if tree.lower[c] in RELATIVES and tree.dep[i] == "relcl":
                    return tree.head[i]
                if tree.lower[c] in RELATIVES and tree.dep[i] == "conj":
                    return self._antecedent(i) or c
                return c
        if depth > 4:
            return None
        head, dep = tree.head[i], tree.dep[i]
        if head == i:
            return None
        if dep in ("conj", "aux", "auxpass") and self.is_verb(head):
            upper = self.upper(i) if dep == "conj" else None
            return self.subject(upper if upper is not None else head, depth + 1)
        if dep in ("acl", "advcl") and tree.tag[i] == "VBG" and tree.text[i - 1] == ",":
            main = self._main_subject(i)
            if main is not None:
                return main
        if dep == "xcomp" or (dep == "advcl" and tree.tag[i] in ("VBG", "VBN", "VB")):
            return self._controller(i, head, depth)
        if dep == "acl" and tree.pos[head] in NOMINAL:
            return head if tree.tag[i] in ("VBG", "VBN", "VBD") else self._owner(head)
        if dep == "relcl" and tree.pos[head] in NOMINAL:
            return None
        if dep == "pcomp":
            above = tree.head[head]
            if self.is_verb(above):
                return self.subject(above, depth + 1)
            return self._owner(above)
        if dep == "ccomp" and tree.tag[i] in ("VBG", "VB"):
            return self.subject(head, depth + 1)
        return None

    def upper(self, i: int) -> int | None:
        """The cue with which the verb at `i` is coordinated, though it is parsed as that cue's content.

        "said the mine had been shelled and accused Baku": a cue in the tense of the cue above, behind
        a verb that is not in that form, is the same speaker's next act.
        """
        tree, entry = self.tree, self.verb(i)
        if entry is None or entry.sense not in ("speech", "writing") or tree.dep[i] != "conj":
            return None
        if any(tree.dep[c] in ("nsubj", "nsubjpass", "aux", "auxpass", "mark") for c in tree.children[i]):
            return None
        head = tree.head[i]
        for _ in range(4):
            if tree.dep[head] != "conj":
                break
            head = tree.head[head]
        for _ in range(3):
            above = tree.head[head]
            if above == head or tree.dep[head] not in ("ccomp", "xcomp", "advcl", "attr", "acomp"):
                return None
            if self.is_verb(above) and tree.tag[above] in ("VBD", "VBZ", "VBP") and above < head:
                same = tree.tag[i] == tree.tag[above] or (tree.tag[i] == "VBN" and tree.tag[above] == "VBD")
                after_comma = (
                    tree.dep[head] == "advcl" and tree.text[i - 2] == "," and tree.pos[i - 1] == "CCONJ"
                )
                if same and (
                    after_comma
                    or tree.tag[head] != tree.tag[i]
                    or any(tree.dep[c] == "aux" for c in tree.children[head])
                ):
                    return above
            head = above
        return None

    def _main_subject(self, i: int) -> int | None:
        """The subject of the main clause, which a participle behind a comma belongs to: "…, saying"."""
        tree = self.tree
        top = i
        low, high = tree.sentence(i)
        for _ in range(30):
            above = tree.head[top]
            if above == top or not low <= above < high:
                break
            top = above
        if top >= i or not self.is_verb(top) or self.verb(i) is None:
            return None
        return next((c for c in tree.children[top] if tree.dep[c] in ("nsubj", "nsubjpass")), None)

    def _antecedent(self, i: int) -> int | None:
        tree = self.tree
        for _ in range(5):
            if tree.dep[i] == "relcl":
                return tree.head[i]
            if tree.dep[i] != "conj":
                return None
            i = tree.head[i]
        return None

    def _controller(self, i: int, head: int, depth: int) -> int | None:
        """Who does an infinitive or participle: the object of "urged them to", else the subject above."""
        tree = self.tree
        if not self.is_verb(head):
            return self.subject(tree.head[i], depth + 1) if tree.pos[head] == "ADJ" else None
        entry = self.verb(head)
        if tree.dep[i] == "xcomp" and entry is not None and "obj-to" in entry.takes:
            goal = tree.child(head, "dobj")
            if goal is not None and goal < i:
                return goal
        return self.subject(head, depth + 1)

    def _owner(self, noun: int) -> int | None:
        """Whose a noun is: its possessive, the agent after "by", or the subject that makes or gives it."""
        tree = self.tree
        for c in tree.children[noun]:
            if c < noun and (
                tree.dep[c] == "poss" or any(tree.tag[k] == "POS" and k == c + 1 for k in tree.children[c])
            ):
                return c
        for c in tree.children[noun]:
            if tree.dep[c] in ("prep", "agent") and tree.lower[c] in ("by", "from"):
                return tree.child(c, "pobj")
        return None

    def verb_source(self, i: int) -> int | None:
        """The head of who speaks by the verb at `i`: the subject, or the agent of a passive."""
        tree = self.tree
        if self.is_passive(i):
            agent = tree.child(i, "agent")
            if agent is None:
                agent = next(
                    (c for c in tree.children[i] if tree.dep[c] == "prep" and tree.lower[c] == "by"), None
                )
            return tree.child(agent, "pobj") if agent is not None else None
        found = self.subject(i)
        if found is not None and found < tree.dateline <= i:
            # "BRUSSELS, Feb 6 - The European Union ordered": the place is no speaker.
            found = next(
                (
                    k
                    for k in range(tree.dateline, i)
                    if tree.pos[k] in NOMINAL and not tree.dateline <= tree.head[k] < i
                ),
                None,
            )
        if found is None:
            found = self._lost_subject(i)
        if found is not None and tree.tag[found] == "WP" and tree.dep[i] != "relcl":
            return None
        if (
            found is None
            or tree.lower[found] in _EMPTY
            or tree.pos[found] not in ("NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ")
        ):
            return None
        return found

    def _beside(self, i: int, low: int) -> int | None:
        """The noun right before the verb at `i`, through its appositions: "its head, Mark Ellery, said"."""
        tree = self.tree
        k = i - 2 if tree.text[i - 1] == "," else i - 1
        if k > low and tree.text[k] == ")":
            # "Ryan (R-Wis.) said"
            while k > low and tree.text[k] != "(":
                k -= 1
            k -= 1
        if k <= low or tree.pos[k] not in NOMINAL or tree.doc[k].ent_type_ in ("DATE", "TIME"):
            return None
        while tree.dep[k] in ("compound", "appos", "nmod", "flat"):
            above = tree.head[k]
            if not low <= above < i or tree.doc[above].ent_type_ in ("DATE", "TIME"):
                break
            k = above
        return k if tree.dep[k] in ("appos", "nsubj", "npadvmod", "dep", "conj", "ROOT") else None

    def _lost_subject(self, i: int) -> int | None:
        """The nearest subject to the left for a verb whose own the parser has hung elsewhere."""
        tree = self.tree
        top = i
        while tree.dep[top] == "conj" and tree.head[top] != top:
            top = tree.head[top]
        if tree.tag[i] in ("VBD", "VBZ", "VBP"):
            beside = self._beside(i, tree.sentence(i)[0])
            if beside is not None:
                return beside
        finite = tree.tag[top] in ("VBD", "VBZ", "VBP") and tree.dep[top] == "ROOT"
        if not finite and not (tree.tag[i] == "VBG" and tree.dep[i] in ("advcl", "acl")):
            return None
        low, _ = tree.sentence(i)
        for k in range(top - 1 if finite else i - 1, low - 1, -1):
            if (
                tree.dep[k] in ("nsubj", "nsubjpass")
                and tree.lower[k] not in RELATIVES
                and tree.lower[k] not in _EMPTY
            ):
                return k
        return None

    def noun_source(self, i: int) -> int | None:
        """Whose claim, promise or plan the noun at `i` is."""
        tree = self.tree
        owner = self._owner(i)
        if owner is not None:
            return owner
        for c in tree.children[i]:
            if tree.dep[c] in ("compound", "nmod") and tree.doc[c].ent_type_ in (
                "PERSON",
                "ORG",
                "GPE",
                "NORP",
            ):
                return c
        for c in tree.children[i]:
            if tree.dep[c] == "acl" and tree.tag[c] in ("VBN", "VBD"):
                agent = tree.child(c, "agent")
                if agent is not None:
                    return tree.child(agent, "pobj")
        if tree.dep[i] in ("dobj", "attr") and self.is_verb(tree.head[i]):
            verb = tree.head[i]
            if tree.lemma[verb] in _MAKERS and not self.is_passive(verb):
                return self.subject(verb)
        if tree.dep[i] == "pobj" and self.is_verb(tree.head[tree.head[i]]):
            verb = tree.head[tree.head[i]]
            if tree.lemma[verb] in _MAKERS and not self.is_passive(verb):
                return self.subject(verb)
        return None

    def source_words(self, head: int) -> tuple[int, int]:
        """The words of the speaker around `head`, with a relative pronoun that follows at once."""
        tree = self.tree
        start, end = tree.named(head)
        if end - start > 1 and tree.tag[end - 1] == "POS":
            return start, end - 1
        for k in (end, end + 1):
            if (
                k < len(tree.lower)
                and tree.lower[k] in ("who", "which", "that")
                and tree.dep[k] in ("nsubj", "nsubjpass")
            ) and all(tree.text[x] == "," for x in range(end, k)):
                return start, k + 1
        return start, end

    def at_verb(self, i: int, cue: Cue) -> CueAt:
        """The cue at the verb `i`, with the words of its source."""
        source = self.verb_source(i)
        return CueAt(
            i, self.verb_words(i, cue), cue, source, self.source_words(source) if source is not None else None
        )

    def verb_words(self, i: int, cue: Cue) -> tuple[int, int]:
        """The cue's own words: the verb, with its particle."""
        if cue.particle:
            return i, i + 1 + len(cue.particle.split())
        return i, i + 1


_MAKERS = frozenset(
    "make give have express voice issue deliver send offer repeat renew reiterate share hold face take raise "
    "announce declare reach sign keep break abandon drop withdraw stress cite defend press "
    "harbor harbour".split()
)
