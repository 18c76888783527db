"""A sentence with two marked parties as the token ids that the relation model reads.

Training and reading share this code, so that a model sees in use what it saw when it was made.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

ACTOR_OPEN, ACTOR_CLOSE, RECIPIENT_OPEN, RECIPIENT_CLOSE = "[unused1]", "[unused2]", "[unused3]", "[unused4]"
"""Word pieces that BERT's vocabulary keeps free."""
MAX_TOKENS = 128


class PairError(ValueError):
    """Spans that mark no pair: outside the text, empty, or the same."""


def check_pair(text: str, actor: tuple[int, int], recipient: tuple[int, int]) -> None:
    """Raise PairError where the spans are not two different, non-empty spans inside `text`."""
    for name, (start, end) in (("actor", actor), ("recipient", recipient)):
        if not 0 <= start < end <= len(text):
            raise PairError(f"{name} span [{start}, {end}) is empty or outside a text of {len(text)} characters")
    if actor == recipient:
        raise PairError("actor and recipient are the same span")
    if actor[0] < recipient[0] < actor[1] < recipient[1] or recipient[0] < actor[0] < recipient[1] < actor[1]:
        raise PairError(f"actor {list(actor)} and recipient {list(recipient)} overlap in part")


class PairEncoder:
    """Marks both parties with tokens of their own and clips to a window that holds both marks."""

    def __init__(self, tokenizer: Tokenizer, max_tokens: int = MAX_TOKENS) -> None:
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self.tokenizer = tokenizer
        self.max_tokens = max_tokens
        names = (ACTOR_OPEN, ACTOR_CLOSE, RECIPIENT_OPEN, RECIPIENT_CLOSE)
        self.marks = [tokenizer.token_to_id(name) for name in names]
        self.cls = tokenizer.token_to_id("[CLS]")
        self.sep = tokenizer.token_to_id("[SEP]")

    @classmethod
    def from_file(cls, path: Path) -> PairEncoder:
        from tokenizers import Tokenizer

        return cls(Tokenizer.from_file(str(path)))

    def __call__(self, text: str, actor: tuple[int, int], recipient: tuple[int, int]) -> tuple[list[int], int, int]:
        """(token ids, index of the actor's opening mark, index of the recipient's)."""
        cuts = sorted(
            [
                (actor[0], 1, -actor[1], 0),
                (actor[1], 0, -actor[0], 1),
                (recipient[0], 1, -recipient[1], 2),
                (recipient[1], 0, -recipient[0], 3),
            ]
        )
        texts, last = [], 0
        for cut, *_ in cuts:
            texts.append(text[last:cut])
            last = cut
        texts.append(text[last:])
        encoded = self.tokenizer.encode_batch(texts, add_special_tokens=False)
        pieces: list[int] = []
        at = [0, 0, 0, 0]
        for part, (*_, mark) in zip(encoded, cuts, strict=False):
            pieces += part.ids
            at[mark] = len(pieces)
            pieces.append(self.marks[mark])
        pieces += encoded[-1].ids
        room = self.max_tokens - 2
        start = 0
        if len(pieces) > room:
            first, end = min(at[0], at[2]), max(at[1], at[3])
            start = max(0, min(first - max(0, room - (end - first)) // 2, len(pieces) - room))
        window = pieces[start : start + room]
        return (
            [self.cls, *window, self.sep],
            min(at[0] - start, room - 1) + 1,
            min(at[2] - start, room - 1) + 1,
        )
