"""Check that no text repeats a benchmark: `python training/triggers/check.py FILE.jsonl [FILE.json ...]`.

Names every text of the corpus that shares a run of eight words with one of the files (rows with `text`, or
gold articles). Exit code 1 if there is one.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2] / "src")]
from marked import HERE, passages

RUN = 8
WORD = re.compile(r"\w+")


def runs(text: str) -> set[tuple[str, ...]]:
    """All runs of `RUN` words, in lower case."""
    words = WORD.findall(text.lower())
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def main() -> int:
    """Print what is shared."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    theirs: set[tuple[str, ...]] = set()
    for file in parser.parse_args().files:
        with file.open(encoding="utf-8") as lines:
            rows = (
                [json.loads(line) for line in lines]
                if file.suffix == ".jsonl"
                else [json.load(lines)["article"]]
            )
        for row in rows:
            theirs |= runs(re.sub(r"</?[st]>", "", str(row.get("text") or "")))
    shared = 0
    for path in sorted([*(HERE / "articles").glob("*.json"), *(HERE / "sentences").glob("*.txt")]):
        for one in (sentence for passage in passages([path]) for sentence in passage):
            for run in sorted(runs(one.text) & theirs):
                shared += 1
                print(f"{one.source}: {' '.join(run)}")
    print(f"{shared} shared runs of {RUN} words")
    return 1 if shared else 0


if __name__ == "__main__":
    raise SystemExit(main())
