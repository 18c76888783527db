"""Which acts lie more than twelve months before publication: by date, by wording, by the sentence before.

A year ("in 1954"), a phrase ("decades ago", "during the Cold War") or a date that opens a paragraph
("1978 — Troops occupy …") governs the clause in which it stands, the clauses under it, and, until a word
brings the text back to the present, the past-tense clauses that follow in the paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dragoman.reading.clause import is_verbal, read_clause
from dragoman.reading.drafts import knowledge_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sep sept", "october oct", "november nov", "december dec"), 1
    )
    for name in names.split()
}  # fmt: skip
_YEAR = re.compile(r"(1[5-9]\d\d|20\d\d)s?\Z")
_NUMBERS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "several": 3, "many": 5, "few": 3, "some": 5,
}  # fmt: skip
_DASHES = frozenset({"—", "–", "-", "--", ":"})


@dataclass(frozen=True, slots=True)
class Mark:
    """A time word: its token and whether it is more than twelve months back."""

    token: int
    old: bool
    words: str
    noun: int = -1
    """The noun to which alone the word belongs: "the 1999 bombing", "the collapse of 2008"."""
    since: bool = False
    """"since 2014" opens a stretch of time that reaches the present."""


def months_back(value: str, published: date) -> float | None:
    """Months between the middle of an ISO date, possibly truncated, and `published`; None if unreadable."""
    parts = value.split("-")
    try:
        year = int(parts[0])
        month = int(parts[1]) if len(parts) > 1 else 7
        day = int(parts[2][:2]) if len(parts) > 2 else (1 if len(parts) == 1 else 15)
    except ValueError:
        return None
    return (published.year - year) * 12 + (published.month - month) + (published.day - day) / 31


def is_old(value: str, published: date) -> bool:
    """Whether an ISO date, possibly truncated, lies more than twelve months before `published`."""
    back = months_back(value, published)
    return back is not None and back > 12


class History:
    """Judges the time of tokens of one Doc; reads a sentence's time words once."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.times = knowledge_of(doc).signatures.times
        article = doc._.article if doc.has_extension("article") else None
        self.published = _iso(article.published if article is not None else None)
        self._sents: list[Span] = []
        self._sentence_of: dict[int, int] = {}
        self._marks: dict[int, list[Mark]] = {}
        self._starts: set[int] = set()

    def _prepare(self) -> None:
        if self._sents:
            return
        self._sents = list(self.doc.sents)
        self._sentence_of = {sent.start: n for n, sent in enumerate(self._sents)}
        paragraphs = self.doc._.paragraphs if self.doc.has_extension("paragraphs") else []
        self._starts = {start for start, _ in paragraphs}

    def why_old(self, token: Token) -> str | None:
        """The words that set the act at `token` more than twelve months back; None if nothing does."""
        self._prepare()
        number = self._sentence_of.get(token.sent.start)
        if number is None:
            return None
        clause = read_clause(_clause(token))
        if clause.modal is not None and not clause.past:
            return None
        governing = self._governing(token, self.marks(number))
        if governing is not None:
            return (
                governing.words
                if governing.old and not (governing.since and not _simple_past(token))
                else None
            )
        return self._carried(token, number)

    # Marks -------------------------------------------------------------------------------------

    def marks(self, number: int) -> list[Mark]:
        """The time words of sentence `number`, in order."""
        known = self._marks.get(number)
        if known is None:
            known = self._marks[number] = list(self._find(self._sents[number]))
        return known

    def _find(self, sent: Span) -> list[Mark]:
        found: list[Mark] = []
        doc, times = self.doc, self.times
        for token in sent:
            low = token.lower_
            if low[:1].isdecimal() and _YEAR.match(low):
                mark = self._year(token, low)
                if mark is not None:
                    found.append(mark)
                continue
            if low in times["recent_words"]:
                found.append(Mark(token.i, False, low))
                continue
            if low in MONTHS and token.text[:1].isupper() and not _followed_by_year(token):
                if low != "may" or (
                    token.i and token.nbor(-1).lower_ in ("in", "since", "of", "last", "this")
                ):
                    found.append(self._month(token, low))
                continue
            if low in ("ago", "earlier", "before", "previously") and token.i > sent.start:
                unit = token.nbor(-1).lower_
                if unit in ("years", "year", "decades", "decade", "centuries", "century", "generation"):
                    count = self._count(doc[max(0, token.i - 2)])
                    old = unit not in ("year",) and (count is None or count > 1 or unit != "years")
                    found.append(Mark(token.i, old, f"{unit} {low}"))
                elif unit in ("days", "weeks", "months", "hours", "month", "week", "day") and low == "ago":
                    count = self._count(doc[token.i - 2]) or 1
                    found.append(Mark(token.i, unit == "months" and count > 12, f"{unit} {low}"))
                continue
            if low in ("last", "this", "past", "next", "latest") and token.i + 1 < sent.end:
                mark = self._relative(token, low)
                if mark is not None:
                    found.append(mark)
                continue
            if low in ("war", "wars", "era", "times", "days", "century", "ages"):
                start = max(sent.start, token.i - 2)
                text = doc[start : token.i + 1].text.lower()
                if any(text.endswith(phrase) for phrase in times["old"]) and not _not_yet(doc[start]):
                    found.append(Mark(token.i, True, text))
        return found

    def _relative(self, token: Token, low: str) -> Mark | None:
        follower = token.nbor(1).lower_
        if follower == "year" and low == "last" and self.published is not None:
            # "in March last year": the month decides; without one the middle of the year does.
            month = MONTHS.get(token.nbor(-1).lower_) if token.i else None
            value = f"{self.published.year - 1}" + (f"-{month:02d}" if month else "")
            return Mark(token.i, is_old(value, self.published), "last year")
        if f"{low} {follower}" in self.times["recent_phrases"] or (
            low in ("this", "next") and follower in MONTHS
        ):
            return Mark(token.i, False, f"{low} {follower}")
        return None

    def _count(self, token: Token) -> int | None:
        low = token.lower_
        if low.isdecimal():
            return int(low)
        return _NUMBERS.get(low)

    def _year(self, token: Token, low: str) -> Mark | None:
        if token.dep_ == "nummod" and token.head.i == token.i + 1 and token.head.tag_ == "NNS":
            return None  # "2000 soldiers"
        year = int(low[:4])
        before = token.nbor(-1).lower_ if token.i else ""
        since = before == "since"
        if self.published is None:
            return Mark(token.i, year < 2000, low, _noun_of(token), since)
        if year > self.published.year:
            return None
        if low.endswith("s"):
            return Mark(token.i, year + 9 < self.published.year - 1, low, _noun_of(token), since)
        value = str(year)
        for back in (1, 2, 3):
            if token.i >= back and self.doc[token.i - back].lower_ in MONTHS:
                value = f"{year}-{MONTHS[self.doc[token.i - back].lower_]:02d}"
                before = self.doc[token.i - back - 1].lower_ if token.i > back else ""
                since = since or before == "since"
                break
        return Mark(token.i, is_old(value, self.published), low, _noun_of(token), since)

    def _month(self, token: Token, low: str) -> Mark:
        return Mark(token.i, False, low)

    # Which mark governs ------------------------------------------------------------------------

    def _governing(self, token: Token, marks: list[Mark]) -> Mark | None:
        """The time word that holds for the act at `token`: in its own phrase, else in a clause above it."""
        if not marks:
            return None
        if not is_verbal(token):
            inside = [m for m in marks if _of_phrase(self.doc[m.token], token)]
            if inside:
                return min(inside, key=lambda m: abs(m.token - token.i))
        marks = [m for m in marks if m.noun < 0]
        clauses = {m: _clause(self.doc[m.token]).i for m in marks}
        at = _clause(token)
        for _ in range(12):
            own = [m for m in marks if clauses[m] == at.i]
            if own:
                return min(own, key=lambda m: abs(m.token - token.i))
            if at.dep_ == "ROOT" or at.head.i == at.i:
                return None
            if at.dep_ in ("ccomp", "parataxis") or (
                at.dep_ == "conj" and _has_subject(at) and at.head.i < at.i
            ):
                # The time of saying is not that of what is said; but an old saying tells of nothing newer.
                upper = _clause(at.head)
                own = [m for m in marks if clauses[m] == upper.i and m.old]
                return own[0] if own else None
            at = _clause(at.head)
        return None

    # Carrying over -----------------------------------------------------------------------------

    def _carried(self, token: Token, number: int) -> str | None:
        """An old year in an earlier sentence of the paragraph that still holds at `token`."""
        chronicle = self._chronicle(number)
        if chronicle is not None:
            return chronicle.words if chronicle.old else None
        if not _simple_past(token):
            return None
        for back in range(number - 1, max(-1, number - 8), -1):
            crossed = self._sents[back + 1].start in self._starts
            if crossed and not self._leans(back + 1):
                return None
            marks = [m for m in self.marks(back) if not m.since and m.noun < 0]
            if marks:
                last = self._main_mark(back, marks)
                # "Last year" is too near to hold for long: what follows may be of this year.
                carries = last is not None and last.old and last.words != "last year"
                return f"{last.words} (before)" if carries and last is not None else None
            if not crossed and _present(self._sents[back].root):
                return None
        return None

    def _main_mark(self, number: int, marks: list[Mark]) -> Mark | None:
        """The time word that holds for what follows: of the main clause, or any that is leaned on."""
        root = self._sents[number].root
        for mark in marks:
            if _clause(self.doc[mark.token]).i == root.i:
                return mark
        for mark in marks:
            if root.pos_ == "NOUN" and _of_phrase(self.doc[mark.token], root):
                return mark
            for child in root.children:
                if child.dep_ in ("nsubj", "nsubjpass") and _of_phrase(self.doc[mark.token], child):
                    return mark  # "A truce brokered in 2021 held": the subject's time is the sentence's
        if self._leans(number + 1) if number + 1 < len(self._sents) else False:
            return marks[-1]
        return None

    def _leans(self, number: int) -> bool:
        """Whether a sentence opens with words that lean on the time told before."""
        sent = self._sents[number]
        text = sent.text.lower()
        if any(phrase in text for phrase in self.times["anaphoric_phrases"]):
            return True
        return any(t.lower_ in self.times["anaphoric"] for t in sent[:6])

    def _chronicle(self, number: int) -> Mark | None:
        """The date that opens the paragraph of a chronology: "14 May 1991 — "."""
        for back in range(number, max(-1, number - 6), -1):
            sent = self._sents[back]
            if back != number and sent.end in self._starts:
                return None
            dash = next((t.i for t in sent[:6] if t.text in _DASHES), None)
            if dash is not None:
                for mark in self.marks(back):
                    if mark.token == dash - 1:
                        return mark
            if sent.start in self._starts:
                return None
        return None


def _not_yet(token: Token) -> bool:
    """Whether a phrase speaks of one to come: "a third world war", "a new cold war"."""
    return token.lower_ in ("new", "third", "next", "another", "possible", "a", "future")


def _iso(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None


def _followed_by_year(token: Token) -> bool:
    for ahead in (1, 2, 3):
        if token.i + ahead < len(token.doc):
            low = token.nbor(ahead).lower_
            if _YEAR.match(low):
                return True
            if low == "last":
                return token.i + ahead + 1 < len(token.doc) and token.nbor(ahead + 1).lower_ == "year"
            if not (low.isdecimal() or low == ","):
                return False
    return False


def _clause(token: Token) -> Token:
    """The nearest clause head at or above a token."""
    at = token
    while not is_verbal(at) and at.head.i != at.i:
        at = at.head
    return at


def _noun_of(token: Token) -> int:
    """The noun that a year modifies directly, -1 if it stands for a time of its own."""
    head = token.head
    if token.dep_ in ("compound", "nummod", "amod", "nmod", "poss") and head.pos_ in ("NOUN", "PROPN"):
        return -1 if head.lower_ in MONTHS else int(head.i)
    if token.dep_ == "pobj" and head.lower_ == "of" and head.head.pos_ == "NOUN":
        return int(head.head.i)
    return -1


def _of_phrase(mark: Token, noun: Token) -> bool:
    """Whether a time word belongs to a noun's phrase, not to a relative clause within it."""
    at = mark
    for _ in range(8):
        if at.i == noun.i:
            return True
        if at.dep_ in ("relcl", "advcl", "ccomp", "ROOT", "appos") or at.head.i == at.i:
            return False
        at = at.head
    return False


def _has_subject(token: Token) -> bool:
    return any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in token.children)


def _simple_past(token: Token) -> bool:
    """Whether the clause of `token` is in the past or past perfect."""
    return read_clause(_clause(token)).past


def _present(token: Token) -> bool:
    """Whether a clause is in the present or present perfect: the text is back at its own time."""
    clause = read_clause(token)
    return clause.finite and not clause.past and clause.modal is None
