"""`dragoman train`: teach the relation model on one's own labelled pairs."""

from __future__ import annotations

import json
import sys
from pathlib import Path  # noqa: TC003 (Typer evaluates the annotations)
from typing import Annotated

import typer

from dragoman.cli.inputs import ALL_FAILED


def command(
    source: Annotated[
        Path,
        typer.Option(
            "--from", metavar="REVIEWED.jsonl", help='Labelled pairs: rows as for `classify`, and "type".'
        ),
    ],
    out: Annotated[Path, typer.Option(help="Folder to write the taught model to.")],
    base: Annotated[
        Path | None,
        typer.Option(metavar="MODEL", help="Folder of the model to start from, if not the shipped one."),
    ] = None,
) -> None:
    """Teach a relation model a user's labels, PLOVER's or others; `classify --relation FOLDER` uses it."""
    from dragoman.reading.relation_input import PairError
    from dragoman.reading.relation_model import SHIPPED, ModelError, Pair
    from dragoman.reading.relation_pairs import pair_of_row
    from dragoman.reading.relation_teaching import TeachingError, teach

    pairs: list[Pair] = []
    labels: list[str] = []
    try:
        lines = source.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                if not isinstance(row, dict) or not isinstance(row.get("type"), str):
                    raise PairError('lacks a "type"')
                pairs.append(pair_of_row(row))
                labels.append(row["type"])
            except ValueError as error:
                raise TeachingError(f"line {number}: {error}") from error
        lesson = teach(pairs, labels, base or SHIPPED, out)
    except (OSError, UnicodeDecodeError, TeachingError, ModelError) as error:
        print(f"dragoman: {source}: {error}", file=sys.stderr)
        raise typer.Exit(ALL_FAILED) from None
    print(f"{lesson.rows} rows, {len(lesson.labels)} labels: {lesson.labels}")
    print(
        f"right before {lesson.before:.1%}, after {lesson.after:.1%}, "
        f"on fifths held out {lesson.cross_validated:.1%}"
    )
    print(f"written to {out}; use it with: dragoman classify --relation {out} …")
