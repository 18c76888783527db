"""Makes a user's file of parties from answers of Wikidata: who holds which office, organisations, aliases.

The file extends our tables and takes nothing from them: an alias that they know as somebody else stays as it
is, a term of office that they know is not repeated. Its form is that of `dragoman.knowledge.overrides`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dragoman.knowledge.entries import SPECIAL_CODES, Entry
from dragoman.knowledge.load import NAMED_COLUMNS, form_of
from dragoman.knowledge.wikidata import queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dragoman.knowledge.wikidata import Binding
    from dragoman.knowledge.world import World

COLUMNS = (*NAMED_COLUMNS, "from", "to", "note")
_CODES = {"XKX": "KOS", "XKK": "KOS"}
"""Codes in use for Kosovo, which ISO has none for."""
_MARKS = "?~=*"
_NAME = re.compile(r"[^\W\d_][\w'’.,&()/-]*(?: [\w'’.,&()/-]+)*$")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file."""

    name: str
    code: str
    sector: str
    kind: str
    aliases: tuple[str, ...] = ()
    """With the marks of our tables: ? for what needs context, = for adjectives, * for people."""
    since: str = ""
    until: str = ""
    note: str = ""

    def line(self) -> str:
        """The row as a line of the table, without its end."""
        cells = (self.name, self.code, self.sector, self.kind, ";".join(self.aliases))
        return "\t".join((*cells, self.since, self.until, self.note)).rstrip("\t")


@dataclass(slots=True)
class Update:
    """What an answer adds."""

    rows: list[Row] = field(default_factory=list)
    known: int = 0
    """Terms, organisations or states that add nothing to our tables."""
    left_out: Counter[str] = field(default_factory=Counter)
    """Cause → how many were left out for it."""

    def table(self, kind: str) -> str:
        """The file's text."""
        lines = [
            f"# Parties to add to Dragoman's own: {kind}.",
            "# source: Wikidata (CC0), made by dragoman knowledge update.",
            "\t".join(COLUMNS),
            *(row.line() for row in self.rows),
        ]
        return "\n".join(lines) + "\n"


def update(kind: str, rows: Iterable[Binding], world: World) -> Update:
    """What the rows of answers to the query `kind` (holders, organisations, aliases) add to a world."""
    made = {"holders": _holders, "organisations": _organisations, "aliases": _aliases}[kind](
        list(rows), world
    )
    shared = Counter(alias.lstrip(_MARKS) for row in made.rows for alias in set(row.aliases))
    people = {row.name for row in made.rows if row.kind == "person"}
    made.rows = [
        row if row.name in people else replace(row, aliases=tuple(_unsure(a, shared) for a in row.aliases))
        for row in made.rows
    ]
    return made


def _unsure(alias: str, shared: Mapping[str, int]) -> str:
    """An alias marked as ambiguous if several rows of the file have it."""
    return alias if shared[alias.lstrip(_MARKS)] < 2 or "?" in alias[:2] else f"?{alias}"


def _holders(rows: list[Binding], world: World) -> Update:
    made = Update()
    terms: dict[tuple[str, str, str, str], Row] = {}
    unnamed: set[tuple[str, str]] = set()
    for row in rows:
        name, code = _name(row.get("name", "")), _code(row.get("iso", ""), world)
        since = _date(row.get("from", ""), row.get("fromPrecision", ""))
        if name is None or code is None or not since or " " not in name:
            cause = "no code" if code is None else "no date" if not since else "no usable name"
            if (row.get("person", ""), cause) not in unnamed:
                unnamed.add((row.get("person", ""), cause))
                made.left_out[cause] += 1
            continue
        until = _date(row.get("to", ""), row.get("toPrecision", ""))
        if until and until[: len(since)] < since[: len(until)]:
            made.left_out["ends before beginning"] += 1
            continue
        key = (row.get("person", name), name, code, since)
        term = terms.setdefault(key, Row(name, code, "GOV", "person", (), since, until))
        offices = dict.fromkeys(term.note.split(", ") if term.note else [])
        offices[_plain(row.get("office", "")).replace(",", "")] = None
        # Two offices taken up on one day make one row; it ends with the later.
        until = "" if not (term.until and until) else max(term.until, until)
        alias = _name(row.get("alias", ""))
        aliases = term.aliases
        if alias and " " in alias and alias not in (name, *aliases) and _free(alias, name, world):
            aliases = (*aliases, alias)
        terms[key] = replace(term, until=until, note=", ".join(filter(None, offices)), aliases=aliases)
    persons: dict[str, list[Row]] = {}
    for (person, name, *_), term in terms.items():
        persons.setdefault(f"{person}\t{name}", []).append(term)
    namesakes = Counter(key.partition("\t")[2] for key in persons)
    for theirs in persons.values():
        name = theirs[0].name
        if namesakes[name] > 1 or any(e.kind != "person" for e in world.lookup(name)):
            made.left_out["a name of several"] += 1
            continue
        _person(made, name, theirs, world)
    made.rows.sort(key=lambda row: row.name)
    return made


def _person(made: Update, name: str, theirs: list[Row], world: World) -> None:
    """Add a person's rows, the latest term first: the file's name replaces ours, so our terms go with it."""
    ours = [entry for entry in world.lookup(name) if entry.name == name and entry.kind == "person"]
    new = [term for term in theirs if not any(_same(entry, term) for entry in ours)]
    made.known += len(theirs) - len(new)
    if not new:
        return
    rows = list(new)
    for entry in ours:
        if not any(_begins(entry, term) for term in new):
            sector = " ".join(entry.sector)
            rows.append(
                Row(name, entry.code or "", sector, "person", (), entry.since, entry.until, entry.why)
            )
    aliases = tuple(dict.fromkeys(alias for term in theirs for alias in term.aliases))
    if ours:
        aliases = tuple(dict.fromkeys((*_own_aliases(name, world), *aliases)))
    seen: set[tuple[str, str]] = set()
    for row in sorted(rows, key=lambda row: row.since, reverse=True):
        if (row.code, row.since) not in seen:
            seen.add((row.code, row.since))
            made.rows.append(replace(row, aliases=aliases))


def _begins(entry: Entry, term: Row) -> bool:
    """Whether a term of ours and one of the file's begin together, as far as both are known."""
    size = min(len(entry.since), len(term.since), 7)
    return entry.code == term.code and bool(size) and entry.since[:size] == term.since[:size]


def _same(entry: Entry, term: Row) -> bool:
    """Whether our tables know a term, its end included."""
    return _begins(entry, term) and bool(entry.until) >= bool(term.until)


def _own_aliases(name: str, world: World) -> list[str]:
    """The aliases that our tables give to this person alone, with their marks."""
    return [
        f"?{alias}" if entries[0].ambiguous else alias
        for alias, entries in world.aliases.items()
        if alias != name and "’" not in alias and all(e.name == name for e in entries)
    ]


def _organisations(rows: list[Binding], world: World) -> Update:
    made = Update()
    classes = {item["item"]: item for item in queries()["class"]}
    order = list(classes)
    items: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        facts = items.setdefault(row.get("item", row.get("name", "")), {})
        for key in ("name", "class", "iso", "alias", "short"):
            value = row.get(key, "")
            if value and value not in facts.setdefault(key, []):
                facts[key].append(value)
    names = Counter(facts["name"][0] for facts in items.values() if facts.get("name"))
    for facts in items.values():
        name = _name(facts["name"][0]) if facts.get("name") else None
        found = sorted(
            (each for each in (c.rpartition("/")[2] for c in facts.get("class", [])) if each in classes),
            key=order.index,
        )
        if name is None or not found or names[name] > 1:
            made.left_out["no class of ours" if name and not found else "no usable name"] += 1
            continue
        texts = [*facts.get("short", []), *facts.get("alias", [])]
        ours = [e for e in world.lookup(name) if e.form in ("name", "acronym")]
        if ours:
            _known(made, ours, texts, world)
            continue
        if world.lookup(name) or world.head_noun(name.lower()) or world.place(name):
            made.left_out["a name of several"] += 1
            continue
        table = classes[found[0]]
        states = {code for iso in facts.get("iso", []) if (code := _code(iso, world)) is not None}
        code = table.get("code", "") or (states.pop() if len(states) == 1 else "")
        if not code:
            made.left_out["no code"] += 1
            continue
        aliases = _new_aliases(texts, name, world)
        made.rows.append(Row(name, code, table["sector"], table.get("kind", "organisation"), aliases))
    made.rows.sort(key=lambda row: (row.name, row.code))
    return made


def _aliases(rows: list[Binding], world: World) -> Update:
    made = Update()
    states: dict[str, list[str]] = {}
    for row in rows:
        texts = states.setdefault(row.get("iso", ""), [])
        texts += [row[key] for key in ("name", "alias", "official") if row.get(key)]
        if demonym := row.get("demonym", ""):
            texts.append(("*" if demonym.endswith(("s", "men")) else "=") + demonym)
    for iso, texts in states.items():
        code = _code(iso, world)
        if code is None:
            made.left_out["no code"] += 1
            continue
        _known(made, world.lookup(world.countries[code].name), texts, world)
    made.rows.sort(key=lambda row: row.name)
    return made


def _known(made: Update, ours: Iterable[Entry], texts: list[str], world: World) -> None:
    """Add new aliases for a party that our tables have, under its own name."""
    ours = tuple(ours)
    if len({(e.name, e.code, e.since) for e in ours}) != 1 or world.lookup(ours[0].name)[:1] != ours[:1]:
        made.left_out["a name of several"] += 1
        return
    entry = ours[0]
    aliases = _new_aliases(texts, entry.name, world)
    if not aliases:
        made.known += 1
        return
    if entry.ambiguous:
        aliases = (f"?{entry.name}", *aliases)
    row = Row(
        entry.name, entry.code or "", " ".join(entry.sector), entry.kind, aliases, entry.since, entry.until
    )
    made.rows.append(replace(row, note=entry.why))


def _new_aliases(texts: Iterable[str], name: str, world: World) -> tuple[str, ...]:
    """Aliases that our tables lack, marked: what is short, a single word or a place's needs context."""
    found: dict[str, str] = {}
    for text in texts:
        mark = text[0] if text[:1] in ("=", "*") else ""
        alias = _name(text.removeprefix(mark))
        if alias is None or alias == name or alias in found or not _free(alias, name, world):
            continue
        if world.head_noun(alias.lower()) is not None or (not mark and world.lookup(alias)):
            continue
        acronym = form_of(alias) == "acronym"
        unsure = len(alias) <= 3 if acronym else " " not in alias and not mark
        found[alias] = ("?" if unsure or world.place(alias) else "") + mark + alias
    return tuple(found.values())


def _free(alias: str, name: str, world: World) -> bool:
    """Whether our tables do not know an alias as anybody, or, for persons, as the same one only."""
    entries = world.lookup(alias)
    return not entries or (entries[0].kind == "person" and all(entry.name == name for entry in entries))


def _plain(text: str) -> str:
    """One line without what the table uses itself."""
    return " ".join(text.replace(";", " ").split())


def _name(text: str) -> str | None:
    """A name that a table can hold; None for what begins small, is no word, or is a sentence."""
    name = " ".join(text.replace("\u200e", "").split())
    if not name or len(name) > _LONGEST or not name[0].isupper() or not _NAME.match(name):
        return None
    return name if len(name) > 1 else None


def _code(iso: str, world: World) -> str | None:
    code = _CODES.get(iso, iso)
    return code if code in world.countries or code in SPECIAL_CODES else None


def _date(value: str, precision: str) -> str:
    """An ISO date cut to what is sure (precision 11 day, 10 month, 9 year); "" for less, or no date."""
    if not re.match(r"\d{4}-\d\d-\d\d", value):
        return ""
    size = {"11": 10, "10": 7, "9": 4, "": 10}.get(precision, 0)
    return value[:size]
