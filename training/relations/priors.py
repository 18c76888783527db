"""Fit the relation model's probabilities to news: `python training/relations/priors.py`.

The frames hold all types alike, news does not: of two parties in a sentence of an article most have nothing
to do with each other there. From annotated articles come all ordered pairs of the parties of a sentence, with
their type or NONE; a scale and a bias for each type are fitted to the model's scores (vector scaling after
Guo et al. 2017, with one scale) and written into its card, where `classify --news` finds them. Printed are
the figures on articles that nothing was fitted on.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "src"))

from dragoman.evaluation import locate, sentence_window
from dragoman.reading.relation_model import SHIPPED, Pair, RelationModel, softmax

if TYPE_CHECKING:
    from collections.abc import Iterator

LEARNT = [
    *(ROOT / "tests/gold" / name for name in ("dev", "own", "blind")),
    ROOT / "training/triggers/articles",
]
UNSEEN = [ROOT / "tests/gold/wide", ROOT / "tests/gold/fresh"]
END = re.compile(r"[.!?][\"”’)]*\s+(?=[A-Z“\"])|\n")
STRENGTH = 5.0
"""Of the L2 penalty on the biases."""
Spot = tuple[int, int]


def pairs(file: Path) -> Iterator[tuple[Pair, str]]:
    """All ordered pairs of parties that the annotation names in a sentence, with the act between them."""
    row = json.loads(file.read_text("utf-8"))
    text = row["article"]["text"]
    sentences: dict[int, list[tuple[dict, Spot]]] = defaultdict(list)
    for event in row["events"]:
        window = sentence_window(text, event["sentence"])
        at = locate(text, event["trigger"], *window) if window else None
        if window and at:
            sentences[window[0]].append((event, at))
    for start, events in sentences.items():
        stop = END.search(text, max(at[1] for _, at in events))
        sentence = text[start : stop.start() + 1 if stop else len(text)].rstrip()
        named: set[Spot] = set()
        dealt: set[tuple[Spot, Spot]] = set()
        for event, at in events:
            sides = [
                [spot for party in event[side] if (spot := nearest(sentence, party["text"], at[0] - start))]
                for side in ("actor", "recipient")
            ]
            named.update(*sides)
            dealt.update(itertools.permutations(sides[0], 2))
            for actor, recipient in itertools.product(*sides):
                dealt |= {(actor, recipient), (recipient, actor)}
                if not event.get("optional") and apart(actor, recipient):
                    yield Pair(sentence, actor, recipient), event["type"]
        for one, other in itertools.permutations(sorted(named), 2):
            if (one, other) not in dealt and apart(one, other):
                yield Pair(sentence, one, other), "NONE"


def nearest(sentence: str, words: str, trigger: int) -> Spot | None:
    """Where the words stand in the sentence, of several places the nearest to the trigger."""
    spots = [found.span() for found in re.finditer(re.escape(words), sentence)]
    return min(spots, key=lambda spot: abs(spot[0] - trigger), default=None)


def apart(one: Spot, other: Spot) -> bool:
    """Whether two spans share no character."""
    return one[1] <= other[0] or other[1] <= one[0]


def scored(model: RelationModel, folders: list[Path]) -> tuple[np.ndarray, np.ndarray]:
    """The model's scores of all pairs in the articles of some folders, and the numbers of their types."""
    found = [pair for folder in folders for file in sorted(folder.glob("*.json")) for pair in pairs(file)]
    scores = model.scores([pair for pair, _ in found])[0] / model.temperature
    return scores, np.array([model.types.index(kind) for _, kind in found])


def fit(scores: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The scale and the biases that make the right types likeliest."""
    rows = np.arange(len(right))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        shares = softmax(weights[0] * scores + weights[1:])
        pull = shares.copy()
        pull[rows, right] -= 1
        total = -np.log(shares[rows, right] + 1e-12).sum() + 0.5 * STRENGTH * (weights[1:] ** 2).sum()
        return total, np.append((pull * scores).sum(), pull.sum(0) + STRENGTH * weights[1:])

    start = np.append(1.0, np.zeros(scores.shape[1]))
    return minimize(loss, start, jac=True, method="L-BFGS-B").x


def told(scores: np.ndarray, right: np.ndarray) -> dict[str, float]:
    """Log loss, expected calibration error (ten bins) and accuracy."""
    shares = softmax(scores)
    sure, good = shares.max(1), shares.argmax(1) == right
    bins = [(sure > low / 10) & (sure <= (low + 1) / 10) for low in range(10)]
    gaps = [abs(good[some].mean() - sure[some].mean()) * some.mean() for some in bins if some.any()]
    return {
        "pairs": len(right),
        "log_loss": round(float(-np.log(shares[np.arange(len(right)), right] + 1e-12).mean()), 3),
        "calibration_error": round(float(sum(gaps)), 3),
        "accuracy": round(float(good.mean()), 3),
    }


def main() -> None:
    """Fit, tell and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, default=SHIPPED)
    given = parser.parse_args()
    model = RelationModel(given.model, threads=2)
    weights = fit(*scored(model, LEARNT))
    scores, right = scored(model, UNSEEN)
    print("unseen, as trained", told(scores, right))
    print("unseen, as in news", told(weights[0] * scores + weights[1:], right))
    card = given.model / "card.json"
    row = json.loads(card.read_text("utf-8"))
    biases = {name: round(float(bias), 3) for name, bias in zip(model.types, weights[1:], strict=True)}
    row["news"] = {"scale": round(float(weights[0]), 4), "bias": biases}
    card.write_text(json.dumps(row, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
