"""The parties known so far while an article is read, and which of them is on the reader's mind.

`Known` wraps a PartyDraft with what linking needs: the nouns by which it has been called and where it was
last named. `Registry` keeps them, finds them by name, code or noun, and ranks them by how present they are
at a token.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.reading.drafts import Mention, PartyDraft
from dragoman.reading.view import SUBJECTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dragoman.knowledge.entries import Entry
    from dragoman.reading.view import View

ROLE_WEIGHT = {
    "nsubj": 4.0,
    "nsubjpass": 3.2,
    "csubj": 3.0,
    "agent": 2.0,
    "dobj": 2.0,
    "dative": 2.0,
    "iobj": 2.0,
    "poss": 1.4,
    "appos": 2.0,
    "conj": 1.5,
    "pobj": 1.2,
    "attr": 1.5,
    "ROOT": 3.0,
}
"""How present a mention makes its party, by its grammatical role."""
FADE = 0.55
"""What is left of a mention's presence one sentence on."""
PLACE_WEIGHT = 3.0
"""How strongly "in Georgia" sets the scene for an unnamed ministry or crowd."""
HOME_WEIGHT = 3.5
"""How strongly the country that the article is mainly about does, once it has been named."""
SCOPE = 80
"""Mentions back that are looked at, however long the sentence."""
REACH = 5
"""Sentences back that a pronoun or short form looks."""
NO_COUNTRY = frozenset({"UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"})
"""Codes that are no country's."""
HOMELESS = {("JRN",), ("BUS",), ("NGO",)}
"""Sectors whose parties do not set the scene: that Reuters tells it makes no article British."""
STATE_KINDS = frozenset({"country", "government"})


@dataclass(slots=True, eq=False)
class Known:
    """A party and what helps to recognise it again."""

    draft: PartyDraft
    nouns: set[str] = field(default_factory=set)
    """Lemmas by which it has been called: minister, alliance, corvette."""
    words: tuple[str, ...] = ()
    """Words of its name in lower case."""
    first: int = 0
    last: int = -1
    count: int = 0
    titled: bool = False
    guessed: bool = False
    """Its code was inferred from what the article was about, so that a plainer word may change it."""
    unnamed: bool = False
    """A person known by a description only."""
    many: bool = False
    """It has been named in the plural ("the rebels"), so that "they" may mean it."""
    thing: bool = False
    """A ship, a building: it acts, but does not speak."""
    trail: list[tuple[int, float]] = field(default_factory=list)
    """Its mentions so far: sentence number and weight."""
    heads: list[int] = field(default_factory=list)

    @property
    def person(self) -> bool:
        """Whether it is a person."""
        return self.draft.kind == "person"


class Registry:
    """All parties of one article, in order of first mention."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.all: list[Known] = []
        self.by_key: dict[tuple[str, str], Known] = {}
        self.by_draft: dict[int, Known] = {}
        self.places: list[tuple[int, str, float]] = []
        """Tokens that point to a country, in order, with its code and weight: what an unnamed ministry
        belongs to. Towns point to theirs from the start, other words once they are linked."""
        self._pointed: set[tuple[int, str]] = set()
        self.sections: list[tuple[int, str]] = []
        """Of a round-up: where it turns to another country, and to which."""
        self.home: str | None = None
        self.home_leads = False
        """More than half of all that points to a country points home."""

    def add(
        self,
        key: tuple[str, str],
        name: str,
        code: str | None,
        sector: tuple[str, ...],
        kind: str,
        *,
        plural: bool = False,
        gender: str = "",
        nouns: Iterable[str] = (),
    ) -> Known:
        """The party of this key, made if it is new."""
        known = self.by_key.get(key)
        if known is None:
            known = Known(PartyDraft(name, code, sector, kind, plural=plural, gender=gender))
            known.words = tuple(w.lower() for w in name.replace("-", " ").split())
            self.by_key[key] = known
            self.by_draft[id(known.draft)] = known
            self.all.append(known)
        known.nouns.update(nouns)
        return known

    def entry(self, entry: Entry) -> Known:
        """The party that an entry of the tables stands for."""
        kind = (
            "country"
            if entry.kind in {"country", "government"}
            and entry.sector[:1] == ("GOV",)
            and not (entry.kind == "government" and entry.form in {"name", "acronym"})
            else entry.kind
        )
        if kind == "region":
            kind = "group"
        key = ("entry", f"{entry.name}|{entry.code}")
        return self.add(
            key, entry.name, entry.code, entry.sector, kind, gender="" if kind == "person" else "n"
        )

    def touch(self, known: Known, token: int, form: str = "") -> None:
        """Note a mention of `known` at `token`."""
        dep, governor, _ = self.view.role(token)
        weight = ROLE_WEIGHT.get(dep, 1.0)
        if self.view.dep[token] == "poss" and self.view.role(self.view.head[token])[0] in SUBJECTS:
            weight = 2.5  # "Clinton's use of a server should disqualify her"
        if dep == "nsubj":
            weight *= 1.15 if self.view.dep[governor] in {"ROOT", "conj"} else 0.95
        if known.count == 0:
            known.first = token
        known.last = max(known.last, token)
        known.count += 1
        known.heads.append(token)
        known.trail.append((self.view.sent[token], weight))
        code = known.draft.code
        if (
            code
            and not known.guessed
            and known.draft.sector[:1] not in HOMELESS
            and (known.draft.kind != "person" or known.titled)
        ):
            share = 1.0 if known.draft.kind in STATE_KINDS else 0.5
            if form == "pronoun":
                share *= 0.5
            self.point(token, code, PLACE_WEIGHT if form == "place" else weight * share)

    def placed(self, token: int) -> bool:
        """Whether the sentence of `token` or the one before names a place: that is where its people are."""
        now = self.view.sent[token]
        first, last = self.view.sents[max(0, now - 1)][0], self.view.sents[now][1]
        near = self.places[bisect_left(self.places, (first,)) : bisect_left(self.places, (last,))]
        return any(weight == PLACE_WEIGHT for _, _, weight in near)

    def point(self, token: int, code: str, weight: float) -> None:
        """Note that `token` points to a country."""
        if code not in NO_COUNTRY and (token, code) not in self._pointed:
            self._pointed.add((token, code))
            insort(self.places, (token, code, weight))

    def section(self, token: int) -> tuple[int, str] | None:
        """The section of a round-up that a token stands in: its first token and its country."""
        found = None
        for start, code in self.sections:
            if start > token:
                break
            found = (start, code)
        return found

    def of_another_section(self, known: Known, token: int) -> bool:
        """Whether a party is of a country that the round-up has left for another since it was named."""
        section, code = self.section(token), known.draft.code
        if section is None or code is None or code in NO_COUNTRY or code == section[1]:
            return False
        return known.last < section[0] and not any(
            theirs == code and section[0] <= at < token for at, theirs, _ in self.places
        )

    def presence(self, known: Known, token: int) -> float:
        """How present a party is to a reader who has come to `token`; 0 if not named of late."""
        now, most, rest = self.view.sent[token], 0.0, 0.0
        for sentence, weight in reversed(known.trail[-SCOPE:]):
            gap = now - sentence
            if gap > 12:
                break
            if gap >= 0:
                value = weight * FADE**gap
                rest += 0.15 * min(most, value)
                most = max(most, value)
        return most + min(rest, 1.0)

    def best(self, token: int, fits: Callable[[Known], bool], reach: int = REACH) -> Known | None:
        """The most present party that fits, named within `reach` sentences before `token`."""
        now = self.view.sent[token]
        chosen, top = None, 0.0
        for known in self.all:
            if known.count and known.first < token and fits(known):
                if now - self.view.sent[min(known.last, token)] > reach:
                    continue
                score = self.presence(known, token)
                if score > top:
                    chosen, top = known, score
        return chosen

    def latest(self, token: int, fits: Callable[[Known], bool]) -> Known | None:
        """The party named last before `token` among those that fit, however long ago."""
        chosen: Known | None = None
        at = -1
        for known in self.all:
            if known.count and known.first < token and fits(known):
                last = next((h for h in reversed(known.heads[-SCOPE:]) if h < token), known.first)
                if last > at:
                    chosen, at = known, last
        return chosen

    def country_at(
        self,
        token: int,
        avoid: frozenset[str] = frozenset(),
        home_weight: float = HOME_WEIGHT,
        only: frozenset[str] = frozenset(),
    ) -> str | None:
        """The country that an unnamed ministry, army or official at `token` most likely belongs to.

        None of `avoid`, and one of `only` if that is not empty."""
        scores = self.countries_at(token, avoid, home_weight, only)
        if not scores:
            return self.home if self.home not in avoid and not (only and self.home not in only) else None
        return max(scores, key=lambda c: (scores[c], c))

    def countries_at(
        self,
        token: int,
        avoid: frozenset[str] = frozenset(),
        home_weight: float = HOME_WEIGHT,
        only: frozenset[str] = frozenset(),
    ) -> dict[str, float]:
        """How present each country is to a reader who has come to `token`, as `country_at` weighs it."""
        now, scores = self.view.sent[token], dict[str, float]()
        section = self.section(token)
        begun = section[0] if section is not None else 0
        for at, code, weight in reversed(self.places[: bisect_left(self.places, (token,))][-SCOPE:]):
            gap = now - self.view.sent[at]
            if gap > 3 or at < begun:
                break
            scores[code] = scores.get(code, 0.0) + (weight * FADE**gap if gap else 1.5 * weight)
        if self.home and self.home not in avoid:
            named = any(code == self.home and begun <= at < token for at, code, _ in self.places)
            scores[self.home] = scores.get(self.home, 0.0) + (home_weight if named else 0.3)
        if section is not None and section[1] not in avoid:
            scores[section[1]] = scores.get(section[1], 0.0) + home_weight
        for code in avoid:
            scores.pop(code, None)
        if only:
            scores = {code: score for code, score in scores.items() if code in only}
        return scores


def mention(start: int, end: int, head: int, known: Iterable[Known], form: str, why: str) -> Mention:
    """A mention of one or several known parties."""
    return Mention(start, end, head, tuple(k.draft for k in known), form, why)
