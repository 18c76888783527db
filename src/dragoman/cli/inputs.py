"""From what the user names to articles and reports, with what went wrong told in one line each."""

from __future__ import annotations

import atexit
import gc
import json
import sys
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dragoman.records import Article, Report
from dragoman.sources.files import holds_many as holds_many
from dragoman.sources.files import is_table as is_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dragoman.knowledge.world import World
    from dragoman.reading.reader import Reader

SOME_FAILED = 1
ALL_FAILED = 2
"""Exit codes: 0 if all was read, 1 if a part was not, 2 if nothing was (or the command was misused)."""

_BATCH = 16


@dataclass(slots=True)
class Failures:
    """What could not be read, told on stderr: at once, or at the end so that a progress bar is not torn."""

    lines: list[str] = field(default_factory=list)
    done: int = 0
    """How many articles were read."""

    def add(self, source: str, cause: object) -> None:
        """Note that `source` could not be read, and why."""
        text = " ".join(str(cause).split()) or type(cause).__name__
        self.lines.append(f"dragoman: {source}: {text}")

    def tell(self) -> None:
        """Print every failure, one line each."""
        for line in self.lines:
            print(line, file=sys.stderr)

    @property
    def exit_code(self) -> int:
        """The exit code of the command: 0, or one that says whether all or only some articles failed."""
        if not self.lines:
            return 0
        return SOME_FAILED if self.done else ALL_FAILED


@dataclass(frozen=True, slots=True)
class Given:
    """What the user says about the articles; it wins over what the source says."""

    title: str | None = None
    published: str | None = None
    publisher: str | None = None


def checked_date(given: str | None, option: str = "--published") -> str | None:
    """The date as ISO 8601; ends the command with a line that says why if it is none."""
    if given is None:
        return None
    from dragoman.sources.dates import iso_date

    try:
        return iso_date(given)
    except ValueError as error:
        print(f"dragoman: {option}: {error}", file=sys.stderr)
        raise SystemExit(ALL_FAILED) from None


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 event", "1,200 events", "3 stories"."""
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {noun[:-1]}ies" if noun.endswith("y") else f"{number:,} {noun}s"


def loaded_reader(knowledge: Path | None = None, relation: Path | None = None) -> Reader:
    """The reader, with a user's knowledge and relation model if given; ends the command with a line that says
    why if it cannot be loaded."""
    import dragoman
    from dragoman.reading.reader import ReadingError

    try:
        given: dict[str, Any] = {"knowledge": knowledge, "relation": relation}
        reader = dragoman.load(**{name: path for name, path in given.items() if path is not None})
    except (ReadingError, ImportError) as error:
        print(f"dragoman: the reader cannot be loaded: {error}", file=sys.stderr)
        raise SystemExit(ALL_FAILED) from None
    # What is loaded stays: to look it through for garbage again and again is a twentieth of the reading.
    gc.freeze()
    atexit.register(gc.unfreeze)
    return reader


def known_world(knowledge: Path | None) -> World:
    """What is known of parties; ends the command with a line that names file and row if the user's own file
    is wrong."""
    from dragoman.knowledge.world import DataError, world

    try:
        return world(str(knowledge) if knowledge is not None else None)
    except DataError as error:
        print(f"dragoman: {error}", file=sys.stderr)
        raise SystemExit(ALL_FAILED) from None


class Found(NamedTuple):
    """An article and what the user called the source it came from."""

    source: str
    article: Article


def articles_of(sources: Iterable[str], given: Given, failures: Failures) -> Iterator[Found]:
    """The articles of all sources in order; what cannot be read goes to `failures`."""
    from dragoman.sources import SourceError, read_source

    for source in sources:
        try:
            for found in read_source(source, **asdict(given)):
                if isinstance(found, SourceError):
                    failures.add(found.source, found.cause)
                else:
                    yield Found(source, found)
        except SourceError as error:
            failures.add(error.source, error.cause)
        except OSError as error:
            failures.add(source, error.strerror or error)
        except Exception as error:
            # A fault of ours: named as one, and no reason to lose the other sources.
            failures.add(source, f"cannot be read: {type(error).__name__}: {error}")


def reports_of(reader: Reader, found: Iterable[Found], failures: Failures) -> Iterator[Report]:
    """A report per article, in order. Articles go through in batches; one that fails costs only itself."""
    found = iter(found)
    while batch := list(islice(found, _BATCH)):
        try:
            reports = list(reader.pipe([article for _, article in batch]))
        except Exception:
            reports = list(_one_by_one(reader, batch, failures))
        failures.done += len(reports)
        yield from reports


def _one_by_one(reader: Reader, batch: list[Found], failures: Failures) -> Iterator[Report]:
    from dragoman.reading.reader import ReadingError

    for source, article in batch:
        name = f"{source} ({article.id})" if holds_many(source) else source
        try:
            yield reader.read(article)
        except ReadingError as error:
            failures.add(name, error)
        except Exception as error:
            # A fault of ours: named as one, and no reason to lose the other articles.
            failures.add(name, f"cannot be read: {type(error).__name__}: {error}")


def reports_in(path: str) -> list[Report] | None:
    """The reports a JSON or JSONL file holds, if it holds reports (as `read --format json` writes them)."""
    if not path.endswith((".json", ".jsonl")):
        return None
    try:
        text = Path(path).read_text(encoding="utf-8")
        found: list[Any]
        if path.endswith(".jsonl"):
            found = [json.loads(line) for line in text.splitlines() if line.strip()]
        else:
            data = json.loads(text)
            found = data if isinstance(data, list) else [data]
        return [Report.from_dict(data) for data in found]
    except (OSError, ValueError, KeyError, TypeError):
        return None
