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

from dragoman.phrasing import STATUS_SIGNS, by_name, dyad, flat, how_many, label, spoken_date, voices, when

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dragoman.records import Event, Participant, Party, Quote, Report

QUAD_STYLES = {
    "verbal cooperation": "cyan",
    "material cooperation": "green",
    "verbal conflict": "yellow",
    "material conflict": "red",
}


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
    console.print(Text(flat(article.title or "(no title)"), "bold"))
    date = spoken_date(article.published) if article.published else None
    parts = [article.publisher, date, f"{len(article.text.split()):,} words", article.id]
    console.print(Text(" · ".join(flat(part) for part in parts if part), "dim"))


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
    # Who is named once and does and says nothing is only counted: an article of any length has many.
    telling = [p for p in report.parties if len(p.mentions) > 1 or acts[p.id] or said[p.id]]
    for code, group in _by_code(telling):
        for number, party in enumerate(group):
            counts = (len(party.mentions), acts[party.id], said[party.id])
            shown = (code or "—") if number == 0 else ""
            table.add_row(shown, flat(party.name), " ".join(party.sector), *(str(n or "·") for n in counts))
    console.print(table)
    if others := len(report.parties) - len(telling):
        console.print(Text(f"… and {others} more, named once", "dim"))


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
        name = Text(flat(party.name) if party else "an unnamed source", "bold" if party else "italic")
        if party and party.code:
            name.append(f"  {party.code}", "dim")
        console.print(name)
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(style="dim", min_width=11, max_width=16)
        table.add_column(ratio=1)
        for quote in quotes:
            table.add_row(
                Text(flat(quote.cue.text) if quote.cue else "—", justify="right"), _said(report, quote)
            )
        console.print(Padding(table, (0, 0, 0, 2)))


def _said(report: Report, quote: Quote) -> Text:
    words = " … ".join(flat(report.article.text[slice(*span)]) for span in quote.content)
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
    for number, (heading, events) in enumerate(dyads.items()):
        if number:
            console.print()
        console.print(Text(heading, "bold"))
        for event in sorted(events, key=lambda event: event.trigger.start):
            _event(console, report, event)


def _event(console: Console, report: Report, event: Event) -> None:
    style = QUAD_STYLES.get(event.quad, "")
    solid = event.status == "actual"
    sign = Text(STATUS_SIGNS[event.status], f"bold {style}" if solid else style)
    line = Text.assemble((event.type, f"bold {style}" if solid else style))
    line.append("".join(f" {mode}" for mode in event.mode), style)
    if _names_differ(event):
        line.append("  " + by_name(event))
    if not solid:
        line.append(f"  {event.status}", "italic")
    if event.voice:
        line.append("  says " + voices(event), "magenta")
    notes = [when(event.date)] if event.date else []
    if event.place:
        notes.append(flat(event.place.name))
    if event.size:
        notes += how_many(event.size)
    if notes:
        line.append("  " + " · ".join(notes), "dim")
    table = Table.grid(padding=(0, 1, 0, 0), expand=True)
    table.add_column(width=1)
    table.add_column(ratio=1)
    table.add_column(no_wrap=True, style="dim")
    table.add_row(sign, line, event.id[:7])
    console.print(Padding(table, (0, 0, 0, 2)))
    console.print(Padding(_snippet(console, report, event, style), (0, 0, 0, 4)))


def _names_differ(event: Event) -> bool:
    """Whether the parties have names of their own, which the heading over the event does not tell."""
    return any(party.name != label(party) for party in (*event.actor, *event.recipient))


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
    line = Text.assemble((_spaced(before), "dim"))
    trigger = flat(text[start:end])
    line.append(trigger if console.is_terminal else f"[{trigger}]", f"bold underline {style}")
    line.append(_spaced(after), "dim")
    return line


def _spaced(text: str) -> str:
    """Flat, but with the blank at an end that touches another piece."""
    words = flat(text)
    return " " * text[:1].isspace() + words + " " * (text[-1:].isspace() and bool(words))


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
    facts.append(("trigger", f"“{flat(event.trigger.text)}” at {event.trigger.start}–{event.trigger.end}"))
    facts.append(("status", f"{event.status}, factuality {event.factuality:g}"))
    if event.condition:
        facts.append(("condition", f"“{flat(text[slice(*event.condition)])}”"))
    facts.append(("voice", voices(event) if event.voice else "the publication's own"))
    if event.date:
        said = flat(text[event.date.start : event.date.end_char])
        facts.append(("date", when(event.date) + (f", from “{said}”" if said else "")))
    if event.place:
        country = event.place.country
        facts.append(("place", flat(event.place.name) + (f", {country}" if country else "")))
    if event.size:
        facts.append(("size", ", ".join(how_many(event.size))))
    if event.context:
        facts.append(("context", ", ".join(event.context)))
    cameo = f", CAMEO {event.cameo}" if event.cameo else ""
    facts.append(("coding", f"{event.quad}, score {event.score:g}{cameo}, confidence {event.confidence:.2f}"))
    return [(name, value) for name, value in facts if value]


def _roles(parties: Iterable[Participant]) -> str:
    described = []
    for party in parties:
        codes = " ".join(filter(None, (party.code, *party.sector)))
        said = flat(party.text)
        words = f", “{said}”" if said != party.name else ""
        described.append(f"{flat(party.name)} ({codes}{words})" if codes or words else flat(party.name))
    return "; ".join(described)
