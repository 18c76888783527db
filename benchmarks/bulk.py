"""What two cores give: `python -m benchmarks.bulk FILE [--articles 3000] [--workers 2]`.

The same articles are added by one process (`Store.add`) and by `bulk`, each into a store of its own, both
with one thread a reader; the stores must be the same. A file of fewer articles is gone through again, the
titles marked, until there are enough. `ratio` compares the whole commands, the start of readers and of Ray
included; `steady_ratio` the pace once a tenth of the articles is committed. Nothing else should run
meanwhile. The last line is JSON.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import tempfile
import time
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("OMP_NUM_THREADS", "1")

if TYPE_CHECKING:
    from collections.abc import Iterator

BATCH = 50
WARM = 0.1
"""Share of the articles after which the pace counts as steady."""


class Clock:
    """When each batch was committed, and how many articles there were then."""

    def __init__(self) -> None:
        self.begun = time.perf_counter()
        self.marks: list[tuple[float, int]] = []

    def __call__(self, done: object) -> None:
        self.marks.append((time.perf_counter(), done.articles))  # type: ignore[attr-defined]

    def told(self) -> dict[str, float]:
        """Seconds to the first commit and in all, and articles a second once the pace is steady."""
        last, whole = self.marks[-1]
        warm, before = next(mark for mark in self.marks if mark[1] >= WARM * whole)
        return {
            "first_commit_s": round(self.marks[0][0] - self.begun, 2),
            "whole_s": round(last - self.begun, 2),
            "steady_articles_a_second": round((whole - before) / (last - warm), 3),
        }


def repeated(lines: list[str]) -> Iterator[str]:
    """The rows as they are, then again with another title each time: articles of their own."""
    for turn in count():
        for line in lines:
            row = json.loads(line)
            if turn:
                row["title"] = f"{row.get('title') or ''} ({turn + 1})"
                row.pop("id", None)
            yield json.dumps(row, ensure_ascii=False) + "\n"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--articles", type=int, default=3000)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()

    import dragoman
    from dragoman.bulk.run import bulk
    from dragoman.sources import SourceError, read_source
    from dragoman.store import Store

    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        lines = given.file.read_text("utf-8").splitlines()
        (folder / "news.jsonl").write_text("".join(islice(repeated(lines), given.articles)), encoding="utf-8")
        one, many = Store(folder / "one", create=True), Store(folder / "many", create=True)
        articles = [a for a in read_source(folder / "news.jsonl") if not isinstance(a, SourceError)]
        words = sum(len(article.text.split()) for article in articles)
        alone = Clock()
        reader = dragoman.load()
        gc.freeze()  # as the command does
        one.add(articles, reader, batch=BATCH, progress=alone)
        gc.unfreeze()
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
    one_told, many_told = alone.told(), together.told()
    ratio = round(one_told["whole_s"] / many_told["whole_s"], 2)
    steady = round(many_told["steady_articles_a_second"] / one_told["steady_articles_a_second"], 2)
    found |= {"add": one_told, "bulk": many_told}
    for name, value in found.items():
        print(f"{name:<18} {value}")
    cores = os.cpu_count()
    print(f"{given.workers} workers on {cores} cores: {ratio} times one process, {steady} once under way")
    print(json.dumps(found | {"ratio": ratio, "steady_ratio": steady}))


if __name__ == "__main__":
    main()
