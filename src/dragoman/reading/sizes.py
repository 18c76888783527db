"""How many persons an event killed, injured or had arrested: the lowest number that the text vouches for.

"At least 17" is 17, "dozens" 24, "a policeman" 1; "up to 40" vouches for nothing. A count belongs to an
event if its verb is the trigger, hangs on it ("opened fire, killing five"), or has it as its circumstance
("five died in the attack").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading.amounts import amounts_of
from dragoman.reading.attachment import sharers
from dragoman.reading.numbers import FIGURE, SCALES, UNITS, VAGUE, number

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from dragoman.records import Money

KEYS = ("dead", "injured", "arrested")
HARMFUL = frozenset({"ASSAULT", "COERCE", "PROTEST"})
_VERBS = {
    **dict.fromkeys(
        "kill die murder assassinate slay massacre execute perish lynch behead gun".split(), "dead"
    ),
    **dict.fromkeys("injure wound hurt maim".split(), "injured"),
    **dict.fromkeys("arrest detain apprehend jail imprison round".split(), "arrested"),
}
_STATES = {
    **dict.fromkeys(("dead", "deaths", "death", "fatalities", "killed", "fatality", "toll"), "dead"),
    **dict.fromkeys(("injured", "wounded", "injuries", "hurt", "injury", "wounds"), "injured"),
    **dict.fromkeys(("arrests", "arrest", "arrested", "detained", "detainees", "detentions"), "arrested"),
}
_UNACCUSED = frozenset({"die", "perish"})
_NOT_VOUCHED = frozenset({"up", "most", "maximum", "fewer", "less", "no", "zero", "under", "any"})
_RESULTS = frozenset({"leave", "claim", "cause", "result", "kill", "wound", "injure"})
_PERSONAL = frozenset({"PERSON", "NORP"})
_WORD_LINKS = frozenset({"amod", "compound", "nummod", "attr", "npadvmod", "oprd"})
_UP_LINKS = frozenset("advcl pobj prep nsubj dobj compound agent nmod pcomp".split())
_APART = frozenset({"after", "before", "while", "although", "though", "since", "until", "unless", "if"})
_LINKS = frozenset(
    "advcl relcl acl conj xcomp ccomp pcomp prep pobj dep parataxis appos nsubj nsubjpass dobj agent".split()
)


def size_of(
    doc: Doc, head: int, sentence: tuple[int, int], kind: str | None = None
) -> dict[str, int | Money]:
    """The size of the event with its trigger's head at token `head`: keys are the fields of `records.Size`.

    `sentence` are token indices, `kind` is the event's PLOVER type: persons are killed, injured and arrested
    in HARMFUL types only (and where no type is given), the rest is counted as `amounts.KEYS_OF` says.
    A key is missing where the sentence vouches for no number.
    """
    counts: dict[str, int | Money] = {}
    if kind is None or kind in HARMFUL:
        counts.update(_harm(doc, head, sentence))
        if kind is not None and kind != "COERCE":
            counts.pop("arrested", None)  # "beat looters and detained 140": the beating arrested nobody
    if kind is not None:
        counts.update(amounts_of(doc, head, sentence, kind))
    return counts


def _harm(doc: Doc, head: int, sentence: tuple[int, int]) -> dict[str, int]:
    """How many were killed, injured and arrested in the event at token `head`."""
    trigger = doc[head]
    related = {head, *(verb.i for verb, _ in sharers(trigger))}
    if trigger.dep_ == "nsubj" and trigger.head.lemma_ in _RESULTS:
        related.add(trigger.head.i)
    found: dict[str, int] = {}
    for i in range(*sentence):
        token = doc[i]
        key = (
            _VERBS.get(token.lemma_.lower())
            if token.pos_ in ("VERB", "AUX", "NOUN") and token.tag_ != "NN"
            else None
        )
        if key is not None and token.pos_ != "NOUN":
            count = _of_verb(token)
        else:
            key = _STATES.get(token.lower_)
            count = _of_state(token) if key else None
        if key is None or count is None or not _belongs(token, trigger, related):
            continue
        found[key] = min(found[key], count) if key in found else count
    return {key: found[key] for key in KEYS if key in found}


def _of_verb(verb: Token) -> int | None:
    """How many the verb strikes: its object, or the subject of its passive or of "die"."""
    if any(
        c.dep_ == "neg" or (c.dep_ == "aux" and c.lower_ in ("may", "might", "could", "would"))
        for c in verb.children
    ):
        return None
    dies = verb.lemma_.lower() in _UNACCUSED
    for child in verb.children:
        if child.dep_ in ("dobj", "nsubjpass") or (dies and child.dep_ == "nsubj"):
            return _of_noun(child, 0)
    if verb.dep_ in ("acl", "amod") and verb.tag_ == "VBN" and verb.head.pos_ in ("NOUN", "NUM"):
        return _of_noun(verb.head, 0)
    return None


def _of_noun(noun: Token, depth: int) -> int | None:
    """The number in a noun phrase, conjuncts added up: "three soldiers and a civilian" is 4."""
    words: list[str] = []
    for token in noun.doc[noun.left_edge.i : noun.i + 1]:
        inner = token.i == noun.i or token.head.i in (noun.i, *(c.i for c in noun.children))
        if not inner and token.pos_ != "NUM":
            continue
        low = token.lower_
        if low in _NOT_VOUCHED and token.i < noun.i:
            return None
        if token.pos_ in ("NUM", "DET", "ADJ", "NOUN", "PRON", "SYM", "PUNCT", "CCONJ", "PROPN") and (
            low in UNITS or low in VAGUE or low in SCALES or FIGURE.fullmatch(low) or "-" in low
            or low in ("and", "of")
        ):  # fmt: skip
            words.append(low)
    for token in noun.rights:
        if (
            token.lower_ == "of"
            and token.dep_ == "prep"
            and noun.lower_ in ("tens", "hundreds", "dozens", "scores")
        ):
            words += [t.lower_ for t in token.subtree][1:3]
    count = number(words)
    if count is None:
        plural = noun.tag_ in ("NNS", "NNPS")
        if noun.lower_ in ("he", "she", "him", "her") or (
            not plural and noun.pos_ in ("NOUN", "PROPN") and _is_person(noun)
        ):
            count = 1
    if count is None:
        return None
    if depth < 4:
        for child in noun.rights:
            if child.dep_ == "conj" and child.pos_ in ("NOUN", "NUM", "PROPN"):
                more = _of_noun(child, depth + 1)
                count += more or 0
    return count


def _is_person(noun: Token) -> bool:
    """A single person: by the model's entities, or an indefinite or possessed noun under a verb of harm."""
    if noun.ent_type_ in _PERSONAL:
        return True
    return any(c.dep_ in ("det", "poss") for c in noun.children) and noun.ent_type_ in ("", "PERSON", "NORP")


def _of_state(token: Token) -> int | None:
    """The number before "dead", "wounded", "arrests"; after "death toll of"."""
    doc, i = token.doc, token.i
    words: list[str] = []
    k = i - 1
    while k >= 0 and i - k < 6 and (
        doc[k].pos_ == "NUM" or doc[k].lower_ in VAGUE or doc[k].lower_ in SCALES
        or doc[k].lower_ in ("people", "others", "persons", "of", "-", "and", "were", "was", "more", "left")
    ):  # fmt: skip
        words.insert(0, doc[k].lower_)
        k -= 1
    if words and k >= 0 and doc[k].lower_ in _NOT_VOUCHED:
        return None
    while words and words[0] in ("and", "of", "were", "was", "more", "left", "people", "others", "persons"):
        words.pop(0)
    count = number(words) if words else None
    if count is None:
        for k in range(i + 1, min(len(doc), i + 5)):
            if doc[k].pos_ == "NUM" and doc[k - 1].lower_ in ("at", "to", "of", "as"):
                count = number([doc[k].lower_])
                break
            if doc[k].is_punct:
                break
    return count


def _belongs(token: Token, trigger: Token, related: set[int]) -> bool:
    """Whether a count at `token` is one of the event at `trigger`."""
    if token.i in related:
        return True
    return _reaches(token, related, _LINKS | _WORD_LINKS) or _reaches(trigger, {token.i}, _UP_LINKS)


def _reaches(token: Token, goals: set[int], links: frozenset[str]) -> bool:
    """Whether the way up from `token` comes to one of `goals` without passing another clause."""
    at = token
    for _ in range(8):
        if at.i in goals:
            return True
        subject = any(c.dep_ in ("nsubj", "nsubjpass") for c in at.children)
        if at.head.i == at.i or at.dep_ not in links or (at.dep_ == "conj" and subject and at.pos_ == "VERB"):
            return False
        if at.dep_ == "advcl" and any(
            c.dep_ in ("mark", "advmod") and c.lower_ in _APART for c in at.children
        ):
            return False
        at = at.head
    return False
