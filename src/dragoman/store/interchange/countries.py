"""Countries as data sets name them (names, FIPS 10-4, ISO numbers, CAMEO's letters), to party codes."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from dragoman import ontology
from dragoman.ontology.plover import rows

if TYPE_CHECKING:
    from collections.abc import Mapping

CODES = Path(__file__).parent / "codes"
_BRACKETS = re.compile(r"\s*\([^()]*\)")


@cache
def by_fips() -> Mapping[str, str]:
    """FIPS 10-4 → party code."""
    return MappingProxyType(
        {fips: row[0] for row in rows(CODES / "countries.tsv") for fips in row[1].split()}
    )


@cache
def to_fips() -> Mapping[str, str]:
    """Party code → the FIPS 10-4 code in force, for exports."""
    return MappingProxyType(
        {row[0]: row[1].split()[0] for row in rows(CODES / "countries.tsv") if row[1].strip()}
    )


@cache
def by_number() -> Mapping[int, str]:
    """ISO 3166-1 numeric → party code."""
    return MappingProxyType(
        {int(row[2]): row[0] for row in rows(CODES / "countries.tsv") if len(row) > 2 and row[2]}
    )


@cache
def _names() -> Mapping[str, str]:
    return MappingProxyType({row[0].lower(): row[1] for row in rows(CODES / "country_names.tsv")})


@cache
def _official() -> Mapping[str, str]:
    states = (code for code in ontology.codes() if code not in NO_STATES)
    return MappingProxyType({ontology.code_name(code).lower(): code for code in states})


NO_STATES = frozenset(("UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"))
"""The party codes that are no state's."""


@cache
def country_code(name: str | None) -> str | None:
    """The code of the country of this name, or of this alpha-3 code; None for anything else.

    >>> country_code("Russian Federation"), country_code("Myanmar (Burma)"), country_code("FRA")
    ('RUS', 'MMR', 'FRA')
    >>> country_code("Atlantis"), country_code("Europe")
    (None, None)
    """
    if name is None:
        return None
    text = " ".join(name.split())
    if re.fullmatch("[A-Z]{3}", text) and ontology.is_code(text):
        return text if text not in NO_STATES else None
    for one in dict.fromkeys((text, _BRACKETS.sub("", text))):
        found = _names().get(one.lower()) or _official().get(one.lower()) or _known(one)
        if found:
            return found
    return None


def _known(name: str) -> str | None:
    """What the tables of parties say: a name of a state, not of its people."""
    from dragoman.knowledge.world import world

    for entry in world().lookup(name):
        if entry.kind == "country" and entry.form in ("name", "acronym") and not entry.ambiguous:
            return entry.code
    return None


@cache
def from_fips(code: str | None) -> str | None:
    """The party code of a FIPS 10-4 code; None for an unknown one."""
    return by_fips().get(code.upper()) if code else None
