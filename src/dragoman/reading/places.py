"""`dragoman_places`: the toponyms of an article, resolved to coordinates, and where an event happens.

Fills `doc._.places` with `PlaceDraft`s in order of the text. `place_of` chooses the one that is an
event's own place.
"""

# No `from __future__ import annotations` here: spaCy reads the annotations of a factory as they stand.
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from dragoman.knowledge.gazetteer import Gazetteer, load_gazetteer, read_rows
from dragoman.reading.drafts import PlaceDraft, knowledge_of
from dragoman.reading.place_choice import place_of
from dragoman.reading.place_names import Finder
from dragoman.reading.place_resolution import Context, Resolved, resolve

__all__ = ["Places", "make_places", "place_of"]


class Places:
    """Fills `doc._.places`. `gazetteer` is a TSV that goes before the shipped one, or None.

    Raises `GazetteerError` naming the first row of that TSV which cannot be used.
    """

    def __init__(self, gazetteer: str | None = None) -> None:
        self._override = Path(gazetteer) if gazetteer else None
        self._finder: Finder | None = None
        if self._override is not None:
            # a bad row is told when the pipeline is built, not at the first article
            read_rows(self._override)

    @property
    def gazetteer(self) -> Gazetteer:
        """The gazetteer, loaded at first use."""
        return self.finder.gazetteer

    @property
    def finder(self) -> Finder:
        """What finds toponyms, made at first use."""
        if self._finder is None:
            self._finder = Finder(load_gazetteer(self._override) if self._override else load_gazetteer())
        return self._finder

    def __call__(self, doc: Doc) -> Doc:
        words = [t.text for t in doc]
        if self._override is None and knowledge_of(doc).gazetteer is not self.gazetteer:
            self._finder = Finder(knowledge_of(doc).gazetteer)
        found = self.finder.find(doc)
        context = self.context_of(doc)
        places = [self._draft(words, r) for r in resolve(found, words, context)]
        if "capital" in words:
            places = sorted([*places, *self._capitals(doc, words, places, context)], key=lambda p: p.start)
        doc._.places = places
        return doc

    def _capitals(
        self, doc: Doc, words: list[str], places: list[PlaceDraft], context: Context
    ) -> list[PlaceDraft]:
        """ "the Omani capital", "Uganda's capital", "the capital": a place without its name."""
        found = []
        by_end = {p.end: p for p in places}
        for i, word in enumerate(words):
            if word != "capital" or not i or doc[i].dep_ in ("compound", "amod"):
                continue
            before = words[i - 1]
            demonym = self.gazetteer.demonym(before)
            owner = by_end.get(i - 1) if before in ("'s", "’s", "'", "’") else None
            start = i - 1
            if demonym is not None:
                code = demonym.country
            elif owner is not None:
                start, code = owner.start, owner.country
            elif before.lower() == "the" and not (i + 1 < len(words) and words[i + 1] in ("of", "'s", "’s")):
                code = self._home(places, i, context)
            else:
                continue
            capital = self.gazetteer.capital(code) if code else None
            if capital is not None:
                name, entry = capital
                why = f"the capital of {code}"
                found.append(
                    PlaceDraft(start, i + 1, name, entry.geonameid, entry.lat, entry.lon, entry.country, why)
                )
        return found

    @staticmethod
    def _home(places: list[PlaceDraft], before: int, context: Context) -> str | None:
        """The country that an article plays in: where it is filed from, if its weight bears that out."""
        top = max(context.countries.values(), default=0.0)
        filed = next((p for p in places if p.end <= min(before, 8) and p.country), None)
        if filed is not None and filed.country and context.countries[filed.country] >= 0.4 * top:
            return filed.country
        likely = [code for code, weight in context.countries.items() if weight == top]
        return likely[0] if len(likely) == 1 else None

    def context_of(self, doc: Doc) -> Context:
        """The countries that the article's demonyms and publisher point to."""
        context = Context()
        for ent in doc.ents:
            if ent.label_ in ("NORP", "LANGUAGE"):
                entry = self.gazetteer.demonym(ent.text)
                if entry:
                    context.add_country(entry.country, 0.5)
        publisher = getattr(doc._.article, "publisher", None)
        if publisher:
            for known in knowledge_of(doc).world.lookup(str(publisher).strip())[:1]:
                context.add_country(known.code, 0.5)
        for mention in doc._.mentions:
            code = mention.party.code
            if mention.form in ("metonym", "name") and code in self.gazetteer.country_at:
                context.add_country(code, 0.3)
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
