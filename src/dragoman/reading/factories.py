"""The spaCy factories of all components, registered through the package's entry points.

They stand together, and import their component only when it is made, because spaCy loads every
entry point whenever any pipeline is built. (No `from __future__ import annotations` here: spaCy
reads a factory's annotations as types.)
"""

from typing import Any

from spacy.language import Language


@Language.factory("dragoman_layout", assigns=["doc._.paragraphs", "token.is_sent_start"])
def layout(nlp: Language, name: str) -> Any:
    """Paragraphs and sentence starts; add it before the parser."""
    from dragoman.reading.layout import make_layout

    return make_layout(nlp, name)


@Language.factory("dragoman_openings", requires=["token.tag", "token.dep"])
def openings(nlp: Language, name: str) -> Any:
    """The subject of a clause that opens with a date; add it right after the parser."""
    from dragoman.reading.openings import make_openings

    return make_openings(nlp, name)


@Language.factory(
    "dragoman_parties",
    assigns=["doc._.parties", "doc._.mentions"],
    requires=["token.tag", "token.dep", "token.lemma", "doc.ents", "doc.sents"],
    default_config={"override": None, "models": True},
)
def parties(nlp: Language, name: str, override: str | None = None, models: bool = True) -> Any:
    """Parties and their mentions; `override` is the path of a user's knowledge file. With `models` a ranker
    weighs whose an unnamed party is."""
    from dragoman.reading.parties import make_parties

    return make_parties(nlp, name, override, models)


@Language.factory(
    "dragoman_quotes", assigns=["doc._.quotes"], requires=["token.tag", "token.dep", "token.lemma"]
)
def quotes(nlp: Language, name: str) -> Any:
    """Attributions; speakers are mentions where `doc._.mentions` is filled."""
    from dragoman.reading.quotes import make_quotes

    return make_quotes(nlp, name)


@Language.factory("dragoman_dates", assigns=["doc._.dates"], requires=["token.tag", "token.dep"])
def dates(nlp: Language, name: str) -> Any:
    """Expressions of time, resolved against `doc._.article.published`."""
    from dragoman.reading.dates import make_dates

    return make_dates(nlp, name)


@Language.factory(
    "dragoman_places",
    assigns=["doc._.places"],
    requires=["doc.ents"],
    default_config={"gazetteer": None},
)
def places(nlp: Language, name: str, gazetteer: str | None = None) -> Any:
    """Toponyms, resolved to GeoNames; `gazetteer` is the path of a user's own rows."""
    from dragoman.reading.places import make_places

    return make_places(nlp, name, gazetteer)


@Language.factory(
    "dragoman_events",
    assigns=["doc._.events"],
    default_config={"models": True},
    requires=["doc._.mentions", "token.dep", "token.lemma", "doc.sents"],
)
def events(nlp: Language, name: str, models: bool = True) -> Any:
    """Candidate events from the lexicon of acts and, with `models`, from the trigger model; the ranker then
    weighs their parties."""
    from dragoman.reading.events import make_events

    return make_events(nlp, name, models)


@Language.factory(
    "dragoman_relation", assigns=["doc._.events"], requires=["doc._.events"], default_config={"model": None}
)
def relation(nlp: Language, name: str, model: str | None = None) -> Any:
    """A relation model's opinion on each event; `model` is the folder of another than the shipped one.

    Put it after `dragoman_events`.
    """
    from dragoman.reading.relation import make_relation

    return make_relation(nlp, name, model)


@Language.factory("dragoman_status", assigns=["doc._.events"], requires=["doc._.events", "token.dep"])
def status(nlp: Language, name: str) -> Any:
    """Status, graded factuality and condition of each event."""
    from dragoman.reading.status import make_status

    return make_status(nlp, name)


@Language.factory("dragoman_voice", assigns=["doc._.events"], requires=["doc._.events", "doc._.quotes"])
def voice(nlp: Language, name: str) -> Any:
    """The chain on whose word each event stands."""
    from dragoman.reading.voice import make_voice

    return make_voice(nlp, name)
