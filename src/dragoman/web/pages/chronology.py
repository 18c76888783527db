"""The chronology: what happened, in order, with filters that live in the address."""

# FastAPI and pydantic evaluate annotations, so what they name is imported for good.
# ruff: noqa: TC001, TC003
from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Response

from dragoman.web import finding
from dragoman.web.filters import Filters, Order, given_filters
from dragoman.web.models import Act, Model
from dragoman.web.showing import Asked, Limit, Number

if TYPE_CHECKING:
    from dragoman.store import Store

router = APIRouter(tags=["chronology"])


class Day(Model):
    """The acts of one day; null for those of which nobody says when."""

    day: dt.date | None
    acts: list[Act]


class Chronology(Model):
    """A page of occurrences by day."""

    version: int
    filters: Filters
    order: str
    page: int
    pages: bool
    """Whether there is a page after this one."""
    tellings: int
    days: list[Day]


def acts_of(store: Store, rows: list[finding.Row]) -> list[Act]:
    """Rows as acts, each with its latest review."""
    reviews = finding.reviews(store, [row["id"] for row in rows])
    return [Act.of(row, reviews[row["id"]][0] if row["id"] in reviews else None) for row in rows]


def by_day(acts: list[Act]) -> list[Day]:
    """The acts under their days, in the order they have."""
    return [Day(day=day, acts=list(group)) for day, group in groupby(acts, key=lambda act: act.day)]


def chronology(
    store: Store, filters: Filters, order: str = "newest", number: int = 1, limit: int = 40
) -> Chronology:
    """The data of the page. Raises QuestionError for a value that no event can have."""
    found = finding.occurrences(
        store,
        finding.conditions_of(filters.of_store()),
        newest=order == "newest",
        limit=limit,
        offset=(number - 1) * limit,
    )
    return Chronology(
        version=store.version,
        filters=filters,
        order=order,
        page=number,
        pages=found.more,
        tellings=found.total,
        days=by_day(acts_of(store, found.rows)),
    )


@router.get("/chronology", response_model=Chronology)
def chronology_page(
    page: Asked,
    filters: Annotated[Filters, Depends(given_filters)],
    order: Order = "newest",
    number: Number = 1,
    limit: Limit = 40,
) -> Response:
    """What happened, told once however many articles tell of it; every filter stands in the address."""
    store, key = page.store, ("chronology", filters, order, number, limit)
    data = page.room.remembered(store, key, lambda: chronology(store, filters, order, number, limit))
    publishers = page.room.remembered(store, ("publishers",), lambda: finding.publishers(store))
    return page.show("chronology.html", data, publishers=publishers)
