"""Whether an article is about something else than politics: a football match, a film plot, a recipe.

There "France attacked", "the army surrenders" and "declared war on sandwiches" name no political acts,
whatever their words. Distinct words of private topics are weighed against distinct words of politics, so
one metaphor does not turn a match into a war, nor one cup final a war into a match.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dragoman.knowledge.topics import NOTHING, ORDER, POLITICS, topics

if TYPE_CHECKING:
    from spacy.tokens import Doc

LEAST = 3
"""Distinct private words below which nothing is decided: a single sentence says little about its article."""
ODDS = 2.0
"""Private words must outnumber political ones by this factor."""
SOME = 2
"""Distinct private words from which an article that has fewer of politics is read with care."""
ENOUGH = 5
"""Distinct words of politics from which private ones must outnumber them by `ODDS` to call for care."""
PASSAGE = 45
"""Tokens from which a text without any word of politics is no longer an accident of its shortness."""
OBITUARY = 2
"""Private words that the death of somebody of a given age is worth: obituaries tell of work and family."""
AGED = 12
"""Tokens between "has died" and the age."""


class Weights(NamedTuple):
    """Counts of the distinct words by which a text shows its topic."""

    private: int
    political: int
    order: int
    """Words of politics and of street crime alike."""
    tokens: int

    @property
    def elsewhere(self) -> bool:
        """Whether the article is about something else, so that its words name no political acts."""
        return self.private >= LEAST and self.private > ODDS * (self.political + self.order)

    @property
    def private_rather(self) -> bool:
        """Whether more is said of sport, art or shops than of politics."""
        odds = ODDS if self.political >= ENOUGH else 1.0
        return self.private >= SOME and self.private > odds * self.political

    @property
    def silent(self) -> bool:
        """Whether a text long enough to show one has no word of politics."""
        return not self.political and self.tokens >= PASSAGE


def weigh(doc: Doc) -> Weights:
    """Counts of distinct words of a lemmatised Doc; some pairs of words, hyphenated or not, count as one."""
    table = topics()
    seen: dict[str, str] = {}
    before = ""
    for token in doc:
        lower, lemma = token.lower_, token.lemma_.lower()
        if table.get(lower) == NOTHING:
            before = ""
            continue
        for word in (lemma, lower):
            if word in table:
                seen[word] = table[word]
            if before and f"{before} {word}" in table:
                seen[f"{before} {word}"] = table[f"{before} {word}"]
        if lower != "-":
            before = lemma
    found = list(seen.values())
    political, order = found.count(POLITICS), found.count(ORDER)
    private = len(found) - political - order + (OBITUARY if _obituary(doc) else 0)
    return Weights(private, political, order, len(doc))


def _obituary(doc: Doc) -> bool:
    """Whether the text begins with the death of somebody of a given age and no word of politics there."""
    table = topics()
    dead = -1
    for token in doc[: 3 * PASSAGE // 2]:
        if table.get(token.lemma_.lower()) == POLITICS:
            return False
        if token.lower_ == "died" and token.i and doc[token.i - 1].lower_ in ("has", "peacefully"):
            dead = token.i
        if dead >= 0 and token.lower_ in (".", "!"):
            return False
        if 0 <= dead < token.i <= dead + AGED and token.like_num and token.text.isdecimal():
            return doc[token.i - 1].lower_ in ("aged", "at", "of", "age")
    return False


def unpolitical(doc: Doc) -> bool:
    """Whether an article is about something else, so that its words name no political acts."""
    return weigh(doc).elsewhere
