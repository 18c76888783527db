"""Which countries have an office: kingdoms have no president, and few countries a chancellor."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_FILE = Path(__file__).parent / "parties" / "constitutions.tsv"


@cache
def offices() -> Mapping[str, tuple[bool, frozenset[str]]]:
    """Office → whether the codes are the only ones that have it, else those that have not, and the codes."""
    made: dict[str, tuple[bool, frozenset[str]]] = {}
    rows = [line for line in _FILE.read_text("utf-8").splitlines() if line and line[0] != "#"]
    for number, row in enumerate(rows[1:], 1):
        fields = row.split("\t")
        if len(fields) != 3 or fields[1] not in ("only", "not") or fields[0] in made:
            raise ValueError(f"{_FILE.name}, row {number}: not an office of its own, only or not, countries")
        made[fields[0]] = fields[1] == "only", frozenset(fields[2].split())
    return made


def without_office(office: str | None, countries: Iterable[str]) -> frozenset[str]:
    """Those of `countries` (ISO 3166-1 alpha-3) that have no such office.

    >>> sorted(without_office("president", ["CAN", "USA"]))
    ['CAN']
    """
    only, named = offices().get((office or "").lower(), (False, frozenset[str]()))
    return frozenset(code for code in countries if (code in named) != only)
