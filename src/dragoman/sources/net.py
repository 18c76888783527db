"""What is on the web: fetched within limits of size and time, and from public addresses only.

Whoever hands an address to a reader that runs on a server must not reach what only that server
can reach. So each address is resolved once, checked, and the connection goes to the very address
that was checked; redirects pass through the same gate.
"""

from __future__ import annotations

import http.client
import ssl
import time
import zlib
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit, urlunsplit

from dragoman.sources.addresses import Connection, connected
from dragoman.sources.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

TIMEOUT = 20.0
"""Seconds for the whole of a fetch: names, connections, redirects, and every byte of the answer."""
MAX_REDIRECTS = 5
_PIECE = 65_536


class FetchError(SourceError):
    """An address that gave no page.

    `status` is the site's answer where it gave one, `retry_after` the seconds that it asks to be left alone.
    """

    def __init__(
        self, source: str, cause: str, *, status: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(source, cause)
        self.status = status
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave."""

    url: str
    """After redirects."""
    data: bytes
    kind: str
    """The media type, in small letters, without parameters: `text/html`."""
    charset: str | None
    etag: str | None = None
    modified: str | None = None
    """`Last-Modified`, as the site wrote it."""
    unchanged: bool = False
    """True if the site says that nothing has changed since `etag` or `modified`; `data` is then empty."""


def is_url(source: str) -> bool:
    """True if `source` is a web address."""
    return source.lower().startswith(("http://", "https://"))


@cache
def user_agent() -> str:
    """What the sites see: the name of this program, by which their robots.txt can address it."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"dragoman/{version('dragoman')} (reads news articles)"
    except PackageNotFoundError:
        return "dragoman (reads news articles)"


def fetch(
    url: str,
    *,
    max_bytes: int,
    timeout: float = TIMEOUT,
    public_only: bool = True,
    max_redirects: int = MAX_REDIRECTS,
    etag: str | None = None,
    modified: str | None = None,
) -> Page:
    """Fetch `url`. Raises FetchError, naming `url`, for everything that goes wrong.

    `max_bytes` bounds the page, unpacked if it was sent packed; `timeout` is seconds in all. `etag` and
    `modified` are those of an earlier `Page`: if it is still the same, it is not sent again.
    `public_only=False` lets it reach private addresses and this machine: for tests, and for those
    who trust whoever gave the address.
    """
    deadline = time.monotonic() + timeout
    headers = {"User-Agent": user_agent(), "Accept": "*/*", "Accept-Encoding": "gzip", "Connection": "close"}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": modified} if modified else {}
    at = url
    for _ in range(max_redirects + 1):
        found = _get(at, url, headers, max_bytes, deadline, public_only)
        if isinstance(found, Page):
            return found
        try:
            at = urljoin(at, found)
        except ValueError as error:
            raise FetchError(url, "the page was moved to what is no address") from error
        if not is_url(at):
            raise FetchError(url, "the page was moved to an address that is not on the web")
    raise FetchError(url, f"the page was moved more than {max_redirects} times")


def _get(
    at: str, url: str, headers: dict[str, str], max_bytes: int, deadline: float, public_only: bool
) -> Page | str:
    """One request: the page, or where it has moved to."""
    try:
        parts = urlsplit(at)
        host, port, scheme = parts.hostname, parts.port, parts.scheme.lower()
    except ValueError as error:
        raise FetchError(url, "this is no web address") from error
    if not host or scheme not in ("http", "https"):
        raise FetchError(url, "this is no web address")
    path = urlunsplit(("", "", _quoted(parts.path) or "/", _quoted(parts.query), ""))
    # A path that begins with two slashes would be taken for a host.
    path = "/" + path.lstrip("/") if path.startswith("//") else path
    request = http.client.HTTPConnection("unused")
    connection: Connection | None = None
    try:
        connection, name = connected(host, port, scheme, deadline, public_only)
        request.sock = connection  # type: ignore[assignment]
        request.request("GET", path, headers={"Host": name, **headers})
        answer = request.getresponse()
        place = answer.getheader("Location")
        if answer.status in (301, 302, 303, 307, 308) and place:
            # Browsers take what is not ASCII in it for UTF-8; http.client has read it as Latin-1.
            return _quoted(place.strip(), "latin-1")
        if answer.status == 304 and ("If-None-Match" in headers or "If-Modified-Since" in headers):
            return Page(at, b"", "", None, unchanged=True)
        if answer.status != 200:
            reason = " ".join(str(answer.reason).split())[:80]
            raise FetchError(
                url,
                f"the site answered {answer.status} {reason}",
                status=answer.status,
                retry_after=seconds_of(answer.getheader("Retry-After")),
            )
        return Page(
            at,
            _body(answer, url, max_bytes),
            answer.headers.get_content_type().lower(),
            answer.headers.get_content_charset(),
            _short(answer.getheader("ETag")),
            _short(answer.getheader("Last-Modified")),
        )
    except TimeoutError as error:
        raise FetchError(url, "the site took too long to answer") from error
    except ssl.SSLError as error:
        raise FetchError(url, f"no secure connection: {error.reason or error}") from error
    except SourceError as error:
        raise error if isinstance(error, FetchError) else FetchError(url, error.cause) from error
    except http.client.IncompleteRead as error:
        raise FetchError(url, "the page breaks off") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise FetchError(url, f"the site cannot be reached: {error or type(error).__name__}") from error
    finally:
        if connection is not None:
            connection.hang_up()


def _body(answer: http.client.HTTPResponse, url: str, max_bytes: int) -> bytes:
    """The answer's body, unpacked; what is larger than `max_bytes` is dropped as soon as that shows."""
    length = answer.getheader("Content-Length") or ""
    if length.isdecimal() and int(length) > max_bytes:
        raise _too_big(url, max_bytes)
    coding = (answer.getheader("Content-Encoding") or "identity").strip().lower()
    if coding not in ("identity", "gzip", "x-gzip", "deflate"):
        raise FetchError(url, f"the site sent the page packed as {coding[:20]!r}, which it was not asked for")
    pieces: list[bytes] = []
    size = 0
    for piece in _unpacked(answer, url, coding, max_bytes):
        size += len(piece)
        if size > max_bytes:
            raise _too_big(url, max_bytes)
        pieces.append(piece)
    if length.isdecimal() and answer.length:
        raise FetchError(url, "the page breaks off")
    return b"".join(pieces)


def _unpacked(answer: http.client.HTTPResponse, url: str, coding: str, max_bytes: int) -> Iterator[bytes]:
    """The pieces of the body; none is larger than `max_bytes` + 1."""
    decoder = None if coding == "identity" else zlib.decompressobj(wbits=47)
    begun = False
    while piece := answer.read1(_PIECE):
        if decoder is None:
            yield piece
            continue
        if not begun and coding == "deflate" and not _is_zlib(piece):
            decoder = zlib.decompressobj(wbits=-15)
        begun = True
        try:
            yield decoder.decompress(piece, max_bytes + 1)
        except zlib.error as error:
            raise FetchError(url, "the page came broken") from error
    if decoder is not None and begun and not decoder.eof and not decoder.unconsumed_tail:
        raise FetchError(url, "the page breaks off")


def _is_zlib(data: bytes) -> bool:
    """True for `deflate` as the standard has it; some sites leave out its head."""
    return len(data) > 1 and data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0


def seconds_of(wait: str | None) -> float | None:
    """The seconds that a `Retry-After` asks for, from now on; None if it does not say.

    >>> seconds_of("120"), seconds_of("soon")
    (120.0, None)
    """
    if not wait:
        return None
    wait = wait.strip()
    if wait.isdecimal():
        return float(wait[:9])
    try:
        return max(0.0, parsedate_to_datetime(wait).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def _short(header: str | None) -> str | None:
    """A header that is sent back later: none that is overlong or would not pass as one."""
    if not header or len(header) > 500 or not header.isprintable() or not header.isascii():
        return None
    return header


def _quoted(part: str, encoding: str = "utf-8") -> str:
    """`part` of an address with what may not stand in a request written as %XX."""
    return "".join(
        c if 0x21 <= ord(c) < 0x7F else "".join(f"%{b:02X}" for b in c.encode(encoding, "replace"))
        for c in part
    )


def _too_big(url: str, max_bytes: int) -> FetchError:
    return FetchError(url, f"the page is too big: at most {max_bytes / 1e6:,.1f} MB are read")
