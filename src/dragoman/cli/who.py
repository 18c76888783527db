"""`dragoman who`: which party a mention names, and why."""

from __future__ import annotations

import json
import sys
from pathlib import Path  # noqa: TC003 (Typer evaluates the annotations)
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.inputs import ALL_FAILED, SOME_FAILED, checked_date, known_world

if TYPE_CHECKING:
    from rich.text import Text

    from dragoman.knowledge.entries import Entry, Resolution
    from dragoman.knowledge.world import World


def command(
    mention: Annotated[
        str,
        typer.Argument(metavar="MENTION", help="Words for a party: “two Turkish soldiers”, “the Kremlin”."),
    ],
    on: Annotated[
        str | None, typer.Option(metavar="DATE", help="Date of the text: who held which office then.")
    ] = None,
    home: Annotated[
        str | None,
        typer.Option(metavar="CODE", help="Whom the text is about, for mentions that say not whose: UGA."),
    ] = None,
    knowledge: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A file or folder of your own; it wins over ours.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Tell which party a mention names: name, code, sectors, and the rows and rule that say so.

    Exit code 1 if nothing is known of it.
    """
    on = checked_date(on, "--on")
    home = _checked_code(home)
    world = known_world(knowledge)
    found = world.resolve(mention, on=on, home=home)
    if found is None:
        from dragoman.phrasing import flat

        print(f"dragoman: {flat(mention)}: {_nobody(world, mention)}", file=sys.stderr)
        raise typer.Exit(SOME_FAILED)
    from dragoman.cli.outputs import utf8_stdout

    stream = utf8_stdout()
    others = _other_readings(world, mention, found)
    if as_json:
        told = {"mention": mention, "on": on, "home": home, **_as_dict(found)}
        told["readings"] = [_reading(entry) for entry in others]
        stream.write(json.dumps(told, ensure_ascii=False) + "\n")
        return
    from rich.console import Console

    from dragoman.cli.text_form import terminal

    colour, width = terminal(stream)
    console = Console(
        file=stream, width=width, force_terminal=colour, no_color=not colour, highlight=False, emoji=False
    )
    for line in _lines(found, others):
        console.print(line, soft_wrap=True)


def _checked_code(home: str | None) -> str | None:
    """The code in capitals; ends the command with a line that says why if nobody has it."""
    if home is None:
        return None
    from dragoman import ontology

    code = home.upper()
    if not ontology.is_code(code):
        print(f"dragoman: --home: no party code {home!r}", file=sys.stderr)
        raise typer.Exit(ALL_FAILED)
    return code


def _nobody(world: World, mention: str) -> str:
    """Why nothing is said: unknown, or known but no party."""
    place = world.place(mention.strip())
    if place is not None:
        return f"a place in {_coded(place)}, and no party by itself"
    return "no party is known by this"


def _other_readings(world: World, mention: str, found: Resolution) -> list[Entry]:
    """What the mention's own words may stand for besides, the likeliest first."""
    words = " ".join(mention.replace("’", "'").split())
    return [entry for entry in world.lookup(words) if entry.source not in found.sources]


def _coded(code: str | None) -> str:
    from dragoman import ontology

    return f"{code} {ontology.code_name(code)}" if code is not None else "no code"


def _as_dict(found: Resolution) -> dict[str, Any]:
    from dragoman import ontology

    told: dict[str, Any] = {
        "name": found.name,
        "code": found.code,
        "code_name": ontology.code_name(found.code) if found.code else None,
        "sector": list(found.sector),
        "kind": found.kind,
        "form": found.form,
        "plural": found.plural,
        "ambiguous": found.ambiguous,
        "why": found.why,
        "sources": list(found.sources),
    }
    if found.members:
        told["members"] = [_as_dict(member) for member in found.members]
    return told


def _reading(entry: Entry) -> dict[str, Any]:
    told: dict[str, Any] = {"name": entry.name, "code": entry.code, "sector": list(entry.sector)}
    told |= {"kind": entry.kind, "form": entry.form, "ambiguous": entry.ambiguous}
    told |= {"from": entry.since or None, "to": entry.until or None, "why": entry.why or None}
    return told | {"source": entry.source}


def _lines(found: Resolution, others: list[Entry]) -> list[Text]:
    """The answer as lines: the party, its members, what decided, and the other readings."""
    from rich.text import Text

    from dragoman import ontology

    meanings = ontology.load().sectors

    def line(label: str, *values: str) -> Text:
        return Text.assemble((f"{label:<9}", "dim"), "; ".join(values))

    ambiguous = "  ambiguous" if found.ambiguous else ""
    head = Text.assemble((found.name, "bold"), (ambiguous, "yellow"))
    lines = [head]
    if found.code is not None or not found.members:
        lines.append(line("code", _coded(found.code)))
    sectors = [f"{sector} {meanings[sector]}" if sector in meanings else sector for sector in found.sector]
    lines.append(line("sectors", *(sectors or ["none"])))
    many = " (plural)" if found.plural else ""
    lines.append(line("kind", f"{found.kind}{many}, said as a {found.form}" if found.form else found.kind))
    for number, member in enumerate(found.members):
        codes = " ".join(filter(None, (member.code, *member.sector)))
        lines.append(line("members" if number == 0 else "", f"{member.name} ({codes})"))
    lines.append(line("why", found.why, *found.sources))
    for number, entry in enumerate(others):
        codes = " ".join(filter(None, (entry.code, *entry.sector)))
        term = f" {entry.since}–{entry.until}" if entry.since or entry.until else ""
        why = entry.why or f"{entry.form} of {entry.name}"
        text = f"{entry.name} ({codes or entry.kind}): {why}{term}; {entry.source}"
        if entry.ambiguous:
            text += "; ambiguous"
        lines.append(line("or" if number == 0 else "", text))
    return lines
