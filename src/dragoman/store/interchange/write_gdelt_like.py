"""Events as GDELT 2.0 has them: 61 tab-separated columns without a header, a row for each pair of parties."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from dragoman.ontology import QUADS
from dragoman.store.interchange.actors import countries_back, roles_back
from dragoman.store.interchange.countries import NO_STATES, country_code, to_fips
from dragoman.store.interchange.dyadic import Party, cameo_of, line, number_of, pairs
from dragoman.store.interchange.layouts import layout

if TYPE_CHECKING:
    from dragoman.store.interchange.exporting import Page

_QUADS = {name: str(number) for number, name in enumerate(QUADS, 1)}
_GROUPS = {"UNO": "UNO", "EUR": "EEC"}
_ROLES = {"IGO": "IGO", "NGO": "NGO", "IMG": "IMG", "MNC": "MNC", "ISM": "NGM"}
_COUNTRY, _TOWN = "1", "4"
"""GDELT's kinds of place."""


class Writer:
    """A line for each pair of an actor and a recipient."""

    def __init__(self, stream: IO[bytes], form: str) -> None:
        self.stream = stream
        self.names = layout("gdelt").names(61)

    def write(self, page: Page) -> None:
        """Write a page of events."""
        for row in page.rows():
            common = _event(row) | _place(row)
            for number, actor, recipient in pairs(row):
                cells = common | _actor("1", actor) | _actor("2", recipient)
                cells["GLOBALEVENTID"] = number_of(row, number, "gdelt")
                self.stream.write(line([cells.get(name) for name in self.names]))

    def close(self) -> None:
        """There is nothing at the end."""


def _event(row: dict[str, Any]) -> dict[str, Any]:
    code = cameo_of(row)
    made: dict[str, Any] = {"SOURCEURL": row["url"] or row["publisher"], "QuadClass": _QUADS.get(row["quad"])}
    if code:
        made |= {"EventCode": code, "EventBaseCode": code[:3], "EventRootCode": code[:2]}
    if row["day"] is not None:
        day = row["day"]
        share = day.year + (day.timetuple().tm_yday - 1) / 365
        made |= {"SQLDATE": f"{day:%Y%m%d}", "MonthYear": f"{day:%Y%m}", "Year": f"{day:%Y}"}
        made["FractionDate"] = f"{share:.4f}"
    if row["published_day"] is not None:
        made["DATEADDED"] = f"{row['published_day']:%Y%m%d}000000"
    return made


def _place(row: dict[str, Any]) -> dict[str, Any]:
    if not (row["place"] or row["place_country"] or row["lat"] is not None):
        return {}
    country = country_code(row["place"])
    return {
        "ActionGeo_Type": _COUNTRY if country and country == row["place_country"] else _TOWN,
        "ActionGeo_FullName": row["place"],
        "ActionGeo_CountryCode": to_fips().get(row["place_country"] or ""),
        "ActionGeo_Lat": row["lat"],
        "ActionGeo_Long": row["lon"],
    }


def _actor(number: str, party: Party | None) -> dict[str, Any]:
    if party is None:
        return {}
    code = party["code"]
    country = None if code is None or code in NO_STATES else countries_back().get(code, code)
    group, kind = _GROUPS.get(code or ""), _ROLES.get(code or "")
    own = [role for sector in party["sector"] or () if (role := roles_back().get(sector))]
    roles = list(dict.fromkeys(filter(None, (kind, *own))))
    whole = "".join(filter(None, (country, group, *roles)))
    made = {"Code": whole, "Name": party["name"], "CountryCode": country, "KnownGroupCode": group}
    made |= {f"Type{n}Code": role for n, role in enumerate(roles[:3], 1)}
    return {f"Actor{number}{key}": value for key, value in made.items()}
