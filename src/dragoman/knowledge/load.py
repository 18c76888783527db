"""Reading the tables of parties: tab-separated, checked, with the row in every complaint.

Lines that begin with # are comments; the first other line names the columns. In lists of aliases,
separated by semicolons, a prefix says how an alias is to be taken:

    ?   it also means something else: context is needed (so does a name repeated among its aliases with ?)
    ~   a metonym: a seat or building that stands for the party
    =   an adjective ("Houthi")
    *   a plural of people ("Houthis")
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.knowledge.entries import EXTRA_SECTORS, KINDS, SPECIAL_CODES, DataError, Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FOLDER = Path(__file__).parent / "parties"
SECTORS = Path(__file__).parent.parent / "ontology" / "plover" / "sectors.tsv"
NAMED_TABLES = (
    "entities.tsv",
    "bodies.tsv",
    "forces.tsv",
    "organisations.tsv",
    "groups.tsv",
    "factions.tsv",
    "companies.tsv",
    "regions.tsv",
)
"""Tables with the columns name, code, sector, kind, aliases."""

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?$")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its values by column, and where it stands, for complaints."""

    values: dict[str, str]
    where: str

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")


def read_table(path: Path, columns: Iterable[str] = ()) -> Iterator[Row]:
    """The rows of a table. DataError if a row has too many cells or the header lacks a column."""
    header: list[str] | None = None
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line or line[0] == "#":
            continue
        cells = line.split("\t")
        if header is None:
            header = cells
            missing = set(columns) - set(header)
            if missing:
                raise DataError(f"{path.name}, row {number}: no column {', '.join(sorted(missing))}")
            continue
        if len(cells) > len(header):
            raise DataError(f"{path.name}, row {number}: {len(cells)} cells, but {len(header)} columns")
        yield Row(dict(zip(header, cells, strict=False)), f"{path.name}, row {number}")
    if header is None:
        raise DataError(f"{path.name}: no row that names the columns")


@lru_cache(maxsize=1)
def known_sectors() -> frozenset[str]:
    """PLOVER's sector codes, and IGO and NGO."""
    return frozenset(row["sector"] for row in read_table(SECTORS, ["sector"])) | EXTRA_SECTORS


@lru_cache(maxsize=1)
def country_codes() -> frozenset[str]:
    """The codes of states and territories, KOS among them."""
    return frozenset(row["code"] for row in read_table(FOLDER / "countries.tsv", ["code"]))


def check_code(code: str, where: str) -> str | None:
    """The code, or None if empty; DataError if nobody has it."""
    if not code:
        return None
    if code not in SPECIAL_CODES and code not in country_codes():
        raise DataError(f"{where}: no code {code!r}")
    return code


def check_sectors(text: str, where: str) -> tuple[str, ...]:
    """Sectors from "MIL GOV"; DataError if one is not PLOVER's."""
    sectors = tuple(text.split())
    known = known_sectors()
    for sector in sectors:
        if sector not in known:
            raise DataError(f"{where}: no sector {sector!r}")
    return sectors


def check_date(text: str, where: str) -> str:
    """An ISO date, maybe truncated to month or year, or nothing."""
    if text and not _DATE.match(text):
        raise DataError(f"{where}: no date {text!r}")
    return text


def form_of(alias: str) -> str:
    """acronym for short words in capitals, else name."""
    letters = alias.replace(".", "").replace("-", "").replace("&", "")
    return "acronym" if letters.isupper() and 1 < len(letters) <= 7 and " " not in letters else "name"


def split_alias(text: str) -> tuple[str, str, bool]:
    """An alias without its prefixes, its form, and whether it needs context."""
    form, ambiguous = "", False
    while text and text[0] in "?~=*":
        mark, text = text[0], text[1:]
        if mark == "?":
            ambiguous = True
        else:
            form = {"~": "metonym", "=": "demonym", "*": "people"}[mark]
    return text, form or form_of(text), ambiguous


NAMED_COLUMNS = ("name", "code", "sector", "kind", "aliases")


def named_entries(path: Path) -> Iterator[tuple[str, Entry]]:
    """Pairs of alias and entry from a table with name, code, sector, kind and aliases."""
    seen: dict[tuple[str, str, str], str] = {}
    for row in read_table(path, NAMED_COLUMNS):
        yield from row_entries(row, seen)


def row_entries(row: Row, seen: dict[tuple[str, str, str], str]) -> list[tuple[str, Entry]]:
    """Pairs of alias and entry from one row; `seen` gathers where each (name, code, from) stands.

    DataError, naming the row, on a wrong code, sector, kind or date, or a name that stands twice."""
    where, name = row.where, row["name"]
    code = check_code(row["code"], where)
    sector = check_sectors(row["sector"], where)
    kind = row["kind"]
    if kind not in KINDS:
        raise DataError(f"{where}: no kind {kind!r}")
    shown, form, ambiguous = split_alias(name)
    if not shown.strip():
        raise DataError(f"{where}: no name")
    texts = [text for text in row["aliases"].split(";") if text.strip("?~=* ")]
    ambiguous = ambiguous or f"?{shown}" in texts
    since, until = check_term(row["from"], row["to"], where)
    key = (shown, code or "", row["from"])
    if key in seen:
        raise DataError(f"{where}: {shown!r} stands already in {seen[key]}")
    seen[key] = where
    note = row["note"]
    made = {shown}
    found = [(shown, Entry(shown, code, sector, kind, form, ambiguous, False, since, until, where, note))]
    for text in texts:
        alias, form, ambiguous = split_alias(text)
        if (alias, form) in made or (alias in made and form == "name"):
            continue
        made.add(alias)
        plural = form == "people"
        entry = Entry(shown, code, sector, kind, form, ambiguous, plural, since, until, where, note)
        found.append((alias, entry))
    return found


def check_term(since: str, until: str, where: str) -> tuple[str, str]:
    """From and to, checked: ISO dates, maybe truncated, in this order."""
    since, until = check_date(since, where), check_date(until, where)
    if until and since[: len(until)] > until[: len(since)]:
        raise DataError(f"{where}: ends before beginning")
    return since, until
