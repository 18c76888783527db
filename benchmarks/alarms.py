"""How often alarms are false, and how soon true ones come.

    python -m benchmarks.alarms [--dyads 60] [--years 5] [--seed 1]

Quiet dyads are simulated with rates and dispersions of their own, and with bursts that last for days, as
news has and the calibration does not know of; then turns are planted: from one day on there is so many
times as much conflict. A turn is found if an alarm is raised within 30 days. The last line is a JSON object.
"""

from __future__ import annotations

import argparse
import json
import time
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from dragoman.analysis.watch import AlarmWatch

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dragoman.analysis.watch import Alarm

    Reals = NDArray[np.float64]

FIRST = date(2015, 1, 1)
STATED = 5.0
CALM = {"CONSULT": 5, "AGREE": 2, "SUPPORT": 1, "REQUEST": 2, "ACCUSE": 3, "REJECT": 2, "SANCTION": 1}
WAR = {"ASSAULT": 6, "THREATEN": 3, "MOBILIZE": 2, "COERCE": 2, "ACCUSE": 3}
CASES = ((0.05, 1.3), (0.2, 1.5), (1.0, 1.5), (1.0, 4.0), (5.0, 3.0))
"""Rate of all acts a day, and variance over mean."""


def counts(rng: np.random.Generator, mean: Reals, dispersion: float, bursts: bool = False) -> Reals:
    """Acts of each dyad and day (dyads × days): negative binomial; with `bursts` a level that wanders.

    The level's logarithm is a first-order autoregression with a memory of about five days and a standard
    deviation of 0.4.
    """
    if bursts:
        noise = rng.normal(0, 0.4 * np.sqrt(1 - 0.82**2), mean.shape)
        level = np.zeros(mean.shape)
        for day in range(1, mean.shape[1]):
            level[:, day] = 0.82 * level[:, day - 1] + noise[:, day]
        mean = mean * np.exp(level - 0.08)
    return rng.negative_binomial(mean / (dispersion - 1), 1 / dispersion).astype(np.float64)


def events(rng: np.random.Generator, many: Reals, mix: dict[str, int], first: date = FIRST) -> pl.DataFrame:
    """One event for each act, in the columns that imported data has."""
    dyad, offset = np.nonzero(many)
    times = many[dyad, offset].astype(np.int64)
    dyad, offset = np.repeat(dyad, times), np.repeat(offset, times)
    weights = np.array(list(mix.values()), float)
    kinds = np.array(list(mix))[rng.choice(len(mix), len(dyad), p=weights / weights.sum())]
    start = (first - date(1970, 1, 1)).days
    return pl.DataFrame(
        {
            "day": pl.Series(start + offset, dtype=pl.Int32).cast(pl.Date),
            "actor": pl.Series([f"D{n:03d}" for n in dyad.tolist()]),
            "recipient": pl.Series(["ZZZ"] * len(dyad)),
            "type": pl.Series(kinds.tolist()),
        }
    )


def raised(rows: pl.DataFrame, days: int) -> list[Alarm]:
    """The alarms that a watch raises, with articles on every day."""
    named = rows.with_row_index("number").with_columns(pl.format("e{}", "number").alias("id"))
    watch = AlarmWatch(years_between=STATED)
    return watch.update(named, covered=[FIRST + timedelta(n) for n in range(days)])


def false_alarms(seed: int, dyads: int, years: float, bursts: bool) -> list[dict[str, Any]]:
    """Dyad-years between two alarms of quiet dyads, case by case."""
    made = []
    days = int(years * 365.25)
    for number, (rate, dispersion) in enumerate(CASES):
        rng = np.random.default_rng([seed, number])
        many = counts(rng, np.full((dyads, days), rate), dispersion, bursts)
        found = len(raised(events(rng, many, CALM), days))
        between = dyads * years / max(found, 1)
        made.append({"rate": rate, "dispersion": dispersion, "alarms": found, "years": round(between, 1)})
    return made


def planted(seed: int, dyads: int, rate: float, times: float) -> dict[str, Any]:
    """Of turns to `times` as much, how many were found within 30 days, and the median delay."""
    rng = np.random.default_rng([seed, int(rate * 100), int(times)])
    quiet, length = 400, 40
    calm = counts(rng, np.full((dyads, quiet), rate), 1.5)
    war = counts(rng, np.full((dyads, length), rate * times), 1.5)
    rows = pl.concat([events(rng, calm, CALM), events(rng, war, WAR, FIRST + timedelta(quiet))])
    turn = FIRST + timedelta(quiet)
    delays: dict[str, int] = {}
    for alarm in raised(rows, quiet + length):
        if alarm.kind != "thaw" and turn <= alarm.day <= turn + timedelta(30):
            delays.setdefault(alarm.actor, (alarm.day - turn).days)
    return {
        "rate": rate,
        "times": times,
        "found": round(len(delays) / dyads, 3),
        "median_days": float(np.median(list(delays.values()))) if delays else None,
    }


def speed(n: int) -> float:
    """Events a second on a made-up store of `n` events."""
    from benchmarks.made_events import made_view

    view = made_view(n)
    begun = time.perf_counter()
    AlarmWatch().update(view)
    return n / (time.perf_counter() - begun)


def main(argv: list[str] | None = None) -> None:
    """Measure, print, and end with a JSON line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--dyads", type=int, default=60)
    parser.add_argument("--years", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--events", type=int, default=100_000)
    options = parser.parse_args(argv)
    told: dict[str, Any] = {"stated_years": STATED}
    for name, bursts in (("quiet", False), ("bursts", True)):
        told[name] = false_alarms(options.seed, options.dyads, options.years, bursts)
        print(f"years between false alarms on one dyad, {name} (stated: {STATED:g})")
        for row in told[name]:
            print(f"  {row['rate']:>5} acts a day, dispersion {row['dispersion']}: {row['years']}")
        whole = options.dyads * options.years * len(CASES) / max(1, sum(r["alarms"] for r in told[name]))
        told[f"{name}_years"] = round(whole, 1)
        print(f"  all: {whole:.1f}")
    told["turns"] = [
        planted(options.seed, options.dyads, rate, times)
        for rate in (0.1, 0.5, 2.0)
        for times in (3.0, 5.0, 10.0)
    ]
    print("turns found within 30 days, and the median delay in days")
    for row in told["turns"]:
        share, days = row["found"], row["median_days"]
        print(f"  {row['rate']} acts a day, then {row['times']:g} times as many: {share:.0%}, {days}")
    told["events_per_s"] = round(speed(options.events))
    print(f"{told['events_per_s']:,} events a second")
    print(json.dumps(told))


if __name__ == "__main__":
    main()
