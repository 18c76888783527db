"""Pages are fetched within limits, and from public addresses only. The server is on this machine."""

from __future__ import annotations

import gzip
import socket
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dragoman.records import Article
from dragoman.sources import SourceError, addresses, read_source
from dragoman.sources.addresses import is_public
from dragoman.sources.net import FetchError, fetch
from tests.sources.feeds.conftest import item, rss
from tests.sources.site import Request, serving

Answer = Callable[[Request], None]
PAGE = (Path(__file__).parent / "data" / "article.html").read_bytes()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of a site with an answer for each of the things that can go wrong."""

    def slow(request: Request) -> None:
        time.sleep(6)
        request.answer(PAGE)

    def packed(data: bytes) -> Answer:
        return lambda request: request.answer(gzip.compress(data), Content_Encoding="gzip")

    def moved(place: str) -> Answer:
        return lambda request: request.answer(b"", 302, Location=place)

    def cached(request: Request) -> None:
        same = request.headers.get("If-None-Match") == '"one"'
        request.answer(b"" if same else PAGE, 304 if same else 200, ETag='"one"')

    with serving() as site:
        site.answers = {
            "/article": PAGE,
            "/with%20space?q=%C3%A9": PAGE,
            "/packed": packed(PAGE),
            "/deflated": lambda request: request.answer(zlib.compress(PAGE), Content_Encoding="deflate"),
            "/bare": lambda request: request.answer(zlib.compress(PAGE)[2:-4], Content_Encoding="deflate"),
            "/bomb": packed(b"a" * 5_000_000),
            "/cut": lambda request: request.answer(gzip.compress(PAGE)[:-200], Content_Encoding="gzip"),
            "/moved": moved("/article"),
            "/loop": moved("/loop"),
            "/to-file": moved("file:///etc/hostname"),
            "/to-private": moved("http://10.0.0.1/secret"),
            "/to-metadata": moved("http://169.254.169.254/latest"),
            "/to-mapped": moved("http://[::ffff:10.0.0.1]/"),
            "/cached": cached,
            "/busy": lambda request: request.answer(b"", 503, Retry_After="120"),
            "/slow": slow,
            "/picture": lambda request: request.answer(b"\x00\x01\x02", Content_Type="image/webp"),
            "/table": lambda request: request.answer(
                b"id,text\n1,Kenya recalled its envoy.\n", Content_Type="text/csv"
            ),
            "/feed": rss(item("/article")),
        }
        yield site.url


@pytest.mark.parametrize("path", ["/article", "/moved", "/packed", "/deflated", "/bare", "/with space?q=é"])
def test_a_page_becomes_an_article_with_its_address(site: str, path: str) -> None:
    (article,) = read_source(site + path, public_only=False)
    assert isinstance(article, Article)
    assert article.publisher == "The Sorn Courier"
    assert article.url == site + ("/article" if path == "/moved" else path)


@pytest.mark.parametrize(
    ("path", "cause"),
    [
        ("/missing", "the site answered 404"),
        ("/loop", "moved more than 5 times"),
        ("/to-file", "moved to an address that is not on the web"),
        ("/bomb", "too big"),
        ("/cut", "the page breaks off"),
        ("/picture", "this is image/webp, not an article"),
    ],
)
def test_what_goes_wrong_is_told_with_the_address(site: str, path: str, cause: str) -> None:
    with pytest.raises(SourceError, match=cause) as caught:
        list(read_source(site + path, public_only=False, max_bytes=1_000_000))
    assert caught.value.source == site + path


def test_a_table_and_a_feed_may_have_an_address(site: str) -> None:
    (row,) = read_source(site + "/table", public_only=False)
    assert isinstance(row, Article)
    assert row.id == "1"
    (article,) = read_source(site + "/feed", public_only=False)
    assert isinstance(article, Article)
    assert (article.title, article.published) == ("A title", "2023-03-16")


def test_a_page_that_has_not_changed_is_not_sent_again(site: str) -> None:
    first = fetch(site + "/cached", max_bytes=100_000, public_only=False)
    assert (first.etag, first.unchanged) == ('"one"', False)
    second = fetch(site + "/cached", max_bytes=100_000, public_only=False, etag=first.etag)
    assert (second.data, second.unchanged) == (b"", True)


def test_a_busy_site_says_when_to_come_back(site: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(site + "/busy", max_bytes=1_000, public_only=False)
    assert (caught.value.status, caught.value.retry_after) == (503, 120.0)


@pytest.mark.parametrize("path", ["/to-private", "/to-metadata", "/to-mapped"])
def test_a_public_site_may_not_send_on_into_a_private_network(
    site: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.1" or is_public(address))
    with pytest.raises(SourceError, match="the address is not public"):
        fetch(site + path, max_bytes=100_000)


def test_the_connection_goes_to_the_address_that_was_checked(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A name that is public when it is looked up first, and this machine when it is looked up again.
    port = int(site.rpartition(":")[2])
    answers = iter(["127.0.0.1", "10.0.0.1"])

    def resolved(host: str, number: int, **_: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), number))]

    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.1")
    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    assert fetch(f"http://rebinding.example:{port}/article", max_bytes=100_000).data == PAGE
    assert next(answers) == "10.0.0.1"


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("9.9.9.9", "10.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(SourceError, match="the address is not public"):
        fetch("http://mixed.example/", max_bytes=1_000)


def test_a_name_that_is_looked_up_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def sleeping(*_: object, **__: object) -> list[object]:
        time.sleep(1)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", sleeping)
    with pytest.raises(SourceError, match="too long"):
        fetch("http://slow.example/", max_bytes=1_000, timeout=0.2)


def test_a_slow_site_is_given_up(site: str) -> None:
    started = time.monotonic()
    with pytest.raises(SourceError, match="too long"):
        fetch(site + "/slow", max_bytes=1_000_000, timeout=0.3, public_only=False)
    assert time.monotonic() - started < 5


def test_private_addresses_are_not_reached(site: str) -> None:
    with pytest.raises(SourceError, match="not public"):
        list(read_source(site + "/article"))


def test_nobody_answers() -> None:
    with pytest.raises(SourceError, match="cannot be reached"):
        fetch("http://127.0.0.1:1/", max_bytes=1_000, timeout=2, public_only=False)
    with pytest.raises(SourceError, match="no web address"):
        fetch("http:///path", max_bytes=1_000)
    with pytest.raises(SourceError, match="no web address"):
        fetch("http://host:notaport/", max_bytes=1_000)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "::1",
     "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "100.64.0.1", "224.0.0.1", "2002:7f00:1::",
     "64:ff9b::a00:1", "fec0::1", "::", "::127.0.0.1", "192.0.2.1", "198.18.0.1", "240.0.0.1"],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_addresses_that_are_public() -> None:
    assert is_public("9.9.9.9")
    assert is_public("2620:fe::fe")
