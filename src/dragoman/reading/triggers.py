"""The trigger model: which words of a sentence tell which PLOVER act, whether or not the lexicon has them.

"Hanoi brushed the complaint aside", "the flotilla made off with three boats": no list has all the ways in
which people say that something was done. A small encoder reads the sentence and tells for every piece of it
how likely it is (part of) a trigger of each type; neighbouring pieces of one type are one trigger. It
proposes what the lexicon has passed over; parties, status and voice are found as for any other act.
`training/triggers/train.py` makes the model from annotated text of our own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dragoman.reading.model_files import checked, session

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SHIPPED = Path(__file__).parent / "model" / "triggers"
"""The model that comes with the package."""
PIECES = 126
"""Word pieces read at a time; a longer sentence is read in windows."""
LEAST = 0.3
"""Probability below which a piece is no trigger at all."""


class Told(NamedTuple):
    """A trigger: characters of the sentence, type, and the highest probability of its pieces."""

    start: int
    end: int
    type: str
    probability: float


class Likely:
    """How likely the pieces of a sentence and of those before name one side of a trigger; they sum to 1."""

    def __init__(self, shares: list[Any], readings: Sequence[Reading | None]) -> None:
        self._readings = readings
        self.nobody = float(shares[0][0])
        """The share of nobody."""
        # Summed up from the left, so that a span costs two look-ups.
        self._until = [[0.0, *some.cumsum().tolist()] for some in shares]

    def share(self, start: int, end: int, back: int = 0) -> float:
        """What falls on these characters of the sentence, or of one so many sentences `back`."""
        reading = self._readings[back] if back < len(self._until) else None
        if reading is None:
            return 0.0
        at, until = reading.pieces(start, end), self._until[back]
        opening, last = (1 if back == 0 else 0), len(until) - 1
        return until[min(at.stop + opening, last)] - until[min(at.start + opening, last)] if at else 0.0


class Reading:
    """What the model makes of one sentence."""

    def __init__(
        self, types: list[str], offsets: list[tuple[int, int]], scores: Any, asks: Any, offers: Any
    ) -> None:
        self.types = types
        self.offsets = offsets
        self.scores = scores
        """Probabilities of the types, one row a piece."""
        # One row for the opening piece, which stands for nobody, and one a piece.
        self._asks, self._offers = asks, offers
        self._starts = [start for start, _ in offsets]
        self._ends = [end for _, end in offsets]

    def told(self) -> list[Told]:
        """The triggers, in order."""
        return list(self._runs())

    def probability(self, start: int, end: int, kind: str) -> float:
        """How likely any piece of these characters is a trigger of this type."""
        at = self.pieces(start, end)
        return float(self.scores[at.start : at.stop, self.types.index(kind)].max()) if at else 0.0

    def parties(self, trigger: tuple[int, int], side: int, before: Sequence[Reading | None]) -> Likely | None:
        """How likely each piece names the actor (side 0) or the recipient (1) of a trigger.

        Asked are the pieces of this sentence and of those `before`, nearest first (None: not read). None if
        the sentence is too long to tell.
        """
        import numpy as np

        at = self.pieces(*trigger)
        if not at or at[0] >= PIECES:
            return None
        width = self._offers.shape[-1] // 2
        part = slice(side * width, (side + 1) * width)
        ask = self._asks[at[0] + 1].reshape(2, -1)[side]
        # Entry 0 is the opening piece; of a long sentence only the first window counts.
        scores = [self._offers[: PIECES + 1, part] @ ask[:width] / width**0.5]
        for earlier, leaning in zip(before, ask[width:], strict=False):
            if earlier is None or earlier._offers is None:
                scores.append(np.zeros(0, dtype=np.float32))
            else:
                offered = earlier._offers[1 : PIECES + 1, part]
                scores.append(offered @ ask[:width] / width**0.5 + leaning)
        most = max(some.max() for some in scores if len(some))
        raised = [np.exp(some - most) for some in scores]
        whole = sum(float(some.sum()) for some in raised)
        return Likely([some / whole for some in raised], [self, *before])

    def pieces(self, start: int, end: int) -> range:
        """The pieces that lie in these characters."""
        return range(bisect_right(self._ends, start), bisect_left(self._starts, end))

    def _runs(self) -> Iterator[Told]:
        run: Told | None = None
        for (start, end), row in zip(self.offsets, self.scores, strict=True):
            best = int(row[1:].argmax()) + 1
            probability, kind = float(row[best]), self.types[best]
            if probability < LEAST:
                if run is not None:
                    yield run
                run = None
            elif run is not None and run.type == kind:
                run = Told(run.start, end, kind, max(run.probability, probability))
            else:
                if run is not None:
                    yield run
                run = Told(start, end, kind, probability)
        if run is not None:
            yield run


class TriggerModel:
    """Reads sentences, one at a time, so that one reads the same in any company."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        from tokenizers import Tokenizer

        self.card, files = checked(folder, "trigger", ("types",))
        self.types: list[str] = list(self.card["types"])
        """NONE first."""
        self.tokenizer = Tokenizer.from_file(str(files["tokenizer.json"]))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.session = session(files["model.onnx"], threads)
        self.ends = [self.tokenizer.token_to_id(name) for name in ("[CLS]", "[SEP]")]

    def read(self, text: str) -> Reading:
        """What the model makes of a sentence."""
        import numpy as np

        coded = self.tokenizer.encode(text, add_special_tokens=False)
        scores, asks, offers = [], [], []
        for at in range(0, len(coded.ids), PIECES):
            ids = np.array([[self.ends[0], *coded.ids[at : at + PIECES], self.ends[1]]], dtype=np.int64)
            feed = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
            told, asked, offered = self.session.run(["scores", "asks", "offers"], feed)
            scores.append(told[0, 1:-1])
            opening = 0 if at == 0 else 1
            asks.append(asked[0, opening:-1])
            offers.append(offered[0, opening:-1])
        if not scores:
            return Reading(self.types, [], np.zeros((0, len(self.types))), None, None)
        whole = np.concatenate(scores)
        raised = np.exp(whole - whole.max(axis=-1, keepdims=True))
        likely = raised / raised.sum(axis=-1, keepdims=True)
        return Reading(self.types, coded.offsets, likely, np.concatenate(asks), np.concatenate(offers))


@lru_cache(maxsize=1)
def trigger_model() -> TriggerModel:
    """The shipped model, loaded once."""
    return TriggerModel(SHIPPED)
