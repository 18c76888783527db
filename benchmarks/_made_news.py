"""What happened in a made-up world and what its news says: indices and sentences, not yet tables."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks._arrays import length, pick, ranks
from dragoman import ontology
from dragoman.records import STATUSES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

COUNTRIES = tuple(
    sorted(
        "USA RUS CHN UKR ISR PSE IRN GBR FRA DEU TUR SYR IND PAK KOR PRK JPN SAU IRQ POL EGY ETH SDN KEN "
        "UGA RWA COD SSD ERI SOM NGA NER MLI BFA TCD DZA MAR TUN LBY ZAF BRA ARG VEN COL GUY MEX CUB PER "
        "CHL BLR EST LVA LTU FIN SWE NOR GRC ARM AZE GEO KAZ UZB PHL VNM AUS TWN YEM QAT ARE LBN".split()
    )
)
PUBLISHERS = tuple(
    f"{a} {b}" for a in ("Daily", "Evening", "National") for b in ("Post", "Wire", "Herald", "Star")
)
ACTS = {
    "AGREE": ("signed an agreement with", "sign an agreement with"),
    "CONSULT": ("held talks with", "hold talks with"),
    "SUPPORT": ("declared its support for", "declare its support for"),
    "CONCEDE": ("eased its restrictions on", "ease its restrictions on"),
    "COOPERATE": ("began joint patrols with", "begin joint patrols with"),
    "AID": ("sent medical supplies to", "send medical supplies to"),
    "RETREAT": ("withdrew its troops from", "withdraw its troops from"),
    "REQUEST": ("asked for inspections of", "ask for inspections of"),
    "ACCUSE": ("accused", "accuse"),
    "REJECT": ("turned down a proposal of", "turn down a proposal of"),
    "THREATEN": ("threatened", "threaten"),
    "PROTEST": ("boycotted a meeting with", "boycott a meeting with"),
    "SANCTION": ("imposed sanctions on", "impose sanctions on"),
    "MOBILIZE": ("massed troops on the border with", "mass troops on the border with"),
    "COERCE": ("seized a ship of", "seize a ship of"),
    "ASSAULT": ("shelled positions of", "shell positions of"),
}
TYPES = tuple(ACTS)
_FRIENDLY = np.array([6, 14, 8, 2, 4, 4, 1, 4, 4, 2, 1, 0.5, 1, 0.5, 1, 1])
_HOSTILE = np.array([1, 6, 2, 1, 1, 1, 2, 5, 12, 6, 9, 2, 6, 5, 8, 14])
_STATUS_SHARE = np.array([0.74, 0.06, 0.09, 0.06, 0.05])
_LEADS = {"actual": "", "historical": "Years ago ", "future": "", "hypothetical": "", "negated": ""}
_MODALS = {"actual": "", "historical": "", "future": "will ", "hypothetical": "may ", "negated": "did not "}
_VOICE_SHARE, _SECOND_SHARE, _PLACE_SHARE = 0.35, 0.08, 0.4


class News:
    """What happened and who told it: indices into stories, articles and occurrences."""

    def __init__(self, n: int, rng: np.random.Generator, since: date, until: date) -> None:
        first = (since - date(1970, 1, 1)).days
        days = (until - since).days + 1
        stories, self.articles = max(1, n // 14), max(1, n // 4)
        story_day = first + rng.integers(0, days, stories)
        sizes = rng.pareto(1.3, stories) + 0.4
        self.story_of_article = np.sort(rng.choice(stories, self.articles, p=sizes / sizes.sum()))
        late = np.minimum(rng.geometric(0.6, self.articles) - 1, 6)
        self.published = story_day[self.story_of_article] + late
        # Which article an event stands in; the articles are in order, so an article's events are together.
        self.article = np.sort(rng.integers(0, self.articles, n))
        self.position = ranks(self.article)
        # Each story tells of one to four occurrences.
        of_story = rng.integers(1, 5, stories)
        base = np.r_[0, np.cumsum(of_story)]
        story = self.story_of_article[self.article]
        self.occurrence = base[story] + (rng.random(n) * of_story[story]).astype(np.int64)
        many = int(base[-1])
        occurrence_story = np.repeat(np.arange(stories), of_story)
        self.day = story_day[occurrence_story] - rng.integers(0, 2, many)
        # Countries as unequal as in news; each pair has its temper.
        weight = 1 / np.arange(1, len(COUNTRIES) + 1)
        weight = rng.permutation(weight / weight.sum())
        one = rng.choice(len(COUNTRIES), stories, p=weight)
        other = (one + 1 + rng.integers(0, len(COUNTRIES) - 1, stories)) % len(COUNTRIES)
        low, high = np.minimum(one, other), np.maximum(one, other)
        temper = rng.random((len(COUNTRIES), len(COUNTRIES)))[low, high] ** 1.5
        swap = rng.random(many) < 0.45
        self.actor = np.where(swap, one[occurrence_story], other[occurrence_story])
        self.recipient = np.where(swap, other[occurrence_story], one[occurrence_story])
        hostile = rng.random(many) < temper[occurrence_story]
        draws = [rng.choice(len(TYPES), many, p=p / p.sum()) for p in (_FRIENDLY, _HOSTILE)]
        self.type = np.where(hostile, draws[1], draws[0])
        self.mode = rng.integers(0, 60, many)
        self.third = rng.integers(0, len(COUNTRIES), many)
        self.has_second = rng.random(many) < _SECOND_SHARE
        self.has_place = rng.random(many) < _PLACE_SHARE
        self.dead = np.where(rng.random(many) < 0.3, rng.geometric(0.08, many), 0)


class Said:
    """What each event's sentence says, and where its parts stand in the article."""

    def __init__(self, n: int, rng: np.random.Generator, news: News) -> None:
        names = [ontology.code_name(code) for code in COUNTRIES]
        o = news.occurrence
        self.status = rng.choice(len(STATUSES), n, p=_STATUS_SHARE)
        self.type = news.type[o]
        actor, recipient, third = news.actor[o], news.recipient[o], news.third[o]
        second = news.has_second[o] & (third != actor) & (third != recipient)
        self.actors = np.where(second[:, None], np.c_[actor, third], np.c_[actor, np.full(n, -1)])
        self.recipients: Ints = np.c_[recipient, np.full(n, -1)]
        self.voice = np.where(
            rng.random(n) < _VOICE_SHARE, np.where(rng.random(n) < 0.6, recipient, actor), -1
        )
        past = [ACTS[t][0] for t in TYPES]
        base = [ACTS[t][1] for t in TYPES]
        modal_status = np.array([bool(_MODALS[s]) for s in STATUSES])[self.status]
        trigger = pc.if_else(pa.array(modal_status), pick(base, self.type), pick(past, self.type))
        lead = pick([_LEADS[s] for s in STATUSES], self.status)
        modal = pick([_MODALS[s] for s in STATUSES], self.status)
        also = pc.if_else(pa.array(second), pick([f" and {x}" for x in names], np.maximum(third, 0)), "")
        said_by = pick([*(f", {x} said" for x in names), ""], self.voice)
        parts = [
            lead,
            pick(names, actor),
            also,
            " ",
            modal,
            trigger,
            " ",
            pick(names, recipient),
            said_by,
            ".",
        ]
        self.sentence = pc.binary_join_element_wise(*parts, "")
        self.trigger = trigger
        sizes = [length(p) if isinstance(p, pa.Array) else np.full(n, len(p)) for p in parts]
        at = np.cumsum(np.c_[np.zeros(n, np.int64), *sizes], axis=1)
        # A sentence and the blank after it; offsets count from the article's first character.
        total = at[:, -1] + 1
        before = np.cumsum(total) - total
        self.start = before - before[np.arange(n) - news.position]
        self.end = self.start + at[:, -1]
        self.trigger_span = self.start + at[:, 5], self.start + at[:, 6]
        self.actor_spans = (
            np.c_[self.start + at[:, 1], self.start + at[:, 2] + 5],
            np.c_[self.start + at[:, 2], self.start + at[:, 3]],
        )
        self.recipient_spans = (
            np.c_[self.start + at[:, 7], self.start + at[:, 7]],
            np.c_[self.start + at[:, 8], self.start + at[:, 8]],
        )
        self.voice_span = self.start + at[:, 8] + 2, self.start + at[:, 9] - 5
