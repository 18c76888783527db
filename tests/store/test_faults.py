"""What goes wrong around a store: full disks, folders that may not be written, processes killed for real."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dragoman.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.reading.reader import Reader
    from dragoman.records import Article


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user of the machine may look into."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        yield Path(made)


def dragoman(*arguments: object, **more: Any) -> subprocess.CompletedProcess[str]:
    """The command, run for real."""
    command = [sys.executable, "-m", "dragoman.cli", *map(str, arguments)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, **more)


def table_of(articles: list[Article], path: Path) -> Path:
    """The articles as a JSONL file."""
    path.write_text("\n".join(json.dumps(article.to_dict()) for article in articles), encoding="utf-8")
    return path


def test_a_disk_that_takes_no_more(
    open_folder: Path, articles: list[Article], reader: Reader, filled: Store
) -> None:
    store = Store(open_folder / "store", create=True)
    store.add(articles[:2], reader)
    news = table_of(articles, open_folder / "news.jsonl")

    def small_files() -> None:
        # A file of more than 2,000 bytes cannot be written: the system's answer is an error of its own.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))

    failed = dragoman("add", news, "--store", store.lake.address, preexec_fn=small_files)
    assert failed.returncode == 2
    assert failed.stderr.splitlines()[-1] == f"dragoman: {store.lake.address}: File too large"
    assert len(Store(store.lake.address).sql("SELECT * FROM articles")) == 2

    assert dragoman("add", news, "--store", store.lake.address, "--no-stories").returncode == 0
    kept = Store(store.lake.address)
    assert [r.to_json() for r in kept.reports()] == [r.to_json() for r in filled.reports()]


READ_ONLY = """
import os, sys
from dragoman.records import Article
import dragoman
from dragoman.store import Store, StoreError
reader, article = dragoman.load(), Article("Chad left Niger alone.", language="en")
Store(sys.argv[1], create=True).add([article], reader)
Store(sys.argv[1]).events()
if os.geteuid() == 0:
    os.setuid(65534)  # root may write everywhere: go on as nobody in particular
store = Store(sys.argv[2])
print(len(store.sql("SELECT * FROM articles")))
try:
    store.add([article], reader)
except StoreError as error:
    print(error)
"""


def test_a_folder_that_may_only_be_read(open_folder: Path, articles: list[Article], reader: Reader) -> None:
    store = Store(open_folder / "store", create=True)
    store.add(articles[:2], reader)
    for folder, _, _ in os.walk(open_folder):
        Path(folder).chmod(0o555)
    command = [sys.executable, "-c", READ_ONLY, str(open_folder / "other"), store.lake.address]
    if os.geteuid() != 0:
        open_folder.chmod(0o755)
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.stdout.splitlines() == ["2", f"{store.lake.address}: no permission to write here"], (
        done.stderr
    )
    for folder, _, _ in os.walk(open_folder):
        Path(folder).chmod(0o755)


@pytest.mark.parametrize("seconds", [1.2, 1.8])
def test_killed_while_adding_and_begun_again(
    tmp_path: Path, articles: list[Article], filled: Store, seconds: float
) -> None:
    store = tmp_path / "store"
    news = table_of(articles, tmp_path / "news.jsonl")
    command = [sys.executable, "-m", "dragoman.cli", "add", str(news), "--store", str(store), "--batch", "1"]
    command.append("--no-stories")
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = dragoman(*command[3:])
    assert done.returncode == 0, done.stderr
    kept = Store(store)
    assert [r.to_json() for r in kept.reports()] == [r.to_json() for r in filled.reports()]
