"""CAMEO codes as files have them, to PLOVER codings."""

from __future__ import annotations

import re
from functools import cache

from dragoman import ontology
from dragoman.ontology.plover import rows
from dragoman.store.interchange.coded import Coding
from dragoman.store.interchange.countries import CODES

ROOTS = 20
"""CAMEO has 20 root categories, 01 to 20."""
_CODE = re.compile(r"\d{1,4}")


@cache
def _appeals() -> dict[str, str]:
    return {row[0]: row[1] for row in rows(CODES / "appeals.tsv")}


def full_code(code: str, root: str | None = None) -> str:
    """The code with the zero that a spreadsheet took away, at least three digits long.

    `root` is the root category, if the file tells it. Without it, two digits are taken to have lost a zero:
    published files give a root as three (`190`).

    >>> full_code("42"), full_code("10"), full_code("10", "10"), full_code("311"), full_code("0311")
    ('042', '010', '100', '0311', '0311')

    Raises ValueError for what is no CAMEO code.
    """
    code = code.removesuffix(".0")
    if not _CODE.fullmatch(code):
        raise ValueError(f"{code!r} is no CAMEO code")
    if root is not None and root.isdigit():
        want = f"{int(root):02d}"
        if not code.startswith(want) and ("0" + code).startswith(want):
            code = "0" + code
    elif not 1 <= int(code[:2]) <= ROOTS or (len(code) <= 2 and not code.startswith("0")):
        code = "0" + code
    if len(code) == 2:
        code += "0"
    if not 1 <= int(code[:2]) <= ROOTS or not 3 <= len(code) <= 4:
        raise ValueError(f"{code!r} is no CAMEO code")
    return code


@cache
def coding(code: str | None, root: str | None = None) -> Coding:
    """The coding of a CAMEO code; without a type for plain speech (01), which PLOVER does not code.

    Raises ValueError for what is no CAMEO code.

    >>> coding("0871").type, coding("0233").mode, coding("010").type
    ('RETREAT', ('assist',), None)
    """
    if code is None:
        raise ValueError("no event code")
    full = full_code(code, root)
    known = full
    while len(known) > 3 and known.startswith("02") and known not in _appeals():
        known = known[:-1]
    found = ontology.to_plover(_appeals().get(known, full))
    if found is None:
        if full.startswith(("01", "02")):
            return Coding(code, None, cameo=full)
        raise ValueError(f"{code!r} is no CAMEO code")
    return Coding(code, found.type, found.mode, found.context, full)


def code_of(
    type: str | None, mode: tuple[str, ...], context: tuple[str, ...], cameo: str | None
) -> str | None:
    """The CAMEO code to write for a coding: its own if it has one, else one that comes back as the same type.

    PLOVER moved some of CAMEO's acts to other types (convicting is a SANCTION and was 116, under DISAPPROVE):
    for those the type's general code is written.
    """
    if cameo and (type is None or _type_of(cameo) == type):
        return cameo
    if type is None:
        return None
    for modes, contexts in ((mode, context), (mode, ()), ((), context), ((), ())):
        found = ontology.to_cameo(type, modes, contexts)
        if found and _type_of(found) == type:
            return found
    return None


def _type_of(cameo: str) -> str | None:
    try:
        return coding(cameo).type
    except ValueError:
        return None
