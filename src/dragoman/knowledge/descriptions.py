"""Descriptions of parties: titles with and without a name, common nouns, the complements that own them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.knowledge import naming
from dragoman.knowledge.entries import Office, Resolution
from dragoman.knowledge.owners import choose, is_foreign, whereabouts
from dragoman.knowledge.sectors import Owner, find_head, head_sector, office_sector
from dragoman.knowledge.words import CUTS, HONORIFICS, JOINTS, PARTICLES, PLACING, bare, is_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dragoman.knowledge.world import World


class Describer:
    """Reads what stands after the owner of a mention."""

    def __init__(
        self, world: World, resolve: Callable[[str, str | None, str | None], Resolution | None]
    ) -> None:
        self.world = world
        self._resolve = resolve

    def describe(
        self,
        front: list[str],
        rest: list[str],
        owner: Owner | None,
        on: str | None,
        many: bool,
        depth: int = 0,
    ) -> Resolution | None:
        """What the words `rest` behind an owner and `front` before it name together; None for no party.

        `on` is an ISO date, `many` whether a number or the like says that they are several; `depth` counts
        the mentions that this one stands inside.
        """
        home = owner.code if owner else None
        whole = self.world.lookup(" ".join(rest))
        if whole:
            entry = choose(whole, on, home)
            text = " ".join(rest)
            named = owner is not None and not owner.from_home
            foreign = (
                (named and entry.code != home and text.lower() in self.world.heads)
                or is_foreign(self.world, entry, text, home)
                or (
                    owner is not None
                    and owner.kind == "region"
                    and entry.ambiguous
                    and text.lower() in self.world.heads
                )
            )
            if not foreign and not (
                owner and owner.written and not owner.possessive and entry.kind == "country"
            ):
                return entry.resolved(plural=entry.plural)
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
        thing = self.named_thing(base, owner)
        if thing is not None:
            return thing
        return self._titled(front, base, complement, owner) or self._headed(
            front, base, complement, owner, many
        )

    def _complement(
        self,
        front: list[str],
        base: list[str],
        complement: list[str],
        owner: Owner | None,
        on: str | None,
        many: bool,
        depth: int,
    ) -> Resolution | None:
        """ "governor of Luhansk", "police in Toamasina", "leaders of Germany and France": the complement
        is the owner."""
        words = complement[1:]
        if not words:
            return None
        text = " ".join(words)
        inner = self._resolve(text, on, owner.code if owner else None)
        source = "; ".join(inner.sources) if inner is not None else ""
        if inner is not None and inner.members:
            made = [
                self._complement(front, base, ["of", *m.name.split()], None, on, True, depth + 1)
                for m in inner.members
            ]
            members = tuple(m for m in made if m is not None)
            if len(members) == len(inner.members):
                return Resolution(
                    naming.joined(members),
                    None,
                    members[0].sector,
                    members[0].kind,
                    "description",
                    True,
                    members,
                    why="coordination",
                    sources=sources_of(members),
                )
        if inner is not None and inner.kind in ("country", "region", "organisation", "group", "government"):
            if inner.kind == "organisation" and inner.form == "description":
                country = self.world.countries.get(inner.code or "")
                if country is not None:
                    near = Owner(country.name, country.code, ("GOV",), "country", "", True, source=source)
                elif inner.code is not None:
                    near = Owner(inner.name, inner.code, inner.sector, inner.kind, "", True, source=source)
                else:
                    return None
                person = self._titled_name(front, base, near, on)
                if person is not None:
                    return person
                found = self._titled(front, base, complement, near) or self._headed(
                    front, base, complement, near, many
                )
                return (
                    replace(found, name=" ".join([*front, *base, *complement])) if found is not None else None
                )
            kind = "country" if inner.kind == "government" else inner.kind
            made_one = self.describe(
                front,
                base,
                Owner(inner.name, inner.code, inner.sector, kind, "", True, source=source),
                on,
                many,
            )
            whole_name = inner.form == "metonym" or inner.kind == "region" or complement[0] != "of"
            if made_one is None or made_one.kind == "country" or not whole_name:
                return made_one
            return replace(made_one, name=" ".join([*front, *base, *complement]))
        if inner is not None and inner.kind == "person" and inner.code is not None:
            near = Owner(inner.name, inner.code, inner.sector, "person", "", True, source=source)
            made_one = self._titled(front, base, [], near) or self._headed(front, base, [], near, many)
            if made_one is not None:
                return replace(made_one, name=" ".join([*front, *base, *complement]))
        code = whereabouts(self.world, words)
        if code is None:
            return None
        place = Owner("", code, ("GOV",), "country", source=f"cities.tsv, {code}")
        made_one = self.describe(front, base, place, on, many)
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
                    " ".join(title[i:]) in self.world.titles.offices for i in range(len(front) + joint)
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
                if head.sector == ("CVL",) and kept[split - 1][0].isupper():
                    continue  # "National Army" names no national
                why = f"noun {title[-1]!r}"
                office = Office(title[-1], head.sector, inherits=head.inherits, why=why, source=head.source)
            state = office.code or (owner.code if owner and owner.kind == "country" else None)
            office = self.world.titles.in_state(office, state, title)
            return self._person(" ".join(kept[split:]), office, owner, on)
        return None

    def named_thing(self, base: list[str], owner: Owner | None) -> Resolution | None:
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
            return entries[0].resolved(why=f"name after {found[1]!r}")
        if not is_name(base[start:]):
            return None
        code = owner.code if owner else None
        kind = "organisation" if found[0].kind == "institution" else "group"
        why = f"noun {found[1]!r}"
        sources = _rests_on(found[0].source, owner)
        return Resolution(" ".join(base), code, found[0].sector, kind, "name", why=why, sources=sources)

    def _person(self, name: str, office: Office, owner: Owner | None, on: str | None) -> Resolution:
        """Somebody named with a title; known persons get their full name, and their code where no other is
        told."""
        while len(name.split()) > 1 and name.split()[0].lower().rstrip(".") in HONORIFICS:
            name = name.partition(" ")[2]
        code = office.code or (owner.code if owner else None)
        sources = _rests_on(office.source, owner)
        told = office.code is not None or (owner is not None and not owner.from_home)
        known = tuple(
            e for e in self.world.lookup(name) if e.kind == "person" and (not told or e.code == code)
        )
        if known and not (
            owner is not None and owner.from_home and all(e.code != code and e.ambiguous for e in known)
        ):
            entry = choose(known, on, code)
            name, code = entry.name, entry.code
            sources = (*sources, entry.source)
        sector = office_sector(office, owner)
        return Resolution(name, code, sector, "person", "title", why=office.why, sources=sources)

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
        elif head is None and words[-1].endswith("s") and self.world.titles.knows(words[-1][:-1]):
            words[-1], plural = words[-1][:-1], True
        office = self.world.titles.read_title([*words, *(w.lower() for w in complement)])
        if office is None:
            return None
        state = owner.code if owner and owner.kind == "country" else None
        office = self.world.titles.in_state(office, state, words)
        longest = find_head(self.world, words)
        plain = longest is not None and len(longest[1].split()) >= len(office.title.split())
        if plain and not office.unique and not office.former:
            # A noun like any other, "protesters" or "army officers": its own way names it and keeps
            # its qualifiers.
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
            _rests_on(office.source, owner),
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
        why, sources = f"noun {text!r}", _rests_on(head.source, owner)
        return Resolution(name, code, sector, kind, "description", head.plural, (), unclear, why, sources)


def _rests_on(source: str, owner: Owner | None) -> tuple[str, ...]:
    """The rows that a description rests on: its noun's or title's, and its owner's."""
    return tuple(each for each in (source, owner.source if owner else "") if each)


def sources_of(members: Iterable[Resolution]) -> tuple[str, ...]:
    """The rows that several parties rest on, each once."""
    return tuple(dict.fromkeys(source for member in members for source in member.sources))
