"""Web archives (WARC 1.0 and 1.1; plain, gzip or Zstandard): every page that was answered with 200 and is
HTML.

Records are read by FastWARC as a stream: an archive of any size takes the memory of its largest page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from dragoman.sources.errors import SourceError
from dragoman.sources.html import article_from_html, looks_like_html
from dragoman.sources.tables import too_big
from dragoman.sources.unpack import MAX_RATIO, MAX_UNPACKED, PIECE, Unpacked, decoded, packing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from fastwarc.warc import WarcRecord

    from dragoman.records import Article

SUFFIXES = (".warc", ".warc.gz", ".warc.zst")
_PAGES = ("text/html", "application/xhtml+xml")
_RESPONSE = 4
"""FastWARC's number for a record of an answer."""
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r\n")
_MAX_HEADER = 256_000
"""Bytes of a record's head; the largest cookies of an answer are a few thousand."""


def articles_in_warc(
    path: Path,
    source: str,
    max_bytes: int,
    *,
    max_unpacked: int = MAX_UNPACKED,
    max_ratio: float = MAX_RATIO,
) -> Iterator[Article | SourceError]:
    """The articles of a web archive, in its order.

    An article's `url` is the record's, its `publisher` the host. `published` is the date that the page
    tells, else the day of its capture, which is the latest that it can be. A page without an article, one
    that is larger than `max_bytes`, and a broken answer give a SourceError named `archive:address`. Where
    the archive is damaged, cut off, or unpacks to more than `max_unpacked` bytes or anywhere to more than
    `max_ratio` times its size, a last SourceError tells the offset in the file and the cause; what came
    before has been given.
    """
    with path.open("rb") as file:
        head = file.read(8)
        file.seek(0)
        coding = packing(head)
        limits: dict[str, Any] = {"max_unpacked": max_unpacked, "max_ratio": max_ratio}
        stream = Unpacked(file, source, coding, **limits) if coding else file
        found = False
        for article in _articles(stream, source, max_bytes):
            found = True
            yield article
    if not found:
        raise SourceError(source, "there is no page in the archive")


def _articles(stream: BinaryIO | Unpacked, source: str, max_bytes: int) -> Iterator[Article | SourceError]:
    from fastwarc.warc import ArchiveIterator

    at = "at byte 0"
    try:
        records = ArchiveIterator(
            stream,  # type: ignore[arg-type]
            parse_http=False,
            stream_detect=False,
            quirks_mode=True,
            max_header_len=_MAX_HEADER,
        )
        while (record := next(records, None)) is not None:
            at = f"at byte {record.stream_pos:,}" + (" unpacked" if isinstance(stream, Unpacked) else "")
            if "Content-Length" not in record.headers:
                raise SourceError(source, f"damaged {at}: the record's head is broken or cut off")
            length = record.content_length
            page = _page(record, source, max_bytes) if record.record_type == _RESPONSE else None
            # The rest is passed over here, and not by the next step, because there it does not show if it
            # is short.
            left = record.content_length - record.reader.tell()
            if record.reader.consume() < left:
                raise SourceError(
                    source, f"damaged {at}: breaks off inside a record that ought to have {length:,} bytes"
                )
            if isinstance(page, SourceError):
                yield page
            elif page is not None:
                yield _article(page, f"{source}:{page.url}")
    except SourceError as error:
        yield error
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        # FastWARC is written in Rust, and a fault of its own is not an Exception.
        yield SourceError(source, f"damaged {at}: {error}")


@dataclass(frozen=True, slots=True)
class _Page:
    url: str
    day: str | None
    data: bytes
    charset: str | None


def _page(record: WarcRecord, source: str, max_bytes: int) -> _Page | SourceError | None:
    """The page that a response record holds; None if it holds something else."""
    url = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
    if not record.is_http or not url.lower().startswith(("http://", "https://")):
        return None
    name = f"{source}:{url}"
    try:
        record.parse_http(max_header_len=_MAX_HEADER, quirks_mode=True)
        head = record.http_headers
        if head is None or head.status_code is None:
            return SourceError(name, "the answer's head is broken")
    except (OSError, ValueError) as error:
        if isinstance(error, SourceError):
            raise
        return SourceError(name, f"the answer's head is broken: {error}")
    kind = (record.http_content_type or "").lower()
    if head.status_code != 200 or (kind and kind not in _PAGES):
        return None
    if record.content_length > max_bytes:
        return too_big(name, record.content_length, max_bytes)
    data = b"".join(iter(lambda: record.reader.read(PIECE), b""))
    try:
        if "chunked" in (head.get("Transfer-Encoding") or "").lower():
            data = unchunked(data)
        data = decoded(data, head.get("Content-Encoding") or "", name, max_bytes)
    except SourceError as error:
        return error
    if len(data) > max_bytes:
        return too_big(name, len(data), max_bytes)
    if not kind and not looks_like_html(data):
        return None
    captured = record.record_date
    return _Page(url, captured.date().isoformat() if captured else None, data, record.http_charset)


def _article(page: _Page, name: str) -> Article | SourceError:
    try:
        found = article_from_html(page.data, name, url=page.url, declared=page.charset)
    except SourceError as error:
        return error
    host = (urlsplit(page.url).hostname or "").removeprefix("www.")
    return replace(
        found, id="", publisher=host or found.publisher, published=found.published or page.day, url=page.url
    )


def unchunked(data: bytes) -> bytes:
    """The body of an answer that was sent in chunks. Archives often keep the header of one that they have put
    together already: what is not in chunks comes back as it is.

    >>> unchunked(b"4\\r\\nword\\r\\n0\\r\\n\\r\\n"), unchunked(b"<html>")
    (b'word', b'<html>')
    """
    pieces: list[bytes] = []
    at = 0
    while match := _CHUNK.match(data, at):
        size = int(match[1], 16)
        if not size:
            break
        at = match.end() + size
        pieces.append(data[match.end() : at])
        at += 2
    return b"".join(pieces) or data
