"""PLOVER's conventions about coming acts, applied to events whose status is known.

PLOVER codes the promise, not the promised act: a future CONSULT, SUPPORT, COOPERATE or AID is an AGREE that
has been made, a future concession or retreat by its own author a CONCEDE, and a hostile act announced by its
own author a THREATEN (PLOVER codebook, sections on AGREE, CONCEDE and THREATEN).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading.clause import read_clause
from dragoman.reading.drafts import knowledge_of
from dragoman.reading.voice import CONVENTION, Voices

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from dragoman.reading.drafts import EventDraft

PROMISED = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})
YIELDING = frozenset({"RETREAT", "CONCEDE"})
HOSTILE = frozenset({"SANCTION", "COERCE", "ASSAULT"})
SPOKEN = frozenset({"REJECT", "THREATEN"})
FORCE = frozenset({"MOBILIZE", "PROTEST"})
REFUSED = {
    "CONSULT": "meet", "COOPERATE": "assist", "AID": "assist", "SUPPORT": "change", "AGREE": "change",
    "CONCEDE": "yield", "RETREAT": "yield",
}  # fmt: skip
THREATENED = {"SANCTION": "restrict", "COERCE": "restrict", "ASSAULT": "violence", "MOBILIZE": "violence"}


def _called(doc: Doc, event: EventDraft) -> bool:
    """Whether the trigger is a verb that sets an act for later: "called a general strike"."""
    token = doc[event.head]
    if token.pos_ != "VERB" or not any(c.dep_ in ("dobj", "nsubjpass") for c in token.children):
        return False
    found = knowledge_of(doc).signatures.find("np", token.lemma_.lower())
    return found is not None and found[1].name == "announced" and "troops" not in event.mode


def _coming(doc: Doc, event: EventDraft) -> bool:
    """Whether the act is told with "will" or "would"."""
    return read_clause(doc[event.head]).modal in ("will", "would", "shall")


def apply_conventions(doc: Doc, event: EventDraft, voices: Voices | None = None) -> None:
    """Change type, mode and status of `event` where a convention asks for it, and say so in `why`."""
    if event.type in FORCE and event.status == "actual" and _called(doc, event):
        event.status, event.factuality = "future", 2.2
        event.why.append(CONVENTION + "called or announced, not yet held: future")
        return
    if event.type in PROMISED and event.status == "future":
        _become(event, "AGREE", "", f"future {event.type} is a promise: AGREE")
        return
    if event.type in ("AGREE", "CONCEDE") and event.status == "future":
        _become(event, event.type, "", f"a coming {event.type} is made by promising it")
        return
    if event.status not in ("future", "hypothetical", "negated") or event.type not in (
        YIELDING | SPOKEN | HOSTILE | FORCE | REFUSED.keys()
    ):
        return
    announcer = (voices or Voices(doc)).announcer(event)
    if announcer is None:
        return
    before = event.type, event.status
    _announced(doc, event)
    if (event.type, event.status) != before:
        event.actor = [announcer]  # "Wanyonyi said Nairobi would …": the threat is hers who utters it


def _announced(doc: Doc, event: EventDraft) -> None:
    """The conventions on acts that a party announces, offers or refuses for its own side."""
    if event.type in SPOKEN and event.status == "future":
        _become(event, event.type, event.mode[0] if event.mode else "", f"{event.type} done by announcing it")
    elif event.type in YIELDING and event.status == "future":
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
    event.why.append(CONVENTION + why)
