"""Files as they come: packed, in odd encodings, damaged, or something else altogether."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.store.interchange import FORMATS, files, read
from dragoman.store.interchange.errors import FormatError
from dragoman.store.interchange.files import CleanText
from dragoman.store.interchange.scan import BLOCK

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _count(form: str, path: Path) -> int:
    return sum(batch.tables["events"].num_rows for batch in read(form, path))


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_packed_files_are_unpacked_whatever_they_are_called(
    tmp_path: Path, data: Path, pack: Callable[[bytes], bytes]
) -> None:
    file = tmp_path / "icews.tab"
    file.write_bytes(pack((data / "icews.tab").read_bytes()))
    assert _count("icews", file) == 8


def test_a_zip_archive_may_hold_several_tables(tmp_path: Path, data: Path) -> None:
    file = tmp_path / "years.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.write(data / "ucdp.csv", "2019/ged.csv")
        archive.write(data / "ucdp.csv", "2020/ged.csv")
        archive.writestr("codebook.pdf", b"%PDF-1.4")
        archive.writestr("__MACOSX/2019/._ged.csv", b"\x00\x05")
    batches = list(read("ucdp", file))
    assert sum(batch.tables["events"].num_rows for batch in batches) == 12
    assert str(batches[0].problems[0]).startswith(f"{file}/2019/ged.csv: row 6: ")


def test_utf_16_as_spreadsheets_save_it(tmp_path: Path, data: Path) -> None:
    file = tmp_path / "wide.txt"
    file.write_text((data / "icews.tab").read_text(encoding="utf-8-sig"), encoding="utf-16")
    assert _count("icews", file) == 8


def test_lines_may_end_with_carriage_returns_alone(tmp_path: Path, data: Path) -> None:
    file = tmp_path / "old.tab"
    file.write_bytes((data / "icews.tab").read_bytes().replace(b"\r\n", b"\r"))
    assert _count("icews", file) == 8


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty"),
        (b"\n\n\n", "the file is empty"),
        (b"PK\x03\x04broken", "the archive is damaged"),
        (b"%PDF-1.4\n1 0 obj", "not ICEWS event data"),
        (b"\x89PNG\r\n\x1a\n", "this is a picture"),
        (b"a\x00\x01\x02\x00", "this is a binary file"),
        (b"PAR1" + b"\x00" * 50, "this is a Parquet table"),
        (b"<html><body>Sign in</body></html>", "not ICEWS event data"),
        (b'{"a": 1}\n', "not ICEWS event data"),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(tmp_path: Path, content: bytes, told: str) -> None:
    file = tmp_path / "some.tab"
    file.write_bytes(content)
    with pytest.raises(FormatError, match=told) as refused:
        _count("icews", file)
    assert str(refused.value).startswith(str(file))
    assert "\n" not in str(refused.value)


def test_folders_missing_files_and_office_documents_are_named(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="this is a folder"):
        _count("acled", tmp_path)
    with pytest.raises(FormatError, match="there is no such file"):
        _count("acled", tmp_path / "none.csv")
    book = tmp_path / "acled.xlsx"
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(FormatError, match="save the table as CSV"):
        _count("acled", book)


def test_an_archive_that_breaks_off_says_so(tmp_path: Path, data: Path) -> None:
    file = tmp_path / "cut.gz"
    file.write_bytes(gzip.compress((data / "icews.tab").read_bytes())[:-60])
    with pytest.raises(FormatError, match="damaged or breaks off"):
        _count("icews", file)


def test_a_line_that_never_ends_does_not_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LONGEST", 2 << 20)
    file = tmp_path / "bomb.gz"
    file.write_bytes(gzip.compress(b"Event ID\t" * 3_000_000))
    with pytest.raises(FormatError, match="a line is longer than 2 MiB"):
        _count("icews", file)


def test_a_quotation_mark_that_is_never_closed_is_told(tmp_path: Path, data: Path) -> None:
    file = tmp_path / "acled.csv"
    whole = (data / "acled.csv").read_bytes()
    file.write_bytes(whole + b'KEN1,"open' + b"\n1,2,3" * 200)
    problems = [str(problem) for batch in read("acled", file) for problem in batch.problems]
    assert problems[-1].endswith(
        "row 12: 2 cells in place of 31; it goes on over 201 lines, as if a quotation mark were not closed"
    )
    # No cell is longer than a block.
    file.write_bytes(whole + b'KEN1,"open' + b"\n1,2,3" * (BLOCK // 2))
    with pytest.raises(FormatError, match="a quotation mark is opened and not closed"):
        _count("acled", file)


def test_row_numbers_hold_over_blocks(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.store.interchange.scan.BLOCK", 4_096)
    lines = (data / "icews.tab").read_bytes().splitlines()
    bad = {7, 40, 41, 42, 99, 203}
    rows = [b"cut\toff" if number in bad else lines[1] for number in range(2, 204)]
    file = tmp_path / "long.tab"
    file.write_bytes(b"\n".join([lines[0], *rows]))
    batches = list(read("icews", file))
    assert len(batches) > 3
    assert [problem.row for batch in batches for problem in batch.problems] == sorted(bad)
    assert sum(batch.rows for batch in batches) == len(rows)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(FORMATS))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, form: str
) -> None:
    file = tmp_path_factory.getbasetemp() / "bytes"
    file.write_bytes(content)
    # Whatever it is, nothing but a FormatError comes of it.
    with suppress(FormatError):
        _count(form, file)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.binary(max_size=40)), st.integers(1, 50))
def test_clean_text_is_utf_8_however_it_is_read(lines: list[bytes], size: int) -> None:
    content = b"id,text\n" + b"\n".join(lines).replace(b"\x00", b"")
    whole = CleanText(io.BytesIO(content), "x").read()
    piecewise = CleanText(io.BytesIO(content), "x")
    assert b"".join(iter(lambda: piecewise.read(size), b"")) == whole
    whole.decode("utf-8")
    assert whole.count(b"\n") == content.count(b"\n")
