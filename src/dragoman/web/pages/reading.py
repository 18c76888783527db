"""Paste or upload an article and see on the spot what is read of it; nothing of it is kept."""

# FastAPI and pydantic evaluate annotations, so what they name is imported for good.
# ruff: noqa: TC001
from __future__ import annotations

from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, HTTPException, Response, UploadFile

from dragoman.records import Article, Report
from dragoman.sources import SourceError, iso_date, read_source
from dragoman.web.models import Model
from dragoman.web.page import render_body
from dragoman.web.room import Room
from dragoman.web.showing import Asked, FromThisRoom

router = APIRouter(tags=["reading"])
NOTHING = dict.fromkeys(("title", "published", "publisher", "text"), "")
SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf")


class OnTheSpot(Model):
    """What was read of an article, if one was given."""

    report: dict[str, Any] | None = None
    error: str | None = None


@router.get("/read", response_model=OnTheSpot)
def read_form(page: Asked) -> Response:
    """Where an article is pasted or uploaded."""
    return page.show("read.html", OnTheSpot(), given=NOTHING, longest=page.room.settings.longest_article)


@router.post("/read", response_model=OnTheSpot, dependencies=[FromThisRoom])
def read(
    page: Asked,
    text: Annotated[str, Form(max_length=1_000_000)] = "",
    title: Annotated[str, Form(max_length=500)] = "",
    published: Annotated[str, Form(max_length=40)] = "",
    publisher: Annotated[str, Form(max_length=200)] = "",
    file: Annotated[UploadFile | None, File(description="Text, HTML or PDF.")] = None,
) -> Response:
    """Read an article now. It is not kept, and leaves no trace in the store."""
    given = {"title": title, "published": published, "publisher": publisher, "text": text}
    longest = page.room.settings.longest_article
    try:
        report = _read(page.room, given, file)
    except (SourceError, ValueError) as error:
        why = error.cause if isinstance(error, SourceError) else str(error)
        data = OnTheSpot(error=" ".join(str(why).split())[:500])
        return page.show("read.html", data, status=400, given=given, longest=longest)
    data = OnTheSpot(report=report.to_dict())
    return page.show("read_out.html", data, article=report.article, body=render_body(report))


def _read(room: Room, given: dict[str, str], file: UploadFile | None) -> Report:
    """The report, made in the one thread that reads. ValueError or SourceError if there is none."""
    article = _uploaded(given, file) if file is not None and file.filename else _pasted(given)
    longest = room.settings.longest_article
    if len(article.text) > longest:
        raise ValueError(f"{len(article.text):,} characters; at most {longest:,} are read on the spot")
    if not room.waiting.acquire(blocking=False):
        raise HTTPException(503, "Others are reading; try again in a moment.")
    job = room.readers.submit(lambda: room.reader().read(article))
    job.add_done_callback(lambda _: room.waiting.release())
    try:
        return job.result(room.settings.reading_seconds)
    except TookTooLong:
        job.cancel()
        raise HTTPException(503, "Reading it takes too long.") from None


def _pasted(given: dict[str, str]) -> Article:
    if not given["text"].strip():
        raise ValueError("paste a text or choose a file")
    published = iso_date(given["published"]) if given["published"].strip() else None
    from dragoman.reading.language import detect_language

    text = given["text"].replace("\r\n", "\n")
    return Article(
        text,
        title=given["title"].strip() or None,
        published=published,
        publisher=given["publisher"].strip() or None,
        language=detect_language(text),
    )


def _uploaded(given: dict[str, str], file: UploadFile) -> Article:
    """The first article of a file; of its name only the ending counts."""
    suffix = Path(file.filename or "").suffix.lower()
    if suffix not in SUFFIXES:
        raise ValueError(f"a file that ends in {', '.join(SUFFIXES)}")
    told = {name: given[name].strip() or None for name in ("title", "published", "publisher")}
    with NamedTemporaryFile(suffix=suffix) as copy:
        copy.write(file.file.read())
        copy.flush()
        try:
            found = next(
                read_source(
                    Path(copy.name),
                    title=told["title"],
                    published=told["published"],
                    publisher=told["publisher"],
                ),
                None,
            )
        except SourceError as error:
            # The name of our copy is no business of anybody.
            raise ValueError(error.cause) from None
        if isinstance(found, SourceError) or found is None:
            raise ValueError(found.cause if found else "there is no article in it")
    return replace(found, id="", text=found.text)
