"""`dragoman events`, `quotes`, `parties`, `stories`, `chronology` and `sql`: questions to a store."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.inputs import ALL_FAILED
from dragoman.cli.stores import (
    AsOfOption,
    FormatOption,
    OutOption,
    StoreOption,
    opened,
    told_errors,
    write_answer,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

Many = list[str] | None
_PARTY = "A code (USA), a code with a sector (USA.MIL), a country, or a name."
ActorOption = Annotated[Many, typer.Option("--actor", "-a", metavar="PARTY", help=f"Who does it. {_PARTY}")]
RecipientOption = Annotated[
    Many, typer.Option("--recipient", "-r", metavar="PARTY", help=f"To whom. {_PARTY}")
]
PartyOption = Annotated[Many, typer.Option("--party", metavar="PARTY", help="In either role.")]
TypeOption = Annotated[Many, typer.Option("--type", "-t", metavar="TYPE", help="PLOVER type: THREATEN.")]
ModeOption = Annotated[Many, typer.Option("--mode", help="PLOVER mode: ultimatum.")]
ContextOption = Annotated[Many, typer.Option("--context", help="PLOVER context: military.")]
QuadOption = Annotated[Many, typer.Option("--quad", help="Quad class: verbal conflict.")]
StatusOption = Annotated[
    Many, typer.Option("--status", help="actual, historical, future, hypothetical, negated.")
]
SinceOption = Annotated[str | None, typer.Option("--since", metavar="DATE", help="From 2022, 2022-02 …")]
UntilOption = Annotated[str | None, typer.Option("--until", metavar="DATE", help="… to the end of it.")]
PublisherOption = Annotated[Many, typer.Option("--publisher", help="Who published it.")]
SaidByOption = Annotated[Many, typer.Option("--said-by", metavar="PARTY", help="On whose word it stands.")]
OwnVoiceOption = Annotated[
    bool | None,
    typer.Option("--own-voice/--on-word", help="Told as a fact, or on somebody's word.", show_default=False),
]
TextOption = Annotated[str | None, typer.Option("--text", help="Words of its sentence.")]
PlaceOption = Annotated[Many, typer.Option("--place", help="Where: a name, or a country's code.")]
OriginOption = Annotated[Many, typer.Option("--origin", help="dragoman, or the data it was imported from.")]
ConfidenceOption = Annotated[
    float | None, typer.Option("--confidence", metavar="0–1", help="At least so sure.", min=0, max=1)
]
VerdictOption = Annotated[Many, typer.Option("--verdict", help="Reviewed: confirm, correct, reject.")]
StoryOption = Annotated[Many, typer.Option("--story", help="Of one story.")]
OccurrenceOption = Annotated[Many, typer.Option("--occurrence", help="Tellings of one act.")]
ArticleOption = Annotated[Many, typer.Option("--article", help="Of one article.")]
LimitOption = Annotated[int, typer.Option("--limit", "-n", help="At most so many rows; 0: all.", min=0)]
NewestOption = Annotated[
    bool | None, typer.Option("--newest/--oldest", help="Which end comes first.", show_default=False)
]


def event_filters(given: dict[str, Any]) -> dict[str, Any]:
    """The filters of `Store.events` among a command's options, those not given left out."""
    names = (
        "actor recipient party type mode context quad status since until publisher said_by own_voice text "
        "place origin confidence verdict story occurrence article"
    ).split()
    found = _given(given, names)
    if "party" in found:
        found["party_in"] = found.pop("party")
    return found


def _given(options: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Those of a command's options that were given; an empty one ends the command, for without the filter
    a script whose variable was never set would be answered with everything."""
    found = {name: options[name] for name in names if options.get(name) is not None}
    for name, value in found.items():
        values = value if isinstance(value, list) else [value]
        if any(isinstance(one, str) and not one.strip(", ") for one in values):
            print(f"dragoman: --{name.replace('_', '-')} is empty", file=sys.stderr)
            raise SystemExit(ALL_FAILED)
    return found


def events(
    store: StoreOption,
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
    limit: LimitOption = 50,
    newest: NewestOption = None,
    as_of: AsOfOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """Events: one row for each mention of an act, newest first."""
    filters = event_filters(locals())
    with told_errors():
        answer = opened(store, as_of=as_of).events(
            **filters, limit=limit or None, order="oldest" if newest is False else "newest", count=True
        )
        shown = ("day", "type", "actor_names", "recipient_names", "status", "voice", "sentence")
        write_answer(answer, shown, form, out, _note(answer.total, len(answer), answer.version))


def chronology(
    store: StoreOption,
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
    article: ArticleOption = None,
    limit: LimitOption = 100,
    newest: NewestOption = None,
    as_of: AsOfOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """What happened, in order: one row for each occurrence, however many articles tell of it."""
    filters = event_filters(locals())
    with told_errors():
        answer = opened(store, as_of=as_of).chronology(
            **filters, limit=limit or None, order="newest" if newest else "oldest"
        )
        shown = ("day", "type", "actor_names", "recipient_names", "status", "independent", "sentence")
        write_answer(answer, shown, form, out, f"version {answer.version}")


def quotes(
    store: StoreOption,
    said_by: SaidByOption = None,
    kind: Annotated[Many, typer.Option(help="direct, mixed, indirect.")] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    publisher: PublisherOption = None,
    text: TextOption = None,
    article: ArticleOption = None,
    limit: LimitOption = 50,
    newest: NewestOption = None,
    as_of: AsOfOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """Quotes: who said what, newest first."""
    names = ("said_by", "kind", "since", "until", "publisher", "text", "article")
    filters = _given(locals(), names)
    with told_errors():
        answer = opened(store, as_of=as_of).quotes(
            **filters, limit=limit or None, order="oldest" if newest is False else "newest", count=True
        )
        shown = ("published_day", "speaker_name", "kind", "text")
        write_answer(answer, shown, form, out, _note(answer.total, len(answer), answer.version))


def parties(
    store: StoreOption,
    code: Annotated[Many, typer.Option(help="Party code: USA.")] = None,
    sector: Annotated[Many, typer.Option(help="PLOVER sector: MIL.")] = None,
    kind: Annotated[Many, typer.Option(help="person, country, government, organisation, group.")] = None,
    text: Annotated[str | None, typer.Option(help="Words of its name.")] = None,
    limit: LimitOption = 50,
    as_of: AsOfOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """Parties over all articles: how often named, acting and acted upon."""
    filters = _given(locals(), ("code", "sector", "kind", "text"))
    with told_errors():
        answer = opened(store, as_of=as_of).parties(**filters, limit=limit or None)
        shown = ("name", "code", "sector", "kind", "articles", "acts", "suffers")
        write_answer(answer, shown, form, out, f"version {answer.version}")


def stories(
    store: StoreOption,
    since: SinceOption = None,
    until: UntilOption = None,
    publisher: PublisherOption = None,
    text: Annotated[str | None, typer.Option(help="Words of a title or text.")] = None,
    limit: LimitOption = 50,
    as_of: AsOfOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """Stories: articles that tell the same news, latest first."""
    filters = _given(locals(), ("since", "until", "publisher", "text"))
    with told_errors():
        answer = opened(store, as_of=as_of).stories(**filters, limit=limit or None)
        shown = ("first", "last", "title", "articles", "publishers", "story")
        write_answer(answer, shown, form, out, f"version {answer.version}")


def sql(
    statement: Annotated[str, typer.Argument(metavar="SELECT", help="One question over the store's views.")],
    store: StoreOption,
    as_of: AsOfOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """Ask in SQL. Views: articles, readings, parties, quotes, events, event_parties, dyads, stories,
    occurrences, reviews, verdicts, runs; docs/store.md tells their columns."""
    with told_errors():
        answer = opened(store, as_of=as_of).sql(statement)
        write_answer(answer, None, form, out, f"version {answer.version}")


def versions(
    store: StoreOption, as_of: AsOfOption = None, form: FormatOption = None, out: OutOption = None
) -> None:
    """The transactions of a store: what a paper cites, and `--as-of` goes back to."""
    from dragoman.store import Answer

    with told_errors():
        opened_store = opened(store, as_of=as_of)
        answer = Answer(opened_store.versions(), opened_store.version)
        shown = ("version", "at", "kind", "articles", "events", "quotes", "dragoman", "reader", "sources")
        write_answer(answer, shown, form, out, f"version {answer.version}")


def _note(total: int | None, shown: int, version: int) -> str:
    more = f"{shown:,} of {total:,} rows; " if total is not None and total > shown else ""
    return f"{more}version {version}"
