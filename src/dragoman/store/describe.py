"""The tables of a store as documentation: `python -m dragoman.store.describe` prints it."""

from __future__ import annotations

from dragoman.store.tables import TABLES
from dragoman.store.views import VIEWS

_ADDED = {
    "articles": {"story": "Story it belongs to; null until stories were found."},
    "quotes": {"story": "Story of its article."},
    "events": {
        "story": "Story of its article.",
        "occurrence": "Occurrence it tells of; null until they were found.",
        "verdict": "Verdict of the latest review.",
    },
}
"""What a view has beyond the columns of its table."""


def markdown() -> str:
    """A section for each view, a row for each column."""
    parts = []
    for name, table in TABLES.items():
        rows = [f"| `{c.name}` | {_type(str(c.type))} | {c.meaning} |" for c in table.columns]
        rows += [f"| `{column}` | text | {meaning} |" for column, meaning in _ADDED.get(name, {}).items()]
        heading = f"### `{name}`\n\n{table.meaning}\n\n| column | type | meaning |\n|---|---|---|\n"
        parts.append(heading + "\n".join(rows) + "\n")
    parts += [f"### `{name}`\n\n{VIEWS[name]}\n" for name in VIEWS if name not in TABLES]
    return "\n".join(parts)


def _type(arrow: str) -> str:
    plain = {
        "string": "text",
        "int32": "integer",
        "int64": "integer",
        "double": "number",
        "bool": "yes/no",
        "date32[day]": "date",
        "binary": "bytes",
    }
    if arrow.startswith("timestamp"):
        return "time (UTC)"
    if arrow.startswith("list<"):
        inner = arrow[arrow.index(":") + 1 : -1].strip()
        return f"list of {'records' if inner.startswith('struct') else plain.get(inner, inner)}"
    return plain.get(arrow, arrow)


if __name__ == "__main__":
    print(markdown(), end="")
