"""Which countries a person's name sounds like: Jutta Reimers is hardly from Canada, nor Taras Holovko from
Russia.

Names are compared with lists of given names and surnames by their letters (two to four in a row), so that a
name that stands in no list has an origin as well. What comes out is a likeness, not a fact: it decides
between the countries that an article speaks of, where the text does not say whose minister somebody is.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

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
        self._sizes = {
            kind: np.array([float(counts.total()) for counts in self._counts[kind].values()])
            for kind in _KINDS
        }
        self._groups: dict[str, dict[str, NDArray[np.float64]]] = {kind: {} for kind in _KINDS}

    def likeness(self, name: str) -> Mapping[str, float]:
        """How much a full name is like those of each country, above what it is like all; {} for one word.

        Countries that no list speaks for are left out.
        """
        words = [word for word in plain(name).split() if word not in _PARTICLES]
        if len(words) < 2:
            return {}
        family, given = words[-1].removeprefix("al-"), words[:-1]
        total = _FAMILY * self._word(family, "family")
        total += sum(self._word(word, "given") for word in given) / len(given)
        turned = None
        for at, origin in enumerate(self.countries):
            if origin in _FAMILY_FIRST and words[0] in self.listed["family"][origin]:
                if turned is None:
                    turned = _FAMILY * self._word(words[0], "family")
                    turned += self._word("".join(words[1:]), "given")
                total[at] = max(total[at], turned[at])
        found: dict[str, float] = {}
        for value, codes in zip(total.tolist(), self.countries.values(), strict=True):
            for code in codes:
                found[code] = max(found.get(code, value), value)
        return found

    def _word(self, word: str, kind: str) -> NDArray[np.float64]:
        """How much a word is like the names of each origin."""
        groups = list(_groups(word))
        value = sum((self._group(group, kind) for group in groups), np.zeros(len(self.countries)))
        listed = [word in self.listed[kind].get(origin, ()) for origin in self.countries]
        return _SCALE * value / max(1, len(groups)) + _LISTED * np.array(listed)

    def _group(self, group: str, kind: str) -> NDArray[np.float64]:
        """How much oftener a group of letters stands in the names of each origin than in all."""
        known = self._groups[kind].get(group)
        if known is None:
            common, size = self._common[kind].get(group, _RARE), self._sizes[kind]
            counts = np.array([self._counts[kind][origin][group] for origin in self.countries])
            known = np.log((counts + _PRIOR * common) / (size + _PRIOR)) - np.log(common)
            known[size == 0] = 0.0
            self._groups[kind][group] = known
        return known

    def _counted(self, kind: str) -> dict[str, Counter[str]]:
        made = {origin: Counter[str]() for origin in self.countries}
        for origin, names in self.listed[kind].items():
            for name in names:
                for part in re.split(r"[ -]", name):
                    made[origin].update(_groups(part))
        return made

    def _shared(self, kind: str) -> dict[str, float]:
        shares: dict[str, float] = defaultdict(float)
        listed = [counts for counts in self._counts[kind].values() if counts]
        for counts in listed:
            size = counts.total()
            for group, count in counts.items():
                shares[group] += count / size / len(listed)
        return {group: share + _RARE for group, share in shares.items()}


_FAMILY_FIRST = frozenset({"chinese", "cantonese-taiwanese", "korean", "vietnamese", "hungarian", "khmer"})


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
