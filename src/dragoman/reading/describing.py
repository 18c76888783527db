"""Parties that are described rather than named: "Kenyan officials", "the interior ministry", "its neighbour".

A description belongs to a country or an organisation: by an adjective, a possessor or a place in the phrase
itself, and otherwise by what the article is about at that point. What is described in the same words with
the same owner is the same party; "the corvette" is the one last named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading import pronouns, several
from dragoman.reading.belonging import Owner, described_name, owner_of, sector_of
from dragoman.reading.known import HOME_WEIGHT
from dragoman.reading.titles import RELATED, apposed, before_name, context, fill, only_says, prefix
from dragoman.reading.view import NOUN_TAGS, PLACE_PREPOSITIONS, SUBJECTS

if TYPE_CHECKING:
    from dragoman.reading.known import Known
    from dragoman.reading.linking import Linker
    from dragoman.reading.phrases import Phrase

STATE_NOUNS = frozenset(
    "country nation state kingdom republic government capital emirate sultanate island land".split()
)
"""Nouns that stand for the country itself."""
GENERIC = frozenset({"people", "person", "man", "woman", "child", "victim", "resident"})
"""Each time others, unless taken up by "the"."""
COLLECTIVE = (
    dict.fromkeys(("soldier", "troop", "troops", "army", "serviceman", "armed forces"), "army")
    | dict.fromkeys(("police", "policeman", "policewoman", "police officer"), "police")
    | {"gendarme": "gendarmerie"}
)
"""Members by the body that they belong to: "Ugandan soldiers" are the Ugandan army."""
CLASSES: dict[str, frozenset[str]] = {
    noun: frozenset(sectors.split())
    for sectors, nouns in {
        "REB UAF": "rebel insurgent militant fighter guerrilla movement",
        "REB UAF NGO BUS": "group",
        "IGO": "alliance bloc body community",
        "IGO LAB": "union",
        "IGO NGO": "organisation organization",
        "IGO GOV SPY": "agency",
        "BUS": "company firm bank cooperative lender",
        "PTY": "party",
        "JUD": "court",
        "JRN": "broadcaster newspaper",
        "NGO": "charity",
    }.items()
    for noun in nouns.split()
}
"""What "the alliance" may be, by sector, if no party has been called that before."""
QUANTITIES = frozenset(
    "thousand hundred dozen ten score million handful majority minority half rest pair number "
    "couple most one".split()
)
"""Nouns that only count what comes after "of", or people named before."""
FOREIGN = frozenset({"foreign", "western", "international", "Western", "overseas", "regional", "global"})
"""What these describe belongs to no one country."""
DEPARTMENTS = frozenset("ministry minister office secretary department affairs policy".split())
WEAPONS = frozenset(
    "missile rocket howitzer mortar shell torpedo bomb radar artillery pipeline tank drone jet weapon".split()
)
"""Things that are no party unless somebody owns them or they act."""
CROWDS = frozenset(
    "crew team delegation crowd family staff public population mob opposition leadership police".split()
)
"""Singular nouns of several people."""
LEADERS = frozenset("leader president minister premier chancellor king queen chief ruler strongman".split())
"""Titles that name the same person by turns: "the Russian leader" is its president."""
AFTER = frozenset("predecessor successor".split())
SHIPS = frozenset(
    "frigate corvette warship vessel ship boat trawler tanker freighter cutter gunboat destroyer ferry "
    "submarine".split()
)
"""What "the ship" may take up."""


def describe(linker: Linker, i: int) -> tuple[Known, ...]:
    """The party that the common noun at `i` describes; () if it has no political weight."""
    view = linker.view
    if linker.at[i] is not None and linker.at[i].head != i:  # type: ignore[union-attr]
        return ()
    if (
        i > 1
        and view.text[i - 1] == "-"
        and not view.space[i - 1]
        and view.tag[i - 2] in {"IN", "JJ", "CD", "RB"}
    ):
        return ()  # "in-state", "third-party"
    phrase = linker.phrases.read(i)
    if only_says(linker, phrase):
        return ()
    if view.lemma[i] in QUANTITIES or phrase.noun in {"pair", "duo", "other", "others"}:
        found = several.described(linker, phrase) or pronouns.number(linker, i)
        if found or phrase.meaning is None:
            return found
    if phrase.meaning is None and phrase.office is None and view.lemma[i] not in STATE_NOUNS:
        if view.kid(i, "appos") is None and view.dep[i] != "appos":
            return ()
        found = apposed(linker, phrase)
        return (
            linker.note(phrase.start, phrase.end, i, found, "description", "in apposition") if found else ()
        )
    modifier = view.dep[i] in {"compound", "nmod", "amod"} and view.head[i] > i
    if modifier and not (
        phrase.meaning and phrase.meaning.weight == 2 and phrase.meaning.kind == "institution"
    ):
        return ()
    if before_name(linker, i):
        return ()
    if modifier and not phrase.countries:
        # "a Chinese coast guard vessel"
        phrase.countries = [n for n in linker.phrases.read(view.head[i]).countries if n.end <= i]
    found = apposed(linker, phrase) or prefix(linker, phrase)
    if found:
        form = "title" if found[0].person else "description"
        return linker.note(
            phrase.start, phrase.end, i, found, form, f"{phrase.noun} beside {found[0].draft.name}"
        )
    together = several.described(linker, phrase)
    if together:
        return together
    return _resolve(linker, phrase)


def _nobodys(phrase: Phrase) -> bool:
    """Whether the words say that it is no one country's: "foreign forces", but not "foreign ministry"."""
    return bool(FOREIGN & set(phrase.words)) and not DEPARTMENTS & set(phrase.noun.split())


def _resolve(linker: Linker, phrase: Phrase) -> tuple[Known, ...]:
    view, registry, i = linker.view, linker.registry, phrase.head
    owner = owner_of(linker, phrase)
    lemma = view.lemma[i]
    canonical = COLLECTIVE.get(phrase.noun) or COLLECTIVE.get(lemma) or phrase.noun
    alone = (
        phrase.new and not phrase.plural and phrase.meaning is not None and phrase.meaning.kind == "people"
    )
    if _nobodys(phrase) or (alone and lemma not in {"army", "police", "military"}):
        canonical = phrase.noun  # "a policeman" is not the police
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
            fill(linker, person, owner.code, sector_of(phrase, owner), i, complete=False)
            return linker.note(phrase.start, phrase.end, i, (person,), "title", f"former {phrase.noun}")
    if owner.sure and phrase.definite and phrase.office is not None and not phrase.plural:
        person = registry.best(
            i,
            lambda k: (
                k.person
                and not k.unnamed
                and k.draft.code in owner.codes
                and (lemma in k.nouns or (lemma in LEADERS and bool(k.nouns & LEADERS)))
            ),
            8,
        )
        if person is not None:
            person.nouns.add(lemma)
            return linker.note(
                phrase.start, phrase.end, i, (person,), "title", f"{lemma} of the same country"
            )
    if phrase.aged and phrase.definite and not phrase.plural:
        # "the 44-year-old surgeon" is whom the sentences before are about
        person = registry.best(i, lambda k: k.person and not k.unnamed, 3)
        if person is not None:
            person.nouns.add(lemma)
            return linker.note(phrase.start, phrase.end, i, (person,), "title", f"{lemma} of that age")
    if not owner.sure and (phrase.definite or (not phrase.new and not phrase.plural)):
        before = _named_before(linker, phrase, lemma, canonical)
        if before is not None and not registry.of_another_section(before, i):
            form = "title" if before.person else "description"
            before.nouns.add(lemma)
            before.many = before.many or phrase.plural
            return linker.note(phrase.start, phrase.end, i, (before,), form, f"{lemma}, named before")
    weight = phrase.meaning.weight if phrase.meaning else 2
    if weight < 2 and phrase.office is None and view.tag[i] == "NN" and phrase.start == i and not owner.sure:
        return ()  # "seized power"
    thing = phrase.meaning is not None and phrase.meaning.kind == "thing"
    if thing and lemma in WEAPONS and not owner.sure and view.dep[i] not in SUBJECTS:
        return ()
    if thing and weight < 2 and not owner.sure and not _suffers(linker, i):
        return ()
    if weight == 0 and not (owner.sure or _suffers(linker, i) or view.dep[i] in SUBJECTS):
        return ()
    return _made(linker, phrase, owner, canonical)


def _made(linker: Linker, phrase: Phrase, owner: Owner, canonical: str) -> tuple[Known, ...]:
    """A party for a description that no earlier one fits."""
    view, registry, i = linker.view, linker.registry, phrase.head
    person = (
        phrase.office is not None
        and not phrase.plural
        and (phrase.meaning is None or phrase.meaning.kind == "people")
    )
    lemma = view.lemma[i]
    sector = sector_of(phrase, owner)
    if phrase.former and sector[:1] in {("GOV",), ("LEG",)}:
        sector = ("ELI",)
    codes: tuple[str | None, ...] = (
        owner.codes if phrase.countries or not (lemma in RELATED and phrase.plural) else (None,)
    )
    vague = phrase.office is None and phrase.meaning is not None and phrase.meaning.weight < 2
    why, guessed = "by its possessor or adjective", False
    if not codes:
        code = phrase.office.code if phrase.office else None
        club = None
        if lemma in {"ally", "member"} and phrase.plural:
            club = registry.latest(
                i, lambda k: k.draft.sector[:1] == ("IGO",) and k.draft.kind == "organisation"
            )
        if club is not None:
            code, owner = club.draft.code, Owner((), club, False, "of")
        elif sector[:1] in {("IGO",), ("NGO",)}:
            code = sector[0]
        elif phrase.plural and lemma in STATE_NOUNS | several.STATES | several.SIDES:
            pass  # "thirty governments" are nobody's in particular.
        elif code is None and not _nobodys(phrase) and not (owner.sure and owner.how == "adjective"):
            body = _body_of(linker, phrase)
            ruling = _government_of(linker, phrase)
            if ruling is not None:
                code = ruling.draft.code
            elif body is not None:
                code, sector, owner = body.draft.code, body.draft.sector, Owner((), body, False, "of")
            else:
                official = person and sector[:1] == ("GOV",)
                avoid = frozenset(n.entry.code for n in phrase.agents if n.entry is not None and n.entry.code)
                avoid |= _acting_abroad(linker, i)
                code, guessed = context(linker, i, 1.5 if official else HOME_WEIGHT, avoid), True
                if vague and not registry.home_leads and not registry.placed(i):
                    code = None
                code = linker.whose(phrase, sector, code)
            why = "by what the article is about there"
        if (
            owner.party is not None
            and owner.sure
            and not owner.party.person
            and owner.how != "adjective"
            and guessed
        ):
            code, guessed = owner.party.draft.code, False
        codes = (code,)
    found: list[Known] = []
    several_owners = len(owner.parties) > 1 and not any(k.person for k in owner.parties)
    owners = (
        [Owner((k.draft.code,) if k.draft.code else (), k, True, owner.how) for k in owner.parties]
        if several_owners
        else [owner]
    )
    if several_owners:
        codes = tuple(k.draft.code for k in owner.parties)
    elif len(owner.parties) > 1:
        codes = codes[:1]
    for number, code in enumerate(codes):
        mine = owners[number] if several_owners else owner
        if several_owners:
            sector = sector_of(phrase, mine)
        name = described_name(linker, phrase, mine, code, canonical)
        single = canonical in GENERIC or (phrase.new and not phrase.plural and canonical == phrase.noun)
        key = ("described", f"{canonical}|{code}|{' '.join(phrase.words)}|{i if single else ''}")
        alone = single and not phrase.plural
        if alone and phrase.meaning is not None and phrase.meaning.kind == "people" and lemma not in CROWDS:
            person = True
        kind = (
            "person"
            if person
            else "organisation"
            if phrase.meaning and phrase.meaning.kind == "institution"
            else "group"
        )
        known = registry.add(
            key, name, code, sector, kind, plural=phrase.plural, nouns=(view.lemma[i], canonical)
        )
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


def _acting_abroad(linker: Linker, i: int) -> frozenset[str]:
    """The countries that act on the noun from abroad: "Washington revoked the visas of four judges" does not
    speak of American judges."""
    view = linker.view
    dep, verb, _ = view.role(i)
    if dep in SUBJECTS:
        return frozenset()
    for _step in range(3):
        if view.tag[verb] not in NOUN_TAGS:
            break
        verb = view.role(verb)[1]
    first = view.first_conjunct(verb)
    subject = next((kid for one in (verb, first) for kid in view.kids[one] if view.dep[kid] == "nsubj"), None)
    if subject is None or subject >= i:
        return frozenset()
    states = (k for k in linker.party_at(subject) if k.draft.kind in {"country", "government"})
    return frozenset(k.draft.code for k in states if k.draft.code) - {linker.registry.home}


def _body_of(linker: Linker, phrase: Phrase) -> Known | None:
    """The organisation that "a spokeswoman" or "the secretary-general" speaks for: the one on the
    reader's mind."""
    if phrase.office is None or not phrase.office.inherits or phrase.plural or phrase.words:
        return None
    lemma = phrase.noun
    best = linker.registry.best(
        phrase.head, lambda k: not k.person and k.draft.kind in {"organisation", "country"}, 1
    )
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


def _suffers(linker: Linker, i: int) -> bool:
    """Whether something is done to the noun: an object, a passive subject, "on" or "against" it."""
    dep, _governor, preposition = linker.view.role(i)
    return dep in {"dobj", "nsubjpass", "dative"} or (
        dep == "pobj" and preposition in {"on", "at", "against", "by"}
    )


def _state(linker: Linker, phrase: Phrase, owner: Owner, preposition: str) -> tuple[Known, ...]:
    """ "the government", "the country", "the capital": the country itself."""
    view, registry, i = linker.view, linker.registry, phrase.head
    lemma = view.lemma[i]
    code = owner.codes[0] if owner.codes else None
    if code is None and (phrase.new and not phrase.former):
        return ()
    if code is None:
        avoid: frozenset[str] = frozenset()
        if (
            lemma in {"country", "nation", "state", "land", "island", "capital"}
            and view.dep[i] not in SUBJECTS
        ):
            avoid = several.subject_codes(linker, i)
        called = registry.latest(i, lambda k: lemma in k.nouns and k.draft.kind in {"country", "government"})
        if called is not None and registry.of_another_section(called, i):
            called = None
        if called is not None and lemma == "government" and not phrase.former:
            code = called.draft.code
        only = (
            linker.world.states_called(lemma) if lemma in {"kingdom", "emirate", "sultanate"} else frozenset()
        )
        weight = several.STRONG_HOME if lemma == "capital" else 1.0 if phrase.former else HOME_WEIGHT
        code = code or registry.country_at(i, avoid, weight, only)
    country = linker.world.countries.get(code or "")
    if country is None:
        return _owner_state(linker, phrase, owner) if owner.party or lemma == "government" else ()
    known = registry.entry(country.entry)
    known.nouns.add(lemma)
    if "opposition" in phrase.words:
        return ()
    place = preposition in PLACE_PREPOSITIONS or (lemma == "capital" and preposition in {"to", "from", "of"})
    form = "place" if place else "description"
    return linker.note(phrase.start, phrase.end, i, (known,), form, f"{lemma} of {known.draft.name}")


def _owner_state(linker: Linker, phrase: Phrase, owner: Owner) -> tuple[Known, ...]:
    """ "the government of X" where X has no country: a party of its own."""
    whose = owner.party.draft.name if owner.party is not None else ""
    known = linker.registry.add(
        ("described", f"{phrase.noun}|{whose}"),
        described_name(linker, phrase, owner, None, phrase.noun),
        None,
        ("GOV",),
        "government",
        gender="n",
    )
    return linker.note(phrase.start, phrase.end, phrase.head, (known,), "description", phrase.noun)


def _named_before(linker: Linker, phrase: Phrase, lemma: str, canonical: str) -> Known | None:
    """The party that a definite description takes up again."""
    registry, i = linker.registry, phrase.head
    people = phrase.meaning is not None and phrase.meaning.kind == "people"
    human = people or (phrase.office is not None and phrase.meaning is None)
    wanted = {lemma, canonical}
    words = set(phrase.words)

    def called(known: Known) -> bool:
        if not wanted & known.nouns or (known.draft.plural != phrase.plural and known.person):
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
        return registry.best(
            i, lambda k: bool(k.draft.sector[:1]) and k.draft.sector[0] in classes and not k.person, 30
        )
    telling = phrase.office is not None or (phrase.meaning is not None and phrase.meaning.weight == 2)
    if human and telling and not phrase.plural and phrase.definite and not words:
        # "the commander", "the former envoy": somebody on the reader's mind who has no title yet.
        return registry.best(i, lambda k: k.person and not k.nouns and not k.unnamed, 2)
    return None
