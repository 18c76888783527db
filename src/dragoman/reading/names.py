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
from dragoman.reading.aliases import alias_index, office_reader
from dragoman.reading.view import NOUN_TAGS, PROPER_TAGS

if TYPE_CHECKING:
    from dragoman.knowledge.entries import Entry, Office
    from dragoman.knowledge.world import World
    from dragoman.reading.view import View

PARTICLES = frozenset(
    "al el bin ibn van von der den de del della di da dos du la le ter ben abu - ’ '".split()
)
CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june "
    "july august "
    "september october november december jan feb mar apr jun jul aug sept sep oct nov dec mon tue wed "
    "thu fri sat sun "
    "a.m. p.m. gmt est edt pdt".split()
)
HONORIFICS = (
    dict.fromkeys("mr mr. sir lord king prince sheikh".split(), "m")
    | dict.fromkeys("mrs mrs. ms ms. miss lady queen princess madam dame baroness".split(), "f")
    | dict.fromkeys(("dr", "dr."), "")
)
"""Forms of address, and the gender that they tell."""
NO_NAMES = frozenset(
    "god lord bible quran koran constitution internet christmas easter heaven sens sens. reps reps. "
    "sen. rep. gov. facebook "
    "twitter".split()
)
"""Capitalised words that are no party, whatever the recogniser takes them for."""
FUNCTION_TAGS = frozenset(
    {"DT", "PRP", "PRP$", "WP", "WDT", "IN", "CC", "VBZ", "VBP", "POS", "RB", "MD", "TO", "UH", ":"}
)
FORMER = frozenset(
    {"former", "ex", "ex-", "onetime", "then", "late", "ousted", "deposed", "previous", "erstwhile"}
)
ENTITY_LABELS = frozenset(
    {"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "WORK_OF_ART", "PRODUCT", "EVENT", "LAW"}
)


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
        self.at: list[Name | None] = [None] * view.n
        self.names: list[Name] = []
        self.surnames: dict[str, list[str]] = {}
        """Last word of each full person's name, in lower case → the words of the full name."""

    def find(self) -> list[Name]:
        """All names by start; known names nested in unknown ones are in `Name.nested`."""
        self._aliases()
        self.titled = [self._title_line(*bounds) for bounds in self.view.sents]
        self._entities()
        self._free_names()
        self._titles()
        self._persons()
        self.names = sorted({id(n): n for n in self.at if n is not None}.values(), key=lambda n: n.start)
        return self.names

    # -- what the tables know
    # -------------------------------------------------------------------------------------

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
                self._put(Name(i, end, self._head(i, end), kind, entry.name, entry))
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
        if word.islower():
            return (not entry.ambiguous and entry.form not in {"name", "people"}) or tag not in NOUN_TAGS
        if view.low[i] == "us" and (
            tag == "PRP" or (view.shout and view.dep[i] in {"dobj", "pobj", "dative"})
        ):
            return not (word == "US" and tag != "PRP") and tag == "PRP"
        if tag in {"VB", "VBD", "VBP", "VBG", "MD", "PRP", "IN", "DT", "RB", "WRB"}:
            return entry.ambiguous or len(word) < 3
        return False

    # -- what the recogniser found
    # ----------------------------------------------------------------------------------

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
            if end - start > (4 if self.titled[view.sent[start]] else 7):
                continue
            known = list(dict.fromkeys(n for n in self.at[start:end] if n is not None))
            if self._common(start, end):
                continue
            if known:
                self._clash(start, end, ent.label_, known)
            else:
                self._put(self._made(start, end, ent.label_))

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
        return Name(start, end, self._head(start, end), kinds.get(label, "unknown"), self._text(start, end))

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
        if label == "PERSON":
            inside = len(known) == 1 and first.end - first.start == 1 and entry is not None
            if inside and entry is not None and entry.ambiguous and not adjective:
                modifier = view.dep[proper[0]] == "amod" or view.tag[proper[0]] != "NNP"
                if not owner and not modifier and not self._is_title(proper):
                    self._put(self._made(start, end, label))
            elif adjective and first.start == start and proper == list(range(first.end, end)):
                self._put(self._made(first.end, end, label))
        elif (
            label == "ORG"
            and not owner
            and not (adjective and first.start == start and self._is_title(proper))
        ):
            wide = self._made(start, end, label)
            wide.nested = known
            self._put(wide)
        elif (
            label in {"GPE", "LOC", "FAC"} and not adjective and not owner and view.tag[start] in PROPER_TAGS
        ):
            self._put(self._made(start, end, label))

    def _is_title(self, tokens: list[int]) -> bool:
        return bool(tokens) and self.office(tuple(self.view.low[i] for i in tokens)) is not None

    def _title_line(self, start: int, end: int) -> bool:
        """Whether a sentence is set like a headline, so that capitals tell nothing."""
        words = [w for w in self.view.text[start:end] if len(w) > 3 and w.isalpha()]
        return len(words) > 4 and sum(w[0].isupper() for w in words) > 0.7 * len(words)

    # -- names that nobody marked
    # ------------------------------------------------------------------------------------

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
            if (
                after is not None
                and after.kind == "person"
                and after.entry is None
                and view.head[end - 1] == after.head
            ):
                # "General Moses" before a surname that alone was marked.
                self._put(self._made(i, after.end, "PERSON"))
            elif not self._common(i, end):
                self._put(self._made(i, end, ""))
            i = end

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
            and not self.titled[view.sent[i]]
            and view.text[i].replace(".", "").replace("-", "").isalnum()
            and not view.shout
        )

    # -- titles
    # ------------------------------------------------------------------------------------------------------

    def _titles(self) -> None:
        for name in sorted({id(n): n for n in self.at if n is not None}.values(), key=lambda n: n.start):
            if name.kind != "alias":
                self._title(name)

    def _title(self, name: Name) -> None:
        """Strip the title off a name, or find it before the name: "Foreign Minister", "NATO chief"."""
        view, at = self.view, self.at
        low, end = view.low, name.end
        cut = name.start
        if name.kind != "person" and self.world.head_noun(view.lemma[end - 1]) is not None:
            return
        if name.kind == "work" and name.end - name.start > 3:
            return
        for k in range(min(end - 1, name.start + 5), name.start, -1):
            if low[k - 1] in HONORIFICS or (
                self.office(tuple(low[name.start : k])) is not None
                and (self.view.lemma[k - 1] not in self.surnames and k < end)
            ):
                cut = k
                break
        if cut > name.start and view.text[cut][0].isupper():
            for i in range(name.start, cut):
                at[i] = None
            name.office = self.office(tuple(low[name.start : cut]))
            name.gender = HONORIFICS.get(low[cut - 1], "")
            name.title = (name.start, cut)
            name.start = cut
            name.text = " ".join(name.text.split()[-(end - cut) :]) if name.text.count(" ") else name.text
            name.text = self._text(cut, end)
            name.kind = "person"
        start = name.start
        left = name.title[0] if name.title else start
        if name.kind == "org" and name.title is None and not self._looks_personal(name):
            return
        if name.kind == "org" and low[name.start] in self.first_names and end - name.start in (2, 3):
            name.kind = "person"
        if name.kind == "person" and not name.gender:
            name.gender = self.first_names.get(low[name.start], "")
        office_start, office = self._office_before(left)
        if office is not None:
            left = office_start
            # "Defence Minister" keeps the office, a rank before the name does not hide it: "spokesman,
            # Colonel X".
            if name.office is None or not name.office.sector:
                name.office = office
            name.kind = "person" if name.kind != "alias" else name.kind
            for i in range(office_start, start):
                covering = at[i]
                if covering is not None and covering.kind != "alias" and covering is not name:
                    self._shrink(covering, office_start)
        while left > 0 and low[left - 1] in HONORIFICS:
            left -= 1
            name.gender = name.gender or HONORIFICS[low[left]]
            name.kind = "person"
        if left < start:
            first = left
            while first > 0 and self._modifies(first - 1, start):
                first -= 1
            name.title = (first, start)

    def _text(self, start: int, end: int) -> str:
        view = self.view
        return " ".join(view.whole[view.idx[start] : view.idx[end - 1] + len(view.text[end - 1])].split())

    def _looks_personal(self, name: Name) -> bool:
        """Two or three capitalised words, none of them all in capitals, that no common noun ends."""
        view = self.view
        words = view.text[name.start : name.end]
        if not 1 <= len(words) <= 4 or any(w.isupper() and len(w) > 2 for w in words):
            return False
        return self.world.head_noun(view.lemma[name.end - 1]) is None

    def _shrink(self, name: Name, end: int) -> None:
        for i in range(max(name.start, end), name.end):
            if self.at[i] is name:
                self.at[i] = None
        if end > name.start:
            name.end, name.head, name.text = end, self._head(name.start, end), self._text(name.start, end)

    def _office_before(self, start: int) -> tuple[int, Office | None]:
        """The office whose words end right before token `start`, and where it begins."""
        view, best, office = self.view, start, None
        longest = 0
        for k in range(start - 1, max(-1, start - 6), -1):
            word = view.text[k]
            if (
                word in {",", ".", ";", ":", "(", ")", '"', "“", "”"}
                or word.isspace()
                or view.sent[k] != view.sent[start - 1]
            ):
                break
            found = self.office(tuple(view.low[k:start]))
            if found is not None and len(found.title) > longest:
                best, office, longest = k, found, len(found.title)
        return best, office

    def _modifies(self, i: int, head: int) -> bool:
        """Whether token i still belongs to the title before the name at `head`."""
        view = self.view
        if view.text[i].isspace() or view.sent[i] != view.sent[head]:
            return False
        if view.low[i] in FORMER or view.low[i] in {"'s", "’s"}:
            return True
        if view.text[i] == "-":
            return not view.space[i]
        if self.at[i] is not None:
            return self.at[i].kind in {"alias", "org", "unknown"}  # type: ignore[union-attr]
        return view.tag[i] in {"NN", "NNS", "NNP", "NNPS", "JJ"} and view.dep[i] in {
            "compound",
            "amod",
            "nmod",
            "nsubj",
            "dobj",
            "appos",
            "poss",
            "pobj",
        }

    # -- persons
    # -----------------------------------------------------------------------------------------------------

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
                    name.kind, name.entry, name.text = "person", None, self._text(name.start, name.end)
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

    # -- small things
    # ------------------------------------------------------------------------------------------------

    def _head(self, start: int, end: int) -> int:
        """The token of [start, end) that the others hang on."""
        heads = self.view.head
        for i in range(end - 1, start - 1, -1):
            if not start <= heads[i] < end or heads[i] == i:
                return i
        return end - 1

    def _put(self, name: Name) -> None:
        for i in range(name.start, name.end):
            self.at[i] = name
