"""`Store`: the door to everything that is kept of many articles."""

from __future__ import annotations

import atexit
import gc
from datetime import UTC, datetime, time
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

import pyarrow as pa
import pyarrow.compute as pc

from dragoman.store import questions
from dragoman.store.errors import StoreError
from dragoman.store.filters import QuestionError, last_day
from dragoman.store.lake import Conflict, Lake, batches, new_batch, told
from dragoman.store.provenance import RunCard
from dragoman.store.tables import TABLES
from dragoman.store.views import attach, connect

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    import duckdb

    from dragoman.reading.reader import Reader
    from dragoman.records import Article, Report
    from dragoman.sources import SourceError
    from dragoman.store.adding import Added
    from dragoman.store.answer import Answer

_COUNTED = ("articles", "readings", "parties", "quotes", "events", "event_parties")
_PATIENCE = 50
"""How often a transaction is tried again when others come first."""
_FILES_STAY = 3600.0
"""Seconds for which the files that are part of the store are taken to stay where they are. `compact` puts
others in their place, and clears them away a day later."""

_OPEN: WeakSet[Store] = WeakSet()


@atexit.register
def _leave() -> None:
    """Close what is open. A native thread that meets an interpreter in ruins aborts the process: of programs
    that had asked a store up to one in ten ended so, after all was done; with this it is one in a hundred."""
    for store in list(_OPEN):
        store.close()
    gc.collect()  # cursors of answers that were left half read


class Store:
    """What was read of many articles, kept in Delta Lake tables, and the questions to ask of it.

    `path` is a folder or an address on object storage (`s3://bucket/folder`; credentials come from the
    environment, or from `options` in delta-rs' names). With `create` the store is made if it is not there.
    `as_of` is a version (a whole number), or a date or time (ISO 8601, with a dash): the store then is what
    it was, and cannot be written.

    A store object shows one version until `refresh` or until it writes itself. Several threads may ask it at
    once; writing is for one at a time.

    Raises StoreError, one line, for a store that is not there, damaged, or made by a newer program.

    >>> import tempfile, dragoman
    >>> from dragoman.store import Store
    >>> store = Store(tempfile.mkdtemp(), create=True)
    >>> text = "Kenya on Thursday condemned Uganda."
    >>> store.add([dragoman.Article(text, published="2023-03-16")], dragoman.load()).articles
    1
    >>> [(e["type"], e["actor_codes"], str(e["day"])) for e in store.events(actor="KEN")]
    [('ACCUSE', ['KEN'], '2023-03-16')]
    """

    def __init__(
        self,
        path: str | Path,
        *,
        as_of: int | str | None = None,
        create: bool = False,
        options: Mapping[str, str] | None = None,
    ) -> None:
        self.lake = Lake(path, options)
        if create and not self.lake.exists():
            self.lake.create()
        self.lake.check()
        self.as_of = as_of
        self._runs = self._seen(self.lake.runs())
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._connected = 0.0
        self._lock = Lock()
        _OPEN.add(self)

    def close(self) -> None:
        """Let go of files and threads. A store that is asked again opens them anew."""
        with self._lock:
            connection, self._connection = self._connection, None
            if connection is not None:
                connection.close()
            self.lake.close()

    # What there is.

    @property
    def version(self) -> int:
        """The version that is shown: the number of the last transaction; 0 for an empty store."""
        return int(self._runs["version"][-1].as_py()) if self._runs.num_rows else 0

    def versions(self) -> pa.Table:
        """The transactions up to the version that is shown, a row each; the columns are those of `runs`."""
        return self._runs

    def refresh(self) -> int:
        """Show the latest version from now on (or the one of `as_of`): its number."""
        with self._lock:
            runs = self._seen(self.lake.runs())
            if runs.num_rows != self._runs.num_rows:
                self.lake.forget()
                self._runs, self._connection = runs, None
        return self.version

    def _seen(self, runs: pa.Table) -> pa.Table:
        if self.as_of is None:
            return runs
        if isinstance(self.as_of, int) or self.as_of.isdecimal():
            number = int(self.as_of)
            latest = int(runs["version"][-1].as_py()) if runs.num_rows else 0
            if not 0 <= number <= latest:
                year = f" (the end of a year is {number}-12)" if 1900 <= number <= 2199 else ""
                cause = f"there is no version {number}; the latest is {latest}{year}"
                raise StoreError(self.lake.address, cause)
            return runs.filter(pc.less_equal(runs["version"], number))
        return runs.filter(pc.less_equal(runs["at"], pa.scalar(_moment(self.as_of), runs["at"].type)))

    def known(self, ids: Collection[str], *, years: Collection[int] = ()) -> set[str]:
        """Which of these article ids the store has. `years` of publication, if given, bound the search."""
        if not ids:
            return set()
        asked = pa.table({"id": pa.array(sorted(ids), pa.string())})
        where = f"AND year IN ({', '.join(str(int(year)) for year in sorted(set(years)))})" if years else ""
        sql = f"SELECT id FROM articles_rows WHERE id IN (SELECT id FROM _asked) {where}"
        # Asked between transactions, when no other table is wanted: to see them all would take longer.
        with told(self.lake.address), connect(self.lake, self._runs, "articles") as connection:
            connection.register("_asked", asked)
            return {row[0] for row in connection.execute(sql).fetchall()}

    # Asking.

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A DuckDB cursor over the views; good for one thread."""
        with self._lock:
            if self._connection is None or monotonic() - self._connected > _FILES_STAY:
                with told(self.lake.address):
                    self._connection = connect(self.lake, self._runs)
                self._connected = monotonic()
            cursor = self._connection.cursor()
        attach(cursor, self.lake)
        return cursor

    def sql(self, statement: str, parameters: Iterable[Any] = ()) -> Answer:
        """The answer to one SELECT over the views (`docs/store.md` tells their columns).

        Raises QuestionError for a statement that DuckDB does not take.
        """
        return questions.asked(self, statement, list(parameters))

    def events(self, **filters: Any) -> Answer:
        """Events, newest first. The filters are those of `questions.events`."""
        return questions.events(self, **filters)

    def quotes(self, **filters: Any) -> Answer:
        """Quotes, newest first. The filters are those of `questions.quotes`."""
        return questions.quotes(self, **filters)

    def parties(self, **filters: Any) -> Answer:
        """Parties over all articles, most often named first. Filters: `questions.parties`."""
        return questions.parties(self, **filters)

    def stories(self, **filters: Any) -> Answer:
        """Stories, latest first. The filters are those of `questions.stories`."""
        return questions.stories(self, **filters)

    def chronology(self, **filters: Any) -> Answer:
        """Occurrences in order of their days. The filters are those of `questions.chronology`."""
        return questions.chronology(self, **filters)

    def report(self, article: str) -> Report:
        """The report of one article; KeyError if the store has none of this id."""
        found = list(questions.reports(self, [article]))
        if not found:
            raise KeyError(article)
        return found[0]

    def reports(self) -> Iterator[Report]:
        """The reports of all articles with a text, in order of their ids."""
        return questions.reports(self)

    # Writing.

    def add(
        self,
        articles: Iterable[Article | SourceError],
        reader: Reader,
        *,
        batch: int = 200,
        sources: Iterable[str] = (),
        progress: Callable[[Added], None] | None = None,
    ) -> Added:
        """Read what the store does not have yet and keep it, a transaction for each `batch` articles."""
        from dragoman.store.adding import add

        return add(self, articles, reader, batch=batch, sources=tuple(sources), progress=progress)

    def append(
        self,
        tables: Mapping[str, pa.Table],
        run: RunCard,
        *,
        again: Callable[[], Mapping[str, pa.Table] | None] | None = None,
    ) -> int | None:
        """One transaction: rows in the columns of `tables.py` (missing ones are null, `batch` is given here).

        If another transaction comes first, `again` tells what is left to write after it, looking at the
        refreshed store; None means nothing, and then there is no transaction and no version. Without `again`
        the rows stay as they are. Returns the new version.

        Raises StoreError if the store cannot be written.
        """
        if self.as_of is not None:
            raise StoreError(self.lake.address, "a store as of an earlier version cannot be written")
        rows: Mapping[str, pa.Table] | None = tables
        after = self.version
        written: tuple[str, Mapping[str, pa.Table]] | None = None
        for _ in range(_PATIENCE):
            if rows is None:
                return None
            if written is None or written[1] is not rows:
                written = (new_batch(), rows)
                for name, made in completed(rows).items():
                    self.lake.append(name, _in_batch(made, written[0]))
            counts = {name: rows[name].num_rows if name in rows else 0 for name in _COUNTED}
            try:
                version = self.lake.commit(run.row() | counts | {"batch": written[0]}, after)
            except Conflict:
                after = self.refresh()
                rows = again() if again else rows
                continue
            self.refresh()
            return version
        raise StoreError(self.lake.address, f"{_PATIENCE} other transactions came first; try again")

    def current_batches(self) -> list[str]:
        """The batches whose rows count at the version that is shown."""
        return list(batches(self._runs))

    def review(
        self,
        event: str,
        verdict: str,
        *,
        author: str,
        correction: Mapping[str, Any] | None = None,
        note: str | None = None,
    ) -> str:
        """Keep what a person says of an event: the review's id. The machine's coding stays as it is.

        `verdict` is confirm, correct (then `correction` says what it ought to be, by the keys
        `reviews.CORRECTABLE`) or reject. Raises QuestionError for an unknown event, verdict or correction.
        """
        from dragoman.store.reviews import review_row

        row = review_row(self, event, verdict, author, correction, note)
        table = pa.Table.from_pylist([row], schema=TABLES["reviews"].schema)
        self.append({"reviews": table}, RunCard("review", sources=(author,)))
        return str(row["id"])


def _moment(value: str) -> datetime:
    """The last moment that a date or time means."""
    if "T" in value or " " in value.strip():
        try:
            made = datetime.fromisoformat(value)
        except ValueError:
            raise QuestionError(f"{value!r} is neither a version nor a time") from None
        return made if made.tzinfo else made.replace(tzinfo=UTC)
    return datetime.combine(last_day(value), time.max, UTC)


def _in_batch(rows: pa.Table, batch: str) -> pa.Table:
    made = pa.array([batch] * rows.num_rows, pa.string())
    kept = rows.drop_columns(["batch"]) if "batch" in rows.column_names else rows
    return kept.append_column("batch", made)


def completed(tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """The tables, with the names of events' parties taken from their roles where an import left them out."""
    made = dict(tables)
    events, roles = made.get("events"), made.get("event_parties")
    if events is None or roles is None or "actor_names" in events.column_names:
        return made
    names: dict[tuple[str, str], list[str]] = {}
    for row in roles.select(["event", "role", "name"]).to_pylist():
        if row["name"]:
            names.setdefault((row["event"], row["role"]), []).append(row["name"])
    for role in ("actor", "recipient"):
        column = [names.get((event, role), []) for event in events["id"].to_pylist()]
        events = events.append_column(f"{role}_names", pa.array(column, pa.list_(pa.string())))
    made["events"] = events
    return made
