"""Events of a store, page by page in one order, with all that a writer may want of them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

import pyarrow as pa

from dragoman.store.filters import first_day, last_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dragoman.store.store import Store

PAGE = 50_000
"""Events in memory at a time."""
_LISTED = 1_000
"""Events that are asked for by their ids at a time."""
EXPORTS = {
    "plover-json": "write_plover_json",
    "gdelt-like": "write_gdelt_like",
    "icews-like": "write_icews_like",
    "csv": "write_flat",
    "parquet": "write_flat",
    "reports": "write_reports",
}
"""The formats that can be written, and the modules that write them."""


@dataclass(frozen=True)
class Page:
    """Some events in their order, their parties, and the addresses of their articles."""

    events: pa.Table
    """In the columns of the view `events`."""
    parties: pa.Table
    """The rows of `event_parties` of these events, by event, role and position."""
    urls: dict[str, str]
    """Article id → address."""

    @cached_property
    def by_role(self) -> dict[tuple[str, str], list[dict[str, Any]]]:
        """(event, role) → its parties, in order."""
        found: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for row in self.parties.select(["event", "role", "name", "code", "sector", "text"]).to_pylist():
            found.setdefault((row["event"], row["role"]), []).append(row)
        return found

    def rows(self) -> Iterator[dict[str, Any]]:
        """The events as dictionaries, with `actor` and `recipient` (lists of parties) and `url`."""
        # Dictionaries take ten times the room of columns, so there are only ever a few.
        for some in self.events.to_batches(max_chunksize=1_000):
            for row in some.to_pylist():
                row["actor"] = self.by_role.get((row["id"], "actor"), [])
                row["recipient"] = self.by_role.get((row["id"], "recipient"), [])
                row["url"] = self.urls.get(row["article"])
                yield row


class Writer(Protocol):
    """Writes pages of events to an open file in one format; `close` writes what belongs at its end."""

    def __init__(self, stream: IO[bytes], form: str) -> None: ...

    def write(self, page: Page) -> None: ...

    def close(self) -> None: ...


def pages(store: Store, **filters: Any) -> Iterator[Page]:
    """The events that the filters of `Store.events` let through, oldest first, in pages."""
    total = store.events(**filters, limit=0, count=True).total or 0
    if total <= PAGE:
        if total:
            yield page_of(store, store.events(**filters, order="oldest").arrow())
        return
    # Sorting is what needs memory, so what is sorted at a time is some days.
    since, until = filters.pop("since", None), filters.pop("until", None)
    first = first_day(since) if since else date.min
    last = last_day(until) if until else date.max
    for begin, end in _windows(store, first, last):
        yield from _window(store, {**filters, "since": begin.isoformat(), "until": end.isoformat()})
    if not (since or until):
        undated = [row["id"] for row in store.sql("SELECT id FROM events WHERE day IS NULL ORDER BY id")]
        for start in range(0, len(undated), _LISTED):
            found = {**filters, "event": undated[start : start + _LISTED]}
            yield page_of(store, store.events(**found, order="oldest").arrow())


def _windows(store: Store, first: date, last: date) -> Iterator[tuple[date, date]]:
    """Runs of days with no more than a page of events, or a day that has more."""
    days = store.sql(
        "SELECT day, count(*) AS events FROM events WHERE day BETWEEN ? AND ? GROUP BY day ORDER BY day",
        [first, last],
    ).rows()
    begin, end, count = None, None, 0
    for row in days:
        if begin is not None and end is not None and count + row["events"] > PAGE:
            yield begin, end
            begin, count = None, 0
        begin, end, count = begin or row["day"], row["day"], count + row["events"]
    if begin is not None and end is not None:
        yield begin, end


def _window(store: Store, filters: dict[str, Any]) -> Iterator[Page]:
    """The pages of some days: one, unless a day has more."""
    start = 0
    while (found := store.events(**filters, order="oldest", limit=PAGE, offset=start).arrow()).num_rows:
        yield page_of(store, found)
        start += found.num_rows
        if found.num_rows < PAGE:
            return


def page_of(store: Store, events: pa.Table) -> Page:
    """Events with their parties and addresses."""
    cursor = store.cursor()
    cursor.register("_asked", pa.table({"id": events["id"], "article": events["article"]}))
    parties = cursor.sql(
        "SELECT * FROM event_parties_rows WHERE event IN (SELECT id FROM _asked)"
        " ORDER BY event, role, position"
    ).to_arrow_table()
    found = cursor.execute(
        "SELECT id, url FROM articles_rows WHERE url IS NOT NULL AND id IN (SELECT article FROM _asked)"
    ).fetchall()
    return Page(events, parties, dict(found))


def export(store: Store, form: str, out: Path | IO[bytes], **filters: Any) -> int:
    """Write the events of a store (or its reports) in a format: how many were written.

    `out` is a path, where the file appears when it is complete, or an open binary stream. `filters` are those
    of `Store.events`; `reports` takes none. Raises KeyError for an unknown format, ValueError for filters
    that it does not take, OSError if it cannot be written.
    """
    module = import_module(f"dragoman.store.interchange.{EXPORTS[form]}")
    with opened(out) as stream:
        if form == "reports":
            if filters:
                raise ValueError(f"reports are exported whole: without {', '.join(sorted(filters))}")
            count: int = module.write_reports(store.reports(), stream)
            return count
        return write_pages(module.Writer(stream, form), pages(store, **filters))


def write_pages(writer: Writer, given: Iterable[Page]) -> int:
    """Write all pages: how many events they had."""
    count = 0
    for page in given:
        writer.write(page)
        count += page.events.num_rows
    writer.close()
    return count


@contextmanager
def opened(out: Path | IO[bytes]) -> Iterator[IO[bytes]]:
    """A stream to write to; a path's file appears under its name only when it is complete."""
    if not isinstance(out, Path):
        yield out
        out.flush()
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_name(out.name + ".part")
    try:
        with part.open("wb") as stream:
            yield stream
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
