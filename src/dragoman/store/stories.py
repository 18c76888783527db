"""Stories: articles that tell the same news, found by their signatures within a few days of each other.

Two relations between articles, both symmetrical and fixed by the two alone:

- *Copies*: one is printed from the other, or both from one text: a large part of the shorter one's wording
  stands in the longer one, at most `COPY_DAYS` apart. Copies share a *wording*.
- *Tellings*: they tell the same in other words: they name the same parties, places and numbers and share the
  words of the matter, at most `TELLING_DAYS` apart, and each day between them counts against it.

Wordings are made by the first relation, stories of wordings by both, each by average linkage (`linkage`):
the stories depend on the set of articles only, never on the order or the batches in which they came.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from dragoman.store.linkage import groups, partition, reach
from dragoman.store.signatures import HASHES, Signatures, dots, unit, unpack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Indices = NDArray[np.int64]
    Reals = NDArray[np.float64]

COPY_DAYS = 7
"""Days within which a text is reprinted."""
TELLING_DAYS = 2
"""Days within which the same news is told."""
PER_DAY = 0.1
"""What each day between two tellings counts against their being of the same news: tomorrow's is another."""
SAME_WORDING = 0.6
"""The share of the shorter article's wording in the longer one that makes it a copy."""
SURE_WORDING = 0.8
"""The share that does so even if other names stand in it; below, a template with other names is no copy."""
COPY_NAMES = 0.4
"""How much alike the names of copies must be, as a cosine."""
SAME_STORY = 0.5
"""The likeness of tellings: the geometric mean of the cosines of names and of other key words, aged."""
LEAST_KEYS = 8
"""Key words that an article must have to be compared by them."""
BAND = 2
"""Numbers of a MinHash that must agree for two articles to be looked at as copies."""
BLOCK = 200
"""Articles that are compared with the others in one step."""

UNDATED = -(10**6)
"""The day of articles without one: they are compared with each other only, and only as copies."""

COLUMNS = ("id", "published_day", "signature")
"""The columns of articles that are looked at; `published` tells which of a day comes first."""
RESULT = pa.schema([("article", pa.string()), ("story", pa.string()), ("wording", pa.string())])


class Articles:
    """Articles in order of publication and id, ready to be compared."""

    def __init__(self, table: pa.Table) -> None:
        """Take `id`, `published_day` and `signature` of a table; an id that is there twice counts once."""
        ids = table.column("id").to_pylist()
        days = [UNDATED if d is None else d.toordinal() for d in table.column("published_day").to_pylist()]
        # By the whole date where it is there, so that the morning's article comes before the evening's.
        told = (
            table.column("published").to_pylist() if "published" in table.column_names else [None] * len(ids)
        )
        order = sorted(range(len(ids)), key=lambda at: (days[at], told[at] or "", ids[at]))
        first: dict[str, int] = {}
        for at in order:
            first.setdefault(ids[at], at)
        self.rows = list(first.values())
        self.ids = list(first)
        self.day = np.array([days[at] for at in self.rows], dtype=np.int64)
        packed = table.column("signature")
        self.of = unpack([packed[at].as_py() for at in self.rows])
        self.names, self.topics = unit(self.of.names), unit(self.of.topics)
        self.keys = np.diff(self.of.names.indptr) + np.diff(self.of.topics.indptr)

    def __len__(self) -> int:
        return len(self.ids)

    def copied(self, left: Indices, right: Indices) -> Reals:
        """How much of the shorter one's wording both of each pair have, 0 where they are no copies."""
        names = dots(self.names, left, right)
        return self._copied(_wording(self.of, left, right), names, self.apart(left, right))

    @staticmethod
    def _copied(share: Reals, names: Reals, apart: Indices) -> Reals:
        sure = (share >= SURE_WORDING) | (names >= COPY_NAMES)
        return np.where(sure & (apart <= COPY_DAYS), share, 0.0)

    def told(self, names: Reals, topics: Reals, left: Indices, right: Indices) -> Reals:
        """How much alike two tellings are, from the cosines of their names and of their other key words."""
        fit = (self.day[left] != UNDATED) & (self.day[right] != UNDATED)
        fit &= (self.keys[left] >= LEAST_KEYS) & (self.keys[right] >= LEAST_KEYS)
        return np.where(fit, np.sqrt(np.maximum(names * topics, 0.0)), 0.0)

    def apart(self, left: Indices, right: Indices) -> Indices:
        """Days between the two of each pair."""
        return abs(self.day[left] - self.day[right])

    def matrices(self, some: Indices) -> tuple[Reals, Reals]:
        """Each with each of `some`: as copies, and as copies or tellings, whenever they were published."""
        left, right = (side.ravel() for side in np.meshgrid(some, some, indexing="ij"))
        names = (self.names[some] @ self.names[some].T).toarray().ravel()
        topics = (self.topics[some] @ self.topics[some].T).toarray().ravel()
        share = _wording(self.of, left, right)
        copied = self._copied(share, names, self.apart(left, right))
        copies = np.where(copied >= SAME_WORDING, copied, 0.0)
        told = np.maximum(self.told(names, topics, left, right), copies)
        shape = (len(some), len(some))
        return copied.reshape(shape), told.reshape(shape)

    def neighbours(self, some: Indices) -> tuple[Indices, Indices, Reals, Reals]:
        """Pairs of one of `some` and any other that are alike enough to be of one wording or story.

        Returns: left, right, how much alike as copies and as tellings; each pair at least once.
        """
        left, right = self._copies(some)
        found = [(left, right, self.copied(left, right), np.zeros(len(left)))]
        found += [(left, right, np.zeros(len(left)), told) for left, right, told in self._telling(some)]
        left, right, copied, told = (np.concatenate(parts) for parts in zip(*found, strict=True))
        kept = (copied >= SAME_WORDING) | (told >= SAME_STORY)
        return left[kept], right[kept], copied[kept], told[kept]

    def _copies(self, some: Indices) -> tuple[Indices, Indices]:
        """Pairs near enough in time that agree on a band of their MinHashes and are copies, each once."""
        wanted = np.zeros(len(self), dtype=bool)
        wanted[some] = True
        has = np.flatnonzero(self.of.runs > 0)
        pairs = np.zeros(0, dtype=np.int64)
        for start in range(0, HASHES, BAND):
            band = self.of.minima[has, start : start + BAND].astype(np.uint64)
            key = (band[:, 0] << np.uint64(32)) | band[:, 1]
            new = np.concatenate([pairs[:0], *self._in_buckets(has, key, wanted)])
            # Looked at band by band: what only shares a run of set words is forgotten at once.
            new = np.setdiff1d(new, pairs)
            left, right = np.divmod(new, len(self))
            pairs = np.union1d(pairs, new[self.copied(left, right) >= SAME_WORDING])
        left, right = np.divmod(pairs, len(self))
        return left, right

    def _in_buckets(
        self, rows: Indices, key: NDArray[np.uint64], wanted: NDArray[np.bool_]
    ) -> Iterator[Indices]:
        """Pairs of rows with one key and near enough in time, one of them wanted, as single numbers."""
        # Articles are in order of their days, so that within a bucket a window of days is a run of rows.
        order = np.argsort(key, kind="stable")
        cuts = np.flatnonzero(np.diff(key[order])) + 1
        starts, ends = np.append(0, cuts), np.append(cuts, len(order))
        for start, end in zip(starts[ends - starts > 1], ends[ends - starts > 1], strict=True):
            bucket = rows[order[start:end]]
            mine = bucket[wanted[bucket]]
            if not len(mine):
                continue
            low = np.searchsorted(self.day[bucket], self.day[mine] - COPY_DAYS, side="left")
            high = np.searchsorted(self.day[bucket], self.day[mine] + COPY_DAYS, side="right")
            left = np.repeat(mine, high - low)
            right = bucket[np.concatenate([np.arange(x, y) for x, y in zip(low, high, strict=True)])]
            apart = left != right
            yield np.minimum(left, right)[apart] * len(self) + np.maximum(left, right)[apart]

    def _telling(self, some: Indices) -> Iterator[tuple[Indices, Indices, Reals]]:
        """Pairs that are alike by their key words and near enough in time."""
        least = SAME_STORY**2  # names × topics must reach it, and neither is above 1
        dated = some[(self.day[some] != UNDATED) & (self.keys[some] >= LEAST_KEYS)]
        for start in range(0, len(dated), BLOCK):
            block = dated[start : start + BLOCK]
            low = int(np.searchsorted(self.day, self.day[block[0]] - TELLING_DAYS, side="left"))
            high = int(np.searchsorted(self.day, self.day[block[-1]] + TELLING_DAYS, side="right"))
            names: Any = (self.names[block] @ self.names[low:high].T).tocoo()
            kept = names.data >= least
            left, right, cosine = block[names.row[kept]], names.col[kept] + low, names.data[kept]
            apart = left != right
            left, right, cosine = left[apart], right[apart], cosine[apart]
            told = self.told(cosine, dots(self.topics, left, right), left, right)
            told = aged(told, self.apart(left, right))
            kept = told >= SAME_STORY
            yield left[kept], right[kept].astype(np.int64), told[kept]


def aged(told: Reals, apart: Indices) -> Reals:
    """The likeness of tellings that were published so many days apart."""
    return np.where(apart <= TELLING_DAYS, told - PER_DAY * apart, 0.0)


def _wording(of: Signatures, left: Indices, right: Indices) -> Reals:
    """The share of the shorter one's runs that the longer one has, estimated, 0 to 1."""
    parts = []
    for at in range(0, len(left), 50_000):
        one, other = left[at : at + 50_000], right[at : at + 50_000]
        common = np.mean(of.minima[one] == of.minima[other], axis=1)
        some, more = of.runs[one].astype(np.float64), of.runs[other].astype(np.float64)
        least = np.minimum(some, more)
        both = common * (some + more) / (1.0 + common)
        parts.append(np.where(least > 0, np.minimum(1.0, both / np.maximum(least, 1.0)), 0.0))
    return np.concatenate(parts) if parts else np.zeros(0)


def group_articles(articles: Articles, touched: Indices) -> tuple[Indices, Indices, Indices]:
    """Group the articles that `touched` ones can be grouped with.

    Returns: the articles concerned, ascending, and for each the first one of its wording and of its story.
    """
    if not len(touched):
        return touched, touched, touched
    some, pairs = reach(len(articles), touched, articles.neighbours)
    left, right, as_copy, as_told = (*np.searchsorted(some, np.stack(pairs[:2])), *pairs[2:])
    close = as_copy >= SAME_WORDING
    wording = partition(
        len(some), left[close], right[close], as_copy[close], SAME_WORDING,
        lambda group: articles.matrices(some[group])[0],
    )  # fmt: skip
    story = _stories_of_wordings(articles, some, wording, (left, right, np.maximum(as_copy, as_told)))
    return some, some[wording], some[story]


def _stories_of_wordings(
    articles: Articles, some: Indices, wording: Indices, pairs: tuple[Indices, Indices, Reals]
) -> Indices:
    """For each of `some` the first article of its story: wordings grouped by their most alike members."""
    firsts, member = np.unique(wording, return_inverse=True)
    left, right, alike = member[pairs[0]], member[pairs[1]], pairs[2]
    members = groups(member)

    def likeness(group: Indices) -> Reals:
        # On average over the copies, but as old as the first of each: that is when it was news.
        which = [members[number] for number in group]
        rows = some[np.concatenate(which)]
        starts = np.cumsum([0, *(len(part) for part in which[:-1])])
        sizes = np.array([len(part) for part in which])
        alike = np.add.reduceat(np.add.reduceat(articles.matrices(rows)[1], starts, axis=0), starts, axis=1)
        day = articles.day[rows[starts]]
        return aged(alike / np.outer(sizes, sizes), abs(day[:, None] - day[None, :]))

    return firsts[partition(len(firsts), left, right, alike, SAME_STORY, likeness)][member]


def assign_stories(articles: pa.Table, known: pa.Table | None = None) -> pa.Table:
    """Put articles into stories, together with those already there.

    Args:
        articles: The new ones: `id`, `published_day`, `signature` and, if there is one, `published`.
        known: Those that the new ones can touch, with the same columns and their `story`, null where they
            have none yet, and `wording`, if that is kept: at least all that were published up to `COPY_DAYS`
            before or after, and those that these are chained to.

    Returns:
        `article`, `story` and `wording`, a row for each article that is new or belongs elsewhere now, in
        order of publication.
    """
    return stories_reached(articles, known)[0]


def stories_reached(articles: pa.Table, known: pa.Table | None = None) -> tuple[pa.Table, tuple[int, int]]:
    """What `assign_stories` gives, and the ordinals of the first and last day of the articles concerned."""
    columns = [name for name in (*COLUMNS, "published") if name in articles.column_names]
    tables = [articles.select(columns)]
    before: dict[str, tuple[str | None, ...]] = {}
    kept = ["story"]
    if known is not None and known.num_rows:
        tables.append(known.select(columns))
        kept += ["wording"] if "wording" in known.column_names else []
        values = zip(*(known.column(name).to_pylist() for name in kept), strict=True)
        before = dict(zip(known.column("id").to_pylist(), values, strict=True))
    every = Articles(pa.concat_tables(tables, promote_options="permissive"))
    new = set(articles.column("id").to_pylist())
    touched = np.array([at for at, name in enumerate(every.ids) if name in new], dtype=np.int64)
    some, wording, story = group_articles(every, touched)
    rows = []
    for at, first_copy, first in zip(some, wording, story, strict=True):
        row = (every.ids[at], "s" + every.ids[first], "w" + every.ids[first_copy])
        if before.get(row[0]) != row[1 : 1 + len(kept)]:
            rows.append(row)
    days = every.day[some]
    days = days[days != UNDATED]
    reached = (int(days.min()), int(days.max())) if len(days) else (0, 0)
    return pa.table(list(map(list, zip(*rows, strict=True))) or [[], [], []], schema=RESULT), reached
