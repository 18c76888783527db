"""How well reports agree with gold articles: events, their status, voice, date and place, and quotes.

The definitions are those of the annotation guidelines' scorer, and a test holds the two together.
Figures are micro-averaged over articles:

- events `type`: same type, and the gold trigger lies in the predicted event's sentence; `who`: type, and an
  actor and (if either side has one) a recipient agree in code, or in name where the gold has no code;
  `full`: who, and status and outermost voice agree. `accuracy` is taken over the events that match by type.
- quotes `content`: content words overlap by half or more (Jaccard); `speaker`: content, and the name agrees.
- what the gold marks optional counts neither found nor missed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.records import Report

Json = Mapping[str, Any]

_WORD = re.compile(r"\w+")
_TITLES = frozenset(
    "mr mrs ms dr president prime minister foreign secretary of state defense defence general the sen rep "
    "chancellor spokesman spokeswoman".split()
)
"""Words that do not tell one party's name from another's."""
_WINDOW = 700
"""How far, in characters, a sentence that the gold gives only the beginning of may reach."""


def pattern(needle: str, *, prefix: bool = False) -> re.Pattern[str]:
    """What finds `needle` in a text whatever its white space.

    It must begin where a word begins and, unless it is a `prefix`, end where a word ends.
    """
    body = r"\s+".join(re.escape(word) for word in needle.split())
    before = r"(?<!\w)" if needle[:1].isalnum() else ""
    after = r"(?!\w)" if needle[-1:].isalnum() and not prefix else ""
    return re.compile(before + body + after)


def locate(
    text: str, needle: str, low: int = 0, high: int | None = None, *, prefix: bool = False
) -> tuple[int, int] | None:
    """Character offsets of the first `needle` (see `pattern`) in `text[low:high]`; None if there is none."""
    match = pattern(needle, prefix=prefix).search(text, low, len(text) if high is None else high)
    return match.span() if match else None


def gold_spans(text: str, parts: Iterable[str]) -> list[tuple[int, int]]:
    """Character offsets of a gold quote's parts, each looked for behind the one before it.

    A part that is not found there is looked for from the beginning; one that is nowhere is left out.
    """
    spans: list[tuple[int, int]] = []
    for part in parts:
        at = locate(text, part, spans[-1][1] if spans else 0) or locate(text, part)
        if at:
            spans.append(at)
    return spans


def word_starts(text: str, spans: Iterable[Sequence[int]]) -> frozenset[int]:
    """The character offsets at which the words of the spans begin, by which contents are compared."""
    return frozenset(
        match.start() + start for start, end in spans for match in _WORD.finditer(text[start:end])
    )


def sentence_window(text: str, sentence: str) -> tuple[int, int] | None:
    """Character offsets of a gold sentence, given whole or by its beginning; None if it is not there.

    Of a sentence given by its beginning nobody knows the end, so the window reaches `_WINDOW` characters on.
    """
    at = locate(text, sentence, prefix=True)
    if at is None:
        return None
    return at[0], max(at[1], min(len(text), at[0] + _WINDOW))


def same_name(one: str | None, other: str | None) -> bool:
    """Whether all words of one name, titles aside, are among those of the other."""
    a, b = _name_words(one), _name_words(other)
    return bool(a and b) and (a <= b or b <= a)


def _name_words(name: str | None) -> set[str]:
    return {word for word in _WORD.findall((name or "").lower()) if word not in _TITLES}


def _same_party(gold: Json, found: Json) -> bool:
    if gold.get("code") and found.get("code"):
        return bool(gold["code"] == found["code"])
    return same_name(gold.get("name"), found.get("name"))


def parties_agree(gold: Sequence[Json], found: Sequence[Json]) -> bool:
    """Whether both sides are empty or one party is on both."""
    if not gold and not found:
        return True
    return any(_same_party(g, f) for g in gold for f in found)


def voice_agrees(gold: Sequence[str], found: Sequence[Json]) -> bool:
    """Whether the outermost voices have the same name, or both are the publication's own."""
    if not gold or not found:
        return not gold and not found
    return same_name(gold[0], found[0].get("name"))


def date_agrees(gold: str | None, found: Json | None) -> bool:
    """Whether the dates are the same as far as both are known."""
    value = (found or {}).get("value")
    if gold is None or value is None:
        return gold is None and value is None
    known = min(len(gold), len(value))
    return bool(gold[:known] == value[:known])


def place_agrees(gold: Json | None, found: Json | None) -> bool:
    """Whether the places have the same name or lie in the same country."""
    if gold is None or found is None:
        return gold is None and found is None
    if same_name(gold.get("name"), found.get("name")):
        return True
    return bool(gold.get("country")) and gold.get("country") == found.get("country")


@dataclass(frozen=True, slots=True)
class EventPair:
    """A gold event and the event that was found for it."""

    gold: Json
    found: Json
    who: bool
    full: bool


def match_events(document: Json, report: Json) -> list[EventPair]:
    """One-to-one pairs of gold and found events of one type, best agreement first."""
    text: str = document["article"]["text"]
    golds, founds = document["events"], report["events"]
    options = []
    for g, gold in enumerate(golds):
        window = sentence_window(text, gold["sentence"])
        at = locate(text, gold["trigger"], *window) if window else None
        if at is None:
            continue
        for f, found in enumerate(founds):
            low, high = found["sentence"]
            if found["type"] != gold["type"] or not low <= at[0] < high:
                continue
            trigger = found["trigger"]
            who = parties_agree(gold["actor"], found["actor"])
            who = who and parties_agree(gold["recipient"], found["recipient"])
            overlap = trigger["start"] < at[1] and at[0] < trigger["end"]
            full = who and gold["status"] == found["status"] and voice_agrees(gold["voice"], found["voice"])
            options.append((full, who, overlap, -abs(trigger["start"] - at[0]), g, f))
    pairs = []
    for full, who, _, _, g, f in one_to_one(options):
        pairs.append(EventPair(golds[g], founds[f], bool(who), bool(full)))
    return pairs


def one_to_one(options: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Of options that end in (gold index, found index), the best that share no index, best first.

    What stands before the indices ranks them: the greatest tuple is the best.
    """
    golds: set[int] = set()
    founds: set[int] = set()
    kept = []
    for option in sorted(options, reverse=True):
        gold, found = option[-2:]
        if gold not in golds and found not in founds:
            golds.add(gold)
            founds.add(found)
            kept.append(option)
    return kept


@dataclass(frozen=True, slots=True)
class QuotePair:
    """A gold quote and the quote that was found for it."""

    gold: Json
    found: Json
    speaker: bool


def match_quotes(document: Json, report: Json) -> list[QuotePair]:
    """One-to-one pairs of gold and found quotes that share half their words, best overlap first."""
    text: str = document["article"]["text"]
    names = {party["id"]: party["name"] for party in report["parties"]}
    golds, founds = document["quotes"], report["quotes"]
    found_words = [word_starts(text, found["content"]) for found in founds]
    options = []
    for g, gold in enumerate(golds):
        words = word_starts(text, gold_spans(text, gold["content"]))
        for f, others in enumerate(found_words):
            overlap = len(words & others) / max(1, len(words | others))
            if overlap >= 0.5:
                options.append((overlap, g, f))
    pairs = []
    for _, g, f in one_to_one(options):
        gold, found = golds[g], founds[f]
        said_by = names.get(found["speaker"])
        right = same_name(gold["speaker"]["name"], said_by) if gold.get("speaker") else said_by is None
        pairs.append(QuotePair(gold, found, right))
    return pairs


@dataclass(slots=True)
class Tally:
    """Counts over articles, from which the figures are made."""

    events: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(
            ["gold", "found", "type", "who", "full", "status", "voice", "date", "place"], 0
        )
    )
    quotes: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(["gold", "found", "hit", "speaker", "kind"], 0)
    )

    def add(self, document: Json, report: Json) -> None:
        """Count one article: its gold document and its report, both as dictionaries."""
        self._add_events(document, report)
        self._add_quotes(document, report)

    def _add_events(self, document: Json, report: Json) -> None:
        count = self.events
        pairs = match_events(document, report)
        count["gold"] += sum(not gold.get("optional") for gold in document["events"])
        count["found"] += len(report["events"]) - sum(bool(pair.gold.get("optional")) for pair in pairs)
        for pair in pairs:
            gold, found = pair.gold, pair.found
            if gold.get("optional"):
                continue
            count["type"] += 1
            count["who"] += pair.who
            count["full"] += pair.full
            count["status"] += gold["status"] == found["status"]
            count["voice"] += voice_agrees(gold["voice"], found["voice"])
            count["date"] += date_agrees(gold["date"], found["date"])
            count["place"] += place_agrees(gold["place"], found["place"])

    def _add_quotes(self, document: Json, report: Json) -> None:
        count = self.quotes
        pairs = match_quotes(document, report)
        count["gold"] += sum(not gold.get("optional") for gold in document["quotes"])
        count["found"] += len(report["quotes"]) - sum(bool(pair.gold.get("optional")) for pair in pairs)
        for pair in pairs:
            if pair.gold.get("optional"):
                continue
            count["hit"] += 1
            count["speaker"] += pair.speaker
            count["kind"] += pair.gold["kind"] == pair.found["kind"]

    def figures(self) -> dict[str, Any]:
        """Precision, recall and F1 of events and quotes, and the accuracies, rounded to three places."""
        e, q = self.events, self.quotes
        events: dict[str, Any] = {k: prf(e[k], e["found"], e["gold"]) for k in ("type", "who", "full")}
        events |= {"gold": e["gold"], "pred": e["found"]}
        events["accuracy"] = {
            k: round(e[k] / max(1, e["type"]), 3) for k in ("status", "voice", "date", "place")
        }
        quotes: dict[str, Any] = {
            "content": prf(q["hit"], q["found"], q["gold"]),
            "speaker": prf(q["speaker"], q["found"], q["gold"]),
            "kind": round(q["kind"] / max(1, q["hit"]), 3),
            "gold": q["gold"],
            "pred": q["found"],
        }
        return {"events": events, "quotes": quotes}


def f1(precision: float, recall: float) -> float:
    """Harmonic mean of precision and recall, 0 where both are."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def prf(hits: float, found: float, gold: float) -> dict[str, float]:
    """Precision `p`, recall `r` and `f1` of counts, rounded to three places."""
    p, r = hits / max(1, found), hits / max(1, gold)
    return {"p": round(p, 3), "r": round(r, 3), "f1": round(f1(p, r), 3)}


def gold_documents(folder: str | Path) -> list[dict[str, Any]]:
    """The gold articles of a folder by file name; FileNotFoundError if it holds none."""
    paths = sorted(Path(folder).glob("*.json"))
    if not paths:
        raise FileNotFoundError(f"no gold articles (*.json) in {folder}")
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths]


def evaluate(documents: Iterable[Json], reports: Iterable[Report | Json]) -> dict[str, Any]:
    """The figures of `reports` against gold `documents`, pair by pair in the same order."""
    tally = Tally()
    for document, report in zip(documents, reports, strict=True):
        tally.add(document, report if isinstance(report, Mapping) else report.to_dict())
    return tally.figures()


def table(figures: Json) -> str:
    """The figures in readable lines."""
    events, quotes = figures["events"], figures["quotes"]
    lines = [
        f"{name} {key:8} P {value['p']:.3f}  R {value['r']:.3f}  F1 {value['f1']:.3f}"
        for name, group, keys in (
            ("events", events, ("type", "who", "full")),
            ("quotes", quotes, ("content", "speaker")),
        )
        for key, value in ((key, group[key]) for key in keys)
    ]
    accuracy = "  ".join(f"{key} {value:.3f}" for key, value in events["accuracy"].items())
    lines.insert(3, f"of type matches: {accuracy}   ({events['gold']} gold, {events['pred']} predicted)")
    lines.append(f"quote kind {quotes['kind']:.3f}   ({quotes['gold']} gold, {quotes['pred']} predicted)")
    return "\n".join(lines)
