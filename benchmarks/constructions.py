"""Status per construction: `python -m benchmarks.constructions FOLDER` over the sentences of `tests/status`.

FOLDER holds TOML files, one construction a file: `construction`, `published` and `cases`, each a sentence,
the trigger in it and the status it must get. Prints a table in Markdown; the last line is JSON.
"""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks._gold import reader_of
from dragoman.records import Article

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str]) -> None:
    """Print the table of a folder."""
    from dragoman.reading.status import Statuses

    reader = reader_of()
    right = total = 0
    print("| construction | sentences | right |\n|---|---|---|")
    for path in sorted(Path(argv[0]).glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        hits = 0
        for sentence, trigger, expected in data["cases"]:
            doc = reader.doc(Article(sentence, published=data.get("published")))
            at = sentence.rindex(trigger)
            head = next(t.i for t in doc if t.idx <= at < t.idx + len(t))
            hits += Statuses(doc).of(head).status == expected
        right, total = right + hits, total + len(data["cases"])
        print(f"| {data['construction']} | {len(data['cases'])} | {hits} |")
    print(json.dumps({"accuracy": round(right / max(1, total), 4), "sentences": total}))


if __name__ == "__main__":
    main(sys.argv[1:])
