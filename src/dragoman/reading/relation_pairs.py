"""Rows of a pairs file as `Pair`s: `{"text", "actor": [s, e], "recipient": [s, e]}` or `marked` text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dragoman.reading.relation_input import PairError, check_pair
from dragoman.reading.relation_model import Pair

MARK = re.compile(r"<(/?)([st])>")


def unmark(marked: str) -> tuple[str, tuple[int, int], tuple[int, int]]:
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
    missing = [f"<{name}>" for name in ("s", "/s", "t", "/t") if name not in at]
    if missing:
        raise PairError(f"no {' '.join(missing)} in the marked text")
    return "".join(plain), (at["s"], at["/s"]), (at["t"], at["/t"])


def pair_of_row(row: Mapping[str, Any]) -> Pair:
    """The pair of one row. Raises PairError telling what is wrong with it."""
    if "marked" in row:
        text, actor, recipient = unmark(str(row["marked"]))
    else:
        missing = [key for key in ("text", "actor", "recipient") if key not in row]
        if missing:
            raise PairError(f"lacks {', '.join(missing)}")
        text = str(row["text"])
        spans = []
        for key in ("actor", "recipient"):
            value = row[key]
            if not (isinstance(value, list | tuple) and len(value) == 2 and all(type(v) is int for v in value)):
                raise PairError(f"{key} is {value!r}, not a pair [start, end] of character offsets")
            spans.append((value[0], value[1]))
        actor, recipient = spans
    check_pair(text, actor, recipient)
    return Pair(text, actor, recipient)
