"""Pages are fetched within limits, and from public addresses only. The server is on this machine."""

from __future__ import annotations

import contextlib
import gzip
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dragoman.records import Article
from dragoman.sources import SourceError, read_source
from dragoman.sources.url import fetch, is_public

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = (Path(__file__).parent / "data" / "article.html").read_bytes()


class Site(BaseHTTPRequestHandler):
    """A small site with an answer for each of the things that can go wrong."""

    def do_GET(self) -> None:
        path = self.path
        if path == "/moved":
            self.answer(302, b"", Location="/article")
        elif path == "/loop":
            self.answer(302, b"", Location="/loop")
        elif path == "/to-file":
            self.answer(302, b"", Location="file:///etc/hostname")
        elif path == "/missing":
            self.answer(404, b"no")
        elif path == "/packed":
            self.answer(200, gzip.compress(PAGE), **{"Content-Encoding": "gzip"})
        elif path == "/bomb":
            self.answer(200, gzip.compress(b"a" * 5_000_000), **{"Content-Encoding": "gzip"})
        elif path == "/slow":
            time.sleep(1.5)
            self.answer(200, PAGE)
        elif path == "/picture":
            self.answer(200, b"\x00\x01\x02", **{"Content-Type": "image/webp"})
        else:
            self.answer(200, PAGE)

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        # Whoever gave up waiting has hung up.
        with contextlib.suppress(ConnectionError):
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on stderr."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("path", ["/article", "/moved", "/packed", "/with space?q=é"])
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
        ("/picture", "this is image/webp, not an article"),
    ],
)
def test_what_goes_wrong_is_told_with_the_address(site: str, path: str, cause: str) -> None:
    with pytest.raises(SourceError, match=cause) as caught:
        list(read_source(site + path, public_only=False, max_bytes=1_000_000))
    assert caught.value.source == site + path


def test_a_slow_site_is_given_up(site: str) -> None:
    started = time.monotonic()
    with pytest.raises(SourceError, match="too long"):
        fetch(site + "/slow", max_bytes=1_000_000, timeout=0.3, public_only=False)
    assert time.monotonic() - started < 1.2


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
     "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "100.64.0.1", "224.0.0.1", "2002:7f00:1::"],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_addresses_that_are_public() -> None:
    assert is_public("9.9.9.9")
    assert is_public("2620:fe::fe")
