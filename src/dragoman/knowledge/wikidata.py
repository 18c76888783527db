"""Asks Wikidata's query service, page by page, and reads its answers, fresh or recorded.

An answer is the W3C's "SPARQL 1.1 Query Results JSON Format". Nothing here runs while articles are read.
"""

from __future__ import annotations

import json
import time
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ENDPOINT = "https://query.wikidata.org/sparql"
QUERIES = Path(__file__).parent / "wikidata.toml"
KINDS = ("holders", "organisations", "aliases")
"""What can be asked for."""

_RETRIES = 3
_AGAIN = frozenset({429, 500, 502, 503, 504})
"""Answers that mean: later, perhaps."""
_LONGEST_WAIT = 60.0
_MOST = 64 * 1024 * 1024
"""Bytes of a page at most."""

Binding = dict[str, str]
"""One row of an answer: variable → value; what is not bound is missing."""


class UpdateError(ValueError):
    """The service, or a recorded answer, could not be read; the message is one line."""


@lru_cache(maxsize=1)
def queries() -> dict[str, Any]:
    """The tables of `wikidata.toml`."""
    return tomllib.loads(QUERIES.read_text("utf-8"))


def query(kind: str, *, offset: int, limit: int, since: int, states: Iterable[str] = ()) -> str:
    """The query for one page; `since` is a year, `states` are ISO codes, none for all."""
    table = queries()[kind]
    classes = table.get("classes") or [item["item"] for item in queries()["class"]]
    wanted = " ".join(f'"{state}"' for state in states)
    filled: str = table["query"].format(
        classes=" ".join(f"wd:{item}" for item in classes),
        states=f"VALUES ?iso {{ {wanted} }}" if wanted else "",
        since=since,
        limit=limit,
        offset=offset,
    )
    return filled.strip()


def fetch(
    kind: str,
    *,
    since: int = 2000,
    states: Iterable[str] = (),
    endpoint: str = ENDPOINT,
    page: int = 5000,
    timeout: float = 70.0,
    pause: float = 1.0,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[dict[str, Any]]:
    """The answers, one for each page of `page` rows, until one is not full.

    Waits `pause` seconds between pages, and as long as the service asks, a minute at most, before it
    tries one again. UpdateError if the service cannot be reached within `timeout` seconds, or answers
    something else."""
    states = tuple(states)
    offset = 0
    while True:
        text = query(kind, offset=offset, limit=page, since=since, states=states)
        answer = _asked(endpoint, text, timeout, sleep)
        yield answer
        if len(bindings(answer, endpoint)) < page:
            return
        offset += page
        sleep(pause)


def _asked(endpoint: str, text: str, timeout: float, sleep: Callable[[float], None]) -> dict[str, Any]:
    from http.client import HTTPException
    from urllib.error import HTTPError
    from urllib.parse import urlencode
    from urllib.request import Request, urlopen

    if not endpoint.startswith(("https://", "http://")):
        raise UpdateError(f"{endpoint}: no http or https address")
    headers = {"User-Agent": _agent(), "Accept": "application/sparql-results+json"}
    request = Request(endpoint, urlencode({"query": text}).encode(), headers)
    cause: str = ""
    for attempt in range(_RETRIES):
        wait = 5.0 * 2**attempt
        try:
            with urlopen(request, timeout=timeout) as response:
                body = response.read(_MOST + 1)
            if len(body) > _MOST:
                raise UpdateError(f"{endpoint}: a page of more than {_MOST:,} bytes")
            return _parsed(body, endpoint)
        except HTTPError as error:
            cause = f"answers {error.code} {error.reason}"
            if error.code not in _AGAIN:
                break
            asked = error.headers.get("Retry-After", "")
            wait = float(asked) if asked.isdigit() else wait
        except (OSError, HTTPException) as error:
            cause = f"cannot be reached: {getattr(error, 'reason', None) or error or type(error).__name__}"
        except UpdateError as error:
            # The service cuts an answer short when its own time is up.
            cause = str(error).removeprefix(f"{endpoint}: ")
        if attempt + 1 < _RETRIES:
            sleep(min(wait, _LONGEST_WAIT))
    raise UpdateError(f"{endpoint}: {cause}")


def _agent() -> str:
    from importlib.metadata import version

    return f"dragoman/{version('dragoman')} (knowledge update; one request at a time)"


def _parsed(body: bytes, source: str) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except ValueError as error:
        raise UpdateError(f"{source}: the answer is no JSON: {error}") from None
    bindings(answer, source)
    found: dict[str, Any] = answer
    return found


def recorded(path: Path) -> list[dict[str, Any]]:
    """The answers in a JSON file: one, or a list with one for each page. UpdateError if it holds none."""
    try:
        body = path.read_bytes()
    except OSError as error:
        raise UpdateError(f"{path}: {error.strerror or error}") from None
    try:
        data = json.loads(body)
    except ValueError as error:
        raise UpdateError(f"{path}: the answer is no JSON: {error}") from None
    pages = data if isinstance(data, list) else [data]
    if not pages:
        raise UpdateError(f"{path}: no answer in it")
    for page in pages:
        bindings(page, str(path))
    return pages


def kind_of(answer: dict[str, Any]) -> str | None:
    """Which kind of query an answer is to, by its variables; None if to none of ours."""
    variables = set((answer.get("head") or {}).get("vars") or ())
    marks = {"holders": "person", "organisations": "item", "aliases": "state"}
    return next((kind for kind, mark in marks.items() if mark in variables), None)


def bindings(answer: Any, source: str) -> list[Binding]:
    """The rows of an answer. UpdateError, naming the row, if it is none."""
    results = answer.get("results") if isinstance(answer, dict) else None
    found = results.get("bindings") if isinstance(results, dict) else None
    if not isinstance(found, list):
        raise UpdateError(f"{source}: no SPARQL answer in JSON")
    rows: list[Binding] = []
    for number, row in enumerate(found, 1):
        if not isinstance(row, dict) or not all(
            isinstance(cell, dict) and isinstance(cell.get("value"), str) for cell in row.values()
        ):
            raise UpdateError(f"{source}, row {number}: no row of a SPARQL answer")
        rows.append({name: cell["value"] for name, cell in row.items()})
    return rows
