"""What the recipe reaches when taught on a benchmark's own rows: `python training/relations/ceiling.py FILE`.

Five folds; each row is answered by a model that has not seen it. A ceiling to compare with, never shipped.
The rows' YIELD is learnt as RETREAT, which scoring takes for the same.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

import torch
from data import TYPES, benchmark_rows
from torch import nn
from train import Coder, Relation, batches, encoder_folder, macro_f1, predict, yielded

FOLDS = 5


def fitted(rows: list[tuple[str, str]], epochs: int, rate: float, seed: int) -> tuple[Relation, Coder]:
    """A model taught on rows of (marked text, type)."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    coder = Coder(encoder_folder())
    model = Relation(encoder_folder(), coder)
    steps = epochs * (len(rows) // 32 + 1)
    groups = [
        {"params": [p for n, p in model.named_parameters() if n.startswith("encoder") and p.requires_grad]},
        {
            "params": [p for n, p in model.named_parameters() if not n.startswith("encoder")],
            "lr": 5 * rate,
        },
    ]
    optimizer = torch.optim.AdamW(groups, lr=rate, weight_decay=0.01, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / (0.08 * steps + 1), max(0.02, (steps - s) / steps))
    )
    told = nn.CrossEntropyLoss(label_smoothing=0.05)
    for _ in range(epochs):
        model.train()
        for group, inputs in batches(rows, coder, 32, "cpu", rng):
            kinds = torch.tensor([TYPES.index(kind) for _, kind in group])
            loss = told(model(*inputs)[0], kinds)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return model, coder


def main() -> None:
    """Train five models and print the figures of their answers together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--rate", type=float, default=2e-4)
    args = parser.parse_args()
    rows = [(text, "RETREAT" if kind == "YIELD" else kind) for text, kind in benchmark_rows(args.file)]
    random.Random(5).shuffle(rows)
    names = sorted({yielded(kind) for _, kind in rows})
    answers: list[tuple[str, str]] = []
    for fold in range(FOLDS):
        held = rows[fold::FOLDS]
        taught = [row for k, row in enumerate(rows) if k % FOLDS != fold]
        model, coder = fitted(taught, args.epochs, args.rate, fold)
        scores = predict(model, coder, [text for text, _ in held], "cpu")
        for (_, kind), row in zip(held, scores, strict=True):
            answers.append((yielded(kind), yielded(TYPES[int(row.argmax())])))
        right = sum(a == b for a, b in answers) / len(answers)
        print(f"fold {fold + 1}: accuracy so far {right:.3f}", flush=True)
    figures = {
        "type_macro_f1": round(macro_f1(answers, set(names)), 4),
        "accuracy": round(sum(a == b for a, b in answers) / len(answers), 4),
        "rows": len(answers),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
