"""Titles of office: what "deputy defence minister" or "head of the junta" says of whoever bears it.

A title is read from its head, the last word before "of", "for" or "to". A head either has a sector of its own
(a governor is GOV, a colonel MIL) or is generic (chief, leader, spokesman) and takes it from the nearest
domain, before the head ("army chief") or after "of" ("leader of the opposition"). The words stand in
`parties/offices.toml`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.knowledge.entries import DataError, Office
from dragoman.knowledge.load import check_code, check_sectors

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_PUBLIC = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY", "ELI", "IGO"})
"""Sectors whose former holders are PLOVER's elites; a former tycoon is still in business."""
_JOINTS = frozenset({"of", "for", "to", "in", "at", "on", "from", "with", "and", "under"})


@dataclass(slots=True)
class Titles:
    """The words of titles, and how to read them."""

    plain: frozenset[str] = frozenset()
    past: frozenset[str] = frozenset()
    domains: dict[str, tuple[str, ...]] = field(default_factory=dict)
    generic: dict[str, tuple[str, ...]] = field(default_factory=dict)
    offices: dict[str, Office] = field(default_factory=dict)
    local: dict[tuple[str, str], Office] = field(default_factory=dict)
    """(title, code of a state) → what the title means there: Hong Kong's chief executive governs."""
    longest: int = 1

    @classmethod
    def read(cls, *paths: Path) -> Titles:
        """From `offices.toml` and, over it, files of the same form that may leave tables out.

        DataError on an unknown sector or code, or a title that stands twice in a file.
        """
        made = cls()
        for path in paths:
            made._add(path)
        keys = (*made.offices, *made.domains, *made.generic)
        made.longest = max(len(key.split()) for key in keys)
        return made

    def _add(self, path: Path) -> None:
        """Put what one file says in the place of what was known."""
        try:
            data = tomllib.loads(path.read_text("utf-8-sig"))
        except tomllib.TOMLDecodeError as error:
            raise DataError(f"{path.name}: {error}") from error
        self.plain |= frozenset(data.get("plain", ()))
        self.past |= frozenset(data.get("former", ()))
        for table, target in (("domains", self.domains), ("generic", self.generic)):
            seen: dict[str, tuple[str, ...]] = {}
            for sectors, words in data.get(table, {}).items():
                sector = check_sectors(sectors, f"{path.name}, [{table}]")
                for word in words:
                    if word in seen:
                        raise DataError(f"{path.name}, [{table}]: {word!r} stands twice")
                    seen[word] = sector
            target.update(seen)
        titles: dict[str, Office] = {}
        for number, item in enumerate(data.get("office", ()), 1):
            where = f"{path.name}, office {number}"
            if not isinstance(item.get("titles"), list) or not isinstance(item.get("sector"), list):
                raise DataError(f"{where}: needs titles and sector, each a list of texts")
            sector = check_sectors(" ".join(item["sector"]), where)
            code = check_code(item.get("code", ""), where)
            states = item.get("of", [])
            unique = bool(item.get("unique"))
            for title in item["titles"]:
                for state in states:
                    check_code(state, where)
                    why = f"title {title!r} in {state}"
                    self.local[title, state] = Office(title, sector, unique=unique, why=why, source=where)
                if states:
                    continue
                if title in titles and code is None:
                    raise DataError(f"{where}: {title!r} stands twice")
                titles.setdefault(
                    title, Office(title, sector, code, unique=unique, why=f"title {title!r}", source=where)
                )
        self.offices.update(titles)

    def knows(self, title: str) -> bool:
        """Whether a word or words are a title by themselves."""
        return title in self.offices or title in self.generic

    def in_state(self, office: Office, code: str | None, words: Sequence[str] = ()) -> Office:
        """The office that a title in lower-case words names in the state with this code; mostly the same."""
        found = self.local.get((office.title, code)) if code is not None else None
        if found is None:
            return office
        past = any(word in self.past or (word.startswith("ex-") and len(word) > 3) for word in words)
        return _former(found) if past and found.sector[0] in _PUBLIC else found

    def read_title(self, words: Sequence[str]) -> Office | None:
        """The office of a title in lower-case words; None if they are no title."""
        words = [word for word in words if word]
        past = False
        for index, word in enumerate(words):
            if word in self.past:
                past = True
            elif word.startswith("ex-") and len(word) > 3:
                past = True
                words[index] = word[3:]
        words = [word for word in words if word not in self.past]
        if not words:
            return None
        joint = next((i for i, word in enumerate(words) if i and word in _JOINTS), len(words))
        office = self._whole(words, joint) or self._from_head(words, joint)
        if office is None:
            return None
        if past and office.sector[0] in _PUBLIC:
            return _former(office)
        return office

    def _whole(self, words: list[str], joint: int) -> Office | None:
        """A known title that begins before the joint and runs over it: "secretary of state"."""
        if joint == len(words):
            return None
        for start in range(joint):
            if start and not self._fills(words[:start]):
                continue
            for end in range(len(words), joint, -1):
                office = self.offices.get(" ".join(words[start:end]))
                if office is not None:
                    return office
        return None

    def _fills(self, words: list[str]) -> bool:
        return all(word in self.plain or word in self.domains for word in words)

    def _from_head(self, words: list[str], joint: int) -> Office | None:
        base = words[:joint]
        for start in range(len(base)):
            title = " ".join(base[start:])
            office = self.offices.get(title)
            if office is not None:
                return self._qualified(office, base, words, joint)
            sector = self.generic.get(title)
            if sector is not None:
                return self._generic(title, sector, base[:start], words[joint:])
        return None

    def _qualified(self, office: Office, base: list[str], words: list[str], joint: int) -> Office:
        """The president of a court or a bank, the secretary of a union: a domain wins over the bare title."""
        if office.title in (
            "president",
            "secretary",
            "commissioner",
            "vice president",
            "vice-president",
            "premier",
        ):
            near = base[: -len(office.title.split())][-2:]
            domain = self._domain_after(words[joint:]) or self._domain_before(near)
            if domain is not None and domain[1] != ("GOV",):
                why, source = f"title {office.title!r} of {domain[0]!r}", _table("domains", domain[1])
                return Office(f"{domain[0]} {office.title}", domain[1], why=why, source=source)
        return office

    def _generic(self, title: str, sector: tuple[str, ...], before: list[str], after: list[str]) -> Office:
        domain = self._domain_before(before) or self._domain_after(after)
        if domain is not None:
            why, source = f"title {title!r} with {domain[0]!r}", _table("domains", domain[1])
            return Office(f"{domain[0]} {title}", domain[1], why=why, source=source)
        source = _table("generic", sector)
        return Office(title, sector, inherits=True, why=f"title {title!r}", source=source)

    def _domain_before(self, words: list[str]) -> tuple[str, tuple[str, ...]] | None:
        for end in range(len(words), 0, -1):
            for start in range(max(0, end - self.longest), end):
                key = " ".join(words[start:end])
                if key in self.domains:
                    return key, self.domains[key]
        return None

    def _domain_after(self, words: list[str]) -> tuple[str, tuple[str, ...]] | None:
        """The domain after "of the", the longest that begins first."""
        if words[:1] not in (["of"], ["for"], ["in"], ["to"], ["at"]):
            return None
        for start in range(len(words)):
            for end in range(min(len(words), start + self.longest), start, -1):
                key = " ".join(words[start:end])
                if key in self.domains:
                    return key, self.domains[key]
        return None


def _table(name: str, sector: tuple[str, ...]) -> str:
    """Where a word of a domain or a generic head stands."""
    return f"offices.toml, [{name}] {' '.join(sector)}"


def _former(office: Office) -> Office:
    """The office as whoever has left it bears it."""
    why = f"former {office.title!r}"
    return Office(
        office.title, ("ELI",), office.code, "person", True, office.unique, False, why, office.source
    )
