"""From the words of a mention to its party: "two Turkish soldiers" → Turkish army, TUR, MIL.

A mention is read from the left. What counts or points is dropped ("two", "the"); then comes an owner, a
name that
says whose the party is ("Turkish", "Uganda's", "NATO"); then a title with or without a person's name, or a
common
noun; then a complement that can name the owner as well ("of Luhansk"). Where the owner is missing, `home`
fills in.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.knowledge import naming
from dragoman.knowledge.entries import Entry, Office, Resolution
from dragoman.knowledge.owners import (
    choose,
    find_owner,
    home_owner,
    is_foreign,
    is_place,
    owner_of,
    strip_counts,
    whereabouts,
)
from dragoman.knowledge.sectors import Owner, find_head, head_sector, office_sector
from dragoman.knowledge.words import (
    CUTS,
    DROPPED,
    HONORIFICS,
    JOINTS,
    PARTICLES,
    PLACING,
    bare,
    is_name,
    is_number,
    split_words,
    tidy,
)

if TYPE_CHECKING:
    from dragoman.knowledge.world import World

_CACHE_SIZE = 20_000
_LONGEST = 8


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

    # names
    # -----------------------------------------------------------------------------------------------------

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
        if entry.form == "people" and entry.kind == "country" and not (article and entry.plural):
            return self._people(entry, text[4:] if article else text, entry.plural)
        sector = entry.sector
        return Resolution(
            entry.name, entry.code, sector, entry.kind, entry.form, entry.plural and not article, (), entry.ambiguous,
            entry.why or f"{entry.form} of {entry.name}",
        )

    def _people(self, entry: Entry, text: str, plural: bool) -> Resolution:
        return Resolution(
            text, entry.code, ("CVL",), "group" if plural else "person", "people", plural, (), entry.ambiguous,
            f"people of {entry.name}",
        )

    # several parties
    # -------------------------------------------------------------------------------------------

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
        )

    def _shared_head(self, parts: list[str], on: str | None, home: str | None) -> list[Resolution] | None:
        """ "German, French and Ukrainian officials": adjectives that share the last one's noun."""
        last = split_words(parts[-1])
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
            made = self._describe(last[:start], rest, one, on, True)
            if made is None:
                return None
            members.append(made)
        return members

    def _adjectives(self, owner: Owner) -> tuple[str, ...]:
        return tuple(
            e for e in (owner.written,) if any(x.form in ("demonym", "acronym") for x in self.world.lookup(e))
        )

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
                    why=f"{office.name}: {office.why}"
                )
        return None

    # one party
    # -------------------------------------------------------------------------------------------------

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
        thing = self._named_thing(words, home_owner(self.world, home))
        if thing is not None:
            return thing
        start, end, owner = find_owner(self.world, words, on, home)
        if owner is not None and end < len(words):
            return self._describe(words[:start], words[end:], owner, on, many, depth)
        split = next((i for i, w in enumerate(words[:-1]) if w != bare(w)), None)
        if split is not None:
            left = self._one([*words[:split], bare(words[split])], on, home, depth + 1)
            if left is not None:
                kind = "country" if left.kind == "government" else left.kind
                owner = Owner(left.name, left.code, left.sector, kind, "", True)
                return self._describe([], words[split + 1 :], owner, on, many, depth)
            code = self.world.place(" ".join([*words[:split], bare(words[split])]))
            words = words[split + 1 :]
            if code is not None:
                country = self.world.countries[code]
                return self._describe(
                    [], words, Owner(country.name, code, ("GOV",), "country", "", True), on, many, depth
                )
        return self._describe([], words, home_owner(self.world, home), on, many, depth)

    # what it is
    # ------------------------------------------------------------------------------------------------

    def _describe(
        self,
        front: list[str],
        rest: list[str],
        owner: Owner | None,
        on: str | None,
        many: bool,
        depth: int = 0,
    ) -> Resolution | None:
        home = owner.code if owner else None
        whole = self.world.lookup(" ".join(rest))
        if whole:
            entry = choose(whole, on, home)
            if not is_foreign(self.world, entry, " ".join(rest), home) and not (
                owner and owner.written and not owner.possessive and entry.kind == "country"
            ):
                return Resolution(
                    entry.name, entry.code, entry.sector, entry.kind, entry.form, entry.plural, (), False,
                    entry.why or f"{entry.form} of {entry.name}",
                )
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
        thing = self._named_thing(base, owner)
        if thing is not None:
            return thing
        return self._titled(front, base, complement, owner) or self._headed(
            front, base, complement, owner, many
        )

    def _complement(
        self, front: list[str], base: list[str], complement: list[str], owner: Owner | None, on: str | None,
        many: bool, depth: int,
    ) -> Resolution | None:
        """ "governor of Luhansk", "police in Toamasina", "leaders of Germany and France": the complement
        is the owner."""
        words = complement[1:]
        if not words:
            return None
        text = " ".join(words)
        inner = self._named(text, on, owner.code if owner else None) or self._resolve(
            text, on, owner.code if owner else None
        )
        if inner is not None and inner.members:
            made = [
                self._complement(front, base, ["of", *m.name.split()], None, on, True, depth + 1)
                for m in inner.members
            ]
            members = tuple(m for m in made if m is not None)
            if len(members) == len(inner.members):
                return Resolution(
                    naming.joined(members), None, members[0].sector, members[0].kind, "description",
                    True, members, why="coordination",
                )
        if inner is not None and inner.kind in ("country", "region", "organisation", "group", "government"):
            if inner.kind == "organisation" and inner.form == "description":
                country = self.world.countries.get(inner.code or "")
                if country is None:
                    return None
                near = Owner(country.name, country.code, ("GOV",), "country", "", True)
                found = self._titled(front, base, complement, near) or self._headed(
                    front, base, complement, near, many
                )
                return (
                    replace(found, name=" ".join([*front, *base, *complement])) if found is not None else None
                )
            kind = "country" if inner.kind == "government" else inner.kind
            made_one = self._describe(
                front, base, Owner(inner.name, inner.code, inner.sector, kind, "", True), on, many
            )
            whole_name = inner.form == "metonym" or inner.kind == "region" or complement[0] != "of"
            if made_one is None or made_one.kind == "country" or not whole_name:
                return made_one
            return replace(made_one, name=" ".join([*front, *base, *complement]))
        code = whereabouts(self.world, words)
        if code is None:
            return None
        made_one = self._describe(front, base, Owner("", code, ("GOV",), "country"), on, many)
        return (
            replace(made_one, name=" ".join([*front, *base, *complement])) if made_one is not None else None
        )

    def _titled_name(
        self, front: list[str], kept: list[str], owner: Owner | None, on: str | None
    ) -> Resolution | None:
        """A title and a person's name: "Foreign Minister Josephine Wanyonyi"."""
        joint = next((i for i, w in enumerate(kept) if i and w in JOINTS), len(kept))
        for split in range(len(kept) - 1, 0, -1):
            if not is_name(kept[split:]):
                if (
                    kept[split][0].islower()
                    and kept[split] not in PARTICLES
                    and kept[split][:3] not in ("al-", "el-")
                ):
                    break
                continue
            title = [bare(w).lower() for w in (*front, *kept[:split])]
            if split > joint:
                fits = any(
                    " ".join(title[i:]) in self.world.titles.offices for i in range(len(title) - joint + 1)
                )
                if not fits and (
                    len(kept) - split < 2 or not self.world.lookup(" ".join(kept[joint + 1 : split]))
                ):
                    continue
            office = self.world.titles.read_title(title)
            if office is None:
                head = self.world.heads.get(title[-1])
                if head is None or head.kind != "people" or head.plural:
                    continue
                office = Office(title[-1], head.sector, inherits=head.inherits, why=f"noun {title[-1]!r}")
            return self._person(" ".join(kept[split:]), office, owner, on)
        return None

    def _named_thing(self, base: list[str], owner: Owner | None) -> Resolution | None:
        """A noun and a name: "the frigate Andromachi", "the regional bloc ECOWAS"."""
        start = next((i for i, w in enumerate(base) if i and w[0].isupper()), 0)
        if not start or (base[0][0].isupper() and base[0].lower() != "radio"):
            return None
        found = find_head(self.world, [w.lower() for w in base[:start]])
        if found is None or found[0].kind == "people" or found[1] != " ".join(base[:start]).lower():
            return None
        name = " ".join(base[start:])
        entries = self.world.lookup(name)
        if entries and entries[0].kind != "person":
            entry = entries[0]
            return Resolution(
                entry.name, entry.code, entry.sector, entry.kind, entry.form, why=f"name after {found[1]!r}"
            )
        if not is_name(base[start:]):
            return None
        code = owner.code if owner else None
        kind = "organisation" if found[0].kind == "institution" else "group"
        return Resolution(" ".join(base), code, found[0].sector, kind, "name", why=f"noun {found[1]!r}")

    def _person(self, name: str, office: Office, owner: Owner | None, on: str | None) -> Resolution:
        """Somebody named with a title; known persons get their full name, and their code where no other is
        told."""
        code = office.code or (owner.code if owner else None)
        told = office.code is not None or (owner is not None and not owner.from_home)
        known = tuple(
            e for e in self.world.lookup(name) if e.kind == "person" and (not told or e.code == code)
        )
        if known and not (
            owner is not None and owner.from_home and all(e.code != code and e.ambiguous for e in known)
        ):
            entry = choose(known, on, code)
            name, code = entry.name, entry.code
        return Resolution(name, code, office_sector(office, owner), "person", "title", why=office.why)

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
        longest = find_head(self.world, words)
        if longest is not None and not office.unique and not office.former:
            # A noun like any other, "protesters" or "army officers": its own way names it and keeps its
            # qualifiers.
            if len(longest[1].split()) >= len(office.title.split()):
                return None
        sector = office_sector(office, owner)
        if (
            owner is not None
            and owner.kind == "organisation"
            and plural
            and office.title.endswith("minister")
        ):
            sector = office.sector
        code = office.code or (owner.code if owner else None)
        name = naming.office_name(self.world, front, base, complement, office, owner, plural)
        kind = "group" if plural else "person"
        return Resolution(
            name,
            code,
            sector,
            kind,
            "description",
            plural,
            (),
            owner.ambiguous if owner else False,
            office.why,
        )

    def _headed(
        self, front: list[str], base: list[str], complement: list[str], owner: Owner | None, many: bool
    ) -> Resolution | None:
        """A common noun: "patrol boat", "dock workers", "interior ministry"."""
        if not base:
            return None
        words = [bare(w).lower() for w in (*front, *base)]
        found = find_head(self.world, words)
        if found is None:
            return None
        head, text = found
        before = words[: len(words) - len(text.split())]
        sector = head_sector(self.world, head, text, before, owner, complement)
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
