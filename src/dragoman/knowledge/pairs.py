"""Parties joined by hyphens: "Franco-German", "US-South Korean", "Israel-Hamas"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.knowledge.owners import choose
from dragoman.knowledge.words import bare

if TYPE_CHECKING:
    from dragoman.knowledge.entries import Entry
    from dragoman.knowledge.world import World

_REACH = 2
"""Words that a name in a pair may have beyond the hyphened one: "US-South Korean"."""
_KINDS = frozenset({"country", "government", "organisation", "group"})
_FORMS = frozenset({"demonym", "acronym", "name"})
_HYPHENS = str.maketrans("–‐‑", "---")


class Pairs:
    """Reads pairs against a world, whose aliases "Franco-" and "-Pak" are forms that only join."""

    def __init__(self, world: World) -> None:
        self.world = world

    def find(
        self, words: list[str], on: str | None, home: str | None
    ) -> tuple[int, int, tuple[tuple[Entry, str], ...]] | None:
        """The first pair among the words: its half-open range, and what each part stands for with how it
        is to be written before a noun; None if there is none.

        All parts must be known, and stand for different parties; "Greek-Cypriot", which is one name, and
        "Turkish-backed" are no pairs.
        """
        for index, word in enumerate(words):
            if "-" not in word and "–" not in word and "‑" not in word:
                continue
            for start in range(max(0, index - _REACH), index + 1):
                for end in range(min(len(words), index + 1 + _REACH), index, -1):
                    text = bare(" ".join(words[start:end])).translate(_HYPHENS)
                    found = self._parts(text, on, home)
                    if found:
                        return start, end, found
        return None

    def _parts(self, text: str, on: str | None, home: str | None) -> tuple[tuple[Entry, str], ...]:
        if text.count("-") > 4 or self.world.lookup(text):
            return ()
        if any(e.kind != "organisation" for e in self.world.lookup(text.replace("-", " "))):
            return ()  # "Bosnian-Serb" is "Bosnian Serb", but "Anglo-American" is not Anglo American plc
        names = text.split("-")
        found: list[tuple[Entry, str]] = []
        start = 0
        while start < len(names):
            # The longest known name first: "Guinea-Bissau" has a hyphen of its own.
            for end in range(len(names), start, -1):
                if end - start == len(names):
                    continue
                name = "-".join(names[start:end])
                joining = f"-{name}" if end == len(names) else f"{name}-"
                entry = self._entry(name, joining, on, home)
                if entry is not None:
                    found.append(entry)
                    start = end
                    break
            else:
                return ()
        if len({entry.name for entry, _ in found}) < len(found):
            return ()
        return tuple(found)

    def _entry(self, name: str, joining: str, on: str | None, home: str | None) -> tuple[Entry, str] | None:
        if not name[:1].isupper():
            return None
        entries = self.world.lookup(joining) or tuple(
            e for e in self.world.lookup(name) if e.kind in _KINDS and e.form in _FORMS
        )
        if not entries:
            return None
        entry = choose(entries, on, home)
        country = self.world.countries.get(entry.code or "")
        if country is None or country.name != entry.name or entry.form == "acronym":
            return entry, name
        # "French officials" of the Franco-German ones, "Russian" of the Ukraine-Russia ones.
        return entry, name if entry.form == "demonym" else country.adjective
