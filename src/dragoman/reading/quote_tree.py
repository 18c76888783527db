"""The parse of a Doc as plain lists, which is far quicker to walk than tokens, and what quotes ask of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.attrs import DEP, HEAD, POS, TAG

if TYPE_CHECKING:
    from spacy.tokens import Doc

NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj", "csubjpass"})
STOPS = frozenset({".", "?", "!", "…", "...", "....", "?!", "!!", "??"})
BREAKS = frozenset({",", "—", "–", "--", "―", "”", '"', "''", "’", "-"})
"""What bounds an aside within its sentence."""
CLOSERS = frozenset({'"', "”", "''", "’", "'", "»", ")", "]", "›"})
OPENERS = frozenset({'"', "“", "''", "‘", "'", "«", "(", "[", "``", "„", "‹"})


class Tree:
    """Words, lemmas, tags, heads and children of a Doc, by token index."""

    def __init__(self, doc: Doc, paragraphs: list[tuple[int, int]]) -> None:
        self.doc = doc
        size = len(doc)
        strings = doc.vocab.strings
        rows = doc.to_array([HEAD, DEP, POS, TAG]).astype("int64").tolist() if size else []
        names: dict[int, str] = {}

        def name(key: int) -> str:
            known = names.get(key)
            if known is None:
                known = names[key] = strings[key & 0xFFFFFFFFFFFFFFFF] if key else ""
            return known

        self.head = [i + row[0] for i, row in enumerate(rows)]
        self.dep = [name(row[1]) for row in rows]
        self.pos = [name(row[2]) for row in rows]
        self.tag = [name(row[3]) for row in rows]
        self.text: list[str] = []
        self.lemma: list[str] = []
        for token in doc:
            self.text.append(token.text)
            self.lemma.append(token.lemma_.lower())
        self.lower = [t.lower() for t in self.text]
        self.children: list[list[int]] = [[] for _ in range(size)]
        for i, head in enumerate(self.head):
            if head != i:
                self.children[head].append(i)
        self.paragraph_of = [0] * size
        self.paragraphs = paragraphs
        for n, (start, end) in enumerate(paragraphs):
            self.paragraph_of[start:end] = [n] * (end - start)
        self.dateline = self._dateline()
        """Where the text begins behind "NAIROBI, March 16 (Agency) -"; 0 if it has no dateline."""
        self.sentences: list[tuple[int, int]] = []
        self.sentence_of = [0] * size
        self._split()

    def _dateline(self) -> int:
        """What the layout found, else a place in capitals and a dash at the head of a paragraph."""
        known = self.doc.user_data.get("dateline")
        if known:
            return int(known[1])
        if not self.paragraphs:
            return 0
        for start, end in self.paragraphs[:4]:
            first = self.text[start]
            if len(first) > 2 and first.isupper() and first.isalpha():
                for k in range(start + 1, min(start + 18, end - 2)):
                    if (
                        self.text[k] in ("-", "–", "—", "--")
                        and self.doc[k - 1].whitespace_
                        and self.doc[k].whitespace_
                    ):
                        return k + 1
                    if self.pos[k] in ("VERB", "AUX"):
                        break
        return 0

    def _split(self) -> None:
        """Sentences by punctuation within paragraphs: the parser's own go astray around quotation marks."""
        heads = dict(self.doc.user_data.get("entries") or ())
        for start, end in self.paragraphs:
            first = i = start
            head = self.dateline if start < self.dateline < end else heads.get(start, start)
            if head > start:
                self._add(start, head)
                first = i = head
            while i < end:
                if self._stops(i, end):
                    j = i + 1
                    while j < end and self.text[j] in CLOSERS and not self._opens(j, end):
                        j += 1
                    self._add(first, j)
                    first = i = j
                else:
                    i += 1
            if first < end:
                self._add(first, end)

    def _opens(self, j: int, end: int) -> bool:
        """Whether a mark after a full stop opens the next sentence rather than closes this one."""
        return bool(self.doc[j - 1].whitespace_) and not self.doc[j].whitespace_ and j + 1 < end

    def _stops(self, i: int, end: int) -> bool:
        text = self.text[i]
        if text in STOPS:
            j = i + 1
            while j < end and (self.text[j] in CLOSERS or self.text[j] in OPENERS or self.text[j].isspace()):
                j += 1
            return j >= end or not self.text[j][:1].islower() or text == "."
        if text.endswith(".") and len(text) > 1 and i + 1 < end and self.text[i + 1][:1].isupper():
            return bool(self.doc[i + 1].is_sent_start) and self.pos[i] not in ("PROPN",)
        return False

    def _add(self, start: int, end: int) -> None:
        self.sentence_of[start:end] = [len(self.sentences)] * (end - start)
        self.sentences.append((start, end))

    def sentence(self, i: int) -> tuple[int, int]:
        """The sentence by punctuation in which token `i` stands."""
        return self.sentences[self.sentence_of[i]]

    def subtree(self, i: int, without: frozenset[int] = frozenset()) -> list[int]:
        """Token indices under `i` with `i` itself, in order, leaving out the branches at `without`."""
        found = [i]
        for at in found:
            found.extend(c for c in self.children[at] if c not in without)
        found.sort()
        return found

    def child(self, i: int, *deps: str) -> int | None:
        """The first child of `i` with one of these dependency labels."""
        for c in self.children[i]:
            if self.dep[c] in deps:
                return c
        return None

    def noun_phrase(self, head: int, whole: bool = False) -> tuple[int, int]:
        """The contiguous words of a noun phrase around `head`, without relative clause and apposition.

        With `whole` the apposition and what modifies the noun after it stay in.
        """
        cut = {"relcl", "acl", "cc", "punct", "parataxis", "appos"} if not whole else {"relcl", "parataxis"}
        start = end = head
        for c in self.children[head]:
            if c > head and self.dep[c] in cut and not (self.dep[c] == "cc" and self._joins_nouns(head)):
                if self.dep[c] == "punct" and self.text[c] in ("-", "–"):
                    continue
                break
            if (
                c > head
                and self.dep[c] == "prep"
                and any(self.doc[k].ent_type_ in ("DATE", "TIME") for k in self.children[c])
            ):
                # "Kenya on Thursday recalled": the day is no part of the name.
                break
            low, high = self.edges(c)
            if c < head:
                if self.dep[c] in ("cc", "preconj") and not self._joins_nouns(head) and c == low:
                    continue
                start = min(start, low)
            else:
                end = max(end, high)
        for k in range(head - 1, start - 1, -1):
            if self.text[k].isspace():
                start = k + 1
                break
        # Blanks, brackets and marks at the edges are no part of the name.
        while start < head and (
            self.pos[start] in ("PUNCT", "SPACE", "CCONJ", "SCONJ") or self.text[start] in OPENERS
        ):
            start += 1
        while end > head and (self.pos[end] in ("PUNCT", "SPACE") or self.text[end] in CLOSERS):
            end -= 1
        return start, end + 1

    def named(self, head: int) -> tuple[int, int]:
        """The noun phrase around `head` with a name in apposition: "its spokeswoman, Ingrid Haverkamp"."""
        start, end = self.noun_phrase(head)
        held = list(self.children[head])
        if self.lower[head] in ("one", "some", "another"):
            # "one of them, Levan": the name hangs on "them".
            held += [
                x for c in held if self.lower[c] == "of" for k in self.children[c] for x in self.children[k]
            ]
        for c in held:
            if self.dep[c] == "appos" and c >= end and self.text[end] == "," and self.pos[c] == "PROPN":
                first, last = self.noun_phrase(c)
                if first == end + 1:
                    return start, last
        return start, end

    def _joins_nouns(self, head: int) -> bool:
        """Whether a conjunction joins `head` to another noun."""
        return any(self.dep[k] == "conj" and self.pos[k] in NOMINAL for k in self.children[head])

    def edges(self, i: int) -> tuple[int, int]:
        """The first and the last token index under `i`."""
        low = high = i
        stack = [i]
        while stack:
            at = stack.pop()
            for c in self.children[at]:
                if c < low:
                    low = c
                elif c > high:
                    high = c
                stack.append(c)
        return low, high
