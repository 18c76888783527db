"""Tables of articles: JSON Lines, JSON, CSV and TSV, one article a row, read piece by piece.

A row that gives no article gives a `SourceError` in its place, so that the rest is read.
"""

from __future__ import annotations

import csv
import io
import json
import re
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, cast

from dragoman.records import Article
from dragoman.sources.csv_lines import CsvLines
from dragoman.sources.dates import published_date
from dragoman.sources.encoding import SAMPLE, encoding_of
from dragoman.sources.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import IO, BinaryIO

COLUMNS: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article_text", "fulltext", "full_text", "maintext"),
    "id": ("id", "article_id", "uuid", "guid", "uri"),
    "title": ("title", "headline", "heading"),
    "published": (
        "published",
        "date",
        "date_published",
        "published_at",
        "publication_date",
        "pubdate",
        "date_publish",
    ),
    "publisher": ("publisher", "source", "outlet", "publication", "newspaper", "site", "source_domain"),
    "url": ("url", "link", "source_url", "permalink"),
    "language": ("language", "lang"),
    "authors": ("authors", "author", "byline"),
}
"""What a column may be called, our own name first; small letters, spaces as underscores."""


_PIECE = 65_536
_HALVES = re.compile("[\ud800-\udfff]")
"""Halves of characters, which no text has."""


def articles_in_jsonl(stream: BinaryIO, source: str, max_bytes: int) -> Iterator[Article | SourceError]:
    """The articles of JSON Lines, one object a line; `max_bytes` bounds a line, not the stream."""
    for number, raw in _bounded_lines(stream, max_bytes):
        row = f"{source}:{number}"
        if isinstance(raw, int):
            yield too_big(row, raw, max_bytes)
            continue
        if number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        if not raw.strip():
            continue
        try:
            data = json.loads(raw.decode("utf-8"))
        except UnicodeDecodeError:
            yield SourceError(row, "cannot be decoded: not UTF-8")
        except (ValueError, RecursionError) as error:
            yield SourceError(row, f"this is no JSON: {error}")
        else:
            yield article_or_error(data, row)


def _bounded_lines(stream: BinaryIO, max_bytes: int) -> Iterator[tuple[int, bytes | int]]:
    """The lines with their numbers; of one that is too long its length, without ever holding it."""
    number = 0
    while line := stream.readline(max_bytes + 1):
        number += 1
        if len(line) <= max_bytes or line.endswith(b"\n"):
            yield number, line
            continue
        size = len(line)
        while (piece := stream.readline(_PIECE)) and not piece.endswith(b"\n"):
            size += len(piece)
        yield number, size + len(piece)


def articles_in_csv(stream: BinaryIO, source: str, max_bytes: int) -> Iterator[Article | SourceError]:
    """The articles of a CSV or TSV table with a header; `max_bytes` bounds a row, not the stream.

    Raises SourceError if no column of the header can be the text.
    """
    buffered = io.BufferedReader(cast("io.RawIOBase", stream), SAMPLE)
    sample = buffered.peek(SAMPLE)[:SAMPLE]
    encoding = encoding_of(sample, source)
    # Bytes that do not fit become halves of characters, which no text has: the row that has one is refused.
    text = io.TextIOWrapper(buffered, encoding=encoding, errors="surrogateescape", newline="")
    yield from _articles_in_rows(text, source, max_bytes)


def _articles_in_rows(text: IO[str], source: str, max_bytes: int) -> Iterator[Article | SourceError]:
    lines = CsvLines(text, max_bytes)
    header = lines.peek()
    delimiter = max(",;\t|", key=header.count)
    csv.field_size_limit(max(csv.field_size_limit(), max_bytes))
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        names = [column_name(name) for name in next(rows)]
    except (StopIteration, csv.Error) as error:
        raise SourceError(source, "there is no header in the table") from error
    if not set(names) & set(COLUMNS["text"]):
        raise no_text_column(source, names)
    # After a broken row: whether the next line may still belong to it, and how rows can be told from text.
    astray, one_word = False, True
    while True:
        row = f"{source}:{lines.begin()}"
        try:
            values = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            # Marks of quotation that are out of place do no harm in a row that is whole in its line.
            values = _lenient(lines.only_line(), delimiter)
            if len(values) != len(names):
                astray = lines.back() or lines.only_line() is not None
                yield SourceError(row, f"the row cannot be read: {error}")
                continue
        if not any(value.strip() for value in values):
            continue
        if astray and (len(values) != len(names) or (one_word and " " in values[0])):
            # A line of the broken row's text.
            continue
        astray = False
        one_word = one_word and " " not in values[0]
        size = sum(map(len, values))
        if size > max_bytes:
            yield too_big(row, size, max_bytes)
        elif len(values) > len(names):
            astray = lines.back()
            yield SourceError(row, f"the row has {len(values)} cells under {len(names)} headings")
        else:
            yield article_or_error(dict(zip_longest(names, values, fillvalue="")), row)


def _lenient(line: str | None, delimiter: str) -> list[str]:
    """The cells of a line with quotation marks out of place; none if one of them is not closed."""
    if line is None or line.count('"') % 2:
        return []
    return next(csv.reader([line], delimiter=delimiter), [])


def article_or_error(data: Any, row: str) -> Article | SourceError:
    """The article that one row holds, or why it holds none. A report's row gives the report's article."""
    if isinstance(data, dict) and isinstance(data.get("article"), dict):
        data = data["article"]
    if not isinstance(data, dict):
        return SourceError(row, "this is no object with the fields of an article")
    named = {column_name(str(name)): value for name, value in data.items()}
    text = _field(named, "text")
    if text is None and set(named) & set(COLUMNS["text"]):
        return SourceError(row, "the text is empty")
    if text is None:
        return SourceError(row, f"no field is called {' or '.join(COLUMNS['text'][:3])}")
    if not isinstance(text, str):
        return SourceError(row, "the text is not a string")
    if not any(map(str.isalpha, text)):
        return SourceError(row, "the text is empty" if not text.strip() else "there are no words in the text")
    if not text.isascii() and _HALVES.search(text):
        return SourceError(row, "cannot be decoded: broken characters in the text")
    return Article(
        text,
        id=_words(named, "id") or "",
        title=_words(named, "title"),
        published=published_date(_words(named, "published"), row),
        publisher=_words(named, "publisher"),
        url=_words(named, "url"),
        language=_words(named, "language"),
        authors=_authors(named),
    )


def column_name(written: str) -> str:
    """A column's name in small letters, without blanks."""
    return written.strip().lower().replace(" ", "_")


def no_text_column(source: str, names: Iterable[str]) -> SourceError:
    """The error for a table none of whose columns can be the text."""
    return SourceError(source, f"no column is called {' or '.join(COLUMNS['text'][:3])}: {', '.join(names)}")


def too_big(source: str, size: int, max_bytes: int) -> SourceError:
    """The error for what is larger than it may be."""
    return SourceError(source, f"too big: {size / 1e6:,.1f} MB, at most {max_bytes / 1e6:,.1f} MB are read")


def _field(named: Mapping[str, Any], field: str) -> Any:
    for name in COLUMNS[field]:
        if named.get(name) is not None:
            return named[name]
    return None


def _words(named: Mapping[str, Any], field: str) -> str | None:
    value = _field(named, field)
    if isinstance(value, dict):
        # {"source": {"name": …}}, as news interfaces give it.
        value = value.get("name")
    if value is None or isinstance(value, (list, dict)):
        return None
    return " ".join(str(value).encode("utf-8", "replace").decode("utf-8").split()) or None


def _authors(named: Mapping[str, Any]) -> tuple[str, ...]:
    value = _field(named, "authors")
    if isinstance(value, list):
        return tuple(str(name).strip() for name in value if isinstance(name, str) and name.strip())
    text = _words(named, "authors")
    return tuple(name.strip() for name in text.split(";") if name.strip()) if text else ()
