"""Where a round-up turns to another country: "In Chad, …", after three paragraphs on Mali.

In such a section "the army", "the junta" and "the president" are that country's, however present another's
may be from the section before. A section begins with a paragraph whose first sentence names, first of all
countries, one that no paragraph after the lead has named before, and nobody of the section before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading.belonging import country_of_place
from dragoman.reading.known import NO_COUNTRY

if TYPE_CHECKING:
    from dragoman.reading.linking import Linker

Section = tuple[int, str]
"""The first token, and the code of the country it is about."""


def sections_of(linker: Linker) -> list[Section]:
    """The sections of an article, in order; none of an article that is about one matter throughout."""
    view = linker.view
    paragraphs: list[tuple[int, int]] = view.doc._.paragraphs
    if len(paragraphs) < 3:
        return []
    named: list[tuple[int, str]] = []
    for name in linker.names:
        code = name.entry.code if name.entry is not None else None
        if code is None and name.kind == "place":
            code = country_of_place(linker, name)
        if code and code not in NO_COUNTRY:
            named.append((name.start, code))
    found: list[Section] = []
    before: set[str] = set()
    current: set[str] = set()
    for number, (start, end) in enumerate(paragraphs):
        codes = [code for at, code in named if start <= at < end]
        if number == 0:
            current = set(codes)
            continue
        first_sentence = {
            code for at, code in named if start <= at < end and view.sent[at] == view.sent[start]
        }
        if codes and codes[0] not in before and codes[0] in first_sentence:
            strangers = first_sentence - {codes[0]}
            if not strangers & (current if number > 1 else set()):
                found.append((start, codes[0]))
                current = set()
        current |= set(codes)
        before |= set(codes)
    return found if len({code for _, code in found}) >= 3 else []
