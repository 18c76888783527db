"""Whether an attack is one that an article speaks of: by whom, on what, where, and between whom.

Each rule gives a `Verdict`: the article holds, holds in doubt, or does not hold, and why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dragoman.knowledge.treaties.names import capital, spoken
from dragoman.knowledge.treaties.pacts import holds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dragoman.knowledge.treaties.names import Named
    from dragoman.knowledge.treaties.pacts import Article, Membership, Treaties, Treaty


@dataclass(frozen=True, slots=True)
class Attack:
    """An armed attack: on a state, by whom, where (None: on its home territory), on which ISO date."""

    on: str
    victim: str
    attackers: tuple[Named, ...]
    where: Named | None = None

    @property
    def by_states(self) -> tuple[str, ...]:
        """The codes of the attackers that are states."""
        return tuple(a.state for a in self.attackers if not a.group)

    @property
    def by_groups(self) -> tuple[str, ...]:
        """The names of the attackers that are none."""
        return tuple(a.name for a in self.attackers if a.group)

    @property
    def within(self) -> bool:
        """Whether attacker and attacked are one: unrest, not an attack from outside."""
        return self.victim in self.by_states


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule found. `note` is no doubt, but worth telling."""

    holds: Literal["no", "doubt", "note"]
    why: str


Roster = dict[str, "Membership"]


def verdicts(
    treaty: Treaty, article: Article, attack: Attack, roster: Mapping[str, Membership], known: Treaties
) -> list[Verdict]:
    """All that stands against an article's holding for an attack; nothing: it plainly holds."""
    found = [
        *_by_whom(treaty, article, attack, roster, known),
        *_where(article, attack, roster, known),
        *_who_began(attack, known),
    ]
    if treaty.doubt:
        found.append(Verdict("doubt", treaty.doubt))
    if treaty.counted_from not in ("entry into force", "supposition"):
        found.append(Verdict("note", f"counted from its {treaty.counted_from}, {treaty.since}"))
    return found


def _by_whom(
    treaty: Treaty, article: Article, attack: Attack, roster: Mapping[str, Membership], known: Treaties
) -> Iterator[Verdict]:
    names = {code: known.name(code, attack.on) for code in attack.by_states}
    if attack.within:
        yield Verdict("no", "what happens within one state is no attack from outside")
        return
    if attack.attackers and article.only_against and not set(names) & set(article.only_against):
        against = " or ".join(known.name(code, attack.on) for code in article.only_against)
        yield Verdict("no", f"it is about {against} alone")
    if article.attackers == "non-state" and not attack.by_groups:
        why = "it is about terrorist attacks and disasters, not about an attack by a state"
        yield Verdict("no" if names else "doubt", why)
    if attack.by_groups and not names and article.attackers != "non-state":
        known_practice = article.non_state or "whether that counts is for the parties to say"
        yield Verdict("doubt", f"the attacker is no state: {known_practice}")
    inside = [code for code in names if code in roster and roster[code].role != "protected"]
    if inside:
        who = capital(" and ".join(spoken(names[code]) for code in inside))
        verb = "is" if len(inside) == 1 else "are"
        note = treaty.between_note or "the text does not say what holds between its parties"
        if treaty.between == "no":
            yield Verdict("no", f"{who} {verb} bound by it, too: {note}")
        else:
            yield Verdict(
                "doubt" if treaty.between == "unclear" else "note", f"{who} {verb} bound by it, too: {note}"
            )


def _where(
    article: Article, attack: Attack, roster: Mapping[str, Membership], known: Treaties
) -> Iterator[Verdict]:
    where = attack.where
    if where is None or (where.state == attack.victim and not article.covers):
        words = article.home.get(attack.victim)
        if words:
            yield Verdict("no" if words.startswith("no: ") else "doubt", words.partition(": ")[2])
    if where is None:
        return
    if where.state and where.state in attack.by_states:
        yield Verdict("no", f"{where.name} is the attacker's own territory as most states see it")
        return
    if where.state and where.state != attack.victim:
        if where.state in roster and where.state not in article.home:
            return
        if article.forces_abroad != "yes":
            limit = article.area or "the text does not name forces in other states"
            host = known.name(where.state, attack.on)
            yield Verdict(
                "no" if article.forces_abroad == "no" else "doubt",
                f"an attack on forces in {host} and not on home territory; {limit}",
            )
        return
    if where.place is None:
        return
    tags = where.place.tags
    note = f" ({where.place.note})" if where.place.note else ""
    limit = article.area or "the text names no such place"
    if tags & article.doubtful:
        yield Verdict("doubt", f"whether {where.name}{note} counts is argued; {limit}")
    elif article.covers and not tags & article.covers:
        yield Verdict("no", f"{where.name} lies outside{note}; {limit}")
    elif "held by others" in tags:
        yield Verdict("doubt", f"{where.name} is {where.place.note}")


def _who_began(attack: Attack, known: Treaties) -> Iterator[Verdict]:
    for war in known.aggressions:
        if (
            war.attacker == attack.victim
            and war.attacked in attack.by_states
            and holds(war.since, war.until, attack.on)
        ):
            name = known.name(attack.victim, attack.on)
            yield Verdict(
                "doubt",
                f"the United Nations named {name}'s own act {war.what} ({war.source}): what is done against "
                "it in that war may be self-defence, and no attack in the treaty's sense",
            )
