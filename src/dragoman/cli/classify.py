"""`dragoman classify`: which act one marked party does to another, for pairs of one's own."""

from __future__ import annotations

import json
import sys
from pathlib import Path  # noqa: TC003 (Typer evaluates the annotations)
from typing import Annotated

import typer

from dragoman.cli.inputs import ALL_FAILED, SOME_FAILED

_BATCH = 256


def command(
    pairs: Annotated[
        Path,
        typer.Argument(
            metavar="PAIRS.jsonl",
            help='One pair a line: {"text", "actor": [start, end], "recipient": [start, end]}, '
            'or {"marked"} with <s> and <t>.',
        ),
    ],
    relation: Annotated[
        Path | None,
        typer.Option(metavar="MODEL", help="Folder of another relation model than the shipped one."),
    ] = None,
    top: Annotated[int, typer.Option(min=1, help="How many types to list with their probabilities.")] = 3,
    news: Annotated[
        bool,
        typer.Option(
            "--news",
            help="The pairs are any two parties of news sentences: most have nothing to do with each other.",
        ),
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Add the words that mattered and the nearest training frames.")
    ] = False,
) -> None:
    """Add type, mode, quad class and confidence to each pair; JSONL in, JSONL out."""
    from dragoman import ontology
    from dragoman.reading.relation_explain import explain as explained
    from dragoman.reading.relation_input import PairError
    from dragoman.reading.relation_model import ModelError, Pair, relation_model
    from dragoman.reading.relation_pairs import pair_of_row

    try:
        model = relation_model(relation)
        lines = pairs.read_text(encoding="utf-8").splitlines()
    except (ModelError, OSError, UnicodeDecodeError) as error:
        print(f"dragoman: {pairs if isinstance(error, OSError) else ''}{error}", file=sys.stderr)
        raise typer.Exit(ALL_FAILED) from None
    failed = done = 0
    waiting: list[tuple[dict[str, object], Pair]] = []

    def flush() -> None:
        try:
            answers = model.classify([pair for _, pair in waiting], news=news)
        except ModelError as error:
            print(f"dragoman: {error}", file=sys.stderr)
            raise typer.Exit(ALL_FAILED) from None
        for (row, pair), found in zip(waiting, answers, strict=True):
            best = sorted(found.types.items(), key=lambda item: (-item[1], item[0]))
            row["type"] = best[0][0]
            row["mode"] = found.mode or None
            row["quad"] = ontology.quad(best[0][0]) if _known(best[0][0]) else None
            row["confidence"] = round(best[0][1], 4)
            row["types"] = {name: round(probability, 4) for name, probability in best[:top]}
            if explain:
                row["explanation"] = explained(model, pair, top=top).to_dict()
            print(json.dumps(row, ensure_ascii=False))
        waiting.clear()

    def _known(name: str) -> bool:
        return name in ontology.load().types

    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not isinstance(row, dict):
                raise PairError("the line is no JSON object")
            waiting.append((row, pair_of_row(row)))
            done += 1
        except ValueError as error:
            failed += 1
            print(f"dragoman: {pairs}:{number}: {error}", file=sys.stderr)
        if len(waiting) >= _BATCH:
            flush()
    if waiting:
        flush()
    if failed:
        raise typer.Exit(SOME_FAILED if done else ALL_FAILED)
