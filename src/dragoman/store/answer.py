"""What a question to the store gives: a table that becomes pandas, polars, Arrow or plain rows."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from dragoman.store.filters import QuestionError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    import polars as pl
    import pyarrow as pa


class Answer:
    """A table in memory. `version` is the version of the store that it was asked of.

    `total` is how many rows there were before `limit`; None where that was not counted.
    """

    def __init__(self, table: pa.Table, version: int, total: int | None = None) -> None:
        self._table = table
        self.version = version
        self.total = total

    def arrow(self) -> pa.Table:
        """As an Arrow table."""
        return self._table

    def df(self) -> pd.DataFrame:
        """As a pandas data frame."""
        with _python_dates():
            return self._table.to_pandas()

    def pl(self) -> pl.DataFrame:
        """As a polars data frame."""
        import polars

        made = polars.from_arrow(self._table)
        assert isinstance(made, polars.DataFrame)
        return made

    def rows(self) -> list[dict[str, Any]]:
        """As dictionaries, a row each. Raises QuestionError for a date before year 1 or after 9999."""
        with _python_dates():
            return self._table.to_pylist()

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return self._table.column_names

    def __len__(self) -> int:
        return self._table.num_rows

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.rows())

    def __repr__(self) -> str:
        return f"<Answer: {len(self)} rows of version {self.version}: {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        return str(self.df().to_html(max_rows=50))


@contextmanager
def _python_dates() -> Iterator[None]:
    """What SQL can make of dates goes further than Python's: say so."""
    try:
        yield
    except OverflowError:
        cause = "a date of the answer lies outside the years 1 to 9999; cast it to VARCHAR to see it"
        raise QuestionError(cause) from None
