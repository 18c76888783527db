"""A made corpus of news with known stories and known acts, to measure clustering on.

Two hundred stories are told in a thousand versions, as newspapers make them out of what agencies send:
printed as it came, cut from the end, under a new headline, edited lightly, with paragraphs of their own put
in, in another order, written anew by another agency, and merged into a longer piece. Half of the stories are
made to be mixed up: a follow-up tells, the day after, what the same persons did next, recalls the day before
and keeps paragraphs of it; a sister has the same sentences with other parties, another town and other numbers
on the same day. The sentence material is in `made_news.toml`.
"""

from __future__ import annotations

import random
import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dragoman.records import Article

MATERIAL = Path(__file__).with_suffix(".toml")
WAYS = ("verbatim", "cut", "headline", "edited", "local", "reordered", "rewritten", "merged")
WEIGHTS = (3, 2, 1, 2, 2, 1, 4, 1)
AGENCIES = ("Transfer", "Continental Wire", "Meridian News")
_CLAUSE = re.compile(r"<(\^?\w+):([^>]*)>")
_START = date(2023, 1, 9)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with the act that each part of it tells of (`None`: told only here)."""

    text: str
    acts: tuple[tuple[int, int, str], ...] = ()


@dataclass(slots=True)
class Story:
    """One story before it is written: who, what, where and when."""

    id: str
    scenario: dict[str, Any]
    slots: dict[str, str]
    day: date
    ways: dict[str, int]
    """Which of its wordings the first agency uses for each fact."""
    before: Story | None = None
    """The story that this one follows up."""


@dataclass(slots=True)
class MadeNews:
    """The articles, in no particular order, with what is true of them."""

    articles: list[Article] = field(default_factory=list)
    story: dict[str, str] = field(default_factory=dict)
    """Article id → story."""
    way: dict[str, str] = field(default_factory=dict)
    """Article id → how the version was made."""
    acts: dict[str, list[tuple[int, int, str]]] = field(default_factory=dict)
    """Article id → spans of its text and the act each tells of."""

    def act_at(self, article: str, offset: int) -> str | None:
        """The act that the text tells of at `offset`, the innermost span deciding; None outside any."""
        spans = [span for span in self.acts[article] if span[0] <= offset < span[1]]
        return min(spans, key=lambda span: span[1] - span[0])[2] if spans else None


class _Maker:
    def __init__(self, seed: int, material: dict[str, Any]) -> None:
        self.dice = random.Random(seed)
        self.material = material
        self.world = material["world"]

    def person(self) -> str:
        return f"{self.dice.choice(self.world['first'])} {self.dice.choice(self.world['last'])}"

    def slots(self, scenario: dict[str, Any], day: date, site: str | None = None) -> dict[str, str]:
        one, other = self.dice.sample(self.world["countries"], 2)
        names: set[str] = set()
        while len(names) < 3:
            names.add(self.person())
        people = sorted(names)
        self.dice.shuffle(people)
        # The strike happens in the struck country, a protest, blast or seizure in the first one's.
        towns = one[3] if scenario["name"] in ("protest", "blast", "seize", "deploy") else other[3]
        return {
            "A": one[0], "AA": one[1], "AC": one[2], "B": other[0], "BB": other[1], "BC": other[2],
            "pa": people[0], "pb": people[1], "pc": people[2],
            "town": self.dice.choice(towns), "site": site or self.dice.choice(scenario["sites"]),
            "n": str(self.dice.randint(5, 38)), "m": str(self.dice.randint(41, 98)),
            **_days(day),
        }  # fmt: skip

    def stories(self, count: int) -> list[Story]:
        made: list[Story] = []
        fresh: list[Story] = []
        for number in range(count):
            name = f"S{number:03d}"
            turn = number % 4
            if turn in (0, 1) or not fresh:
                scenario = self.material["scenario"][len(fresh) % len(self.material["scenario"])]
                day = _START + timedelta(days=self.dice.randrange(max(7, count // 4)))
                story = Story(name, scenario, self.slots(scenario, day), day, {})
                story.ways = {fact["act"]: self.dice.randrange(3) for fact in scenario["facts"]}
                fresh.append(story)
            elif turn == 2:
                before = fresh[-1]
                day = before.day + timedelta(days=1)
                slots = before.slots | _days(day)
                ways = {fact["act"]: self.dice.randrange(2) for fact in before.scenario["next"]}
                story = Story(name, before.scenario, slots, day, ways, before)
            else:
                model = fresh[-2]
                slots = self.slots(model.scenario, model.day, model.slots["site"])
                story = Story(name, model.scenario, slots, model.day, dict(model.ways))
            made.append(story)
        return made

    def tell(self, story: Story, fact: dict[str, Any], way: int) -> Paragraph:
        """A fact in one of its wordings, with the spans of the acts it tells of."""
        told: str = fact["say"][way % len(fact["say"])]
        told = re.sub(r"\{(\w+)\}", lambda slot: story.slots[slot[1]], told)
        own = self.act(story, fact["act"])
        text, spans, last = "", [], 0
        for clause in _CLAUSE.finditer(told):
            text += told[last : clause.start()]
            spans.append((len(text), len(text) + len(clause[2]), self.act(story, clause[1])))
            text += clause[2]
            last = clause.end()
        text += told[last:]
        return Paragraph(text, (*spans, (0, len(text), own)))

    @staticmethod
    def act(story: Story, act: str) -> str:
        if act.startswith("^") and story.before:
            return f"{story.before.id}:{act[1:]}"
        # A follow-up's own acts have names of their own.
        return f"{story.id}:{act}"

    def wire(self, story: Story, anew: bool) -> list[Paragraph]:
        """What an agency sends; `anew` is another agency's, in other words and another order."""
        facts = story.scenario["next" if story.before else "facts"]
        ways = dict(story.ways)
        rest = list(facts[1:])
        if anew:
            ways = {act: way + self.dice.choice((1, 2)) for act, way in ways.items()}
            self.dice.shuffle(rest)
            rest = rest[: self.dice.randint(max(2, len(rest) - 1), len(rest))]
        told = [self.tell(story, fact, ways[fact["act"]]) for fact in (facts[0], *rest)]
        if story.before and not anew and self.dice.random() < 0.4:
            # A wire keeps paragraphs of the day before.
            old = self.dice.choice(story.before.scenario["facts"][1:])
            told.append(self.tell(story.before, old, story.before.ways[old["act"]]))
        if self.dice.random() < (0.4 if anew else 0.8):
            told.append(self.dice.choice(self.background(story)))
        return told

    def background(self, story: Story) -> list[Paragraph]:
        """What is told whenever these parties are in the news, by a story and its follow-up alike."""
        first = (story.before or story).id
        lines = [line.format(**story.slots) for line in story.scenario["background"]]
        return [Paragraph(line, ((0, len(line), f"{first}:past{at}"),)) for at, line in enumerate(lines)]

    def local(self, key: str = "local") -> Paragraph:
        world = self.world
        line = self.dice.choice(self.material["desk"][key])
        return Paragraph(
            line.format(
                place=self.dice.choice(world["places"]),
                who=self.person(),
                month=self.dice.choice(world["months"]),
                n=self.dice.randint(3, 900),
            )
        )

    def edited(self, paragraph: Paragraph) -> Paragraph:
        """Lightly edited: two words in three that the desk likes to change are changed."""
        text, spans = paragraph.text, list(paragraph.acts)
        for old, new in self.material["desk"]["edits"]:
            for found in reversed(list(re.finditer(rf"\b{old}\b", text))):
                if self.dice.random() < 0.67:
                    text = text[: found.start()] + new + text[found.end() :]
                    grown = len(new) - len(old)
                    spans = [
                        (s + grown * (s > found.start()), e + grown * (e > found.start()), a)
                        for s, e, a in spans
                    ]
        return Paragraph(text, tuple(spans))

    def version(self, story: Story, wire: list[Paragraph], way: str) -> list[Paragraph]:
        """The paragraphs of one version of a wire's text."""
        if way == "cut":
            return wire[: max(2, round(len(wire) * self.dice.uniform(0.35, 0.8)))]
        if way == "edited":
            return [self.edited(paragraph) for paragraph in wire]
        if way == "local":
            told = list(wire)
            for _ in range(self.dice.randint(1, 3)):
                told.insert(self.dice.randint(1, len(told)), self.local())
            return told
        if way == "reordered":
            rest = wire[1:]
            self.dice.shuffle(rest)
            return [wire[0], *rest]
        if way == "rewritten":
            return self.wire(story, anew=True)
        if way == "merged":
            more = [past for past in self.background(story) if past not in wire]
            return [*wire, *more, *(self.local() for _ in range(self.dice.randint(2, 4)))]
        return list(wire)


def _days(day: date) -> dict[str, str]:
    return {"day": f"{day:%A}", "eve": f"{day - timedelta(days=1):%A}"}


def make(stories: int = 200, versions: int = 1000, seed: int = 6) -> MadeNews:
    """A corpus of so many stories in so many versions; the same seed gives the same corpus."""
    material = tomllib.loads(MATERIAL.read_text("utf-8"))
    maker, news = _Maker(seed, material), MadeNews()
    dice, world = maker.dice, maker.world
    told = maker.stories(stories)
    wires = [maker.wire(story, anew=False) for story in told]
    # Every story once; the others fall unevenly, as news does: a few are printed everywhere.
    popular = [dice.paretovariate(1.3) for _ in told]
    extra = dice.choices(range(stories), weights=[min(p, 6.0) for p in popular], k=versions - stories)
    for number, at in enumerate([*range(stories), *extra]):
        story, wire = told[at], wires[at]
        way = "wire" if number < stories else dice.choices(WAYS, weights=WEIGHTS)[0]
        paragraphs = maker.version(story, wire, way)
        if dice.random() < 0.3:
            paragraphs.append(maker.local("lines"))
        publisher = AGENCIES[0] if way == "wire" else dice.choice(world["publishers"][1:])
        if way == "rewritten":
            publisher = dice.choice(AGENCIES[1:])
        title = story.scenario["titles"][0 if way in ("wire", "verbatim", "cut") else dice.randrange(3)]
        title = title.format(**story.slots) if not story.before else paragraphs[0].text.split(",")[0]
        later = timedelta(days=int(way != "wire" and dice.random() < 0.3))
        text, spans = "", []
        if way != "wire" and dice.random() < 0.5:
            text = f"{story.slots['town'].upper()} ({publisher}) — "
        for paragraph in paragraphs:
            spans += [(s + len(text), e + len(text), act) for s, e, act in paragraph.acts]
            text += paragraph.text + "\n\n"
        url = f"https://made.example/{number}"
        article = Article(text.rstrip(), "", title, (story.day + later).isoformat(), publisher, url, "en")
        news.articles.append(article)
        news.story[article.id] = story.id
        news.way[article.id] = way
        news.acts[article.id] = spans
    dice.shuffle(news.articles)
    return news
