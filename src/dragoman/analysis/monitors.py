"""What watches one number of many dyads at once, day by day: surges of counts, and falls of scores.

Both are CUSUM tests against a habit that is learned as the days go by and slowly forgotten (`half_life`).
A day enters the habit only once the test has come back to zero, so that a crisis does not pass for custom
while it builds up; after an alarm the new level is the habit. The same `step` runs on the dyads of a store
and, in `calibration`, on simulated quiet ones, so thresholds account for all that it does.

- `Surge`: counts follow a negative binomial whose rate is gamma-Poisson with exponential forgetting and whose
  dispersion is the dyad's own; the test is the log-likelihood ratio of the habit against `times` as many
  and `extra` a day more.
- `Shift`: where a day's scores rank among the dyad's own, as a standard normal number; the test is for a
  mean `by` standard deviations lower (or higher). Ranks, since scores come in a few values far from normal.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

BINS = 41
"""Scores from -10 to 10 in steps of a half."""
HOLD = 14
"""Days after an alarm in which the new level is learned and no other alarm of the kind is raised."""
PATIENCE = 120
"""Days within which a test must reach its threshold: a drift over years is no alarm, but a new habit."""
_PRIOR_EVENTS, _PRIOR_DAYS = 1.0, 1.0
_PRIOR_DISPERSION, _PRIOR_WEIGHT = 1.5, 3.0
_PRIOR_SCORES = 8.0
_FORGET_SCORES = 0.5 ** (1 / 200)
_LEAST_SCORES = 5
LEAST_RATE = 0.005


def score_bin(scores: Reals) -> Ints:
    """The bin of each PLOVER score."""
    return np.clip(np.rint((scores + 10) * 2), 0, BINS - 1).astype(np.int64)


@dataclass(slots=True)
class _Monitor:
    """Arrays with one row a dyad: `test` is the CUSUM, `onset` the day since which it is above zero (days
    since 1970; 0: it is zero), `hold` for how many days yet a new level is learned."""

    test: Reals
    onset: Ints
    hold: Ints

    @classmethod
    def fresh(cls, n: int, warm_up: int = 0) -> Self:
        """The state of `n` dyads of which nothing is known; for `warm_up` days they are only learned from."""
        made: dict[str, Any] = {
            f.name: np.zeros(
                (n, BINS) if f.name in _WIDE else n, np.int64 if f.name in _WHOLE else np.float64
            )
            for f in fields(cls)
        }
        made["hold"] += warm_up
        return cls(**made)

    def grow(self, n: int) -> None:
        """Room for `n` dyads: the new ones are as the first row, on which nothing ever happens."""
        for f in fields(self):
            values = getattr(self, f.name)
            added = np.repeat(values[:1], n - len(values), axis=0)
            setattr(self, f.name, np.concatenate([values, added]))

    def to_dict(self) -> dict[str, Any]:
        """As JSON; a row of a histogram as bin and weight of those that are not empty."""
        made: dict[str, Any] = {}
        for f in fields(self):
            values = getattr(self, f.name)
            if values.ndim == 1:
                made[f.name] = values.tolist()
            else:
                made[f.name] = [[[int(i), float(row[i])] for i in np.flatnonzero(row)] for row in values]
        return made

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The state of its JSON form."""
        made = cls.fresh(len(data["test"]))
        for f in fields(cls):
            values = getattr(made, f.name)
            if values.ndim == 1:
                values[:] = data[f.name]
            else:
                for row, cells in zip(values, data[f.name], strict=True):
                    for place, weight in cells:
                        row[place] = weight
        return made

    def alarm(self, rows: Ints) -> None:
        """Begin anew after an alarm, with the level since its onset as the habit in `HOLD` days."""
        self.test[rows] = 0.0
        self.onset[rows] = 0
        self.hold[rows] = HOLD

    def _stale(self, day: int) -> Bools:
        """Whose test has been above zero for too long."""
        return (self.onset > 0) & (day - self.onset >= PATIENCE)

    def _end_day(self, day: int) -> Bools:
        """Note since when tests are above zero; which dyads have learned their new level."""
        self.onset = np.where(self.test > 0, np.where(self.onset > 0, self.onset, day), 0)
        held = self.hold > 0
        self.hold[held] -= 1
        return held & (self.hold == 0)


_WIDE = ("habit", "pending")
_WHOLE = ("onset", "hold")


@dataclass(slots=True)
class Surge(_Monitor):
    """State of the count test: weighted sums of events and days, and of squared and expected deviations."""

    events: Reals
    days: Reals
    squares: Reals
    expected: Reals
    new_events: Reals
    new_days: Reals
    new_squares: Reals
    new_expected: Reals
    age: Reals
    """Days not yet taken into the habit."""

    def rate(self) -> Reals:
        """Events a day by habit, at usual news volume."""
        return np.maximum((self.events + _PRIOR_EVENTS) / (self.days + _PRIOR_DAYS), LEAST_RATE)

    def dispersion(self) -> Reals:
        """Variance over mean of the daily counts by habit: 1 is pure chance."""
        weight = _PRIOR_WEIGHT
        told = (self.squares + _PRIOR_DISPERSION * weight) / (self.expected + weight)
        return np.clip(told, 1.05, 25.0)

    def step(self, day: int, counts: Reals, volume: Reals, forget: float, times: float, extra: float) -> None:
        """One day: `counts` events while the news was `volume` times as many as usual."""
        habit, dispersion = self.rate(), self.dispersion()
        # A habit known from few days is taken for somewhat higher than it looks: it may well be.
        rate = habit + np.sqrt(dispersion * habit / (self.days + _PRIOR_DAYS))
        usual, more = rate * volume, (rate * times + extra) * volume
        size = usual / (dispersion - 1)
        spread = np.log((size + more) / (size + usual))
        held = (self.hold > 0) | self._stale(day)
        test = self.test + counts * (np.log(more / usual) - spread) - size * spread
        # What dragged on for so long is no turn any more: it becomes the habit.
        self.test = np.where(held, 0.0, np.maximum(0.0, test))
        self.new_events += counts
        self.new_days += volume
        self.new_squares += (counts - habit * volume) ** 2
        self.new_expected += habit * volume
        self.age += 1
        self._learn((self.test == 0) & (self.hold == 0), forget)
        self._relearn(self._end_day(day))

    def _learn(self, done: Bools, forget: float) -> None:
        """Take the days since the test was last zero into the habit."""
        fade = forget**self.age
        for name in ("events", "days", "squares", "expected"):
            old, new = getattr(self, name), getattr(self, f"new_{name}")
            old[done] = (old * fade + new)[done]
            new[done] = 0.0
        self.age[done] = 0.0

    def _relearn(self, done: Bools) -> None:
        """After an alarm the level since it began is the habit; how much counts vary stays as it was."""
        for name in ("events", "days"):
            old, new = getattr(self, name), getattr(self, f"new_{name}")
            old[done] = new[done]
        for name in ("events", "days", "squares", "expected"):
            getattr(self, f"new_{name}")[done] = 0.0
        self.age[done] = 0.0

    def expectation(self) -> Reals:
        """Events that habit would have led one to expect since the test was last zero."""
        return self.rate() * self.new_days


@dataclass(slots=True)
class Shift(_Monitor):
    """State of the score test: weighted histograms of scores by habit and since the test was last zero."""

    habit: Reals
    pending: Reals

    def step(self, rows: Ints, scores: Reals, by: float, sign: int) -> None:
        """Scores of one day: counts (rows × BINS) of the dyads `rows`, each of which has at least one.

        `sign` is 1 to watch for a fall, -1 for a rise. Forgetting is by scores, not by days: a dyad that is
        rarely in the news keeps its habit.
        """
        chance = self.habit[rows] + _PRIOR_SCORES / BINS
        chance /= chance.sum(1, keepdims=True)
        rank = np.cumsum(chance, 1) - chance / 2
        spread = np.sqrt(np.maximum(1 - (chance**3).sum(1), 0.05) / 12)
        low = ((0.5 - rank) * scores).sum(1) / (spread * np.sqrt(scores.sum(1)))
        low = np.clip(low * sign, -3.5, 3.5)
        held = self.hold[rows] > 0
        self.test[rows] = np.where(held, 0.0, np.maximum(0.0, self.test[rows] + by * low - by * by / 2))
        self.pending[rows] += scores
        self._learn(rows[(self.test[rows] == 0) & ~held])

    def _learn(self, done: Ints) -> None:
        """Take the scores since the test was last zero into the habit."""
        new = self.pending[done]
        self.habit[done] = self.habit[done] * _FORGET_SCORES ** new.sum(1, keepdims=True) + new
        self.pending[done] = 0.0

    def end_day(self, day: int) -> None:
        """The end of a day, with scores or without, for all dyads."""
        stale = self._stale(day)
        if stale.any():
            self.test[stale] = 0.0
            self._learn(np.flatnonzero(stale))
        over = self._end_day(day)
        # Too few scores to be a habit leave the old one in place.
        over &= self.pending.sum(1) >= _LEAST_SCORES
        self.habit[over] = self.pending[over]
        self.pending[over] = 0.0

    def expectation(self, rows: Ints) -> Reals:
        """The mean score by habit."""
        centre = np.arange(BINS) / 2 - 10
        total = self.habit[rows].sum(1)
        with np.errstate(invalid="ignore", divide="ignore"):
            return (self.habit[rows] @ centre) / total
