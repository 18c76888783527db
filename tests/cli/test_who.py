"""`dragoman who`: a mention, its party, and the rows that say so."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from dragoman.cli import app

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from cli.conftest import Run


def told(run: Run, *arguments: str | Path) -> dict[str, Any]:
    result = run("who", *arguments, "--json")
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_a_description_is_told_with_its_code_sectors_and_the_rows_it_rests_on(run: Run) -> None:
    lines = run("who", "two Turkish soldiers").stdout.splitlines()
    assert lines[0] == "Turkish army"
    assert lines[1].split(maxsplit=2)[:2] == ["code", "TUR"]
    assert lines[2] == "sectors  MIL state military"
    assert lines[3] == "kind     group (plural), said as a description"
    assert lines[4].startswith("why      noun 'soldiers'; heads.tsv, row ")
    assert "; countries.tsv, row " in lines[4]


def test_members_of_a_compound_mention_stand_below_each_other(run: Run) -> None:
    lines = run("who", "Franco-German officials").stdout.splitlines()
    assert lines[0] == "French officials and German officials"
    assert "members  French officials (FRA GOV)" in lines
    assert "         German officials (DEU GOV)" in lines
    assert any("pair joined by a hyphen" in line and "combining.tsv, row" in line for line in lines)
    found = told(run, "Franco-German officials")
    assert [member["code"] for member in found["members"]] == ["FRA", "DEU"]


def test_the_date_decides_who_holds_office(run: Run) -> None:
    assert told(run, "Angela Merkel", "--on", "1 May 2010")["sector"] == ["GOV"]
    later = told(run, "Angela Merkel", "--on", "2022-05-01")
    assert (later["sector"], later["on"]) == (["ELI"], "2022-05-01")


def test_home_says_whose_a_party_is_where_the_mention_does_not(run: Run) -> None:
    assert told(run, "the army")["code"] is None
    found = told(run, "the army", "--home", "uga")
    assert (found["code"], found["code_name"], found["name"]) == ("UGA", "Uganda", "Ugandan army")


def test_other_readings_are_told_and_what_needs_context_is_marked(run: Run) -> None:
    found = told(run, "Bush")
    assert found["ambiguous"]
    assert "George H.W. Bush" in [reading["name"] for reading in found["readings"]]
    text = run("who", "Bush").stdout
    assert text.splitlines()[0].endswith("ambiguous")
    assert "\nor       " in text


def test_json_has_all_that_is_known(run: Run) -> None:
    assert told(run, "the Kremlin").keys() == set(
        "mention on home name code code_name sector kind form plural ambiguous why sources readings".split()
    )


def test_a_users_file_wins_and_is_named_as_the_source(run: Run, tmp_path: Path) -> None:
    mine = tmp_path / "mine.tsv"
    mine.write_text("name\tcode\tsector\tkind\taliases\nNew Dawn Front\tKEN\tREB\tgroup\tNDF\n", "utf-8")
    found = told(run, "the NDF", "--knowledge", mine)
    assert (found["name"], found["code"], found["sources"]) == ("New Dawn Front", "KEN", ["mine.tsv, row 2"])


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        (["Zorblax"], 1, "dragoman: Zorblax: no party is known by this\n"),
        (["the\n proposal"], 1, "dragoman: the proposal: no party is known by this\n"),
        ([""], 1, "dragoman: : no party is known by this\n"),
        (["Karachi"], 1, "dragoman: Karachi: a place in PAK Pakistan, and no party by itself\n"),
        (["the army", "--home", "QQQ"], 2, "dragoman: --home: no party code 'QQQ'\n"),
        (["NATO", "--knowledge", "none.tsv"], 2, "dragoman: none.tsv: no such file\n"),
    ],
)
def test_what_is_not_known_or_wrong_is_told_in_one_line(
    run: Run, arguments: list[str], code: int, complaint: str
) -> None:
    result = run("who", *arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (code, "", complaint)


def test_a_wrong_date_is_told_under_its_own_option(run: Run) -> None:
    result = run("who", "NATO", "--on", "someday")
    assert result.exit_code == 2
    assert result.stderr.startswith("dragoman: --on: ")
    assert result.stderr.count("\n") == 1


@given(st.text(max_size=40).filter(lambda text: not text.startswith("-")))
def test_any_words_are_answered(words: str) -> None:
    result = CliRunner().invoke(app, ["who", words])
    assert result.exit_code in (0, 1)
    assert result.exception is None or isinstance(result.exception, SystemExit)
