"""Which sectors a description gives: from its noun or title, what stands before it, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.knowledge.entries import SPECIAL_CODES, HeadNoun, Office

if TYPE_CHECKING:
    from dragoman.knowledge.world import World

_STATE = frozenset({"GOV", "MIL", "COP", "SPY", "JUD", "LEG", "ELI"})
_ARMED = frozenset({"REB", "PRM", "UAF", "CRM"})
_GOVERNMENTS = frozenset(
    {
        "government",
        "governments",
        "minister",
        "ministers",
        "member state",
        "member states",
        "member country",
        "member countries",
        "members",
        "member",
        "ally",
        "allies",
        "capitals",
        "countries",
        "nations",
        "foreign minister",
        "foreign ministers",
        "defence ministers",
        "defense ministers",
        "finance ministers",
        "interior ministers",
        "states",
    }
)
_KIN = frozenset("wife husband son daughter family widow brother sister mother father relative child".split())
_RULING = (("GOV",), ("ELI",))
_KEEPERS = frozenset(
    {"peacekeeper", "peacekeepers", "blue helmets", "peacekeeping force", "peacekeeping forces"}
)


@dataclass(slots=True)
class Owner:
    """Whose a party is."""

    name: str
    code: str | None
    sector: tuple[str, ...]
    kind: str
    written: str = ""
    """The word that names it, if it stands before the noun: "Turkish"."""
    possessive: bool = False
    from_home: bool = False
    ambiguous: bool = False
    source: str = ""
    """Data file and row."""


def office_sector(office: Office, owner: Owner | None) -> tuple[str, ...]:
    """The sectors of an office-holder: the office says them, or the organisation that it belongs to."""
    if office.former or owner is None:
        return office.sector
    if owner.kind in ("organisation", "group") and (
        office.inherits or (office.sector[0] in _STATE and not _state_like(owner))
    ):
        return owner.sector or office.sector
    return with_pre(office.sector, owner)


def _state_like(owner: Owner) -> bool:
    return owner.code not in SPECIAL_CODES and owner.sector[:1] == ("GOV",)


def _of_states(text: str, owner: Owner) -> bool:
    """Whether a noun with an organisation of states means those states: "EU governments", "NATO members"."""
    return text in _GOVERNMENTS and owner.code in SPECIAL_CODES and "IGO" in owner.sector


def with_pre(sector: tuple[str, ...], owner: Owner | None) -> tuple[str, ...]:
    """The sectors, and PRE where the owner is a partially recognised entity."""
    return (*sector, "PRE") if owner and "PRE" in owner.sector and "PRE" not in sector else sector


def find_head(world: World, words: list[str]) -> tuple[HeadNoun, str] | None:
    """The longest known noun at the end of the words."""
    for start in range(max(0, len(words) - 4), len(words)):
        text = " ".join(words[start:])
        head = world.heads.get(text)
        if head is not None:
            return head, text
    last = words[-1].rpartition("-")[2]
    known = last == words[-1] or words[-1] in world.titles.generic or words[-1] in world.titles.offices
    head = None if known else world.heads.get(last)
    return (head, words[-1]) if head is not None else None


def domain_noun(world: World, words: list[str]) -> tuple[str, ...] | None:
    """The sector of the nearest word before a head that says one: "rebel" in "rebel forces"."""
    for end in range(len(words), 0, -1):
        for start in range(max(0, end - 3), end):
            text = " ".join(words[start:end])
            domain = world.titles.domains.get(text)
            if domain is not None:
                return domain
            head = world.heads.get(text)
            if head is not None and not head.inherits and head.weight:
                return head.sector
    return None


def head_sector(
    world: World, head: HeadNoun, text: str, before: list[str], owner: Owner | None, complement: list[str]
) -> tuple[str, ...]:
    """The sectors of whom a common noun names: its own, or those of its owner, of the words `before` it, or
    of its `complement` ("spokesman for the army")."""
    if any(w in world.titles.past or w.startswith("ex-") for w in before) and head.kind == "people":
        return ("ELI",) if head.sector[0] in _STATE else head.sector
    domain = domain_noun(world, before)
    sector = head.sector
    if sector == ("OPP",) and complement:
        inside = domain_noun(world, [w.lower() for w in complement[1:]])
        sector = ("OPP", "LEG") if inside == ("LEG",) else sector
    if head.inherits:
        if domain is None and complement[:1] in (["of"], ["for"], ["in"], ["to"]):
            domain = domain_noun(world, [w.lower() for w in complement[1:]])
        if domain is not None:
            sector = domain
        elif owner is not None and owner.kind in ("organisation", "group") and not _of_states(text, owner):
            return owner.sector or sector
    elif domain is not None:
        sector = _qualified(head, sector, domain)
    if owner is not None and owner.kind == "person" and head.noun in _KIN and owner.sector[:1] in _RULING:
        return ("ELI",)
    if owner is None or owner.kind not in ("organisation", "group"):
        return with_pre(sector, owner)
    if _of_states(text, owner):
        return ("GOV",)
    if owner.code in SPECIAL_CODES:
        if sector[0] == "MIL" and text not in _KEEPERS and owner.sector[:1] == ("IGO",):
            return sector
        return owner.sector if sector[0] in _STATE or sector[0] in _ARMED or sector[0] == "BUS" else sector
    uniformed = bool(owner.sector) and owner.sector[0] in (*_ARMED, "SPY", "COP", "MIL", "PTY", "JUD")
    if uniformed and sector[0] in (*(_STATE - {"LEG"}), *_ARMED):
        return owner.sector
    return sector


def _qualified(head: HeadNoun, sector: tuple[str, ...], domain: tuple[str, ...]) -> tuple[str, ...]:
    """What an adjectival noun does to a head of its own sector: "rebel forces", "opposition protesters"."""
    if domain[0] == "OPP" and "OPP" not in sector:
        return (*sector, "OPP")
    if domain[0] in _ARMED and sector[0] in ("MIL", "GOV", "COP"):
        return domain
    if domain[0] in ("COP", "SPY") and sector == ("MIL",) and head.kind != "people":
        return domain
    if domain[0] in ("JUD", "MIL", "COP", "LEG", "SPY") and sector == ("GOV",) and head.kind == "institution":
        return domain
    return sector
