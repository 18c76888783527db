"""Signing in with the token of the room, and out."""

# FastAPI and pydantic evaluate annotations, so what they name is imported for good.
from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Form, Query, Response
from fastapi.responses import RedirectResponse

from dragoman.web.doors import same
from dragoman.web.models import Model
from dragoman.web.showing import Asked, FromThisRoom

router = APIRouter(tags=["doors"])


class Login(Model):
    """Whether one is signed in, or need not be."""

    needed: bool
    signed_in: bool
    error: str | None = None


def local(target: str) -> str:
    """A path of this room, whatever a form says."""
    return target if target.startswith("/") and not target.startswith(("//", "/\\")) else "/"


@router.get("/login", response_model=Login)
def login_page(page: Asked, next: Annotated[str, Query(max_length=2000)] = "/") -> Response:
    """Where the token is asked for."""
    session = page.request.state.session
    data = Login(needed=page.room.settings.token is not None, signed_in=bool(session.get("in")))
    return page.show("login.html", data, next=local(next))


@router.post("/login", response_model=Login, dependencies=[FromThisRoom])
def login(
    page: Asked,
    token: Annotated[str, Form(max_length=500)] = "",
    next: Annotated[str, Form(max_length=2000)] = "/",
) -> Response:
    """Sign in. The session is a new one, so that none that was planted before becomes one that is in."""
    expected = page.room.settings.token
    if expected is None or not same(token, expected):
        data = Login(needed=expected is not None, signed_in=False, error="This is not the token.")
        return page.show("login.html", data, status=403, next=local(next))
    session = page.request.state.session
    session.clear()
    session.update({"csrf": secrets.token_urlsafe(24), "in": True})
    return RedirectResponse(local(next), 303)


@router.post("/logout", response_model=Login, dependencies=[FromThisRoom])
def logout(page: Asked) -> Response:
    """Sign out."""
    session = page.request.state.session
    session.clear()
    session["csrf"] = secrets.token_urlsafe(24)
    return RedirectResponse("/login", 303)
