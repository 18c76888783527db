"""How well the relation model tells acts apart: `python -m benchmarks.relations FILE`.

FILE has one row a line: `marked` (a sentence with `<s>actor</s>` and `<t>recipient</t>`) and `type`,
where YIELD stands for CONCEDE and RETREAT. Every row has a relation, so NONE is not chosen unless
`--none` is given.
Prints the confusion table, macro-F1 over types and quad classes, accuracy, and pairs a second; the
last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from pathlib import Path

from dragoman.reading.relation_model import SHIPPED, Relation, RelationModel
from dragoman.reading.relation_pairs import pair_of_row

QUADS = {
    "AGREE CONSULT SUPPORT": 1,
    "AID COOPERATE YIELD": 2,
    "ACCUSE REQUEST REJECT THREATEN": 3,
    "ASSAULT COERCE MOBILIZE PROTEST SANCTION": 4,
}
QUAD = {name: quad for names, quad in QUADS.items() for name in names.split()}


def answer(relation: Relation, allow_none: bool) -> str:
    """The likeliest type of the file's fifteen, CONCEDE and RETREAT taken together."""
    merged: Counter[str] = Counter()
    for name, probability in relation.types.items():
        if name == "NONE" and not allow_none:
            continue
        merged["YIELD" if name in ("CONCEDE", "RETREAT") else name] += probability  # type: ignore[assignment]
    return merged.most_common(1)[0][0]


def macro_f1(pairs: list[tuple[object, object]]) -> float:
    """Mean F1 over the labels of the gold side."""
    names = {gold for gold, _ in pairs}
    total = 0.0
    for name in names:
        hit = sum(gold == found == name for gold, found in pairs)
        wrong = sum(found == name != gold for gold, found in pairs)
        missed = sum(gold == name != found for gold, found in pairs)
        total += 2 * hit / max(1, 2 * hit + wrong + missed)
    return total / max(1, len(names))


def calibration_error(right: list[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error: mean gap between confidence and accuracy over equal-width bins."""
    total = 0.0
    for low in range(bins):
        inside = [
            (c, ok) for c, ok in right if low / bins <= c < (low + 1) / bins or (low == bins - 1 and c == 1)
        ]
        if inside:
            total += abs(sum(c for c, _ in inside) - sum(ok for _, ok in inside))
    return total / max(1, len(right))


def main() -> None:
    """Print the figures of a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--model", type=Path, default=SHIPPED, help="folder of another model")
    parser.add_argument("--none", action="store_true", help="let the model answer NONE")
    args = parser.parse_args()
    rows = [json.loads(line) for line in args.file.read_text(encoding="utf-8").splitlines() if line.strip()]
    model = RelationModel(args.model)
    pairs = [pair_of_row(row) for row in rows]
    started = time.perf_counter()
    relations = model.classify(pairs)
    seconds = time.perf_counter() - started
    answers = [
        (row["type"], answer(relation, args.none)) for row, relation in zip(rows, relations, strict=True)
    ]
    confusion = Counter((gold, found) for gold, found in answers if gold != found)
    for (gold, found), count in confusion.most_common(25):
        print(f"{count:4}  {gold:10} taken for {found}")
    right = [
        (max(relation.types.values()), answer(relation, True) == row["type"])
        for row, relation in zip(rows, relations, strict=True)
    ]
    figures = {
        "type_macro_f1": round(macro_f1(list(answers)), 4),
        "quad_macro_f1": round(macro_f1([(QUAD[g], QUAD.get(f, 0)) for g, f in answers]), 4),
        "accuracy": round(sum(g == f for g, f in answers) / len(answers), 4),
        "calibration_error": round(calibration_error(right), 4),
        "pairs_per_s": round(len(pairs) / seconds, 1),
        "rows": len(rows),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
