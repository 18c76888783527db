"""Change points of a history: when, looked at afterwards, one way of getting on gave place to another.

    table = series(events, "KEN", "UGA", by="week")
    changes(table, on="conflict")

PELT (Killick, Fearnhead, Eckley 2012, in `ruptures`) finds the division of the series that fits best, given
what each change point costs. That cost is calibrated: quiet series of the same length, level and dispersion
are simulated, and must yield a false change point no more often than once in `years_between`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from dragoman.analysis.frames import AnalysisError, frame

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]

_A_YEAR = {"day": 365.25, "week": 52.18, "month": 12.0}
_LEAST = 3
"""Periods that a way of getting on must last to be one."""
_SIMULATED = 400
_LONGEST = 60


def changes(table: Any, on: str = "conflict", years_between: float = 5.0, seed: int = 0) -> pa.Table:
    """The change points of one column of a table that `series` made, in order.

    `on` is a count (`conflict`, `cooperation`, `count`, a type) or a mean or sum of scores. Columns: `period`
    (the first of the new way), `until` (the last), `kind` (`worse`, `better`, or `more` and `less` for counts
    that are neither), `before` and `after` (mean of the column), `strength` (gain in fit over its cost, at
    least 1). Gaps are passed over. AnalysisError if there is no such column.
    """
    rows = frame(table)
    if on not in rows.columns or not rows.schema[on].is_numeric():
        raise AnalysisError(f"the series has no numbers {on!r}")
    known = rows.filter(pl.col(on).is_not_null()).sort("period")
    values = known[on].to_numpy().astype(np.float64)
    found: list[dict[str, Any]] = []
    if len(values) >= 2 * _LEAST:
        counted = known.schema[on].is_integer()
        signal = _standard(values[None, :], counted)[0]
        cost = _cost(values, counted, len(values) / _a_year(table), years_between, seed)
        ends = _pelt(signal, cost)
        starts = [0, *ends[:-1]]
        for number in range(1, len(starts)):
            before = slice(starts[number - 1], starts[number])
            after = slice(starts[number], ends[number])
            found.append(
                {
                    "period": known["period"][starts[number]],
                    "until": known["period"][ends[number] - 1],
                    "kind": _kind(on, float(values[after].mean() - values[before].mean())),
                    "before": float(values[before].mean()),
                    "after": float(values[after].mean()),
                    "strength": _gain(signal, before.start, after.start, after.stop) / cost,
                }
            )
    schema = {"period": pl.Date, "until": pl.Date, "kind": pl.String}
    schema |= dict.fromkeys(("before", "after", "strength"), pl.Float64)
    return pl.DataFrame(found, schema=schema).to_arrow()


def _a_year(table: Any) -> float:
    """Periods a year."""
    metadata = getattr(getattr(table, "schema", None), "metadata", None) or {}
    by = json.loads(metadata[b"dragoman"])["by"] if b"dragoman" in metadata else "week"
    return _A_YEAR[by]


def _standard(values: Reals, counted: bool) -> Reals:
    """Series (one a row) with noise of about one: roots of counts, over their period-to-period changes."""
    made = 2 * np.sqrt(np.maximum(values, 0) + 0.375) if counted else values
    # Without the largest steps, since those may be the changes that are looked for.
    steps = np.sort(np.diff(made, axis=1) ** 2, axis=1)
    kept = steps[:, : max(1, int(steps.shape[1] * 0.95))]
    # Chance alone makes roots of counts vary by about one, unless nearly all are zero.
    least = 0.5 if counted else 0.25 * np.sqrt(steps.mean(1) / 2)
    noise = np.maximum(np.sqrt(kept.mean(1) / 2), least)
    return np.asarray(made / np.maximum(noise, 1e-9)[:, None])


def _cost(values: Reals, counted: bool, years: float, years_between: float, seed: int) -> float:
    """What a change point must gain in fit: what the best one of a quiet series gains, at the stated rate."""
    rng = np.random.default_rng(seed)
    shape = (_SIMULATED, len(values))
    if counted:
        level = max(float(np.median(values)), float(values.mean()) / 2, 0.05)
        quiet = rng.negative_binomial(*_shape(level, _dispersion(values)), shape).astype(np.float64)
    else:
        quiet = rng.standard_normal(shape)
    gains = np.sort(_best_gain(_standard(quiet, counted)))
    chance = 1 - np.exp(-years / years_between)
    # Below one in a hundred so few simulated series are no guide.
    return float(np.quantile(gains, min(max(1 - chance, 0.5), 0.99)))


def _shape(level: float, dispersion: float) -> tuple[float, float]:
    """Size and chance of the negative binomial of this mean and variance over mean."""
    return level / (dispersion - 1), 1 / dispersion


def _dispersion(counts: Reals) -> float:
    """Variance over mean of counts, from one period to the next, so that changes of level do not enter."""
    steps, both = np.diff(counts) ** 2, counts[1:] + counts[:-1]
    steps, both = steps[both > 0], both[both > 0]
    if not len(both):
        return 1.05
    kept = steps / both <= np.quantile(steps / both, 0.97)
    return float(np.clip(steps[kept].sum() / both[kept].sum(), 1.05, 30.0))


def _best_gain(series: Reals) -> Reals:
    """What one change point of each series gains in fit at best: of a division in two, or half of what a
    stretch gains that begins and ends with one."""
    n = series.shape[1]
    sums = np.cumsum(series - series.mean(1, keepdims=True), axis=1)
    left = np.arange(_LEAST, n - _LEAST + 1)
    best = (sums[:, left - 1] ** 2 * n / (left * (n - left))).max(1)
    sums = np.concatenate([np.zeros((len(series), 1)), sums], axis=1)
    for long in range(_LEAST, min(n - _LEAST, _LONGEST) + 1):
        stretch = (sums[:, long:] - sums[:, :-long]) ** 2 * n / (long * (n - long))
        best = np.maximum(best, stretch.max(1) / 2)
    return np.asarray(best)


def _gain(signal: Reals, start: int, middle: int, stop: int) -> float:
    left, right = signal[start:middle], signal[middle:stop]
    return float(len(left) * len(right) / (len(left) + len(right)) * (left.mean() - right.mean()) ** 2)


def _pelt(signal: Reals, cost: float) -> list[int]:
    """Where each segment of the best division ends."""
    import ruptures

    found = ruptures.Pelt(model="l2", min_size=_LEAST, jump=1).fit(signal).predict(pen=cost)
    return [int(end) for end in found]


def _kind(on: str, step: float) -> str:
    if "score" in on or "sum" in on or "cooperation" in on:
        return "better" if step > 0 else "worse"
    if "conflict" in on:
        return "worse" if step > 0 else "better"
    return "more" if step > 0 else "less"


def change_points(
    table: Any, on: tuple[str, ...] = ("conflict", "mean_score"), years_between: float = 5.0
) -> pa.Table:
    """The change points of several columns of a series, by period, with the name of the column in `on`."""
    found = [
        frame(changes(table, name, years_between)).insert_column(0, pl.lit(name).alias("on")) for name in on
    ]
    return pl.concat(found).sort("period", "on").to_arrow()
