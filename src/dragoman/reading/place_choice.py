"""Which of an article's places is an event's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from dragoman.reading.drafts import PlaceDraft


def place_of(doc: Doc, head: int, sentence: tuple[int, int]) -> PlaceDraft | None:
    """The place where the event of the trigger at token `head` happens."""
    return None
