"""Occurrences: events, in one article or in many, that tell of the same act.

Two events can tell of the same act only if they are of one type, their dates allow it, they do not
contradict each other on both sides, and both or neither tell of something only imagined. How likely they do
is a sum: how much alike their sentences are apart from the parties' names, whether the articles are of one
story, whether actors, recipients and places agree, less what contradicts. The weights stand below; they are
fixed, so that two events are as alike in every store. Groups are made by average linkage (`linkage`): an
event without an actor cannot join two acts that have different ones.

An act that is announced, done and looked back on is one occurrence, and so is one that some tell and others
deny: status belongs to the event, not to the act.
"""

from __future__ import annotations

from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from dragoman.store.linkage import groups, partition, reach
from dragoman.store.signatures import dots
from dragoman.store.tellings import ACTOR_DIFFERS, RECIPIENT_DIFFERS, Parties, numbered, phrases, states

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    Indices = NDArray[np.int64]
    Reals = NDArray[np.float64]

SAME_ACT = 0.6
"""What a pair of events must reach to be of one act, and a group on average."""
SAME_NEWS = 0.3
"""What it adds that their articles are of one story."""
PLACE_AGREES, PLACE_DIFFERS = 0.3, -0.5
"""What it adds that both are placed within `NEAR_KM` of each other, or are not."""
PER_DAY = -0.15
"""What each day between them adds where a date is only that of publication and the stories differ: copies
and follow-ups of one story come out on later days."""
NEXT_DAY = -0.3
"""What it adds that both texts give the day, and it is not the same."""
OTHER_STATUS = -0.05
"""What it adds that one is told as done and the other as planned, or as not done."""
NEAR_KM = 50.0
DAYS = 3
"""Days within which events are compared at all."""
EXACT_DAYS = 1
"""Days that two dates which the texts give may be apart: nights, time zones, slips."""
LIKE = 0.2
"""How much alike the sentences of events of different stories must be for them to be compared."""
MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})
"""Types whose two sides do the same, so that it means nothing who is named first."""
SAME_ARTICLE = -0.15
"""What it adds that they stand in one article: who tells twice mostly tells two things."""
SAME_SENTENCE = 0.4
"""What counts as the likeness of two events of one sentence: that its words are the same tells nothing."""
LOOKED_BACK = -0.45
"""What it adds that one is told as past on a day that the text does not give, and the other is not."""
UNDATED = -(10**6)
IMPOSSIBLE = -1.0
"""How likely it is of two events that contradict each other; on average it keeps groups apart, too."""
BLOCK = 500
_PART = 100_000
_NO_DATE, _PUBLISHED, _PARTIAL, _EXACT = range(4)
_IMAGINED = 3
_STATUS = {"actual": 0, "historical": 0, "future": 1, "negated": 2, "hypothetical": _IMAGINED}

COLUMNS = (
    "id", "article", "story", "type", "status", "actor_codes", "recipient_codes", "actor_names",
    "recipient_names", "day", "day_from", "date_precision", "place", "lat", "lon", "trigger_start",
    "sentence", "sentence_start", "published_day",
)  # fmt: skip
"""The columns of events that are looked at."""
RESULT = pa.schema([("event", pa.string()), ("occurrence", pa.string())])


class Events:
    """Events in order of publication, article and place in the text, ready to be compared."""

    def __init__(self, table: pa.Table) -> None:
        """Take the `COLUMNS` of a table; an event that is there twice counts once, one without words not."""
        told = {name: table.column(name).to_pylist() for name in COLUMNS}
        ends = (
            table.column("date_end").to_pylist() if "date_end" in table.column_names else [None] * len(table)
        )
        usable = [at for at, sentence in enumerate(told["sentence"]) if sentence and told["article"][at]]
        published = told["published_day"]
        usable.sort(
            key=lambda at: (
                _ordinal(published[at]),
                told["article"][at],
                told["trigger_start"][at],
                told["id"][at],
            )
        )
        first: dict[str, int] = {}
        for at in usable:
            first.setdefault(told["id"][at], at)
        rows = list(first.values())
        self.ids = list(first)
        told = {name: [column[at] for at in rows] for name, column in told.items()}

        self.article = numbered(told["article"])
        self.stories = [s or "s" + a for s, a in zip(told["story"], told["article"], strict=True)]
        self.story = numbered(self.stories)
        self.type = numbered(told["type"])
        self.mutual = np.array([name in MUTUAL for name in told["type"]], dtype=bool)
        self.status = np.array([_STATUS.get(name, 0) for name in told["status"]], dtype=np.int64)
        self.day = np.array([_ordinal(day) for day in told["day"]], dtype=np.int64)
        self.last = np.array(
            [_last(day, ends[at]) for day, at in zip(told["day"], rows, strict=True)], dtype=np.int64
        )
        self.given = np.array(
            [_given(*how) for how in zip(told["day_from"], told["date_precision"], strict=True)],
            dtype=np.int64,
        )
        # "In Ukraine" is no contradiction to Kharkiv; that the states agree shows in the parties.
        known = states()
        where = zip(told["place"], told["lat"], told["lon"], strict=True)
        self.placed = np.array([name not in known and None not in at for name, *at in where], dtype=bool)
        self.where = np.radians(
            [[lat or 0.0, lon or 0.0] for lat, lon in zip(told["lat"], told["lon"], strict=True)]
            or [[0.0, 0.0]]
        )
        offsets = [t - s for t, s in zip(told["trigger_start"], told["sentence_start"], strict=True)]
        self.said = numbered(zip(told["sentence"], offsets, strict=True))
        self.sentence = numbered(zip(told["article"], told["sentence_start"], strict=True))
        past = np.array([name == "historical" for name in told["status"]], dtype=bool)
        self.undated_past = past & (self.given < _PARTIAL)
        self.parties = Parties(
            told["actor_names"] + told["recipient_names"], told["actor_codes"] + told["recipient_codes"]
        )
        self.text = phrases(told["sentence"], told["actor_names"], told["recipient_names"])

    def __len__(self) -> int:
        return len(self.ids)

    def alike(self, left: Indices, right: Indices) -> Reals:
        """How likely it is that the two of each pair tell of one act; `IMPOSSIBLE` where they cannot."""
        parts = [
            self._alike(left[at : at + _PART], right[at : at + _PART]) for at in range(0, len(left), _PART)
        ]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _alike(self, left: Indices, right: Indices) -> Reals:
        text = np.where(self.said[left] == self.said[right], 1.0, dots(self.text, left, right))
        text[self.sentence[left] == self.sentence[right]] = SAME_SENTENCE
        sure = text + SAME_NEWS * (self.story[left] == self.story[right])
        sure += SAME_ARTICLE * (self.article[left] == self.article[right])
        sure += LOOKED_BACK * (self.undated_past[left] != self.undated_past[right])
        sure += OTHER_STATUS * (self.status[left] != self.status[right])
        sides, differs, against = self._parties(left, right)
        dates, apart = self._dates(left, right)
        sure += sides + dates + self._places(left, right)
        never = against | apart | (self.type[left] != self.type[right])
        never |= (self.status[left] == _IMAGINED) != (self.status[right] == _IMAGINED)
        # What contradicts outright and is not outweighed keeps whole groups apart.
        never |= differs & (sure < SAME_ACT)
        return np.where(never, IMPOSSIBLE, np.maximum(sure, IMPOSSIBLE))

    def _parties(self, left: Indices, right: Indices) -> tuple[Reals, NDArray[np.bool_], NDArray[np.bool_]]:
        """What the parties add, whether a side's are others by name, and whether both sides' are others."""
        here = self.article[left] == self.article[right]
        total, differs, against = self._sides(left, right, (0, len(self)), here)
        crossed = np.flatnonzero(self.mutual[left])
        if len(crossed):
            turned = self._sides(left[crossed], right[crossed], (len(self), 0), here[crossed])
            better = turned[0] > total[crossed]
            for kept, new in zip((total, differs, against), turned, strict=True):
                kept[crossed] = np.where(better, new, kept[crossed])
        return total, differs, against

    def _sides(
        self, left: Indices, right: Indices, facing: tuple[int, int], here: NDArray[np.bool_]
    ) -> tuple[Reals, NDArray[np.bool_], NDArray[np.bool_]]:
        """The same for actors of `left` against one role of `right` and recipients against the other."""
        agree, recipients = self.parties.agree, left + len(self)
        one, one_differs, one_against = agree(left, right + facing[0], here, ACTOR_DIFFERS)
        two, two_differs, two_against = agree(recipients, right + facing[1], here, RECIPIENT_DIFFERS)
        return one + two, one_differs | two_differs, one_against & two_against

    def _dates(self, left: Indices, right: Indices) -> tuple[Reals, NDArray[np.bool_]]:
        """What the dates add, and whether they are too far apart."""
        gap = np.maximum(self.day[left] - self.last[right], self.day[right] - self.last[left])
        gap = np.maximum(gap, 0)
        exact = np.minimum(self.given[left], self.given[right])
        undated = exact == _NO_DATE
        allowed = np.where(exact == _EXACT, EXACT_DAYS, np.where(exact == _PARTIAL, 0, DAYS))
        told = self.story[left] == self.story[right]
        adds = np.where((exact == _EXACT) | told, 0.0, PER_DAY * np.where(exact == _PARTIAL, 1, gap))
        adds = np.where((exact == _EXACT) & (gap > 0), NEXT_DAY, adds)
        return np.where(undated, PER_DAY, adds), ~undated & (gap > allowed)

    def _places(self, left: Indices, right: Indices) -> Reals:
        both = self.placed[left] & self.placed[right]
        one, other = self.where[left], self.where[right]
        half = np.sin((one - other) / 2.0) ** 2
        arc = half[:, 0] + np.cos(one[:, 0]) * np.cos(other[:, 0]) * half[:, 1]
        near = 2 * 6371.0 * np.arcsin(np.sqrt(np.clip(arc, 0.0, 1.0))) <= NEAR_KM
        return np.where(both, np.where(near, PLACE_AGREES, PLACE_DIFFERS), 0.0)

    def neighbours(self, some: Indices) -> tuple[Indices, Indices, Reals]:
        """Pairs of one of `some` and any other that are likely enough of one act: left, right, how likely."""
        none = np.zeros(0, dtype=np.int64)
        found: list[tuple[Indices, Indices, Reals]] = [(none, none, np.zeros(0))]
        for left, right in gathered(chain(self._by_story(some), self._by_words(some))):
            sure = self.alike(left, right)
            kept = sure >= SAME_ACT
            if kept.any():
                found.append((left[kept], right[kept], sure[kept]))
        left, right, sure = (np.concatenate(part) for part in zip(*found, strict=True))
        return left, right, sure

    def _by_story(self, some: Indices) -> Iterator[tuple[Indices, Indices]]:
        """Pairs of one type in one story."""
        wanted = np.zeros(len(self), dtype=bool)
        wanted[some] = True
        for bucket in groups(self.story * (int(self.type.max()) + 1) + self.type):
            mine = bucket[wanted[bucket]] if len(bucket) > 1 else bucket[:0]
            for at in range(0, len(mine), BLOCK):
                part = mine[at : at + BLOCK]
                left, right = np.repeat(part, len(bucket)), np.tile(bucket, len(part))
                yield left[left != right], right[left != right]

    def _by_words(self, some: Indices) -> Iterator[tuple[Indices, Indices]]:
        """Pairs of one type, near in time, whose sentences are alike, in whatever stories."""
        wanted = np.zeros(len(self), dtype=bool)
        wanted[some] = True
        for bucket in groups(self.type):
            bucket = bucket[self.given[bucket] != _NO_DATE]
            bucket = bucket[np.argsort(self.day[bucket], kind="stable")]
            days, mine = self.day[bucket], bucket[wanted[bucket]]
            for at in range(0, len(mine), BLOCK):
                part = mine[at : at + BLOCK]
                low = int(np.searchsorted(days, self.day[part[0]] - DAYS, side="left"))
                high = int(np.searchsorted(days, self.day[part[-1]] + DAYS, side="right"))
                others = bucket[low:high]
                near: Any = (self.text[part] @ self.text[others].T).tocoo()
                kept = near.data >= LIKE
                left, right = part[near.row[kept]], others[near.col[kept]]
                kept = (left != right) & (abs(self.day[left] - self.day[right]) <= DAYS)
                yield left[kept], right[kept]


def gathered(pairs: Iterable[tuple[Indices, Indices]]) -> Iterator[tuple[Indices, Indices]]:
    """The same pairs in fewer and larger arrays."""
    held: list[tuple[Indices, Indices]] = []
    size = 0
    for pair in pairs:
        held.append(pair)
        size += len(pair[0])
        if size >= _PART:
            yield np.concatenate([left for left, _ in held]), np.concatenate([right for _, right in held])
            held, size = [], 0
    if held:
        yield np.concatenate([left for left, _ in held]), np.concatenate([right for _, right in held])


def _ordinal(day: date | None) -> int:
    return UNDATED if day is None else day.toordinal()


def _last(day: date | None, end: str | None) -> int:
    """The last day of an event: that of its range, if the text gives one."""
    first = _ordinal(day)
    try:
        return max(first, date.fromisoformat(end or "").toordinal())
    except ValueError:
        return first


def _given(source: str | None, precision: str | None) -> int:
    if source == "text":
        return _EXACT if precision in ("day", "range") else _PARTIAL
    return _PUBLISHED if source == "published" else _NO_DATE


def assign_occurrences(
    events: pa.Table, known: pa.Table | None = None, touched: Iterable[str] | None = None
) -> pa.Table:
    """Put events into occurrences, together with those already there.

    Args:
        events: The new ones, with `COLUMNS` (and `date_end`); those without a sentence are left out: other
            people's data count their own.
        known: Those that the new ones can touch, with the same columns and their `occurrence`, null where
            they have none: at least all whose day is within `DAYS`, all of the same stories, and those that
            these are chained to.
        touched: Ids of known events that are to be looked at anew, because their story has changed.

    Returns:
        `event` and `occurrence`, a row for each event that is new or belongs elsewhere now, in order.
    """
    return occurrences_reached(events, known, touched)[0]


def occurrences_reached(
    events: pa.Table, known: pa.Table | None = None, touched: Iterable[str] | None = None
) -> tuple[pa.Table, set[int], set[str]]:
    """What `assign_occurrences` gives, and of the events concerned the days and the stories."""
    columns = [*COLUMNS, *(["date_end"] if "date_end" in events.column_names else [])]
    tables = [events.select(columns)]
    before: dict[str, str | None] = {}
    if known is not None and known.num_rows:
        tables.append(known.select(columns))
        before = dict(
            zip(known.column("id").to_pylist(), known.column("occurrence").to_pylist(), strict=True)
        )
    every = Events(pa.concat_tables(tables, promote_options="permissive"))
    new = {*events.column("id").to_pylist(), *(touched or ())}
    start = np.array([at for at, name in enumerate(every.ids) if name in new], dtype=np.int64)
    rows: list[tuple[str, str]] = []
    some, first = group_events(every, start)
    for at, at_first in zip(some, first, strict=True):
        occurrence = "o" + every.ids[at_first]
        if before.get(every.ids[at]) != occurrence:
            rows.append((every.ids[at], occurrence))
    reached = set(every.day[some].tolist()) - {UNDATED}
    table = pa.table(list(map(list, zip(*rows, strict=True))) or [[], []], schema=RESULT)
    return table, reached, {every.stories[at] for at in some}


def group_events(events: Events, touched: Indices) -> tuple[Indices, Indices]:
    """The events that `touched` ones can be grouped with, ascending, and for each the first of its act."""
    if not len(touched):
        return touched, touched
    some, (left, right, sure) = reach(len(events), touched, events.neighbours)

    def likeness(group: Indices) -> Reals:
        one, other = np.meshgrid(some[group], some[group], indexing="ij")
        return events.alike(one.ravel(), other.ravel()).reshape(one.shape)

    left, right = np.searchsorted(some, left), np.searchsorted(some, right)
    return some, some[partition(len(some), left, right, sure, SAME_ACT, likeness)]
