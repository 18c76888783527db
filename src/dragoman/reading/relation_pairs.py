"""Rows of a pairs file as `Pair`s: `{"text", "actor": [s, e], "recipient": [s, e]}` or `marked` text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from dragoman.reading.relation_input import PairError, check_pair
from dragoman.reading.relation_model import Pair

if TYPE_CHECKING:
    from collections.abc import Mapping

MARK = re.compile(r"<(/?)([st])>")


def unmark(marked: str) -> tuple[str, tuple[int, int] | None, tuple[int, int] | None]:
    """Plain text and the spans of `<s>actor</s>` and `<t>recipient</t>`; of several, the first counts.

    >>> unmark("<s>Kenya</s> met <t>Chad</t>.")
    ('Kenya met Chad.', (0, 5), (10, 14))
    """
    at: dict[str, int] = {}
    plain, last = [], 0
    length = 0
    for found in MARK.finditer(marked):
        plain.append(marked[last : found.start()])
        length += found.start() - last
        at.setdefault(found.group(1) + found.group(2), length)
        last = found.end()
    plain.append(marked[last:])
    spans: list[tuple[int, int] | None] = []
    for name in ("s", "t"):
        if (name in at) != (f"/{name}" in at):
            raise PairError(f"<{name}> is not closed, or closes without opening")
        spans.append((at[name], at[f"/{name}"]) if name in at else None)
    return "".join(plain), spans[0], spans[1]


def pair_of_row(row: Mapping[str, Any]) -> Pair:
    """The pair of one row; a party absent or null is not marked. Raises PairError telling what is wrong."""
    if "marked" in row:
        text, actor, recipient = unmark(str(row["marked"]))
    else:
        if "text" not in row:
            raise PairError("lacks text")
        text = str(row["text"])
        actor, recipient = _span(row, "actor"), _span(row, "recipient")
    check_pair(text, actor, recipient)
    return Pair(text, actor, recipient)


def _span(row: Mapping[str, Any], key: str) -> tuple[int, int] | None:
    value = row.get(key)
    if value is None:
        return None
    if not (isinstance(value, list | tuple) and len(value) == 2 and all(type(v) is int for v in value)):
        raise PairError(f"{key} is {value!r}, not a pair [start, end] of character offsets")
    return value[0], value[1]
