"""What the analysis needs of a store, fetched with as little as will do; and alarms that follow a store.

Only this file of the analysis knows a store. Events that a reviewer rejected are left out.
"""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from dragoman.analysis.frames import AnalysisError
from dragoman.analysis.groups import ANYONE, Group, group
from dragoman.analysis.watch import AlarmWatch

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyarrow as pa

    from dragoman.analysis.watch import Alarm
    from dragoman.store import Store

    Side = str | Sequence[str] | Group

COLUMNS = (
    "id article story occurrence type quad score actor_codes recipient_codes status contested sentence day "
    "published_day publisher place lat lon place_country"
).split()
STATE = "alarms-state.json"


def events_between(
    store: Store,
    actor: Side = ANYONE,
    recipient: Side = ANYONE,
    directed: bool = True,
    statuses: Sequence[str] | None = None,
    extra: str = "",
    parameters: Sequence[Any] = (),
) -> pa.Table:
    """The events of two groups in the columns that the analysis uses: for `series`, `alarms`, the map.

    Who belongs to a group on which day is left to them: all who ever did are fetched. AnalysisError if nobody
    is meant.
    """
    sides = group(actor), group(recipient)
    tests, given = [_side(sides, ("actor", "recipient"))], _codes(sides)
    if not directed:
        tests.append(_side(sides, ("recipient", "actor")))
        given += _codes(sides)
    where = [f"({' OR '.join(tests)})", "verdict IS DISTINCT FROM 'reject'"]
    if statuses is not None:
        where.append("list_contains(?, status)")
        given.append(list(statuses))
    if extra:
        where.append(extra)
        given += list(parameters)
    return store.sql(
        f"SELECT {', '.join(COLUMNS)} FROM events WHERE {' AND '.join(where)} ORDER BY id", given
    ).arrow()


def _side(sides: tuple[Group, Group], roles: tuple[str, str]) -> str:
    """SQL that asks for the two groups in these roles."""
    tests = [
        "true" if side.anyone else f"list_has_any({role}_codes, ?)"
        for side, role in zip(sides, roles, strict=True)
    ]
    return f"({' AND '.join(tests)})"


def _codes(sides: tuple[Group, Group]) -> list[Any]:
    """The parameters of `_side`."""
    return [[*side.codes, *(m[0] for m in side.members)] for side in sides if not side.anyone]


def covered_days(store: Store) -> list[date]:
    """The days on which there are articles; of data imported without articles, those with events."""
    found = store.sql(
        "SELECT DISTINCT published_day AS day FROM articles WHERE published_day IS NOT NULL UNION "
        "SELECT DISTINCT coalesce(published_day, day) FROM events "
        "WHERE article IS NULL AND coalesce(published_day, day) IS NOT NULL ORDER BY 1"
    )
    return [row["day"] for row in found.rows()]


def source_line(store: Store, path: str) -> str:
    """The line under a chart that says what it was made from."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        program = f"dragoman {version('dragoman')}"
    except PackageNotFoundError:
        program = "dragoman"
    runs = store.versions()
    at = runs["at"][-1].as_py() if runs.num_rows else None
    day = f" of {at:%Y-%m-%d}" if isinstance(at, datetime) else ""
    name = path.rstrip("/").rsplit("/", 1)[-1] or path
    return f"store {name}, version {store.version}{day}; {program}"


def follow(store: Store, state: Path, through: date | None = None, years_between: float = 5.0) -> list[Alarm]:
    """The alarms of all days that are over since the last call, and the state kept in `state` for the next.

    The first call only learns: its alarms are history, which `alarms` tells. Days up to `through` are closed
    (left out: yesterday, UTC). What comes into the store late, with an earlier date, counts on the first day
    that is still open. AnalysisError if the state cannot be read.
    """
    from datetime import UTC

    end = through or (datetime.now(UTC).date() - timedelta(days=1))
    watch, seen, first = _remembered(state, years_between)
    last = watch.last_day
    if last is not None and end <= last:
        return []
    since = last or date(1, 1, 1)
    # By version, too: an article of last week that was added today.
    late = "(batch IN (SELECT batch FROM runs WHERE version > ?) OR published_day > ?)"
    rows = events_between(store, statuses=["actual"], extra=late, parameters=[seen, since])
    days = [day for day in covered_days(store) if since < day <= end]
    if not days and not rows.num_rows:
        return []
    found = watch.update(rows, covered=days, through=end)
    part = state.with_name(state.name + ".part")
    state.parent.mkdir(parents=True, exist_ok=True)
    part.write_text(json.dumps({"version": store.version, "watch": watch.to_json()}), "utf-8")
    part.replace(state)
    return [] if first else found


def _remembered(state: Path, years_between: float) -> tuple[AlarmWatch, int, bool]:
    """The watch, the version of the store it knows, and whether it is new."""
    if not state.exists():
        return AlarmWatch(years_between=years_between), 0, True
    try:
        data = json.loads(state.read_text("utf-8"))
        watch = AlarmWatch.from_json(data["watch"])
        watch.years_between = years_between
        return watch, int(data["version"]), False
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise AnalysisError(f"{state}: {error}") from None
