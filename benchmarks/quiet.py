"""How quiet the reader is where there is no politics: `python -m benchmarks.quiet FILE.jsonl`.

FILE has one passage a line (`text`). Prints the passages that got events; the last line is JSON with events
per 1,000 words and the share of passages with any event.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import dragoman
from dragoman.records import Article


def main() -> None:
    """Print the events and the figures of a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    args = parser.parse_args()
    rows = [json.loads(line) for line in args.file.read_text(encoding="utf-8").splitlines() if line.strip()]
    reader = dragoman.load()
    events = touched = words = 0
    articles = [
        Article(row["text"], id=str(row.get("id", n)), published=row.get("published"))
        for n, row in enumerate(rows)
    ]
    for report in reader.pipe(articles):
        words += len(report.article.text.split())
        events += len(report.events)
        touched += bool(report.events)
        for event in report.events:
            who = ", ".join(p.name for p in event.actor) + " -> " + ", ".join(p.name for p in event.recipient)
            sentence = " ".join(report.article.text[event.sentence.start : event.sentence.end].split())
            print(
                f"{report.article.id}: {event.type} [{event.trigger.text}] {who} | "
                f"{sentence[:140]} | {event.why[0]}"
            )
    figures = {
        "events_per_1000_words": round(1000 * events / max(1, words), 3),
        "passages_with_events": round(touched / max(1, len(rows)), 4),
        "passages": len(rows),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
