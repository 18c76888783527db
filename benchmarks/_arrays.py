"""Arrow columns built from numpy indices, for rows that are made up by the million."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dragoman.store import tables

    Ints = NDArray[np.int64]


def rows_of(table: tables.Table, n: int, **columns: Any) -> pa.Table:
    """A table in the layout's columns and types; those not given are null."""
    wrong = set(columns) - set(table.schema.names)
    if wrong:
        raise KeyError(f"{table.name} has no {sorted(wrong)}")
    made = [
        columns[field.name].cast(field.type) if field.name in columns else pa.nulls(n, field.type)
        for field in table.schema
    ]
    return pa.table(made, schema=table.schema).combine_chunks()


def ids(letter: str, numbers: Ints, salt: int) -> pa.Array:
    """Ids as content hashes look, `letter` and 12 hex digits: different numbers have different ids."""
    mixed = numbers.astype(np.uint64)
    for factor in (0x9E3779B97F4B + 2 * salt, 0xC2B2AE3D27D5):
        mixed = (mixed * np.uint64(factor)) & np.uint64(2**48 - 1)
        mixed ^= mixed >> np.uint64(23)
    shifts = np.arange(44, -4, -4, dtype=np.uint64)
    digits = np.frombuffer(b"0123456789abcdef", np.uint8)
    cells = np.empty((len(mixed), 13), np.uint8)
    cells[:, 0] = ord(letter)
    cells[:, 1:] = digits[((mixed[:, None] >> shifts) & np.uint64(15)).astype(np.intp)]
    offsets = pa.array(np.arange(len(mixed) + 1, dtype=np.int32) * 13)
    return pa.StringArray.from_buffers(len(mixed), offsets.buffers()[1], pa.py_buffer(cells.tobytes()))


def code_lists(codes: Sequence[str], who: Ints) -> pa.Array:
    """Lists of codes of rows of indices into `codes`, which is sorted; -1 is nobody. Each list is sorted."""
    ordered = np.sort(who, axis=1)
    return lists((who >= 0).sum(1), pick(codes, ordered[ordered >= 0]))


def lists(counts: Ints, values: pa.Array) -> pa.Array:
    """Lists of so many values each, taken from `values` in turn."""
    offsets = pa.array(np.r_[0, np.cumsum(counts)].astype(np.int32))
    return pa.ListArray.from_arrays(offsets, values)


def pick(words: Sequence[str], index: Ints) -> pa.Array:
    """The words at these indices; -1 is the last."""
    return pa.array(words, pa.string()).take(pa.array(np.where(index < 0, len(words) - 1, index)))


def where(kept: NDArray[np.bool_], values: pa.Array) -> pa.Array:
    """The values where they are kept, null elsewhere."""
    return pc.if_else(pa.array(kept), values, pa.scalar(None, values.type))


def length(values: pa.Array) -> Ints:
    """Characters of each string."""
    return np.asarray(pc.utf8_length(values)).astype(np.int64)


def constant(value: str, n: int) -> pa.Array:
    """The same string `n` times."""
    return pa.repeat(value, n)


def years(days: pa.Array | pa.ChunkedArray) -> pa.Array:
    """The year of each day."""
    return pc.year(days).cast(pa.int32())


def ranks(sorted_numbers: Ints) -> Ints:
    """The place of each number in its run of equal numbers, from 0."""
    n = len(sorted_numbers)
    starts = np.flatnonzero(np.r_[True, sorted_numbers[1:] != sorted_numbers[:-1]])
    return np.arange(n) - np.repeat(starts, np.diff(np.r_[starts, n]))
