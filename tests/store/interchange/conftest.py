"""Other people's files, and what was understood of them, in a form that a test can say in one line."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dragoman.store.interchange import read

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = Path(__file__).parent / "data"
Event = dict[str, Any]


@dataclass
class Understood:
    """The events of a file by their id there, and what was said of rows that were left out."""

    events: dict[str, Event] = field(default_factory=dict)
    articles: dict[str, Event] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    rows: int = 0

    def who(self, event: str, role: str = "actor") -> list[str]:
        """The parties of an event in a role, as `name|code|sectors`."""
        return [f"{p['name']}|{p['code'] or ''}|{' '.join(p['sector'])}" for p in self.events[event][role]]


def understood(form: str, path: Path) -> Understood:
    """Read a file and put its batches together."""
    found = Understood()
    for batch in read(form, path):
        parties: dict[tuple[str, str], list[Event]] = {}
        for row in batch.tables["event_parties"].to_pylist():
            same = parties.setdefault((row["event"], row["role"]), [])
            assert row["position"] == len(same)
            same.append(row)
        for row in batch.tables["events"].to_pylist():
            roles = {role: parties.get((row["id"], role), []) for role in ("actor", "recipient")}
            found.events[row["origin_id"]] = row | roles
        if "articles" in batch.tables:
            found.articles |= {row["id"]: row for row in batch.tables["articles"].to_pylist()}
        found.problems += [str(p).removeprefix(f"{path}: ") for p in batch.problems]
        found.rows += batch.rows
    return found


@pytest.fixture(scope="session")
def data() -> Path:
    """The files: invented rows in the published columns, odd ones among them."""
    return DATA


@pytest.fixture(scope="session")
def reading() -> Callable[[str, str], Understood]:
    """Reads one of the files: `reading("gdelt", "gdelt2.export.CSV")`."""
    return lambda form, name: understood(form, DATA / name)
