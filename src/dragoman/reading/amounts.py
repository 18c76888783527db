"""Displaced persons, troops, weapons and money of an event: the lowest number that the text vouches for.

A number belongs to an event if its noun is the object, subject or circumstance of the trigger ("sent 500
rockets", "deployment of 800 soldiers"), or of what the trigger is about ("agreed to send 500 rockets").
Unlike the dead of an attack, troops and money are not shared between coordinated verbs: "withdrew 2,000
troops and sent 40 tanks". Units are no persons: "two brigades" is no number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading.money import sums
from dragoman.reading.numbers import FIGURE, SCALES, is_number, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

    from dragoman.records import Money

_OF_ALL = ("troops", "weapons", "money")
KEYS_OF = {
    "ASSAULT": ("displaced", "troops", "weapons"),
    "COERCE": ("displaced", "troops", "weapons", "money"),
    "MOBILIZE": ("troops", "weapons"),
    "AID": ("displaced", *_OF_ALL),
    "AGREE": _OF_ALL,
    "RETREAT": _OF_ALL,
    "SANCTION": ("money",),
}
"""What is counted of each PLOVER type; of the others nothing."""

_TROOPS = frozenset(
    "soldier troop trooper paratrooper marine serviceman servicemen servicewoman servicewomen peacekeeper "
    "reservist conscript commando legionnaire mercenary guardsman guardsmen infantryman infantrymen".split()
)
_WEAPONS = frozenset(
    "tank rocket missile gun rifle howitzer launcher drone helicopter warplane warship frigate destroyer "
    "submarine shell mortar bomb grenade landmine mine pistol torpedo bomber warhead munition interceptor "
    "cruiser corvette gunboat".split()
)
_WITH_HELP = {
    "personnel": (frozenset("military army naval navy service security armed".split()), "troops"),
    "vehicle": (frozenset("armoured armored fighting military combat infantry".split()), "weapons"),
    "jet": (frozenset("fighter combat military war".split()), "weapons"),
    "plane": (frozenset("fighter combat military war".split()), "weapons"),
    "aircraft": (frozenset("fighter combat military".split()), "weapons"),
    "ship": (frozenset("war naval navy battle".split()), "weapons"),
    "vessel": (frozenset("war naval navy".split()), "weapons"),
    "boat": (frozenset("patrol assault".split()), "weapons"),
    "round": (frozenset("artillery mortar".split()), "weapons"),
}
"""Nouns that count only after a word that says what they are for."""
_PEOPLE = frozenset(
    "people person resident civilian citizen villager inhabitant family refugee woman child man household "
    "other student national islander evacuee worker migrant pensioner local".split()
)
_UPROOT = frozenset({"displace", "uproot", "evacuate", "relocate"})
_DRIVE = frozenset({"force", "drive", "push", "chase", "expel"})
_HOMES = frozenset({"home", "house", "village"})
_FORCES = frozenset({"force", "contingent", "army", "garrison", "division", "mission", "corps"})

_MEASURES = frozenset("mm millimetre millimeter cm km kg kilogram tonne ton calibre caliber".split())
_NOT_VOUCHED = frozenset({"up", "fewer", "less", "under", "below", "most", "maximum", "no", "zero", "not"})
_DATED = frozenset(
    "in since by of during until january february march april may june july august september october "
    "november december".split()
)
_DOWN = frozenset(
    "dobj nsubj nsubjpass dative prep pobj agent conj appos attr oprd npadvmod nmod amod compound nummod "
    "xcomp ccomp pcomp acl relcl advcl quantmod dep".split()
)
_UP = frozenset("pobj prep compound nmod amod pcomp poss".split())
_VERBAL = frozenset({"ccomp", "acl", "relcl", "advcl", "dep"})
_TELLING = frozenset("include comprise consist contain involve cost total number".split())
_RESULTS = frozenset({"leave", "cause"})
_APART = frozenset(
    "after before since despite amid following during until against while although though if unless when "
    "as because".split()
)
_MEANS = frozenset({"by", "in", "with", "of", "including", "to"})
_DONE_TO = frozenset({"dobj", "nsubjpass", "attr", "oprd", "appos", "dative"})


def amounts_of(doc: Doc, head: int, sentence: tuple[int, int], kind: str) -> dict[str, int | Money]:
    """Of the event of type `kind` whose trigger has its head at token `head`: what of `KEYS_OF` is told.

    `sentence` are token indices. A key is missing where the sentence vouches for no number.
    """
    keys = KEYS_OF.get(kind, ())
    if not keys:
        return {}
    goals = _goals(doc[head])
    near: dict[str, tuple[int, int | Money]] = {}

    def offer(key: str, token: Token, value: int | Money) -> None:
        steps = _steps(token, doc[head], goals)
        if steps is not None and (key not in near or steps < near[key][0]):
            near[key] = steps, value

    for key, token, count in _counts(doc, sentence):
        if key not in keys or (key == "troops" and kind in ("ASSAULT", "COERCE") and not _acting(token)):
            continue
        offer(key, token, count)
    if "money" in keys:
        for token, money in _money(doc, sentence):
            offer("money", token, money)
    return {key: near[key][1] for key in keys if key in near}


def _goals(trigger: Token) -> set[int]:
    """The trigger, the phrase that it is part of ("aid *package*"), the verb that tells its extent."""
    goals = {trigger.i}
    at = trigger
    while at.dep_ in ("compound", "nmod", "amod") and at.head.pos_ in ("NOUN", "PROPN") and at.head.i != at.i:
        at = at.head
        goals.add(at.i)
    if at.dep_ == "nsubj" and at.head.lemma_ in _TELLING | _RESULTS:
        goals.add(at.head.i)
    return goals


def _counts(doc: Doc, sentence: tuple[int, int]) -> Iterator[tuple[str, Token, int]]:
    """(key, noun or verb, number) of the troops, weapons and displaced persons of a sentence."""
    joined: dict[int, int] = {}
    listed: list[tuple[str, Token, int]] = []
    for i in range(*sentence):
        token = doc[i]
        key = _kind(token)
        if key is not None:
            count = _strong(token) if token.lemma_ in _FORCES else _before(token)
            if count is None:
                continue
            first = token
            while first.dep_ == "conj" and first.head.i < first.i and _kind(first.head) == key:
                first = first.head
            if first.i in joined and listed[joined[first.i]][0] == key:
                # "30 tanks and 12 helicopters"
                place = joined[first.i]
                listed[place] = (key, first, listed[place][2] + count)
            else:
                joined[first.i] = len(listed)
                listed.append((key, token, count))
        elif token.pos_ in ("VERB", "ADJ") and (count := _displaced(token)):
            listed.append(("displaced", token, count))
    yield from listed


def _kind(token: Token) -> str | None:
    if token.pos_ not in ("NOUN", "PROPN"):
        return None
    lemma = token.lemma_.lower()
    if lemma in _TROOPS or (lemma in _FORCES and token.i and _word(token, -1) == "strong"):
        return "troops"
    if lemma in _WEAPONS:
        return "weapons" if token.dep_ != "compound" else None
    helped = _WITH_HELP.get(lemma)
    if helped is not None and token.i:
        for k in range(max(0, token.i - 2), token.i):
            if token.doc[k].lower_ in helped[0]:
                return helped[1]
    return None


def _word(token: Token, step: int) -> str:
    """The lower-case word `step` tokens away; empty outside the text."""
    k = token.i + step
    return token.doc[k].lower_ if 0 <= k < len(token.doc) else ""


def _strong(force: Token) -> int | None:
    """ "a 5,000-strong force"."""
    words = [_word(force, -k) for k in (3, 2)]
    return number([word for word in words if word and word != "-"])


def _before(noun: Token) -> int | None:
    """The number before a noun and its adjectives; None where there is none or it is not vouched for."""
    doc, k = noun.doc, noun.i - 1
    for _ in range(7):
        if k < 0:
            return None
        token = doc[k]
        if token.lower_ in _MEASURES and k and FIGURE.fullmatch(doc[k - 1].lower_):
            k -= 2
        elif is_number(token.lower_):
            # "500-pound bombs", "T-72 tanks": the number is part of a name or a measure
            if _word(token, 1) == "-" and not is_number(_word(token, 2)):
                k -= 1
            elif _word(token, -1) == "-" and k > 1 and not is_number(doc[k - 2].lower_):
                k -= 3
            else:
                break
        elif token.lower_ == "of" and k and doc[k - 1].lower_.endswith("s") and is_number(doc[k - 1].lower_):
            k -= 1
            break
        elif (
            token.pos_ in ("ADJ", "NOUN", "PROPN", "NUM") or token.text == "-" or token.tag_ in ("VBN", "VBG")
        ):
            k -= 1
        else:
            return None
    else:
        return None
    return _ending_at(doc, k)


def _ending_at(doc: Doc, last: int) -> int | None:
    """The number whose last word is the token `last`; the lower end of a range."""
    low = last
    parts: list[list[str]] = [[]]
    while low >= 0 and last - low < 9:
        word = doc[low].lower_
        joins = word in ("and", "of", "-", "–", "—", "to", "or") and low and is_number(doc[low - 1].lower_)
        if not (is_number(word) or joins) or (word == "," and not joins):
            break
        if word in ("–", "—", "to", "or", "-") or (word == "and" and "between" in _words(doc, low - 4, low)):
            parts.insert(0, [])
        else:
            parts[0].insert(0, word)
        low -= 1
    before = _words(doc, low - 2, low + 1)
    least = "least" in before or ("more" in before and "no" not in before and "not" not in before)
    if not least and any(word in _NOT_VOUCHED for word in before):
        return None
    if before[-3:-1] == ["as", "many"] or (len(parts) == 1 and before[-1:] and before[-1] in _DATED):
        year = parts[0][0]
        if before[-3:-1] == ["as", "many"] or (len(year) == 4 and year.isdecimal()):
            return None
    if len(parts) > 1 and parts[0] and parts[-1]:
        # "two to three thousand": the lower end is of the same scale
        scale = parts[-1][-1]
        if scale in SCALES and not any(word in SCALES for word in parts[0]):
            parts[0].append(scale)
    return number(parts[0]) or None


def _words(doc: Doc, start: int, end: int) -> list[str]:
    return [doc[k].lower_ for k in range(max(0, start), max(0, end))]


def _displaced(token: Token) -> int | None:
    """How many "displaced", "evacuated", "fled", "were forced from their homes", "left homeless"."""
    lemma = token.lemma_.lower()
    if token.lower_ == "homeless":
        for k in range(token.i - 1, max(-1, token.i - 4), -1):
            if _people(token.doc[k]):
                return _how_many(token.doc[k])
        return None
    if token.pos_ != "VERB" or any(c.dep_ == "neg" for c in token.children):
        return None
    struck: tuple[str, ...] = ("dobj", "nsubjpass")
    if lemma == "flee":
        struck = ("nsubj",)
        if token.head.lemma_ in _DRIVE and not any(c.dep_ == "nsubj" for c in token.children):
            token, struck = token.head, ("dobj",)
    elif lemma in _DRIVE:
        if not any(
            c.lower_ in ("from", "out", "off") and any(t.lemma_ in _HOMES for t in c.subtree)
            for c in token.children
        ):
            return None
    elif lemma not in _UPROOT:
        return None
    for child in token.children:
        if child.dep_ in struck:
            return _how_many(child)
    if lemma in _UPROOT and token.tag_ == "VBN" and token.dep_ in ("acl", "amod"):
        return _how_many(token.head)
    return None


def _people(token: Token) -> bool:
    return token.lemma_.lower() in _PEOPLE or token.ent_type_ == "NORP" or is_number(token.lower_)


def _how_many(noun: Token) -> int | None:
    """The number of persons that a noun phrase names: "300,000 people", "thousands of families"."""
    if is_number(noun.lower_):
        for child in noun.children:
            if child.lower_ == "of" and not any(_people(c) for c in child.children):
                return None
        following = noun.i + 1
        if _word(noun, 1) == "of" and is_number(_word(noun, 2)):
            following += 1
        return _ending_at(noun.doc, following if following > noun.i + 1 else noun.i)
    return _before(noun) if _people(noun) else None


def _money(doc: Doc, sentence: tuple[int, int]) -> Iterator[tuple[Token, Money]]:
    """The sums of a sentence, each with the topmost token of its words."""
    first, last = doc[sentence[0]], doc[sentence[1] - 1]
    text = doc[first.i : last.i + 1].text
    for found in sums(text):
        span = doc.char_span(found.start + first.idx, found.end + first.idx, alignment_mode="expand")
        if span is not None:
            yield span.root, found.money


def _acting(token: Token) -> bool:
    """Whether troops do the act or it is done with them, so that they are not its victims."""
    if token.dep_ == "pobj" and token.head.lower_ == "of" and is_number(token.head.head.lower_):
        token = token.head.head
    return token.dep_ == "nsubj" or (token.dep_ == "pobj" and token.head.lower_ in ("by", "with"))


def _steps(token: Token, trigger: Token, goals: set[int]) -> int | None:
    """How far the number at `token` is from the trigger in the parse; None where it is not the trigger's."""
    at = token
    for steps in range(8):
        if at.i in goals:
            return steps
        if not _passes(at, goals):
            break
        at = at.head
    # "$1.4 billion in military aid", "300,000 people displaced by the fighting"
    at = trigger
    for steps in range(1, 6):
        if at.dep_ not in _UP and not (at.dep_ in ("nsubj", "agent") and at.head.i == token.i):
            return None
        if at.lower_ in _APART and at.dep_ == "prep":
            return None
        at = at.head
        if at.i == token.i:
            return steps
    return None


def _passes(at: Token, goals: set[int]) -> bool:
    """Whether what is told of `at` is told of its head."""
    head = at.head
    if head.i == at.i or at.dep_ not in _DOWN:
        return False
    if at.dep_ == "prep" and at.lower_ in _APART:
        return False
    if at.dep_ == "pcomp":
        return head.lower_ in _MEANS
    if at.pos_ in ("VERB", "AUX"):
        if at.dep_ == "conj":
            return False
        if at.dep_ in ("acl", "relcl", "advcl"):
            told = head.i in goals or at.lemma_ in _TELLING
            return told and not any(c.lower_ in _APART for c in at.children if c.dep_ in ("mark", "advmod"))
        if at.dep_ in _VERBAL:
            return head.i in goals or head.lemma_ in _DRIVE
    return True
