"""Whether words are about a matter: by its words, whatever their endings, and by names, however written.

    >>> matter = Matter("NATO expansion")
    >>> matter.found_in("The alliance should not expand. NATO must stop expanding eastward.")
    True
    >>> matter.found_in("The alliance should not expand.")
    False

It looks for words and knows no meanings: who speaks of "the bloc's growth" is found only if that is asked.
"""

from __future__ import annotations

import re
from functools import lru_cache

from dragoman.store.words import rarity, stem, words

_QUOTED = re.compile(r"[\"“”«»]([^\"“”«»]+)[\"“”«»]")
_SENTENCES = re.compile(r"(?<=[.!?…])[\"”’)]*\s+|\n+")
_MARKED = re.compile(r"[\u00c0-\u02af\u0370-\u1fff]")
"""Letters beyond those of English, which are compared without their marks."""
_SMALL = frozenset("a an the of on in to for and or with by at from s its his her their about over".split())
_ENDINGS = (
    ("osition", "os"),
    ("ansion", "and"),
    ("ension", "end"),
    ("ersion", "ert"),
    ("vasion", "vad"),
    ("ission", "it"),
    ("clusion", "clud"),
    ("ision", "id"),
    ("ization", "iz"),
    ("isation", "iz"),
    ("ation", "at"),
    ("ition", "it"),
    ("ution", "ut"),
    ("ction", "ct"),
    ("ption", "pt"),
    ("efenc", "efend"),
    ("efens", "efend"),
    ("efensiv", "efend"),
    ("ment", ""),
    ("osal", "os"),
    ("usal", "us"),
    ("awal", "aw"),
    ("ival", "iv"),
)
"""Endings that make a noun of a verb → what the verb ends in, both without inflection."""
_TELLING = 1.2
"""Words that tell at least this (`store.words.rarity`) are told where wordings are compared."""
_BEGINNING = 3
"""So many letters the words of a family have in common at least."""
_LEAST = 3
"""So many letters have to be left of a word before its ending is taken off."""

Phrase = tuple[str, ...]


class MatterError(ValueError):
    """A matter that names nothing; the message says so."""


@lru_cache(maxsize=1 << 16)
def family(word: str) -> str:
    """What words of one family share: a noun and the verb that it is made of, without endings.

    >>> [family(w) for w in ("expansion", "expanding", "withdrawal", "negotiations", "negotiate", "defence")]
    ['expand', 'expand', 'withdraw', 'negoti', 'negoti', 'defend']
    """
    made = stem(word.lower())
    for ending, instead in _ENDINGS:
        if made.endswith(ending) and len(made) - len(ending) + len(instead) >= _LEAST:
            left = made[: len(made) - len(ending)] + instead
            if len(left) > _LEAST or instead:
                made = stem(left)
                break
    if len(made) > 6 and made.endswith("at"):
        made = made[:-2]
    return made[:-2] + "iz" if len(made) > 6 and made.endswith("is") else made


def families(text: str) -> list[str]:
    """The families of all words of a text, in their order."""
    return [family(word.form) for word in words(text)]


def telling_words(text: str) -> dict[str, str]:
    """The words of a text that tell something, form → as written, in their order.

    >>> list(telling_words("The minister said that missiles would be withdrawn.").values())
    ['missiles', 'withdrawn']
    """
    found: dict[str, str] = {}
    for token in text.split():
        for word in words(token):
            if rarity(word.form) >= _TELLING:
                found.setdefault(word.form, token.strip(".,;:!?\"“”‘’'()[]"))
    return found


class Matter:
    """A matter as a user words it.

    Words have to stand in one sentence, in any order and with any endings; words in quotation marks have to
    follow each other; `|` stands between other ways to say it. A state or organisation is found by each of
    its names that can mean nothing else ("NATO", "North Atlantic Alliance"; "Ukraine", "Ukrainian").
    """

    def __init__(self, about: str) -> None:
        """MatterError if nothing is left of it without its small words."""
        self.about = " ".join(about.split())
        ways = [_asked(way) for way in about.split("|")]
        self.ways: tuple[tuple[frozenset[Phrase], ...], ...] = tuple(way for way in ways if way)
        """The ways to say it; each wants one phrase of every one of its sets in one sentence."""
        if not self.ways:
            raise MatterError(f"“{self.about}” has no word to look for")

    def found_in(self, text: str) -> bool:
        """Whether a sentence of a text is about it."""
        if not _MARKED.search(text) and not self._may_be_in(text.lower()):
            return False
        return any(self._in(families(sentence)) for sentence in _SENTENCES.split(text))

    def _may_be_in(self, lower: str) -> bool:
        """Whether the beginnings of its words are there at all: what most texts fail, and quickly."""
        return any(
            all(
                any(all(word[:_BEGINNING] in lower for word in phrase) for phrase in phrases)
                for phrases in way
            )
            for way in self.ways
        )

    def _in(self, sentence: list[str]) -> bool:
        here = set(sentence)
        return any(
            all(any(_stands(phrase, sentence, here) for phrase in phrases) for phrases in way)
            for way in self.ways
        )


def _stands(phrase: Phrase, sentence: list[str], here: set[str]) -> bool:
    if not here.issuperset(phrase):
        return False
    if len(phrase) == 1:
        return True
    size = len(phrase)
    return any(tuple(sentence[i : i + size]) == phrase for i in range(len(sentence) - size + 1))


def _asked(way: str) -> tuple[frozenset[Phrase], ...]:
    wanted = [frozenset({tuple(families(match[1]))}) for match in _QUOTED.finditer(way)]
    tokens = _QUOTED.sub(" ", way).split()
    at = 0
    while at < len(tokens):
        for end in range(min(len(tokens), at + 5), at, -1):
            names = _names(" ".join(tokens[at:end]).strip(",.;"))
            if names:
                wanted.append(names)
                at = end
                break
        else:
            wanted += [frozenset({(family(w.form),)}) for w in words(tokens[at]) if w.form not in _SMALL]
            at += 1
    return tuple(phrases - {()} for phrases in wanted if phrases - {()})


@lru_cache(maxsize=256)
def _names(name: str) -> frozenset[Phrase]:
    """All that a state or organisation is called, if that is what the words name; else nothing."""
    if not name or name.lower() in _SMALL:
        return frozenset()
    from dragoman import ontology
    from dragoman.knowledge.world import world

    known = world()
    entries = known.lookup(name)
    if not entries and name.isupper() and ontology.is_code(name):
        entries = known.lookup(ontology.code_name(name))
    if not entries or entries[0].kind not in ("country", "organisation", "group") or entries[0].ambiguous:
        return frozenset()
    meant = (entries[0].name, entries[0].code)
    return frozenset(
        tuple(families(alias))
        for alias, found in known.aliases.items()
        if (found[0].name, found[0].code) == meant
        and not found[0].ambiguous
        and found[0].form in ("name", "acronym", "demonym", "people")
    ) | {tuple(families(name))}
