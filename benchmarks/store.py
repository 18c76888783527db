"""How quick a store is: `python -m benchmarks.store [--events 1000000]`.

Fills a store with made events, then measures questions (best of five, milliseconds) and what it costs to add
a batch of 200 articles of which half are known: by an anti-join on its ids and an append, as the store
does it, and by Delta's MERGE. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
from deltalake import DeltaTable

from benchmarks.made_events import made
from dragoman.store import RunCard, Store

if TYPE_CHECKING:
    from collections.abc import Callable

READ = ("articles", "readings", "parties", "events", "event_parties")


def fill(path: Path, events: int) -> Store:
    """A store with so many events in four transactions, clustered."""
    store = Store(path, create=True)
    whole = made(events)
    tables = {name: getattr(whole, name) for name in READ}
    for part in range(4):
        share = {
            name: table.slice(
                part * table.num_rows // 4, (part + 1) * table.num_rows // 4 - part * table.num_rows // 4
            )
            for name, table in tables.items()
        }
        store.append(share, RunCard("import"))
    store.append({"stories": whole.stories, "occurrences": whole.occurrences}, RunCard("cluster", through=4))
    return store


def best(question: Callable[[], object], times: int = 5) -> float:
    """Milliseconds of the quickest of several tries."""
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        question()
        found.append(time.perf_counter() - begun)
    return round(1000 * min(found), 1)


def questions(path: Path) -> dict[str, float]:
    """Milliseconds of typical questions."""
    store = Store(path)
    begun = time.perf_counter()
    store.cursor()
    told = {"connect": round(1000 * (time.perf_counter() - begun), 1)}
    pair = {"actor": "USA", "recipient": "RUS"}
    asked: dict[str, Callable[[], object]] = {
        "dyad, type, status, since": lambda: store.events(
            **pair, type="THREATEN", status="actual", since="2022-01-01", limit=50
        ),
        "dyad, all of it": lambda: store.events(**pair),
        "dyad, a page and a count": lambda: store.events(**pair, limit=50, count=True),
        "words of the sentence": lambda: store.events(text="ultimatum", limit=50),
        "the newest fifty": lambda: store.events(limit=50),
        "chronology of a month": lambda: store.chronology(since="2022-01", until="2022-01", limit=50),
        "chronology of a dyad": lambda: store.chronology(**pair, limit=50),
        "the latest stories": lambda: store.stories(limit=50),
    }
    return told | {name: best(question) for name, question in asked.items()}


def adding(path: Path) -> dict[str, float]:
    """Milliseconds to add 200 articles of which half are there, done in both ways."""
    store = Store(path)
    rows = pa.table(store.lake.table("articles").to_pyarrow_dataset().head(200))
    ids = [id if number % 2 else f"new{id}" for number, id in enumerate(rows["id"].to_pylist())]
    batch = rows.set_column(rows.schema.get_field_index("id"), "id", pa.array(ids))
    years = set(rows["year"].to_pylist())

    def append() -> None:
        store.refresh()
        known = store.known(set(ids), years=years)
        new = batch.filter(pa.array([id not in known for id in ids]))
        store.lake.append("articles", new)

    def merge() -> None:
        table = DeltaTable(store.lake.path("articles"))
        table.merge(
            batch, "t.id = s.id AND t.year = s.year", source_alias="s", target_alias="t"
        ).when_not_matched_insert_all().execute()

    return {"anti-join and append": best(append, 3), "Delta MERGE": best(merge, 3)}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=1_000_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store"
        begun = time.perf_counter()
        fill(path, given.events)
        found: dict[str, object] = {"events": given.events, "fill_s": round(time.perf_counter() - begun, 1)}
        asked, added = questions(path), adding(path)
    print(f"{os.cpu_count()} cores, {given.events:,} events, filled in {found['fill_s']} s")
    for name, milliseconds in {**asked, **added}.items():
        print(f"{name:<28} {milliseconds:>8.1f} ms")
    print(json.dumps(found | {"questions_ms": asked, "adding_ms": added}))


if __name__ == "__main__":
    main()
