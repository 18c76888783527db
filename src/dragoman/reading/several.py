"""Parties that are named by their number or their relation: "both capitals", "the two blocs", "its
neighbour"."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dragoman.reading.known import PLACE_WEIGHT
from dragoman.reading.view import SUBJECTS

if TYPE_CHECKING:
    from dragoman.reading.belonging import Owner
    from dragoman.reading.known import Known
    from dragoman.reading.linking import Linker
    from dragoman.reading.phrases import Phrase

PAIRING = frozenset({"both", "each", "either", "neither"})
NUMBERS = {"two": 2, "three": 3, "four": 4, "both": 2, "each": 2, "either": 2, "neither": 2, "2": 2, "3": 3}
STATES = frozenset(
    "country capital government nation state neighbour neighbor republic power kingdom".split()
)
ARMIES = frozenset("army military navy force patrol".split())
BODIES = frozenset("bloc organisation organization alliance union body group".split())
SIDES = frozenset("side party delegation camp faction foe rival team adversary opponent belligerent".split())
FIGHTING = {("GOV",), ("MIL",), ("REB",), ("UAF",), ("OPP",)}
"""Sectors of those who can be a side."""
STRONG_HOME = 6.0
"""How strongly the article's own country draws "the capital" and "its neighbour"."""
SLOW = 0.85
"""What is left of a mention's weight one sentence on, when asking who the article is about."""


def described(linker: Linker, phrase: Phrase) -> tuple[Known, ...]:
    """The parties of "both capitals", "the two countries", "all three governments", "the pair"; () for
    other phrases."""
    view, i = linker.view, phrase.head
    lemma = view.lemma[i]
    words = view.low[phrase.start : i]
    number = next((NUMBERS[w] for w in words if w in NUMBERS), 0)
    if phrase.owner_how == "of" and any(w in PAIRING for w in words):
        return ()
    if lemma in {"pair", "duo"} and words[:1] == ["the"]:
        found = countries(linker, i, 2)
        return linker.note(phrase.start, phrase.end, i, found, "description", "the two just named")
    alone = lemma in BODIES and phrase.plural and words in (["the"], ["two"])
    if not number and not alone:
        return ()
    if words[0] not in PAIRING | {"the", "all", "these", "those"} and not (phrase.start == i - 1 and alone):
        return ()
    found = ()
    if phrase.countries:
        return ()
    if lemma in STATES:
        found = countries(linker, i, number or 2)
    elif lemma in ARMIES:
        found = tuple(_army(linker, k) for k in countries(linker, i, number or 2))
    elif lemma in BODIES:
        found = bodies(linker, i, number or 2)
    elif lemma in SIDES and not phrase.words:
        found = sides(linker, i, lemma not in {"party", "team"})
    elif phrase.office is not None and phrase.plural:
        found = tuple(k for k in linker.registry.all if k.person and lemma in k.nouns and k.first < i)[-2:]
        if len(found) < 2:
            forces = phrase.sector[:1] in {("MIL",), ("REB",)}
            found = sides(linker, i) if forces else countries(linker, i, number or 2)
    return linker.note(phrase.start, phrase.end, i, found, "description", f"{' '.join(words)} {lemma}")


def countries(linker: Linker, i: int, number: int) -> tuple[Known, ...]:
    """The countries that the article has been about up to token `i`, the most present first; () if too
    few."""
    view, scores = linker.view, defaultdict[str, float](float)
    now = view.sent[i]
    for at, code, weight in linker.registry.places:
        gap = now - view.sent[at]
        if gap >= 0 and at < i:
            # A place sets the scene, but it is those who act that make "the two countries".
            scores[code] += (1.0 if weight == PLACE_WEIGHT else weight) * SLOW**gap
    ranked = sorted(scores, key=lambda c: (-scores[c], c))[:number]
    found = tuple(
        linker.registry.entry(linker.world.countries[c].entry) for c in ranked if c in linker.world.countries
    )
    return found if len(found) == number else ()


def _army(linker: Linker, country: Known) -> Known:
    made = linker.world.countries[country.draft.code or ""]
    return linker.registry.add(
        ("described", f"army|{made.code}||"),
        f"{made.adjective} army",
        made.code,
        ("MIL",),
        "organisation",
        gender="n",
        nouns=("army",),
    )


def bodies(linker: Linker, i: int, number: int) -> tuple[Known, ...]:
    """The organisations that the article has been about up to token `i`."""
    view = linker.view
    scores: list[tuple[float, int, Known]] = []
    for order, known in enumerate(linker.registry.all):
        if (
            known.draft.sector[:1] == ("IGO",)
            and known.draft.kind == "organisation"
            and known.count
            and known.first < i
        ):
            total = sum(w * SLOW ** max(0, view.sent[i] - s) for s, w in known.trail)
            scores.append((-total, order, known))
    found = tuple(k for _, _, k in sorted(scores, key=lambda s: s[:2])[:number])
    return found if len(found) == number else ()


def sides(linker: Linker, i: int, states: bool = True) -> tuple[Known, ...]:
    """The two sides of a quarrel: parties last named together, else, if `states`, the two countries."""
    for at, known in reversed(linker.pairs):
        if (
            at < i
            and len(known) == 2
            and linker.view.dep[at] in SUBJECTS
            and not any(k.person for k in known)
        ):
            return known
    return opponents(linker, i) if states else ()


def opponents(linker: Linker, i: int) -> tuple[Known, ...]:
    """The two states or forces that the text up to token `i` is most about."""
    view = linker.view
    scores: list[tuple[float, int, Known]] = []
    for order, known in enumerate(linker.registry.all):
        draft = known.draft
        if known.person or not known.count or known.first >= i or draft.sector[:1] not in FIGHTING:
            continue
        total = sum(w * SLOW ** max(0, view.sent[i] - s) for s, w in known.trail)
        scores.append((-total, order, known))
    ranked = [known for _, _, known in sorted(scores, key=lambda s: s[:2])]
    for second in ranked[1:]:
        first = ranked[0]
        rebels = {k.draft.sector[0] in {"REB", "UAF"} for k in (first, second)}
        if second.draft.code != first.draft.code or len(rebels) == 2:
            pair = (first, second)
            # Two states are told apart by all that points to them, not by their names alone.
            return countries(linker, i, 2) or pair if all(k.draft.kind == "country" for k in pair) else pair
    return ()


def related(linker: Linker, phrase: Phrase, owner: Owner) -> tuple[Known, ...]:
    """ "its neighbour", "his counterpart", "her colleague": whoever stands opposite the possessor."""
    view, i = linker.view, phrase.head
    lemma = view.lemma[i]
    if lemma in {"neighbour", "neighbor", "opponent", "rival", "adversary", "foe"}:
        if owner.code is None or phrase.plural or phrase.owner_how != "poss":
            return ()
        beside = frozenset(linker.world.neighbours(owner.code) if lemma[:5] == "neigh" else ())
        avoid = frozenset({owner.code})
        other = linker.registry.country_at(i, avoid, STRONG_HOME, beside) or linker.registry.country_at(
            i, avoid
        )
        country = linker.world.countries.get(other or "")
        return (linker.registry.entry(country.entry),) if country else ()
    if phrase.owner is None or owner.party is None or not owner.party.person:
        return ()
    code = related_code(linker, phrase, owner)
    person = owner.party.draft
    known = linker.registry.add(
        ("described", f"{lemma}|{code}|{person.name}"),
        f"{lemma} of {person.name}",
        code,
        person.sector,
        "group" if phrase.plural else "person",
        plural=phrase.plural,
        nouns=(lemma,),
    )
    return (known,)


def related_code(linker: Linker, phrase: Phrase, owner: Owner) -> str | None:
    """The country of a counterpart: by adjective or place, else the other one that the talk is about."""
    if phrase.countries:
        return owner.code
    if phrase.place is not None:
        name = linker.at[phrase.place]
        if name is not None and name.entry is not None and name.entry.code:
            return name.entry.code
    if linker.view.lemma[phrase.head] in {"predecessor", "successor", "colleague"}:
        return owner.code
    return linker.registry.country_at(phrase.head, frozenset({owner.code}) if owner.code else frozenset())


def subject_codes(linker: Linker, i: int) -> frozenset[str]:
    """Codes of the subject of the nearest verb above token `i` that has a known one."""
    view, at = linker.view, i
    for _ in range(12):
        above = view.head[at]
        if above == at:
            break
        at = above
        for kid in view.kids[at]:
            if view.dep[kid] in SUBJECTS and kid < i:
                found = linker.memo.get(kid, ())
                if found:
                    return frozenset(k.draft.code for k in found if k.draft.code)
    return frozenset()
