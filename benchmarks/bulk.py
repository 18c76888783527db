"""What two cores give: `python -m benchmarks.bulk FILE [--articles 600] [--workers 2]`.

The same articles are added by one process (`Store.add`) and by `bulk`, each into a store of its own, both
with one thread a reader; the stores must be the same. Starting (reader, Ray) is told apart from the reading
itself, which runs from the first committed batch to the last. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from itertools import islice
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

BATCH = 20


class Clock:
    """When the first and the last batch were committed, and how many articles each time."""

    def __init__(self) -> None:
        self.begun = time.perf_counter()
        self.marks: list[tuple[float, int]] = []

    def __call__(self, done: object) -> None:
        self.marks.append((time.perf_counter(), done.articles))  # type: ignore[attr-defined]

    def told(self) -> dict[str, float]:
        """Seconds to the first commit, seconds in all, and articles a second from the first to the last."""
        (first, before), (last, after) = self.marks[0], self.marks[-1]
        return {
            "first_commit_s": round(first - self.begun, 2),
            "whole_s": round(last - self.begun, 2),
            "articles_a_second": round((after - before) / (last - first), 2),
        }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()

    import dragoman
    from dragoman.bulk.run import bulk
    from dragoman.sources import SourceError, read_source
    from dragoman.store import Store

    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        with given.file.open(encoding="utf-8") as lines:
            (folder / "news.jsonl").write_text("".join(islice(lines, given.articles)), encoding="utf-8")
        one, many = Store(folder / "one", create=True), Store(folder / "many", create=True)
        articles = [a for a in read_source(folder / "news.jsonl") if not isinstance(a, SourceError)]
        words = sum(len(article.text.split()) for article in articles)
        alone = Clock()
        one.add(articles, dragoman.load(), batch=BATCH, progress=alone)
        together = Clock()
        bulk(many, [str(folder / "news.jsonl")], workers=given.workers, batch=BATCH, progress=together)
        same = [r.to_json() for r in one.reports()] == [r.to_json() for r in many.reports()]
        size = sum(file.stat().st_size for file in (folder / "one").rglob("*") if file.is_file())
    found = {
        "articles": len(articles),
        "words": words,
        "same": same,
        "bytes_an_article": size // len(articles),
    }
    found |= {"add": alone.told(), "bulk": together.told()}
    ratio = together.told()["articles_a_second"] / alone.told()["articles_a_second"]
    for name, value in found.items():
        print(f"{name:<18} {value}")
    print(f"{given.workers} workers on {os.cpu_count()} cores: {ratio:.2f} times one process")
    print(json.dumps(found | {"ratio": round(ratio, 2)}))


if __name__ == "__main__":
    main()
