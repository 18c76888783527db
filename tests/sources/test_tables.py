"""Tables of articles: poisoned rows, damage, and sizes that do not fit into memory."""

from __future__ import annotations

import bz2
import contextlib
import csv
import datetime
import gzip
import io
import json
import lzma
import resource
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.records import Article
from dragoman.sources import SourceError, read_source
from dragoman.sources.json_list import articles_in_json
from dragoman.sources.tables import articles_in_csv
from tests.sources.test_warc import zstd

if TYPE_CHECKING:
    from pathlib import Path


def told(path: Path, **limits: Any) -> list[str]:
    """The ids of the articles of a source, and in the place of each error its row and cause."""
    return [
        one.id if isinstance(one, Article) else str(one).removeprefix(f"{path}:")
        for one in read_source(path, **limits)
    ]


def rows(count: int) -> list[dict[str, str]]:
    return [{"id": f"n{number}", "text": f"Kenya recalled envoy {number}."} for number in range(count)]


def jsonl(count: int) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows(count))


# --- CSV ---


@pytest.mark.parametrize(
    ("table", "found"),
    [
        # a mark of quotation that nothing closes takes no other row with it
        (
            'id,text\n1,fine words\n2,"never closed\n3,good words\n4,more words\n',
            ["1", "3: the row cannot be read: unexpected end of data", "3", "4"],
        ),
        (
            'id,text\n1,"never closed\n2,"good words"\n3,"more words"\n',
            ["2: the row cannot be read: ',' expected after '\"'", "2", "3"],
        ),
        # nor are the lines of a broken text taken for rows
        (
            'id,text,by\n1,"He said "no" and\nwent home, too\nlate",x\n2,good words,y\n',
            ["2: the row cannot be read: ',' expected after '\"'", "2"],
        ),
        ("id,text\n1,one,two,three\n2,good words\n", ["2: the row has 4 cells under 2 headings", "2"]),
        # marks out of place that do no harm
        ('id,text\n1,"No" he said\n2,a 6" gun\n', ["1", "2"]),
        ('id,text\n1,"two\nlines, one cell"\n2,good words\n', ["1", "2"]),
        ("id,text\n\n1,good words\n\n", ["1"]),
        ("id,text\n1\n2,good words", ["2: the text is empty", "2"]),
    ],
)
def test_a_broken_row_is_told_and_the_rest_is_read(tmp_path: Path, table: str, found: list[str]) -> None:
    path = tmp_path / "a.csv"
    path.write_text(table)
    assert told(path) == found


def test_a_line_that_is_too_long_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,text\n1,good words\n2," + "word " * 9_000 + "\n3,more words\n")
    assert told(path, max_bytes=20_000) == [
        "1",
        "3: the row cannot be read: a line has more than 20,000 characters",
        "3",
    ]


WORDS = st.text(st.characters(exclude_categories=["C"]) | st.sampled_from('",\n'), max_size=80)


@settings(deadline=None)
@given(st.lists(st.tuples(st.from_regex("[a-z0-9]{1,8}", fullmatch=True), WORDS)))
def test_what_a_writer_of_csv_wrote_comes_back(table: list[tuple[str, str]]) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([("id", "text"), *((name, f"Words {text}") for name, text in table)])
    found = list(articles_in_csv(io.BytesIO(out.getvalue().encode()), "t", 10_000))
    assert [(one.id, one.text) for one in found if isinstance(one, Article)] == [
        (name, f"Words {text}") for name, text in table
    ]


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_in_a_table_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(SourceError):
        list(articles_in_csv(io.BytesIO(b"id,text\n" + data), "t", 10_000))


# --- JSON ---


def test_a_line_of_json_that_is_too_long_is_never_held(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(b'{"text": "')
        for _ in range(200):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n' + jsonl(1))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert told(path, max_bytes=1_000_000) == ["1: too big: 200.0 MB, at most 1.0 MB are read", "n0"]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30_000


def test_a_list_is_read_element_by_element(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([*rows(3), {"text": "x" * 5_000}, 7, *rows(1)], indent=1))
    assert told(path, max_bytes=2_000) == [
        "n0",
        "n1",
        "n2",
        "4: too big: 0.0 MB, at most 0.0 MB are read",
        "5: this is no object with the fields of an article",
        "n0",
    ]
    with path.open("w") as file:
        file.write(json.dumps(rows(1))[:-1] + ', {"text": "')
        for _ in range(20):
            file.write("x" * 1_000_000)
    assert told(path, max_bytes=2_000_000)[1].startswith("2: too big: ")


def test_a_list_that_breaks_off_gives_what_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(rows(3))[:-20])
    assert told(path) == ["n0", "n1", "3: this is no JSON: Unterminated string starting at"]
    path.write_text(json.dumps(rows(2))[:-1] + ", {nonsense}]" + " " * 100)
    assert told(path)[2].startswith("3: this is no JSON: Expecting property name")
    path.write_text('{"text": ')
    with pytest.raises(SourceError, match="this is no JSON"):
        told(path)


@settings(deadline=None)
@given(
    st.lists(st.dictionaries(st.sampled_from(["text", "title", "x"]), st.text(max_size=40) | st.integers())),
    st.sampled_from([None, 0, 2]),
)
def test_any_list_is_read_as_the_whole_file_would_be(elements: list[Any], indent: int | None) -> None:
    found = articles_in_json(io.BytesIO(json.dumps(elements, indent=indent).encode()), "t", 10_000)
    assert len(list(found)) == len(elements)


# --- Parquet ---


def parquet(path: Path, columns: dict[str, Any], **options: Any) -> Path:
    pq.write_table(pa.table(columns), path, **options)
    return path


def test_a_parquet_table_with_columns_of_all_types(tmp_path: Path) -> None:
    path = parquet(
        tmp_path / "a.parquet",
        {
            "Article ID": ["p1", "p2"],
            "Body": ["Kenya recalled its envoy.", None],
            "date": [datetime.date(2023, 3, 16), None],
            "source": [{"name": "Ilmar Post"}, None],
            "authors": [["Oda Lind", "Bo Ek"], None],
            "views": [7, 8],
        },
    )
    article, error = read_source(path)
    assert isinstance(article, Article)
    assert (article.id, article.published, article.publisher) == ("p1", "2023-03-16", "Ilmar Post")
    assert article.authors == ("Oda Lind", "Bo Ek")
    assert str(error) == f"{path}:2: the text is empty"


def test_poisoned_rows_cost_only_themselves(tmp_path: Path) -> None:
    offsets = pa.array([0, 10, 14, 24], pa.int32()).buffers()[1]
    text = pa.Array.from_buffers(
        pa.string(), 3, [None, offsets, pa.py_buffer(b"good words\xff\xfe\xfdxmore words")]
    )
    path = parquet(tmp_path / "a.parquet", {"id": ["1", "2", "3"], "text": text})
    assert told(path) == ["1", "2: cannot be decoded: broken characters or values in text", "3"]
    path = parquet(tmp_path / "b.parquet", {"id": ["1", "2"], "text": [b"good words", b"\xff\xfe"]})
    assert told(path) == ["1", "2: cannot be decoded: text is not UTF-8"]
    path = parquet(tmp_path / "c.parquet", {"id": ["1", "2"], "text": ["long " * 900, "short words"]})
    assert told(path, max_bytes=1_000) == ["1: too big: 0.0 MB, at most 0.0 MB are read", "2"]


def test_a_damaged_stretch_of_a_table_is_one_error(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    texts = [f"Article {number} {number**9:x}" for number in range(3_000)]
    parquet(path, {"text": texts}, row_group_size=1_000, write_page_checksum=True)
    start = pq.ParquetFile(path).metadata.row_group(1).column(0).data_page_offset
    data = bytearray(path.read_bytes())
    for at in range(start + 20, start + 400):
        data[at] ^= 0x5A
    path.write_bytes(data)
    found = list(read_source(path))
    (error,) = (one for one in found if isinstance(one, SourceError))
    assert len(found) == 2_001
    assert error.source == f"{path}:1001"
    assert error.cause.startswith("the table is damaged up to row 2000: ")


def test_what_is_no_parquet_table(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet", {"text": ["good words"] * 100})
    whole = path.read_bytes()
    for data in (whole[:-1], whole[: len(whole) // 2], b"PAR1", b"nothing of the kind"):
        path.write_bytes(data)
        with pytest.raises(SourceError, match="this is no Parquet table, or one that was cut off") as caught:
            told(path)
        assert caught.value.source == str(path)
    with pytest.raises(SourceError, match="no column is called text or body or content: a, b"):
        told(parquet(path, {"a": [1], "b": ["x"]}))
    with pytest.raises(SourceError, match="there is no article in the table"):
        told(parquet(path, {"text": pa.array([], pa.string())}))


def test_a_text_that_all_rows_repeat_is_in_memory_once(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    text = pa.DictionaryArray.from_arrays(pa.array([0] * 5_000, pa.int32()), pa.array(["word " * 600_000]))
    parquet(path, {"text": text})
    assert path.stat().st_size < 1_000_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = read_source(path)
    assert all(isinstance(next(found), Article) for _ in range(3))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


# --- many files, and packed ones ---


@pytest.mark.parametrize(
    ("name", "pack"), [("gz", gzip.compress), ("zst", zstd), ("bz2", bz2.compress), ("xz", lzma.compress)]
)
def test_packed_files_are_read_as_what_is_in_them(tmp_path: Path, name: str, pack: Any) -> None:
    path = tmp_path / f"a.jsonl.{name}"
    path.write_bytes(pack(jsonl(3)))
    assert told(path) == ["n0", "n1", "n2"]
    path = tmp_path / f"a.csv.{name}"
    path.write_bytes(pack(b"id,text\n1,good words\n"))
    assert told(path) == ["1"]
    path = tmp_path / f"a.txt.{name}"
    path.write_bytes(pack(b"Kenya recalled its envoy."))
    assert [one.text for one in read_source(path) if isinstance(one, Article)] == [
        "Kenya recalled its envoy."
    ]
    path = tmp_path / f"untold.{name}"
    path.write_bytes(pack(jsonl(2)))
    assert told(path) == ["n0", "n1"]


def test_a_packed_table_that_was_cut_off_gives_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(jsonl(100))[:-30])
    found = told(path)
    assert found[:60] == [f"n{number}" for number in range(60)]
    assert found[-1].strip().startswith("damaged: breaks off at byte")


def test_a_packed_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(jsonl(2) + b" " * 20_000_000))
    found = told(path, max_ratio=3)
    assert found[:2] == ["n0", "n1"]
    assert "unpacks to more than 3 times its size" in found[2]
    path = tmp_path / "a.html.gz"
    path.write_bytes(gzip.compress(b"<html>" + b" " * 20_000_000))
    with pytest.raises(SourceError, match="too big"):
        told(path, max_bytes=1_000_000)


def test_patterns_and_folders_in_folders(tmp_path: Path) -> None:
    for name in (
        "b/2.jsonl",
        "a/1.jsonl",
        "a/deep/3.jsonl",
        "_delta_log/0.json",
        ".hidden/4.jsonl",
        "a/x.png",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"id": name, "text": "Kenya recalled its envoy."}) + "\n")
    parquet(tmp_path / "b" / "part-0.snappy.parquet", {"id": ["p"], "text": ["Kenya recalled its envoy."]})
    assert told(tmp_path) == ["a/1.jsonl", "a/deep/3.jsonl", "b/2.jsonl", "p"]
    assert told(tmp_path / "*" / "*.jsonl") == ["a/1.jsonl", "b/2.jsonl"]
    assert told(tmp_path / "**" / "*.jsonl") == ["a/1.jsonl", "a/deep/3.jsonl", "b/2.jsonl"]
    assert told(tmp_path / "[ab]") == ["a/1.jsonl", "a/deep/3.jsonl", "b/2.jsonl", "p"]
    with pytest.raises(SourceError, match="no file matches"):
        told(tmp_path / "*.nothing")
    odd = tmp_path / "what[1].jsonl"
    odd.write_bytes(jsonl(1))
    assert told(odd) == ["n0"]


def test_one_bad_file_of_many_is_told_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "1.jsonl").write_bytes(jsonl(1))
    (tmp_path / "2.parquet").write_bytes(b"PAR1 broken")
    (tmp_path / "3.warc.gz").write_bytes(b"nothing")
    (tmp_path / "4.jsonl").write_bytes(jsonl(1))
    found = told(tmp_path)
    assert [found[0], found[3]] == ["n0", "n0"]
    assert "2.parquet: this is no Parquet table" in found[1]
    assert "3.warc.gz: " in found[2]
