"""A Doc unpacked into plain lists, so that components can ask for a token's parts without crossing into C.

`View` also answers the questions about noun phrases that the finder of parties asks again and again:
where a phrase begins and ends, what stands in apposition, which verb a token depends on and how.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
PROPER_TAGS = frozenset({"NNP", "NNPS"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
OPENING = frozenset("\"“”«»„'‘`([{—–-:;/") | {"--", "``", "''"}
"""Tokens that a phrase does not reach over to the left."""
WIDEST = 24
"""Members of a coordination, children of a token and words of a phrase that are looked at: real text has
fewer, and a runaway sentence stays linear."""
DASHES = frozenset({"-", "–", "—", "--", "―"})
INNER = frozenset({"-", "'", "’", "/", "–"})
"""Of these, the ones that join words when no space stands before them."""
PLACE_PREPOSITIONS = frozenset(
    "in at near inside outside around across throughout off over within into onto above beyond along through "
    "beneath under behind".split()
)


class View:
    """The tokens of a Doc as parallel lists; all numbers are token indices of the Doc."""

    __slots__ = (
        "dep",
        "doc",
        "ent",
        "head",
        "idx",
        "kids",
        "left",
        "lemma",
        "low",
        "n",
        "quoted",
        "right",
        "sent",
        "sents",
        "shout",
        "space",
        "tag",
        "text",
        "whole",
    )

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.n = len(doc)
        self.whole: str = doc.text
        """The text of the Doc, which `doc.text` would put together anew each time."""
        self.text: list[str] = [t.text for t in doc]
        self.low: list[str] = [t.lower_ for t in doc]
        self.lemma: list[str] = [t.lemma_.lower() for t in doc]
        self.tag: list[str] = [t.tag_ for t in doc]
        self.dep: list[str] = [t.dep_ for t in doc]
        self.head: list[int] = [t.head.i for t in doc]
        self.idx: list[int] = [t.idx for t in doc]
        self.left: list[int] = [t.left_edge.i for t in doc]
        self.right: list[int] = [t.right_edge.i for t in doc]
        self.space: list[bool] = [bool(t.whitespace_) for t in doc]
        self.sent: list[int] = [0] * self.n
        self.sents: list[tuple[int, int]] = []
        for number, sent in enumerate(doc.sents):
            self.sents.append((sent.start, sent.end))
            for i in range(sent.start, sent.end):
                self.sent[i] = number
            self._undo_dateline(sent.start, sent.end)
        self.kids: list[list[int]] = [[] for _ in range(self.n)]
        for i, h in enumerate(self.head):
            if h != i and len(self.kids[h]) < WIDEST:
                self.kids[h].append(i)
        self.ent: list[str] = [t.ent_type_ for t in doc]
        self.quoted: list[bool] = inside_quotes(self.text)
        letters = sum(map(str.isalpha, self.text))
        capitals = sum(1 for word in self.text if word.isalpha() and word.isupper())
        self.shout: bool = letters > 3 and capitals > 0.6 * letters
        """The whole text is set in capitals, so that they tell nothing."""

    def _undo_dateline(self, start: int, end: int) -> None:
        """Give a sentence its subject back if the parser took the dateline for it: "MUSCAT — The two met"."""
        while start < end and self.text[start].isspace():
            start += 1
        if start >= end or len(self.text[start]) < 3 or not self.text[start].isupper():
            return
        dash = self.dash_after(start + 1, min(end, start + 14))
        if dash is None:
            return
        root = next((i for i in range(start, dash) if not start <= self.head[i] < dash), start)
        if self.dep[root] not in SUBJECTS and self.dep[root] not in {"dep", "ROOT", "npadvmod"}:
            return
        governor = self.head[root]
        if governor <= dash:
            return
        for i in range(dash + 1, end):
            if start <= self.head[i] < dash and self.dep[i] in {"appos", "nmod", "dep", "conj"}:
                self.dep[i], self.head[i] = "nsubj", governor
                self.left[i] = max(self.left[i], dash + 1)
                break
        self.dep[root] = "npadvmod"

    def dash_after(self, start: int, end: int) -> int | None:
        """The first dash in [start, end) that stands between spaces, as after a dateline."""
        for i in range(start, end):
            if self.text[i] in DASHES and (self.space[i - 1] or self.text[i - 1].isspace()):
                return i
        return None

    def title_line(self, start: int, end: int) -> bool:
        """Whether a line is set like a headline: all its weighty words have capitals."""
        weighty = 0
        for i in range(start, end):
            word = self.text[i]
            if len(word) > 3 and word.isalpha() and self.tag[i] not in {"IN", "TO", "CC", "DT"}:
                if word[0].islower():
                    return False
                weighty += 1
        return weighty > 4

    def title_tokens(self) -> list[bool]:
        """For each token, whether its line is set like a headline."""
        found = [False] * self.n
        start = 0
        for i in range(self.n + 1):
            if i == self.n or "\n" in self.text[i] or (self.text[i] == "." and not self.shout):
                if self.title_line(start, i):
                    found[start:i] = [True] * (i - start)
                start = i + 1
        return found

    def words(self, start: int, end: int) -> str:
        """The text of tokens [start, end), with single spaces."""
        return " ".join(self.whole[self.idx[start] : self.idx[end - 1] + len(self.text[end - 1])].split())

    def title_words(self, start: int, end: int) -> tuple[str, ...]:
        """Tokens [start, end) in lower case, with what a hyphen joins in one: "secretary-general"."""
        found: list[str] = []
        joined = False
        for i in range(start, end):
            word = self.low[i]
            if found and (joined or (word == "-" and not self.space[i - 1])):
                found[-1] += word
            else:
                found.append(word)
            joined = word == "-" and not self.space[i] and len(found[-1]) > 1
        return tuple(found)

    def span_head(self, start: int, end: int) -> int:
        """The token of [start, end) that the others hang on."""
        for i in range(end - 1, start - 1, -1):
            if not start <= self.head[i] < end or self.head[i] == i:
                return i
        return end - 1

    def phrase_start(self, head: int) -> int:
        """The first token of the noun phrase around `head`: its determiner, possessor and modifiers."""
        start, edge = head, max(self.left[head], head - WIDEST)
        for i in range(head - 1, edge - 1, -1):
            word = self.text[i]
            if word.isspace() or (word in OPENING and not (word in INNER and not self.space[i - 1])):
                break
            if self.tag[i] in {"IN", "CC", "MD", "VBD", "VBZ", "VBP", "TO"} and self.head[i] == head:
                break
            start = i
        while start < head and (
            self.text[start] in {",", "."} or (self.tag[start] == "RB" and self.low[start] != "some")
        ):
            start += 1
        return start

    def phrase_end(self, head: int) -> int:
        """One past the last token of the phrase, with an `of` (or `in`, `from`) phrase that follows at
        once."""
        for kid in self.kids[head]:
            if (
                kid == head + 1
                and self.low[kid] in {"of", "in", "from", "under", "at"}
                and self.dep[kid] == "prep"
            ):
                last = self.right[kid]
                words = self.text[kid : last + 1]
                if last - kid <= 6 and not any(w in OPENING or w == "," or w.isspace() for w in words):
                    return last + 1
        return head + 1

    def kid(self, head: int, *deps: str) -> int | None:
        """The first child of `head` with one of these dependencies."""
        for kid in self.kids[head]:
            if self.dep[kid] in deps:
                return kid
        return None

    def conjuncts(self, head: int) -> list[int]:
        """`head` and what is coordinated with it further right, in order."""
        found, todo = [head], head
        while len(found) < WIDEST:
            after = self.kid(todo, "conj")
            if after is None:
                break
            found.append(after)
            todo = after
        return found

    def first_conjunct(self, i: int) -> int:
        """The leftmost member of the coordination that `i` belongs to."""
        for _ in range(WIDEST):
            if self.dep[i] != "conj" or self.head[i] == i:
                break
            i = self.head[i]
        return i

    def role(self, i: int) -> tuple[str, int, str]:
        """How a noun stands to its governor: (dependency, governor, preposition or empty), past
        coordination."""
        i = self.first_conjunct(i)
        if self.dep[i] == "appos":
            i = self.first_conjunct(self.head[i])
        dep, governor = self.dep[i], self.head[i]
        if dep in {"pobj", "pcomp"}:
            return dep, self.head[governor], self.low[governor]
        return dep, governor, ""


def inside_quotes(words: list[str]) -> list[bool]:
    """For each token, whether it stands between double quotation marks; a mark left open ends with its
    paragraph."""
    inside, found = False, []
    for word in words:
        if word in {"“", "„", "«"}:
            inside = True
        elif word in {"”", "»"}:
            inside = False
        elif word in {'"', "``", "''"}:
            inside = not inside
        elif "\n" in word and "\n" in word.replace("\n", "", 1):
            inside = False
        found.append(inside)
    return found
