"""Sentences and the act each must give, from `tests/knowledge/acts_examples.tsv`."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from dragoman.records import Article

FILE = Path(__file__).parents[1] / "knowledge" / "acts_examples.tsv"
FLOORS = {"type": 0.9, "actor": 0.8, "recipient": 0.7, "quiet": 0.9}


def rows() -> list[list[str]]:
    with FILE.open(encoding="utf-8", newline="") as handle:
        read = [row for row in csv.reader(handle, delimiter="\t", quoting=csv.QUOTE_NONE) if row]
    return [row for row in read if not row[0].startswith("#") and row[0] != "sentence"]


def named(words: str, roles) -> bool:
    """Whether the expected words stand in a role, or the role is empty as expected."""
    if words in ("-", ""):
        return not roles
    return any(words.lower() in role.text.lower() or role.text.lower() in words.lower() for role in roles)


@pytest.fixture(scope="module")
def outcome(reader):
    """Shares that came out right, and what went wrong."""
    examples = rows()
    hits: Counter[str] = Counter()
    total: Counter[str] = Counter()
    wrong: list[str] = []
    reports = reader.pipe([Article(row[0], published="2024-05-15") for row in examples])
    for row, report in zip(examples, reports, strict=True):
        sentence, trigger, kind, actor, recipient = row[:5]
        if kind == "NONE":
            total["quiet"] += 1
            hits["quiet"] += not report.events
            if report.events:
                wrong.append(f"quiet: {sentence} -> {report.events[0].type} {report.events[0].why[0]}")
            continue
        total["type"] += 1
        found = [
            e
            for e in report.events
            if e.type == kind
            and trigger.split()[0] in sentence[max(0, e.trigger.start - 25) : e.trigger.end + 25]
        ]
        if not found:
            got = [(e.type, e.trigger.text, e.why[0]) for e in report.events]
            wrong.append(f"{kind} {trigger!r}: {sentence} -> {got}")
            continue
        hits["type"] += 1
        total["actor"] += 1
        total["recipient"] += 1
        hits["actor"] += any(named(actor, e.actor) for e in found)
        hits["recipient"] += any(named(recipient, e.recipient) for e in found)
        if not any(named(actor, e.actor) and named(recipient, e.recipient) for e in found):
            roles = [([p.text for p in e.actor], [p.text for p in e.recipient]) for e in found]
            wrong.append(
                f"roles of {kind} {trigger!r}: {sentence} wanted {actor} -> {recipient}, got {roles}"
            )
    return {name: hits[name] / total[name] for name in total}, wrong


@pytest.mark.parametrize("name", list(FLOORS))
def test_examples_come_out_right(outcome, name):
    shares, wrong = outcome
    assert shares[name] >= FLOORS[name], "\n".join(wrong[:40])


def test_every_type_has_examples():
    counts = Counter(row[2] for row in rows())
    assert len(counts) == 17
    assert min(counts.values()) >= 15
