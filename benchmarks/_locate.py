"""Where the triggers of gold events stand in a Doc."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks._gold import locate, sentence_window

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Located(NamedTuple):
    """A gold event and its trigger: head token and sentence, token indices of the Doc."""

    event: dict[str, Any]
    head: int
    sentence: tuple[int, int]


def triggers(doc: Doc, gold: dict[str, Any]) -> list[Located]:
    """The gold events whose trigger is found in its sentence, as heads in `doc`."""
    text = gold["article"]["text"]
    offsets = doc._.offsets
    found = []
    for event in gold["events"]:
        window = sentence_window(text, event["sentence"])
        at = window and locate(text, event["trigger"], *window)
        if not at:
            continue
        start, end = at
        tokens = [t for t in doc if _text_start(offsets, t) < end and _text_end(offsets, t) > start]
        if not tokens:
            continue
        span = doc[tokens[0].i : tokens[-1].i + 1]
        root = span.root
        words = [t for t in tokens if t.pos_ in ("VERB", "NOUN")]
        if root.pos_ not in ("VERB", "NOUN", "ADJ") and words:
            root = words[0]
        found.append(Located(event, root.i, (root.sent.start, root.sent.end)))
    return found


def _text_start(offsets: Any, token: Any) -> int:
    return token.idx if offsets is None else offsets.to_text(token.idx, token.idx + len(token))[0]


def _text_end(offsets: Any, token: Any) -> int:
    end = token.idx + len(token)
    return end if offsets is None else offsets.to_text(token.idx, end)[1]
