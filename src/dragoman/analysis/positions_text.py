"""Positions and framing as text: for a terminal of any width, in colour or without."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dragoman.phrasing import flat, spoken_date

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragoman.analysis.framing import Framing, Told
    from dragoman.analysis.positions import PartyPosition, Positions, Statement

_WORDS = 8
"""So many new and so many gone words are shown of a statement."""


def positions_text(
    found: Positions, *, most: int | None = None, width: int = 100, colour: bool = False
) -> str:
    """What each party said, in order of time; of each party the first and the last `most` statements."""
    console, stream = _console(width, colour)
    if not found.parties:
        console.print(Text(f"nobody is quoted on “{flat(found.about)}” ({found.looked_at} quotes)"))
    for number, party in enumerate(found.parties):
        if number:
            console.print()
        _party(console, party, most)
    return _trimmed(stream)


def framing_text(found: Framing, *, width: int = 100, colour: bool = False) -> str:
    """How publishers tell what some publisher attributes to somebody: a row each."""
    console, stream = _console(width, colour)
    acts = "act" if found.contested == 1 else "acts"
    console.print(
        Text(
            f"{found.contested} contested {acts}: told as having happened by two publishers or more, and by "
            "at least one of them on somebody's word."
        )
    )
    if found.publishers:
        table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
        table.add_column("publisher", overflow="fold")
        for heading in ("tells", "own voice", "both ways", "on a word", "share", "95 %"):
            table.add_column(heading, justify="right", no_wrap=True)
        table.add_column("most often on the word of", overflow="fold")
        for p in found.publishers:
            whose = "; ".join(f"{flat(w.name)} {w.own_voice}/{w.told}" for w in p.whose[:3])
            spread = f"{p.low:.0%}–{p.high:.0%}"
            counts = (p.told, p.own_voice, p.both, p.attributed)
            table.add_row(flat(p.publisher), *(f"{n}" for n in counts), f"{p.share:.0%}", spread, whose)
        console.print(table)
        console.print(
            Text(
                "share: of the acts that a publisher tells, those that it tells as a fact and never on "
                "somebody's word. Last column: in own voice / told, by the party on whose word any publisher "
                "tells them.",
                "dim",
            )
        )
    return _trimmed(stream)


def told_text(tellings: Iterable[Told], *, width: int = 100, colour: bool = False) -> str:
    """One act as each publisher tells it."""
    console, stream = _console(width, colour)
    for number, told in enumerate(tellings):
        if number:
            console.print()
        head = Text(flat(told.publisher) or "unknown publisher", "bold")
        head.append(f"  {spoken_date(told.day)}" if told.day else "", "dim")
        voice = "in its own voice" if told.own_voice else "on the word of " + ", citing ".join(told.voice)
        head.append(f"  {told.type.lower()}, {told.status}, ", "dim")
        head.append(flat(voice), "yellow" if told.own_voice else "cyan")
        console.print(head)
        sentence = Text(flat(told.sentence))
        if told.trigger:
            sentence.highlight_words([flat(told.trigger)], "bold underline")
        console.print(Padding(sentence, (0, 0, 0, 2)))
        if told.only_here:
            console.print(Padding(Text(f"only here: {flat(', '.join(told.only_here))}", "dim"), (0, 0, 0, 2)))
    return _trimmed(stream)


def _party(console: Console, party: PartyPosition, most: int | None) -> None:
    head = Text(flat(party.name), "bold")
    count = len(party.statements)
    span = f"{party.first.day} to {max(s.last_day for s in party.statements)}" if party.first.day else ""
    said = "1 statement" if count == 1 else f"{count} statements"
    head.append(f"  {said}, {_quotes(party.quotes)}{', ' + span if span else ''}", "dim")
    console.print(head)
    shown = list(party.statements)
    left_out = 0
    if most is not None and count > 2 * most:
        left_out = count - 2 * most
        shown = shown[:most] + shown[count - most :]
    for number, statement in enumerate(shown):
        if left_out and number == most:
            console.print(Padding(Text(f"… {left_out} more", "dim"), (0, 0, 0, 2)))
        _statement(console, statement, party.name)


def _statement(console: Console, statement: Statement, party: str) -> None:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True, width=10)
    grid.add_column(overflow="fold")
    words = flat(statement.text)
    said = Text(f"“{words}”" if statement.kind == "direct" else words)
    who = f"{flat(statement.speaker)} " if statement.speaker and statement.speaker != party else ""
    said.append(f"  {who}{flat(statement.cue)}".rstrip(), "dim")
    grid.add_row(statement.day, said)
    tellings = []
    if len(statement.publishers) > 1 or statement.last_day > statement.day:
        again = f", again until {statement.last_day}" if statement.last_day > statement.day else ""
        tellings.append(f"{', '.join(map(flat, statement.publishers)) or 'no publisher'}{again}")
    if statement.since and (statement.new or statement.gone):
        changes = [f"new {_some(statement.new)}"] if statement.new else []
        changes += [f"gone {_some(statement.gone)}"] if statement.gone else []
        tellings.append(f"since {statement.since}: {'; '.join(changes)}")
    for line in tellings:
        grid.add_row("", Text(line, "dim"))
    console.print(Padding(grid, (0, 0, 0, 2)))


def _quotes(count: int) -> str:
    return "1 quote" if count == 1 else f"{count} quotes"


def _some(words: tuple[str, ...]) -> str:
    more = f" and {len(words) - _WORDS} more" if len(words) > _WORDS else ""
    return ", ".join(map(flat, words[:_WORDS])) + more


def _console(width: int, colour: bool) -> tuple[Console, io.StringIO]:
    stream = io.StringIO()
    console = Console(
        file=stream, width=width, force_terminal=colour, no_color=not colour, highlight=False, emoji=False
    )
    return console, stream


def _trimmed(stream: io.StringIO) -> str:
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"
