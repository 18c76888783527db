"""Upkeep: few, large files instead of many small ones, and no remains of transactions that never ended."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow.compute as pc
from deltalake import PostCommitHookProperties

from dragoman.store.errors import StoreError
from dragoman.store.lake import batch_age, told
from dragoman.store.tables import TABLES

if TYPE_CHECKING:
    from dragoman.store.store import Store

KEEP_HOURS = 24.0
"""How long files that are no longer part of a table stay, for readers that began before."""
GRACE_HOURS = 24.0
"""How old rows of an unfinished transaction must be before they are taken for remains of a killed one."""


@dataclass(frozen=True, slots=True)
class Compacted:
    """What compacting one table did."""

    table: str
    files_before: int
    files_after: int
    remains: int
    """How many batches of transactions that never ended were removed."""


def compact(
    store: Store, *, keep_hours: float = KEEP_HOURS, grace_hours: float = GRACE_HOURS
) -> list[Compacted]:
    """Merge the small files of every table; what questions give stays the same, at every version.

    Rows of transactions that never ended go once they are `grace_hours` old, files that no table has any more
    once they are `keep_hours` old (with 0 nobody else may use the store just then). Others may read and write
    meanwhile; killed at any point, it can be begun again. Raises StoreError if the store cannot be written,
    or is shown as of an earlier version, where later transactions would look like remains.
    """
    if store.as_of is not None:
        raise StoreError(store.lake.address, "a store as of an earlier version cannot be compacted")
    store.refresh()
    committed = set(store.versions()["batch"].to_pylist())
    return [_compact(store, name, committed, keep_hours, grace_hours) for name in TABLES]


def _compact(
    store: Store, name: str, committed: set[str], keep_hours: float, grace_hours: float
) -> Compacted:
    lake = store.lake
    with told(lake.address):
        table = lake.table(name, fresh=True)
        before = len(table.file_uris())
        stale: list[str] = []
        if name != "runs" and before:
            found = pc.unique(table.to_pyarrow_dataset().to_table(columns=["batch"])["batch"]).to_pylist()
            stale = [b for b in found if b not in committed and batch_age(b) >= grace_hours * 3600]
        for start in range(0, len(stale), 50):
            listed = ", ".join(f"'{batch}'" for batch in stale[start : start + 50] if batch.isalnum())
            table.delete(f"batch IN ({listed})")
        if len(table.file_uris()) > 1:
            table.optimize.compact()
        table.create_checkpoint()
        table.vacuum(
            retention_hours=max(0, math.ceil(keep_hours)),
            enforce_retention_duration=False,
            dry_run=False,
            full=True,
            post_commithook_properties=PostCommitHookProperties(cleanup_expired_logs=True),
        )
        return Compacted(name, before, len(table.file_uris()), len(stale))
