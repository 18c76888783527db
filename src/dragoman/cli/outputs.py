"""Reports written out as text, JSON, JSONL, HTML or CSV: to the terminal, a file, or a folder."""

from __future__ import annotations

import csv
import io
import re
import sys
from contextlib import contextmanager
from enum import StrEnum
from typing import IO, TYPE_CHECKING, Any

from dragoman.cli.inputs import is_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dragoman.records import Event, Participant, Report


class Format(StrEnum):
    """What a report can be written as."""

    text = "text"
    json = "json"
    jsonl = "jsonl"
    html = "html"
    csv = "csv"


SUFFIXES = {".txt": Format.text, ".html": Format.html, ".htm": Format.html}
SUFFIXES |= {f".{name}": Format(name) for name in ("json", "jsonl", "csv")}
CSV_COLUMNS = (
    "article published publisher event type mode context quad score cameo status voice voice_code "
    "actor actor_code actor_sector recipient recipient_code recipient_sector trigger condition "
    "date date_end place geonameid lat lon country dead injured arrested confidence sentence "
    "factuality displaced troops weapons money currency"
).split()


def chosen_format(wanted: Format | None, out: Path | None, sources: list[str]) -> Format:
    """The format asked for, else the one the output's ending names, else JSONL for tables, else text."""
    if wanted is not None:
        return wanted
    if out is not None and out.suffix in SUFFIXES:
        return SUFFIXES[out.suffix]
    if any(map(is_table, sources)):
        return Format.jsonl
    return Format.text if out is None else Format.json


def is_folder(out: Path) -> bool:
    """Whether `--out` names a folder: it is one, or its name has no ending that a format has."""
    return out.is_dir() or out.suffix not in SUFFIXES


def file_name(report: Report, form: Format) -> str:
    """A file name for a report from its article's id, safe on every system."""
    safe = re.sub(r"[^\w.-]+", "_", report.article.id).strip("._")[:120] or "article"
    return f"{safe}.{'txt' if form is Format.text else form}"


@contextmanager
def whole_path(path: Path) -> Iterator[Path]:
    """Where to write a file that appears under its name only when it is complete.

    Raises OSError, with the file's own name, if it cannot be written.
    """
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield part
        part.replace(path)
    except OSError as error:
        if error.filename == str(part):
            error.filename, error.filename2 = str(path), None
        raise
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def whole_file(path: Path) -> Iterator[IO[str]]:
    """A text file to write that appears under its name only when it is complete."""
    with whole_path(path) as part, part.open("w", encoding="utf-8", newline="") as stream:
        yield stream


class Writer:
    """Writes reports one after the other to one stream in one format.

    `colour` and `width` count for text only. `close` writes what the format wants at its end.
    """

    def __init__(
        self, stream: IO[str], form: Format, *, many: bool, colour: bool = False, width: int = 100
    ) -> None:
        self.stream = stream
        self.form = form
        self.many = many
        self.colour = colour
        self.width = width
        self.count = 0

    def write(self, report: Report) -> None:
        """Write one report."""
        getattr(self, f"_{self.form}")(report)
        self.count += 1

    def close(self) -> None:
        """End the output."""
        if self.form is Format.json and self.many:
            self.stream.write("\n]\n" if self.count else "[]\n")
        self.stream.flush()

    def _text(self, report: Report) -> None:
        from dragoman.cli.text_form import text_form

        if self.count:
            self.stream.write("\n")
        self.stream.write(text_form(report, width=self.width, colour=self.colour))

    def _json(self, report: Report) -> None:
        if not self.many:
            self.stream.write(report.to_json(indent=2) + "\n")
            return
        self.stream.write(",\n" if self.count else "[\n")
        self.stream.write(report.to_json())

    def _jsonl(self, report: Report) -> None:
        self.stream.write(report.to_json() + "\n")

    def _html(self, report: Report) -> None:
        from dragoman.web.page import render_page

        if self.count:
            raise ValueError("a page holds one article: name a folder with --out for several")
        self.stream.write(render_page(report))

    def _csv(self, report: Report) -> None:
        rows = csv.DictWriter(self.stream, CSV_COLUMNS, lineterminator="\n")
        if not self.count:
            rows.writeheader()
        rows.writerows(csv_rows(report))


def csv_rows(report: Report) -> Iterator[dict[str, Any]]:
    """One row per event, lists joined by "; ", blank for what is not known."""
    article = report.article
    for event in report.events:
        row: dict[str, Any] = {
            "article": article.id,
            "published": article.published,
            "publisher": article.publisher,
            "event": event.id,
            "type": event.type,
            "mode": "; ".join(event.mode),
            "context": "; ".join(event.context),
            "quad": event.quad,
            "score": event.score,
            "cameo": event.cameo,
            "status": event.status,
            "voice": "; ".join(voice.name for voice in event.voice),
            "voice_code": "; ".join(voice.code or "" for voice in event.voice),
            "trigger": event.trigger.text,
            "condition": article.text[slice(*event.condition)] if event.condition else None,
            "confidence": event.confidence,
            "factuality": event.factuality,
            "sentence": " ".join(article.text[slice(*event.sentence)].split()),
        }
        row |= _side("actor", event.actor) | _side("recipient", event.recipient) | _when_and_where(event)
        yield row


def _side(role: str, parties: tuple[Participant, ...]) -> dict[str, str]:
    return {
        role: "; ".join(party.name for party in parties),
        f"{role}_code": "; ".join(party.code or "" for party in parties),
        f"{role}_sector": "; ".join(" ".join(party.sector) for party in parties),
    }


def _when_and_where(event: Event) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if event.date:
        found |= {"date": event.date.value, "date_end": event.date.end}
    if event.place:
        place = event.place
        found |= {"place": place.name, "geonameid": place.geonameid, "lat": place.lat, "lon": place.lon}
        found["country"] = place.country
    if event.size:
        found |= event.size.to_dict() | {"money": None}
        if event.size.money:
            found |= {"money": event.size.money.amount, "currency": event.size.money.currency}
    return found


def rendered(report: Report, form: Format) -> str:
    """One report alone in a format, as a file of a folder holds it."""
    stream = io.StringIO()
    writer = Writer(stream, form, many=False)
    writer.write(report)
    writer.close()
    return stream.getvalue()


def utf8_stdout() -> IO[str]:
    """Standard output in UTF-8 whatever the locale says: the records are, and `C` is common on servers."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")
    return sys.stdout
