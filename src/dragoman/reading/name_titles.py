"""Titles before names ("NATO chief", "Mr"), and those that the recogniser took into a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading.name_words import FORMER, HONORIFICS

if TYPE_CHECKING:
    from dragoman.knowledge.entries import Office
    from dragoman.reading.names import Name, NameFinder


def find_titles(finder: NameFinder) -> None:
    """Give every person's name of an article its title; what a title precedes is a person."""
    for name in sorted({id(n): n for n in finder.at if n is not None}.values(), key=lambda n: n.start):
        if name.kind != "alias":
            _title(finder, name)


def _title(finder: NameFinder, name: Name) -> None:
    """Strip the title off a name, or find it before the name: "Foreign Minister", "NATO chief"."""
    view, at = finder.view, finder.at
    low, end = view.low, name.end
    cut = name.start
    if name.kind != "person" and finder.world.head_noun(view.lemma[end - 1]) is not None:
        return
    if name.kind == "work" and name.end - name.start > 3:
        return
    for k in range(min(end - 1, name.start + 5), name.start, -1):
        if low[k - 1] in HONORIFICS or (
            finder.office(view.title_words(name.start, k)) is not None
            and (finder.view.lemma[k - 1] not in finder.surnames and k < end)
        ):
            cut = k
            break
    if cut > name.start and view.text[cut][0].isupper():
        for i in range(name.start, cut):
            at[i] = None
        for inner in name.nested:
            if inner.end <= cut:
                finder.put(inner)
        name.office = finder.office(view.title_words(name.start, cut))
        name.gender = HONORIFICS.get(low[cut - 1], "")
        name.title = (name.start, cut)
        name.start = cut
        name.text = " ".join(name.text.split()[-(end - cut) :]) if name.text.count(" ") else name.text
        name.text = finder.view.words(cut, end)
        name.kind = "person"
    elif name.kind in {"person", "org", "unknown"}:
        proper = _straddled(finder, name)
        for i in range(name.start, proper):
            at[i] = None
        if proper > name.start:
            name.start, name.kind, name.nested = proper, "person", []
            name.text = view.words(proper, end)
    start = name.start
    left = name.title[0] if name.title else start
    if name.kind == "org" and name.title is None and not _looks_personal(finder, name):
        return
    if name.kind == "org" and low[name.start] in finder.first_names and end - name.start in (2, 3):
        name.kind = "person"
    if name.kind == "person" and not name.gender:
        name.gender = finder.first_names.get(low[name.start], "")
    office_start, office = _office_before(finder, left)
    if office is not None:
        left = office_start
        # "Defence Minister" keeps the office, a rank before the name does not hide it: "spokesman,
        # Colonel X".
        if name.office is None or not name.office.sector:
            name.office = office
        name.kind = "person" if name.kind != "alias" else name.kind
        for i in range(office_start, start):
            covering = at[i]
            if covering is not None and covering.kind != "alias" and covering is not name:
                _shrink(finder, covering, office_start)
    while left > 0 and low[left - 1] in HONORIFICS:
        left -= 1
        name.gender = name.gender or HONORIFICS[low[left]]
        name.kind = "person"
    if left < start:
        first = left
        while first > 0 and _modifies(finder, first - 1, start):
            first -= 1
        name.title = (first, start)
    if name.kind == "person":
        name.nested = []


def _straddled(finder: NameFinder, name: Name) -> int:
    """Where a name begins of which the recogniser took half a title: "Secretary of [Defense Ann Lee]"."""
    view = finder.view
    for k in range(min(name.end - 1, name.start + 3), name.start, -1):
        if finder.office(view.title_words(name.start, k)) is not None:
            break
        for j in range(name.start - 1, max(-1, name.start - 5), -1):
            if view.sent[j] != view.sent[name.start] or not view.text[j][0].isalpha():
                break
            office = finder.office(view.title_words(j, k))
            if office is not None and office.title.split()[-1] == view.low[k - 1]:
                return k
    return name.start


def _looks_personal(finder: NameFinder, name: Name) -> bool:
    """Two or three capitalised words, none of them all in capitals, that no common noun ends."""
    view = finder.view
    words = view.text[name.start : name.end]
    if not 1 <= len(words) <= 4 or any(w.isupper() and len(w) > 2 for w in words):
        return False
    return finder.world.head_noun(view.lemma[name.end - 1]) is None


def _shrink(finder: NameFinder, name: Name, end: int) -> None:
    for i in range(max(name.start, end), name.end):
        if finder.at[i] is name:
            finder.at[i] = None
    if end > name.start:
        name.end, name.head, name.text = (
            end,
            finder.view.span_head(name.start, end),
            finder.view.words(name.start, end),
        )


def _office_before(finder: NameFinder, start: int) -> tuple[int, Office | None]:
    """The office whose words end right before token `start`, and where it begins."""
    view, best, office = finder.view, start, None
    longest = 0
    for k in range(start - 1, max(-1, start - 6), -1):
        word = view.text[k]
        if (
            word in {",", ".", ";", ":", "(", ")", '"', "“", "”"}
            or word.isspace()
            or view.sent[k] != view.sent[start - 1]
        ):
            break
        found = finder.office(view.title_words(k, start))
        if found is not None and len(found.title) > longest:
            best, office, longest = k, found, len(found.title)
    return best, office


def _modifies(finder: NameFinder, i: int, head: int) -> bool:
    """Whether token i still belongs to the title before the name at `head`."""
    view = finder.view
    if view.text[i].isspace() or view.sent[i] != view.sent[head]:
        return False
    if view.low[i] in FORMER or view.low[i] in {"'s", "’s"}:
        return True
    if view.text[i] == "-":
        return not view.space[i]
    if finder.at[i] is not None:
        return finder.at[i].kind in {"alias", "org", "unknown"}  # type: ignore[union-attr]
    return view.tag[i] in {"NN", "NNS", "NNP", "NNPS", "JJ"} and view.dep[i] in {
        "compound",
        "amod",
        "nmod",
        "nsubj",
        "dobj",
        "appos",
        "poss",
        "pobj",
    }
