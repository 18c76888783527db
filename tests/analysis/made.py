"""Made-up events for the tests: two countries that get on, fall out and fight, and dyads that stay quiet.

Only the columns that the analysis uses; names of places and sentences are invented.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from dragoman import ontology

FIRST = date(2021, 1, 1)
CALM = {"CONSULT": 5.0, "AGREE": 2.0, "SUPPORT": 1.0, "REQUEST": 2.0, "ACCUSE": 2.0, "REJECT": 1.0}
TENSE = {"ACCUSE": 5.0, "THREATEN": 4.0, "REJECT": 3.0, "SANCTION": 2.0, "MOBILIZE": 2.0, "CONSULT": 2.0}
WAR = {"ASSAULT": 8.0, "MOBILIZE": 2.0, "COERCE": 2.0, "ACCUSE": 3.0, "THREATEN": 1.0, "RETREAT": 0.5}
SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("article", pa.string()),
        ("story", pa.string()),
        ("occurrence", pa.string()),
        ("type", pa.string()),
        ("quad", pa.string()),
        ("score", pa.float64()),
        ("actor_codes", pa.list_(pa.string())),
        ("recipient_codes", pa.list_(pa.string())),
        ("status", pa.string()),
        ("contested", pa.bool_()),
        ("sentence", pa.string()),
        ("day", pa.date32()),
        ("published_day", pa.date32()),
        ("publisher", pa.string()),
        ("place", pa.string()),
        ("lat", pa.float64()),
        ("lon", pa.float64()),
        ("place_country", pa.string()),
    ]
)


def event(number: int, day: date, actor: str, recipient: str, type: str, **more: Any) -> dict[str, Any]:
    """One row; what is not said is as if one article had told it on the day."""
    kind = ontology.load().types[type]
    row: dict[str, Any] = {
        "id": f"e{number:06d}",
        "article": f"a{number:06d}",
        "story": f"s{number:06d}",
        "occurrence": f"o{number:06d}",
        "type": type,
        "quad": kind.quad,
        "score": kind.score,
        "actor_codes": [actor],
        "recipient_codes": [recipient],
        "status": "actual",
        "contested": False,
        "sentence": f"{actor} did {type.lower()} to {recipient} on {day.isoformat()}.",
        "day": day,
        "published_day": day,
        "publisher": "Morning Post",
        "place": None,
        "lat": None,
        "lon": None,
        "place_country": None,
    }
    return row | more


def table(rows: list[dict[str, Any]]) -> pa.Table:
    """Rows as the Arrow table that a store would give."""
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def counts(rng: np.random.Generator, days: int, rate: float, dispersion: float) -> list[int]:
    """Occurrences a day of a quiet dyad: negative binomial with this mean and variance over mean."""
    return [int(n) for n in rng.negative_binomial(rate / (dispersion - 1), 1 / dispersion, days)]


def phase(
    rng: np.random.Generator,
    first: date,
    days: int,
    rate: float,
    mix: dict[str, float],
    pair: tuple[str, str] = ("KEN", "UGA"),
    dispersion: float = 1.5,
    start: int = 0,
) -> list[dict[str, Any]]:
    """Rows of some weeks in which a dyad behaves one way; one to three articles tell of each occurrence."""
    names, weights = list(mix), np.array(list(mix.values()))
    rows: list[dict[str, Any]] = []
    occurrence = start
    for offset, many in enumerate(counts(rng, days, rate, dispersion)):
        day = first + timedelta(offset)
        for _ in range(many):
            occurrence += 1
            actor, recipient = pair if rng.random() < 0.5 else pair[::-1]
            type = names[rng.choice(len(names), p=weights / weights.sum())]
            for telling in range(int(rng.integers(1, 4))):
                more = {"occurrence": f"o{occurrence:06d}", "story": f"s{occurrence // 2:06d}"}
                more |= {
                    "published_day": day + timedelta(int(telling > 1)),
                    "contested": bool(rng.random() < 0.4),
                }
                rows.append(event(start * 4 + len(rows), day, actor, recipient, type, **more))
    return rows


def crisis(seed: int = 1) -> pa.Table:
    """A year: 200 calm days, 60 tense ones, 30 of fighting, 75 of calm with a ceasefire; KEN and UGA."""
    rng = np.random.default_rng(seed)
    rows: list[dict[str, Any]] = []
    first = FIRST
    for number, (days, rate, mix) in enumerate(
        [(200, 0.8, CALM), (60, 2.5, TENSE), (30, 6.0, WAR), (75, 1.2, CALM | {"RETREAT": 3.0})]
    ):
        rows += phase(rng, first, days, rate, mix, start=number * 10_000)
        first += timedelta(days)
    return table(rows)
