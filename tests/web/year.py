"""The store of the year that never was, read once and kept between runs for as long as nothing changes."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from dragoman.reading.reader import Reader

ROOT = Path(__file__).parents[2]
ARTICLES = ROOT / "samples" / "year.jsonl"


def year_store(reader: Callable[[], Reader]) -> Path:
    """A store of `samples/year.jsonl`, made by the real reader; never to be written to.

    Its name is the hash of the articles and of all that reads and keeps them.
    """
    digest = hashlib.sha256(ARTICLES.read_bytes())
    for part in ("reading", "knowledge", "ontology", "store"):
        for file in sorted((ROOT / "src" / "dragoman" / part).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(file.name.encode() + file.read_bytes())
    folder = Path(tempfile.gettempdir()) / f"dragoman-year-{digest.hexdigest()[:16]}"
    if not folder.exists():
        from dragoman.sources import read_source
        from dragoman.store import Store
        from dragoman.store.cluster import cluster

        made = Path(tempfile.mkdtemp(prefix="dragoman-year-")) / "year"
        store = Store(made, create=True)
        store.add(read_source(ARTICLES), reader(), batch=60, sources=["year.jsonl"])
        cluster(store)
        # If somebody else was as quick, theirs is as good.
        with suppress(OSError):
            made.rename(folder)
        shutil.rmtree(made.parent)
    return folder
