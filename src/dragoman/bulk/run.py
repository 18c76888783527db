"""Reading many articles on Ray: workers read, one committer writes, and a crash anywhere costs nothing.

A batch is read by a worker and committed here in one transaction. Whatever dies, what was committed stays and
is passed over next time, what was not is read again: the store ends as `Store.add` would have made it.
"""

from __future__ import annotations

import logging
import os
import pickle
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from dragoman.bulk.sources import Articles
from dragoman.bulk.work import RESULT, Worker
from dragoman.store.adding import Added, Batch, keep
from dragoman.store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from dragoman.store import Store


BLOCK = 1 << 10
"""Bytes at which Ray closes a block, less than any batch: each is a block of its own. Of its own accord Ray
gathers 128 MB, and a worker would keep what it has read for minutes before it could be committed."""


def bulk(
    store: Store,
    sources: Sequence[str],
    *,
    address: str | None = None,
    workers: int | None = None,
    batch: int = 100,
    published: str | None = None,
    publisher: str | None = None,
    knowledge: str | Path | None = None,
    progress: Callable[[Added], None] | None = None,
) -> Added:
    """Read what the store does not have yet, with `workers` readers at once (default: a core each).

    `address` is that of a running Ray cluster (`ray://host:10001`, `auto`), whose machines must reach the
    store and the sources by the same names; without it Ray runs on this machine while the call lasts.
    `batch` articles make a transaction and, at a time, a worker's load: memory stays bounded by them.

    Raises StoreError if the store cannot be written or a worker cannot go on, ConnectionError if there is no
    cluster at `address`.
    """
    import ray

    import dragoman

    knowledge = None if knowledge is None else str(knowledge)
    if knowledge is not None:
        # A fault in the user's knowledge is told before anything is started.
        dragoman.load(knowledge=knowledge, relation=False)
    ours = not ray.is_initialized()
    if ours:
        _start(address, workers)
    try:
        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        context.execution_options.preserve_order = False
        context.target_max_block_size = BLOCK
        size = workers or max(1, int(ray.cluster_resources().get("CPU", os.cpu_count() or 1)))
        given = {"published": published, "publisher": publisher}
        made = ray.data.read_datasource(
            Articles(sources, batch, given),
            # Reading files costs next to nothing beside reading articles: the cores are the workers'.
            num_cpus=0,
        ).map_batches(
            Worker,
            fn_constructor_args=(store.lake.address, store.lake.options, tuple(sources), knowledge),
            batch_size=1,
            batch_format="pyarrow",
            compute=ray.data.ActorPoolStrategy(size=size, max_tasks_in_flight_per_actor=2),
            num_cpus=1,
        )
        done = Added(version=store.version)
        # Nothing is fetched ahead: a batch would wait for the next one before it is committed.
        for block in made.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=0):
            for result in block[RESULT]:
                found: Batch
                found, card = pickle.loads(result.as_py())
                store.refresh()
                keep(store, found, card, check=True)
                done.include(found.done)
                if progress:
                    progress(done)
        return done
    except ray.exceptions.RayError as error:
        raise StoreError(store.lake.address, f"a worker failed: {_cause(error)}") from error
    finally:
        if ours:
            ray.shutdown()


def _cause(error: Exception) -> str:
    """The last line of what Ray tells, which is the error itself; above stands how it came there."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1][:300] if lines else type(error).__name__


def _start(address: str | None, workers: int | None) -> None:
    """Join the cluster at `address`, or start Ray on this machine alone, quietly and reachable by nobody."""
    import ray

    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    for name in ("ray", "ray.data"):
        logging.getLogger(name).setLevel(logging.ERROR)
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    # One thread a worker: two cores with two readers are slower with more.
    environment = {"env_vars": {"OMP_NUM_THREADS": "1"}}
    with _hushed():
        if address:
            ray.init(address=address, runtime_env=environment, **quiet)
            return
        cores = workers or os.cpu_count() or 1
        ray.init(num_cpus=cores, include_dashboard=False, runtime_env=environment, **quiet)


@contextmanager
def _hushed() -> Iterator[None]:
    """Nothing on standard error: Ray's core tells there, past Python, that it was told to be quiet. What goes
    wrong is raised."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
