"""The Delta tables of one store: opening, making, appending, and which rows count.

A transaction appends its rows to the data tables under a batch of its own and then appends one row to `runs`.
That last append is a compare-and-swap: it succeeds only if no other transaction was committed since this one
looked. So commits are in one order, many writers can work at once, and a killed one leaves nothing visible.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from deltalake import CommitProperties, DeltaTable, WriterProperties, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError

from dragoman.store.errors import StoreError
from dragoman.store.tables import FORMAT, RUNS, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dragoman.store.tables import Table

_MARK = "dragoman store, format "
_WRITER = WriterProperties(compression="ZSTD", compression_level=3)
_RETRIES = CommitProperties(max_commit_retries=100)
"""Appends to a data table never exclude each other, so many may come first before one gives up."""
_UNUSABLE = re.compile(r"[\[\]^|]|%[0-9A-Fa-f]{2}" if os.sep == "\\" else r"[\[\]^|\\]|%[0-9A-Fa-f]{2}")
"""What delta-rs cannot have in the name of a folder."""


class Conflict(Exception):
    """Another transaction was committed first."""


class Lake:
    """The tables of a store at a folder or an object-storage address (`s3://bucket/path`).

    Credentials of object storage come from the environment, as its own tools read them, or from `options`.
    """

    def __init__(self, address: str | Path, options: Mapping[str, str] | None = None) -> None:
        self.address = str(address)
        self.remote = "://" in self.address
        if not self.remote:
            self.address = str(Path(self.address).expanduser().absolute())
            if found := _UNUSABLE.search(self.address):
                raise StoreError(self.address, f"the path of a store cannot have {found[0]!r} in it")
        self.options = dict(options or {})
        self._open: dict[str, DeltaTable] = {}
        self._stale: set[str] = set()
        self._log: tuple[int, pa.Table] | None = None
        """The version of the Delta table `runs`, and its rows."""

    def path(self, name: str) -> str:
        """Where the table of this name lies."""
        return f"{self.address.rstrip('/')}/{name}"

    def exists(self) -> bool:
        """Whether there is a store at the address."""
        with told(self.address):
            return DeltaTable.is_deltatable(self.path(RUNS.name), self.options or None)

    def create(self) -> None:
        """Make the tables that are missing. `runs` comes last: a store without it is not there yet."""
        with told(self.address):
            if not self.remote:
                Path(self.address).mkdir(parents=True, exist_ok=True)
            for table in TABLES.values():
                try:
                    DeltaTable.create(
                        self.path(table.name),
                        table.schema,
                        mode="ignore",
                        partition_by=list(table.partition),
                        description=f"{_MARK}{FORMAT}",
                        storage_options=self.options or None,
                    )
                except DeltaError:
                    # Another process made it at the same moment.
                    if not DeltaTable.is_deltatable(self.path(table.name), self.options or None):
                        raise

    def check(self) -> None:
        """Raise StoreError if there is no store here, or one that a newer program made."""
        try:
            with told(self.address):
                description = self.table(RUNS.name).metadata().description or ""
        except StoreError as error:
            if isinstance(error.__cause__, TableNotFoundError):
                raise StoreError(self.address, "there is no store here") from error
            raise
        made = description.removeprefix(_MARK)
        if not made.isdigit():
            raise StoreError(self.address, "these tables are not a store of this program")
        if int(made) > FORMAT:
            raise StoreError(
                self.address, f"a newer program made this store (format {made}; this one knows {FORMAT})"
            )

    def table(self, name: str, *, fresh: bool = False) -> DeltaTable:
        """The Delta table, as it was when first opened (or last forgotten), or as it is now."""
        known = self._open.get(name)
        if known is not None and (fresh or name in self._stale):
            try:
                # What came since is little beside the log of a long-lived table, read whole at opening.
                known.update_incremental()
            except DeltaError:
                known = None
        self._stale.discard(name)
        if known is None:
            known = self._open[name] = DeltaTable(self.path(name), storage_options=self.options or None)
        return known

    def files(self, name: str) -> list[str]:
        """The data files of a table as it is now: paths, or addresses on object storage."""
        found = sorted(self.table(name, fresh=True).file_uris())
        # What delta-rs gives of a folder are paths written as in a URL.
        return found if self.remote else [unquote(file.removeprefix("file://")) for file in found]

    def forget(self) -> None:
        """Look at the tables anew from now on."""
        self._stale |= self._open.keys()

    def close(self) -> None:
        """Let go of the tables; they are opened again when they are wanted."""
        self._open.clear()
        self._stale.clear()

    def runs(self) -> pa.Table:
        """The log of transactions as it stands now, in order of version."""
        with told(self.address):
            table = self.table(RUNS.name, fresh=True)
            if self._log is None or self._log[0] != table.version():
                self._log = table.version(), self._runs_of(table)
        return self._log[1]

    def _runs_of(self, table: DeltaTable) -> pa.Table:
        """The rows of `runs`: those read before are not read again, for rows are only added to it."""
        known = self._log[1] if self._log else RUNS.schema.empty_table()
        last = _last(known)
        later = table.to_pyarrow_dataset(file_pruning_predicate=[("version", ">", last)])
        new = later.to_table(columns=RUNS.schema.names, filter=pc.field("version") > last)
        if known.num_rows + new.num_rows != table.count():
            known, new = new.slice(0, 0), table.to_pyarrow_table(columns=RUNS.schema.names)
        return pa.concat_tables([known, new]).sort_by("version").combine_chunks()

    def append(self, name: str, rows: pa.Table) -> None:
        """Append rows to a data table; they count once `commit` has written their batch."""
        if not rows.num_rows:
            return
        table = TABLES[name]
        with told(self.address):
            write_deltalake(
                self.table(name),
                _ordered(rows, table),
                mode="append",
                commit_properties=_RETRIES,
                writer_properties=_WRITER,
            )

    def commit(self, run: Mapping[str, Any], after: int) -> int:
        """Make a batch visible: its version, which is `after` + 1.

        Raises Conflict if the version `after` is not the latest any more.
        """
        latest = self.runs()
        if _last(latest) != after:
            raise Conflict
        version = after + 1
        row = {column.name: run.get(column.name) for column in RUNS.columns}
        row |= {"version": version, "at": datetime.now(UTC)}
        with told(self.address):
            try:
                write_deltalake(
                    self.table(RUNS.name),
                    pa.Table.from_pylist([row], schema=RUNS.schema),
                    mode="append",
                    commit_properties=CommitProperties(max_commit_retries=0),
                    writer_properties=_WRITER,
                )
            except CommitFailedError as error:
                self._open.pop(RUNS.name, None)
                raise Conflict from error
        return version


def _ordered(rows: pa.Table, table: Table) -> pa.Table:
    """The rows in the table's own columns, those that are missing as nulls."""
    names = set(rows.column_names)
    columns = [
        rows[column.name].cast(column.type)
        if column.name in names
        else pa.nulls(rows.num_rows, type=column.type)
        for column in table.columns
    ]
    return pa.table(columns, schema=table.schema)


def _last(runs: pa.Table) -> int:
    return int(runs["version"][-1].as_py()) if runs.num_rows else 0


def new_batch() -> str:
    """A name for a transaction's rows; it begins with the time, so that stale ones are known by it."""
    return f"b{datetime.now(UTC):%Y%m%dT%H%M%S}{secrets.token_hex(6)}"


def batch_age(batch: str) -> float:
    """Seconds since a batch was begun; endless for a name that is none of ours."""
    try:
        begun = datetime.strptime(batch[1:16], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return float("inf")
    return (datetime.now(UTC) - begun).total_seconds()


class told:
    """Errors of files and tables become a StoreError of one line."""

    def __init__(self, address: str) -> None:
        self.address = address

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, StoreError | Conflict):
            return
        if isinstance(error, CommitFailedError):
            raise StoreError(self.address, "another process wrote at the same time; try again") from error
        if isinstance(error, OSError | DeltaError | pa.ArrowException | duckdb.Error):
            raise StoreError(self.address, _cause(error)) from error


def _cause(error: BaseException) -> str:
    """The part of a library's message that a person can act on."""
    text = " ".join(re.sub(r"\x1b\[\d*m", "", str(error)).split())
    if isinstance(error, FileExistsError | NotADirectoryError):
        return "this is a file; a store is a folder"
    if isinstance(error, OSError) and error.errno:
        return os.strerror(error.errno) + (f": {error.filename}" if error.filename else "")
    for words, plain in (
        ("No space left", "the disk is full"),
        ("Permission denied", "no permission to write here"),
        ("Read-only file system", "the folder is read-only"),
        ("Unknown scheme", "a store is a folder or s3://bucket/folder"),
    ):
        if words in text:
            return plain
    system = re.search(r"([A-Z][\w ]+) \(os error \d+\)", text)
    if system:
        return system[1]
    named = re.search(r"[^'\"\s]+\.parquet", text)
    if named and re.search(r"magic|footer|thrift|corrupt|too small|not a parquet|Parquet file", text, re.I):
        return f"a file is damaged: {named[0]}"
    return text[:300] or type(error).__name__


def dumped(value: object) -> str:
    """JSON with sorted keys, the same for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def batches(runs: pa.Table) -> Iterator[str]:
    """The batches that count at the last version of `runs`, superseded ones left out."""
    gone = {batch for row in runs["supersedes"].to_pylist() for batch in row or ()}
    for batch in runs["batch"].to_pylist():
        if batch not in gone:
            yield batch
