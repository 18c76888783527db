"""A user's own parties: a table like ours (name, code, sector, kind, aliases) or the same as TOML.

    [[party]]
    name = "Wagner Group"
    code = "RUS"
    sector = ["PRM"]
    kind = "group"
    aliases = ["Wagner", "?the orchestra"]

An alias that a file names replaces whatever our tables say of it.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from dragoman.knowledge.entries import KINDS, DataError, Entry
from dragoman.knowledge.load import check_code, check_date, check_sectors, named_entries, split_alias

if TYPE_CHECKING:
    from pathlib import Path

_KEYS = frozenset({"name", "code", "sector", "kind", "aliases", "from", "to", "note"})


def read_overrides(path: Path) -> dict[str, list[Entry]]:
    """Alias → entries. DataError, naming file and row, on a wrong code, sector, kind or key, or a
    duplicate."""
    if not path.exists():
        raise DataError(f"{path}: no such file")
    pairs = list(named_entries(path)) if path.suffix.lower() == ".tsv" else _from_toml(path)
    found: dict[str, list[Entry]] = {}
    for alias, entry in pairs:
        found.setdefault(alias, []).append(entry)
    return found


def _from_toml(path: Path) -> list[tuple[str, Entry]]:
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path.name}: {error}") from error
    pairs: list[tuple[str, Entry]] = []
    seen: dict[tuple[str, str | None], str] = {}
    unknown = set(data) - {"party"}
    if unknown:
        raise DataError(f"{path.name}: no table {sorted(unknown)[0]!r}, only [[party]]")
    for number, item in enumerate(data.get("party", []), 1):
        where = f"{path.name}, party {number}"
        wrong = set(item) - _KEYS
        if wrong:
            raise DataError(f"{where}: no key {sorted(wrong)[0]!r}")
        if not isinstance(item.get("name"), str) or not item["name"]:
            raise DataError(f"{where}: no name")
        name, form, unsure = split_alias(item["name"])
        code = check_code(item.get("code", ""), where)
        sectors = item.get("sector", [])
        sector = check_sectors(sectors if isinstance(sectors, str) else " ".join(sectors), where)
        kind = item.get("kind", "organisation")
        if kind not in KINDS:
            raise DataError(f"{where}: no kind {kind!r}")
        if (name, code) in seen:
            raise DataError(f"{where}: {name!r} stands already in {seen[name, code]}")
        seen[name, code] = where
        since, until = (
            check_date(str(item.get("from", "")), where),
            check_date(str(item.get("to", "")), where),
        )
        note = item.get("note", "")
        pairs.append((name, Entry(name, code, sector, kind, form, unsure, False, since, until, where, note)))
        for text in item.get("aliases", []):
            alias, form, unsure = split_alias(text)
            many = form == "people"
            pairs.append(
                (alias, Entry(name, code, sector, kind, form, unsure, many, since, until, where, note))
            )
    return pairs
