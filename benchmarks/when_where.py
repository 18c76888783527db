"""Dates and places of events, at the triggers of gold articles.

    python -m benchmarks.when_where FOLDER [--hint] [--show date|place]

For every gold event whose trigger is found, `date_of` and `place_of` are asked at that trigger. `date` and
`place` are the shares of all gold events, those without date or place included, where the answer agrees
(dates: one is the other's beginning; places: names or countries agree). `--hint` gives `date_of` the gold
status. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter

from benchmarks._gold import reader_of, triggers
from dragoman.evaluation import date_agrees, gold_documents, place_agrees
from dragoman.reading.dates import date_of
from dragoman.reading.places import place_of
from dragoman.records import Article


def main(argv: list[str] | None = None) -> int:
    """Print the figures of a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--hint", action="store_true")
    parser.add_argument("--show", choices=("date", "place"))
    args = parser.parse_args(argv)
    reader = reader_of("dragoman_parties", "dragoman_dates", "dragoman_places")
    n: Counter[str] = Counter()
    for gold in gold_documents(args.folder):
        doc = reader.doc(Article.from_dict(gold["article"]))
        for event, head, sentence in triggers(doc, gold):
            if event.get("optional"):
                continue
            hint = event["status"] if args.hint else None
            date, place = date_of(doc, head, sentence, status_hint=hint), place_of(doc, head, sentence)
            value = date.value if date else None
            n["all"] += 1
            right_date = date_agrees(event["date"], {"value": value})
            right_place = place_agrees(
                event["place"], {"name": place.name, "country": place.country} if place else None
            )
            n["date"] += right_date
            n["place"] += right_place
            n["dated"] += event["date"] is not None
            n["placed"] += event["place"] is not None
            n["date found"] += event["date"] is not None and right_date
            n["place found"] += event["place"] is not None and right_place
            n["date given"] += value is not None
            n["place given"] += place is not None
            if (args.show == "date" and not right_date) or (args.show == "place" and not right_place):
                want = event["date"] if args.show == "date" else event["place"]
                got = (
                    (value, date and date.why)
                    if args.show == "date"
                    else place and (place.name, place.country, place.why)
                )
                print(
                    f"{gold['article']['id']} {event['type']} {event['status'][:4]} {doc[head].text!r}: "
                    f"want {want} got {got}"
                )
                print("      ", doc[sentence[0] : sentence[1]].text[:230].replace("\n", " "))
    for kind in ("date", "place"):
        hit, given, has = n[f"{kind} found"], n[f"{kind} given"], n["dated" if kind == "date" else "placed"]
        print(
            f"{kind}: {n[kind]}/{n['all']} right; "
            f"of those that have one: p {hit / max(1, given):.3f} r {hit / max(1, has):.3f}"
        )
    print(
        json.dumps({k: round(n[k] / max(1, n["all"]), 3) for k in ("date", "place")} | {"events": n["all"]})
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
