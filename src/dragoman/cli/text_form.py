"""A report as text for the terminal: who is in it, what they said, what they did.

Built with Rich, so that it fits the width it is given and carries colour only where colour is wanted.
"""

from __future__ import annotations

import io
import os
import shutil
from collections import Counter
from typing import IO, TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from dragoman import ontology

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dragoman.records import Event, EventDate, Participant, Party, Quote, Report, Status

QUAD_STYLES = {
    "verbal cooperation": "cyan",
    "material cooperation": "green",
    "verbal conflict": "yellow",
    "material conflict": "red",
}
STATUS_SIGNS: dict[Status, str] = {
    "actual": "◆",
    "historical": "↺",
    "future": "→",
    "hypothetical": "◇",
    "negated": "✗",
}
MONTHS = "January February March April May June July August September October November December".split()
GENERIC = frozenset({"IGO", "NGO", "ISM", "IMG", "MNC"})
"""Codes that stand for a class and not for one party: there the name says more."""


def terminal(stream: IO[str]) -> tuple[bool, int]:
    """(whether to colour, width in characters) for a stream; NO_COLOR and FORCE_COLOR are obeyed."""
    colour = stream.isatty() and os.environ.get("TERM") != "dumb"
    if os.environ.get("NO_COLOR"):
        colour = False
    elif os.environ.get("FORCE_COLOR"):
        colour = True
    width = shutil.get_terminal_size((100, 24)).columns
    return colour, max(40, min(width, 120))


def text_form(report: Report, *, width: int = 100, colour: bool = False) -> str:
    """The report as text of at most `width` columns, with ANSI colour if wanted."""
    console, stream = _console(width, colour)
    _head(console, report)
    _parties(console, report)
    _quotes(console, report)
    _events(console, report)
    for warning in report.warnings:
        console.print(Text(f"! {warning}", "bold yellow"))
    return _trimmed(stream.getvalue())


def explanation(report: Report, event: Event, *, width: int = 100, colour: bool = False) -> str:
    """One event: its sentence with the spans marked, what it was coded as, and every reason."""
    console, stream = _console(width, colour)
    style = QUAD_STYLES.get(event.quad, "")
    head = Text.assemble((f"{STATUS_SIGNS[event.status]} ", style), (event.type, f"bold {style}"))
    head.append("".join(f" {mode}" for mode in event.mode), style)
    head.append(f"  {event.id}", "dim")
    console.print(head)
    console.print()
    console.print(Padding(_marked_sentence(report, event), (0, 2)))
    console.print()
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for name, value in _facts(report, event):
        table.add_row(name, value)
    console.print(Padding(table, (0, 0, 0, 2)))
    console.print()
    for reason in event.why or ("no reason recorded",):
        row = Table.grid(padding=(0, 1, 0, 0))
        row.add_row(Text("·", "dim"), Text(reason))
        console.print(Padding(row, (0, 0, 0, 2)))
    return _trimmed(stream.getvalue())


def _console(width: int, colour: bool) -> tuple[Console, io.StringIO]:
    stream = io.StringIO()
    console = Console(
        file=stream,
        width=width,
        force_terminal=colour,
        color_system="256" if colour else None,
        highlight=False,
        emoji=False,
        markup=False,
    )
    return console, stream


def _trimmed(text: str) -> str:
    """Without the blanks that padding leaves at the ends of lines."""
    return "".join(line.rstrip() + "\n" for line in text.splitlines())


def _heading(console: Console, text: str, note: str = "") -> None:
    console.print()
    title = Text.assemble((text, "bold"), (f"  {note}" if note else "", "dim"))
    console.print(Rule(title, align="left", style="dim"))


def _head(console: Console, report: Report) -> None:
    article = report.article
    console.print(Text(_flat(article.title or "(no title)"), "bold"))
    date = spoken_date(article.published) if article.published else None
    parts = [article.publisher, date, f"{len(article.text.split()):,} words", article.id]
    console.print(Text(" · ".join(_flat(part) for part in parts if part), "dim"))


def _flat(text: str) -> str:
    """On one line, and without the control characters with which a text could drive the terminal."""
    return "".join(char for char in " ".join(text.split()) if char.isprintable())


def spoken_date(value: str) -> str:
    """`2022-01-27` as `27 January 2022`, `2022-01` as `January 2022`; anything else as it is."""
    parts = value[:10].split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 3:
        return value
    if len(parts) > 1 and not 1 <= int(parts[1]) <= 12:
        return value
    words = [parts[0]]
    if len(parts) > 1:
        words.insert(0, MONTHS[int(parts[1]) - 1])
    if len(parts) > 2:
        words.insert(0, str(int(parts[2])))
    return " ".join(words)


def _when(date: EventDate) -> str:
    return spoken_date(date.value) + (f" to {spoken_date(date.end)}" if date.end else "")


def _parties(console: Console, report: Report) -> None:
    if not report.parties:
        return
    _heading(console, "Who", f"{len(report.parties)}")
    acts = Counter(party for event in report.events for party in _ids(event))
    said = Counter(quote.speaker for quote in report.quotes)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), expand=True, header_style="dim")
    table.add_column("", width=4, style="bold", no_wrap=True)
    table.add_column("", ratio=1)
    table.add_column("sector", style="dim")
    for heading in ("named", "acts", "quotes"):
        table.add_column(heading, justify="right", style="dim", no_wrap=True)
    for code, group in _by_code(report.parties):
        for number, party in enumerate(group):
            counts = (len(party.mentions), acts[party.id], said[party.id])
            shown = (code or "—") if number == 0 else ""
            table.add_row(shown, _flat(party.name), " ".join(party.sector), *(str(n or "·") for n in counts))
    console.print(table)


def _ids(event: Event) -> set[str]:
    return {party.party for party in (*event.actor, *event.recipient)}


def _by_code(parties: Sequence[Party]) -> list[tuple[str | None, list[Party]]]:
    """Parties under their codes; most mentioned first, those without a code last."""
    groups: dict[str | None, list[Party]] = {}
    for party in parties:
        groups.setdefault(party.code, []).append(party)
    for group in groups.values():
        group.sort(key=lambda party: -len(party.mentions))

    def rank(item: tuple[str | None, list[Party]]) -> tuple[bool, int]:
        return item[0] is None, -sum(len(party.mentions) for party in item[1])

    return sorted(groups.items(), key=rank)


def _quotes(console: Console, report: Report) -> None:
    if not report.quotes:
        return
    _heading(console, "What they said", f"{len(report.quotes)}")
    speakers: dict[str | None, list[Quote]] = {}
    for quote in report.quotes:
        speakers.setdefault(quote.speaker, []).append(quote)
    names = {party.id: party for party in report.parties}
    for speaker, quotes in speakers.items():
        party = names.get(speaker) if speaker else None
        name = Text(_flat(party.name) if party else "an unnamed source", "bold" if party else "italic")
        if party and party.code:
            name.append(f"  {party.code}", "dim")
        console.print(name)
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(style="dim", max_width=14)
        table.add_column(ratio=1)
        for quote in quotes:
            table.add_row(
                Text(_flat(quote.cue.text) if quote.cue else "—", justify="right"), _said(report, quote)
            )
        console.print(Padding(table, (0, 0, 0, 2)))


def _said(report: Report, quote: Quote) -> Text:
    words = " … ".join(_flat(report.article.text[slice(*span)]) for span in quote.content)
    if quote.kind == "direct":
        return Text(f"“{words}”")
    return Text(words, "italic" if quote.kind == "indirect" else "")


def _events(console: Console, report: Report) -> None:
    if not report.events:
        return
    counts = Counter(event.status for event in report.events)
    signs = "  ".join(
        f"{STATUS_SIGNS[status]} {status} {counts[status]}" for status in STATUS_SIGNS if counts[status]
    )
    _heading(console, "What they did", f"{len(report.events)}")
    console.print(Text(signs, "dim"))
    dyads: dict[str, list[Event]] = {}
    for event in report.events:
        dyads.setdefault(dyad(event), []).append(event)
    for number, (label, events) in enumerate(dyads.items()):
        if number:
            console.print()
        console.print(Text(_flat(label), "bold"))
        for event in sorted(events, key=lambda event: event.trigger.start):
            _event(console, report, event)


def _event(console: Console, report: Report, event: Event) -> None:
    style = QUAD_STYLES.get(event.quad, "")
    solid = event.status == "actual"
    sign = Text(STATUS_SIGNS[event.status], f"bold {style}" if solid else style)
    line = Text(event.type, f"bold {style}" if solid else style)
    line.append("".join(f" {mode}" for mode in event.mode), style)
    if _roles_differ(event):
        line.append(
            "  " + _between([_flat(p.name) for p in event.actor], [_flat(p.name) for p in event.recipient])
        )
    if not solid:
        line.append(f"  {event.status}", "italic")
    if event.voice:
        line.append("  says " + _chain(event), "magenta")
    notes = [_when(event.date)] if event.date else []
    if event.place:
        notes.append(_flat(event.place.name))
    if event.size:
        notes += [f"{count} {what}" for what, count in event.size.to_dict().items() if count is not None]
    if notes:
        line.append("  " + " · ".join(notes), "dim")
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=1)
    table.add_column(ratio=1)
    table.add_column(no_wrap=True, style="dim")
    table.add_row(sign, line, event.id[:7])
    console.print(Padding(table, (0, 0, 0, 2)))
    console.print(Padding(_snippet(console, report, event, style), (0, 0, 0, 4)))


def _chain(event: Event) -> str:
    """`Blinken, citing Russia`: the voices, outermost first."""
    return ", citing ".join(_flat(voice.name) for voice in event.voice)


def label(party: Participant) -> str:
    """What a party is called when its acts are listed: its state or union where it has one, else its name."""
    if party.code is None or party.code in GENERIC or not ontology.is_code(party.code):
        return party.name
    return ontology.code_name(party.code)


def dyad(event: Event) -> str:
    """`Kenya → Uganda`; `Greece ↔ Türkiye` for what two do together; `Kenya` for what has no recipient."""
    return _between(_labels(event.actor), _labels(event.recipient))


def _between(actors: list[str], recipients: list[str]) -> str:
    if recipients:
        return f"{', '.join(actors) or '?'} → {', '.join(recipients)}"
    return " ↔ ".join(actors) or "nobody in particular"


def _roles_differ(event: Event) -> bool:
    """Whether the parties have names of their own, which the heading over the event does not tell."""
    return any(party.name != label(party) for party in (*event.actor, *event.recipient))


def _labels(parties: Iterable[Participant]) -> list[str]:
    return list(dict.fromkeys(label(party) for party in parties))


def _snippet(console: Console, report: Report, event: Event, style: str) -> Text:
    """The sentence around the trigger, cut to some two lines; the trigger in brackets if colourless."""
    text, (low, high) = report.article.text, event.sentence
    start, end = event.trigger.start, event.trigger.end
    size = int(1.7 * (console.width - 6))
    room = max(0, size - (end - start))
    left = max(low, start - room // 2)
    right = min(high, end + room - (start - left))
    left = max(low, min(left, right - size))
    before, after = text[left:start], text[end:right]
    # Cut at a word's end, not inside it.
    before = ("… " + before.partition(" ")[2] if left > low else before).lstrip()
    after = (after.rpartition(" ")[0] + " …" if right < high else after).rstrip()
    line = Text(_spaced(before), "dim")
    trigger = _flat(text[start:end])
    line.append(trigger if console.is_terminal else f"[{trigger}]", f"bold underline not dim {style}")
    line.append(_spaced(after), "dim")
    return line


def _spaced(text: str) -> str:
    """Flat, but with the blank at an end that touches another piece."""
    flat = _flat(text)
    return " " * text[:1].isspace() + flat + " " * (text[-1:].isspace() and bool(flat))


def _marked_sentence(report: Report, event: Event) -> Text:
    """The sentence with trigger, parties, voices, date, place and condition marked."""
    low, high = event.sentence
    sentence = Text(
        "".join(char if char.isprintable() else " " for char in report.article.text[low:high].rstrip())
    )

    def mark(style: str, start: int, end: int) -> None:
        sentence.stylize(style, max(0, start - low), max(0, end - low))

    if event.condition:
        mark("italic", *event.condition)
    for who in (*event.actor, *event.recipient):
        mark("underline", who.start, who.end)
    for voice in event.voice:
        mark("magenta underline", voice.start, voice.end)
    if event.date:
        mark("blue", event.date.start, event.date.end_char)
    if event.place:
        mark("blue", event.place.start, event.place.end)
    mark(f"bold reverse {QUAD_STYLES.get(event.quad, '')}", event.trigger.start, event.trigger.end)
    return sentence


def _facts(report: Report, event: Event) -> list[tuple[str, str]]:
    text = report.article.text
    facts = [("actor", _roles(event.actor)), ("recipient", _roles(event.recipient))]
    facts.append(("trigger", f"“{_flat(event.trigger.text)}” at {event.trigger.start}–{event.trigger.end}"))
    facts.append(("status", event.status))
    if event.condition:
        facts.append(("condition", f"“{_flat(text[slice(*event.condition)])}”"))
    facts.append(("voice", _chain(event) if event.voice else "the publication's own"))
    if event.date:
        said = _flat(text[event.date.start : event.date.end_char])
        facts.append(("date", _when(event.date) + (f", from “{said}”" if said else "")))
    if event.place:
        country = event.place.country
        facts.append(("place", _flat(event.place.name) + (f", {country}" if country else "")))
    if event.size:
        facts.append(
            ("size", ", ".join(f"{n} {what}" for what, n in event.size.to_dict().items() if n is not None))
        )
    if event.context:
        facts.append(("context", ", ".join(event.context)))
    cameo = f", CAMEO {event.cameo}" if event.cameo else ""
    facts.append(("coding", f"{event.quad}, score {event.score:g}{cameo}, confidence {event.confidence:.2f}"))
    return [(name, value) for name, value in facts if value]


def _roles(parties: Iterable[Participant]) -> str:
    described = []
    for party in parties:
        codes = " ".join(filter(None, (party.code, *party.sector)))
        said = _flat(party.text)
        words = f", “{said}”" if said != party.name else ""
        described.append(f"{_flat(party.name)} ({codes}{words})" if codes or words else _flat(party.name))
    return "; ".join(described)
