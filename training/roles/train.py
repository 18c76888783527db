"""Train the ranker of actors and recipients: `python training/roles/train.py`.

Reads annotated articles with the rules and the trigger model, writes down every choice of an actor or a
recipient with the features of all candidates, and fits a log-linear model (a softmax over the candidates of
a choice, L2, L-BFGS). Writes `src/dragoman/reading/model/roles.tsv`. Told first is what it gives on articles
that it was not fitted on (folds over articles).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "src"))

import dragoman
from dragoman.evaluation import match_events, parties_agree, same_name
from dragoman.reading import role_choice
from dragoman.reading.assemble import Assembler
from dragoman.reading.triggers import TriggerModel
from dragoman.records import Article

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FOLDERS = [
    *(ROOT / "tests/gold" / name for name in ("dev", "own", "blind")),
    ROOT / "training/triggers/articles",
]
STRENGTH = 8.0
"""Of the L2 penalty; chosen on the folds."""
FEWEST = 2
"""Choices that a feature must occur in."""
KEPT = 0.02
"""Weights nearer to 0 are left out of the table."""
FOLDS = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """One side of one event: features of each candidate, which are right, which the rules chose."""

    article: str
    event: int
    side: str
    told: list[list[str]]
    right: list[bool]
    named: list[bool]
    """Right by its very name: what is learned, where there is one, so that "Kenyan police" is not Kenya."""
    ruled: int

    @property
    def best(self) -> list[bool]:
        """What is to be learned."""
        return self.named if any(self.named) else self.right


def choices(files: Iterable[Path], model: TriggerModel) -> list[Choice]:
    """All choices in articles for which the annotation says what is right, read with this trigger model."""
    log: list[tuple] = []

    class Recorder(role_choice.RoleChooser):
        def pick(self, event, side, found, told):  # type: ignore[no-untyped-def]
            log.append((event, side, found, told))
            return next(c for c in found if c.ruled)

    reader = dragoman.load()
    component = reader.nlp.get_pipe("dragoman_events")
    component.ranker = partial(Recorder, weights={})
    component.model = model
    made: list[Choice] = []
    for file in files:
        log.clear()
        document = json.loads(file.read_text("utf-8"))
        doc = reader.doc(Article.from_dict(document["article"]))
        report = Assembler(doc).report().to_dict()
        drafts = {id(row): draft for row, draft in zip(report["events"], doc._.events, strict=True)}
        gold = {
            id(drafts[id(pair.found)]): pair.gold
            for pair in match_events(document, report)
            if not pair.gold.get("optional")
        }
        for event, side, found, told in log:
            wanted = gold.get(id(event))
            if wanted is None:
                continue
            right = [agrees(wanted[side], c) for c in found]
            named = [
                good and agrees(wanted[side], c, by_name=True) for c, good in zip(found, right, strict=True)
            ]
            ruled = next(k for k, c in enumerate(found) if c.ruled)
            made.append(Choice(file.stem, id(event), side, told, right, named, ruled))
    return made


def agrees(wanted: list[dict], candidate: role_choice.Candidate, *, by_name: bool = False) -> bool:
    """Whether a candidate is right as gold articles are scored, or has the very name."""
    parties = [{"name": role.party.name, "code": role.party.code} for role in candidate.roles]
    if by_name and wanted:
        return any(same_name(one["name"], party["name"]) for one in wanted for party in parties)
    return parties_agree(wanted, parties)


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


def fit(rows: Sequence[Choice]) -> dict[str, float]:
    """Weights by feature."""
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
        total = (everyone - ours).sum() + 0.5 * STRENGTH * (weights @ weights)
        return total, table.x.T @ pull + STRENGTH * weights

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return {name: round(float(found.x[k]), 3) for name, k in names.items() if abs(found.x[k]) >= KEPT}


def chosen(row: Choice, weights: dict[str, float]) -> bool:
    """Whether what the ranker takes is right."""
    scores = [sum(weights.get(name, 0.0) for name in told) for told in row.told]
    best = max(range(len(scores)), key=lambda k: scores[k])
    return row.right[best if scores[best] > scores[row.ruled] + role_choice.MARGIN else row.ruled]


def folded(rows: Sequence[Choice]) -> dict[str, dict[str, float]]:
    """By the folder's letter and for all: shares of right sides and of events with both, rules and ranker."""
    articles = sorted({row.article for row in rows})
    random.Random(1).shuffle(articles)
    fold = {name: k % FOLDS for k, name in enumerate(articles)}
    events: dict[tuple[str, int], list[tuple[str, bool, bool]]] = defaultdict(list)
    for k in range(FOLDS):
        weights = fit([row for row in rows if fold[row.article] != k])
        for row in rows:
            if fold[row.article] == k:
                events[row.article, row.event].append((row.side, row.right[row.ruled], chosen(row, weights)))
    told: dict[str, dict[str, float]] = {}
    for group in ("", *sorted({name.partition("-")[0] for name in articles})):
        some = [sides for (name, _), sides in events.items() if name.startswith(group)]
        told[group or "all"] = {"events": len(some)} | {
            f"{who} {side or 'both'}": round(
                sum(all(s[at] for s in sides if not side or s[0] == side) for sides in some) / len(some), 3
            )
            for at, who in ((1, "rules"), (2, "ranker"))
            for side in ("actor", "recipient", "")
        }
    return told


def main() -> None:
    """Fit, tell and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--model", type=Path, required=True, help="a trigger model that was taught without the articles"
    )
    parser.add_argument("--out", type=Path, default=role_choice.WEIGHTS)
    given = parser.parse_args()
    files = [file for folder in FOLDERS for file in sorted(folder.glob("*.json"))]
    rows = choices(files, TriggerModel(given.model))
    for name, told in folded(rows).items():
        print(name, told)
    weights = fit(rows)
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    head = f"# {len(rows)} choices in {len(files)} articles, SHA-256 {digest}, L2 {STRENGTH:g}\n"
    lines = [f"{name}\t{weight:g}\n" for name, weight in sorted(weights.items())]
    given.out.write_text(head + "feature\tweight\n" + "".join(lines), encoding="utf-8")
    print(f"{len(lines):,} weights in {given.out}")


if __name__ == "__main__":
    main()
