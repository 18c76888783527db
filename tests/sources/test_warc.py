"""Web archives: their pages, up to where they are whole, and within limits."""

from __future__ import annotations

import contextlib
import gzip
import io
import random
import resource
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fastwarc.stream_io import BrotliWriter, ZstdWriter

from dragoman.records import Article
from dragoman.sources import SourceError, read_source

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = (Path(__file__).parent / "data" / "article.html").read_bytes()
NO_DATE = PAGE.replace(b'"datePublished"', b'"x"')


def record(
    url: str,
    body: bytes = PAGE,
    *,
    status: str = "200 OK",
    kind: str = "text/html; charset=utf-8",
    headers: str = "",
    record_type: str = "response",
) -> bytes:
    """One record of an archive, with the answer of a site in it."""
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{headers}\r\n"
        if kind
        else f"HTTP/1.1 {status}\r\n\r\n"
    )
    answer = head.encode() + body
    fields = {
        "WARC-Type": record_type,
        "WARC-Target-URI": url,
        "WARC-Date": "2024-05-06T07:08:09Z",
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, url)}>",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": len(answer),
    }
    told = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"WARC/1.0\r\n{told}\r\n".encode() + answer + b"\r\n\r\n"


def zstd(data: bytes) -> bytes:
    out = io.BytesIO()
    writer = ZstdWriter(out)
    writer.write(data)
    writer.close()
    return out.getvalue()


def brotli(data: bytes) -> bytes:
    out = io.BytesIO()
    writer = BrotliWriter(out)
    writer.write(data)
    writer.close()
    return out.getvalue()


def chunks(data: bytes) -> bytes:
    pieces = [data[at : at + 1_000] for at in range(0, len(data), 1_000)]
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def found(path: Path, data: bytes, **limits: float) -> tuple[list[str | None], list[str]]:
    """The addresses of the articles in an archive, and the errors without the archive's name."""
    path.write_bytes(data)
    articles, errors = [], []
    for one in read_source(path, **limits):  # type: ignore[arg-type]
        if isinstance(one, Article):
            articles.append(one.url)
        else:
            errors.append(str(one).removeprefix(str(path)))
    return articles, errors


THREE = [record(f"https://courier.example/{number}") for number in (1, 2, 3)]
ADDRESSES = [f"https://courier.example/{number}" for number in (1, 2, 3)]


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("a.warc", lambda record: record),
        ("a.warc.gz", gzip.compress),
        ("a.warc.zst", zstd),
        ("misnamed.warc", gzip.compress),
    ],
)
def test_an_archive_however_packed(tmp_path: Path, name: str, pack: Callable[[bytes], bytes]) -> None:
    articles, errors = found(tmp_path / name, b"".join(map(pack, THREE)))
    assert (articles, errors) == (ADDRESSES, [])


def test_an_archive_packed_as_a_whole(tmp_path: Path) -> None:
    assert found(tmp_path / "a.warc.gz", gzip.compress(b"".join(THREE)))[0] == ADDRESSES


def test_publisher_and_day(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    undated = (
        b"<html><body><article><p>"
        + b"Kenya recalled its envoy from Uganda. " * 10
        + b"</p></article></body>"
    )
    path.write_bytes(record("https://www.courier.example/1") + record("https://b.example/2", undated))
    first, second = read_source(path)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.publisher, first.published) == ("courier.example", "2023-03-16")
    # A page that tells no day was published on the day of its capture at the latest.
    assert (second.publisher, second.published) == ("b.example", "2024-05-06")


def test_only_pages_that_were_answered_are_read(tmp_path: Path) -> None:
    data = b"".join(
        [
            record("https://a.example/missing", status="404 Not Found"),
            record("https://a.example/moved", status="301 Moved"),
            record("https://a.example/picture", b"\x89PNG", kind="image/png"),
            record("https://a.example/asked", record_type="request"),
            record("dns:a.example", b"1.2.3.4"),
            record("https://a.example/untold", kind=""),
            record("https://a.example/page"),
        ]
    )
    assert found(tmp_path / "a.warc", data) == (["https://a.example/untold", "https://a.example/page"], [])


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ("Content-Encoding: gzip\r\n", gzip.compress(PAGE)),
        ("Content-Encoding: br\r\n", brotli(PAGE)),
        ("Content-Encoding: zstd\r\n", zstd(PAGE)),
        ("Transfer-Encoding: chunked\r\n", chunks(PAGE)),
        ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", chunks(gzip.compress(PAGE))),
        # archives often keep the header of what they have unpacked
        ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", PAGE),
        ("Content-Encoding: br\r\n", PAGE),
    ],
)
def test_pages_that_were_sent_packed(tmp_path: Path, headers: str, body: bytes) -> None:
    articles, errors = found(tmp_path / "a.warc", record("https://a.example/1", body, headers=headers))
    assert (articles, errors) == (["https://a.example/1"], [])


def test_a_bad_page_costs_only_itself(tmp_path: Path) -> None:
    data = b"".join(
        [
            record("https://a.example/short", b"<html><body>No.</body></html>"),
            record("https://a.example/big", b"<html>" + b"x" * 2_000_000),
            record(
                "https://a.example/bomb",
                gzip.compress(b" " * 9_000_000),
                headers="Content-Encoding: gzip\r\n",
            ),
            record(
                "https://a.example/broken", gzip.compress(PAGE)[:200], headers="Content-Encoding: gzip\r\n"
            ),
            record("https://a.example/odd", headers="Content-Encoding: sdch\r\n"),
            record("https://a.example/tags", b"<html>" + b"<b>" * 250_000),
            record("https://a.example/good"),
        ]
    )
    articles, errors = found(tmp_path / "a.warc.gz", gzip.compress(data), max_bytes=1_000_000)
    assert articles == ["https://a.example/good"]
    assert [error.partition("example/")[2] for error in errors] == [
        "short: there is no article on the page",
        "big: too big: 2.0 MB, at most 1.0 MB are read",
        "bomb: too big: 1.0 MB, at most 1.0 MB are read",
        "broken: the page breaks off",
        "odd: the page is packed as 'sdch', which is not known",
        "tags: the page has more than 200,000 tags",
    ]


# --- damage ---


def test_what_comes_before_the_end_of_an_archive_that_was_cut_off_is_given(tmp_path: Path) -> None:
    plain, packed = b"".join(THREE), b"".join(map(gzip.compress, THREE))
    start = len(b"".join(THREE[:2]))
    size = len(PAGE) + 59
    assert found(tmp_path / "a.warc", plain[:-500]) == (
        ADDRESSES[:2],
        [f": damaged at byte {start:,}: breaks off inside a record that ought to have {size:,} bytes"],
    )
    assert found(tmp_path / "a.warc", plain[: start + 100]) == (
        ADDRESSES[:2],
        [f": damaged at byte {start:,}: the record's head is broken or cut off"],
    )
    start = len(b"".join(map(gzip.compress, THREE[:2])))
    articles, (error,) = found(tmp_path / "a.warc.gz", packed[:-500])
    assert articles == ADDRESSES[:2]
    cut = len(packed) - 500
    assert error == f": damaged: breaks off at byte {cut:,}, inside what begins at byte {start:,}"


@pytest.mark.parametrize("pack", [gzip.compress, zstd])
def test_a_damaged_stretch_ends_the_archive_with_its_offset(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    first, second, third = map(pack, THREE)
    middle = len(second) // 2
    garbled = bytes(byte ^ 0x5A for byte in second[middle : middle + 40])
    broken = second[:middle] + garbled + second[middle + 40 :]
    articles, (error,) = found(tmp_path / "a.warc.gz", first + broken + third)
    assert articles == ADDRESSES[:1]
    assert error.startswith(f": damaged in what begins at byte {len(first):,}: ")


@pytest.mark.parametrize(
    "data", [b"no archive at all\n" * 50, gzip.compress(b"no archive"), b"WARC/1.0\r\n\r\n"]
)
def test_what_is_no_archive(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(data)
    try:
        found = list(read_source(path))
    except SourceError as error:
        found = [error]
    (error,) = found
    assert isinstance(error, SourceError)


def test_any_damage_gives_articles_and_errors_and_nothing_else(tmp_path: Path) -> None:
    chance = random.Random(7)
    for pack in (lambda record: record, gzip.compress):
        whole = b"".join(map(pack, THREE))
        for _ in range(20):
            data = bytearray(whole)
            for _ in range(chance.choice((1, 3, 20))):
                data[chance.randrange(len(data))] = chance.randrange(256)
            path = tmp_path / "a.warc.gz"
            path.write_bytes(data)
            with contextlib.suppress(SourceError):
                assert all(isinstance(one, Article | SourceError) for one in read_source(path))


# --- bombs ---


def test_a_bomb_is_refused_where_it_is_and_what_came_before_is_given(tmp_path: Path) -> None:
    bomb = gzip.compress(record("https://a.example/zeros", bytes(3_000_000), kind="image/png"))
    data = gzip.compress(THREE[0]) + bomb + gzip.compress(THREE[1])
    articles, (error,) = found(tmp_path / "a.warc.gz", data, max_ratio=2)
    assert articles == ADDRESSES[:1]
    start = len(gzip.compress(THREE[0]))
    assert error == f": refused: what begins at byte {start:,} unpacks to more than 2 times its size"
    # News packs 3 to 20 times smaller, and zeros in small amounts harm nobody.
    assert found(tmp_path / "a.warc.gz", data)[0] == ADDRESSES[:2]


def test_all_that_an_archive_may_unpack_to_can_be_set(tmp_path: Path) -> None:
    articles, (error,) = found(
        tmp_path / "a.warc.gz", b"".join(map(gzip.compress, THREE)), max_unpacked=2 * len(THREE[0]) + 10
    )
    assert articles == ADDRESSES[:2]
    assert error == ": refused: it unpacks to more than 0.0 MB"


def test_a_page_of_two_hundred_megabytes_takes_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    piece = b"words " * 100_000
    head, _, tail = record("https://a.example/big", b"<html>|").partition(b"|")
    told = head.replace(b"Content-Length: 66", f"Content-Length: {66 - 1 + 330 * len(piece)}".encode())
    assert told != head
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(told)
        for _ in range(330):
            file.write(piece)
        file.write(tail + THREE[0])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    error, article = read_source(path)
    assert str(error).endswith("too big: 198.0 MB, at most 20.0 MB are read")
    assert isinstance(article, Article)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000
