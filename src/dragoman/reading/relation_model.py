"""The relation model: which PLOVER act one marked party does to the other, if any.

Runs with onnxruntime and tokenizers alone. A model folder holds `model.onnx`, `tokenizer.json` and
`card.json`; the card names the SHA-256 of the others, and a folder that does not match is refused.
A folder made by `dragoman train` also holds `head.npz`, a last layer taught on a user's own pairs.
`training/relations/train.py` makes a model from nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.reading.model_files import ModelError, checked, session, sha256
from dragoman.reading.relation_input import PairEncoder

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ModelError", "Pair", "Relation", "RelationModel", "relation_model", "sha256"]
HEAD = "head.npz"
BATCH = 32
SHIPPED = Path(__file__).parent / "model" / "relation"
"""The model that comes with the package."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A text with the character spans of two parties; one of them may be absent."""

    text: str
    actor: tuple[int, int] | None
    recipient: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Relation:
    """The model's answer: probabilities of the types (NONE among them) and the likeliest mode."""

    types: dict[str, float]
    mode: str
    mode_probability: float

    @property
    def type(self) -> str:
        """The likeliest type, maybe NONE."""
        return max(self.types, key=lambda name: self.types[name])


class RelationModel:
    """Classifies pairs in batches sorted by length. One thread, so that equal input gives equal bytes."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        import numpy as np

        self.folder = folder
        self.card, files = checked(folder, "relation", ("types", "modes"))
        self.types: list[str] = list(self.card["types"])
        self.modes: list[str] = list(self.card["modes"])
        self.files = files
        self.base_types: list[str] = list(self.card.get("base_types", self.types))
        self.head: tuple[Any, Any] | None = None
        if HEAD in files:
            with np.load(files[HEAD], allow_pickle=False) as stored:
                self.head = (stored["weight"], stored["bias"])
        self.encode = PairEncoder.from_file(files["tokenizer.json"])
        self.session = session(files["model.onnx"], threads)
        self.temperature = float(self.card.get("temperature", 1.0))

    def classify(self, pairs: Sequence[Pair], *, batch: int = BATCH, news: bool = False) -> list[Relation]:
        """One Relation a pair, in order.

        With `news` the probabilities are those of any two parties of a news sentence, of which three pairs
        in four have nothing to do with each other there; without, those of pairs that were picked because
        something may pass between them. ModelError if the model's card has no such priors.

        The model is quantised by what goes through it: a pair's probabilities depend a little (some
        hundredths) on the others of its batch. With `batch` 1 they depend on the pair alone.
        """
        types, modes, features = self.scores(pairs, batch=batch)
        logits = prior(types / self.temperature, self.base_types, self.types)
        if self.head is not None:
            logits = logits + features @ self.head[0] + self.head[1]
        if news:
            scale, bias = self._news()
            logits = scale * logits + bias
        by_type, by_mode = softmax(logits), softmax(modes)
        found = []
        for row in range(len(pairs)):
            best = int(by_mode[row].argmax())
            found.append(
                Relation(
                    {name: float(by_type[row, k]) for k, name in enumerate(self.types)},
                    self.modes[best],
                    float(by_mode[row, best]),
                )
            )
        return found

    def _news(self) -> tuple[float, Any]:
        """The scale and the biases that fit the scores to news."""
        import numpy as np

        found = self.card.get("news", {})
        if set(found.get("bias", ())) != set(self.types):
            raise ModelError(f"{self.folder}: the model's card tells no priors of news for its types")
        return float(found["scale"]), np.array([found["bias"][name] for name in self.types])

    def scores(self, pairs: Sequence[Pair], *, batch: int = BATCH) -> tuple[Any, Any, Any]:
        """Raw scores of types and modes, and features: arrays of one row a pair."""
        import numpy as np

        coded = [self.encode(p.text, p.actor, p.recipient) for p in pairs]
        order = sorted(range(len(coded)), key=lambda i: (len(coded[i][0]), i))
        outputs: list[Any] = [None] * len(pairs)
        for at in range(0, len(order), batch):
            group = order[at : at + batch]
            width = max(len(coded[i][0]) for i in group)
            ids = np.zeros((len(group), width), dtype=np.int64)
            mask = np.zeros((len(group), width), dtype=np.int64)
            for row, i in enumerate(group):
                ids[row, : len(coded[i][0])] = coded[i][0]
                mask[row, : len(coded[i][0])] = 1
            feed = {
                "input_ids": ids,
                "attention_mask": mask,
                "actor": np.array([coded[i][1] for i in group], dtype=np.int64),
                "recipient": np.array([coded[i][2] for i in group], dtype=np.int64),
            }
            by_type, by_mode, features = self.session.run(["type", "mode", "features"], feed)
            for row, i in enumerate(group):
                outputs[i] = (by_type[row], by_mode[row], features[row])
        if not outputs:
            return np.zeros((0, len(self.base_types))), np.zeros((0, len(self.modes))), np.zeros((0, 0))
        by_type, by_mode, features = (np.stack(part) for part in zip(*outputs, strict=True))
        return by_type, by_mode, features


def prior(scores: Any, known: Sequence[str], wanted: Sequence[str]) -> Any:
    """The scores of `known` labels in the order of `wanted`; a label not known gets the lowest score."""
    import numpy as np

    if list(known) == list(wanted):
        return scores
    at = {name: k for k, name in enumerate(known)}
    low = scores.min(axis=-1, keepdims=True)
    return np.concatenate([scores[:, [at[name]]] if name in at else low for name in wanted], axis=-1)


def softmax(scores: Any) -> Any:
    """Probabilities over the last axis."""

    import numpy as np

    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)


@lru_cache(maxsize=2)
def relation_model(folder: Path | None = None) -> RelationModel:
    """The model of a folder, or the shipped one, loaded once."""
    return RelationModel(folder or SHIPPED)
