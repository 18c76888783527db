"""`dragoman export`: events of a store, in the formats that others read."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path  # noqa: TC003 (Typer evaluates the annotations)
from typing import Annotated

import typer

from dragoman.cli.asking import (
    ActorOption,
    ArticleOption,
    ConfidenceOption,
    ContextOption,
    ModeOption,
    OccurrenceOption,
    OriginOption,
    OwnVoiceOption,
    PartyOption,
    PlaceOption,
    PublisherOption,
    QuadOption,
    RecipientOption,
    SaidByOption,
    SinceOption,
    StatusOption,
    StoryOption,
    TextOption,
    TypeOption,
    UntilOption,
    VerdictOption,
    event_filters,
)
from dragoman.cli.inputs import ALL_FAILED
from dragoman.cli.stores import AsOfOption, StoreOption, opened, told_errors


class ExportFormat(StrEnum):
    """The formats that can be written: `store.interchange.exporting.EXPORTS`, and gold articles."""

    plover_json = "plover-json"
    gdelt_like = "gdelt-like"
    icews_like = "icews-like"
    csv = "csv"
    parquet = "parquet"
    reports = "reports"
    gold = "gold"


def command(
    form: Annotated[ExportFormat, typer.Argument(metavar="FORMAT", help=", ".join(ExportFormat))],
    store: StoreOption,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write.", show_default="standard output")
    ] = None,
    actor: ActorOption = None,
    recipient: RecipientOption = None,
    party: PartyOption = None,
    type: TypeOption = None,
    mode: ModeOption = None,
    context: ContextOption = None,
    quad: QuadOption = None,
    status: StatusOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    publisher: PublisherOption = None,
    said_by: SaidByOption = None,
    own_voice: OwnVoiceOption = None,
    text: TextOption = None,
    place: PlaceOption = None,
    origin: OriginOption = None,
    confidence: ConfidenceOption = None,
    verdict: VerdictOption = None,
    story: StoryOption = None,
    occurrence: OccurrenceOption = None,
    article: ArticleOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Write events of a store (or all its reports) to a file, oldest first, always in the same order.

    `reports` is the canonical export: every report as JSON, a line each, in order of article id.
    """
    filters = event_filters(locals())
    if form in (ExportFormat.reports, ExportFormat.gold) and filters:
        named = ", ".join(f"--{name.replace('_', '-')}" for name in sorted(filters))
        print(f"dragoman: {form} are exported whole, without {named}", file=sys.stderr)
        raise typer.Exit(ALL_FAILED)
    if form is ExportFormat.gold:
        _gold(store, as_of, out)
        return
    if form is ExportFormat.parquet and out is None and sys.stdout.isatty():
        print("dragoman: Parquet is no text; name a file with --out", file=sys.stderr)
        raise typer.Exit(ALL_FAILED)
    from dragoman.store.interchange.exporting import export

    with told_errors():
        kept = opened(store, as_of=as_of)
        count = export(kept, form, out if out is not None else sys.stdout.buffer, **filters)
    if out is not None:
        what = "reports" if form is ExportFormat.reports else "events"
        print(f"{out}: {count:,} {what} of version {kept.version}", file=sys.stderr)


def _gold(store: str, as_of: str | None, out: Path | None) -> None:
    """Write the articles that were reviewed as gold articles, a file each."""
    import json

    from dragoman.cli.outputs import whole_file

    if out is None:
        print("dragoman: gold articles are a file each; name a folder with --out", file=sys.stderr)
        raise typer.Exit(ALL_FAILED)
    from dragoman.store.gold import gold_of

    count = 0
    with told_errors():
        kept = opened(store, as_of=as_of)
        for document in gold_of(kept):
            with whole_file(out / f"{document['article']['id']}.json") as stream:
                json.dump(document, stream, ensure_ascii=False, indent=1)
                stream.write("\n")
            count += 1
    print(f"{out}: {count:,} reviewed articles of version {kept.version}", file=sys.stderr)
