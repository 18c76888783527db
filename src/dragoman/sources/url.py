"""Pages from the web: fetched within limits of size and time, and from public addresses only.

Whoever hands an address to a reader that runs on a server must not reach what only that server
can reach. So each address is resolved once, checked, and the connection goes to the very address
that was checked; redirects pass through the same gate.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
import zlib
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit, urlunsplit

from dragoman.sources.errors import SourceError

TIMEOUT = 20.0
"""Seconds for the whole of a fetch, redirects included."""
MAX_REDIRECTS = 5
_AGENT = "dragoman (reads news articles)"
_PIECE = 65_536


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave."""

    url: str
    """After redirects."""
    data: bytes
    kind: str
    """The media type, in small letters, without parameters: `text/html`."""
    charset: str | None


def is_url(source: str) -> bool:
    """True if `source` is a web address."""
    return source.lower().startswith(("http://", "https://"))


def fetch(url: str, *, max_bytes: int, timeout: float = TIMEOUT, public_only: bool = True) -> Page:
    """Fetch `url`. Raises SourceError, naming `url`, for everything that goes wrong.

    `public_only=False` lets it reach private addresses and this machine: for tests, and for those
    who trust whoever gave the address.
    """
    deadline = time.monotonic() + timeout
    at = url
    for _ in range(MAX_REDIRECTS + 1):
        page, moved = _get(at, url, max_bytes, deadline, public_only)
        if page is not None:
            return page
        at = urljoin(at, moved)
        if not is_url(at):
            raise SourceError(url, "the page was moved to an address that is not on the web")
    raise SourceError(url, f"the page was moved more than {MAX_REDIRECTS} times")


def _get(at: str, url: str, max_bytes: int, deadline: float, public_only: bool) -> tuple[Page | None, str]:
    """One request: the page, or None and where it has moved to."""
    try:
        parts = urlsplit(at)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise SourceError(url, "this is no web address") from error
    if not host or parts.scheme.lower() not in ("http", "https"):
        raise SourceError(url, "this is no web address")
    secure = parts.scheme.lower() == "https"
    number = port or (443 if secure else 80)
    try:
        connection = _connect(url, host, number, secure, deadline, public_only)
        try:
            path = urlunsplit(("", "", _quoted(parts.path) or "/", _quoted(parts.query), ""))
            connection.request("GET", path, headers={"User-Agent": _AGENT, "Accept-Encoding": "identity"})
            answer = connection.getresponse()
            if answer.status in (301, 302, 303, 307, 308) and answer.getheader("Location"):
                return None, answer.getheader("Location") or ""
            if answer.status != 200:
                raise SourceError(url, f"the site answered {answer.status} {answer.reason}")
            data = _body(answer, url, max_bytes, deadline, connection)
            kind = (answer.headers.get_content_type() or "").lower()
            return Page(at, data, kind, answer.headers.get_content_charset()), ""
        finally:
            connection.close()
    except TimeoutError as error:
        raise SourceError(url, "the site took too long to answer") from error
    except ssl.SSLError as error:
        raise SourceError(url, f"no secure connection: {error.reason or error}") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        if isinstance(error, SourceError):
            raise
        raise SourceError(url, f"the site cannot be reached: {error}") from error


def _connect(
    url: str, host: str, port: int, secure: bool, deadline: float, public_only: bool
) -> http.client.HTTPConnection:
    """A connection to one of the host's addresses, each of them checked."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SourceError(url, f"there is no site called {host}") from error
    if public_only and not all(is_public(str(address[4][0])) for address in found):
        raise SourceError(url, "the address is not public")
    failure: OSError = OSError("no address")
    for family, kind, protocol, _, address in found:
        plain = socket.socket(family, kind, protocol)
        try:
            plain.settimeout(_left(deadline))
            plain.connect(address)
            connected = (
                ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain
            )
        except OSError as error:
            plain.close()
            failure = error
            continue
        connection = http.client.HTTPConnection(host, port, timeout=_left(deadline))
        connection.sock = connected
        return connection
    raise failure


def _body(
    answer: http.client.HTTPResponse,
    url: str,
    max_bytes: int,
    deadline: float,
    connection: http.client.HTTPConnection,
) -> bytes:
    """The answer's body, unpacked; what is larger than `max_bytes` is dropped as soon as that shows."""
    length = answer.getheader("Content-Length") or ""
    if length.isdigit() and int(length) > max_bytes:
        raise _too_big(url, max_bytes)
    # Asked for plain bytes, some sites send packed ones all the same.
    coding = (answer.getheader("Content-Encoding") or "identity").lower()
    if coding not in ("identity", "gzip", "x-gzip", "deflate"):
        raise SourceError(url, f"the site sent the page packed as {coding}")
    unpack = None if coding == "identity" else zlib.decompressobj(wbits=47)
    pieces: list[bytes] = []
    size = 0
    while True:
        if connection.sock is not None:
            connection.sock.settimeout(_left(deadline))
        piece = answer.read1(_PIECE)
        if not piece:
            break
        if unpack is not None:
            try:
                piece = unpack.decompress(piece, max_bytes - size + 1)
            except zlib.error as error:
                raise SourceError(url, "the page came broken") from error
        size += len(piece)
        if size > max_bytes:
            raise _too_big(url, max_bytes)
        pieces.append(piece)
    return b"".join(pieces)


def is_public(address: str) -> bool:
    """True for an address that anyone on the internet can reach.

    >>> is_public("8.8.8.8"), is_public("127.0.0.1"), is_public("::ffff:10.0.0.1")
    (True, False, False)
    """
    found = ipaddress.ip_address(address.split("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is not None:
            found = inner
    return found.is_global and not found.is_multicast and not found.is_reserved


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _quoted(part: str) -> str:
    """`part` of an address with what may not stand in a request written as %XX."""
    return "".join(
        c if 0x21 <= ord(c) < 0x7F else "".join(f"%{b:02X}" for b in c.encode("utf-8")) for c in part
    )


def _too_big(url: str, max_bytes: int) -> SourceError:
    return SourceError(url, f"the page is too big: at most {max_bytes / 1e6:,.1f} MB are read")
