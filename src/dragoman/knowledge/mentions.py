"""From the words of a mention to its party: "two Turkish soldiers" → Turkish army, TUR, MIL.

A mention is read from the left. What counts or points is dropped ("two", "the"); then comes an owner, a name that
says whose the party is ("Turkish", "Uganda's", "NATO"); then a title with or without a person's name, or a common
noun; then a complement that can name the owner as well ("of Luhansk"). Where the owner is missing, `home` fills in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dragoman.knowledge import naming
from dragoman.knowledge.entries import SPECIAL_CODES, Entry, HeadNoun, Office, Resolution
from dragoman.knowledge.words import (
    ARTICLES,
    BEFORE_HYPHEN,
    COUNTED,
    CUTS,
    DROPPED,
    HELPED,
    JOINTS,
    MANY,
    ONE,
    OWNING,
    PARTICLES,
    PLACING,
    bare,
    is_name,
    is_number,
    split_words,
)

if TYPE_CHECKING:
    from dragoman.knowledge.world import World

_CACHE_SIZE = 20_000
_LONGEST = 8
_STATE = frozenset({"GOV", "MIL", "COP", "SPY", "JUD", "LEG", "ELI"})
_ARMED = frozenset({"REB", "PRM", "UAF", "CRM"})
_GOVERNMENTS = frozenset({"government", "governments", "minister", "ministers", "member state", "member states",
                          "member country", "member countries", "members", "member", "ally", "allies", "capitals",
                          "countries", "nations", "foreign minister", "foreign ministers", "defence ministers",
                          "defense ministers", "finance ministers", "interior ministers", "states"})  # fmt: skip
_KEEPERS = frozenset({"peacekeeper", "peacekeepers", "blue helmets", "peacekeeping force", "peacekeeping forces"})


@dataclass(slots=True)
class Owner:
    """Whose a party is."""

    name: str
    code: str | None
    sector: tuple[str, ...]
    kind: str
    written: str = ""
    """The word that names it, if it stands before the noun: "Turkish"."""
    possessive: bool = False
    from_home: bool = False
    ambiguous: bool = False


class Resolver:
    """Resolves mentions against a world; keeps what it has resolved."""

    def __init__(self, world: World) -> None:
        self.world = world
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

    # names -----------------------------------------------------------------------------------------------------

    def choose(self, entries: tuple[Entry, ...], on: str | None, home: str | None) -> Entry:
        """The reading that fits date and home, else the first; a person out of office is ELI."""
        if len(entries) > 1:
            if home:
                own = tuple(e for e in entries if e.code == home)
                entries = own or entries
            if on:
                held = tuple(e for e in entries if e.holds(on))
                if held:
                    return held[0]
        entry = entries[0]
        if on and entry.kind == "person" and entry.until and not entry.holds(on):
            latest = max((e for e in entries if e.name == entry.name), key=lambda e: e.until or "9999")
            if latest.until and on > latest.until:
                return replace(latest, sector=("ELI",), why=f"formerly {latest.why}")
        return entry

    def _named(self, text: str, on: str | None, home: str | None) -> Resolution | None:
        entries = self.world.lookup(text)
        if not entries:
            return None
        entry = self.choose(entries, on, home)
        if entry.ambiguous and home and entry.code != home and text.lower() in self.world.heads:
            return None  # "the Supreme Court" of a country that is not the first one of that name
        article = text[:4].lower() == "the "
        if entry.form == "people" and not article and entry.kind == "country":
            return self._people(entry, text, entry.plural)
        sector = entry.sector
        return Resolution(
            entry.name, entry.code, sector, entry.kind, entry.form, entry.plural and not article, (), entry.ambiguous,
            entry.why or f"{entry.form} of {entry.name}",
        )  # fmt: skip

    def _people(self, entry: Entry, text: str, plural: bool) -> Resolution:
        return Resolution(
            text, entry.code, ("CVL",), "group" if plural else "person", "people", plural, (), entry.ambiguous,
            f"people of {entry.name}",
        )  # fmt: skip

    # several parties -------------------------------------------------------------------------------------------

    def _several(self, text: str, on: str | None, home: str | None) -> Resolution | None:
        plain = text.replace(" & ", " and ").replace(" or ", " and ").replace(" as well as ", " and ")
        joined = " and " in plain
        parts = [p.strip() for p in plain.replace(", and ", ",").replace(" and ", ",").split(",") if p.strip()]
        if len(parts) < 2:
            return None
        if not joined:
            return self._apposed(parts, on, home) if len(parts) == 2 else None
        if any(f" {j} " in parts[0] for j in ("of", "in", "from")) and all(self._is_place(p) for p in parts[1:]):
            return None
        members = self._shared_head(parts, on, home)
        if members is None:
            members = []
            for part in parts:
                near = home
                if members and members[0].code and members[0].kind != "country" and part[:1].islower():
                    near = members[0].code
                member = self._one(split_words(part), on, near)
                if member is None:
                    return None
                members.append(member)
        codes = {m.code for m in members}
        sector = tuple(dict.fromkeys(s for m in members for s in m.sector))
        return Resolution(
            naming.joined(members), codes.pop() if len(codes) == 1 else None, sector, members[0].kind,
            members[0].form, True, tuple(members), any(m.ambiguous for m in members), "coordination",
        )  # fmt: skip

    def _is_place(self, text: str) -> bool:
        return any(e.kind in ("country", "government", "region") for e in self.world.lookup(text))

    def _shared_head(self, parts: list[str], on: str | None, home: str | None) -> list[Resolution] | None:
        """"German, French and Ukrainian officials": adjectives that share the last one's noun."""
        last = split_words(parts[-1])
        owners = []
        for part in parts[:-1]:
            words = [w for w in split_words(part) if w.lower() not in DROPPED and not is_number(w)]
            entries = self.world.lookup(" ".join(words)) if words else ()
            if not entries or entries[0].form == "people" and len(parts) == 2:
                return None
            if all(e.form != "demonym" and (e.form != "acronym" and e.kind != "organisation") for e in entries):
                return None
            owners.append(self._owner(self.choose(entries, on, home), " ".join(words)))
        start, end, owner = self._find_owner(last, on, home)
        if owner is None or end >= len(last) or not any(o.written in self._adjectives(o) for o in owners):
            return None
        if owner.possessive:
            return None
        rest = last[end:]
        members = []
        for one in (*owners, owner):
            made = self._describe(last[:start], rest, one, on, True)
            if made is None:
                return None
            members.append(made)
        return members

    def _adjectives(self, owner: Owner) -> tuple[str, ...]:
        return tuple(e for e in (owner.written,) if any(x.form in ("demonym", "acronym") for x in self.world.lookup(e)))

    def _apposed(self, parts: list[str], on: str | None, home: str | None) -> Resolution | None:
        """"Uganda's army spokesman, Colonel Denis Okwir": one names, the other describes."""
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
                    " ".join(name), office.code, sector, "person", "title", why=f"{office.name}: {office.why}"
                )
        return None

    # one party -------------------------------------------------------------------------------------------------

    def _one(self, words: list[str], on: str | None, home: str | None, depth: int = 0) -> Resolution | None:
        if not words or depth > 4:
            return None
        found = self._named(" ".join(words), on, home)
        if found is not None:
            return found
        words, many, one, definite = self._strip(words)
        if not words:
            return None
        entries = self.world.lookup(" ".join(words))
        if entries:
            entry = self.choose(entries, on, home)
            if entry.kind == "country" and entry.form in ("people", "demonym") and (many or one):
                return self._people(entry, f"{words[-1]}", many)
            if entry.kind == "country" and entry.form == "people" and not definite:
                return self._people(entry, words[-1], entry.plural)
            found = self._named(" ".join(words), on, home)
            if found is not None:
                return found
        start, end, owner = self._find_owner(words, on, home)
        if owner is not None and end < len(words):
            return self._describe(words[:start], words[end:], owner, on, many, depth)
        split = next((i for i, w in enumerate(words[:-1]) if w != bare(w)), None)
        if split is not None:
            left = self._one([*words[:split], bare(words[split])], on, home, depth + 1)
            if left is not None:
                kind = "country" if left.kind == "government" else left.kind
                owner = Owner(left.name, left.code, left.sector, kind, "", True)
                return self._describe([], words[split + 1 :], owner, on, many, depth)
            words = words[split + 1 :]
        return self._describe([], words, self._home(home), on, many, depth)

    def _strip(self, words: list[str]) -> tuple[list[str], bool, bool, bool]:
        """Without determiners and numbers; whether they say many, one, or "the"."""
        many = one = definite = False
        start = 0
        while start < len(words):
            word = words[start].lower()
            if word in COUNTED and start + 2 < len(words) and words[start + 1] == "of":
                many = many or word in MANY
                start += 2
                continue
            if is_number(word):
                many = many or word != "1"
            elif word not in DROPPED:
                break
            many = many or word in MANY
            one = one or word in ONE
            definite = definite or word in ARTICLES
            start += 1
        return words[start:], many, one, definite

    def _home(self, home: str | None) -> Owner | None:
        if not home:
            return None
        country = self.world.countries.get(home)
        if country is not None:
            return Owner(country.name, home, ("GOV",), "country", from_home=True)
        if home in SPECIAL_CODES:
            names = {"UNO": "UN", "EUR": "EU"}
            sector = ("NGO",) if home == "NGO" else ("BUS",) if home == "MNC" else ("IGO",)
            return Owner(names.get(home, ""), home, sector, "organisation", names.get(home, ""), from_home=True)
        return None

    def _owner(self, entry: Entry, written: str, possessive: bool = False) -> Owner:
        kind = "country" if entry.kind == "government" else entry.kind
        return Owner(entry.name, entry.code, entry.sector, kind, written, possessive, False, entry.ambiguous)

    def _find_owner(self, words: list[str], on: str | None, home: str | None) -> tuple[int, int, Owner | None]:
        """The first name in the part before a joint that says whose the party is, as a half-open range of words."""
        lookup = self.world.lookup
        limit = next((i for i, w in enumerate(words) if i and (w in JOINTS or w in CUTS)), len(words))
        for start in range(limit):
            first = words[start]
            if not (first[0].isupper() or first[:3] in ("al-", "el-")):
                if "-" in first:
                    owner = self._hyphened(first, on, home)
                    if owner is not None:
                        return start, start + 1, owner
                continue
            for end in range(min(len(words), start + _LONGEST), start, -1):
                last = words[end - 1]
                text = " ".join(words[start:end])
                entries = lookup(text)
                possessive = False
                if not entries and last != bare(last):
                    possessive = True
                    entries = lookup(" ".join((*words[start : end - 1], bare(last))))
                entries = tuple(e for e in entries if e.kind != "person" or possessive)
                if entries and (end < len(words) or possessive):
                    entry = self.choose(entries, on, home)
                    if entry.form == "people" and not possessive and self._is_name_part(words, start, end):
                        continue
                    return start, end, self._owner(entry, text, possessive)
            if "-" in first:
                owner = self._hyphened(first, on, home)
                if owner is not None:
                    return start, start + 1, owner
        return 0, 0, None

    @staticmethod
    def _is_name_part(words: list[str], start: int, end: int) -> bool:
        return end == len(words) and start > 0

    def _hyphened(self, word: str, on: str | None, home: str | None) -> Owner | None:
        left, _, right = word.rpartition("-")
        if right not in OWNING or left.lower() in BEFORE_HYPHEN:
            return None
        entries = self.world.lookup(left)
        if not entries:
            code = self.world.place(left)
            if code is None:
                return None
            entries = (self.world.countries[code].entry,)
        return self._owner(self.choose(entries, on, home), word)

    # what it is ------------------------------------------------------------------------------------------------

    def _describe(
        self, front: list[str], rest: list[str], owner: Owner | None, on: str | None, many: bool, depth: int = 0
    ) -> Resolution | None:
        home = owner.code if owner else None
        whole = self.world.lookup(" ".join(rest))
        if whole:
            entry = self.choose(whole, on, home)
            if not (owner and owner.written and not owner.possessive and entry.kind == "country"):
                return Resolution(
                    entry.name, entry.code, entry.sector, entry.kind, entry.form, entry.plural, (), False,
                    entry.why or f"{entry.form} of {entry.name}",
                )  # fmt: skip
        cut = next((i for i, w in enumerate(rest) if i and w.lower() in CUTS), len(rest))
        kept = rest[:cut]
        joint = next((i for i, w in enumerate(kept) if i and w in JOINTS), len(kept))
        base, complement = kept[:joint], kept[joint:]
        if complement and complement[0] in PLACING and (owner is None or owner.from_home):
            placed = self._complement(front, base, complement, owner, on, many, depth)
            if placed is not None:
                return placed
        person = self._titled_name(front, kept, owner, on)
        if person is not None:
            return person
        return self._titled(front, base, complement, owner) or self._headed(front, base, complement, owner, many)

    def _complement(
        self, front: list[str], base: list[str], complement: list[str], owner: Owner | None, on: str | None,
        many: bool, depth: int,
    ) -> Resolution | None:  # fmt: skip
        """"governor of Luhansk", "police in Toamasina", "leaders of Germany and France": the complement is the owner."""
        words = complement[1:]
        if not words:
            return None
        text = " ".join(words)
        inner = self._named(text, on, owner.code if owner else None) or self._resolve(
            text, on, owner.code if owner else None
        )
        if inner is not None and inner.members:
            made = [self._complement(front, base, ["of", *m.name.split()], None, on, True, depth + 1) for m in inner.members]
            members = tuple(m for m in made if m is not None)
            if len(members) == len(inner.members):
                return Resolution(
                    naming.joined(members), None, members[0].sector, members[0].kind, "description",
                    True, members, why="coordination",
                )  # fmt: skip
        if inner is not None and inner.kind in ("country", "region", "organisation", "group", "government"):
            if inner.kind == "organisation" and inner.form == "description":
                return None
            kind = "country" if inner.kind == "government" else inner.kind
            made_one = self._describe(front, base, Owner(inner.name, inner.code, inner.sector, kind, "", True), on, many)
            whole_name = inner.form == "metonym" or inner.kind == "region" or complement[0] != "of"
            if made_one is None or made_one.kind == "country" or not whole_name:
                return made_one
            return replace(made_one, name=" ".join([*front, *base, *complement]))
        code = self._whereabouts(words)
        if code is None:
            return None
        made_one = self._describe(front, base, Owner("", code, ("GOV",), "country"), on, many)
        return replace(made_one, name=" ".join([*front, *base, *complement])) if made_one is not None else None

    def _whereabouts(self, words: list[str]) -> str | None:
        """The country of a complement's place: "Guayaquil", "Defence of Belarus", "the port of Homa Bay"."""
        starts = [0, *(i + 1 for i, w in enumerate(words) if w in PLACING), *([len(words) - 1] if len(words) > 1 else [])]
        for start in starts:
            name = " ".join(w for w in words[start:] if w != "the")
            code = self.world.place(name)
            if code is not None:
                return code
            for entry in self.world.lookup(name):
                if start and entry.kind in ("country", "region", "government") and entry.form != "demonym":
                    return entry.code
        return None

    def _titled_name(
        self, front: list[str], kept: list[str], owner: Owner | None, on: str | None
    ) -> Resolution | None:
        """A title and a person's name: "Foreign Minister Josephine Wanyonyi"."""
        joint = next((i for i, w in enumerate(kept) if i and w in JOINTS), len(kept))
        for split in range(len(kept) - 1, 0, -1):
            if not is_name(kept[split:]):
                if kept[split][0].islower() and kept[split] not in PARTICLES and kept[split][:3] not in ("al-", "el-"):
                    break
                continue
            title = [bare(w).lower() for w in (*front, *kept[:split])]
            if split > joint:
                fits = any(" ".join(title[i:]) in self.world.titles.offices for i in range(len(title) - joint + 1))
                if not fits and (len(kept) - split < 2 or not self.world.lookup(" ".join(kept[joint + 1 : split]))):
                    continue
            office = self.world.titles.read_title(title)
            if office is None:
                head = self.world.heads.get(title[-1])
                if head is None or head.kind != "people" or head.plural:
                    continue
                office = Office(title[-1], head.sector, inherits=head.inherits, why=f"noun {title[-1]!r}")
            return self._person(" ".join(kept[split:]), office, owner, on)
        return None

    def _person(self, name: str, office: Office, owner: Owner | None, on: str | None) -> Resolution:
        """Somebody named with a title; known persons get their full name, and their code where no other is told."""
        code = office.code or (owner.code if owner else None)
        told = office.code is not None or (owner is not None and not owner.from_home)
        known = tuple(e for e in self.world.lookup(name) if e.kind == "person" and (not told or e.code == code))
        if known and not (owner is not None and owner.from_home and all(e.code != code and e.ambiguous for e in known)):
            entry = self.choose(known, on, code)
            name, code = entry.name, entry.code
        return Resolution(name, code, self._office_sector(office, owner), "person", "title", why=office.why)

    def _titled(
        self, front: list[str], base: list[str], complement: list[str], owner: Owner | None
    ) -> Resolution | None:
        """An office without a name: "deputy defence minister"."""
        if not base:
            return None
        words = [w.lower() for w in (*front, *base)]
        head = self.world.heads.get(words[-1])
        plural = head is not None and head.plural
        if head is not None and plural:
            words[-1] = head.noun
        office = self.world.titles.read_title([*words, *(w.lower() for w in complement)])
        if office is None:
            return None
        longest = self._head(words)
        if longest is not None and not office.unique and not office.former:
            # A noun like any other, "protesters" or "army officers": its own way names it and keeps its qualifiers.
            if len(longest[1].split()) >= len(office.title.split()):
                return None
        sector = self._office_sector(office, owner)
        code = office.code or (owner.code if owner else None)
        name = naming.office_name(self.world, front, base, complement, office, owner, plural)
        kind = "group" if plural else "person"
        return Resolution(
            name, code, sector, kind, "description", plural, (), owner.ambiguous if owner else False, office.why
        )

    def _office_sector(self, office: Office, owner: Owner | None) -> tuple[str, ...]:
        if office.former or owner is None:
            return office.sector
        if owner.kind in ("organisation", "group") and (
            office.inherits or (office.sector[0] in _STATE and not self._state_like(owner))
        ):
            return owner.sector or office.sector
        return self._with_pre(office.sector, owner)

    @staticmethod
    def _state_like(owner: Owner) -> bool:
        return owner.code not in SPECIAL_CODES and owner.sector[:1] == ("GOV",)

    @staticmethod
    def _with_pre(sector: tuple[str, ...], owner: Owner | None) -> tuple[str, ...]:
        return (*sector, "PRE") if owner and "PRE" in owner.sector and "PRE" not in sector else sector

    def _head(self, words: list[str]) -> tuple[HeadNoun, str] | None:
        """The longest known noun at the end of the words."""
        for start in range(max(0, len(words) - 4), len(words)):
            text = " ".join(words[start:])
            head = self.world.heads.get(text)
            if head is not None:
                return head, text
        last = words[-1].rpartition("-")[2]
        head = self.world.heads.get(last) if last != words[-1] else None
        return (head, words[-1]) if head is not None else None

    def _domain_noun(self, words: list[str]) -> tuple[str, ...] | None:
        """The sector of the nearest word before a head that says one: "rebel" in "rebel forces"."""
        for end in range(len(words), 0, -1):
            for start in range(max(0, end - 3), end):
                text = " ".join(words[start:end])
                domain = self.world.titles.domains.get(text)
                if domain is not None:
                    return domain
                head = self.world.heads.get(text)
                if head is not None and not head.inherits and head.weight:
                    return head.sector
        return None

    def _headed(
        self, front: list[str], base: list[str], complement: list[str], owner: Owner | None, many: bool
    ) -> Resolution | None:
        """A common noun: "patrol boat", "dock workers", "interior ministry"."""
        if not base:
            return None
        words = [bare(w).lower() for w in (*front, *base)]
        found = self._head(words)
        if found is None:
            return None
        head, text = found
        before = words[: len(words) - len(text.split())]
        sector = self._head_sector(head, text, before, owner, complement)
        if not owner and (head.sector in (("NGO",), ("IGO",))):
            code: str | None = head.sector[0]
        else:
            code = owner.code if owner else None
        name = naming.head_name(self.world, front, base, complement, head, text, owner)
        kind = {"people": "group" if head.plural or many else "person", "institution": "organisation"}.get(
            head.kind, "group"
        )
        if text in naming.GOVERNMENT and owner is not None and not before and owner.kind == "country":
            kind = "country"
        unclear = owner.ambiguous if owner else False
        return Resolution(name, code, sector, kind, "description", head.plural, (), unclear, f"noun {text!r}")

    def _head_sector(
        self, head: HeadNoun, text: str, before: list[str], owner: Owner | None, complement: list[str]
    ) -> tuple[str, ...]:
        if any(w in self.world.titles.past or w.startswith("ex-") for w in before) and head.kind == "people":
            return ("ELI",) if head.sector[0] in _STATE else head.sector
        domain = self._domain_noun(before)
        sector = head.sector
        if head.inherits:
            if domain is None and complement:
                domain = self._domain_noun([w.lower() for w in complement[1:]])
            if domain is not None:
                sector = domain
            elif owner is not None and owner.kind in ("organisation", "group") and text not in _GOVERNMENTS:
                return owner.sector or sector
        elif domain is not None:
            sector = self._qualified(head, sector, domain)
        if owner is None or owner.kind not in ("organisation", "group"):
            return self._with_pre(sector, owner)
        if text in _GOVERNMENTS:
            return ("GOV",)
        if owner.code in SPECIAL_CODES:
            if sector[0] == "MIL" and text not in _KEEPERS and owner.sector[:1] == ("IGO",):
                return sector
            return owner.sector if sector[0] in _STATE or sector[0] in _ARMED or sector[0] == "BUS" else sector
        if owner.sector and owner.sector[0] in (*_ARMED, "SPY", "COP", "MIL", "PTY", "JUD"):
            if sector[0] in _STATE - {"LEG"} or sector[0] in _ARMED:
                return owner.sector
        return sector

    @staticmethod
    def _qualified(head: HeadNoun, sector: tuple[str, ...], domain: tuple[str, ...]) -> tuple[str, ...]:
        """What an adjectival noun does to a head of its own sector: "rebel forces", "opposition protesters"."""
        if domain[0] == "OPP" and "OPP" not in sector:
            return (*sector, "OPP")
        if domain[0] in _ARMED and sector[0] in ("MIL", "GOV", "COP"):
            return domain
        if domain[0] in ("COP", "SPY") and sector == ("MIL",) and head.kind != "people":
            return domain
        if domain[0] in ("JUD", "MIL", "COP", "LEG", "SPY") and sector == ("GOV",) and head.kind == "institution":
            return domain
        return sector
