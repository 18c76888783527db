"""`dragoman knowledge`: tables of one's own: made from Wikidata, and checked."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.inputs import ALL_FAILED, SOME_FAILED, known_world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from dragoman.knowledge.entries import Entry

app = typer.Typer(
    name="knowledge",
    help="Tables of your own, for the option --knowledge of `read`, `who` and `explain`.",
    no_args_is_help=True,
)


class Kind(StrEnum):
    """What can be asked of Wikidata."""

    holders = "holders"
    organisations = "organisations"
    aliases = "aliases"


@app.command("check")
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A table (TSV) or TOML, or a folder of them.")],
) -> None:
    """Tell what is wrong in tables of your own, row by row, and which of our names of parties they replace.

    Exit code: 0 if all is right, 1 if some rows are wrong, 2 if nothing can be read.
    """
    from dragoman.knowledge.entries import DataError
    from dragoman.knowledge.overrides import check_overrides
    from dragoman.knowledge.own import Knowledge

    try:
        mine = Knowledge(file)
    except DataError as error:
        print(f"dragoman: {error}", file=sys.stderr)
        raise typer.Exit(ALL_FAILED) from None
    complaints = mine.complaints()
    for complaint in complaints:
        print(f"dragoman: {complaint}", file=sys.stderr)
    parties = {path: check_overrides(path)[0] for path in mine.of("parties")}
    for path, found in parties.items():
        if not found and not complaints:
            print(f"dragoman: {path}: no party in it", file=sys.stderr)
    if set(mine.files) == {"parties"} and not any(parties.values()):
        raise typer.Exit(ALL_FAILED)
    from dragoman.cli.outputs import utf8_stdout

    stream = utf8_stdout()
    for kind, paths in mine.files.items():
        for path in paths:
            if kind != "parties":
                stream.write(f"{path}: {kind}\n")
                continue
            rows = {entry.source for entries in parties[path].values() for entry in entries}
            stream.write(f"{path}: {len(rows)} parties, {len(parties[path])} aliases\n")
            for line in _replaced(parties[path]):
                stream.write(f"{line}\n")
    if complaints:
        raise typer.Exit(SOME_FAILED)


def _replaced(found: dict[str, list[Entry]]) -> Iterator[str]:
    """A line for each alias that our tables know as a party of another name or code."""
    ours = known_world(None)
    for alias, entries in found.items():
        theirs = {(e.name, e.code) for e in entries}
        for entry in ours.aliases.get(alias, ()):
            if (entry.name, entry.code) not in theirs:
                party = f"{entry.name} ({entry.code or 'no code'})"
                yield f"{entries[0].source}: {alias!r} replaces {party} of {entry.source}"


@app.command("update")
def update(
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE.tsv", help="The file to write.")],
    source: Annotated[
        str,
        typer.Option(
            "--from", metavar="wikidata|FILE", help="Wikidata, or a JSON file of its recorded answer."
        ),
    ] = "wikidata",
    kind: Annotated[
        Kind | None,
        typer.Option(help="Who holds office, organisations, or names of states.", show_default="holders"),
    ] = None,
    since: Annotated[int, typer.Option(min=1900, max=2100, help="Terms of office from this year on.")] = 2000,
    state: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="Only these states; all if not given.")
    ] = None,
    record: Annotated[
        Path | None, typer.Option(metavar="FILE.json", help="Keep the answer, to be read again with --from.")
    ] = None,
    endpoint: Annotated[str | None, typer.Option(help="Address of another query service.")] = None,
) -> None:
    """Write a file of parties that extends ours: office holders, organisations, or names of states.

    The file is for `read --knowledge` and `who --knowledge`. It takes nothing from our tables: what they know
    stays as it is.
    """
    from dragoman.cli.outputs import whole_file
    from dragoman.knowledge.update import update as made_from
    from dragoman.knowledge.wikidata import ENDPOINT, UpdateError, bindings, fetch, kind_of, recorded

    if out.suffix.lower() != ".tsv":
        print(f"dragoman: {out}: the file is a table, its name must end in .tsv", file=sys.stderr)
        raise typer.Exit(ALL_FAILED)
    states = [_state(code) for code in state or ()]
    world = known_world(None)
    try:
        if source == "wikidata":
            chosen = str(kind or Kind.holders)
            pages: list[dict[str, Any]] = []
            for page in fetch(chosen, since=since, states=states, endpoint=endpoint or ENDPOINT):
                pages.append(page)
                if sys.stderr.isatty():
                    print(f"\r{len(pages)} pages", end="", file=sys.stderr, flush=True)
        else:
            pages = recorded(Path(source))
            known = kind_of(pages[0])
            if known is None or (kind is not None and known != kind):
                raise UpdateError(f"{source}: no answer to the query for {kind or 'parties'}")
            chosen = known
        rows = [row for page in pages for row in bindings(page, source)]
        if states:
            rows = [row for row in rows if row.get("iso") in (None, *states)]
        result = made_from(chosen, rows, world)
        if record is not None:
            with whole_file(record) as stream:
                json.dump(pages, stream, ensure_ascii=False)
        with whole_file(out) as stream:
            stream.write(result.table(chosen))
    except UpdateError as error:
        print(f"dragoman: {error}", file=sys.stderr)
        raise typer.Exit(ALL_FAILED) from None
    except OSError as error:
        print(f"dragoman: {error.filename or out}: {error.strerror or error}", file=sys.stderr)
        raise typer.Exit(ALL_FAILED) from None
    left = "".join(f"; {count} left out: {cause}" for cause, count in sorted(result.left_out.items()))
    typer.echo(f"{out}: {len(result.rows)} rows of {chosen}; {result.known} known already{left}")


def _state(code: str) -> str:
    """A state's code in capitals; ends the command with a line that says why if it is none."""
    from dragoman.knowledge.load import country_codes

    if code.upper() not in country_codes():
        print(f"dragoman: --state: no state has the code {code!r}", file=sys.stderr)
        raise typer.Exit(ALL_FAILED)
    return code.upper()
