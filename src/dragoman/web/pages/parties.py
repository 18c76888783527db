"""Parties: who there is, what one did, suffered and said, and how two get on."""

# FastAPI and pydantic evaluate annotations, so what they name is imported for good.
# ruff: noqa: TC001
from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Response

from dragoman import ontology
from dragoman.store.filters import Conditions, code_of, like
from dragoman.web import finding
from dragoman.web.filters import Text
from dragoman.web.models import Act, Count, Model, Quoted
from dragoman.web.pages.alarming import Alarm, alarms_of
from dragoman.web.pages.chronology import Day, acts_of, by_day
from dragoman.web.showing import Asked, Number

if TYPE_CHECKING:
    from dragoman.store import Store

router = APIRouter(tags=["parties"])
PAGE = 60
LATEST = 8


class Listed(Model):
    """A party as the list shows it."""

    name: str
    code: str | None
    kind: str | None
    articles: int


class Parties(Model):
    """Those who are named most."""

    version: int
    q: str
    page: int
    pages: bool
    codes: list[Count]
    parties: list[Listed]


class Relation(Model):
    """How a party gets on with another: what passed between them, either way."""

    code: str
    name: str
    events: int
    cooperation: int
    conflict: int
    mean_score: float | None


class Party(Model):
    """What a party did, what was done to it and what it said."""

    version: int
    who: str
    name: str
    code: str | None
    acts: int
    received: int
    names: list[Count]
    relations: list[Relation]
    did: list[Act]
    suffered: list[Act]
    said: list[Quoted]


class Dyad(Model):
    """How two parties get on."""

    version: int
    one: str
    other: str
    names: tuple[str, str]
    by: str
    since: str | None
    until: str | None
    tellings: int
    days: list[Day]
    quotes: list[Quoted]
    alarms: list[Alarm]


@router.get("/parties", response_model=Parties)
def parties_page(page: Asked, q: Annotated[str, Query(max_length=200)] = "", number: Number = 1) -> Response:
    """Who the store knows: states and organisations by the acts they take part in, and everyone by name."""
    store, words = page.store, q.strip()
    where, given = ("WHERE name ILIKE ? ESCAPE '\\'", [like(words)]) if words else ("", [])
    key = ("parties", words, number)

    def named() -> list[finding.Row]:
        return finding.asked(
            store.cursor(),
            "SELECT name, mode(code) AS code, mode(kind) AS kind, count(DISTINCT article) AS articles"
            f" FROM parties_rows {where} GROUP BY name ORDER BY articles DESC, name"
            f" LIMIT {PAGE + 1} OFFSET {(number - 1) * PAGE}",
            given,
        )

    rows = page.room.remembered(store, key, named)
    codes = page.room.remembered(store, ("codes",), lambda: codes_of(store))
    wanted = [count for count in codes if not words or words.casefold() in count.name.casefold()]
    data = Parties(
        version=store.version,
        q=words,
        page=number,
        pages=len(rows) > PAGE,
        codes=wanted[:40],
        parties=[Listed(**row) for row in rows[:PAGE] if row["name"]],
    )
    return page.show("parties.html", data)


def codes_of(store: Store) -> list[Count]:
    """The codes in any role of an event, those of most events first."""
    rows = finding.asked(
        store.cursor(),
        "SELECT code, count(*) AS n FROM (SELECT unnest(list_distinct(actor_codes || recipient_codes))"
        " AS code FROM events_rows) GROUP BY code ORDER BY n DESC, code",
    )
    return [Count(name=name_of(row["code"]), code=row["code"], count=row["n"]) for row in rows]


def name_of(who: str) -> str:
    """The name of a code; anything else as it is."""
    return ontology.code_name(who) if ontology.is_code(who) else who


@router.get("/party/{who:path}", response_model=Party)
def party_page(page: Asked, who: str) -> Response:
    """A party, by code or name: what it did, what was done to it, what it said, whom it deals with."""
    data = page.room.remembered(page.store, ("party", who), lambda: party(page.store, who))
    return page.show("party.html", data)


def party(store: Store, who: str) -> Party:
    """The data of a party's page. 404 if the store knows nothing of it."""
    did = finding.conditions_of({"actor": who})
    suffered = finding.conditions_of({"recipient": who})
    acts, received = finding.count(store, did), finding.count(store, suffered)
    said = store.quotes(said_by=who, limit=LATEST)
    if not acts and not received and not len(said):
        raise HTTPException(404, "The store knows no act or word of such a party.")
    return Party(
        version=store.version,
        who=who,
        name=name_of(who),
        code=code_of(who),
        acts=acts,
        received=received,
        names=_names(store, who),
        relations=relations_of(store, who),
        did=acts_of(store, finding.occurrences(store, did, limit=LATEST).rows),
        suffered=acts_of(store, finding.occurrences(store, suffered, limit=LATEST).rows),
        said=[Quoted.of(row) for row in said],
    )


def _names(store: Store, who: str) -> list[Count]:
    """Who is meant by a code: offices, persons and bodies, the most named first."""
    if not ontology.is_code(who):
        return []
    rows = finding.asked(
        store.cursor(),
        "SELECT name, count(DISTINCT article) AS n FROM parties_rows WHERE code = ? AND name IS NOT NULL"
        " GROUP BY name ORDER BY n DESC, name LIMIT 12",
        [who],
    )
    return [Count(name=row["name"], code=who, count=row["n"]) for row in rows]


def relations_of(store: Store, who: str, most: int = 12) -> list[Relation]:
    """With whom a party deals, the busiest first."""
    made = finding.conditions_of({"party_in": who})
    made.add("status IN ('actual', 'historical')")
    own = code_of(who)
    rows = finding.asked(
        store.cursor(),
        f"""WITH hits AS MATERIALIZED (SELECT id, quad, score, actor_codes, recipient_codes FROM events_rows
            {made.where()}),
        sides AS (SELECT id, quad, score, unnest(list_distinct(actor_codes || recipient_codes)) AS code
            FROM hits)
        SELECT code, count(*) AS events, avg(score) AS mean_score,
               count(*) FILTER (quad LIKE '%cooperation') AS cooperation,
               count(*) FILTER (quad LIKE '%conflict') AS conflict
        FROM sides WHERE code IS DISTINCT FROM ? GROUP BY code
        ORDER BY events DESC, code LIMIT {int(most)}""",
        [*made.parameters, own],
    )
    return [Relation(name=name_of(row["code"]), **row) for row in rows]


@router.get("/dyad/{one}/{other}", response_model=Dyad)
def dyad_page(
    page: Asked,
    one: str,
    other: str,
    by: Annotated[str, Query(pattern="^(day|week|month)$", description="Period of the chart.")] = "week",
    since: Text = None,
    until: Text = None,
) -> Response:
    """How two parties get on: their relations over time, what turned them, and what they say."""
    key = ("dyad page", one, other, by, since, until)
    data = page.room.remembered(
        page.store, key, lambda: dyad(page.store, one, other, by, since or None, until or None)
    )
    data = data.model_copy(update={"alarms": alarms_of(page, one, other)})
    return page.show("dyad.html", data)


def dyad(store: Store, one: str, other: str, by: str, since: str | None, until: str | None) -> Dyad:
    """The data of a dyad's page, but for the alarms. 404 if nothing ever passed between the two."""
    conditions = dyad_conditions(one, other, since, until)
    found = finding.occurrences(store, conditions, limit=2 * LATEST)
    if not found.total and not since and not until:
        raise HTTPException(404, f"Nothing passed between {name_of(one)} and {name_of(other)}.")
    quotes: list[dict[str, Any]] = []
    for speaker, about in ((one, other), (other, one)):
        quotes += store.quotes(
            said_by=speaker, text=name_of(about), since=since or None, until=until or None, limit=LATEST
        ).rows()
    quotes.sort(key=lambda row: (str(row["published_day"] or ""), row["id"]), reverse=True)
    return Dyad(
        version=store.version,
        one=one,
        other=other,
        names=(name_of(one), name_of(other)),
        by=by,
        since=since,
        until=until,
        tellings=found.total,
        days=by_day(acts_of(store, found.rows)),
        quotes=[Quoted.of(row) for row in quotes[:LATEST]],
        alarms=[],
    )


def dyad_conditions(one: str, other: str, since: str | None = None, until: str | None = None) -> Conditions:
    """What passed between two, from one day to another."""
    made = finding.conditions_of({"since": since or None, "until": until or None})
    both = finding.between(one, other)
    made.add(" AND ".join(f"({sql})" for sql in both.sql), *both.parameters)
    return made
