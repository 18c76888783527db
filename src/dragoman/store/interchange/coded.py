"""One batch of somebody else's events, on its way into the columns of `tables.py`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dragoman import ontology
from dragoman.store.interchange.distinct import Made, made_of
from dragoman.store.interchange.errors import Problem
from dragoman.store.tables import ARTICLES, EVENT_PARTIES, EVENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dragoman.store.interchange.scan import Rows
    from dragoman.store.tables import Table

_WHOLE = re.compile(r"0*\d{1,9}(\.0*)?")
STRING, STRINGS, REAL = pa.string(), pa.list_(pa.string()), pa.float64()


class Coding(NamedTuple):
    """What kind of act a row is, in PLOVER's codes; `type` is None where PLOVER has none for it."""

    code: str | None
    """The type as the format has it."""
    type: str | None
    mode: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    cameo: str | None = None


class Actor(NamedTuple):
    """A party in a role, as far as a format tells of it."""

    name: str | None
    code: str | None
    sector: tuple[str, ...] = ()
    text: str | None = None


class Day(NamedTuple):
    """The date of an event: `value` and `end` as `events.date` and `date_end` have them."""

    value: str
    precision: str = "day"
    end: str | None = None

    @property
    def first(self) -> str:
        """Its first day, ISO 8601."""
        return (self.value + "-01-01")[:10] if len(self.value) == 4 else (self.value + "-01")[:10]


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows for `events`, `event_parties` and (where sources are told) `articles`, without `batch`."""

    tables: dict[str, pa.Table]
    problems: tuple[Problem, ...]
    """The rows that were not understood."""
    rows: int
    """How many rows were read, those included."""
    repeated: int = 0
    """How many rows were left out because an earlier one of the batch has their id."""


class Draft:
    """A block of rows being turned into a batch: each method fills the columns that it is about.

    What cannot be understood of a row refuses the row; the first cause counts.
    """

    def __init__(self, origin: str, rows: Rows) -> None:
        self.origin = origin
        self.rows = rows
        self.count = rows.table.num_rows
        self.columns: dict[str, pa.Array] = {}
        self._causes: dict[int, str] = {}
        self._people: dict[str, Made[tuple[Actor, ...]]] = {}
        self._addresses: tuple[pa.Array, pa.Array] | None = None

    # Reading cells.

    def cells(self, name: str) -> pa.Array:
        """The cells of a column of the format."""
        return self.rows.column(name)

    def made(self, names: Sequence[str], function: Callable[..., Any]) -> Made[Any]:
        """What `function` makes of the cells of these columns; rows it refuses (ValueError) are left out."""
        made = made_of([self.cells(name) for name in names], function)
        refused = np.array([cause is not None for cause in made.causes], bool)
        for row in np.flatnonzero(refused[made.index]) if refused.any() else ():
            self._causes.setdefault(int(row), made.causes[made.index[row]] or "")
        return made

    # Filling columns.

    def put(self, name: str, column: pa.Array) -> None:
        """One column of `events`."""
        self.columns[name] = column

    def text(self, name: str, *cells: str) -> None:
        """A column of text: the first of these cells that says something."""
        self.put(name, pc.utf8_trim_whitespace(pc.coalesce(*map(self.cells, cells))))

    def ids(self, *names: str, function: Callable[..., str] | None = None) -> None:
        """`origin_id`: the format's id, or what `function` makes of it and of other cells; `id` from that."""
        if function is None:
            given = pc.utf8_trim_whitespace(self.cells(names[0]))
        else:
            given = self.made(names, function).array(str, STRING)
        for row in np.flatnonzero(~pc.is_valid(given).to_numpy(zero_copy_only=False)):
            self._causes.setdefault(int(row), f"no {names[0]}")
        self.put("origin_id", given)
        self.put("id", content_ids("e", (self.origin,), given))

    def coding(self, names: Sequence[str], function: Callable[..., Coding]) -> None:
        """Type, mode, context, quad, score, CAMEO code and the format's own code."""
        made: Made[Coding] = self.made(names, function)
        self.put("origin_code", made.array(lambda c: c.code, STRING))
        self.put("type", made.array(lambda c: c.type, STRING))
        self.put("mode", made.array(lambda c: list(c.mode), STRINGS))
        self.put("context", made.array(lambda c: list(c.context), STRINGS))
        self.put("cameo", made.array(lambda c: c.cameo, STRING))
        self.put("quad", made.array(lambda c: ontology.quad(c.type) if c.type else None, STRING))
        self.put("score", made.array(lambda c: ontology.score(c.type, c.mode) if c.type else None, REAL))

    def dates(
        self, names: Sequence[str], function: Callable[..., Day | None], *, published: bool = False
    ) -> None:
        """When it was; `published` if that is the day of the story and not that of the act."""
        made: Made[Day] = self.made(names, function)
        days = made.array(lambda d: d.first, STRING).cast(pa.date32())
        self.put("day", days)
        self.put("day_from", made.array(lambda _: "published" if published else "text", STRING))
        self.put("date", made.array(lambda d: d.value, STRING))
        self.put("date_end", made.array(lambda d: d.end, STRING))
        self.put("date_precision", made.array(lambda d: d.precision, STRING))
        if published:
            self.put("published_day", days)

    def published(self, name: str, function: Callable[[str | None], str | None]) -> None:
        """The day of publication; what `function` refuses here stays unknown, and the row stays."""
        made = made_of([self.cells(name)], function)
        self.put("published_day", made.array(str, STRING).cast(pa.date32()))

    def point(self, lat: str, lon: str) -> None:
        """Degrees north and east; null where one is missing or impossible."""
        north, east = (_degrees(self.cells(name)) for name in (lat, lon))
        there = pc.and_(pc.less_equal(pc.abs(north), 90), pc.less_equal(pc.abs(east), 180))
        there = pc.fill_null(there, False)
        self.put("lat", pc.if_else(there, north, pa.scalar(None, REAL)))
        self.put("lon", pc.if_else(there, east, pa.scalar(None, REAL)))

    def country(self, names: Sequence[str], function: Callable[..., str | None]) -> None:
        """The country of the place."""
        self.put("place_country", made_of([self.cells(n) for n in names], function).array(str, STRING))

    def number(self, column: str, type: pa.DataType, *cells: str) -> None:
        """A whole number from the first of these cells that says something; null where it is none."""
        made = made_of([pc.coalesce(*map(self.cells, cells))], whole_number)
        self.put(column, made.array(lambda n: n, type))

    def people(self, role: str, names: Sequence[str], function: Callable[..., tuple[Actor, ...]]) -> None:
        """The parties in a role."""
        made: Made[tuple[Actor, ...]] = self.made(names, function)
        self._people[role] = made
        self.put(f"{role}_names", made.array(lambda a: [one.name for one in a if one.name], STRINGS))
        self.put(f"{role}_codes", made.array(lambda a: sorted({one.code for one in a if one.code}), STRINGS))

    def addresses(self, url: str, publisher: Callable[[str], str | None]) -> None:
        """The articles that the rows come from, known by address alone (the first, if a cell has several).

        Comes after `dates` or `published`, which say when they were published.
        """
        made = self.made([url], lambda cell: cell.split(";")[0].strip() if cell else None)
        if "publisher" not in self.columns:
            self.put("publisher", made.array(publisher, STRING))
        # What has a blank or no dot names a source that is not on the web: there is no article to point at.
        urls = made.array(lambda u: u if "." in u and " " not in u else None, STRING)
        ids = content_ids("a", (), urls)
        self.put("article", ids)
        self._addresses = (ids, urls)

    # The whole.

    def batch(self) -> Batch:
        """The batch of the rows that were understood."""
        kept = np.ones(self.count, bool)
        if self._causes:
            kept[list(self._causes)] = False
        understood = int(kept.sum())
        coded = pc.dictionary_encode(self.columns["id"].filter(pa.array(kept))).indices.to_numpy()
        kept[np.delete(np.flatnonzero(kept), np.unique(coded, return_index=True)[1])] = False
        chosen = pa.array(np.flatnonzero(kept))
        self._defaults()
        events = _table(EVENTS, self.columns, self.count).take(chosen)
        tables = {"events": events, "event_parties": self._parties(events, kept)}
        if self._addresses is not None:
            tables["articles"] = self._articles(events, kept)
        problems = [
            Problem(self.rows.source, int(self.rows.numbers[row]), cause)
            for row, cause in self._causes.items()
        ]
        told = sorted((*self.rows.problems, *problems), key=lambda problem: problem.row)
        rows, repeated = self.count + len(self.rows.problems), understood - events.num_rows
        return Batch(tables, tuple(told), rows, repeated)

    def _defaults(self) -> None:
        """What holds of all rows: these data sets list what they hold to have happened."""
        self.put("origin", pa.repeat(pa.scalar(self.origin), self.count))
        if "status" not in self.columns:
            self.put("status", pa.repeat(pa.scalar("actual"), self.count))
        if "day" in self.columns:
            self.put("year", pc.fill_null(pc.year(self.columns["day"]), 0).cast(pa.int32()))
        if "why" not in self.columns:
            self.put("why", pa.array([[f"imported from {self.origin}"]] * self.count, STRINGS))

    def _parties(self, events: pa.Table, kept: np.ndarray[Any, np.dtype[np.bool_]]) -> pa.Table:
        made = []
        for role, people in sorted(self._people.items()):
            made.append(_role_rows(role, people, events, kept))
        return pa.concat_tables(made) if made else EVENT_PARTIES.schema.remove(_BATCH).empty_table()

    def _articles(self, events: pa.Table, kept: np.ndarray[Any, np.dtype[np.bool_]]) -> pa.Table:
        assert self._addresses is not None
        chosen = pa.array(kept)
        ids, urls = (column.filter(chosen) for column in self._addresses)
        told = pc.is_valid(ids).to_numpy(zero_copy_only=False)
        coded = pc.dictionary_encode(ids, null_encoding="encode").indices.to_numpy()
        first = np.sort(np.unique(coded, return_index=True)[1])
        rows = pa.array(first[told[first]], pa.int64())
        days = events["published_day"].combine_chunks().take(rows)
        columns = {
            "id": ids.take(rows),
            "url": urls.take(rows),
            "published": days.cast(pa.string()),
            "published_day": days,
            "publisher": events["publisher"].combine_chunks().take(rows),
            "source": pa.repeat(pa.scalar(self.rows.source), len(rows)),
            "origin": pa.repeat(pa.scalar(self.origin), len(rows)),
            "authors": pa.array([[]] * len(rows), STRINGS),
            "year": pc.fill_null(pc.year(days), 0).cast(pa.int32()),
        }
        return _table(ARTICLES, columns, len(rows))


_BATCH = EVENT_PARTIES.schema.get_field_index("batch")


def _table(table: Table, columns: dict[str, pa.Array], count: int) -> pa.Table:
    """A table in the columns of `tables.py`, without `batch`, which the store gives; the rest is null."""
    schema = table.schema.remove(table.schema.get_field_index("batch"))
    made = [
        columns[field.name].cast(field.type) if field.name in columns else pa.nulls(count, field.type)
        for field in schema
    ]
    return pa.table(made, schema=schema)


def _role_rows(
    role: str, people: Made[tuple[Actor, ...]], events: pa.Table, kept: np.ndarray[Any, np.dtype[np.bool_]]
) -> pa.Table:
    """The rows of `event_parties` for one role: each event's parties, in order."""
    groups = [group or () for group in people.values]
    flat = [actor for group in groups for actor in group]
    lengths = np.array([len(group) for group in groups], np.int64)
    starts = np.cumsum(lengths) - lengths
    index = people.index[kept]
    counts = lengths[index]
    event = np.repeat(np.arange(len(index)), counts)
    position = np.arange(len(event)) - np.repeat(np.cumsum(counts) - counts, counts)
    chosen = pa.array(starts[index[event]] + position)
    row = pa.array(event)
    columns = {
        "event": events["id"].combine_chunks().take(row),
        "article": events["article"].combine_chunks().take(row),
        "role": pa.repeat(pa.scalar(role), len(event)),
        "position": pa.array(position, pa.int32()),
        "name": pa.array([a.name for a in flat], STRING).take(chosen),
        "code": pa.array([a.code for a in flat], STRING).take(chosen),
        "sector": pa.array([list(a.sector) for a in flat], STRINGS).take(chosen),
        "text": pa.array([a.text for a in flat], STRING).take(chosen),
        "year": events["year"].combine_chunks().take(row),
    }
    return _table(EVENT_PARTIES, columns, len(event))


def whole_number(cell: str | None) -> int | None:
    """A whole number that a cell names (`3`, `3.0`); None for anything else, and for a billion or more."""
    if cell is None or not _WHOLE.fullmatch(cell):
        return None
    return int(cell.partition(".")[0])


def content_ids(prefix: str, before: tuple[str, ...], column: pa.Array) -> pa.Array:
    """`content_id(prefix, *before, cell)` for every cell of a column, null where it is."""
    head = "[" + "".join(f"{encode_basestring(part)}," for part in before)
    ids = [
        None
        if cell is None
        else prefix + sha256(f"{head}{encode_basestring(cell)}]".encode()).hexdigest()[:16]
        for cell in column.to_pylist()
    ]
    return pa.array(ids, STRING)


def _degrees(column: pa.Array) -> pa.Array:
    """Numbers, with a point or a comma; null for what is none."""
    try:
        return column.cast(REAL)
    except pa.ArrowInvalid:
        cells = pc.replace_substring(pc.utf8_trim_whitespace(column), ",", ".")
        number = pc.match_substring_regex(cells, r"^[-+]?\d+(\.\d*)?$")
        return pc.if_else(number, cells, pa.scalar(None, STRING)).cast(REAL)
