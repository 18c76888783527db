"""Dates as data sets write them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from functools import cache

from dragoman.sources.dates import iso_date
from dragoman.store.interchange.coded import Day


@cache
def day(cell: str | None) -> Day | None:
    """The day that a cell names; None for an empty one. Raises ValueError for what is no date."""
    return None if cell is None else Day(iso_date(cell))


@cache
def published(cell: str | None) -> str | None:
    """A day of publication, ISO 8601; None for one that is missing. Raises ValueError for what is no date.

    GDELT and others write a time after the day: `20230101` or `20230101123000`.
    """
    return None if cell is None else iso_date(cell)


def spanning(first: str | None, last: str | None, *, by_month: bool = False) -> Day | None:
    """The date of what lasted from one day to another; None without a first day.

    With `by_month`, whole months and years are told as such, for data that know no more.

    >>> spanning("2019-02-01", "2019-02-28", by_month=True).value, spanning("2019-02-01", "2019-02-03").end
    ('2019-02', '2019-02-03')

    Raises ValueError for what is no date, or ends before it begins.
    """
    if first is None:
        return None
    start = iso_date(first)
    end = iso_date(last) if last else start
    if end < start:
        raise ValueError(f"ends on {end}, before it begins on {start}")
    if by_month:
        begin, stop = date.fromisoformat(start), date.fromisoformat(end)
        closes = stop.day == monthrange(stop.year, stop.month)[1]
        if begin.day == 1 and closes and begin.year == stop.year:
            if begin.month == stop.month:
                return Day(start[:7], "month")
            if (begin.month, stop.month) == (1, 12):
                return Day(start[:4], "year")
    return Day(start) if start == end else Day(start, "range", end)


def partial(first: str | None, last: str | None = None) -> Day | None:
    """A date that may be cut to what is known: `2019`, `2019-02`, `2019-02-03`, or the days of a range.

    Raises ValueError for what is no date, or ends before it begins.
    """
    if first is None:
        return None
    if last is None and len(first) in (4, 7):
        iso_date(Day(first).first)
        return Day(first, "year" if len(first) == 4 else "month")
    return spanning(first, last)
