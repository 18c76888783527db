"""Customs that dates depend on: day or month first, by the publisher; when a state's fiscal year begins."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dragoman.knowledge.load import read_table
from dragoman.reading.drafts import knowledge_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from dragoman.reading.date_expressions import Expression

FISCAL = Path(__file__).parent.parent / "knowledge" / "fiscal_years.tsv"
MONTH_FIRST = frozenset({"USA", "PHL", "PLW", "FSM", "MHL", "GUM", "PRI", "VIR", "ASM", "MNP"})
"""Where 03/04/2022 is the fourth of March; source: Unicode CLDR, short dates of English locales."""
EITHER = frozenset({"CAN", "KEN", "ZAF", "CHN", "JPN", "KOR", "PRK", "TWN", "HUN", "MNG", "LTU", "IRN"})
"""Where both are in use, or the year comes first, so that English texts follow no custom of the state's."""
_DOMAINS = {"us": True, "gov": True, "mil": True, "ph": True, "uk": False, "au": False, "nz": False,
            "ie": False, "in": False, "pk": False, "eu": False, "fr": False, "de": False, "it": False,
            "es": False, "ng": False, "gh": False, "ug": False, "tz": False, "sg": False}  # fmt: skip


def month_first(doc: Doc, found: list[Expression]) -> bool | None:
    """Whether the article writes the month first in numeric dates; None if nothing tells.

    Its own unambiguous numeric dates tell first, then the publisher's country, then the address, then how
    it writes dates in words.
    """
    numeric = [e.style for e in found if e.style and e.end - e.start == 1]
    for styles in (numeric, None, [e.style for e in found if e.style]):
        if styles is None:
            told = _publisher(doc)
            if told is not None:
                return told
            continue
        first = styles.count("month-first")
        if styles and first * 2 != len(styles):
            return first * 2 > len(styles)
    return None


def _publisher(doc: Doc) -> bool | None:
    article = doc._.article
    name = getattr(article, "publisher", None)
    if name:
        for entry in knowledge_of(doc).world.lookup(str(name).strip()):
            if entry.code is not None and entry.kind == "organisation" and entry.code not in EITHER:
                return entry.code in MONTH_FIRST
    host = urlsplit(getattr(article, "url", None) or "").hostname or ""
    return _DOMAINS.get(host.rpartition(".")[2])


@cache
def fiscal_years() -> dict[str, tuple[int, bool]]:
    """State → the month in which its fiscal year begins, and whether the year it begins in names it."""
    return {row["code"]: (int(row["month"]), row["named"] == "begin") for row in read_table(FISCAL, ["code"])}


def fiscal_custom(doc: Doc, start: int) -> tuple[int, bool] | None:
    """The custom of the state that the sentence at token `start` names first, else the publisher's; None if
    neither is known."""
    sentence = doc[start].sent
    codes = [
        party.code
        for mention in doc._.mentions
        if sentence.start <= mention.start < sentence.end
        for party in mention.parties
        if party.code
    ]
    if not codes:
        name = getattr(doc._.article, "publisher", None) or ""
        codes = [e.code for e in knowledge_of(doc).world.lookup(str(name).strip()) if e.code]
    return fiscal_years().get(codes[0]) if codes else None
