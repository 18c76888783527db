"""Stories and occurrences of a store, kept up to date: what is new, with all it can touch, and nothing else.

New articles are taken in slices of their days. A slice is put into stories together with the articles that
were published around it; then the events of all articles whose story is new or another are put into
occurrences, together with those of the same days and stories. Both are written in one transaction a slice, so
that a run that was cut off leaves nothing half done, and the next one goes on with what has no story yet.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from dragoman.store.occurrences import COLUMNS, DAYS, occurrences_reached
from dragoman.store.provenance import RunCard
from dragoman.store.stories import COPY_DAYS, TELLING_DAYS, stories_reached

if TYPE_CHECKING:
    from collections.abc import Callable

    from dragoman.store.store import Store

SLICE = 20_000
"""Articles that are taken at once; about 900 bytes of each are held, and of those around them."""
FARTHEST = 60
"""Days that a chain of likenesses is followed beyond a slice. Only what is reprinted again and again for
longer, as a standing column is, may come out differently by the batches that it came in."""

Days = tuple[int | None, int | None]
"""The first and last of some days, as ordinals; None for what has no day."""
_ORDINAL_OF_EPOCH = date(1970, 1, 1).toordinal()
_EVENTS = ", ".join(f"e.{name}" for name in (*COLUMNS, "date_end") if name != "story")


def cluster(store: Store, progress: Callable[[int, int], None] | None = None) -> int | None:
    """Put everything committed since the last clustering into stories and occurrences.

    `progress` is called after each slice with the articles done and to do. Returns the new version, None if
    nothing changed. Raises StoreError if the store cannot be written.
    """
    store.refresh()
    runs = store.versions()
    clustered = [
        through or 0
        for kind, through in zip(runs["kind"].to_pylist(), runs["through"].to_pylist(), strict=True)
        if kind == "cluster"
    ]
    since, until = max(clustered, default=0), store.version
    later = {
        kind
        for kind, version in zip(runs["kind"].to_pylist(), runs["version"].to_pylist(), strict=True)
        if version > since
    }
    if not later - {"cluster", "review"}:
        return None
    slices = list(_slices(store))
    total, done = sum(count for _, count in slices), 0
    version: int | None = None
    if "reread" in later:
        reread = _reread(store, since, until)
        if reread.num_rows:
            through = since if slices else until
            card = RunCard("cluster", through=through)
            version = store.append(
                {"occurrences": reread}, card, again=lambda: {"occurrences": _reread(store, since, until)}
            )
    for number, (spans, count) in enumerate(slices, start=1):
        through = until if number == len(slices) else since
        # What comes in between may belong to these stories: then they are found anew.
        again = partial(_slice, store, spans)
        rows = again()
        if rows is not None:
            version = store.append(rows, RunCard("cluster", through=through), again=again) or version
        done += count
        if progress:
            progress(done, total)
    return version


def _slices(store: Store) -> list[tuple[list[Days], int]]:
    """Days with at most `SLICE` articles that have no story, or one day with more, and how many they are."""
    counted = _asked(
        store,
        "SELECT published_day AS day, count(*) AS articles FROM articles"
        " WHERE story IS NULL AND signature IS NOT NULL GROUP BY ALL ORDER BY day NULLS FIRST",
    )
    slices: list[tuple[list[Days], int]] = []
    for day, count in zip(counted["day"].to_pylist(), counted["articles"].to_pylist(), strict=True):
        ordinal = None if day is None else day.toordinal()
        spans, held = slices[-1] if slices else ([], 0)
        if not slices or held + count > SLICE:
            slices.append(([(ordinal, ordinal)], count))
            continue
        before = spans[-1]
        joined = [(before[0], ordinal)] if before[0] is not None else [before, (ordinal, ordinal)]
        slices[-1] = ([*spans[:-1], *joined], held + count)
    return slices


def _slice(store: Store, spans: list[Days]) -> dict[str, pa.Table] | None:
    """The rows for the new articles of these days and for all they touch; None if there are none."""
    stories = pa.concat_tables([_stories(store, *span) for span in spans])
    if not stories.num_rows:
        return None
    fresh = {"stories": stories}
    events = _asked(store, _events("e.article IN (SELECT article FROM _stories)"), fresh)
    return {"stories": stories, "occurrences": _occurrences(store, events, fresh)}


def _stories(store: Store, first: int | None, last: int | None) -> pa.Table:
    select = (
        "WITH latest AS (SELECT article, arg_max(story, version) AS story,"
        " arg_max(wording, version) AS wording FROM stories_rows JOIN runs USING (batch) GROUP BY article)"
        " SELECT id, published, published_day, signature, latest.story, latest.wording"
        " FROM articles_rows LEFT JOIN latest ON latest.article = id"
    )
    if first is None or last is None:
        found = _asked(store, f"{select} WHERE signature IS NOT NULL AND published_day IS NULL")
        fresh = found.filter(pc.is_null(found["story"]))
        return stories_reached(fresh, found)[0]
    low, high = first - COPY_DAYS - TELLING_DAYS, last + COPY_DAYS + TELLING_DAYS
    while True:
        found = _asked(
            store,
            f"{select} WHERE signature IS NOT NULL AND published_day BETWEEN {_day(low)} AND {_day(high)}",
        )
        ordinals = pc.add(found["published_day"].cast(pa.int32()).cast(pa.int64()), _ORDINAL_OF_EPOCH)
        inside = pc.and_(pc.greater_equal(ordinals, first), pc.less_equal(ordinals, last))
        fresh = found.filter(pc.and_(pc.is_null(found["story"]), inside))
        old = found.filter(pc.invert(pc.is_null(found["story"])))
        table, (earliest, latest) = stories_reached(fresh, old)
        wanted = min(low, earliest - COPY_DAYS), max(high, latest + COPY_DAYS)
        if wanted == (low, high) or low < first - FARTHEST or high > last + FARTHEST:
            return table
        low, high = wanted[0] - COPY_DAYS, wanted[1] + COPY_DAYS


def _events(where: str) -> str:
    """The events for which `where` holds, with the stories just found instead of those kept."""
    return (
        f"SELECT {_EVENTS}, coalesce(n.story, e.story) AS story, e.occurrence FROM events e"
        f" LEFT JOIN _stories n ON n.article = e.article WHERE e.sentence IS NOT NULL AND ({where})"
    )


def _occurrences(store: Store, events: pa.Table, fresh: dict[str, pa.Table]) -> pa.Table:
    """Occurrences of these events and of all that they touch."""
    if not events.num_rows:
        return pa.table([[], []], names=["event", "occurrence"])
    # Events of one article may lie years apart: the days that count are those there are, not all between.
    days = {day.toordinal() for day in events["day"].to_pylist() if day is not None}
    wanted, tries = _around(days, 2 * DAYS), 0
    stories = {story for story in events["story"].to_pylist() if story}
    while True:
        bounds = fresh | {
            "days": pa.table({"day": pa.array([_as_date(day) for day in sorted(wanted)], pa.date32())}),
            "same": pa.table({"story": pa.array(sorted(stories), pa.string())}),
        }
        known = _asked(
            store,
            _events(
                "e.day IN (SELECT day FROM _days) OR coalesce(n.story, e.story) IN (SELECT story FROM _same)"
            ),
            bounds,
        )
        table, reached, told = occurrences_reached(known.slice(0, 0), known, events["id"].to_pylist())
        near = _around(reached, DAYS)
        tries += 1
        if (near <= wanted and told <= stories) or tries * DAYS > FARTHEST:
            return table
        wanted |= _around(near, DAYS)
        stories |= told


def _reread(store: Store, since: int, until: int) -> pa.Table:
    """Occurrences of events that were read anew, or whose companions are there no more."""
    fresh = {"stories": pa.table({"article": pa.array([], pa.string()), "story": pa.array([], pa.string())})}
    changed = (
        "e.story IS NOT NULL AND (e.occurrence IS NULL"
        " OR e.batch IN (SELECT batch FROM runs WHERE kind = 'reread'"
        f" AND version > {since} AND version <= {until})"
        " OR e.occurrence IN (SELECT occurrence FROM occurrences WHERE event NOT IN (SELECT id FROM events)))"
    )
    return _occurrences(store, _asked(store, _events(changed), fresh), fresh)


def _around(days: set[int], reach: int) -> set[int]:
    return {near for day in days for near in range(day - reach, day + reach + 1)}


def _day(ordinal: int) -> str:
    return f"DATE '{_as_date(ordinal)}'"


def _as_date(ordinal: int) -> date:
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


def _asked(store: Store, statement: str, tables: dict[str, pa.Table] | None = None) -> pa.Table:
    """The answer to a statement that sees `tables` under their names with `_` before."""
    cursor = store.cursor()
    for name, table in (tables or {}).items():
        cursor.register(f"_{name}", table)
    return cursor.sql(statement).to_arrow_table()
