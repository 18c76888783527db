"""Reviews: what persons say of the machine's coding, as rows of their own."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from dragoman import ontology
from dragoman.records import STATUSES, content_id
from dragoman.store.filters import QuestionError, known
from dragoman.store.lake import dumped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragoman.store.store import Store

VERDICTS = ("confirm", "correct", "reject")
CORRECTABLE = ("type", "actor", "recipient", "status", "voice")
"""What a correction may name: parties as lists of `{"name", "code"}`, voice as a list of names."""
_LONGEST = 4000


def review_row(
    store: Store,
    event: str,
    verdict: str,
    author: str,
    correction: Mapping[str, Any] | None = None,
    note: str | None = None,
) -> dict[str, Any]:
    """The row of a review, checked. Raises QuestionError for an unknown event, verdict or correction."""
    known("verdict", verdict, VERDICTS, upper=False)
    if not author.strip():
        raise QuestionError("a review needs its author")
    if (verdict == "correct") != bool(correction):
        raise QuestionError("a correction, and only a correction, says what it ought to be")
    found = store.cursor().execute("SELECT article FROM events_rows WHERE id = ?", [event]).fetchone()
    if found is None:
        raise QuestionError(f"there is no event {event!r}")
    checked = _checked(correction or {})
    if len(dumped(checked)) + len(note or "") > _LONGEST:
        raise QuestionError(f"a review has at most {_LONGEST} characters")
    at = datetime.now(UTC)
    return {
        "id": content_id("r", event, verdict, author, dumped(checked), note, at.isoformat()),
        "event": event,
        "article": found[0],
        "verdict": verdict,
        "correction": dumped(checked) if checked else None,
        "note": note or None,
        "author": author.strip(),
        "at": at,
    }


def _checked(correction: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in correction.items():
        if key not in CORRECTABLE:
            raise QuestionError(f"a correction cannot name {key!r}; it can {', '.join(CORRECTABLE)}")
        if key == "type":
            known("type", value, ontology.load().types)
        elif key == "status":
            known("status", value, STATUSES, upper=False)
        elif key == "voice":
            if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
                raise QuestionError("voice is a list of names, outermost first")
        else:
            value = [_party(key, party) for party in _listed(key, value)]
        made[key] = value
    return made


def _listed(key: str, value: object) -> list[Any]:
    if not isinstance(value, list):
        raise QuestionError(f"{key} is a list of parties")
    return value


def _party(key: str, party: object) -> dict[str, str | None]:
    if not isinstance(party, dict) or not isinstance(party.get("name"), str) or not party["name"].strip():
        raise QuestionError(f"each party of {key} has a name, and a code if one is known")
    code = party.get("code")
    if code is not None and not ontology.is_code(code):
        raise QuestionError(f"{key}: there is no party code {code!r}")
    return {"name": party["name"].strip(), "code": code}
