"""Which act a word names: the sense of the lexicon whose conditions its company meets best."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.reading.drafts import Mention, mentions_by_head
from dragoman.reading.frames import DEPTH, Frame

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from dragoman.knowledge.acts import Lexicon, Need, Sense

NO_MEASURES = frozenset(
    "decision move step plan policy idea right use threat power ability chance leader head chief capital "
    "role statement announcement result call appeal request demand offer view opinion position behaviour "
    "death arrest attack killing release return visit arrival victory election appointment government "
    "president minister spokesman member".split()
)
"""Nouns with a meaning of their own before "of", unlike "dozens of", "a group of", "the remains of"."""
STATE_KINDS = frozenset({"country", "government"})


@dataclass(slots=True)
class Match:
    """A word with the sense it has here."""

    sense: Sense
    frame: Frame
    start: int
    end: int
    token: Token
    """The head of the trigger; a phrase ("on alert") may borrow the frame of the verb above it."""


class SenseChooser:
    """Chooses senses in one Doc; a choice is made once and kept, because clauses ask for each other's."""

    def __init__(self, doc: Doc, lexicon: Lexicon) -> None:
        self.doc = doc
        self.lexicon = lexicon
        self.mentions = mentions_by_head(doc)
        self._chosen: dict[int, Match | None] = {}
        self.denied: set[int] = set()
        """Words of which the lexicon says that they name no act where they stand."""
        self._depth = 0

    def mention(self, token: Token) -> Mention | None:
        """The party mention that `token` heads."""
        return self.mentions.get(token.i)

    def match(self, token: Token) -> Match | None:
        """The sense of `token`, or None where it names no act."""
        if token.i in self._chosen:
            return self._chosen[token.i]
        self._chosen[token.i] = None
        if self._depth > DEPTH:
            return None
        self._depth += 1
        found = self._choose(token)
        if found is not None and "none" in found.sense.flags:
            found = None  # the lexicon knows this company and says that no act is meant
            self.denied.add(token.i)
        self._depth -= 1
        self._chosen[token.i] = found
        return found

    def _choose(self, token: Token) -> Match | None:
        lemma = token.lemma_.lower()
        lexicon = self.lexicon
        best: Match | None = None
        for sense in lexicon.phrases.get(lemma, ()):
            end = self._phrase_end(token, sense)
            if end:
                frame = self._phrase_frame(token, end)
                if self._fits(sense, frame):
                    return Match(sense, frame, token.i, end, token)
        pos = token.pos_
        if pos in ("VERB", "AUX") and lemma in lexicon.verbs:
            if token.dep_ == "amod" and not self._bears_agent(token):
                return None
            frame = Frame(token)
            for sense in lexicon.verbs[lemma]:
                if sense.parts and not _has_parts(token, sense.parts):
                    continue
                if self._fits(sense, frame):
                    best = Match(sense, frame, token.i, _verb_end(token, sense.parts), token)
                    break
        elif pos == "NOUN" and lemma in lexicon.nouns:
            light, side = self.light(token)
            frame = Frame(token, light=light, light_side=side)
            for sense in lexicon.nouns[lemma]:
                if sense.parts and not self._preceded(token, sense.parts):
                    continue
                if self._fits(sense, frame):
                    best = Match(sense, frame, token.i - len(sense.parts), token.i + 1, token)
                    break
        elif pos in ("ADJ", "VERB") and lemma in lexicon.adjectives:
            frame = Frame(token)
            for sense in lexicon.adjectives[lemma]:
                if self._fits(sense, frame):
                    best = Match(sense, frame, token.i, token.i + 1, token)
                    break
        return best

    def _bears_agent(self, token: Token) -> bool:
        """A participle before a noun counts only with an agent of its own: "US-trained"."""
        for child in token.children:
            if child.dep_ in ("npadvmod", "compound", "agent", "advmod", "nmod") and child.i < token.i:
                if child.i in self.mentions:
                    return True
            elif child.dep_ == "agent":
                return True
        return token.tag_ == "VBG" and token.i > 0 and token.nbor(-1) is token.head.head

    def _phrase_end(self, token: Token, sense: Sense) -> int:
        doc, at = self.doc, token.i
        for part in sense.parts:
            if at >= len(doc):
                return 0
            here = doc[at]
            if part != here.lower_ and part != here.lemma_.lower():
                return 0
            at += 1
        return at

    def _phrase_frame(self, token: Token, end: int) -> Frame:
        """A phrase borrows the frame of its verb, or of the verb that governs it."""
        span = self.doc[token.i : end]
        root = span.root
        if root.pos_ in ("VERB", "AUX"):
            return Frame(root)
        head = root.head
        if head is not root and head.pos_ in ("VERB", "AUX"):
            return Frame(head)
        if head is not root and root.dep_ in ("prep", "amod", "acl") and head.pos_ in ("NOUN", "PROPN"):
            return Frame(root, light=head)
        return Frame(root)

    def light(self, token: Token) -> tuple[Token | None, str]:
        head = token.head
        if head is token:
            return None, ""
        light = self.lexicon.light
        if token.dep_ in ("dobj", "nsubjpass") and head.pos_ in ("VERB", "AUX"):
            lemma = head.lemma_.lower()
            for child in head.children:
                if child.dep_ in ("prt", "advmod"):
                    side = light.get(f"{lemma} {child.lower_}")
                    if side:
                        return head, side
            side = light.get(lemma)
            if side:
                return head, side
        elif token.dep_ == "pobj" and head.head.pos_ in ("VERB", "AUX"):
            side = light.get(f"{head.head.lemma_.lower()} {head.lower_}")
            if side:
                return head.head, side
        return None, ""

    def _preceded(self, token: Token, parts: tuple[str, ...]) -> bool:
        at = token.i - len(parts)
        if at < 0:
            return False
        for part in parts:
            here = self.doc[at]
            if part != here.lower_ and part != here.lemma_.lower():
                return False
            at += 1
        return True

    def _fits(self, sense: Sense, frame: Frame) -> bool:
        return all(self._holds(need, frame) for need in sense.needs)

    def _holds(self, need: Need, frame: Frame) -> bool:
        tokens = frame.tokens(need.slot)
        if need.slot == "clause" and frame.token.lemma_ in ("ask", "inquire", "enquire", "wonder"):
            tokens = [token for token in tokens if not _question(token)]
        if need.absent:
            if need.any:
                return not tokens
            return not any(self._fills(need, token) for token in tokens)
        if not tokens:
            return False
        return need.any or any(self._fills(need, token) for token in tokens)

    def _fills(self, need: Need, token: Token) -> bool:
        if need.lemmas or need.classes:
            lemma = token.lemma_.lower()
            if token.tag_ == "NNPS" and lemma.endswith("s"):
                lemma = lemma[:-1]  # "6,000 Marines": the lemmatiser leaves names alone
            if lemma in need.lemmas or lemma in need.classes:
                return True
            if token.i:
                before = f"{token.nbor(-1).lemma_.lower()} {lemma}"
                if token.i > 1 and token.nbor(-1).text == "-":
                    before = f"{token.nbor(-2).lower_}-{lemma}"  # the tokeniser splits "cease-fire"
                if before in need.lemmas or before in need.classes:
                    return True
            # "dozens of soldiers", "a group of activists": the measured noun counts, too
            if token.pos_ in ("NOUN", "NUM", "PRON") and lemma not in NO_MEASURES:
                for child in token.children:
                    if child.lower_ == "of":
                        for below in child.children:
                            if below.dep_ == "pobj":
                                inner = below.lemma_.lower()
                                if inner in need.classes or inner in need.lemmas:
                                    return True
        if need.party or need.state:
            mention = self.mentions.get(token.i)
            if mention is not None and mention.form != "place":
                if need.party:
                    return True
                if any(p.kind in STATE_KINDS or (p.code and "GOV" in p.sector) for p in mention.parties):
                    return True
        if need.person:
            mention = self.mentions.get(token.i)
            if mention is not None and any(p.kind == "person" for p in mention.parties):
                return True
        if need.infinitive and any(c.dep_ == "aux" and c.tag_ == "TO" for c in token.children):
            return True
        if need.types:
            match = self.match(token)
            if match is not None and match.sense.type in need.types:
                return True
        return need.negated and _negative(token)


NOTHING = frozenset({"no", "not", "never", "nobody", "nothing", "none", "neither"})


def _negative(clause: Token) -> bool:
    """Whether a clause denies: by an adverb, or by a negative subject or object ("sent *no* weapons")."""
    for child in clause.children:
        if child.dep_ == "neg" or child.lower_ in NOTHING:
            return True
        if child.dep_ in ("nsubj", "nsubjpass", "dobj") and any(c.lower_ == "no" for c in child.children):
            return True
    return False


def _question(clause: Token) -> bool:
    """Whether a complement clause is an indirect question ("asked whether …")."""
    return any(
        c.dep_ in ("mark", "advmod", "nsubj", "dobj", "attr")
        and (c.lower_ in ("whether", "if") or c.tag_ in ("WRB", "WP"))
        for c in clause.children
    )


def _has_parts(token: Token, parts: tuple[str, ...]) -> bool:
    """Whether a verb has its particle ("call *off*") or fixed company ("take *hostage*")."""
    doc = token.doc
    available = set()
    for child in token.children:
        if child.dep_ == "prep":
            # "gave in to" has a particle, "gave a speech in Ohio" a preposition
            if child.i == token.i + 1 or not any(c.dep_ == "pobj" for c in child.children):
                available.add(child.lower_)
            available.update(c.lower_ for c in child.children)
        else:
            available.add(child.lower_)
            if child.dep_ in ("prt", "advmod"):
                available.update(c.lower_ for c in child.children)
    first = parts[0]
    if first not in available:
        return token.i + 1 < len(doc) and doc[token.i + 1].lower_ == first and _follow(token, parts)
    return len(parts) == 1 or all(part in available for part in parts) or _follow(token, parts)


def _follow(token: Token, parts: tuple[str, ...]) -> bool:
    """Whether the parts stand right behind the verb, in order."""
    doc = token.doc
    if token.i + len(parts) >= len(doc):
        return False
    return all(
        part in (doc[token.i + 1 + n].lower_, doc[token.i + 1 + n].lemma_.lower())
        for n, part in enumerate(parts)
    )


def _verb_end(token: Token, parts: tuple[str, ...]) -> int:
    end = token.i + 1
    doc = token.doc
    for part in parts:
        if end < len(doc) and doc[end].lower_ == part:
            end += 1
    return end
