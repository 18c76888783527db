"""What of many events is compared: who is in a role, and in what words it is told.

What adds how much is told here for the parties, and in `occurrences` for the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dragoman.store.signatures import dots, unit, word_hash
from dragoman.store.words import rarity, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Indices = NDArray[np.int64]
    Reals = NDArray[np.float64]

PARTY_AGREES, ACTOR_DIFFERS, RECIPIENT_DIFFERS = 0.15, -0.6, -0.1
"""What it adds on each side that codes or names agree, or that both are known and differ."""
VAGUE = 0.5
"""The part of that for parties that have no name of their own ("people", "barracks")."""
SAME_NAME = 0.5
"""The cosine at which two names are one."""
NAMES_DIFFER = -0.2
"""What it adds on each side that both are named and differ, though they are of one state."""
OTHERS_HERE = -0.25
"""What it adds on each side of events in one article that they name others, of whatever state."""
SMALL = 20.0
"""What is added to a sentence's length (squared), so that three common words are not a likeness."""
TELLING = 1.5
"""Words that tell less than this by themselves bring no two events together."""


class Parties:
    """The parties in many roles: what they are called and what codes they have."""

    def __init__(self, names: Sequence[list[str] | None], codes: Sequence[list[str] | None]) -> None:
        """Take names and codes of the parties of each role, a row each; the actors' rows come first."""
        known = states()
        told = ({word.form for name in row or () for word in words(name)} for row in names)
        self.names = unit(_matrix({form: rarity(form, True) for form in row} for row in told))
        self.codes = _matrix(dict.fromkeys(row or (), 1.0) for row in codes)
        self.named = np.array([bool(row) for row in names], dtype=bool)
        self.coded = np.array([bool(row) for row in codes], dtype=bool)
        self.state = np.array([any(name in known for name in row or ()) for row in names], dtype=bool)
        self.proper = np.array([any(name[:1].isupper() for name in row or ()) for row in names], dtype=bool)
        self.person = np.array([any(_full_name(name) for name in row or ()) for row in names], dtype=bool)

    def agree(
        self, left: Indices, right: Indices, here: NDArray[np.bool_], differ: float
    ) -> tuple[Reals, NDArray[np.bool_], NDArray[np.bool_]]:
        """What the parties of rows `left` and `right` add, `differ` where their codes differ.

        Then: where they do and both have names of their own, and where they do. `here` says which
        pairs are of one article, where another name is another party.
        """
        named = dots(self.names, left, right) >= SAME_NAME
        coded = dots(self.codes, left, right) > 0
        against = self.coded[left] & self.coded[right] & ~coded
        # One person may be given two codes; "police" of two states are two.
        against &= ~(named & self.person[left] & self.person[right])
        alike = (named & ~against) | (coded & (self.state[left] | self.state[right]))
        others = self.named[left] & self.named[right] & ~alike
        # Two that are named and differ, though both are of one state: a minister and another one.
        apart = others & coded & self.proper[left] & self.proper[right]
        adds = np.where(alike, PARTY_AGREES, np.where(coded, PARTY_AGREES / 2, 0.0))
        adds = np.where(apart, NAMES_DIFFER, adds)
        adds = np.where(others & here, OTHERS_HERE, adds)
        own = (self.proper | self.state)[left] & (self.proper | self.state)[right]
        adds = np.where(against, np.minimum(np.where(own, differ, VAGUE * differ), adds), adds)
        return adds, against & own, against


def states() -> frozenset[str]:
    """The names of all states and other parties with a code."""
    from dragoman.ontology.codes import codes

    return frozenset(codes().values())


def _full_name(name: str) -> bool:
    """Whether every one of two or more words has a capital, as a person's name and most offices' do."""
    parts = name.split()
    return len(parts) > 1 and all(part[0].isupper() for part in parts)


def numbered(things: Iterable[Any]) -> Indices:
    """A number for each thing, the same for equal ones."""
    numbers: dict[Any, int] = {}
    return np.array([numbers.setdefault(thing, len(numbers)) for thing in things], dtype=np.int64)


def _matrix(rows: Iterable[dict[str, float]]) -> Any:
    """Words and their weights as a sparse matrix, a row each."""
    from scipy.sparse import csr_matrix

    starts, columns, weights = [0], [], []
    column: dict[int, int] = {}
    listed: list[list[tuple[int, float]]] = [
        sorted((word_hash(form), weight) for form, weight in row.items()) for row in rows
    ]
    for number in sorted({number for row in listed for number, _ in row}):
        column[number] = len(column)
    for row in listed:
        columns += [column[number] for number, _ in row]
        weights += [weight for _, weight in row]
        starts.append(len(columns))
    shape = (len(listed), max(1, len(column)))
    return csr_matrix(
        (np.array(weights, dtype=np.float64), np.array(columns, dtype=np.int64), starts), shape=shape
    )


def phrases(sentences: Sequence[str], *parties: Sequence[list[str] | None]) -> Any:
    """The words of each sentence but those of the event's parties, of length below 1 if there are few."""
    from scipy.sparse import diags

    rows = []
    cached: dict[str, tuple[dict[str, float], set[str]]] = {}
    for at, sentence in enumerate(sentences):
        if sentence not in cached:
            found = words(sentence)
            names = {word.form for word in found if word.name or word.number}
            weighed = {word.form: rarity(word.form, word.form in names) for word in found}
            telling = {form: weight for form, weight in weighed.items() if weight >= TELLING}
            cached[sentence] = telling, {word.form for word in found if word.name}
        telling, capital = cached[sentence]
        own = {word.form for side in parties for name in side[at] or () for word in words(name)}
        # What a party is ("barracks", "bus drivers") is part of what happened, what it is called is not.
        own &= capital
        rows.append({form: weight for form, weight in telling.items() if form not in own})
    matrix = _matrix(rows)
    squared = np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()
    return (diags(1.0 / np.sqrt(squared + SMALL)) @ matrix).tocsr()
