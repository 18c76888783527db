"""Frames and benchmark rows as marked token sequences for the relation model."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from slots import KNOWN, SLOT, fill

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

HERE = Path(__file__).parent
TYPES = (
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION "
    "MOBILIZE COERCE ASSAULT NONE"
).split()
RECIPROCAL = frozenset({"CONSULT", "COOPERATE"})
MARK = re.compile(r"</?[ab]>")
MARKS = ("<a>", "</a>", "<b>", "</b>")


@dataclass(frozen=True, slots=True)
class Frame:
    """One line of a frames file."""

    type: str
    mode: str
    text: str
    reverse: str
    source: str


def frames(folder: Path = HERE / "frames") -> list[Frame]:
    """All frames in order of file and line. Raises ValueError naming file and line of a bad one."""
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip():
                continue
            where = f"{path.name}:{number}"
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise ValueError(f"{where}: {error}") from error
            text = row["text"]
            if row["type"] not in TYPES:
                raise ValueError(f"{where}: type {row['type']!r}")
            for mark in MARKS:
                if text.count(mark) != 1:
                    raise ValueError(f"{where}: {mark} stands {text.count(mark)} times")
            for name, _ in SLOT.findall(text):
                if name not in KNOWN:
                    raise ValueError(f"{where}: slot {{{name}}}")
            reverse = row.get("reverse") or (row["type"] if row["type"] in RECIPROCAL else "NONE")
            found.append(Frame(row["type"], row.get("mode") or "", text, reverse, where))
    return found


def digest(folder: Path = HERE / "frames") -> str:
    """SHA-256 over all frame files: what a model card says it was trained on."""
    made = hashlib.sha256()
    for path in sorted(folder.glob("*.jsonl")):
        made.update(path.read_bytes())
    return made.hexdigest()


def exchanged(text: str) -> str:
    """The same text with actor and recipient marks exchanged."""
    swap = {"<a>": "<b>", "</a>": "</b>", "<b>": "<a>", "</b>": "</a>"}
    return MARK.sub(lambda m: swap[m.group()], text)


def unmarked(text: str) -> tuple[str, tuple[int, int] | None, tuple[int, int] | None]:
    """The plain text of a marked one, and the spans of actor and recipient in it."""
    at: dict[str, int] = {}
    plain, last = "", 0
    for found in MARK.finditer(text):
        plain += text[last : found.start()]
        at[found.group()] = len(plain)
        last = found.end()
    plain += text[last:]
    spans = [(at[f"<{m}>"], at[f"</{m}>"]) if f"<{m}>" in at else None for m in "ab"]
    return plain, spans[0], spans[1]


def epoch(
    rows: list[Frame], rng: random.Random, reversed_share: float, lone_share: float = 0.08
) -> Iterator[tuple[str, str, str]]:
    """(marked text, type, mode) for one pass, slots refilled.

    A share of the frames also comes reversed, and a share with one party unmarked, as in texts that
    name only who acts.
    """
    order = list(rows)
    rng.shuffle(order)
    for row in order:
        text = fill(row.text, rng)
        if rng.random() < lone_share:
            hidden = "a" if row.type != "NONE" and rng.random() < 0.25 else "b"
            yield text.replace(f"<{hidden}>", "").replace(f"</{hidden}>", ""), row.type, row.mode
            continue
        yield text, row.type, row.mode
        if row.type != "NONE" and rng.random() < reversed_share:
            yield exchanged(text), row.reverse, row.mode if row.reverse == row.type else ""


def benchmark_rows(path: Path) -> list[tuple[str, str]]:
    """(marked text, type) of a relations benchmark file (`marked` with <s> and <t>)."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = row["marked"]
        for old, new in (("<s>", "<a>"), ("</s>", "</a>"), ("<t>", "<b>"), ("</t>", "</b>")):
            text = text.replace(old, new, 1)
            text = text.replace(old, "")
        found.append((text, row["type"]))
    return found
