"""Canonical names for parties that a description names: "Ugandan soldiers" is the Ugandan army."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.knowledge.entries import HeadNoun, Office, Resolution
    from dragoman.knowledge.sectors import Owner
    from dragoman.knowledge.world import World

GOVERNMENT = frozenset(
    {"government", "state", "nation", "country", "republic", "kingdom", "side", "capital", "power"}
)
"""Nouns that with a country name that country."""

ARMY = frozenset(
    {"soldier", "soldiers", "troops", "army", "serviceman", "servicemen", "ground forces", "ground troops"}
)


def adjective(world: World, owner: Owner) -> str:
    """The adjective of a party: "Kenyan", "NATO"; a written one as it is written."""
    if owner.written and not owner.possessive:
        return owner.written
    country = world.countries.get(owner.code or "")
    if country is not None and owner.kind in ("country", "government"):
        return country.adjective
    return owner.name


_WITH_ARTICLE = (
    "United ",
    "Central African",
    "Czech Republic",
    "Dominican Republic",
    "Democratic Republic",
    "Republic ",
)
_PLURAL_NAMES = frozenset(
    {
        "Netherlands",
        "Philippines",
        "Bahamas",
        "Maldives",
        "Comoros",
        "Gambia",
        "Seychelles",
        "Solomon Islands",
        "Marshall Islands",
        "Cayman Islands",
        "Falkland Islands",
        "Faroe Islands",
        "European Union",
        "African Union",
        "Palestinian Authority",
    }
)


def of_name(name: str) -> str:
    """A name after "of", with the article that English wants: "the United States"."""
    return f"the {name}" if name.startswith(_WITH_ARTICLE) or name in _PLURAL_NAMES else name


def joined(members: Sequence[Resolution]) -> str:
    """Names of a coordination: "Kenya, Uganda and Rwanda"."""
    names = [member.name for member in members]
    return " and ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])} and {names[-1]}"


def _lowered(words: list[str]) -> str:
    return " ".join(w if w.isupper() and len(w) > 1 else w.lower() for w in words)


def office_name(
    world: World,
    front: list[str],
    base: list[str],
    complement: list[str],
    office: Office,
    owner: Owner | None,
    plural: bool,
) -> str:
    """ "president of Peru", "Turkish ambassador to Greece", "secretary general of NATO"."""
    title = _lowered([*front, *base])
    tail = f" {' '.join(complement)}" if complement else ""
    if owner is None:
        return title + tail
    of_owner = complement[:1] == ["of"] and owner.possessive
    if owner.kind == "country" and (office.unique or owner.possessive) and not plural and not tail:
        return f"{title} of {of_name(owner.name)}"
    if owner.kind == "country":
        lead = f"{_lowered(front)} " if front else ""
        return f"{lead}{adjective(world, owner)} {_lowered(base)}{'' if of_owner else tail}"
    return f"{adjective(world, owner)} {title}{tail}"


def head_name(
    world: World,
    front: list[str],
    base: list[str],
    complement: list[str],
    head: HeadNoun,
    text: str,
    owner: Owner | None,
) -> str:
    """ "Ugandan army", "interior ministry of Madagascar", "Kenyan fishermen"."""
    tail = f" {' '.join(complement)}" if complement else ""
    if owner is None:
        return " ".join([*front, *base]) + tail
    words = len(front) + len(base)
    alone = words == len(text.split())
    if owner.kind == "country":
        if alone and text in GOVERNMENT:
            return owner.name
        if alone and text in ARMY and not tail:
            return f"{adjective(world, owner)} army"
        if (
            head.kind == "institution"
            and head.sector[0] in ("GOV", "JUD", "LEG", "BUS", "EDU")
            and len(head.sector) == 1
        ) and (owner.possessive or owner.from_home):
            if tail:
                return f"{' '.join(base)}{tail} of {of_name(owner.name)}"
            return f"{_lowered(base)} of {of_name(owner.name)}"
    shown = _lowered(base) if owner.possessive or owner.from_home else " ".join(base)
    return " ".join(part for part in (" ".join(front), adjective(world, owner), shown + tail) if part)
