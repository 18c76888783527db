"""How a reading room is opened: which store, on which address, behind which doors."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SHORTEST_TOKEN = 12
"""Characters that a token needs at least: a shorter one can be guessed at the rate that logins are let in."""


class SettingsError(ValueError):
    """A room that cannot be opened like this; the message says why, in one line."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests at once, and so many a second thereafter, of one client."""

    burst: int
    per_second: float


RATES: Mapping[str, Rate] = {
    "any": Rate(300, 30.0),
    "login": Rate(10, 0.1),
    "read": Rate(20, 0.5),
    "review": Rate(120, 2.0),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What `dragoman serve` was told, with the limits that hold unless somebody says otherwise.

    Raises SettingsError where the doors would stand open: another host than this machine without a token.
    """

    store: str
    host: str = "127.0.0.1"
    port: int = 8000
    token: str | None = None
    read_only: bool = False
    as_of: str | None = None
    names: tuple[str, ...] = ()
    """Host names that it answers to beside those of this machine, as behind a proxy."""
    knowledge: str | None = None
    """A file or folder of the user's own knowledge, for reading on the spot."""
    rates: Mapping[str, Rate] = field(default_factory=lambda: RATES)
    longest_address: int = 8_000
    """Characters of path and query."""
    largest_form: int = 64_000
    largest_upload: int = 4_000_000
    """Bytes of a request's body: of any form, and of an article that is to be read."""
    longest_article: int = 100_000
    """Characters of an article that is read on the spot."""
    reading_seconds: float = 60.0
    """How long somebody waits for an article to be read before being told that it takes too long."""

    def __post_init__(self) -> None:
        if self.token is not None and len(self.token) < SHORTEST_TOKEN:
            raise SettingsError(f"--token: at least {SHORTEST_TOKEN} characters")
        if self.token is None and not is_loopback(self.host):
            raise SettingsError(
                f"--host {self.host}: beyond this machine a token is required; pass --token,"
                " or set DRAGOMAN_TOKEN"
            )

    def answers_to(self, host: str) -> bool:
        """Whether a request that names this `Host` is meant for this room.

        Without a token only names of this machine are: a page elsewhere whose name leads here (DNS
        rebinding) could otherwise ask in the user's name. With a token its cookie guards the door.
        """
        name = _without_port(host).lower()
        if self.names and name in {known.lower() for known in self.names}:
            return True
        return is_loopback(name) or (self.token is not None and not self.names)


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine alone.

    >>> is_loopback("localhost"), is_loopback("127.0.0.1"), is_loopback("[::1]"), is_loopback("0.0.0.0")
    (True, True, True, False)
    """
    name = host.strip("[]").lower()
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]
