"""Events as JSON lines in PLOVER's names; `plover_json.py` reads them back."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.store.interchange.exporting import Page

_SIZES = ("dead", "injured", "arrested", "displaced", "troops", "weapons")


class Writer:
    """One event a line."""

    def __init__(self, stream: IO[bytes], form: str) -> None:
        self.stream = stream

    def write(self, page: Page) -> None:
        """Write a page of events."""
        for row in page.rows():
            line = json.dumps(as_plover(row), ensure_ascii=False)
            self.stream.write(line.encode("utf-8", "replace") + b"\n")

    def close(self) -> None:
        """There is nothing at the end."""


def as_plover(row: dict[str, Any]) -> dict[str, Any]:
    """One event in the names of PLOVER's manual, and ours where it has none."""
    size = {name: row[name] for name in _SIZES if row[name] is not None}
    place = {"name": row["place"], "country": row["place_country"], "lat": row["lat"], "lon": row["lon"]}
    place["geonameid"] = row["geonameid"]
    return {
        "id": row["id"],
        "date": row["date"] or _iso(row["day"]),
        "enddate": row["date_end"],
        "event": row["type"],
        "mode": row["mode"] or [],
        "context": row["context"] or [],
        "quad": row["quad"],
        "score": row["score"],
        "cameo": row["cameo"],
        "actor": [_party(party) for party in row["actor"]],
        "recipient": [_party(party) for party in row["recipient"]],
        "status": row["status"],
        "factuality": row["factuality"],
        "confidence": row["confidence"],
        "voice": [{"name": voice["name"], "code": voice["code"]} for voice in row["voice"] or ()],
        "event_loc": place if any(value is not None for value in place.values()) else None,
        "event_text": row["trigger"],
        "text": row["sentence"],
        "publication": row["publisher"],
        "pub_date": _iso(row["published_day"]),
        "url": row["url"],
        "size": size or None,
        "origin": {"name": row["origin"], "id": row["origin_id"], "code": row["origin_code"]},
    }


def _party(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "code": row["code"],
        "sector": row["sector"] or [],
        "entity_text": row["name"],
        "text": row["text"],
    }


def _iso(day: Any) -> str | None:
    return None if day is None else str(day)
