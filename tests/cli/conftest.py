"""The command line with a reader that knows the gold articles: quick, and right by construction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

import dragoman
from dragoman.cli import app
from dragoman.reading.reader import ReadingError
from dragoman.records import Article, Report
from gold.reports import gold_report

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Result]
KNOWN = ("dev-01", "dev-02")


class Knowing:
    """Reads gold articles as annotated, any other text as empty, and chokes on what it is told to."""

    def __init__(self) -> None:
        self.known = {report.article.text: report for report in map(gold_report, KNOWN)}

    def read(self, article: Article) -> Report:
        if "unreadable" in article.text:
            raise ReadingError("too long for an article")
        if "crash" in article.text:
            raise RuntimeError("a fault of ours")
        known = self.known.get(article.text.strip())
        if known is None:
            return Report(article)
        return Report(article, known.parties, known.quotes, known.events)

    def pipe(self, articles: Iterable[Article]) -> Iterator[Report]:
        for article in articles:
            yield self.read(article)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Knowing:
    knowing = Knowing()
    monkeypatch.setattr(dragoman, "load", lambda: knowing, raising=False)
    return knowing


@pytest.fixture
def run(reader: Knowing) -> Run:
    """Runs `dragoman ARGUMENTS…`; stdout and stderr apart."""

    def invoke(*arguments: str | Path, **options: Any) -> Result:
        return CliRunner().invoke(app, [str(argument) for argument in arguments], **options)

    return invoke


@pytest.fixture
def kenya(tmp_path: Path) -> Path:
    """A text file that holds the first gold article."""
    file = tmp_path / "kenya.txt"
    file.write_text(gold_report("dev-01").article.text, encoding="utf-8")
    return file
