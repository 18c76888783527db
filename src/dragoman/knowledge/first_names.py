"""Given names: whether "he" or "she" may refer to who bears one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("first_names.tsv")


@cache
def first_names() -> dict[str, str]:
    """Given name in lower case → `m` or `f`; a name that the table gives to both has neither.

    ValueError, naming the row, if a gender is neither m nor f.
    """
    found: dict[str, str] = {}
    both: set[str] = set()
    for number, line in enumerate(_FILE.read_text("utf-8").splitlines(), 1):
        if not line or line[0] == "#":
            continue
        gender, _, names = line.partition("\t")
        if gender not in {"m", "f"}:
            raise ValueError(f"{_FILE.name}, row {number}: no gender {gender!r}")
        for name in names.lower().split():
            if found.setdefault(name, gender) != gender:
                both.add(name)
    return {name: gender for name, gender in found.items() if name not in both}
