"""`dragoman serve`: what it refuses to do, and that it opens."""

from __future__ import annotations

import socket
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.request import urlopen

import typer
from typer.testing import CliRunner

from dragoman.cli.serve import command

if TYPE_CHECKING:
    from pathlib import Path

app = typer.Typer()
app.command()(command)


def refused(*options: str) -> str:
    result = CliRunner().invoke(app, list(options))
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    return result.stderr.strip()


def test_it_does_not_open_to_others_without_a_token(year: Path) -> None:
    told = refused("--store", str(year), "--host", "0.0.0.0")
    assert told.startswith("dragoman: --host 0.0.0.0: beyond this machine a token is required")


def test_a_store_that_is_none_and_a_port_that_is_taken_are_told_in_a_line(year: Path, tmp_path: Path) -> None:
    assert refused("--store", str(tmp_path / "none")).count("\n") == 0
    with socket.create_server(("127.0.0.1", 0)) as other:
        told = refused("--store", str(year), "--port", str(other.getsockname()[1]))
        assert "in use" in told


def test_it_says_where_it_is_open(year: Path) -> None:
    program = "import typer; from dragoman.cli.serve import command; typer.run(command)"
    process = subprocess.Popen(
        [sys.executable, "-c", program, "--store", str(year), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith(f"The reading room of {year} is open at http://127.0.0.1:")
        with urlopen(line.split()[-1].rstrip("/") + "/versions?format=json") as answer:
            assert b'"versions"' in answer.read()
    finally:
        process.terminate()
        process.communicate(timeout=10)
