"""How two parties get on over time: counts, PLOVER scores and kinds of claims by day, week or month.

    table = series(store.events(limit=None).arrow(), actor="USA", recipient="RUS", by="week")

A period in which the store has no article at all is a gap: its cells are null. A period with articles but
none that tells of the dyad counts zero. The band is a bootstrap over stories, since ten articles of one
story are not ten observations.
"""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import polars as pl

from dragoman import ontology
from dragoman.analysis.bootstrap import Band, bands
from dragoman.analysis.frames import (
    AnalysisError,
    Count,
    between,
    checked_count,
    checked_statuses,
    frame,
    prepared,
    units,
)
from dragoman.analysis.groups import ANYONE, Group, group

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyarrow as pa

By = Literal["day", "week", "month"]
_EVERY: dict[str, str] = {"day": "1d", "week": "1w", "month": "1mo"}
CLAIMS = {"planned": "future", "hypothetical": "hypothetical", "negated": "negated"}
"""Shares of claims by what a status of an event makes of them."""
_QUADS = {quad: quad.replace(" ", "_") for quad in ontology.QUADS}


def series(
    events: Any,
    actor: str | Sequence[str] | Group = ANYONE,
    recipient: str | Sequence[str] | Group = ANYONE,
    by: By = "week",
    since: date | str | None = None,
    until: date | str | None = None,
    count: Count = "occurrence",
    statuses: Iterable[str] = ("actual",),
    directed: bool = True,
    covered: Any = None,
    draws: int = 400,
    seed: int = 0,
    level: float = 0.9,
) -> pa.Table:
    """One row for each period from `since` to `until`, gaps included.

    `actor` and `recipient` are codes, names of countries, lists of them, organisations whose members count
    (on the day of the event: “EU”, “NATO”), or `*` for anyone; with `directed=False` both directions count.
    `covered` tells on which days there were articles: dates, or a table with `published_day`; left out, the
    days on which any of `events` was published. What falls into periods without articles is left out.

    Columns: `period` (its first day), `covered` (share of its days with articles; 0 makes a gap), `count`,
    `stories`, `cooperation`, `conflict`, one for each quad class (`verbal_conflict`, …) and type
    (`ASSAULT`, …); `mean_score` and `sum_score` (PLOVER, -10…10 each) with `_low` and `_high`, the ends of
    their bootstrap interval of `level`; `cooperation_sum` and `conflict_sum`; `claims` (what was claimed in
    the period, by day of publication, whatever its status but historical) and the shares of claims that are
    `reported` (stand on somebody's word), `planned`, `hypothetical` and `negated`. The mean's band is null
    below two stories. The arguments stand in the schema's metadata under `dragoman`, as JSON.

    AnalysisError if a column, a party, a period or a status is none.
    """
    if by not in _EVERY:
        raise AnalysisError(f"no period {by!r}: one of {', '.join(_EVERY)}")
    counted, kept = checked_count(count), checked_statuses(statuses)
    first, last = as_day(since, "since"), as_day(until, "until")
    sides = group(actor), group(recipient)
    rows = prepared(events)
    days = _covered(covered, rows)
    rows = rows.filter(dyad(*sides, directed=directed))
    grid = _grid(days, by, first, last)
    told = units(rows.filter(pl.col("status").is_in(kept)), counted).filter(between("day", first, last))
    told = told.with_columns(pl.col("day").dt.truncate(_EVERY[by]).alias("period"))
    told = told.join(grid.filter(pl.col("covered") > 0).select("period"), on="period", how="semi")
    made = (
        grid.join(_counts(told), on="period", how="left")
        .join(_claims(rows, by, first, last), on="period", how="left")
        .sort("period")
    )
    made = _with_bands(made, told, draws, seed, level)
    made = _with_gaps(made)
    about = {
        "actor": sides[0].label,
        "recipient": sides[1].label,
        "by": by,
        "count": count,
        "statuses": kept,
        "directed": directed,
        "level": level,
    }
    return made.to_arrow().replace_schema_metadata({"dragoman": json.dumps(about)})


def dyad(one: Group, other: Group, directed: bool = True) -> pl.Expr:
    """Whether a prepared event is one of `one` towards `other`, or either way if not `directed`."""
    there = one.among("actors") & other.among("recipients")
    return there if directed else there | (other.among("actors") & one.among("recipients"))


def as_day(given: date | str | None, name: str) -> date | None:
    """A day that may be given as ISO 8601. AnalysisError if it is none."""
    if given is None or (isinstance(given, date) and not isinstance(given, datetime)):
        return given
    try:
        return given.date() if isinstance(given, datetime) else date.fromisoformat(given)
    except ValueError:
        raise AnalysisError(f"{name}: no date {given!r} (YYYY-MM-DD)") from None


def _covered(given: Any, rows: pl.DataFrame) -> pl.Series:
    """The days on which articles were published, each once."""
    if given is None:
        days = rows["told"]
    elif isinstance(given, (list, tuple, set, frozenset)):
        days = pl.Series(sorted(given), dtype=pl.Date)
    else:
        table = frame(given)
        if "published_day" not in table.columns:
            raise AnalysisError("the table of articles has no column `published_day`")
        days = table["published_day"].cast(pl.Date)
    return days.drop_nulls().unique().sort()


def _grid(days: pl.Series, by: By, since: date | None, until: date | None) -> pl.DataFrame:
    """All periods with the share of their days that have articles."""
    known = pl.DataFrame({"day": days}).filter(between("day", since, until))
    ends = [since or known["day"].min(), until or known["day"].max()]
    if not all(isinstance(end, date) for end in ends):
        return pl.DataFrame(schema={"period": pl.Date, "covered": pl.Float64})
    every = _EVERY[by]
    all_days = pl.DataFrame({"day": pl.date_range(ends[0], ends[1], "1d", eager=True)})  # type: ignore[arg-type]
    period = pl.col("day").dt.truncate(every).alias("period")
    there = all_days.with_columns(pl.col("day").is_in(known["day"].implode()).alias("there"))
    return there.group_by(period).agg(pl.col("there").mean().alias("covered")).sort("period")


def _counts(told: pl.DataFrame) -> pl.DataFrame:
    """Counts and sums of each period that has any."""
    score, quad = pl.col("score"), pl.col("quad")
    friendly = quad.str.ends_with("cooperation").fill_null(False)
    hostile = quad.str.ends_with("conflict").fill_null(False)
    return told.group_by("period").agg(
        pl.col("unit").n_unique().cast(pl.Int64).alias("count"),
        pl.col("story").n_unique().cast(pl.Int64).alias("stories"),
        friendly.sum().cast(pl.Int64).alias("cooperation"),
        hostile.sum().cast(pl.Int64).alias("conflict"),
        score.filter(friendly).sum().round(6).alias("cooperation_sum"),
        score.filter(hostile).sum().round(6).alias("conflict_sum"),
        *((quad == name).sum().cast(pl.Int64).alias(column) for name, column in _QUADS.items()),
        *((pl.col("type") == name).sum().cast(pl.Int64).alias(name) for name in ontology.load().types),
    )


def _claims(rows: pl.DataFrame, by: By, since: date | None, until: date | None) -> pl.DataFrame:
    """What was claimed in each period, by day of publication: a plan for May told in April is April's."""
    claims = rows.unique("id", maintain_order=True).filter(
        (pl.col("status") != "historical") & between("told", since, until)
    )
    return claims.group_by(pl.col("told").dt.truncate(_EVERY[by]).alias("period")).agg(
        pl.len().cast(pl.Int64).alias("claims"),
        pl.col("contested").mean().alias("reported"),
        *((pl.col("status") == status).mean().alias(name) for name, status in CLAIMS.items()),
    )


def _with_bands(made: pl.DataFrame, told: pl.DataFrame, draws: int, seed: int, level: float) -> pl.DataFrame:
    """`mean_score` and `sum_score` with the ends of their intervals."""
    place = pl.DataFrame({"period": made["period"], "row": np.arange(made.height)})
    cells = (
        told.filter(pl.col("score").is_not_null())
        .join(place, on="period")
        .group_by("row", "story")
        .agg(pl.col("score").sum().alias("sum"), pl.len().alias("n"))
        .sort("row", "story")
    )
    found: Band = bands(
        *(cells[name].to_numpy() for name in ("row", "sum", "n")),
        periods=made.height,
        draws=draws,
        seed=seed,
        level=level,
    )
    return made.with_columns(
        *(pl.Series(name, values).fill_nan(None) for name, values in found._asdict().items())
    )


def _with_gaps(made: pl.DataFrame) -> pl.DataFrame:
    """Zeros where there were articles, nulls where there were none; columns in their order."""
    types = list(ontology.load().types)
    numbers = ["count", "stories", "cooperation", "conflict", *_QUADS.values(), *types, "claims"]
    sums = ["sum_score", "sum_score_low", "sum_score_high", "cooperation_sum", "conflict_sum"]
    means = ["mean_score", "mean_score_low", "mean_score_high", "reported", *CLAIMS]
    there = pl.col("covered") > 0
    return made.select(
        "period",
        "covered",
        *(pl.when(there).then(pl.col(name).fill_null(0)).alias(name) for name in numbers[:-1]),
        *(pl.when(there).then(pl.col(name)).alias(name) for name in means[:3]),
        *(pl.when(there).then(pl.col(name).fill_null(0.0)).alias(name) for name in sums),
        pl.when(there).then(pl.col("claims").fill_null(0)).alias("claims"),
        *(pl.when(there).then(pl.col(name)).alias(name) for name in means[3:]),
    )


def next_period(day: date, by: By) -> date:
    """The first day of the period after the one that begins on `day`."""
    if by == "month":
        return date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return day + timedelta(days=7 if by == "week" else 1)
