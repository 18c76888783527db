"""Suppositions: treaties as they would be if somebody joined, left or signed one.

>>> from dragoman.knowledge.treaties import treaties
>>> then, what = suppose(["UKR joins NATO"], treaties(), "2022-01-27")
>>> len(then.members("nato", "2022-01-27")), what[0].words
(31, 'Ukraine joins NATO')
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dragoman.knowledge.treaties.names import UnknownName, close_treaties, state_named
from dragoman.knowledge.treaties.pacts import Article, Membership, Treaty, holds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragoman.knowledge.treaties.pacts import Role, Treaties

_JOINS = re.compile(
    r"(?P<who>.+?)\s+(?:were\s+to\s+|had\s+|have\s+|has\s+|would\s+|to\s+)?"
    r"(?:joins?|joined|accedes?\s+to|acceded\s+to|enters?|"
    r"(?:becomes?|became|is|are|was|were)\s+(?:a\s+|an?\s+)?(?:members?|part(?:y|ies)?)\s+(?:of|to)|"
    r"(?:is|are|was|were)\s+in)\s+(?P<what>.+)$",
    re.IGNORECASE,
)
_LEAVES = re.compile(
    r"(?P<who>.+?)\s+(?:were\s+to\s+|had\s+|have\s+|has\s+|would\s+|to\s+)?"
    r"(?:leaves?|left|quits?|exits?|withdr[ae]ws?\s+from|withdrew\s+from|pulls?\s+out\s+of|"
    r"(?:is|are|was|were)\s+(?:no\s+longer|not)\s+(?:(?:a\s+)?members?\s+of|in))\s+(?P<what>.+)$",
    re.IGNORECASE,
)
_SIGNS = re.compile(
    r"(?P<who>.+?)\s+(?:signs?|signed|concludes?|makes?|has|have|agrees?\s+on)\s+(?:an?\s+)?"
    r"(?:mutual[\s-]+)?defen[cs]e(?:\s+(?:treaty|pact|agreement|alliance))?"
    r"(?:\s+(?:with|and)\s+(?P<what>.+))?$",
    re.IGNORECASE,
)
_GUARANTEES = re.compile(
    r"(?P<who>.+?)\s+(?:guarantees?|pledges?\s+to\s+defend|promises?\s+to\s+defend|defends?)\s+(?P<what>.+)$",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"(?P<what>.+?)\s+(?:ends?|is\s+(?:ended|dissolved|terminated)|dissolves?|lapses?|falls?\s+apart)$",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(?:(?:suppose|supposing|assume|assuming|what)\s+)?(?:(?:that|if)\s+)?", re.IGNORECASE
)
_AND = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+", re.IGNORECASE)
FORMS = (
    "“Ukraine joins NATO”, “Hungary leaves the EU”, “Ukraine signs mutual defence with Poland”, "
    "“France guarantees Moldova”, “CSTO ends”"
)
"""What can be supposed, by example."""


class SuppositionError(ValueError):
    """A supposition that cannot be understood; the message quotes it and says why."""


@dataclass(frozen=True, slots=True)
class Supposition:
    """One change to who is bound."""

    words: str
    """What is supposed, in our words."""
    act: str
    """joins, leaves, signs, guarantees or ends."""
    states: tuple[str, ...]
    treaty: str
    """Id of the treaty; that of the supposed one for signs and guarantees."""
    note: str = ""
    """What makes it less than a change: the state was a member already, the treaty is not in force."""

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "words": self.words,
            "act": self.act,
            "states": list(self.states),
            "treaty": self.treaty,
            "note": self.note or None,
        }


def suppose(wishes: Iterable[str], known: Treaties, on: str) -> tuple[Treaties, tuple[Supposition, ...]]:
    """The treaties as they would be on an ISO date, and what was understood.

    SuppositionError, quoting it, for one that names nobody, no treaty, or nothing that can be supposed."""
    understood = []
    for wish in wishes:
        words = " ".join(wish.replace("’", "'").split()).strip(" .")
        words = _OPENING.sub("", words)
        try:
            known, made = _one(words, known, on)
        except UnknownName as error:
            raise SuppositionError(f"“{wish}”: {error}") from None
        understood.append(made)
    return known, tuple(understood)


def _one(words: str, known: Treaties, on: str) -> tuple[Treaties, Supposition]:
    if re.search(r"\battack(?:s|ed)?\b|\binvade[sd]?\b", words, re.IGNORECASE):
        raise UnknownName(
            "a supposition changes who is bound; ask about another attack as a question of its own"
        )
    for pattern, make in ((_SIGNS, _signs), (_LEAVES, _leaves), (_JOINS, _joins), (_ENDS, _ends)):
        match = pattern.match(words)
        if match:
            return make(match, known, on)
    match = _GUARANTEES.match(words)
    if match:
        return _guarantees(match, known, on)
    raise UnknownName(f"not understood; what can be supposed: {FORMS}")


def _states(text: str, known: Treaties, on: str) -> tuple[str, ...]:
    """The codes of the states in "Finland and Sweden"; a name that has "and" in itself is one."""
    try:
        return (state_named(text, known, on).state,)
    except UnknownName:
        parts = [part for part in _AND.split(text) if part]
        if len(parts) < 2:
            raise
        return tuple(dict.fromkeys(state_named(part, known, on).state for part in parts))


def _treaty(text: str, known: Treaties) -> Treaty:
    found = known.treaty_named(text)
    if found is None:
        raise UnknownName(f"no treaty is known as {text!r}{close_treaties(text, known)}")
    return found


def _listed(states: Iterable[str], known: Treaties, on: str) -> str:
    names = [known.name(state, on) for state in states]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _joins(match: re.Match[str], known: Treaties, on: str) -> tuple[Treaties, Supposition]:
    treaty, states = _treaty(match["what"], known), _states(match["who"], known, on)
    if not treaty.open:
        hint = "“X signs mutual defence with Y”"
        raise UnknownName(f"{treaty.short} takes no further parties; a new treaty is supposed by {hint}")
    roster = known.roster(treaty.id, on)
    notes = [f"{known.name(s, on)} is a party already" for s in states if s in roster]
    if not holds(treaty.since, treaty.until, on):
        notes.append(f"{treaty.short} was not in force on {on}")
    made = tuple(
        Membership(treaty.id, state, "party", on, "", "supposed", supposed=True)
        for state in states
        if state not in roster
    )
    # A later entry of the data would stand beside the supposed one: from the day on, the supposed one counts.
    kept = tuple(
        m
        for m in known.memberships
        if not (m.treaty == treaty.id and m.state in {n.state for n in made} and holds("", m.since, on))
    )
    who = _listed(states, known, on)
    words = f"{who} {'join' if len(states) > 1 else 'joins'} {_the(treaty)}"
    then = replace(known, memberships=kept + made)
    return then, Supposition(words, "joins", states, treaty.id, "; ".join(notes))


def _leaves(match: re.Match[str], known: Treaties, on: str) -> tuple[Treaties, Supposition]:
    treaty, states = _treaty(match["what"], known), _states(match["who"], known, on)
    roster = known.roster(treaty.id, on)
    notes = [f"{known.name(s, on)} is no party on that day" for s in states if s not in roster]
    kept = tuple(
        replace(m, until=on) if m is roster.get(m.state) and m.state in states else m
        for m in known.memberships
    )
    words = f"{_listed(states, known, on)} {'leave' if len(states) > 1 else 'leaves'} {_the(treaty)}"
    then = replace(known, memberships=kept)
    return then, Supposition(words, "leaves", states, treaty.id, "; ".join(notes))


def _ends(match: re.Match[str], known: Treaties, on: str) -> tuple[Treaties, Supposition]:
    treaty = _treaty(match["what"], known)
    note = "" if holds(treaty.since, treaty.until, on) else f"{treaty.short} was not in force on {on}"
    then = replace(known, by_id={**known.by_id, treaty.id: replace(treaty, until=on)})
    return then, Supposition(f"{_the(treaty)} ends", "ends", (), treaty.id, note)


def _signs(match: re.Match[str], known: Treaties, on: str) -> tuple[Treaties, Supposition]:
    states = _states(match["who"], known, on)
    others = _states(match["what"], known, on) if match["what"] else ()
    return _supposed(tuple(dict.fromkeys(states + others)), (), known, on)


def _guarantees(match: re.Match[str], known: Treaties, on: str) -> tuple[Treaties, Supposition]:
    return _supposed(_states(match["who"], known, on), _states(match["what"], known, on), known, on)


def _supposed(
    givers: tuple[str, ...], protected: tuple[str, ...], known: Treaties, on: str
) -> tuple[Treaties, Supposition]:
    if len(givers) + len(protected) < 2 or set(givers) & set(protected):
        raise UnknownName("a treaty wants two states at least")
    if protected:
        words = f"{_listed(givers, known, on)} guarantees {_listed(protected, known, on)}"
    else:
        words = f"{_listed(givers, known, on)} sign a treaty of mutual defence"
    made = f"supposed-{'-'.join((*givers, *protected)).lower()}"
    article = Article(
        "supposed clause",
        "guarantee" if protected else "mutual defence",
        f"Help against an armed attack, as supposed: {words}",
        ("an armed attack",),
    )
    treaty = Treaty(
        id=made,
        name=f"Supposed treaty: {words}",
        short=f"supposed treaty ({words})",
        aliases=(),
        signed=on,
        since=on,
        until="",
        counted_from="supposition",
        open=False,
        source="supposition of the question",
        note="",
        doubt="",
        between="no",
        between_note="a treaty between two does not bind either against itself",
        articles=(article,),
        where="supposed",
    )
    role: Role = "guarantor" if protected else "party"
    members = [Membership(made, s, role, on, "", "supposed", supposed=True) for s in givers]
    members += [Membership(made, s, "protected", on, "", "supposed", supposed=True) for s in protected]
    then = replace(known, by_id={**known.by_id, made: treaty}, memberships=known.memberships + tuple(members))
    return then, Supposition(words, "guarantees" if protected else "signs", (*givers, *protected), made)


def _the(treaty: Treaty) -> str:
    """The treaty's short name as it stands in a sentence."""
    return (
        f"the {treaty.short}" if treaty.short[:1].isupper() and not treaty.short.isupper() else treaty.short
    )
