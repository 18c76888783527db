"""Files, folders and patterns: what is read of them, and how each kind is told."""

from __future__ import annotations

import os
from glob import glob, has_magic
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.sources.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS: dict[str, str] = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".warc": "warc",
}
"""What a file is by the ending of its name."""
PACKED = (".gz", ".zst", ".bz2", ".xz")
"""Endings of packed files; the ending before them tells what is in it."""
TABLES = frozenset({"jsonl", "csv", "parquet", "warc"})
"""The kinds that hold many articles."""


def kind_of(name: str | Path) -> str | None:
    """What the file of this name is, going by its ending; None if that tells nothing.

    >>> kind_of("news/2022.jsonl.gz"), kind_of("a.warc.zst"), kind_of("picture.png")
    ('jsonl', 'warc', None)
    """
    path = Path(str(name).lower())
    return KINDS.get((path.with_suffix("") if path.suffix in PACKED else path).suffix)


def is_table(source: str) -> bool:
    """Whether `source` names a file that holds many articles."""
    return kind_of(source) in TABLES


def holds_many(source: str) -> bool:
    """Whether `source` may hold more than one article."""
    return is_table(source) or is_pattern(source) or Path(source).is_dir()


def is_pattern(source: str) -> bool:
    """Whether `source` is a pattern such as `data/*.jsonl`, and not the name of a file that has a star in
    it.
    """
    return "://" not in source and has_magic(source) and not Path(source).exists()


def files_of_pattern(pattern: str) -> list[Path]:
    """The files and folders that match, in order of name; `**` stands for any folders.

    Raises SourceError if there are none.
    """
    found = [Path(name) for name in sorted(glob(os.path.expanduser(pattern), recursive=True))]
    # With `**` a folder matches beside the files in it, which would be read twice.
    found = [path for path in found if path.is_file()] if "**" in pattern else found
    if not found:
        raise SourceError(pattern, "no file matches")
    return found


def files_in(folder: Path) -> Iterator[Path | SourceError]:
    """Every file in `folder` and the folders in it that can be read, in order of name.

    Names that begin with a dot or an underscore are what programs keep for themselves: they are passed over.
    A folder that may not be opened is yielded as a SourceError.
    """
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield SourceError(str(folder), error.strerror or str(error))
        return
    for entry in entries:
        if entry.name.startswith((".", "_")):
            continue
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            yield from files_in(path)
        elif kind_of(entry.name) is not None and entry.is_file():
            yield path
