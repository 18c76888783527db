"""Adjectives of countries and the names of their people: "Russian", "the Russians", "three Guyanese",
"the Finn"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading.titles import BODIES
from dragoman.reading.view import NOUN_TAGS

if TYPE_CHECKING:
    from dragoman.knowledge.entries import Entry
    from dragoman.reading.known import Known
    from dragoman.reading.linking import Linker
    from dragoman.reading.names import Name


def demonym(linker: Linker, name: Name, entry: Entry) -> tuple[Known, ...]:
    """ "Russian" before a noun: the country; on its own ("a Greek", "three Guyanese") its people."""
    view, i = linker.view, name.head
    if view.tag[i] in NOUN_TAGS and view.dep[i] in {"nsubj", "nsubjpass", "dobj", "pobj", "conj", "poss"}:
        if view.dep[i] == "pobj" and view.low[view.head[i]] == "in" and view.left[i] == name.start:
            return ()  # "in English"
        if (view.dep[i] != "conj" and view.head[i] > i + 3) or view.left[i] < name.start:
            return people(linker, name, entry)
    known = linker.registry.entry(entry)
    if known.draft.kind == "organisation":
        known.nouns.add(known.draft.name.split()[-1].lower())
    return linker.note(name.start, name.end, i, (known,), "demonym", f"of {known.draft.name}")


def people(linker: Linker, name: Name, entry: Entry) -> tuple[Known, ...]:
    """ "the Russians" are their state; "the Finn" is the person last named; "three Guyanese" are Guyanese."""
    view, registry, i = linker.view, linker.registry, name.head
    start = view.phrase_start(i)
    the = view.low[start] in {"the", "both"}
    plural = entry.plural or view.tag[i] in {"NNS", "NNPS"}
    number = any(view.tag[k] == "CD" for k in range(start, name.start))
    if (plural and the and not number) or entry.kind not in {"country", "government"}:
        known = registry.entry(entry)
        known.many = known.many or plural
        return linker.note(start, name.end, i, (known,), "name", f"the people of {known.draft.name}")
    if the and not plural:
        person = registry.best(i, lambda k: k.person and k.draft.code in {None, entry.code} | BODIES, 3)
        if person is not None:
            return linker.note(
                start, name.end, i, (person,), "description", f"{person.draft.name}, by nationality"
            )
    label = view.text[i]
    key = ("people", label.lower() if plural else f"{label.lower()}|{i}")
    known = registry.add(key, label, entry.code, ("CVL",), "group", plural=plural or number)
    return linker.note(start, name.end, i, (known,), "description", f"people of {entry.name}")
