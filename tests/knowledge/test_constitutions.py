"""Offices tell of whose country their holder cannot be."""

from __future__ import annotations

import pytest

from dragoman.knowledge.constitutions import offices, without_office
from dragoman.knowledge.world import world


@pytest.mark.parametrize(
    ("office", "has", "lacks"),
    [
        ("president", "FRA", "CAN"),
        ("prime minister", "GBR", "USA"),
        ("chancellor", "DEU", "FRA"),
        ("King", "JOR", "EGY"),
        ("defence secretary", "GBR", "DEU"),
    ],
)
def test_some_countries_have_no_such_office(office: str, has: str, lacks: str) -> None:
    assert without_office(office, [has, lacks]) == {lacks}


@pytest.mark.parametrize("office", ["mayor", None, ""])
def test_offices_of_which_nothing_is_said_may_be_anywhere(office: str | None) -> None:
    assert without_office(office, world().countries) == frozenset()


def test_every_row_names_countries_that_there_are_in_order() -> None:
    for office, (_, codes) in offices().items():
        assert office == office.lower()
        assert codes <= set(world().countries), office


def test_no_office_is_nowhere() -> None:
    for office in offices():
        assert without_office(office, world().countries) < set(world().countries), office
