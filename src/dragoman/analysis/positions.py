"""What each party has said about a matter over time, from quotes.

    >>> import pyarrow as pa
    >>> said = pa.Table.from_pylist([
    ...     {"published_day": "2021-12-17", "speaker_name": "Russia", "speaker_code": "RUS",
    ...      "text": "NATO must rule out any further expansion"},
    ...     {"published_day": "2022-01-26", "speaker_name": "NATO", "speaker_code": "IGO",
    ...      "text": "We will not close the door on expanding NATO"},
    ...     {"published_day": "2022-01-26", "speaker_name": "NATO", "speaker_code": "IGO",
    ...      "text": "The weather is fine"},
    ... ])
    >>> [(p.name, len(p.statements)) for p in positions(said, "NATO expansion").parties]
    [('NATO', 1), ('Russia', 1)]

Nothing here judges what somebody thinks. It gathers the words, puts copies of the same words together, and
tells which words are new and which are gone where a speaker words a matter much as before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dragoman import ontology
from dragoman.analysis.frames import AnalysisError, frame
from dragoman.analysis.matters import Matter, MatterError, telling_words
from dragoman.store.words import rarity, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["MatterError", "PartyPosition", "Positions", "Statement", "Telling", "positions"]

_CLASSES = frozenset({"IGO", "NGO", "ISM", "IMG", "MNC"})
_UNNAMED = "unnamed sources"
_SAME = 0.8
"""So great a share of words in common makes two statements of a party one, said again."""
_SAME_STORY = 0.5
"""Within one story, publishers cut and paraphrase: there so much is enough, of the shorter one's words."""
_ALIKE = 0.4
"""Two statements of a speaker are compared if they share so many of the shorter one's words."""
_LEAST = 3
"""And so many at least."""
_COMMON = 0.35
"""Words that tell less than this (`store.words.rarity`) are left out of comparisons."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One quote that gives a statement."""

    quote: str
    article: str
    day: str
    publisher: str
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What a party said, once, however many articles give it and however often it was said again."""

    day: str
    """The day that it was first published; empty if unknown."""
    text: str
    """Its words: of the first direct quote if there is one, else of the first telling."""
    speaker: str
    """Who said it: the party itself or somebody of it."""
    cue: str
    """The word of saying: said, demanded, warned."""
    kind: str
    tellings: tuple[Telling, ...]
    since: str
    """The day of the same speaker's statement before, if that is worded alike; else empty."""
    new: tuple[str, ...]
    """Words that tell something and were not in that one, as written."""
    gone: tuple[str, ...]
    """Words that were in that one and are not in this."""

    @property
    def last_day(self) -> str:
        """The last day that it was published."""
        return max(telling.day for telling in self.tellings)

    @property
    def publishers(self) -> tuple[str, ...]:
        """Who published it, sorted."""
        return tuple(sorted({t.publisher for t in self.tellings if t.publisher}))

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        plain = {n: getattr(self, n) for n in "day last_day text speaker cue kind since".split()}
        tellings = [
            {n: getattr(t, n) for n in ("quote", "article", "day", "publisher", "text", "kind")}
            for t in self.tellings
        ]
        lists = {"publishers": list(self.publishers), "new": list(self.new), "gone": list(self.gone)}
        return plain | lists | {"tellings": tellings}


@dataclass(frozen=True, slots=True)
class PartyPosition:
    """All that one party said about a matter, in order of time."""

    name: str
    code: str | None
    statements: tuple[Statement, ...]

    @property
    def first(self) -> Statement:
        """Its first statement."""
        return self.statements[0]

    @property
    def last(self) -> Statement:
        """Its last statement."""
        return self.statements[-1]

    @property
    def quotes(self) -> int:
        """How many quotes give them."""
        return sum(len(statement.tellings) for statement in self.statements)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "name": self.name,
            "code": self.code,
            "first_day": self.first.day,
            "last_day": max(s.last_day for s in self.statements),
            "quotes": self.quotes,
            "statements": [statement.to_dict() for statement in self.statements],
        }


@dataclass(frozen=True, slots=True)
class Positions:
    """Who said what about a matter. Parties in order of how many statements they made."""

    about: str
    parties: tuple[PartyPosition, ...]
    looked_at: int
    """How many quotes were looked at."""

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "about": self.about,
            "looked_at": self.looked_at,
            "parties": [party.to_dict() for party in self.parties],
        }


def positions(quotes: Any, about: str, party: str | Sequence[str] | None = None) -> Positions:
    """What each party said about a matter, from a table of quotes.

    Needs the columns `text` and `speaker_name` or `speaker_code` of the view `quotes`; uses `published_day`,
    `publisher`, `article`, `story`, `kind`, `cue`, `id` where there are such. `about` is worded as `Matter`
    says. `party` keeps a code, a country or names alone. Quotes of a state's people go to the state; who has
    no code is known by name.

    MatterError for a matter without words; AnalysisError for a table without the columns.
    """
    matter = Matter(about)
    rows = _rows(quotes)
    wanted = _Wanted(party)
    by_party: dict[tuple[str, str | None], list[_Row]] = {}
    for row in rows:
        if wanted.has(row) and matter.found_in(row.text):
            by_party.setdefault(_party_of(row, wanted), []).append(row)
    made = [PartyPosition(name, code, _statements(said)) for (name, code), said in by_party.items()]
    made.sort(key=lambda p: (p.name == _UNNAMED, -len(p.statements), p.name))
    return Positions(matter.about, tuple(made), len(rows))


@dataclass(slots=True)
class _Row:
    text: str
    name: str
    code: str | None
    day: str
    publisher: str
    article: str
    story: str
    kind: str
    cue: str
    id: str


_COLUMNS = (
    "id article story text speaker_name speaker_code published_day day published publisher kind cue".split()
)


def _rows(quotes: Any) -> list[_Row]:
    given = frame(quotes)
    has = set(given.columns)
    if "text" not in has or not has & {"speaker_name", "speaker_code"}:
        raise AnalysisError(
            "the table of quotes has no column `text`, or no `speaker_name` and `speaker_code`"
        )
    day = next((name for name in ("published_day", "day", "published") if name in has), None)
    made = []
    kept = given.select([name for name in _COLUMNS if name in has])
    for number, row in enumerate(kept.iter_rows(named=True)):
        if row["text"]:
            made.append(
                _Row(
                    text=" ".join(row["text"].split()),
                    name=row.get("speaker_name") or "",
                    code=row.get("speaker_code"),
                    day=str(row[day])[:10] if day and row[day] else "",
                    publisher=row.get("publisher") or "",
                    article=row.get("article") or "",
                    story=row.get("story") or row.get("article") or "",
                    kind=row.get("kind") or "",
                    cue=row.get("cue") or "",
                    id=row.get("id") or f"row{number}",
                )
            )
    made.sort(key=lambda r: (r.day, r.article, r.id))
    return made


class _Wanted:
    """The parties that are asked for: by code, or by a part of the name."""

    def __init__(self, party: str | Sequence[str] | None) -> None:
        from dragoman.store.filters import code_of

        given = [party] if isinstance(party, str) else list(party or ())
        found = [(code_of(value), value.casefold()) for value in given]
        self.codes = {code for code, _ in found if code}
        self.names = [name for code, name in found if not code]
        self.all = not given

    def has(self, row: _Row) -> bool:
        return self.all or row.code in self.codes or self.named(row)

    def named(self, row: _Row) -> bool:
        """Whether it is asked for by name, and so is a party of its own."""
        return any(name in row.name.casefold() for name in self.names)


def _party_of(row: _Row, wanted: _Wanted) -> tuple[str, str | None]:
    if wanted.named(row):
        return row.name, row.code
    if row.code and row.code not in _CLASSES and ontology.is_code(row.code):
        return ontology.code_name(row.code), row.code
    return (row.name, row.code) if row.name else (_UNNAMED, None)


@dataclass(slots=True)
class _Said:
    """A statement while it is gathered."""

    forms: set[str]
    rows: list[_Row]
    stories: set[str] = field(default_factory=set)


def _statements(rows: Iterable[_Row]) -> tuple[Statement, ...]:
    gathered: list[_Said] = []
    by_form: dict[str, list[_Said]] = {}
    for row in rows:
        forms = {w.form for w in words(row.text) if rarity(w.form, w.name) >= _COMMON}
        rarest = sorted(forms, key=lambda form: (-rarity(form), form))[:4]
        near = {id(said): said for form in rarest for said in by_form.get(form, ())}
        same = next((said for said in near.values() if _is_same(row, forms, said)), None)
        if same is None:
            same = _Said(forms, [])
            gathered.append(same)
            for form in forms:
                by_form.setdefault(form, []).append(same)
        same.rows.append(row)
        same.stories.add(row.story)
    return _in_order(gathered)


def _is_same(row: _Row, forms: set[str], said: _Said) -> bool:
    """Whether a quote gives a statement that is there: its words again, or one story's other cut of it."""
    shared = len(forms & said.forms)
    if not shared:
        return False
    if shared / len(forms | said.forms) >= _SAME:
        return True
    return (
        bool(row.story)
        and row.story in said.stories
        and shared / min(len(forms), len(said.forms)) >= _SAME_STORY
    )


def _in_order(gathered: list[_Said]) -> tuple[Statement, ...]:
    made: list[Statement] = []
    last: dict[str, tuple[str, dict[str, str]]] = {}
    for said in gathered:
        shown = next((row for row in said.rows if row.kind == "direct"), said.rows[0])
        told = telling_words(shown.text)
        since, before = last.get(shown.name, ("", {}))
        if len(told.keys() & before.keys()) < max(_LEAST, _ALIKE * min(len(told), len(before))):
            since, before = "", told
        new = [written for form, written in told.items() if form not in before]
        gone = [written for form, written in before.items() if form not in told]
        tellings = tuple(Telling(r.id, r.article, r.day, r.publisher, r.text, r.kind) for r in said.rows)
        made.append(
            Statement(
                said.rows[0].day,
                shown.text,
                shown.name,
                shown.cue,
                shown.kind,
                tellings,
                since,
                tuple(new),
                tuple(gone),
            )
        )
        last[shown.name] = (said.rows[0].day, told)
    return tuple(made)
