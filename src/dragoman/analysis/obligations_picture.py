"""An answer about obligations as a picture: who attacks whom, who is called on directly, who at one remove.

`picture` gives an Altair chart, whose specification the page shows too; `save` writes SVG, PNG, PDF, JSON or
HTML. The SVG carries both a light and a dark palette and follows what the reader's screen prefers.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from dragoman.analysis.obligations_text import grouped, how_many, question, through

if TYPE_CHECKING:
    from pathlib import Path

    import altair as alt

    from dragoman.analysis.obligations_answer import Answer, Call

Theme = Literal["light", "dark"]
LIGHT = {
    "paper": "#fbfaf6",
    "card": "#ffffff",
    "ink": "#1f1d1a",
    "soft": "#6a655c",
    "line": "#d6d0c2",
    "attack": "#ab3027",
    "bound": "#2b7147",
    "doubt": "#8f5a00",
    "remove": "#17687f",
}
DARK = {
    "paper": "#17181a",
    "card": "#1e2022",
    "ink": "#e4dfd5",
    "soft": "#a39c90",
    "line": "#3c3e43",
    "attack": "#f2958a",
    "bound": "#86cf9f",
    "doubt": "#e3b45c",
    "remove": "#7cc6dc",
}
FORMATS = (".svg", ".png", ".pdf", ".json", ".html")
_FONT = "Noto Sans, Helvetica Neue, Helvetica, Arial, sans-serif"
_SIZE, _LEADING, _PAD, _GAP = 12, 16, 12, 16
_SIDE, _CARD, _BETWEEN = 190, 370, 64
"""Widths in pixels: the two parties, a card, and the room for lines between."""
_PER_CHARACTER = 6.15
"""Mean width of a character of 12 px in a common sans-serif, a little on the wide side."""


@dataclass(slots=True)
class _Drawing:
    """Boxes, texts and lines, in pixels from the upper left."""

    boxes: list[dict[str, Any]] = field(default_factory=list)
    texts: list[dict[str, Any]] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        self.boxes.append({"x": x, "y": y, "x2": x + width, "y2": y + height, "colour": colour})

    def text(
        self, x: float, y: float, words: str, colour: str = "ink", *, size: int = _SIZE, bold: bool = False
    ) -> None:
        for number, line in enumerate(words.split("\n")):
            weight = "bold" if bold else "normal"
            at = y + number * round(_LEADING * size / _SIZE)
            self.texts.append(
                {"x": x, "y": at, "text": line, "colour": colour, "size": size, "weight": weight}
            )

    def line(self, points: list[tuple[float, float]], colour: str, *, dashed: bool = False) -> None:
        number = len(self.lines)
        for order, (x, y) in enumerate(points):
            self.lines.append(
                {"x": x, "y": y, "line": f"{number}", "order": order, "colour": colour, "dashed": dashed}
            )


def wrapped(words: str, width: float, size: int = _SIZE) -> str:
    """The words broken into lines that fit `width` pixels."""
    room = max(8, int(width / (_PER_CHARACTER * size / _SIZE)))
    return "\n".join(textwrap.wrap(words, room, break_long_words=True)) or ""


def picture(answer: Answer, theme: Theme = "light") -> alt.LayerChart:
    """The answer as an Altair chart, its size set by what is in it."""
    drawing = _Drawing()
    columns = 2 if answer.one_remove else 1
    total = _SIDE + columns * (_BETWEEN + _CARD)
    top = _title(drawing, answer, total)
    lower, right = _cards(drawing, answer, top)
    bottom = max(_parties(drawing, answer, top), lower)
    # What is no duty stands below the direct cards, where the column at one remove leaves room.
    height = max(right, _foot(drawing, answer, bottom + 2 * _GAP, _SIDE + _BETWEEN + _CARD))
    return _chart(drawing, total, height, DARK if theme == "dark" else LIGHT)


def save(answer: Answer, path: Path, theme: Theme = "light") -> None:
    """Write the picture. ValueError, naming the endings there are, for another one; OSError where the file
    cannot be written."""
    form = path.suffix.lower()
    if form not in FORMATS:
        raise ValueError(f"{path.name}: a picture's name ends in {', '.join(FORMATS)}")
    chart = picture(answer, theme)
    if form in (".svg", ".html"):
        drawn = svg(answer)
        path.write_text(drawn if form == ".svg" else _page(answer, drawn), encoding="utf-8")
        return
    if form == ".json":
        path.write_text(chart.to_json(), encoding="utf-8")
        return
    chart.save(str(path), scale_factor=2 if form == ".png" else 1)


def svg(answer: Answer) -> str:
    """The picture as SVG that is light or dark as the reader's screen is."""
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(picture(answer).to_dict())
    rules = []
    for name, colour in LIGHT.items():
        rules += [f'[{how}="{colour}"]{{{how}:{DARK[name]}}}' for how in ("fill", "stroke")]
    style = f"<style>@media (prefers-color-scheme:dark){{{''.join(rules)}}}</style>"
    head, tag, rest = drawn.partition(">")
    return f"{head}{tag}{style}{rest}"


def _title(drawing: _Drawing, answer: Answer, total: float) -> float:
    drawing.text(0, 0, question(answer), size=17, bold=True)
    y = 28.0
    for wish in answer.suppositions:
        drawing.text(0, y, f"supposing that {wish.words}", "soft", size=13)
        y += 20
    words = wrapped(answer.summary, total, 13)
    drawing.text(0, y, words, "soft", size=13)
    return y + 18 * (words.count("\n") + 1) + _GAP


def _parties(drawing: _Drawing, answer: Answer, top: float) -> float:
    """Who attacks and who is attacked, on the left; where that ends."""
    attacked = wrapped(answer.attacked.name, _SIDE - 2 * _PAD, 15)
    place = "" if answer.where is None or answer.where.name == answer.attacked.name else answer.where.name
    y = top + 20
    drawing.text(0, top, "attacked", "soft")
    height = 2 * _PAD + 17 + 20 * attacked.count("\n") + (_LEADING if place else 0)
    drawing.box(0, y, _SIDE, height, "ink")
    drawing.text(_PAD, y + _PAD, attacked, size=15, bold=True)
    if place:
        drawing.text(_PAD, y + height - _PAD - 12, f"at {place}", "soft")
    y += height
    if answer.by:
        by = wrapped(", ".join(a.name for a in answer.by), _SIDE - 2 * _PAD, 15)
        drawing.line([(_SIDE / 2, y + 46), (_SIDE / 2, y + 6)], "attack")
        drawing.line([(_SIDE / 2 - 6, y + 14), (_SIDE / 2, y + 5), (_SIDE / 2 + 6, y + 14)], "attack")
        drawing.text(_SIDE / 2 + 12, y + 20, "by", "attack")
        height = 2 * _PAD + 17 + 20 * by.count("\n")
        drawing.box(0, y + 48, _SIDE, height, "attack")
        drawing.text(_PAD, y + 48 + _PAD, by, "attack", size=15, bold=True)
        y += 48 + height
    return y


def _cards(drawing: _Drawing, answer: Answer, top: float) -> tuple[float, float]:
    """The articles that call for help directly, and those at one remove; where each list ends."""
    left = _SIDE + _BETWEEN
    drawing.text(left, top, "called on directly", "soft")
    y, start = top + 20, top + 38
    middle: dict[str, float] = {}
    for call in answer.direct:
        colour = _colour(call, "bound")
        height = _card(drawing, call, left, y, colour, "")
        at = y + 18
        bend = left - _BETWEEN / 2
        drawing.line([(_SIDE, start), (bend, start), (bend, at), (left, at)], colour)
        for caller in call.callers:
            middle.setdefault(caller.code, at)
        y += height + _GAP
    if not answer.direct:
        drawing.box(left, y, _CARD, 2 * _PAD + _SIZE, "line")
        drawing.text(left + _PAD, y + _PAD, "nobody is bound by treaty to help", "soft")
        y += 2 * _PAD + _LEADING
    if not answer.one_remove:
        return y, y
    across = left + _CARD + _BETWEEN
    drawing.text(across, top, "at one remove: only if one of those were attacked in turn", "soft")
    lower = top + 20
    for call in answer.one_remove:
        colour = _colour(call, "remove")
        height = _card(drawing, call, across, lower, colour, f", through {through(call, answer)}")
        starts = {middle[code] for c in call.callers for code in c.through if code in middle}
        bend = across - _BETWEEN / 2
        for begin in sorted(starts):
            points = [(left + _CARD, begin), (bend, begin), (bend, lower + 18), (across, lower + 18)]
            drawing.line(points, "line", dashed=True)
        lower += height + _GAP
    return y, lower


def _colour(call: Call, plain: str) -> str:
    """The colour of an article: that of doubt where nobody is plainly bound by it."""
    return "doubt" if call.doubts or all(c.doubts for c in call.callers) else plain


def _card(drawing: _Drawing, call: Call, x: float, y: float, colour: str, hangs_on: str) -> float:
    """One article with whom it calls on, and in whose defence; its height."""
    room = _CARD - 2 * _PAD
    sure = ", ".join(c.name for c in call.callers if not c.doubts)
    unsure = ", ".join(c.name for c in call.callers if c.doubts)
    blocks: list[tuple[str, str]] = []
    if sure:
        blocks.append((wrapped(sure, room), "ink"))
    if unsure:
        blocks.append((wrapped(f"in doubt: {unsure}", room), "doubt"))
    if call.doubts:
        blocks.append((wrapped(f"doubt: {'; '.join(call.doubts)}", room), "doubt"))
    title = wrapped(f"{call.short}, {call.article}", room, 13)
    supposed = ", supposed" if call.supposed else ""
    kind = wrapped(f"{call.kind}, {how_many(len(call.callers))}{supposed}{hangs_on}", room)
    lines = sum(words.count("\n") + 1 for words in (kind, *(words for words, _ in blocks)))
    height = 2 * _PAD - 3 + 17 * (title.count("\n") + 1) + 4 * len(blocks) + _LEADING * lines
    drawing.box(x, y, _CARD, height, colour)
    drawing.text(x + _PAD, y + _PAD, title, colour, size=13, bold=True)
    at = y + _PAD + 17 * (title.count("\n") + 1)
    drawing.text(x + _PAD, at, kind, "soft")
    at += _LEADING * (kind.count("\n") + 1)
    for words, shade in blocks:
        at += 4
        drawing.text(x + _PAD, at, words, shade)
        at += _LEADING * (words.count("\n") + 1)
    return height


def _foot(drawing: _Drawing, answer: Answer, top: float, total: float) -> float:
    """What owes talks only, and what owes nothing; where the picture ends."""
    y = top
    talks = "; ".join(f"{c.short}, {c.article}: {how_many(len(c.callers))}" for c in answer.consult)
    nothing = [f"{'; '.join(texts)}: {row.why}" for texts, row in grouped(answer.not_bound)]
    for heading, rows in (("Owed talks, and no help", [talks] if talks else []), ("No obligation", nothing)):
        if not rows:
            continue
        drawing.text(0, y, heading, "soft", bold=True)
        y += 20
        for row in rows:
            words = wrapped(row, total)
            drawing.text(0, y, words, "soft")
            y += _LEADING * (words.count("\n") + 1) + 4
        y += _GAP / 2
    return y


def _chart(drawing: _Drawing, width: float, height: float, palette: dict[str, str]) -> alt.LayerChart:
    import altair as alt

    def coloured(rows: list[dict[str, Any]]) -> alt.InlineData:
        return alt.InlineData(values=[row | {"colour": palette[row["colour"]]} for row in rows])

    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, width], nice=False, zero=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, height], nice=False, zero=False, reverse=True))
    colour = alt.Color("colour:N", scale=None)
    lines = (
        alt.Chart(coloured(drawing.lines))
        .mark_line(strokeWidth=1.4, interpolate="linear", strokeJoin="round")
        .encode(
            x=x,
            y=y,
            detail="line:N",
            order="order:Q",
            color=colour,
            strokeDash=alt.StrokeDash(
                "dashed:N", scale=alt.Scale(domain=[False, True], range=[[1, 0], [4, 4]]), legend=None
            ),
        )
    )
    boxes = (
        alt.Chart(coloured(drawing.boxes))
        .mark_rect(cornerRadius=6, strokeWidth=1.4, fill=palette["card"])
        .encode(x=x, y=y, x2="x2:Q", y2="y2:Q", stroke=alt.Stroke("colour:N", scale=None))
    )
    layers: list[Any] = [lines, boxes]
    for size in sorted({row["size"] for row in drawing.texts}):
        for weight in ("normal", "bold"):
            rows = [row for row in drawing.texts if row["size"] == size and row["weight"] == weight]
            if rows:
                mark = alt.Chart(coloured(rows)).mark_text(
                    align="left", baseline="top", fontSize=size, fontWeight=weight, font=_FONT, limit=0
                )
                layers.append(mark.encode(x=x, y=y, text="text:N", color=colour))
    return (
        alt.layer(*layers)
        .properties(width=width, height=height, background=palette["paper"], padding=24)
        .configure_view(stroke=None)
    )


def _page(answer: Answer, drawn: str) -> str:
    from html import escape

    colours = f"body{{margin:0;background:{LIGHT['paper']}}}"
    dark = f"@media (prefers-color-scheme:dark){{body{{background:{DARK['paper']}}}}}"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(question(answer))}</title>\n"
        f"<style>{colours}svg{{max-width:100%;height:auto}}{dark}</style>\n"
        f"</head>\n<body>\n{drawn}\n</body>\n</html>\n"
    )
