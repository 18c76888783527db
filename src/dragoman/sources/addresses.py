"""Connections to addresses that were checked: only public ones, and all within one deadline."""

from __future__ import annotations

import io
import ipaddress
import socket
import ssl
import threading
import time
from functools import cache
from typing import Any

from dragoman.sources.errors import SourceError

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """True for an address that anyone on the internet can reach.

    An IPv6 address that stands for an IPv4 one (mapped, 6to4, Teredo, NAT64) is as public as that.

    >>> is_public("8.8.8.8"), is_public("127.0.0.1"), is_public("::ffff:10.0.0.1")
    (True, False, False)
    """
    found = ipaddress.ip_address(address.split("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            found = inner
        elif found.is_site_local:
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def connected(
    host: str, port: int | None, scheme: str, deadline: float, public_only: bool
) -> tuple[Connection, str]:
    """A connection to one of the addresses of `host`, and what to call it in the request (`Host`).

    Raises SourceError if there is no such host or,
    with `public_only`, if any of its addresses is not public; TimeoutError at `deadline` (`time.monotonic`);
    OSError if nobody answers.
    """
    secure = scheme == "https"
    name = _ascii(host)
    found = _resolved(name, port or (443 if secure else 80), deadline)
    if public_only and not all(is_public(str(address[4][0])) for address in found):
        raise SourceError(host, "the address is not public")
    failure: OSError = OSError("no address")
    for family, kind, protocol, _, address in found:
        plain = socket.socket(family, kind, protocol)
        try:
            plain.settimeout(_left(deadline))
            plain.connect(address)
            # The handshake, too, must be over by what is left now, however slowly it drips.
            plain.settimeout(_left(deadline))
            whole = _tls().wrap_socket(plain, server_hostname=name) if secure else plain
        except OSError as error:
            plain.close()
            failure = error
            continue
        called = f"[{name}]" if ":" in name else name
        return Connection(whole, deadline), called if port is None else f"{called}:{port}"
    raise failure


def _ascii(host: str) -> str:
    """A host's name as it stands in requests: `münchen.example` as `xn--mnchen-3ya.example`."""
    try:
        name = host.encode("ascii").decode("ascii") if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise SourceError(host, "this is no web address") from error
    if any(not (c.isalnum() or c in "-._:%") for c in name):
        raise SourceError(host, "this is no web address")
    return name


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _resolved(host: str, port: int, deadline: float) -> list[Any]:
    """The addresses of a host. The system's look-up knows no time limit, so it is left behind if it is
    late.
    """
    found: list[Any] = []
    failures: list[Exception] = []

    def look_up() -> None:
        try:
            found.extend(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            failures.append(error)

    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(_left(deadline))
    if failures:
        raise SourceError(host, f"there is no site called {host}") from failures[0]
    if not found:
        raise TimeoutError
    return found


class Connection:
    """A socket for `http.client` each of whose reads ends at the deadline: a site that sends one byte of its
    head a second would otherwise keep it waiting for ever."""

    def __init__(self, whole: socket.socket, deadline: float) -> None:
        self._socket = whole
        self._deadline = deadline

    def sendall(self, data: bytes) -> None:
        self._socket.settimeout(_left(self._deadline))
        self._socket.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reads(self._socket, self._deadline))

    def close(self) -> None:
        """Nothing: `http.client` closes its socket after the head, and goes on to read the body."""

    def hang_up(self) -> None:
        """End the connection."""
        self._socket.close()


class _Reads(io.RawIOBase):
    def __init__(self, whole: socket.socket, deadline: float) -> None:
        super().__init__()
        self._socket = whole
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._socket.settimeout(_left(self._deadline))
        return self._socket.recv_into(buffer)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
