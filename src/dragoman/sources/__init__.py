"""From files, addresses and standard input to articles.

`read_source` takes whatever the user names and yields `Article`s. What cannot be read is a
`SourceError`, one line that names the source and the cause: raised where the whole source fails,
yielded in the place of a row where a table or a folder has more to give.
"""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.sources.dates import iso_date
from dragoman.sources.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from dragoman.records import Article

__all__ = ["MAX_BYTES", "SourceError", "iso_date", "read_source"]

MAX_BYTES = 20_000_000
"""The most that is read of one article: a file, a page, or a row of a table."""
SUFFIXES = frozenset(
    {".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".pdf", ".jsonl", ".ndjson", ".json", ".csv", ".tsv"}
)
"""What is read of a folder."""


def read_source(
    source: str | Path,
    *,
    title: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
    max_bytes: int = MAX_BYTES,
    timeout: float = 20.0,
    public_only: bool = True,
) -> Iterator[Article | SourceError]:
    """The articles of `source`: a file, a folder, an http(s) address, or `-` for standard input.

    Text, HTML, PDF, JSON, JSON Lines, CSV and TSV are told apart by name and content. `title`,
    `published` (any date that `iso_date` takes) and `publisher` win over what the source says.
    `max_bytes` bounds one article; `timeout` (seconds) and `public_only` hold for addresses.

    A row of a table or a file of a folder that gives no article is yielded as a `SourceError`.
    Raises SourceError where the source as a whole gives none: at once for a `published` that is
    no date, else when the first article is asked for.
    """
    if published is not None:
        try:
            published = iso_date(published)
        except ValueError as error:
            raise SourceError("published", str(error)) from error
    found = _read(str(source), max_bytes, timeout, public_only)
    return (_finished(article, title, published, publisher) for article in found)


def _finished(
    found: Article | SourceError, title: str | None, published: str | None, publisher: str | None
) -> Article | SourceError:
    """An article with what the user says about it, and its language."""
    if isinstance(found, SourceError):
        return found
    from dragoman.reading.language import detect_language

    given = {"title": title, "published": published, "publisher": publisher}
    changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if found.language is None:
        changes["language"] = detect_language(found.text)
    if not changes:
        return found
    # An id that is a hash of the article's content follows the content; one that the source gave stays.
    hashed = replace(found, id="").id == found.id
    return replace(found, id="" if hashed else found.id, **changes)


def _read(source: str, max_bytes: int, timeout: float, public_only: bool) -> Iterator[Article | SourceError]:
    from dragoman.sources.url import fetch, is_url

    if source == "-":
        yield from _from_stream(sys.stdin.buffer, max_bytes)
    elif is_url(source):
        page = fetch(source, max_bytes=max_bytes, timeout=timeout, public_only=public_only)
        yield from _from_bytes(page.data, source, max_bytes, page.kind, url=page.url, charset=page.charset)
    elif "://" in source:
        raise SourceError(source, "only http and https addresses are read")
    else:
        yield from _from_path(Path(source), source, max_bytes)


def _from_path(path: Path, source: str, max_bytes: int) -> Iterator[Article | SourceError]:
    try:
        if path.is_dir():
            yield from _from_folder(path, max_bytes)
            return
        if not path.exists():
            raise SourceError(source, "there is no such file")
        if not path.is_file():
            raise SourceError(source, "this is no file")
        suffix, size = path.suffix.lower(), path.stat().st_size
        if suffix in (".jsonl", ".ndjson", ".csv", ".tsv"):
            yield from _from_table(path, source, suffix, size, max_bytes)
            return
        if size > max_bytes:
            from dragoman.sources.tables import too_big

            raise too_big(source, size, max_bytes)
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(source, error.strerror or str(error)) from error
    kind = (
        "application/json"
        if suffix == ".json"
        else "text/html"
        if suffix in (".html", ".htm", ".xhtml")
        else ""
    )
    yield from _from_bytes(data, source, max_bytes, kind)


def _from_table(
    path: Path, source: str, suffix: str, size: int, max_bytes: int
) -> Iterator[Article | SourceError]:
    from dragoman.sources.tables import articles_in_csv, articles_in_jsonl

    if not size:
        raise SourceError(source, "there is nothing in it")
    read = articles_in_jsonl if suffix in (".jsonl", ".ndjson") else articles_in_csv
    rows = read(path, source, max_bytes)
    first = next(rows, None)
    if first is None:
        raise SourceError(source, "there is no article in the table")
    yield from chain((first,), rows)


def _from_folder(folder: Path, max_bytes: int) -> Iterator[Article | SourceError]:
    """Every readable file of `folder` and the folders in it, in order of name."""
    files = sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
    if not files:
        raise SourceError(str(folder), "there is no file in the folder that can be read")
    for path in files:
        try:
            yield from _from_path(path, str(path), max_bytes)
        except SourceError as error:
            yield error


def _from_stream(stream: BinaryIO, max_bytes: int) -> Iterator[Article | SourceError]:
    """Standard input: JSON Lines are read as they come, everything else as a whole."""
    source = "standard input"
    head = stream.readline(max_bytes + 1)
    if _is_json_line(head):
        from dragoman.sources.tables import articles_in_lines

        yield from articles_in_lines(chain((head,), stream), source, max_bytes)
        return
    yield from _from_bytes(head + stream.read(max(0, max_bytes + 1 - len(head))), source, max_bytes, "")


def _from_bytes(
    data: bytes, source: str, max_bytes: int, kind: str, *, url: str | None = None, charset: str | None = None
) -> Iterator[Article | SourceError]:
    """The articles in `data`, whose media type is `kind` if anybody said so; else its look decides."""
    from dragoman.sources import html, pdf, tables, text
    from dragoman.sources.encoding import decode

    if len(data) > max_bytes:
        raise tables.too_big(source, len(data), max_bytes)
    if not data.strip():
        raise SourceError(source, "there is nothing in it")
    found: Article
    if data[:1024].lstrip().startswith(b"%PDF") or kind == "application/pdf":
        found = pdf.article_from_pdf(data, source)
    elif html.looks_like_html(data) or kind in ("text/html", "application/xhtml+xml"):
        found = html.article_from_html(data, source, url=url, declared=charset)
    elif kind in ("application/json", "text/json"):
        yield from tables.articles_in_json(decode(data, source, charset), source)
        return
    elif _is_json_line(data.split(b"\n", 1)[0]):
        yield from tables.articles_in_lines(io.BytesIO(data), source, max_bytes)
        return
    elif (
        kind
        and not kind.startswith("text/")
        and kind not in ("application/octet-stream", "binary/octet-stream")
    ):
        raise SourceError(source, f"this is {kind}, not an article")
    else:
        found = text.article_from_text(data, source, charset)
    yield replace(found, url=url, id="") if url and not found.url else found


def _is_json_line(line: bytes) -> bool:
    """True if `line` is an object that may be an article or a report."""
    import json

    line = line.removeprefix(b"\xef\xbb\xbf").strip()
    if not (line.startswith(b"{") and line.endswith(b"}")):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
