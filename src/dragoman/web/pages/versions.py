"""Versions: every transaction of the store, and how to cite the data as it was after one of them."""

# FastAPI and pydantic evaluate annotations, so what they name is imported for good.
# ruff: noqa: TC001, TC003
from __future__ import annotations

import datetime as dt

from fastapi import APIRouter, Response

from dragoman.web import finding
from dragoman.web.models import Model
from dragoman.web.showing import Asked

router = APIRouter(tags=["versions"])


class Version(Model):
    """One transaction."""

    version: int
    kind: str
    at: dt.datetime
    dragoman: str | None
    reader: str | None
    sources: list[str]
    articles: int
    events: int
    quotes: int


class Versions(Model):
    """All transactions, latest first."""

    version: int
    store: str
    cite: str
    articles: int
    publishers: int
    first: dt.date | None
    last: dt.date | None
    versions: list[Version]


@router.get("/versions", response_model=Versions)
def versions_page(page: Asked) -> Response:
    """Every version of the data, each of which any page shows with `?as_of=`, and how to cite one."""
    rows = page.store.versions().to_pylist()
    made = [
        Version(
            version=row["version"],
            kind=row["kind"],
            at=row["at"],
            dragoman=row["dragoman"],
            reader=row["reader"],
            sources=row["sources"] or [],
            **{name: row[name] or 0 for name in ("articles", "events", "quotes")},
        )
        for row in rows
    ]
    reach = finding.span(page.store)
    data = Versions(
        version=page.store.version,
        store=page.room.name,
        cite=cited(page.room.name, made),
        articles=reach["articles"],
        publishers=reach["publishers"],
        first=reach["first"],
        last=reach["last"],
        versions=made[::-1],
    )
    return page.show("versions.html", data)


def cited(store: str, versions: list[Version]) -> str:
    """A line for a paper's list of references: the last version, and the reader that read last."""
    if not versions:
        return f"{store}, version 0 (empty)."
    last = versions[-1]
    readers = [version.reader for version in versions if version.reader]
    reader = f", reader {readers[-1][:12]}" if readers else ""
    return (
        f"{store} [event data], version {last.version}, {last.at:%Y-%m-%d %H:%M} UTC."
        f" Read with Dragoman {last.dragoman}{reader}."
    )
