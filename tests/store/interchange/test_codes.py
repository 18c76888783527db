"""Codes of other data sets, and what they are here."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman import ontology
from dragoman.ontology.plover import rows
from dragoman.records import content_id
from dragoman.store.interchange.actors import cameo_actor, named
from dragoman.store.interchange.addresses import host
from dragoman.store.interchange.cameo import code_of, coding, full_code
from dragoman.store.interchange.coded import STRING, content_ids
from dragoman.store.interchange.countries import (
    CODES,
    NO_STATES,
    country_code,
    from_fips,
    to_fips,
)

STATES = [code for code in ontology.codes() if code not in NO_STATES]


@pytest.mark.parametrize("table", sorted(path.name for path in CODES.glob("*.tsv")))
def test_every_table_tells_its_source(table: str) -> None:
    assert "source:" in (CODES / table).read_text(encoding="utf-8").split("\n\n")[0]


def test_every_state_is_found_by_its_code_name_and_fips_code() -> None:
    for code in STATES:
        assert country_code(code) == country_code(ontology.code_name(code)) == code
        if code in to_fips():
            assert from_fips(to_fips()[code]) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("DR Congo (Zaire)", "COD"),
        ("Congo", "COG"),
        ("Russia (Soviet Union)", "RUS"),
        ("Yemen (North Yemen)", "YEM"),
        ("Bosnia-Herzegovina", "BIH"),
        ("Kingdom of eSwatini (Swaziland)", "SWZ"),
        ("Occupied Palestinian Territory", "PSE"),
        ("united states", "USA"),
        ("EUR", None),
        ("Middle Earth", None),
    ],
)
def test_countries_as_data_sets_name_them(name: str, code: str | None) -> None:
    assert country_code(name) == code


def test_tables_name_only_codes_and_sectors_that_there_are() -> None:
    sectors, codes = set(ontology.load().sectors) | {"ISM"}, set(ontology.codes())
    for row in rows(CODES / "cameo_groups.tsv"):
        assert row[1] in codes | {""}
        assert set(row[2].split()) <= sectors
    for row in rows(CODES / "cameo_roles.tsv"):
        assert set(row[1].split()) <= sectors
        assert row[2] in codes | {""}
    for row in rows(CODES / "cameo_countries.tsv"):
        assert row[1] in codes | {""}
    for table in ("icews_sectors", "icews_generic"):
        for row in rows(CODES / f"{table}.tsv"):
            assert row[1] in sectors


@pytest.mark.parametrize(
    ("whole", "code", "sectors"),
    [
        ("USAGOV", "USA", ("GOV",)),
        ("RUSMIL", "RUS", ("MIL",)),
        ("MED", None, ("JRN",)),  # media, and not PLOVER's health
        ("PSEREBHMS", "PSE", ("REB",)),
        ("IGOEUREEC", "EUR", ("IGO",)),
        ("AFRGOV", None, ("GOV",)),
        ("NGOHLH", "NGO", ("NGO", "MED")),
        ("MNC", "MNC", ("BUS",)),
        ("XQZGOV", None, ("GOV",)),
        ("", None, ()),
    ],
)
def test_cameo_actors(whole: str, code: str | None, sectors: tuple[str, ...]) -> None:
    assert cameo_actor(whole) == (code, sectors)


@given(st.text(max_size=12))
def test_no_actor_is_too_odd(text: str) -> None:
    found = cameo_actor(text)
    assert found.code is None or ontology.is_code(found.code)


@given(st.text(max_size=30))
def test_no_name_is_too_odd(text: str) -> None:
    found = named(text)
    assert found.code is None or ontology.is_code(found.code)


@given(st.integers(0, 9999).map(str))
def test_numbers_are_cameo_codes_or_refused(number: str) -> None:
    try:
        found = full_code(number)
    except ValueError:
        return
    assert 3 <= len(found) <= 4
    assert found.lstrip("0").startswith(number.lstrip("0"))


def test_every_coding_is_written_as_a_code_that_comes_back_as_its_type() -> None:
    for kind in ontology.load().types.values():
        for mode in ("", *kind.modes):
            for context in ("", *ontology.load().contexts):
                code = code_of(kind.name, (mode,) if mode else (), (context,) if context else (), None)
                assert code is not None
                assert coding(code).type == kind.name


def test_ids_of_columns_are_the_ids_of_records() -> None:
    import pyarrow as pa

    odd = ["1", 'a"b\\c', "ü\n", "", "\x7f\u2028"]
    assert content_ids("e", ("gdelt",), pa.array(odd, STRING)).to_pylist() == [
        content_id("e", "gdelt", one) for one in odd
    ]


@pytest.mark.parametrize(
    ("url", "publisher"),
    [
        ("https://www.example.org/a?b=1#c", "example.org"),
        ("HTTP://user:word@Example.org:8080/a", "example.org"),
        ("example.org", "example.org"),
        ("A Monitoring Service", "A Monitoring Service"),
        ("", None),
    ],
)
def test_publishers_of_addresses(url: str, publisher: str | None) -> None:
    assert host(url) == publisher
