"""Who held which office when: heads of state and government, foreign and defence ministers, leaders of
organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.knowledge.entries import DataError, Entry
from dragoman.knowledge.load import FOLDER, check_code, check_date, check_sectors, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def read_holders(path: Path = FOLDER / "holders.tsv") -> Iterator[tuple[str, Entry]]:
    """Pairs of alias and entry for every term of office, the latest term of a person first."""
    rows: list[tuple[str, list[str], Entry]] = []
    seen: set[tuple[str, str, str]] = set()
    for row in read_table(path, ["name", "code", "sector", "office", "from", "to", "aliases"]):
        where, name = row.where, row["name"]
        code = check_code(row["code"], where)
        sector = check_sectors(row["sector"], where)
        since, until = check_date(row["from"], where), check_date(row["to"], where)
        if until and since > until:
            raise DataError(f"{where}: {name} ends before beginning")
        if not code or not sector:
            raise DataError(f"{where}: {name} has no code or no sector")
        key = (name, row["office"], since)
        if key in seen:
            raise DataError(f"{where}: {name} stands twice as {row['office']} from {since}")
        seen.add(key)
        entry = Entry(name, code, sector, "person", "name", False, False, since, until, where, row["office"])
        rows.append((name, [alias for alias in row["aliases"].split(";") if alias], entry))
    rows.sort(key=lambda item: item[2].since, reverse=True)
    for name, aliases, entry in rows:
        yield name, entry
        for alias in aliases:
            unsure = alias[0] == "?"
            # A bare surname can always be somebody else's.
            yield (
                alias.lstrip("?"),
                Entry(
                    name,
                    entry.code,
                    entry.sector,
                    "person",
                    "name",
                    unsure,
                    False,
                    entry.since,
                    entry.until,
                    entry.source,
                    entry.why,
                ),
            )
