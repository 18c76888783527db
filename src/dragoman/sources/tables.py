"""Tables of articles: JSON Lines, JSON, CSV and TSV, one article a row, read piece by piece.

A row that gives no article gives a `SourceError` in its place, so that the rest is read.
"""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

from dragoman.records import Article
from dragoman.sources.dates import published_date
from dragoman.sources.encoding import SAMPLE, encoding_of
from dragoman.sources.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path


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


def articles_in_jsonl(path: Path, source: str, max_bytes: int) -> Iterator[Article | SourceError]:
    """The articles of a JSON Lines file, one object a line; `max_bytes` bounds a line, not the file."""
    with path.open("rb") as file:
        yield from articles_in_lines(file, source, max_bytes)


def articles_in_lines(lines: Iterable[bytes], source: str, max_bytes: int) -> Iterator[Article | SourceError]:
    """As `articles_in_jsonl`, for lines from anywhere."""
    for number, raw in enumerate(lines, start=1):
        row = f"{source}:{number}"
        if number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        if not raw.strip():
            continue
        if len(raw) > max_bytes:
            yield too_big(row, len(raw), max_bytes)
            continue
        try:
            data = json.loads(raw.decode("utf-8"))
        except UnicodeDecodeError:
            yield SourceError(row, "cannot be decoded: not UTF-8")
        except (ValueError, RecursionError) as error:
            yield SourceError(row, f"this is no JSON: {error}")
        else:
            yield article_or_error(data, row)


def articles_in_json(text: str, source: str) -> Iterator[Article | SourceError]:
    """The article or the list of articles of a JSON file. Raises SourceError if it is no JSON."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError(source, f"this is no JSON: {error}") from error
    rows = data if isinstance(data, list) else [data]
    for number, row in enumerate(rows, start=1):
        yield article_or_error(row, f"{source}:{number}" if isinstance(data, list) else source)


def articles_in_csv(path: Path, source: str, max_bytes: int) -> Iterator[Article | SourceError]:
    """The articles of a CSV or TSV file with a header; `max_bytes` bounds a row, not the file.

    Raises SourceError if no column of the header can be the text.
    """
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    encoding = encoding_of(sample, source)
    # Bytes that do not fit become halves of characters, which no text has: the row that has one is refused.
    with path.open(encoding=encoding, errors="surrogateescape", newline="") as file:
        yield from articles_in_rows(file, source, max_bytes, sample.decode(encoding, "replace"))


def articles_in_rows(
    lines: Iterable[str], source: str, max_bytes: int, sample: str
) -> Iterator[Article | SourceError]:
    """As `articles_in_csv`, for lines of text from anywhere; `sample` is how they begin."""
    header = sample.splitlines()[0] if sample.strip() else ""
    delimiter = max(",;\t|", key=header.count)
    csv.field_size_limit(max(csv.field_size_limit(), max_bytes))
    rows = csv.reader(lines, delimiter=delimiter)
    try:
        names = [name.strip().lower().replace(" ", "_") for name in next(rows)]
    except (StopIteration, csv.Error) as error:
        raise SourceError(source, "there is no header in the table") from error
    if not set(names) & set(COLUMNS["text"]):
        raise SourceError(
            source, f"no column is called {' or '.join(COLUMNS['text'][:3])}: {', '.join(names)}"
        )
    while True:
        try:
            values = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield SourceError(f"{source}:{rows.line_num}", f"the row cannot be read: {error}")
            continue
        row = f"{source}:{rows.line_num}"
        if not any(value.strip() for value in values):
            continue
        size = sum(map(len, values))
        if size > max_bytes:
            yield too_big(row, size, max_bytes)
        elif len(values) > len(names):
            yield SourceError(row, f"the row has {len(values)} cells under {len(names)} headings")
        else:
            yield article_or_error(dict(zip(names, values, strict=False)), row)


def article_or_error(data: Any, row: str) -> Article | SourceError:
    """The article that one row holds, or why it holds none. A report's row gives the report's article."""
    if isinstance(data, dict) and isinstance(data.get("article"), dict):
        data = data["article"]
    if not isinstance(data, dict):
        return SourceError(row, "this is no object with the fields of an article")
    named = {str(name).strip().lower().replace(" ", "_"): value for name, value in data.items()}
    text = _field(named, "text")
    if text is None:
        return SourceError(row, f"no field is called {' or '.join(COLUMNS['text'][:3])}")
    if not isinstance(text, str):
        return SourceError(row, "the text is not a string")
    if not any(map(str.isalpha, text)):
        return SourceError(row, "the text is empty" if not text.strip() else "there are no words in the text")
    if any("\ud800" <= c <= "\udfff" for c in text):
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
