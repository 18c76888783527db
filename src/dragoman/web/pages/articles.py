"""One article, annotated; one occurrence, as each publisher tells it; one event, with its reviews."""

# FastAPI and pydantic evaluate annotations, so what they name is imported for good.
# ruff: noqa: TC001
from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Response

from dragoman.web import finding
from dragoman.web.models import Act, Headline, Model, Review
from dragoman.web.page import render_body
from dragoman.web.pages.chronology import acts_of
from dragoman.web.showing import Asked

router = APIRouter(tags=["articles"])


class Read(Model):
    """An article with all that was read of it, and what persons said of that."""

    version: int
    report: dict[str, Any]
    """As `dragoman read --format json` gives it; `docs/schema/report.schema.json` describes it."""
    reviews: list[Review]


class Telling(Model):
    """One event as one article tells it."""

    act: Act
    article: Headline | None


class Side(Model):
    """What one publisher makes of an occurrence."""

    publisher: str
    own_voice: bool
    """Whether it tells it, at least once, as a fact of its own."""
    tellings: list[Telling]


class Occurrence(Model):
    """One act, and every telling of it."""

    version: int
    id: str
    act: Act
    sides: list[Side]
    differences: dict[str, list[str]]
    """Where publishers differ: type, status or voice, with the values that there are."""


class Detail(Model):
    """One event, with its sentence in the article and all its reviews."""

    version: int
    act: Act
    article: Headline | None
    before: str
    after: str
    reviews: list[Review]


@router.get("/article/{id}", response_model=Read)
def article_page(page: Asked, id: str) -> Response:
    """The text with everything that was read of it; each mark leads to the act or quote it stands for."""
    report = finding.report(page.store, id)
    if report is None:
        known = finding.articles(page.store, [id])
        why = (
            "The store has only the coding of this article, not its text."
            if known
            else "There is no such article."
        )
        raise HTTPException(404, why)
    reviews = finding.reviews(page.store, [event.id for event in report.events])
    said = [Review.of(row) for event in report.events for row in reviews.get(event.id, ())]
    data = Read(version=page.store.version, report=report.to_dict(), reviews=said)
    latest: dict[str, Review] = {}
    for review in said:
        latest.setdefault(review.event, review)
    body = render_body(report, latest, lambda event: page.link(f"/event/{event}"))
    return page.show("article.html", data, article=report.article, body=body)


@router.get("/occurrence/{id}", response_model=Occurrence)
def occurrence_page(page: Asked, id: str) -> Response:
    """How each publisher tells one act, side by side."""
    rows = finding.tellings(page.store, id)
    if not rows:
        raise HTTPException(404, "There is no such occurrence.")
    acts = acts_of(page.store, rows)
    articles = finding.articles(page.store, [act.article for act in acts if act.article])
    sides: dict[str, list[Telling]] = {}
    for act in acts:
        found = articles.get(act.article or "")
        told = Telling(act=act, article=headline(found) if found else None)
        sides.setdefault(act.publisher or "Unknown publisher", []).append(told)
    surest = max(acts, key=lambda act: (act.confidence or 0, act.id))
    data = Occurrence(
        version=page.store.version,
        id=id,
        act=surest.model_copy(update={"tellings": len(acts), "publishers": len(sides)}),
        sides=[
            Side(
                publisher=name,
                own_voice=any(not told.act.shown.voice for told in tellings),
                tellings=tellings,
            )
            for name, tellings in sides.items()
        ],
        differences=_differences(acts),
    )
    return page.show("occurrence.html", data)


def _differences(acts: list[Act]) -> dict[str, list[str]]:
    values = {
        "type": [act.shown.type or "none" for act in acts],
        "status": [act.shown.status or "none" for act in acts],
        "voice": [act.shown.voice[0] if act.shown.voice else "its own" for act in acts],
    }
    return {name: list(dict.fromkeys(found)) for name, found in values.items() if len(set(found)) > 1}


@router.get("/event/{id}", response_model=Detail)
def event_page(page: Asked, id: str) -> Response:
    """One event: who did what to whom, why it was coded so, and what persons said of that."""
    return page.show("event.html", detail(page, id))


def detail(page: Asked, id: str) -> Detail:
    """The data of an event's page. 404 if there is no such event."""
    rows = finding.events_by_id(page.store, [id], whole=True)
    if not rows:
        raise HTTPException(404, "There is no such event.")
    row = rows[0]
    act = acts_of(page.store, rows)[0]
    found = (
        finding.articles(page.store, [row["article"]], text=True).get(row["article"])
        if row["article"]
        else None
    )
    text = (found or {}).get("text") or ""
    start, end = row["sentence_start"] or 0, row["sentence_end"] or 0
    return Detail(
        version=page.store.version,
        act=act,
        article=headline(found) if found else None,
        before=_cut(text[max(0, start - 400) : start], at_start=True),
        after=_cut(text[end : end + 400], at_start=False),
        reviews=[Review.of(review) for review in finding.reviews(page.store, [id]).get(id, ())],
    )


def _cut(text: str, *, at_start: bool) -> str:
    """The text up to whole words, with an ellipsis where it was cut."""
    if len(text) < 400:
        return text
    return "… " + text.partition(" ")[2] if at_start else text.rpartition(" ")[0] + " …"


def headline(row: finding.Row) -> Headline:
    """An article's row as a headline."""
    return Headline(id=row["id"], title=row["title"], publisher=row["publisher"], published=row["published"])
