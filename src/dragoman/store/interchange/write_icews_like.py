"""Events as ICEWS has them: tab-separated with a header, a row for each pair of parties."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from dragoman import ontology
from dragoman.store.interchange.countries import NO_STATES, country_code
from dragoman.store.interchange.dyadic import Party, cameo_of, line, number_of, pairs
from dragoman.store.interchange.layouts import layout

if TYPE_CHECKING:
    from dragoman.store.interchange.exporting import Page

SECTORS = {
    "GOV": "Executive",
    "MIL": "Military",
    "COP": "Police",
    "JUD": "Judicial",
    "LEG": "Legislative / Parliamentary",
    "SPY": "Intelligence",
    "PTY": "Parties",
    "OPP": "Opposition",
    "REB": "Rebel",
    "UAF": "Unidentified Forces",
    "PRM": "Paramilitary",
    "AGR": "Agriculture / Fishing / Forestry",
    "BUS": "Business",
    "CRM": "Criminals / Gangs",
    "CVL": "General Population / Civilian",
    "EDU": "Education",
    "ELI": "Elite",
    "JRN": "Media",
    "LAB": "Labor",
    "MED": "Medical / Health",
    "REF": "Refugees / Displaced",
    "REL": "Religious",
    "SOC": "Activists",
    "IGO": "International Government Organization",
    "NGO": "Nongovernmental Organization",
}
"""PLOVER sectors in ICEWS's words; those that it has no word for are left out."""


class Writer:
    """A header, then a line for each pair of an actor and a recipient."""

    def __init__(self, stream: IO[bytes], form: str) -> None:
        self.stream = stream
        self.names = layout("icews").names()
        stream.write(line(list(self.names)))

    def write(self, page: Page) -> None:
        """Write a page of events."""
        for row in page.rows():
            common = _event(row)
            for number, actor, recipient in pairs(row):
                cells = common | _actor("Source", actor) | _actor("Target", recipient)
                cells["Event ID"] = number_of(row, number, "icews")
                self.stream.write(line([cells.get(name) for name in self.names]))

    def close(self) -> None:
        """There is nothing at the end."""


def _event(row: dict[str, Any]) -> dict[str, Any]:
    code = cameo_of(row)
    place, country = row["place"], row["place_country"]
    return {
        "Event Date": row["day"],
        "Event Text": _label(code),
        "CAMEO Code": code,
        "Story ID": row["article"],
        "Publisher": row["publisher"],
        # A place that is the country itself stands in the last column alone.
        "City": None if place and country and country_code(place) == country else place,
        "Country": ontology.code_name(country) if country else None,
        "Latitude": row["lat"],
        "Longitude": row["lon"],
    }


def _label(code: str | None) -> str | None:
    try:
        return ontology.cameo_label(code) if code else None
    except KeyError:
        return None


def _actor(side: str, party: Party | None) -> dict[str, Any]:
    if party is None:
        return {}
    code = party["code"]
    sectors = [SECTORS[sector] for sector in party["sector"] or () if sector in SECTORS]
    return {
        f"{side} Name": party["name"],
        f"{side} Sectors": ",".join(sectors),
        f"{side} Country": ontology.code_name(code) if code and code not in NO_STATES else None,
    }
