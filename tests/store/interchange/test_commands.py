"""`dragoman import` and `dragoman export` at the command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from dragoman.cli import export, import_

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs one of the two commands on one store."""
    app = typer.Typer()
    app.command("import")(import_.command)
    app.command("export")(export.command)

    def invoke(command: str, *arguments: str | Path) -> Result:
        given = [str(argument) for argument in arguments]
        return CliRunner().invoke(app, [command, *given, "--store", str(tmp_path / "store")])

    return invoke


def test_import_tells_what_came_of_each_file(run: Run, data: Path) -> None:
    first = run("import", "ucdp", data / "ucdp.csv")
    assert first.exit_code == 0
    assert first.stdout == f"{data / 'ucdp.csv'}: 8 rows; 6 events added, 2 not understood; version 1\n"
    assert first.stderr.splitlines() == [
        f"dragoman: {data / 'ucdp.csv'}: row 6: ends on 2013-05-01, before it begins on 2013-05-03",
        f"dragoman: {data / 'ucdp.csv'}: row 7: '9' is no type_of_violence",
    ]
    again = run("import", "ucdp", data / "ucdp.csv")
    assert "0 events added, 6 known already, 2 not understood; version 1" in again.stdout


def test_a_file_that_is_something_else_costs_only_itself(run: Run, data: Path) -> None:
    mixed = run("import", "icews", data / "ucdp.csv", data / "icews.tab", data / "none.tab")
    assert mixed.exit_code == 1
    assert "8 events added" in mixed.stdout
    assert "ucdp.csv: this is not ICEWS event data: columns missing: Event ID" in mixed.stderr
    assert "none.tab: there is no such file" in mixed.stderr
    assert run("import", "icews", data / "none.tab").exit_code == 2


def test_an_unknown_format_is_told(run: Run, data: Path) -> None:
    refused = run("import", "cameo", data / "icews.tab")
    assert refused.exit_code == 2
    assert "'cameo' is not one of" in refused.stderr


def test_export_writes_to_a_file_or_to_standard_output(run: Run, data: Path, tmp_path: Path) -> None:
    run("import", "acled", data / "acled.csv")
    out = tmp_path / "kenya.csv"
    written = run("export", "csv", "--out", out, "--actor", "KEN", "--since", "2023-08")
    assert (written.exit_code, written.stderr) == (0, f"{out}: 1 events of version 1\n")
    shown = run("export", "csv", "--actor", "KEN", "--since", "2023-08")
    assert shown.stdout == out.read_text(encoding="utf-8")


def test_reports_take_no_filters(run: Run, data: Path) -> None:
    run("import", "acled", data / "acled.csv")
    refused = run("export", "reports", "--actor", "KEN")
    assert refused.exit_code == 2
    assert refused.stderr == "dragoman: reports are exported whole, without --actor\n"


def test_faults_are_one_line(run: Run, data: Path, tmp_path: Path) -> None:
    missing = run("export", "csv")
    assert (missing.exit_code, missing.stderr.count("\n")) == (2, 1)
    run("import", "acled", data / "acled.csv")
    wrong = run("export", "csv", "--type", "DANCE")
    assert wrong.exit_code == 2
    assert wrong.stderr.startswith("dragoman: type: 'DANCE' is none of")
    (tmp_path / "file").write_text("")
    nowhere = run("export", "csv", "--out", tmp_path / "file" / "out.csv")
    assert (nowhere.exit_code, nowhere.stderr.count("\n")) == (2, 1)
