"""Gold articles for benchmarks: loading them, and finding the strings of a gold record in the text.

A gold file is the JSON described in the annotation guidelines: `{"article", "quotes", "events"}`, where every
span is written as a string; `locate` and `nearest` turn such strings into character offsets.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

WORD = re.compile(r"\w+")
TITLES = frozenset(
    "mr mrs ms dr president prime minister foreign secretary of state defense defence general the sen rep "
    "chancellor spokesman spokeswoman".split()
)
"""Words that do not tell one party's name from another's."""


@dataclass(frozen=True, slots=True)
class GoldRole:
    """One party as it stands in a gold event or quote; offsets are characters of the article's text."""

    article: str
    role: str
    """actor, recipient or speaker."""
    start: int
    end: int
    text: str
    name: str
    code: str | None
    sector: tuple[str, ...]
    optional: bool


def load(folder: str | Path) -> list[dict[str, Any]]:
    """Every gold article of a folder, by file name; OSError if the folder cannot be read."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(Path(folder).glob("*.json"))]


def pattern(needle: str, prefix: bool = False) -> re.Pattern[str]:
    """Matches `needle` whatever its white space, from a word's beginning and, unless `prefix`, to a
    word's end."""
    body = r"\s+".join(re.escape(word) for word in needle.split())
    before = r"(?<!\w)" if needle[:1].isalnum() else ""
    after = r"(?!\w)" if needle[-1:].isalnum() and not prefix else ""
    return re.compile(before + body + after)


def locate(
    text: str, needle: str, lo: int = 0, hi: int | None = None, prefix: bool = False
) -> tuple[int, int] | None:
    """Offsets of the first `needle` in `text[lo:hi]`; None if it is not there."""
    found = pattern(needle, prefix).search(text, lo, len(text) if hi is None else hi)
    return (found.start(), found.end()) if found else None


def sentence_window(text: str, sentence: str) -> tuple[int, int] | None:
    """Offsets from where `sentence` begins to its end, or 700 characters on; None if it is not there."""
    at = locate(text, sentence, prefix=True)
    return (at[0], max(at[1], min(len(text), at[0] + 700))) if at else None


def nearest(text: str, needle: str, point: int, lo: int = 0, hi: int | None = None) -> tuple[int, int] | None:
    """Offsets of the `needle` in `text[lo:hi]` that lies nearest to the character `point`."""
    found = [m.span() for m in pattern(needle).finditer(text, lo, len(text) if hi is None else hi)]
    return min(found, key=lambda span: abs(span[0] - point)) if found else None


def roles(doc: dict[str, Any]) -> Iterator[GoldRole]:
    """Each actor, recipient and speaker of a gold article whose words can be found, once per place and
    party."""
    text, article = doc["article"]["text"], doc["article"]["id"]
    seen: set[tuple[int, int, str, str | None]] = set()
    for event in doc["events"]:
        window = sentence_window(text, event["sentence"])
        if window is None:
            continue
        trigger = locate(text, event["trigger"], *window)
        point = trigger[0] if trigger else window[0]
        stop = re.compile(r"[.!?][\"”’]?\s").search(text, point)
        last = stop.start() if stop else len(text)
        for role in ("actor", "recipient"):
            for party in event[role]:
                at = nearest(text, party["text"], point, window[0], last) or nearest(
                    text, party["text"], point
                )
                if at is None or (*at, party["name"], party["code"]) in seen:
                    continue
                seen.add((*at, party["name"], party["code"]))
                yield GoldRole(
                    article,
                    role,
                    *at,
                    party["text"],
                    party["name"],
                    party["code"],
                    tuple(party["sector"]),
                    bool(event.get("optional")),
                )
    for quote in doc["quotes"]:
        speaker = quote.get("speaker")
        content = locate(text, quote["content"][0]) if quote["content"] else None
        if not speaker or content is None:
            continue
        at = nearest(text, speaker["text"], content[0])
        if at is None or (*at, speaker["name"], speaker.get("code")) in seen:
            continue
        seen.add((*at, speaker["name"], speaker.get("code")))
        yield GoldRole(
            article,
            "speaker",
            *at,
            speaker["text"],
            speaker["name"],
            speaker.get("code"),
            (),
            bool(quote.get("optional")),
        )


def name_key(name: str | None) -> set[str]:
    """The words of a name that tell it from others, in lower case."""
    return {word for word in WORD.findall((name or "").lower()) if word not in TITLES}


def same_name(a: str | None, b: str | None) -> bool:
    """Whether one name's telling words are all in the other."""
    left, right = name_key(a), name_key(b)
    return bool(left and right) and (left <= right or right <= left)
