"""Which line breaks of a text are the writer's, and which are the page's.

A break is the page's if the sentence runs on over it. What is asked of each break: does the line
before it end a sentence, how does the line after it begin, and would the next word have fitted on
the line? The answers are in characters of the text, as edits for `offsets.apply`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from dragoman.reading.offsets import Edit

OPEN, UNSURE, CLOSED = 0, 1, 2
"""A line's end: in mid-sentence; a colon or bracket that may close it; a full stop or the like."""
LONGEST_LINE = 130
"""Characters; what is longer was not wrapped by hand or by a page."""
LONGEST_HEAD = 70
"""Characters of a running head."""
RUNNING = 80
"""A paragraph of this many characters and a full stop inside is prose, and prose ends with a full stop."""

_CLOSERS = "\"”’“'»)]}* "
_OPENERS = "\"“‘'«([{ "
_FIRST_WORD = re.compile(r"\S+")
_BULLET = re.compile(r"(?:[•‣▪●◦∙*·o]|[-–—])\s+\S|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s|#")
_ENTRY = re.compile(r"[^.!?]{0,40}\d[^.!?]{0,12}\s?[-–—:]\s")
"""How an entry of a timeline begins: "14 May 1991 — "."""
_BYLINE = re.compile(r"by\s+[A-Z]")
_STOP_INSIDE = re.compile(r"[a-z0-9%)][.!?][\"”’]?\s+[\"“‘]?[A-Z]")
_INITIALS = re.compile(r"(?:[A-Z]\.)+$")
_PAGE = re.compile(
    r"[-–—|·\[( ]{0,4}(?:page\s+|p\.\s*)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?[-–—|·\]) ]{0,4}$", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")
_PAGE_BREAK = "\f"

_TITLES = frozenset(
    "Mr. Mrs. Ms. Dr. Prof. Gen. Maj. Col. Lt. Capt. Sgt. Cpl. Adm. Cmdr. Sen. Rep. Gov. Rev. Hon. "
    "vs.".split()
)
"""Abbreviations after which a sentence goes on with a capital."""
_NUMBERED = frozenset("No. Art. Jan. Feb. Mar. Apr. Aug. Sept. Oct. Nov. Dec. p. pp. vol.".split())
"""Abbreviations after which a sentence goes on with a figure."""
_UNFINISHED = frozenset(
    "a an the this these those its his her their our my your of in on at to by with from for into over "
    "under between among against about after before during through without within toward towards upon "
    "and or but nor as than that which who whom whose when while where because if although though unless "
    "until since is are was were be been being has have had will would could should may might must can "
    "not".split()
)
"""Words that a sentence, or a headline, does not end with."""
_COMPOUNDING = frozenset(
    "all anti arch bi co counter cross de double eight ex extra far first five four half hard high ill "
    "inter intra late long low mid mini multi near neo nine non north off one out over post pre pro "
    "pseudo re second self semi seven short single six soft south sub super ten third three trans twenty "
    "thirty forty fifty sixty seventy eighty ninety two ultra un under vice well west east then".split()
)
"""First parts of words that are written with a hyphen in the middle of a line, too."""


@dataclass(slots=True)
class Line:
    """A line with something on it. `text` is what stands there once odd characters are mended."""

    start: int
    end: int
    text: str
    gap: str = ""
    """What stands between the line before and this one, from a soft hyphen on; empty for the first."""

    @property
    def blank_before(self) -> bool:
        """Whether a blank line stands above it."""
        return self.gap.replace("\r\n", "\n").count("\n") > 1


def ending(line: str) -> int:
    """How `line` ends: OPEN, UNSURE or CLOSED."""
    core = line.rstrip(_CLOSERS)
    if not core:
        return CLOSED
    last = core[-1]
    if last in ".!?…":
        return CLOSED
    if last == ":" or line.rstrip("* ")[-1:] in ")]}":
        return UNSURE
    return OPEN


def begins_low(line: str) -> bool:
    """True if the first letter of `line`, quotation marks apart, is a small one."""
    return line.lstrip(_OPENERS)[:1].islower()


def runs_on(before: str, line: str, paragraph: str) -> bool:
    """True if the sentence at the end of `before` goes on in `line`, whatever stands between them.

    `paragraph` is what has been read of the paragraph, `before` its last line.
    """
    low = begins_low(line)
    end = ending(before)
    word = before[before.rfind(" ") + 1 :].lstrip(_OPENERS)
    if _BULLET.match(line) and not _in_prose(line, paragraph):
        return False
    if end == CLOSED:
        if low:
            return bool(_INITIALS.match(word))
        return word in (_NUMBERED if line[0].isdecimal() else _TITLES)
    if before.isupper() and not line.isupper():
        return False
    if low:
        return not _BYLINE.match(line)
    if end == UNSURE:
        return False
    if word in _UNFINISHED:
        return True
    if before.endswith(",") and len(before) >= 40:
        return True
    if before.endswith("-") and before[-2:-1].isalnum():
        return True
    # Prose that stops without a full stop goes on; unless what follows is a heading or an entry of a list.
    prose = len(paragraph) >= RUNNING and bool(_STOP_INSIDE.search(paragraph))
    return prose and not _ENTRY.match(line) and (len(line) >= 60 or ending(line) == CLOSED)


def _in_prose(line: str, paragraph: str) -> bool:
    """True if `line` looks like an item of a list and goes on with a sentence all the same.

    A dash in a sentence, or a figure that ends one, comes to stand first when lines are wrapped: what
    came before was then in mid-sentence and no item itself.
    """
    return line[0] not in "•‣▪●◦∙*·#" and ending(paragraph) == OPEN and not _BULLET.match(paragraph)


class Wrapping:
    """Whether the breaks of one kind (single, or with blank lines) wrap lines, and how wide the lines are."""

    def __init__(self, pairs: list[tuple[Line, Line]], blocks: bool, least: int) -> None:
        """`pairs` are the lines before and after each break; `blocks`: blank lines part the paragraphs.

        Fewer than `least` breaks tell nothing.
        """
        lengths = sorted(len(before.text) for before, _ in pairs)
        self.width = _share(lengths, 0.9)
        # In mid-sentence a break is surely the page's: the next word did not fit. What would have needed
        # less room than nearly all of these had fitted, so a break before it is the writer's.
        sure = [(a.text, b.text) for a, b in pairs if ending(a.text) == OPEN and begins_low(b.text)]
        self.least = _share(sorted(_needed(a, b) for a, b in sure), 0.05)
        self.wrapped = (
            len(pairs) >= least and 20 <= self.width <= LONGEST_LINE and len(sure) >= max(2, 0.3 * len(pairs))
        )
        self.blocks = blocks

    def joins(self, before: str, line: str, paragraph: str, turned: bool) -> bool:
        """True if the break between the two is where the page's width was reached.

        `turned`: a page ends there, so that nothing follows from a blank line's absence.
        """
        if not self.wrapped or (_BULLET.match(line) and not _in_prose(line, paragraph)):
            return False
        end = ending(before)
        needed = _needed(before, line)
        if (end == OPEN and not before.isupper()) or (self.blocks and end == CLOSED and not turned):
            return needed > 0.7 * self.width
        return needed >= self.least


def _needed(before: str, line: str) -> int:
    """Characters of a line that would hold `before` and the first word of `line`."""
    first = _FIRST_WORD.search(line)
    return len(before) + 1 + (len(first[0]) if first else 0)


def _share(ordered: list[int], share: float) -> int:
    """The value below which `share` of `ordered` lie; 0 if it is empty."""
    return ordered[int(share * (len(ordered) - 1))] if ordered else 0


def furniture(lines: list[Line]) -> set[int]:
    """Indices of running heads and page numbers: lines in the middle of sentences or at page breaks."""
    groups: dict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        if len(line.text) > LONGEST_HEAD:
            continue
        if _PAGE.match(line.text):
            groups["#"].append(i)
        elif ending(line.text) != CLOSED and not begins_low(line.text):
            groups[_DIGITS.sub("#", line.text.casefold())].append(i)
    groups = {key: found for key, found in groups.items() if key == "#" or len(found) > 1}
    candidates = {i for found in groups.values() for i in found}
    if not candidates:
        return set()
    earlier = _nearest(lines, candidates, range(len(lines)))
    later = _nearest(lines, candidates, range(len(lines) - 1, -1, -1))
    out: set[int] = set()
    for found in groups.values():
        inside = paged = 0
        for i in found:
            previous, following = earlier[i], later[i]
            if previous is not None and following is not None:
                inside += ending(previous.text) == OPEN and begins_low(following.text)
            after = lines[i + 1].gap if i + 1 < len(lines) else ""
            paged += _PAGE_BREAK in lines[i].gap or _PAGE_BREAK in after
        number = bool(_PAGE.match(lines[found[0]].text))
        if (inside and 2 * inside >= len(found) - 1) or (
            (number or len(found) > 1) and paged and 2 * paged >= len(found) - 1
        ):
            # The first line of all is the title, however often it returns as a running head.
            out.update(i for i in found if i > 0)
    return out


def _nearest(lines: list[Line], candidates: set[int], order: range) -> dict[int, Line | None]:
    """For each candidate the line that comes before it in `order` and is none itself."""
    nearest: dict[int, Line | None] = {}
    last: Line | None = None
    for i in order:
        if i in candidates:
            nearest[i] = last
        else:
            last = lines[i]
    return nearest


def repair_breaks(lines: list[Line]) -> list[Edit]:
    """Edits for all breaks between `lines`: joined, made whole, or reduced to one or two line feeds."""
    cut = furniture(lines)
    kept = [i for i in range(len(lines)) if i not in cut]
    pairs = [(lines[a], lines[b]) for a, b in pairwise(kept)]
    turned = [any(_PAGE_BREAK in lines[k].gap for k in range(a + 1, b + 1)) for a, b in pairwise(kept)]
    blanks = [any(lines[k].blank_before for k in range(a + 1, b + 1)) for a, b in pairwise(kept)]
    within = [p for p, blank, turn in zip(pairs, blanks, turned, strict=True) if not blank and not turn]
    between = [p for p, blank, turn in zip(pairs, blanks, turned, strict=True) if blank and not turn]
    single = Wrapping(within, 8 * len(between) >= len(pairs), 2)
    double = Wrapping(between, False, 5)
    known: set[str] | None = None
    edits: list[Edit] = []
    paragraph = lines[kept[0]].text if kept else ""
    if kept and kept[0] > 0:
        edits.append(Edit(lines[0].start, lines[kept[0]].start, ""))
    for (before, line), blank, turn, i in zip(pairs, blanks, turned, kept, strict=False):
        wrapping = double if blank and not turn else single
        divided = lines[i + 1].gap[:1] == "\u00ad"
        joined = (
            divided
            or runs_on(before.text, line.text, paragraph)
            or wrapping.joins(before.text, line.text, paragraph, turn)
        )
        start, end = before.end, line.start
        if not joined:
            paragraph = line.text
            new = "\n\n" if blank or turn else "\n"
            edits.append(Edit(start, end, new))
            continue
        paragraph = f"{paragraph} {line.text}"[-4_000:]
        glue = "" if divided else " "
        if before.text[-1:] in ("-", "‐") and before.text[-2:-1].isalnum():
            if known is None:
                known = _words(lines)
            glue, drop = _hyphen(before.text, line.text, known)
            if drop:
                start -= 1
        edits.append(Edit(start, end, glue))
    if kept and kept[-1] < len(lines) - 1:
        edits.append(Edit(lines[kept[-1]].end, lines[-1].end, ""))
    return edits


def _words(lines: list[Line]) -> set[str]:
    """The words of the text, small and without punctuation, but for those that a break divides."""
    return {word.strip(".,;:!?\"“”‘’'()").casefold() for line in lines for word in line.text.split()[1:-1]}


def _hyphen(before: str, line: str, known: set[str]) -> tuple[str, bool]:
    """What goes between a line that ends with a hyphen and the next, and whether the hyphen goes."""
    left = before[before.rfind(" ") + 1 : -1].lstrip(_OPENERS)
    match = _FIRST_WORD.search(line)
    right = match[0].rstrip(".,;:!?\"”’')") if match else ""
    if right in ("and", "or", "to"):
        return " ", False
    if not right[:1].islower() or "-" in left:
        return "", False
    if (left + right).casefold() in known:
        return "", True
    if f"{left}-{right}".casefold() in known or left.casefold() in _COMPOUNDING or left.isupper():
        return "", False
    return "", True
