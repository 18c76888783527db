"""One function makes what a page says; here it becomes JSON or HTML, whichever was asked for."""

# FastAPI and pydantic evaluate annotations, so what they name is imported for good.
# ruff: noqa: TC001
from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import quote, urlencode

from fastapi import Depends, Form, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from dragoman import ontology, phrasing
from dragoman.store import Store
from dragoman.web.doors import same
from dragoman.web.models import QUADS, Act, Model, Problem
from dragoman.web.page import safe_link

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dragoman.web.room import Room

HERE = Path(__file__).parent
NAVIGATION = (
    ("/", "Today"),
    ("/chronology", "Chronology"),
    ("/parties", "Parties"),
    ("/map", "Map"),
    ("/network", "Network"),
    ("/obligations", "Obligations"),
    ("/read", "Read"),
    ("/versions", "Versions"),
)
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": why}
    for status, why in {
        400: "The question cannot be asked.",
        401: "A token is required.",
        403: "Not allowed here.",
        404: "There is no such thing.",
        413: "Too much.",
        414: "The address is too long.",
        421: "Not a name of this room.",
        422: "A value is not of its kind.",
        429: "Too often.",
        503: "Not now.",
    }.items()
}

AsOf = Annotated[
    str | None,
    Query(max_length=40, description="A version or a date: everything as it was then.", examples=["12"]),
]
As = Annotated[Literal["html", "json"] | None, Query(alias="format", description="Wins over `Accept`.")]


class Page:
    """A request for a page: the store as it is asked for, and how the answer is to look."""

    def __init__(self, request: Request, as_of: AsOf = None, form: As = None) -> None:
        self.request = request
        self.room: Room = request.app.state.room
        self.as_of = as_of or None
        self.form = form
        self._store: Store | None = None

    @property
    def store(self) -> Store:
        """The store at the version asked for."""
        if self._store is None:
            self._store = self.room.store(self.as_of)
        return self._store

    @property
    def can_review(self) -> bool:
        """Whether a review can be written from here."""
        return not self.room.read_only and self.as_of is None

    def show(self, template: str, model: Model, *, status: int = 200, **more: Any) -> Response:
        """The answer. `more` is what only the HTML needs; it never holds anything that the JSON lacks."""
        if wants_json(self.request, self.form):
            return Response(model.model_dump_json(), status, media_type="application/json")
        return HTMLResponse(
            self.rendered(template, page=model, **more), status, {"Vary": "Accept, HX-Request"}
        )

    def rendered(self, template: str, **values: Any) -> str:
        """A template as text, with what all of them use."""
        request = self.request
        session = request.state.session
        return (
            environment()
            .get_template(f"room/{template}")
            .render(
                link=self.link,
                here=request.url.path,
                navigation=NAVIGATION,
                csrf=session["csrf"],
                author=session.get("author", ""),
                signed_in=bool(session.get("in")),
                can_review=self.can_review,
                as_of=self.as_of,
                fixed_as_of=self.room.settings.as_of,
                room=self.room.name,
                partial=partial(request),
                **values,
            )
        )

    def link(self, path: str, **query: Any) -> str:
        """An address in this room that keeps the version that is looked at."""
        pairs: list[tuple[str, Any]] = []
        for name, value in ({"as_of": self.as_of} | query).items():
            if isinstance(value, (list, tuple)):
                pairs += [(name, one) for one in value if one not in (None, "")]
            elif value not in (None, "", False):
                pairs.append((name, value))
        return path + ("?" + urlencode(pairs) if pairs else "")


Asked = Annotated[Page, Depends(Page)]
Limit = Annotated[int, Query(ge=1, le=200, description="Rows of a page.")]
Number = Annotated[int, Query(ge=1, le=200, alias="page", description="Which page, from 1.")]


def wants_json(request: Request, form: str | None = None) -> bool:
    """Whether the answer is to be JSON: by `format`, else by what is accepted; HTML where all is."""
    if form is not None:
        return form == "json"
    accepted = request.headers.get("accept", "")
    return "application/json" in accepted and "text/html" not in accepted


def partial(request: Request) -> bool:
    """Whether htmx asks for the part of the page that changes."""
    headers = request.headers
    return headers.get("hx-request") == "true" and headers.get("hx-history-restore-request") != "true"


def from_this_room(request: Request, csrf: Annotated[str, Form(max_length=200)] = "") -> None:
    """Refuse what a form of another site sent: it cannot know what is in our session's cookie.

    Programs that send the token itself (`Authorization: Bearer …`) need no form's secret.
    """
    given = csrf or request.headers.get("x-csrf-token", "")
    if not request.state.bearer and not same(given, request.state.session["csrf"]):
        raise HTTPException(403, "The form is too old; load the page again.")


FromThisRoom = Depends(from_this_room)


@cache
def environment() -> Environment:
    """The templates: everything escaped, nothing undefined."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "flat": phrasing.flat,
        "clean": clean,
        "signed": phrasing.signed,
        "spoken_date": lambda value: phrasing.spoken_date(str(value)),
        "segment": lambda value: quote(str(value), safe=""),
        "safe_link": safe_link,
        "marked": marked,
        "number": lambda value: f"{value:,}",
        "many": lambda n, one, more=None: f"{n:,} {one if n == 1 else more or one + 's'}",
    }
    made.globals |= {
        "asset": asset,
        "signs": phrasing.STATUS_SIGNS,
        "quads": QUADS,
        "types": tuple(ontology.load().types),
        "code_name": lambda code: ontology.code_name(code) if ontology.is_code(code) else code,
    }
    return made


@cache
def asset(name: str) -> str:
    """The address of a static file, another one whenever its content is."""
    digest = hashlib.sha256((HERE / "static" / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def clean(text: str | None) -> str:
    """The text without control characters, among them those that turn the direction of writing.

    >>> clean("safe\\u202etxt.exe\\nnext")
    'safetxt.exe next'
    """
    spaced = "".join(" " if char in "\n\r\t" else char for char in text or "")
    return spaced if spaced.isprintable() else "".join(char for char in spaced if char.isprintable())


def marked(act: Act) -> Markup:
    """The sentence of an act with its trigger marked."""
    sentence = act.sentence or ""
    if act.trigger_at is None:
        return escape(clean(sentence))
    start, end = act.trigger_at
    parts = (clean(part) for part in (sentence[:start], sentence[start:end], sentence[end:]))
    before, trigger, after = parts
    return Markup('{}<mark class="t {} {}">{}</mark>{}').format(
        before, act.shown.css, act.shown.status, trigger, after
    )


def one_of(values: Mapping[str, Any], name: str, message: Callable[[str], str]) -> Any:
    """The value of that name, or 404 with a message."""
    if name not in values:
        raise HTTPException(404, message(name))
    return values[name]
