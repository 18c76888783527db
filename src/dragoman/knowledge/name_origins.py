"""Which countries a person's name sounds like: Jutta Reimers is hardly from Canada, Taras Holovko not from Russia.

Names are compared with lists of given names and surnames by their letters (two to four in a row), so that a
name that stands in no list has an origin as well. What comes out is a likeness, not a fact: it decides
between the countries that an article speaks of, where the text does not say whose minister somebody is.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from functools import cache, lru_cache
from math import log
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FILE = Path(__file__).with_name("name_origins.tsv")
_KINDS = ("given", "family")
_PRIOR = 300.0
"""Weight of what all origins have in common, in letter groups, against what one has."""
_RARE = 1e-6
_LISTED = 2.0
"""What it adds that a name stands in the list itself."""
_SCALE = 3.0
_FAMILY = 1.2
"""How much more a surname tells than all given names together."""
_PARTICLES = frozenset("al el bin ibn abu de van von der den la da das do dos del di du ben le".split())
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "ə": "e", "’": "'"}
)


class NameOrigins:
    """The lists of names, as counts of letter groups by origin."""

    def __init__(self, path: Path = _FILE) -> None:
        """Read the table. ValueError, naming the row, if one is wrong."""
        self.countries: dict[str, tuple[str, ...]] = {}
        """Origin → the countries where such names are common."""
        self.listed: dict[str, dict[str, set[str]]] = {kind: defaultdict(set) for kind in _KINDS}
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if not line or line[0] == "#":
                continue
            fields = line.split("\t")
            if len(fields) != 5 or fields[2] not in _KINDS:
                raise ValueError(f"{path.name}, row {number}: not origin, countries, kind, source, names")
            origin, countries, kind, _, names = fields
            mine = tuple(countries.split())
            if self.countries.setdefault(origin, mine) != mine:
                raise ValueError(f"{path.name}, row {number}: {origin} has other countries above")
            self.listed[kind][origin].update(plain(name.replace("_", " ")) for name in names.split())
        self._counts = {kind: self._counted(kind) for kind in _KINDS}
        self._common = {kind: self._shared(kind) for kind in _KINDS}

    def likeness(self, name: str) -> Mapping[str, float]:
        """How much a full name is like those of each country, above what it is like all; {} for one word.

        Countries that no list speaks for are left out.
        """
        words = [word for word in plain(name).split() if word not in _PARTICLES]
        if len(words) < 2:
            return {}
        family, given = words[-1].removeprefix("al-"), words[:-1]
        total: dict[str, float] = {}
        theirs = self._word(family, "family")
        mine = [self._word(word, "given") for word in given]
        for origin in self.countries:
            total[origin] = _FAMILY * theirs.get(origin, 0.0)
            total[origin] += sum(one.get(origin, 0.0) for one in mine) / len(mine)
        for origin, lists in self.listed["family"].items():
            if words[0] in lists and origin in _FAMILY_FIRST:
                turned = _FAMILY * self._word(words[0], "family")[origin]
                turned += self._word("".join(words[1:]), "given")[origin]
                total[origin] = max(total[origin], turned)
        found: dict[str, float] = {}
        for origin, value in total.items():
            for code in self.countries[origin]:
                found[code] = max(found.get(code, value), value)
        return found

    def _word(self, word: str, kind: str) -> dict[str, float]:
        common, found = self._common[kind], {}
        groups = list(_groups(word))
        for origin, (counts, size) in self._counts[kind].items():
            value = sum(
                log((counts[group] + _PRIOR * common.get(group, _RARE)) / (size + _PRIOR))
                - log(common.get(group, _RARE))
                for group in groups
            )
            listed = _LISTED if word in self.listed[kind][origin] else 0.0
            found[origin] = _SCALE * value / max(1, len(groups)) + listed
        return found

    def _counted(self, kind: str) -> dict[str, tuple[Counter[str], int]]:
        made = {}
        for origin, names in self.listed[kind].items():
            counts: Counter[str] = Counter()
            for name in names:
                for part in re.split(r"[ -]", name):
                    counts.update(_groups(part))
            made[origin] = (counts, counts.total())
        return made

    def _shared(self, kind: str) -> dict[str, float]:
        shares: dict[str, float] = defaultdict(float)
        for counts, size in self._counts[kind].values():
            for group, count in counts.items():
                shares[group] += count / size / len(self._counts[kind])
        return {group: share + _RARE for group, share in shares.items()}


_FAMILY_FIRST = frozenset({"chinese", "taiwanese", "korean", "vietnamese", "hungarian", "khmer"})


def plain(name: str) -> str:
    """A name in lower case and without accents: "Đorđević" is "dordevic"."""
    parted = unicodedata.normalize("NFD", name.lower().translate(_LETTERS))
    return "".join(char for char in parted if not unicodedata.combining(char))


def _groups(word: str) -> Iterator[str]:
    """The groups of two to four letters in a word, each once, with its beginning and end marked."""
    marked = f"^{word}$"
    return iter(dict.fromkeys(marked[i : i + n] for n in (2, 3, 4) for i in range(len(marked) - n + 1)))


@cache
def name_origins() -> NameOrigins:
    """The shipped table, read once."""
    return NameOrigins()


@lru_cache(maxsize=4096)
def likeness(name: str) -> Mapping[str, float]:
    """What `NameOrigins.likeness` of the shipped table says of a name."""
    return name_origins().likeness(name)
