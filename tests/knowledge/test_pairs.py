"""Parties joined by hyphens, "Franco-German", and titles that mean something else in one state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dragoman.knowledge.load import FOLDER, read_table
from dragoman.knowledge.world import world

if TYPE_CHECKING:
    from dragoman.knowledge.entries import Resolution
    from dragoman.reading.reader import Reader


def resolve(text: str, home: str | None = None) -> Resolution:
    found = world().resolve(text, home=home)
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    ("mention", "codes"),
    [
        ("Franco-German", ["FRA", "DEU"]),
        ("the Sino-Russian", ["CHN", "RUS"]),
        ("Anglo-French", ["GBR", "FRA"]),
        ("Greco-Turkish", ["GRC", "TUR"]),
        ("US-South Korean", ["USA", "KOR"]),
        ("South Korean-US", ["KOR", "USA"]),
        ("US–Japan–South Korea", ["USA", "JPN", "KOR"]),
        ("Anglo-American", ["GBR", "USA"]),
        ("Indo-Pak", ["IND", "PAK"]),
        ("Israel-Hamas", ["ISR", "PSE"]),
        ("EU-China", ["EUR", "CHN"]),
        ("Senegal-Guinea-Bissau", ["SEN", "GNB"]),
    ],
)
def test_a_pair_names_a_party_for_each_part(mention: str, codes: list[str]) -> None:
    found = resolve(mention)
    assert [member.code for member in found.members] == codes
    assert found.code is None


@pytest.mark.parametrize(
    ("mention", "names", "sector"),
    [
        ("Franco-German forces", ["French forces", "German forces"], ("MIL",)),
        ("Sino-Russian officials", ["Chinese officials", "Russian officials"], ("GOV",)),
        ("US-South Korean troops", ["US army", "South Korean army"], ("MIL",)),
        ("two Anglo-French warships", ["British warships", "French warships"], ("MIL",)),
        ("Russia-Ukraine negotiators", ["Russian negotiators", "Ukrainian negotiators"], ("GOV",)),
    ],
)
def test_a_noun_after_a_pair_is_each_ones(mention: str, names: list[str], sector: tuple[str, ...]) -> None:
    found = resolve(mention)
    assert [member.name for member in found.members] == names
    assert {member.sector for member in found.members} == {sector}


def test_a_pair_in_a_coordination_keeps_its_members() -> None:
    pair, last = resolve("Franco-German and Polish officials").members
    assert [member.code for member in pair.members] == ["FRA", "DEU"]
    assert last.code == "POL"


def test_one_person_of_two_nations_is_neithers() -> None:
    found = resolve("a Russian-American journalist", home="KEN")
    assert (found.name, found.code, found.members) == ("Russian-American journalist", None, ())


@pytest.mark.parametrize(
    "mention", ["Guinea-Bissau", "Bosnian-Serb forces", "Turkish-backed rebels", "Indo-Pacific"]
)
def test_what_is_one_name_or_owner_is_no_pair(mention: str) -> None:
    assert resolve(mention).members == ()


@pytest.mark.parametrize(
    "mention", ["Franco", "the Sino-Russian summit", "Franco-Zorblaxian officers", "Pak-", "-"]
)
def test_half_a_pair_is_none(mention: str) -> None:
    found = world().resolve(mention)
    assert found is None or found.members == ()


def test_every_combining_form_joins() -> None:
    for row in read_table(FOLDER / "combining.tsv"):
        other = "Bolivian" if row["code"] != "BOL" else "Kenyan"
        assert resolve(f"{row['form']}-{other}").members[0].code == row["code"], row.where


def test_the_reader_reads_pairs_too(reader: Reader) -> None:
    event = reader.read("Franco-German forces shelled rebels in Mali on Tuesday.").events[0]
    assert [(party.name, party.code) for party in event.actor] == [
        ("French forces", "FRA"),
        ("German forces", "DEU"),
    ]


@pytest.mark.parametrize(
    ("mention", "sector"),
    [
        ("Hong Kong Chief Executive Wong Ka-yan", "GOV"),
        ("the chief executive of Hong Kong", "GOV"),
        ("Hong Kong's chief executive", "GOV"),
        ("former Hong Kong chief executive", "ELI"),
        ("former Hong Kong chief executive Wong Ka-yan", "ELI"),
        ("Macau's chief executive", "GOV"),
        ("Gazprom chief executive", "BUS"),
        ("the chief executive of Gazprom", "BUS"),
    ],
)
def test_hong_kongs_chief_executive_governs_and_others_do_business(mention: str, sector: str) -> None:
    assert resolve(mention).sector == (sector,)
