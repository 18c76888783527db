"""From the words of a mention to its party: "two Turkish soldiers" → Turkish army, TUR, MIL.

A mention is read from the left. What counts or points is dropped ("two", "the"); then comes an owner, a name
that says whose the party is ("Turkish", "Uganda's", "NATO"); then a title with or without a person's name, or
a common noun; then a complement that can name the owner as well ("of Luhansk"). Where the owner is missing,
`home` fills in.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.knowledge import naming
from dragoman.knowledge.descriptions import Describer, sources_of
from dragoman.knowledge.entries import Entry, Resolution
from dragoman.knowledge.owners import (
    choose,
    find_owner,
    home_owner,
    is_foreign,
    is_place,
    owner_of,
    strip_counts,
)
from dragoman.knowledge.pairs import Pairs
from dragoman.knowledge.sectors import Owner
from dragoman.knowledge.words import (
    CUTS,
    DROPPED,
    HONORIFICS,
    JOINTS,
    bare,
    is_name,
    is_number,
    split_words,
    tidy,
)

if TYPE_CHECKING:
    from dragoman.knowledge.world import World

_CACHE_SIZE = 20_000
_TAILS = frozenset(
    "in on at near inside across group groups movement organization organisation network coalition".split()
)
"""Words after a name that add nothing to what it names: "the Hezbollah group", "Islamic State in Syria"."""
_PARTS = frozenset(
    "northern southern eastern western central north south east west northeast northwest southeast southwest "
    "northeastern northwestern southeastern southwestern rural occupied besieged coastal upper lower".split()
)
"""Adjectives that make a country's name that of a part of it, which is a place rather than a state."""
_HELD = ("-held", "-occupied", "-controlled", "-ruled")


class Resolver:
    """Resolves mentions against a world; keeps what it has resolved."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._describer = Describer(world, self._resolve)
        self._pairs = Pairs(world)
        self._known: dict[tuple[str, str | None, str | None], Resolution | None] = {}

    def resolve(self, text: str, on: str | None, home: str | None) -> Resolution | None:
        """See `World.resolve`."""
        key = (text, on, home)
        if key in self._known:
            return self._known[key]
        if len(self._known) >= _CACHE_SIZE:
            self._known.clear()
        found = self._resolve(text, on, home) if len(text) <= 400 else None
        self._known[key] = found
        return found

    def _resolve(self, text: str, on: str | None, home: str | None) -> Resolution | None:
        text = tidy(text)
        words = split_words(text)
        if not words:
            return None
        found = self._named(" ".join(words), on, home)
        if found is not None:
            return found
        if "," in text or " and " in text or " & " in text or " or " in text:
            found = self._several(text, on, home)
            if found is not None:
                return found
            if "," in text:
                head = split_words(text.split(",", 1)[0])
                if head:
                    words = head
        return self._one(words, on, home)

    def _named(self, text: str, on: str | None, home: str | None) -> Resolution | None:
        entries = self.world.lookup(text)
        if not entries and ". " in text:
            words = text.split()
            entries = self.world.lookup(" ".join(w for w in words if len(w) != 2 or w[1] != "."))
        if not entries:
            return None
        entry = choose(entries, on, home)
        if is_foreign(self.world, entry, text, home):
            return None
        article = text[:4].lower() == "the "
        peopled = entry.kind == "region" or (entry.kind == "country" and not (article and entry.plural))
        if entry.form == "people" and peopled:
            return self._people(entry, text[4:] if article else text, entry.plural)
        return entry.resolved(plural=entry.plural and not article, ambiguous=entry.ambiguous)

    def _people(self, entry: Entry, text: str, plural: bool) -> Resolution:
        return Resolution(
            text,
            entry.code,
            ("CVL", "PRE") if "PRE" in entry.sector else ("CVL",),
            "group" if plural else "person",
            "people",
            plural,
            (),
            entry.ambiguous,
            f"people of {entry.name}",
            (entry.source,),
        )

    def _several(self, text: str, on: str | None, home: str | None) -> Resolution | None:
        plain = text.replace(" & ", " and ").replace(" or ", " and ").replace(" as well as ", " and ")
        joined = " and " in plain
        parts = [
            p.strip() for p in plain.replace(", and ", ",").replace(" and ", ",").split(",") if p.strip()
        ]
        if len(parts) < 2:
            return None
        if not joined:
            return self._apposed(parts, on, home) if len(parts) == 2 else None
        if any(f" {j} " in parts[0] for j in ("of", "in", "from")) and all(
            is_place(self.world, p) for p in parts[1:]
        ):
            return None
        members = self._shared_head(parts, on, home)
        if members is None:
            members = []
            for part in parts:
                near = home
                if (
                    members
                    and members[0].code in self.world.countries
                    and members[0].kind != "country"
                    and part[0].islower()
                ):
                    near = members[0].code
                member = self._one(split_words(part), on, near)
                if member is None:
                    return None
                members.append(member)
        codes = {m.code for m in members}
        sector = tuple(dict.fromkeys(s for m in members for s in m.sector))
        return Resolution(
            naming.joined(members),
            codes.pop() if len(codes) == 1 else None,
            sector,
            members[0].kind,
            members[0].form,
            True,
            tuple(members),
            any(m.ambiguous for m in members),
            "coordination",
            sources_of(members),
        )

    def _shared_head(self, parts: list[str], on: str | None, home: str | None) -> list[Resolution] | None:
        """ "German, French and Ukrainian officials": adjectives that share the last one's noun."""
        last = split_words(parts[-1])
        if self.world.lookup(" ".join(last)):
            return self._shared_end(parts, last, on, home)
        owners = []
        for part in parts[:-1]:
            words = [w for w in split_words(part) if w.lower() not in DROPPED and not is_number(w)]
            entries = self.world.lookup(" ".join(words)) if words else ()
            if not entries or (entries[0].form == "people" and len(parts) == 2):
                return None
            if all(
                e.form != "demonym" and (e.form != "acronym" and e.kind != "organisation") for e in entries
            ):
                return None
            owners.append(owner_of(choose(entries, on, home), " ".join(words)))
        start, end, owner = find_owner(self.world, last, on, home)
        if owner is None or end >= len(last) or not any(o.written in self._adjectives(o) for o in owners):
            return None
        if owner.possessive:
            return None
        rest = last[end:]
        members = []
        for one in (*owners, owner):
            made = self._describer.describe(last[:start], rest, one, on, True)
            if made is None:
                return None
            members.append(made)
        return members

    def _adjectives(self, owner: Owner) -> tuple[str, ...]:
        return tuple(
            e for e in (owner.written,) if any(x.form in ("demonym", "acronym") for x in self.world.lookup(e))
        )

    def _shared_end(
        self, parts: list[str], last: list[str], on: str | None, home: str | None
    ) -> list[Resolution] | None:
        """Names that share their last word: "North and South Korea", "Turkish and Greek Cypriots"."""
        texts = [" ".join([*strip_counts(split_words(part))[0], last[-1]]) for part in parts[:-1]]
        made = [self._one(split_words(t), on, home) if self.world.lookup(t) else None for t in texts]
        final = self._one(last, on, home)
        if final is None or None in made:
            return None
        return [*(m for m in made if m is not None), final]

    def _apposed(self, parts: list[str], on: str | None, home: str | None) -> Resolution | None:
        """ "Uganda's army spokesman, Colonel Denis Okwir": one names, the other describes."""
        for described, named in ((parts[0], parts[1]), (parts[1], parts[0])):
            words = split_words(named)
            if words and words[0].lower() in DROPPED:
                continue
            person = self._one(words, on, home)
            name = words if is_name(words) else []
            if person is not None and person.kind == "person" and is_name(person.name.split()):
                name = person.name.split()
            elif person is not None:
                continue
            office = self._one(split_words(described), on, home)
            if name and office is not None and office.kind == "person":
                sector = office.sector or (person.sector if person else ())
                return Resolution(
                    " ".join(name),
                    office.code or (person.code if person else None),
                    sector,
                    "person",
                    "title",
                    why=f"{office.name}: {office.why}",
                    sources=sources_of((office, person) if person else (office,)),
                )
        return None

    def _one(self, words: list[str], on: str | None, home: str | None, depth: int = 0) -> Resolution | None:
        if not words or depth > 4:
            return None
        found = self._named(" ".join(words), on, home)
        if found is not None:
            return found
        words, many, one, definite = strip_counts(words)
        if len(words) > 1 and words[0].lower().rstrip(".") in HONORIFICS:
            return self._one(words[1:], on, home, depth + 1)
        if not words:
            return None
        entries = self.world.lookup(" ".join(words))
        if entries:
            entry = choose(entries, on, home)
            if entry.kind == "country" and entry.form in ("people", "demonym") and (many or one):
                return self._people(entry, f"{words[-1]}", many)
            if entry.kind == "country" and entry.form == "people" and not definite:
                return self._people(entry, words[-1], entry.plural)
            found = self._named(" ".join(words), on, home)
            if found is not None:
                return found
        paired = self._paired(words, on, home, many)
        if paired is not None:
            return paired
        thing = self._describer.named_thing(words, home_owner(self.world, home))
        if thing is not None:
            return thing
        ending = self._ending_name(words, on, home)
        if ending is not None:
            return ending
        start, end, owner = find_owner(self.world, words, on, home)
        if owner is not None and end < len(words):
            if (
                owner.kind in ("organisation", "group")
                and not owner.possessive
                and words[end].lower() in _TAILS
            ):
                return self._named(owner.written, on, home)
            return self._describer.describe(words[:start], words[end:], owner, on, many, depth)
        split = next((i for i, w in enumerate(words[:-1]) if w != bare(w)), None)
        if split is not None:
            left = self._one([*words[:split], bare(words[split])], on, home, depth + 1)
            if left is not None:
                kind = "country" if left.kind == "government" else left.kind
                source = "; ".join(left.sources)
                owner = Owner(left.name, left.code, left.sector, kind, "", True, source=source)
                return self._describer.describe([], words[split + 1 :], owner, on, many, depth)
            code = self.world.place(" ".join([*words[:split], bare(words[split])]))
            words = words[split + 1 :]
            if code is not None:
                name, source = self.world.countries[code].name, f"cities.tsv, {code}"
                place = Owner(name, code, ("GOV",), "country", "", True, source=source)
                return self._describer.describe([], words, place, on, many, depth)
        return self._describer.describe([], words, home_owner(self.world, home), on, many, depth)

    def _paired(self, words: list[str], on: str | None, home: str | None, many: bool) -> Resolution | None:
        """ "Franco-German", "US-South Korean forces": a party for each name. One person with two nations, "a
        Russian-American journalist", is nobody's in particular."""
        found = self._pairs.find(words, on, home)
        if found is None:
            return None
        start, end, parts = found
        members: list[Resolution] = []
        for entry, written in parts:
            if end == len(words) and start == 0:
                made: Resolution | None = entry.resolved(ambiguous=entry.ambiguous)
            else:
                owner = owner_of(entry, written)
                made = self._describer.describe(words[:start], words[end:], owner, on, many)
            if made is None:
                return None
            members.append(made)
        first = members[0]
        if all(member.name == first.name for member in members):
            return first  # "the Anglo-Dutch company Shell"
        if first.kind == "person" and not first.plural and end < len(words):
            name = " ".join(words) if first.form == "description" else first.name
            return replace(first, name=name, code=None, why=f"{first.why}, of two nations")
        sector = tuple(dict.fromkeys(s for m in members for s in m.sector))
        return Resolution(
            naming.joined(members),
            None if len({m.code for m in members}) > 1 else first.code,
            sector,
            first.kind,
            first.form,
            True,
            tuple(members),
            any(m.ambiguous for m in members),
            "pair joined by a hyphen",
            sources_of(members),
        )

    def _ending_name(self, words: list[str], on: str | None, home: str | None) -> Resolution | None:
        """A known name at the end: "oil-rich Iraq", "the Palestinian group Hamas", "eastern Ukraine"."""
        limit = next((i for i, w in enumerate(words) if w in JOINTS or w in CUTS), len(words))
        if limit < len(words):
            return None
        first = next((i for i, w in enumerate(words) if w[0].isupper() or w[:3] in ("al-", "el-")), 0)
        for start in range(1, len(words)):
            before = words[start - 1]
            if not (words[start][0].isupper() or words[start][:3] in ("al-", "el-")):
                continue
            if not (before.islower() or before == "NGO") or before != bare(before):
                continue
            found = self._named(" ".join(words[start:]), on, home)
            if found is None or found.form == "demonym" or found.kind == "person":
                continue
            if found.kind in ("organisation", "group"):
                return found
            if start != first:
                continue
            if any(w in _PARTS or w.endswith(_HELD) for w in words[:start]):
                return replace(found, name=" ".join(words), sector=(), kind="region", form="description")
            return found if self.world.heads.get(before) is None else None
        return None
