"""From what a user calls a state, a territory or a group to whom treaties mean by it.

>>> from dragoman.knowledge.treaties import treaties
>>> named("Falklands", treaties(), "1982-04-02").state
'GBR'
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from dragoman import ontology
from dragoman.knowledge.treaties.pacts import holds
from dragoman.knowledge.world import world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.knowledge.treaties.pacts import Place, Treaties

_STATE_KINDS = ("country", "government")
_CLASSES = frozenset({"UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"})


class UnknownName(ValueError):
    """A name that stands for nobody here; the message says why and what is close."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a name stands for: a state, a place of some state, a sea, or a group that is no state."""

    state: str
    """Code of the state, also of the one whose place it is; empty for seas and groups."""
    name: str
    place: Place | None = None
    group: bool = False
    note: str = ""


def named(text: str, known: Treaties, on: str, *, place_first: bool = False) -> Named:
    """Whom a name or code stands for on an ISO date; `UnknownName` if that is nobody, or no state or group.

    `place_first` takes a name that is both as the place (South Ossetia) and not as the state that it claims
    to be."""
    words = " ".join(text.replace("’", "'").split())
    if not words:
        raise UnknownName("no name given")
    lower = words.lower().removeprefix("the ")
    steps = (_as_place, _as_state) if place_first else (_as_state, _as_place)
    for step in steps:
        found = step(words, lower, known, on)
        if found is not None:
            return found
    found = _as_entry(words, known, on)
    if found is not None:
        return found
    raise UnknownName(f"nobody is known as {words!r}{_close(lower, known)}")


def spoken(name: str) -> str:
    """The name of a state as it stands in a sentence.

    >>> spoken("United Kingdom"), spoken("Ukraine")
    ('the United Kingdom', 'Ukraine')
    """
    ends = ("Islands", "Emirates", "Netherlands", "Philippines", "Bahamas", "Maldives", "Comoros", "Union")
    with_the = name.startswith("United ") or name.endswith((*ends, "Republic")) or name == "Gambia"
    return f"the {name}" if with_the else name


def capital(words: str) -> str:
    """The words with a capital at their beginning, as a sentence wants it."""
    return words[:1].upper() + words[1:]


def state_named(text: str, known: Treaties, on: str) -> Named:
    """The state that a name stands for; `UnknownName` if it is a group, a sea or nobody."""
    found = named(text, known, on)
    if found.group or not found.state:
        raise UnknownName(f"{found.name} is no state")
    return found


def _as_state(words: str, lower: str, known: Treaties, on: str) -> Named | None:
    for row in known.states:
        called = {row.code.lower()} if row.recognised != "name" else set()
        called |= {row.name.lower(), *(alias.lower() for alias in row.aliases)}
        if lower in called and holds(row.since, row.until, on):
            few = (
                f"recognised by few states; to most it is part of {known.name(row.within)}"
                if row.within
                else ""
            )
            return Named(row.code, row.name, note=few)
    gone = next((row for row in known.states if row.code.lower() == lower), None)
    if gone is not None and gone.recognised != "name":
        raise UnknownName(f"{gone.name} was no state on {on}")
    code = words.upper()
    if len(words) == 3 and ontology.is_code(code):
        return _of_code(code, known, on)
    return None


def _as_place(words: str, lower: str, known: Treaties, on: str) -> Named | None:
    for place in known.places:
        called = {place.id.lower(), place.name.lower(), *(alias.lower() for alias in place.aliases)}
        if lower in called and holds(place.since, place.until, on):
            return Named(place.state, place.name, place, note=place.note)
    return None


def _of_code(code: str, known: Treaties, on: str) -> Named:
    if code in _CLASSES:
        raise UnknownName(f"{code} stands for no state ({ontology.code_name(code)}): name one")
    place = known.place_on(code, on)
    if place is not None:
        return Named(place.state, place.name, place, note=place.note)
    return Named(code, known.name(code, on))


def _as_entry(words: str, known: Treaties, on: str) -> Named | None:
    entries = world().lookup(words) or world().lookup(_titled(words)) or world().lookup(words.upper())
    for entry in entries:
        if entry.kind in _STATE_KINDS and entry.code and entry.code not in _CLASSES:
            return _of_code(entry.code, known, on)
    for entry in entries:
        if entry.kind in ("group", "organisation") and ("IGO" not in entry.sector and entry.code != "EUR"):
            return Named("", entry.name, group=True)
    if entries:
        entry = entries[0]
        treaty = known.treaty_named(entry.name)
        kind = "an organisation" if entry.kind == "organisation" else f"a {entry.kind}"
        raise UnknownName(f"{entry.name} is {kind}, no state: name the state" + (" of it" if treaty else ""))
    treaty = known.treaty_named(words)
    if treaty is not None:
        raise UnknownName(f"{treaty.short} is a treaty, no state: name the state of it")
    return None


def _titled(words: str) -> str:
    small = {"of", "and", "the"}
    return " ".join(w if w in small else w[:1].upper() + w[1:] for w in words.lower().split())


def _close(lower: str, known: Treaties) -> str:
    """`; did you mean Ukraine (UKR)?`, or nothing."""
    called = {name.lower(): shown for name, shown in _shown(known)}
    close = get_close_matches(lower, called, n=2, cutoff=0.7)
    if not close:
        return ""
    return f"; did you mean {' or '.join(dict.fromkeys(called[name] for name in close))}?"


def _shown(known: Treaties) -> Iterator[tuple[str, str]]:
    for code, country in world().countries.items():
        yield country.name, f"{country.name} ({code})"
        yield code, f"{country.name} ({code})"
    for place in known.places:
        yield place.name, place.name
    for state in known.states:
        yield state.name, state.name


def close_treaties(text: str, known: Treaties) -> str:
    """`; did you mean NATO?`, or nothing."""
    close = get_close_matches(text.lower().removeprefix("the "), known.aliases, n=2, cutoff=0.6)
    shown = dict.fromkeys(known.by_id[known.aliases[name]].short for name in close)
    return f"; did you mean {' or '.join(shown)}?" if shown else ""
