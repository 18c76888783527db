"""The first component: undoes what page layout did to a text, and says where paragraphs begin.

`repair` makes the *view* that is parsed: lines and paragraphs that were broken in mid-sentence are
joined, words divided at a line's end are made whole, running heads and page numbers in the middle
of a sentence are cut out, and odd spaces, control characters and ligatures give way to plain ones.
A text that needs none of this passes unchanged. `Offsets` leads back to the characters of the text.

`dragoman_layout` runs before the parser and sets `doc._.paragraphs`, sentence starts at paragraphs
and after a dateline, and `doc.user_data["dateline"]`, so that the parser joins nothing across them.
"""

# No `from __future__ import annotations` here: spaCy reads a factory's annotations as types.
import re
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from dragoman.reading import drafts
from dragoman.reading.dateline import entry_head, find_dateline
from dragoman.reading.lines import Line, repair_breaks
from dragoman.reading.offsets import Edit, Offsets, apply

__all__ = ["Offsets", "make_layout", "repair"]

drafts.register()

DATELINE_PARAGRAPHS = 4
"""A dateline stands in one of the first paragraphs: after a headline, a byline, a summary."""

_CLOSING = "\"”’'"
_INVISIBLE = (
    r"\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe\uffff"
    r"\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f"
)
"""Soft hyphen, zero-width and direction marks, byte-order mark, control characters."""
_FEED = r"\n\r\f\v\x85\u2028\u2029"
_SPACE = r"\t\x1c-\x1f \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Every white space that ends no line."""
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}

_GAP = re.compile(rf"[{_FEED}][{_FEED}{_SPACE}{_INVISIBLE}]*")
_BLANK = frozenset(
    chr(c) for c in range(0x3001) if re.match(rf"[{_FEED}{_SPACE}{_INVISIBLE}]", chr(c))
) | set("\ufeff\ufffe\uffff")
_ODD = re.compile(
    rf"(?:(?! )[{_SPACE}{_INVISIBLE}]| (?=[{_SPACE}{_INVISIBLE}]))[{_SPACE}{_INVISIBLE}]*"
    r"|[\ufb00-\ufb06]|[\ud800-\udfff]"
)
"""What is mended inside a line: invisible characters, ligatures, halves of characters, and all white
space but one plain space."""
_TROUBLE = re.compile(
    rf"(?! )[{_SPACE}{_INVISIBLE}]|[\r\f\v\x85\u2028\u2029\ufb00-\ufb06\ud800-\udfff]"
    r"|  | \n|\n |\n\n\n|\A\s|\s\Z|[^.!?…”\"’\n]\n|\n[a-z]|\b[A-Z][a-z]{1,4}\.\n"
)
"""Stands in every text that may need repair."""


def repair(text: str) -> tuple[str, Offsets]:
    """The view of `text` that is read, and the map from the view's characters to the text's.

    Clean text, paragraphs parted by blank lines or single line feeds, is its own view. Never raises.

    >>> view, offsets = repair("Troops are already massed\\n\\nat the border. No one\\nmoves.")
    >>> view
    'Troops are already massed at the border. No one moves.'
    >>> offsets.to_text(18, 35)
    (18, 36)
    """
    if not _TROUBLE.search(text):
        return text, Offsets.identity(len(text))
    lines, edits = _lines(text)
    edits += repair_breaks(lines)
    edits.sort()
    # An edit that changes nothing would only cost.
    edits = [e for e in edits if text[e.start : e.end] != e.new]
    return apply(text, edits)


def _lines(text: str) -> tuple[list[Line], list[Edit]]:
    """The lines of `text` that are not blank, and the edits inside them and at the text's edges."""
    lines: list[Line] = []
    edits: list[Edit] = []
    n = len(text)
    at = 0
    while at < n and text[at] in _BLANK:
        at += 1
    if at:
        edits.append(Edit(0, at, ""))
    previous_end = at
    while at < n:
        match = _GAP.search(text, at)
        gap, following = (match.start(), match.end()) if match else (n, n)
        end = gap
        while end > at and text[end - 1] in _BLANK:
            end -= 1
        if end > at:
            raw = text[at:end]
            found = [
                Edit(at + m.start(), at + m.end(), _mended(m[0], raw[m.end() : m.end() + 1]))
                for m in _ODD.finditer(raw)
            ]
            clean = _ODD.sub(lambda m: _mended(m[0], m.string[m.end() : m.end() + 1]), raw) if found else raw
            edits += found
            lines.append(Line(at, end, clean, text[previous_end:at] if lines else ""))
            previous_end = end
        at = following
    if previous_end < n:
        edits.append(Edit(previous_end, n, ""))
    return lines, edits


def _mended(odd: str, following: str) -> str:
    """What stands in place of `odd` characters inside a line; `following` is the character after them."""
    if odd in _LIGATURES:
        return _LIGATURES[odd]
    if "\ud800" <= odd <= "\udfff":
        return "\ufffd"
    if odd[0] == "\u00ad" and following.islower():
        return ""
    return " " if any(c.isspace() for c in odd) else ""


def make_layout(nlp: Language, name: str) -> "Layout":
    """The factory of `dragoman_layout`; add it before the parser."""
    return Layout()


class Layout:
    """Sets paragraphs, sentence starts at them, and the dateline.

    `doc._.paragraphs` are (start, end) token indices, the line feeds between them left out.
    `doc.user_data["dateline"]` is `(start, end, place, date)`: token indices and the words for the
    place and the date of filing as written (each None if not given); absent if there is no
    dateline. The dateline is a sentence of its own, so that the report's first sentence is parsed
    as one; a byline that names a place counts as a dateline.
    `doc.user_data["entries"]` are the (start, end) token indices of the heads of a timeline's
    entries ("14 May 1991 — "), sentences of their own, too: their date holds for the paragraph.
    """

    def __call__(self, doc: Doc) -> Doc:
        paragraphs: list[tuple[int, int]] = []
        start = 0
        for i in doc.to_array("IS_SPACE").nonzero()[0].tolist() if len(doc) else ():
            if "\n" in doc[i].text:
                if i > start:
                    paragraphs.append((start, i))
                start = i + 1
        if start < len(doc):
            paragraphs.append((start, len(doc)))
        doc._.paragraphs = paragraphs
        text = doc.text
        starts: list[int] = []
        entries: list[tuple[int, int]] = []
        for number, (begin, end) in enumerate(paragraphs):
            head = begin
            if number < DATELINE_PARAGRAPHS and "dateline" not in doc.user_data:
                found = find_dateline(text, doc[begin].idx)
                if found and (found.place or not found.authors):
                    head = _token_at(doc, begin, end, found.end)
                    doc.user_data["dateline"] = (begin, head, found.place, found.date)
            if head == begin and (after := entry_head(text, doc[begin].idx)):
                head = _token_at(doc, begin, end, after)
                entries.append((begin, head))
            starts.append(begin)
            if begin < head < end:
                starts.append(head)
        if entries:
            doc.user_data["entries"] = entries
        # A Doc that comes parsed keeps its sentences: spaCy refuses to have them set.
        if starts and not doc.has_annotation("DEP"):
            doc.from_array(["SENT_START"], _sentence_starts(doc, starts))
        return doc


def _sentence_starts(doc: Doc, starts: list[int]) -> Any:
    """For each token what the parser is told: 1 a sentence begins here, -1 none does, 0 as it finds.

    None begins after a word or a comma in the middle of a paragraph, with a small letter after a
    closing quotation mark, or with the second token of a paragraph. Left alone, the parser begins
    about one sentence in thirty there, and misreads both halves.
    """
    told = np.zeros((len(doc), 1), dtype=np.int64)
    words = [token.text for token in doc]
    for i in range(1, len(words)):
        before = words[i - 1]
        last = before[-1]
        if (
            last == ","
            or (last.isalnum() and not (len(before) > 3 and before.isupper()))
            or (last in _CLOSING and words[i][0].islower())
        ):
            told[i] = -1
    for i in starts:
        if i + 1 < len(words):
            told[i + 1] = -1
    for i in starts:
        told[i] = 1
    return told.astype(np.uint64)


def _token_at(doc: Doc, begin: int, end: int, character: int) -> int:
    """The first token from `begin` on that starts at `character` or after it; `end` if none does."""
    while begin < end and doc[begin].idx < character:
        begin += 1
    return begin
