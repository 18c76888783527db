"""Links the names and noun phrases of an article to parties, from left to right.

`Linker.party_at(token)` gives the parties that the noun at a token stands for, resolving what it leans on
first (a possessor, an apposition); every answer leaves its mention. The kinds of mention have a module each,
which works on a Linker: `titles.py`, `peoples.py`, `institutions.py`, `describing.py`, `several.py`,
`pronouns.py`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragoman.reading import describing, institutions, peoples, pronouns, titles
from dragoman.reading.belonging import country_of_place
from dragoman.reading.known import Known, Registry, mention
from dragoman.reading.name_words import NO_NAMES, PARTICLES
from dragoman.reading.names import Name, NameFinder
from dragoman.reading.phrases import PhraseReader
from dragoman.reading.sections import sections_of
from dragoman.reading.view import NOUN_TAGS, PLACE_PREPOSITIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from dragoman.knowledge.entries import Entry
    from dragoman.knowledge.world import World
    from dragoman.reading.drafts import Mention
    from dragoman.reading.phrases import Phrase
    from dragoman.reading.view import View

_AFFILIATION = re.compile(r"[RDI]-[A-Z]")
""""(R-Tenn.)" after a name."""
DEEPEST = 30
"""How many phrases may lean on each other: "the aide of the aide of …"."""
PLACE_VERBS = frozenset(
    "leave reach visit enter shell bomb attack strike hit besiege capture take seize flee storm cross "
    "surround "
    "occupy blockade encircle evacuate hold liberate recapture retake pound target raze".split()
)
"""Their object, if a city, is the city itself."""
MOTION_VERBS = frozenset(
    "travel fly go come return arrive move drive head march walk sail send flee deploy evacuate "
    "transfer bring take "
    "rush invite visit trip journey flight tour land".split()
)
"""A city after "to" or "from" and one of these is a place."""
ACTING_PREPOSITIONS = frozenset({"by", "against", "with", "into", "from", "to", "on"})
ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "iobj", "dative", "agent", "poss", "csubj"})


class Linker:
    """The parties of one article in the making."""

    def __init__(
        self,
        view: View,
        world: World,
        on: str | None = None,
        title: str = "",
        chooser: Callable[[Linker, Phrase, tuple[str, ...], str | None], str | None] | None = None,
    ) -> None:
        self.view, self.world = view, world
        self.title = title
        self.chooser = chooser
        self.finder = NameFinder(view, world, on)
        self.names = self.finder.find()
        self.at = self.finder.at
        self.phrases = PhraseReader(view, self.at, world)
        self.registry = Registry(view)
        self.depth = 0
        self.mentions: list[Mention] = []
        self.memo: dict[int, tuple[Known, ...]] = {}
        self.pairs: list[tuple[int, tuple[Known, ...]]] = []
        """Parties named together so far, with the token: what "both" and "the two countries" lean on."""
        self.acronyms: dict[str, Known] = {}
        self.seen_codes: frozenset[str] = frozenset(
            n.entry.code for n in self.names if n.entry is not None and n.entry.code
        )
        """Codes of all known names of the article."""
        self.sure_codes: frozenset[str] = frozenset()
        """Codes that names of one meaning only point to."""
        self.heads: dict[int, Name] = {}
        for name in self.names:
            self.heads.setdefault(name.head, name)
            for inner in name.nested:
                self.heads.setdefault(inner.head, inner)

    def run(self) -> None:
        """Resolve every token in order, then the first persons inside quotations."""
        self.registry.home = institutions.home_of(self)
        self.registry.sections = sections_of(self)
        view = self.view
        for i in range(view.n):
            if i in self.memo:
                continue
            if i in self.heads or view.tag[i] in NOUN_TAGS:
                self.party_at(i)
            elif view.tag[i] in pronouns.TAGS:
                self.memo[i] = pronouns.resolve(self, i)
        pronouns.first_persons(self)
        self.mentions.sort(key=lambda m: (m.start, m.end, m.head))

    def party_at(self, i: int) -> tuple[Known, ...]:
        """The parties that token `i` stands for as the head of a phrase; () if none."""
        known = self.memo.get(i)
        if known is not None:
            return known
        self.memo[i] = ()  # What leans on itself finds nothing.
        if self.depth > DEEPEST:
            return ()
        self.depth += 1
        name = self.heads.get(i)
        if name is not None:
            found = self._name(name)
        elif self.view.tag[i] in NOUN_TAGS:
            found = describing.describe(self, i)
        elif self.view.tag[i] in pronouns.TAGS:
            found = pronouns.resolve(self, i)
        else:
            found = ()
        self.depth -= 1
        self.memo[i] = found
        return found

    def whose(self, phrase: Phrase, sector: tuple[str, ...], ruled: str | None) -> str | None:
        """The country of a party of which no word says it: what the rules say, or what outweighs that."""
        return ruled if self.chooser is None else self.chooser(self, phrase, sector, ruled)

    def note(
        self, start: int, end: int, head: int, known: tuple[Known, ...], form: str, why: str
    ) -> tuple[Known, ...]:
        """Leave a mention of `known` and give it back."""
        if known:
            made = mention(start, end, head, known, form, why)
            self.mentions.append(made)
            for one in known:
                one.draft.mentions.append(made)
                self.registry.touch(one, head, form)
            if len(known) > 1:
                self.pairs.append((head, known))
            elif self.view.dep[head] == "conj" and form != "place":
                together = [
                    k
                    for c in self.view.conjuncts(self.view.first_conjunct(head))
                    for k in self.memo.get(c, ())
                    if c < head
                ]
                together = list(dict.fromkeys([*together, *known]))
                if len(together) > 1 and all(k.person == known[0].person for k in together):
                    self.pairs.append((self.view.first_conjunct(head), tuple(together)))
        return known

    # -- names --
    # ------------

    def _name(self, name: Name) -> tuple[Known, ...]:
        if name.kind == "person":
            return self._person(name)
        if name.kind == "alias" and name.entry is not None:
            return self._known_name(name, name.entry)
        return self._unknown(name)

    def _known_name(self, name: Name, entry: Entry) -> tuple[Known, ...]:
        view, i = self.view, name.head
        if self.dateline(name):
            return ()
        if entry.form == "demonym":
            return peoples.demonym(self, name, entry)
        if entry.form == "people":
            return peoples.people(self, name, entry)
        modifies = view.tag[view.head[i]] in NOUN_TAGS and view.dep[i] in {"compound", "amod", "nmod"}
        if (
            modifies
            and name.end <= view.head[i]
            and view.head[i] in self.heads
            and self.heads[view.head[i]].kind == "org"
        ):
            pass
        known = self.registry.entry(entry)
        form, why = "name", f"named {entry.name}"
        if entry.form == "metonym" or (
            entry.kind in {"country", "government", "region"} and not entry.sector[1:]
        ):
            form = self._form(name, entry)
            why = {
                "place": f"a place in {entry.name}",
                "metonym": entry.why or f"{name.text} for {entry.name}",
            }.get(form, why)
        if entry.ambiguous and entry.kind in {"organisation", "government"} and form == "name":
            other = institutions.elsewhere(self, name, entry)
            if other:
                return other
        if entry.kind not in {"country", "government", "region"}:
            self._acronym(name, known)
            known.nouns.update(institutions.nouns_of_name(self, name, known))
        if self.acronyms.get(view.low[name.start]) is not None and name.end - name.start == 1:
            known = self.acronyms[view.low[name.start]]
        return self.note(name.start, name.end, i, (known,), form, why)

    def dateline(self, name: Name) -> bool:
        """Whether a city stands in a dateline: first in the article or a paragraph, in capitals, before a
        dash."""
        view = self.view
        word = view.text[name.start]
        if not (word.isupper() and word.isalpha()) or len(word) < 4 or view.shout:
            return False
        start = view.sents[view.sent[name.start]][0]
        dash = view.dash_after(name.end, min(view.n, name.end + 12))
        return name.start - start <= 4 and dash is not None

    def _form(self, name: Name, entry: Entry) -> str:
        """name, metonym or place: a capital that acts is its government, in "in Moscow" it is a place."""
        view = self.view
        dep, governor, preposition = view.role(name.head)
        capital = entry.form == "metonym"
        named = "metonym" if capital else "name"
        verb = view.lemma[governor]
        if preposition in PLACE_PREPOSITIONS and dep == "pobj":
            # "confidence in Moscow" is rare; "in Moscow" is nearly always a place.
            return "place"
        if entry.kind == "region" and preposition in {"to", "from", "via"} and verb in MOTION_VERBS:
            return "place"
        if not capital or entry.ambiguous is False:
            return named
        if dep == "pobj" and preposition in {"to", "from", "towards", "toward", "for", "via", "of"}:
            if preposition in {"via", "for", "of"} or verb in MOTION_VERBS or preposition == "from":
                return "place" if preposition != "of" or view.tag[governor] not in NOUN_TAGS else "metonym"
            return named
        if dep in {"dobj", "nsubjpass"} and verb in PLACE_VERBS:
            return "place"
        if dep in {"compound", "nmod", "appos", "npadvmod", "attr", "dep"}:
            return "place"
        return named

    def _acronym(self, name: Name, known: Known) -> None:
        """Learn "(ECB)" after a name."""
        view, k = self.view, name.end
        if k + 2 < view.n and view.text[k] == "(" and view.text[k + 2] == ")" and view.text[k + 1].isupper():
            word = view.low[k + 1].replace(".", "")
            initials = "".join(w[0] for w in view.low[name.start : name.end] if w[0].isalpha())
            if word[0] == initials[:1] and (len(word) <= len(initials) + 2):
                self.acronyms[word] = known

    # -- persons --
    # ------------

    def _person(self, name: Name) -> tuple[Known, ...]:
        if self.dateline(name):
            return ()
        known = self.person_named(name)
        titles.entitle(self, name, known)
        if not known.titled and known.draft.code is None:
            known = titles.introduced(self, name, known)
        return self.note(name.start, name.end, name.head, (known,), "name", f"person {known.draft.name}")

    def person_named(self, name: Name) -> Known:
        """The person of this name: the one already known by it, or a new one under the fullest name."""
        view = self.view
        words = [w for w in view.low[name.start : name.end] if w[0].isalpha() and w not in PARTICLES]
        if not words:
            words = list(view.low[name.start : name.end])
        full = self.finder.surnames.get(words[-1])
        if name.entry is not None and len(words) == 1 and full is not None:
            # Of two who bear the name, the article's own, not the famous one.
            theirs = set(name.entry.name.lower().split())
            if not set(full) <= theirs and not theirs <= set(full):
                name.entry = None
        if name.entry is not None:
            entry = name.entry
            known = self.registry.add(
                ("entry", f"{entry.name}|{entry.code}"),
                entry.name,
                entry.code,
                entry.sector,
                "person",
                gender=self.finder.first_names.get(entry.name.split()[0].lower(), name.gender),
            )
            self.registry.by_key.setdefault(("person", words[-1]), known)
            known.titled = True
            return known
        fits = self._same_person(words)
        if fits is not None:
            if len(words) > len([w for w in fits.words if w not in PARTICLES]) and words[-1] in fits.words:
                fits.draft.name, fits.words = name.text, tuple(w.lower() for w in name.text.split())
            return fits
        if full is not None and len(words) == 1:
            # The full name comes later in the article: the party has it from the start.
            whole = next(
                (
                    n
                    for n in self.names
                    if n.kind == "person" and n.end - n.start > 1 and view.low[n.end - 1] == words[-1]
                ),
                None,
            )
            if whole is not None:
                name = whole
                words = [w for w in view.low[name.start : name.end] if w[0].isalpha() and w not in PARTICLES]
        known = self.registry.add(
            ("person", " ".join(words)), name.text, None, (), "person", gender=name.gender
        )
        known.words = tuple(words)
        return known

    def _same_person(self, words: list[str]) -> Known | None:
        """A person named so far whose name these words are part of: by surname, or a first name if only
        one has it."""
        chosen, first_name = None, []
        for known in self.registry.all:
            if not known.person or not known.words or known.unnamed:
                continue
            theirs = [w for w in known.words if w not in PARTICLES]
            if not theirs:
                continue
            if words[-1] in theirs[1:] or words == theirs or (len(words) > 1 and words[-1] == theirs[-1]):
                if len(words) > 1 and len(theirs) > 1 and words[0] != theirs[0] and words[0] not in theirs:
                    continue  # Another of the family.
                if chosen is None or known.last > chosen.last:
                    chosen = known
            elif len(words) == 1 and words[0] == theirs[0] and len(theirs) > 1:
                first_name.append(known)
        if chosen is None and len(first_name) == 1:
            return first_name[0]
        return chosen

    # -- names that no table has --

    def _unknown(self, name: Name) -> tuple[Known, ...]:
        view, i = self.view, name.head
        dep, _governor, preposition = view.role(i)
        own = self.acronyms.get(view.low[name.start].replace(".", "")) if name.end - name.start == 1 else None
        if own is None and name.end - name.start == 1 and name.kind != "work":
            person = self._same_person([view.low[i]])
            if person is not None and view.low[i] in person.words[1:]:
                return self.note(name.start, name.end, i, (person,), "name", f"person {person.draft.name}")
        if own is None:
            own = self.registry.by_key.get(("name", name.text.lower()))
        if own is None and name.kind != "place" and name.end - name.start == 1:
            own = institutions.by_short_name(self, i)
        if own is not None:
            return self.note(name.start, name.end, i, (own,), "name", f"named {own.draft.name} before")
        for inner in name.nested:
            self.party_at(inner.head)
        if (
            self.dateline(name)
            or name.kind == "work"
            or view.low[i] in NO_NAMES
            or _AFFILIATION.match(name.text)
        ):
            return ()
        if dep in {"compound", "amod", "nmod", "npadvmod"} and name.kind != "org":
            return ()
        if name.kind == "place" or (name.kind == "org" and self._is_town(name, dep, preposition)):
            place = self._town(name, dep, preposition)
            if place:
                return place
        described = institutions.named_body(self, name)
        if described:
            return described
        acts = dep in ARGUMENTS or (dep == "pobj" and preposition in ACTING_PREPOSITIONS) or dep == "conj"
        if name.kind == "org" and name.end > name.start:
            code, sector, nouns = institutions.prefixed(self, name)
            known = self.registry.add(
                ("name", name.text.lower()),
                name.text,
                self._nationality(name) or code,
                sector,
                "organisation",
                gender="n",
                nouns=nouns,
            )
            self._acronym(name, known)
            return self.note(name.start, name.end, i, (known,), "name", "organisation by the recogniser")
        if not acts or not view.text[i][0].isupper() or self._only_a_capital(name):
            return ()
        if name.kind == "place" and dep not in {"nsubj", "poss"} and preposition != "by":
            return ()
        kind = "government" if name.kind == "place" else "unknown"
        code = country_of_place(self, name) if name.kind == "place" else None
        known = self.registry.add(
            ("name", name.text.lower()), name.text, code, ("GOV",) if code else (), kind, gender="n"
        )
        return self.note(name.start, name.end, i, (known,), "name", "a name that acts")

    def _town(self, name: Name, dep: str, preposition: str) -> tuple[Known, ...]:
        """A town that does not act: its country, as a place."""
        if dep in {"nsubj", "poss"} or preposition == "by":
            return ()
        country = self.world.countries.get(country_of_place(self, name) or "")
        if country is None:
            return ()
        known = self.registry.entry(country.entry)
        return self.note(name.start, name.end, name.head, (known,), "place", f"a place in {country.name}")

    def _is_town(self, name: Name, dep: str, preposition: str) -> bool:
        """Whether what the recogniser calls an organisation stands where a town does, and is one of a
        country named."""
        if name.end - name.start > 2 or name.text.isupper():
            return False
        verb = self.view.lemma[self.view.role(name.head)[1]]
        if preposition in PLACE_PREPOSITIONS or (dep == "dobj" and verb in PLACE_VERBS):
            return country_of_place(self, name) in self.seen_codes
        return False

    def _only_a_capital(self, name: Name) -> bool:
        """Whether a lone word has its capital only because the sentence begins with it."""
        view = self.view
        if (
            name.end - name.start > 1
            or name.start != view.sents[view.sent[name.start]][0]
            or name.kind == "place"
        ):
            return False
        word = name.text
        if (
            self.view.dep[name.head] == "nsubj"
            and view.lemma[view.head[name.head]] in pronouns.SPEECH | pronouns.SAYING
        ):
            return False
        return not any(n.text == word and n.start != view.sents[view.sent[n.start]][0] for n in self.names)

    def _nationality(self, name: Name) -> str | None:
        for inner in name.nested:
            if inner.entry is not None and inner.entry.code:
                return inner.entry.code
        return None
