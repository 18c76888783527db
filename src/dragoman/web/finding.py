"""Questions of the pages to the store, asked so that a page over millions of events stays quick.

Each finds the keys of its rows in the few columns that the question needs, and only then the rows themselves,
in the years that they lie in: files of other years are never opened.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from dragoman.store.filters import Conditions, event_conditions, many, party
from dragoman.store.rows import report_of
from dragoman.web import indexing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyarrow as pa
    from duckdb import DuckDBPyConnection

    from dragoman.records import Report
    from dragoman.store import Store

Row = dict[str, Any]
COLUMNS = """id, article, type, mode, quad, score, actor_codes, recipient_codes, actor_names,
recipient_names, status, voice, trigger, trigger_start, trigger_end, sentence, sentence_start, day, date,
date_end, place, lat, lon, place_country, dead, injured, arrested, displaced, troops, confidence,
published_day, publisher"""
"""What a line of a list shows; each column more takes time, since files are unpacked column by column."""
WHOLE = f"{COLUMNS}, sentence_end, context, cameo, why, origin"
MOST_TELLINGS = 200
_FEW = 2000
_WINDOW = 8
"""How many tellings an occurrence is reckoned to have when a page of them is looked for."""


class Found(NamedTuple):
    """A page of occurrences: the surest telling of each with `occurrence`, `tellings` and `publishers`."""

    rows: list[Row]
    total: int
    """Tellings in all that the question finds, not only on this page."""
    more: bool


def asked(cursor: DuckDBPyConnection, sql: str, parameters: list[Any] | None = None) -> list[Row]:
    """The rows of one statement."""
    found: list[Row] = cursor.sql(sql, params=parameters or None).to_arrow_table().to_pylist()
    return found


def conditions_of(filters: Mapping[str, Any]) -> Conditions:
    """The conditions of a page's filters; `verdict` is the store's own, the others are those of `events`."""
    rest = dict(filters)
    verdicts = many(rest.pop("verdict", None))
    made = event_conditions(**rest)
    if verdicts:
        made.add("id IN (SELECT event FROM verdicts WHERE list_contains(?, verdict))", verdicts)
    return made


def between(one: str, other: str) -> Conditions:
    """What one party does to another, either way, and what the two do with each other."""
    made = Conditions()
    ways = []
    for actors, recipients in (([one], [other]), ([other], [one]), ([one, other], [])):
        way = Conditions()
        for name in actors:
            party(way, [name], ("actor",))
        for name in recipients:
            party(way, [name], ("recipient",))
        if not recipients:
            way.add("len(recipient_names) = 0 AND len(recipient_codes) = 0")
        ways.append(way)
    told = " OR ".join("(" + " AND ".join(f"({sql})" for sql in way.sql) + ")" for way in ways)
    made.add(told, *(parameter for way in ways for parameter in way.parameters))
    return made


def count(store: Store, conditions: Conditions) -> int:
    """How many events a question finds."""
    sql = f"SELECT count(*) AS n FROM events_rows {conditions.where()}"
    return int(asked(store.cursor(), sql, conditions.parameters)[0]["n"])


def occurrences(
    store: Store, conditions: Conditions, *, newest: bool = True, limit: int = 50, offset: int = 0
) -> Found:
    """Occurrences by the first day that their tellings give, each once however many articles tell of it.

    Without an index it looks at the tellings from one end only, as many as the page needs: those of an
    occurrence whose first day lies before the end of that window are all in it. Several small questions are
    much quicker here than one that joins.
    """
    cursor = store.cursor()
    window = (offset + limit + 1) * _WINDOW + 1500
    way = "DESC" if newest else "ASC"
    if indexing.answers(cursor):
        page, total = indexing.page_of(cursor, conditions, way, limit + 1, offset)
        return _shown(cursor, conditions, page, limit, total)
    while True:
        told = asked(
            cursor,
            f"SELECT id, day, confidence, publisher FROM events_rows {conditions.where()}"
            f" ORDER BY day {way} NULLS LAST, id LIMIT {window}",
            conditions.parameters,
        )
        groups = _grouped(told, occurrence_of(cursor, [row["id"] for row in told]), newest)
        page = groups[offset : offset + limit + 1]
        whole = len(told) < window
        if whole or (len(page) > limit and _before(page[-1]["day"], told[-1]["day"], newest)):
            break
        window *= 4
    total = len(told) if whole else count(store, conditions)
    return _shown(cursor, conditions, page, limit, total)


def _shown(
    cursor: DuckDBPyConnection, conditions: Conditions, page: list[Row], limit: int, total: int
) -> Found:
    """The occurrences of a page with the rows of their surest tellings."""
    keys = [group["key"] for group in page[:limit]]
    if total <= _FEW and _spread(keys):
        # Rows from all over the years are found sooner by what was asked than by their ids.
        sql = f"SELECT {COLUMNS} FROM events_rows {conditions.where()}"
        rows = {row["id"]: row for row in asked(cursor, sql, conditions.parameters)}
    else:
        rows = {row["id"]: row for row in _rows_of(cursor, keys)}
    made = [rows[group["key"]["id"]] | group for group in page[:limit]]
    return Found(made, total, len(page) > limit)


def _spread(keys: list[Row]) -> bool:
    """Whether rows lie more than a year apart."""
    days = [key["day"] for key in keys if key["day"] is not None]
    return bool(days) and (max(days) - min(days)).days > 366


def _grouped(told: list[Row], named: Mapping[str, str], newest: bool) -> list[Row]:
    """One row for each occurrence: its surest telling, first day, and how many tell of it."""
    groups: dict[str, list[Row]] = {}
    for row in told:
        groups.setdefault(named.get(row["id"], "o" + row["id"]), []).append(row)
    made = []
    for occurrence, rows in groups.items():
        best = max(rows, key=lambda row: (row["confidence"] or 0.0, row["id"]))
        made.append(
            {
                "key": best,
                "occurrence": occurrence,
                "day": min((row["day"] for row in rows if row["day"]), default=None),
                "tellings": len(rows),
                "publishers": len({row["publisher"] for row in rows}),
            }
        )

    def order(group: Row) -> tuple[bool, int, str]:
        day = group["day"]
        return day is None, 0 if day is None else day.toordinal() * (-1 if newest else 1), group["occurrence"]

    return sorted(made, key=order)


def _before(first: date | None, edge: date, newest: bool) -> bool:
    if first is None:
        return False
    return first > edge if newest else first < edge - timedelta(days=31)


def events(
    store: Store, conditions: Conditions, *, newest: bool = True, limit: int = 50, offset: int = 0
) -> list[Row]:
    """Tellings one by one, by their day, with `occurrence`."""
    way = "DESC" if newest else "ASC"
    cursor = store.cursor()
    keys = asked(
        cursor,
        f"SELECT id, day FROM events_rows {conditions.where()}"
        f" ORDER BY day {way} NULLS LAST, id LIMIT {int(limit)} OFFSET {int(offset)}",
        conditions.parameters,
    )
    rows = {row["id"]: row for row in _named(cursor, _rows_of(cursor, keys))}
    return [rows[key["id"]] for key in keys if key["id"] in rows]


ANALYSED = (
    "id", "article", "day", "published_day", "type", "quad", "score", "status", "contested", "actor_codes",
    "recipient_codes", "publisher", "sentence", "place", "lat", "lon", "place_country",
)  # fmt: skip
"""The columns that the analysis counts with."""


def table(store: Store, conditions: Conditions) -> pa.Table:
    """All events that a question finds, as the analysis takes them: with `story` and `occurrence`."""
    sql = f"""
    WITH hits AS MATERIALIZED (SELECT {", ".join(ANALYSED)} FROM events_rows {conditions.where()})
    SELECT h.*, s.story, o.occurrence FROM hits h
    LEFT JOIN (SELECT article, arg_max(story, version) AS story FROM stories_rows JOIN runs USING (batch)
               WHERE article IN (SELECT article FROM hits) GROUP BY article) s USING (article)
    LEFT JOIN (SELECT event, arg_max(occurrence, version) AS occurrence FROM occurrences_rows
               JOIN runs USING (batch) WHERE event IN (SELECT id FROM hits) GROUP BY event) o
    ON o.event = h.id ORDER BY day, id"""
    return store.cursor().sql(sql, params=conditions.parameters or None).to_arrow_table()


def covered(store: Store) -> list[date]:
    """The days on which anything was published."""
    rows = asked(
        store.cursor(),
        "SELECT DISTINCT published_day AS day FROM articles_rows WHERE published_day IS NOT NULL",
    )
    return sorted(row["day"] for row in rows)


def events_by_id(store: Store, ids: list[str], *, whole: bool = False) -> list[Row]:
    """The events of these ids, with `occurrence`; with `whole` they have the columns of `WHOLE`."""
    if not ids:
        return []
    cursor = store.cursor()
    keys = asked(cursor, "SELECT id, day FROM events_rows WHERE id IN (SELECT unnest(?))", [ids])
    return _named(cursor, _rows_of(cursor, keys, WHOLE if whole else COLUMNS))


def _named(cursor: DuckDBPyConnection, rows: list[Row]) -> list[Row]:
    named = occurrence_of(cursor, [row["id"] for row in rows])
    return [row | {"occurrence": named.get(row["id"], "o" + row["id"])} for row in rows]


def _rows_of(cursor: DuckDBPyConnection, keys: Iterable[Row], columns: str = COLUMNS) -> list[Row]:
    """The events of these keys (`id` and `day`).

    Joined by both, only the parts of files are unpacked in which such a day lies, which is several times as
    quick as looking for ids alone.
    """
    dated = [(key["id"], key["day"]) for key in keys if key["day"] is not None]
    undated = [key["id"] for key in keys if key["day"] is None]
    found = []
    if dated:
        chosen = ", ".join(f"e.{name.strip()}" for name in columns.split(","))
        sql = (
            f"SELECT {chosen} FROM events_rows e JOIN (SELECT unnest(?) AS id, unnest(?) AS day) k"
            " ON e.id = k.id AND e.day = k.day"
        )
        ids, days = zip(*dated, strict=True)
        found += asked(cursor, sql, [list(ids), list(days)])
    if undated:
        where = "day IS NULL AND id IN (SELECT unnest(?))"
        found += asked(cursor, f"SELECT {columns} FROM events_rows WHERE {where}", [undated])
    return found


def occurrence_of(cursor: DuckDBPyConnection, ids: list[str]) -> dict[str, str]:
    """The occurrence that each of these events tells of; those not clustered are left out."""
    if not ids:
        return {}
    rows = asked(
        cursor,
        "SELECT event, arg_max(occurrence, version) AS occurrence FROM occurrences_rows"
        " JOIN runs USING (batch) WHERE event IN (SELECT unnest(?)) GROUP BY event",
        [ids],
    )
    return {row["event"]: row["occurrence"] for row in rows}


def tellings(store: Store, occurrence: str) -> list[Row]:
    """The events that tell of one occurrence, in order of publication; none if there is no such one.

    At most `MOST_TELLINGS` of them: nobody compares more side by side.
    """
    cursor = store.cursor()
    # Those that were put elsewhere later are sorted out below.
    found = asked(
        cursor,
        "SELECT DISTINCT event FROM occurrences_rows WHERE occurrence = ?"
        f" ORDER BY event LIMIT {MOST_TELLINGS}",
        [occurrence],
    )
    ids = [row["event"] for row in found]
    if not ids and occurrence.startswith("o"):
        # An event that was not clustered is an occurrence of its own.
        ids = [occurrence[1:]]
    rows = [row for row in events_by_id(store, ids) if row["occurrence"] == occurrence]
    return sorted(rows, key=lambda row: (row["published_day"] or date.max, row["publisher"] or "", row["id"]))


def reviews(store: Store, events: list[str]) -> dict[str, list[Row]]:
    """The reviews of these events, the latest first."""
    if not events:
        return {}
    rows = asked(
        store.cursor(),
        'SELECT id, event, article, verdict, correction, note, author, "at" FROM reviews_rows'
        ' WHERE event IN (SELECT unnest(?)) ORDER BY "at" DESC, id',
        [events],
    )
    made: dict[str, list[Row]] = {}
    for row in rows:
        made.setdefault(row["event"], []).append(row)
    return made


def articles(store: Store, ids: list[str], *, text: bool = False) -> dict[str, Row]:
    """What is told of these articles, by id; the text only on request."""
    if not ids:
        return {}
    column = ", text" if text else ""
    rows = asked(
        store.cursor(),
        f"SELECT id, title, published, published_day, publisher, url, year{column} FROM articles_rows"
        " WHERE id IN (SELECT unnest(?))",
        [ids],
    )
    return {row["id"]: row for row in rows}


def report(store: Store, article: str) -> Report | None:
    """The report of one article; None if the store has none of that id, or nothing but its coding."""
    cursor = store.cursor()
    key = asked(cursor, "SELECT year FROM articles_rows WHERE id = ? LIMIT 1", [article])
    if not key:
        return None
    year = [key[0]["year"]]

    def of(name: str, column: str) -> list[Row]:
        sql = f"SELECT * FROM {name}_rows WHERE year = ? AND {column} = ?"
        return asked(cursor, sql, [*year, article])

    rows, readings = of("articles", "id"), of("readings", "article")
    if not rows or not readings or rows[0]["text"] is None:
        return None
    parts = (of(name, "article") for name in ("parties", "quotes", "events", "event_parties"))
    return report_of(rows[0], readings[0], *parts)


def span(store: Store) -> Row:
    """How far the store reaches: `first` and `last` day of publication, `articles`, `publishers`."""
    rows = asked(
        store.cursor(),
        "SELECT min(published_day) AS first, max(published_day) AS last, count(*) AS articles,"
        " count(DISTINCT publisher) AS publishers FROM articles_rows",
    )
    return rows[0]


def publishers(store: Store, most: int = 200) -> list[str]:
    """Those who published most, in alphabetical order."""
    rows = asked(
        store.cursor(),
        "SELECT publisher, count(*) AS n FROM articles_rows WHERE publisher IS NOT NULL"
        f" GROUP BY publisher ORDER BY n DESC, publisher LIMIT {int(most)}",
    )
    return sorted(row["publisher"] for row in rows)
