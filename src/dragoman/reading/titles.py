"""Persons and their titles: "Foreign Minister …", "its prime minister, …", "…, the former envoy".

A title gives its bearer a sector and a country; where it says none, the country is the one spoken of. What
stands in apposition to a name is that name's party.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.knowledge.constitutions import without_office
from dragoman.knowledge.name_origins import likeness
from dragoman.reading import several
from dragoman.reading.belonging import country_of_place, owner_of, sector_of
from dragoman.reading.known import HOME_WEIGHT
from dragoman.reading.view import NOUN_TAGS, SUBJECTS

if TYPE_CHECKING:
    from dragoman.reading.known import Known
    from dragoman.reading.linking import Linker
    from dragoman.reading.names import Name
    from dragoman.reading.phrases import Phrase

BODIES = frozenset({"UNO", "EUR", "IGO", "NGO"})
RELATED = frozenset("neighbour neighbor counterpart colleague opponent rival adversary foe".split())
"""Nouns for whoever stands opposite their possessor."""
POSTED = frozenset("ambassador envoy consul correspondent attaché attache representative".split())
"""The place these are in is not the one they come from."""


def entitle(linker: Linker, name: Name, known: Known) -> None:
    """Give a person the sector and country of the title before the name, or of the possessor ("Brazil's
    …")."""
    view, draft = linker.view, known.draft
    if name.gender and not draft.gender:
        draft.gender = name.gender
    k = name.end
    if k + 1 < view.n and view.text[k] == "(" and view.text[k + 1][:2] in {"R-", "D-", "I-"}:
        fill(linker, known, "USA", ("LEG",), name.head, complete=False)
    if name.title is None:
        start = view.phrase_start(name.head)
        for i in range(start, name.start):
            other = linker.at[i]
            if other is not None and other.entry is not None and other.head == i and not known.titled:
                found = linker.party_at(other.head)
                if found and draft.code is None:
                    draft.code, known.titled = found[0].draft.code, True
                    draft.sector = draft.sector or found[0].draft.sector
        return
    start, stop = name.title
    owners = [
        linker.at[i] for i in range(start, stop) if linker.at[i] is not None and linker.at[i] is not name
    ]
    owner = next((o for o in owners if o is not None and o.kind in {"alias", "org"}), None)
    code, sector = None, name.office.sector if name.office else ()
    if owner is not None:
        found = linker.party_at(owner.head)
        if found:
            code = found[0].draft.code
            if name.office is not None and (name.office.inherits or code in BODIES):
                sector = found[0].draft.sector or sector
    former = any(view.low[i] in {"former", "ex", "ex-"} for i in range(start, stop))
    if former and sector[:1] in {("GOV",), ("LEG",)}:
        sector = ("ELI",)
    if name.office is not None:
        code = code or name.office.code
    for i in range(start, stop):
        if view.tag[i] in NOUN_TAGS and linker.at[i] is None:
            known.nouns.add(view.lemma[i])
    after = next((k for k in view.kids[name.head] if view.dep[k] == "prep" and view.low[k] == "of"), None)
    if after is not None and code is None:
        target = view.kid(after, "pobj")
        found = linker.party_at(target) if target is not None else ()
        code = found[0].draft.code if found else None
    office = name.office.title if name.office is not None else None
    if code is not None and without_office(office, [code]):
        code = None  # "in Stockholm Chancellor Mahlstedt"
    fill(linker, known, code, sector, name.head, complete=office is not None, office=office)


def fill(
    linker: Linker,
    known: Known,
    code: str | None,
    sector: tuple[str, ...],
    at: int,
    complete: bool,
    office: str | None = None,
) -> None:
    """Set what a title says of a person unless an earlier one has said it; a code that is said beats a
    guessed one."""
    draft = known.draft
    if draft.sector == () or not known.titled:
        draft.sector = sector or draft.sector
    if code and (draft.code is None or known.guessed):
        draft.code, known.guessed = code, False
    elif draft.code is None and complete:
        # A minister is mostly one of the state just named; a general or a judge one of the article's own.
        weight = 1.0 if sector[:1] == ("GOV",) else HOME_WEIGHT
        draft.code = country_of(linker, draft.name, at, weight, office)
        known.guessed = draft.code is not None
    known.titled = known.titled or bool(sector)


def introduced(linker: Linker, name: Name, known: Known) -> Known:
    """A person who comes without a title: the unnamed official of the lead, or one of the group just
    named."""
    view, registry, i = linker.view, linker.registry, name.head
    if view.dep[i] == "appos":
        found = linker.party_at(view.head[i])
        if len(found) == 1 and not found[0].person and found[0].draft.kind == "group":
            known.draft.code, known.draft.sector = found[0].draft.code, found[0].draft.sector
            known.titled = True
        return known
    if known.count or name.end - name.start < 2 or view.dep[i] not in SUBJECTS or not 0 < view.sent[i] <= 3:
        return known
    unnamed = [
        k
        for k in registry.all
        if k.person and k.count and k.unnamed and view.sent[i] - view.sent[k.last] <= 2 and not k.draft.plural
    ]
    if len(unnamed) != 1 or any(k.person and k.count and not k.unnamed for k in registry.all):
        return known
    other = unnamed[0]
    registry.by_key = {key: other if one is known else one for key, one in registry.by_key.items()}
    registry.all = [k for k in registry.all if k is not known]
    other.draft.name, other.words, other.unnamed, other.titled = known.draft.name, known.words, False, True
    return other


def context(
    linker: Linker, at: int, home_weight: float = HOME_WEIGHT, avoid: frozenset[str] = frozenset()
) -> str | None:
    """The country meant at a token: a place in the same clause ("said in Baku"), else what is on the
    reader's mind."""
    view = linker.view
    verb = view.role(at)[1]
    for _ in range(3):  # "thousands of demonstrators": the verb stands further up
        if view.tag[verb] not in NOUN_TAGS:
            break
        verb = view.head[verb]
    code = _scene(linker, verb)
    if code is not None and code not in avoid:
        return code
    return linker.registry.country_at(at, avoid | _foreigners(linker, at), home_weight)


def _scene(linker: Linker, token: int, depth: int = 0) -> str | None:
    """The country of the city where something is done: "marched through Rome"."""
    view = linker.view
    for kid in view.kids[token]:
        if view.dep[kid] != "prep" or view.low[kid] not in SCENES:
            continue
        place = view.kid(kid, "pobj")
        if place is None:
            continue
        name = linker.at[place]
        if name is None:
            found = _scene(linker, place, depth + 1) if depth == 0 else None
            if found is not None:
                return found
        elif name.entry is not None and name.entry.code:
            if name.entry.form == "metonym" or name.entry.kind == "region":
                return name.entry.code
        elif name.kind in {"place", "unknown"}:
            code = country_of_place(linker, name)
            if code in linker.seen_codes:
                return code
    return None


SCENES = frozenset("in through across outside around near".split())


def country_of(
    linker: Linker, name: str, at: int, home_weight: float, office: str | None = None
) -> str | None:
    """The country of a person of whom the text tells an office but not whose: the one spoken of, if it has
    such an `office` and the name may be from there.

    None if the name is from nowhere that the article speaks of.
    """
    barred = without_office(office, linker.world.countries)
    spoken_of = context(linker, at, home_weight, barred)
    alike = likeness(name)
    if not alike:
        return spoken_of
    best = max(alike.values())
    alikest = [code for code, value in alike.items() if value == best]

    def far(code: str) -> float:
        """How far the name is from those of a country; peoples live on both sides of a frontier."""
        distance = best - alike.get(code, best - UNLISTED)
        near = any(code in linker.world.neighbours(other) for other in alikest)
        return ACROSS * distance if near else distance

    scores = linker.registry.countries_at(at, barred | _foreigners(linker, at), home_weight)
    if spoken_of is not None:
        scores[spoken_of] = max(scores.values(), default=0.0) + AT_HAND
    codes = {*scores, *(code for code in linker.seen_codes if code in linker.world.countries)} - barred
    if not codes:
        return None

    def value(code: str) -> float:
        distance = min(far(code), FARTHEST)
        if code in OF_MANY_ORIGINS and code == spoken_of:
            distance = min(distance, UNLISTED)
        return scores.get(code, 0.0) - BY_NAME * distance

    chosen = max(codes, key=lambda code: (value(code), code))
    return None if far(chosen) >= STRANGE and chosen not in OF_MANY_ORIGINS else chosen


AT_HAND = 3.0
"""What it counts for a country that it is the one spoken of, in the measure of `Registry.presence`."""
BY_NAME = 1.0
"""What a step that a name is far from those of a country counts against that."""
FARTHEST, STRANGE = 15.0, 12.0
"""Steps beyond which it makes no difference, and from which a name is hardly from there."""
ACROSS = 0.6
"""What part of them counts for a neighbour of the country whose names it is most like."""
UNLISTED = 6.0
"""How far all names are from a country of whose names nothing is known."""
OF_MANY_ORIGINS = frozenset({"USA", "CAN", "AUS", "NZL", "GBR", "FRA", "DEU", "ISR"})
"""Countries whose people have names from everywhere."""

ENVOYS = frozenset("ambassador commissioner envoy consul attaché attache chargé diplomat".split())
ON_FOREIGNERS = frozenset(
    "summon expel deport arrest detain capture seize impound intercept accuse condemn denounce blame "
    "sanction invade bomb shell attack recall".split()
)
"""What is done to somebody whose nationality is told because it is another than the doer's."""


def _foreigners(linker: Linker, at: int) -> frozenset[str]:
    """The countries that the subject at a token is not of: whose ambassador it summons, whose fishermen it
    detains."""
    view = linker.view
    dep, verb, _ = view.role(at)
    if dep not in SUBJECTS:
        return frozenset()
    found: set[str] = set()
    for kid in view.kids[verb]:
        if view.dep[kid] != "dobj" or kid < at:
            continue
        envoy = view.lemma[kid].lower() in ENVOYS and view.lemma[verb] != "recall"
        if not envoy and (view.lemma[verb] not in ON_FOREIGNERS or len(linker.seen_codes) < 2):
            continue
        for part in (kid, *view.kids[kid]):
            name = linker.at[part]
            if name is None or name.entry is None or name.entry.kind != "country" or not name.entry.code:
                continue
            if part == kid or view.dep[part] in {"amod", "compound", "poss", "nmod"}:
                found.add(name.entry.code)
    return frozenset(found)


def apposed(linker: Linker, phrase: Phrase) -> tuple[Known, ...]:
    """The named party that a description stands beside: "its prime minister, Vahagn Terteryan"."""
    view, i = linker.view, phrase.head
    for kid in view.kids[i]:
        if view.dep[kid] == "appos" and kid > i and kid in linker.heads:
            personalise(linker, phrase, linker.heads[kid])
            return join(linker, phrase, kid)
    # The parser often misses it: noun, comma, name.
    k = phrase.end
    if k + 1 < view.n and view.text[k] == ",":
        name = linker.at[k + 1]
        if name is None or name.kind != "person":
            name = next(
                (
                    n
                    for n in (linker.at[j] for j in range(k + 1, min(view.n, k + 4)))
                    if n and n.kind == "person" and n.title and n.title[0] == k + 1
                ),
                None,
            )
        if (
            name is not None
            and name.kind == "person"
            and (phrase.office is not None or phrase.owner is not None)
        ):
            after = view.text[name.end] if name.end < view.n else "."
            if after in {",", ".", ";"} and not phrase.plural:
                return join(linker, phrase, name.head)
    above = view.head[i]
    if (
        view.dep[i] == "appos"
        and above < i
        and above in linker.heads
        and not (phrase.owner and phrase.owner <= above)
    ):
        return join(linker, phrase, view.head[i])
    return ()


def personalise(linker: Linker, phrase: Phrase, name: Name) -> None:
    """ "Its spokeswoman, Ingrid Haverkamp": what stands beside an office is a person, whatever the
    recogniser says."""
    human = phrase.office is not None or (phrase.meaning is not None and phrase.meaning.kind == "people")
    if (
        phrase.meaning is not None
        and phrase.meaning.kind == "institution"
        and name.kind in {"place", "unknown"}
    ):
        name.kind = "org"
    elif (
        human
        and not phrase.plural
        and name.kind in {"org", "place", "unknown", "work"}
        and not name.nested
        and name.head not in linker.memo
        and linker.world.head_noun(linker.view.lemma[name.end - 1]) is None
    ):
        name.kind = "person"


def join(linker: Linker, phrase: Phrase, other: int) -> tuple[Known, ...]:
    """The parties of a title and the name beside it, taken as one; () if they are two."""
    name = linker.heads[other]
    if phrase.plural and name.kind == "person":
        return ()
    owner = owner_of(linker, phrase)
    found = linker.party_at(other)
    if not found:
        return ()
    known = found[0]
    if known.person:
        if (
            phrase.office is None
            and (phrase.meaning is None or phrase.meaning.kind != "people")
            and not (phrase.owner_how == "poss" or phrase.countries or phrase.noun == "host")
        ):
            return ()
        known.nouns.add(linker.view.lemma[phrase.head])
        sector = sector_of(phrase, owner)
        if phrase.former and sector[:1] in {("GOV",), ("LEG",)}:
            sector = ("ELI",)
        code = owner.code or (phrase.office.code if phrase.office else None)
        lemma = linker.view.lemma[phrase.head]
        if owner.how == "place" and lemma in POSTED:
            code = None
        if code is None and phrase.definite and not owner.sure:
            # "the ambassador, Shen Guowei", after "summoned China's ambassador": the one spoken of
            before = linker.registry.best(
                phrase.head, lambda k: k.unnamed and lemma in k.nouns and bool(k.draft.code), 12
            )
            code = before.draft.code if before is not None else None
        if lemma in {"predecessor", "successor"} and owner.party is not None and owner.party.person:
            sector = ("ELI",)
        if lemma in RELATED and owner.party is not None:
            code = several.related_code(linker, phrase, owner)
            sector = sector or owner.party.draft.sector
        if known.draft.sector[:1] == ("MIL",) and sector[:1] == ("GOV",):
            sector = known.draft.sector
        fill(
            linker,
            known,
            code,
            sector,
            phrase.head,
            complete=phrase.office is not None or phrase.meaning is not None,
            office=phrase.noun,
        )
    elif known.draft.kind in {"organisation", "group", "unknown"}:
        if phrase.meaning is None and phrase.office is None:
            return ()
        known.nouns.add(linker.view.lemma[phrase.head])
        known.draft.sector = known.draft.sector or sector_of(phrase, owner)
        if known.draft.code is None and phrase.sector[:1] not in {("IGO",), ("NGO",)}:
            known.draft.code = owner.code or linker.registry.country_at(phrase.head)
            known.guessed = owner.code is None
    elif phrase.meaning is None:
        return ()
    return found


def only_says(linker: Linker, phrase: Phrase) -> bool:
    """Whether the noun says what somebody is, not who acts: "became president", "he was the minister
    then"."""
    view, i = linker.view, phrase.head
    dep, governor, preposition = view.role(i)
    bare = not phrase.definite and not phrase.new and not phrase.plural and phrase.office is not None
    if view.lemma[i] == "opposition":
        return any(view.low[k] == "to" for k in view.kids[i])
    if dep in {"attr", "oprd"} or (preposition == "as" and dep == "pobj"):
        subject = view.kid(governor, "nsubj")
        found = linker.memo.get(subject, ()) if subject is not None else ()
        if (
            len(found) == 1
            and found[0].person
            and phrase.office is not None
            and not phrase.plural
            and dep == "attr"
        ):
            owner = owner_of(linker, phrase)
            if not found[0].titled and view.low[governor] in {"is", "'s", "’s", "was"}:
                found[0].nouns.add(view.lemma[i])
                fill(linker, found[0], owner.code, sector_of(phrase, owner), i, complete=False)
        return (phrase.office is not None and not phrase.plural) or bare
    return bare and preposition in {"for", "of"} and dep == "pobj"


def prefix(linker: Linker, phrase: Phrase) -> tuple[Known, ...]:
    """ "the regional bloc ECOWAS": a singular institution right before the name of one."""
    i = phrase.head
    name = linker.at[i + 1] if i + 1 < linker.view.n else None
    if (
        name is None
        or name.start != i + 1
        or phrase.plural
        or phrase.meaning is None
        or phrase.owner_how == "poss"
    ):
        return ()
    organisation = name.kind == "org" or (
        name.entry is not None and name.entry.kind in {"organisation", "group"}
    )
    if (
        not organisation
        or phrase.meaning.kind != "institution"
        or (name.entry is not None and name.entry.form == "demonym")
    ):
        return ()
    found = linker.party_at(name.head)
    for known in found:
        known.nouns.add(linker.view.lemma[i])
    return found


def before_name(linker: Linker, i: int) -> bool:
    """Whether the noun is (part of) the title right before a name, and so has no mention of its own."""
    nxt = linker.at[i + 1] if i + 1 < linker.view.n else None
    return (
        nxt is not None
        and nxt.title is not None
        and nxt.title[0] <= i < nxt.title[1]
        and nxt.kind == "person"
    )
