"""Whether an article is about something else than politics: a football match, a film plot, a recipe.

There "France attacked", "the army surrenders" and "declared war on sandwiches" name no political acts,
whatever their words. Distinct words of private topics are weighed against distinct words of politics, so
one metaphor does not turn a match into a war, nor one cup final a war into a match.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.knowledge.topics import POLITICS, topics

if TYPE_CHECKING:
    from spacy.tokens import Doc

LEAST = 3
"""Distinct private words below which nothing is decided: a single sentence says little about its article."""
ODDS = 2.0
"""Private words must outnumber political ones by this factor."""


def weigh(doc: Doc) -> tuple[int, int]:
    """Counts of distinct (private, political) words in a lemmatised Doc."""
    table = topics()
    seen = {token.lemma_.lower() for token in doc}
    seen.update(token.lower_ for token in doc)
    found = [table[word] for word in seen if word in table]
    political = found.count(POLITICS)
    return len(found) - political, political


def elsewhere(private: int, political: int) -> bool:
    """Whether counts of `weigh` say that an article is about something else than politics."""
    return private >= LEAST and private > ODDS * political


def unpolitical(doc: Doc) -> bool:
    """Whether an article is about something else, so that its words name no political acts."""
    return elsewhere(*weigh(doc))
