"""From bytes to text, or to the reason why they are none."""

from __future__ import annotations

import codecs
import re

from dragoman.sources.errors import SourceError

SAMPLE = 64_000
"""Bytes looked at to tell what a file is."""

# The 32-bit marks begin with the 16-bit ones, so they come first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KINDS = (
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich-text document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-zip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "a Parquet table"),
)
_CONTROLS = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f]")


def binary_kind(data: bytes) -> str | None:
    """What kind of binary file `data` begins like, in words; None if it may be text."""
    for mark, kind in _KINDS:
        if data.startswith(mark):
            return kind
    return None


def decode(data: bytes, source: str, declared: str | None = None) -> str:
    """The text that `data` encodes, without a byte-order mark.

    Believes a byte-order mark, then UTF-8 if it fits, then `declared` (a charset that came with the
    data), then what the bytes look like. Raises SourceError, naming `source`, for binary data and
    for bytes that fit no encoding well.
    """
    kind = binary_kind(data)
    if kind:
        raise SourceError(source, f"this is {kind}, not text")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise SourceError(
                    source, f"cannot be decoded: the text breaks off {encoding.upper()}"
                ) from error
    wide = _without_mark(data)
    if wide:
        try:
            return data.decode(wide)
        except UnicodeDecodeError:
            pass
    sample = data[:SAMPLE]
    if b"\x00" in sample or len(_CONTROLS.findall(sample)) > 0.02 * len(sample):
        raise SourceError(source, "this is a binary file, not text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if declared:
        try:
            return data.decode(declared)
        except (UnicodeDecodeError, LookupError):
            pass
    return _guessed(data, source)


def encoding_of(sample: bytes, source: str) -> str:
    """The encoding of a long text that begins with `sample`, for reading it piece by piece."""
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    wide = _without_mark(sample)
    if wide:
        return wide
    decode(sample, source)  # raises for binary data
    try:
        # The sample may break off inside a character.
        codecs.getincrementaldecoder("utf-8")().decode(sample)
        return "utf-8"
    except UnicodeDecodeError:
        return _best(sample) or "cp1252"


def _without_mark(data: bytes) -> str | None:
    """UTF-16 without a byte-order mark: every other byte of Western text is zero."""
    sample = data[:2_000]
    sample = sample[: len(sample) // 2 * 2]
    if len(sample) < 8 or len(data) % 2:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _guessed(data: bytes, source: str) -> str:
    encoding = _best(data)
    if encoding:
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            pass
    raise SourceError(source, "cannot be decoded: neither UTF-8 nor another known encoding of text")


def _best(data: bytes) -> str | None:
    """The likeliest encoding, by how natural the text looks; None if none looks natural."""
    sample = data[:SAMPLE]
    # News that is no UTF-8 is mostly Windows text with curly quotes. Where every byte above ASCII is one of
    # its letters or marks between ASCII letters, no other reading is likelier.
    high = [b for b in sample if b >= 0x80]
    if high and len(high) < 0.15 * len(sample) and not {0x81, 0x8D, 0x8F, 0x90, 0x9D} & set(high):
        marks = sum(b in b"\x85\x91\x92\x93\x94\x96\x97\xa0\xa3\xa7\xab\xb0\xbb" or b >= 0xC0 for b in high)
        if marks > 0.8 * len(high):
            return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    if best is None or best.percent_chaos > 20:
        return None
    return best.encoding
