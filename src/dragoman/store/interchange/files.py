"""From a file that a user names to streams of clean UTF-8: plain, gzip, bzip2, xz or zip.

Bytes that are no UTF-8 are taken for Windows' Western code page, line by line: data sets are put together
from sources that do not all keep to one encoding. Nothing is read whole.
"""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import lzma
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from dragoman.sources.encoding import binary_kind
from dragoman.store.interchange.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typing_extensions import Buffer

BLOCK = 1 << 20
"""Bytes read at a time."""
LONGEST = 16 << 20
"""Bytes of the longest line that is taken for one: what never ends must not fill the memory."""
_NO_TABLES = (".pdf", ".doc", ".docx", ".md", ".html", ".htm", ".png", ".jpg")
_BROKEN = (EOFError, zipfile.BadZipFile, lzma.LZMAError, gzip.BadGzipFile, RuntimeError, NotImplementedError)


class Readable(Protocol):
    """What gives bytes."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Part:
    """One table in a file: its name as messages tell it, and its text."""

    name: str
    text: CleanText


@contextmanager
def _told(name: str) -> Iterator[None]:
    """What opening and reading raises, as a FormatError that names the file."""
    try:
        yield
    except FormatError:
        raise
    except FileNotFoundError:
        raise FormatError(name, "there is no such file") from None
    except IsADirectoryError:
        raise FormatError(name, "this is a folder; name the files in it") from None
    except _BROKEN as error:
        raise FormatError(name, f"the archive is damaged or breaks off: {error}") from error
    except OSError as error:
        # zlib's own error has no errno; gzip reports what it finds damaged the same way.
        raise FormatError(name, error.strerror or f"the archive is damaged: {error}") from error


def parts(path: str | Path) -> Iterator[Part]:
    """The tables in a file, one after the other; a zip archive may hold several.

    Raises FormatError if it cannot be opened, or is no text.
    """
    name = str(path)
    with _told(name), Path(path).open("rb") as stream:
        start = stream.read(8)
        stream.seek(0)
        if start.startswith(b"PK\x03\x04"):
            yield from _zipped(name, stream)
        elif start.startswith(b"\x1f\x8b"):
            with gzip.open(stream) as unpacked:
                yield Part(name, CleanText(unpacked, name))
        elif start.startswith(b"BZh"):
            with bz2.open(stream) as unpacked:
                yield Part(name, CleanText(unpacked, name))
        elif start.startswith(b"\xfd7zXZ"):
            with lzma.open(stream) as unpacked:
                yield Part(name, CleanText(unpacked, name))
        else:
            yield Part(name, CleanText(stream, name))


def _zipped(name: str, stream: IO[bytes]) -> Iterator[Part]:
    with zipfile.ZipFile(stream) as archive:
        inside = sorted(info.filename for info in archive.infolist() if not info.is_dir())
        if "[Content_Types].xml" in inside:
            raise FormatError(name, "this is an office document; save the table as CSV")
        tables = [m for m in inside if not m.startswith("__MACOSX/") and not m.lower().endswith(_NO_TABLES)]
        if not tables:
            raise FormatError(name, "there is no table in the archive")
        for member in tables:
            whole = name if len(tables) == 1 else f"{name}/{member}"
            with _told(whole), archive.open(member) as data:
                yield Part(whole, CleanText(data, whole))


class CleanText(io.RawIOBase):
    """A stream of bytes as clean UTF-8: no byte-order mark, no zero bytes, every line decodable.

    `lines` gives the first lines without using them up; `repaired` counts lines that were no UTF-8. If the
    file breaks off, what came before is read as if it ended there, and `check` says so.
    """

    def __init__(self, stream: Readable, name: str) -> None:
        super().__init__()
        self._stream = stream
        self._name = name
        self._clean = b""
        self._rest = b""
        self._ended = False
        self.repaired = 0
        self._cause: str | None = None
        with _told(name):
            first = self._stream.read(BLOCK)
        self._decoder = _wide(first)
        # Old spreadsheets of the Macintosh end lines with a carriage return alone.
        self._returns = b"\n" not in first and b"\r" in first
        kind = None if self._decoder else binary_kind(first)
        if kind or (not self._decoder and b"\x00" in first[:2_000]):
            raise FormatError(name, f"this is {kind or 'a binary file'}, not a table in text")
        self._take(first.removeprefix(codecs.BOM_UTF8))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        """Fill a buffer with clean bytes: how many there were."""
        view = memoryview(buffer).cast("B")
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` clean bytes; b"" at the end."""
        # Whole blocks: whoever reads takes a short one for a block of its own.
        size = LONGEST if size < 0 else size
        while len(self._clean) < size and not self._ended:
            self._more()
        given, self._clean = self._clean[:size], self._clean[size:]
        return given

    def lines(self, count: int) -> list[str]:
        """The first lines that are still to be read, without their ends; they stay to be read."""
        while not self._ended and self._clean.count(b"\n") < count:
            self._more()
        if b"\n" not in self._clean:
            self.check()
        # Split at the ends of lines alone: other separators may stand inside a cell.
        found = self._clean.decode("utf-8").split("\n")
        return [line.removesuffix("\r") for line in found[:count] if line.strip()]

    def check(self) -> None:
        """Raises FormatError if the file broke off before what was read so far."""
        if self._cause is not None:
            raise FormatError(self._name, self._cause)

    def drop_line(self) -> None:
        """Leave out the first line, and blank ones before it."""
        while True:
            self.lines(1)
            line, _, self._clean = self._clean.partition(b"\n")
            if line.strip() or (self._ended and not self._clean):
                return

    def _more(self) -> None:
        try:
            with _told(self._name):
                block = self._stream.read(BLOCK)
            self._take(block)
        except FormatError as error:
            # The line that was cut is no line.
            self._cause, self._ended, self._rest = error.cause, True, b""

    def _take(self, block: bytes) -> None:
        """Clean what was read, up to the last end of a line."""
        final = not block
        if self._decoder is not None:
            block = self._decoder.decode(block, final).encode("utf-8", "replace")
        whole = self._rest + block
        cut = len(whole) if final else whole.rfind(b"\r" if self._returns else b"\n") + 1
        ready, self._rest = whole[:cut], whole[cut:]
        if len(self._rest) > LONGEST:
            raise FormatError(self._name, f"a line is longer than {LONGEST >> 20} MiB: this is no table")
        self._ended = final
        self._clean += self._decoded(ready)

    def _decoded(self, ready: bytes) -> bytes:
        if self._returns:
            ready = ready.replace(b"\r", b"\n")
        if b"\x00" in ready:
            ready = ready.replace(b"\x00", b"")
        try:
            ready.decode("utf-8")
        except UnicodeDecodeError:
            return b"\n".join(map(self._line, ready.split(b"\n")))
        return ready

    def _line(self, line: bytes) -> bytes:
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            self.repaired += 1
            try:
                return line.decode("cp1252").encode()
            except UnicodeDecodeError:
                return line.decode("latin-1").encode()
        return line


def _wide(first: bytes) -> codecs.IncrementalDecoder | None:
    """A decoder for text that a byte-order mark says is UTF-16 or UTF-32, as spreadsheets save it."""
    for marks, encoding in (
        ((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE), "utf-32"),
        ((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE), "utf-16"),
    ):
        if first.startswith(marks):
            return codecs.getincrementaldecoder(encoding)("replace")
    return None
