"""PLOVER's conventions about coming acts, applied to events whose status is known.

PLOVER codes the promise, not the promised act: a future CONSULT, SUPPORT, COOPERATE or AID is an AGREE that
has been made, a future concession or retreat by its own author a CONCEDE, and a hostile act announced by its
own author a THREATEN (PLOVER codebook, sections on AGREE, CONCEDE and THREATEN).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading.clause import read_clause
from dragoman.reading.voice import Voices, stands_for

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from dragoman.reading.drafts import EventDraft, PartyDraft

PROMISED = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})
YIELDING = frozenset({"RETREAT", "CONCEDE"})
HOSTILE = frozenset({"SANCTION", "COERCE", "ASSAULT"})
FORCE = frozenset({"MOBILIZE", "PROTEST"})
REFUSED = {
    "CONSULT": "meet", "COOPERATE": "assist", "AID": "assist", "SUPPORT": "change", "AGREE": "change",
    "CONCEDE": "yield", "RETREAT": "yield",
}  # fmt: skip
THREATENED = {"SANCTION": "restrict", "COERCE": "restrict", "ASSAULT": "violence", "MOBILIZE": "violence"}


def author_of(doc: Doc, event: EventDraft, voices: Voices | None = None) -> PartyDraft | None:
    """The party that announces an act of its own: a voice of the event that speaks for one of its actors."""
    for role in (voices or Voices(doc)).chain(event):
        if any(stands_for(role.party, actor.party) for actor in event.actor):
            return role.party
    return None


def _coming(doc: Doc, event: EventDraft) -> bool:
    """Whether the act is told with "will" or "would"."""
    return read_clause(doc[event.head]).modal in ("will", "would", "shall")


def apply_conventions(doc: Doc, event: EventDraft, voices: Voices | None = None) -> None:
    """Change type, mode and status of `event` where a convention asks for it, and say so in `why`."""
    if event.type in PROMISED and event.status == "future":
        _become(event, "AGREE", "", f"future {event.type} is a promise: AGREE")
        return
    if event.type == "AGREE" and event.status == "future":
        _become(event, "AGREE", "", "a promise to agree is an AGREE")
        return
    if event.status not in ("future", "hypothetical", "negated") or event.type not in (
        YIELDING | HOSTILE | FORCE | REFUSED.keys()
    ):
        return
    if author_of(doc, event, voices) is None:
        return
    if event.type in YIELDING and event.status == "future":
        _become(event, "CONCEDE", "", f"future {event.type} announced by its author: CONCEDE")
    elif (
        event.type in YIELDING and event.status == "hypothetical" and event.condition and _coming(doc, event)
    ):
        _become(event, "CONCEDE", "", f"{event.type} offered on a condition: CONCEDE")
    elif event.type in HOSTILE and (
        event.status == "future"
        or (event.status == "hypothetical" and event.condition and _coming(doc, event))
    ):
        _become(event, "THREATEN", THREATENED[event.type], f"{event.type} announced by its author: THREATEN")
    elif event.type in FORCE and event.status != "negated" and event.condition and _coming(doc, event):
        mode = THREATENED.get(event.type, "")
        _become(event, "THREATEN", mode, f"{event.type} announced on a condition: THREATEN")
    elif event.type in REFUSED and event.status == "negated" and _coming(doc, event):
        _become(event, "REJECT", REFUSED[event.type], f"{event.type} refused by its author: REJECT")


def _become(event: EventDraft, kind: str, mode: str, why: str) -> None:
    event.type = kind
    event.mode = [mode] if mode else []
    event.status = "actual"
    event.factuality = 2.5
    event.speech = True
    if kind == "AGREE":
        # The promise is made now; the promised act has its date and place.
        event.date = None
        event.place = None
    event.why.append(why)
