"""Find date expressions in the words of a Doc, and read off what they say before any of it is resolved.

`find` is a hand-made recogniser over lower-case words: it does not rely on the model's entities, uses
them only to tell a year from a number and `May` from `may`. What it gives, `Expression`s, say "14 May, no
year", "Thursday", "three weeks, later"; `date_resolution` turns them into calendar dates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dragoman.reading.date_special import opens, special
from dragoman.reading.date_words import (
    DAYPARTS,
    MONTHS,
    NAMED_DAYS,
    NUMBERS,
    SEASONS,
    SHIFTS,
    UNITS,
    WEEKDAYS,
)

_FROM_ANCHOR = frozenset({"previous", "following", "that", "same", "preceding"})
_VAGUE = frozenset(
    {"early", "late", "mid", "mid-", "end", "beginning", "middle", "start", "later", "earlier"}
)
_YEAR_BEFORE = frozenset(
    "in since of by from until till during before after early late mid between and to for through around "
    "about "
    "circa year spring summer autumn fall winter".split()
)
_MONTH_BEFORE = frozenset(
    "in of since last this next by until till early late mid from that between during through through past "
    "a before after and to end start for following previous coming each every throughout - –".split()
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:T.*)?")
_NUMERIC = re.compile(r"(\d{1,4})([/.-])(\d{1,2})\2(\d{2,4})")
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_YEAR = re.compile(r"1[0-9]{3}|20[0-9]{2}")
_DECADE = re.compile(r"(1[0-9]{2}0|20[0-9]0)['’]?s|['’]([2-9]0)s")
_SPAN = re.compile(r"(1[0-9]{3}|20[0-9]{2})[-–/](\d{2}|\d{4})")
_MID_YEAR = re.compile(r"mid[-‑–](1[0-9]{3}|20[0-9]{2})")
_MID_MONTH = re.compile(r"mid[-‑–]([a-z]+)")


@dataclass(slots=True)
class Expression:
    """What a date expression says. `kind` tells which fields count:

    `calendar` year, month, day, any of them missing; `weekday`; `offset` of `n` `unit`s with sign `shift`;
    `period` a `unit` shifted by `shift` ("last month"); `decade` year; `season` month; `numeric` two small
    numbers whose order is unknown; `span` a range that ends with `last`; `fiscal` a year, with `n` the second
    year or 0, or by the `month` in which it ends (`shift` -1) or begins; `until now` the last `n` `unit`s;
    `clock` a time of the day of which the text tells. `base` is `publication`, or
    `anchor` for expressions that count from another date of the text, or `clause` for "a week after …".
    """

    start: int
    end: int
    kind: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    n: int = 0
    unit: str = ""
    shift: int | None = None
    year_shift: int | None = None
    """Years from the publication's: -1 in "March last year"."""
    base: str = "publication"
    last: Expression | None = None
    style: str = ""
    """`day-first` or `month-first`: how the article writes dates, for numeric ones."""


class Recogniser:
    """One pass over one Doc's words. `is_date` marks tokens in the model's date entities."""

    def __init__(self, words: list[str], capital: list[bool], is_date: list[bool]) -> None:
        self.words = words
        self.capital = capital
        self.is_date = is_date
        self.n = len(words)

    def word(self, i: int) -> str:
        """The word at `i` in lower case; empty outside the text."""
        return self.words[i] if 0 <= i < self.n else ""

    def find(self) -> list[Expression]:
        """All expressions in order of the text, without overlaps; ranges joined."""
        found: list[Expression] = []
        done = 0
        for i, word in enumerate(self.words):
            if i < done or not (word in _TRIGGERS or word[0].isdecimal() or word[0] in "m'’" or opens(word)):
                continue
            expression = (special(self.words, i) if opens(word) else None) or self.at(i)
            if expression is None:
                continue
            expression.start = max(done, expression.start)
            found.append(expression)
            done = expression.end
        return self._ranges(found)

    def at(self, i: int) -> Expression | None:
        """The longest expression whose first telling word is token `i`."""
        word = self.words[i]
        if word[0].isdecimal():
            return self._numeral(i) or self._count(i)
        if word in MONTHS:
            return self._month_first(i)
        if word in WEEKDAYS:
            return self._weekday(i)
        if word in NAMED_DAYS:
            return Expression(i, i + 1, "offset", n=NAMED_DAYS[word], unit="day")
        if word in NUMBERS:
            return self._count(i)
        if word in SHIFTS:
            return self._shifted(i)
        if word in SEASONS:
            return self._season(i)
        if word in UNITS:
            return self._bare_unit(i)
        return self._odd(i)

    def _numeral(self, i: int) -> Expression | None:
        word = self.words[i]
        if len(word) >= 6:
            iso = _ISO.fullmatch(word)
            if iso:
                y, m, d = map(int, iso.groups())
                return Expression(i, i + 1, "calendar", y, m, d)
            numeric = _NUMERIC.fullmatch(word)
            if numeric:
                return self._slashed(i, numeric)
            span = _SPAN.fullmatch(word)
            if span:
                return self._year_span(i, span)
        decade = _DECADE.fullmatch(word)
        if decade:
            return Expression(i, i + 1, "decade", int(decade[1] or "19" + decade[2]))
        ordinal = _ORDINAL.fullmatch(word)
        if ordinal and 1 <= int(ordinal[1]) <= 31:
            at = i + 2 if self.word(i + 1) == "of" else i + 1
            if self._is_month(at, True):
                year, end = self._year_after(at + 1)
                return Expression(
                    i, end, "calendar", year, MONTHS[self.words[at]], int(ordinal[1]), style="day-first"
                )
            after = self.word(i + 1)
            if (
                after in ("-", "–", "to", "and")
                and _ORDINAL.fullmatch(self.word(i + 2))
                and self._is_month(i + 3, True)
            ):
                year, end = self._year_after(i + 4)
                month = MONTHS[self.words[i + 3]]
                last = Expression(i + 2, end, "calendar", year, month, int(_digits(self.words[i + 2])))
                return Expression(
                    i, end, "calendar", year, month, int(ordinal[1]), last=last, style="day-first"
                )
        if len(word) == 4 and _YEAR.fullmatch(word):
            tail = "".join(self.words[i + 1 : i + 5])
            split = _ISO.fullmatch(word + tail)
            if split and self.word(i + 1) == "-":
                return Expression(i, i + 5, "calendar", int(split[1]), int(split[2]), int(split[3]))
        if len(word) == 4 and _YEAR.fullmatch(word) and self._is_year(i):
            if self.word(i + 1) in ("-", "–") and _YEAR.fullmatch(self.word(i + 2)):
                last = Expression(i + 2, i + 3, "calendar", int(self.words[i + 2]))
                return Expression(i, i + 3, "calendar", int(word), last=last)
            return Expression(i, i + 1, "calendar", int(word))
        return None

    def _slashed(self, i: int, match: re.Match[str]) -> Expression | None:
        a, b, c = int(match[1]), int(match[3]), int(match[4])
        if a > 31:
            return Expression(i, i + 1, "calendar", a, b, c)
        year = c if c > 99 else 2000 + c if c < 70 else 1900 + c
        if match[2] == "." or a > 12:
            return Expression(i, i + 1, "calendar", year, b, a, style="day-first")
        if b > 12:
            return Expression(i, i + 1, "calendar", year, a, b, style="month-first")
        return Expression(i, i + 1, "numeric", year, a, b)

    @staticmethod
    def _year_span(i: int, match: re.Match[str]) -> Expression | None:
        first = int(match[1])
        second = int(match[2]) if len(match[2]) == 4 else first - first % 100 + int(match[2])
        if second <= first:
            return None
        return Expression(i, i + 1, "calendar", first, last=Expression(i, i + 1, "calendar", second))

    def _is_month(self, i: int, beside_number: bool = False) -> bool:
        word = self.word(i)
        if word not in MONTHS or not self.capital[i]:
            return False
        if word in ("may", "march", "mar", "dec", "jan", "sep", "may.", "mar."):
            before = self.word(i - 1)
            return beside_number or before in _MONTH_BEFORE or self.is_date[i]
        return True

    def _is_year(self, i: int) -> bool:
        """Whether a number between 1000 and 2099 is a year here, not a count."""
        before, after = self.word(i - 1), self.word(i + 1)
        if self.is_date[i] and self.words[i] >= "1500" and after not in _VERBS_AFTER_COUNT:
            return True
        if before in _YEAR_BEFORE:
            return not after.isalpha() or after in _AFTER_YEAR
        return after in ("-", "–", "—", ":") and (i == 0 or before.isspace() or before in (".", "\n\n"))

    def _year_after(self, i: int) -> tuple[int | None, int]:
        """A year that ends a date, after a comma or `of` or neither, and where the expression ends."""
        at = i + 1 if self.word(i) in (",", "of", "in") else i
        word = self.word(at)
        if word in DAYPARTS and self.word(at + 1) in ("in", "of"):
            at, word = at + 2, self.word(at + 2)
        if len(word) == 4 and _YEAR.fullmatch(word):
            return int(word), at + 1
        return None, i

    def _year_shift(self, expression: Expression) -> Expression:
        """Take in `last year` after a month: "in March last year"."""
        after, unit = self.word(expression.end), self.word(expression.end + 1)
        if after == "of":
            after, unit = unit, self.word(expression.end + 2)
            step = 3
        else:
            step = 2
        if expression.year is None and unit == "year" and after in ("last", "this", "next"):
            expression.year_shift = SHIFTS[after]
            expression.end += step
        return expression

    def _month_first(self, i: int) -> Expression | None:
        after = self.word(i + 1)
        ordinal = _ORDINAL.fullmatch(after)
        beside = bool(ordinal) or bool(_YEAR.fullmatch(after))
        if not self._is_month(i, beside):
            return None
        month = MONTHS[self.words[i]]
        if ordinal and 1 <= int(ordinal[1]) <= 31 and self.word(i + 2) != "%":
            end, last = i + 2, None
            if self.word(i + 2) in ("-", "–", "to") and _ORDINAL.fullmatch(self.word(i + 3)):
                last = Expression(i + 3, i + 4, "calendar", None, month, int(_digits(self.words[i + 3])))
                end = i + 4
            year, end = self._year_after(end)
            if last is not None:
                last.year = year
            return Expression(
                i, end, "calendar", year, month, int(ordinal[1]), last=last, style="month-first"
            )
        year, end = self._year_after(i + 1)
        return self._led(self._year_shift(Expression(i, end, "calendar", year, month)), i)

    def _led(self, expression: Expression, i: int) -> Expression:
        """Take in `last`, `this`, `that`, `early` before a month, weekday or season."""
        before = self.word(i - 1)
        if before in _VAGUE and before not in ("later", "earlier"):
            before = self.word(i - 2)
            expression.start = i - 1
        if before in SHIFTS:
            expression.start -= 1
            expression.shift = SHIFTS[before]
            if before in _FROM_ANCHOR:
                expression.base = "anchor"
        return expression

    def _weekday(self, i: int) -> Expression:
        end = i + 1
        while self.word(end) in DAYPARTS:
            end += 1
        if self.word(end) == "," and self._is_month(end + 1, True):
            inner = self._month_first(end + 1)
            if inner and inner.day:
                inner.start = i
                return inner
        if self.word(end) in (",", "the") and self.word(end + 1)[:1].isdecimal():
            inner = self._numeral(end + 1)
            if inner and inner.day:
                inner.start = i
                return inner
        expression = self._led(Expression(i, end, "weekday", weekday=WEEKDAYS[self.words[i]]), i)
        if self.word(end) in ("last", "next") and self.word(end + 1) == "week":
            expression.shift = 2 * SHIFTS[self.word(end)]
            expression.end = end + 2
        return expression

    def _shifted(self, i: int) -> Expression | None:
        """`last week`, `the previous day`, `this spring`, `next two weeks` (none), `that day`."""
        word, at = self.words[i], i + 1
        base = "anchor" if word in _FROM_ANCHOR else "publication"
        start = i - 1 if self.word(i - 1) in ("the", "earlier", "later", "early", "late") else i
        nxt = self.word(at)
        if nxt in WEEKDAYS or (nxt in MONTHS and self.capital[at]):
            inner = self._weekday(at) if nxt in WEEKDAYS else self._month_first(at)
            if inner is None and nxt in MONTHS:
                inner = Expression(at, at + 1, "calendar", month=MONTHS[nxt])
            if inner is not None:
                inner.start, inner.shift, inner.base = i, SHIFTS[word], base
            return inner
        if nxt in SEASONS or nxt == "fall":
            return Expression(
                start, at + 1, "season", month=SEASONS.get(nxt, 9), shift=SHIFTS[word], base=base
            )
        unit = UNITS.get(nxt)
        if unit is None or nxt.endswith("s") or unit in ("hour", "decade", "century"):
            return None
        if (
            word in ("that", "past")
            and unit != "day"
            and self.word(i - 1) not in ("in", "by", "of", "later", "earlier", ",")
        ):
            return None
        end = at + 1
        if unit == "day" and self.word(end) in DAYPARTS:
            end += 1
        if nxt in DAYPARTS and word == "last":
            return Expression(start, end, "offset", n=-1, unit="day")
        if nxt in ("night", "morning", "evening", "afternoon") and word == "this":
            return Expression(start, end, "offset", n=0, unit="day")
        return Expression(start, end, "period", unit=unit, shift=SHIFTS[word], base=base)

    def _season(self, i: int) -> Expression | None:
        at = i + 2 if self.word(i + 1) in ("of", ",") else i + 1
        year = int(self.word(at)) if _YEAR.fullmatch(self.word(at)) else None
        if year is None and not (
            self.is_date[i] and self.word(i - 1) in ("in", "the", "last", "this", "next")
        ):
            return None
        return Expression(i, at + 1 if year else i + 1, "season", year, SEASONS[self.words[i]])

    def _count(self, i: int) -> Expression | None:
        """`three weeks ago`, `a week later`, `two days before`, `a week after …`."""
        word = self.words[i]
        n = NUMBERS.get(word) or (int(word) if word.isdecimal() and len(word) < 4 else None)
        if n is None:
            return None
        at = i + 1
        if word in ("a", "an") and self.word(at) in ("full", "whole", "single"):
            at += 1
        if self.word(at) in ("half",):
            return None
        unit = UNITS.get(self.word(at))
        if unit is None or self.word(at) in DAYPARTS:
            return None
        start = (
            i - 1
            if self.word(i - 1) in ("only", "just", "about", "around", "some", "nearly", "almost")
            else i
        )
        after = self.word(at + 1)
        return self._offset(start, at + 1, n, unit, after)

    @staticmethod
    def _offset(start: int, end: int, n: int, unit: str, after: str) -> Expression | None:
        if after in ("ago",):
            return Expression(start, end + 1, "offset", n=-n, unit=unit)
        if after in ("later", "afterwards", "afterward"):
            return Expression(start, end + 1, "offset", n=n, unit=unit, base="anchor")
        if after in ("earlier", "previously", "beforehand"):
            return Expression(start, end + 1, "offset", n=-n, unit=unit, base="anchor")
        if after == "after":
            return Expression(start, end + 1, "offset", n=-n, unit=unit, base="clause")
        if after == "before":
            return Expression(start, end + 1, "offset", n=n, unit=unit, base="clause")
        return None

    def _bare_unit(self, i: int) -> Expression | None:
        """`the day before`, `hours later`, `end of the year`."""
        word, after = self.words[i], self.word(i + 1)
        if word in ("hours", "minutes") and after in ("later", "earlier", "afterwards"):
            return Expression(i, i + 2, "offset", n=0, unit="day", base="anchor")
        if self.word(i - 1) != "the":
            return None
        if after in ("before", "earlier") and word in ("day", "week", "month", "year", "night", "evening"):
            return Expression(i - 1, i + 2, "offset", n=-1, unit=UNITS[word], base="anchor")
        if after == "after" and word in ("day", "week", "month", "year"):
            return Expression(i - 1, i + 2, "offset", n=1, unit=UNITS[word], base="anchor")
        if word in ("year", "month", "week") and self.word(i - 2) == "of" and self.word(i - 3) in _VAGUE:
            return Expression(
                i - 4 if self.word(i - 4) == "the" else i - 3, i + 1, "period", unit=word, shift=0
            )
        return None

    def _odd(self, i: int) -> Expression | None:
        word = self.words[i]
        mid = _MID_YEAR.fullmatch(word)
        if mid:
            return Expression(i, i + 1, "calendar", int(mid[1]))
        month = _MID_MONTH.fullmatch(word)
        if month and month[1] in MONTHS:
            year, end = self._year_after(i + 1)
            return Expression(i, end, "calendar", year, MONTHS[month[1]])
        if word[0] in "'’":
            decade = _DECADE.fullmatch(word)
            if decade and decade[2]:
                return Expression(i, i + 1, "decade", int("19" + decade[2]))
        return None

    def _ranges(self, found: list[Expression]) -> list[Expression]:
        """Join "from 28 June to 2 July", "between 2010 and 2012", "28 June – 2 July" into one."""
        joined: list[Expression] = []
        for expression in found:
            before = joined[-1] if joined else None
            link = self.word(expression.start - 1)
            if (
                before is not None and before.last is None
                and before.end == expression.start - 1
                and before.kind == expression.kind and expression.kind in ("calendar", "weekday")
                and _grain(before) == _grain(expression)
                and ((link in ("to", "until", "till", "through", "-", "–", "—")
                     and (link in ("-", "–") or self.word(before.start - 1) == "from"))
                     or (link == "and" and self.word(before.start - 1) == "between"))
            ):  # fmt: skip
                before.last, before.end = expression, expression.end
                if before.year is None:
                    before.year = expression.year
            else:
                joined.append(expression)
        return joined


def _grain(e: Expression) -> tuple[bool, bool, bool]:
    return e.weekday is not None, e.month is not None, e.day is not None


def _digits(word: str) -> str:
    return "".join(c for c in word if c.isdecimal())


_AFTER_YEAR = frozenset(
    "and or but the when after before by in that which who to until it he she they as with".split()
)
_VERBS_AFTER_COUNT = frozenset("were are was is have had people of soldiers troops men women".split())
_TRIGGERS = frozenset({*MONTHS, *WEEKDAYS, *NAMED_DAYS, *NUMBERS, *SHIFTS, *SEASONS, *UNITS})
