"""The filters of a chronology, as they stand in the address."""

# FastAPI and pydantic evaluate annotations, so what they name is imported for good.
from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Query

from dragoman.web.models import Model

Text = Annotated[str | None, Query(max_length=200)]
Words = Annotated[list[str] | None, Query(max_length=20)]
Day = Annotated[str | None, Query(max_length=10, description="2022, 2022-02 or 2022-02-24.")]
Voice = Annotated[
    Literal["", "own", "claimed"] | None,
    Query(description="Told as a fact by the publication, or on somebody's word."),
]
Order = Annotated[Literal["newest", "oldest"], Query(description="Which end comes first.")]
Verdict = Annotated[Literal["", "confirm", "correct", "reject"] | None, Query(description="As reviewed.")]


class Filters(Model):
    """What is asked for; empty fields ask for nothing."""

    party: str | None = None
    actor: str | None = None
    recipient: str | None = None
    type: tuple[str, ...] = ()
    quad: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    publisher: str | None = None
    said_by: str | None = None
    voice: str | None = None
    place: str | None = None
    text: str | None = None
    verdict: str | None = None

    def of_store(self) -> dict[str, Any]:
        """As the store's questions take them."""
        given = {name: value for name, value in self if value}
        voice = given.pop("voice", None)
        if "party" in given:
            given["party_in"] = given.pop("party")
        if voice:
            given["own_voice"] = voice == "own"
        return given

    def in_address(self) -> dict[str, Any]:
        """As the address has them."""
        return {name: value for name, value in self if value}

    @property
    def narrowed(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.in_address())


def given_filters(
    party: Text = None,
    actor: Text = None,
    recipient: Text = None,
    type: Words = None,
    quad: Words = None,
    status: Words = None,
    since: Day = None,
    until: Day = None,
    publisher: Text = None,
    said_by: Text = None,
    voice: Voice = None,
    place: Text = None,
    text: Text = None,
    verdict: Verdict = None,
) -> Filters:
    """The filters of a request, with what is empty left out."""
    plain = {
        "party": party, "actor": actor, "recipient": recipient, "since": since, "until": until,
        "publisher": publisher, "said_by": said_by, "place": place, "text": text,
    }  # fmt: skip
    return Filters(
        **{name: (value or "").strip() or None for name, value in plain.items()},
        voice=voice or None,
        verdict=verdict or None,
        type=tuple(value for value in type or () if value.strip()),
        quad=tuple(value for value in quad or () if value.strip()),
        status=tuple(value for value in status or () if value.strip()),
    )
