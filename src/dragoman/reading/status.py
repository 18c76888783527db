"""`dragoman_status`: whether an act happened, is planned, is feared or is denied."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.reading.factuality import Judge

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from dragoman.records import Status


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a text presents one act."""

    status: Status
    factuality: float
    condition: tuple[int, int] | None = None
    why: list[str] = field(default_factory=list)


def status_of(doc: Doc, head: int, judge: Judge | None = None) -> Judgement:
    judge = judge or Judge(doc)
    token = doc[head]
    state = judge.judge(token)
    condition = judge.condition_of(token)
    span = None if condition is None else (condition.left_edge.i, condition.right_edge.i + 1)
    return Judgement(state.status, max(-3.0, min(3.0, state.factuality)), span, list(state.why))
