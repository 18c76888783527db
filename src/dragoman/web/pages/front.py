"""The front page: what is new since the day before, what turned, what is contested."""

# FastAPI and pydantic evaluate annotations, so what they name is imported for good.
# ruff: noqa: TC001
from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from fastapi import APIRouter, Response

from dragoman.web import finding
from dragoman.web.models import Act, Headline, Model
from dragoman.web.pages.alarming import Alarm, all_alarms
from dragoman.web.pages.articles import headline
from dragoman.web.pages.chronology import acts_of
from dragoman.web.pages.parties import Relation, name_of
from dragoman.web.showing import Asked

if TYPE_CHECKING:
    from dragoman.store import Store

router = APIRouter(tags=["front"])
_DAYS = 7
_PAST = 84


class Turn(Model):
    """A dyad of the last week, against its weeks before."""

    one: str
    other: str
    names: tuple[str, str]
    now: Relation
    before: float | None
    """Mean score of the weeks before; null if there was nothing."""


class Front(Model):
    """What changed since yesterday."""

    version: int
    articles: int
    publishers: int
    first: dt.date | None
    day: dt.date | None
    """The last day of which the store has news: its today."""
    before: dt.date | None
    """The last day before it with news: its yesterday."""
    new_articles: int
    acts: list[Act]
    headlines: list[Headline]
    contested: list[Act]
    turns: list[Turn]
    alarms: list[Alarm] | None
    """Null while they are being worked out."""


@router.get("/", response_model=Front)
def front_page(page: Asked) -> Response:
    """What changed since yesterday: new acts, alarms, who turned on or to whom, what is told two ways."""
    data = page.room.remembered(page.store, ("front",), lambda: front(page))
    alarms = all_alarms(page)
    since = data.day - dt.timedelta(days=_PAST) if data.day else None
    recent = [alarm for alarm in alarms or () if since and alarm.day >= since][:4]
    shown = None if alarms is None else recent or alarms[:3]
    return page.show("front.html", data.model_copy(update={"alarms": shown}))


def front(page: Asked) -> Front:
    """The data of the page, but for the alarms, which are worked out beside it."""
    store = page.store
    reach = page.room.remembered(store, ("span",), lambda: finding.span(store))
    day = reach["last"]
    before = _day_before(store, day) if day else None
    rows = _new(store, day) if day else []
    return Front(
        version=store.version,
        articles=reach["articles"],
        publishers=reach["publishers"],
        first=reach["first"],
        day=day,
        before=before,
        new_articles=len(rows),
        acts=_acts(store, day) if day else [],
        headlines=[headline(row) for row in rows[:12]],
        contested=_contested(store, day) if day else [],
        turns=_turns(store, day) if day else [],
        alarms=None,
    )


def _day_before(store: Store, day: dt.date) -> dt.date | None:
    sql = "SELECT max(published_day) AS day FROM articles_rows WHERE published_day < ?"
    found: dt.date | None = finding.asked(store.cursor(), sql, [day])[0]["day"]
    return found


def _new(store: Store, day: dt.date) -> list[finding.Row]:
    return finding.asked(
        store.cursor(),
        "SELECT id, title, published, publisher FROM articles_rows WHERE published_day = ? AND year = ?"
        " ORDER BY published DESC, publisher, id",
        [day, day.year],
    )


def _acts(store: Store, day: dt.date, most: int = 10) -> list[Act]:
    """What the day's articles tell as having happened or as planned, the most told and the gravest first."""
    conditions = finding.conditions_of({"status": ["actual", "future"]})
    conditions.add("published_day = ? AND year = ?", day, day.year)
    conditions.add("day >= ?", day - dt.timedelta(days=_DAYS))
    found = finding.occurrences(store, conditions, limit=60).rows
    found.sort(key=lambda row: (-row["publishers"], -row["tellings"], -abs(row["score"] or 0), row["id"]))
    return acts_of(store, found[:most])


def _contested(store: Store, day: dt.date, most: int = 4) -> list[Act]:
    """Occurrences of the last weeks that one publisher tells as a fact and another on somebody's word."""
    rows = finding.asked(
        store.cursor(),
        """WITH hits AS MATERIALIZED (SELECT id, contested, publisher, day, confidence FROM events_rows
            WHERE published_day > ? AND published_day <= ? AND year >= ? AND status IN ('actual', 'negated')),
        told AS (SELECT h.*, o.occurrence FROM hits h JOIN
            (SELECT event, arg_max(occurrence, version) AS occurrence FROM occurrences_rows
             JOIN runs USING (batch) WHERE event IN (SELECT id FROM hits) GROUP BY event) o ON o.event = h.id)
        SELECT arg_max(id, (coalesce(confidence, 0), id)) AS id, occurrence,
               count(DISTINCT publisher) AS publishers, count(*) AS tellings
        FROM told GROUP BY occurrence
        HAVING bool_or(contested) AND bool_or(NOT contested) AND count(DISTINCT publisher) > 1
        ORDER BY max(day) DESC, publishers DESC, occurrence LIMIT ?""",
        [day - dt.timedelta(days=4 * _DAYS), day, day.year - 1, most],
    )
    acts = {row["id"]: row for row in finding.events_by_id(store, [row["id"] for row in rows])}
    return acts_of(store, [acts[row["id"]] | row for row in rows if row["id"] in acts])


def _turns(store: Store, day: dt.date, most: int = 6) -> list[Turn]:
    """Dyads of the last week whose mean score differs most from that of the twelve weeks before."""
    rows = finding.asked(
        store.cursor(),
        """WITH hits AS (
            SELECT unnest(actor_codes) AS a, recipient_codes, score, quad, published_day > ? AS new
            FROM events_rows
            WHERE published_day > ? AND published_day <= ? AND year >= ? AND status = 'actual'),
        pairs AS (SELECT least(a, r) AS one, greatest(a, r) AS other, score, quad, new FROM hits
            CROSS JOIN LATERAL (SELECT unnest(recipient_codes) AS r) WHERE a <> r)
        SELECT one, other, count(*) FILTER (new) AS events, avg(score) FILTER (new) AS mean_score,
            avg(score) FILTER (NOT new) AS before,
            count(*) FILTER (new AND quad LIKE '%cooperation') AS cooperation,
            count(*) FILTER (new AND quad LIKE '%conflict') AS conflict
        FROM pairs GROUP BY 1, 2 HAVING count(*) FILTER (new) >= 2
        ORDER BY abs(avg(score) FILTER (new) - coalesce(avg(score) FILTER (NOT new), 0))
            * ln(1 + count(*) FILTER (new)) DESC, 1, 2 LIMIT ?""",
        [day - dt.timedelta(days=_DAYS), day - dt.timedelta(days=_DAYS + _PAST), day, day.year - 1, most],
    )
    return [
        Turn(
            one=row["one"],
            other=row["other"],
            names=(name_of(row["one"]), name_of(row["other"])),
            now=Relation(
                code=row["other"],
                name=name_of(row["other"]),
                **{name: row[name] for name in ("events", "cooperation", "conflict", "mean_score")},
            ),
            before=row["before"],
        )
        for row in rows
    ]
