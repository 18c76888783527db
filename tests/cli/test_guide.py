"""The guide's examples do what the guide says."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.cli import app

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "guide.md"
SAMPLES = sorted((ROOT / "samples").glob("*.txt"))


def test_the_python_in_the_guide_runs() -> None:
    failed, tried = doctest.testfile(str(GUIDE), module_relative=False)
    assert tried >= 8
    assert failed == 0


def test_every_command_in_the_guide_exists() -> None:
    names = set(re.findall(r"(?:^|`)dragoman ([a-z]+)", GUIDE.read_text(encoding="utf-8"), re.MULTILINE))
    assert {"read", "explain", "eval", "ontology"} <= names
    for name in names:
        assert CliRunner().invoke(app, [name, "--help"]).exit_code == 0


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_the_samples_can_be_read(sample: Path) -> None:
    result = CliRunner().invoke(app, ["read", str(sample)])
    assert result.exit_code == 0, result.stderr
    title = sample.read_text(encoding="utf-8").splitlines()[0].removeprefix("Title: ")
    assert result.stdout.startswith(title + "\n")
    assert "What they said" in result.stdout
    assert "What they did" in result.stdout
