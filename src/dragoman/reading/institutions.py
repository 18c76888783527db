"""Named bodies: what "the Turkish Defence Ministry", "Supreme Court" or an unknown company's name says of
itself."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from dragoman.reading.belonging import country_of_place, owner_of, sector_of
from dragoman.reading.known import HOMELESS, NO_COUNTRY
from dragoman.reading.titles import context
from dragoman.reading.view import SUBJECTS

if TYPE_CHECKING:
    from dragoman.knowledge.entries import Entry
    from dragoman.reading.known import Known
    from dragoman.reading.linking import Linker
    from dragoman.reading.names import Name

_WORD = re.compile(r"(?:[^\W_]\.){2,}|[^\W_]+(?:-[^\W_]+)*")

STATE_SECTORS = {("GOV",), ("MIL",), ("COP",), ("JUD",), ("LEG",), ("SPY",), ("PTY",)}
"""An organisation of these sectors that comes without a country belongs to the one that the article is
about."""


FROM_THERE = 4
"""What a dateline adds for its country, if the text has more of it, in mentions."""
IN_TITLE = 3
"""What each country that the title names gets."""


def home_of(linker: Linker) -> str | None:
    """The country that the article is mainly about: the one most pointed to, above all at its beginning.

    Names that may mean something else ("Supreme Court") count only if nothing else does.
    """
    sure: Counter[str] = Counter()
    filed: set[str] = set()
    bodies: set[str] = set()
    unsure: Counter[str] = Counter()
    view = linker.view
    for name in linker.names:
        for one in (name, *name.nested):
            entry = one.entry
            if entry is None or not entry.code or entry.sector[:1] in HOMELESS:
                continue
            doubtful = entry.ambiguous and entry.form != "metonym"
            if entry.code in NO_COUNTRY:
                if not doubtful:
                    bodies.add(entry.code)
                continue
            if linker.dateline(name):
                filed.add(entry.code)
                continue
            first, subject = view.sent[one.start] == 0, view.dep[one.head] in SUBJECTS
            (unsure if doubtful else sure)[entry.code] += 1 + first * 2 + subject
        if name.kind == "place" and name.entry is None:
            code = country_of_place(linker, name)
            if code:
                sure[code] += 1
    for code in titled(linker):
        sure[code] += IN_TITLE
    for code in filed:
        if sure[code] or not sure:
            sure[code] += FROM_THERE
    linker.sure_codes = frozenset(code for code in sure if sure[code]) | bodies
    counts = sure or unsure
    linker.registry.home_leads = bool(counts) and 2 * max(counts.values()) > counts.total()
    return min(counts, key=lambda code: (-counts[code], code)) if counts else None


def titled(linker: Linker) -> set[str]:
    """The countries that the title of the article names, whose parts stand in no sentence."""
    words = _WORD.findall(linker.title)
    found: set[str] = set()
    at = 0
    while at < len(words):
        for size in (3, 2, 1):
            entries = linker.world.lookup(" ".join(words[at : at + size])) if words[at][0].isupper() else ()
            if entries and len(words[at : at + size]) == size:
                code = entries[0].code
                if (
                    code
                    and code in linker.world.countries
                    and not (entries[0].ambiguous and entries[0].form != "metonym")
                ):
                    found.add(code)
                at += size - 1
                break
        at += 1
    return found


def nouns_of_name(linker: Linker, name: Name, known: Known) -> set[str]:
    """The nouns by which a named body may be called later: the last word of its name, what stands before
    it."""
    view = linker.view
    nouns = {known.draft.name.split()[-1].lower(), view.low[name.end - 1]}
    for i in range(view.phrase_start(name.head), name.start):
        if view.tag[i] == "NN":
            nouns.add(view.lemma[i])
    if known.draft.sector[:1] == ("IGO",):
        nouns.add("alliance" if known.draft.name in {"NATO"} or "Alliance" in known.draft.name else "bloc")
    return nouns


def elsewhere(linker: Linker, name: Name, entry: Entry) -> tuple[Known, ...]:
    """ "Supreme Court", "Treasury": another country's, if the phrase or the article says so; () if the
    known one."""
    phrase = linker.phrases.read(name.head)
    phrase.countries = [n for n in phrase.countries if n is not name]
    owner = owner_of(linker, phrase)
    code = owner.code
    if code is None and entry.code not in linker.sure_codes and linker.registry.home in linker.sure_codes:
        code = linker.registry.home
    if code is None or code == entry.code or code not in linker.world.countries:
        return ()
    text = (
        linker.view.whole[linker.view.idx[name.start] : linker.view.idx[name.end - 1]]
        + linker.view.text[name.end - 1]
    )
    known = linker.registry.add(
        ("name", f"{text.lower()}|{code}"),
        f"{text} of {linker.world.countries[code].name}",
        code,
        entry.sector,
        "organisation",
        gender="n",
        nouns=(linker.view.lemma[name.head],),
    )
    return linker.note(phrase.start, name.end, name.head, (known,), "name", f"{text}, of another country")


def prefixed(linker: Linker, name: Name) -> tuple[str | None, tuple[str, ...], set[str]]:
    """Code, sector and nouns that the words right before a name give it: "the private station Radio Feo"."""
    view, world = linker.view, linker.world
    for i in range(name.start - 1, max(-1, view.phrase_start(name.head) - 1), -1):
        if view.tag[i] not in {"NN", "JJ"} or linker.at[i] is not None:
            break
        meaning = world.head_noun(view.low[i])
        if meaning is not None and meaning.kind == "institution":
            state = meaning.sector[:1] not in {("IGO",), ("NGO",)}
            return (
                linker.registry.country_at(i) if state else meaning.sector[0],
                meaning.sector,
                {view.low[i]},
            )
    return None, (), set()


def by_short_name(linker: Linker, i: int) -> Known | None:
    """An organisation whose longer name the word at `i` begins, "Longwei" for "Longwei Resources", or with
    "the" ends: "the Guards" for "Revolutionary Guards"."""
    view, word = linker.view, linker.view.low[i]
    bodies = [known for known in linker.registry.all if known.draft.kind == "organisation"]
    for known in bodies:
        if known.words[:1] == (word,) and len(known.words) > 1:
            return known
    if i == 0 or view.low[i - 1] != "the":
        return None
    ends = [known for known in bodies if known.count and {word, view.lemma[i].lower()} & known.nouns]
    return max(ends, key=lambda known: known.last, default=None)


def named_body(linker: Linker, name: Name) -> tuple[Known, ...]:
    """A body whose name says what it is: "The Turkish Defence Ministry", "Supreme Court"."""
    if name.kind not in {"org", "unknown"}:
        return ()
    phrase = linker.phrases.read(name.head)
    if phrase.meaning is None or linker.view.shout:
        return ()
    owner = owner_of(linker, phrase)
    # "Democratic League" is no part of the Democratic Party, whose adjective it has
    nested = [n for n in name.nested if n.entry is not None and n.entry.kind in {"country", "region"}]
    code = owner.code or (nested[0].entry.code if nested and nested[0].entry else None)
    sector = sector_of(phrase, owner)
    if "Business Council" in name.text or (code is None and nested and sector[:1] == ("GOV",)):
        # "East African Business Council": of a region, and so of no one state
        sector = ("BUS",) if "Business" in name.text else ("IGO",)
    plural = linker.view.tag[name.head] == "NNPS"
    if (phrase.meaning.kind != "institution" and not plural) or (
        name.head in linker.memo and phrase.meaning.weight == 0
    ):
        return ()
    if sector[:1] in {("IGO",), ("NGO",)}:
        code = code or sector[0]
    elif code is None and nested and sector == ("BUS",):
        code = "NGO"
    guessed = code is None and sector[:1] in STATE_SECTORS
    if guessed:
        code = linker.whose(phrase, sector, context(linker, name.head))
    known = linker.registry.add(
        ("name", name.text.lower()),
        name.text,
        code,
        sector,
        "organisation",
        gender="n",
        nouns=(linker.view.lemma[name.head], phrase.noun),
    )
    return linker.note(name.start, name.end, name.head, (known,), "name", f"a {phrase.noun} by its name")
