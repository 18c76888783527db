"""Reading the files of treaties, checked, with file and row in every complaint; and a user's own file.

A user's file is TOML with the tables of ours, and members beside their treaty:

    [[treaty]]
    id = "lublin-defence"
    name = "Lublin Defence Pact"
    signed = "2027-05-01"
    from = "2027-06-01"
    source = "..."
    members = [{ states = "LTU POL UKR", from = "2027-06-01" }]

    [[treaty.article]]
    article = "Art. 3"
    kind = "mutual defence"
    obliges = "..."

    [[member]]            # for a treaty of ours: replaces what we say of these states there
    treaty = "nato"
    states = "UKR"
    from = "2027-07-01"

A treaty with the id of one of ours replaces it, members and all.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from dragoman import ontology
from dragoman.knowledge.entries import DataError
from dragoman.knowledge.load import read_table
from dragoman.knowledge.treaties.pacts import (
    BETWEEN,
    KINDS,
    ROLES,
    Aggression,
    Article,
    Caveat,
    Invocation,
    Membership,
    Place,
    Role,
    State,
    Treaties,
    Treaty,
    as_kind,
    first_day,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

FOLDER = Path(__file__).parent
FILES = ("atlantic", "americas_pacific", "eurasia", "middle_east", "africa", "soviet_partners")
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")
_TREATY_KEYS = frozenset(
    "id name short aliases signed from to counted_from open source note doubt between between_note article "
    "members".split()
)
_ARTICLE_KEYS = frozenset(
    "article kind obliges conditions area covers doubtful home forces_abroad non_state attackers "
    "only_against from to".split()
)
_MEMBER_KEYS = frozenset("treaty states role from to".split())


def read_treaties(own: Path | None = None) -> Treaties:
    """All treaties, with a user's own file over them. DataError, naming file and row, if one is wrong."""
    states = tuple(_states())
    codes = frozenset(ontology.codes()) | {s.code for s in states}
    by_id: dict[str, Treaty] = {}
    for name in FILES:
        for treaty, _ in _file(FOLDER / f"{name}.toml", codes)[0]:
            if treaty.id in by_id:
                raise DataError(f"{treaty.where}: {treaty.id!r} stands already in {by_id[treaty.id].where}")
            by_id[treaty.id] = treaty
    memberships = list(_members(by_id, codes))
    if own is not None:
        treaties, added = _file(own, codes)
        for treaty, its in treaties:
            memberships = [m for m in memberships if m.treaty != treaty.id] + its
            by_id[treaty.id] = treaty
        fresh = {(m.treaty, m.state) for m in added}
        for membership in added:
            if membership.treaty not in by_id:
                raise DataError(f"{membership.where}: no treaty {membership.treaty!r}")
        memberships = [m for m in memberships if (m.treaty, m.state) not in fresh] + added
    _check_overlaps(memberships, by_id)
    return Treaties(
        by_id,
        tuple(memberships),
        tuple(_caveats(by_id, codes)),
        tuple(_places(codes)),
        states,
        tuple(_invocations(by_id)),
        tuple(_aggressions(codes)),
    )


@lru_cache(maxsize=4)
def treaties(own: Path | str | None = None) -> Treaties:
    """The treaties, read once; `own` is a user's file that wins over ours. DataError if it is wrong."""
    return read_treaties(Path(own) if own is not None else None)


Found = tuple[list[tuple[Treaty, list[Membership]]], list[Membership]]
"""Treaties, each with the members that stand beside it; and the members of treaties that stand elsewhere."""


def _file(path: Path, codes: frozenset[str]) -> Found:
    if not path.exists():
        raise DataError(f"{path}: no such file")
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path.name}: {error.strerror if isinstance(error, OSError) else error}") from error
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path.name}: {error}") from error
    unknown = set(data) - {"treaty", "member"}
    if unknown:
        raise DataError(f"{path.name}: no table {sorted(unknown)[0]!r}, only [[treaty]] and [[member]]")
    found: list[tuple[Treaty, list[Membership]]] = []
    for where, item in _tables(data, "treaty", path.name):
        treaty = _treaty(item, where, codes)
        its = [
            m
            for at, row in _tables(item, "members", where)
            for m in _rows({**row, "treaty": treaty.id}, at, codes)
        ]
        found.append((treaty, its))
    members = [m for at, row in _tables(data, "member", path.name) for m in _rows(row, at, codes)]
    return found, members


def _tables(data: Mapping[str, Any], key: str, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    items = data.get(key, [])
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise DataError(f"{where}: {key} is no list of tables")
    for number, item in enumerate(items, 1):
        named = item.get("id") or item.get("article") or item.get("treaty")
        yield f"{where}, {key} {number}" + (f" ({named})" if isinstance(named, str) else ""), item


def _treaty(item: dict[str, Any], where: str, codes: frozenset[str]) -> Treaty:
    _check_keys(item, _TREATY_KEYS, ("id", "name", "signed", "source"), where)
    between = _text(item, "between", where) or "no"
    if between not in BETWEEN:
        raise DataError(f"{where}: between is {between!r}, but can be {', '.join(BETWEEN)}")
    since, until = _term(item, where)
    articles = tuple(_article(row, at, codes) for at, row in _tables(item, "article", where))
    if not articles:
        raise DataError(f"{where}: no [[treaty.article]]")
    signed = _date(_text(item, "signed", where), where)
    return Treaty(
        id=_text(item, "id", where),
        name=_text(item, "name", where),
        short=_text(item, "short", where) or _text(item, "name", where),
        aliases=_texts(item, "aliases", where),
        signed=signed,
        since=since or signed,
        until=until,
        counted_from=_text(item, "counted_from", where) or ("entry into force" if since else "signature"),
        open=item.get("open") is True,
        source=_text(item, "source", where),
        note=_text(item, "note", where),
        doubt=_text(item, "doubt", where),
        between=between,
        between_note=_text(item, "between_note", where),
        articles=articles,
        where=where,
    )


def _article(item: dict[str, Any], where: str, codes: frozenset[str]) -> Article:
    _check_keys(item, _ARTICLE_KEYS, ("article", "kind", "obliges"), where)
    kind = as_kind(_text(item, "kind", where))
    if kind is None:
        raise DataError(f"{where}: no kind {item['kind']!r}; there are {', '.join(KINDS)}")
    home = item.get("home", {})
    if not isinstance(home, dict):
        raise DataError(f"{where}: home is no table")
    for state, words in home.items():
        _code(state, codes, where)
        if not isinstance(words, str) or not words.startswith(("no: ", "doubt: ")):
            raise DataError(f"{where}: home.{state} has to begin with 'no: ' or 'doubt: '")
    abroad = _text(item, "forces_abroad", where) or "doubt"
    attackers = _text(item, "attackers", where) or "any"
    if abroad not in ("yes", "doubt", "no") or attackers not in ("any", "non-state"):
        raise DataError(f"{where}: forces_abroad {abroad!r} with attackers {attackers!r} is not known")
    since, until = _term(item, where)
    return Article(
        name=_text(item, "article", where),
        kind=kind,
        obliges=_text(item, "obliges", where),
        conditions=tuple(c for c in _texts(item, "conditions", where) if c != "none"),
        area=_text(item, "area", where),
        covers=frozenset(_texts(item, "covers", where)),
        doubtful=frozenset(_texts(item, "doubtful", where)),
        home=home,
        forces_abroad=abroad,
        non_state=_text(item, "non_state", where),
        attackers=attackers,
        only_against=tuple(_code(c, codes, where) for c in _texts(item, "only_against", where)),
        since=since,
        until=until,
    )


def _rows(item: dict[str, Any], where: str, codes: frozenset[str]) -> Iterator[Membership]:
    _check_keys(item, _MEMBER_KEYS, ("treaty", "states"), where)
    role = _text(item, "role", where) or "party"
    if role not in ROLES:
        raise DataError(f"{where}: no role {role!r}; there are {', '.join(ROLES)}")
    since, until = _term(item, where)
    for state in _text(item, "states", where).split():
        code = _code(state, codes, where)
        yield Membership(_text(item, "treaty", where), code, cast("Role", role), since, until, where)


def _members(by_id: Mapping[str, Treaty], codes: frozenset[str]) -> Iterator[Membership]:
    for row in read_table(FOLDER / "members.tsv", ["treaty", "states", "role", "from", "to"]):
        if row["treaty"] not in by_id:
            raise DataError(f"{row.where}: no treaty {row['treaty']!r}")
        yield from _rows({k: v for k, v in row.values.items() if v}, row.where, codes)


def _check_overlaps(memberships: Iterable[Membership], by_id: Mapping[str, Treaty]) -> None:
    terms: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for m in memberships:
        since = first_day(m.since or by_id[m.treaty].since)
        terms.setdefault((m.treaty, m.state), []).append((since, first_day(m.until) or "9999", m.where))
    for (treaty, state), spans in terms.items():
        spans.sort()
        for (_, until, _), (since, _, where) in pairwise(spans):
            if since < until:
                raise DataError(f"{where}: {state} is in {treaty!r} twice at a time")


def _caveats(by_id: Mapping[str, Treaty], codes: frozenset[str]) -> Iterator[Caveat]:
    for row in read_table(FOLDER / "caveats.tsv", ["treaty", "state", "effect", "words", "source"]):
        if row["treaty"] not in by_id or row["effect"] not in ("suspended", "doubt", "duty"):
            raise DataError(f"{row.where}: no treaty {row['treaty']!r}, or no effect {row['effect']!r}")
        others = tuple(_code(c, codes, row.where) for c in row["others"].split())
        term = _term(row.values, row.where)
        state = _code(row["state"], codes, row.where)
        yield Caveat(row["treaty"], state, others, row["effect"], *term, row["words"], row["source"])


def _places(codes: frozenset[str]) -> Iterator[Place]:
    for row in read_table(FOLDER / "places.tsv", ["place", "name", "state", "tags"]):
        if row["state"]:
            _code(row["state"], codes, row.where)
        tags = frozenset(row["tags"].split(";"))
        since, until = _term(row.values, row.where)
        yield Place(
            row["place"], row["name"], _split(row["aliases"]), row["state"], tags, since, until, row["note"]
        )


def _states() -> Iterator[State]:
    known = frozenset(ontology.codes())
    for row in read_table(FOLDER / "states.tsv", ["code", "name", "recognised"]):
        code, kind, within = row["code"], row["recognised"], row["within"]
        if kind not in ("yes", "few", "name") or (kind == "name") != (code in known):
            raise DataError(f"{row.where}: {code!r} cannot be {kind!r}")
        if within and within not in known:
            raise DataError(f"{row.where}: no state {within!r}")
        yield State(code, row["name"], _split(row["aliases"]), *_term(row.values, row.where), kind, within)


def _invocations(by_id: Mapping[str, Treaty]) -> Iterator[Invocation]:
    for row in read_table(FOLDER / "invocations.tsv", ["treaty", "article", "day", "what", "source"]):
        treaty = by_id.get(row["treaty"])
        if treaty is None or row["article"] not in {a.name for a in treaty.articles}:
            if treaty is not None and treaty.where.startswith(tuple(f"{n}.toml" for n in FILES)):
                raise DataError(f"{row.where}: no article {row['article']!r} of {row['treaty']!r}")
            continue  # A user's file has put a treaty of its own in the place of ours.
        day = _date(row["day"], row.where)
        yield Invocation(
            treaty.id, row["article"], day, row["attacked"], row["against"], row["what"], row["source"]
        )


def _aggressions(codes: frozenset[str]) -> Iterator[Aggression]:
    for row in read_table(FOLDER / "aggressions.tsv", ["attacker", "attacked", "what", "source"]):
        sides = [_code(row[side], codes, row.where) for side in ("attacker", "attacked")]
        yield Aggression(sides[0], sides[1], *_term(row.values, row.where), row["what"], row["source"])


def _check_keys(item: Mapping[str, Any], known: frozenset[str], needed: Iterable[str], where: str) -> None:
    unknown = sorted(set(item) - known)
    if unknown:
        raise DataError(f"{where}: no key {unknown[0]!r}")
    for key in needed:
        if not item.get(key):
            raise DataError(f"{where}: no {key}")


def _text(item: Mapping[str, Any], key: str, where: str) -> str:
    value = item.get(key, "")
    if not isinstance(value, str):
        # An unquoted date is TOML's own kind of date: as good as one in quotes.
        value = value.isoformat() if hasattr(value, "isoformat") else value
    if not isinstance(value, str):
        raise DataError(f"{where}: {key} is no text")
    return value


def _texts(item: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    values = item.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise DataError(f"{where}: {key} is no list of texts")
    return tuple(values)


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)


def _date(text: str, where: str) -> str:
    if text and not _DATE.match(text):
        raise DataError(f"{where}: no date {text!r}")
    return text


def _term(item: Mapping[str, Any], where: str) -> tuple[str, str]:
    since, until = _date(_text(item, "from", where), where), _date(_text(item, "to", where), where)
    if until and first_day(since) > first_day(until):
        raise DataError(f"{where}: ends before beginning")
    return since, until


def _code(code: str, codes: frozenset[str], where: str) -> str:
    if code not in codes:
        raise DataError(f"{where}: no state {code!r}")
    return code
