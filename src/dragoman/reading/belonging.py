"""Whose a described party is: the country or body that an adjective, a possessor or a place gives it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from dragoman.reading.drafts import knowledge_of
from dragoman.reading.known import PLACE_WEIGHT
from dragoman.reading.phrases import OPPOSED

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from dragoman.knowledge.own import Knowledge
    from dragoman.reading.known import Known
    from dragoman.reading.linking import Linker
    from dragoman.reading.names import Name
    from dragoman.reading.phrases import Phrase

BODIES = frozenset({"UNO", "EUR", "IGO", "NGO"})
ADJECTIVE_FIRST = frozenset(
    {"army", "police", "gendarmerie", "ministry", "navy", "security forces", "delegation"}
)
"""Named with the adjective, "Belarusian defence ministry"; others with "of": "parliament of Suriname"."""


@dataclass(frozen=True, slots=True)
class Owner:
    """What a phrase says of whose it is; all empty if it says nothing."""

    codes: tuple[str, ...] = ()
    party: Known | None = None
    sure: bool = False
    """The phrase itself says it."""
    how: str = ""
    """adjective, poss, of, from or place."""
    parties: tuple[Known, ...] = ()
    """All owners, where the phrase names several: "advisers from Russia and France"."""

    @property
    def code(self) -> str | None:
        """The code of the first owner; None if no owner has one."""
        return self.codes[0] if self.codes else None


def owner_of(linker: Linker, phrase: Phrase) -> Owner:
    """The owner of a described party, by the strongest sign that the phrase has."""
    if phrase.countries:
        codes: list[str] = []
        party: Known | None = None
        for name in phrase.countries:
            found = linker.party_at(name.head)
            if found:
                party = party or found[0]
                if found[0].draft.code and found[0].draft.code not in codes:
                    codes.append(found[0].draft.code)
            elif name.entry is not None and name.entry.code and name.entry.code not in codes:
                codes.append(name.entry.code)
        return Owner(tuple(codes), party, True, "adjective")
    if phrase.owner is not None:
        found = linker.party_at(phrase.owner)
        if found and phrase.plural and phrase.owner_how in {"of", "from"}:
            others = linker.view.conjuncts(phrase.owner)[1:]
            found = tuple(dict.fromkeys((*found, *(k for c in others for k in linker.party_at(c)))))
        if found:
            codes_found = tuple(dict.fromkeys(k.draft.code for k in found if k.draft.code))
            where = linker.at[phrase.place] if phrase.place is not None else None
            if where is not None and all(k.guessed for k in found):
                # "fishermen's unions in Manila": the place is told, whose the fishermen are is guessed
                told = country_of_place(linker, where)
                codes_found = (told,) if told else codes_found
            return Owner(codes_found, found[0], True, phrase.owner_how, found)
        if phrase.owner_how == "poss":
            return Owner((), None, False, "")
        town = linker.at[phrase.owner]
        known_town = town is not None and town.kind in {"place", "unknown"}
        code = country_of_place(linker, town) if town is not None and known_town else None
        if code:
            return Owner((code,), None, True, "place")
    if phrase.place is not None:
        where = linker.at[phrase.place]
        if where is None:
            inner = linker.phrases.read(phrase.place).countries
            where = inner[0] if inner else None
        code = country_of_place(linker, where) if where is not None else None
        if code:
            return Owner((code,), None, True, "place")
    return Owner()


def country_of_place(linker: Linker, name: Name) -> str | None:
    """The country of a place name, if the tables know it."""
    for one in (name, *name.nested):
        if one.entry is not None and one.entry.code:
            return one.entry.code
    if (name.kind == "person" and name.end - name.start > 1) or name.entry is not None:
        return None
    code = linker.world.place(name.text) or _gazetteer_country(name.text, linker.seen_codes, linker.view.doc)
    if code:
        linker.registry.point(name.head, code, PLACE_WEIGHT)
    return code


def _gazetteer_country(text: str, seen: frozenset[str], doc: Doc) -> str | None:
    """The country of a town: one that the article names anyway, else that of by far the largest of the
    name."""
    totals: dict[str, int] = {}
    for code, population in _towns(text, knowledge_of(doc)):
        totals[code] = max(totals.get(code, 0), population)
    named = [code for code in totals if code in seen]
    if named:
        return max(named, key=lambda code: (totals[code], code))
    ranked = sorted(totals, key=lambda code: (-totals[code], code))
    if (
        ranked
        and totals[ranked[0]] >= 50_000
        and (len(ranked) == 1 or totals[ranked[0]] >= 4 * totals[ranked[1]])
    ):
        return ranked[0]
    return None


@lru_cache(maxsize=8192)
def _towns(text: str, known: Knowledge) -> tuple[tuple[str, int], ...]:
    return tuple((e.country, e.population) for e in known.gazetteer.lookup(text) if e.country)


def sector_of(phrase: Phrase, owner: Owner) -> tuple[str, ...]:
    """The sector that noun, modifiers and owner give a described party."""
    sector = phrase.sector
    theirs = owner.party.draft.sector if owner.party is not None else ()
    if (
        owner.code in BODIES
        and sector[:1] in {("GOV",), ()}
        and phrase.noun not in {"government", "member", "ally"}
    ):
        return theirs or sector
    if phrase.inherits and theirs and theirs[:1] != ("GOV",) and owner.how != "place":
        return theirs
    if OPPOSED & set(phrase.words) and sector[:1] != ("OPP",):
        return ("OPP", *sector) if sector[:1] != ("LEG",) else (*sector, "OPP")
    if "rebel" in phrase.words and sector[:1] in {("GOV",), ("MIL",)}:
        return ("REB",)
    return sector


def described_name(linker: Linker, phrase: Phrase, owner: Owner, code: str | None, canonical: str) -> str:
    """A canonical name: "Ugandan army", "prime minister of Peru", "Kenyan officials"."""
    view = linker.view
    country = linker.world.countries.get(code or "")
    adjective = country.adjective if country else ""
    if canonical in {"army", "military"}:
        return f"{adjective} {canonical}" if adjective else canonical
    body = canonical
    if canonical == phrase.noun:
        head = view.text[phrase.head]
        if "-" in phrase.noun and "-" not in head:
            head = phrase.noun.rsplit(" ", 1)[-1]
        body = " ".join([*(w for w in phrase.words if w not in {"own", "other", "same", "-"}), head])
    of_country = not phrase.plural and canonical not in ADJECTIVE_FIRST
    of_country = of_country and view.lemma[phrase.head] not in ADJECTIVE_FIRST
    if owner.how == "adjective":
        mark = next((n for n in phrase.countries if n.entry is not None and n.entry.code == code), None)
        if mark is None or mark.entry is None:
            return body
        if mark.entry.form in {"demonym", "acronym"}:
            adjective = " ".join(view.text[mark.start : mark.end])
            if canonical != phrase.noun:
                return f"{adjective} {body}"
            before = [
                w for w, i in zip(phrase.words, phrase.word_at, strict=True) if i < mark.start and w != "-"
            ]
            return " ".join([*before, adjective, body.removeprefix(" ".join(before)).strip()])
        if mark.entry.kind == "country" and not of_country and adjective:
            return f"{adjective} {body}"
        return f"{body} of {mark.entry.name}" if of_country else f"{mark.entry.name} {body}"
    if owner.party is not None and owner.how in {"poss", "of", "from", "under"}:
        theirs = owner.party.draft
        state = phrase.sector[:1] in {("GOV",), ("MIL",), ("LEG",), ("JUD",)} and owner.how == "poss"
        if country and (theirs.kind == "country" or (theirs.kind == "person" and state)):
            return f"{body} of {country.name}" if of_country else f"{adjective} {body}"
        if body.lower().startswith(theirs.name.lower()):
            return body  # "fishermen's unions", said once
        return f"{body} {'under' if owner.how == 'under' else 'of'} {theirs.name}"
    if owner.how == "place" and phrase.place is not None:
        return f"{body} in {view.text[phrase.place]}"
    if canonical in {"police", "gendarmerie"} and adjective:
        return f"{adjective} {body}"
    return body
