"""What a store outlives: `python -m benchmarks.soak [--kills 50] [--minutes 2] [--articles 24] [--seed 1]`.

First part: `add`, `bulk` and `compact` are killed (SIGKILL, the whole process group) at random moments, begun
again, and the canonical export is compared byte for byte with that of a run that nobody disturbed.
Second part: two writers and three readers work on one store at the same time; nobody may see an error, no
commit may be lost. The last line is JSON.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from dragoman.store import Store

COMMAND = [sys.executable, "-m", "dragoman.cli"]
ENVIRONMENT = {**os.environ, "OMP_NUM_THREADS": "1"}
LONGEST = {"add": 6.0, "bulk": 20.0, "compact": 1.5}
"""Seconds within which a process is killed: a little more than an undisturbed one takes."""


def news(path: Path, count: int, seed: int) -> Path:
    """A table of made-up articles."""
    from benchmarks.made_news import make

    with path.open("w", encoding="utf-8") as file:
        for article in make(count // 2, count, seed).articles:
            file.write(json.dumps(article.to_dict(), ensure_ascii=False) + "\n")
    return path


def canonical(store: Path) -> str:
    """Hash of the canonical export."""
    whole = hashlib.sha256()
    for report in Store(store).reports():
        whole.update(report.to_json().encode() + b"\n")
    return whole.hexdigest()


def command_of(kind: str, source: Path, store: Path) -> list[str]:
    """The command line of one kind of process."""
    if kind == "compact":
        return [*COMMAND, "compact", "--store", str(store), "--keep-hours", "0", "--grace-hours", "0"]
    return [*COMMAND, kind, str(source), "--store", str(store), "--batch", "3"]


def killed(command: list[str], seconds: float) -> bool:
    """Run a command and kill it after so many seconds: whether it was still at work."""
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT, start_new_session=True
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


def kills(folder: Path, source: Path, times: int, chance: random.Random) -> dict[str, object]:
    """The first part: how many processes were killed at work, and whether the stores are the same."""
    undisturbed, disturbed = folder / "undisturbed", folder / "disturbed"
    subprocess.run(command_of("add", source, undisturbed), check=True, env=ENVIRONMENT, capture_output=True)
    wanted = canonical(undisturbed)
    at_work = dict.fromkeys(LONGEST, 0)
    same = 0
    rounds = 0
    done = 0
    while done < times:
        rounds += 1
        store = disturbed / str(rounds)
        # A store is killed at several times over before it is finished and compared.
        for _ in range(min(5, times - done)):
            kind = chance.choices(["add", "bulk", "compact"], [5, 2, 3])[0]
            if kind == "compact" and not (store / "runs").exists():
                kind = "add"
            done += 1
            at_work[kind] += killed(command_of(kind, source, store), chance.uniform(0.2, LONGEST[kind]))
        for kind in ("add", "compact"):
            subprocess.run(command_of(kind, source, store), check=True, env=ENVIRONMENT, capture_output=True)
        same += canonical(store) == wanted
        print(f"{done:>3} killed, {same} of {rounds} stores the same", flush=True)
    return {"kills": done, "killed_at_work": at_work, "stores": rounds, "same": same}


WRITER = """
import sys, time, json, dragoman
from dragoman.store import Store
until, path, source, half = float(sys.argv[1]), *sys.argv[2:4], int(sys.argv[4])
articles = [dragoman.Article.from_dict(json.loads(line)) for line in open(source)]
reader, store = dragoman.load(), Store(path)
number = commits = 0
while time.time() < until:
    # Every other article is one that the other writer adds, too.
    text = articles[number % len(articles)].text
    title = f"{number}" if number % 2 else f"{half}-{number}"
    commits += store.add([dragoman.Article(text, title=title, published="2022-01-27")], reader).articles
    number += 1
print(json.dumps({"articles": commits}))
"""
READER = """
import sys, time, json
from dragoman.store import Store
until, path = float(sys.argv[1]), sys.argv[2]
store, questions, version = Store(path), 0, 0
while time.time() < until:
    assert store.refresh() >= version
    version = store.version
    counted = store.sql("SELECT count(*) AS n FROM articles").rows()[0]["n"]
    assert counted == sum(row["articles"] for row in store.versions().to_pylist())
    store.events(limit=20, count=True)
    store.chronology(limit=20)
    questions += 3
print(json.dumps({"questions": questions}))
"""


def together(folder: Path, source: Path, minutes: float) -> dict[str, object]:
    """The second part: what writers wrote and readers asked, and what any of them complained of."""
    path = folder / "shared"
    Store(path, create=True)
    until = str(time.time() + 60 * minutes)
    programs = [[WRITER, until, str(path), str(source), str(half)] for half in (0, 1)]
    programs += [[READER, until, str(path)] for _ in range(3)]
    processes = [
        subprocess.Popen(
            [sys.executable, "-W", "error::UserWarning", "-c", *program],
            env=ENVIRONMENT,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for program in programs
    ]
    told = [process.communicate() for process in processes]
    errors = [error.strip().splitlines()[-1] for _, error in told if error.strip()]
    said = [json.loads(out) for out, _ in told if out.strip()]
    store = Store(path)
    versions = store.versions()["version"].to_pylist()
    stored = store.sql("SELECT count(*) AS n, count(DISTINCT id) AS different FROM articles").rows()[0]
    return {
        "errors": errors,
        "written": sum(row.get("articles", 0) for row in said),
        "stored": stored["n"],
        "different": stored["different"],
        "questions": sum(row.get("questions", 0) for row in said),
        "versions_without_gap": versions == list(range(1, len(versions) + 1)),
    }


def main() -> None:
    """Print what happened."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=2.0)
    parser.add_argument("--articles", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        source = news(folder / "news.jsonl", given.articles, given.seed)
        found = kills(folder, source, given.kills, random.Random(given.seed)) if given.kills else {}
        found |= together(folder, source, given.minutes) if given.minutes else {}
    for name, value in found.items():
        print(f"{name:<22} {value}")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
