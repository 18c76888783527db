"""Turn what a date expression says into calendar dates, by the publication date and the dates around it."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.reading.date_expressions import Expression

_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_SEASON = {3: "spring", 6: "summer", 9: "autumn", 12: "winter"}


@dataclass(frozen=True, slots=True)
class When:
    """A resolved date: ISO `value` truncated to what is known, `last` closes a range."""

    value: str | None
    last: str | None
    precision: str
    why: str


NOT_KNOWN = When(None, None, "day", "counts from a publication date that is not known")

NOT_TOLD = When(None, None, "day", "counts from a date that the text does not give")
NO_DAY = When(None, None, "day", "no such day")
UNCLEAR = When(None, None, "day", "day or month first is not known")


def iso(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """`2008`, `2022-01` or `2022-01-26`; None for a month or day that no calendar has.

    >>> iso(2022, 1), iso(2021, 2, 31)
    ('2022-01', None)
    """
    if not 1 <= year <= 9999 or (month is not None and not 1 <= month <= 12):
        return None
    if month is None:
        return f"{year:04d}"
    if day is None:
        return f"{year:04d}-{month:02d}"
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def parse_published(published: str | None) -> date | None:
    """The day of an ISO publication date or time; None if there is none or it is no date.

    >>> parse_published("2022-01-27T10:00:00Z")
    datetime.date(2022, 1, 27)
    """
    if not published:
        return None
    try:
        return date.fromisoformat(str(published).strip()[:10])
    except ValueError:
        return None


def add_months(day: date, months: int) -> date:
    """The same day `months` on, or the last day of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    year = min(max(year, 1), 9999)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def first_day(value: str) -> date | None:
    """The first day of a truncated ISO date; None if it is none."""
    parts = [int(p) for p in value.split("-")]
    try:
        return date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)
    except ValueError:
        return None


def _grain(value: str) -> str:
    return ("year", "month", "day")[min(value.count("-"), 2)]


def _twelve_months(first: date, why: str) -> When:
    return When(first.isoformat()[:7], add_months(first, 11).isoformat()[:7], "range", why)


class Resolver:
    """Resolves expressions of one article. `published` may be None; `month_first` None where not known."""

    def __init__(self, published: date | None, month_first: bool | None) -> None:
        self.published = published
        self.month_first = month_first
        self.fiscal: tuple[int, bool] | None = None
        """The month in which the fiscal year at hand begins, and whether a year named alone is that one."""

    def resolve(self, e: Expression, way: int, anchor: When | None) -> When:
        """`way` is -1 for the past, 1 for the future, 0 unknown; `anchor` the last date told before."""
        try:
            if e.base == "anchor":
                return self._from_anchor(e, way, anchor)
            if e.base == "clause":
                return self._clause(e, anchor)
            when = self._plain(e, way)
            if e.last is not None and when.value is not None:
                return self._range(e, when, way)
            return when
        except (OverflowError, ValueError):
            return NO_DAY

    def _plain(self, e: Expression, way: int) -> When:
        if e.kind == "calendar":
            return self._calendar(e, way)
        if e.kind == "numeric":
            return self._numeric(e)
        if e.kind == "fiscal":
            return self._fiscal(e, way)
        if e.kind == "decade":
            year = e.year or 0
            return When(f"{year}", f"{year + 9}", "range", "a decade")
        if self.published is None:
            if e.kind == "season" and e.year:
                return self._season(e)
            return NOT_KNOWN
        if e.kind == "weekday":
            return self._weekday(e, way)
        if e.kind == "offset":
            return self._offset(self.published, "day", e.n, e.unit, "counted from publication")
        if e.kind == "until now":
            first = self._offset(self.published, "day", -e.n, e.unit, "")
            return When(first.value, self.published.isoformat(), "range", "until publication")
        if e.kind == "period":
            shift = e.shift or 0
            if e.unit == "weekend" and e.shift is None and way < 0 and self.published.weekday() < 5:
                shift = -1  # "over the weekend", told on a working day
            return self._period(self.published, e.unit, shift, way, "counted from publication")
        return self._season(e)

    def _calendar(self, e: Expression, way: int) -> When:
        if e.year is not None:
            value = iso(e.year, e.month, e.day)
            return When(
                value, None, _grain(value) if value else "day", "written out" if value else "no such day"
            )
        month = e.month or 1
        if self.published is None:
            if e.day is not None and iso(2020, month, e.day) is None:
                return NO_DAY
            return NOT_KNOWN
        if e.year_shift is not None:
            value = iso(self.published.year + e.year_shift, month, e.day)
            return When(value, None, "day" if e.day else "month", "counted from publication")
        if e.day is None:
            return self._month(month, e.shift, way)
        options = []
        for year in (self.published.year - 1, self.published.year, self.published.year + 1):
            value = iso(year, month, e.day)
            if value:
                options.append(date.fromisoformat(value))
        if not options:
            return NO_DAY
        if way > 0 or (e.shift or 0) > 0:
            ahead = [d for d in options if d >= self.published]
            chosen = min(ahead) if ahead else max(options)
        elif way < -1:
            chosen = max(d for d in options if d <= self.published)
        else:
            # an announced day is often told in the past tense ("announced drills from 28 June")
            published = self.published
            slack = 1.0 if way == 0 else 3.0
            chosen = min(
                options,
                key=lambda d: (d - published).days * slack if d > published else (published - d).days,
            )
        return When(chosen.isoformat(), None, "day", "nearest such day to publication")

    def _month(self, month: int, shift: int | None, way: int) -> When:
        assert self.published is not None
        year, now = self.published.year, self.published.month
        if shift is not None and shift < 0:
            year -= month >= now
        elif shift is not None and shift > 0:
            year += month <= now
        elif shift == 0:
            pass
        elif way > 0:
            year += month < now
        else:
            year -= month > now
        return When(iso(year, month), None, "month", "nearest such month to publication")

    def _numeric(self, e: Expression) -> When:
        if self.month_first is None:
            return UNCLEAR
        a, b = e.month, e.day
        value = iso(e.year or 0, a, b) if self.month_first else iso(e.year or 0, b, a)
        return When(value, None, "day", "numeric, in the order that the article writes dates")

    def _fiscal(self, e: Expression, way: int) -> When:
        """A fiscal year: by its first or last month where that is told, else by the custom of its state."""
        if e.month is not None:
            year = e.year
            if year is None:
                if self.published is None:
                    return NOT_KNOWN
                year = int((self._month(e.month, None, way).value or "0")[:4])
            told = date(year, e.month, 1)
            first = told if (e.shift or 0) > 0 else add_months(told, -11)
            return _twelve_months(first, "a fiscal year, by the month told")
        year = e.year or 0
        month, begins = self.fiscal if self.fiscal is not None else (1, True)
        if month == 1:
            if e.n:
                return When(f"{year}", f"{e.n}", "range", "a fiscal year")
            return When(f"{year}", None, "year", "a fiscal year")
        year -= 0 if e.n or begins else 1
        return _twelve_months(date(year, month, 1), "a fiscal year, as its state counts it")

    def _weekday(self, e: Expression, way: int) -> When:
        assert self.published is not None
        assert e.weekday is not None
        back = (self.published.weekday() - e.weekday) % 7
        ahead = (e.weekday - self.published.weekday()) % 7
        shift = e.shift
        if shift is not None and abs(shift) == 2:
            monday = self.published - timedelta(days=self.published.weekday())
            day = monday + timedelta(days=7 * (shift // 2) + e.weekday)
            return When(day.isoformat(), None, "day", "a day of the week named")
        if shift is not None and shift < 0:
            day = self.published - timedelta(days=back or 7)
        elif shift is not None and shift > 0:
            day = self.published + timedelta(days=ahead or 7)
        elif way > 0 or (shift == 0 and way == 0):
            day = self.published + timedelta(days=ahead)
        else:
            day = self.published - timedelta(days=back)
        return When(day.isoformat(), None, "day", "nearest such weekday to publication")

    def _offset(self, base: date, grain: str, n: int, unit: str, why: str) -> When:
        if unit == "hour":
            return When(base.isoformat(), None, "day", why) if grain == "day" else NOT_KNOWN
        if unit in _DAYS:
            day = base + timedelta(days=n * _DAYS[unit])
            value = day.isoformat()
            if unit != "day" and abs(n) > 1:
                # "six weeks ago" is no exact count of days
                value = value[:7]
        elif unit == "month":
            value = add_months(base, n).isoformat()[:7]
        else:
            years = {"year": 1, "decade": 10, "century": 100}.get(unit)
            if years is None:
                return NOT_KNOWN
            value = f"{base.year + n * years:04d}"
            if base.year + n * years < 1:
                return NOT_KNOWN
        value = value[: {"day": 10, "month": 7, "year": 4}[grain]]
        return When(value, None, _grain(value), why)

    def _period(self, base: date, unit: str, shift: int, way: int, why: str) -> When:
        if unit == "day":
            day = base + timedelta(days=shift)
            return When(day.isoformat(), None, "day", why)
        if unit in ("week", "weekend", "fortnight"):
            monday = base - timedelta(days=base.weekday()) + timedelta(days=7 * shift)
            first, last = monday, monday + timedelta(days=6)
            if unit == "weekend":
                first = monday + timedelta(days=5)
                if shift == 0 and base.weekday() < 2 and way <= 0:
                    first, last = first - timedelta(days=7), last - timedelta(days=7)
            elif shift == 0 and way > 0:
                first = base
            elif shift == 0:
                last = base
            if first == last:
                return When(first.isoformat(), None, "day", why)
            return When(first.isoformat(), last.isoformat(), "range", why)
        if unit == "month":
            return When(add_months(base, shift).isoformat()[:7], None, "month", why)
        if unit == "year":
            return When(f"{base.year + shift:04d}", None, "year", why)
        return NOT_KNOWN

    def _season(self, e: Expression) -> When:
        year, month = e.year, e.month or 3
        if year is None:
            assert self.published is not None
            year = self.published.year
            if e.shift is not None and e.shift < 0:
                year -= self.published.month < month + 3
            elif e.shift is not None and e.shift > 0:
                year += self.published.month >= month
            elif e.shift is None and self.published.month < month:
                year -= 1
        if month == 12:
            return When(f"{year:04d}", None, "year", "a winter may lie in two years")
        return When(iso(year, month), iso(year, month + 2), "range", f"{_SEASON[month]}, northern half")

    def _from_anchor(self, e: Expression, way: int, anchor: When | None) -> When:
        if anchor is None or anchor.value is None:
            if e.kind == "calendar" and e.month and self.published:
                return self._month(e.month, -1 if way <= 0 else None, way)
            return NOT_TOLD
        base, grain = first_day(anchor.value), _grain(anchor.value)
        if base is None:
            return NOT_TOLD
        why = "counted from the date told before"
        if e.kind == "clock":
            return When(anchor.value, anchor.last, anchor.precision, why) if grain == "day" else NOT_TOLD
        if e.kind == "offset":
            if e.unit == "hour" or (e.unit == "day" and e.n == 0 and grain != "day"):
                return When(anchor.value, anchor.last, anchor.precision, why)
            return self._offset(base, grain, e.n, e.unit, why)
        if e.kind == "period":
            if e.unit == "day" and not e.shift:
                return When(anchor.value, anchor.last, anchor.precision, why)
            if grain == "day" or e.unit == "year" or (e.unit == "month" and grain == "month"):
                return self._period(base, e.unit, e.shift or 0, way, why)
            return NOT_TOLD
        if e.kind == "calendar" and e.month and not e.shift:
            return When(iso(base.year, e.month, e.day), None, "day" if e.day else "month", why)
        if e.kind == "calendar" and e.month:
            later = (e.shift or 0) > 0
            year = base.year + (e.month <= base.month if later else -(e.month >= base.month))
            return When(iso(year, e.month, e.day), None, "day" if e.day else "month", why)
        if e.kind == "weekday" and grain == "day":
            ahead = (e.weekday or 0) - base.weekday()
            step = ahead % 7 if (e.shift or 0) >= 0 else -((-ahead) % 7)
            day = base + timedelta(days=step or 7 * (e.shift or 0))
            return When(day.isoformat(), None, "day", why)
        if e.kind == "season":
            e.year = base.year
            return self._season(e)
        return NOT_TOLD

    def _clause(self, e: Expression, anchor: When | None) -> When:
        """ "…, a week after X": the date of X, counted back from the date told before it."""
        if anchor is None or anchor.value is None:
            return NOT_TOLD
        base = first_day(anchor.value)
        if base is None:
            return NOT_TOLD
        return self._offset(
            base, _grain(anchor.value), e.n, e.unit, "counted from the date of the clause it hangs on"
        )

    def counted(self, base: date, value: str, n: int, unit: str) -> When:
        """The date `n` units from `base`, no finer than the ISO `value` that `base` comes from."""
        return self._offset(base, _grain(value), n, unit, "counted from the date that follows")

    def _range(self, e: Expression, when: When, way: int) -> When:
        assert e.last is not None
        assert when.value is not None
        if e.last.year is None and e.year is None and e.last.month is not None:
            e.last.year = int(when.value[:4])
            end = iso(e.last.year, e.last.month, e.last.day)
            if end is not None and end < when.value:
                end = iso(e.last.year + 1, e.last.month, e.last.day)
        elif e.last.kind == "weekday":
            start = date.fromisoformat(when.value)
            end = (start + timedelta(days=((e.last.weekday or 0) - start.weekday()) % 7)).isoformat()
        else:
            end = self._plain(e.last, way).value
        if end is None or end < when.value:
            return When(when.value, None, _grain(when.value), when.why)
        return When(when.value, end, "range", when.why)
