"""Doing something once for each distinct value of columns, however many rows have it.

A file of a million events has a few thousand codes, days and actors. What a reader makes of them is written
as a plain function of one row's cells, and called once for each combination that there is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")
Cells = tuple[str | None, ...]
_MARK = "\x1f"


@dataclass(frozen=True, slots=True)
class Made(Generic[T]):
    """What a function made of each distinct combination, and which of them each row has."""

    values: list[T | None]
    """None where the function refused."""
    causes: list[str | None]
    """Why it refused."""
    index: np.ndarray[Any, np.dtype[np.int64]]

    def array(self, pick: Callable[[T], Any], type: pa.DataType) -> pa.Array:
        """A column of what `pick` takes from each row's value."""
        picked = [None if value is None else pick(value) for value in self.values]
        return pa.array(picked, type).take(pa.array(self.index))


def made_of(columns: Sequence[pa.Array], function: Callable[..., T]) -> Made[T]:
    """Call `function` with each distinct combination of cells. A ValueError refuses it, and says why."""
    combinations, index = _combinations(columns)
    values: list[T | None] = []
    causes: list[str | None] = []
    for cells in combinations:
        try:
            values.append(function(*cells))
            causes.append(None)
        except ValueError as error:
            values.append(None)
            causes.append(str(error))
    return Made(values, causes, index)


def _combinations(columns: Sequence[pa.Array]) -> tuple[list[Cells], np.ndarray[Any, np.dtype[np.int64]]]:
    """The distinct combinations of cells in order of appearance, blanks around cells taken away."""
    joined = (
        columns[0]
        if len(columns) == 1
        else pc.binary_join_element_wise(*columns, _MARK, null_handling="replace", null_replacement="")
    )
    coded = pc.dictionary_encode(joined, null_encoding="encode")
    index = coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    texts = coded.dictionary.to_pylist()
    if len(columns) == 1:
        return [(_cell(text),) for text in texts], index
    last = len(columns) - 1
    return [tuple(map(_cell, text.split(_MARK, last))) for text in texts], index


def _cell(text: str | None) -> str | None:
    return (text.strip() or None) if text is not None else None
