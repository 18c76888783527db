"""Quotation marks: which opening mark belongs to which closing one, over whole paragraphs.

Straight, curly, doubled single ('' and ``), single, angular and low marks are paired; apostrophes are
told from single marks by the blanks around them. A quotation that runs over paragraphs repeats its
opening mark and closes only once: such a paragraph is quoted to its end. Other unpaired marks are dropped.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

OPENING = {"“": "”", "‘": "’", "«": "»", "„": "“”", "‹": "›", "``": "''", "‟": "”", "‚": "‘’"}
STRAIGHT = {'"', "''", "'", "'''", '""'}
CLOSING = {"”", "’", "»", "›"}
SINGLE = {"'", "’", "‘"}
MARKS = frozenset(OPENING) | frozenset(CLOSING) | STRAIGHT
_ENDS = frozenset({",", ".", "?", "!", "…", "...", "—", "–", "―", "--", "-", ";", ":"})
_GLUED = frozenset('”"')
"""Closing marks that the tokenizer leaves on the dash behind them."""


@dataclass(slots=True, eq=False)
class Marked:
    """Words in quotation marks: the opening mark's token, the closing one's, the words between."""

    left: int
    """Token index of the opening mark."""
    right: int
    """Token index after the last word: the closing mark, or the paragraph's end if none closes."""
    closed: bool = True
    depth: int = 0
    """0 for an outer quotation, 1 for one inside it."""

    @property
    def start(self) -> int:
        """Token index of the first word."""
        return self.left + 1

    @property
    def end(self) -> int:
        """Token index after the last word."""
        return self.right

    @property
    def after(self) -> int:
        """The first token after the quotation and its closing mark."""
        return self.right + 1 if self.closed else self.right

    def holds(self, i: int) -> bool:
        """Whether the token at `i` stands between the marks."""
        return self.left < i < self.right


def paragraphs_of(doc: Doc) -> list[tuple[int, int]]:
    """The paragraphs of `doc._.paragraphs`, or else what empty lines part. Trailing blanks are left out.

    A line that breaks off within a sentence and goes on in lower case is one paragraph with the next.
    """
    known = doc._.paragraphs
    found: list[tuple[int, int]] = list(known)
    if not found:
        start = 0
        for token in doc:
            if token.is_space and token.text.count("\n") >= 2:
                if token.i > start:
                    found.append((start, token.i))
                start = token.i + 1
        if start < len(doc):
            found.append((start, len(doc)))
    joined: list[tuple[int, int]] = []
    for start, end in _lines(doc, found):
        if joined:
            last = doc[joined[-1][1] - 1].text
            if doc[start].text[:1].islower() and last not in _ENDS and last not in MARKS:
                joined[-1] = (joined[-1][0], end)
                continue
        joined.append((start, end))
    return joined


def _lines(doc: Doc, paragraphs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Paragraphs split where a line within one opens with a quotation mark: lists of statements."""
    found = []
    for start, end in paragraphs:
        for k in range(start + 1, end - 1):
            if (
                doc[k].is_space
                and "\n" in doc[k].text
                and doc[k + 1].text in OPENING
                and doc[k - 1].text not in (",", ":")
            ):
                if k > start:
                    found.append((start, k))
                start = k + 1
        found.append((start, end))
    return found


def _side(doc: Doc, i: int, start: int, end: int) -> str:
    """Whether the blanks around token `i` make it "open", "close" or leave it to the context ("")."""
    before = i == start or bool(doc[i - 1].whitespace_) or doc[i - 1].is_space
    after = i + 1 >= end or bool(doc[i].whitespace_) or doc[i + 1].is_space
    if before == after:
        if before or i == start:
            return ""
        left, right = doc[i - 1].text, doc[i + 1].text
        if left in "([—–--" or left in OPENING:
            return "open"
        return "close" if right[:1] in ".,;:?!)]—–-" or left in _ENDS else ""
    return "open" if before else "close"


class _Pairer:
    """Pairs the marks of one document, one paragraph after the other."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.found: list[Marked] = []

    def paragraph(self, start: int, end: int, following: str, text: list[str]) -> None:
        doc = self.doc
        stack: list[tuple[int, str]] = []
        for i in range(start, end):
            mark = text[i]
            if mark not in MARKS:
                if len(mark) > 3 or mark[0] not in _GLUED or mark[1:] not in _ENDS:
                    continue
                mark = mark[0]
            side = "open" if mark in OPENING else "close" if mark in CLOSING else _side(doc, i, start, end)
            if mark in "“‘" and stack and stack[-1][1] == {"“": "„", "‘": "‚"}[mark]:
                side = "close"
            if mark in SINGLE and self._apostrophe(i, side, stack, start, end):
                continue
            partner = self._partner(mark, stack)
            if side == "close" and partner is None and i == start and mark in ("”", "’’"):
                # A mark turned the wrong way round at the head of a paragraph.
                stack.append((i, "“"))
            elif side == "close" or (side == "" and partner is not None):
                if partner is not None:
                    left = stack[partner][0]
                    del stack[partner:]
                    self.found.append(Marked(left, i, True, len(stack)))
            elif partner is not None and stack[partner][1] == mark and mark not in OPENING:
                # A straight mark that looks like opening while one is open: the first was never closed.
                stack[partner:] = [(i, mark)]
            else:
                stack.append((i, mark))
        for left, mark in stack[:1]:
            if following == mark or (left == start and mark not in SINGLE and self._alone(left, end, text)):
                self.found.append(Marked(left, end, False, 0))

    def _alone(self, left: int, end: int, text: list[str]) -> bool:
        """Whether a paragraph opens with a mark that nothing closes, and no other mark stands in it."""
        return end - left > 4 and not any(
            text[i] in MARKS and text[i] not in SINGLE for i in range(left + 1, end)
        )

    def _partner(self, mark: str, stack: list[tuple[int, str]]) -> int | None:
        """The place in the stack of the opening mark that `mark` may close."""
        for k in range(len(stack) - 1, -1, -1):
            opened = stack[k][1]
            if mark in OPENING.get(opened, "") or (opened == mark and mark in STRAIGHT):
                return k
            if {opened, mark} <= {'"', "“", "”", "''", "„"} and mark != "“":
                return k
        return None

    def _apostrophe(self, i: int, side: str, stack: list[tuple[int, str]], start: int, end: int) -> bool:
        """Whether the single mark at `i` is no quotation mark."""
        doc, mark = self.doc, doc_text(self.doc, i)
        if mark == "‘":
            return False
        opened = any(m in SINGLE or m == "‚" for _, m in stack)
        if side == "close" or (side == "" and opened):
            if not opened:
                return True
            # "the workers' rights": a plural's apostrophe, unless punctuation shows the end.
            plural = i > start and doc[i - 1].text.endswith("s") and doc[i].tag_ == "POS"
            return plural and i + 1 < end and doc[i + 1].text[:1].isalnum()
        if mark == "’" or side != "open" or i + 1 >= end:
            return True
        following = doc[i + 1].text
        if following[:1].isdecimal() and following.endswith("s"):
            return True
        return not self._closes_later(i, end)

    def _closes_later(self, i: int, end: int) -> bool:
        """Whether a single mark that can close stands later in the paragraph."""
        doc = self.doc
        for k in range(i + 2, end):
            if (
                doc_text(doc, k) in ("'", "’")
                and _side(doc, k, i, end) == "close"
                and (doc[k].tag_ != "POS" or doc[k - 1].text in _ENDS)
            ):
                return True
        return False


def doc_text(doc: Doc, i: int) -> str:
    """The text of token `i`."""
    return doc[i].text


def pair_marks(doc: Doc, paragraphs: list[tuple[int, int]], text: list[str]) -> list[Marked]:
    """All quotations of the document by their opening mark. `text` holds the tokens' words."""
    pairer = _Pairer(doc)
    for n, (start, end) in enumerate(paragraphs):
        following = text[paragraphs[n + 1][0]] if n + 1 < len(paragraphs) else ""
        pairer.paragraph(start, end, following, text)
    return sorted((m for m in pairer.found if m.end > m.start), key=lambda m: (m.left, -m.right))
