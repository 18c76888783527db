"""Demands without a verb of demanding: "Aden said the rebels *must* lift their siege".

A verb of speech whose content obliges somebody else is a REQUEST of the speaker to that party; the
act obliged is told with it. Obligation is a modal (must, should, ought to) or "has to", "needs to".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading.drafts import EventDraft, knowledge_of
from dragoman.reading.frames import Frame
from dragoman.reading.roles import RoleFinder, roles_of, weighty

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from dragoman.knowledge.cues import Cues

MODALS = frozenset({"must", "should", "ought"})
SEMI_MODALS = frozenset({"have", "need"})


def speaks(cues: Cues, lemma: str) -> bool:
    """Whether the lemma is a verb of saying that takes a finite clause."""
    return any(
        cue.sense in ("speech", "writing") and "that" in cue.takes for cue in cues.verbs.get(lemma, ())
    )


def demands(sentence: Span, finder: RoleFinder) -> list[tuple[EventDraft, Token]]:
    """The demands of one sentence, each with the verb of the act that is demanded."""
    found = []
    cues = knowledge_of(sentence.doc).cues
    for token in sentence:
        verb = _obliged(token)
        if verb is None:
            continue
        speech = verb.head
        if verb.dep_ not in ("ccomp", "conj") or not speaks(cues, speech.lemma_):
            continue
        speaker = [
            r for t in Frame(speech).tokens("subj") if (m := finder.chooser.mention(t)) for r in roles_of(m)
        ]
        addressed = [
            r
            for child in verb.children
            if child.dep_ in ("nsubj", "nsubjpass") and (m := finder.chooser.mention(child))
            for r in roles_of(m)
        ]
        if not speaker or not addressed or not any(weighty(r.party) for r in addressed):
            continue
        if {id(r.party) for r in speaker} & {id(r.party) for r in addressed}:
            continue
        event = EventDraft(
            type="REQUEST",
            head=token.i,
            trigger=(token.i, token.i + 1),
            sentence=(sentence.start, sentence.end),
            actor=speaker,
            recipient=addressed,
            mode=["yield"],
            speech=True,
            confidence=0.6,
            why=[f"demand: {speech.text!r} and {token.text!r}"],
        )
        found.append((event, verb))
    return found


def _obliged(token: Token) -> Token | None:
    """The verb that a word of obligation governs, unless the obligation is denied or past ("should have")."""
    lemma = token.lower_
    if lemma in MODALS and token.dep_ == "aux":
        verb = token.head
        if any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children):
            return None
    elif token.lemma_ in SEMI_MODALS and token.tag_ in ("VBZ", "VBP", "VBD"):
        verb = token
        if not any(c.dep_ == "xcomp" and any(g.lower_ == "to" for g in c.children) for c in token.children):
            return None
    else:
        return None
    if any(c.dep_ == "neg" for c in verb.children) and lemma not in MODALS:
        return None
    return verb
