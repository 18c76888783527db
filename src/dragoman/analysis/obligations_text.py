"""An answer about obligations as text: for a terminal of any width, in colour or without."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dragoman.knowledge.treaties.names import spoken
from dragoman.knowledge.treaties.pacts import KINDS
from dragoman.phrasing import flat, spoken_date

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragoman.analysis.obligations_answer import Answer, Call, Caller, NotBound

_STYLES = {"direct": "green", "remove": "cyan", "consult": "yellow", "not": "dim"}
_MANY = 4
"""So many states are named one by one where each has something of its own said of it."""


def text_form(answer: Answer, *, width: int = 100, colour: bool = False) -> str:
    """The answer as text of at most `width` columns, with ANSI colour if wanted."""
    stream = io.StringIO()
    console = Console(
        file=stream, width=width, force_terminal=colour, no_color=not colour, highlight=False, emoji=False
    )
    console.print(Text(question(answer), "bold"))
    for wish in answer.suppositions:
        console.print(Text(f"supposing that {flat(wish.words)}", "italic"))
    console.print()
    console.print(Text(flat(answer.summary)))
    for note in answer.notes:
        console.print(Text(f"· {flat(note)}", "dim"))
    _calls(console, "Called on directly", answer.direct, "direct", answer)
    remove = "At one remove: only if one of those were attacked in turn"
    _calls(console, remove, answer.one_remove, "remove", answer)
    _calls(console, "Owed talks, and no help", answer.consult, "consult", answer)
    _not_bound(console, answer)
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"


def question(answer: Answer) -> str:
    """The question in words: `Ukraine attacked by Russia, 27 January 2022`."""
    who = answer.attacked.name
    if answer.attacked.place is not None and answer.attacked.state:
        who = f"{who} ({answer.known.name(answer.attacked.state, answer.on)})"
    by = " and ".join(spoken(a.name) for a in answer.by)
    told = f"{spoken(who)} attacked" + (f" by {by}" if by else "")
    if answer.where is not None and answer.where.name != answer.attacked.name:
        told += f", at {answer.where.name}"
    told = flat(f"{told}, {spoken_date(answer.on)}")
    return told[:1].upper() + told[1:]


def how_many(count: int) -> str:
    """`1 state`, `30 states`."""
    return "1 state" if count == 1 else f"{count} states"


def _heading(console: Console, words: str, style: str) -> None:
    console.print()
    console.print(Text(words, f"bold {_STYLES[style]}"))


def _calls(console: Console, heading: str, calls: Iterable[Call], style: str, answer: Answer) -> None:
    for number, call in enumerate(calls):
        if number == 0:
            _heading(console, heading, style)
        console.print()
        head = Text.assemble((flat(call.short), "bold"), f", {flat(call.article)}")
        head.append(f"  {call.kind}, {how_many(len(call.callers))}", "dim")
        if call.supposed:
            head.append("  supposed", "italic dim")
        console.print(Padding(head, (0, 0, 0, 2)))
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(style="dim", no_wrap=True, width=7)
        table.add_column(overflow="fold")
        for label, words in _facts(call, style, answer):
            table.add_row(label, Text(flat(words), "dim" if label == "source" else ""))
        console.print(Padding(table, (0, 0, 0, 4)))


def _facts(call: Call, style: str, answer: Answer) -> Iterable[tuple[str, str]]:
    yield "owed", call.obliges
    sure = [c.name for c in call.callers if not c.doubts]
    unsure = [c for c in call.callers if c.doubts]
    if style == "consult" and {c.code for c in call.callers} == set(answer.called):
        yield "who", "the same"
    elif sure:
        yield "who", ", ".join(sure)
    if unsure:
        yield "unsure" if sure else "who", ", ".join(c.name for c in unsure)
        yield from (("", line) for line in _own_doubts(unsure))
    if style == "remove":
        yield "through", through(call, answer)
    if style in ("direct", "consult") and call.conditions:
        yield "if", "; ".join(call.conditions)
    if style == "direct" and call.area:
        yield "where", call.area
    yield from (("doubt", doubt) for doubt in call.doubts)
    if style == "direct":
        yield from (("but", line) for line in _ties(call.callers))
        yield from (("note", note) for note in call.notes)
    yield from (("used", told) for told in call.invoked)
    if style != "consult":
        yield "source", call.source


def _own_doubts(callers: list[Caller]) -> Iterable[str]:
    """Each doubt once, with those that it is about."""
    shared: dict[str, list[str]] = {}
    for caller in callers:
        for doubt in caller.doubts:
            shared.setdefault(doubt, []).append(caller.name)
    for doubt, names in shared.items():
        who = ", ".join(names) if len(names) <= _MANY else f"{len(names)} of them"
        yield f"{who}: {doubt}"


def through(call: Call, answer: Answer) -> str:
    """In whose defence: by name where they are few."""
    codes = sorted({code for caller in call.callers for code in caller.through})
    names = [answer.known.name(code, answer.on) for code in codes]
    return ", ".join(names) if len(names) <= _MANY else f"any of {len(names)} states"


def _ties(callers: Iterable[Caller]) -> Iterable[str]:
    shared: dict[tuple[str, ...], list[str]] = {}
    for caller in callers:
        if caller.also_bound_to:
            shared.setdefault(caller.also_bound_to, []).append(caller.name)
    for treaties, names in shared.items():
        who = ", ".join(names) if len(names) <= _MANY else f"{len(names)} of them"
        yield f"{who}: bound to the attacker as well, by {', '.join(treaties)}"


def _not_bound(console: Console, answer: Answer) -> None:
    for number, (texts, row) in enumerate(grouped(answer.not_bound)):
        if number == 0:
            _heading(console, "No obligation to help", "not")
        console.print()
        head = Text("; ".join(flat(text) for text in texts), "bold")
        names = [answer.known.name(code, answer.on) for code in row.who]
        meaning = row.kind if row.kind in KINDS and row.kind != "none" else ""
        about = ", ".join(names) if len(names) <= _MANY else how_many(len(names))
        if len(texts) == 1:
            head.append("  " + ", ".join(filter(None, (meaning, about))), "dim")
        console.print(Padding(head, (0, 0, 0, 2)))
        console.print(Padding(Text(flat(row.why)), (0, 0, 0, 4)))


def grouped(rows: Iterable[NotBound]) -> list[tuple[list[str], NotBound]]:
    """What is no duty for one and the same reason stands together: (texts, the first of the rows)."""
    by_reason: dict[str, tuple[list[str], NotBound]] = {}
    for row in rows:
        texts, _ = by_reason.setdefault(row.why, ([], row))
        texts.append(f"{row.short}, {row.article}")
    return list(by_reason.values())
