"""Alarms of a history: when, day by day, it would have been plain that relations had turned.

    table = alarms(store.events(status="actual", limit=None).arrow(), years_between=5)

`watch.AlarmWatch` is the same, fed as events come in, and `sinks` says where its alarms go. Change points
looked for afterwards, with all of the series known, are in `changes`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from dragoman.analysis.calibration import Design
from dragoman.analysis.frames import between, prepared
from dragoman.analysis.groups import Group, group
from dragoman.analysis.series import as_day, dyad
from dragoman.analysis.watch import KINDS, Alarm, AlarmWatch

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    import pyarrow as pa

__all__ = ["KINDS", "Alarm", "AlarmWatch", "Design", "alarm_table", "alarms"]

Side = str | list[str] | tuple[str, ...] | Group

EVIDENCE = pl.Struct(
    {
        "event": pl.String,
        "occurrence": pl.String,
        "day": pl.String,
        "type": pl.String,
        "score": pl.Float64,
        "sentence": pl.String,
        "article": pl.String,
        "publisher": pl.String,
    }
)


def alarms(
    events: Any,
    dyads: Sequence[tuple[Side, Side]] | None = None,
    since: date | str | None = None,
    until: date | str | None = None,
    years_between: float = 5.0,
    kinds: Iterable[str] = KINDS,
    directed: bool = False,
    covered: Iterable[date] | None = None,
    design: Design | None = None,
) -> pa.Table:
    """The alarms that a history raises, one row each, by day; columns as the fields of `Alarm`.

    `events` as for `frames.prepared`: all of a store's, or those of the dyads of interest together with
    `covered`, the days on which there were articles. `dyads` are pairs of whatever `groups.group` takes, each
    watched as one dyad (“EU”, “RUS”); left out, every pair of codes is watched. Alarms from `since` to
    `until` are told, but all events before them are learned from. `years_between` is the stated rate: mean
    years between two false alarms on one quiet dyad. AnalysisError as for `series` and `AlarmWatch`.
    """
    first, last = as_day(since, "since"), as_day(until, "until")
    rows = prepared(events).filter(between("told", None, last)).rename({"told": "published_day"})
    rows = rows.rename({"actors": "actor_codes", "recipients": "recipient_codes"})
    days = list(covered) if covered is not None else rows["published_day"].unique().to_list()
    days = [day for day in days if last is None or day <= last]
    found: list[Alarm] = []
    settings: dict[str, Any] = {"years_between": years_between, "kinds": tuple(kinds)}
    settings |= {"directed": directed, "design": design or Design()}
    if dyads is None:
        found = AlarmWatch(**settings).update(rows, covered=days)
    for one, other in dyads or ():
        found += AlarmWatch(**settings).update(
            _as_one(rows, group(one), group(other), directed), covered=days
        )
    told = [alarm for alarm in found if first is None or alarm.day >= first]
    return alarm_table(sorted(told, key=lambda a: (a.day, a.actor, a.recipient, KINDS.index(a.kind))))


def _as_one(rows: pl.DataFrame, one: Group, other: Group, directed: bool) -> pl.DataFrame:
    """The events of two groups as those of one dyad, each side under the group's label."""
    sides = rows.rename({"actor_codes": "actors", "recipient_codes": "recipients"})
    kept = sides.filter(dyad(one, other, directed))
    made = kept.with_columns(
        pl.lit([one.label], pl.List(pl.String)).alias("actor_codes"),
        pl.lit([other.label], pl.List(pl.String)).alias("recipient_codes"),
    )
    return made.drop("actors", "recipients")


def alarm_table(found: Iterable[Alarm]) -> pa.Table:
    """Alarms as an Arrow table, with their headline."""
    rows = [
        {
            **{name: getattr(alarm, name) for name in _COLUMNS},
            "headline": alarm.headline,
            "evidence": list(alarm.evidence),
        }
        for alarm in found
    ]
    schema = {**_COLUMNS, "headline": pl.String, "evidence": pl.List(EVIDENCE)}
    return pl.DataFrame(rows, schema=schema).to_arrow()


_COLUMNS: dict[str, Any] = {
    **dict.fromkeys(("id", "actor", "recipient", "kind"), pl.String),
    **dict.fromkeys(("day", "since"), pl.Date),
    **dict.fromkeys(("observed", "expected", "strength", "years_between"), pl.Float64),
}
