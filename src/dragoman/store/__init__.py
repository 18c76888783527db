"""The store: Delta Lake tables that keep what was read of many articles, and what asks them.

`tables.py` says what is kept, `lake.py` how a transaction works, `views.py` which rows count at a version,
`questions.py` what can be asked. `Store` is the door to all of it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from dragoman.store.errors import StoreError

# What delta-rs logs of its tries to find credentials is no message to a user; what fails is raised.
os.environ.setdefault("RUST_LOG", "error")

if TYPE_CHECKING:
    from dragoman.store.answer import Answer
    from dragoman.store.filters import QuestionError
    from dragoman.store.provenance import RunCard
    from dragoman.store.store import Store

_WHERE = {
    "Answer": "dragoman.store.answer",
    "QuestionError": "dragoman.store.filters",
    "RunCard": "dragoman.store.provenance",
    "Store": "dragoman.store.store",
}
__all__ = ["Answer", "QuestionError", "RunCard", "Store", "StoreError"]


def __getattr__(name: str) -> Any:
    # Delta Lake and DuckDB load with the first store, not with the package.
    if name in _WHERE:
        from importlib import import_module

        return getattr(import_module(_WHERE[name]), name)
    raise AttributeError(f"module 'dragoman.store' has no attribute {name!r}")
