"""A JSON file that is one long list, read element by element."""

from __future__ import annotations

import codecs
import json
import re
from typing import TYPE_CHECKING, Any

from dragoman.sources.encoding import SAMPLE, encoding_of
from dragoman.sources.errors import SourceError
from dragoman.sources.tables import article_or_error, too_big

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from dragoman.records import Article

_BETWEEN = re.compile(r"[\s,]*")
_PIECE = 1_000_000
_LONGEST_WORD = 20
"""Characters by which a value at the end may be cut: `false`, or a number."""


def articles_in_json(stream: BinaryIO, source: str, max_bytes: int) -> Iterator[Article | SourceError]:
    """The article, or the articles of the list, that a JSON stream holds; `max_bytes` bounds one element.

    Where the list breaks off or is no JSON, a last SourceError says so; what came before has been given.
    Raises SourceError if there is nothing in it, or no JSON from the beginning.
    """
    text = _Text(stream, source)
    first = text.begin()
    if not first:
        raise SourceError(source, "there is nothing in it")
    if first != "[":
        yield article_or_error(text.whole(max_bytes), source)
        return
    number = 0
    try:
        for element in text.elements(max_bytes):
            number += 1
            row = f"{source}:{number}"
            too_long = isinstance(element, SourceError)
            yield SourceError(row, element.cause) if too_long else article_or_error(element, row)
    except SourceError as error:
        if not number:
            raise
        yield SourceError(f"{source}:{number + 1}", error.cause)


class _Text:
    """The part of a text that is in memory, and its stream."""

    def __init__(self, stream: BinaryIO, source: str) -> None:
        self._source = source
        self._stream = stream
        sample = stream.read(SAMPLE)
        encoding = encoding_of(sample, source) if sample.strip() else "utf-8"
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="surrogateescape")
        self._text = self._decoder.decode(sample)
        self._more = True
        self._at = 0

    def begin(self) -> str:
        """The first character that is no blank; nothing if there is none."""
        while True:
            self._text = self._text.lstrip("\ufeff \t\r\n")
            if self._text or not self._read():
                return self._text[:1]

    def whole(self, max_bytes: int) -> Any:
        """The one value that the text is."""
        while len(self._text) <= max_bytes and self._read():
            pass
        if len(self._text) > max_bytes:
            raise too_big(self._source, len(self._text), max_bytes)
        try:
            return json.loads(self._text)
        except (ValueError, RecursionError) as error:
            raise SourceError(self._source, f"this is no JSON: {error}") from error

    def elements(self, max_bytes: int) -> Iterator[Any]:
        """The elements of the list that the text is."""
        decoder = json.JSONDecoder()
        self._at = 1
        while True:
            self._pass_over()
            if self._text[self._at : self._at + 1] == "]":
                return
            if not self._text[self._at :]:
                raise SourceError(self._source, "this is no JSON: the list breaks off")
            wanted = _PIECE
            while True:
                try:
                    value, end = decoder.raw_decode(self._text, self._at)
                    break
                except RecursionError as error:
                    raise SourceError(self._source, "this is no JSON: nested too deeply") from error
                except json.JSONDecodeError as error:
                    # Perhaps only because the rest of it is not in memory yet.
                    if error.pos < len(self._text) - _LONGEST_WORD and "Unterminated" not in error.msg:
                        raise SourceError(self._source, f"this is no JSON: {error.msg}") from error
                    if len(self._text) - self._at > max_bytes:
                        raise too_big(self._source, len(self._text) - self._at, max_bytes) from error
                    if not self._read(wanted):
                        raise SourceError(self._source, f"this is no JSON: {error.msg}") from error
                    wanted *= 2
            size = end - self._at
            yield value if size <= max_bytes else too_big(self._source, size, max_bytes)
            self._at = end
            if end > _PIECE:
                self._text, self._at = self._text[end:], 0

    def _pass_over(self) -> None:
        """Go to the next element or the end of the list."""
        while True:
            match = _BETWEEN.match(self._text, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._text) or not self._read():
                return

    def _read(self, size: int = _PIECE) -> bool:
        """Take in more of the stream; False at its end."""
        if not self._more:
            return False
        data = self._stream.read(size)
        self._more = bool(data)
        self._text = self._text[self._at :] + self._decoder.decode(data, final=not data)
        self._at = 0
        return True
