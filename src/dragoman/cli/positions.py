"""`dragoman positions`: what each party has said about a matter over time."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from typing import Annotated

import typer

from dragoman.cli.inputs import ALL_FAILED, SOME_FAILED
from dragoman.cli.stores import AsOfOption, StoreOption, opened, told_errors


class Form(StrEnum):
    """What an answer can be written as."""

    text = "text"
    json = "json"


def command(
    about: Annotated[
        str,
        typer.Argument(
            metavar="MATTER",
            help="Words that stand in one sentence: “NATO expansion”. A phrase in quotation marks; "
            "| between other ways to say it: 'NATO expansion | \"open door\"'.",
        ),
    ],
    store: StoreOption,
    party: Annotated[
        list[str] | None, typer.Option(metavar="PARTY", help="Only this one: RUS, “Russia”, a name.")
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Published from 2022, 2022-02 …")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="… to the end of it.")] = None,
    publisher: Annotated[list[str] | None, typer.Option(help="Who published it.")] = None,
    most: Annotated[
        int, typer.Option(help="Of each party, show so many first and last statements; 0: all.", min=0)
    ] = 5,
    as_of: AsOfOption = None,
    form: Annotated[Form, typer.Option("--format", "-f", help="What to print.")] = Form.text,
) -> None:
    """Tell what each party said about a matter, in order of time, from the quotes of a store.

    The same words said again, or given by several publishers, stand once; where a speaker
    words it much as before, the words that are new or gone are told. Exit code 1 if nobody is quoted on it.
    """
    from dragoman.analysis.positions import MatterError, positions

    filters = {"since": since, "until": until, "publisher": publisher}
    with told_errors():
        quotes = opened(store, as_of=as_of).quotes(**{k: v for k, v in filters.items() if v}, order="oldest")
    try:
        found = positions(quotes.arrow(), about, party)
    except MatterError as error:
        print(f"dragoman: {error}", file=sys.stderr)
        raise typer.Exit(ALL_FAILED) from None
    from dragoman.cli.outputs import utf8_stdout

    stream = utf8_stdout()
    if form is Form.json:
        stream.write(json.dumps(found.to_dict(), ensure_ascii=False) + "\n")
    else:
        from dragoman.analysis.positions_text import positions_text
        from dragoman.cli.text_form import terminal

        colour, width = terminal(stream)
        stream.write(positions_text(found, most=most or None, width=width, colour=colour))
    if not found.parties:
        raise typer.Exit(SOME_FAILED)
