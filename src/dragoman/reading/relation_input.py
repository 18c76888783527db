"""A sentence with two marked parties as the token ids that the relation model reads.

Training and reading share this code, so that a model sees in use what it saw when it was made.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tokenizers import Tokenizer

ACTOR_OPEN, ACTOR_CLOSE, RECIPIENT_OPEN, RECIPIENT_CLOSE = "[unused1]", "[unused2]", "[unused3]", "[unused4]"
"""Word pieces that BERT's vocabulary keeps free."""
MAX_TOKENS = 128


class PairError(ValueError):
    """Spans that mark no pair: outside the text, empty, or the same."""


CharSpan = tuple[int, int]


def check_pair(text: str, actor: CharSpan | None, recipient: CharSpan | None) -> None:
    """Raise PairError where spans do not lie in `text`, are the same, or cross; one may be None."""
    for name, span in (("actor", actor), ("recipient", recipient)):
        if span is not None and not 0 <= span[0] < span[1] <= len(text):
            raise PairError(
                f"{name} span [{span[0]}, {span[1]}) is empty or outside a text of {len(text)} characters"
            )
    if actor is None and recipient is None:
        raise PairError("neither actor nor recipient is marked")
    if actor is None or recipient is None:
        return
    if actor == recipient:
        raise PairError("actor and recipient are the same span")
    first, second = sorted((actor, recipient))
    if first[0] < second[0] < first[1] < second[1]:
        raise PairError(f"actor {list(actor)} and recipient {list(recipient)} overlap in part")


END = re.compile(r"(?:[^\W\d_]{4}|\d\d|%)[.!?][\"\u201d'\u2019)]?\s+|\n+")
"""Where a sentence ends: a mark after a word of four letters or more, not after an initial or "Gen."."""


def around(text: str, spans: Sequence[CharSpan]) -> CharSpan:
    """From the beginning of the sentence of the first span to the end of that of the last."""
    low, high = min(start for start, _ in spans), max(end for _, end in spans)
    ends = [found.end() for found in END.finditer(text)]
    return (
        max((end for end in ends if end <= low), default=0),
        min((end for end in ends if end >= high), default=len(text)),
    )


def moved(span: CharSpan | None, by: int) -> CharSpan | None:
    """The span shifted by some characters."""
    return None if span is None else (span[0] + by, span[1] + by)


class PairEncoder:
    """Marks both parties with tokens of their own and clips to a window that holds both marks."""

    def __init__(self, tokenizer: Tokenizer, max_tokens: int = MAX_TOKENS) -> None:
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self.tokenizer = tokenizer
        self.max_tokens = max_tokens
        names = (ACTOR_OPEN, ACTOR_CLOSE, RECIPIENT_OPEN, RECIPIENT_CLOSE)
        # MPNet's vocabulary keeps BERT's words, but opens and closes with signs of its own.
        ends = ("<s>", "</s>") if tokenizer.token_to_id("<s>") is not None else ("[CLS]", "[SEP]")
        ids = [tokenizer.token_to_id(name) for name in (*names, *ends)]
        if any(found is None for found in ids):
            raise PairError("the tokenizer lacks the marks of BERT's vocabulary")
        *self.marks, self.cls, self.sep = (found for found in ids if found is not None)

    @classmethod
    def from_file(cls, path: Path) -> PairEncoder:
        """An encoder with the tokenizer of a `tokenizer.json`; PairError if it lacks BERT's marks."""

        from tokenizers import Tokenizer

        return cls(Tokenizer.from_file(str(path)))

    def __call__(
        self, text: str, actor: CharSpan | None, recipient: CharSpan | None
    ) -> tuple[list[int], int, int]:
        """(token ids, index of the actor's opening mark, of the recipient's); 0 for a party not marked."""
        cuts: list[tuple[int, int, int, int]] = []
        for span, mark in ((actor, 0), (recipient, 2)):
            if span is not None:
                cuts.append((span[0], 1, -span[1], mark))
                cuts.append((span[1], 0, -span[0], mark + 1))
        cuts.sort()
        texts, last = [], 0
        for cut, *_ in cuts:
            texts.append(text[last:cut])
            last = cut
        texts.append(text[last:])
        encoded = self.tokenizer.encode_batch(texts, add_special_tokens=False)
        pieces: list[int] = []
        at: dict[int, int] = {}
        for part, (*_, mark) in zip(encoded, cuts, strict=False):
            pieces += part.ids
            at[mark] = len(pieces)
            pieces.append(self.marks[mark])
        pieces += encoded[-1].ids
        room = self.max_tokens - 2
        start = 0
        if len(pieces) > room:
            first, end = around(text, [span for span in (actor, recipient) if span is not None])
            if end - first < len(text):
                # too long: the sentences of the parties alone, as in training, or a window of them
                return self(text[first:end], moved(actor, -first), moved(recipient, -first))
            first, end = min(at.values()), max(at.values())
            start = max(0, min(first - max(0, room - (end - first)) // 2, len(pieces) - room))
        window = pieces[start : start + room]
        opening = [min(at[mark] - start, room - 1) + 1 if mark in at else 0 for mark in (0, 2)]
        return [self.cls, *window, self.sep], opening[0], opening[1]
