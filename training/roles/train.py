"""Train the ranker of actors and recipients: `python training/roles/train.py`.

Reads annotated articles with the rules and the trigger model, writes down every choice of an actor or a
recipient with the features of all candidates, and fits a log-linear model (a softmax over the candidates of
a choice, L2, L-BFGS). Writes `src/dragoman/reading/model/roles.tsv`. Told first is what it gives on articles
that it was not fitted on (folds over articles).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "training"), str(ROOT / "training/whose")]

import recorded
from loglinear import FOLDS, Choice, articles, fit, folds, write

import dragoman
from dragoman.evaluation import match_events, parties_agree, same_name
from dragoman.reading import role_choice, whose
from dragoman.reading.assemble import Assembler
from dragoman.reading.triggers import TriggerModel
from dragoman.records import Article

if TYPE_CHECKING:
    from collections.abc import Sequence

STRENGTH = 8.0
"""Of the L2 penalty; chosen on the folds."""
COUNTRIES = 8.0
"""The same for the ranker of countries."""


@dataclass(frozen=True, slots=True)
class Side(Choice):
    """One side of one event."""

    event: int
    side: str


def choices(files: Sequence[Path], model: TriggerModel) -> list[Side]:
    """All choices in articles for which the annotation says what is right, read with this trigger model."""
    log: list[tuple] = []

    class Recorder(role_choice.RoleChooser):
        def pick(self, event, side, found, told):  # type: ignore[no-untyped-def]
            log.append((event, side, found, told))
            return next(c for c in found if c.ruled)

    reader = dragoman.load()
    component = reader.nlp.get_pipe("dragoman_events")
    component.ranker = partial(Recorder, weights={})
    component.model = model
    countries = unseen(files)
    made: list[Side] = []
    for file in files:
        log.clear()
        reader.nlp.get_pipe("dragoman_parties").chooser = partial(whose.whose, weights=countries[file.stem])
        document = json.loads(file.read_text("utf-8"))
        doc = reader.doc(Article.from_dict(document["article"]))
        report = Assembler(doc).report().to_dict()
        drafts = {id(row): draft for row, draft in zip(report["events"], doc._.events, strict=True)}
        gold = {
            id(drafts[id(pair.found)]): pair.gold
            for pair in match_events(document, report)
            if not pair.gold.get("optional")
        }
        for event, side, found, told in log:
            wanted = gold.get(id(event))
            if wanted is None:
                continue
            right = [agrees(wanted[side], c) for c in found]
            named = [
                good and agrees(wanted[side], c, by_name=True) for c, good in zip(found, right, strict=True)
            ]
            ruled = next(k for k, c in enumerate(found) if c.ruled)
            # By its very name, where there is one, so that "Kenyan police" is not Kenya.
            best = named if any(named) else right
            made.append(Side(file.stem, told, right, best, ruled, id(event), side))
    return made


def unseen(files: Sequence[Path]) -> dict[str, dict[str, float]]:
    """For each article, weights of the ranker of countries that it had no part in: its parties are then no
    better than those of any other text."""
    rows = recorded.choices(files)
    fold = {file.stem: k % 4 for k, file in enumerate(files)}
    weights = [fit([row for row in rows if fold[row.article] != k], COUNTRIES) for k in range(4)]
    return {name: weights[k] for name, k in fold.items()}


def agrees(wanted: list[dict], candidate: role_choice.Candidate, *, by_name: bool = False) -> bool:
    """Whether a candidate is right as gold articles are scored, or has the very name."""
    parties = [{"name": role.party.name, "code": role.party.code} for role in candidate.roles]
    if by_name and wanted:
        return any(same_name(one["name"], party["name"]) for one in wanted for party in parties)
    return parties_agree(wanted, parties)


def folded(rows: Sequence[Side]) -> dict[str, dict[str, float]]:
    """By the folder's letter and for all: shares of right sides and of events with both, rules and ranker."""
    fold = folds(rows)
    events: dict[tuple[str, int], list[tuple[str, bool, bool]]] = defaultdict(list)
    for k in range(FOLDS):
        weights = fit([row for row in rows if fold[row.article] != k], STRENGTH)
        for row in rows:
            if fold[row.article] == k:
                good = row.taken(weights, role_choice.MARGIN)
                events[row.article, row.event].append((row.side, row.right[row.ruled], good))
    told: dict[str, dict[str, float]] = {}
    for group in ("", *sorted({name.partition("-")[0] for name in fold})):
        some = [sides for (name, _), sides in events.items() if name.startswith(group)]
        told[group or "all"] = {"events": len(some)} | {
            f"{who} {side or 'both'}": round(
                sum(all(s[at] for s in sides if not side or s[0] == side) for sides in some) / len(some), 3
            )
            for at, who in ((1, "rules"), (2, "ranker"))
            for side in ("actor", "recipient", "")
        }
    return told


def main() -> None:
    """Fit, tell and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--model", type=Path, required=True, help="a trigger model that was taught without the articles"
    )
    parser.add_argument("--out", type=Path, default=role_choice.WEIGHTS)
    given = parser.parse_args()
    rows = choices(articles(), TriggerModel(given.model))
    for name, told in folded(rows).items():
        print(name, told)
    write(fit(rows, STRENGTH), rows, STRENGTH, given.out)


if __name__ == "__main__":
    main()
