"""Intervals of sums and means by drawing stories anew: what a story more or less would have made of them."""

from __future__ import annotations

import warnings
from math import exp, factorial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Ints = NDArray[np.int64]

_CELLS = 4_000_000
"""How many weights are held at a time: 32 MB of them."""


class Band(NamedTuple):
    """Sum and mean of each period with the ends of their intervals; NaN where there is none."""

    sum_score: Reals
    sum_score_low: Reals
    sum_score_high: Reals
    mean_score: Reals
    mean_score_low: Reals
    mean_score_high: Reals


def bands(
    period: Ints,
    total: Reals,
    n: Ints,
    *,
    periods: int,
    draws: int = 400,
    seed: int = 0,
    level: float = 0.9,
) -> Band:
    """The intervals of `periods` periods, from cells that are sorted by period.

    A cell is one story in one period: `total` is the sum of the scores of its `n` units. In each of `draws`
    draws every cell counts as often as a Poisson number of mean 1 says: the bootstrap for a number of
    stories that is itself left to chance. The ends are percentiles of the draws that enclose `level` of them.
    """
    sums, counts = (np.bincount(period, x, minlength=periods) for x in (total, n))
    stories = np.bincount(period, minlength=periods)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = sums / counts
    ends = np.full((4, periods), np.nan)
    ends[:2, stories == 0] = 0.0
    rng = np.random.default_rng(seed)
    edges = np.searchsorted(period, np.arange(periods + 1))
    tails = [50 * (1 - level), 100 - 50 * (1 - level)]
    step = max(1, _CELLS // max(1, draws))
    low = 0
    while low < periods:
        # As many periods at a time as fit into memory, at least one.
        high = min(periods, max(low + 1, int(np.searchsorted(edges, edges[low] + step, side="right")) - 1))
        cells = slice(edges[low], edges[high])
        inside = np.flatnonzero(stories[low:high]) + low
        low = high
        if not len(inside):
            continue
        at = edges[inside] - cells.start
        drawn = _poisson(rng, (draws, cells.stop - cells.start)).astype(np.float64)
        some = np.add.reduceat(drawn * total[cells], at, axis=1)
        ends[:2, inside] = np.percentile(some, tails, axis=0)
        enough = stories[inside] >= 2
        if enough.any():
            much = np.add.reduceat(drawn * n[cells], at, axis=1)[:, enough]
            # A draw in which no story counts has no mean; if all are such, there is no band.
            with np.errstate(invalid="ignore", divide="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore", RuntimeWarning)
                means = some[:, enough] / much
                ends[2:, inside[enough]] = np.nanpercentile(means, tails, axis=0)
    return Band(sums.astype(np.float64), ends[0], ends[1], mean, ends[2], ends[3])


def _poisson(rng: np.random.Generator, shape: tuple[int, int]) -> NDArray[np.uint8]:
    """Poisson numbers of mean 1 by a table of 65,536 entries: ten times as fast as drawing each."""
    chances = np.cumsum([exp(-1) / factorial(k) for k in range(9)])
    table = np.searchsorted(chances, (np.arange(65536) + 0.5) / 65536).astype(np.uint8)
    return table[rng.integers(0, 65536, shape, dtype=np.uint16)]
