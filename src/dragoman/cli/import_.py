"""`dragoman import`: other people's event data into a store."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.inputs import ALL_FAILED, SOME_FAILED, counted
from dragoman.cli.stores import StoreOption, opened, told_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dragoman.store import Store
    from dragoman.store.interchange.importing import Imported


class ImportFormat(StrEnum):
    """The formats that can be imported; `store.interchange.FORMATS` has the same."""

    gdelt = "gdelt"
    icews = "icews"
    polecat = "polecat"
    acled = "acled"
    phoenix = "phoenix"
    ucdp = "ucdp"
    plover_json = "plover-json"


def command(
    form: Annotated[ImportFormat, typer.Argument(metavar="FORMAT", help=", ".join(ImportFormat))],
    files: Annotated[
        list[str], typer.Argument(metavar="FILE", help="Files as published; also in zip, gzip, bzip2 or xz.")
    ],
    store: StoreOption,
) -> None:
    """Take over events that others coded: into the same tables, under their own ids, with their origin.

    The store is made if it is not there; what it has already is passed over. Rows that are not understood are
    told and left out. Exit code: 0 if all files were read, 1 if some could not be, 2 if none could.
    """
    with told_errors():
        kept = opened(store, create=True)
        failures = sum(not _one(kept, form, file) for file in files)
    if failures:
        raise typer.Exit(ALL_FAILED if failures == len(files) else SOME_FAILED)


def _one(store: Store, form: str, file: str) -> bool:
    """Import one file and tell what came of it; False if it could not be read to its end."""
    from dragoman.store.interchange.errors import FormatError
    from dragoman.store.interchange.importing import Imported, import_file

    done = Imported(version=store.version)
    cause = None
    with _progress(file) as progress:
        try:
            import_file(store, form, file, done=done, progress=progress)
        except FormatError as error:
            cause = error
    for problem in done.problems:
        print(f"dragoman: {problem}", file=sys.stderr)
    if done.failed > len(done.problems):
        print(f"dragoman: {file}: … and {done.failed - len(done.problems):,} more", file=sys.stderr)
    if cause is not None:
        print(f"dragoman: {cause}", file=sys.stderr)
    if cause is None or done.rows:
        known = f", {done.known:,} known already" if done.known else ""
        failed = f", {done.failed:,} not understood" if done.failed else ""
        print(
            f"{file}: {counted(done.rows, 'row')}; {counted(done.events, 'event')} added{known}{failed}; "
            f"version {done.version}"
        )
    return cause is None


@contextmanager
def _progress(file: str) -> Iterator[Callable[[Imported], None] | None]:
    """On a terminal, a line that tells how far it is; elsewhere nothing."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    with Console(stderr=True).status(f"reading {file} …") as status:

        def show(done: Imported) -> None:
            status.update(f"{file}: {counted(done.rows, 'row')}, {counted(done.events, 'event')} added")

        yield show
