"""At what value of a test an alarm is due, so that quiet dyads raise no more false ones than was stated.

    python -m dragoman.analysis.calibration        # makes data/thresholds.tsv anew; about two minutes

Quiet dyads are simulated: negative binomial counts of a constant rate and dispersion, scores drawn from a
mix of their own, learned and tested by the very code that watches the real ones. How high a test rises in
each excursion from zero tells how often it passes any height. `data/thresholds.tsv` holds the heights for a
grid of rates, dispersions and mean times between false alarms; what lies between is interpolated.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from dragoman.analysis.monitors import BINS, Shift, Surge

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]

TABLE = Path(__file__).parent / "data" / "thresholds.tsv"
YEARS = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
"""Mean years between two false alarms of one test on one dyad."""
RATES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
DISPERSIONS = (1.1, 1.5, 2.5, 5.0, 10.0, 20.0)
KINDS = ("surge", "shift")
_DAYS_A_YEAR = 365.25
_HIGHEST = 40.0


@dataclass(frozen=True, slots=True)
class Design:
    """What the tests look for, and how long they remember; thresholds belong to one design."""

    half_life: float = 180.0
    """Days after which a day counts half in the habit."""
    times: float = 2.0
    extra: float = 0.3
    """A surge: so many times the usual rate, and so many events a day more."""
    by: float = 0.8
    """A fall: by so many standard deviations of the dyad's own scores."""
    warm_up: int = 28
    """Days that are learned from before the first alarm."""

    @property
    def forget(self) -> float:
        """The weight that a day keeps for each day after it."""
        return float(0.5 ** (1 / self.half_life))


def simulate(
    design: Design, rates: Reals, dispersions: Reals, dyads: int, years: float, seed: int = 0
) -> dict[str, list[Reals]]:
    """The heights of all excursions of the tests on quiet series, by kind, an array for each cell.

    A cell is one rate with one dispersion; each has `dyads` series of `years`.
    """
    rng = np.random.default_rng(seed)
    cells = len(rates)
    cell = np.repeat(np.arange(cells), dyads)
    n = len(cell)
    size = (rates / (dispersions - 1))[cell]
    chance = (1 / dispersions)[cell]
    volume = np.ones(n)
    surge, shift = Surge.fresh(n, design.warm_up), Shift.fresh(n, design.warm_up)
    pools = rng.dirichlet(np.full(BINS, 0.15), n)
    heights = {kind: np.zeros(n) for kind in KINDS}
    found: dict[str, list[tuple[NDArray[np.int64], Reals]]] = {kind: [] for kind in KINDS}
    for day in range(1, int(years * _DAYS_A_YEAR) + 1):
        counts = rng.negative_binomial(size, chance).astype(np.float64)
        surge.step(day, counts, volume, design.forget, design.times, design.extra)
        rows = np.flatnonzero(counts)
        if len(rows):
            shift.step(rows, _scores(rng, counts[rows], pools[rows]), design.by, 1)
        shift.end_day(day)
        for kind, monitor in (("surge", surge), ("shift", shift)):
            heights[kind] = np.maximum(heights[kind], monitor.test)
            # Higher than any threshold is an alarm, after which all begins anew, as it does in earnest.
            monitor.alarm(np.flatnonzero(monitor.test > _HIGHEST))
            over = np.flatnonzero((monitor.test == 0) & (heights[kind] > 0))
            if len(over):
                found[kind].append((cell[over], heights[kind][over]))
                heights[kind][over] = 0.0
    told: dict[str, list[Reals]] = {}
    for kind in KINDS:
        where = np.concatenate([c for c, _ in found[kind]] + [cell])
        height = np.concatenate([h for _, h in found[kind]] + [heights[kind]])
        told[kind] = [np.sort(height[where == number])[::-1] for number in range(cells)]
    return told


def _scores(rng: np.random.Generator, counts: Reals, pools: Reals) -> Reals:
    """Histograms of the scores of a day."""
    return np.asarray(rng.multinomial(counts.astype(np.int64), pools), dtype=np.float64)


def heights_for(excursions: Reals, dyad_years: float, years: tuple[float, ...] = YEARS) -> Reals:
    """The height that is passed once in so many years, of sorted heights seen in `dyad_years`."""
    index = np.minimum(np.maximum(dyad_years / np.array(years), 1).astype(int), len(excursions)) - 1
    return excursions[index] if len(excursions) else np.full(len(years), 0.5)


@cache
def _table() -> dict[str, Reals]:
    """Thresholds by kind: rates × dispersions × years."""
    made = {kind: np.zeros((len(RATES), len(DISPERSIONS), len(YEARS))) for kind in KINDS}
    for line in TABLE.read_text("utf-8").splitlines():
        if line.startswith("#") or line.startswith("kind"):
            continue
        kind, rate, dispersion, *values = line.split("\t")
        made[kind][RATES.index(float(rate)), DISPERSIONS.index(float(dispersion))] = [
            float(v) for v in values
        ]
    return made


def threshold(kind: str, rate: Reals, dispersion: Reals, years: float, design: Design) -> Reals:
    """The threshold of each dyad, by its own rate and dispersion, for one false alarm in `years`.

    Interpolated in the logarithms; past the grid its edge counts, past the years the line goes on. A design
    that is not the default is simulated, once for each process (some seconds).
    """
    grid = _table()[kind] if design == Design() else _simulated(design)[kind]
    rows, row_part = _place(np.log(rate), np.log(RATES))
    columns, column_part = _place(np.log(dispersion - 1), np.log(np.array(DISPERSIONS) - 1))
    row_part, column_part = row_part[:, None], column_part[:, None]
    upper = grid[rows, columns] * (1 - column_part) + grid[rows, columns + 1] * column_part
    lower = grid[rows + 1, columns] * (1 - column_part) + grid[rows + 1, columns + 1] * column_part
    by_years = upper * (1 - row_part) + lower * row_part
    at, part = _place(np.log(np.array([years])), np.log(YEARS), beyond=True)
    return np.asarray(by_years[:, at[0]] * (1 - part[0]) + by_years[:, at[0] + 1] * part[0])


def _place(values: Reals, grid: Reals, beyond: bool = False) -> tuple[NDArray[np.int64], Reals]:
    """Between which two points of a grid each value lies, and how far along."""
    at = np.clip(np.searchsorted(grid, values, side="right") - 1, 0, len(grid) - 2)
    part = (values - grid[at]) / (grid[at + 1] - grid[at])
    return at, part if beyond else np.clip(part, 0, 1)


@cache
def _simulated(design: Design, dyads: int = 100, years: float = 5.0) -> dict[str, Reals]:
    """The thresholds of any design, as `_table` has those of the default."""
    rates, dispersions = np.meshgrid(RATES, DISPERSIONS, indexing="ij")
    found = simulate(design, rates.ravel(), dispersions.ravel(), dyads, years)
    shape = (len(RATES), len(DISPERSIONS), len(YEARS))
    watched = dyads * (years - design.warm_up / _DAYS_A_YEAR)
    return {
        k: np.array([heights_for(x, watched) for x in cells]).reshape(shape) for k, cells in found.items()
    }


def main() -> None:
    """Write the table of the default design."""
    made = _simulated(Design(), 500, 5.0)
    head = [
        "# Thresholds of the tests that raise alarms: heights that quiet series pass once in so many years.",
        "# source: simulated by `python -m dragoman.analysis.calibration`, not edited by hand.",
        "\t".join(["kind", "rate", "dispersion", *(f"years_{years:g}" for years in YEARS)]),
    ]
    rows = [
        "\t".join([kind, f"{rate:g}", f"{dispersion:g}", *(f"{value:.3f}" for value in made[kind][i, j])])
        for kind in KINDS
        for i, rate in enumerate(RATES)
        for j, dispersion in enumerate(DISPERSIONS)
    ]
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text("\n".join(head + rows) + "\n", "utf-8")
    print(f"{len(rows)} rows: {TABLE}", file=sys.stderr)


if __name__ == "__main__":
    main()
