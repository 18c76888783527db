"""The `dragoman` command: one file per subcommand, heavy things imported only when one runs."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, cast

import typer

from dragoman.cli import (
    add,
    alarms,
    asking,
    bulk,
    classify,
    cluster,
    codes,
    evaluate,
    explain,
    export,
    framing,
    import_,
    knowledge,
    network,
    obligations,
    positions,
    read,
    series,
    serve,
    train,
    watch,
    who,
)
from dragoman.cli import (
    map as map_,
)

if TYPE_CHECKING:
    from collections.abc import Callable

app = typer.Typer(
    name="dragoman",
    help="Reads news and writes down who did what to whom, on whose word, and whether it happened.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"dragoman {version('dragoman')}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version."
    ),
) -> None:
    """Reads news and writes down who did what to whom, on whose word, and whether it happened."""


app.command("read")(read.command)
app.command("explain")(explain.command)
app.command("eval")(evaluate.command)
app.command("ontology")(codes.command)
app.command("classify")(classify.command)
app.command("who")(who.command)
app.add_typer(knowledge.app, name="knowledge")
app.command("train")(train.command)
for name, command in {
    "add": add.add,
    "bulk": bulk.command,
    "watch": watch.command,
    "import": import_.command,
    "events": asking.events,
    "chronology": asking.chronology,
    "quotes": asking.quotes,
    "parties": asking.parties,
    "stories": asking.stories,
    "sql": asking.sql,
    "versions": asking.versions,
    "export": export.command,
    "cluster": cluster.cluster,
    "reread": add.reread,
    "compact": add.compact,
}.items():
    app.command(name, rich_help_panel="Store")(cast("Callable[..., None]", command))
for name, command in {
    "series": series.command,
    "alarms": alarms.command,
    "network": network.command,
    "map": map_.command,
    "serve": serve.command,
    "obligations": obligations.command,
    "positions": positions.command,
    "framing": framing.command,
}.items():
    app.command(name, rich_help_panel="Analysis")(cast("Callable[..., None]", command))


def main() -> None:
    """Run the command line; a reader that closes the pipe early ends it without a traceback."""
    try:
        app()
    except SystemExit as ended:
        _leave(ended)
    except BrokenPipeError:
        # What is still in the buffer would raise again when the interpreter closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(141) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def _leave(ended: SystemExit) -> None:
    """End with the exit code. The threads that a store has kept now and then abort an interpreter that is
    taken down in the usual way, after all is done: they are not waited for."""
    if "deltalake" not in sys.modules or not isinstance(ended.code, int | None):
        raise ended
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(ended.code or 0)
