"""What one worker does: it holds a reader, and turns batches of articles into rows of the store's tables."""

from __future__ import annotations

import gc
import json
import pickle
from typing import TYPE_CHECKING, Any

from dragoman.bulk.sources import FIELD
from dragoman.records import Article

if TYPE_CHECKING:
    import pyarrow as pa

RESULT = "result"
"""The one column of what a worker gives: the pickled batch with the card of the reader that read it."""


class Worker:
    """Reads the articles of a batch that the store does not have.

    `address`, `options` and `knowledge` are what `Store` and `dragoman.load` take.
    """

    def __init__(
        self,
        address: str,
        options: dict[str, str],
        sources: tuple[str, ...],
        knowledge: str | None = None,
    ) -> None:
        import dragoman
        from dragoman.store import Store
        from dragoman.store.provenance import card_of

        self.reader = dragoman.load(knowledge=knowledge)
        self.card = card_of(self.reader, "add", sources)
        self.store = Store(address, options=options)
        self.sources = sources
        # What is loaded stays: to look it through for garbage again and again is a twentieth of the reading.
        gc.freeze()

    def __call__(self, block: pa.Table) -> pa.Table:
        """One row: the pickled `adding.Batch` of the articles of a row, with the reader's `RunCard`."""
        import pyarrow as pa

        from dragoman.store.adding import read_batch

        rows: list[dict[str, Any]] = [row for batch in block[FIELD].to_pylist() for row in json.loads(batch)]
        self.store.refresh()
        articles = [Article.from_dict(row) for row in rows if "failure" not in row]
        made = read_batch(self.store, articles, self.reader, self.sources)
        made.done.failures += [row["failure"] for row in rows if "failure" in row]
        return pa.table({RESULT: pa.array([pickle.dumps((made, self.card))], pa.large_binary())})
