"""The questions that a store answers: events, quotes, parties, stories, chronology, reports, SQL.

Each finds its rows first and joins what is known of them (story, occurrence, review) afterwards, so that a
filtered question over millions of events stays quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb

from dragoman import ontology
from dragoman.store.answer import Answer
from dragoman.store.filters import (
    Conditions,
    OneOrMany,
    QuestionError,
    days,
    event_conditions,
    known,
    like,
    many,
    quote_conditions,
)
from dragoman.store.lake import told
from dragoman.store.reviews import VERDICTS
from dragoman.store.rows import report_of
from dragoman.store.tables import EVENTS, QUOTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyarrow as pa

    from dragoman.records import Report
    from dragoman.store.store import Store

_HIDDEN = {"batch", "year"}
EVENT_COLUMNS = tuple(c.name for c in EVENTS.columns if c.name not in _HIDDEN)
QUOTE_COLUMNS = tuple(c.name for c in QUOTES.columns if c.name not in _HIDDEN)
PARTY_KINDS = ("person", "country", "government", "organisation", "group", "unknown")
ORDERS = {"newest": "DESC NULLS LAST", "oldest": "ASC NULLS LAST"}

_KNOWN_OF_HITS = """
LEFT JOIN (SELECT article, arg_max(story, version) AS story, arg_max(wording, version) AS wording
           FROM stories_rows JOIN runs USING (batch)
           WHERE article IN (SELECT article FROM hits) GROUP BY article) s USING (article)
"""
_ACTS_OF_HITS = """
LEFT JOIN (SELECT event, arg_max(occurrence, version) AS occurrence FROM occurrences_rows
           JOIN runs USING (batch) WHERE event IN (SELECT id FROM hits) GROUP BY event) o ON o.event = h.id
"""
_VERDICTS_OF_HITS = """
LEFT JOIN (SELECT event, arg_max(verdict, "at") AS verdict FROM reviews_rows
           WHERE event IN (SELECT id FROM hits) GROUP BY event) v ON v.event = h.id
"""


def asked(store: Store, statement: str, parameters: list[Any]) -> Answer:
    """The answer to one statement that only reads. Raises QuestionError for any other."""
    cursor = store.cursor()
    try:
        statements = cursor.extract_statements(statement)
        if len(statements) != 1:
            raise QuestionError("one statement at a time")
        if statements[0].type not in _READING:
            raise QuestionError("only questions (SELECT …) can be asked; a store is not changed by SQL")
        table = cursor.sql(statement, params=parameters or None).to_arrow_table()
        return Answer(table.rename_columns(_apart(table.column_names)), store.version)
    except duckdb.Error as error:
        raise QuestionError(_first_lines(error)) from error


def _apart(names: Sequence[str]) -> list[str]:
    """Names of columns, each once: a second `id` is `id_2`, as a row has one value of a name."""
    made: list[str] = []
    for name in names:
        number, free = 1, name
        while free in made:
            number += 1
            free = f"{name}_{number}"
        made.append(free)
    return made


_READING = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}


def _first_lines(error: Exception) -> str:
    return " ".join(line.strip() for line in str(error).splitlines() if line.strip())[:500]


def _answer(store: Store, sql: str, parameters: list[Any], total: int | None = None) -> Answer:
    with told(store.lake.address):
        return Answer(_table(store.cursor(), sql, parameters), store.version, total)


def _table(cursor: duckdb.DuckDBPyConnection, sql: str, parameters: list[Any]) -> pa.Table:
    return cursor.sql(sql, params=parameters or None).to_arrow_table()


def _count(store: Store, view: str, conditions: Conditions) -> int:
    row = (
        store.cursor()
        .execute(f"SELECT count(*) FROM {view} {conditions.where()}", conditions.parameters)
        .fetchone()
    )
    return int(row[0]) if row else 0


def _page(limit: int | None, offset: int) -> str:
    if (limit is not None and limit < 0) or offset < 0:
        raise QuestionError("limit and offset cannot be negative")
    return ("" if limit is None else f" LIMIT {int(limit)}") + (f" OFFSET {int(offset)}" if offset else "")


def _order(order: str) -> str:
    if order not in ORDERS:
        raise QuestionError(f"order: {order!r} is none of {', '.join(ORDERS)}")
    return ORDERS[order]


def events(
    store: Store,
    *,
    story: OneOrMany = None,
    occurrence: OneOrMany = None,
    verdict: OneOrMany = None,
    order: str = "newest",
    limit: int | None = None,
    offset: int = 0,
    count: bool = False,
    **filters: Any,
) -> Answer:
    """Events with all their columns, `story`, `occurrence` and the `verdict` of the latest review.

    `filters` are those of `filters.event_conditions`: actor, recipient, party_in (either), type, mode,
    context, quad, status, since, until, publisher, said_by, own_voice, text, place, origin, article, event,
    confidence.
    With `count` the answer tells how many there are in all. Raises QuestionError for a wrong value.
    """
    conditions = _conditions(store, story, occurrence, verdict, filters)
    total = _count(store, "events_rows", conditions) if count else None
    columns = ", ".join(f'"{name}"' for name in EVENT_COLUMNS)
    ordering = f"ORDER BY day {_order(order)}, article, position, id"
    sql = (
        f"WITH hits AS MATERIALIZED (SELECT {columns} FROM events_rows {conditions.where()} {ordering}"
        f"{_page(limit, offset)}) SELECT h.*, s.story, o.occurrence, v.verdict FROM hits h"
        f"{_KNOWN_OF_HITS}{_ACTS_OF_HITS}{_VERDICTS_OF_HITS}{ordering}"
    )
    return _answer(store, sql, conditions.parameters, total)


def _conditions(
    store: Store, story: OneOrMany, occurrence: OneOrMany, verdict: OneOrMany, filters: dict[str, Any]
) -> Conditions:
    conditions = event_conditions(**filters)
    if many(story):
        conditions.add("article IN (SELECT article FROM stories WHERE list_contains(?, story))", many(story))
    if many(occurrence):
        conditions.add(
            "id IN (SELECT event FROM occurrences WHERE list_contains(?, occurrence))", many(occurrence)
        )
    if verdicts := known("verdict", verdict, VERDICTS, upper=False):
        conditions.add("id IN (SELECT event FROM verdicts WHERE list_contains(?, verdict))", verdicts)
    return conditions


def quotes(
    store: Store,
    *,
    order: str = "newest",
    limit: int | None = None,
    offset: int = 0,
    count: bool = False,
    **filters: Any,
) -> Answer:
    """Quotes with all their columns and `story`.

    `filters` are those of `filters.quote_conditions`: said_by, kind, since, until, publisher, text, article.
    """
    conditions = quote_conditions(**filters)
    total = _count(store, "quotes_rows", conditions) if count else None
    columns = ", ".join(f'"{name}"' for name in QUOTE_COLUMNS)
    ordering = f"ORDER BY published_day {_order(order)}, article, position, id"
    sql = (
        f"WITH hits AS MATERIALIZED (SELECT {columns} FROM quotes_rows {conditions.where()} {ordering}"
        f"{_page(limit, offset)}) SELECT h.*, s.story FROM hits h{_KNOWN_OF_HITS}{ordering}"
    )
    return _answer(store, sql, conditions.parameters, total)


def parties(
    store: Store,
    *,
    code: OneOrMany = None,
    sector: OneOrMany = None,
    kind: OneOrMany = None,
    text: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> Answer:
    """Parties over all articles, a row for each code and name.

    Columns: `code`, `name`, `sector`, `kind`, `articles` (that name it), `acts` (events it is an actor of),
    `suffers` (events it is a recipient of). Most often named first.
    """
    conditions = Conditions()
    codes = [value.upper() for value in many(code)]
    for column, values in (("code", codes), ("kind", known("kind", kind, PARTY_KINDS, upper=False))):
        if values:
            conditions.add(f"list_contains(?, {column})", values)
    if sectors := known("sector", sector, ontology.load().sectors):
        conditions.add("list_has_any(sector, ?)", sectors)
    if text:
        conditions.add("name ILIKE ? ESCAPE '\\'", like(text))
    sql = f"""
    WITH named AS (
        SELECT code, name, mode(sector) AS sector, mode(kind) AS kind, count(DISTINCT article) AS articles
        FROM parties_rows {conditions.where()} GROUP BY code, name),
    roles AS (
        SELECT code, name, count(DISTINCT event) FILTER (role = 'actor') AS acts,
               count(DISTINCT event) FILTER (role = 'recipient') AS suffers
        FROM event_parties_rows GROUP BY code, name)
    SELECT n.*, coalesce(r.acts, 0) AS acts, coalesce(r.suffers, 0) AS suffers
    FROM named n LEFT JOIN roles r ON r.name = n.name AND r.code IS NOT DISTINCT FROM n.code
    ORDER BY articles DESC, n.name, n.code {_page(limit, offset)}"""
    return _answer(store, sql, conditions.parameters)


def stories(
    store: Store,
    *,
    since: str | None = None,
    until: str | None = None,
    publisher: OneOrMany = None,
    text: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> Answer:
    """Stories, latest first: `story`, `title` (of its first article), `first` and `last` day, `articles`,
    `publishers`. An article that was not clustered yet is a story of its own.
    """
    conditions = Conditions()
    days(conditions, "published_day", since, until)
    for value in many(publisher):
        conditions.add("publisher ILIKE ? ESCAPE '\\'", like(value))
    if text:
        conditions.add("title ILIKE ? ESCAPE '\\' OR text ILIKE ? ESCAPE '\\'", like(text), like(text))
    sql = f"""
    SELECT coalesce(story, 's' || id) AS story, arg_min(title, (published_day, id)) AS title,
           min(published_day) AS first, max(published_day) AS last, count(*) AS articles,
           count(DISTINCT publisher) AS publishers, list(id ORDER BY published_day, id) AS ids
    FROM articles {conditions.where()} GROUP BY 1
    ORDER BY last DESC NULLS LAST, story {_page(limit, offset)}"""
    return _answer(store, sql, conditions.parameters)


def chronology(
    store: Store,
    *,
    story: OneOrMany = None,
    occurrence: OneOrMany = None,
    verdict: OneOrMany = None,
    order: str = "oldest",
    limit: int | None = None,
    offset: int = 0,
    **filters: Any,
) -> Answer:
    """Occurrences in order of their days: what happened, told once however many articles tell of it.

    Takes the filters of `events`. Columns: `occurrence`, `day`, `type`, `mode`, `status`, `actor_names`,
    `recipient_names`, their codes, `place`, `sentence`, `article`, `event` (those of the surest telling), and
    over all tellings `events`, `articles`, `publishers`, `independent` (publishers, the copies of one text
    counted once) and `own_voice` (how many tell it as a fact).
    """
    conditions = _conditions(store, story, occurrence, verdict, filters)
    best = (
        "type", "mode", "status", "quad", "score", "actor_names", "recipient_names", "actor_codes",
        "recipient_codes", "place", "lat", "lon", "place_country", "sentence", "trigger", "article",
        "contested", "voice", "date", "date_precision", "publisher",
    )  # fmt: skip
    # Imported events have no confidence; they are less sure than any that tell theirs. And what the surest
    # telling leaves open stays open: another's place or date may be that of another act.
    surest = "(coalesce(confidence, 0), id)"
    chosen = ", ".join(f"arg_max_null({name}, {surest}) AS {name}" for name in best)
    # The day that orders an occurrence is the one of its telling that this order meets first, so that a page
    # can be found without looking at every event there is.
    ordering = f"ORDER BY {'min' if order == 'oldest' else 'max'}(day) {_order(order)}, occurrence"
    if limit is not None:
        _only_first(store, conditions, order, limit + offset)
    sql = f"""
    WITH hits AS MATERIALIZED (SELECT * FROM events_rows {conditions.where()}),
    worded AS (SELECT h.*, s.wording FROM hits h {_KNOWN_OF_HITS}),
    firsts AS (SELECT 'w' || id AS wording, publisher AS source FROM articles_rows
               WHERE id IN (SELECT substr(wording, 2) FROM worded WHERE wording IS NOT NULL)),
    told AS (SELECT h.*, coalesce(o.occurrence, 'o' || h.id) AS occurrence,
                    coalesce(f.source, h.wording, h.publisher, h.article, h.id) AS source
             FROM worded h LEFT JOIN firsts f USING (wording) {_ACTS_OF_HITS})
    SELECT occurrence, min(day) AS day, {chosen}, arg_max(id, {surest}) AS event,
           count(*) AS events, count(DISTINCT article) AS articles, count(DISTINCT publisher) AS publishers,
           count(DISTINCT source) AS independent, count(*) FILTER (NOT contested) AS own_voice
    FROM told GROUP BY occurrence {ordering} {_page(limit, offset)}"""
    return _answer(store, sql, conditions.parameters)


def _only_first(store: Store, conditions: Conditions, order: str, wanted: int) -> None:
    """Narrow the conditions down to events of the first `wanted` occurrences, if there are many more events.

    Events are taken in order of their days until they are of enough occurrences; a day is taken whole, since
    occurrences of one day are ordered by their ids.
    """
    taken = 50 * (wanted + 1)
    found = f"""
    WITH hits AS MATERIALIZED (SELECT id, day FROM events_rows {conditions.where()}
                               ORDER BY day {_order(order)} LIMIT {taken})
    SELECT h.id, coalesce(o.occurrence, 'o' || h.id) AS occurrence, h.day FROM hits h {_ACTS_OF_HITS}
    ORDER BY h.day {_order(order)}"""
    with told(store.lake.address):
        events = _table(store.cursor(), found, conditions.parameters)
    if events.num_rows < taken:
        return
    seen: set[str] = set()
    before = None
    for day, occurrence in zip(events["day"].to_pylist(), events["occurrence"].to_pylist(), strict=True):
        if day != before and len(seen) >= wanted:
            edge = f"SELECT id FROM events_rows WHERE day {'<=' if order == 'oldest' else '>='} ?"
            conditions.add(
                f"id IN ({edge}) OR id IN (SELECT event FROM occurrences_rows WHERE occurrence IN"
                f" (SELECT occurrence FROM occurrences_rows WHERE event IN ({edge})))",
                before,
                before,
            )
            return
        seen.add(occurrence)
        before = day


def reports(store: Store, articles: Iterable[str] | None = None, *, size: int = 500) -> Iterator[Report]:
    """The reports of these articles, or of all that have a text, in order of article id."""
    cursor = store.cursor()
    if articles is None:
        found = cursor.execute("SELECT id FROM articles_rows WHERE text IS NOT NULL ORDER BY id").fetchall()
        ids = [row[0] for row in found]
    else:
        ids = sorted(set(articles))
    for start in range(0, len(ids), size):
        part = ids[start : start + size]
        rows: dict[str, dict[str, list[dict[str, Any]]]] = {}
        for name, key in (
            ("articles", "id"), ("readings", "article"), ("parties", "article"), ("quotes", "article"),
            ("events", "article"), ("event_parties", "article"),
        ):  # fmt: skip
            table = _table(cursor, f"SELECT * FROM {name}_rows WHERE list_contains(?, {key})", [part])
            grouped: dict[str, list[dict[str, Any]]] = {}
            for row in table.to_pylist():
                grouped.setdefault(row[key], []).append(row)
            rows[name] = grouped
        for article in part:
            if article in rows["articles"] and article in rows["readings"]:
                yield report_of(
                    rows["articles"][article][0],
                    rows["readings"][article][0],
                    *(rows[n].get(article, []) for n in ("parties", "quotes", "events", "event_parties")),
                )
