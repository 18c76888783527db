"""Countries: the words that name them, and what is known of their neighbours and memberships."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dragoman.knowledge.entries import DataError, Entry
from dragoman.knowledge.load import FOLDER, form_of, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Country:
    """A state or territory."""

    code: str
    name: str
    adjective: str
    """As in "Kenyan army"; the name where English has no adjective."""
    people: str
    capital: str
    entry: Entry


def _listed(text: str) -> Iterator[tuple[str, bool]]:
    for item in text.split(";"):
        if item:
            yield (item[1:], True) if item[0] == "?" else (item, False)


def read_countries() -> tuple[dict[str, Country], list[tuple[str, Entry]]]:
    """Countries by code, and pairs of alias and entry."""
    countries: dict[str, Country] = {}
    aliases: list[tuple[str, Entry]] = []
    for row in read_table(FOLDER / "countries.tsv", ["code", "name", "adjectives", "people", "capital"]):
        code, where = row["code"], row.where
        if code in countries:
            raise DataError(f"{where}: {code} stands twice")
        (name, unsure), *_ = _listed(row["name"])
        entry = Entry(name, code, ("GOV",), "country", "name", unsure, False, "", "", where)
        aliases.append((name, entry))

        def add(
            text: str,
            form: str,
            plural: bool = False,
            always: bool = False,
            why: str = "",
            *,
            name: str = name,
            code: str = code,
            where: str = where,
        ) -> None:
            for alias, ambiguous in _listed(text):
                kind = "government" if form == "metonym" else "country"
                made = Entry(
                    name,
                    code,
                    ("GOV",),
                    kind,
                    form or form_of(alias),
                    ambiguous or always,
                    plural,
                    "",
                    "",
                    where,
                    why,
                )
                aliases.append((alias, made))

        add(row["also"], "")
        add(row["adjectives"], "demonym")
        add(row["person"] or (row["adjectives"] if row["people"] else ""), "people")
        add(row["people"], "people", plural=True)
        add(row["capital"], "metonym", always=True, why=f"capital of {name}")
        add(row["seats"], "metonym", why=f"seat of the government of {name}")
        adjective = next((a for a, _ in _listed(row["adjectives"])), name)
        people = next((a for a, _ in _listed(row["people"])), "")
        capital = next((a for a, _ in _listed(row["capital"])), "")
        if code == "USA":
            adjective = "US"
        countries[code] = Country(code, name, adjective, people, capital, entry)
    shown = {alias for alias, _ in aliases}
    for row in read_table(FOLDER / "borders.tsv", ["code", "official"]):
        country = countries.get(row["code"])
        if country is None:
            raise DataError(f"{row.where}: no country {row['code']!r}")
        for name in row["official"].split(";"):
            if name and name not in shown:
                aliases.append((name, replace(country.entry, source=row.where, ambiguous=False)))
    aliases.extend(_combining(countries))
    return countries, aliases


def _combining(countries: dict[str, Country]) -> Iterator[tuple[str, Entry]]:
    """Forms that only join, with the hyphen that joins them: "Franco-", and "-Pak", which may end a pair."""
    seen: set[str] = set()
    for row in read_table(FOLDER / "combining.tsv", ["form", "code", "ends"]):
        country = countries.get(row["code"])
        if country is None or row["form"] in seen:
            raise DataError(f"{row.where}: no country {row['code']!r}, or {row['form']!r} stands twice")
        seen.add(row["form"])
        entry = replace(
            country.entry,
            form="name",
            source=row.where,
            ambiguous=False,
            why=f"combining form of {country.name}",
        )
        yield f"{row['form']}-", entry
        if row["ends"]:
            yield f"-{row['form']}", entry
