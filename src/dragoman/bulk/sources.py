"""Sources of articles as Ray Data reads them: one task a file, a row for each batch of articles."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from ray.data import Datasource
from ray.data.block import BlockMetadata
from ray.data.datasource import ReadTask

from dragoman.sources.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FIELD = "articles"
"""The one column: a batch as a JSON list of articles and failures (`{"failure": "file: cause"}`). It is one
row, for Ray cuts blocks of several wherever they grow large, and each piece would be a transaction."""


class Articles(Datasource):
    """The articles of `sources` (whatever `read_source` takes), at most `batch` of them a row.

    A folder or a pattern is split into its files, so that several are read at once.
    """

    def __init__(self, sources: Iterable[str], batch: int, given: dict[str, Any]) -> None:
        super().__init__()
        self.files = list(split(sources))
        self.batch = batch
        self.given = given

    def estimate_inmemory_data_size(self) -> int | None:
        """Bytes of all files together, as far as they are files."""
        return sum(Path(file).stat().st_size for file in self.files if Path(file).is_file()) or None

    def get_read_tasks(
        self, parallelism: int, per_task_row_limit: int | None = None, data_context: Any = None
    ) -> list[ReadTask]:
        """A task a file."""
        made = []
        for file in self.files:
            size = Path(file).stat().st_size if Path(file).is_file() else None
            metadata = BlockMetadata(num_rows=None, size_bytes=size, input_files=(file,), exec_stats=None)
            made.append(ReadTask(_Blocks(file, self.batch, self.given), metadata))
        return made


class _Blocks:
    """The batches of one file, read when a worker calls it."""

    def __init__(self, file: str, batch: int, given: dict[str, Any]) -> None:
        self.file, self.batch, self.given = file, batch, given

    def __call__(self) -> Iterator[pa.Table]:
        rows = rows_of(self.file, self.given)
        while batch := list(islice(rows, self.batch)):
            yield pa.table({FIELD: [f"[{','.join(batch)}]"]})


def rows_of(file: str, given: dict[str, Any]) -> Iterator[str]:
    """Each article of a source as JSON; what cannot be read as a failure."""
    from dragoman.sources import read_source

    try:
        for found in read_source(file, **given):
            if isinstance(found, SourceError):
                yield json.dumps({"failure": str(found)})
            else:
                yield json.dumps(found.to_dict(), ensure_ascii=False)
    except SourceError as error:
        yield json.dumps({"failure": str(error)})
    except OSError as error:
        yield json.dumps({"failure": f"{file}: {error.strerror or error}"})
    except Exception as error:
        # A fault of ours: named as one, and no reason to lose the other files.
        yield json.dumps({"failure": f"{file}: cannot be read: {type(error).__name__}: {error}"})


def split(sources: Iterable[str]) -> Iterator[str]:
    """The single files of folders and patterns, in order; other sources as they are."""
    from dragoman.sources.files import files_in, files_of_pattern, is_pattern

    for source in sources:
        if is_pattern(source):
            yield from [str(file) for file in files_of_pattern(source)] or [source]
        elif Path(source).is_dir():
            # What of a folder cannot be listed is named with the folder: reading it tells the cause.
            yield from (
                found.source if isinstance(found, SourceError) else str(found)
                for found in files_in(Path(source))
            )
        else:
            yield source
