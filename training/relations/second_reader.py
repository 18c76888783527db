"""Frames for a second reader, labels hidden, and how far the two readers agree.

`python training/relations/second_reader.py sample FOLDER` writes five files of a hundred frames, filled, one
a line: `{"id", "marked"}` with `<s>` around who acts and `<t>` around whom it concerns. The reader adds
`"type"` (one of the sixteen types or NONE) to each line.
`python training/relations/second_reader.py score FOLDER` prints agreement, Cohen's kappa and the commonest
disagreements; the labels are looked up in the frames by `id`, a hash of the frame.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections import Counter
from pathlib import Path

from data import MARKS, TYPES, Frame, frames
from slots import fill

FILES, EACH = 5, 100


def name_of(row: Frame) -> str:
    """The name by which a frame is found again."""
    return hashlib.sha256(row.text.encode()).hexdigest()[:12]


def sample(folder: Path, seed: int) -> None:
    """Write the files."""
    rng = random.Random(seed)
    rows = rng.sample(frames(), FILES * EACH)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(FILES):
        lines = []
        for row in rows[number * EACH : (number + 1) * EACH]:
            text = fill(row.text, rng)
            for mark, shown in zip(MARKS, ("<s>", "</s>", "<t>", "</t>"), strict=True):
                text = text.replace(mark, shown)
            lines.append(json.dumps({"id": name_of(row), "marked": text}, ensure_ascii=False))
        (folder / f"frames-{number + 1}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def score(folder: Path) -> None:
    """Print how far the reader of the files agrees with the frames. Lines without a type are left out."""
    types = {name_of(row): row.type for row in frames()}
    pairs: list[tuple[str, str]] = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            row = json.loads(line)
            given = row.get("type")
            if given is None or row["id"] not in types:
                continue
            if given not in TYPES:
                raise SystemExit(f"{path.name}:{number}: type {given!r}")
            pairs.append((types[row["id"]], given))
    if not pairs:
        raise SystemExit(f"{folder}: no labelled frame")
    same = sum(a == b for a, b in pairs) / len(pairs)
    ours, theirs = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(ours[name] * theirs[name] for name in TYPES) / len(pairs) ** 2
    for (a, b), count in Counter((a, b) for a, b in pairs if a != b).most_common(15):
        print(f"{count:4}  frame {a:10} second reader {b}")
    kappa = (same - chance) / (1 - chance)
    print(json.dumps({"frames": len(pairs), "agreement": round(same, 4), "kappa": round(kappa, 4)}))


def main() -> None:
    """Sample or score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("task", choices=("sample", "score"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=3)
    args = parser.parse_args()
    if args.task == "sample":
        sample(args.folder, args.seed)
    else:
        score(args.folder)


if __name__ == "__main__":
    main()
