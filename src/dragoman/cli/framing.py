"""`dragoman framing`: who tells contested acts as facts, and one act as each publisher tells it."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.inputs import ALL_FAILED
from dragoman.cli.stores import AsOfOption, StoreOption, opened, told_errors

if TYPE_CHECKING:
    import pyarrow as pa

    from dragoman.store import Store


class Form(StrEnum):
    """What an answer can be written as."""

    text = "text"
    json = "json"


_COLUMNS = (
    "id, article, occurrence, publisher, published_day, type, status, voice, trigger, sentence, verdict"
)


def command(
    store: StoreOption,
    occurrence: Annotated[
        str | None,
        typer.Option(metavar="ID", help="One act, by the id of its occurrence or an event: side by side."),
    ] = None,
    party: Annotated[
        str | None, typer.Option(metavar="PARTY", help="Only acts of or on this one: RUS, “Russia”.")
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Acts from 2022, 2022-02 …")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="… to the end of it.")] = None,
    as_of: AsOfOption = None,
    form: Annotated[Form, typer.Option("--format", "-f", help="What to print.")] = Form.text,
) -> None:
    """Tell, per publisher, how many contested acts it tells in its own voice; or one act as each tells it.

    Contested: told as having happened by two publishers or more, and by at least one on somebody's word. Acts
    are told apart once `dragoman cluster` has run.
    """
    from dragoman.analysis.framing import framing, side_by_side
    from dragoman.analysis.positions_text import framing_text, told_text
    from dragoman.cli.outputs import utf8_stdout
    from dragoman.cli.text_form import terminal

    stream = utf8_stdout()
    colour, width = terminal(stream)
    with told_errors():
        kept = opened(store, as_of=as_of)
        if occurrence is not None:
            tellings = side_by_side(_of_occurrence(kept, occurrence), occurrence)
            if not tellings:
                print(f"dragoman: --occurrence: there is no {occurrence!r} in the store", file=sys.stderr)
                raise typer.Exit(ALL_FAILED)
            told = [telling.to_dict() for telling in tellings]
            text = told_text(tellings, width=width, colour=colour)
            stream.write(json.dumps(told, ensure_ascii=False) + "\n" if form is Form.json else text)
            return
        found = framing(_contested(kept, party, since, until), kept.sql("SELECT * FROM reviews").arrow())
    if form is Form.json:
        stream.write(json.dumps(found.to_dict(), ensure_ascii=False) + "\n")
        return
    stream.write(framing_text(found, width=width, colour=colour))


def _of_occurrence(store: Store, occurrence: str) -> pa.Table:
    sql = f"SELECT {_COLUMNS} FROM events WHERE occurrence = $1 OR id = $1 OR occurrence IN"
    return store.sql(f"{sql} (SELECT occurrence FROM occurrences WHERE event = $1)", [occurrence]).arrow()


def _contested(store: Store, party: str | None, since: str | None, until: str | None) -> pa.Table:
    """The events of occurrences that several publishers tell: all that framing counts, and little else."""
    filters = {"party_in": party, "since": since, "until": until}
    given = {name: value for name, value in filters.items() if value}
    if given:
        return store.events(**given).arrow()
    return store.sql(
        f"SELECT {_COLUMNS} FROM events WHERE occurrence IN (SELECT occurrence FROM events"
        " WHERE occurrence IS NOT NULL GROUP BY occurrence HAVING count(DISTINCT publisher) > 1)"
    ).arrow()
