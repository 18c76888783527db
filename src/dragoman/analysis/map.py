"""Where it happens: events by place, on outlines of countries.

places = event_places(events, since="2022-01-01")
save(map_chart(places).to_dict(), Path("map.svg"))
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import numpy as np
import polars as pl

from dragoman.analysis.charts import finished, values
from dragoman.analysis.frames import (
    AnalysisError,
    Count,
    between,
    checked_count,
    checked_statuses,
    frame,
    prepared,
)
from dragoman.analysis.groups import ANYONE, Group, group
from dragoman.analysis.outlines import outlines
from dragoman.analysis.series import as_day, dyad
from dragoman.analysis.theme import WIDTH, palette

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    import pyarrow as pa

_SHOWN = 600
_WHOLE_WORLD = 130.0
"""Degrees of longitude beyond which the whole world is drawn."""


def event_places(
    events: Any,
    actor: str | Sequence[str] | Group = ANYONE,
    recipient: str | Sequence[str] | Group = ANYONE,
    since: date | str | None = None,
    until: date | str | None = None,
    count: Count = "occurrence",
    statuses: Iterable[str] = ("actual",),
    directed: bool = True,
) -> pa.Table:
    """One row for each place, the busiest first; events as for `frames.prepared`, with `lat` and `lon`.

    Columns: `place`, `country` (code), `lat`, `lon` (degrees), `count`, `cooperation`, `conflict`,
    `mean_score`, `sum_score`, `first`, `last` (days). An occurrence told of at two places counts at both.
    Events without a place, or off the globe, are left out.
    """
    counted, kept = checked_count(count), checked_statuses(statuses)
    sides = group(actor), group(recipient)
    rows = prepared(events).filter(
        between("day", as_day(since, "since"), as_day(until, "until"))
        & pl.col("status").is_in(kept)
        & pl.col("lat").cast(pl.Float64).is_between(-90, 90)
        & pl.col("lon").cast(pl.Float64).is_between(-180, 180)
    )
    rows = rows.filter(dyad(*sides, directed=directed)).unique("id", maintain_order=True)
    key = {"occurrence": "occurrence", "event": "id", "story": "story"}[counted]
    spot = [pl.col("lat").round(2), pl.col("lon").round(2)]
    told = (
        rows.with_columns(*spot)
        .sort("told", "id")
        .unique([key, "lat", "lon"], keep="first", maintain_order=True)
    )
    quad, score = pl.col("quad"), pl.col("score")
    made = told.group_by("lat", "lon", maintain_order=True).agg(
        pl.col("place").drop_nulls().first(),
        pl.col("place_country").drop_nulls().first().alias("country"),
        pl.len().cast(pl.Int64).alias("count"),
        quad.str.ends_with("cooperation").sum().cast(pl.Int64).alias("cooperation"),
        quad.str.ends_with("conflict").sum().cast(pl.Int64).alias("conflict"),
        score.mean().round(6).alias("mean_score"),
        score.sum().round(6).alias("sum_score"),
        pl.col("day").min().alias("first"),
        pl.col("day").max().alias("last"),
    )
    order = ["place", "country", "lat", "lon", "count", "cooperation", "conflict", "mean_score", "sum_score"]
    ranked = made.sort(["count", "lat", "lon"], descending=[True, False, False])
    return ranked.select(*order, "first", "last").to_arrow()


def map_chart(
    places: Any,
    heading: str = "Where it happens",
    subtitle: str = "",
    source: str = "",
    theme: str = "light",
    width: int = WIDTH,
    whole_world: bool = False,
) -> alt.LayerChart:
    """Circles on a map (area: count; blue to orange: mean score), zoomed to where the events are.

    `places` is what `event_places` gives. Outlines: Natural Earth, which draws who holds an area.
    """
    colours = palette(theme)
    rows = frame(places)
    if not {"lat", "lon", "count"} <= set(rows.columns):
        raise AnalysisError("this is no table of places: it needs `lat`, `lon` and `count`")
    shown = rows.head(_SHOWN)
    projection, height = _projection(shown, width, whole_world)
    countries = (
        alt.Chart(
            alt.InlineData(values=outlines(), format=alt.TopoDataFormat(type="topojson", feature="countries"))
        )
        .mark_geoshape(fill=colours.land, stroke=colours.border, strokeWidth=0.7)
        .encode(tooltip=alt.Tooltip("properties.name:N", title="country"))
    )
    dots = [
        {
            **{name: row[name] for name in ("lat", "lon", "count", "cooperation", "conflict")},
            "place": row["place"] or "unnamed",
            "country": row["country"] or "",
            "mean": None if row["mean_score"] is None else round(row["mean_score"], 2),
        }
        for row in shown.iter_rows(named=True)
    ]
    worst, bad, good, best = (
        colours.quads[f"{kind} {side}"]
        for kind, side in (
            ("material", "conflict"),
            ("verbal", "conflict"),
            ("verbal", "cooperation"),
            ("material", "cooperation"),
        )
    )
    hues = [worst, bad, colours.neutral, good, best]
    most = max((dot["count"] for dot in dots), default=1)
    sizes = sorted({max(1, round(most * part)) for part in ((0.1, 0.5, 1) if width >= 500 else (0.3, 1))})
    circles = (
        alt.Chart(values(dots))
        .mark_circle(opacity=0.85, stroke=colours.paper, strokeWidth=0.8)
        .encode(
            longitude="lon:Q",
            latitude="lat:Q",
            size=alt.Size(
                "count:Q",
                title="count",
                scale=alt.Scale(domain=[0, most], range=[12, 700 if width >= 500 else 350]),
                legend=alt.Legend(values=sizes, symbolFillColor=colours.neutral, symbolStrokeWidth=0),
            ),
            color=alt.Color(
                "mean:Q",
                title="mean score",
                scale=alt.Scale(type="threshold", domain=[-4, -1, 1, 4], range=hues),
                legend=alt.Legend(gradientLength=min(200, width * 2 // 5), gradientThickness=9),
            ),
            tooltip=[
                alt.Tooltip("place:N"),
                alt.Tooltip("country:N"),
                alt.Tooltip("count:Q"),
                alt.Tooltip("cooperation:Q"),
                alt.Tooltip("conflict:Q"),
                alt.Tooltip("mean:Q", title="mean score", format="+.2f"),
            ],
        )
    )
    chart = alt.layer(countries, circles).properties(width=width, height=height, projection=projection)
    total = int(rows["count"].sum() or 0)
    told = subtitle or f"{total:,} at {rows.height:,} places; circle: count, colour: mean PLOVER score"
    if rows.height > _SHOWN:
        told += f"; the {_SHOWN} busiest drawn"
    credit = "; ".join(filter(None, (source, "outlines: Natural Earth")))
    return finished(chart, heading, told, credit, colours, width)


def _projection(rows: pl.DataFrame, width: int, whole_world: bool) -> tuple[alt.Projection, int]:
    """Equal Earth for the world; Mercator, zoomed in, where places lie close together. And the height."""
    west, east = (rows["lon"].quantile(q) for q in (0.01, 0.99)) if rows.height else (None, None)
    if whole_world or west is None or east is None or east - west > _WHOLE_WORLD:
        height = round(width * 0.45)
        centre = [width * 0.49, height * 0.585]
        return alt.Projection(type="equalEarth", scale=width / 5.35, translate=centre), height
    height = round(width * (0.55 if width >= 500 else 0.9))
    south, north = (float(rows["lat"].quantile(q) or 0) for q in (0.01, 0.99))
    # At least eight degrees, so that one place has its country around it.
    wide, high = max(east - west, 8.0) * 1.35, max(_mercator(north) - _mercator(south), 8.0) * 1.45
    scale = min(width / np.radians(wide), height / np.radians(high))
    middle = (_mercator(north) + _mercator(south)) / 2
    latitude = float(np.degrees(2 * np.arctan(np.exp(np.radians(middle))) - np.pi / 2))
    zoomed = alt.Projection(
        type="mercator",
        center=[float(west + east) / 2, latitude],
        scale=float(scale),
        translate=[width / 2, height / 2],
        clipExtent=[[0.0, 0.0], [float(width), float(height)]],
    )
    return zoomed, height


def _mercator(latitude: float) -> float:
    """How far north a latitude lies on the map, in degrees at the equator."""
    bounded = min(max(latitude, -80.0), 80.0)
    return float(np.degrees(np.log(np.tan(np.pi / 4 + np.radians(bounded) / 2))))
