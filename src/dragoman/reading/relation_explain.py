"""Why the relation model answers as it does: rival types, words that mattered, near training frames.

Words are weighed by occlusion: each is left out in turn, and what its absence takes from the answer's
probability is its weight. Frames are near by the cosine of the model's features; they lie in `frames.npz`
beside the model, are read at the first question, and are absent from models that were made without them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from dragoman.reading.relation_model import Pair

if TYPE_CHECKING:
    from pathlib import Path

    from dragoman.reading.relation_model import RelationModel

FRAMES = "frames.npz"
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
MOST_WORDS = 80
"""Words left out in turn, nearest to the marked parties first; a longer text is not searched through."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A training frame with its type and its likeness (cosine, up to 1) to the pair explained."""

    text: str
    type: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """The likeliest types with probabilities, words with the probability each adds, and near frames."""

    types: list[tuple[str, float]]
    words: list[tuple[str, float]]
    frames: list[Neighbour]

    def to_dict(self) -> dict[str, Any]:
        """The explanation as plain values for JSON."""
        return {
            "types": {name: round(probability, 4) for name, probability in self.types},
            "words": [{"word": word, "adds": round(weight, 4)} for word, weight in self.words],
            "frames": [
                {"text": near.text, "type": near.type, "likeness": round(near.likeness, 3)}
                for near in self.frames
            ],
        }


def explain(model: RelationModel, pair: Pair, *, top: int = 3) -> Explanation:
    """Explain the model's answer for one pair with `top` types, frames, and twice as many words."""
    relation = model.classify([pair])[0]
    ranked = sorted(relation.types.items(), key=lambda item: (-item[1], item[0]))
    best = ranked[0][0]
    places = words_outside(pair)
    shorter = [without(pair, start, end) for start, end in places]
    weights = [ranked[0][1] - found.types[best] for found in model.classify(shorter)]
    heavy = sorted(zip(places, weights, strict=True), key=lambda item: (-item[1], item[0]))[: 2 * top]
    words = [(pair.text[start:end], weight) for (start, end), weight in heavy if weight > 0]
    return Explanation(ranked[:top], words, neighbours(model, pair, top))


def words_outside(pair: Pair) -> list[tuple[int, int]]:
    """Spans of the words outside both parties, at most `MOST_WORDS`, those nearest to a party first kept."""
    spans = [span for span in (pair.actor, pair.recipient) if span is not None]

    def distance(place: tuple[int, int]) -> int:
        return min(max(start - place[1], place[0] - end) for start, end in spans)

    places = [found.span() for found in WORD.finditer(pair.text)]
    outside = [place for place in places if distance(place) >= 0]
    return sorted(sorted(outside, key=distance)[:MOST_WORDS])


def without(pair: Pair, start: int, end: int) -> Pair:
    """The pair with the characters from `start` to `end` cut out; they lie outside both parties."""
    cut = end - start

    def moved(span: tuple[int, int] | None) -> tuple[int, int] | None:
        if span is None or span[0] < start:
            return span
        return span[0] - cut, span[1] - cut

    return Pair(pair.text[:start] + pair.text[end:], moved(pair.actor), moved(pair.recipient))


def neighbours(model: RelationModel, pair: Pair, count: int) -> list[Neighbour]:
    """The training frames whose features are nearest; empty for a model without `frames.npz`."""
    import numpy as np

    path = model.files.get(FRAMES)
    if path is None:
        return []
    features, texts, types = _bank(path)
    own = model.scores([pair])[2][0]
    likeness = features @ (own / max(1e-9, float(np.linalg.norm(own))))
    order = np.argsort(-likeness, kind="stable")[:count]
    return [Neighbour(texts[k], types[k], float(likeness[k])) for k in order]


@lru_cache(maxsize=2)
def _bank(path: Path) -> tuple[Any, list[str], list[str]]:
    """Unit features (rows × width, float32), texts and types of the frames."""
    import numpy as np

    with np.load(path, allow_pickle=False) as stored:
        features = stored["features"].astype(np.float32)
        texts, types = (bytes(stored[name]).decode("utf-8").split("\n") for name in ("texts", "types"))
    features /= np.maximum(np.linalg.norm(features, axis=1, keepdims=True), 1e-9)
    return features, texts, types
