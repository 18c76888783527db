"""The records of an answer about obligations: who is called on, by what, and what is no duty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragoman.knowledge.treaties.names import spoken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragoman.analysis.suppositions import Supposition
    from dragoman.knowledge.treaties import Treaties
    from dragoman.knowledge.treaties.names import Named


@dataclass(frozen=True, slots=True)
class Caller:
    """A state that an article calls on."""

    code: str
    name: str
    doubts: tuple[str, ...] = ()
    """Why it is less than plain that it is bound."""
    supposed: bool = False
    """Whether it is bound by supposition only."""
    through: tuple[str, ...] = ()
    """At one remove: the codes of those in whose defence it would be called on."""
    also_bound_to: tuple[str, ...] = ()
    """Treaties that bind it to the attacker as well."""

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "code": self.code,
            "name": self.name,
            "doubts": list(self.doubts),
            "supposed": self.supposed,
            "through": list(self.through),
            "also_bound_to": list(self.also_bound_to),
        }


@dataclass(frozen=True, slots=True)
class Call:
    """One article, and whom it calls on."""

    treaty: str
    short: str
    name: str
    article: str
    kind: str
    obliges: str
    conditions: tuple[str, ...]
    area: str
    callers: tuple[Caller, ...]
    doubts: tuple[str, ...]
    """What makes it less than plain that the article holds for this attack."""
    notes: tuple[str, ...]
    source: str
    supposed: bool
    """Whether it rests on a supposition: the treaty itself, or the attacked state's being in it."""
    invoked: tuple[str, ...]
    """When it was called on for this state about that time, and what came of it."""

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        plain = {
            name: getattr(self, name)
            for name in "treaty short name article kind obliges area source supposed".split()
        }
        lists = {name: list(getattr(self, name)) for name in ("conditions", "doubts", "notes", "invoked")}
        return plain | lists | {"callers": [caller.to_dict() for caller in self.callers]}


@dataclass(frozen=True, slots=True)
class NotBound:
    """What is no obligation to help here, though it may be taken for one."""

    treaty: str
    short: str
    article: str
    kind: str
    who: tuple[str, ...]
    """Codes of those that it concerns."""
    why: str
    source: str

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        names = "treaty short article kind why source".split()
        return {name: getattr(self, name) for name in names} | {"who": list(self.who)}


@dataclass(frozen=True, slots=True)
class Answer:
    """Who is called on if one is attacked by others on a day."""

    attacked: Named
    by: tuple[Named, ...]
    on: str
    where: Named | None
    suppositions: tuple[Supposition, ...]
    direct: tuple[Call, ...]
    """Articles under which help is owed to the attacked."""
    one_remove: tuple[Call, ...]
    """Articles under which help would be owed to those called on directly, if they were attacked in turn."""
    consult: tuple[Call, ...]
    """Articles under which talks are owed, and no help."""
    not_bound: tuple[NotBound, ...]
    notes: tuple[str, ...]
    known: Treaties
    """The treaties as they were, or were supposed to be."""

    @property
    def called(self) -> tuple[str, ...]:
        """The codes of those called on directly, each once, sorted."""
        return tuple(sorted({caller.code for call in self.direct for caller in call.callers}))

    @property
    def plainly_called(self) -> tuple[str, ...]:
        """The codes of those called on directly by an article without any doubt, for them or at all."""
        plain = {c.code for call in self.direct if not call.doubts for c in call.callers if not c.doubts}
        return tuple(sorted(plain))

    @property
    def called_at_one_remove(self) -> tuple[str, ...]:
        """The codes of those called on only if a state called on directly were attacked in turn."""
        return tuple(sorted({caller.code for call in self.one_remove for caller in call.callers}))

    @property
    def summary(self) -> str:
        """The answer in a sentence or two."""
        victim = spoken(self.known.name(self.attacked.state, self.on))
        if any(not who.group and who.state == self.attacked.state for who in self.by):
            return f"No treaty of defence is for this: {victim} would be attacker and attacked in one."
        total, plain, more = len(self.called), len(self.plainly_called), len(self.called_at_one_remove)
        if not total:
            return f"Nobody is bound by treaty to help {victim}."
        texts = list(dict.fromkeys(f"{call.short} ({call.article})" for call in self.direct))
        shown = ", ".join(texts[:3]) + (f" and {len(texts) - 3} more" if len(texts) > 3 else "")
        told = f"{_states(total)} would be called on to help {victim}, by {shown}"
        if not plain:
            told += "; that is in doubt" + (" for all of them" if total > 1 else "")
        elif plain < total:
            told += f"; for {total - plain} of them that is in doubt"
        if more:
            told += f". {_states(more)} more would be only if one of those were attacked in turn"
        return told + "."

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, which `docs/obligations.md` describes."""
        return {
            "attacked": _named_dict(self.attacked, self.known, self.on),
            "by": [_named_dict(who, self.known, self.on) for who in self.by],
            "on": self.on,
            "where": self.where.name if self.where else None,
            "suppose": [s.to_dict() for s in self.suppositions],
            "summary": self.summary,
            "direct": [call.to_dict() for call in self.direct],
            "one_remove": [call.to_dict() for call in self.one_remove],
            "consult": [call.to_dict() for call in self.consult],
            "not_bound": [not_bound.to_dict() for not_bound in self.not_bound],
            "notes": list(self.notes),
        }


def _states(count: int) -> str:
    return "One state" if count == 1 else f"{count} states"


def _named_dict(who: Named, known: Treaties, on: str) -> Mapping[str, Any]:
    return {
        "code": who.state or None,
        "name": who.name,
        "state": known.name(who.state, on) if who.state else None,
        "place": who.place.name if who.place else None,
        "is_state": not who.group,
    }
