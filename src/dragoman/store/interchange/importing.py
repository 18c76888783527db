"""Other people's events into a store: a transaction for each lot of rows, and nothing twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from dragoman.store.interchange import read
from dragoman.store.provenance import RunCard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from dragoman.store.interchange.coded import Batch
    from dragoman.store.interchange.errors import Problem
    from dragoman.store.store import Store

LOT = 100_000
"""Rows of `events` in one transaction."""
_TOLD = 5
"""How many rows that were not understood are told of each cause."""

Tables = dict[str, pa.Table]


@dataclass(slots=True)
class Imported:
    """What came of importing: rows read, events and articles that are new, events known before."""

    rows: int = 0
    events: int = 0
    known: int = 0
    articles: int = 0
    version: int = 0
    failed: int = 0
    """How many rows were not understood."""
    problems: list[Problem] = field(default_factory=list)
    """The first of them, of each cause a few."""
    _causes: Counter[str] = field(default_factory=Counter)

    def tell(self, problem: Problem) -> None:
        """Count a row that was not understood."""
        self.failed += 1
        # Causes that differ only in the cell they quote are one.
        kind = "".join(problem.cause.split("'")[::2])
        self._causes[kind] += 1
        if self._causes[kind] <= _TOLD:
            self.problems.append(problem)


def import_file(
    store: Store,
    form: str,
    path: str | Path,
    *,
    lot: int = LOT,
    done: Imported | None = None,
    progress: Callable[[Imported], None] | None = None,
) -> Imported:
    """Import a file in one of `interchange.FORMATS`.

    What the store has already (by `origin` and `origin_id`) stays as it is. Raises FormatError if the file is
    not of the format or breaks off, StoreError if the store cannot be written; what came before is kept, and
    `done`, if given, tells of it.
    """
    done = done if done is not None else Imported()
    done.version = store.version
    card = RunCard("import", sources=(f"{form}: {path}",))
    for tables in _lots(read(form, path), lot, done):
        _keep(store, tables, card, done)
        if progress:
            progress(done)
    return done


def _lots(batches: Iterator[Batch], lot: int, done: Imported) -> Iterator[Tables]:
    """The batches put together into lots, so that a store gets few files."""
    waiting: list[Tables] = []
    count = 0
    try:
        for batch in batches:
            done.rows += batch.rows
            for problem in batch.problems:
                done.tell(problem)
            done.known += batch.repeated
            tables = _but(batch.tables, [one["events"]["id"] for one in waiting])
            done.known += batch.tables["events"].num_rows - tables["events"].num_rows
            if tables["events"].num_rows:
                waiting.append(tables)
                count += tables["events"].num_rows
            if count >= lot:
                yield _joined(waiting)
                waiting, count = [], 0
    except Exception:
        # A file that breaks off gives what it had; then the error is told.
        if waiting:
            yield _joined(waiting)
        raise
    if waiting:
        yield _joined(waiting)


def _but(tables: Tables, ids: list[pa.ChunkedArray]) -> Tables:
    """The tables without the events of these ids; articles stay, each of their own."""
    chunks = [chunk for column in ids for chunk in column.chunks]
    known = pa.chunked_array(chunks, pa.string())
    if not pc.any(pc.is_in(tables["events"]["id"], known)).as_py():
        return tables
    kept = {name: _without(tables[name], key, known) for name, key in _OF_EVENTS.items()}
    return tables | kept


_OF_EVENTS = {"events": "id", "event_parties": "event"}


def _joined(lots: list[Tables]) -> Tables:
    names = dict.fromkeys(name for tables in lots for name in tables)
    return {name: pa.concat_tables([t[name] for t in lots if name in t]) for name in names}


def _keep(store: Store, tables: Tables, card: RunCard, done: Imported) -> None:
    """Write what is new of a lot in one transaction; another writer may bring the same meanwhile."""
    given = tables["events"].num_rows
    store.refresh()
    fresh: Mapping[str, pa.Table] | None = _new(store, tables)

    def again() -> Mapping[str, pa.Table] | None:
        nonlocal fresh
        fresh = _new(store, tables)
        return fresh

    version = store.append(fresh, card, again=again) if fresh is not None else None
    events = fresh["events"].num_rows if fresh is not None else 0
    done.events += events
    done.known += given - events
    done.articles += fresh["articles"].num_rows if fresh is not None and "articles" in fresh else 0
    done.version = version or store.version


def _new(store: Store, tables: Tables) -> Tables | None:
    """The rows of a lot that the store does not have, each once; None if there are none."""
    made = _but(tables, [_known(store, "events", tables["events"])])
    events = made["events"]
    if not events.num_rows:
        return None
    kept = {name: made[name] for name in _OF_EVENTS}
    if "articles" in tables:
        articles = tables["articles"]
        articles = _first(articles.filter(pc.is_in(articles["id"], events["article"].drop_null())))
        kept["articles"] = _without(articles, "id", _known(store, "articles", articles))
    return kept


def _first(table: pa.Table) -> pa.Table:
    """The first row of each id."""
    if pc.count_distinct(table["id"]).as_py() == table.num_rows:
        return table
    numbered = pa.table({"id": table["id"], "row": pa.array(range(table.num_rows), pa.int64())})
    first = numbered.group_by("id", use_threads=False).aggregate([("row", "min")])
    return table.take(first["row_min"].combine_chunks().sort())


def _without(table: pa.Table, key: str, known: pa.ChunkedArray) -> pa.Table:
    return table.filter(pc.invert(pc.is_in(table[key], known))) if len(known) else table


def _known(store: Store, name: str, table: pa.Table) -> pa.ChunkedArray:
    """Which of the ids the store has. All years are looked at: a newer edition may date an event anew."""
    cursor = store.cursor()
    cursor.register("_asked", table.select(["id"]))
    found = cursor.sql(f"SELECT id FROM {name}_rows WHERE id IN (SELECT id FROM _asked)")
    return found.to_arrow_table()["id"]
