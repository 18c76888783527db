"""The company of a word: its deep subject, deep object, prepositions, clauses, read off the parse.

A `Frame` answers `tokens(slot)` with the tokens that fill a slot, undoing passive, control,
coordination, relative clauses and participles, and mending the commonest slips of a small parser.
Slot names are those of `knowledge/acts/README.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading.roles_further import conditions_on, infinitives, made

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "csubj", "expl"})
PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
OBJECTS = frozenset({"dobj", "obj", "oprd"})
MODIFIERS = frozenset({"amod", "compound", "nmod", "advmod", "npadvmod", "acomp"})
CLAUSES = frozenset({"ccomp", "xcomp", "pcomp"})
SUBJECT_CONTROL = frozenset(
    "promise threaten vow pledge swear offer agree refuse decline want wish hope plan intend seek try "
    "attempt "
    "begin start continue manage fail decide prepare mean claim".split()
)
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
RELATIVES = frozenset({"WDT", "WP", "WP$"})
DEPTH = 12


def antecedent(token: Token) -> Token:
    """The noun a relative pronoun stands for; the token itself for any other word."""
    if token.tag_ not in RELATIVES and token.lower_ != "that":
        return token
    climb = token
    for _ in range(DEPTH):
        if climb.dep_ == "relcl":
            return climb.head
        if climb.head is climb:
            break
        climb = climb.head
    return token


def conjuncts(token: Token) -> list[Token]:
    """The token and what is coordinated below it, in order of the text."""
    found = [token]
    at = 0
    while at < len(found) and len(found) < 24:
        found.extend(c for c in found[at].children if c.dep_ == "conj")
        at += 1
    return found


def conjunction_head(token: Token) -> Token:
    """The verb that `token` (dep conj) is really coordinated with.

    A small parser joins "demanded that Kyiv withdraw … and accused it" at `withdraw`; a finite past
    form cannot be coordinated with a bare one, so the search goes on above.
    """
    head = token.head
    for _ in range(DEPTH):
        if token.tag_ in FINITE and head.tag_ == "VB" and not _has_modal(head) and head.head is not head:
            head = head.head
            continue
        break
    return head


def _has_modal(token: Token) -> bool:
    return any(c.dep_ == "aux" and c.tag_ in ("MD", "TO", "VBD", "VBP", "VBZ") for c in token.children)


def is_passive(token: Token) -> bool:
    """Whether a verb form's surface subject is its deep object."""
    if token.tag_ != "VBN":
        return any(c.dep_ in ("auxpass", "nsubjpass") for c in token.children)
    perfect = False
    for child in token.children:
        if child.dep_ in ("auxpass", "nsubjpass"):
            return True
        if child.dep_ == "aux" and child.lemma_ == "have":
            perfect = True
        if child.dep_ in ("nsubj", "dobj") and token.dep_ not in ("acl", "amod"):
            perfect = True
    if perfect:
        return False
    if token.dep_ == "conj":
        head = conjunction_head(token)
        return head.tag_ == "VBN" and is_passive(head)
    if token.dep_ in ("advcl", "xcomp", "ROOT", "ccomp"):
        return not any(c.dep_ == "dobj" for c in token.children)
    return token.dep_ in ("acl", "amod", "relcl")


class Frame:
    """The slots of one word. Everything is looked up once and kept."""

    __slots__ = ("_cache", "light", "light_side", "token", "verbal")

    def __init__(self, token: Token, *, light: Token | None = None, light_side: str = "actor") -> None:
        self.token = token
        self.verbal = token.pos_ in ("VERB", "AUX") or (token.tag_.startswith("VB") and token.pos_ != "NOUN")
        self.light = light
        """The light verb or preposition that carries a noun: "*launched* an attack"."""
        self.light_side = light_side
        self._cache: dict[str, list[Token]] = {}

    def tokens(self, slot: str) -> list[Token]:
        """Tokens that fill `slot`, with their coordinates; `a.b` is slot b of the fillers of a."""
        known = self._cache.get(slot)
        if known is not None:
            return known
        self._cache[slot] = []  # a slot that asks for itself is empty
        outer, _, inner = slot.partition(".")
        if inner:
            found = [t for filler in self.tokens(outer) for t in Frame(filler).tokens(inner)]
        else:
            found = self._find(slot)
        self._cache[slot] = found
        return found

    def _find(self, slot: str) -> list[Token]:
        if slot == "subj":
            return self._subject()
        if slot == "obj":
            return self._object()
        if slot == "clause":
            return self._clauses()
        if slot == "mod":
            return self._modifiers()
        if slot == "poss":
            return _spread(c for c in self.token.children if c.dep_ == "poss")
        if slot == "dative":
            return _spread(c for c in self.token.children if c.dep_ == "dative" and c.pos_ != "ADP")
        if slot == "made":
            return made(self.token)
        if slot == "inf":
            return infinitives(self.tokens("clause"))
        if slot == "unless":
            return conditions_on(self.token)
        if slot == "appos":
            return _spread(c for c in self.token.children if c.dep_ == "appos")
        if slot == "by":
            return self._prepositions("by", agent=True)
        return self._prepositions(slot)

    # -- verbs -------------------------------------------------------------------------------

    def _subject(self) -> list[Token]:
        token = self.token
        if not self.verbal:
            return self._noun_subject()
        if is_passive(token):
            return self._prepositions("by", agent=True) + self._passive_by_compound()
        return _spread(antecedent(t) for t in self._surface_subject(token))

    def _passive_by_compound(self) -> list[Token]:
        """ "US-trained": the noun before the participle is its agent."""
        if self.token.dep_ != "amod":
            return []
        return [
            c
            for c in self.token.children
            if c.dep_ in ("npadvmod", "compound", "advmod") and c.i < self.token.i
        ]

    def _surface_subject(self, token: Token, depth: int = 0) -> list[Token]:
        for child in token.children:
            if child.dep_ in SUBJECTS and child.dep_ != "expl":
                return [child]
        for child in token.children:
            if child.dep_ in PASSIVE_SUBJECTS:
                return [child]
        if depth > DEPTH:
            return []
        head, dep = token.head, token.dep_
        if dep == "conj":
            head = conjunction_head(token)
            if head.pos_ in ("VERB", "AUX"):
                if is_passive(head) and not is_passive(token):
                    return self._surface_subject(head, depth + 1)
                return self._surface_subject(head, depth + 1)
            return []
        if dep in ("xcomp", "ccomp") and head.pos_ in ("VERB", "AUX", "ADJ"):
            objects = [c for c in head.children if c.dep_ in ("dobj", "dative")]
            if objects and head.lemma_ not in SUBJECT_CONTROL and not is_passive(head):
                return objects[:1]
            if dep == "xcomp" or token.tag_ in ("VB", "VBG"):
                return self._surface_subject(head, depth + 1)
            return []
        if dep == "pcomp" and head.dep_ in ("prep", "agent"):
            governor = head.head
            if governor.pos_ in ("VERB", "AUX"):
                if head.lower_ in ("of", "from", "for"):
                    objects = [c for c in governor.children if c.dep_ == "dobj"]
                    if objects:
                        return objects[:1]
                return self._surface_subject(governor, depth + 1)
            return [c for c in governor.children if c.dep_ == "poss"]
        if dep == "advcl" and token.tag_ in ("VBG", "VBN", "VB") and head.pos_ in ("VERB", "AUX"):
            return self._surface_subject(head, depth + 1)
        if dep == "relcl":
            return [head] if not _has_object_gap(token) else []
        if dep == "acl":
            if token.tag_ in ("VBG", "VBN"):
                return [head]
            owners = [c for c in head.children if c.dep_ == "poss"]
            if owners:
                return owners
            if head.dep_ == "dobj" and head.head.pos_ in ("VERB", "AUX"):
                return self._surface_subject(head.head, depth + 1)
            return [c for c in head.children if c.dep_ in ("amod", "compound")]
        if dep in ("advcl", "dep", "parataxis") and token.tag_ == "VBG":
            return self._surface_subject(head, depth + 1)
        return []

    def _object(self) -> list[Token]:
        token = self.token
        if not self.verbal:
            return self._prepositions("of") + [c for c in token.children if c.dep_ in ("compound", "nmod")]
        if is_passive(token):
            if token.dep_ == "amod":
                return [token.head]
            surface = self._surface_subject(token)
            return _spread(antecedent(t) for t in surface)
        found = [c for c in token.children if c.dep_ in OBJECTS]
        if not found and token.dep_ == "amod" and token.tag_ == "VBG" and _gerund_slip(token):
            found = [token.head]
        if not found:
            found = [
                c
                for c in token.children
                if c.dep_ in ("dative", "attr") and c.pos_ in ("NOUN", "PROPN", "PRON")
            ]
        if not found and token.dep_ == "relcl" and _has_object_gap(token):
            found = [token.head]
        if not found and token.dep_ == "conj":
            # "detained and beat the fishermen": the object stands with the last verb
            head = conjunction_head(token)
            if token.i - head.i <= 3 and head.pos_ == "VERB":
                found = [c for c in head.children if c.dep_ == "dobj" and c.i > token.i]
        if not found:
            for child in token.children:
                if child.dep_ == "conj" and child.i - token.i <= 3 and child.pos_ == "VERB":
                    found = [c for c in child.children if c.dep_ == "dobj"]
                    break
        return _spread(antecedent(t) for t in found)

    def _clauses(self) -> list[Token]:
        found: list[Token] = []
        carriers = [self.token] if self.light is None else [self.token, self.light]
        for carrier in carriers:
            for child in carrier.children:
                if (child.dep_ in CLAUSES and child.i != self.token.i) or (
                    child.dep_ in ("acl", "advcl")
                    and not self.verbal
                    and child.tag_ in ("VB", "VBD", "VBZ", "VBP")
                ):
                    found.append(child)
                elif child.dep_ in ("prep", "agent"):
                    for below in child.children:
                        if below.dep_ == "pcomp":
                            found.append(below)
                        elif below.dep_ == "pobj":
                            found.extend(
                                c
                                for c in below.children
                                if c.dep_ == "amod" and c.tag_ == "VBG" and _gerund_slip(c)
                            )
                elif child.dep_ == "advcl" and child.tag_ == "VB" and carrier.pos_ == "VERB" and _to(child):
                    found.append(child)
                elif child.dep_ == "dobj" and child.pos_ != "VERB":
                    # "urged both capitals to avoid": the infinitive may hang on the object
                    found.extend(
                        c for c in child.children if c.dep_ in ("acl", "relcl") and c.tag_ == "VB" and _to(c)
                    )
        spread: list[Token] = []
        for token in found:
            spread.extend(
                c
                for c in conjuncts(token)
                if c is token or (c.pos_ in ("VERB", "AUX") and conjunction_head(c) is c.head)
            )
        return spread

    # -- nouns -------------------------------------------------------------------------------

    def _noun_subject(self) -> list[Token]:
        if self.token.pos_ == "ADJ":
            return self._adjective_subject()
        found = _spread(c for c in self.token.children if c.dep_ == "poss")
        if not found and self.light is not None and self.light_side == "actor" and self.light.pos_ == "VERB":
            found = Frame(self.light).tokens("subj")
        return found or self._prepositions("by", agent=True)

    def _adjective_subject(self) -> list[Token]:
        """Whose quality it is: "*Paris* is willing", "a *leader* critical of", "willing *rebels*"."""
        token = self.token
        for _ in range(3):
            if token.dep_ == "conj":
                token = token.head
        if token.dep_ in ("acomp", "oprd", "attr", "xcomp", "ccomp") and token.head.pos_ in ("VERB", "AUX"):
            return Frame(token.head).tokens("subj")
        if token.dep_ in ("amod", "appos", "acl", "relcl"):
            return [token.head]
        return _spread(c for c in token.children if c.dep_ == "nsubj")

    def _modifiers(self) -> list[Token]:
        found = [c for c in self.token.children if c.dep_ in MODIFIERS]
        return _spread(found)

    def _prepositions(self, name: str, *, agent: bool = False) -> list[Token]:
        names = name.split("_")
        carriers: list[Token] = [self.token]
        if self.verbal:
            carriers += [
                c for c in self.token.children if c.dep_ in ("prt", "advmod", "acomp", "attr", "oprd")
            ]
            carriers += [c for c in self.token.children if c.dep_ in ("dobj", "nsubjpass")]
        if self.light is not None:
            carriers.append(self.light)
        found: list[Token] = []
        for carrier in carriers:
            for child in carrier.children:
                if child.dep_ not in ("prep", "agent", "dative", "prt", "mark", "advmod"):
                    continue
                if child.lower_ == names[0] or (agent and child.dep_ == "agent"):
                    found.extend(_governed(child))
                elif child.dep_ == "prep":
                    # "fire from positions on …", "out of": prepositions chain
                    for below in child.children:
                        if below.dep_ == "prep" and below.lower_ == names[-1]:
                            found.extend(_governed(below))
        return _spread(antecedent(t) for t in found)


def _governed(preposition: Token) -> list[Token]:
    return [c for c in preposition.children if c.dep_ in ("pobj", "pcomp")]


def _to(token: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in token.children)


def _gerund_slip(token: Token) -> bool:
    """Whether a gerund was parsed as an adjective: "accused Kyiv of *shelling* villages"."""
    return token.i > 0 and token.nbor(-1).pos_ in ("ADP", "SCONJ") and token.nbor(-1) is token.head.head


def _has_object_gap(token: Token) -> bool:
    """Whether a relative clause has a subject of its own, so that its antecedent is the object."""
    subject = next((c for c in token.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None or subject.tag_ in RELATIVES or subject.lower_ == "that":
        return False
    return not any(
        c.dep_ == "dobj" and c.tag_ not in RELATIVES and c.lower_ != "that" for c in token.children
    )


def _spread(tokens: Iterable[Token]) -> list[Token]:
    found: list[Token] = []
    for token in tokens:
        for part in conjuncts(token):
            if part not in found:
                found.append(part)
    return found
