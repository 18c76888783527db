"""`dragoman_parties`: who acts in an article, and every place where the text names them.

A spaCy component for a Doc with tags, parse and entities. It sets `doc._.parties` (PartyDraft, in order of
first mention) and `doc._.mentions` (Mention, by start): names, titles, demonyms, capitals that stand for
governments, descriptions, and pronouns, each linked to its party.
"""

# No `from __future__ import annotations` here: spaCy reads the annotations of a factory as they stand.
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from dragoman.reading import drafts

drafts.register()


def make_parties(nlp: Language, name: str, override: str | None = None, models: bool = True) -> "Parties":
    """The component; `override` is the path of a user's own table of parties, whose names win over ours."""
    return Parties(override, models=models)


class Parties:
    """Finds the parties of a Doc and links their mentions.

    With `models` a ranker weighs whose an unnamed party is.
    """

    def __init__(self, override: str | Path | None = None, *, models: bool = False) -> None:
        from dragoman.reading import whose

        self.override = override
        if models:
            whose.shipped()  # a damaged table is told before any article is read
        self.chooser = whose.whose if models else None

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.parties` and `doc._.mentions`; both empty for an empty Doc."""
        # The tables are read when the first article comes, not when the package is imported.
        from dragoman.knowledge.world import world
        from dragoman.reading.drafts import knowledge_of
        from dragoman.reading.linking import Linker
        from dragoman.reading.view import View

        if not len(doc):
            doc._.parties, doc._.mentions = [], []
            return doc
        article = doc._.article
        published = getattr(article, "published", None) if article is not None else None
        known = world(self.override) if self.override is not None else knowledge_of(doc).world
        title = getattr(article, "title", None) or ""
        linker = Linker(View(doc), known, published, title, self.chooser)
        linker.run()
        used = {id(p) for m in linker.mentions for p in m.parties}
        parties = [k.draft for k in linker.registry.all if id(k.draft) in used]
        for party in parties:
            party.mentions.sort(key=lambda m: (m.start, m.end, m.head))
        parties.sort(key=lambda p: (p.mentions[0].start, p.mentions[0].end))
        doc._.parties, doc._.mentions = parties, linker.mentions
        return doc
