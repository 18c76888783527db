"""How a program that had a store open comes to its end."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from dragoman.store import Store

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = """
import sys
from dragoman.store import Store
import dragoman.store.store as module
store = Store(sys.argv[1])
assert store.sql("SELECT count(*) AS n FROM articles").rows() == [{"n": 0}]
assert store._connection is not None
print(len(module._OPEN))
"""


def test_a_closed_store_opens_anew_when_it_is_asked(tmp_path: Path) -> None:
    store = Store(tmp_path / "store", create=True)
    assert store.sql("SELECT count(*) AS n FROM articles").rows() == [{"n": 0}]
    store.close()
    store.close()
    assert store.sql("SELECT count(*) AS n FROM articles").rows() == [{"n": 0}]
    assert store.refresh() == 0


def test_a_program_that_leaves_its_store_open_ends_in_peace(tmp_path: Path) -> None:
    Store(tmp_path / "store", create=True)
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path / "store")], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout.strip(), ended.stderr) == (0, "1", "")
