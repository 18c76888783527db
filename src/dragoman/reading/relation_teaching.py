"""Teach a relation model a user's own labels: a last layer on top of the model's features.

The encoder stays as it is, so that a few hundred reviewed pairs are enough and no training
framework is needed. The new layer starts from the model's answer and is pulled back to it
(L2), so that labels with few examples stay where they were. Softmax regression by gradient descent
with momentum on all rows at once: deterministic.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragoman.reading.relation_model import HEAD, Pair, RelationModel, prior, sha256, softmax

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

STEPS = 400
RATE = 0.5
MOMENTUM = 0.9
PULL = 0.002
"""Weight of the L2 term that keeps the new layer near the base model's answer."""


class TeachingError(ValueError):
    """Rows from which nothing can be learnt; the message says why."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What teaching did: rows, labels, and accuracy on the rows before and after, and on held-out fifths."""

    rows: int
    labels: dict[str, int]
    before: float
    after: float
    cross_validated: float


def teach(pairs: Sequence[Pair], labels: Sequence[str], base: Path, out: Path) -> Lesson:
    """Fit a last layer on labelled pairs, on top of the model in `base`, and write a model folder to `out`.

    Raises TeachingError for fewer than ten rows or a single label.
    """
    import numpy as np

    if len(pairs) != len(labels):
        raise TeachingError(f"{len(pairs)} pairs and {len(labels)} labels")
    counts = Counter(labels)
    if len(pairs) < 10 or len(counts) < 2:
        raise TeachingError(
            f"{len(pairs)} rows of {len(counts)} labels: at least 10 rows of 2 labels are needed"
        )
    model = RelationModel(base)
    if model.head is not None:
        raise TeachingError(f"{base}: was itself taught; teach from its base with all rows together")
    own = [name for name in counts if name not in model.types]
    wanted = [*model.types, *sorted(own)] if set(counts) & set(model.types) else sorted(counts)
    scores, _, features = model.scores(pairs)
    start = prior(scores / model.temperature, model.types, wanted)
    gold = np.array([wanted.index(label) for label in labels])
    before = float((start.argmax(axis=1) == gold).mean())
    folds = np.arange(len(gold)) % 5
    hits = 0
    for fold in range(5):
        train, test = folds != fold, folds == fold
        weight, bias = _fit(features[train], start[train], gold[train])
        hits += int(((start[test] + features[test] @ weight + bias).argmax(axis=1) == gold[test]).sum())
    weight, bias = _fit(features, start, gold)
    after = float(((start + features @ weight + bias).argmax(axis=1) == gold).mean())
    out.mkdir(parents=True, exist_ok=True)
    np.savez(out / HEAD, weight=weight.astype(np.float32), bias=bias.astype(np.float32))
    for name in model.card["sha256"]:
        shutil.copyfile(base / name, out / name)
    card = {
        **model.card,
        "types": wanted,
        "base_types": model.types,
        "rows": len(gold),
        "sha256": {**model.card["sha256"], HEAD: sha256(out / HEAD)},
    }
    (out / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    return Lesson(len(gold), dict(counts), before, after, hits / len(gold))


def _fit(features: Any, start: Any, gold: Any) -> tuple[Any, Any]:
    """Weight and bias that, added to `start`, make `gold` likely."""
    import numpy as np

    size, count = features.shape[1], start.shape[1]
    scale = 1.0 / max(1e-6, float(np.sqrt((features**2).sum(axis=1).mean())))
    inputs = features * scale
    weight, bias = np.zeros((size, count)), np.zeros(count)
    speed_w, speed_b = np.zeros_like(weight), np.zeros_like(bias)
    target = np.eye(count)[gold]
    for _ in range(STEPS):
        wrong = (softmax(start + inputs @ weight + bias) - target) / len(gold)
        speed_w = MOMENTUM * speed_w - RATE * (inputs.T @ wrong + PULL * weight)
        speed_b = MOMENTUM * speed_b - RATE * (wrong.sum(axis=0) + PULL * bias)
        weight += speed_w
        bias += speed_b
    return weight * scale, bias
