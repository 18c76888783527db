"""Who would be called on by which treaty article if one state attacked another; and what is no obligation.

    >>> answer = obligations("UKR", "RUS", "2022-01-27")
    >>> answer.summary
    'Nobody is bound by treaty to help Ukraine.'
    >>> answer = obligations("UKR", "RUS", "2022-01-27", suppose=["Ukraine joins NATO"])
    >>> len(answer.direct[0].callers), answer.direct[0].article
    (30, 'Art. 5')

Everything rests on the data of `dragoman.knowledge.treaties`: what is not there is not known here. An answer
says who may be called on and by what text. It does not say what anybody will do.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from dragoman.analysis.obligations_answer import Answer, Call, Caller, NotBound
from dragoman.analysis.obligations_rules import Attack, verdicts
from dragoman.analysis.suppositions import SuppositionError
from dragoman.analysis.suppositions import suppose as supposed
from dragoman.knowledge.treaties import treaties
from dragoman.knowledge.treaties.names import Named, UnknownName, capital, named, spoken
from dragoman.knowledge.treaties.pacts import Treaties, holds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from dragoman.analysis.suppositions import Supposition
    from dragoman.knowledge.treaties.pacts import Article, Invocation, Membership, Treaty

__all__ = ["Answer", "Call", "Caller", "NotBound", "QuestionError", "SuppositionError", "obligations"]

_NEAR = 400
"""Days on both sides of the date within which an article's being called on is told."""


class QuestionError(ValueError):
    """A question that names nobody, or no date; the message says which part and why."""


def obligations(
    attacked: str,
    by: str | Sequence[str] | None,
    on: str,
    suppose: Sequence[str] = (),
    knowledge: Path | str | Treaties | None = None,
    *,
    where: str | None = None,
) -> Answer:
    """Who would be called on by which article if `attacked` were attacked by `by` on an ISO date.

    Names are codes (`UKR`) or names ("Ukraine", "the Falklands"); `by` may be several, a group that is no
    state, or None for whoever it is. `where` is the place or sea of the attack if that is not the attacked
    state's home territory. `suppose` are sentences ("Ukraine joins NATO"). `knowledge` is a file of one's own
    treaties, which win over ours, or treaties that were read.

    QuestionError for who or when; SuppositionError for a supposition; DataError for a wrong file.
    """
    known = knowledge if isinstance(knowledge, Treaties) else treaties(knowledge)
    on = _day(on)
    who, attackers, at, notes = _question(attacked, by, where, known, on)
    known, wishes = supposed([suppose] if isinstance(suppose, str) else suppose, known, on)
    attack = Attack(on, who.state, attackers, at)
    return _answer(who, attack, known, wishes, notes)


def _answer(
    who: Named, attack: Attack, known: Treaties, wishes: tuple[Supposition, ...], notes: list[str]
) -> Answer:
    rosters = {treaty.id: known.roster(treaty.id, attack.on) for treaty in known.in_force(attack.on)}
    direct, consult, not_bound = _calls(attack, known, rosters)
    not_bound += _other_side(attack, known, rosters)
    not_bound += _not_now(attack, known, rosters)
    notes += [f"{wish.words}: {wish.note}" for wish in wishes if wish.note]
    return Answer(
        attacked=who,
        by=attack.attackers,
        on=attack.on,
        where=attack.where,
        suppositions=wishes,
        direct=_surest_first(direct),
        one_remove=_surest_first(_at_one_remove(direct, attack, known, rosters)),
        consult=tuple(consult),
        not_bound=tuple(not_bound),
        notes=tuple(dict.fromkeys(notes)),
        known=known,
    )


def _question(
    attacked: str, by: str | Sequence[str] | None, where: str | None, known: Treaties, on: str
) -> tuple[Named, tuple[Named, ...], Named | None, list[str]]:
    """Who is attacked, by whom, where, and what is to be said of the names."""
    wanted = [by] if isinstance(by, str) else list(by or ())
    part = "attacked"
    try:
        who = named(attacked, known, on)
        if not who.state:
            raise UnknownName(f"{who.name} is no state")
        part = "by"
        attackers = tuple(named(name, known, on) for name in wanted)
        part = "where"
        at = named(where, known, on, place_first=True) if where else None
    except UnknownName as error:
        raise QuestionError(f"{part}: {error}") from None
    if any(not a.state and not a.group for a in attackers):
        raise QuestionError("by: a sea attacks nobody")
    notes = [f"{n.name}: {n.note}" for n in (who, *attackers, *([at] if at else [])) if n.note]
    if at is None and who.place is not None:
        at = who
    if at is not None and at.place is None and at.state == who.state:
        at = None
    return who, attackers, at, notes


Rosters = dict[str, "dict[str, Membership]"]
"""Treaty → state → membership, of the treaties in force on the day."""


class Sorted(NamedTuple):
    """Articles by what they are for an attack."""

    direct: list[Call]
    consult: list[Call]
    not_bound: list[NotBound]


def _calls(attack: Attack, known: Treaties, rosters: Rosters) -> Sorted:
    """The articles that call for help, those that call for talks, and those that are no duty here."""
    found = Sorted([], [], [])
    ties = _ties(attack, known, rosters)
    for treaty_id, roster in rosters.items():
        treaty = known.by_id[treaty_id]
        victim = roster.get(attack.victim)
        if victim is None or victim.role == "guarantor":
            continue
        others = [m for m in roster.values() if m.role != "protected" and m.state != attack.victim]
        others = [m for m in others if m.state not in attack.by_states]
        for article in treaty.articles:
            if holds(article.since, article.until, attack.on):
                _sort(found, treaty, article, attack, roster, others, known, ties)
    return found


def _sort(
    found: Sorted,
    treaty: Treaty,
    article: Article,
    attack: Attack,
    roster: dict[str, Membership],
    others: list[Membership],
    known: Treaties,
    ties: dict[str, tuple[str, ...]],
) -> None:
    """Put an article where it belongs: duty to help, duty to talk, or no duty here."""
    codes = tuple(m.state for m in others)
    ruled = verdicts(treaty, article, attack, roster, known)
    against = [v.why for v in ruled if v.holds == "no"]
    if article.kind == "consultation":
        limited = article.only_against and not set(article.only_against) & set(attack.by_states)
        if others and not (limited and attack.attackers):
            found.consult.append(_call(treaty, article, attack, roster, others, known, {}))
    elif not article.binding:
        concerned = codes or tuple(c for c in roster if c != attack.victim)
        if concerned and not attack.within:
            broken = [spoken(known.name(c, attack.on)) for c in attack.by_states if c in roster]
            why = (
                f"{article.obliges}. {capital(' and '.join(broken))} gave it, too"
                if broken
                else article.obliges
            )
            found.not_bound.append(_not(treaty, article, concerned, why))
    elif not codes:
        inside = [spoken(known.name(c, attack.on)) for c in attack.by_states if c in roster]
        if inside and not attack.within:
            why = f"it binds nobody but the two: {capital(' and '.join(inside))} is the other party"
            found.not_bound.append(_not(treaty, article, (), why))
    elif against:
        found.not_bound.append(_not(treaty, article, codes, "; ".join(against)))
    else:
        gaps = {m.state: known.suspended(treaty.id, attack.victim, m.state, attack.on) for m in others}
        words = dict.fromkeys(gap.words for gap in gaps.values() if gap)
        if words:
            free = tuple(state for state, gap in gaps.items() if gap)
            found.not_bound.append(_not(treaty, article, free, "; ".join(words)))
        bound = [m for m in others if not gaps[m.state]]
        if bound:
            call = _call(treaty, article, attack, roster, bound, known, ties)
            doubts = tuple(v.why for v in ruled if v.holds == "doubt")
            asides = tuple(v.why for v in ruled if v.holds == "note")
            found.direct.append(replace(call, doubts=doubts + call.doubts, notes=asides + call.notes))


def _call(
    treaty: Treaty,
    article: Article,
    attack: Attack,
    roster: dict[str, Membership],
    bound: list[Membership],
    known: Treaties,
    ties: dict[str, tuple[str, ...]],
) -> Call:
    callers = []
    for member in bound:
        caveats = known.caveats_of(treaty.id, member.state, attack.on) if article.binding else []
        own = tuple(c.words for c in caveats if c.effect in ("doubt", "duty"))
        name = known.name(member.state, attack.on)
        callers.append(Caller(member.state, name, own, member.supposed, (), ties.get(member.state, ())))
    # A doubt about the attacked state's own membership touches all that the others owe it.
    name = known.name(attack.victim, attack.on)
    of_victim = known.caveats_of(treaty.id, attack.victim, attack.on) if article.binding else []
    return Call(
        treaty=treaty.id,
        short=treaty.short,
        name=treaty.name,
        article=article.name,
        kind=article.kind,
        obliges=article.obliges,
        conditions=article.conditions,
        area=article.area,
        callers=tuple(sorted(callers, key=lambda c: c.name)),
        doubts=tuple(f"{name}: {c.words}" for c in of_victim if c.effect == "doubt"),
        notes=(treaty.note,) if treaty.note else (),
        source=treaty.source,
        supposed=roster[attack.victim].supposed or treaty.counted_from == "supposition",
        invoked=tuple(_told(i) for i in _invocations(treaty, article, attack, known)),
    )


def _not(treaty: Treaty, article: Article, who: tuple[str, ...], why: str) -> NotBound:
    return NotBound(
        treaty.id, treaty.short, article.name, article.kind, tuple(sorted(who)), why, treaty.source
    )


def _ties(attack: Attack, known: Treaties, rosters: Rosters) -> dict[str, tuple[str, ...]]:
    """State → the treaties that bind it to help an attacker if that were attacked."""
    found: dict[str, tuple[str, ...]] = {}
    for treaty_id, roster in rosters.items():
        treaty = known.by_id[treaty_id]
        helped = [c for c in attack.by_states if c in roster and roster[c].role != "guarantor"]
        if helped and any(a.binding and holds(a.since, a.until, attack.on) for a in treaty.articles):
            for member in roster.values():
                if member.role != "protected":
                    found[member.state] = (*found.get(member.state, ()), treaty.short)
    return found


def _other_side(attack: Attack, known: Treaties, rosters: Rosters) -> list[NotBound]:
    """Treaties that bind others to the attacker: they hold if it is attacked, not if it attacks."""
    found = []
    if attack.within:
        return []
    for treaty_id, roster in rosters.items():
        treaty = known.by_id[treaty_id]
        article = next((a for a in treaty.articles if a.binding and holds(a.since, a.until, attack.on)), None)
        helped = [c for c in attack.by_states if c in roster and roster[c].role != "guarantor"]
        if article is None or not helped or attack.victim in roster:
            continue
        if article.only_against and attack.victim not in article.only_against:
            continue
        others = tuple(
            m.state for m in roster.values() if m.role != "protected" and m.state not in attack.by_states
        )
        if others:
            names = " and ".join(spoken(known.name(code, attack.on)) for code in helped)
            why = (
                f"it is for an attack on {names}, and here {names} attacks; force in answer to that is "
                f"self-defence (Art. 51 of the UN Charter), though {names} might claim otherwise if its own "
                "territory were struck"
            )
            found.append(_not(treaty, article, others, why))
    return found


def _not_now(attack: Attack, known: Treaties, rosters: Rosters) -> list[NotBound]:
    """Treaties that the attacked had left, had signed but not in force, or joined within three years."""
    found = []
    for m in known.memberships:
        treaty = known.by_id[m.treaty]
        if m.state != attack.victim or m.state in rosters.get(m.treaty, {}) or m.role == "guarantor":
            continue
        article = next((a for a in treaty.articles if a.binding), None)
        if article is None or holds("", article.until, attack.on) is False:
            continue
        name = known.name(attack.victim, attack.on)
        since, until = m.since or treaty.since, m.until or treaty.until
        if treaty.signed <= attack.on < since and not m.since:
            why = f"signed on {treaty.signed}, but in force only since {since}"
        elif until and until <= attack.on and holds("", treaty.until, attack.on):
            why = f"{name} has not been a party since {until}"
        elif until and _years(until, attack.on) in range(4):
            why = f"it ended on {until}"
        elif attack.on < since and _years(attack.on, since) < 3:
            why = f"{name} became a party only on {since}"
        else:
            continue
        found.append(NotBound(treaty.id, treaty.short, article.name, article.kind, (), why, treaty.source))
    return found


def _at_one_remove(direct: list[Call], attack: Attack, known: Treaties, rosters: Rosters) -> list[Call]:
    """What would be owed to those called on directly, if the attacker attacked them at home in turn."""
    first = dict.fromkeys(caller.code for call in direct for caller in call.callers)
    left_out = {attack.victim, *attack.by_states, *first}
    merged: dict[tuple[str, str], tuple[Call, dict[str, Caller]]] = {}
    for code in first:
        turned = replace(attack, victim=code, where=None)
        for call in _calls(turned, known, rosters).direct:
            callers = [c for c in call.callers if c.code not in left_out]
            if not callers:
                continue
            kept, found = merged.setdefault((call.treaty, call.article), (call, {}))
            if len(call.doubts) < len(kept.doubts):
                merged[call.treaty, call.article] = (call, found)
            for caller in callers:
                before = found.get(caller.code)
                through = (*before.through, code) if before else (code,)
                found[caller.code] = replace(caller, through=tuple(sorted(through)))
    sure = {c.code for call in direct if not call.doubts for c in call.callers if not c.doubts}
    made = []
    for call, found in merged.values():
        callers = [_hanging(c, sure, known, attack.on) for c in found.values()]
        made.append(replace(call, callers=tuple(sorted(callers, key=lambda c: c.name)), invoked=()))
    return made


def _hanging(caller: Caller, sure: set[str], known: Treaties, on: str) -> Caller:
    """A caller at one remove, in doubt where all in whose defence it would act are so themselves."""
    if sure & set(caller.through):
        return caller
    through = ", ".join(known.name(code, on) for code in caller.through)
    return replace(caller, doubts=(*caller.doubts, f"hangs on {through}, itself called on in doubt"))


def _surest_first(calls: Iterable[Call]) -> tuple[Call, ...]:
    return tuple(sorted(calls, key=lambda c: (bool(c.doubts), -len(c.callers), c.short)))


def _invocations(treaty: Treaty, article: Article, attack: Attack, known: Treaties) -> Iterable[Invocation]:
    at = date.fromisoformat(attack.on)
    for invocation in known.invocations:
        near = abs((date.fromisoformat(invocation.day) - at).days) <= _NEAR
        found = (invocation.treaty, invocation.article, invocation.attacked)
        if near and found == (treaty.id, article.name, attack.victim):
            yield invocation


def _told(invocation: Invocation) -> str:
    return f"{invocation.day}: {invocation.what} ({invocation.source})"


def _years(start: str, end: str) -> int:
    return int(end[:4]) - int(start[:4])


def _day(on: str) -> str:
    try:
        return date.fromisoformat(str(on)).isoformat()
    except ValueError:
        raise QuestionError(f"on: {on!r} is no date: write it as 2022-01-27") from None
