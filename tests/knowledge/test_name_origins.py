"""A name tells where its bearer may be from, where the text does not say whose minister somebody is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.knowledge.name_origins import NameOrigins, likeness, name_origins, plain
from dragoman.knowledge.world import world

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "rather", "than"),
    [
        ("Oleksandr Petrenko", "UKR", "DEU"),
        ("Jutta Hoffmann", "DEU", "CAN"),
        ("Giorgi Tsereteli", "GEO", "RUS"),
        ("Hiroshi Nakamura", "JPN", "CHN"),
        ("Liu Guoqiang", "CHN", "JPN"),
        ("Dragan Jovanović", "SRB", "RUS"),
        ("Lautaro Domínguez", "ARG", "GBR"),
        ("Otieno Odhiambo", "KEN", "UGA"),
        ("Tesfaye Bekele", "ETH", "EGY"),
        ("Mantas Kavaliauskas", "LTU", "POL"),
    ],
)
def test_of_two_countries_the_name_sounds_like_one(name: str, rather: str, than: str) -> None:
    alike = likeness(name)
    assert alike[rather] > alike[than]


def test_one_word_says_nothing() -> None:
    assert likeness("Petrenko") == {}
    assert likeness("") == {}


def test_accents_make_no_difference() -> None:
    assert plain("Đorđević") == "dordevic"
    assert likeness("Goran Đorđević") == likeness("Goran Dordevic")


def test_every_country_of_the_table_is_one() -> None:
    codes = {code for countries in name_origins().countries.values() for code in countries}
    assert codes <= set(world().countries)
    assert len(codes) > 150


@given(st.text(max_size=40))
def test_any_string_is_answered(name: str) -> None:
    assert all(isinstance(value, float) for value in likeness(name).values())


def test_a_wrong_row_is_named(tmp_path: Path) -> None:
    table = tmp_path / "names.tsv"
    table.write_text("# names\nnorwegian\tNOR\tsurname\town\tBakken Haugen\n")
    with pytest.raises(ValueError, match=r"names\.tsv, row 2"):
        NameOrigins(table)
