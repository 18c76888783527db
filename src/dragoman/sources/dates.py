"""Publication dates as people and machines write them, to ISO 8601."""

from __future__ import annotations

import logging
import re
from datetime import date
from email.utils import parsedate_tz

log = logging.getLogger(__name__)

EARLIEST, LATEST = 1600, 2100
"""Years; newspapers begin in 1605."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        "jan january|feb february|mar march|apr april|may|jun june|jul july|aug august|sep sept september"
        "|oct october|nov november|dec december".split("|"),
        start=1,
    )
    for name in names.split()
}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?=$|[T\s])")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?$")
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?=$|[,\s])")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?([A-Za-z]+)\.?,?[\s-]+(\d{4})\b")
_MONTH_FIRST = re.compile(r"([A-Za-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)


def iso_date(value: str) -> str:
    """The day that `value` names as `YYYY-MM-DD`; a time of day is dropped.

    Raises ValueError, with a sentence for the user, if it names no day, or if it could be two
    (`03/04/2022`).

    >>> iso_date("Thu, 27 Jan 2022 10:00:00 GMT"), iso_date("January 27, 2022"), iso_date("2022-01-27T10:00Z")
    ('2022-01-27', '2022-01-27', '2022-01-27')
    """
    text = " ".join(value.split())
    if match := _ISO.match(text) or _PACKED.match(text):
        year, month, day = (int(g) for g in match.groups())
        return _made(value, year, month, day)
    if match := _NUMBERS.match(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if match[2] == "." or first > 12:
            return _made(value, year, second, first)
        if second > 12 or first == second:
            return _made(value, year, first, second)
        raise ValueError(f"{value!r} may be two dates; write it as {year}-MM-DD")
    text = _WEEKDAY.sub("", text, count=1)
    if (match := _DAY_FIRST.match(text)) and match[2].lower() in _MONTHS:
        return _made(value, int(match[3]), _MONTHS[match[2].lower()], int(match[1]))
    if (match := _MONTH_FIRST.match(text)) and match[1].lower() in _MONTHS:
        return _made(value, int(match[3]), _MONTHS[match[1].lower()], int(match[2]))
    parsed = parsedate_tz(text)
    if parsed:
        return _made(value, *parsed[:3])
    raise ValueError(f"{value!r} is no date; write it as YYYY-MM-DD")


def published_date(value: str | None, source: str) -> str | None:
    """What a source tells of its day of publication as `YYYY-MM-DD`; None if it tells none.

    A date that cannot be read is left out with a warning that names `source`: the article is worth more.
    """
    if not value:
        return None
    try:
        return iso_date(value)
    except ValueError as error:
        log.warning("%s: date of publication left out: %s", source, error)
        return None


def _made(value: str, year: int, month: int, day: int) -> str:
    try:
        made = date(year, month, day)
    except ValueError as error:
        raise ValueError(f"{value!r} is no date: {error}") from error
    if not EARLIEST <= year <= LATEST:
        raise ValueError(f"{value!r} is no date of publication")
    return made.isoformat()
