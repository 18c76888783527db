"""Choices among candidates by a log-linear model: a softmax over the candidates of a choice, L2, L-BFGS.

Shared by the rankers (`roles/`, `whose/`): both write their choices down with the names of the features
that hold of each candidate, and get a table of weights.
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[1]
FOLDERS = [
    *(ROOT / "tests/gold" / name for name in ("dev", "own", "blind")),
    ROOT / "training/triggers/articles",
]
FEWEST = 2
"""Choices that a feature must occur in."""
KEPT = 0.02
"""Weights nearer to 0 are left out of the table."""
FOLDS = 8


def articles() -> list[Path]:
    """The annotated articles that rankers learn from."""
    return [file for folder in FOLDERS for file in sorted(folder.glob("*.json"))]


@dataclass(frozen=True, slots=True)
class Choice:
    """Features of each candidate, which are right, and which the rules chose."""

    article: str
    told: list[list[str]]
    right: list[bool]
    best: list[bool]
    """What is to be learned: of those that are right the ones that are so by their very name, if any."""
    ruled: int

    def taken(self, weights: dict[str, float], margin: float) -> bool:
        """Whether what the ranker takes is right."""
        scores = [sum(weights.get(name, 0.0) for name in told) for told in self.told]
        best = max(range(len(scores)), key=lambda k: scores[k])
        return self.right[best if scores[best] > scores[self.ruled] + margin else self.ruled]


class Table:
    """Choices as one sparse matrix, a row a candidate."""

    def __init__(self, rows: Sequence[Choice], names: dict[str, int]) -> None:
        index: list[int] = []
        ends = [0]
        starts: list[int] = []
        right: list[bool] = []
        for row in rows:
            starts.append(len(ends) - 1)
            for told, good in zip(row.told, row.best, strict=True):
                index += [names[name] for name in told if name in names]
                ends.append(len(index))
                right.append(good)
        self.x = csr_matrix((np.ones(len(index)), index, ends), shape=(len(right), len(names)))
        self.starts = np.array(starts)
        self.sizes = np.diff(np.append(self.starts, len(right)))
        self.right = np.array(right)

    def sums(self, scores: np.ndarray) -> np.ndarray:
        """Log of the sum of the exponentials, a choice each."""
        most = np.maximum.reduceat(scores, self.starts)
        return np.log(np.add.reduceat(np.exp(scores - np.repeat(most, self.sizes)), self.starts)) + most


def fit(rows: Sequence[Choice], strength: float) -> dict[str, float]:
    """Weights by feature, with an L2 penalty of `strength`."""
    rows = [row for row in rows if any(row.right)]
    counts = Counter(name for row in rows for name in {name for told in row.told for name in told})
    names = {name: k for k, name in enumerate(sorted(n for n, c in counts.items() if c >= FEWEST))}
    table = Table(rows, names)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = table.x @ weights
        good = np.where(table.right, scores, -1e9)
        everyone, ours = table.sums(scores), table.sums(good)
        pull = np.exp(scores - np.repeat(everyone, table.sizes))
        pull -= np.where(table.right, np.exp(good - np.repeat(ours, table.sizes)), 0)
        total = (everyone - ours).sum() + 0.5 * strength * (weights @ weights)
        return total, table.x.T @ pull + strength * weights

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return {name: round(float(found.x[k]), 3) for name, k in names.items() if abs(found.x[k]) >= KEPT}


def folds(rows: Sequence[Choice]) -> dict[str, int]:
    """A fold for each article, so that no ranker is judged by an article that it was fitted on."""
    names = sorted({row.article for row in rows})
    random.Random(1).shuffle(names)
    return {name: k % FOLDS for k, name in enumerate(names)}


def write(weights: dict[str, float], rows: Sequence[Choice], strength: float, out: Path) -> None:
    """A table of weights, with what it was made of."""
    files = articles()
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    head = f"# {len(rows)} choices in {len(files)} articles, SHA-256 {digest}, L2 {strength:g}\n"
    lines = [f"{name}\t{weight:g}\n" for name, weight in sorted(weights.items())]
    out.write_text(head + "feature\tweight\n" + "".join(lines), encoding="utf-8")
    print(f"{len(lines):,} weights in {out}")
