"""`dragoman obligations`, `positions` and `framing`: what is printed, drawn, and told where it is wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
import typer
from typer.testing import CliRunner

from dragoman.cli import framing, obligations, positions
from dragoman.store import Store
from dragoman.store.provenance import RunCard
from dragoman.store.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

APP = typer.Typer()
APP.command("obligations")(obligations.command)
APP.command("positions")(positions.command)
APP.command("framing")(framing.command)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(APP, [str(argument) for argument in arguments])


QUESTION = ("obligations", "--attacked", "UKR", "--by", "RUS", "--on", "2022-01-27")


def test_the_question_that_it_was_made_for(tmp_path: Path) -> None:
    out = tmp_path / "out.svg"
    result = run(*QUESTION, "--suppose", "UKR joins NATO", "--plot", out)
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[:2] == ["Ukraine attacked by Russia, 27 January 2022", "supposing that Ukraine joins NATO"]
    assert "Called on directly" in lines
    assert out.read_text("utf-8").startswith("<svg")


def test_json_is_one_object() -> None:
    made = json.loads(run(*QUESTION, "--format", "json").stdout)
    assert made["summary"] == "Nobody is bound by treaty to help Ukraine."
    assert "budapest" in {row["treaty"] for row in made["not_bound"]}


def test_without_a_date_it_is_about_today() -> None:
    made = json.loads(run("obligations", "--attacked", "FIN", "--format", "json").stdout)
    assert {call["treaty"] for call in made["direct"]} >= {"nato", "eu"}


@pytest.mark.parametrize(
    ("more", "cause"),
    [
        (["--by", "Rusia"], "dragoman: --by: nobody is known as 'Rusia'; did you mean Russia"),
        (["--where", "Narnia"], "dragoman: --where: nobody is known as 'Narnia'"),
        (["--suppose", "pigs fly"], "dragoman: --suppose: “pigs fly”: not understood"),
        (["--plot", "x.bmp"], "dragoman: --plot: x.bmp: a picture's name ends in .svg"),
        (["--plot", "/nowhere/x.svg"], "dragoman: --plot: /nowhere/x.svg: No such file or directory"),
        (["--knowledge", "/nowhere/x.toml"], "dragoman: /nowhere/x.toml: no such file"),
        (["--on", "soon"], "dragoman: --on: "),
    ],
)
def test_what_is_wrong_is_told_in_one_line(more: list[str], cause: str) -> None:
    result = run(*QUESTION, *more)
    assert result.exit_code == 2
    assert result.stderr.startswith(cause)
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.output


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two publishers' tellings of one act, and three quotes."""
    path = tmp_path_factory.mktemp("stores") / "store"
    russia = [{"party": "p1", "name": "Russia", "code": "RUS", "start": 0, "end": 6}]
    events = [
        {"id": "e1", "article": "a1", "publisher": "Plain", "voice": []},
        {"id": "e2", "article": "a2", "publisher": "Careful", "voice": russia},
    ]
    common = {"type": "ASSAULT", "status": "actual", "sentence": "The army shelled the bakery.", "year": 2022}
    rows = {
        "events": [event | common | {"trigger": "shelled"} for event in events],
        "occurrences": [{"event": "e1", "occurrence": "oe1"}, {"event": "e2", "occurrence": "oe1"}],
        "quotes": [
            {"id": name, "article": "a1", "speaker_name": name, "speaker_code": code, "text": text}
            for name, code, text in (
                ("Russia", "RUS", "NATO must not expand"),
                ("NATO", "IGO", "The door of NATO stays open"),
                ("Kenya", "KEN", "The expansion of NATO is not our business"),
            )
        ],
    }  # fmt: skip
    made = {name: pa.Table.from_pylist(row, schema=TABLES[name].schema) for name, row in rows.items()}
    Store(path, create=True).append(made, RunCard("import"))
    return path


def test_positions_are_told_by_party(store: Path) -> None:
    result = run("positions", "NATO expansion", "--store", store)
    assert result.exit_code == 0, result.stderr
    heads = [line for line in result.stdout.splitlines() if line and line[0] != " "]
    assert heads == ["Kenya  1 statement, 1 quote", "Russia  1 statement, 1 quote"]
    made = json.loads(run("positions", "NATO expansion", "--party", "RUS", "-s", store, "-f", "json").stdout)
    assert [party["code"] for party in made["parties"]] == ["RUS"]


def test_nobody_quoted_is_exit_code_1_and_no_matter_2(store: Path) -> None:
    result = run("positions", "grain", "--store", store)
    assert (result.exit_code, result.stdout) == (1, "nobody is quoted on “grain” (3 quotes)\n")
    result = run("positions", "the of", "--store", store)
    assert (result.exit_code, result.stderr) == (2, "dragoman: “the of” has no word to look for\n")


def test_framing_counts_and_shows_side_by_side(store: Path) -> None:
    made = json.loads(run("framing", "--store", store, "--format", "json").stdout)
    assert {p["publisher"]: p["own_voice"] for p in made["publishers"]} == {"Careful": 0, "Plain": 1}
    assert run("framing", "--store", store).stdout.startswith("1 contested act: ")
    for asked in ("oe1", "e1"):
        text = run("framing", "--store", store, "--occurrence", asked).stdout
        assert "in its own voice" in text
        assert "on the word of Russia" in text
    result = run("framing", "--store", store, "--occurrence", "o9")
    assert (result.exit_code, result.stderr) == (2, "dragoman: --occurrence: there is no 'o9' in the store\n")


@pytest.mark.parametrize("command", [["positions", "NATO"], ["framing"]])
def test_a_store_that_is_not_there_is_one_line(command: list[str], tmp_path: Path) -> None:
    result = run(*command, "--store", tmp_path / "none")
    assert result.exit_code == 2
    assert result.stderr.startswith("dragoman: ")
    assert result.stderr.count("\n") == 1
