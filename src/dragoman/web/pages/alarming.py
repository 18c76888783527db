"""The alarms of the store: when relations turned, worked out once for each version."""

# FastAPI and pydantic evaluate annotations, so what they name is imported for good.
from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from dragoman import ontology
from dragoman.web import finding
from dragoman.web.models import Model

if TYPE_CHECKING:
    from dragoman.store import Store
    from dragoman.web.showing import Page

PARTIES = 40
"""Parties whose dyads are watched, the busiest first."""
CLASSES = frozenset({"IGO", "NGO", "ISM", "IMG", "MNC"})
"""Codes that stand for a class of parties."""
DAYS = 3 * 365
"""How far back is looked: by far longer than the tests remember."""
PATIENCE = 2.0
"""Seconds that a page waits for the alarms, the first time after a new version."""
YEARS_BETWEEN = 5.0
SHOWN = 5


class Evidence(Model):
    """One occurrence that drove an alarm."""

    event: str | None
    occurrence: str | None
    day: str | None
    type: str | None
    score: float | None
    sentence: str | None
    article: str | None
    publisher: str | None


class Alarm(Model):
    """Relations of one dyad turned."""

    id: str
    one: str
    other: str
    names: tuple[str, str]
    kind: str
    day: dt.date
    since: dt.date
    observed: float
    expected: float
    strength: float
    years_between: float
    headline: str
    evidence: list[Evidence]

    @property
    def words(self) -> str:
        """What happened, in a sentence."""
        if self.kind == "surge":
            return (
                f"{self.observed:.0f} acts of conflict in {self.days}, where habit makes {self.expected:.1f}"
            )
        told = f"mean score {self.observed:+.1f}, where habit makes {self.expected:+.1f}".replace("-", "−")
        return told

    @property
    def days(self) -> str:
        """How long it took."""
        length = (self.day - self.since).days + 1
        return "a day" if length == 1 else f"{length} days"


def all_alarms(page: Page) -> list[Alarm] | None:
    """The alarms of all busy dyads, latest first; None while they are being worked out."""
    found: list[Alarm] | None = page.room.in_time(
        page.store, ("alarms",), lambda: _found(page.store), PATIENCE
    )
    return found


def alarms_of(page: Page, one: str, other: str) -> list[Alarm]:
    """The alarms of one dyad, latest first; none while they are being worked out."""
    pair = {one, other}
    return [alarm for alarm in all_alarms(page) or () if {alarm.one, alarm.other} == pair]


def _found(store: Store) -> list[Alarm]:
    from dragoman.analysis.alarms import alarms

    last = finding.span(store)["last"]
    if last is None:
        return []
    since = last - dt.timedelta(days=DAYS)
    codes = _busiest(store, since)
    conditions = finding.conditions_of({"status": "actual"})
    conditions.add("published_day >= ? AND year >= ?", since, since.year)
    conditions.add("list_has_any(actor_codes, ?) AND list_has_any(recipient_codes, ?)", codes, codes)
    table = finding.table(store, conditions)
    days = [day for day in finding.covered(store) if day >= since]
    rows = alarms(table, years_between=YEARS_BETWEEN, covered=days).to_pylist()
    made = [_alarm(row) for row in rows if {row["actor"], row["recipient"]} <= set(codes)]
    return sorted(made, key=lambda alarm: (alarm.day, alarm.strength, alarm.id), reverse=True)


def _busiest(store: Store, since: dt.date) -> list[str]:
    """The codes of most events since a day, those that stand for one party each."""
    rows = finding.asked(
        store.cursor(),
        "SELECT code, count(*) AS n FROM (SELECT unnest(actor_codes || recipient_codes) AS code"
        " FROM events_rows"
        " WHERE status = 'actual' AND published_day >= ? AND year >= ?) GROUP BY code"
        " ORDER BY n DESC, code LIMIT ?",
        [since, since.year, PARTIES + len(CLASSES)],
    )
    return [row["code"] for row in rows if row["code"] not in CLASSES][:PARTIES]


def _alarm(row: dict[str, Any]) -> Alarm:
    evidence = [
        Evidence(**{name: told.get(name) for name in Evidence.model_fields})
        for told in (row["evidence"] or ())[:SHOWN]
    ]
    return Alarm(
        one=row["actor"],
        other=row["recipient"],
        names=(_name(row["actor"]), _name(row["recipient"])),
        evidence=evidence,
        **{
            name: row[name]
            for name in "id kind day since observed expected strength years_between headline".split()
        },
    )


def _name(code: str) -> str:
    return ontology.code_name(code) if ontology.is_code(code) else code
