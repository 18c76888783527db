"""Whose an unnamed party is of which no word says it: the police, "gunmen", "the opposition leader".

The rules (`titles.context`) name the country on the reader's mind. Here it stands beside every other country
that the article has spoken of so far, and no country at all; a log-linear model weighs what speaks for each
(where it was pointed to and in what role, whether the article is at home there, what kind of party is
meant), and the rules' choice gives way where another is clearly likelier. The weights are a table of named
features (`model/whose.tsv`) that `training/whose/train.py` makes from annotated articles of our own.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.reading.known import NO_COUNTRY, PLACE_WEIGHT
from dragoman.reading.model_files import weight_table
from dragoman.reading.view import NOUN_TAGS, SUBJECTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dragoman.reading.linking import Linker
    from dragoman.reading.phrases import Phrase

WEIGHTS = Path(__file__).parent / "model" / "whose.tsv"
MARGIN = 0.3
"""How much likelier, in logits, another country must be than the rules' own to take its place."""
FARTHEST = 3
"""Sentences back that are told apart."""
MOST = 8
"""Countries that stand for choice, those last pointed to first."""
SHARES = (0.2, 0.4, 0.6, 0.8)
"""Shares of all that has pointed to a country so far that count as features when they are reached."""
OBJECTS = frozenset({"dobj", "nsubjpass", "dative"})
WITH = frozenset({"by", "against", "with", "to", "of"})


def whose(
    linker: Linker,
    phrase: Phrase,
    sector: tuple[str, ...],
    ruled: str | None,
    weights: Mapping[str, float] | None = None,
) -> str | None:
    """The country that the party of a phrase most likely belongs to; None for no country.

    `ruled` is what the rules say; it stays unless another weighs clearly more."""
    weights = shipped() if weights is None else weights
    question = Question(linker, phrase, sector, ruled)
    codes = question.countries()
    scores = [sum(weights.get(name, 0.0) for name in question.features(code)) for code in codes]
    best = max(range(len(codes)), key=lambda k: scores[k])
    return codes[best] if scores[best] > scores[codes.index(ruled)] + MARGIN else ruled


class Question:
    """One unnamed party, and what the article has told so far that may say whose it is."""

    def __init__(self, linker: Linker, phrase: Phrase, sector: tuple[str, ...], ruled: str | None) -> None:
        self.linker, self.ruled = linker, ruled
        view, registry = linker.view, linker.registry
        self.at = phrase.head
        self.now = view.sent[self.at]
        self.noun = view.lemma[self.at]
        self.kind = sector[0] if sector else "-"
        self.shape = "the" if phrase.definite else "plural" if phrase.plural else "a"
        self.leads = "leads" if registry.home_leads else "trails"
        dep, verb, preposition = view.role(self.at)
        for _ in range(3):  # "thousands of demonstrators": the verb stands further up
            if view.tag[verb] not in NOUN_TAGS:
                break
            dep, verb, preposition = view.role(verb)
        self.verb = verb
        self.side = (
            "agent" if dep == "agent" or preposition == "by"
            else "subject" if dep in SUBJECTS
            else "object" if dep in OBJECTS
            else "other"
        )  # fmt: skip
        self.doers = self._doers() if self.side != "subject" else frozenset()
        end = view.sents[self.now][1]
        self.before = [place for place in registry.places if place[0] < self.at]
        self.after = [place for place in registry.places if self.at < place[0] < end]
        """Towns of the rest of the sentence: other words have not been linked yet."""

    def countries(self) -> list[str | None]:
        """What stands for choice: no country, the rules' own, and those spoken of so far."""
        found: dict[str | None, None] = dict.fromkeys((None, self.ruled))
        for _, code, _ in (*reversed(self.after), *reversed(self.before)):
            if len(found) < MOST:
                found.setdefault(code)
        if self.linker.registry.home is not None:
            found.setdefault(self.linker.registry.home)
        return list(found)

    def features(self, code: str | None) -> list[str]:
        """What speaks for or against a country, as names of features that hold."""
        made = ["rule", f"rule {self.kind}", f"rule {self.side}"] if code == self.ruled else []
        if code is None:
            placed = "placed" if self.linker.registry.placed(self.at) else "adrift"
            told = ("", self.kind, self.side, self.shape, self.leads, placed, self.noun, *made)
            return [f"nobody {name}" for name in told]
        return [*made, *self._home(code), *self._spoken_of(code), *self._sentence(code), *self._called(code)]

    def _home(self, code: str) -> Iterator[str]:
        registry = self.linker.registry
        if code == registry.home:
            yield "home"
            quoted = f"quoted {self.linker.view.quoted[self.at]}"
            for name in (self.kind, self.leads, f"{self.leads} {self.kind}", self.side, self.shape, quoted):
                yield f"home {name}"
        section = registry.section(self.at)
        if section is not None and section[1] == code:
            yield "section"

    def _spoken_of(self, code: str) -> Iterator[str]:
        """How much, how lately and in what role the country has been spoken of."""
        view, kind = self.linker.view, self.kind
        mine = [(at, weight) for at, which, weight in self.before if which == code]
        if not mine:
            yield from ("unspoken", f"unspoken {kind}")
            return
        yield from (f"share {step}" for step in SHARES if len(mine) >= step * len(self.before))
        at, weight = mine[-1]
        gap = min(self.now - view.sent[at], FARTHEST + 1)
        role = self._role(at, weight)
        yield from (f"gap {gap}", f"gap {gap} {kind}", f"gap {gap} {role}", f"gap {gap} {role} {kind}")
        if self.before[-1][1] == code:
            yield from ("latest", f"latest {kind}", f"latest {self.side}")
        for role in sorted({self._role(a, w) for a, w in mine if view.sent[a] == self.now - 1}):
            yield f"before {role}"

    def _sentence(self, code: str) -> Iterator[str]:
        """What else the sentence says of the country: who does it there, what town comes after."""
        view, kind, side = self.linker.view, self.kind, self.side
        towns = [at for at, which, _ in self.after if which == code]
        if towns:
            clause = "clause" if any(view.role(at)[1] == self.verb for at in towns) else "sentence"
            yield from ("town after", f"town after {clause}", f"town after {kind}")
        if code in self.doers:
            yield from (f"doer {side}", f"doer {kind} {side}", f"doer {view.lemma[self.verb]}")
            if code == self.linker.registry.home:
                yield f"doer home {kind}"
        elif self.doers:
            yield from (f"not doer {side}", f"not doer {kind}")
        for name in self.linker.names:
            if name.start > self.at and name.entry is not None and name.entry.code == code:
                if view.sent[name.start] == self.now:
                    yield from ("after", f"after {view.role(name.head)[0]}", f"after {kind} {side}")
                break
        if view.dep[self.at] == "conj":
            first = self.linker.memo.get(view.first_conjunct(self.at), ())
            if first:
                yield "beside" if any(known.draft.code == code for known in first) else "not beside"

    def _called(self, code: str) -> Iterator[str]:
        """Whether somebody of the country has been called by the same noun."""
        called = {
            known.guessed
            for known in self.linker.registry.all
            if known.count and known.draft.code == code and self.noun in known.nouns
        }
        yield from ("called guessed" if guessed else "called" for guessed in sorted(called))

    def _role(self, at: int, weight: float) -> str:
        """In what role a token points to a country."""
        dep, _, preposition = self.linker.view.role(at)
        if weight == PLACE_WEIGHT:
            return "place"
        if dep in SUBJECTS:
            return "subject"
        if dep in OBJECTS:
            return "object"
        return preposition if dep == "pobj" and preposition in WITH else "other"

    def _doers(self) -> frozenset[str]:
        """The countries of those who do what is done at the verb."""
        view, linker = self.linker.view, self.linker
        return frozenset(
            known.draft.code
            for one in {self.verb, view.first_conjunct(self.verb)}
            for kid in view.kids[one]
            if view.dep[kid] == "nsubj" and kid < self.at
            for known in linker.memo.get(kid, ())
            if known.draft.code and known.draft.code not in NO_COUNTRY
        )


@cache
def shipped() -> Mapping[str, float]:
    """The weights that come with the package. Raises ModelError if the table is damaged."""
    return weight_table(WEIGHTS)
