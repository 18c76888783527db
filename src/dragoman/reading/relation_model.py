"""The relation model: which PLOVER act one marked party does to the other, if any.

Runs with onnxruntime and tokenizers alone. A model folder holds `model.onnx`, `tokenizer.json` and
`card.json`; the card names the SHA-256 of the other two, and a folder that does not match is refused.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from dragoman.reading.relation_input import PairEncoder

SHIPPED = Path(__file__).parent / "models" / "relation"
BATCH = 32


class ModelError(ValueError):
    """A model folder that cannot be used; the message names the file and the cause."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A text with the character spans of two parties."""

    text: str
    actor: tuple[int, int]
    recipient: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Relation:
    """The model's answer: probabilities of the types (NONE among them) and the likeliest mode."""

    types: dict[str, float]
    mode: str
    mode_probability: float

    @property
    def type(self) -> str:
        return max(self.types, key=lambda name: self.types[name])


def sha256(path: Path) -> str:
    made = hashlib.sha256()
    with path.open("rb") as handle:
        while chunk := handle.read(1 << 20):
            made.update(chunk)
    return made.hexdigest()


class RelationModel:
    """Classifies pairs in batches sorted by length. One thread, so that equal input gives equal bytes."""

    def __init__(self, folder: Path = SHIPPED, *, threads: int = 1) -> None:
        import onnxruntime

        for name in ("card.json", "model.onnx", "tokenizer.json"):
            if not (folder / name).is_file():
                raise ModelError(f"{folder}: no {name}, so this is no relation model")
        try:
            self.card: dict[str, Any] = json.loads((folder / "card.json").read_text(encoding="utf-8"))
            self.types: list[str] = list(self.card["types"])
            self.modes: list[str] = list(self.card["modes"])
            hashes: dict[str, str] = self.card["sha256"]
        except (KeyError, ValueError) as error:
            raise ModelError(f"{folder / 'card.json'}: not the card of a relation model ({error})") from error
        for name in ("model.onnx", "tokenizer.json"):
            if sha256(folder / name) != hashes.get(name):
                raise ModelError(f"{folder / name}: not the file that the model's card names (SHA-256 differs)")
        self.encode = PairEncoder.from_file(folder / "tokenizer.json")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self.temperature = float(self.card.get("temperature", 1.0))

    def classify(self, pairs: Sequence[Pair]) -> list[Relation]:
        """One Relation a pair, in order."""
        import numpy as np

        coded = [self.encode(p.text, p.actor, p.recipient) for p in pairs]
        order = sorted(range(len(coded)), key=lambda i: (len(coded[i][0]), i))
        found: list[Relation | None] = [None] * len(pairs)
        for at in range(0, len(order), BATCH):
            group = order[at : at + BATCH]
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
            by_type, by_mode = self.session.run(["type", "mode"], feed)
            types = _softmax(by_type / self.temperature)
            modes = _softmax(by_mode)
            for row, i in enumerate(group):
                best = int(modes[row].argmax())
                found[i] = Relation(
                    {name: float(types[row, k]) for k, name in enumerate(self.types)},
                    self.modes[best],
                    float(modes[row, best]),
                )
        return [relation for relation in found if relation is not None]


def _softmax(scores: Any) -> Any:
    import numpy as np

    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)


@lru_cache(maxsize=2)
def relation_model(folder: Path = SHIPPED) -> RelationModel:
    """The model of a folder, loaded once."""
    return RelationModel(folder)
