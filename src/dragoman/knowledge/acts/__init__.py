"""The lexicon of acts: which words, with which company, name which PLOVER act.

The tables beside this file are data; README.md tells their format. `lexicon()` loads them once.
"""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).parent

TYPE_GROUPS = {
    "hostile": frozenset("THREATEN SANCTION MOBILIZE COERCE ASSAULT PROTEST".split()),
    "kind": frozenset("AGREE CONSULT SUPPORT COOPERATE AID".split()),
    "yield": frozenset("CONCEDE RETREAT".split()),
    "TYPE": frozenset(
        "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION "
        "MOBILIZE COERCE ASSAULT".split()
    ),
}
WEIGHTS = {
    "any": 1.0,
    "party": 2.0,
    "state": 2.2,
    "person": 2.2,
    "inf": 2.5,
    "not": 2.5,
    "type": 2.5,
    "class": 3.0,
    "lemma": 4.0,
}


class LexiconError(ValueError):
    """A row of the lexicon that does not fit the format; the message names file and row."""


@dataclass(frozen=True, slots=True)
class Need:
    """One condition on the company of a word: a slot, and the fillers of which one must be in it."""

    slot: str
    absent: bool = False
    """None of the fillers may be in it; with `any`, it must be empty."""
    any: bool = False
    party: bool = False
    state: bool = False
    person: bool = False
    infinitive: bool = False
    """`inf`, of a clause."""
    negated: bool = False
    """`not`, of a clause."""
    lemmas: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()

    @property
    def weight(self) -> float:
        """How specific the condition is; the sense with the greatest sum wins."""
        if self.absent:
            return 0.5
        for kind, holds in (
            ("lemma", self.lemmas),
            ("class", self.classes),
            ("type", self.types),
            ("not", self.negated),
            ("inf", self.infinitive),
            ("state", self.state),
            ("person", self.person),
            ("party", self.party),
        ):
            if holds:
                return WEIGHTS[kind]
        return WEIGHTS["any"]


@dataclass(frozen=True, slots=True)
class Sense:
    """One reading of a word as an act, with where to look for its parties."""

    type: str
    word: str
    pos: str
    parts: tuple[str, ...]
    """Particles of a verb, words before a noun, or all the words of a phrase."""
    needs: tuple[Need, ...]
    mode: tuple[str, ...]
    actor: tuple[str, ...]
    recipient: tuple[str, ...] | None
    """Slots in order; empty for the default; None where the act has no recipient."""
    flags: frozenset[str]
    context: tuple[str, ...]
    source: str
    """File, line and word, for the explanation."""
    weight: float = 0.0


@dataclass(slots=True)
class Lexicon:
    """All senses by the lemma that opens the search for them."""

    verbs: dict[str, list[Sense]] = field(default_factory=dict)
    nouns: dict[str, list[Sense]] = field(default_factory=dict)
    adjectives: dict[str, list[Sense]] = field(default_factory=dict)
    phrases: dict[str, list[Sense]] = field(default_factory=dict)
    light: dict[str, str] = field(default_factory=dict)
    """Light verbs: lemma (with particle) → `actor` or `recipient`, what their subject is."""
    classes: dict[str, frozenset[str]] = field(default_factory=dict)

    def __len__(self) -> int:
        tables = (self.verbs, self.nouns, self.adjectives, self.phrases)
        return sum(len(senses) for table in tables for senses in table.values())


def _parse_need(text: str, classes: dict[str, frozenset[str]], where: str) -> Need:
    absent = text.startswith("!")
    slot, _, fillers = text.lstrip("!").partition(":")
    if not slot:
        raise LexiconError(f"{where}: empty slot in {text!r}")
    anything = party = state = person = infinitive = negated = False
    lemmas: set[str] = set()
    members: set[str] = set()
    types: set[str] = set()
    for filler in (fillers or "*").split("|"):
        if filler == "*":
            anything = True
        elif filler == "party":
            party = True
        elif filler == "state":
            state = True
        elif filler == "person":
            person = True
        elif filler == "inf" and slot == "clause":
            infinitive = True
        elif filler == "not" and slot == "clause":
            negated = True
        elif filler.startswith("@"):
            if filler[1:] not in classes:
                raise LexiconError(f"{where}: unknown class {filler}")
            members |= classes[filler[1:]]
        elif filler.startswith("#"):
            types |= TYPE_GROUPS.get(filler[1:], frozenset({filler[1:]}))
        elif filler:
            lemmas.add(filler.replace("_", " "))
    return Need(
        slot,
        absent,
        anything,
        party,
        state,
        person,
        infinitive,
        negated,
        frozenset(lemmas),
        frozenset(members),
        frozenset(types),
    )


def _slots(cell: str) -> tuple[str, ...]:
    return () if cell in ("", "-") else tuple(cell.split("/"))


def _list(cell: str) -> tuple[str, ...]:
    return () if cell in ("", "-") else tuple(part.strip() for part in cell.split(",") if part.strip())


def read_senses(path: Path, classes: dict[str, frozenset[str]]) -> list[Sense]:
    """The senses of one TSV file, in its order. Raises LexiconError naming file and row."""
    senses = []
    parsed: dict[str, Need] = {}  # rows repeat their conditions, and parsing them is what loading costs
    with path.open(encoding="utf-8", newline="") as handle:
        rows = csv.reader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)
        header: list[str] | None = None
        for number, row in enumerate(rows, 1):
            if not row or row[0].startswith("#") or not row[0].strip():
                continue
            if header is None:
                header = row
                continue
            where = f"{path.name} row {number}"
            cells = dict(zip(header, row, strict=False))
            if len(row) > len(header) or not {"word", "pos", "needs"} <= set(header):
                raise LexiconError(f"{where}: {len(row)} cells, columns {', '.join(header)}")
            word, pos = cells["word"].strip(), cells.get("pos", "").strip()
            if pos not in {"v", "n", "a", "p"}:
                raise LexiconError(f"{where}: pos {pos!r} is none of v n a p")
            words = word.split()
            needs = []
            for text in cells.get("needs", "-").split():
                if text == "-":
                    continue
                if text not in parsed:
                    parsed[text] = _parse_need(text, classes, where)
                needs.append(parsed[text])
            flags = frozenset(_list(cells.get("flags", "-")))
            recipient = cells.get("recipient", "-").strip()
            parts = tuple(words[1:]) if pos == "v" else tuple(words[:-1]) if pos == "n" else tuple(words)
            weight = sum(n.weight for n in needs) + 1.5 * (len(words) - 1) + 2.0 * ("none" in flags)
            senses.append(
                Sense(
                    type=path.stem.upper(),
                    word=word,
                    pos=pos,
                    parts=parts,
                    needs=tuple(needs),
                    mode=_list(cells.get("mode", "-")),
                    actor=_slots(cells.get("actor", "-").strip()),
                    recipient=None if recipient == "0" else _slots(recipient),
                    flags=flags,
                    context=_list(cells.get("context", "-")),
                    source=f"{path.name}:{number} {word!r}" + (f" [{cells['needs']}]" if needs else ""),
                    weight=weight,
                )
            )
    return senses


def _word_lists(path: Path) -> dict[str, list[str]]:
    """Name → words of each table of a TOML file. Raises LexiconError naming the file and the table."""
    try:
        raw = tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path.name}: {error}") from error
    for name, entry in raw.items():
        words = entry.get("words") if isinstance(entry, dict) else None
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise LexiconError(f"{path.name}, [{name}]: needs words, a list of texts")
    return {name: entry["words"] for name, entry in raw.items()}


_Key = tuple[str, str, tuple[Need, ...]]


def _key(sense: Sense) -> _Key:
    return sense.word, sense.pos, sense.needs


def _own_senses(paths: list[Path], classes: dict[str, frozenset[str]]) -> dict[_Key, Sense]:
    """The senses of a user's tables, checked more strictly than ours, which tests check."""
    from dragoman import ontology

    found: dict[_Key, Sense] = {}
    for path in paths:
        if path.stem.upper() not in TYPE_GROUPS["TYPE"]:
            raise LexiconError(
                f"{path.name}: a table of acts is named by its type, and {path.stem!r} is none"
            )
        for sense in read_senses(path, classes):
            if _key(sense) in found:
                raise LexiconError(f"{sense.source}: stands already in {found[_key(sense)].source}")
            wrong = set(sense.mode) - set(ontology.load().types[sense.type].modes)
            if wrong:
                raise LexiconError(f"{sense.source}: {sense.type} has no mode {sorted(wrong)[0]!r}")
            found[_key(sense)] = sense
    return found


def load(folder: Path = HERE, own: tuple[Path, ...] = ()) -> Lexicon:
    """The lexicon of one folder of tables, with a user's files `own` of the same form.

    Words of the user's `classes.toml` join the class, those of `light.toml` win over ours, and a row of acts
    replaces ours of the same word, part of speech and needs, whatever their type; among rows that weigh the
    same the user's is tried first. Raises LexiconError naming file and row.
    """
    classes: dict[str, frozenset[str]] = {}
    light: dict[str, str] = {}
    for path in (folder / "classes.toml", *(p for p in own if p.name == "classes.toml")):
        for name, words in _word_lists(path).items():
            classes[name] = classes.get(name, frozenset()) | frozenset(words)
    for path in (folder / "light.toml", *(p for p in own if p.name == "light.toml")):
        for side, words in _word_lists(path).items():
            if side not in ("actor", "recipient"):
                raise LexiconError(f"{path.name}, [{side}]: only [actor] and [recipient]")
            light.update(dict.fromkeys(words, side))
    made = Lexicon(classes=classes, light=light)
    mine = _own_senses([p for p in own if p.suffix == ".tsv"], classes)
    senses = list(mine.values())
    for path in sorted(folder.glob("*.tsv")):
        senses += [each for each in read_senses(path, classes) if not mine or _key(each) not in mine]
    for sense in senses:
        words = sense.word.split()
        table, key = {
            "v": (made.verbs, words[0]),
            "n": (made.nouns, words[-1]),
            "a": (made.adjectives, words[0]),
            "p": (made.phrases, words[0]),
        }[sense.pos]
        table.setdefault(key, []).append(sense)
    for table in (made.verbs, made.nouns, made.adjectives, made.phrases):
        for listed in table.values():
            listed.sort(key=lambda sense: -sense.weight)
    return made


@lru_cache(maxsize=4)
def lexicon(folder: Path | None = None, own: tuple[Path, ...] = ()) -> Lexicon:
    """The lexicon, loaded once: the shipped one, or that of a `folder` of the same format, with the user's
    files `own` over it."""
    return load(folder or HERE, own)
