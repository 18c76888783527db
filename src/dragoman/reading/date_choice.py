"""Which of an article's dates is an event's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from dragoman.reading.drafts import DateDraft

DATELINE = "dateline"
HEADER = "heads the paragraph"


def date_of(doc: Doc, head: int, sentence: tuple[int, int], *, status_hint: str | None = None) -> DateDraft | None:
    """The date of the event of the trigger at token `head`."""
    return None
