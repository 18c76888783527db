"""Matches the aliases of the tables against the words of an article, and remembers titles that were
looked up."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dragoman.knowledge.entries import Entry, Office
    from dragoman.knowledge.world import World
    from dragoman.reading.view import View

_FIRST = re.compile(r"\w+")


class AliasIndex:
    """The aliases of the tables by their first word, to be matched against the text whatever the tokens."""

    def __init__(self, world: World) -> None:
        self.entries: Mapping[str, tuple[Entry, ...]] = world.aliases
        self.longest: dict[str, int] = {}
        """First word → the most tokens that an alias beginning with it may have."""
        for alias in world.aliases:
            first = _FIRST.match(alias)
            if first is None:
                continue
            words = (
                alias.count(" ")
                + alias.count("-") * 2
                + alias.count("'")
                + alias.count("’")
                + alias.count(".")
                + 1
            )
            self.longest[first[0]] = max(self.longest.get(first[0], 0), words)

    def match(self, view: View, i: int, text: str) -> tuple[int, tuple[Entry, ...]] | None:
        """The longest alias that begins at token i: one past its last token, and what it may stand for."""
        word = view.text[i]
        first = _FIRST.match(word)
        if first is None:
            return None
        key = first[0]
        shout = len(key) > 3 and key.isupper()
        longest = self.longest.get(key, 0)
        titled = 0
        if shout:
            titled = self.longest.get(key.capitalize(), 0)
        if not longest and not titled:
            return None
        idx, n = view.idx, view.n
        for j in range(min(n, i + max(longest, titled)), i, -1):
            piece = text[idx[i] : idx[j - 1] + len(view.text[j - 1])]
            if "\n" in piece:
                continue
            entries = self.entries.get(piece)
            if entries is None and titled and piece.isupper():
                entries = self.entries.get(_title_case(piece))
            if entries is not None:
                return j, entries
        return None


def _title_case(text: str) -> str:
    small = {"And", "Of", "The", "For", "In"}
    words = [w.capitalize() for w in text.split(" ")]
    return " ".join(w.lower() if n and w in small else w for n, w in enumerate(words))


@lru_cache(maxsize=4)
def office_reader(world: World) -> Callable[[tuple[str, ...]], Office | None]:
    """`world.office`, remembering what it has read."""
    return lru_cache(maxsize=16384)(world.office)


@lru_cache(maxsize=4)
def alias_index(world: World) -> AliasIndex:
    """The index of a world's aliases, made once."""
    return AliasIndex(world)
