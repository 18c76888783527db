"""`dragoman eval`: how well the reader does on annotated articles."""

from __future__ import annotations

import sys
from pathlib import Path  # noqa: TC003 (Typer evaluates the annotations)
from typing import Annotated

import typer

from dragoman.cli.inputs import ALL_FAILED, loaded_reader


def command(
    folder: Annotated[
        Path, typer.Argument(metavar="GOLD_FOLDER", help="Folder of annotated articles (*.json).")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as one line of JSON.")] = False,
) -> None:
    """Read annotated articles and print how well the reports agree with the annotation."""
    import json

    from dragoman import evaluation
    from dragoman.records import Article

    try:
        documents = evaluation.gold_documents(folder)
        articles = [Article.from_dict(document["article"]) for document in documents]
    except (OSError, ValueError, KeyError, TypeError) as error:
        cause = f"lacks {error}" if isinstance(error, KeyError) else error
        print(f"dragoman: {folder}: {cause}", file=sys.stderr)
        raise typer.Exit(ALL_FAILED) from None
    figures = evaluation.evaluate(documents, loaded_reader().pipe(articles))
    print(json.dumps(figures) if as_json else evaluation.table(figures))
