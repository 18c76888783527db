"""From whatever the user names to articles: what it is, who reads it, and what the user says about it."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from dragoman.sources.dates import iso_date
from dragoman.sources.errors import SourceError
from dragoman.sources.files import PACKED, files_in, files_of_pattern, is_pattern, kind_of
from dragoman.sources.unpack import MAX_RATIO, MAX_UNPACKED, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from dragoman.records import Article

MAX_BYTES = 20_000_000
"""The most that is read of one article: a file, a page, or a row of a table."""

_MEDIA_TYPES = {
    "application/json": "json",
    "text/json": "json",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "text/csv": "csv",
    "application/x-ndjson": "jsonl",
    "application/jsonl": "jsonl",
}


@dataclass(frozen=True, slots=True)
class _Limits:
    max_bytes: int
    max_unpacked: int
    max_ratio: float

    def opened(self, path: Path, source: str) -> BinaryIO:
        return opened(path, source, max_unpacked=self.max_unpacked, max_ratio=self.max_ratio)


def read_source(
    source: str | Path,
    *,
    title: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
    max_bytes: int = MAX_BYTES,
    max_unpacked: int = MAX_UNPACKED,
    max_ratio: float = MAX_RATIO,
    timeout: float = 20.0,
    public_only: bool = True,
) -> Iterator[Article | SourceError]:
    """The articles of `source`: a file, a folder with all folders in it, a pattern (`data/*.jsonl`), an
    http(s) address (of a page, a file, or a feed whose articles are then fetched), or `-` for standard input.

    Text, HTML, PDF, JSON, JSON Lines, CSV, TSV, Parquet and web archives (WARC) are told apart by name and
    content; any of them may be packed (gzip, bzip2, xz, Zstandard). Tables and archives are read as a
    stream: however large, they take the memory of a few rows. `title`, `published` (any date that
    `iso_date` takes) and `publisher` win over what the source says. `max_bytes` bounds one article,
    `max_unpacked` what one packed file gives in all, `max_ratio` by how much any stretch of it may grow;
    `timeout` (seconds) and `public_only` hold for addresses.

    A row of a table, a page of an archive or a file of a folder that gives no article is yielded as a
    `SourceError`, as is the place where a packed file or an archive is damaged, after what came before it.
    Raises SourceError where the source as a whole gives none: at once for a `published` that is
    no date, else when the first article is asked for.
    """
    if published is not None:
        try:
            published = iso_date(published)
        except ValueError as error:
            raise SourceError("published", str(error)) from error
    limits = _Limits(max_bytes, max_unpacked, max_ratio)
    found = _read(str(source), limits, timeout, public_only)
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


def _read(source: str, limits: _Limits, timeout: float, public_only: bool) -> Iterator[Article | SourceError]:
    from dragoman.sources.feeds.entries import looks_like_feed
    from dragoman.sources.net import fetch, is_url

    if source == "-":
        yield from _from_stream(sys.stdin.buffer, "standard input", limits)
    elif is_url(source):
        page = fetch(source, max_bytes=limits.max_bytes, timeout=timeout, public_only=public_only)
        if looks_like_feed(page.data):
            from dragoman.sources.feeds.once import articles_of_feed

            yield from articles_of_feed(
                source, max_bytes=limits.max_bytes, timeout=timeout, public_only=public_only
            )
            return
        yield from _from_bytes(page.data, source, limits, page.kind, url=page.url, charset=page.charset)
    elif "://" in source:
        raise SourceError(source, "only http and https addresses are read")
    elif is_pattern(source):
        yield from _each(files_of_pattern(source), limits)
    else:
        yield from _from_path(Path(source), source, limits)


def _each(
    paths: Iterator[Path | SourceError] | list[Path], limits: _Limits
) -> Iterator[Article | SourceError]:
    """The articles of many files: one that gives none does not keep the others from being read."""
    for path in paths:
        if isinstance(path, SourceError):
            yield path
            continue
        try:
            yield from _from_path(path, str(path), limits)
        except SourceError as error:
            yield error


def _from_path(path: Path, source: str, limits: _Limits) -> Iterator[Article | SourceError]:
    try:
        if path.is_dir():
            files = files_in(path)
            first = next(files, None)
            if first is None:
                raise SourceError(source, "there is no file in the folder that can be read")
            yield from _each(chain((first,), files), limits)
            return
        if not path.exists():
            raise SourceError(source, "there is no such file")
        if not path.is_file():
            raise SourceError(source, "this is no file")
        yield from _from_file(path, source, limits)
    except OSError as error:
        raise SourceError(source, error.strerror or str(error)) from error


def _from_file(path: Path, source: str, limits: _Limits) -> Iterator[Article | SourceError]:
    kind = kind_of(path)
    with path.open("rb") as file:
        head = file.read(8)
    if not head:
        raise SourceError(source, "there is nothing in it")
    if kind == "warc" or head.startswith(b"WARC/"):
        from dragoman.sources.warc import articles_in_warc

        yield from articles_in_warc(
            path, source, limits.max_bytes, max_unpacked=limits.max_unpacked, max_ratio=limits.max_ratio
        )
    elif head.startswith(b"PAR1") or (kind == "parquet" and path.suffix.lower() not in PACKED):
        from dragoman.sources.parquet import articles_in_parquet

        yield from articles_in_parquet(path, source, limits.max_bytes)
    elif kind in ("jsonl", "csv", "json"):
        with limits.opened(path, source) as stream:
            yield from _to_the_damage(_rows(stream, source, kind, limits.max_bytes))
    elif kind is None and path.suffix.lower() in PACKED:
        with limits.opened(path, source) as stream:
            yield from _from_stream(stream, source, limits)
    else:
        from dragoman.sources.tables import too_big

        packed = path.suffix.lower() in PACKED
        if not packed and path.stat().st_size > limits.max_bytes:
            raise too_big(source, path.stat().st_size, limits.max_bytes)
        with limits.opened(path, source) if packed else path.open("rb") as stream:
            data = stream.read(limits.max_bytes + 1)
        yield from _from_bytes(data, source, limits, kind or "")


def _rows(stream: BinaryIO, source: str, kind: str, max_bytes: int) -> Iterator[Article | SourceError]:
    """The articles of a table. Raises SourceError if it has none."""
    from dragoman.sources.json_list import articles_in_json
    from dragoman.sources.tables import articles_in_csv, articles_in_jsonl

    read = {"jsonl": articles_in_jsonl, "csv": articles_in_csv, "json": articles_in_json}[kind]
    rows = read(stream, source, max_bytes)
    first = next(rows, None)
    if first is None:
        raise SourceError(source, "there is no article in the table")
    yield from chain((first,), rows)


def _to_the_damage(found: Iterator[Article | SourceError]) -> Iterator[Article | SourceError]:
    """The articles before a packed table breaks off, and then the error; raised if it is all there is."""
    any_found = False
    try:
        for article in found:
            any_found = True
            yield article
    except SourceError as error:
        if not any_found:
            raise
        yield error


def _from_stream(stream: BinaryIO, source: str, limits: _Limits) -> Iterator[Article | SourceError]:
    """A stream without a name: JSON Lines are read as they come, everything else as a whole."""
    from dragoman.sources.tables import articles_in_jsonl

    head = stream.readline(limits.max_bytes + 1)
    if _is_json_line(head):
        joined = cast("BinaryIO", _Joined(head, stream))
        yield from _to_the_damage(articles_in_jsonl(joined, source, limits.max_bytes))
        return
    rest = stream.read(max(0, limits.max_bytes + 1 - len(head)))
    yield from _from_bytes(head + rest, source, limits, "")


class _Joined(io.BufferedIOBase):
    """A stream with what was read of it already put back: for reading lines only."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        super().__init__()
        self._head = io.BytesIO(head)
        self._stream = stream

    def readline(self, size: int | None = -1, /) -> bytes:
        return self._head.readline(size) or self._stream.readline(-1 if size is None else size)


def _from_bytes(
    data: bytes,
    source: str,
    limits: _Limits,
    kind: str,
    *,
    url: str | None = None,
    charset: str | None = None,
) -> Iterator[Article | SourceError]:
    """The articles in `data`, whose kind or media type is `kind` if anybody said so; else its look tells."""
    from dragoman.sources import html, pdf, tables, text

    if len(data) > limits.max_bytes:
        raise tables.too_big(source, len(data), limits.max_bytes)
    if not data.strip():
        raise SourceError(source, "there is nothing in it")
    known = _MEDIA_TYPES.get(kind, kind)
    found: Article
    if data[:1024].lstrip().startswith(b"%PDF") or known == "pdf":
        found = pdf.article_from_pdf(data, source)
    elif html.looks_like_html(data) or known == "html":
        found = html.article_from_html(data, source, url=url, declared=charset)
    elif known in ("json", "csv", "jsonl"):
        yield from _rows(io.BytesIO(data), source, known, limits.max_bytes)
        return
    elif _is_json_line(data.split(b"\n", 1)[0]):
        yield from _rows(io.BytesIO(data), source, "jsonl", limits.max_bytes)
        return
    elif "/" in known and not known.startswith("text/") and not known.endswith("/octet-stream"):
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
