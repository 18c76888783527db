"""Charts, the map and the network: drawn in the page from the specification that the command line uses.

A chart is asked for by its address: as a Vega-Lite specification, which the page's own script draws, or as
SVG for those who read without one.
"""

# FastAPI and pydantic evaluate annotations, so what they name is imported for good.
# ruff: noqa: TC001, TC003
from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Response

from dragoman.store import QuestionError
from dragoman.store.filters import first_day, last_day
from dragoman.web import finding
from dragoman.web.filters import Day, Text
from dragoman.web.models import Model
from dragoman.web.pages.alarming import alarms_of
from dragoman.web.pages.parties import dyad_conditions, name_of
from dragoman.web.showing import Asked

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

    from dragoman.store.filters import Conditions
    from dragoman.web.showing import Page

router = APIRouter(tags=["pictures"])
MOST = 60_000
"""Events that one picture is made of; of more, the latest."""

Theme = Annotated[Literal["light", "dark"], Query(description="Colours.")]
Width = Annotated[int, Query(ge=200, le=1600, description="Pixels of the plot.")]
Drawn = Annotated[Literal["spec", "svg"], Query(alias="as", description="Vega-Lite, or drawn.")]
SPEC: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A Vega-Lite specification, or SVG.",
        "content": {"application/json": {"schema": {"type": "object"}}, "image/svg+xml": {}},
    }
}


class Place(Model):
    """What happened at one place."""

    place: str | None
    country: str | None
    lat: float
    lon: float
    count: int
    cooperation: int
    conflict: int
    mean_score: float | None


class Map(Model):
    """Where it happens."""

    version: int
    party: str | None
    other: str | None
    since: str | None
    until: str | None
    places: list[Place]


class Tie(Model):
    """What one did to another."""

    actor: str
    recipient: str
    count: int
    cooperation: int
    conflict: int
    mean_score: float | None
    sum_score: float | None


class Member(Model):
    """A party in the network."""

    code: str
    name: str
    acts: int
    received: int
    partners: int
    bloc: int
    broker: float


class Network(Model):
    """Who acts on whom."""

    version: int
    since: str | None
    until: str | None
    most: int
    balance: dict[str, float | None]
    blocs: list[list[str]]
    parties: list[Member]
    ties: list[Tie]


class Range:
    """From when to when; dates may be partial."""

    def __init__(self, since: Day = None, until: Day = None) -> None:
        self.since = since or None
        self.until = until or None
        self.first = first_day(self.since) if self.since else None
        self.last = last_day(self.until) if self.until else None

    def conditions(self) -> dict[str, Any]:
        """As the store's questions take them."""
        return {name: value for name, value in (("since", self.since), ("until", self.until)) if value}


Between = Annotated[Range, Depends(Range)]


def events_of(page: Page, key: tuple[Any, ...], conditions: Conditions) -> pa.Table:
    """The events that a picture is made of, fetched once."""

    def fetch() -> pa.Table:
        total = finding.count(page.store, conditions)
        if total > MOST:
            latest = finding.asked(
                page.store.cursor(),
                f"SELECT min(day) AS day FROM (SELECT day FROM events_rows {conditions.where()}"
                f" ORDER BY day DESC NULLS LAST LIMIT {MOST})",
                conditions.parameters,
            )[0]["day"]
            conditions.add("day > ?", latest)
        return finding.table(page.store, conditions)

    return page.room.remembered(page.store, ("events", *key), fetch)


def drawn(page: Page, key: tuple[Any, ...], form: str, make: Callable[[], Any]) -> Response:
    """A chart as its specification or as SVG, made once for each version of the store."""
    from dragoman.analysis.frames import AnalysisError
    from dragoman.analysis.rendering import render

    try:
        spec = page.room.remembered(page.store, ("spec", *key), lambda: make().to_dict())
    except AnalysisError as error:
        raise QuestionError(str(error)) from None
    if form == "spec":
        return Response(render(spec, "json"), media_type="application/json")
    picture = page.room.remembered(page.store, ("svg", *key), lambda: render(spec, "svg"))
    return Response(picture, media_type="image/svg+xml")


@router.get("/charts/dyad/{one}/{other}", response_class=Response, responses=SPEC)
def dyad_chart(
    page: Asked,
    one: str,
    other: str,
    span: Between,
    by: Annotated[Literal["day", "week", "month"], Query()] = "week",
    theme: Theme = "light",
    width: Width = 720,
    form: Drawn = "spec",
) -> Response:
    """How two parties get on over time: mean score with its band, cooperation and conflict, alarms."""
    key = ("dyad", one, other, span.since, span.until)

    def make() -> Any:
        from dragoman.analysis.charts import series_chart
        from dragoman.analysis.series import series

        events = events_of(page, key, dyad_conditions(one, other, span.since, span.until))
        table = series(
            events, one, other, by=by, since=span.first, until=span.last, directed=False,
            covered=page.room.remembered(page.store, ("covered",), lambda: finding.covered(page.store)),
        )  # fmt: skip
        found = [alarm for alarm in alarms_of(page, one, other) if _inside(alarm.day, span)]
        return series_chart(
            table,
            alarms=alarm_rows(found),
            heading=" ",
            source=f"{page.room.name}, version {page.store.version}",
            theme=theme,
            width=width,
        )

    return drawn(page, (*key, by, theme, width), form, make)


def alarm_rows(found: list[Any]) -> Any:
    """Alarms as the charts take them."""
    if not found:
        return None
    import polars as pl

    names = {"kind", "day", "since", "observed", "expected", "strength", "years_between", "headline"}
    return pl.DataFrame([alarm.model_dump(include=names) for alarm in found])


def _inside(day: dt.date, span: Range) -> bool:
    return (span.first is None or day >= span.first) and (span.last is None or day <= span.last)


@router.get("/map", response_model=Map)
def map_page(page: Asked, span: Between, party: Text = None, other: Text = None) -> Response:
    """Where it happens: the places of acts, by what happened there."""
    return page.show("map.html", _map(page, span, party, other))


def _map(page: Page, span: Range, party: str | None, other: str | None) -> Map:
    rows = _places(page, span, party or None, other or None).to_pylist()
    return Map(
        version=page.store.version,
        party=party or None,
        other=other or None,
        since=span.since,
        until=span.until,
        places=[Place(**{name: row[name] for name in Place.model_fields}) for row in rows[:200]],
    )


def _places(page: Page, span: Range, party: str | None, other: str | None) -> pa.Table:
    from dragoman.analysis.map import event_places

    key = ("places", party, other, span.since, span.until)
    if party and other:
        conditions = dyad_conditions(party, other, span.since, span.until)
    else:
        one = party or other
        conditions = finding.conditions_of(span.conditions() | ({"party_in": one} if one else {}))
    conditions.add("lat IS NOT NULL AND status = 'actual'")
    events = events_of(page, key, conditions)
    return page.room.remembered(page.store, ("worked out", *key), lambda: event_places(events))


@router.get("/charts/map", response_class=Response, responses=SPEC)
def map_picture(
    page: Asked, span: Between, party: Text = None, other: Text = None, theme: Theme = "light",
    width: Width = 720, form: Drawn = "spec",
) -> Response:  # fmt: skip
    """The map as a picture."""

    def make() -> Any:
        from dragoman.analysis.map import map_chart

        places = _places(page, span, party or None, other or None)
        return map_chart(places, heading=" ", theme=theme, width=width)

    return drawn(page, ("map", party, other, span.since, span.until, theme, width), form, make)


@router.get("/network", response_model=Network)
def network_page(
    page: Asked, span: Between, most: Annotated[int, Query(ge=2, le=100, description="Parties.")] = 24
) -> Response:
    """Who acts on whom over a period: ties with their sign, blocs, brokers."""
    found = _network(page, span, most)
    balance = found.balance.to_pylist()
    data = Network(
        version=page.store.version,
        since=span.since,
        until=span.until,
        most=most,
        balance=dict(balance[0]) if balance else {},
        blocs=[
            [name_of(code) for code in row["codes"]] for row in found.blocs.to_pylist() if row["size"] > 1
        ],
        parties=[Member(**{n: row[n] for n in Member.model_fields}) for row in found.parties.to_pylist()],
        ties=[Tie(**{n: row[n] for n in Tie.model_fields}) for row in found.edges.to_pylist()[:100]],
    )
    return page.show("network.html", data)


def _network(page: Page, span: Range, most: int) -> Any:
    from dragoman.analysis.network import network

    key = ("network", span.since, span.until)
    conditions = finding.conditions_of(span.conditions() | {"status": "actual"})
    conditions.add("len(actor_codes) > 0 AND (len(recipient_codes) > 0 OR len(actor_codes) > 1)")
    events = events_of(page, key, conditions)
    return page.room.remembered(page.store, ("worked out", *key, most), lambda: network(events, most=most))


@router.get("/charts/network", response_class=Response, responses=SPEC)
def network_picture(
    page: Asked, span: Between, most: Annotated[int, Query(ge=2, le=100)] = 24, theme: Theme = "light",
    width: Width = 720, form: Drawn = "spec",
) -> Response:  # fmt: skip
    """The network as a picture."""

    def make() -> Any:
        from dragoman.analysis.network_chart import network_chart

        found = _network(page, span, most)
        if not found.edges.num_rows:
            raise HTTPException(404, "Nobody acts on anybody here.")
        return network_chart(found, heading=" ", theme=theme, width=width)

    return drawn(page, ("network", span.since, span.until, most, theme, width), form, make)
