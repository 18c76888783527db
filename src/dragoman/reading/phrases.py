"""Takes a noun phrase apart: what its noun says, whose it is, how many, known or new to the reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.reading.aliases import office_reader
from dragoman.reading.name_words import FORMER
from dragoman.reading.view import PROPER_TAGS

if TYPE_CHECKING:
    from dragoman.knowledge.entries import HeadNoun, Office
    from dragoman.knowledge.world import World
    from dragoman.reading.names import Name
    from dragoman.reading.view import View

DEFINITE = frozenset({"the", "this", "that", "these", "those", "both", "each", "either", "neither", "such"})
NEW = frozenset(
    {"a", "an", "some", "any", "another", "no", "several", "many", "every", "few", "dozens", "more", "all"}
)
BELONGING = frozenset({"flagged", "owned", "led", "born", "based", "registered", "held", "run", "controlled"})
"""After a country and a hyphen, these still say whose a thing is: "Turkish-flagged ships", not "US-backed
rebels"."""
IN_WORDS = frozenset({"in", "at", "near", "inside"})
MODIFIERS = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "VBG", "VBN", "HYPH", "CD"})
OPPOSED = frozenset({"opposition", "dissident", "anti-government"})


SPEAKS_FOR = frozenset(
    "spokesman spokeswoman spokesperson spokespeople lawyer negotiator lobbyist adviser advisor".split()
)
"""Persons who act "for" somebody: "a spokesman for the navy"."""


@dataclass(slots=True, eq=False)
class Phrase:
    """A noun phrase in tokens [start, end) around `head`."""

    head: int
    start: int
    end: int
    noun: str
    """The words that name its kind: "patrol boat", "foreign minister"."""
    meaning: HeadNoun | None
    office: Office | None
    definite: bool
    new: bool
    """It has an indefinite article, a number, or no article at all."""
    plural: bool
    countries: list[Name] = field(default_factory=list)
    """Known names before the head that say whose it is."""
    agents: list[Name] = field(default_factory=list)
    """Known names before a hyphen and a participle: US in "US-backed rebels"."""
    owner: int | None = None
    """Head token of the possessor: "its ministry", "leaders of Mercosur"."""
    owner_how: str = ""
    """poss, of, from, modifier: how the possessor is attached."""
    place: int | None = None
    """Token of the place it is in: "dockers in Poti"."""
    former: bool = False
    aged: bool = False
    """An age stands before it: a person."""
    words: tuple[str, ...] = ()
    """Modifiers in lower case, without determiner, numbers and countries."""
    word_at: tuple[int, ...] = ()
    """Their tokens."""

    @property
    def sector(self) -> tuple[str, ...]:
        """The sectors that the office or else the noun says; () if neither says any."""
        if self.office is not None:
            return self.office.sector
        return self.meaning.sector if self.meaning else ()

    @property
    def inherits(self) -> bool:
        """Whether it takes the sector of what it belongs to."""
        if self.office is not None:
            return self.office.inherits
        return bool(self.meaning and self.meaning.inherits)


class PhraseReader:
    """Reads the noun phrases of one article."""

    def __init__(self, view: View, at: list[Name | None], world: World) -> None:
        self.view, self.at, self.world = view, at, world
        self.office = office_reader(world)

    def meaning(self, head: int, start: int) -> tuple[str, HeadNoun | None, Office | None]:
        """The longest words ending in `head` that the tables know as a noun or an office."""
        view, world = self.view, self.world
        tail = ""
        if (
            head + 2 < view.n
            and view.text[head + 1] == "-"
            and not view.space[head]
            and not view.space[head + 1]
        ):
            tail = "-" + view.low[head + 2]
        low, lemma = view.low[head] + tail, view.lemma[head] + tail
        noun: HeadNoun | None = None
        office = self.office((lemma,))
        words, longest = lemma, len(office.title) if office else 0
        for k in range(max(start, head - 3), head + 1):
            if k < head and (
                view.tag[k] not in MODIFIERS or (self.at[k] is not None and view.tag[k] == "JJ")
            ):
                continue
            before = "".join(view.low[j] + (" " if view.space[j] else "") for j in range(k, head))
            if noun is None:
                noun = world.head_noun(before + low) or (
                    world.head_noun(before + lemma) if lemma != low else None
                )
                if noun is not None:
                    words = before + lemma
            if office is not None and k < head:
                found = self.office((*view.low[k:head], lemma))
                if found is not None and len(found.title) > longest:
                    office, longest = found, len(found.title)
                    if noun is None:
                        words = before + lemma
        return words, noun, office

    def read(self, head: int) -> Phrase:
        """The phrase around a noun."""
        view = self.view
        start, end = view.phrase_start(head), view.phrase_end(head)
        noun, meaning, office = self.meaning(head, start)
        first = view.low[start]
        tag = view.tag[head]
        number = any(view.tag[i] == "CD" for i in range(start, head))
        phrase = Phrase(
            head,
            start,
            end,
            noun,
            meaning,
            office,
            definite=first in DEFINITE or view.tag[start] == "PRP$",
            new=first in NEW or (number and first not in DEFINITE),
            plural=tag in {"NNS", "NNPS"} or bool(meaning and meaning.plural and meaning.kind == "people"),
        )
        words: list[str] = []
        places: list[int] = []
        i = start
        while i < head:
            name = self.at[i]
            if name is not None and name.kind == "alias" and name.head < head:
                if self._belongs(name, head):
                    phrase.countries.append(name)
                    i = name.end
                else:
                    phrase.agents.append(name)
                    i = name.end + 2
                continue
            if name is not None and name.end <= head and i == name.start:
                inner = [n for n in name.nested if self._belongs(n, head)]
                phrase.countries.extend(inner)
                if not inner and name.kind in {"org", "unknown"} and phrase.owner is None:
                    phrase.owner, phrase.owner_how = name.head, "modifier"
            if name is not None and name.end <= head and name.kind in {"person", "place"}:
                i = name.end
                continue
            if view.low[i] in {"year", "years"} and view.low[i + 1 : i + 3] == ["-", "old"]:
                phrase.aged = True  # "the 44-year-old surgeon"
                i += 3
                continue
            if view.low[i] in FORMER:
                phrase.former = True
            elif view.tag[i] in {"JJ", "NN", "NNS", "NNP", "NNPS", "VBN", "VBG", "HYPH"}:
                words.append(view.text[i] if view.tag[i] in PROPER_TAGS else view.low[i])
                places.append(i)
            i += 1
        phrase.words, phrase.word_at = tuple(words), tuple(places)
        if phrase.office is not None and phrase.office.former:
            phrase.former = True
        self._owners(phrase)
        return phrase

    def _belongs(self, name: Name, head: int) -> bool:
        """Whether a name before the head says whose it is, and is not the agent of a participle."""
        view, after = self.view, name.end
        if after + 1 < head and view.text[after] == "-" and not view.space[after - 1]:
            other = self.at[after + 1]
            if other is not None and other.kind == "alias" and other.start == after + 1:
                return True  # "Israeli-Palestinian": both belong
            return view.low[after + 1] in BELONGING
        return True

    def _owners(self, phrase: Phrase) -> None:
        view = self.view
        for kid in view.kids[phrase.head]:
            dep = view.dep[kid]
            if dep == "poss" and kid < phrase.head and phrase.owner_how != "poss":
                phrase.owner, phrase.owner_how = kid, "poss"
            elif dep == "prep" and kid > phrase.head and kid - phrase.head < 8:
                target = view.kid(kid, "pobj")
                if target is None:
                    continue
                word = view.low[kid]
                if word == "of" and view.tag[target] == "NN" and target == kid + 1:
                    whole = self.office((view.lemma[phrase.head], "of", view.low[target]))
                    if whole is not None and " of " in whole.title:
                        phrase.office, phrase.noun = whole, whole.title
                        continue
                speaks = word == "for" and view.lemma[phrase.head] in SPEAKS_FOR
                if (word in {"of", "under"} or speaks) and phrase.owner is None:
                    phrase.owner, phrase.owner_how = target, "of" if speaks else word
                elif word == "from" and phrase.owner is None and self.at[target] is not None:
                    phrase.owner, phrase.owner_how = target, "from"
                elif word in IN_WORDS and phrase.place is None:
                    phrase.place = target
