"""Actors as data sets write them, to party codes and PLOVER sectors."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from dragoman import ontology
from dragoman.ontology.plover import rows
from dragoman.store.interchange.countries import CODES, NO_STATES, country_code

if TYPE_CHECKING:
    from collections.abc import Iterable

_BRACKETED = re.compile(r"^(?P<what>.*?)\s*\((?P<where>[^()]*)\)\s*$")
_FORCES = re.compile(
    r"^(?:(?P<what>Military|Police|Government|Mutiny of) (?:Forces )?of|Government of)\s+(?P<where>.+)$"
)
_BODIES = ("organisation", "group", "government")
_PARTS = re.compile(r"\s+[-/]\s+|:\s+|\s+\(")


class Coded(NamedTuple):
    """What codes say of an actor: party code and sectors."""

    code: str | None
    sector: tuple[str, ...]


@cache
def _countries() -> dict[str, str]:
    """CAMEO's country code → party code, "" for a region."""
    return {row[0]: row[1] for row in rows(CODES / "cameo_countries.tsv")}


@cache
def _groups() -> dict[str, Coded]:
    return {row[0]: Coded(row[1] or None, tuple(row[2].split())) for row in rows(CODES / "cameo_groups.tsv")}


@cache
def _roles() -> dict[str, Coded]:
    return {row[0]: Coded(row[2] or None, tuple(row[1].split())) for row in rows(CODES / "cameo_roles.tsv")}


@cache
def roles_back() -> dict[str, str]:
    """PLOVER sector → CAMEO role, for exports."""
    return {row[1]: row[0] for row in rows(CODES / "cameo_roles.tsv") if row[3] == "yes"}


@cache
def countries_back() -> dict[str, str]:
    """Party code → CAMEO's country code, where that is not the same."""
    return {"ROU": "ROM", "KOS": "KSV", "TLS": "TMP"}


def cameo_country(code: str | None) -> str | None:
    """The party code of CAMEO's code of a country; None for regions and what is no country."""
    if not code:
        return None
    if code in _countries():
        return _countries()[code] or None
    return code if ontology.is_code(code) and code not in NO_STATES else None


@cache
def cameo_actor(
    whole: str | None,
    country: str | None = None,
    group: str | None = None,
    roles: tuple[str, ...] = (),
) -> Coded:
    """An actor's CAMEO codes: `whole` (`RUSMIL`), or its pieces where a file has them apart.

    A country's code wins, then a known group's, then that of a role that is a party of its own (NGO, MNC).

    >>> cameo_actor("RUSMIL"), cameo_actor("IGOUNO").code, cameo_actor(None, "EUR", "EEC").code
    (Coded(code='RUS', sector=('MIL',)), 'UNO', 'EUR')
    >>> cameo_actor("MED"), cameo_actor("WST")
    (Coded(code=None, sector=('JRN',)), Coded(code=None, sector=()))
    """
    text = (whole or "").strip().upper()
    pieces = [text[at : at + 3] for at in range(0, len(text), 3)]
    if country is None and pieces and _is_country(pieces[0]):
        country = pieces[0]
    home = country if _is_country(country) else None
    # In files that have the pieces apart, NGO and the like may stand where a country would.
    told = [group, None if home else country, *(roles or pieces)]
    said = [found for piece in told if piece != home and (found := _meaning(piece))]
    sectors = tuple(dict.fromkeys(sector for found in said for sector in found.sector))
    # IGO with UNO is the UNO: what names one party beats what names a kind.
    codes = sorted((found.code for found in said if found.code), key=lambda code: code in _KINDS)
    return Coded(cameo_country(home) or (codes[0] if codes else None), sectors)


_KINDS = ("IGO", "NGO", "IMG", "ISM", "MNC")


def _is_country(code: str | None) -> bool:
    return code is not None and (code in _countries() or cameo_country(code) is not None)


def _meaning(piece: str | None) -> Coded | None:
    """What three letters say of an actor, other than its country."""
    return (_groups().get(piece) or _roles().get(piece)) if piece else None


def bracketed(name: str) -> tuple[str, str | None]:
    """A name and what stands in brackets after it: `Citizen (Chad)`."""
    match = _BRACKETED.match(name)
    return (match["what"], match["where"]) if match else (name, None)


@cache
def named(name: str) -> Coded:
    """What a name says of itself: a country in brackets or after "of", else a party that is known.

    >>> named("Military Forces of Kenya (2022-)"), named("Protesters (India)").code, named("Boko Haram").code
    (Coded(code='KEN', sector=('MIL',)), 'IND', 'NGA')
    """
    what, where = bracketed(name)
    home = country_code(where) if where else None
    match = _FORCES.match(what)
    if match:
        # "Yemen (2016-) Supreme Political Council": what governs the country's forces comes last.
        code = country_code(match["where"]) or country_code(match["where"].split(" (")[0]) or home
        sector = {"Military": "MIL", "Police": "COP"}.get(match["what"] or "", "GOV")
        return Coded(code, (sector,))
    whole = country_code(name)
    if whole:
        return Coded(whole, ())
    found = _known(name)
    if found is not None:
        return Coded(found.code or home, found.sector)
    return Coded(home, _described(what) if home else ())


def _described(what: str) -> tuple[str, ...]:
    """The sectors of those whom a noun describes: farmers, journalists."""
    from dragoman.knowledge.world import world

    found = world().resolve(what)
    return tuple(found.sector) if found is not None and found.form == "description" else ()


def _known(name: str) -> Coded | None:
    """The organisation or group of this name, or of its first part, in the tables of parties."""
    from dragoman.knowledge.world import world

    tried = dict.fromkeys((name, *(part.strip(" )") for part in _PARTS.split(name))))
    for one in tried:
        found = [e for e in (world().lookup(one) if len(one) > 1 else ()) if e.kind in _BODIES]
        # A name in a column of actors is no common word, so what matters is that all readings agree.
        if found and len({entry.code for entry in found}) == 1:
            return Coded(found[0].code, tuple(found[0].sector))
    return None


def sectors_of(texts: Iterable[str], table: str) -> tuple[str, ...]:
    """The sectors that a table of words (`icews_sectors`) finds in texts, each once, in their order."""
    found = [said for text in texts if (said := _sector(text.lower().strip(), table))]
    exact = [sector for sector, general in found if not general]
    return tuple(dict.fromkeys(exact or [sector for sector, _ in found]))


@cache
def _sector(text: str, table: str) -> tuple[str, bool] | None:
    """The sector that a text names, and whether that is a general one, over finer ones."""
    for words, sector, general in _words(table):
        if text == words if general else re.search(rf"(?<!\w){re.escape(words)}", text):
            return sector, general
    return None


@cache
def _words(table: str) -> tuple[tuple[str, str, bool], ...]:
    return tuple((row[0], row[1], row[2:3] == ["general"]) for row in rows(CODES / f"{table}.tsv"))


def plover_sectors(text: str | None) -> tuple[str, ...]:
    """The PLOVER sectors in a list of them, whatever stands between; others are left out."""
    if text is None:
        return ()
    known = ontology.load().sectors
    return tuple(dict.fromkeys(s for s in re.findall(r"[A-Z]{3}", text.upper()) if s in known))
