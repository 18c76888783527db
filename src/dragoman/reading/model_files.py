"""Folders of trained models: a card with the SHA-256 of each file, and an ONNX session on the CPU; and the
tables of weights of the log-linear ones."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


class ModelError(ValueError):
    """A model folder that cannot be used; the message names the file and the cause."""


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    made = hashlib.sha256()
    with path.open("rb") as handle:
        while chunk := handle.read(1 << 20):
            made.update(chunk)
    return made.hexdigest()


def checked(folder: Path, kind: str, lists: tuple[str, ...]) -> tuple[dict[str, Any], dict[str, Path]]:
    """The card of a model folder and its files by name, all of them as the card describes them.

    `kind` is what the model is called in errors; `lists` are entries that the card must have. Raises
    ModelError.
    """
    try:
        card: dict[str, Any] = json.loads((folder / "card.json").read_text(encoding="utf-8"))
        for name in lists:
            list(card[name])
        hashes: dict[str, str] = dict(card["sha256"])
    except FileNotFoundError:
        raise ModelError(f"{folder}: no card.json, so this is no {kind} model") from None
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(f"{folder / 'card.json'}: not the card of a {kind} model ({error})") from error
    files = {name: folder / name for name in hashes}
    for name in ("model.onnx", "tokenizer.json"):
        if name not in files:
            raise ModelError(f"{folder / 'card.json'}: names no {name}")
    for name, path in files.items():
        if not path.is_file():
            raise ModelError(f"{path}: missing, though the model's card names it")
        if sha256(path) != hashes[name]:
            raise ModelError(f"{path}: not the file that the card of {folder} names (SHA-256 differs)")
    return card, files


def session(path: Path, threads: int) -> Any:
    """An onnxruntime session on the CPU; with one thread equal input gives equal bytes."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def weight_table(path: Path) -> dict[str, float]:
    """Weights by feature: lines of feature, tab, weight after a line of names; lines with # are remarks.

    Raises ModelError if the table is damaged."""
    try:
        rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line[0] != "#"]
        return {name: float(weight) for name, weight in rows[1:]}
    except (OSError, ValueError, IndexError) as error:
        raise ModelError(f"{path}: not a table of weights ({error})") from error
