"""The article's text cut at every boundary of every span, so that overlapping spans can all be shown.

A piece between two boundaries lies wholly inside each of its spans or wholly outside; what it lies inside
is told as marks. Nothing nests, so nothing can nest wrongly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dragoman.records import Report

BLANK_LINE = re.compile(r"[^\S\n]*\n[^\S\n]*\n\s*")
LINE_END = re.compile(r"\s*\n\s*")
SENTENCE_ENDS = tuple('.!?:;”"’')


class Mark(NamedTuple):
    """What a piece is to a record: `ref` is `e3`, `q0`, `p12` (kind and place in the report)."""

    ref: str
    role: str
    """trigger, sentence, actor, recipient, voice, date, place, condition; content, cue, speaker; mention."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text inside the same spans throughout. Marks in `opens` begin with it, in `closes` end."""

    start: int
    text: str
    marks: tuple[Mark, ...]
    opens: frozenset[Mark]
    closes: frozenset[Mark]

    def refs(self, role: str) -> list[str]:
        """The records to which this piece plays a role."""
        return [mark.ref for mark in self.marks if mark.role == role]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's pieces in order."""

    pieces: tuple[Piece, ...]


def spans(report: Report) -> Iterator[tuple[int, int, Mark]]:
    """Every span of a report with the mark that it is."""
    for number, party in enumerate(report.parties):
        for start, end in party.mentions:
            yield start, end, Mark(f"p{number}", "mention")
    for number, quote in enumerate(report.quotes):
        ref = f"q{number}"
        for start, end in quote.content:
            yield start, end, Mark(ref, "content")
        if quote.cue:
            yield quote.cue.start, quote.cue.end, Mark(ref, "cue")
        if quote.speaker_span:
            yield *quote.speaker_span, Mark(ref, "speaker")
    for number, event in enumerate(report.events):
        ref = f"e{number}"
        yield *event.sentence, Mark(ref, "sentence")
        yield event.trigger.start, event.trigger.end, Mark(ref, "trigger")
        for role, people in (("actor", event.actor), ("recipient", event.recipient), ("voice", event.voice)):
            for who in people:
                yield who.start, who.end, Mark(ref, role)
        if event.date:
            yield event.date.start, event.date.end_char, Mark(ref, "date")
        if event.place:
            yield event.place.start, event.place.end, Mark(ref, "place")
        if event.condition:
            yield *event.condition, Mark(ref, "condition")


def paragraphs(report: Report) -> list[Paragraph]:
    """The text in paragraphs of pieces. Joined again, the pieces are the text without the breaks between."""
    text = report.article.text
    starts: dict[int, list[Mark]] = {}
    ends: dict[int, list[Mark]] = {}
    for start, end, mark in spans(report):
        if start is not None and 0 <= start < end <= len(text):
            starts.setdefault(start, []).append(mark)
            ends.setdefault(end, []).append(mark)
    bounds = sorted(starts.keys() | ends.keys())
    # Marks that are open, with a count: a record can have two spans that touch or overlap.
    open_marks: dict[Mark, int] = {}
    made = []
    at = 0
    for low, high in _paragraph_bounds(text):
        pieces = []
        while at < len(bounds) and bounds[at] <= low:
            _step(open_marks, starts.get(bounds[at], ()), ends.get(bounds[at], ()))
            at += 1
        cursor = low
        while cursor < high:
            stop = bounds[at] if at < len(bounds) and bounds[at] < high else high
            opens, closes = frozenset(starts.get(cursor, ())), frozenset(ends.get(stop, ()))
            pieces.append(Piece(cursor, text[cursor:stop], tuple(sorted(open_marks)), opens, closes))
            if stop < high:
                _step(open_marks, starts.get(stop, ()), ends.get(stop, ()))
                at += 1
            cursor = stop
        made.append(Paragraph(tuple(pieces)))
    return made


def _step(
    open_marks: dict[Mark, int], starting: list[Mark] | tuple[()], ending: list[Mark] | tuple[()]
) -> None:
    for mark in ending:
        open_marks[mark] -= 1
        if not open_marks[mark]:
            del open_marks[mark]
    for mark in starting:
        open_marks[mark] = open_marks.get(mark, 0) + 1


def _paragraph_bounds(text: str) -> Iterator[tuple[int, int]]:
    """Blank lines part paragraphs; in a text that has none, every line's end does.

    A break in mid-sentence, as a page's end leaves one, is none.
    """
    breaks = list(BLANK_LINE.finditer(text)) or list(LINE_END.finditer(text))
    low = 0
    for found in breaks:
        before, after = text[max(0, found.start() - 1) : found.start()], text[found.end() : found.end() + 1]
        if after.islower() and before not in SENTENCE_ENDS:
            continue
        if text[low : found.start()].strip():
            yield low, found.start()
        low = found.end()
    if text[low:].strip():
        yield low, len(text)


def first_pieces(parts: list[Paragraph], role: str) -> Mapping[str, int]:
    """ref → offset where its first piece in this role starts: where a jump to it should land."""
    found: dict[str, int] = {}
    for part in parts:
        for piece in part.pieces:
            for ref in piece.refs(role):
                found.setdefault(ref, piece.start)
    return found
