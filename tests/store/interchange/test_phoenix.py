"""Phoenix: daily files without a header, historical ones with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Understood

    Reading = Callable[[str, str], Understood]
DAILY, HISTORICAL = "events.full.20140621.txt", "PhoenixNYT.csv"


def test_a_daily_file(reading: Reading) -> None:
    found = reading("phoenix", DAILY)
    visit = found.events["20140620-1"]  # ids count within a day
    assert (visit["type"], visit["mode"], visit["date"]) == ("CONSULT", ["visit"], "2014-06-20")
    assert (visit["place"], visit["place_country"]) == ("Baghdad", "IRQ")
    assert (found.who("20140620-1"), found.who("20140620-1", "recipient")) == (
        ["USAGOV|USA|GOV"],
        ["IRQ|IRQ|"],
    )
    assert found.who("20140620-2") == ["SYRREB|SYR|REB"]
    assert found.who("20140620-3") == ["IGOUNO|UNO|IGO"]
    assert found.events["20140620-3"]["recipient"] == []  # written ---
    assert found.who("20140620-4") == ["NGOHRI|NGO|NGO SOC"]
    # The first address of several, and its publisher as the file has it.
    assert found.articles[visit["article"]]["url"] == "https://www.example.com/visit"
    assert visit["publisher"] == "example_world"


def test_the_root_tells_a_lost_zero_from_a_root(reading: Reading) -> None:
    # 10 under root 1 is 010, a statement; 10 under root 10 would be a demand.
    assert reading("phoenix", DAILY).events["20140620-4"]["cameo"] == "010"
    assert reading("phoenix", HISTORICAL).events["NYT-4"]["cameo"] == "036"


def test_odd_daily_rows(reading: Reading) -> None:
    assert reading("phoenix", DAILY).problems == [
        "row 5: '20140699' is no date: day is out of range for month",
        "row 6: '777' is no CAMEO code",
        "row 7: 3 cells in place of 26",
    ]


def test_a_historical_file(reading: Reading) -> None:
    found = reading("phoenix", HISTORICAL)
    seized = found.events["NYT-1"]
    assert (seized["type"], seized["date"], seized["place"]) == ("COERCE", "1990-08-02", "Kuwait City")
    assert (found.who("NYT-1"), found.who("NYT-2")) == (["IRQMIL|IRQ|MIL"], ["IGOUNO|UNO|IGO"])
    assert found.problems == ["row 4: '1990-13-3' is no date: month must be in 1..12"]
