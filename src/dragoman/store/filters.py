"""From the words of a question (`actor="USA"`, `since="2022"`) to conditions in SQL with parameters.

What a user writes only ever becomes a parameter, never a part of the statement.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from dragoman import ontology
from dragoman.records import STATUSES
from dragoman.store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable

TEXT = "lower(sentence)"
"""What words are looked for in; an index may keep it ready."""
_CODE = re.compile(r"[A-Z]{3}")
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
OneOrMany = str | list[str] | tuple[str, ...] | None


class QuestionError(StoreError):
    """A question that cannot be asked: a date that is none, a type that PLOVER does not have."""

    def __init__(self, cause: str) -> None:
        super().__init__("question", cause)

    def __str__(self) -> str:
        return self.cause


@dataclass(slots=True)
class Conditions:
    """Conditions that must all hold, with the parameters that stand in them."""

    sql: list[str] = field(default_factory=list)
    parameters: list[Any] = field(default_factory=list)

    def add(self, sql: str, *parameters: Any) -> None:
        """One more condition."""
        self.sql.append(sql)
        self.parameters += parameters

    def where(self) -> str:
        """The clause, empty if there is no condition."""
        return "WHERE " + " AND ".join(f"({sql})" for sql in self.sql) if self.sql else ""


def many(values: OneOrMany) -> list[str]:
    """The values as a list; a string may name several, with commas between."""
    if values is None:
        return []
    if isinstance(values, str):
        return [part for value in values.split(",") if (part := value.strip())]
    return [part for value in values for part in many(value)]


def first_day(value: str) -> date:
    """The first day of a date that may be partial: `2022`, `2022-02`, `2022-02-24`."""
    return _day(value)[0]


def last_day(value: str) -> date:
    """The last day of a date that may be partial."""
    return _day(value)[1]


def _day(value: str) -> tuple[date, date]:
    found = _DAY.fullmatch(value.strip())
    try:
        if found:
            year, month, day = (int(part) if part else None for part in found.groups())
            assert year is not None
            if month is None:
                return date(year, 1, 1), date(year, 12, 31)
            if day is None:
                return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
            return date(year, month, day), date(year, month, day)
    except ValueError:
        pass
    raise QuestionError(f"{value!r} is no date; write 2022, 2022-02 or 2022-02-24")


def known(name: str, values: OneOrMany, allowed: Iterable[str], *, upper: bool = True) -> list[str]:
    """The values, each one of those allowed. Raises QuestionError for another, naming those there are."""
    allowed = list(allowed)
    found = [value.upper() if upper else value.lower() for value in many(values)]
    for value in found:
        if value not in allowed:
            raise QuestionError(f"{name}: {value!r} is none of {', '.join(allowed)}")
    return found


def like(value: str) -> str:
    """A pattern that finds `value` anywhere, with its own wildcards meant literally."""
    return "%" + re.sub(r"([\\%_])", r"\\\1", value) + "%"


def party(conditions: Conditions, value: OneOrMany, roles: tuple[str, ...]) -> None:
    """Ask for a party in one of the roles (`actor`, `recipient`).

    A party is a code (`USA`), a code with a sector (`USA.MIL`), a country's name, or words of a name.
    """
    asked = many(value)
    if not asked:
        return
    found = Conditions()
    for one in asked:
        code, sector = code_of(one), ""
        if code is None:
            head, _, sector = one.partition(".")
            code = code_of(head)
            if code and sector:
                known("sector", sector, ontology.load().sectors)
        for role in roles:
            if code is None:
                found.add(f"len(list_filter({role}_names, lambda n: n ILIKE ? ESCAPE '\\')) > 0", like(one))
            elif sector:
                found.add(
                    f"list_contains({role}_codes, ?) AND id IN (SELECT event FROM event_parties_rows"
                    " WHERE role = ? AND code = ? AND list_contains(sector, ?))",
                    *(code, role, code, sector.upper()),
                )
            else:
                found.add(f"list_contains({role}_codes, ?)", code)
    conditions.add(" OR ".join(f"({sql})" for sql in found.sql), *found.parameters)


def code_of(value: str) -> str | None:
    """The party code that a user means by a code or a country's name; None if it is neither."""
    if _CODE.fullmatch(value):
        return value if ontology.is_code(value) else None
    return _countries().get(value.casefold())


@cache
def _countries() -> dict[str, str]:
    """Codes by what countries are called, where that is nothing else's name."""
    from dragoman.knowledge.countries import read_countries

    countries, aliases = read_countries()
    # Who asks for "Georgia" or "US" as a party means the state: what else the word may be is no party.
    names = {
        alias.casefold(): entry.code
        for alias, entry in aliases
        if entry.code and (entry.form == "name" or not entry.ambiguous)
    }
    return names | {country.name.casefold(): code for code, country in countries.items()}


def event_conditions(
    *,
    actor: OneOrMany = None,
    recipient: OneOrMany = None,
    party_in: OneOrMany = None,
    type: OneOrMany = None,
    mode: OneOrMany = None,
    context: OneOrMany = None,
    quad: OneOrMany = None,
    status: OneOrMany = None,
    since: str | None = None,
    until: str | None = None,
    publisher: OneOrMany = None,
    said_by: OneOrMany = None,
    own_voice: bool | None = None,
    text: str | None = None,
    place: OneOrMany = None,
    origin: OneOrMany = None,
    article: OneOrMany = None,
    event: OneOrMany = None,
    confidence: float | None = None,
) -> Conditions:
    """The conditions of a question for events. Several values of one filter mean any of them.

    Raises QuestionError for a value that no event can have.
    """
    made = Conditions()
    _one_of(made, "type", known("type", type, ontology.load().types))
    _one_of(made, "status", known("status", status, STATUSES, upper=False))
    _one_of(made, "quad", known("quad", quad, ontology.QUADS, upper=False))
    modes = sorted({name for type_ in ontology.load().types.values() for name in type_.modes})
    for name, values, allowed in (("mode", mode, modes), ("context", context, ontology.load().contexts)):
        if checked := known(name, values, allowed, upper=False):
            made.add(f"list_has_any({name}, ?)", checked)
    days(made, "day", since, until)
    _any_like(made, ("publisher",), many(publisher))
    speakers = [(code_of(value), like(value)) for value in many(said_by)]
    if speakers:
        sql = " OR ".join("v.code = ?" if code else "v.name ILIKE ? ESCAPE '\\'" for code, _ in speakers)
        made.add(f"len(list_filter(voice, lambda v: {sql})) > 0", *(code or name for code, name in speakers))
    if own_voice is not None:
        made.add("contested = ?", not own_voice)
    if text:
        made.add(f"contains({TEXT}, lower(?))", text)
    places = many(place)
    if places:
        found = [(code_of(value), like(value)) for value in places]
        sql = " OR ".join("place_country = ?" if code else "place ILIKE ? ESCAPE '\\'" for code, _ in found)
        made.add(sql, *(code or name for code, name in found))
    _one_of(made, "origin", [value.lower() for value in many(origin)])
    _one_of(made, "article", many(article))
    _one_of(made, "id", many(event))
    if confidence is not None:
        made.add("confidence >= ?", float(confidence))
    # Lists are slow to look into: what is quickly told goes first.
    party(made, actor, ("actor",))
    party(made, recipient, ("recipient",))
    party(made, party_in, ("actor", "recipient"))
    return made


def quote_conditions(
    *,
    said_by: OneOrMany = None,
    kind: OneOrMany = None,
    since: str | None = None,
    until: str | None = None,
    publisher: OneOrMany = None,
    text: str | None = None,
    article: OneOrMany = None,
) -> Conditions:
    """The conditions of a question for quotes."""
    made = Conditions()
    speakers = [(code_of(value), like(value)) for value in many(said_by)]
    if speakers:
        sql = " OR ".join(
            "speaker_code = ?" if code else "speaker_name ILIKE ? ESCAPE '\\'" for code, _ in speakers
        )
        made.add(sql, *(code or name for code, name in speakers))
    _one_of(made, "kind", known("kind", kind, ("direct", "mixed", "indirect"), upper=False))
    days(made, "published_day", since, until)
    _any_like(made, ("publisher",), many(publisher))
    if text:
        made.add("text ILIKE ? ESCAPE '\\'", like(text))
    _one_of(made, "article", many(article))
    return made


def days(conditions: Conditions, column: str, since: str | None, until: str | None) -> None:
    """Ask for days from the first of `since` to the last of `until`."""
    if since:
        conditions.add(f"{column} >= ?", first_day(since))
    if until:
        conditions.add(f"{column} <= ?", last_day(until))


def _one_of(conditions: Conditions, column: str, values: list[str]) -> None:
    if values:
        conditions.add(f"{column} IN ({', '.join('?' * len(values))})", *values)


def _any_like(conditions: Conditions, columns: tuple[str, ...], values: list[str]) -> None:
    if values:
        sql = " OR ".join(f"{column} ILIKE ? ESCAPE '\\'" for column in columns for _ in values)
        conditions.add(sql, *(like(value) for _ in columns for value in values))
