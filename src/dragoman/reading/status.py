"""`dragoman_status`: whether an act happened, happened long ago, is planned, is feared or is denied."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.reading.factuality import Judge
from dragoman.reading.history import History, is_old

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from dragoman.reading.drafts import EventDraft
    from dragoman.records import Status


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a text presents one act."""

    status: Status
    factuality: float
    """-3 (certainly did not happen) to 3 (certainly did)."""
    condition: tuple[int, int] | None = None
    """Tokens [start, end) of the clause on which the act depends."""
    why: list[str] = field(default_factory=list)


class Statuses:
    """Judges the acts of one Doc; what it reads of a sentence it reads once."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.judge = Judge(doc)
        self.history = History(doc)

    def of(self, head: int, value: str | None = None) -> Judgement:
        """The judgement on the act at token `head`; `value` is its ISO date if it is known."""
        token = self.doc[head]
        state = self.judge.judge(token)
        status, why = state.status, list(state.why)
        if status in ("actual", "future"):
            # What had been planned or ordered by then is told as history, too.
            old = self._old(head, value)
            if old is not None:
                status = "historical"
                why.append(old)
        condition = self.judge.condition_of(token)
        span = None if condition is None else self._span(condition.left_edge.i, condition.right_edge.i + 1)
        return Judgement(status, max(-3.0, min(3.0, state.factuality)), span, why)

    def _span(self, start: int, end: int) -> tuple[int, int]:
        """A clause without the punctuation at its edges."""
        while start + 1 < end and self.doc[start].is_punct:
            start += 1
        while start + 1 < end and self.doc[end - 1].is_punct:
            end -= 1
        return start, end

    def _old(self, head: int, value: str | None) -> str | None:
        if value is not None and self.history.published is not None:
            return f"date {value}" if is_old(value, self.history.published) else None
        return self.history.why_old(self.doc[head])


def status_of(doc: Doc, head: int) -> Judgement:
    """How `doc` presents the act that the token at index `head` names.

    Needs a parse; `doc._.article.published`, where set, decides what is historical.
    """
    return Statuses(doc).of(head)


class StatusComponent:
    """Sets `status`, `factuality` and `condition` of every event, then applies PLOVER's conventions."""

    def __call__(self, doc: Doc) -> Doc:
        if not doc._.events:
            return doc
        from dragoman.reading.conventions import apply_conventions
        from dragoman.reading.voice import Voices

        statuses, voices = Statuses(doc), Voices(doc)
        for event in doc._.events:
            self._set(statuses, event)
        for event in doc._.events:
            apply_conventions(doc, event, voices)
        return doc

    def _set(self, statuses: Statuses, event: EventDraft) -> None:
        date = event.date
        judged = statuses.of(event.head, (date.last or date.value) if date is not None else None)
        event.status = judged.status
        event.factuality = round(judged.factuality, 2)
        event.condition = judged.condition
        if judged.why:
            event.why.append(f"{judged.status}: " + ", ".join(judged.why))


def make_status(nlp: Language, name: str) -> StatusComponent:
    """The component that judges the status of each event."""
    return StatusComponent()
