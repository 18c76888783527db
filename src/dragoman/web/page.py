"""One report as one self-contained page: the article with its spans marked, and cards for what was read.

The page asks no host for anything: style and script are inside it, and its content security policy allows
those two by their hashes and nothing else. All text of the article is escaped.
"""

from __future__ import annotations

import base64
import hashlib
import html
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from dragoman import phrasing
from dragoman.web.marks import Piece, first_pieces, paragraphs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jinja2 import Environment
    from markupsafe import Markup

    from dragoman.records import Event, Participant, Report

HERE = Path(__file__).parent
QUAD_CLASSES = {
    "verbal cooperation": "vc",
    "material cooperation": "mc",
    "verbal conflict": "vk",
    "material conflict": "mk",
}
OWN_VOICE = "~"
"""What the voice filter calls the publication's own voice; no name is a lone tilde."""


def render_page(report: Report) -> str:
    """A whole HTML document for one report."""
    style, script = asset("report.css"), asset("report.js")
    return (
        _environment()
        .get_template("report.html")
        .render(
            title=report.article.title or report.article.id,
            body=render_body(report),
            style=style,
            script=script,
            policy=policy(style, script),
        )
    )


def render_fragment(report: Report, *, height: int = 640) -> str:
    """The page in a frame `height` pixels high, for notebooks: nothing of it touches the page around it."""
    title = html.escape(report.article.title or report.article.id, quote=True)
    return (
        f'<iframe title="{title}" sandbox="allow-scripts" width="100%" height="{height}" '
        f'style="border:0" srcdoc="{html.escape(render_page(report), quote=True)}"></iframe>'
    )


def render_body(
    report: Report,
    reviews: Mapping[str, Any] | None = None,
    event_at: Callable[[str], str] | None = None,
) -> Markup:
    """The report's markup alone, for a page that brings `report.css` and `report.js` itself (see `asset`).

    `reviews` are the latest ones by event (`verdict`, `author`, `note`), `event_at` gives the address of an
    event's own page; without them the cards say nothing of either.
    """
    from markupsafe import Markup

    template = _environment().get_template("_report.html")
    view = _view(report) | {"reviews": reviews or {}, "event_at": event_at}
    return Markup(template.render(view))  # the template escapes


@cache
def asset(name: str) -> str:
    """The text of a static file: `report.css` or `report.js`."""
    return (HERE / "static" / name).read_text(encoding="utf-8")


def policy(style: str, script: str) -> str:
    """A content security policy that allows this inline style and script, `data:` images and nothing else."""

    def source(text: str) -> str:
        digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
        return f"'sha256-{digest}'"

    return (
        f"default-src 'none'; style-src {source(style)}; script-src {source(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["spoken_date"] = phrasing.spoken_date
    environment.filters["flat"] = phrasing.flat
    environment.filters["signed"] = phrasing.signed
    return environment


def safe_link(url: str | None) -> str | None:
    """The address if it leads to a web page, None for anything that a browser would run or open otherwise."""
    if not url:
        return None
    try:
        return url if urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class _Run:
    """A piece as the template draws it: its classes, its marks as `e3:trigger q0:content`, and its link."""

    text: str
    classes: str
    marks: str
    link: str | None
    label: str | None


def _view(report: Report) -> dict[str, Any]:
    """What the template shows, in plain values."""
    article = report.article
    parts = paragraphs(report)
    triggers = first_pieces(parts, "trigger")
    names = {party.id: number for number, party in enumerate(report.parties)}
    events = [_event_card(number, event, report, names) for number, event in enumerate(report.events)]
    quotes = [_quote_card(number, report, names) for number in range(len(report.quotes))]
    cards = sorted(events + quotes, key=lambda card: (card["at"], card["kind"]))
    return {
        "article": article,
        "link": safe_link(article.url),
        "words": len(article.text.split()),
        "paragraphs": [[_run(piece, report, triggers) for piece in part.pieces] for part in parts],
        "cards": cards,
        "parties": _party_rows(report),
        "warnings": report.warnings,
        "filters": _filters(report),
        "count": {"events": len(events), "quotes": len(quotes), "parties": len(report.parties)},
        "signs": phrasing.STATUS_SIGNS,
        "own_voice": OWN_VOICE,
    }


def _run(piece: Piece, report: Report, triggers: Mapping[str, int]) -> _Run:
    marks = " ".join(f"{mark.ref}:{mark.role}" for mark in piece.marks)
    classes = []
    link = label = None
    if any(mark.role == "mention" for mark in piece.marks):
        classes.append("mention")
    if any(mark.role == "content" for mark in piece.marks):
        classes.append("said")
    if refs := piece.refs("trigger"):
        event = report.events[int(refs[0][1:])]
        classes += ["trigger", QUAD_CLASSES.get(event.quad, "vc"), event.status]
        classes += ["first"] if any(mark.role == "trigger" for mark in piece.opens) else []
        classes += ["last"] if any(mark.role == "trigger" for mark in piece.closes) else []
        opening = [ref for ref in refs if triggers.get(ref) == piece.start]
        if opening:
            link = f"#{event.id}"
            label = "; ".join(_spoken(report.events[int(ref[1:])]) for ref in refs)
    elif refs := piece.refs("cue"):
        classes.append("cue")
    # Nothing that turns the direction of writing: the reader of the page must see what the machine read.
    shown = "".join(char for char in piece.text if char.isprintable() or char.isspace())
    return _Run(shown, " ".join(classes), marks, link, label)


def _spoken(event: Event) -> str:
    return " ".join((event.type, *event.mode)) + f", {event.status}, {phrasing.by_name(event)}"


def _event_card(number: int, event: Event, report: Report, names: dict[str, int]) -> dict[str, Any]:
    text = report.article.text
    involved = {who.party for who in (*event.actor, *event.recipient)}
    involved |= {voice.party for voice in event.voice if voice.party}
    return {
        "kind": "event",
        "ref": f"e{number}",
        "at": event.trigger.start,
        "id": event.id,
        "event": event,
        "quad": QUAD_CLASSES.get(event.quad, "vc"),
        "actor": [_participant(who, names) for who in event.actor],
        "recipient": [_participant(who, names) for who in event.recipient],
        "voices": phrasing.voices(event),
        "outermost": phrasing.flat(event.voice[0].name) if event.voice else OWN_VOICE,
        "when": phrasing.when(event.date) if event.date else None,
        "where": event.place,
        "size": phrasing.how_many(event.size) if event.size else [],
        "condition": phrasing.flat(text[slice(*event.condition)]) if event.condition else None,
        "parties": " ".join(f"p{names[party]}" for party in sorted(involved) if party in names),
    }


def _participant(who: Participant, names: dict[str, int]) -> dict[str, Any]:
    said = phrasing.flat(who.text)
    return {
        "name": phrasing.flat(who.name),
        "code": who.code,
        "sector": " ".join(who.sector),
        "said": said if said != who.name else None,
        "ref": f"p{names[who.party]}" if who.party in names else None,
    }


def _quote_card(number: int, report: Report, names: dict[str, int]) -> dict[str, Any]:
    quote = report.quotes[number]
    speaker = report.parties[names[quote.speaker]] if quote.speaker in names else None
    said = report.article.text[slice(*quote.speaker_span)] if quote.speaker_span else None
    return {
        "kind": "quote",
        "ref": f"q{number}",
        "at": min(span.start for span in quote.content),
        "id": quote.id,
        "quote": quote,
        "speaker": speaker,
        "unnamed": phrasing.flat(said) if said else "somebody",
        "content": [phrasing.flat(report.article.text[slice(*span)]) for span in quote.content],
        "outermost": phrasing.flat(speaker.name) if speaker else "",
        "parties": f"p{names[speaker.id]}" if speaker else "",
    }


def _party_rows(report: Report) -> list[dict[str, Any]]:
    """Parties with how often they are named, act and speak; the busiest first."""
    rows = []
    for number, party in enumerate(report.parties):
        acts = sum(any(who.party == party.id for who in (*e.actor, *e.recipient)) for e in report.events)
        said = sum(quote.speaker == party.id for quote in report.quotes)
        rows.append({"ref": f"p{number}", "party": party, "acts": acts, "said": said})
    return sorted(rows, key=lambda row: -(len(row["party"].mentions) + row["acts"] + row["said"]))


def _filters(report: Report) -> dict[str, Any]:
    """The choices of each filter: only what occurs, so that no choice gives an empty list by itself."""
    events = report.events
    statuses = {event.status for event in events}
    voices = dict.fromkeys(phrasing.flat(event.voice[0].name) for event in events if event.voice)
    return {
        "types": sorted({event.type for event in events}),
        "statuses": [status for status in phrasing.STATUS_SIGNS if status in statuses],
        "voices": sorted(voices),
    }
