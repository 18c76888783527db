"""`dragoman obligations`: who would be called on by which treaty, and what is no obligation."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path  # noqa: TC003 (Typer evaluates the annotations)
from typing import Annotated, NoReturn

import typer

from dragoman.cli.inputs import ALL_FAILED, checked_date


class Form(StrEnum):
    """What an answer can be written as."""

    text = "text"
    json = "json"


def command(
    attacked: Annotated[
        str, typer.Option(metavar="WHO", help="Who is attacked: UKR, “Ukraine”, “the Falklands”.")
    ],
    by: Annotated[
        list[str] | None,
        typer.Option(metavar="WHO", help="By whom: RUS, “Russia”, “al-Qaeda”; give it again for several."),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="On which day: 2022-01-27, 27 Jan 2022.", show_default="today"),
    ] = None,
    where: Annotated[
        str | None,
        typer.Option(metavar="PLACE", help="Where, if not at home: “South China Sea”, “Hawaii”, “Syria”."),
    ] = None,
    suppose: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SENTENCE",
            help="What to suppose: “UKR joins NATO”, “Hungary leaves the EU”, “Ukraine signs mutual defence "
            "with Poland”; give it again for more.",
        ),
    ] = None,
    knowledge: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Treaties of your own (TOML); they win over ours.")
    ] = None,
    form: Annotated[Form, typer.Option("--format", "-f", help="What to print.")] = Form.text,
    plot: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw it: .svg, .png, .pdf, .html, .json (Vega-Lite).")
    ] = None,
) -> None:
    """Tell who would be called on by which treaty article if one state attacked another.

    Directly, and at one remove (if those called on were attacked in turn); who owes talks only; and what is
    no obligation. It says what the texts ask for, not what anybody will do.
    """
    from dragoman.analysis.obligations import QuestionError, SuppositionError, obligations
    from dragoman.knowledge.entries import DataError

    day = checked_date(on, "--on") or _today()
    try:
        answer = obligations(attacked, by or None, day, suppose or (), knowledge, where=where)
    except QuestionError as error:
        _end(f"--{error}")
    except SuppositionError as error:
        _end(f"--suppose: {error}")
    except DataError as error:
        _end(str(error))
    if plot is not None:
        from dragoman.analysis.obligations_picture import save

        try:
            save(answer, plot)
        except ValueError as error:
            _end(f"--plot: {error}")
        except OSError as error:
            _end(f"--plot: {plot}: {error.strerror or error}")
    from dragoman.cli.outputs import utf8_stdout

    stream = utf8_stdout()
    if form is Form.json:
        stream.write(json.dumps(answer.to_dict(), ensure_ascii=False) + "\n")
        return
    from dragoman.analysis.obligations_text import text_form
    from dragoman.cli.text_form import terminal

    colour, width = terminal(stream)
    stream.write(text_form(answer, width=width, colour=colour))


def _today() -> str:
    from datetime import date

    return date.today().isoformat()


def _end(cause: str) -> NoReturn:
    """End the command with one line that says why."""
    from dragoman.phrasing import flat

    print(f"dragoman: {flat(cause)}", file=sys.stderr)
    raise typer.Exit(ALL_FAILED)
