"""An index of a large store's events in memory: the columns that lists are filtered, ordered and grouped by.

With it a page of a chronology over a million events is found in a fraction of the time that the files take.
It lives in the store's own DuckDB connection, and goes with it when the store shows another version; until
the next one is there, questions go to the files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragoman.store.filters import TEXT

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from dragoman.store import Store
    from dragoman.store.filters import Conditions

FEWEST = 50_000
"""Events below which the files are quick enough."""
MOST = 5_000_000
"""Events above which an index takes more memory (about 200 MB a million, and the sentences) than a reading
room should."""
TABLE = "room_keys"
_TEXT = "sentence_low"
"""The sentence in lower case: most of what a search for words takes is making it so."""
_COLUMNS = """id, article, day, year, type, mode, context, quad, status, contested, confidence, actor_codes,
recipient_codes, actor_names, recipient_names, place, place_country, publisher, published_day, origin"""


def make_index(store: Store, fewest: int = FEWEST) -> bool:
    """Make the index of the version that is shown, if the store is of a size for it; whether it is there."""
    cursor = store.cursor()
    events = cursor.execute("SELECT count(*) FROM events_rows").fetchall()[0][0]
    if not fewest <= events <= MOST:
        return False
    columns = ", ".join(f"e.{name.strip()}" for name in _COLUMNS.split(","))
    speakers = "list_transform(e.voice, lambda v: {'code': v.code, 'name': v.name}) AS voice"
    words = TEXT.replace("sentence", "e.sentence")
    cursor.execute(
        f"""CREATE TABLE IF NOT EXISTS {TABLE} AS
        SELECT {columns}, {speakers}, {words} AS {_TEXT},
            coalesce(o.occurrence, 'o' || e.id) AS occurrence FROM events_rows e
        LEFT JOIN (SELECT event, arg_max(occurrence, version) AS occurrence FROM occurrences_rows
                   JOIN runs USING (batch) GROUP BY event) o ON o.event = e.id ORDER BY e.day"""
    )
    return True


def answers(cursor: DuckDBPyConnection) -> bool:
    """Whether the index is there."""
    found = cursor.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [TABLE]).fetchall()
    return bool(found)


def page_of(
    cursor: DuckDBPyConnection, conditions: Conditions, way: str, limit: int, offset: int
) -> tuple[list[dict[str, Any]], int]:
    """A page of occurrences with the key of the surest telling of each, and how many tellings there are."""
    where = conditions.where().replace(TEXT, _TEXT)
    given = conditions.parameters
    # First which occurrences, then what is told of these few: the surest of a million is not looked for.
    order = f"ORDER BY first {way} NULLS LAST, occurrence"
    rows: list[dict[str, Any]] = (
        cursor.sql(
            f"""WITH shown AS MATERIALIZED (SELECT occurrence, min(day) AS first FROM {TABLE} {where}
                GROUP BY occurrence {order} LIMIT {int(limit)} OFFSET {int(offset)})
            SELECT occurrence, any_value(s.first) AS first, count(*) AS tellings,
                greatest(1, count(DISTINCT publisher)) AS publishers,
                arg_max(id, (coalesce(confidence, 0), id)) AS id,
                arg_max({{'day': day}}, (coalesce(confidence, 0), id)).day AS day
            FROM (SELECT * FROM {TABLE} {where}) JOIN shown s USING (occurrence)
            GROUP BY occurrence {order}""",
            params=[*given, *given] or None,
        )
        .to_arrow_table()
        .to_pylist()
    )
    total = cursor.execute(f"SELECT count(*) FROM {TABLE} {where}", given).fetchall()[0][0]
    groups = [
        {
            "key": {"id": row["id"], "day": row["day"]},
            "occurrence": row["occurrence"],
            "day": row["first"],
            "tellings": row["tellings"],
            "publishers": row["publishers"],
        }
        for row in rows
    ]
    return groups, int(total)
