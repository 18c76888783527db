"""Decide which of the places that a toponym may mean is meant, by what else the article names.

Every candidate gets a score in powers of ten of inhabitants: what the name alone says (population, kind,
whether the name is its first), plus what the article says (its country and division are named, places
that are named beside it lie near, "Springfield, Ill." says so outright). One toponym means one place in
one article unless a qualifier says otherwise.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from dragoman.knowledge.gazetteer import place_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.knowledge.gazetteer import Entry
    from dragoman.reading.place_names import Found

EARTH_KM = 6371.0
MOST_CANDIDATES = 40
WORLD_CITY = 1_000_000
"""From so many inhabitants a city is what its name means in the news, unless much speaks against it."""
_KIND_SCORE = {
    "country": 7.8, "continent": 7.8, "region": 7.0, "historic": 6.2, "sea": 7.0, "strait": 6.5, "lake": 5.6,
    "river": 5.6, "mountain": 6.0, "desert": 6.2, "island": 6.2, "facility": 6.0,
}  # fmt: skip


_HOLDERS = frozenset({"country", "admin1", "admin2", "region", "island"})


class Resolved(NamedTuple):
    """A toponym and the place it was taken to mean; `entry` is None where nothing is known."""

    found: Found
    entry: Entry | None
    why: str


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in kilometres between two points in degrees.

    >>> round(distance_km(48.85, 2.35, 51.51, -0.13))
    344
    """
    a, b = math.radians(lat1), math.radians(lat2)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


def prior(entry: Entry) -> float:
    """What the name alone says, in powers of ten of inhabitants."""
    if entry.source == "table":
        if entry.kind == "admin1":
            return 7.0
        if entry.kind == "city":
            return 7.2
        return _KIND_SCORE.get(entry.kind, 5.5)
    score = math.log10(entry.population + 100)
    if entry.kind == "admin1":
        score -= 0.3
    elif entry.kind == "admin2":
        score -= 1.2
    if not entry.primary:
        score -= 1.6
    elif entry.population >= WORLD_CITY and entry.kind == "city":
        score += 1.5
    return score


class Context:
    """What an article says about where it plays: countries and divisions by weight."""

    def __init__(self) -> None:
        self.countries: defaultdict[str, float] = defaultdict(float)
        self.divisions: defaultdict[tuple[str, str], float] = defaultdict(float)
        self.votes: dict[str, tuple[str | None, float]] = {}
        """Key of a toponym → the country that it has itself laid weight on, and how much."""
        self.homes: dict[tuple[str, str], float] = {}
        """Country and division → how surely the article plays there: the share of its small places."""

    def add_country(self, code: str | None, weight: float) -> None:
        """Lay more weight on a country; a place without a country adds nothing."""
        if code:
            self.countries[code] += weight

    def country_share(self, code: str | None, key: str = "") -> float:
        """0 to 1: how much of the article's weight lies on this country, the vote of `key` itself aside."""
        total = sum(self.countries.values())
        voted, weight = self.votes.get(key, (None, 0.0))
        mine = weight if voted == code else 0.0
        left = total - weight
        return (self.countries[code] - mine) / left if left > 0 and code else 0.0


def _qualifier(items: Sequence[Found], i: int, words: Sequence[str]) -> Found | None:
    """The toponym that follows after a comma or in brackets: `Ill.` in "Springfield, Ill."."""
    if i + 1 >= len(items):
        return None
    here, after = items[i], items[i + 1]
    if after.start - here.end == 1 and words[here.end] in (",", "(", "in"):
        return after
    return None


def _lies_in(entry: Entry, holder: Entry) -> bool:
    """Whether the gazetteer says that `entry` lies in country or division `holder`."""
    if entry is holder or entry.kind in ("country", "continent"):
        return False
    if holder.kind == "country":
        return entry.country == holder.country
    if holder.kind == "admin1":
        return entry.country == holder.country and place_key(entry.admin1) == place_key(holder.admin1)
    if holder.kind in ("admin2", "region", "island", "city"):
        near = 120.0 if holder.kind != "region" else 500.0
        return (holder.country is None or entry.country == holder.country) and (
            distance_km(entry.lat, entry.lon, holder.lat, holder.lon) < near
        )
    return False


def _inside(entries: tuple[Entry, ...], holders: tuple[Entry, ...]) -> tuple[Entry, Entry] | None:
    """The likeliest of `entries` that lies in one of the likeliest `holders`, and that holder; or None."""
    if not entries or not holders or entries[0].kind in ("country", "continent"):
        return None
    for holder in holders[:3]:
        if holder.kind not in _HOLDERS or prior(holder) < prior(holders[0]) - 3.0:
            continue
        inner = [e for e in entries if _lies_in(e, holder)]
        if inner and (holder.kind != "admin2" or entries[0].source != "table"):
            best = max(inner, key=prior)
            if prior(best) > prior(entries[0]) - (6.0 if entries[0].source != "table" else 2.5):
                return best, holder
    return None


def _compass(entry: Entry) -> tuple[float, float, float]:
    """Unit vector of a place, so that many distances are one matrix product."""
    lat, lon = math.radians(entry.lat), math.radians(entry.lon)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def resolve(items: Sequence[Found], words: Sequence[str], context: Context) -> list[Resolved]:
    """The place of each toponym, in the order of `items`. `context` may bring weights from elsewhere."""
    by_key: dict[str, tuple[Entry, ...]] = {}
    count: Counter[str] = Counter()
    for item in items:
        count[item.key] += 1
        if item.key not in by_key:
            ranked = sorted(item.candidates, key=lambda e: (-prior(e), e.geonameid or 0))
            states = {e.country for e in ranked if e.kind == "country"}
            # "Mexico" is the country, though its capital is called so, too
            ranked = [e for e in ranked if e.primary or e.kind != "city" or e.country not in states]
            by_key[item.key] = tuple(ranked[:MOST_CANDIDATES])
    _weigh(by_key, count, context)
    _find_homes(by_key, context)
    qualified: dict[str, Entry] = {}
    spans: dict[int, Entry] = {}
    for i, item in enumerate(items):
        after = _qualifier(items, i, words)
        if after is None:
            continue
        pair = _inside(by_key[item.key], by_key[after.key])
        if pair is not None:
            best, holder = pair
            spans[i] = best
            if holder.kind == "admin1":
                # "Buffalo, New York" names the state
                spans[i + 1] = holder
            qualified.setdefault(item.key, best)
            context.add_country(best.country, 1.0)
            context.divisions[best.country or "", place_key(best.admin1)] += 1
    for i, item in enumerate(items):
        division = next((e for e in by_key[item.key] if e.kind == "admin1" and e.source == "table"), None)
        if i not in spans and division is not None and len(by_key[item.key]) > 1:
            beside = words[item.end].lower() if item.end < len(words) else ""
            if beside in _OF_DIVISION or _listed_with_divisions(items, i, words, by_key, division):
                spans[i] = division
    chosen = _choose(by_key, qualified, context)
    out: list[Resolved] = []
    for i, item in enumerate(items):
        if i in spans:
            out.append(Resolved(item, spans[i], "the name after it says where it lies"))
        elif item.key in chosen:
            out.append(Resolved(item, *chosen[item.key]))
        else:
            out.append(Resolved(item, None, "not in the gazetteer"))
    return out


_OF_DIVISION = frozenset({"state", "governor", "gov.", "gov", "province", "legislature"})


def _listed_with_divisions(
    items: Sequence[Found],
    i: int,
    words: Sequence[str],
    by_key: dict[str, tuple[Entry, ...]],
    division: Entry,
) -> bool:
    """Whether a neighbour in a list is a division of the same country: "Ohio, New York and Oregon"."""
    for j, gap in ((i - 1, 0), (i + 1, 1)):
        if not 0 <= j < len(items):
            continue
        left, right = (items[j], items[i]) if gap == 0 else (items[i], items[j])
        between = words[left.end : right.start]
        if 0 < len(between) <= 2 and all(w in (",", "and", "or", ";") for w in between):
            top = by_key[items[j].key][:1]
            if top and top[0].kind == "admin1" and top[0].country == division.country:
                return True
    return False


def _weigh(by_key: dict[str, tuple[Entry, ...]], count: Counter[str], context: Context) -> None:
    """Put into `context` the countries and divisions that are named, or that a lone candidate lies in."""
    for key, entries in by_key.items():
        if not entries:
            continue
        top = entries[0]
        sure = len(entries) == 1 or prior(top) - prior(entries[1]) > 1.5
        seen = min(count[key], 3)
        if top.kind == "country":
            rivals = [e for e in entries[1:] if e.kind == "admin1" and e.country != top.country]
            weight = seen * (0.5 if rivals else 1.0)
            context.add_country(top.country, weight)
            if len(entries) > 1:
                context.votes[key] = top.country, weight
        elif top.kind == "admin1" and top.country:
            context.add_country(top.country, 0.7 * seen)
            context.divisions[top.country, place_key(top.admin1)] += seen
        elif sure:
            context.add_country(top.country, 0.5 * seen)
            if top.admin1:
                context.divisions[top.country or "", place_key(top.admin1)] += 0.5


def _find_homes(by_key: dict[str, tuple[Entry, ...]], context: Context) -> None:
    """Put into `context` the divisions in which most of the article's small, unmistakable places lie."""
    votes: Counter[tuple[str, str]] = Counter()
    for entries in by_key.values():
        if not entries or entries[0].kind not in _CITY_LIKE or entries[0].population > SMALL * 10:
            continue
        near = {(e.country or "", place_key(e.admin1)) for e in entries if e.admin1}
        small = all(e.population <= SMALL or e.kind == "admin2" for e in entries)
        if len(near) == 1 and small:
            votes[next(iter(near))] += 1
    for (country, division), weight in context.divisions.items():
        if weight >= 1 and division:
            votes[country, division] += 1
    total = votes.total()
    for home, n in votes.items():
        if n >= 2 and 2 * n > total:
            context.homes[home] = n / total


def _choose(
    by_key: dict[str, tuple[Entry, ...]], qualified: dict[str, Entry], context: Context
) -> dict[str, tuple[Entry, str]]:
    """The best candidate of each key in two rounds: by name and countries, then by neighbours as well."""
    import numpy as np

    keys = [k for k in by_key if by_key[k]]
    scores: dict[str, list[float]] = {}
    for key in keys:
        scores[key] = [_first_score(e, context, key) for e in by_key[key]]
    best = {k: _best(by_key[k], scores[k], qualified.get(k)) for k in keys}
    anchors = [(k, best[k]) for k in keys if best[k].kind not in ("country", "continent", "sea", "region")]
    ambiguous = [k for k in keys if len(by_key[k]) > 1 and k not in qualified]
    if anchors and ambiguous:
        points = np.array([_compass(e) for _, e in anchors])
        weight = np.array([0.5 + 0.5 * (len(by_key[k]) == 1 or k in qualified) for k, _ in anchors])
        for _ in range(2):
            for key in ambiguous:
                entries = by_key[key]
                cosine = np.clip(np.array([_compass(e) for e in entries]) @ points.T, -1.0, 1.0)
                own = np.array([k != key for k, _ in anchors])
                closeness = np.exp(-np.arccos(cosine) * EARTH_KM / 150.0) * weight * own
                bonus = NEAR_WEIGHT * np.minimum(closeness.sum(axis=1), 3.0) / 1.5
                totals = [s + float(b) for s, b in zip(scores[key], bonus, strict=True)]
                best[key] = _best(entries, totals, None)
            anchors = [(k, best[k]) for k, _ in anchors]
            points = np.array([_compass(e) for _, e in anchors])
    out: dict[str, tuple[Entry, str]] = {}
    for key in keys:
        why = (
            "only one place of this name"
            if len(by_key[key]) == 1
            else "likeliest of its name in this article"
        )
        out[key] = (best[key], "the article says where it lies" if key in qualified else why)
    return out


COUNTRY_WEIGHT = 1.5
HOME_WEIGHT = 3.0
_CITY_LIKE = frozenset({"city", "admin2"})
SMALL = 60_000
"""Inhabitants up to which a place is named in an article mostly because the article plays near it."""
DIVISION_WEIGHT = 1.5
NEAR_WEIGHT = 2.0


def _first_score(entry: Entry, context: Context, key: str) -> float:
    score = prior(entry)
    score += COUNTRY_WEIGHT * min(1.0, 1.5 * context.country_share(entry.country, key))
    if entry.admin1 and entry.kind in _CITY_LIKE:
        score += HOME_WEIGHT * context.homes.get((entry.country or "", place_key(entry.admin1)), 0.0)
    if entry.admin1 and context.divisions[entry.country or "", place_key(entry.admin1)] > 0:
        own = 1.0 if entry.kind != "admin1" else 0.3
        score += DIVISION_WEIGHT * own
    return score


def _best(entries: tuple[Entry, ...], scores: list[float], fixed: Entry | None) -> Entry:
    if fixed is not None:
        return fixed
    return max(zip(scores, entries, strict=True), key=lambda p: (p[0], -(p[1].geonameid or 0)))[1]
