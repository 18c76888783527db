"""From a Vega-Lite specification to a file: SVG, PNG, JSON, or a page that needs no other host."""

from __future__ import annotations

import html
import json
from functools import cache
from typing import TYPE_CHECKING, Any

from dragoman.analysis.frames import AnalysisError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FORMATS = ("svg", "png", "html", "json")
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ margin: 0; background: {paper}; }}
#chart {{ max-width: {most}px; margin: 0 auto; padding: 12px; box-sizing: border-box; overflow-x: auto; }}
</style>
</head>
<body>
<main id="chart" role="img" aria-label="{title}"></main>
<script>{bundle}</script>
<script>
const narrow = {narrow};
const spec = narrow && innerWidth < 640 ? narrow : {spec};
vegaEmbed("#chart", spec, {{ actions: false, renderer: "svg" }});
</script>
</body>
</html>
"""


def render(
    spec: Mapping[str, Any], form: str, scale: float = 2.0, narrow: Mapping[str, Any] | None = None
) -> bytes:
    """A chart as `svg`, `png`, `html` or `json`; `scale` is pixels of a PNG for one of the chart.

    The page holds the program that draws it, so it works offline; `narrow` is what it shows on a phone.
    AnalysisError for another format.
    """
    if form == "json":
        return (json.dumps(spec, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n").encode()
    if form not in FORMATS:
        raise AnalysisError(f"no format {form!r}: one of {', '.join(FORMATS)}")
    import vl_convert

    if form == "html":
        return _page(spec, narrow).encode()
    text = json.dumps(spec)
    # No specification of ours asks another host for anything; none that is handed in may.
    if form == "svg":
        drawn: str = vl_convert.vegalite_to_svg(text, allowed_base_urls=[])
        return drawn.encode()
    return bytes(vl_convert.vegalite_to_png(text, scale=scale, allowed_base_urls=[]))


def save(spec: Mapping[str, Any], path: Path, narrow: Mapping[str, Any] | None = None) -> None:
    """Write a chart in the format that the file's ending names; it appears when it is complete."""
    form = path.suffix.lstrip(".").lower()
    made = render(spec, "html" if form == "htm" else form, narrow=narrow)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(made)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@cache
def _program() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script, as `vl-convert` brings them: nothing is fetched."""
    import vl_convert

    made: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return made.replace("</script", "<\\/script")


def _page(spec: Mapping[str, Any], narrow: Mapping[str, Any] | None) -> str:
    named = spec.get("title") or {}
    lines = named.get("text", "Chart") if isinstance(named, dict) else named
    told = " ".join(lines) if isinstance(lines, list) else str(lines)
    # What stands in a script must not end it.
    inside, small = (json.dumps(one, ensure_ascii=True).replace("<", "\\u003c") for one in (spec, narrow))
    config = spec.get("config") or {}
    return _PAGE.format(
        title=html.escape(told, quote=True),
        paper=config.get("background", "#ffffff"),
        most=900,
        bundle=_program(),
        spec=inside,
        narrow=small,
    )
