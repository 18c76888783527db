"""`dragoman_places`: the toponyms of an article, resolved to coordinates, and where an event happens.

Fills `doc._.places` with `PlaceDraft`s in order of the text. `place_of` chooses the one that is an
event's own place.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from spacy.language import Language

from dragoman.reading.drafts import PlaceDraft
from dragoman.reading.place_choice import place_of
from dragoman.reading.place_names import Finder
from dragoman.reading.place_resolution import Context, Resolved, resolve

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from dragoman.knowledge.gazetteer import Gazetteer

__all__ = ["Places", "make_places", "place_of"]


class Places:
    """Fills `doc._.places`. `gazetteer` is a TSV that goes before the shipped one, or None."""

    def __init__(self, gazetteer: str | None = None) -> None:
        self._override = Path(gazetteer) if gazetteer else None
        self._finder: Finder | None = None

    @property
    def gazetteer(self) -> Gazetteer:
        return self.finder.gazetteer

    @property
    def finder(self) -> Finder:
        if self._finder is None:
            from dragoman.knowledge.gazetteer import load_gazetteer

            self._finder = Finder(load_gazetteer(self._override))
        return self._finder

    def __call__(self, doc: Doc) -> Doc:
        words = [t.text for t in doc]
        found = self.finder.find(doc)
        context = self.context_of(doc)
        doc._.places = [self._draft(words, r) for r in resolve(found, words, self.gazetteer, context)]
        return doc

    def context_of(self, doc: Doc) -> Context:
        """The countries that the article's demonyms and publisher point to."""
        context = Context()
        for ent in doc.ents:
            if ent.label_ in ("NORP", "LANGUAGE"):
                entry = self.gazetteer.demonym(ent.text)
                if entry:
                    context.add_country(entry.country, 0.5)
        return context

    @staticmethod
    def _draft(words: list[str], resolved: Resolved) -> PlaceDraft:
        found, entry, why = resolved
        name = " ".join(words[found.start : found.end]).replace(" - ", "-").replace(" '", "'")
        if name.isupper() and len(name) > 4:
            name = name.title()
        if entry is None:
            return PlaceDraft(found.start, found.end, name, why=why)
        return PlaceDraft(
            found.start, found.end, name, entry.geonameid, entry.lat, entry.lon, entry.country, why
        )


def make_places(nlp: Language, name: str, gazetteer: str | None = None) -> Places:
    """The component; `gazetteer` is the path of a TSV of your own places (columns as `regions.tsv`)."""
    return Places(gazetteer)
