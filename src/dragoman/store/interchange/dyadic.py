"""Events as data sets of pairs have them: a row for each actor and recipient, everything in cells of text."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from dragoman.records import content_id
from dragoman.store.interchange.cameo import code_of

if TYPE_CHECKING:
    from collections.abc import Iterator

Party = dict[str, Any]


def pairs(row: dict[str, Any]) -> Iterator[tuple[int, Party | None, Party | None]]:
    """Each pair of an actor and a recipient, numbered; None where the event has none in a role."""
    sides = product(row["actor"] or [None], row["recipient"] or [None])
    for number, (actor, recipient) in enumerate(sides):
        yield number, actor, recipient


def number_of(row: dict[str, Any], pair: int, origin: str) -> str:
    """An id in digits: that of the format if the event came from it, else one made of the event's id.

    Further pairs of the same event have a number of their own.
    """
    given = row["origin_id"]
    if not pair and row["origin"] == origin and given and given.isdigit():
        return str(given)
    made = row["id"] if not pair else content_id("e", row["id"], pair)
    try:
        return str(int(made[1:], 16))
    except ValueError:
        return str(int(content_id("e", made)[1:], 16))


def cameo_of(row: dict[str, Any]) -> str | None:
    """The CAMEO code of an event, if CAMEO has one for it."""
    return code_of(row["type"], tuple(row["mode"] or ()), tuple(row["context"] or ()), row["cameo"])


def line(cells: list[Any]) -> bytes:
    """A line of tab-separated cells; blanks of any kind inside one become one blank."""
    return ("\t".join(map(cell_text, cells)) + "\n").encode("utf-8", "replace")


def cell_text(value: Any) -> str:
    """A value as text on one line, empty for none."""
    if value is None:
        return ""
    if isinstance(value, str):
        return " ".join(value.split())
    return repr(value) if isinstance(value, float) else str(value)
