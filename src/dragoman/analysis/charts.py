"""Charts of relations over time: one function a chart, each an Altair chart, that is one Vega-Lite spec.

    chart = series_chart(series(events, "KEN", "UGA"), theme="dark", width=300)
    chart                                   # shows itself in a notebook
    save(chart.to_dict(), Path("out.svg"))  # rendering.save

The network and the map have files of their own. All take `theme` (light or dark), `width` (pixels of the
plot) and `source`, a line that says what the chart was made from: store, version, date.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import altair as alt

from dragoman import ontology
from dragoman.analysis.frames import AnalysisError, frame
from dragoman.analysis.series import next_period
from dragoman.analysis.theme import WIDTH, Palette, config, palette, title

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

_DAY = "%-d %b %Y"
_KINDS = ("surge", "fall", "thaw")
_ENDS = ("mean_score", "mean_score_low", "mean_score_high")


def series_chart(
    table: Any,
    alarms: Any = None,
    heading: str = "",
    source: str = "",
    theme: str = "light",
    width: int = WIDTH,
) -> alt.VConcatChart:
    """The mean score with its band above, counts of cooperation and conflict below; gaps are shaded.

    `table` is what `series` gives, `alarms` what `alarms` gives for the same dyad, marked on the score.
    """
    colours = palette(theme)
    rows, about = _series(table)
    periods = _periods(rows, about["by"])
    x = _time(rows, about["by"])
    alarm_rows = _alarm_rows(alarms)
    layers = [
        *_gaps(periods, colours),
        *_score(periods, _time(rows, about["by"], "at:T", labels=False), colours, width),
    ]
    if alarm_rows:
        layers += _alarm_marks(alarm_rows, colours)
    score = alt.layer(*layers).properties(width=width, height=190)
    counts = alt.layer(*_gaps(periods, colours), _two_sided(periods, x, about["by"], colours)).properties(
        width=width, height=110
    )
    chart = alt.vconcat(score, counts, spacing=10)
    chart = chart.resolve_scale(x="shared", color="independent", shape="independent")
    subtitle = f"{_span(periods)}, {_counted(about)} by {about['by']}"
    subtitle += f"; band: {about['level']:.0%} bootstrap over stories"
    if any(row["gap"] for row in periods):
        subtitle += "; shaded: no articles"
    return finished(chart, heading or _pair(about), subtitle, source, colours, width)


def types_chart(
    table: Any, heading: str = "", source: str = "", theme: str = "light", width: int = WIDTH
) -> alt.LayerChart:
    """Counts by quad class, stacked: cooperation upwards, conflict downwards; types in the tooltip."""
    colours = palette(theme)
    rows, about = _series(table)
    periods = _periods(rows, about["by"])
    types = ontology.load().types.values()
    bars = []
    for row, period in zip(rows.iter_rows(named=True), periods, strict=True):
        # Deeds next to the line, words outside.
        top = {"cooperation": 0, "conflict": 0}
        for quad in ("material cooperation", "verbal cooperation", "material conflict", "verbal conflict"):
            of = {t.name: row[t.name] for t in types if t.quad == quad and row[t.name]}
            if not of:
                continue
            kind = quad.split()[1]
            low, top[kind] = top[kind], top[kind] + sum(of.values()) * (1 if kind == "cooperation" else -1)
            told = ", ".join(f"{name} {many}" for name, many in sorted(of.items(), key=lambda i: -i[1]))
            bar = {"period": period["period"], "end": period["end"], "quad": quad, "types": told}
            bars.append(bar | {"low": low, "high": top[kind], "n": sum(of.values())})
    stacks = (
        alt.Chart(values(bars))
        .mark_rect(stroke=colours.paper, strokeWidth=0.5)
        .encode(
            x=_time(rows, about["by"]),
            x2="end:T",
            y=_sides(_counted(about)),
            y2="high:Q",
            color=alt.Color(
                "quad:N",
                title=None,
                scale=alt.Scale(domain=list(colours.quads), range=list(colours.quads.values())),
                legend=alt.Legend(columns=2 if width < 500 else 4),
            ),
            tooltip=[
                alt.Tooltip("period:T", title=about["by"], format=_DAY),
                alt.Tooltip("quad:N", title="quad class"),
                alt.Tooltip("n:Q", title="count"),
                alt.Tooltip("types:N", title="types"),
            ],
        )
    )
    zero = alt.Chart(values([{"y": 0}])).mark_rule(color=colours.faint).encode(y="y:Q")
    chart = alt.layer(*_gaps(periods, colours), stacks, zero).properties(width=width, height=260)
    subtitle = (
        f"{_span(periods)}, {_counted(about)} by {about['by']}: cooperation above the line, conflict below"
    )
    return finished(chart, heading or _pair(about), subtitle, source, colours, width)


def alarms_chart(
    table: Any, alarms: Any, heading: str = "", source: str = "", theme: str = "light", width: int = WIDTH
) -> alt.LayerChart:
    """Acts of conflict over time with the alarms they raised: from its onset to the day it was raised."""
    colours = palette(theme)
    rows, about = _series(table)
    periods = _periods(rows, about["by"])
    found = _alarm_rows(alarms)
    bars = (
        alt.Chart(values([p | {"zero": 0} for p in periods if p["conflict"]]))
        .mark_rect(color=colours.neutral, stroke=colours.paper, strokeWidth=0.5)
        .encode(
            x=_time(rows, about["by"]),
            x2="end:T",
            y=alt.Y("zero:Q", title=f"conflict: {_counted(about)}", axis=alt.Axis(tickCount=5)),
            y2="conflict:Q",
            tooltip=[
                alt.Tooltip("period:T", title=about["by"], format=_DAY),
                alt.Tooltip("conflict:Q", title="conflict"),
            ],
        )
    )
    spans = (
        alt.Chart(values(found))
        .mark_rect(opacity=0.22)
        .encode(x="since:T", x2="day:T", color=_alarm_colour(colours))
    )
    layers = [*_gaps(periods, colours), spans, bars, *_alarm_marks(found, colours)]
    chart = alt.layer(*(layers if found else [*_gaps(periods, colours), bars])).properties(
        width=width, height=220
    )
    years = found[0]["years"] if found else None
    rate = f": by chance one in {years:g} quiet years" if years else ": none was raised"
    subtitle = f"{_span(periods)}, {_counted(about)} of conflict by {about['by']}, with alarms{rate}"
    return finished(chart, heading or _pair(about), subtitle, source, colours, width)


def _series(table: Any) -> tuple[pl.DataFrame, dict[str, Any]]:
    """The rows, and what they were asked for."""
    metadata = getattr(getattr(table, "schema", None), "metadata", None) or {}
    about = {
        "actor": "",
        "recipient": "",
        "by": "week",
        "count": "occurrence",
        "level": 0.9,
        "directed": True,
    }
    about |= json.loads(metadata.get(b"dragoman", b"{}"))
    rows = frame(table)
    if "period" not in rows.columns:
        raise AnalysisError("this is no table of a series: it has no column `period`")
    return rows, about


def _pair(about: Mapping[str, Any]) -> str:
    arrow = "→" if about["directed"] else "↔"
    return f"{about['actor']} {arrow} {about['recipient']}"


def _counted(about: Mapping[str, Any]) -> str:
    return {"occurrence": "occurrences", "event": "events", "story": "stories"}[about["count"]]


def _periods(rows: pl.DataFrame, by: Any) -> list[dict[str, Any]]:
    """The rows as the charts draw them, with the end of each period and whether it is a gap."""
    kept = (*_ENDS, "count", "stories", "cooperation", "conflict")
    made = []
    for row in rows.iter_rows(named=True):
        day: date = row["period"]
        told = {name: row[name] for name in kept}
        told = {n: round(v, 3) if isinstance(v, float) else v for n, v in told.items()}
        end = next_period(day, by).isoformat()
        made.append({"period": day.isoformat(), "end": end, "gap": row["count"] is None, **told})
    return made


def values(rows: list[dict[str, Any]]) -> alt.InlineData:
    return alt.InlineData(values=rows)


def _time(rows: pl.DataFrame, by: Any, field: str = "period:T", labels: bool = True) -> alt.X:
    """The time axis, over all periods, in UTC: a day is the same day everywhere."""
    first, last = rows["period"].min(), rows["period"].max()
    if not isinstance(first, date) or not isinstance(last, date):
        first, last = date(1970, 1, 1), date(1970, 1, 1)
    end = next_period(last, by)
    days = (end - first).days
    # Two lines, the year only where it begins: "Apr", "Jul", "Oct", "Jan / 2022".
    year = "utcFormat(datum.value, '%m') == '01' ? utcFormat(datum.value, '%Y') : ''"
    form = "'%-d %b'" if days <= 120 else "'%b'"
    label = f"[utcFormat(datum.value, {form}), {year}]"
    if days > 5 * 366:
        label = "utcFormat(datum.value, '%Y')"
    ticks: Any = {"expr": "max(3, width / 80)"}
    return alt.X(
        field,
        title=None,
        scale=alt.Scale(type="utc", domain=[first.isoformat(), end.isoformat()], nice=False),
        axis=alt.Axis(grid=False, tickCount=ticks, labelExpr=label, labels=labels, ticks=labels),
    )


def _span(periods: list[dict[str, Any]]) -> str:
    """From when to when, in words."""
    if not periods:
        return "no days"
    ends = date.fromisoformat(periods[0]["period"]), date.fromisoformat(periods[-1]["end"]) - timedelta(1)
    first, last = (f"{day.day} {day:%b %Y}" for day in ends)
    return f"{first} to {last}"


def _sides(name: str) -> alt.Y:
    """The axis of bars that go both ways."""
    return alt.Y("low:Q", title=name, axis=alt.Axis(tickCount=5, labelExpr="abs(datum.value)"))


def _gaps(periods: list[dict[str, Any]], colours: Palette) -> list[alt.Chart]:
    """Shading for runs of periods without articles."""
    runs: list[dict[str, Any]] = []
    for row in periods:
        if row["gap"] and runs and runs[-1]["end"] == row["period"]:
            runs[-1]["end"] = row["end"]
        elif row["gap"]:
            runs.append({"period": row["period"], "end": row["end"], "told": "no articles"})
    if not runs:
        return []
    shade = alt.Chart(values(runs)).mark_rect(color=colours.gap)
    return [shade.encode(x="period:T", x2="end:T", tooltip=alt.Tooltip("told:N", title="gap"))]


def _score(periods: list[dict[str, Any]], at: alt.X, colours: Palette, width: int) -> list[alt.Chart]:
    """The band, the line of the mean, and a dot for each period, blue above zero and orange below."""
    middle = [row | {"at": _middle(row)} for row in periods]
    # Each run between gaps is a line of its own; periods without events only interrupt the band.
    for number, row in enumerate(middle):
        row["run"] = 0 if number == 0 else middle[number - 1]["run"] + int(row["gap"])
    known = [row for row in middle if row["mean_score"] is not None]
    banded = [row for row in known if row["mean_score_low"] is not None]
    reach = [row[name] for row in known for name in _ENDS if row[name] is not None]
    y = alt.Y(
        "mean_score:Q",
        title="mean PLOVER score" if width >= 400 else "mean score",
        scale=alt.Scale(domain=[min([-5, *reach]), max([5, *reach])], nice=True),
        axis=alt.Axis(tickCount=6, labelExpr="(datum.value > 0 ? '+' : '') + datum.label"),
    )
    low = y.copy()
    low.shorthand = "mean_score_low:Q"
    tips = [
        alt.Tooltip("period:T", title="from", format=_DAY),
        alt.Tooltip("mean_score:Q", title="mean score", format="+.2f"),
        alt.Tooltip("mean_score_low:Q", title="low", format="+.2f"),
        alt.Tooltip("mean_score_high:Q", title="high", format="+.2f"),
        alt.Tooltip("count:Q", title="counted"),
        alt.Tooltip("stories:Q", title="stories"),
    ]
    band = (
        alt.Chart(values(banded))
        .mark_area(color=colours.neutral, opacity=0.22, interpolate="monotone")
        .encode(x=at, y=low, y2="mean_score_high:Q", detail="run:N")
    )
    line = (
        alt.Chart(values(known))
        .mark_line(color=colours.neutral, strokeWidth=1.5, interpolate="monotone")
        .encode(x=at, y=y, detail="run:N")
    )
    sign = alt.condition("datum.mean_score >= 0", alt.value(colours.cooperation), alt.value(colours.conflict))
    size = 26 if len(known) < 120 else 10
    dots = (
        alt.Chart(values(known)).mark_circle(size=size, opacity=1).encode(x=at, y=y, color=sign, tooltip=tips)
    )
    zero = alt.Chart(values([{"y": 0}])).mark_rule(color=colours.faint, opacity=0.6).encode(y="y:Q")
    return [zero, band, line, dots]


def _middle(row: Mapping[str, Any]) -> str:
    """The day in the middle of a period: where its dot stands, over its bar."""
    first, end = date.fromisoformat(row["period"]), date.fromisoformat(row["end"])
    hours = (end - first).days * 12
    return f"{(first + timedelta(hours // 24)).isoformat()}T{hours % 24:02d}:00:00Z"


def _two_sided(periods: list[dict[str, Any]], x: alt.X, by: str, colours: Palette) -> alt.Chart:
    """Bars of cooperation upwards and of conflict downwards."""
    bars = []
    for row in periods:
        for kind, sign in (("cooperation", 1), ("conflict", -1)):
            if row[kind]:
                bar = {"period": row["period"], "end": row["end"], "kind": kind}
                bars.append(bar | {"low": 0, "high": sign * row[kind], "n": row[kind]})
    kinds = {"cooperation": colours.cooperation, "conflict": colours.conflict}
    return (
        alt.Chart(values(bars))
        .mark_rect(stroke=colours.paper, strokeWidth=0.5)
        .encode(
            x=x,
            x2="end:T",
            y=_sides("count"),
            y2="high:Q",
            color=alt.Color(
                "kind:N", title=None, scale=alt.Scale(domain=list(kinds), range=list(kinds.values()))
            ),
            tooltip=[
                alt.Tooltip("period:T", title=by, format=_DAY),
                alt.Tooltip("kind:N", title="kind"),
                alt.Tooltip("n:Q", title="count"),
            ],
        )
    )


def _alarm_rows(alarms: Any) -> list[dict[str, Any]]:
    """Alarms as the charts draw them."""
    if alarms is None:
        return []
    return [
        {
            "day": row["day"].isoformat(),
            "since": row["since"].isoformat(),
            "kind": row["kind"],
            "headline": row["headline"],
            "strength": round(row["strength"], 2),
            "years": row["years_between"],
        }
        for row in frame(alarms).iter_rows(named=True)
    ]


def _alarm_colour(colours: Palette) -> alt.Color:
    hues = [colours.conflict, colours.conflict, colours.cooperation]
    scale = alt.Scale(domain=list(_KINDS), range=hues)
    return alt.Color("kind:N", title=None, scale=scale, legend=alt.Legend(symbolOpacity=1))


def _alarm_marks(rows: list[dict[str, Any]], colours: Palette) -> list[alt.Chart]:
    """A rule through the day of each alarm, and a sign of its kind at the top."""
    tips = [
        alt.Tooltip("headline:N", title="alarm"),
        alt.Tooltip("strength:Q", title="test over threshold"),
    ]
    shape = alt.Shape(
        "kind:N",
        title=None,
        scale=alt.Scale(domain=list(_KINDS), range=["triangle-up", "triangle-down", "diamond"]),
    )
    data = values(rows)
    rule = alt.Chart(data).mark_rule(strokeDash=[3, 3], opacity=0.9)
    sign = alt.Chart(data).mark_point(filled=True, size=110, opacity=1, stroke=colours.paper, strokeWidth=1)
    colour = _alarm_colour(colours)
    return [
        rule.encode(x="day:T", color=colour, tooltip=tips),
        sign.encode(x="day:T", y=alt.value(2), color=colour, shape=shape, tooltip=tips),
    ]


def finished(chart: Any, heading: str, subtitle: str, source: str, colours: Palette, width: int) -> Any:
    """The chart with its title, its source line and the colours of its theme."""
    told = alt.TitleParams(**title(heading, subtitle, width, source))
    return chart.properties(title=told).configure(**config(colours))
