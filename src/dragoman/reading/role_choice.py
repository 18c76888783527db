"""Which of the parties at hand did it, and to whom: a small trained ranker over the rules' own answer.

The slots of a sense (`roles.py`) and what earlier sentences told (`anaphora.py`) propose an actor and a
recipient. Here each proposal stands beside every other party that the sentence names, those that the
sentences before left on the reader's mind, and nobody at all; a log-linear model weighs what speaks for each
(where it stands in the parse, what kind of party it is, whether the rules chose it, who dealt with whom
before) and the rules' choice gives way where another is clearly likelier. The weights are a table of named
features (`model/roles.tsv`) that `training/roles/train.py` makes from annotated articles of our own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.reading.drafts import Mention, Role, mentions_by_head
from dragoman.reading.frames import is_passive
from dragoman.reading.known import FADE, ROLE_WEIGHT
from dragoman.reading.model_files import weight_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from spacy.tokens import Doc, Token

    from dragoman.reading.drafts import EventDraft, PartyDraft
    from dragoman.reading.senses import Match
    from dragoman.reading.triggers import Likely, Reading

BACK = 4
"""Sentences back that a party may be fetched from."""
FETCHED = 6
"""How many of the parties of those sentences stand for choice, the most present first."""
PAST = 10
"""Events back that tell who is dealing with whom."""
LONGEST = 5
"""Steps of a path through the parse that are told one by one."""
SIDES = ("actor", "recipient")
WEIGHTS = Path(__file__).parent / "model" / "roles.tsv"
MARGIN = 0.3
"""How much likelier, in logits, another candidate must be than the rules' own to take its place."""
STEPS = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.97)
"""Probabilities by the trigger model that count as features when they are reached."""


@dataclass(slots=True, eq=False)
class Candidate:
    """Parties that may fill one side of an event; no roles at all stand for nobody."""

    roles: list[Role]
    mention: Mention | None
    where: str
    """here (in the sentence), back (in one before), rule (the rules' own, from elsewhere) or none."""
    gap: int = 0
    rank: int = 0
    ruled: bool = False
    """The rules chose it."""


class Surroundings:
    """What the ranker asks a Doc: sentences, mentions by sentence, how present each party is."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.number = [0] * len(doc)
        self._origins: list[int] = []
        self.mentions: list[list[Mention]] = []
        for n, sentence in enumerate(doc.sents):
            self.mentions.append([])
            self._origins.append(sentence.start_char)
            for i in range(sentence.start, sentence.end):
                self.number[i] = n
        for mention in sorted(mentions_by_head(doc).values(), key=lambda m: (m.start, m.end)):
            self.mentions[self.number[mention.head]].append(mention)
        self._paths: dict[tuple[int, int], str] = {}
        self._backs: dict[int, list[tuple[Mention, int]]] = {}
        self.said: dict[int, PartyDraft] = {}
        for quote in doc._.quotes:
            if quote.speaker is not None and quote.speaker.parties:
                for start, end in quote.content:
                    for i in range(start, end):
                        self.said[i] = quote.speaker.party

    def characters(self, start: int, end: int) -> tuple[int, int]:
        """Where tokens stand in their sentence."""
        origin, last = self._origins[self.number[start]], self.doc[end - 1]
        return self.doc[start].idx - origin, last.idx + len(last) - origin

    def weight(self, party: PartyDraft, token: int) -> str:
        """How much of the article before `token` is about a party: new, once, some or often named."""
        before = sum(1 for mention in party.mentions if mention.start < token)
        often = "new" if before < 1 else "once" if before < 2 else "some" if before < 5 else "often"
        lead = self.number[min(mention.start for mention in party.mentions)] < 2 if party.mentions else False
        return f"{often} lead" if lead else often

    def path(self, start: int, end: int) -> str:
        """The way through the parse from one token to another."""
        known = self._paths.get((start, end))
        if known is None:
            known = self._paths[start, end] = path(self.doc[start], self.doc[end])
        return known

    def back(self, sentence: int) -> list[tuple[Mention, int]]:
        """The parties of the sentences before, most present first, each with its last mention and the gap."""
        known = self._backs.get(sentence)
        if known is not None:
            return known
        score: dict[int, float] = {}
        last: dict[int, tuple[Mention, int]] = {}
        for gap in range(1, BACK + 1):
            if sentence - gap < 0:
                break
            for mention in reversed(self.mentions[sentence - gap]):
                weight = ROLE_WEIGHT.get(self.doc[mention.head].dep_, 1.0) * FADE**gap
                for party in mention.parties:
                    score[id(party)] = score.get(id(party), 0.0) + weight
                    if len(mention.parties) == 1 or id(party) not in last:
                        last.setdefault(id(party), (mention, gap))
        ranked = sorted(last, key=lambda key: (-score[key], last[key][0].start))
        self._backs[sentence] = [last[key] for key in ranked]
        return self._backs[sentence]


def candidates(event: EventDraft, side: str, around: Surroundings) -> list[Candidate]:
    """Who may fill a side of an event: nobody, the rules' choice, the parties of the sentence and before."""
    ruled: list[Role] = getattr(event, side)
    mine = {id(r.party) for r in ruled}
    spans = {(r.start, r.end) for r in ruled}
    # Nobody does it to himself.
    other = {id(r.party) for r in (event.actor if side == "recipient" else event.recipient)}
    if side == "actor":
        other -= mine
    found = [Candidate([], None, "none", ruled=not ruled)]
    sentence = around.number[event.head]
    seen: set[int] = set()
    chosen = False
    for mention in around.mentions[sentence]:
        keys = {id(p) for p in mention.parties}
        if not keys or keys <= other or mention.start <= event.head < mention.end:
            continue
        if any(
            a <= mention.start and mention.end <= b and (a, b) != (mention.start, mention.end)
            for a, b in spans
        ):
            continue  # part of the words that the rules chose: "German" in "Franco-German forces"
        rules = (mention.start, mention.end) in spans and bool(keys & mine)
        if rules and not chosen:
            found.append(Candidate(list(ruled), mention, "here", ruled=True))
            chosen = True
        elif not rules:
            found.append(
                Candidate([Role(p, mention.start, mention.end) for p in mention.parties], mention, "here")
            )
        seen |= keys
    rank = 0
    for mention, gap in around.back(sentence):
        keys = {id(p) for p in mention.parties}
        if keys & (seen | other):
            continue
        rules = bool(keys & mine) and not chosen
        if rank >= FETCHED and not rules:
            continue
        seen |= keys
        chosen = chosen or rules
        roles = list(ruled) if rules else [Role(p, mention.start, mention.end) for p in mention.parties]
        found.append(Candidate(roles, mention, "back", gap, rank, rules))
        rank += 1
    if ruled and not chosen:
        apart = [role for role in ruled if id(role.party) not in other]
        if apart:
            found.append(Candidate(apart, None, "rule", ruled=True))
        else:
            found[0].ruled = True
    return found


def path(start: Token, end: Token) -> str:
    """The way through the parse: "<ccomp>nsubj", ">dobj>of"; "far" if it is long."""
    above: dict[int, int] = {}
    token, steps = start, []
    for depth in range(LONGEST + 1):
        above[token.i] = depth
        steps.append(token.dep_)
        if token.head.i == token.i:
            break
        token = token.head
    down: list[str] = []
    token = end
    while token.i not in above:
        if len(down) > LONGEST or token.head.i == token.i:
            return "far"
        if token.dep_ in ("prep", "agent"):
            down.append(token.lower_)
        elif token.dep_ not in ("pobj", "pcomp") or token.head.dep_ not in ("prep", "agent"):
            down.append(token.dep_)
        token = token.head
    up = steps[: above[token.i]]
    if len(up) + len(down) > LONGEST:
        return "far"
    return "".join(f"<{dep}" for dep in up) + "".join(f">{dep}" for dep in reversed(down))


def features(
    event: EventDraft,
    side: str,
    candidate: Candidate,
    match: Match | None,
    around: Surroundings,
    beside: Sequence[EventDraft],
    past: Sequence[EventDraft],
    opinion: Opinion,
) -> list[str]:
    """What speaks for or against a candidate, as names of features that hold."""
    doc = around.doc
    s, kind = side[0], event.type
    token = doc[event.head]
    word = "v" if token.pos_ in ("VERB", "AUX") else "n" if token.pos_ == "NOUN" else "a"
    if word == "v" and is_passive(token):
        word = "p"
    made = [f"{s}|{candidate.where}", f"{s}|{kind}|{candidate.where}", f"{s}|{word}|{candidate.where}"]
    via = "far"
    if candidate.mention is not None and candidate.where == "here":
        via = around.path(event.head, candidate.mention.head)
    elif candidate.where != "here":
        via = candidate.where
    if candidate.ruled:
        how = "clause"
        for line in event.why[1:]:
            if side == "recipient" and line.startswith("recipient"):
                how = "exchange" if "other side" in line else "borrowed"
            elif line.startswith("refers back"):
                how = "refers"
            elif side == "actor" and line.startswith("agent"):
                how = "agent"
        made += [f"{s}|rule", f"{s}|{kind}|rule", f"{s}|rule|{how}", f"{s}|{kind}|rule|{how}"]
        made += [f"{s}|{word}|rule|{via}", f"{s}|{kind}|{word}|rule|{candidate.where}"]
        if match is not None and "recip" in match.sense.flags:
            made.append(f"{s}|rule|recip")
    made += opinion.told(s, candidate)
    if candidate.where == "none":
        if match is not None:
            made.append(f"{s}|none|{'closed' if match.sense.recipient is None else 'open'}")
        here = sum(1 for m in around.mentions[around.number[event.head]] if m.start > event.head)
        made.append(f"{s}|none|after{min(here, 2)}")
        if side == "recipient":
            made.append(f"{s}|{kind}|none|speech{int(event.speech)}")
            made.append(f"{s}|none|{'actor' if event.actor else 'nobody'}")
        return made
    parties = [role.party for role in candidate.roles]
    party = parties[0]
    sector = party.sector[0] if party.sector else "-"
    code = "none" if party.code is None else "body" if party.code in _BODIES else "state"
    made += [
        f"{s}|{party.kind}", f"{s}|{kind}|{party.kind}", f"{s}|{kind}|{sector}", f"{s}|code {code}",
        f"{s}|{kind}|code {code}", f"{s}|{candidate.where}|{sector}",
    ]  # fmt: skip
    weight = around.weight(party, event.head)
    made += [f"{s}|{candidate.where}|{weight}", f"{s}|{kind}|{candidate.where}|{weight}"]
    if candidate.mention is not None:
        form = candidate.mention.form
        made += [f"{s}|{form}", f"{s}|{candidate.where}|{form}", f"{s}|{kind}|{form}"]
    if candidate.where == "here" and candidate.mention is not None:
        head = doc[candidate.mention.head]
        after = "after" if head.i > token.i else "before"
        distance = abs(head.i - token.i)
        bucket = "2" if distance <= 2 else "5" if distance <= 5 else "10" if distance <= 10 else "20"
        last = via.rpartition(">")[2] if ">" in via else via
        made += [
            f"{s}|{word}|{via}", f"{s}|{kind}|{word}|{via}", f"{s}|{after}", f"{s}|{kind}|{word}|{after}",
            f"{s}|{word}|{after}|{bucket}", f"{s}|{kind}|{word}|{after}|{last}", f"{s}|{word}|{head.dep_}",
            f"{s}|{token.lemma_.lower()}|{last}", f"{s}|ups {via.count('<')}",
        ]  # fmt: skip
        if candidate.mention.form == "place":
            made.append(f"{s}|{kind}|place|{last}")
    elif candidate.where == "back":
        made += [
            f"{s}|gap {candidate.gap}",
            f"{s}|rank {candidate.rank}",
            f"{s}|{kind}|rank {candidate.rank}",
        ]
    speaker = around.said.get(event.head)
    if speaker is not None:
        mine = "speaker" if speaker in parties else "silent"
        made += [f"{s}|{mine}", f"{s}|{kind}|{mine}", f"{s}|{candidate.where}|{mine}"]
    keys = {id(p) for p in parties}
    codes = {p.code for p in parties if p.code}
    if side == "recipient" and event.actor:
        theirs = {r.party.code for r in event.actor if r.party.code}
        if codes & theirs:
            made += [f"{s}|same code", f"{s}|{kind}|same code", f"{s}|{candidate.where}|same code"]
        made += _dealings(s, kind, candidate.where, keys, codes, event, past)
    for other in beside:
        if other is event:
            continue
        up = doc[event.head].head.i == other.head or event.within is other
        relation = "over" if up else "under" if doc[other.head].head.i == event.head else "beside"
        for name, roles in (("actor", other.actor), ("recipient", other.recipient)):
            if any(id(r.party) in keys for r in roles):
                made += [f"{s}|{name} {relation}", f"{s}|{kind}|{name} {relation} {other.type}"]
    return list(dict.fromkeys(made))


_BODIES = frozenset({"UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"})


def _dealings(
    s: str,
    kind: str,
    where: str,
    keys: set[int],
    codes: set[str],
    event: EventDraft,
    past: Sequence[EventDraft],
) -> Iterator[str]:
    """Whether the actor has had to do with these parties of late, and who did what to whom."""
    mine = {id(r.party) for r in event.actor}
    my_codes = {r.party.code for r in event.actor if r.party.code}
    count, first = 0, ""
    for n, other in enumerate(reversed(past[-PAST:])):
        for here, there, way in ((other.actor, other.recipient, "to"), (other.recipient, other.actor, "by")):
            if _among(here, mine, my_codes) and _among(there, keys, codes):
                count += 1
                first = first or f"{way}|{min(n, 4)}"
    yield f"{s}|{where}|dealt {min(count, 3)}"
    if first:
        yield f"{s}|{where}|dealt {first}"
        yield f"{s}|{kind}|{where}|dealt"


def _among(roles: Sequence[Role], keys: set[int], codes: set[str]) -> bool:
    return any(id(r.party) in keys or (r.party.code is not None and r.party.code in codes) for r in roles)


@cache
def shipped() -> Mapping[str, float]:
    """The weights that come with the package. Raises ModelError if the table is damaged."""
    return weight_table(WEIGHTS)


class Opinion:
    """What the trigger model says of one side of an event.

    `readings` are those of the event's sentence and of the ones before, nearest first.
    """

    def __init__(
        self, event: EventDraft, side: str, readings: Sequence[Reading | None], around: Surroundings
    ) -> None:
        self.around = around
        first, *before = readings
        trigger = around.characters(*event.trigger)
        self.likely = first.parties(trigger, SIDES.index(side), before) if first is not None else None
        self.back: dict[int, float] = {}
        """By party, the share of its mentions in the sentences before."""
        if self.likely is not None:
            self._look_back(self.likely, around.number[event.head], len(before))

    def _look_back(self, likely: Likely, sentence: int, reach: int) -> None:
        for gap in range(1, min(reach, sentence) + 1):
            ends: dict[int, int] = {}
            for mention in self.around.mentions[sentence - gap]:
                share = None
                for party in mention.parties:
                    if mention.end <= ends.get(id(party), 0):
                        continue  # words within words that have counted
                    ends[id(party)] = mention.end
                    if share is None:
                        share = likely.share(*self.around.characters(mention.start, mention.end), gap)
                    self.back[id(party)] = self.back.get(id(party), 0.0) + share

    def share(self, likely: Likely, candidate: Candidate) -> float:
        """The share of a candidate: of its words here, and of all mentions of it shortly before."""
        if candidate.where == "none" or candidate.mention is None:
            return likely.nobody
        mention = candidate.mention
        found = max(self.back.get(id(party), 0.0) for party in mention.parties)
        if candidate.where == "here":
            found += likely.share(*self.around.characters(mention.start, mention.end))
        return found

    def told(self, s: str, candidate: Candidate) -> list[str]:
        """How likely the model finds a candidate, as features: one for each of `STEPS` that it reaches."""
        if self.likely is None:
            return []
        share = self.share(self.likely, candidate)
        where = f"{candidate.where}|rule" if candidate.ruled else candidate.where
        return [
            f"{s}|{place}|model {step}"
            for place in dict.fromkeys((candidate.where, where))
            for step in STEPS
            if share >= step
        ]


class RoleChooser:
    """Revises the sides of the events of one Doc, sentence by sentence, by a table of weights."""

    def __init__(self, doc: Doc, weights: Mapping[str, float] | None = None) -> None:
        self.around = Surroundings(doc)
        self.weights = shipped() if weights is None else weights

    def revise(
        self,
        events: Sequence[EventDraft],
        matches: Mapping[int, Match],
        past: Sequence[EventDraft],
        readings: Sequence[Reading | None] = (None,),
    ) -> None:
        """Choose the sides of the events of a sentence anew; `past` are those of the sentences before.

        `readings` are what the trigger model made of the sentence and of the ones before, nearest first.
        """
        for event in events:
            match = matches.get(event.head)
            for side in SIDES:
                if match is not None and "recip" in match.sense.flags:
                    continue
                if side == "recipient" and event.type == "MOBILIZE":
                    continue  # what moves and whom it is meant for are two things
                found = candidates(event, side, self.around)
                opinion = Opinion(event, side, readings, self.around)
                told = [features(event, side, c, match, self.around, events, past, opinion) for c in found]
                chosen = self.pick(event, side, found, told)
                if not chosen.ruled:
                    event.why.append(f"{side} by the ranker")
                setattr(event, side, chosen.roles)

    def pick(self, event: EventDraft, side: str, found: list[Candidate], told: list[list[str]]) -> Candidate:
        """The candidate that weighs most, if clearly more than the rules' own."""
        scores = [sum(self.weights.get(name, 0.0) for name in names) for names in told]
        best = max(range(len(found)), key=lambda k: scores[k])
        ruled = next(k for k, c in enumerate(found) if c.ruled)
        return found[best] if scores[best] > scores[ruled] + MARGIN else found[ruled]
