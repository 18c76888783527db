"""The outlines of countries under the map: Natural Earth's, at 1:110 million, as TopoJSON with our codes.

    python -m dragoman.analysis.outlines countries-110m.json      # makes data/countries.json anew

The source is `countries-110m.json` of the npm package world-atlas 2.0.2, which holds Natural Earth 4.1.0
(public domain). Antarctica is left out; `properties.code` is the party code instead of the ISO number.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "countries.json"
_NAMED = {"Kosovo": "KOS"}
_ANTARCTICA = "010"


@cache
def outlines() -> dict[str, Any]:
    """The topology; its object `countries` has a geometry for each country, with `code` and `name`."""
    made: dict[str, Any] = json.loads(DATA.read_text("utf-8"))
    return made


def build(source: Path) -> dict[str, Any]:
    """The topology of world-atlas with party codes, its unused arcs emptied."""
    import pycountry

    from dragoman import ontology

    given = json.loads(source.read_text("utf-8"))
    shapes = [g for g in given["objects"]["countries"]["geometries"] if g.get("id") != _ANTARCTICA]
    kept = []
    for shape in shapes:
        name = shape["properties"]["name"]
        found = pycountry.countries.get(numeric=shape["id"]) if "id" in shape else None
        code = found.alpha_3 if found else _NAMED.get(name)
        told = {"code": code, "name": ontology.codes().get(code or "", name)}
        kept.append({"type": shape["type"], "arcs": shape["arcs"], "properties": told})
    used = set(_numbers([shape["arcs"] for shape in kept]))
    arcs = [arc if number in used else [] for number, arc in enumerate(given["arcs"])]
    countries = {"type": "GeometryCollection", "geometries": kept}
    return {
        "type": "Topology",
        "transform": given["transform"],
        "objects": {"countries": countries},
        "arcs": arcs,
    }


def _numbers(arcs: Any) -> list[int]:
    """Numbers of the arcs in a nest of lists; ~n is arc n backwards."""
    if isinstance(arcs, int):
        return [arcs if arcs >= 0 else ~arcs]
    return [number for part in arcs for number in _numbers(part)]


if __name__ == "__main__":
    DATA.write_text(json.dumps(build(Path(sys.argv[1])), ensure_ascii=False, separators=(",", ":")), "utf-8")
