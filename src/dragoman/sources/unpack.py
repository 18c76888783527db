"""Packed streams, unpacked as they are read, within limits: gzip, bzip2, xz, Zstandard and HTTP's codings.

Nothing is ever unpacked as a whole. What unpacks to far more than its size (a bomb), or is damaged or cut
off, ends with a `SourceError` that names the offset in the packed file; what came before it has been given.
"""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING, Any, BinaryIO

from dragoman.sources.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MAX_UNPACKED = 1_000_000_000_000
"""Bytes that one packed file may give in all."""
MAX_RATIO = 250
"""How many times its size any stretch of a packed file may unpack to. News packs 3 to 20 times smaller."""

PIECE = 65_536
_STRETCH = 1_000_000
"""Packed bytes over which the ratio is taken: a bomb deep inside a large archive shows as well."""
_ZSTANDARD = b"\x28\xb5\x2f\xfd"
_ZSTANDARD_SKIPPED = tuple(bytes((0x50 + n, 0x2A, 0x4D, 0x18)) for n in range(16))


def packing(head: bytes) -> str | None:
    """How a file that begins with `head` is packed: `gzip`, `bzip2`, `xz`, `zstd`; None if it is not."""
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith(b"BZh"):
        return "bzip2"
    if head.startswith(b"\xfd7zXZ\x00"):
        return "xz"
    return "zstd" if head.startswith((_ZSTANDARD, *_ZSTANDARD_SKIPPED)) else None


def opened(
    path: Path, source: str, *, max_unpacked: int = MAX_UNPACKED, max_ratio: float = MAX_RATIO
) -> BinaryIO:
    """`path` opened for reading, unpacked on the way if it is packed. Reads in pieces; cannot seek."""
    file = path.open("rb")
    coding = packing(file.read(8))
    file.seek(0)
    if coding is None:
        return file
    return io.BufferedReader(
        Unpacked(file, source, coding, max_unpacked=max_unpacked, max_ratio=max_ratio), PIECE
    )


class Unpacked(io.RawIOBase):
    """The unpacked bytes of a packed stream. Files of several members, one after the other, are one stream.

    `offset` is where in the packed stream the member begins that is being read. Raises SourceError naming
    `source` on what is damaged, cut off or a bomb.
    """

    def __init__(
        self,
        stream: BinaryIO,
        source: str,
        coding: str,
        *,
        max_unpacked: int = MAX_UNPACKED,
        max_ratio: float = MAX_RATIO,
    ) -> None:
        super().__init__()
        self.source = source
        self.offset = 0
        self.unpacked = 0
        self._stream = _Counted(stream)
        self._max_unpacked = max_unpacked
        self._max_in_stretch = int(max_ratio * _STRETCH)
        self._stretch = (0, 0)
        self._members = (
            _Zstandard(self._stream) if coding == "zstd" else _Members(self._stream, _DECODERS[coding])
        )

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        """How many bytes have been given."""
        return self.unpacked

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._members.read(len(buffer))
        except EOFError as error:
            raise SourceError(
                self.source, f"damaged: breaks off at byte {self._stream.count:,}, inside {self._member()}"
            ) from error
        except Exception as error:
            # Each decoder has an error class of its own.
            raise SourceError(self.source, f"damaged in {self._member()}: {error}") from error
        self.offset = self._members.offset
        self.unpacked += len(data)
        packed, unpacked = self._stretch
        if self.unpacked - unpacked > self._max_in_stretch:
            raise SourceError(
                self.source,
                f"refused: what begins at byte {self._members.offset:,} unpacks to more than "
                f"{self._max_in_stretch // _STRETCH} times its size",
            )
        if self._stream.count - packed >= _STRETCH:
            self._stretch = (self._stream.count, self.unpacked)
        if self.unpacked > self._max_unpacked:
            raise SourceError(
                self.source, f"refused: it unpacks to more than {self._max_unpacked / 1e6:,.1f} MB"
            )
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()

    def _member(self) -> str:
        return f"what begins at byte {self._members.offset:,}"


class _Counted:
    """A stream that knows how many of its bytes were read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    def read(self, size: int = PIECE) -> bytes:
        data = self._stream.read(size)
        self.count += len(data)
        return data

    def tell(self) -> int:
        return self.count

    def rewind(self) -> None:
        self._stream.seek(0)
        self.count = 0

    def close(self) -> None:
        self._stream.close()


class _Members:
    """Reads members that one kind of decoder unpacks: each has an end, and the next one follows."""

    def __init__(self, stream: _Counted, new: Callable[[], Any]) -> None:
        self._stream = stream
        self._new = new
        self._decoder: Any = None
        self._left = b""
        self.offset = 0

    def read(self, size: int) -> bytes:
        """Up to `size` unpacked bytes; none at the end. Raises EOFError if the last member has no end."""
        while True:
            if self._decoder is None and not self._begin():
                return b""
            data: bytes = self._decoder.decompress(self._left, size)
            ended = self._decoder.eof
            self._left = (
                self._decoder.unused_data if ended else getattr(self._decoder, "unconsumed_tail", b"")
            )
            if ended:
                self._decoder = None
            if data:
                return data
            if not ended and not self._left:
                self._left = self._stream.read()
                if not self._left:
                    raise EOFError

    def _begin(self) -> bool:
        """Go to the next member. Zeros between members and at the end are padding."""
        while True:
            self._left = self._left.lstrip(b"\x00")
            if self._left:
                break
            self._left = self._stream.read()
            if not self._left:
                return False
        self.offset = self._stream.count - len(self._left)
        self._decoder = self._new()
        return True


class _Zstandard:
    """Reads frames of Zstandard."""

    def __init__(self, stream: _Counted) -> None:
        self._stream = stream
        self._reader = self._new()
        self._given = 0
        self._whole: io.BytesIO | None = None
        self._failure: Exception | None = None

    def _new(self) -> Any:
        from fastwarc.stream_io import ZstdReader

        return ZstdReader(self._stream)  # type: ignore[arg-type]

    @property
    def offset(self) -> int:
        return int(self._reader.frame_start_position() or 0)

    def read(self, size: int) -> bytes:
        if self._whole is None:
            try:
                data = bytes(self._reader.read(size))
                self._given += len(data)
                return data
            except OSError as error:
                self._failure = EOFError() if "incomplete" in str(error) else error
                self._whole = self._up_to_the_damage(size)
        if data := self._whole.read(size):
            return data
        assert self._failure is not None
        raise self._failure

    def _up_to_the_damage(self, size: int) -> io.BytesIO:
        """What the reader dropped when it failed: it had unpacked whole frames before the damage. They are
        had byte by byte from a second reader.
        """
        self._stream.rewind()
        reader = self._new()
        left = self._given
        found = io.BytesIO()
        try:
            while left:
                left -= len(reader.read(min(left, PIECE)))
            for _ in range(size):
                found.write(reader.read(1))
        except OSError:
            pass
        self._reader = reader
        found.seek(0)
        return found


def _bzip2() -> Any:
    import bz2

    return bz2.BZ2Decompressor()


def _xz() -> Any:
    import lzma

    return lzma.LZMADecompressor()


_DECODERS: dict[str, Callable[[], Any]] = {
    "gzip": lambda: zlib.decompressobj(wbits=31),
    "bzip2": _bzip2,
    "xz": _xz,
}


def decoded(data: bytes, coding: str, source: str, max_bytes: int) -> bytes:
    """The body of an answer whose `Content-Encoding` is `coding`; at most `max_bytes` + 1 of it.

    Archives often keep the header of a body that they have unpacked already: what is not packed comes back
    as it is. Raises SourceError for a coding that is not known, and for damaged data.
    """
    for name in reversed([part.strip().lower() for part in coding.split(",")]):
        data = _decoded(data, name, source, max_bytes)
    return data


def _decoded(data: bytes, coding: str, source: str, max_bytes: int) -> bytes:
    if coding in ("", "identity", "utf-8", "none") or not data:
        return data
    if coding in ("gzip", "x-gzip", "deflate"):
        if coding != "deflate" and not data.startswith(b"\x1f\x8b"):
            return data
        for wbits in (47, -15):
            decoder = zlib.decompressobj(wbits=wbits)
            try:
                found = decoder.decompress(data, max_bytes + 1)
            except zlib.error as error:
                failure = error
                continue
            if not decoder.eof and len(found) <= max_bytes:
                raise SourceError(source, "the page breaks off")
            return found
        if coding == "deflate" and data.lstrip()[:1] == b"<":
            return data
        raise SourceError(source, f"the page came broken: {failure}")
    if coding in ("br", "zstd"):
        from fastwarc.stream_io import BrotliReader, ZstdReader

        if data.lstrip()[:1] == b"<":
            return data
        reader = (BrotliReader if coding == "br" else ZstdReader)(io.BytesIO(data))
        try:
            return b"".join(iter(_bounded(reader, max_bytes + 1), b""))
        except OSError as error:
            raise SourceError(source, f"the page came broken: {error}") from error
    raise SourceError(source, f"the page is packed as {coding[:20]!r}, which is not known")


def _bounded(reader: Any, most: int) -> Callable[[], bytes]:
    """A function that gives the next piece of `reader`, and nothing once `most` bytes are given."""
    left = most

    def piece() -> bytes:
        nonlocal left
        data = bytes(reader.read(min(left, PIECE))) if left > 0 else b""
        left -= len(data)
        return data

    return piece
