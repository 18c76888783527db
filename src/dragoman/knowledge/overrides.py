"""A user's own parties: a table like ours (name, code, sector, kind, aliases) or the same as TOML.

    [[party]]
    name = "Wagner Group"
    code = "RUS"
    sector = ["PRM"]
    kind = "group"
    aliases = ["Wagner", "?the orchestra"]

An alias that a file names replaces whatever our tables say of it. The columns, or keys, `from` and `to` say
when a row holds, and `note` what for: a person's row names the office there.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from dragoman.knowledge.entries import KINDS, DataError, Entry
from dragoman.knowledge.load import (
    NAMED_COLUMNS,
    check_code,
    check_sectors,
    check_term,
    read_table,
    row_entries,
    split_alias,
)
from dragoman.knowledge.own import read_toml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_KEYS = frozenset({"name", "code", "sector", "kind", "aliases", "from", "to", "note"})
Pair = tuple[str, Entry]
"""An alias and what it stands for."""


def read_overrides(path: Path) -> dict[str, list[Entry]]:
    """Alias → entries. DataError, naming file and row, on a wrong code, sector, kind or key, or a
    duplicate."""
    found: dict[str, list[Entry]] = {}
    for parse in _items(path):
        for alias, entry in parse():
            found.setdefault(alias, []).append(entry)
    return found


def check_overrides(path: Path) -> tuple[dict[str, list[Entry]], list[str]]:
    """What is right in a file, alias → entries, and every complaint about it, in the order of its rows."""
    found: dict[str, list[Entry]] = {}
    complaints: list[str] = []
    try:
        for parse in _items(path):
            try:
                for alias, entry in parse():
                    found.setdefault(alias, []).append(entry)
            except DataError as error:
                complaints.append(str(error))
    except DataError as error:
        complaints.append(str(error))
    return found, complaints


def _items(path: Path) -> Iterator[Callable[[], list[Pair]]]:
    """What to call for the entries of each row. DataError if the file is none that can be read."""
    if not path.exists():
        raise DataError(f"{path}: no such file")
    if path.suffix.lower() == ".tsv":
        rows: dict[tuple[str, str, str], str] = {}
        try:
            for row in read_table(path, NAMED_COLUMNS):
                yield partial(row_entries, row, rows)
        except (OSError, UnicodeDecodeError) as error:
            cause = error.strerror if isinstance(error, OSError) else error
            raise DataError(f"{path.name}: {cause}") from error
        return
    data = read_toml(path)
    unknown = set(data) - {"party"}
    if unknown:
        raise DataError(f"{path.name}: no table {sorted(unknown)[0]!r}, only [[party]]")
    parties = data.get("party", [])
    if not isinstance(parties, list) or not all(isinstance(item, dict) for item in parties):
        raise DataError(f"{path.name}: party is no list of tables: write [[party]]")
    seen: dict[tuple[str, str | None, str], str] = {}
    for number, item in enumerate(parties, 1):
        yield partial(_party, item, f"{path.name}, party {number}", seen)


def _party(item: dict[str, Any], where: str, seen: dict[tuple[str, str | None, str], str]) -> list[Pair]:
    wrong = set(item) - _KEYS
    if wrong:
        raise DataError(f"{where}: no key {sorted(wrong)[0]!r}")
    if not isinstance(item.get("name"), str) or not item["name"].strip("?~=* "):
        raise DataError(f"{where}: no name")
    sectors = item.get("sector", [])
    for key, value in (("sector", sectors), ("aliases", item.get("aliases", []))):
        texts = [value] if isinstance(value, str) and key == "sector" else value
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise DataError(f"{where}: {key} is no list of texts")
    name, form, unsure = split_alias(item["name"])
    code = check_code(str(item.get("code", "")), where)
    sector = check_sectors(sectors if isinstance(sectors, str) else " ".join(sectors), where)
    kind = item.get("kind", "organisation")
    if not isinstance(kind, str) or kind not in KINDS:
        raise DataError(f"{where}: no kind {kind!r}")
    since, until = check_term(str(item.get("from", "")), str(item.get("to", "")), where)
    if (name, code, since) in seen:
        raise DataError(f"{where}: {name!r} stands already in {seen[name, code, since]}")
    seen[name, code, since] = where
    note = str(item.get("note", ""))
    pairs = [(name, Entry(name, code, sector, kind, form, unsure, False, since, until, where, note))]
    for text in item.get("aliases", []):
        alias, form, unsure = split_alias(text)
        if not alias.strip():
            continue
        many = form == "people"
        pairs.append((alias, Entry(name, code, sector, kind, form, unsure, many, since, until, where, note)))
    return pairs
