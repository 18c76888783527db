"""How fast the reading room answers over a store of made-up events, page by page.

    python -m benchmarks.room --events 1000000 [--store DIR] [--runs 5]

The store is filled once (with `--store` it is kept, and used again if it is there); then every page is asked
for `--runs` times through the app itself, without a network between and with nothing of it remembered, and
once more as it is remembered. Told are medians by the clock, and of the processor's time, which a busy
machine falsifies less. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.store import Store

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

BATCHES = 10
"""Transactions in which the store is filled, as months of news would come."""


def filled(folder: Path, events: int) -> Store:
    """A store of so many made-up events; the one that is there if there is one."""
    from benchmarks.made_events import made
    from dragoman.store import RunCard, Store

    store = Store(folder, create=True)
    if store.version:
        return store
    tables = vars_of(made(events))
    parts = BATCHES if events >= 1000 else 1
    for part in range(parts):
        rows = {}
        for name, table in tables.items():
            size = -(-table.num_rows // parts)
            rows[name] = table.slice(part * size, size)
        clusters = {name: rows.pop(name) for name in ("stories", "occurrences")}
        store.append(rows, RunCard("import", sources=("made",)))
        store.append(clusters, RunCard("cluster", through=store.version))
    return store


def vars_of(made: Any) -> dict[str, Any]:
    """The tables by name, without the columns that a transaction gives."""
    found = {name: getattr(made, name) for name in made.__slots__}
    return {
        name: table.drop_columns(["batch"]) if "batch" in table.column_names else table
        for name, table in found.items()
    }


def pages(store: Store) -> dict[str, str]:
    """What is asked for, by name: pages as a person comes to them, filters that find much and little."""
    event = store.sql("SELECT id, article FROM events_rows WHERE year = 2021 LIMIT 1").rows()[0]
    told = store.sql("SELECT occurrence FROM occurrences GROUP BY 1 ORDER BY count(*) DESC LIMIT 1").rows()[0]
    return {
        "chronology": "/chronology",
        "page 20": "/chronology?page=20",
        "party": "/chronology?party=USA",
        "dyad": "/chronology?actor=USA&recipient=RUS",
        "type and year": "/chronology?type=THREATEN&since=2021&until=2021",
        "words": "/chronology?text=border",
        "said by": "/chronology?said_by=RUS&voice=claimed&order=oldest",
        "publisher": "/chronology?publisher=Courier&status=future",
        "nothing": "/chronology?place=Atlantis",
        "front page": "/",
        "party page": "/party/USA",
        "dyad page": "/dyad/USA/RUS",
        "dyad chart": "/charts/dyad/USA/RUS?by=month",
        "article page": f"/article/{event['article']}",
        "event page": f"/event/{event['id']}",
        "occurrence page": f"/occurrence/{told['occurrence']}",
        "search": "/search?q=ceasefire",
        "map": "/map?since=2024",
        "network": "/network?since=2024",
        "parties": "/parties",
        "versions": "/versions",
    }


def measured(folder: Path, runs: int) -> dict[str, dict[str, float]]:
    """Milliseconds of each page: by the clock and of the processor when made, and when remembered."""
    from fastapi.testclient import TestClient

    from dragoman.store import Store
    from dragoman.web.room import open_room
    from dragoman.web.settings import Rate, Settings

    free = Rate(10**6, 10**6)
    rates = dict.fromkeys(("any", "login", "read", "review"), free)
    app = open_room(Settings(str(folder), rates=rates))
    found = {}
    with TestClient(app, base_url="http://127.0.0.1") as client:
        client.get("/versions")
        # The first visit makes the index of a large store beside the pages.
        start = time.perf_counter()
        app.state.room.watcher.submit(bool).result()
        print(f"index made in {time.perf_counter() - start:.1f} s")
        for name, address in pages(Store(folder)).items():
            times, work = [], []
            for _ in range(runs + 1):
                # What a page worked out is remembered for each version: each time as if it were new.
                app.state.room.forget()
                start, busy = time.perf_counter(), time.process_time()
                answer = client.get(address, headers={"Accept": "text/html"})
                times.append((time.perf_counter() - start) * 1000)
                work.append((time.process_time() - busy) * 1000)
                assert answer.status_code == 200, (address, answer.status_code, answer.text[:500])
            client.get(address)
            start = time.perf_counter()
            client.get(address)
            found[name] = {
                "median": round(statistics.median(times[1:]), 1),
                "cpu": round(statistics.median(work[1:]), 1),
                "again": round((time.perf_counter() - start) * 1000, 1),
            }
            print(
                f"{name:16} {found[name]['median']:7.0f} ms, {found[name]['cpu']:7.0f} ms of the processor,"
                f" again {found[name]['again']:6.0f} ms   {address}"
            )
    return found


def main() -> None:
    """Fill the store, ask for the pages, print what they took."""
    parser = argparse.ArgumentParser(description="Times of the reading room's pages.")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--store", type=Path, help="kept, and used again if it is there")
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.store or Path(scratch) / "store"
        store = filled(folder, given.events)
        events = store.sql("SELECT count(*) AS n FROM events_rows").rows()[0]["n"]
        print(f"{events:,} events, version {store.version}")
        found = measured(folder, given.runs)
    print(json.dumps({"events": events, "ms": found}))


if __name__ == "__main__":
    main()
