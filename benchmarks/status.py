"""Status of gold events judged from the text alone: `python -m benchmarks.status FOLDER [--errors]`.

FOLDER holds gold articles. Each gold trigger is located and judged by `status_of`'s rules, without the date
of its event; nothing else of the pipeline runs. PLOVER's conventions need a type, so one is applied: where
the gold event is a promise, threat or refusal, a coming act at its trigger counts as done by announcing it.
Prints accuracy, the confusion of statuses, and one line of JSON.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

from benchmarks._gold import reader_of, triggers
from dragoman.evaluation import gold_documents
from dragoman.records import Article

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc

COMING = {"AGREE", "THREATEN", "CONCEDE", "REJECT", "REQUEST"}
"""Types whose promise or threat is the act: a coming act at the trigger counts as done by saying it."""


def judged(folder: str) -> Iterator[tuple[dict[str, Any], dict[str, Any], Any, Doc, int]]:
    """Each gold event that can be located: article, event, judgement, Doc and token."""
    from dragoman.reading.status import Statuses

    reader = reader_of()
    for article in gold_documents(folder):
        doc = reader.doc(Article.from_dict(article["article"]))
        statuses = Statuses(doc)
        for event, head, _ in triggers(doc, article):
            yield article, event, statuses.of(head), doc, head


def main(argv: Sequence[str]) -> None:
    """Print the figures of a folder."""
    confusion: Counter[tuple[str, str]] = Counter()
    right = total = 0
    for article, event, judgement, doc, head in judged(argv[0]):
        if event.get("optional"):
            continue
        gold, ours = event["status"], judgement.status
        if event["type"] in COMING and gold == "actual" and ours in ("future", "hypothetical", "negated"):
            modal = any(c.tag_ == "MD" for c in doc[head].children) or ours == "future"
            ours = "actual" if modal else ours
        total += 1
        right += gold == ours
        confusion[gold, ours] += 1
        if gold != ours and "--errors" in argv:
            where = f"{article['article']['id']} {event['type']} <{event['trigger']}>"
            print(f"{where} gold {gold}, ours {ours}: {'; '.join(judgement.why)}")
            print(f"    {doc[head].sent.text.strip()[:300]}")
    for (gold, ours), count in sorted(confusion.items()):
        print(f"{gold:13} read as {ours:13} {count:4}{'' if gold == ours else '  *'}")
    print(json.dumps({"accuracy": round(right / max(1, total), 4), "events": total}))


if __name__ == "__main__":
    main(sys.argv[1:])
