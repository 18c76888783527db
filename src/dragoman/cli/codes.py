"""`dragoman ontology`: what the codes mean."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.inputs import ALL_FAILED

if TYPE_CHECKING:
    from rich.console import Console

    from dragoman.ontology import Ontology, Type


def command(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[TYPE|CODE]", help="An event type, a CAMEO code, a party code or a sector."),
    ] = None,
) -> None:
    """Tell the event types, or all about one of them; also what a CAMEO, party or sector code stands for."""
    from rich.console import Console

    from dragoman import ontology
    from dragoman.cli.outputs import utf8_stdout

    plover = ontology.load()
    console = Console(file=utf8_stdout(), highlight=False)
    if name is None:
        _overview(console, plover)
        return
    code = name.upper()
    told = False
    if code in plover.types:
        _type(console, plover.types[code])
        told = True
    if coding := ontology.to_plover(code):
        extra = "".join(f" · {word}" for word in (*coding.mode, *coding.context))
        console.print(f"[bold]{code}[/] in CAMEO: {coding.type}{extra}")
        told = True
    if ontology.is_code(code):
        console.print(f"[bold]{code}[/] as a party: {ontology.code_name(code)}")
        told = True
    if code in plover.sectors:
        console.print(f"[bold]{code}[/] as a sector: {plover.sectors[code]}")
        told = True
    if not told:
        print(f"dragoman: {name}: no event type, CAMEO code, party code or sector", file=sys.stderr)
        raise typer.Exit(ALL_FAILED)


def _overview(console: Console, plover: Ontology) -> None:
    from rich.table import Table

    from dragoman.cli.text_form import QUAD_STYLES

    table = Table(box=None, pad_edge=False, show_edge=False, header_style="dim")
    table.add_column("type")
    table.add_column("score", justify="right")
    table.add_column("meaning")
    quad = ""
    for kind in plover.types.values():
        if kind.quad != quad:
            quad = kind.quad
            table.add_row()
            table.add_row(f"[dim]{quad}[/]")
        style = QUAD_STYLES[kind.quad]
        table.add_row(f"[{style}]{kind.name}[/]", f"{kind.score:g}", kind.meaning)
    console.print(table)
    console.print("\n[dim]Sectors[/]")
    console.print(", ".join(f"[bold]{name}[/] {meaning}" for name, meaning in plover.sectors.items()))
    console.print("\n[dim]Contexts[/]")
    console.print(", ".join(plover.contexts))


def _type(console: Console, kind: Type) -> None:
    from rich.table import Table

    from dragoman import ontology
    from dragoman.cli.text_form import QUAD_STYLES

    style = QUAD_STYLES[kind.quad]
    console.print(f"[bold {style}]{kind.name}[/]  {kind.meaning}")
    needs = "; wants a recipient" if kind.requires_recipient else ""
    console.print(f"[dim]{kind.quad}; score {kind.score:g}; CAMEO {ontology.to_cameo(kind.name)}{needs}[/]")
    if not kind.modes:
        return
    table = Table(box=None, pad_edge=False, show_edge=False, header_style="dim")
    for heading in ("mode", "score", "CAMEO", "meaning"):
        table.add_column(heading, justify="right" if heading == "score" else "left")
    for mode in kind.modes.values():
        score = "" if mode.score is None else f"{mode.score:g}"
        table.add_row(mode.name, score, ontology.to_cameo(kind.name, [mode.name]), mode.meaning)
    console.print()
    console.print(table)
