"""Given names tell whether "he" or "she" may mean a person."""

from __future__ import annotations

from dragoman.knowledge.first_names import first_names


def test_common_names() -> None:
    names = first_names()
    assert (names["denis"], names["josephine"]) == ("m", "f")


def test_names_are_in_lower_case_and_of_one_gender() -> None:
    names = first_names()
    assert set(names.values()) == {"m", "f"}
    assert all(name == name.lower() for name in names)
