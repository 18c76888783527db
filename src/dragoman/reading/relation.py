"""Component `dragoman_relation`: the model's opinion on each candidate event, and what follows from it.

The lexicon finds a word and its parties; the model, which has read the whole sentence with both
parties marked, says how likely each type is. The shipped model only grades: its probability of the
event's type becomes the event's confidence. On annotated articles 93 % of the events that have both
parties in their sentence have the right type, and overruling them made figures fall, but the model
tells the right from the wrong better than the lexicon does (`docs/how-well.md`). A model that was
taught on a user's own reviewed pairs may overrule: where it is sure that nothing passes between the
two the event is dropped, where it is sure of another type the event takes it. Events with one party
only, and reciprocal ones, are left alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.reading.relation_model import Pair, Relation, RelationModel, relation_model

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from dragoman.reading.drafts import EventDraft

DOUBTED, TRUSTED = 0.86, 0.99
"""Share of annotated articles' events of the right type where the model gives it no probability, and all."""
NOTHING_SURE = 0.9
"""The model's probability of NONE from which a candidate is dropped."""
OTHER_SURE = 0.8
"""Its probability of another type from which a candidate changes its type."""
OWN_POOR = 0.05
"""And its probability of the candidate's own type below which either may happen."""
CLEAR = 0.5
"""What the trigger model gives an act that needs no second opinion."""
WINDOW = 60
"""Tokens on either side of the trigger that the model is shown."""
KEEPS = frozenset({"AGREE", "CONCEDE", "THREATEN"})
"""Types that the conventions on future acts make from others; the model does not see those conventions."""


class RelationJudge:
    """The component; `model` is asked pair by pair, so that an article reads the same in any company."""

    def __init__(self, model: RelationModel) -> None:
        self.model = model

    def __call__(self, doc: Doc) -> Doc:
        self._judge([doc])
        return doc

    def _judge(self, docs: list[Doc]) -> None:
        asked: list[tuple[Doc, EventDraft]] = []
        pairs: list[Pair] = []
        overrules = self.model.head is not None
        for doc in docs:
            for event in doc._.events:
                if not overrules and event.likely is not None and event.likely >= CLEAR:
                    continue  # the trigger model has no doubt: a second opinion would only cost time
                pair = pair_of(doc, event)
                if pair is not None:
                    asked.append((doc, event))
                    pairs.append(pair)
        if not pairs:
            return
        dropped: set[int] = set()
        for (_, event), relation in zip(asked, self.model.classify(pairs, batch=1), strict=True):
            if not decide(event, relation, overrules=overrules):
                dropped.add(id(event))
        if dropped:
            for doc in docs:
                doc._.events = [event for event in doc._.events if id(event) not in dropped]


def pair_of(doc: Doc, event: EventDraft) -> Pair | None:
    """The words around a candidate with its first actor and recipient marked; None if either is elsewhere."""
    start, end = event.sentence
    actor = next((r for r in event.actor if start <= r.start < end), None)
    recipient = next((r for r in event.recipient if start <= r.start < end), None)
    if actor is None or recipient is None or actor.start == recipient.start:
        return None
    first = max(start, min(event.head, actor.start, recipient.start) - WINDOW)
    last = min(end, max(event.head + 1, actor.end, recipient.end) + WINDOW)
    if not (
        first <= actor.start and actor.end <= last and first <= recipient.start and recipient.end <= last
    ):
        return None
    origin = doc[first].idx
    text = doc[first:last].text

    def span(a: int, b: int) -> tuple[int, int]:
        return doc[a].idx - origin, doc[b - 1].idx + len(doc[b - 1]) - origin

    one, other = span(actor.start, actor.end), span(recipient.start, recipient.end)
    if one[0] < other[0] < one[1] < other[1] or other[0] < one[0] < other[1] < one[1]:
        return None
    return Pair(text, one, other)


def decide(event: EventDraft, relation: Relation, *, overrules: bool = False) -> bool:
    """Let the model grade a candidate and, if it `overrules`, change it; False if it is to be dropped."""
    own = relation.types.get(event.type, 0.0)
    best = relation.type
    told = f"model: {best} {relation.types[best]:.2f}, {event.type} {own:.2f}"
    if overrules and own < OWN_POOR:
        if relation.types.get("NONE", 0.0) >= NOTHING_SURE:
            return False
        if best != "NONE" and relation.types[best] >= OTHER_SURE and event.type not in KEEPS:
            event.type = best
            event.mode = [relation.mode] if relation.mode and relation.mode_probability > 0.5 else []
            own = relation.types[best]
            told += ", so the type was changed"
    grade = DOUBTED + (TRUSTED - DOUBTED) * own
    event.confidence = round(grade if event.likely is None else grade * event.confidence, 3)
    event.why.append(told)
    return True


def make_relation(nlp: object, name: str, model: str | None = None) -> RelationJudge:
    """The component with the shipped model or that of a folder. ModelError if it cannot be used."""
    return RelationJudge(relation_model(Path(model) if model is not None else None))
