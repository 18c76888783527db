"""Who is bound to whom: the obligations question as a form."""

# FastAPI and pydantic evaluate annotations, so what they name is imported for good.
# ruff: noqa: TC001
from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Response

from dragoman import ontology
from dragoman.web.models import Model
from dragoman.web.showing import Asked

router = APIRouter(tags=["obligations"])
Given = Annotated[str, Query(max_length=120)]


class Obligations(Model):
    """The question, and the answer if one was asked."""

    attacked: str
    by: str
    on: str
    where: str
    suppose: str
    answer: dict[str, Any] | None = None
    """As `dragoman obligations --format json` gives it."""
    error: str | None = None


class Question:
    """Who is attacked by whom, on what day and where, and what is supposed."""

    def __init__(
        self,
        attacked: Given = "",
        by: Given = "",
        on: Annotated[str, Query(max_length=10, description="A day, ISO 8601; today if empty.")] = "",
        where: Given = "",
        suppose: Annotated[
            str, Query(max_length=400, description="Such as “UKR joins NATO”; several with ;")
        ] = "",
    ) -> None:
        self.attacked, self.by, self.on = attacked.strip(), by.strip(), on.strip()
        self.where, self.suppose = where.strip(), suppose.strip()

    def answered(self) -> tuple[Any, str | None]:
        """The answer, or why there is none."""
        from dragoman.analysis.obligations import QuestionError, obligations
        from dragoman.analysis.suppositions import SuppositionError

        attackers = [part.strip() for part in self.by.split(",") if part.strip()]
        wishes = [part.strip() for part in self.suppose.split(";") if part.strip()]
        day = self.on or dt.date.today().isoformat()
        try:
            made = obligations(self.attacked, attackers or None, day, wishes, where=self.where or None)
        except (QuestionError, SuppositionError) as error:
            return None, str(error)
        return made, None


Put = Annotated[Question, Depends(Question)]


@router.get("/obligations", response_model=Obligations)
def obligations_page(page: Asked, question: Put) -> Response:
    """Who would be called on by which treaty if one state were attacked by another, and what is no duty."""
    answer, error = question.answered() if question.attacked else (None, None)
    told = answer.to_dict() if answer else None
    data = Obligations(**vars(question), answer=told, error=error)
    countries = sorted(set(ontology.codes().values()))
    return page.show("obligations.html", data, countries=countries, status=400 if error else 200)


@router.get("/obligations.svg", response_class=Response, responses={200: {"content": {"image/svg+xml": {}}}})
def obligations_picture(page: Asked, question: Put) -> Response:
    """The answer as a picture."""
    from dragoman.analysis.obligations_picture import svg

    answer, error = question.answered() if question.attacked else (None, "nobody is attacked")
    if answer is None:
        raise HTTPException(400, error)
    key = ("obligations", *vars(question).values(), answer.on)
    drawn = page.room.remembered(page.store, key, lambda: svg(answer))
    return Response(drawn, media_type="image/svg+xml")
