"""Addresses of sources, to who published there."""

from __future__ import annotations

import re

_HOST = re.compile(
    r"(?:\w+://)?(?:[^/?#@\s]*@)?(?:www\.)?([^/?#:\s]+\.[^/?#:\s]+)(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE
)


def host(url: str) -> str | None:
    """The host of a web address without `www.`; what is no web address names the source itself.

    >>> host("https://www.example.org/a?b"), host("example.org/a"), host("A Monitoring Service")
    ('example.org', 'example.org', 'A Monitoring Service')
    """
    text = url.strip()
    found = _HOST.fullmatch(text)
    return found[1].lower() if found else text or None
