"""The clause that a date belongs to where its words tell more than the parse.

"in May, when it slashed the moorings": the clause after the date is of that day, whatever it hangs on.
"Soldiers who toppled him on Friday let a deadline lapse": what stands within a relative clause before the
main verb is the relative clause's. "In 1914 such a chain …: Germany overran Belgium": a year that opens a
sentence is that of all that the sentence tells in the past.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading.attachment import is_verbal, modal, path_up

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from dragoman.reading.drafts import DateDraft

_IN = frozenset({"in", "during", "at", "on"})
_HELD_BACK = frozenset({"has", "have", "'ve", "’ve"})
_QUOTATION = frozenset('"“”„«»')


def clause_after(doc: Doc, date: DateDraft) -> int | None:
    """The verb of the clause that a date is followed by: ", when it …", ", in which gunmen …"."""
    at = date.end
    if at < len(doc) and doc[at].text == ",":
        at += 1
    if at + 1 >= len(doc):
        return None
    if doc[at].lower_ == "when":
        word = doc[at]
    elif doc[at].lower_ in _IN and doc[at + 1].lower_ == "which":
        word = doc[at + 1]
    else:
        return None
    verb = word.head
    while not is_verbal(verb) and verb.head.i != verb.i:
        verb = verb.head
    return verb.i if verb.i > date.end and is_verbal(verb) else None


def clause_around(doc: Doc, date: DateDraft) -> int | None:
    """The verb of a relative clause that ends with the date, before the verb of its sentence begins."""
    verb: Token | None = None
    for i in range(date.start - 1, max(-1, date.start - 14), -1):
        if doc[i].text in (",", ";", ":", "—") or doc[i].dep_ == "punct":
            return None
        if is_verbal(doc[i]):
            verb = doc[i]
            break
    if verb is None or verb.dep_ != "relcl" or verb.tag_ not in ("VBD", "VBN") or date.end >= len(doc):
        return None
    after = doc[date.end]
    held = verb.head
    takes_up = after.tag_ in ("VBD", "VBZ", "VBP", "MD")
    subject = held.dep_ in ("nsubj", "nsubjpass") and held.head.i >= date.end
    return verb.i if takes_up or subject else None


def year_ahead(
    doc: Doc, trigger: Token, sentence: tuple[int, int], dates: list[DateDraft]
) -> DateDraft | None:
    """The year that opens the sentence, for what it tells in the past without another date of its own."""
    first = next((date for date in dates if date.value is not None), None)
    if first is None or first.precision != "year" or first.end > trigger.i:
        return None
    if first.start - sentence[0] > 2 or path_up(doc, first.start, first.end)[-1].i < first.start:
        return None
    between = doc[first.end : trigger.i + 1]
    if any(date is not first and first.end <= date.start <= trigger.i + 8 for date in dates):
        return None
    if any(token.text in _QUOTATION for token in between):
        return None
    verb = trigger
    while not is_verbal(verb) and verb.head.i != verb.i:
        verb = verb.head
    past = verb.tag_ in ("VBD", "VBN") or any(
        c.tag_ == "VBD" and c.dep_.startswith("aux") for c in verb.children
    )
    if not past or modal(verb) or any(c.lower_ in _HELD_BACK and c.dep_ == "aux" for c in verb.children):
        return None
    return first
