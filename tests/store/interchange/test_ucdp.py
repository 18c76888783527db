"""UCDP GED: sides, estimates of deaths, days, months and years."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Understood

    Reading = Callable[[str, str], Understood]


@pytest.mark.parametrize(
    ("event", "context", "actor", "recipient"),
    [
        ("400001", ["military"], "Government of Afghanistan|AFG|GOV", "Taleban|AFG|REB"),
        ("400002", [], "IS|IMG|REB", "Civilians||CVL"),
        ("400003", ["military"], "Murle||", "Lou Nuer||"),
        ("400004", ["military"], "Government of DR Congo (Zaire)|COD|GOV", "M23|COD|REB"),
        (
            "400007",
            ["military"],
            "Government of Russia (Soviet Union)|RUS|GOV",
            "Government of Ukraine|UKR|GOV",
        ),
    ],
)
def test_violence_is_assault_between_its_sides(
    reading: Reading, event: str, context: list[str], actor: str, recipient: str
) -> None:
    found = reading("ucdp", "ucdp.csv")
    assert (found.events[event]["type"], found.events[event]["context"]) == ("ASSAULT", context)
    assert (found.who(event), found.who(event, "recipient")) == ([actor], [recipient])


@pytest.mark.parametrize(
    ("event", "value", "end", "precision", "day"),
    [
        ("400001", "2019-05-03", None, "day", date(2019, 5, 3)),
        ("400002", "2016-07-01", "2016-07-05", "range", date(2016, 7, 1)),
        ("400003", "2012-02", None, "month", date(2012, 2, 1)),
        ("400004", "2013", None, "year", date(2013, 1, 1)),
        ("400008", None, None, None, None),
    ],
)
def test_dates_say_no_more_than_is_known(
    reading: Reading, event: str, value: str | None, end: str | None, precision: str | None, day: date | None
) -> None:
    row = reading("ucdp", "ucdp.csv").events[event]
    assert (row["date"], row["date_end"], row["date_precision"], row["day"]) == (value, end, precision, day)


def test_the_best_estimate_is_the_count_and_the_others_are_told(reading: Reading) -> None:
    events = reading("ucdp", "ucdp.csv").events
    assert (events["400001"]["dead"], events["400001"]["why"][1]) == (7, "5 to 9 killed, best estimate 7")
    assert events["400004"]["dead"] == 3  # without a best estimate the low one
    assert events["400007"]["dead"] is None  # 1e9 is no count
    assert events["400008"]["dead"] == 0


def test_rows_that_are_left_out(reading: Reading) -> None:
    assert reading("ucdp", "ucdp.csv").problems == [
        "row 6: ends on 2013-05-01, before it begins on 2013-05-03",
        "row 7: '9' is no type_of_violence",
    ]
