"""Review: a person confirms, corrects or rejects what the machine coded."""

# FastAPI and pydantic evaluate annotations, so what they name is imported for good.
from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Query, Response
from fastapi.responses import RedirectResponse

from dragoman.records import STATUSES
from dragoman.store import QuestionError, Store
from dragoman.store.filters import code_of
from dragoman.web import finding
from dragoman.web.models import Act, Coding, Model, Review
from dragoman.web.pages.articles import detail
from dragoman.web.pages.chronology import acts_of
from dragoman.web.showing import Asked, FromThisRoom, Number, wants_json

router = APIRouter(tags=["review"])
Field = Annotated[str, Form(max_length=500)]
PAGE = 40


class Reviewed(Model):
    """A review with the event that it is about."""

    review: Review
    act: Act | None


class Reviews(Model):
    """The reviews, latest first."""

    version: int
    total: int
    page: int
    pages: bool
    reviews: list[Reviewed]


@router.get("/reviews", response_model=Reviews)
def reviews_page(
    page: Asked, number: Number = 1, author: Annotated[str | None, Query(max_length=200)] = None
) -> Response:
    """What persons said of the machine's coding, latest first."""
    where, given = ("WHERE author = ?", [author]) if author else ("", [])
    cursor = page.store.cursor()
    total = finding.asked(cursor, f"SELECT count(*) AS n FROM reviews_rows {where}", given)[0]["n"]
    rows = finding.asked(
        cursor,
        'SELECT id, event, verdict, correction, note, author, "at" FROM reviews_rows'
        f' {where} ORDER BY "at" DESC, id LIMIT {PAGE} OFFSET {(number - 1) * PAGE}',
        given,
    )
    events = finding.events_by_id(page.store, list({row["event"] for row in rows}))
    acts = {act.id: act for act in acts_of(page.store, events)}
    data = Reviews(
        version=page.store.version,
        total=total,
        page=number,
        pages=number * PAGE < total,
        reviews=[Reviewed(review=Review.of(row), act=acts.get(row["event"])) for row in rows],
    )
    return page.show("reviews.html", data)


@router.post("/event/{id}/review", response_model=Review, dependencies=[FromThisRoom])
def review(
    page: Asked,
    id: str,
    verdict: Field,
    author: Field,
    note: Annotated[str, Form(max_length=3000)] = "",
    type: Field = "",
    status: Field = "",
    actor: Annotated[str, Form(max_length=2000, description="A party a line: name | CODE.")] = "",
    recipient: Annotated[str, Form(max_length=2000)] = "",
    voice: Annotated[str, Form(max_length=2000, description="A name a line, outermost first.")] = "",
    whole: Annotated[bool, Form(description="Whether what is left empty is meant to be empty.")] = False,
    back: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Keep a review of an event. The machine's coding stays; what is corrected is shown over it."""
    if not page.can_review:
        raise HTTPException(403, "Nothing is written in this room.")
    before = detail(page, id).act.coding
    given = {"type": type, "status": status, "actor": actor, "recipient": recipient, "voice": voice}
    correction = correction_of(before, given, whole=whole) if verdict == "correct" else None
    if verdict == "correct" and not correction:
        raise QuestionError("The correction changes nothing; confirm it instead.")
    with page.room.writing:
        store = Store(page.room.settings.store)
        made = store.review(id, verdict, author=author, correction=correction, note=note or None)
    page.room.refreshed()
    page.request.state.session["author"] = author[:200]
    if wants_json(page.request, page.form):
        row = next(row for row in finding.reviews(store, [id])[id] if row["id"] == made)
        return Response(Review.of(row).model_dump_json(), 201, media_type="application/json")
    if page.request.headers.get("hx-request") == "true":
        return page.show("event.html", detail(page, id))
    # Only a path of this room: a form must not lead elsewhere.
    local = back if back.startswith("/") and not back.startswith(("//", "/\\")) else f"/event/{id}"
    return RedirectResponse(local, 303)


def correction_of(before: Coding, given: dict[str, str], *, whole: bool = False) -> dict[str, Any]:
    """What of the form differs from the machine's coding, by keys of an event.

    What is empty stays as it is; with `whole` an emptied list of parties means that there are none, and an
    emptied voice that it is the publication's own.
    """
    made: dict[str, Any] = {}
    if given["type"] and given["type"].upper() != before.type:
        made["type"] = given["type"].upper()
    if given["status"] and given["status"] != before.status:
        if given["status"] not in STATUSES:
            raise QuestionError(f"status: {given['status']!r} is none of {', '.join(STATUSES)}")
        made["status"] = given["status"]
    for role, parties in (("actor", before.actor), ("recipient", before.recipient)):
        asked = [_party(line) for line in given[role].splitlines() if line.strip()]
        if (asked or whole) and asked != [{"name": party.name, "code": party.code} for party in parties]:
            made[role] = asked
    voice = [line.strip() for line in given["voice"].splitlines() if line.strip()]
    if (voice or whole) and voice != before.voice:
        made["voice"] = voice
    return made


def _party(line: str) -> dict[str, str | None]:
    name, _, code = (part.strip() for part in line.partition("|"))
    return {"name": name, "code": code.upper() or None if code else code_of(name)}
