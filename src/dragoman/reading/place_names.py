"""Find the toponyms of a Doc: by the model's entities, and by the gazetteer where the model saw none.

A toponym is a span of tokens that names a place. Demonyms ("Kenyan"), names of persons that are also
places ("Chad Smith"), parts of an organisation's name ("Bank of England") and metonyms ("Moscow
rejected") are none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dragoman.knowledge.gazetteer import place_key
from dragoman.knowledge.gazetteer.words import words

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from dragoman.knowledge.gazetteer import Entry, Gazetteer

LONGEST = 5
"""Tokens in the longest name looked up."""
BIG_CITY = 100_000
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_LOCATIVE = words("locative")
_STRONG_LOCATIVE = frozenset(
    "in at near outside inside into around across throughout to from off through toward towards".split()
)
_TITLES = words("titles")
_OF_WHAT = words("before_of_place")
_FEATURES = words("features")
_HIT = words("hit_forms")
_DIRECTIONS = words("directions")
_WORDS = words("not_places")
_ALLOWED_SHORT = frozenset({"us", "uk", "uae", "nsw", "drc", "ussr", "usa", "dmz", "fata", "prc", "png"})
_FACILITY = words("facilities")
_INSIDE = frozenset({"of", "the", "and", "-", "de", "del", "al", "el"})
_ORG_LABELS = frozenset({"ORG", "NORP", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW"})


class Found(NamedTuple):
    """A toponym: its tokens, the key it is looked up by, and what it may be (empty if unknown)."""

    start: int
    end: int
    key: str
    candidates: tuple[Entry, ...]


def _trim(words: list[str], start: int, end: int) -> tuple[int, int]:
    """An entity without article, possessive and stray marks at its ends."""
    while start < end and (words[start].lower() in ("the", "a", "an") or not words[start][0].isalnum()):
        start += 1
    while start < end and (words[end - 1] in ("'s", "’s", "'", "’") or not words[end - 1][-1:].isalnum()):
        if words[end - 1][-1:] == "." and len(words[end - 1]) > 1:
            break
        end -= 1
    return start, end


def labels(doc: Doc, words: list[str]) -> list[tuple[int, int]]:
    """Tokens in capitals that head a paragraph of a round-up: "EL OBEID: A drone struck …"."""
    found = []
    for start, end in doc._.paragraphs:
        colon = next((i for i in range(start + 1, min(start + 5, end)) if words[i] == ":"), None)
        if colon is not None and all(word.isupper() or word == "-" for word in words[start:colon]):
            found.append((start, colon))
    return found


class Finder:
    """Finds toponyms with one gazetteer; holds no state between Docs."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer

    def find(self, doc: Doc) -> list[Found]:
        """Toponyms in order of the text, without overlaps."""
        words = [t.text for t in doc]
        label = [""] * len(words)
        entity = [(-1, -1)] * len(words)
        person_words: set[str] = set()
        for ent in doc.ents:
            for i in range(ent.start, ent.end):
                label[i] = ent.label_
                entity[i] = (ent.start, ent.end)
            if ent.label_ == "PERSON" and (
                ent.end - ent.start > 1 or (ent.start and words[ent.start - 1].rstrip(".") in _TITLES)
            ):
                person_words.update(words[ent.start : ent.end])
        for party in doc._.parties:
            if party.kind == "person" and " " in party.name:
                person_words.update(party.name.split())
        blocked = self._metonyms(doc)
        found: dict[int, Found] = {}
        taken = bytearray(len(words) + 1)
        for i in blocked:
            taken[i] = 1
        for start, end in labels(doc, words):
            key = place_key(" ".join(words[start:end]))
            candidates = self.gazetteer.lookup_key(key)
            if candidates and key not in _WORDS:
                found[start] = Found(start, end, key, candidates)
                taken[start:end] = b"\x01" * (end - start)
        for ent in doc.ents:
            if ent.label_ in _PLACE_LABELS and not taken[ent.start]:
                self._from_entity(words, ent.start, ent.end, ent.label_, person_words, found, taken)
        self._by_look_up(words, label, entity, person_words, found, taken)
        return [found[i] for i in sorted(found)]

    @staticmethod
    def _metonyms(doc: Doc) -> set[int]:
        blocked: set[int] = set()
        for mention in doc._.mentions:
            if mention.form == "metonym" and not _stands_as_place(doc, mention.start):
                blocked.update(range(mention.start, mention.end))
        return blocked

    def _from_entity(
        self, words: list[str], start: int, end: int, label: str, persons: set[str],
        found: dict[int, Found], taken: bytearray,
    ) -> None:  # fmt: skip
        parts: list[tuple[int, int]] = []
        at = start
        for i in range(start, end):
            if words[i] in (",", "/", "and", ";"):
                parts.append((at, i))
                at = i + 1
        parts.append((at, end))
        if len(parts) > 1 and self.gazetteer.lookup_key(place_key(" ".join(words[start:end]))):
            parts = [(start, end)]
        for a, b in parts:
            a, b = _trim(words, a, b)
            if a >= b:
                continue
            self._entity_part(words, a, b, label, persons, found, taken)

    def _entity_part(
        self, words: list[str], a: int, b: int, label: str, persons: set[str],
        found: dict[int, Found], taken: bytearray,
    ) -> None:  # fmt: skip
        key = place_key(" ".join(words[a:b]))
        candidates = self.gazetteer.lookup_text(words[a]) if b - a == 1 else self.gazetteer.lookup_key(key)
        if not candidates and b - a > 1:
            low = words[a].lower()
            if low in _DIRECTIONS:
                inner = place_key(" ".join(words[a + 1 : b]))
                candidates = self.gazetteer.lookup_key(inner)
                if candidates:
                    a, key = a + 1, inner
            elif words[b - 1].lower() in _FACILITY or words[b - 1].lower() in ("city", "province", "region"):
                inner = place_key(" ".join(words[a : b - 1]))
                candidates = self.gazetteer.lookup_key(inner)
                if label != "FAC" and candidates:
                    b, key = b - 1, inner
        if not candidates and a > 1 and words[a - 1] == "," and key in self.gazetteer.abbreviations:
            candidates = (self.gazetteer.abbreviations[key],)
        if self.gazetteer.demonym(key) or not words[a][:1].isupper():
            return
        if not self._plausible(words, a, b, label, candidates):
            return
        if key in _WORDS and key not in _ALLOWED_SHORT:
            return
        if b - a == 1 and words[a] in persons and not (candidates and candidates[0].source == "table"):
            return
        if self._in_abbreviated(words, a, b):
            return
        found[a] = Found(a, b, key, candidates)
        for i in range(a, b):
            taken[i] = 1

    @staticmethod
    def _plausible(words: list[str], a: int, b: int, label: str, candidates: tuple[Entry, ...]) -> bool:
        """Whether an entity that the model calls a place is one, by the gazetteer and the word before."""
        if candidates and candidates[0].source == "table":
            return True
        before = words[a - 1].lower() if a else ""
        if before == "the" and a > 1:
            before = words[a - 2].lower()
        after = words[b] if b < len(words) else ""
        word = words[a]
        if (
            b - a == 1
            and word.isupper()
            and len(word) <= 5
            and after not in (",", "-", "–", "—", "/", "(", "--")
        ):
            return False
        if not candidates:
            return label != "FAC" and before in _LOCATIVE and not word.isupper()
        return True

    @staticmethod
    def _in_abbreviated(words: list[str], a: int, b: int) -> bool:
        """`IN`, `ME`, `OR`: two capitals count only after a comma, except the well-known ones."""
        word = words[a]
        if b - a > 1 or len(word) != 2 or not word.isupper() or word in ("US", "UK", "DC", "LA", "NZ"):
            return False
        return not (a and words[a - 1] == ",")

    def _by_look_up(
        self, words: list[str], label: list[str], entity: list[tuple[int, int]], persons: set[str],
        found: dict[int, Found], taken: bytearray,
    ) -> None:  # fmt: skip
        n, i = len(words), 0
        lookup = self.gazetteer.lookup_key
        while i < n:
            word = words[i]
            if taken[i] or not word[0].isupper() or label[i] in _PLACE_LABELS:
                i += 1
                continue
            stop = i + 1
            while stop < min(n, i + LONGEST) and not taken[stop] and (
                words[stop][0].isupper() or words[stop] in _INSIDE or words[stop] in _FEATURES
            ):  # fmt: skip
                stop += 1
            match: Found | None = None
            for end in range(stop, i, -1):
                last = words[end - 1]
                if not last[0].isupper() and last not in _FEATURES:
                    continue
                key = place_key(" ".join(words[i:end]))
                if key in _WORDS and not (key in _ALLOWED_SHORT and word.isupper()):
                    continue
                candidates = lookup(key)
                if candidates and self._accept(words, label, entity, persons, found, i, end, key, candidates):
                    match = Found(i, end, key, candidates)
                    break
                after_place = i > 1 and words[i - 1] in (",", "(") and taken[i - 2]
                if end == i + 1 and after_place and key in self.gazetteer.abbreviations:
                    match = Found(i, end, key, (self.gazetteer.abbreviations[key],))
                    break
            if match is None:
                i += 1
                continue
            found[i] = match
            for j in range(match.start, match.end):
                taken[j] = 1
            i = match.end

    def _accept(
        self, words: list[str], label: list[str], entity: list[tuple[int, int]], persons: set[str],
        found: dict[int, Found], start: int, end: int, key: str, candidates: tuple[Entry, ...],
    ) -> bool:  # fmt: skip
        """Whether a span that the gazetteer knows, but the model did not mark, is a toponym here."""
        before = words[start - 1].lower() if start else ""
        after = words[end] if end < len(words) else ""
        kind = label[start]
        table = candidates[0].source == "table"
        if self._in_abbreviated(words, start, end) or (len(key) < 3 and key not in _ALLOWED_SHORT):
            return False
        if table and words[end - 1] in _FEATURES:
            return True
        ent_start, ent_end = entity[start]
        whole = ent_end == end and (ent_start == start or (ent_start == start - 1 and before == "the"))
        after_place = before == "," and start > 1 and any(f.end == start - 1 for f in _near(found, start))
        of_place = before == "of" and start > 1 and words[start - 2].lower() in _OF_WHAT
        placed = before in _STRONG_LOCATIVE or after_place or of_place or before in _HIT
        big = any(c.primary and c.population >= BIG_CITY for c in candidates)
        if kind in _ORG_LABELS:
            if not whole or (kind == "NORP" and not placed):
                return False
            return table or placed
        if kind == "PERSON":
            if not whole or words[start] in persons or after[:1].isupper():
                return False
            return table or placed
        if kind not in ("", "DATE", "CARDINAL", "TIME"):
            return False
        if after[:1].isupper() and after.lower() not in _DIRECTIONS and not table:
            return False
        if (
            start
            and words[start - 1][:1].isupper()
            and before not in _DIRECTIONS
            and before not in ("the", "in", "at")
        ):
            return table and start == 1
        if table:
            return words[start] not in persons or placed
        if end - start == 1 and words[start] in persons:
            return False
        return placed or (big and before not in ("the", "a", "an"))


def _stands_as_place(doc: Doc, start: int) -> bool:
    """Whether a seat of government is a place here all the same: "shelled Kyiv", "in Kyiv"."""
    before = doc[start - 1].lower_ if start else ""
    if before == "the" and start > 1:
        before = doc[start - 2].lower_
    return before in _HIT or (before in _STRONG_LOCATIVE and before not in ("to", "from"))


def _near(found: dict[int, Found], start: int) -> list[Found]:
    """Toponyms that begin within the few tokens before `start`."""
    return [found[i] for i in range(max(0, start - LONGEST - 1), start) if i in found]
