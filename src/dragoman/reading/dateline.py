"""The dateline at the head of a report ("KYIV, Jan. 26 (Reuters) -") and the byline before it.

A dateline tells where and when a report was filed. It is no part of its first sentence, and a
parser that takes it for one misreads both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

HEAD = 160
"""Characters of a paragraph in which a dateline must end."""

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?"
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = rf"(?P<date>{_DAY}(?:{_MONTH}\s+{_NTH}|{_NTH}\s+{_MONTH})(?:,?\s+\d{{4}})?)"
_CAPS = r"[A-ZÀ-ÖØ-Þ](?:[A-ZÀ-ÖØ-Þ'’.]*[A-ZÀ-ÖØ-Þ.])"
_NAME = r"[A-ZÀ-ÖØ-Þ][\w'’.-]+(?:[ -](?:(?:de|del|of|the|al|el|la|and)[ -])?[A-ZÀ-ÖØ-Þ][\w'’.-]+){0,3}"
# "TEL AVIV", "PORT-AU-PRINCE", "ST. PETERSBURG", "ATHENS/ANKARA", and a province or country after a comma.
_PLACE = (
    rf"(?P<caps>{_CAPS}(?:[ /-]{{1,2}}{_CAPS}){{0,5}}|{_NAME})"
    rf"(?P<wider>(?:,\s+(?!{_MONTH}\s+\d){_NAME}\.?){{0,2}})"
)
_AGENCY = r"(?:[(\[](?P<agency>[A-Z][^()\[\]\n]{1,40})[)\]])"
_MARK = r"(?P<mark>\s*(?:—|―)\s*|\s+(?:--?|–)\s+|\s*:\s+(?=[A-Z“\"]))"
_DATELINE = re.compile(
    rf"(?:{_PLACE},?(?:\s+{_DATE})?(?:,?\s*{_AGENCY})?|{_AGENCY.replace('agency', 'alone')}){_MARK}?"
)
_ENTRY = re.compile(
    rf"(?:{_DAY}(?:{_NTH}\s+)?{_MONTH}(?:\s+{_NTH})?,?\s+\d{{4}}|{_DATE.replace('<date>', '<day>')}|\d{{4}}"
    r"|\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?(?:\s+[A-Z]{2,4})?)(?:\s*[—―]\s*|\s+(?:--?|–)\s+|\s*:\s+)(?=\S)"
    rf"|(?:(?:{_NTH}\s+)?{_MONTH}(?:\s+{_NTH})?(?:,?\s+\d{{4}})?|\d{{4}})\.\s+(?=[A-Z“\"‘])"
)
_BYLINE = re.compile(
    rf"By\s+(?P<who>{_NAME}(?:(?:,\s+|\s+and\s+|,\s+and\s+){_NAME})*)"
    rf"(?:,?\s+in\s+(?P<place>{_NAME}(?:,\s+{_NAME})?))?"
    r"\s*(?:[,|/]\s*(?P<agency>[A-Z][\w .&]{1,40}))?\s*(?=\n|\Z)"
)
_LABELS = frozenset(
    "ANALYSIS BREAKING COLUMN COMMENT CORRECTION EDITORIAL EXCLUSIVE EXPLAINER FACTBOX INSIGHT INTERVIEW "
    "LIVE NEWS OPINION PHOTOS QUOTE TIMELINE UPDATE UPDATED URGENT VIDEO WATCH WRAPUP".split()
)
"""What stands in capitals before a dash and is no place."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where and when a report was filed. Offsets are characters of the text that was searched."""

    start: int
    end: int
    """After the dash and the space that follow it: where the report itself begins."""
    place: str | None
    """As written: `KYIV`, `ATHENS/ANKARA`, `TEL AVIV, Israel`."""
    place_start: int
    place_end: int
    date: str | None
    """As written: `Jan. 26`."""
    agency: str | None = None
    authors: tuple[str, ...] = ()


def find_dateline(text: str, start: int = 0) -> Dateline | None:
    """The dateline or byline at `start`, the first character of a paragraph; None if there is none.

    A place in capitals needs a dash, a date or an agency to be one; a place in small letters needs
    a date or an agency beside the dash, since "Inflation — a plague" is a sentence.

    >>> d = find_dateline("KYIV, Jan. 26 (Reuters) - Ukraine said on Wednesday")
    >>> d.place, d.date, d.agency, d.end
    ('KYIV', 'Jan. 26', 'Reuters', 26)
    """
    first = text[start : start + 1]
    if not first or not (first.isupper() or first in "(["):
        return None
    # Searching a short head bounds what the patterns can cost on any text.
    head = text[start : start + HEAD]
    if head.startswith("By "):
        return _byline(head, start)
    match = _DATELINE.match(head)
    if match is None:
        return None
    place, date, mark = match["caps"], match["date"], match["mark"]
    agency = match["agency"] or match["alone"]
    end = match.end()
    if place is None:
        # "(CNN) — ": an agency alone needs its dash.
        if mark is None:
            return None
        return Dateline(start, start + end, None, start, start, None, agency)
    capitals = place.isupper()
    if mark is None:
        # "LONDON (AP) The minister": capitals and an agency do without a dash.
        if not (capitals and agency):
            return None
        end += len(head) - end - len(head[end:].lstrip(" "))
    elif not (date or agency or (capitals and mark.strip() != ":")):
        return None
    if place.split()[0].rstrip(".") in _LABELS:
        return None
    # A heading in capitals goes before a dash, too, but is longer than a place.
    if not (date or agency) and not (
        len(place) > 2 and len(place.split()) < 4 and len(match["wider"].split()) < 4
    ):
        return None
    if end < len(head) and head[end] in "\n\r":
        return None
    at = start + match.start("caps")
    place_end = start + (match.end("wider") if match["wider"] else match.end("caps"))
    return Dateline(start, start + end, text[at:place_end], at, place_end, date, agency)


def entry_head(text: str, start: int) -> int | None:
    """Where the head of a timeline's entry at `start` ends ("14 May 1991 — ", "2017. "), or None.

    >>> entry_head("14 May 1991 — A gunboat drives", 0)
    14
    """
    if not text[start : start + 1].isalnum():
        return None
    match = _ENTRY.match(text, start, start + 60)
    return match.end() if match else None


def _byline(head: str, start: int) -> Dateline | None:
    """ "By Amina Otieno in Nairobi", a line of its own."""
    match = _BYLINE.match(head)
    if match is None or match.end() == HEAD:
        return None
    authors = tuple(re.split(r",\s+and\s+|,\s+|\s+and\s+", match["who"]))
    at, end = match.span("place") if match["place"] else (0, 0)
    return Dateline(
        start, start + match.end(), match["place"], start + at, start + end, None, match["agency"], authors
    )
