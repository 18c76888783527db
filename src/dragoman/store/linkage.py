"""Groups of things that are alike, whatever the order they came in: average linkage within components.

Things are first put together as long as a chain of likenesses holds them; each such component is then grouped
by average linkage, so that a thing joins a group only if it is like its members on average. A long piece that
has something of two stories does not make them one. Both steps depend on nothing but the set of things.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Indices = NDArray[np.int64]
    Reals = NDArray[np.float64]

LARGEST = 1500
"""The most things that are compared each with each; a larger component is first cut at a higher likeness."""
MOST = 2.0
"""No likeness is above it."""
STEP = 0.05
"""How much higher each time."""


def components(count: int, left: Indices, right: Indices) -> Indices:
    """For each of `count` things the number of its component under the pairs `left`–`right`."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    graph = coo_matrix((np.ones(len(left), dtype=np.int8), (left, right)), shape=(count, count))
    labels: Indices = connected_components(graph, directed=False)[1].astype(np.int64)
    return labels


def groups(labels: Indices) -> list[Indices]:
    """The members of each label, ascending; the groups in order of their first members.

    >>> [group.tolist() for group in groups(np.array([5, 2, 5, 9]))]
    [[0, 2], [1], [3]]
    """
    order = np.argsort(labels, kind="stable")
    cuts = np.flatnonzero(np.diff(labels[order])) + 1
    return sorted(np.split(order, cuts), key=lambda group: int(group[0])) if len(labels) else []


def reach(
    count: int, start: Indices, neighbours: Callable[[Indices], tuple[Any, ...]]
) -> tuple[Indices, tuple[Any, ...]]:
    """All of `count` things that chains of neighbours lead to from `start`, and the pairs on the way.

    `neighbours` gives for some things the pairs they are part of: arrays of the left ones, of the right ones
    and of whatever is known of each pair. A pair may come more than once.
    """
    found: list[tuple[Any, ...]] = []
    reached = np.zeros(count, dtype=bool)
    front = start
    while len(front):
        reached[front] = True
        found.append(neighbours(front))
        front = np.unique(np.concatenate(found[-1][:2]))
        front = front[~reached[front]]
    return np.flatnonzero(reached), tuple(np.concatenate(part) for part in zip(*found, strict=True))


def average_linkage(likeness: Reals, threshold: float) -> Indices:
    """Labels of a grouping of the things of a symmetrical matrix.

    Groups are merged, the two that are most alike on average first, as long as that is at least `threshold`.

    >>> average_linkage(np.array([[1, 0.9, 0], [0.9, 1, 0.8], [0, 0.8, 1]]), 0.5).tolist()
    [1, 1, 2]
    """
    count = len(likeness)
    if count == 1:
        return np.zeros(1, dtype=np.int64)
    if count == 2:
        return np.array([1, 1 if likeness[0, 1] >= threshold else 2], dtype=np.int64)
    from scipy.cluster.hierarchy import fcluster, linkage

    # Rounded, so that the last bits of a sum cannot decide, on no machine and in no batch.
    condensed = np.round(MOST - likeness[np.triu_indices(count, 1)], 5)
    tree: Any = linkage(condensed, method="average")
    labels: Indices = fcluster(tree, MOST - threshold + 1e-9, criterion="distance").astype(np.int64)
    return labels


def partition(
    count: int,
    left: Indices,
    right: Indices,
    alike: Reals,
    threshold: float,
    likeness: Callable[[Indices], Reals],
) -> Indices:
    """Group `count` things by their likeness.

    Args:
        count: How many things there are; they are told by their numbers.
        left: One of each pair that is alike by at least `threshold`.
        right: The other one.
        alike: How much each pair is alike.
        threshold: What groups must reach on average.
        likeness: Gives the symmetrical matrix of likenesses for some things; below 0: never the same.

    Returns:
        For each thing the number of the first thing of its group.
    """
    label = np.arange(count, dtype=np.int64)
    work = [(group, threshold) for group in groups(components(count, left, right)) if len(group) > 1]
    while work:
        group, level = work.pop()
        if len(group) > LARGEST and level <= MOST:
            level = round(level + STEP, 6)
            inside = np.zeros(count, dtype=bool)
            inside[group] = True
            kept = (alike >= level) & inside[left]
            place = np.searchsorted(group, np.stack([left[kept], right[kept]]))
            parts = groups(components(len(group), place[0], place[1]))
            work += [(group[part], level) for part in parts if len(part) > 1]
        elif len(group) > LARGEST:
            label[group] = group[0]
        else:
            for part in groups(average_linkage(likeness(group), threshold)):
                label[group[part]] = group[part[0]]
    return label
