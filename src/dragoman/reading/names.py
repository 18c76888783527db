"""Finds the proper names of an article: what the tables know, what the entity recogniser found, titles
before names.

The tables go first: the recogniser of a small model takes Niger for a person and Kampala for another. It is
asked only about words that no table has. A name that is known as a person's anywhere in the article is one
everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.knowledge.first_names import first_names
from dragoman.reading import name_titles
from dragoman.reading.aliases import alias_index, office_reader
from dragoman.reading.name_words import (
    CALENDAR,
    ENTITY_LABELS,
    FUNCTION_TAGS,
    HONORIFICS,
    NO_NAMES,
    PARTICLES,
    SHOUTED,
)
from dragoman.reading.view import NOUN_TAGS, PROPER_TAGS

if TYPE_CHECKING:
    from dragoman.knowledge.entries import Entry, Office
    from dragoman.knowledge.world import World
    from dragoman.reading.view import View


@dataclass(slots=True, eq=False)
class Name:
    """A proper name in tokens [start, end); `kind` is alias, person, org, place, work (of art, law) or
    unknown."""

    start: int
    end: int
    head: int
    kind: str
    text: str
    entry: Entry | None = None
    office: Office | None = None
    title: tuple[int, int] | None = None
    """Tokens of the title that stands before a person's name, with what the office belongs to."""
    gender: str = ""
    nested: list[Name] = field(default_factory=list)
    """Known names inside an unknown one: Kenya in "Kenya Airways"."""


class NameFinder:
    """Finds the names of one article. `at[i]` is the outermost name that covers token i, or None."""

    def __init__(self, view: View, world: World, on: str | None = None) -> None:
        self.view = view
        self.world = world
        self.on = on
        self.office = office_reader(world)
        self.first_names = first_names()
        self._running: set[str] | None = None
        self.at: list[Name | None] = [None] * view.n
        self.names: list[Name] = []
        self.surnames: dict[str, list[str]] = {}
        """Last word of each full person's name, in lower case → the words of the full name."""

    def find(self) -> list[Name]:
        """All names by start; known names nested in unknown ones are in `Name.nested`."""
        self._aliases()
        self.titled = self.view.title_tokens()
        self._entities()
        self._free_names()
        name_titles.find_titles(self)
        self._persons()
        self.names = sorted({id(n): n for n in self.at if n is not None}.values(), key=lambda n: n.start)
        return self.names

    # -- what the tables know --

    def _aliases(self) -> None:
        view, index, text = self.view, alias_index(self.world), self.view.whole
        i = 0
        while i < view.n:
            word = view.text[i]
            if not (word[0].isupper() or (word[0].isalpha() and word in index.longest)):
                i += 1
                continue
            found = index.match(view, i, text)
            if found is None:
                i += 1
                continue
            end, entries = found
            entry = self._choose(entries)
            if entry is not None and not self._is_word(i, end, entry):
                kind = "person" if entry.kind == "person" else "alias"
                self.put(Name(i, end, self.view.span_head(i, end), kind, entry.name, entry))
                i = end
            else:
                i += 1

    def _choose(self, entries: tuple[Entry, ...]) -> Entry | None:
        """The reading that held when the article was published; a bare surname needs the recogniser's
        consent."""
        for entry in entries:
            if entry.holds(self.on):
                return entry
        return entries[0]

    def _is_word(self, i: int, end: int, entry: Entry) -> bool:
        """Whether an alias of one word is rather an ordinary word: "us", a turkey, May, "polish"."""
        view = self.view
        if end - i > 1:
            return False
        word, tag = view.text[i], view.tag[i]
        if view.low[i] in CALENDAR and view.ent[i] in {"DATE", "TIME"}:
            return True
        if view.low[i] in SHOUTED and word.isupper():
            # Between other words in capitals, IS and WHO are most likely no organisations.
            around = [view.text[k] for k in (i - 1, i + 1) if 0 <= k < view.n and len(view.text[k]) > 3]
            if around and all(w.isupper() for w in around):
                return True
        if word.islower():
            return (not entry.ambiguous and entry.form not in {"name", "people"}) or tag not in NOUN_TAGS
        if view.low[i] == "us" and (
            tag == "PRP" or (view.shout and view.dep[i] in {"dobj", "pobj", "dative"})
        ):
            return not (word == "US" and tag != "PRP") and tag == "PRP"
        if tag in {"VB", "VBD", "VBP", "VBG", "MD", "PRP", "IN", "DT", "RB", "WRB"}:
            return entry.ambiguous or len(word) < 3
        return False

    # -- what the recogniser found --

    def _entities(self) -> None:
        view = self.view
        for ent in view.doc.ents:
            if ent.label_ not in ENTITY_LABELS:
                continue
            start, end = ent.start, ent.end
            while start < end and (
                view.tag[start] in FUNCTION_TAGS
                or not view.text[start].strip("-'’\" ")
                or view.low[start] == "the"
            ):
                start += 1
            while end > start and (
                view.low[end - 1] in {"'s", "’s", "'", "’"} or view.text[end - 1].isspace()
            ):
                end -= 1
            if any(w.isspace() and "\n" in w for w in view.text[start:end]):
                end = next(i for i in range(start, end) if "\n" in view.text[i])
            if start >= end or all(view.low[i] in CALENDAR for i in range(start, end)):
                continue
            if not any(view.text[i][0].isupper() for i in range(start, end)):
                continue
            if end - start > (4 if self.titled[start] else 7):
                continue
            label = ent.label_
            if start and self.office((view.low[start - 1],)) is not None:
                # "President Dragan Vukelić": the recogniser took the first name for a place and stopped
                last = view.doc[end - 1].head.i
                rest = range(end, last + 1)
                if 0 < len(rest) < 3 and all(view.tag[i] == "NNP" and self.at[i] is None for i in rest):
                    end, label = last + 1, "PERSON"
            known = list(dict.fromkeys(n for n in self.at[start:end] if n is not None))
            if self._common(start, end) or self._only_in_title(end - 1):
                continue
            if known:
                self._clash(start, end, label, known)
            else:
                self.put(self._made(start, end, label))

    def _made(self, start: int, end: int, label: str) -> Name:
        if label not in {"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"}:
            label = label and "OTHER"
        kinds = {
            "OTHER": "work",
            "PERSON": "person",
            "ORG": "org",
            "GPE": "place",
            "LOC": "place",
            "FAC": "place",
            "NORP": "unknown",
        }
        return Name(
            start,
            end,
            self.view.span_head(start, end),
            kinds.get(label, "unknown"),
            self.view.words(start, end),
        )

    def _clash(self, start: int, end: int, label: str, known: list[Name]) -> None:
        """An entity that holds known names: one wider name, or the known names and a rest."""
        view = self.view
        free = [i for i in range(start, end) if self.at[i] is None and view.text[i][0].isalpha()]
        proper = [i for i in free if view.tag[i] in PROPER_TAGS and view.text[i][0].isupper()]
        if not proper or any(n.start < start or n.end > end for n in known):
            return
        first = known[0]
        entry = first.entry
        adjective = entry is not None and entry.form in {"demonym", "people"}
        owner = any(view.low[i] in {"'s", "’s"} for i in range(start, end))
        if label == "PERSON" and first.kind == "person" and first.end == end and len(known) == 1:
            self._widen(start, first)
        elif label == "PERSON":
            inside = len(known) == 1 and first.end - first.start == 1 and entry is not None
            if inside and entry is not None and entry.ambiguous and not adjective:
                modifier = view.dep[proper[0]] == "amod" or view.tag[proper[0]] != "NNP"
                if not owner and not modifier and not self._is_title(proper):
                    made = self._made(start, end, label)
                    made.nested = known
                    self.put(made)
            elif adjective and first.start == start and proper == list(range(first.end, end)):
                self.put(self._made(first.end, end, label))
        elif (
            label == "ORG"
            and not owner
            and not (adjective and first.start == start and self._is_title(proper))
        ):
            wide = self._made(start, end, label)
            wide.nested = known
            self.put(wide)
        elif (
            label in {"GPE", "LOC", "FAC"} and not adjective and not owner and view.tag[start] in PROPER_TAGS
        ):
            self.put(self._made(start, end, label))

    def _widen(self, start: int, name: Name) -> None:
        """Add the words from `start` to a person's name: the famous bearer of a surname, or somebody else."""
        view, entry = self.view, name.entry
        if entry is not None:
            theirs = set(entry.name.lower().split())
            added = [w for w in view.low[start : name.start] if len(w.strip(".")) > 1]
            if (
                any(word in self.first_names or word not in theirs for word in added)
                and not set(added) <= theirs
            ):
                entry = None
        made = self._made(start, name.end, "PERSON")
        made.entry = entry
        self.put(made)

    def _is_title(self, tokens: list[int]) -> bool:
        return bool(tokens) and self.office(tuple(self.view.low[i] for i in tokens)) is not None

    # -- names that nobody marked --

    def _free_names(self) -> None:
        """Runs of proper nouns that neither the tables nor the recogniser covered."""
        view, i = self.view, 0
        while i < view.n:
            if not self._free(i):
                i += 1
                continue
            end = i + 1
            while (
                end < view.n
                and view.sent[end] == view.sent[i]
                and (
                    self._free(end)
                    or (
                        view.low[end] in PARTICLES
                        and end + 1 < view.n
                        and self._free(end + 1)
                        and not view.text[end].isupper()
                        and (view.low[end] not in {"'", "’"} or not view.space[end])
                    )
                )
            ):
                end += 1
            after = self.at[end] if end < view.n else None
            if after is not None and after.kind == "person" and view.head[end - 1] == after.head:
                # "General Moses" before a surname that alone was marked.
                self._widen(i, after)
            elif not self._common(i, end):
                self.put(self._made(i, end, ""))
            i = end

    def _only_in_title(self, i: int) -> bool:
        """Whether a capitalised word of a headline has no capital anywhere in the running text."""
        view = self.view
        if not self.titled[i]:
            return False
        if self._running is None:
            self._running = {w for k, w in enumerate(view.text) if not self.titled[k]}
        return bool(self._running) and view.text[i] not in self._running

    def _common(self, start: int, end: int) -> bool:
        """Whether a name is only a common noun or title with capitals: "Prime Minister", "the Government"."""
        view = self.view
        words = tuple(view.low[start:end])
        text = " ".join(words)
        if self.world.head_noun(text) is not None or (
            self.world.head_noun(view.lemma[start]) and end - start == 1
        ):
            return True
        office = self.office(words)
        return office is not None and (end - start == 1 or office.title == text)

    def _free(self, i: int) -> bool:
        view = self.view
        return (
            self.at[i] is None
            and view.tag[i] in PROPER_TAGS
            and view.text[i][0].isupper()
            and view.low[i] not in CALENDAR
            and view.low[i] not in HONORIFICS
            and view.low[i] not in NO_NAMES
            and view.ent[i] in {"", "PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"}
            and not self.titled[i]
            and view.text[i].replace(".", "").replace("-", "").isalnum()
            and not view.shout
        )

    # -- persons --

    def _persons(self) -> None:
        """What is a person's name once is one everywhere in the article."""
        view = self.view
        names = sorted({id(n): n for n in self.at if n is not None}.values(), key=lambda n: n.start)
        for name in names:
            if name.kind == "person" and name.end - name.start > 1:
                words = [w.lower() for w in view.text[name.start : name.end] if w.isalpha()]
                if words:
                    self.surnames.setdefault(words[-1], words)
        self._reused(names)
        for name in names:
            last = view.low[name.end - 1]
            full = self.surnames.get(last)
            if full is None or name.kind == "person":
                continue
            words = [w for w in view.low[name.start : name.end] if w.isalpha() and w not in PARTICLES]
            if name.kind == "alias":
                # Michael Jordan makes a lone Jordan a person only where the country is not plainly meant.
                if name.entry is not None and name.end - name.start == 1 and view.ent[name.start] == "PERSON":
                    name.kind, name.entry, name.text = "person", None, self.view.words(name.start, name.end)
            elif all(w in full for w in words):
                name.kind = "person"

    def _reused(self, names: list[Name]) -> None:
        """Two words that the recogniser calls an organisation, the last of which stands alone later: a
        person."""
        view = self.view
        alone = {view.low[n.start] for n in names if n.end - n.start == 1 and n.kind != "alias"}
        for name in names:
            words = view.text[name.start : name.end]
            if name.kind not in {"org", "place", "unknown"} or not 2 <= len(words) <= 3 or name.nested:
                continue
            if self.world.head_noun(view.lemma[name.end - 1]) or not all(
                w[0].isalpha() and not w.isupper() for w in words
            ):
                continue
            before = name.start - 1
            owned = before > 0 and view.low[before] in {"'s", "’s"} and self.at[before - 1] is not None
            title = name.title is not None
            if (view.low[name.end - 1] in alone and words[-1].lower() not in self.surnames) or owned or title:
                name.kind = "person"
                self.surnames.setdefault(view.low[name.end - 1], [w.lower() for w in words if w.isalpha()])

    # -- small things --

    def put(self, name: Name) -> None:
        """Let a name cover its tokens, in place of what covered them before."""
        for i in range(name.start, name.end):
            self.at[i] = name
