"""Train the ranker of whose an unnamed party is: `python training/whose/train.py`.

Reads annotated articles with the rules, writes down every choice of a country with the features of all
candidates (`recorded.py`), and fits a log-linear model (`../loglinear.py`). Writes
`src/dragoman/reading/model/whose.tsv`. Told first is what it gives on articles that it was not fitted on.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1] / "src")]

from loglinear import FOLDS, Choice, articles, fit, folds, write
from recorded import choices

from dragoman.reading import whose

STRENGTH = 8.0
"""Of the L2 penalty; chosen on the folds."""


def folded(rows: list[Choice]) -> dict[str, float]:
    """Shares of right choices, by rules and ranker, where a right one stands for choice, and how many do."""
    fold = folds(rows)
    told: Counter[str] = Counter()
    for k in range(FOLDS):
        weights = fit([row for row in rows if fold[row.article] != k], STRENGTH)
        for row in rows:
            if fold[row.article] == k:
                told["rules"] += row.right[row.ruled]
                told["ranker"] += row.taken(weights, whose.MARGIN)
                told["possible"] += any(row.right)
    return {name: round(count / len(rows), 3) for name, count in told.items()} | {"choices": len(rows)}


def main() -> None:
    """Fit, tell and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=whose.WEIGHTS)
    given = parser.parse_args()
    rows = choices(articles())
    print(folded(rows))
    write(fit(rows, STRENGTH), rows, STRENGTH, given.out)


if __name__ == "__main__":
    main()
