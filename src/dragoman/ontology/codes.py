"""Party codes: ISO 3166-1 alpha-3, KOS for Kosovo, and PLOVER's UNO EUR IGO NGO ISM IMG MNC.

The list is `codes.tsv`; its heading says where codes and names come from.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from dragoman.ontology.plover import HERE, rows

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def codes() -> Mapping[str, str]:
    """Every party code with its name in English, states first by code, then those that are no states."""
    return MappingProxyType({row[0]: row[1] for row in rows(HERE / "codes.tsv")})


def is_code(code: str | None) -> bool:
    """Whether `code` is one that a party may carry."""
    return code in codes()


def code_name(code: str) -> str:
    """The name of a party code in English; KeyError if it is none."""
    return codes()[code]
