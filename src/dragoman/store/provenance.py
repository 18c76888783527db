"""Where rows come from: what one transaction did, and by which reader."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from dragoman.store.lake import dumped

if TYPE_CHECKING:
    from dragoman.reading.reader import Reader

Kind = Literal["add", "import", "reread", "cluster", "review"]


@dataclass(frozen=True, slots=True)
class RunCard:
    """What a transaction did; `Store` adds its version, batch, time and counts."""

    kind: Kind
    reader: str | None = None
    """Hash of the reader; None where nothing was read."""
    configuration: str | None = None
    models: str | None = None
    supersedes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    through: int | None = None

    def row(self) -> dict[str, Any]:
        """The columns of `runs` that the card fills."""
        import dragoman

        return {
            "kind": self.kind,
            "dragoman": dragoman.__version__,
            "reader": self.reader,
            "configuration": self.configuration,
            "models": self.models,
            "supersedes": list(self.supersedes),
            "sources": list(self.sources),
            "through": self.through,
        }


def card_of(reader: Reader, kind: Kind, sources: tuple[str, ...] = ()) -> RunCard:
    """The card of a transaction that `reader` read the articles of.

    The reader's hash covers the program's version, the code and knowledge that reading depends on, the
    components with their configuration and the spaCy model: readers with one hash give the same reports.
    """
    nlp = reader.nlp
    meta = nlp.meta
    # How spaCy's own components are configured is part of their model, which its version names.
    components = {
        name: dict(nlp.get_pipe_config(name)) if name.startswith("dragoman_") else {}
        for name in nlp.pipe_names
    }
    own = reader.knowledge.path if reader.knowledge is not None else None
    overrides = {
        value: _file_hash(Path(value))
        for config in components.values()
        for value in config.values()
        if isinstance(value, str) and value and Path(value).exists()
    }
    configuration = dumped(
        {
            "components": list(components.items()),
            "overrides": overrides,
            "knowledge": _file_hash(own) if own is not None else None,
        }
    )
    models = dumped({"spacy": f"{meta.get('lang')}_{meta.get('name')} {meta.get('version')}", "own": _own()})
    digest = hashlib.sha256(f"{configuration}\n{models}".encode()).hexdigest()[:16]
    return RunCard(kind, reader=digest, configuration=configuration, models=models, sources=sources)


@cache
def _own() -> str:
    """Hash of the files that decide how an article is read: code, knowledge, models."""
    root = Path(__file__).parents[1]
    whole = hashlib.sha256()
    for folder in ("reading", "knowledge", "ontology"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                whole.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()[:16]


def _file_hash(path: Path) -> str:
    files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    whole = hashlib.sha256()
    for file in files:
        whole.update(file.read_bytes())
    return whole.hexdigest()[:16]
