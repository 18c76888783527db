"""The state that raises alarms: fed with events as they come, day after day, or with a history at once.

    watch = AlarmWatch()
    watch.update(first_events)                  # tables of alarms, each with the events that drove it
    Path("watch.json").write_text(watch.to_json())
    …
    watch = AlarmWatch.from_json(Path("watch.json").read_text())
    watch.update(todays_events)

What is counted are occurrences, on the day on which they were first told, if that is within two weeks of the
day they happened on: what comes to light counts, old news does not. Feeding all at once or day by day gives
the same alarms.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from dragoman.analysis.calibration import Design, threshold
from dragoman.analysis.frames import AnalysisError, prepared
from dragoman.analysis.groups import CLASSES, label
from dragoman.analysis.monitors import BINS, Shift, Surge, score_bin
from dragoman.records import content_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

KINDS = ("surge", "fall", "thaw")
"""A surge of conflict; scores lower than is the dyad's habit; scores higher than is its habit."""
_OLD_NEWS = 14
_REMEMBERED = 60
_EVIDENCE = 40
_EPOCH = date(1970, 1, 1)
_VOLUME_PRIOR = 5.0
_NEAR = 1 - 0.5 ** (1 / 3)
_FEWEST = 3
"""Occurrences that an alarm must rest on, from two stories at least: one round-up is no turn."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """Relations of one dyad turned. Days are those on which it was told."""

    id: str
    actor: str
    recipient: str
    kind: str
    """surge, fall or thaw."""
    day: date
    since: date
    """Since when the test was above zero: the likely day of the turn."""
    observed: float
    """A surge: occurrences of conflict from `since` to `day`; else the mean score then."""
    expected: float
    """The same by habit."""
    strength: float
    """How high the test stood, in units of its threshold: at least 1."""
    years_between: float
    """How many years lie between two false alarms of this dyad, all kinds together, if it is quiet."""
    evidence: tuple[dict[str, Any], ...] = ()
    """The occurrences that drove it, the gravest first: event, occurrence, day, type, score, sentence, …"""

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, days as ISO 8601."""
        made = asdict(self)
        return made | {"day": self.day.isoformat(), "since": self.since.isoformat()}

    @property
    def headline(self) -> str:
        """One line that says what happened."""
        pair = f"{label(self.actor)} and {label(self.recipient)}"
        if self.kind == "surge":
            told = f"{self.observed:.0f} acts of conflict between {pair}, {self.expected:.1f} by habit"
        else:
            told = f"mean score between {pair} {self.observed:+.1f}, {self.expected:+.1f} by habit"
        return f"{self.day.isoformat()} {self.kind}: {told}, since {self.since.isoformat()}"


@dataclass(slots=True)
class AlarmWatch:
    """Watches every dyad in the events it is fed with; `parties` limits it to dyads of these codes. Codes for
    a class of parties (NGO, …) make no dyad.

    `years_between` is the stated rate of false alarms: mean years between two on one quiet dyad, over all
    `kinds`. With `directed` A→B and B→A are watched apart.
    """

    years_between: float = 5.0
    kinds: tuple[str, ...] = KINDS
    directed: bool = False
    parties: tuple[str, ...] = ()
    design: Design = field(default_factory=Design)
    _dyads: dict[tuple[str, str], int] = field(default_factory=dict)
    _surge: Surge = field(init=False)
    _shifts: dict[str, Shift] = field(init=False)
    _own: NDArray[np.float64] = field(init=False)
    _near_own: NDArray[np.float64] = field(init=False)
    _all: float = 0.0
    _near_all: float = 0.0
    _days: float = 0.0
    _last: int = 0
    _seen: dict[str, int] = field(default_factory=dict)
    _recent: dict[int, list[dict[str, Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for kind in self.kinds:
            if kind not in KINDS:
                raise AnalysisError(f"no kind of alarm {kind!r}: one of {', '.join(KINDS)}")
        if not self.kinds or not self.years_between > 0:
            raise AnalysisError("alarms need at least one kind, and more than 0 years between false ones")
        # Row 0 is the dyad that nothing was ever told of: where a new one begins.
        self._surge = Surge.fresh(1, self.design.warm_up)
        self._shifts = {k: Shift.fresh(1, self.design.warm_up) for k in self.kinds if k != "surge"}
        self._own, self._near_own = np.zeros(1), np.zeros(1)

    @property
    def last_day(self) -> date | None:
        """The last day that is closed: what is told of it later counts on the day after."""
        return _EPOCH + timedelta(self._last) if self._last else None

    def update(
        self, events: Any, covered: Iterable[date] | None = None, through: date | None = None
    ) -> list[Alarm]:
        """Feed events; the alarms they raise, in order of day.

        `events` as for `frames.prepared`; only actual ones count. `covered` are the days on which there
        were articles (left out: the days on which any of `events` was published); a day without is no day
        of silence, and changes nothing. `through` closes all days up to it, and leaves later ones for the
        next call: feed what is published of today only when today is over.
        """
        rows = _told(prepared(events), self._last)
        days = {_ordinal(d) for d in covered} if covered is not None else set(rows["at"].to_list())
        days |= set(rows["at"].to_list())
        end = _ordinal(through) if through is not None else max(days, default=self._last)
        units = self._units(rows.filter(pl.col("at") <= end))
        made: list[Alarm] = []
        at = units["at"].to_numpy()
        for day in sorted(d for d in days if self._last < d <= end):
            low, high = np.searchsorted(at, [day, day + 1])
            made += self._day(day, units.slice(int(low), int(high - low)))
            self._last = day
        self._seen = {k: d for k, d in self._seen.items() if d > self._last - _REMEMBERED}
        return made

    def _units(self, rows: pl.DataFrame) -> pl.DataFrame:
        """One row for each new occurrence and dyad, with the number of the dyad."""
        known = pl.Series(list(self._seen), dtype=pl.String).implode()
        rows = rows.filter(~pl.col("occurrence").is_in(known)).sort("at", "id")
        first = rows.unique("occurrence", keep="first", maintain_order=True)
        self._seen |= dict(zip(first["occurrence"].to_list(), first["at"].to_list(), strict=True))
        pairs = rows.explode("actors", empty_as_null=True).explode("recipients", empty_as_null=True)
        pairs = pairs.rename({"actors": "actor", "recipients": "recipient"})
        pairs = pairs.filter(pl.col("actor") != pl.col("recipient"))
        pairs = pairs.filter(~pl.col("actor").is_in(CLASSES) & ~pl.col("recipient").is_in(CLASSES))
        if self.parties:
            both = pl.col("actor").is_in(self.parties) & pl.col("recipient").is_in(self.parties)
            pairs = pairs.filter(both)
        if not self.directed:
            low, high = pl.min_horizontal("actor", "recipient"), pl.max_horizontal("actor", "recipient")
            pairs = pairs.with_columns(low.alias("actor"), high.alias("recipient"))
        pairs = pairs.unique(["actor", "recipient", "occurrence"], keep="first", maintain_order=True)
        for key in pairs.select("actor", "recipient").unique(maintain_order=True).iter_rows():
            self._dyads.setdefault((key[0], key[1]), len(self._dyads) + 1)
        n = len(self._dyads) + 1
        for monitor in (self._surge, *self._shifts.values()):
            monitor.grow(n)
        self._own, self._near_own = (np.pad(a, (0, n - len(a))) for a in (self._own, self._near_own))
        number = [self._dyads[key] for key in pairs.select("actor", "recipient").iter_rows()]
        return pairs.with_columns(pl.Series("dyad", number, dtype=pl.Int64))

    def _day(self, day: int, units: pl.DataFrame) -> list[Alarm]:
        """Close one day."""
        n = len(self._own)
        dyad = units["dyad"].to_numpy()
        hostile = units["quad"].str.ends_with("conflict").fill_null(False).to_numpy()
        own = np.bincount(dyad, minlength=n).astype(np.float64)
        total = float(units["occurrence"].n_unique())
        volume = self._volume(own, total)
        counts = np.bincount(dyad[hostile], minlength=n).astype(np.float64)
        if "surge" in self.kinds:
            d = self.design
            self._surge.step(day, counts, volume, d.forget, d.times, d.extra)
        scored = units["score"].is_not_null().to_numpy()
        rows, where = np.unique(dyad[scored], return_inverse=True)
        scores = np.zeros((len(rows), BINS))
        np.add.at(scores, (where, score_bin(units["score"].to_numpy()[scored])), 1.0)
        for kind, shift in self._shifts.items():
            if len(rows):
                shift.step(rows, scores, self.design.by, 1 if kind == "fall" else -1)
            shift.end_day(day)
        touched = np.unique(dyad)
        for row in units.select("dyad", *_TOLD).iter_rows(named=True):
            self._recent.setdefault(row.pop("dyad"), []).append(row)
        made = self._raise(day, touched)
        self._forget(touched)
        return made

    def _volume(self, own: NDArray[np.float64], total: float) -> NDArray[np.float64]:
        """How much other news there was, against the usual: a weekend or a new source is no turn.

        What is told of the dyad itself is left out of both, so that a crisis does not excuse itself.
        """
        if not self._days:
            self._all = self._near_all = total
            self._own, self._near_own = own.copy(), own.copy()
        # A few days, since one is mostly chance: what lasts, such as a new source, soon shows.
        self._near_all += (total - self._near_all) * _NEAR
        self._near_own = self._near_own + (own - self._near_own) * _NEAR
        others = np.maximum(self._near_all - self._near_own, 0)
        made = (others + _VOLUME_PRIOR) / (np.maximum(self._all - self._own, 0) + _VOLUME_PRIOR)
        weight = max(1 - self.design.forget, 1 / (self._days + 1))
        self._days += 1
        self._all += (total - self._all) * weight
        self._own = self._own + (own - self._own) * weight
        return np.clip(made, 0.25, 4.0)

    def _raise(self, day: int, touched: NDArray[np.int64]) -> list[Alarm]:
        """The alarms of the dyads that something was told of today."""
        made = []
        years = self.years_between * len(self.kinds)
        rate, dispersion = self._surge.rate()[touched], self._surge.dispersion()[touched]
        for kind in self.kinds:
            monitor: Surge | Shift = self._surge if kind == "surge" else self._shifts[kind]
            test = monitor.test[touched]
            high = test > _LOWEST
            if not high.any():
                continue
            if kind == "surge":
                limit = threshold("surge", rate[high], dispersion[high], years, self.design)
            else:
                often = np.maximum(self._own[touched][high], rate[high])
                limit = threshold("shift", often, dispersion[high], years, self.design)
            limit = np.maximum(limit, _LOWEST)
            for row, height, top in zip(touched[high], test[high], limit, strict=True):
                alarm = self._alarm(kind, int(row), day, float(height / top)) if height > top else None
                if alarm is not None:
                    made.append(alarm)
                    monitor.alarm(np.array([row]))
        return sorted(made, key=lambda a: (a.actor, a.recipient, KINDS.index(a.kind)))

    def _alarm(self, kind: str, row: int, day: int, strength: float) -> Alarm | None:
        """The alarm with its evidence; None if too little stands behind it."""
        monitor: Surge | Shift = self._surge if kind == "surge" else self._shifts[kind]
        onset = int(monitor.onset[row])
        told = [one for one in self._recent.get(row, ()) if one["at"] >= onset]
        if kind == "surge":
            told = [one for one in told if (one["quad"] or "").endswith("conflict")]
            observed, expected = float(self._surge.new_events[row]), float(self._surge.expectation()[row])
        else:
            shift = self._shifts[kind]
            expected = float(shift.expectation(np.array([row]))[0])
            scores = [one["score"] for one in told if one["score"] is not None]
            observed = float(np.mean(scores)) if scores else 0.0
            if np.isnan(expected):
                return None
        if len(told) < _FEWEST or len({one["story"] for one in told}) < 2:
            return None
        sign = -1 if kind == "thaw" else 1
        told.sort(key=lambda one: (sign * (one["score"] or 0.0), one["at"], one["id"]))
        (actor, recipient) = self._pair(row)
        return Alarm(
            id=content_id("w", actor, recipient, kind, day),
            actor=actor,
            recipient=recipient,
            kind=kind,
            day=_EPOCH + timedelta(day),
            since=_EPOCH + timedelta(onset),
            observed=observed,
            expected=expected,
            strength=strength,
            years_between=self.years_between,
            evidence=tuple(_evidence(one) for one in told[:_SHOWN]),
        )

    def _pair(self, row: int) -> tuple[str, str]:
        return list(self._dyads)[row - 1]

    def _forget(self, touched: NDArray[np.int64]) -> None:
        """Keep of the recent events those that an alarm to come could rest on."""
        tests = [self._surge, *self._shifts.values()]
        for row in touched.tolist():
            onsets = [int(m.onset[row]) for m in tests if m.onset[row]]
            kept = [one for one in self._recent.get(row, ()) if onsets and one["at"] >= min(onsets)]
            self._recent[row] = kept[-_EVIDENCE:]
            if not kept:
                del self._recent[row]

    def to_json(self) -> str:
        """The whole state as JSON text; `from_json` goes on from it as if nothing had happened."""
        settings = ("years_between", "kinds", "directed", "parties")
        made: dict[str, Any] = {name: getattr(self, name) for name in settings}
        made |= {"format": 1, "design": asdict(self.design), "dyads": list(self._dyads)}
        made |= {"surge": self._surge.to_dict(), "own": self._own.tolist()}
        made |= {"near_own": self._near_own.tolist(), "near_all": self._near_all}
        made |= {"shifts": {kind: shift.to_dict() for kind, shift in self._shifts.items()}}
        made |= {"all": self._all, "days": self._days, "last": self._last, "seen": self._seen}
        made |= {"recent": {str(row): told for row, told in sorted(self._recent.items())}}
        return json.dumps(made, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> AlarmWatch:
        """The watch of its JSON text. AnalysisError if it is none, or of another version."""
        try:
            data = json.loads(text)
            if data["format"] != 1:
                raise AnalysisError(f"the state of alarms is of format {data['format']}, this reads 1")
            return cls._of(data)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
            if isinstance(error, AnalysisError):
                raise
            raise AnalysisError(f"this is no state of alarms: {error!r}") from None

    @classmethod
    def _of(cls, data: Mapping[str, Any]) -> AlarmWatch:
        made = cls(
            years_between=data["years_between"],
            kinds=tuple(data["kinds"]),
            directed=data["directed"],
            parties=tuple(data["parties"]),
            design=Design(**data["design"]),
        )
        made._dyads = {(one, other): number for number, (one, other) in enumerate(data["dyads"], 1)}
        made._surge = Surge.from_dict(data["surge"])
        made._shifts = {kind: Shift.from_dict(shift) for kind, shift in data["shifts"].items()}
        made._own = np.array(data["own"], dtype=np.float64)
        made._near_own = np.array(data["near_own"], dtype=np.float64)
        made._near_all = data["near_all"]
        made._all, made._days, made._last = data["all"], data["days"], data["last"]
        made._seen = dict(data["seen"])
        made._recent = {int(row): list(told) for row, told in data["recent"].items()}
        return made


_LOWEST = 2.0
"""No test that stands lower raises an alarm, however rare its dyad."""
_SHOWN = 12
_TOLD = ("at id occurrence story happened type quad score sentence article publisher").split()


def _evidence(told: dict[str, Any]) -> dict[str, Any]:
    names = {"id": "event", "happened": "day"}
    return {names.get(key, key): value for key, value in told.items() if key not in ("at", "quad", "story")}


def _ordinal(day: date) -> int:
    return (day - _EPOCH).days


def _told(rows: pl.DataFrame, last: int) -> pl.DataFrame:
    """The actual events that are news, with the day `at` which they count: never one that is closed."""
    age = (pl.col("told") - pl.col("day")).dt.total_days()
    kept = rows.filter((pl.col("status") == "actual") & (age <= _OLD_NEWS))
    at = pl.max_horizontal(pl.col("told").to_physical().cast(pl.Int64), pl.lit(last + 1 if last else 0))
    return kept.with_columns(at.alias("at"), pl.col("day").cast(pl.String).alias("happened"))
