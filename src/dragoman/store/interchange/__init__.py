"""Other people's event data, into the tables of a store and out of them.

Each reader takes a file of a published format and yields batches of rows in the columns of `tables.py`, with
the rows that it did not understand; each writer takes events of a store and gives a file. The columns of the
formats, and what becomes of them, stand in `layouts/`; the codes that are translated, in `codes/`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from dragoman.store.interchange.coded import Batch

FORMATS = ("gdelt", "icews", "polecat", "acled", "phoenix", "ucdp", "plover-json")
"""The formats that can be imported."""


def reader(name: str) -> Callable[[str | Path], Iterator[Batch]]:
    """The function that reads a format: `reader("gdelt")` is `gdelt.read_gdelt`. KeyError for another."""
    if name not in FORMATS:
        raise KeyError(name)
    module = name.replace("-", "_")
    function: Callable[[str | Path], Iterator[Batch]] = getattr(
        import_module(f"dragoman.store.interchange.{module}"), f"read_{module}"
    )
    return function


def read(name: str, path: str | Path) -> Iterator[Batch]:
    """The batches of a file in a format. FormatError if it cannot be read or is not of the format."""
    return reader(name)(path)
