"""`dragoman_dates`: every date expression of an article, resolved against its publication date.

Fills `doc._.dates` with `DateDraft`s in order of the text. An expression that counts from a publication
date which is missing or no date keeps `value` None, and a warning says so. `date_of` chooses the date of
one event.
"""

# No `from __future__ import annotations` here: spaCy reads the annotations of a factory as they stand.
from datetime import date, timedelta
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from dragoman.reading.date_choice import DATELINE, DIGEST, HEADER, date_of, paragraph_of
from dragoman.reading.date_customs import fiscal_custom, month_first
from dragoman.reading.date_expressions import Expression, Recogniser
from dragoman.reading.date_resolution import (
    NO_DAY,
    NOT_KNOWN,
    UNCLEAR,
    Resolver,
    When,
    first_day,
    iso,
    parse_published,
)
from dragoman.reading.date_tense import direction, governor
from dragoman.reading.drafts import DateDraft

__all__ = ["Dates", "date_of", "make_dates"]

_SPEECH = frozenset({"say", "tell", "add", "report", "recall", "remember", "speak", "recount", "write"})
_SENTENCE_ENDS = frozenset({".", "!", "?"})
_DASHES = frozenset({"-", "–", "—", "--", ":"})


REACH = 8
"""Tokens between "two weeks after" and the date it counts from."""


class Dates:
    """Fills `doc._.dates`."""

    def __call__(self, doc: Doc) -> Doc:
        article = doc._.article
        given = getattr(article, "published", None)
        published = parse_published(given)
        if given and published is None:
            doc._.warnings = [*doc._.warnings, f"The publication date {given!r} is no ISO date."]
        words, capital = [], []
        for token in doc:
            text = token.text
            words.append(text.lower())
            capital.append(text[0].isupper())
        is_date = [False] * len(words)
        for ent in doc.ents:
            if ent.label_ == "DATE":
                is_date[ent.start : ent.end] = [True] * (ent.end - ent.start)
        found = Recogniser(words, capital, is_date).find()
        if published is None:
            published = _from_dateline(words, found, _paragraph_starts(doc, words))
        doc._.dates = self._resolve(doc, words, found, published)
        doc._.warnings = [*doc._.warnings, *_warnings(doc, published)]
        return doc

    def _resolve(
        self, doc: Doc, words: list[str], found: list[Expression], published: date | None
    ) -> list[DateDraft]:
        numeric = any(e.kind == "numeric" for e in found)
        resolver = Resolver(published, month_first(doc, found) if numeric else None)
        out: list[DateDraft] = []
        anchor: When | None = None
        headed: Expression | None = None
        told = 0
        starts = _paragraph_starts(doc, words)
        for e in found:
            role = _role(words, e, starts)
            way = 0
            if e.kind in ("weekday", "calendar", "period", "season") and not e.shift and e.year is None:
                way = direction(doc, e.start, e.end)
            if role == DATELINE and e.year is None:
                way = 0
            if role == HEADER:
                headed = e
                way = -1  # told in the present tense, a chronology is of the past all the same
            elif headed is not None and e.kind == "calendar" and e.year is None and e.base == "publication":
                same = paragraph_of(doc, e.start)[0] == headed.start
                if same and headed.year and not headed.month:
                    e.year = headed.year  # "1969. In July, troops invade"
            apart = e.base == "clause" and _SENTENCE_ENDS.intersection(words[told : e.start])
            if e.kind == "fiscal":
                resolver.fiscal = fiscal_custom(doc, e.start)
            when = self._narrated(doc, resolver, e, way, None if apart else anchor)
            out.append(DateDraft(e.start, e.end, when.value, when.last, when.precision, role or when.why))
            if when.value is not None and role != DATELINE and e.base != "clause":
                # the day on which somebody speaks is not the day that he speaks of
                spoken = governor(doc, e.start, e.end).lemma_.lower() in _SPEECH
                if role == HEADER or not spoken:
                    anchor, told = when, e.end
        _mark_digest(doc, words, out)
        self._count_on(words, found, out)
        return out

    @staticmethod
    def _count_on(words: list[str], found: list[Expression], out: list[DateDraft]) -> None:
        """Resolve "two weeks after the coup *of 3 May*" by the date that follows it."""
        for (e, draft), (_, follows) in pairwise(zip(found, out, strict=True)):
            if e.base != "clause" or draft.value is not None or follows.value is None:
                continue
            base = first_day(follows.value)
            near = follows.start - e.end <= REACH and not _SENTENCE_ENDS.intersection(
                words[e.end : follows.start]
            )
            if base is not None and near:
                when = Resolver(None, None).counted(base, follows.value, -e.n, e.unit)
                draft.value, draft.precision, draft.why = when.value, when.precision, when.why

    @staticmethod
    def _narrated(doc: Doc, resolver: Resolver, e: Expression, way: int, anchor: When | None) -> When:
        """Resolve `e`; a bare month in a story of another year ("he had warned in March") is that year's."""
        published = resolver.published
        if (
            anchor is not None and anchor.value and published is not None and way < 0
            and e.kind == "calendar" and e.year is None and e.day is None and e.shift is None
            and e.base == "publication" and int(anchor.value[:4]) < published.year - 1
            and any(c.lower_ == "had" for c in governor(doc, e.start, e.end).children)
        ):  # fmt: skip
            e.year = int(anchor.value[:4])
        return resolver.resolve(e, way, anchor)


def _warnings(doc: Doc, published: date | None) -> list[str]:
    """What made the dates of the article less sure, each thing once."""
    told = []
    if published is None and any(d.value is None and d.why == NOT_KNOWN.why for d in doc._.dates):
        told.append("Dates that count from the publication date are not resolved.")
    if published is not None and published > date.today() + timedelta(days=1):
        told.append(f"The publication date {published.isoformat()} lies in the future.")
    for each in doc._.dates:
        text = doc[each.start : each.end].text
        if each.value is None and each.why == NO_DAY.why:
            told.append(f"{text!r} is no day of the calendar.")
        elif each.value is None and each.why == UNCLEAR.why:
            told.append(f"{text!r} is not resolved: whether the day or the month comes first is not known.")
    return list(dict.fromkeys(told))


def _paragraph_starts(doc: Doc, words: list[str]) -> set[int]:
    """Tokens that begin a paragraph: as laid out, or after a line break."""
    starts = {start for start, _ in doc._.paragraphs} or {0}
    for i, word in enumerate(words):
        if "\n" in word and not word.strip():
            starts.add(i + 1)
    starts.add(0)
    return starts


def _role(words: list[str], e: Expression, starts: set[int]) -> str:
    """`dateline` or `header` for dates that stand before the text of a paragraph, else empty."""
    after = words[e.end] if e.end < len(words) else ""
    if e.start in starts and after in _DASHES:
        return HEADER
    if e.start in starts and after == "." and e.kind in ("calendar", "year", "month", "period"):
        return HEADER  # "2017. A gunboat rakes a launch": a head without a verb
    if e.kind != "calendar" or not e.day:
        return ""
    for i in range(e.start - 1, max(-1, e.start - 12), -1):
        if i in starts:
            if words[e.start - 1] not in (",", "("):
                return ""
            for word in words[e.end : e.end + 8]:
                if word in _DASHES:
                    return DATELINE
                if word == ".":
                    break
            return ""
    return ""


_SUMS_UP = frozenset({"what", "how", "here"})


def _mark_digest(doc: Doc, words: list[str], dates: list[DateDraft]) -> None:
    """Mark the date of which an article sums up the news: "Main developments on Monday, by place:"."""
    start, end = doc._.paragraphs[0] if doc._.paragraphs else (0, 0)
    end = next((i for i in range(end - 1, start, -1) if words[i].strip()), start) + 1
    if end - start < 3 or words[end - 1] != ":":
        return
    lead = [d for d in dates if start <= d.start < end and d.precision == "day" and d.value]
    lead = [d for d in lead if d.why != DATELINE]
    finite = any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") and t.dep_ == "ROOT" for t in doc[start:end])
    # "What happened on Friday:", "Here is how Friday went:" sum up, "The minister said on Friday:" does not.
    finite = finite and _SUMS_UP.isdisjoint(word.lower() for word in words[start:end])
    if len(lead) == 1 and not finite:
        lead[0].why = DIGEST


def _from_dateline(words: list[str], found: list[Expression], starts: set[int]) -> date | None:
    """The day on which an article was filed, where its dateline gives it with the year."""
    for e in found[:3]:
        if e.year and e.month and e.day and _role(words, e, starts) == DATELINE:
            return parse_published(iso(e.year, e.month, e.day))
    return None


def make_dates(nlp: Language, name: str) -> Dates:
    """The component; it needs the parse and the lemmas to tell the direction of weekdays."""
    return Dates()
