"""Publication dates."""

from __future__ import annotations

import contextlib
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.sources.dates import iso_date


@pytest.mark.parametrize(
    "written",
    [
        "2022-01-27", "2022/1/27", "20220127", "2022-01-27T10:15:00+02:00", "2022-01-27 10:15",
        "20220127T101500Z",
        "27.01.2022", "27/01/2022", "01/27/2022", "27 January 2022", "27th of January 2022", "Jan. 27, 2022",
        "January 27 2022", "Thursday, January 27, 2022", "Thu, 27 Jan 2022 10:15:00 GMT", "27-Jan-2022",
        "January 27, 2022 10:15 am",
    ],
)  # fmt: skip
def test_one_day_written_in_many_ways(written: str) -> None:
    assert iso_date(written) == "2022-01-27"


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("03/04/2022", "may be two dates"),
        ("2022-02-30", "is no date"),
        ("2022", "is no date"),
        ("yesterday", "is no date"),
        ("", "is no date"),
        ("0022-01-27", "no date of publication"),
    ],
)
def test_what_names_no_day(written: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        iso_date(written)


@given(st.dates(min_value=datetime.date(1605, 1, 1), max_value=datetime.date(2099, 12, 31)))
def test_every_iso_date_is_itself(day: datetime.date) -> None:
    assert iso_date(day.isoformat()) == day.isoformat()


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert datetime.date.fromisoformat(iso_date(text)).year >= 1600
