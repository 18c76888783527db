"""Pronouns and bare numbers: he, it, they, its, which, both, "nine of the victims"; and I and we inside
quotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading import several
from dragoman.reading.known import FADE, REACH, ROLE_WEIGHT
from dragoman.reading.view import NOUN_TAGS, SUBJECTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from dragoman.reading.known import Known
    from dragoman.reading.linking import Linker

TAGS = frozenset({"PRP", "PRP$", "WP", "WDT", "WP$", "DT", "CD", "JJ", "PDT"})
PERSONAL = {
    "he": "m",
    "him": "m",
    "his": "m",
    "himself": "m",
    "she": "f",
    "her": "f",
    "hers": "f",
    "herself": "f",
}
NEUTER = frozenset({"it", "its", "itself"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
FIRST = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"})
ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "iobj", "dative", "pobj", "agent", "poss"})
TAKING = frozenset(
    "confiscate seize impound burn torch loot ransack raid bulldoze freeze revoke commandeer steal".split()
)
"""Verbs by which one takes what is another's: "their" in the object is not the subject's."""
BE = frozenset({"be", "'s", "’s", "’", "'re", "’re", "is", "was"})
IDLE_VERBS = frozenset(
    {"be", "seem", "appear", "take", "happen", "matter", "rain", "snow", "turn", "look", "remain"}
)
ADDRESSEE_VERBS = frozenset(
    "urge tell ask accuse warn force oblige order allow help blame criticise criticize condemn "
    "support arm attack "
    "invade sanction compel persuade pressure press praise thank threaten sue denounce back defend "
    "join leave invite "
    "admit expel ban bar charge fine accept_into hit bomb shell strike consult advise remind assure "
    "inform represent "
    "oppose fight defeat isolate punish reward prevent deter".split()
)
"""Verbs whose object is mostly a party: what lets "it" as an object be one."""
SAYING = frozenset(
    "deny know hope fear expect vow pledge confirm insist agree decide allege hint signal threaten".split()
)
SPEECH = frozenset(
    "say tell add write ask reply insist argue claim note explain warn declare announce state recall "
    "admit continue respond stress complain concede believe think promise vow joke tweet post "
    "conclude testify recount go".split()
)


def resolve(linker: Linker, i: int) -> tuple[Known, ...]:
    """The parties a pronoun, determiner or number at `i` stands for; () if none of political weight."""
    view = linker.view
    word, tag = view.low[i], view.tag[i]
    if tag in {"WP", "WDT", "WP$"}:
        return _relative(linker, i)
    if word in FIRST:
        return ()
    if tag in {"PRP", "PRP$"}:
        if word in PERSONAL:
            return _personal(linker, i, PERSONAL[word])
        if word in NEUTER:
            return _neuter(linker, i)
        if word in PLURAL:
            return _plural(linker, i)
        return ()
    if view.dep[i] not in ARGUMENTS and view.dep[i] not in {"conj", "appos"}:
        return ()
    return number(linker, i)


def _rivals(linker: Linker, i: int) -> set[int]:
    """Parties that cannot be meant because they have another role beside the same verb: ids of Known."""
    view = linker.view
    dep, governor, _ = view.role(i)
    beside = {"nsubj", "nsubjpass", "dobj", "dative"}
    if view.tag[i] == "PRP$":
        taken = governor
        while view.dep[taken] in {"pobj", "prep"} and view.head[taken] != taken:
            taken = view.head[taken]  # "confiscated four of their boats"
        if view.dep[taken] != "dobj" or view.lemma[view.head[taken]] not in TAKING:
            return set()
        dep, governor, beside = "dobj", view.head[taken], {"nsubj"}
    if view.low[i].endswith("self") or view.low[i].endswith("selves"):
        return set()
    if dep in SUBJECTS:
        return set()
    out: set[int] = set()
    verb = governor
    while view.dep[verb] in {"dobj", "nsubjpass", "pobj"} and view.tag[verb] in {"JJ", "CD", "NNS", "DT"}:
        verb = view.head[verb]  # "beat several of them"
    for _ in range(3):
        for kid in view.kids[verb]:
            if view.dep[kid] in beside and kid < i:
                out.update(id(k) for k in linker.memo.get(kid, ()))
        if view.dep[verb] not in {"conj", "xcomp", "pobj", "prep"}:
            break
        if any(view.dep[k] in SUBJECTS for k in view.kids[verb]):
            break
        verb = view.head[verb]
    return out


def _personal(linker: Linker, i: int, gender: str) -> tuple[Known, ...]:
    out = _rivals(linker, i)
    if linker.view.quoted[i]:
        # Who speaks says "I", so "he" is somebody else.
        out.update(id(k) for k in _speaker(linker, i))

    def fits(known: Known) -> bool:
        return (
            known.person
            and not known.draft.plural
            and known.draft.gender in {"", gender}
            and id(known) not in out
        )

    found = _matrix_subject(linker, i, fits) or linker.registry.best(i, fits)
    if found is not None and found.unnamed:
        # The one whom the article names is on its mind longer than "a diplomat".
        named = linker.registry.best(i, lambda k: fits(k) and not k.unnamed)
        if named is not None and linker.registry.presence(named, i) > 0.6 * linker.registry.presence(
            found, i
        ):
            found = named
    if found is None:
        return ()
    if not found.draft.gender:
        found.draft.gender = gender
    return linker.note(i, i + 1, i, (found,), "pronoun", f"{linker.view.low[i]} for {found.draft.name}")


def _matrix_subject(linker: Linker, i: int, fits: Callable[[Known], bool]) -> Known | None:
    """In "Moscow warned it would respond", whoever warns: the subject of the verb whose complement this
    is."""
    view = linker.view
    if view.dep[i] not in SUBJECTS:
        return None
    verb = view.head[i]
    for _ in range(3):
        if view.dep[verb] == "conj":
            verb = view.head[verb]
    if view.dep[verb] != "ccomp" or view.lemma[view.head[verb]] not in SPEECH | SAYING:
        return None
    above = view.head[verb]
    for _ in range(3):
        for kid in view.kids[above]:
            if view.dep[kid] in SUBJECTS and kid < i:
                known = linker.memo.get(kid, ())
                return known[0] if len(known) == 1 and fits(known[0]) else None
        if view.dep[above] not in {"conj", "xcomp", "advcl"}:
            return None
        above = view.head[above]
    return None


def _neuter(linker: Linker, i: int) -> tuple[Known, ...]:
    view = linker.view
    dep, governor, _ = view.role(i)
    verb = view.lemma[governor]
    if view.tag[i] != "PRP$":
        if dep == "expl" or dep not in ARGUMENTS:
            return ()
        if dep in SUBJECTS and verb in IDLE_VERBS and verb != "be":
            return ()
        if (
            dep in SUBJECTS
            and verb in BE
            and any(view.dep[k] in {"acomp", "attr"} for k in view.kids[governor])
        ):
            return ()
        if dep not in SUBJECTS and verb not in ADDRESSEE_VERBS:
            return ()
        if dep == "nsubj" and verb not in SPEECH and _ordinary_subject(linker, i):
            return ()
        if dep == "nsubjpass" and verb not in ADDRESSEE_VERBS:
            return ()
    out = _rivals(linker, i)

    def fits(known: Known) -> bool:
        if known.person or known.draft.plural or known.draft.kind == "unknown" or id(known) in out:
            return False
        return known.draft.gender in {"", "n"} and not (known.thing and verb in SPEECH)

    found = _matrix_subject(linker, i, fits) or linker.registry.best(i, fits, 3)
    if found is None:
        return ()
    return linker.note(i, i + 1, i, (found,), "pronoun", f"{view.low[i]} for {found.draft.name}")


def _ordinary_subject(linker: Linker, i: int) -> bool:
    """Whether the sentence before, or this one further left, has a thing for its subject: "The truce … It
    broke"."""
    view = linker.view
    here = view.sent[i]
    for number in (here, here - 1):
        if number < 0:
            continue
        lo, hi = view.sents[number]
        for k in range(lo, min(hi, i)):
            if view.dep[k] in SUBJECTS and k != i and view.dep[view.head[k]] == "ROOT":
                if view.tag[k] in NOUN_TAGS:
                    return not linker.memo.get(k, ())
                return False
    return False


def _plural(linker: Linker, i: int) -> tuple[Known, ...]:
    view, registry = linker.view, linker.registry
    out = _rivals(linker, i)
    dep, governor, _ = view.role(i)
    speaks = view.lemma[governor] in (SPEECH | SAYING if dep in SUBJECTS else ADDRESSEE_VERBS)
    group = registry.best(
        i, lambda k: (k.draft.plural or k.many) and id(k) not in out and not (speaks and k.thing), 4
    )
    score = registry.presence(group, i) if group else 0.0
    chosen: tuple[Known, ...] = (group,) if group else ()
    now = view.sent[i]
    for at, known in reversed(linker.pairs):
        gap = now - view.sent[at]
        if gap > REACH - 1 or at >= i:
            if gap > REACH - 1:
                break
            continue
        if any(id(k) in out for k in known):
            continue
        weight = ROLE_WEIGHT.get(view.role(at)[0], 1.0) * FADE**gap * 1.05
        if weight > score:
            chosen, score = known, weight
    if not chosen:
        one = registry.best(
            i, lambda k: not k.person and id(k) not in out and k.draft.kind in {"organisation", "group"}, 2
        )
        chosen = (one,) if one else ()
    if not chosen:
        return ()
    names = " and ".join(k.draft.name for k in chosen)
    return linker.note(i, i + 1, i, chosen, "pronoun", f"{view.low[i]} for {names}")


def _relative(linker: Linker, i: int) -> tuple[Known, ...]:
    """ "which", "who", "whose": what the relative clause hangs on."""
    view, at = linker.view, i
    for _ in range(8):
        if view.dep[at] == "relcl":
            break
        if view.head[at] == at:
            return ()
        at = view.head[at]
    else:
        return ()
    antecedent = view.head[at]
    if antecedent >= i:
        return ()
    found = list(linker.party_at(antecedent))
    if view.low[i] in {"who", "whom"} and any(k.draft.kind == "country" for k in found):
        return ()  # "Democrats across the country, who": the parser chose the nearer noun.
    if view.text[i - 1] == "," or view.dep[i] == "poss":
        for other in view.conjuncts(antecedent)[1:]:
            if other < i:
                found.extend(k for k in linker.party_at(other) if k not in found)
    if not found:
        return ()
    names = " and ".join(k.draft.name for k in found)
    return linker.note(i, i + 1, i, tuple(found), "pronoun", f"{view.low[i]} for {names}")


def number(linker: Linker, i: int) -> tuple[Known, ...]:
    """A number, "some", "both", "those" as a phrase of its own."""
    view, word = linker.view, linker.view.low[i]
    if view.ent[i] in {"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY"}:
        return ()
    for kid in view.kids[i]:
        if view.dep[kid] == "prep" and view.low[kid] == "of":
            target = view.kid(kid, "pobj")
            if target is not None:
                found = linker.party_at(target)
                people = tuple(k for k in found if k.draft.plural or k.draft.kind == "group")
                return linker.note(
                    view.phrase_start(i), view.right[target] + 1, i, people, "description", f"{word} of them"
                )
    if word in several.PAIRING:
        found = several.sides(linker, i)
        return linker.note(i, i + 1, i, found, "pronoun", f"{word}: the two sides")
    if (word == "other" and view.low[i - 1] == "the") or (word in {"another"} and view.low[i - 1] == "one"):
        found = several.sides(linker, i)
        return linker.note(i - 1, i + 1, i, found, "pronoun", "the other of the two")
    counted = view.tag[i] == "CD" or (view.tag[i] == "NNS" and word != "ones")
    if word == "those" and any(view.dep[k] in {"acl", "relcl"} for k in view.kids[i]):
        code = linker.registry.country_at(i)
        end = min(view.right[i] + 1, i + 5)
        text = " ".join(view.text[i:end])
        made = linker.registry.add(("those", str(i)), text, code, ("CVL",), "group", plural=True)
        return linker.note(i, end, i, (made,), "description", "those who are described")
    if counted and view.dep[i] in {"nsubj", "nsubjpass", "dobj"}:
        out = _rivals(linker, i)
        group = linker.registry.best(
            i,
            lambda k: k.draft.plural and not k.thing and k.draft.sector[:1] != ("GOV",) and id(k) not in out,
            2,
        )
        if group is not None and not (word.isdecimal() and len(word) == 4):
            return linker.note(
                view.phrase_start(i), i + 1, i, (group,), "description", f"{word} of {group.draft.name}"
            )
    return ()


def _speaker(linker: Linker, i: int) -> tuple[Known, ...]:
    """Who says the quotation around token `i`: the nearest subject of a verb of speech outside the marks,
    if named."""
    view = linker.view
    for step in range(1, 60):
        for k in (i - step, i + step):
            if (
                0 <= k < view.n
                and not view.quoted[k]
                and view.dep[k] == "nsubj"
                and view.lemma[view.head[k]] in SPEECH
            ):
                if abs(view.sent[k] - view.sent[i]) > 1:
                    return ()
                return linker.party_at(k) if k in linker.heads else linker.memo.get(k, ())
    return ()


def first_persons(linker: Linker) -> None:
    """I, we and their forms inside quotation marks: whoever speaks in that paragraph."""
    view = linker.view
    waiting = [
        i for i in range(view.n) if view.low[i] in FIRST and view.quoted[i] and view.tag[i] in {"PRP", "PRP$"}
    ]
    if not waiting:
        return
    bounds = [0, *(i for i, t in enumerate(view.text) if t.count("\n") > 1), view.n]
    speakers: dict[tuple[int, int], list[tuple[int, tuple[Known, ...]]]] = {}
    for i in waiting:
        lo = max(b for b in bounds if b <= i)
        hi = min(b for b in bounds if b > i)
        if (lo, hi) not in speakers:
            speakers[lo, hi] = [
                (k, linker.memo[k])
                for k in range(lo, hi)
                if view.dep[k] == "nsubj"
                and not view.quoted[k]
                and view.lemma[view.head[k]] in SPEECH
                and linker.memo.get(k)
            ]
        nearby = speakers[lo, hi]
        if not nearby:
            continue
        same = [s for s in nearby if view.sent[s[0]] == view.sent[i]] or nearby
        _, known = min(same, key=lambda s: abs(s[0] - i))
        linker.memo[i] = linker.note(i, i + 1, i, known, "pronoun", f"{view.low[i]}: the speaker")
