"""The network as a picture: parties near those they cooperate with, arrows in the colour of their sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import numpy as np
import polars as pl

from dragoman.analysis.charts import finished, values
from dragoman.analysis.frames import frame
from dragoman.analysis.theme import palette

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dragoman.analysis.network import Network

    Reals = NDArray[np.float64]

_EDGES = 150
"""Arrows that are drawn, the strongest first: more hide each other."""
_LABELS = 40


def network_chart(
    found: Network,
    heading: str = "Who acts on whom",
    subtitle: str = "",
    source: str = "",
    theme: str = "light",
    width: int = 640,
) -> alt.LayerChart:
    """Parties as circles (size: how often they act or are acted on; ring: their bloc) and ties as arrows.

    An arrow is blue where the sum of scores is cooperation and orange where it is conflict, broad where there
    is much of it. The plot is square; the layout depends on nothing but the ties.
    """
    colours = palette(theme)
    parties, edges = frame(found.parties), frame(found.edges)
    codes = parties["code"].to_list()
    spots = _layout(codes, edges, parties["bloc"].to_numpy())
    busy = (parties["acts"] + parties["received"]).to_numpy().astype(float)
    # Radius in units of the plot, whose sides run from 0 to 1.
    radius = (
        (11 + 11 * np.sqrt(busy / busy.max())) * (0.8 if width < 400 else 1) / width if len(busy) else busy
    )
    place = {code: number for number, code in enumerate(codes)}
    strong = edges.sort(pl.col("sum_score").abs(), "actor", "recipient", descending=[True, False, False])
    arrows = [_arrow(row, spots, radius, place) for row in strong.head(_EDGES).iter_rows(named=True)]
    top = max((abs(a["score"]) for a in arrows), default=1.0) or 1.0
    for arrow in arrows:
        arrow["width"] = round(0.7 + 4.3 * float(np.sqrt(abs(arrow["score"]) / top)), 2)
    dots = [
        {
            "x": round(float(spots[number, 0]), 4),
            "y": round(float(spots[number, 1]), 4),
            "area": round(float(np.pi * (radius[number] * width) ** 2), 1),
            "code": row["code"],
            "name": row["name"],
            "acts": row["acts"],
            "received": row["received"],
            "bloc": f"bloc {row['bloc']}",
            "broker": round(row["broker"], 3),
        }
        for number, row in enumerate(parties.iter_rows(named=True))
    ]
    x = alt.X("x:Q", scale=alt.Scale(domain=[-0.06, 1.06]), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[-0.06, 1.06]), axis=None)
    sign = alt.Color(
        "sign:N",
        title=None,
        scale=alt.Scale(domain=["cooperation", "conflict"], range=[colours.cooperation, colours.conflict]),
    )
    tips = [
        alt.Tooltip("told:N", title="acts on"),
        alt.Tooltip("count:Q", title="count"),
        alt.Tooltip("score:Q", title="sum of scores", format="+.1f"),
        alt.Tooltip("mean:Q", title="mean score", format="+.2f"),
    ]
    data = values(arrows)
    lines = (
        alt.Chart(data)
        .mark_rule(opacity=0.62, strokeCap="butt")
        .encode(
            x=x, y=y, x2="x2:Q", y2="y2:Q", color=sign, tooltip=tips,
            strokeWidth=alt.StrokeWidth("width:Q", scale=None),
        )
    )  # fmt: skip
    heads = (
        alt.Chart(data)
        .mark_point(shape="triangle-up", filled=True, opacity=0.9)
        .encode(
            x=alt.X("tip_x:Q", axis=None), y=alt.Y("tip_y:Q", axis=None), color=sign, tooltip=tips,
            angle=alt.Angle("angle:Q", scale=None), size=alt.Size("head:Q", scale=None),
        )
    )  # fmt: skip
    blocs = sorted({dot["bloc"] for dot in dots}, key=lambda b: int(b.split()[1]))
    rings = [colours.blocs[number % len(colours.blocs)] for number in range(len(blocs))]
    circles = (
        alt.Chart(values(dots))
        .mark_circle(opacity=1, strokeWidth=2.5)
        .encode(
            x=x,
            y=y,
            size=alt.Size("area:Q", scale=None),
            color=alt.value(colours.land),
            stroke=alt.Stroke(
                "bloc:N", title=None, scale=alt.Scale(domain=blocs, range=rings),
                legend=alt.Legend(symbolFillColor=colours.land) if len(blocs) <= 6 else None,
            ),
            tooltip=[alt.Tooltip(f"{f}:N", title=f) for f in ("name", "bloc", "acts", "received", "broker")],
        )
    )  # fmt: skip
    labels = (
        alt.Chart(values(dots[:_LABELS]))
        .mark_text(fontSize=10 if width >= 400 else 8.5, fontWeight=600, color=colours.ink)
        .encode(x=x, y=y, text="code:N")
    )
    for arrow in arrows:
        arrow["head"] = round(18 + arrow["width"] * 14, 1)
    chart = alt.layer(lines, heads, circles, labels).properties(width=width, height=width)
    told = subtitle or _told(found, len(edges), len(arrows))
    return finished(chart, heading, told, source, colours, width)


def _told(found: Network, many: int, drawn: int) -> str:
    balance = found.balance.to_pylist()[0]
    told = f"{found.parties.num_rows} parties, {many} ties"
    if drawn < many:
        told += f", the {drawn} strongest drawn"
    if balance["triads"]:
        told += f"; {balance['share']:.0%} of {balance['triads']} triads balanced"
    return told + "; arrows: sum of PLOVER scores; rings: blocs"


def _arrow(row: dict[str, Any], spots: Reals, radius: Reals, place: dict[str, int]) -> dict[str, Any]:
    """A line from circle to circle, a little to the right of the way: the answer has room beside it."""
    one, other = place[row["actor"]], place[row["recipient"]]
    way = spots[other] - spots[one]
    length = float(np.hypot(*way)) or 1e-9
    along = way / length
    aside = np.array([along[1], -along[0]]) * 0.006
    start = spots[one] + along * radius[one] + aside
    tip = spots[other] - along * (radius[other] + 0.008) + aside
    end = tip - along * 0.008
    return {
        "x": round(float(start[0]), 4),
        "y": round(float(start[1]), 4),
        "x2": round(float(end[0]), 4),
        "y2": round(float(end[1]), 4),
        "tip_x": round(float(tip[0]), 4),
        "tip_y": round(float(tip[1]), 4),
        "angle": round(float(np.degrees(np.arctan2(along[0], along[1]))), 1),
        "sign": "conflict" if row["sum_score"] < 0 else "cooperation",
        "score": row["sum_score"],
        "mean": row["mean_score"],
        "count": row["count"],
        "told": f"{row['actor']} → {row['recipient']}",
    }


def _layout(codes: list[str], edges: pl.DataFrame, bloc: NDArray[np.int64]) -> Reals:
    """Places in the unit square: springs between those who cooperate, from a circle in order of blocs.

    Fruchterman and Reingold's forces; those in conflict push each other away the harder.
    """
    n = len(codes)
    if n == 0:
        return np.zeros((0, 2))
    place = {code: number for number, code in enumerate(codes)}
    ties = np.zeros((n, n))
    for row in edges.iter_rows(named=True):
        one, other = place[row["actor"]], place[row["recipient"]]
        ties[[one, other], [other, one]] += row["sum_score"]
    scale = np.abs(ties).max() or 1.0
    pull, push = np.sqrt(np.maximum(ties, 0) / scale), 1 + np.sqrt(np.maximum(-ties, 0) / scale) / 2
    turn = np.empty(n)
    turn[np.lexsort((np.arange(n), bloc))] = 2 * np.pi * np.arange(n) / n
    spots = 0.5 + 0.4 * np.c_[np.cos(turn), np.sin(turn)]
    ideal = 0.9 / np.sqrt(n)
    for step in range(300):
        gap = spots[:, None] - spots[None, :]
        far = np.maximum(np.hypot(gap[..., 0], gap[..., 1]), 0.01)
        force = push * ideal**2 / far**2 - pull * far / ideal
        np.fill_diagonal(force, 0.0)
        move = (gap * force[..., None]).sum(1) - 1.5 * (spots - 0.5)
        size = np.maximum(np.hypot(move[:, 0], move[:, 1]), 1e-9)
        spots = spots + move / size[:, None] * np.minimum(size, 0.08 * (1 - step / 300))[:, None]
    low, high = spots.min(0), spots.max(0)
    return np.asarray((spots - low) / np.maximum(high - low, 1e-9)).round(6)
