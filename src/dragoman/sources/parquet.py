"""Parquet tables of articles, one article a row, read a few rows at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragoman.sources.errors import SourceError
from dragoman.sources.tables import COLUMNS, article_or_error, column_name, no_text_column, too_big

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa
    from pyarrow.parquet import ParquetFile, RowGroupMetaData

    from dragoman.records import Article

_ROWS = 1_000
"""Rows in memory at once, where they are small."""
_BYTES = 64_000_000
"""Bytes that the rows in memory may take, going by what the file says of their size."""
_BUFFER = 1_000_000


def articles_in_parquet(path: Path, source: str, max_bytes: int) -> Iterator[Article | SourceError]:
    """The articles of a Parquet file; columns may be called as in the other tables (`tables.COLUMNS`).

    Rows are named `file:ROW`, the first being 1. A row that gives no article, or whose text has more than
    `max_bytes` bytes, is a SourceError in its place; a stretch of rows that is damaged is one, too. Raises
    SourceError for what is no Parquet file (one that was cut off lacks its end, where everything is told),
    and for a table without a column that can be the text.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        schema = pq.read_schema(path)
        names = _columns(schema, source)
        file = pq.ParquetFile(path, pre_buffer=False, buffer_size=_BUFFER, page_checksum_verification=True)
    except (pa.ArrowException, OSError) as error:
        raise SourceError(source, _cause(error)) from error
    with file:
        if not file.metadata.num_rows:
            raise SourceError(source, "there is no article in the table")
        row = 0
        for group in range(file.metadata.num_row_groups):
            yield from _of_group(file, group, names, row, source, max_bytes)
            row += file.metadata.row_group(group).num_rows


def _columns(schema: pa.Schema, source: str) -> list[str]:
    """The columns that say something about an article. A report's column `article` does, too."""
    known = {name for names in COLUMNS.values() for name in names}
    names = [name for name in schema.names if column_name(name) in known]
    if {column_name(name) for name in names} & set(COLUMNS["text"]):
        return names
    if "article" in schema.names:
        return ["article"]
    raise no_text_column(source, schema.names)


def _of_group(
    file: ParquetFile, group: int, names: list[str], before: int, source: str, max_bytes: int
) -> Iterator[Article | SourceError]:
    """The articles of one row group, which begins after `before` rows."""
    import pyarrow as pa

    rows = file.metadata.row_group(group).num_rows
    at_once = _rows_at_once(file.metadata.row_group(group))
    row = before
    try:
        for batch in file.iter_batches(at_once, row_groups=[group], columns=names, use_threads=False):
            for index in range(batch.num_rows):
                row += 1
                yield _of_row(batch, index, f"{source}:{row}", max_bytes)
    except (pa.ArrowException, OSError) as error:
        yield SourceError(
            f"{source}:{row + 1}", f"the table is damaged up to row {before + rows}: {_cause(error)}"
        )


def _of_row(batch: pa.RecordBatch, index: int, name: str, max_bytes: int) -> Article | SourceError:
    data: dict[str, Any] = {}
    size = 0
    for column, values in zip(batch.schema.names, batch.columns, strict=True):
        try:
            value = values[index].as_py()
        except (UnicodeDecodeError, ValueError, OverflowError):
            return SourceError(name, f"cannot be decoded: broken characters or values in {column}")
        if isinstance(value, bytes):
            try:
                value = value.decode("utf-8")
            except UnicodeDecodeError:
                return SourceError(name, f"cannot be decoded: {column} is not UTF-8")
        size += len(value) if isinstance(value, str) else 0
        data[column] = value
    if size > max_bytes:
        return too_big(name, size, max_bytes)
    return article_or_error(data, name)


def _rows_at_once(group: RowGroupMetaData) -> int:
    """How many rows of a group may be in memory. A value of a dictionary stands in the file once, however
    many rows repeat it: there each row may be as large as the whole column in the file."""
    largest = 1.0
    for index in range(group.num_columns):
        column = group.column(index)
        size = column.total_uncompressed_size
        largest = max(largest, size if column.has_dictionary_page else size / max(1, group.num_rows))
    return max(1, min(_ROWS, int(_BYTES / largest)))


def _cause(error: BaseException) -> str:
    """What a person can act on of Arrow's message."""
    text = " ".join(str(error).split())
    if text == "Parquet file size is 0 bytes":
        return "there is nothing in it"
    if "magic bytes not found" in text or "smaller than the minimum file footer" in text.lower():
        return "this is no Parquet table, or one that was cut off: its end is missing"
    return text.split(" Detail:")[0][:200]
