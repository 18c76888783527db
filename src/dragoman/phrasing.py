"""Records in words: what the text form, the page and the reading room call things, so that they agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman import ontology

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragoman.records import Event, EventDate, Participant, Size, Status

STATUS_SIGNS: dict[Status, str] = {
    "actual": "◆",
    "historical": "↺",
    "future": "→",
    "hypothetical": "◇",
    "negated": "✗",
}
"""A sign per status, in the order in which statuses are listed."""

_MONTHS = ("January February March April May June July August September October November December").split()
_CLASSES = frozenset({"IGO", "NGO", "ISM", "IMG", "MNC"})
"""Codes that stand for a class of parties and not for one: there the name says more."""


def flat(text: str) -> str:
    """The text on one line, without the control characters with which it could drive a terminal.

    >>> flat("two\\nlines \\x1b[31mred")
    'two lines [31mred'
    """
    line = " ".join(text.split())
    return line if line.isprintable() else "".join(char for char in line if char.isprintable())


def spoken_date(value: str) -> str:
    """An ISO date, whole or truncated, in words; anything else as it is.

    >>> spoken_date("2022-01-27"), spoken_date("2022-01"), spoken_date("2008")
    ('27 January 2022', 'January 2022', '2008')
    """
    parts = value[:10].split("-")
    if len(parts) > 3 or not all(part.isdecimal() for part in parts):
        return value
    if len(parts) > 1 and not 1 <= int(parts[1]) <= 12:
        return value
    words = [parts[0]]
    if len(parts) > 1:
        words.insert(0, _MONTHS[int(parts[1]) - 1])
    if len(parts) > 2:
        words.insert(0, str(int(parts[2])))
    return " ".join(words)


def when(date: EventDate) -> str:
    """The date of an event in words, with the end of a range."""
    return spoken_date(date.value) + (f" to {spoken_date(date.end)}" if date.end else "")


def signed(score: float) -> str:
    """A score with its sign, the minus as a minus: `+2.5`, `−6`, `0`."""
    return f"{score:+g}".replace("-", "−") if score else "0"


def how_many(size: Size) -> list[str]:
    """`["3 dead", "11 injured"]`; `["40 weapons", "105,000,000 EUR"]`."""
    counts = {what: count for what, count in size.to_dict().items() if what != "money" and count is not None}
    money = [f"{size.money.amount:,.0f} {size.money.currency}"] if size.money else []
    return [f"{count} {what}" for what, count in counts.items()] + money


def label(party: Participant) -> str:
    """What a party is called where dyads are listed: its state or union where it has one, else its name."""
    if party.code is None or party.code in _CLASSES or not ontology.is_code(party.code):
        return party.name
    return ontology.code_name(party.code)


def between(actors: list[str], recipients: list[str]) -> str:
    """`Kenya → Uganda`; `Greece ↔ Türkiye` for what two do together; `Kenya` for what has no recipient."""
    if recipients:
        return f"{', '.join(actors) or 'somebody'} → {', '.join(recipients)}"
    return " ↔ ".join(actors) or "nobody in particular"


def dyad(event: Event) -> str:
    """Who did it to whom, by state or union: the heading that acts are grouped under."""
    return between(_labels(event.actor), _labels(event.recipient))


def by_name(event: Event) -> str:
    """Who did it to whom, by name."""
    return between(
        [flat(party.name) for party in event.actor], [flat(party.name) for party in event.recipient]
    )


def voices(event: Event) -> str:
    """`Antony Blinken, citing Russia`: on whose word it stands; empty for the publication's own."""
    return ", citing ".join(flat(voice.name) for voice in event.voice)


def _labels(parties: Iterable[Participant]) -> list[str]:
    return list(dict.fromkeys(flat(label(party)) for party in parties))
