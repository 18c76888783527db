"""Check that no frame repeats a benchmark: `python training/relations/check.py FILE.jsonl [FILE.json ...]`.

Names every frame that shares a run of eight words with a text of the files (rows with `text`, or gold
articles), and every one whose own words, slots left aside, are mostly those of a single row: a paraphrase.
Exit code 1 if there is a shared run.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

from data import MARK, frames
from slots import SLOT

RUN = 8
NEAR = 0.6
COMMON = frozenset(
    "the a an of in on to for and with by from its his her their has have had is are was were be been it he "
    "she they that which who will would said says say at as after over into against not no or but "
    "this".split()
)
WORD = re.compile(r"[a-z0-9]+")


def words(text: str) -> list[str]:
    """The words of a text in lower case."""
    return WORD.findall(text.lower())


def content(text: str) -> frozenset[str]:
    """Words that carry the sense, cut to six letters so that forms of a word agree."""
    return frozenset(word[:6] for word in words(text) if word not in COMMON and len(word) > 2)


def texts(path: Path) -> list[str]:
    """The texts of a benchmark file: JSONL rows with `text`, or one gold article."""
    if path.suffix == ".jsonl":
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        return [row["text"] for row in rows]
    return [json.loads(path.read_text(encoding="utf-8"))["article"]["text"]]


def main() -> None:
    """Print what is too near."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--near", type=float, default=NEAR, help="share of a frame's own words in one row")
    args = parser.parse_args()
    rows = [text for path in args.files for text in texts(path)]
    runs: set[tuple[str, ...]] = set()
    for row in rows:
        told = words(row)
        runs.update(tuple(told[i : i + RUN]) for i in range(len(told) - RUN + 1))
    short = [(content(row), row) for row in rows if len(row) < 1200]
    shared = 0
    for frame in frames():
        plain = MARK.sub("", SLOT.sub(" ~ ", frame.text))
        for part in plain.split("~"):
            told = words(part)
            if any(tuple(told[i : i + RUN]) in runs for i in range(len(told) - RUN + 1)):
                shared += 1
                print(f"run of {RUN} words: {frame.source}: {frame.text}")
                break
        own = content(plain)
        if len(own) >= 4:
            best, row = max(((len(own & other) / len(own), row) for other, row in short), default=(0.0, ""))
            if best >= args.near:
                print(f"near {best:.2f}: {frame.source}: {frame.text}\n           {row}")
    print(f"{len(frames())} frames against {len(rows)} texts: {shared} share a run of {RUN} words")
    raise SystemExit(1 if shared else 0)


if __name__ == "__main__":
    main()
