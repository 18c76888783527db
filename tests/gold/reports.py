"""Gold articles as reports: what a reader that makes no mistake would give.

Rendering, the schema and the evaluation are tested on these, so that they can be trusted when the reader's
own reports look odd.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from dragoman import ontology
from dragoman.records import (
    FACTUALITY,
    Article,
    Event,
    EventDate,
    Participant,
    Party,
    Place,
    Quote,
    Report,
    Span,
    Voice,
    Words,
    content_id,
)
from gold.check import locate, sentence_window

DEV = Path(__file__).parent / "dev"
PRECISION = {4: "year", 7: "month", 10: "day"}
STOP = re.compile(r"[.!?][\"”’]?(?=\s|$)|\n\n")


def gold_document(name: str) -> dict[str, Any]:
    """The gold file of this name: `dev-01`."""
    document: dict[str, Any] = json.loads((DEV / f"{name}.json").read_text(encoding="utf-8"))
    return document


def gold_report(name: str) -> Report:
    """The gold article of this name as a report."""
    return to_report(gold_document(name))


class _Parties:
    """Collects parties and their mentions while the events are walked through."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: dict[tuple[str, str | None], tuple[tuple[str, ...], set[Span]]] = {}

    def id_of(self, name: str, code: str | None, sector: tuple[str, ...] = (), at: Span | None = None) -> str:
        known, spans = self.found.setdefault((name, code), (sector, set()))
        if not known and sector:
            self.found[name, code] = (sector, spans)
        if at is not None:
            spans.add(at)
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", self.text):
            spans.add(Span(*match.span()))
        return content_id("p", name, code)

    def named(self, name: str) -> tuple[str | None, str | None]:
        """(id, code) of a party that has been met under this name."""
        for known, code in self.found:
            if known == name:
                return content_id("p", name, code), code
        return None, None

    def records(self) -> tuple[Party, ...]:
        made = [
            Party(content_id("p", name, code), name, code, sector, "unknown", tuple(sorted(spans)))
            for (name, code), (sector, spans) in self.found.items()
        ]
        return tuple(sorted(made, key=lambda party: (party.mentions or (Span(0, 0),))[0]))


def to_report(document: dict[str, Any]) -> Report:
    """The report that a gold document describes."""
    article = Article.from_dict(document["article"])
    text = article.text
    parties = _Parties(text)
    events = [made for gold in document["events"] if (made := _event(gold, text, parties))]
    quotes = [_quote(gold, text, parties) for gold in document["quotes"]]
    return Report(article, parties.records(), tuple(quotes), tuple(events))


def _participants(
    golds: list[dict[str, Any]], text: str, window: tuple[int, int], parties: _Parties
) -> tuple[Participant, ...]:
    made = []
    for gold in golds:
        at = Span(*(locate(text, gold["text"], *window) or locate(text, gold["text"])))
        sector = tuple(gold["sector"])
        party = parties.id_of(gold["name"], gold["code"], sector, at)
        made.append(Participant(party, text[slice(*at)], *at, gold["name"], gold["code"], sector))
    return tuple(made)


def _event(gold: dict[str, Any], text: str, parties: _Parties) -> Event | None:
    window = sentence_window(text, gold["sentence"])
    at = window and locate(text, gold["trigger"], *window)
    if not window or not at:
        return None
    stop = STOP.search(text, at[1])
    sentence = Span(window[0], stop.end() if stop else len(text))
    actor = _participants(gold["actor"], text, sentence, parties)
    recipient = _participants(gold["recipient"], text, sentence, parties)
    voice = []
    for name in gold["voice"]:
        said = locate(text, name.split()[-1], *sentence) or locate(text, name.split()[-1]) or (0, 0)
        party, code = parties.named(name)
        voice.append(Voice(party, name, code, *said))
    date = gold["date"] and EventDate(
        gold["date"], None, PRECISION[len(gold["date"])], sentence.start, sentence.start
    )
    place = None
    if gold["place"]:
        where = locate(text, gold["place"]["name"], *sentence) or (sentence.start, sentence.start)
        place = Place(gold["place"]["name"], None, None, None, gold["place"].get("country"), *where)
    kind, mode = gold["type"], tuple(gold["mode"])
    return Event(
        id=content_id("e", kind, at, gold["status"], [a.party for a in actor], [r.party for r in recipient]),
        type=kind,
        mode=mode,
        context=(),
        quad=ontology.quad(kind),
        score=ontology.score(kind, mode),
        cameo=ontology.to_cameo(kind, mode),
        actor=actor,
        recipient=recipient,
        trigger=Words(text[slice(*at)], *at),
        sentence=sentence,
        status=gold["status"],
        condition=None,
        factuality=FACTUALITY[gold["status"]],
        voice=tuple(voice),
        date=date or None,
        place=place,
        size=None,
        confidence=0.5 if gold.get("optional") else 1.0,
        why=("gold annotation",),
    )


def _quote(gold: dict[str, Any], text: str, parties: _Parties) -> Quote:
    spans: list[Span] = []
    for part in gold["content"]:
        spans.append(Span(*(locate(text, part, spans[-1].end if spans else 0) or locate(text, part))))
    near = (max(0, spans[0].start - 300), min(len(text), spans[-1].end + 300))
    speaker, who = None, None
    if gold.get("speaker"):
        who = Span(*(locate(text, gold["speaker"]["text"], *near) or locate(text, gold["speaker"]["text"])))
        speaker = parties.id_of(gold["speaker"]["name"], gold["speaker"].get("code"), (), who)
    cue = None
    if gold["cue"]:
        at = locate(text, gold["cue"], *near) or locate(text, gold["cue"])
        cue = Words(text[slice(*at)], *at)
    return Quote(content_id("q", spans), speaker, who, cue, tuple(spans), gold["kind"])
