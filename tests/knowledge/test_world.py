"""The tables of parties: whole, valid, sourced; what looking up gives; what a user's own table may change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dragoman.knowledge.entries import KINDS, SPECIAL_CODES, DataError
from dragoman.knowledge.load import (
    FOLDER,
    NAMED_TABLES,
    country_codes,
    known_sectors,
    named_entries,
    read_table,
)
from dragoman.knowledge.world import World, world

if TYPE_CHECKING:
    from pathlib import Path

FILES = sorted(p for p in FOLDER.iterdir() if p.suffix in (".tsv", ".toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_every_data_file_names_its_source(path: Path) -> None:
    comments = [line for line in path.read_text("utf-8").splitlines()[:6] if line.startswith("#")]
    assert any("source:" in line for line in comments)


def test_codes_sectors_and_kinds_of_all_entries_are_known() -> None:
    codes = country_codes() | SPECIAL_CODES
    for alias, entries in world().aliases.items():
        assert alias
        assert alias == alias.strip()
        for entry in entries:
            assert entry.code is None or entry.code in codes, (alias, entry)
            assert set(entry.sector) <= known_sectors(), (alias, entry)
            assert entry.kind in KINDS, (alias, entry)
            assert entry.source, (alias, entry)


def test_every_state_of_iso_3166_and_kosovo_has_a_name_and_nearly_all_an_adjective_and_a_capital() -> None:
    import pycountry

    codes = {c.alpha_3 for c in pycountry.countries} | {"KOS"}
    assert country_codes() == codes
    rows = list(read_table(FOLDER / "countries.tsv"))
    assert sum(bool(r["adjectives"]) for r in rows) > 215
    assert sum(bool(r["capital"]) for r in rows) > 195


def test_the_english_names_of_the_unicode_cldr_are_known() -> None:
    import pycountry
    from babel import Locale

    names = Locale("en").territories
    missing = []
    for country in pycountry.countries:
        name = names[country.alpha_2].replace(" & ", " and ").replace("St. ", "Saint ")
        if not any(e.code == country.alpha_3 for e in world().lookup(name)):
            missing.append(name)
    assert len(missing) <= 12, missing


def test_the_tables_are_as_large_as_they_claim() -> None:
    count = {name: sum(1 for _ in read_table(FOLDER / name)) for name in NAMED_TABLES}
    organisations = sum(count[n] for n in ("organisations.tsv", "bodies.tsv", "forces.tsv", "companies.tsv"))
    assert organisations >= 600
    assert count["groups.tsv"] >= 200
    holders = list(read_table(FOLDER / "holders.tsv"))
    assert len({r["code"] for r in holders}) >= 70


def test_no_name_stands_twice_with_the_same_code() -> None:
    for name in NAMED_TABLES:
        list(named_entries(FOLDER / name))


@pytest.mark.parametrize(
    ("alias", "name", "code", "form"),
    [
        ("the Kremlin", "Russia", "RUS", "metonym"),
        ("Whitehall", "United Kingdom", "GBR", "metonym"),
        ("NATO", "NATO", "IGO", "acronym"),
        ("Kenyan", "Kenya", "KEN", "demonym"),
        ("Spaniards", "Spain", "ESP", "people"),
        ("Côte d’Ivoire", "Ivory Coast", "CIV", "name"),
        ("Foggy Bottom", "United States Department of State", "USA", "metonym"),
        ("Houthis", "Houthi movement", "YEM", "name"),
        ("RUSSIA", "Russia", "RUS", "name"),
        ("Republic of Uganda", "Uganda", "UGA", "name"),
    ],
)
def test_lookup(alias: str, name: str, code: str, form: str) -> None:
    entry = world().lookup(alias)[0]
    assert (entry.name, entry.code, entry.form) == (name, code, form)


def test_lookup_of_the_unknown_is_empty() -> None:
    assert world().lookup("Josephine Wanyonyi") == ()
    assert world().lookup("") == ()


@pytest.mark.parametrize(
    "alias", ["Georgia", "Jordan", "Chad", "Moscow", "Santiago", "Victoria", "Congo", "Total"]
)
def test_aliases_with_another_meaning_are_marked(alias: str) -> None:
    assert all(entry.ambiguous for entry in world().lookup(alias))


@pytest.mark.parametrize("alias", ["Russia", "Kenya", "NATO", "the Kremlin", "Hezbollah", "US"])
def test_plain_aliases_are_not(alias: str) -> None:
    assert not world().lookup(alias)[0].ambiguous


@pytest.mark.parametrize(
    ("noun", "sector", "plural"),
    [
        ("soldiers", ("MIL",), True),
        ("police", ("COP",), True),
        ("protesters", ("CVL",), True),
        ("rebel", ("REB",), False),
        ("parliament", ("LEG",), False),
        ("court", ("JUD",), False),
        ("ministry", ("GOV",), False),
        ("fishermen", ("CVL",), True),
        ("dockers", ("LAB",), True),
        ("students", ("EDU",), True),
        ("company", ("BUS",), False),
        ("journalists", ("JRN",), True),
        ("security forces", ("COP", "MIL"), True),
        ("junta", ("GOV", "MIL"), False),
        ("refugees", ("REF",), True),
    ],
)
def test_head_nouns(noun: str, sector: tuple[str, ...], plural: bool) -> None:
    head = world().head_noun(noun)
    assert head is not None
    assert (head.sector, head.plural) == (sector, plural)


def test_a_noun_that_is_no_party_is_no_head_noun() -> None:
    for word in ("gas", "proposal", "attack", "tuesday", "war"):
        assert world().head_noun(word) is None


@pytest.mark.parametrize(
    ("title", "sector"),
    [
        ("deputy defence minister", "GOV"),
        ("governor", "GOV"),
        ("army chief", "MIL"),
        ("police chief", "COP"),
        ("intelligence chief", "SPY"),
        ("rebel leader", "REB"),
        ("opposition leader", "OPP"),
        ("leader of the opposition", "OPP"),
        ("head of the junta", "GOV MIL"),
        ("former interior minister", "ELI"),
        ("ex-president", "ELI"),
        ("acting foreign minister", "GOV"),
        ("lieutenant colonel", "MIL"),
        ("chief justice", "JUD"),
        ("attorney general", "JUD GOV"),
        ("president of the supreme court", "JUD"),
        ("union leader", "LAB"),
        ("secretary of state", "GOV"),
        ("archbishop", "REL"),
        ("majority leader", "LEG"),
    ],
)
def test_offices(title: str, sector: str) -> None:
    office = world().office(title.split())
    assert office is not None
    assert office.sector == tuple(sector.split())


def test_what_is_no_title_is_no_office() -> None:
    for words in (["table"], [], ["very", "tall"], ["of", "the"]):
        assert world().office(words) is None


def test_titles_that_fix_their_code() -> None:
    pope = world().office(["pope"])
    assert pope is not None
    assert pope.code == "VAT"


def test_memberships_know_dates() -> None:
    assert "FIN" not in world().members("NATO", "2022-05-01")
    assert "FIN" in world().members("NATO", "2023-05-01")
    assert "GBR" not in world().members("European Union")
    assert len(world().members("European Union")) == 27
    assert len(world().members("NATO")) == 32
    assert len(world().members("African Union")) == 55
    assert len(world().members("Arab League")) == 22
    assert world().members("nobody") == ()


def test_organisations_with_members_are_named_as_in_the_tables() -> None:
    for row in read_table(FOLDER / "memberships.tsv"):
        assert any(e.name == row["organisation"] for e in world().lookup(row["organisation"])), row[
            "organisation"
        ]


def test_borders_go_both_ways() -> None:
    assert world().neighbours("UGA") == ("COD", "KEN", "RWA", "SSD", "TZA")
    for code in country_codes():
        for near in world().neighbours(code):
            assert code in world().neighbours(near), (code, near)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_users_toml_wins_over_ours(tmp_path: Path) -> None:
    text = '[[party]]\nname = "Wagner Group"\ncode = "RUS"\nsector = ["MIL"]\naliases = ["Wagner"]\n'
    mine = World(write(tmp_path, "mine.toml", text))
    assert mine.lookup("Wagner")[0].sector == ("MIL",)
    assert mine.resolve("Wagner fighters").sector == ("MIL",)  # type: ignore[union-attr]
    assert world().lookup("Wagner Group")[0].sector == ("PRM",)


def test_a_users_table_wins_over_ours(tmp_path: Path) -> None:
    text = "name\tcode\tsector\tkind\taliases\nNew Dawn Front\tKEN\tREB\tgroup\tNDF;=Dawnist;*Dawnists\n"
    mine = World(write(tmp_path, "mine.tsv", text))
    assert mine.resolve("three Dawnist fighters").code == "KEN"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("a.toml", '[[party]]\nname = "X"\ncode = "XYZ"\n', "a.toml, party 1: no code 'XYZ'"),
        ("b.toml", '[[party]]\nname = "X"\nsector = ["ARMY"]\n', "b.toml, party 1: no sector 'ARMY'"),
        ("c.toml", '[[party]]\nname = "X"\n[[party]]\nname = "X"\n', "c.toml, party 2: 'X' stands already"),
        ("d.toml", '[[party]]\nname = "X"\ncolour = "red"\n', "d.toml, party 1: no key 'colour'"),
        ("e.toml", '[[party]]\nname = "X"\nname = "Y"\n', "e.toml"),
        ("f.toml", "[party", "f.toml"),
        ("g.tsv", "name\tcode\tsector\tkind\taliases\nX\tXYZ\tGOV\tgroup\t\n", "g.tsv, row 2: no code 'XYZ'"),
        (
            "h.tsv",
            "name\tcode\tsector\tkind\taliases\nX\tKEN\tGOV\tgroup\t\nX\tKEN\tMIL\tgroup\t\n",
            "h.tsv, row 3",
        ),
        ("i.tsv", "name\tcode\nX\tKEN\n", "i.tsv, row 1: no column"),
        (
            "j.tsv",
            "name\tcode\tsector\tkind\taliases\nX\tKEN\tGOV\tplanet\t\n",
            "j.tsv, row 2: no kind 'planet'",
        ),
    ],
)
def test_a_wrong_override_is_told_by_file_and_row(
    tmp_path: Path, name: str, text: str, complaint: str
) -> None:
    with pytest.raises(DataError, match=complaint.replace(".", r"\.")):
        World(write(tmp_path, name, text))


def test_a_missing_override_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file"):
        World(tmp_path / "none.toml")


@pytest.mark.parametrize(
    "alias", ["Bush", "May", "Brown", "Rice", "Ban", "WHO", "Independent", "Visa", "Apple"]
)
def test_names_that_are_common_words_or_common_surnames_are_marked(alias: str) -> None:
    assert all(entry.ambiguous for entry in world().lookup(alias))


def test_loading_takes_well_under_a_second() -> None:
    import time

    start = time.process_time()  # of this process, so that a busy machine changes nothing
    World()
    assert time.process_time() - start < 1.0
