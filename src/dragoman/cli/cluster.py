"""`dragoman cluster`: which articles tell the same news and which events the same act."""

from __future__ import annotations

import sys

from dragoman.cli.inputs import counted
from dragoman.cli.stores import StoreOption, opened, told_errors


def cluster(store: StoreOption) -> None:
    """Put what is new in the store into stories and occurrences, with all it touches.

    `add`, `bulk`, `watch` and `reread` do so by themselves unless they are told not to.
    """
    from dragoman.store.cluster import cluster as clustered

    with told_errors():
        kept = opened(store)
        version = clustered(kept, _shown if sys.stderr.isatty() else None)
        if version is None:
            print(f"nothing new; version {kept.version}")
            return
        found = kept.sql(
            "SELECT (SELECT count(DISTINCT story) FROM stories) AS stories,"
            " (SELECT count(*) FROM stories) AS articles,"
            " (SELECT count(DISTINCT occurrence) FROM occurrences) AS occurrences,"
            " (SELECT count(*) FROM occurrences) AS events"
        ).rows()[0]
    print(
        f"{counted(found['articles'], 'article')} in {counted(found['stories'], 'story')}; "
        f"{counted(found['events'], 'event')} of {counted(found['occurrences'], 'occurrence')}; "
        f"version {version}"
    )


def _shown(done: int, total: int) -> None:
    print(f"\r{done:,} of {total:,} articles", end="\n" if done >= total else "", file=sys.stderr)
