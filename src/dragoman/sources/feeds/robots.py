"""robots.txt as RFC 9309 has it: the longest rule that matches decides, with `*` and `$`.

The standard library's parser takes the first rule that matches and knows no wildcards, which most papers'
files are full of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

MAX_BYTES = 512_000
"""What is read of a robots.txt; the standard wants 500 KiB at least."""
_MAX_RULES = 5_000
_AGENT = "dragoman"
_SAFE = "/*$?=&:;,@!'()+~%-._[]"


@dataclass(frozen=True, slots=True)
class Robots:
    """What a site asks of this program: rules as (pattern, allowed), and seconds between two requests."""

    rules: tuple[tuple[str, bool], ...] = ()
    delay: float | None = None

    def allows(self, url: str) -> bool:
        """Whether the page at `url` may be fetched.

        >>> robots = robots_of("User-agent: *\\nDisallow: /*.pdf$\\nDisallow: /a\\nAllow: /a/open")
        >>> robots.allows("http://x.example/a/open/1"), robots.allows("http://x.example/b.pdf")
        (True, False)
        """
        parts = urlsplit(url)
        path = _normal(parts.path or "/") + (f"?{_normal(parts.query)}" if parts.query else "")
        best: tuple[int, bool] = (-1, True)
        for pattern, allowed in self.rules:
            # Of two rules as long as each other the one that allows wins.
            if (len(pattern), allowed) > best and _matches(pattern, path):
                best = (len(pattern), allowed)
        return best[1]


NO_RULES = Robots()
"""For a site without a robots.txt."""


def robots_of(text: str) -> Robots:
    """What a robots.txt says to this program: its group by name, else that for everyone (`*`)."""
    groups: dict[str, list[tuple[str, str]]] = {}
    names: list[str] = []
    listing = False
    for line in text.removeprefix("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            if not listing:
                names = []
            listing = True
            names.append(value.lower().partition("/")[0].strip())
            groups.setdefault(names[-1], [])
        elif key in ("allow", "disallow", "crawl-delay"):
            listing = False
            for name in names:
                groups[name].append((key, value))
    lines = groups.get(_AGENT, groups.get("*", []))
    rules = tuple((_normal(value), key == "allow") for key, value in lines if key != "crawl-delay" and value)[
        :_MAX_RULES
    ]
    delays = [
        float(value)
        for key, value in lines
        if key == "crawl-delay" and re.fullmatch(r"\d{1,6}(\.\d+)?", value)
    ]
    return Robots(rules, max(delays, default=None))


def _normal(path: str) -> str:
    """A path with every character written the one way, %XX or plain."""
    return quote(unquote(path, errors="surrogateescape"), safe=_SAFE, errors="surrogateescape")


def _matches(pattern: str, path: str) -> bool:
    """Whether a pattern with `*` (anything) and a last `$` (the end) matches the beginning of `path`.

    Piece by piece and without going back, so that no pattern takes long.
    """
    ended = pattern.endswith("$")
    pieces = pattern.removesuffix("$").split("*")
    if not path.startswith(pieces[0]):
        return False
    at = len(pieces[0])
    if len(pieces) == 1:
        return not ended or at == len(path)
    for piece in pieces[1:-1]:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    last = pieces[-1]
    if ended:
        return len(path) - len(last) >= at and path.endswith(last)
    return path.find(last, at) >= 0
