"""What the components of the pipeline hand to each other: drafts in tokens, made records at the end.

Drafts are mutable and count in *token indices of the Doc* (`start`, `end` half-open, `head` one
token index). `assemble.py` turns them into frozen records in characters of `article.text`.
They hang on the Doc as extension attributes, which importing this module registers:

`doc._.article`      Article, set by the reader
`doc._.offsets`      layout.Offsets: characters of the repaired view → characters of `article.text`
`doc._.knowledge`    knowledge.own.Knowledge, set by the reader; None stands for what ships
`doc._.paragraphs`   list[(start, end)] of token indices, set by `dragoman_layout`
`doc._.parties`      list[PartyDraft] in order of first mention, set by `dragoman_parties`
`doc._.mentions`     list[Mention] by start, set by `dragoman_parties`
`doc._.quotes`       list[QuoteDraft], set by `dragoman_quotes`
`doc._.dates`        list[DateDraft], set by `dragoman_dates`
`doc._.places`       list[PlaceDraft], set by `dragoman_places`
`doc._.events`       list[EventDraft], set by `dragoman_events`; later components fill in and prune
`doc._.warnings`     list[str]
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc

from dragoman.knowledge.own import knowledge as shipped

if TYPE_CHECKING:
    from dragoman.knowledge.own import Knowledge
    from dragoman.records import QuoteKind, Status


@dataclass(slots=True, eq=False)
class PartyDraft:
    """One party of the article. Identity is the object: all mentions of one party share it."""

    name: str
    code: str | None = None
    sector: tuple[str, ...] = ()
    kind: str = "unknown"
    """person, country, government, organisation, group or unknown."""
    mentions: list[Mention] = field(default_factory=list)
    plural: bool = False
    gender: str = ""
    """m, f, n or empty: what a pronoun may refer to."""


@dataclass(slots=True, eq=False)
class Mention:
    """A span that names one party, or several ("both capitals", "the two countries", "they")."""

    start: int
    end: int
    head: int
    """Token index of the syntactic head: `soldiers` in "Ugandan soldiers"."""
    parties: tuple[PartyDraft, ...]
    form: str = "name"
    """name, title, demonym, metonym, description, pronoun."""
    why: str = ""

    @property
    def party(self) -> PartyDraft:
        """The first, mostly the only, party that it names."""
        return self.parties[0]


@dataclass(slots=True, eq=False)
class QuoteDraft:
    """One attribution. `content` are token spans in order; `speaker` the mention of who says it."""

    content: list[tuple[int, int]]
    kind: QuoteKind
    cue: tuple[int, int] | None = None
    speaker: Mention | None = None
    speaker_span: tuple[int, int] | None = None
    """The speaker's words where no mention of a party covers them."""
    why: str = ""


@dataclass(slots=True, eq=False)
class DateDraft:
    """A date expression, resolved: ISO `value` truncated to what is known, `last` closes a range."""

    start: int
    end: int
    value: str | None
    last: str | None = None
    precision: str = "day"
    why: str = ""


@dataclass(slots=True, eq=False)
class PlaceDraft:
    """A toponym, resolved where the gazetteer knows it. `country` is ISO alpha-3."""

    start: int
    end: int
    name: str
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    why: str = ""


@dataclass(slots=True, eq=False)
class Role:
    """A party as actor or recipient, with the token span of the words that name it there."""

    party: PartyDraft
    start: int
    end: int


@dataclass(slots=True, eq=False)
class EventDraft:
    """A candidate event. `dragoman_events` sets what comes before `status`; the rest is filled in later."""

    type: str
    head: int
    """Token index of the trigger's head word."""
    trigger: tuple[int, int]
    sentence: tuple[int, int]
    actor: list[Role] = field(default_factory=list)
    recipient: list[Role] = field(default_factory=list)
    mode: list[str] = field(default_factory=list)
    context: list[str] = field(default_factory=list)
    speech: bool = False
    """The act is done by speaking (REQUEST, REJECT, ACCUSE, …): its actor is no voice of it."""
    within: EventDraft | None = None
    """The speech act in whose content clause this event stands."""
    status: Status = "actual"
    factuality: float = 3.0
    """Graded status, -3 (certainly did not happen) to 3 (certainly did)."""
    condition: tuple[int, int] | None = None
    voice: list[Role] = field(default_factory=list)
    date: DateDraft | None = None
    place: PlaceDraft | None = None
    size: dict[str, Any] = field(default_factory=dict)
    """The fields of `records.Size` that were found: counts, and `money` a `records.Money`."""
    confidence: float = 0.5
    proposed: bool = False
    """The trigger model found it, not the lexicon."""
    likely: float | None = None
    """How likely the trigger model finds its words to tell its type; None if it was not asked."""
    why: list[str] = field(default_factory=list)


def register() -> None:
    """Register the extension attributes on `Doc`; calling it again changes nothing."""
    for name in ("paragraphs", "parties", "mentions", "quotes", "dates", "places", "events", "warnings"):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=[])
    for name in ("article", "offsets", "knowledge"):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)


register()


def knowledge_of(doc: Doc) -> Knowledge:
    """What the reader of `doc` knows: the shipped tables, or these with a user's own over them."""
    return doc._.knowledge or shipped()


def mentions_by_head(doc: Doc) -> dict[int, Mention]:
    """The widest mention at each head token."""
    found: dict[int, Mention] = {}
    for mention in doc._.mentions:
        known = found.get(mention.head)
        if known is None or mention.end - mention.start > known.end - known.start:
            found[mention.head] = mention
    return found
