"""From the characters of a repaired view back to the characters of the text that it was made from."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Edit(NamedTuple):
    """`text[start:end]` gives way to `new` in the view."""

    start: int
    end: int
    new: str


class Offsets:
    """A monotone map between the characters of a view and those of the text it was made from.

    The view is the text with some stretches replaced (`Edit`). A character that was copied maps to
    its original; one that was put in maps to the whole stretch that it stands for. All spans are
    half-open pairs of character offsets.

    >>> view, offsets = apply("the ﬁrst\\n\\nmove", [Edit(4, 5, "fi"), Edit(8, 10, " ")])
    >>> view
    'the first move'
    >>> offsets.to_text(4, 9), offsets.to_text(10, 14)
    ((4, 8), (10, 14))
    """

    __slots__ = ("_copied", "_text", "_view", "text_length", "view_length")

    def __init__(self, pieces: Iterable[tuple[int, int, bool]], view_length: int, text_length: int) -> None:
        """`pieces` are (start in view, start in text, copied?) in order, the first at (0, …)."""
        self._view: list[int] = []
        self._text: list[int] = []
        self._copied: list[bool] = []
        for view, text, copied in pieces:
            self._view.append(view)
            self._text.append(text)
            self._copied.append(copied)
        self.view_length = view_length
        self.text_length = text_length

    @classmethod
    def identity(cls, n: int) -> Offsets:
        """The map of a text of `n` characters that needed no repair."""
        return cls((), n, n)

    @property
    def is_identity(self) -> bool:
        """Whether the text needed no repair."""
        return not self._view

    def to_text(self, start: int, end: int) -> tuple[int, int]:
        """The span of the text for the span `[start, end)` of the view.

        Tight at both edges: what was cut out before `start` or after `end` does not belong to it.
        Offsets outside the view are moved to its edges; an empty span stays empty.
        """
        start = min(max(start, 0), self.view_length)
        end = min(max(end, start), self.view_length)
        if not self._view:
            return start, end
        first = self._start(start)
        if start == end:
            return first, first
        return first, self._end(end - 1)

    def to_view(self, start: int, end: int) -> tuple[int, int]:
        """The span of the view that shows what `text[start:end]` became; empty if that was cut out.

        A character that was replaced maps to all that stands in its place.
        """
        start = min(max(start, 0), self.text_length)
        end = min(max(end, start), self.text_length)
        if not self._view:
            return start, end
        first = self._view_at(start, upper=False)
        if start == end:
            return first, first
        return first, max(first, self._view_at(end, upper=True))

    def _start(self, at: int) -> int:
        if at >= self.view_length:
            return self.text_length
        k = bisect_right(self._view, at) - 1
        return self._text[k] + (at - self._view[k] if self._copied[k] else 0)

    def _end(self, last: int) -> int:
        k = bisect_right(self._view, last) - 1
        if self._copied[k]:
            return self._text[k] + last - self._view[k] + 1
        return self._text_end(k)

    def _text_end(self, k: int) -> int:
        """Where the stretch of the text ends for which piece `k`, a replacement, stands."""
        return self._text[k + 1] if k + 1 < len(self._text) else self.text_length

    def _view_at(self, at: int, *, upper: bool) -> int:
        k = bisect_right(self._text, at) - 1
        # An end that falls on a piece's start closes what comes before it.
        if upper and k > 0 and self._text[k] == at:
            k -= 1
        if k < 0:
            return 0
        piece_end = self._view[k + 1] if k + 1 < len(self._view) else self.view_length
        if self._copied[k]:
            return min(self._view[k] + at - self._text[k], piece_end)
        return piece_end if upper else self._view[k]


def apply(text: str, edits: list[Edit]) -> tuple[str, Offsets]:
    """`text` with `edits` made, and the map back. Edits must be sorted and must not overlap."""
    if not edits:
        return text, Offsets.identity(len(text))
    parts: list[str] = []
    pieces: list[tuple[int, int, bool]] = []
    view = at = 0
    for start, end, new in edits:
        if start > at:
            pieces.append((view, at, True))
            parts.append(text[at:start])
            view += start - at
        # A cut takes no room in the view, but ends the piece before it.
        pieces.append((view, start, False))
        parts.append(new)
        view += len(new)
        at = end
    if at < len(text):
        pieces.append((view, at, True))
        parts.append(text[at:])
        view += len(text) - at
    return "".join(parts), Offsets(pieces, view, len(text))
