"""How charts look: colours that tell cooperation from conflict to every eye, light and dark, at any width.

Blue against orange is told apart with every common kind of colour blindness, and dark against light of each
(deeds against words) without any colour at all.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Any, Literal

from dragoman.analysis.frames import AnalysisError

Theme = Literal["light", "dark"]
FONT = "system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', Arial, sans-serif"
WIDTH = 720
"""Pixels of a chart's plot unless told otherwise; 300 fits a phone of 390."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of one theme."""

    paper: str
    ink: str
    faint: str
    """Labels and notes: still 4.5 to 1 against the paper."""
    grid: str
    gap: str
    land: str
    border: str
    cooperation: str
    conflict: str
    neutral: str
    quads: dict[str, str]
    blocs: tuple[str, ...]


_LIGHT = Palette(
    paper="#ffffff",
    ink="#1c2430",
    faint="#5a6472",
    grid="#e4e7ec",
    gap="#e9ebf0",
    land="#e6e9ee",
    border="#ffffff",
    cooperation="#1f6fb5",
    conflict="#c8460c",
    neutral="#737c89",
    quads={
        "verbal cooperation": "#8dbde6",
        "material cooperation": "#17568f",
        "verbal conflict": "#f2a86f",
        "material conflict": "#b83a04",
    },
    blocs=("#4d5d73", "#8a6d3b", "#5f7f52", "#7a5a86", "#3f7f86", "#8c4f57", "#6f6f6f", "#a58a5f"),
)
_DARK = Palette(
    paper="#14181f",
    ink="#e8ebf0",
    faint="#a3adbb",
    grid="#2b323d",
    gap="#232a34",
    land="#2b333f",
    border="#14181f",
    cooperation="#6db3f2",
    conflict="#ff8d4d",
    neutral="#98a2b0",
    quads={
        "verbal cooperation": "#3d78ad",
        "material cooperation": "#93cbff",
        "verbal conflict": "#a85a26",
        "material conflict": "#ff9a5c",
    },
    blocs=("#a9b8cc", "#d8b87c", "#a6c997", "#c9a5d6", "#8fd0d7", "#e0a0a8", "#bdbdbd", "#e6cfa5"),
)


def palette(theme: str) -> Palette:
    """The colours of a theme. AnalysisError if it is neither light nor dark."""
    if theme not in ("light", "dark"):
        raise AnalysisError(f"no theme {theme!r}: light or dark")
    return _DARK if theme == "dark" else _LIGHT


def config(colours: Palette) -> dict[str, Any]:
    """Vega-Lite's configuration in these colours."""
    text = {"labelFont": FONT, "titleFont": FONT}
    axis = {
        "labelColor": colours.faint,
        "titleColor": colours.faint,
        "labelFontSize": 11,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
        "gridColor": colours.grid,
        "domainColor": colours.grid,
        "tickColor": colours.grid,
        "labelOverlap": "greedy",
    }
    return {
        "background": colours.paper,
        "padding": {"left": 8, "right": 14, "top": 8, "bottom": 8},
        "view": {"stroke": None},
        "font": FONT,
        "axis": {**text, **axis},
        "legend": {
            **text,
            "labelColor": colours.ink,
            "titleColor": colours.faint,
            "labelFontSize": 11,
            "titleFontSize": 11,
            "titleFontWeight": "normal",
            "orient": "bottom",
            "symbolSize": 90,
            "labelLimit": 170,
        },
        "title": {
            "font": FONT,
            "fontSize": 16,
            "fontWeight": 600,
            "color": colours.ink,
            "anchor": "start",
            "frame": "group",
            "subtitleFont": FONT,
            "subtitleFontSize": 11.5,
            "subtitleColor": colours.faint,
            "subtitlePadding": 5,
            "offset": 12,
        },
        "text": {"font": FONT, "color": colours.ink},
    }


def title(text: str, subtitle: str, width: int, source: str = "") -> dict[str, Any]:
    """Title and subtitle, broken into lines that fit the width; the source is the last line."""
    lines = textwrap.wrap(subtitle, max(24, int(width / 5.6)))
    lines += textwrap.wrap(source, max(24, int(width / 5.6))) if source else []
    return {"text": textwrap.wrap(text, max(16, int(width / 8.4))) or [""], "subtitle": lines}
