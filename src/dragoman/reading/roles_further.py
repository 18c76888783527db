"""Where else a recipient may stand, when the slots of the sense hold none.

"rejected every offer *made by the Taliban*", "agreed to provide *Sri Lanka* with radars", "launched an
investigation into the business dealings of *the group*", "will not end the strike until *the government*
pays": the party is there, a step further down in the object, in the infinitive, or in the condition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

    from dragoman.reading.frames import Frame

IN_OBJECT = (
    "obj.by",
    "obj.from",
    "obj.of",
    "obj.poss",
    "obj.made.by",
    "obj.made.subj",
    "obj.made.against",
    "obj.made.on",
    "obj.made.to",
    "obj.of.mod",
    "obj.of.poss",
    "obj.of.of",
    "obj.of.by",
    "obj.of.in",
)
IN_PHRASE = (
    "into.of",
    "into.poss",
    "into.mod",
    "into.made.subj",
    "against.of",
    "against.poss",
    "against.mod",
)
IN_INFINITIVE = ("inf.dative", "inf.to", "inf.with", "inf.obj", "inf.against", "inf.on", "inf.from",
                 "inf.clause.subj", "inf.obj.of", "inf.obj.from", "inf.obj.by", "inf.to.from", "inf.to.of",
                 "inf.clause.obj", "inf.for", "inf.obj.made.subj", "inf.obj.made.on")  # fmt: skip
IN_CONDITION = ("unless.subj",)
FURTHER: dict[str, tuple[str, ...]] = {
    "REJECT": (*IN_OBJECT, *IN_INFINITIVE, *IN_CONDITION),
    "ACCUSE": (*IN_OBJECT, *IN_PHRASE),
    "SUPPORT": (*IN_OBJECT, "with"),
    "AGREE": (*IN_INFINITIVE, *IN_OBJECT),
    "CONCEDE": (*IN_OBJECT, *IN_INFINITIVE, *IN_CONDITION),
    "RETREAT": IN_CONDITION,
    "REQUEST": ("clause.subj", "clause.obj.from", "clause.from", "from"),
    "THREATEN": (*IN_INFINITIVE, *IN_CONDITION),
    "SANCTION": IN_OBJECT,
    "AID": ("obj.of", "obj.for", "obj.to", "for.of"),
    "PROTEST": ("obj.made.to", "obj.of", "obj.poss"),
    "ASSAULT": ("obj.made.to",),
    "COERCE": ("obj.made.to",),
}
"""Event type → slots, in order, for verbs."""
UNLESS = frozenset({"until", "till", "unless", "if", "should"})


def further_slots(kind: str, frame: Frame) -> tuple[str, ...]:
    """The slots to look into; none for a word that is no verb here."""
    return FURTHER.get(kind, ()) if frame.verbal else ()


def made(token: Token) -> list[Token]:
    """The verbs that say of a noun who made it: "a demand *made* by", "the ban they *imposed*"."""
    return [
        c
        for c in token.children
        if c.dep_ in ("acl", "relcl") and (c.tag_ in _MADE or c.lemma_ in ("belong", "own"))
    ]


def infinitives(tokens: list[Token]) -> list[Token]:
    """Those complement clauses that are infinitives: what is refused, promised, threatened."""
    return [t for t in tokens if any(c.lower_ == "to" and c.dep_ == "aux" for c in t.children)]


def conditions_on(token: Token) -> list[Token]:
    """The verbs of the clauses that say until when or unless what an act is done."""
    return [
        c
        for c in token.children
        if c.dep_ in ("advcl", "ccomp")
        and any(m.dep_ in ("mark", "aux") and m.i < c.i and m.lower_ in UNLESS for m in c.children)
    ]


_MADE = frozenset({"VBN", "VBD", "VBZ", "VBP"})
