"""Parties that are described rather than named: "Kenyan officials", "the interior ministry", "its neighbour".

A description belongs to a country or an organisation: by an adjective, a possessor or a place in the phrase itself,
and otherwise by what the article is about at that point. What is described in the same words with the same owner
is the same party; "the corvette" is the one last named.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dragoman.reading import pronouns, several
from dragoman.reading.belonging import Owner, country_of_place, described_name, owner_of, sector_of
from dragoman.reading.known import HOME_WEIGHT
from dragoman.reading.view import NOUN_TAGS, PLACE_PREPOSITIONS, SUBJECTS

if TYPE_CHECKING:
    from dragoman.knowledge.entries import Entry
    from dragoman.reading.known import Known
    from dragoman.reading.linking import Linker
    from dragoman.reading.names import Name
    from dragoman.reading.phrases import Phrase

__all__ = ["by_short_name", "country_of_place", "demonym", "describe", "entitle", "home_of", "named_body",
           "nouns_of_name", "people"]  # fmt: skip

STATE_NOUNS = frozenset("country nation state kingdom republic government capital emirate sultanate island land".split())
"""Nouns that stand for the country itself."""
STATE_SECTORS = {("GOV",), ("MIL",), ("COP",), ("JUD",), ("LEG",), ("SPY",), ("PTY",)}
"""An organisation of these sectors that comes without a country belongs to the one that the article is about."""
GENERIC = frozenset({"people", "person", "man", "woman", "child", "victim", "resident"})
"""Each time others, unless taken up by "the"."""
COLLECTIVE = {"soldier": "army", "troop": "army", "troops": "army", "army": "army", "military": "army",
              "serviceman": "army", "armed forces": "army", "policeman": "police", "police officer": "police",
              "police": "police", "policewoman": "police", "officer": "officer", "gendarme": "gendarmerie",
              }  # fmt: skip
"""Members by the body that they belong to: "Ugandan soldiers" are the Ugandan army."""
KIN = {
    "ship": frozenset("frigate corvette warship vessel ship boat trawler tanker freighter cutter gunboat destroyer "
                      "ferry submarine".split()),
    "group": frozenset(("REB", "UAF")),
}  # fmt: skip
CLASSES = {
    "rebel": {"REB", "UAF"}, "insurgent": {"REB", "UAF"}, "militant": {"REB", "UAF"}, "fighter": {"REB", "UAF"},
    "guerrilla": {"REB", "UAF"}, "movement": {"REB", "UAF"}, "group": {"REB", "UAF", "NGO", "BUS"},
    "alliance": {"IGO"}, "bloc": {"IGO"}, "union": {"IGO", "LAB"}, "organisation": {"IGO", "NGO"},
    "organization": {"IGO", "NGO"}, "body": {"IGO"}, "agency": {"IGO", "GOV", "SPY"}, "community": {"IGO"},
    "company": {"BUS"}, "firm": {"BUS"}, "bank": {"BUS"}, "party": {"PTY"}, "court": {"JUD"},
    "broadcaster": {"JRN"}, "newspaper": {"JRN"}, "charity": {"NGO"}, "cooperative": {"BUS"}, "lender": {"BUS"},
}  # fmt: skip
"""What "the alliance" may be, by sector, if no party has been called that before."""
QUANTITIES = frozenset("thousand hundred dozen ten score million handful majority minority half rest pair number "
                       "couple most one".split())  # fmt: skip
"""Nouns that only count what comes after "of", or people named before."""
FOREIGN = frozenset({"foreign", "western", "international", "Western", "overseas", "regional", "global"})
"""What these describe belongs to no one country."""
CROWDS = frozenset("crew team delegation crowd family staff public population mob opposition leadership police".split())
"""Singular nouns of several people."""
RELATED = frozenset("neighbour neighbor counterpart colleague opponent rival adversary foe".split())
LEADERS = frozenset("leader president minister premier chancellor king queen chief ruler strongman".split())
"""Titles that name the same person by turns: "the Russian leader" is its president."""
POSTED = frozenset("ambassador envoy consul correspondent attaché attache representative".split())
"""The place these are in is not the one they come from."""
AFTER = frozenset("predecessor successor".split())
SHIPS = KIN["ship"]


def home_of(linker: Linker) -> str | None:
    """The country that the article is mainly about: most pointed to, its dateline and first sentence most of all."""
    counts: Counter[str] = Counter()
    view = linker.view
    for name in linker.names:
        for one in (name, *name.nested):
            if one.entry is not None and one.entry.code and len(one.entry.code) == 3:
                if one.entry.code in {"UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"}:
                    continue
                first = view.sent[one.start] == 0
                subject = view.dep[one.head] in SUBJECTS
                counts[one.entry.code] += 1 + first * 2 + subject
        if name.kind == "place" and name.entry is None:
            code = country_of_place(linker, name)
            if code:
                counts[code] += 1
    if not counts:
        return None
    return min(counts, key=lambda code: (-counts[code], code))


def nouns_of_name(linker: Linker, name: Name, known: Known) -> set[str]:
    """The nouns by which a named body may be called later: the last word of its name, what stands before it."""
    view = linker.view
    nouns = {known.draft.name.split()[-1].lower()}
    for i in range(view.phrase_start(name.head), name.start):
        if view.tag[i] == "NN":
            nouns.add(view.lemma[i])
    if known.draft.sector[:1] == ("IGO",):
        nouns.add("alliance" if known.draft.name in {"NATO"} or "Alliance" in known.draft.name else "bloc")
    return nouns


# -- adjectives and peoples -------------------------------------------------------------------------------------------


def demonym(linker: Linker, name: Name, entry: Entry) -> tuple[Known, ...]:
    """"Russian" before a noun: the country; on its own ("a Greek", "three Guyanese") its people."""
    view, i = linker.view, name.head
    if view.tag[i] in NOUN_TAGS and view.dep[i] in {"nsubj", "nsubjpass", "dobj", "pobj", "conj", "poss"}:
        if view.dep[i] == "pobj" and view.low[view.head[i]] == "in" and view.left[i] == name.start:
            return ()  # "in English"
        if view.dep[i] != "conj" and view.head[i] > i + 3 or view.left[i] < name.start:
            return people(linker, name, entry)
    known = linker.registry.entry(entry)
    return linker.note(name.start, name.end, i, (known,), "demonym", f"of {known.draft.name}")


def people(linker: Linker, name: Name, entry: Entry) -> tuple[Known, ...]:
    """"the Russians" are their state; "the Finn" is the person last named; "three Guyanese" are Guyanese."""
    view, registry, i = linker.view, linker.registry, name.head
    start = view.phrase_start(i)
    the = view.low[start] in {"the", "both"}
    plural = entry.plural or view.tag[i] in {"NNS", "NNPS"}
    number = any(view.tag[k] == "CD" for k in range(start, name.start))
    if plural and the and not number or entry.kind not in {"country", "government"}:
        known = registry.entry(entry)
        return linker.note(start, name.end, i, (known,), "name", f"the people of {known.draft.name}")
    if the and not plural:
        person = registry.best(i, lambda k: k.person and k.draft.code in {None, entry.code} | _BODIES, 3)
        if person is not None:
            return linker.note(start, name.end, i, (person,), "description", f"{person.draft.name}, by nationality")
    label = view.text[i]
    key = ("people", label.lower() if plural else f"{label.lower()}|{i}")
    known = registry.add(key, label, entry.code, ("CVL",), "group", plural=plural or number)
    return linker.note(start, name.end, i, (known,), "description", f"people of {entry.name}")


_BODIES = {"UNO", "EUR", "IGO", "NGO"}


# -- titles before and after a name --------------------------------------------------------------------------------


def entitle(linker: Linker, name: Name, known: Known) -> None:
    """Give a person the sector and country of the title before the name, or of the possessor ("Brazil's …")."""
    view, draft = linker.view, known.draft
    if name.gender and not draft.gender:
        draft.gender = name.gender
    k = name.end
    if k + 1 < view.n and view.text[k] == "(" and view.text[k + 1][:2] in {"R-", "D-", "I-"}:
        _fill(linker, known, "USA", ("LEG",), name.head, complete=False)
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
    owners = [linker.at[i] for i in range(start, stop) if linker.at[i] is not None and linker.at[i] is not name]
    owner = next((o for o in owners if o is not None and o.kind in {"alias", "org"}), None)
    code, sector = None, name.office.sector if name.office else ()
    if owner is not None:
        found = linker.party_at(owner.head)
        if found:
            code = found[0].draft.code
            if name.office is not None and (name.office.inherits or code in _BODIES):
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
    _fill(linker, known, code, sector, name.head, complete=name.office is not None)


def _fill(linker: Linker, known: Known, code: str | None, sector: tuple[str, ...], at: int, complete: bool) -> None:
    """Set what a title says of a person unless an earlier one has said it; a code that is said beats a guessed one."""
    draft = known.draft
    if draft.sector == () or not known.titled:
        draft.sector = sector or draft.sector
    if code and (draft.code is None or known.guessed):
        draft.code, known.guessed = code, False
    elif draft.code is None and complete:
        # A minister is mostly one of the state just named; a general or a judge one of the article's own.
        draft.code = _context(linker, at, 1.0 if sector[:1] == ("GOV",) else HOME_WEIGHT)
        known.guessed = draft.code is not None
    known.titled = known.titled or bool(sector)


def introduced(linker: Linker, name: Name, known: Known) -> Known:
    """A person who comes without a title: the unnamed official of the lead, or one of the group just named."""
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
        k for k in registry.all
        if k.person and k.count and k.unnamed and view.sent[i] - view.sent[k.last] <= 2 and not k.draft.plural
    ]  # fmt: skip
    if len(unnamed) != 1 or any(k.person and k.count and not k.unnamed for k in registry.all):
        return known
    other = unnamed[0]
    registry.by_key = {key: other if one is known else one for key, one in registry.by_key.items()}
    registry.all = [k for k in registry.all if k is not known]
    other.draft.name, other.words, other.unnamed, other.titled = known.draft.name, known.words, False, True
    return other


def _context(linker: Linker, at: int, home_weight: float = HOME_WEIGHT) -> str | None:
    """The country meant at a token: a place in the same clause ("said in Baku"), else what is on the reader's mind."""
    view = linker.view
    verb = view.role(at)[1]
    for kid in view.kids[verb]:
        if view.dep[kid] == "prep" and view.low[kid] == "in":
            place = view.kid(kid, "pobj")
            name = linker.at[place] if place is not None else None
            if name is not None and name.entry is not None and name.entry.form == "metonym" and name.entry.code:
                return name.entry.code
    return linker.registry.country_at(at, home_weight=home_weight)


def _apposed(linker: Linker, phrase: Phrase) -> tuple[Known, ...]:
    """The named party that a description stands beside: "its prime minister, Vahagn Terteryan"."""
    view, i = linker.view, phrase.head
    for kid in view.kids[i]:
        if view.dep[kid] == "appos" and kid > i and kid in linker.heads:
            _personalise(linker, phrase, linker.heads[kid])
            return _join(linker, phrase, kid)
    # The parser often misses it: noun, comma, name.
    k = phrase.end
    if k + 1 < view.n and view.text[k] == ",":
        name = linker.at[k + 1]
        if name is None or name.kind != "person":
            name = next((n for n in (linker.at[j] for j in range(k + 1, min(view.n, k + 4))) if n and n.kind == "person"
                         and n.title and n.title[0] == k + 1), None)  # fmt: skip
        if name is not None and name.kind == "person" and (phrase.office is not None or phrase.owner is not None):
            after = view.text[name.end] if name.end < view.n else "."
            if after in {",", ".", ";"} and not phrase.plural:
                return _join(linker, phrase, name.head)
    above = view.head[i]
    if view.dep[i] == "appos" and above < i and above in linker.heads and not (phrase.owner and phrase.owner <= above):
        return _join(linker, phrase, view.head[i])
    return ()


def _personalise(linker: Linker, phrase: Phrase, name: Name) -> None:
    """"Its spokeswoman, Ingrid Haverkamp": what stands beside an office is a person, whatever the recogniser says."""
    human = phrase.office is not None or phrase.meaning is not None and phrase.meaning.kind == "people"
    if phrase.meaning is not None and phrase.meaning.kind == "institution" and name.kind in {"place", "unknown"}:
        name.kind = "org"
    elif human and not phrase.plural and name.kind in {"org", "place", "unknown", "work"} and not name.nested:
        if linker.world.head_noun(linker.view.lemma[name.end - 1]) is None and name.head not in linker.memo:
            name.kind = "person"


def _join(linker: Linker, phrase: Phrase, other: int) -> tuple[Known, ...]:
    name = linker.heads[other]
    if phrase.plural and name.kind == "person":
        return ()
    owner = owner_of(linker, phrase)
    found = linker.party_at(other)
    if not found:
        return ()
    known = found[0]
    if known.person:
        if phrase.office is None and (phrase.meaning is None or phrase.meaning.kind != "people") and not (
            phrase.owner_how == "poss" or phrase.countries or phrase.noun == "host"
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
        if lemma in RELATED and owner.party is not None:
            code = several.related_code(linker, phrase, owner)
            sector = sector or owner.party.draft.sector
        if known.draft.sector[:1] == ("MIL",) and sector[:1] == ("GOV",):
            sector = known.draft.sector
        _fill(linker, known, code, sector, phrase.head, complete=phrase.office is not None or phrase.meaning is not None)
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


# -- noun phrases --------------------------------------------------------------------------------------------------


def describe(linker: Linker, i: int) -> tuple[Known, ...]:
    """The party that the common noun at `i` describes; () if it has no political weight."""
    view = linker.view
    if linker.at[i] is not None and linker.at[i].head != i:  # type: ignore[union-attr]
        return ()
    if i > 1 and view.text[i - 1] == "-" and not view.space[i - 1] and view.tag[i - 2] in {"IN", "JJ", "CD", "RB"}:
        return ()  # "in-state", "third-party"
    phrase = linker.phrases.read(i)
    if _only_says(linker, phrase):
        return ()
    if view.lemma[i] in QUANTITIES or phrase.noun in {"pair", "duo", "other", "others"}:
        found = several.described(linker, phrase) or pronouns.number(linker, i)
        if found or phrase.meaning is None:
            return found
    if phrase.meaning is None and phrase.office is None:
        if view.kid(i, "appos") is None and view.dep[i] != "appos":
            return ()
        found = _apposed(linker, phrase)
        return linker.note(phrase.start, phrase.end, i, found, "description", "in apposition") if found else ()
    modifier = view.dep[i] in {"compound", "nmod", "amod"} and view.head[i] > i
    if modifier and not (phrase.meaning and phrase.meaning.weight == 2 and phrase.meaning.kind == "institution"):
        return ()
    if _before_name(linker, i):
        return ()
    found = _apposed(linker, phrase) or _prefix(linker, phrase)
    if found:
        form = "title" if found[0].person else "description"
        return linker.note(phrase.start, phrase.end, i, found, form, f"{phrase.noun} beside {found[0].draft.name}")
    together = several.described(linker, phrase)
    if together:
        return together
    return _resolve(linker, phrase)


def _only_says(linker: Linker, phrase: Phrase) -> bool:
    """Whether the noun says what somebody is, not who acts: "became president", "he was the minister then"."""
    view, i = linker.view, phrase.head
    dep, governor, preposition = view.role(i)
    bare = not phrase.definite and not phrase.new and not phrase.plural and phrase.office is not None
    if phrase.noun == "opposition":
        return any(view.low[k] == "to" for k in view.kids[i])
    if dep in {"attr", "oprd"} or preposition == "as" and dep == "pobj":
        subject = view.kid(governor, "nsubj")
        found = linker.memo.get(subject, ()) if subject is not None else ()
        if len(found) == 1 and found[0].person and phrase.office is not None and not phrase.plural and dep == "attr":
            owner = owner_of(linker, phrase)
            if not found[0].titled and view.low[governor] in {"is", "'s", "’s", "was"}:
                found[0].nouns.add(view.lemma[i])
                _fill(linker, found[0], owner.code, sector_of(phrase, owner), i, complete=False)
        return phrase.office is not None and not phrase.plural or bare
    return bare and preposition in {"for", "of"} and dep == "pobj"


def _prefix(linker: Linker, phrase: Phrase) -> tuple[Known, ...]:
    """"the regional bloc ECOWAS": a singular institution right before the name of one."""
    i = phrase.head
    name = linker.at[i + 1] if i + 1 < linker.view.n else None
    if name is None or name.start != i + 1 or phrase.plural or phrase.meaning is None or phrase.owner_how == "poss":
        return ()
    organisation = name.kind == "org" or name.entry is not None and name.entry.kind in {"organisation", "group"}
    if not organisation or phrase.meaning.kind != "institution" or name.entry is not None and name.entry.form == "demonym":
        return ()
    found = linker.party_at(name.head)
    for known in found:
        known.nouns.add(linker.view.lemma[i])
    return found


def _before_name(linker: Linker, i: int) -> bool:
    """Whether the noun is (part of) the title right before a name, and so has no mention of its own."""
    nxt = linker.at[i + 1] if i + 1 < linker.view.n else None
    return nxt is not None and nxt.title is not None and nxt.title[0] <= i < nxt.title[1] and nxt.kind == "person"


def _resolve(linker: Linker, phrase: Phrase) -> tuple[Known, ...]:
    view, registry, i = linker.view, linker.registry, phrase.head
    owner = owner_of(linker, phrase)
    lemma = view.lemma[i]
    canonical = COLLECTIVE.get(phrase.noun) or COLLECTIVE.get(lemma) or phrase.noun
    if FOREIGN & set(phrase.words):
        canonical = phrase.noun
    preposition = view.role(i)[2]
    if lemma in RELATED or lemma in AFTER:
        found = several.related(linker, phrase, owner)
        if found:
            return linker.note(phrase.start, phrase.end, i, found, "description", f"{lemma} of the possessor")
    if lemma in STATE_NOUNS and not phrase.plural:
        return _state(linker, phrase, owner, preposition)
    if owner.sure and phrase.former and phrase.definite and phrase.office is not None and not phrase.plural:
        person = registry.best(i, lambda k: k.person and not k.titled and not k.nouns and not k.unnamed, 1)
        if person is not None and person.draft.code in {None, *owner.codes}:
            person.nouns.add(lemma)
            _fill(linker, person, owner.code, sector_of(phrase, owner), i, complete=False)
            return linker.note(phrase.start, phrase.end, i, (person,), "title", f"former {phrase.noun}")
    if owner.sure and phrase.definite and phrase.office is not None and not phrase.plural:
        person = registry.best(
            i,
            lambda k: k.person and not k.unnamed and k.draft.code in owner.codes
            and (lemma in k.nouns or lemma in LEADERS and bool(k.nouns & LEADERS)),
            8,
        )  # fmt: skip
        if person is not None:
            person.nouns.add(lemma)
            return linker.note(phrase.start, phrase.end, i, (person,), "title", f"{lemma} of the same country")
    if not owner.sure and (phrase.definite or not phrase.new and not phrase.plural):
        before = _named_before(linker, phrase, lemma, canonical)
        if before is not None:
            form = "title" if before.person else "description"
            before.nouns.add(lemma)
            return linker.note(phrase.start, phrase.end, i, (before,), form, f"{lemma}, named before")
    weight = phrase.meaning.weight if phrase.meaning else 2
    if weight < 2 and phrase.office is None and view.tag[i] == "NN" and phrase.start == i and not owner.sure:
        return ()  # "seized power"
    thing = phrase.meaning is not None and phrase.meaning.kind == "thing"
    if thing and weight < 2 and not owner.sure and not _suffers(linker, i):
        return ()
    if weight == 0 and not (owner.sure or _suffers(linker, i) or view.dep[i] in SUBJECTS):
        return ()
    return _made(linker, phrase, owner, canonical)


def _made(linker: Linker, phrase: Phrase, owner: Owner, canonical: str) -> tuple[Known, ...]:
    """A party for a description that no earlier one fits."""
    view, registry, i = linker.view, linker.registry, phrase.head
    person = phrase.office is not None and not phrase.plural and (
        phrase.meaning is None or phrase.meaning.kind == "people"
    )  # fmt: skip
    lemma = view.lemma[i]
    sector = sector_of(phrase, owner)
    if phrase.former and sector[:1] in {("GOV",), ("LEG",)}:
        sector = ("ELI",)
    codes: tuple[str | None, ...] = owner.codes if not (lemma in RELATED and phrase.plural) else (None,)
    why, guessed = "by its possessor or adjective", False
    if not codes:
        code = phrase.office.code if phrase.office else None
        club = None
        if lemma in {"ally", "member"} and phrase.plural:
            club = registry.latest(i, lambda k: k.draft.sector[:1] == ("IGO",) and k.draft.kind == "organisation")
        if club is not None:
            code, owner = club.draft.code, Owner((), club, False, "of")
        elif sector[:1] in {("IGO",), ("NGO",)}:
            code = sector[0]
        elif phrase.plural and lemma in STATE_NOUNS | several.STATES | several.SIDES:
            pass  # "thirty governments" are nobody's in particular.
        elif code is None and not (FOREIGN & set(phrase.words)) and not (owner.sure and owner.how == "adjective"):
            body = _body_of(linker, phrase)
            ruling = _government_of(linker, phrase)
            if ruling is not None:
                code = ruling.draft.code
            elif body is not None:
                code, sector, owner = body.draft.code, body.draft.sector, Owner((), body, False, "of")
            else:
                state = person and sector[:1] == ("GOV",)
                code, guessed = _context(linker, i, 1.5 if state else HOME_WEIGHT), True
            why = "by what the article is about there"
        if owner.party is not None and owner.sure and not owner.party.person and owner.how != "adjective" and guessed:
            code, guessed = owner.party.draft.code, False
        codes = (code,)
    found: list[Known] = []
    for code in codes:
        name = described_name(linker, phrase, owner, code, canonical)
        single = canonical in GENERIC or phrase.new and not phrase.plural and canonical == phrase.noun
        key = ("described", f"{canonical}|{code}|{' '.join(phrase.words)}|{i if single else ''}")
        alone = single and not phrase.plural
        if alone and phrase.meaning is not None and phrase.meaning.kind == "people" and lemma not in CROWDS:
            person = True
        kind = "person" if person else "organisation" if phrase.meaning and phrase.meaning.kind == "institution" else "group"
        known = registry.add(key, name, code, sector, kind, plural=phrase.plural, nouns=(view.lemma[i], canonical))
        if known.count == 0:
            known.guessed = guessed
            known.unnamed = person
            known.thing = phrase.meaning is not None and phrase.meaning.kind == "thing"
            if kind == "organisation" and not phrase.plural:
                known.draft.gender = "n"
        found.append(known)
    if phrase.owner_how == "under" and phrase.owner is not None:
        for leader in linker.memo.get(phrase.owner, ()):
            if leader.person and not leader.titled and leader.draft.code is None:
                leader.draft.code, leader.draft.sector, leader.titled = found[0].draft.code, sector, True
    form = "title" if person else "description"
    return linker.note(phrase.start, phrase.end, i, tuple(found), form, f"{canonical}, {why}")


def _body_of(linker: Linker, phrase: Phrase) -> Known | None:
    """The organisation that "a spokeswoman" or "the secretary-general" speaks for: the one on the reader's mind."""
    if phrase.office is None or not phrase.office.inherits or phrase.plural or phrase.words:
        return None
    lemma = phrase.noun
    best = linker.registry.best(phrase.head, lambda k: not k.person and k.draft.kind in {"organisation", "country"}, 1)
    if lemma in {"secretary-general", "secretary general"}:
        best = linker.registry.best(phrase.head, lambda k: k.draft.sector[:1] == ("IGO",) and not k.person, 5)
    return best if best is not None and best.draft.kind == "organisation" else None


def _government_of(linker: Linker, phrase: Phrase) -> Known | None:
    """Whose "government troops" are: the country whose government has been spoken of."""
    if "government" not in phrase.noun and "government" not in phrase.words:
        return None
    return linker.registry.latest(
        phrase.head, lambda k: "government" in k.nouns and k.draft.kind in {"country", "government"}
    )


def elsewhere(linker: Linker, name: Name, entry: Entry) -> tuple[Known, ...]:
    """"Supreme Court", "Treasury": another country's, if the phrase or the article says so; () if the known one."""
    phrase = linker.phrases.read(name.head)
    phrase.countries = [n for n in phrase.countries if n is not name]
    owner = owner_of(linker, phrase)
    code = owner.code or (linker.registry.home if entry.code not in linker.seen_codes else None)
    if code is None:
        sure = sum(1 for n in linker.names if n.entry is not None and n.entry.code == entry.code and not n.entry.ambiguous)
        code = entry.code if sure else linker.registry.home
    if code is None or code == entry.code or code not in linker.world.countries:
        return ()
    text = linker.view.whole[linker.view.idx[name.start] : linker.view.idx[name.end - 1]] + linker.view.text[name.end - 1]
    known = linker.registry.add(("name", f"{text.lower()}|{code}"), f"{text} of {linker.world.countries[code].name}",
                                code, entry.sector, "organisation", gender="n", nouns=(linker.view.lemma[name.head],))
    return linker.note(phrase.start, name.end, name.head, (known,), "name", f"{text}, of another country")


def _suffers(linker: Linker, i: int) -> bool:
    """Whether something is done to the noun: an object, a passive subject, "on" or "against" it."""
    dep, governor, preposition = linker.view.role(i)
    return dep in {"dobj", "nsubjpass", "dative"} or dep == "pobj" and preposition in {"on", "at", "against", "by"}


def _state(linker: Linker, phrase: Phrase, owner: Owner, preposition: str) -> tuple[Known, ...]:
    """"the government", "the country", "the capital": the country itself."""
    view, registry, i = linker.view, linker.registry, phrase.head
    lemma = view.lemma[i]
    code = owner.codes[0] if owner.codes else None
    if code is None and (phrase.new and not phrase.former):
        return ()
    if code is None:
        avoid: frozenset[str] = frozenset()
        if lemma in {"country", "nation", "state", "land", "island", "capital"} and view.dep[i] not in SUBJECTS:
            avoid = several.subject_codes(linker, i)
        called = registry.latest(i, lambda k: lemma in k.nouns and k.draft.kind in {"country", "government"})
        if called is not None and lemma == "government" and not phrase.former:
            code = called.draft.code
        only = several.states_called(lemma) if lemma in {"kingdom", "emirate", "sultanate"} else frozenset()
        weight = several.STRONG_HOME if lemma == "capital" else 1.0 if phrase.former else HOME_WEIGHT
        code = code or registry.country_at(i, avoid, weight, only)
    country = linker.world.countries.get(code or "")
    if country is None:
        return (_owner_state(linker, phrase, owner) if owner.party else ())
    known = registry.entry(country.entry)
    known.nouns.add(lemma)
    if "opposition" in phrase.words:
        return ()
    place = preposition in PLACE_PREPOSITIONS or lemma == "capital" and preposition in {"to", "from", "of"}
    form = "place" if place else "description"
    return linker.note(phrase.start, phrase.end, i, (known,), form, f"{lemma} of {known.draft.name}")


def _owner_state(linker: Linker, phrase: Phrase, owner: Owner) -> tuple[Known, ...]:
    """"the government of X" where X has no country: a party of its own."""
    known = linker.registry.add(("described", f"{phrase.noun}|{owner.party.draft.name}"),  # type: ignore[union-attr]
                                described_name(linker, phrase, owner, None, phrase.noun), None, ("GOV",), "government",
                                gender="n")  # fmt: skip
    return linker.note(phrase.start, phrase.end, phrase.head, (known,), "description", phrase.noun)


def _named_before(linker: Linker, phrase: Phrase, lemma: str, canonical: str) -> Known | None:
    """The party that a definite description takes up again."""
    registry, i = linker.registry, phrase.head
    human = phrase.office is not None or phrase.meaning is not None and phrase.meaning.kind == "people"
    wanted = {lemma, canonical}
    words = set(phrase.words)

    def called(known: Known) -> bool:
        if not wanted & known.nouns or known.draft.plural != phrase.plural and known.person:
            return False
        if words and not known.person:
            theirs = set(known.draft.name.lower().split())
            return words <= theirs | known.nouns or not words - {"own", "same", "new", "whole", "entire"}
        return True

    found = registry.best(i, called, 40 if not human else 12) or registry.latest(i, called)
    if found is not None:
        if human and found.person and phrase.office is not None and phrase.office.unique and registry.home:
            # Of several presidents the one at home is meant, unless another was just named.
            home = registry.best(i, lambda k: called(k) and k.draft.code == registry.home, 12)
            if home is not None and registry.presence(found, i) < 2.5:
                return home
        return found
    if lemma in SHIPS:
        return registry.best(i, lambda k: bool(k.nouns & SHIPS), 12)
    classes = CLASSES.get(lemma)
    if classes and not words:
        return registry.best(i, lambda k: bool(k.draft.sector[:1]) and k.draft.sector[0] in classes and not k.person, 30)
    if human and not phrase.plural and phrase.definite and not words:
        # "the commander", "the former envoy": somebody on the reader's mind who has no title yet.
        return registry.best(i, lambda k: k.person and not k.nouns and not k.unnamed, 2)
    return None


def prefixed(linker: Linker, name: Name) -> tuple[str | None, tuple[str, ...], set[str]]:
    """Code, sector and nouns that the words right before a name give it: "the private station Radio Feo"."""
    view, world = linker.view, linker.world
    for i in range(name.start - 1, max(-1, view.phrase_start(name.head) - 1), -1):
        if view.tag[i] not in {"NN", "JJ"} or linker.at[i] is not None:
            break
        meaning = world.head_noun(view.low[i])
        if meaning is not None and meaning.kind == "institution":
            state = meaning.sector[:1] not in {("IGO",), ("NGO",)}
            return linker.registry.country_at(i) if state else meaning.sector[0], meaning.sector, {view.low[i]}
    return None, (), set()


def by_short_name(linker: Linker, word: str) -> Known | None:
    """An organisation whose longer name this word begins: "Longwei" for "Longwei Resources"."""
    for known in linker.registry.all:
        if known.draft.kind == "organisation" and known.words[:1] == (word,) and len(known.words) > 1:
            return known
    return None


def named_body(linker: Linker, name: Name) -> tuple[Known, ...]:
    """A body whose name says what it is: "The Turkish Defence Ministry", "Supreme Court"."""
    if name.kind not in {"org", "unknown"}:
        return ()
    phrase = linker.phrases.read(name.head)
    if phrase.meaning is None or linker.view.shout:
        return ()
    owner = owner_of(linker, phrase)
    nested = [n for n in name.nested if n.entry is not None]
    code = owner.code or (nested[0].entry.code if nested and nested[0].entry else None)
    sector = sector_of(phrase, owner)
    if phrase.meaning.kind != "institution" or name.head in linker.memo and phrase.meaning.weight == 0:
        return ()
    if sector[:1] in {("IGO",), ("NGO",)}:
        code = code or sector[0]
    guessed = code is None and sector[:1] in STATE_SECTORS
    if guessed:
        code = _context(linker, name.head)
    known = linker.registry.add(("name", name.text.lower()), name.text, code, sector, "organisation", gender="n",
                                nouns=(linker.view.lemma[name.head], phrase.noun))  # fmt: skip
    return linker.note(name.start, name.end, name.head, (known,), "name", f"a {phrase.noun} by its name")
