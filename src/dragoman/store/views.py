"""DuckDB over the tables: the views that questions and `dragoman sql` see.

A view shows the rows that count at one version: those of committed batches, without the readings that a later
one replaced. Files are named one by one from the Delta log, so a query sees one state from begin to end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from dragoman.store.lake import batches, told
from dragoman.store.tables import READ_TABLES, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragoman.store.lake import Lake

_LATEST = """
SELECT {key}, arg_max({value}, runs.version) AS {value}
FROM {table}_rows JOIN runs USING (batch) GROUP BY {key}
"""


def connect(lake: Lake, runs: pa.Table, only: str | None = None) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection with a view of each table as it is at the last version of `runs`.

    With `only` there is but that table, as `<table>_rows`. Beside the views stand `<table>_rows` without what
    is joined in: `events_rows` lacks `story`, `occurrence` and `verdict`, for questions that find their
    events first.
    """
    connection = duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false"})
    connection.execute("SET TimeZone = 'UTC'")
    counted = list(batches(runs))
    committed = runs["batch"].to_pylist()
    connection.register("_runs", runs)
    connection.execute("CREATE TABLE runs AS SELECT * FROM _runs ORDER BY version")
    for name, of in (("_counted", counted), ("_committed", committed)):
        connection.execute(f"CREATE TABLE {name} (batch VARCHAR)")
        if of:
            connection.register("_batches", pa.table({"batch": pa.array(of, pa.string())}))
            connection.execute(f"INSERT INTO {name} SELECT batch FROM _batches")
            connection.unregister("_batches")
    connection.unregister("_runs")
    wanted = [name for name in TABLES if name != "runs" and only in (None, name)]
    attach(connection, lake, wanted)
    for name in wanted:
        _register(connection, lake, name, runs, superseded=len(counted) < len(committed))
    for sql in _JOINED if only is None else ():
        connection.execute(sql)
    # What a user's SQL can reach is the store, and nothing else of the machine.
    if not lake.remote:
        connection.execute(f"SET allowed_directories = [{_quoted(lake.address)}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _register(
    connection: duckdb.DuckDBPyConnection, lake: Lake, name: str, runs: pa.Table, *, superseded: bool
) -> None:
    source = _source(connection, lake, name)
    columns = ", ".join(f'"{column.name}"' for column in TABLES[name].columns)
    read = name in READ_TABLES
    where = f"WHERE batch IN (SELECT batch FROM {'_counted' if read else '_committed'})"
    if name in ("articles", *READ_TABLES) and not (read and superseded):
        # The log knows how many rows each batch has: if no row is left over, no row need be looked at.
        with told(lake.address):
            stored = lake.table(name).count()
        if stored == sum(filter(None, runs[name].to_pylist())):
            where = ""
    connection.execute(f"CREATE VIEW {name}_rows AS SELECT {columns} FROM {source} {where}")


def attach(connection: duckdb.DuckDBPyConnection, lake: Lake, names: Iterable[str] = TABLES) -> None:
    """Let one cursor see the tables of a store on object storage, which Arrow reads for it."""
    if lake.remote:
        for name in names:
            if name != "runs":
                connection.register(f"_remote_{name}", lake.table(name).to_pyarrow_dataset())


def _source(connection: duckdb.DuckDBPyConnection, lake: Lake, name: str) -> str:
    """What a query names to read the files of a table: DuckDB's own reader, or on object storage Arrow's."""
    with told(lake.address):
        files = lake.files(name)
        if not files:
            connection.register("_none", TABLES[name].schema.empty_table())
            connection.execute(f"CREATE TABLE _no_{name} AS SELECT * FROM _none")
            connection.unregister("_none")
            return f"_no_{name}"
        if lake.remote:
            return f"_remote_{name}"
    listed = ", ".join(map(_quoted, files))
    # The types of a partition's column are told, not guessed from the names of folders.
    years = "hive_partitioning = true, hive_types = {'year': INTEGER}, " if TABLES[name].partition else ""
    return f"read_parquet([{listed}], {years}union_by_name = false)"


_JOINED = (
    *(
        f"CREATE VIEW {name} AS SELECT * FROM {name}_rows"
        for name in ("parties", "event_parties", "readings")
    ),
    "CREATE VIEW stories AS SELECT article, arg_max(story, version) AS story,"
    " arg_max(wording, version) AS wording FROM stories_rows JOIN runs USING (batch) GROUP BY article",
    "CREATE VIEW occurrences AS " + _LATEST.format(table="occurrences", key="event", value="occurrence"),
    "CREATE VIEW reviews AS SELECT * FROM reviews_rows",
    'CREATE VIEW verdicts AS SELECT event, arg_max(verdict, "at") AS verdict,'
    ' arg_max(author, "at") AS reviewer'
    " FROM reviews_rows WHERE event IS NOT NULL GROUP BY event",
    "CREATE VIEW articles AS SELECT a.*, s.story FROM articles_rows a"
    " LEFT JOIN stories s ON s.article = a.id",
    "CREATE VIEW quotes AS SELECT q.*, s.story FROM quotes_rows q LEFT JOIN stories s USING (article)",
    "CREATE VIEW events AS SELECT e.*, s.story, o.occurrence, v.verdict FROM events_rows e"
    " LEFT JOIN stories s USING (article) LEFT JOIN occurrences o ON o.event = e.id"
    " LEFT JOIN verdicts v ON v.event = e.id",
    "CREATE VIEW dyads AS SELECT * FROM"
    " (SELECT *, unnest(actor_codes) AS actor FROM events) CROSS JOIN LATERAL"
    " (SELECT unnest(recipient_codes) AS recipient)",
)
VIEWS: dict[str, str] = {
    **{name: table.meaning for name, table in TABLES.items()},
    "dyads": "One row for each pair of an actor's and a recipient's code: `events` and both codes.",
    "verdicts": "The latest review of each reviewed event.",
}
"""What `dragoman sql` can ask, by name."""
