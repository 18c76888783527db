"""The gazetteer: what places are called and where they lie.

Three files beside this one: `places.npz` (populated places and their divisions, made from GeoNames by
`build.py`), `countries.tsv` and `regions.tsv` (countries, regions, seas, straits, lakes, islands,
disputed areas, bases, historic names), which an analyst may edit or add to with a file of the same
columns. Nothing is read before the first look-up.

    gazetteer = load_gazetteer()
    gazetteer.lookup("Kokand")      # [Entry(kind='city', country='UZB', …)]
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dragoman.knowledge.gazetteer.keys import place_key

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Entry", "Gazetteer", "GazetteerError", "load_gazetteer", "place_key", "read_rows"]

KINDS = frozenset(
    "country city admin1 admin2 continent region historic sea strait lake river mountain desert island "
    "facility".split()
)
_CITY_KINDS = ("city", "admin1", "admin2")
_HERE = Path(__file__).parent


class GazetteerError(ValueError):
    """A row of a gazetteer file that cannot be used; the message names file and row."""


class Entry(NamedTuple):
    """One place that a name may mean."""

    lat: float
    lon: float
    country: str | None
    """ISO 3166-1 alpha-3 (Kosovo: KOS); None for seas and for regions that span several countries."""
    kind: str
    population: int
    geonameid: int | None
    admin1: str
    """Name of the first-order division it lies in; empty if not known."""
    primary: bool
    """The name is the one GeoNames or the table gives first, no alternate."""
    source: str
    """`geonames`, or `table` for rows of the TSV files."""


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a gazetteer table. Raises `GazetteerError` that names the row which is wrong."""
    rows: list[dict[str, str]] = []
    header: list[str] | None = None
    seen: dict[tuple[str, str, str], int] = {}
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GazetteerError(f"{path}: cannot be read: {error}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if header is None:
            header = cells
            missing = [c for c in ("name", "kind", "lat", "lon", "country") if c not in header]
            if missing:
                raise GazetteerError(f"{path.name}, row {number}: the header lacks {', '.join(missing)}")
            continue
        if len(cells) > len(header):
            raise GazetteerError(f"{path.name}, row {number}: {len(cells)} cells, {len(header)} columns")
        row = dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True))
        _check(row, f"{path.name}, row {number}")
        key = (place_key(row["name"]), row["kind"], row["country"])
        if key in seen:
            raise GazetteerError(
                f"{path.name}, row {number}: {row['name']!r} stands already in row {seen[key]}"
            )
        seen[key] = number
        rows.append(row)
    return rows


def _check(row: dict[str, str], where: str) -> None:
    if not place_key(row["name"]):
        raise GazetteerError(f"{where}: no name")
    if row["kind"] not in KINDS:
        raise GazetteerError(f"{where} ({row['name']}): unknown kind {row['kind']!r}")
    for column, limit in (("lat", 90.0), ("lon", 180.0)):
        try:
            value = float(row[column])
        except ValueError:
            raise GazetteerError(f"{where} ({row['name']}): {column} {row[column]!r} is no number") from None
        if not -limit <= value <= limit:
            raise GazetteerError(f"{where} ({row['name']}): {column} {value} is not within ±{limit:g}")
    code = row["country"]
    if code and not (len(code) == 3 and code.isalpha() and code.isupper()):
        raise GazetteerError(f"{where} ({row['name']}): country {code!r} is no ISO alpha-3 code")
    if row.get("geonameid") and not row["geonameid"].isdigit():
        raise GazetteerError(f"{where} ({row['name']}): geonameid {row['geonameid']!r} is no number")


class _Keys:
    """The sorted keys inside one byte string, as a sequence for `bisect`."""

    __slots__ = ("ends", "text")

    def __init__(self, text: bytes, ends: Any) -> None:
        self.text = text
        self.ends = ends

    def __len__(self) -> int:
        return len(self.ends) - 1

    def __getitem__(self, i: int) -> bytes:
        return self.text[self.ends[i] : self.ends[i + 1]]


class Gazetteer:
    """Look-up of place names. Holds about 25 MB; make one with `load_gazetteer`.

    `tables` are TSV files whose rows go before what GeoNames knows by the same name; a later table's
    row for a name replaces an earlier one's of the same kind.
    """

    def __init__(self, tables: Iterable[Path] = ()) -> None:
        self._table: dict[str, list[Entry]] = {}
        self._demonyms: dict[str, Entry] = {}
        self.abbreviations: dict[str, Entry] = {}
        """Keys of forms that only follow a comma: `Ill.`, `LA`."""
        self.country_at: dict[str, Entry] = {}
        """Each country's own entry, by its code."""
        self.capitals: dict[str, str] = {}
        """The name of each country's capital, by its code."""
        for path in tables:
            for row in read_rows(path):
                self._add(row)
        self._seen: dict[str, tuple[Entry, ...]] = {}
        self._arrays()

    def _add(self, row: dict[str, str]) -> None:
        code = row["country"] or None
        gid = int(row["geonameid"]) if row.get("geonameid") else None
        entry = Entry(
            float(row["lat"]), float(row["lon"]), code, row["kind"], 0, gid,
            row["name"].removesuffix(" state") if row["kind"] == "admin1" else "", True, "table",
        )  # fmt: skip
        if row["kind"] == "country" and code:
            self.country_at[code] = entry
            if row.get("capital"):
                self.capitals[code] = row["capital"]
        for i, name in enumerate([row["name"], *row.get("aliases", "").split("|")]):
            key = place_key(name)
            if not key:
                continue
            if row["kind"] == "admin1" and i and (name.endswith(".") or len(name) == 2):
                self.abbreviations[key] = entry
                if name.count(".") < 2:
                    continue
            kept = [e for e in self._table.get(key, ()) if e.kind != entry.kind]
            self._table[key] = [*kept, entry]
        for name in row.get("demonyms", "").split("|"):
            if name:
                self._demonyms[place_key(name)] = entry

    def _arrays(self) -> None:
        import numpy as np

        with np.load(_HERE / "places.npz") as data:
            self._lat = data["lat"]
            self._lon = data["lon"]
            self._population = data["population"]
            self._geonameid = data["geonameid"]
            self._country = data["country"]
            self._admin1 = data["admin1"]
            self._kind = data["kind"]
            self._countries: list[str] = ["KOS" if c == "XKX" else c for c in data["countries"].tolist()]
            self._admins: list[str] = data["admins"].tolist()
            zero = np.zeros(1, "u4")
            ends = np.concatenate([zero, np.cumsum(data["key_length"], dtype="u4")])
            self._first = np.concatenate([zero, np.cumsum(data["key_count"], dtype="u4")])
            self._ids = data["ids"]
            # memoryview gives plain ints, several times faster than numpy scalars
            self._keys = _Keys(data["key_text"].tobytes(), memoryview(ends.tobytes()).cast("I"))

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """All places that `name` may mean, those of the tables first; empty if none is known."""
        return self.lookup_key(place_key(name))

    def lookup_key(self, key: str) -> tuple[Entry, ...]:
        """As `lookup`, for a key that `place_key` made."""
        found = self._seen.get(key)
        if found is None:
            if len(self._seen) > 50_000:
                self._seen.clear()
            table = self._table.get(key, ())
            # a division that a table has, too, is the table's: its coordinates are better
            known = {e.country for e in table if e.kind in ("admin1", "region", "country")}
            others = [e for e in self._cities(key) if e.kind == "city" or e.country not in known]
            found = self._seen[key] = (*table, *others)
        return found

    def lookup_text(self, text: str) -> tuple[Entry, ...]:
        """As `lookup`, for words of an article: `Ill.` and `IL` are the state before anything else."""
        if text[-1:] == "." or (len(text) == 2 and text.isupper()):
            entry = self.abbreviations.get(place_key(text))
            if entry is not None:
                return (entry,)
        return self.lookup_key(place_key(text))

    def _cities(self, key: str) -> list[Entry]:
        raw = key.encode("utf-8", "ignore")
        i = bisect_left(self._keys, raw)
        if i == len(self._keys) or self._keys[i] != raw:
            return []
        found = []
        for value in self._ids[int(self._first[i]) : int(self._first[i + 1])].tolist():
            j = value >> 1
            found.append(
                Entry(
                    round(float(self._lat[j]), 4), round(float(self._lon[j]), 4),
                    self._countries[self._country[j]], _CITY_KINDS[self._kind[j]],
                    int(self._population[j]), int(self._geonameid[j]) or None,
                    self._admins[self._admin1[j]], bool(value & 1), "geonames",
                )
            )  # fmt: skip
        return found

    def capital(self, code: str) -> tuple[str, Entry] | None:
        """The capital of a country: its name and its place; None if the tables or GeoNames lack it."""
        name = self.capitals.get(code)
        entries = [e for e in self.lookup(name) if e.country == code and e.kind == "city"] if name else []
        return (
            (name, max(entries, key=lambda e: (e.source == "table", e.population)))
            if name and entries
            else None
        )

    def demonym(self, name: str) -> Entry | None:
        """The country whose people or adjective `name` is: `Kenyan`."""
        return self._demonyms.get(place_key(name))


@cache
def load_gazetteer(*own: Path) -> Gazetteer:
    """The shipped gazetteer, read once; with `own`, tables of the same columns that go before it.

    Raises `GazetteerError` naming the first row of them that cannot be used.
    """
    return Gazetteer([_HERE / "countries.tsv", _HERE / "regions.tsv", *own])
