"""From any table of events to the columns that the analysis counts with.

Every function of this room takes an Arrow table, a polars or a pandas frame with columns of the store's view
`events` or `dyads`; `prepared` says which are needed and what stands in for those that are missing, so that
imported data sets without articles, stories or statuses can be asked the same questions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from dragoman import ontology
from dragoman.records import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

Count = Literal["occurrence", "event", "story"]
"""What is counted: the act itself however often it is told, each telling, or each story that tells of it."""

COUNTS: tuple[Count, ...] = ("occurrence", "event", "story")
_TEXT = ("id", "article", "story", "occurrence", "type", "quad", "status", "publisher", "sentence")
_PLACE = {"place": pl.String, "lat": pl.Float64, "lon": pl.Float64, "place_country": pl.String}


class AnalysisError(ValueError):
    """A question or a table that cannot be answered; the message says what is missing, in one line."""


def frame(table: Any) -> pl.DataFrame:
    """Any table as a polars frame: Arrow, polars, pandas, or what offers an Arrow stream."""
    if isinstance(table, pl.DataFrame):
        return table
    if isinstance(table, pl.LazyFrame):
        return table.collect()
    try:
        return pl.DataFrame(table)
    except (TypeError, ValueError, pl.exceptions.PolarsError) as error:
        raise AnalysisError(f"this is no table of events: {error}") from None


def _as_date(given: pl.DataFrame, name: str) -> pl.Expr:
    """A column of days, which may be written as text."""
    column = pl.col(name)
    if given.schema[name] == pl.String:
        return column.str.to_date("%Y-%m-%d", strict=False)
    return column.cast(pl.Date, strict=False)


def prepared(events: Any) -> pl.DataFrame:
    """The events with the columns that the analysis uses, each row one event × (in `dyads`) one pair.

    Needed: `day`; `actor_codes` and `recipient_codes` (lists), or `actor` and `recipient` (strings, as in
    `dyads`); and `type`, or `quad` with `score`. What else is missing is filled in: `id` by the row's number,
    `score` and `quad` from the type, `status` by actual, `article` by the id, `story` by the article,
    `occurrence` by the id, `published_day` (named `told` in the result) by the day. `contested` stays null
    where the data does not say on whose word a claim stands. Rows without a day are left out.
    """
    given = frame(events)
    has = set(given.columns)
    if "day" not in has:
        raise AnalysisError("the table of events has no column `day`")
    made = given.with_columns(_as_date(given, "day"), *_parties(given))
    made = made.filter(pl.col("day").is_not_null())
    missing = [pl.lit(None, dtype=pl.String).alias(name) for name in _TEXT if name not in has]
    missing += [pl.lit(None, dtype=kind).alias(name) for name, kind in _PLACE.items() if name not in has]
    made = made.with_columns(*missing).with_columns(pl.col(*_TEXT).cast(pl.String))
    if "id" not in has:
        made = made.with_columns(pl.format("row{}", pl.int_range(pl.len())).alias("id"))
    told = _as_date(given, "published_day") if "published_day" in has else pl.lit(None)
    made = made.with_columns(
        pl.col("status").fill_null("actual"),
        pl.col("article").fill_null(pl.col("id")),
        pl.col("occurrence").fill_null(pl.col("id")),
        pl.coalesce(told, pl.col("day")).alias("told"),
        _contested(given),
        *_coding(given),
    ).with_columns(pl.col("story").fill_null(pl.col("article")))
    kept = [*_TEXT, "score", "contested", "actors", "recipients", "day", "told", *_PLACE]
    return made.select(kept)


def _parties(given: pl.DataFrame) -> list[pl.Expr]:
    """The codes of both sides as lists, from whichever columns there are."""
    made = []
    for role in ("actor", "recipient"):
        if f"{role}_codes" in given.columns:
            column = pl.col(f"{role}_codes")
            kind = given.schema[f"{role}_codes"]
            many = column.cast(pl.List(pl.String)) if kind != pl.Null else pl.lit([], pl.List(pl.String))
        elif role in given.columns:
            one = pl.col(role).cast(pl.String)
            many = pl.when(one.is_null()).then(pl.lit([], pl.List(pl.String))).otherwise(pl.concat_list(one))
        else:
            raise AnalysisError(f"the table of events has neither `{role}_codes` nor `{role}`")
        made.append(many.fill_null(pl.lit([], pl.List(pl.String))).alias(f"{role}s"))
    return made


def _coding(given: pl.DataFrame) -> list[pl.Expr]:
    """Quad class and score: those of the row, else those of its type."""
    types = ontology.load().types
    if "type" not in given.columns and not {"quad", "score"} <= set(given.columns):
        raise AnalysisError("the table of events has no column `type`, nor `quad` and `score`")
    quad = pl.col("type").replace_strict({t.name: t.quad for t in types.values()}, default=None)
    score = pl.col("type").replace_strict({t.name: t.score for t in types.values()}, default=None)
    own = pl.col("score").cast(pl.Float64, strict=False) if "score" in given.columns else pl.lit(None)
    return [pl.col("quad").fill_null(quad), pl.coalesce(own, score).cast(pl.Float64).alias("score")]


def _contested(given: pl.DataFrame) -> pl.Expr:
    """Whether a claim stands on somebody's word: null where the data does not say."""
    if "contested" in given.columns:
        return pl.col("contested").cast(pl.Boolean, strict=False)
    if "voice" in given.columns and isinstance(given.schema["voice"], pl.List):
        return (pl.col("voice").list.len() > 0).alias("contested")
    return pl.lit(None, dtype=pl.Boolean).alias("contested")


def checked_statuses(statuses: Iterable[str]) -> list[str]:
    """The statuses as a list. AnalysisError if one is none."""
    made = [statuses] if isinstance(statuses, str) else list(statuses)
    for status in made:
        if status not in STATUSES:
            raise AnalysisError(f"no status {status!r}: one of {', '.join(STATUSES)}")
    return made


def checked_count(count: str) -> Count:
    """What is counted. AnalysisError if there is no such thing."""
    for known in COUNTS:
        if count == known:
            return known
    raise AnalysisError(f"cannot count by {count!r}: one of {', '.join(COUNTS)}")


def between(column: str, since: date | None, until: date | None) -> pl.Expr:
    """Whether a day lies from `since` to `until`, both included."""
    told = pl.lit(True)
    if since is not None:
        told = told & (pl.col(column) >= since)
    if until is not None:
        told = told & (pl.col(column) <= until)
    return told


def units(rows: pl.DataFrame, count: Count) -> pl.DataFrame:
    """One row for each thing that is counted: `unit`, `story`, `type`, `quad`, `score`, `day`, `told`.

    By occurrence: its type is the one most of its events have (the first in the alphabet if as many have
    another), its score the mean of the events of that type, its day the first one told. By story: a story
    that tells of a threat and of talks counts once for each.
    """
    rows = rows.unique("id", keep="first", maintain_order=True)
    if count == "event":
        return rows.select(pl.col("id").alias("unit"), "story", "type", "quad", "score", "day", "told")
    key = "occurrence" if count == "occurrence" else "story"
    kind = ["type", "quad"]
    grouped = (
        rows.sort("told", "id")
        .group_by(key, *kind, maintain_order=True)
        .agg(
            pl.col("story").first() if key == "occurrence" else pl.lit(None).alias("_"),
            # Rounded, since the order in which threads add up is not fixed.
            pl.col("score").mean().round(9),
            pl.col("day").min(),
            pl.col("told").min(),
            pl.len().alias("events"),
        )
    )
    if key == "story":
        return grouped.select(pl.col("story").alias("unit"), "story", *kind, "score", "day", "told")
    first = pl.col("day", "told").min().over(key)
    best = grouped.with_columns(first).sort(key, "events", *kind, descending=[False, True, False, False])
    best = best.unique(key, keep="first", maintain_order=True)
    return best.select(pl.col(key).alias("unit"), "story", *kind, "score", "day", "told").sort("told", "unit")
