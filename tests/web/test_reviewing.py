"""Review: shown over the machine's coding, never in its place; and what becomes of it as gold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from dragoman.evaluation import evaluate
from dragoman.store import Store
from dragoman.store.gold import gold_of
from tests.web.test_doors import csrf

if TYPE_CHECKING:
    from pathlib import Path

Json = dict[str, Any]


@pytest.fixture
def room(own_year: Path, enter: Any) -> Any:
    return enter(own_year)


def some_act(room: Any, query: str = "type=THREATEN") -> Json:
    found: Json = room.get(f"/chronology?{query}&format=json").json()["days"][0]["acts"][0]
    return found


def reviewed(room: Any, event: str, **fields: str) -> Any:
    given = {"csrf": csrf(room), "author": "Ana Reviewer"} | fields
    return room.post(f"/event/{event}/review", data=given)


def test_a_confirmed_event_shows_by_whom(room: Any) -> None:
    event = some_act(room)["id"]
    answer = reviewed(room, event, verdict="confirm", note="as the text says")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/event/{event}")
    page = room.get(f"/event/{event}").text
    assert "confirmed by Ana Reviewer" in page
    assert "as the text says" in page
    assert 'name="author" value="Ana Reviewer"' in page
    assert "Ana Reviewer" in room.get("/reviews").text


def test_a_correction_stands_over_the_coding_and_never_in_its_place(room: Any, own_year: Path) -> None:
    before = some_act(room)
    event = before["id"]
    reviewed(
        room, event, verdict="correct", type="REQUEST", status="hypothetical", actor="Peru | PER\nChile",
        recipient="Ecuador | ECU", voice="Beatriz Llerena", whole="true",
    )  # fmt: skip
    after = room.get(f"/event/{event}?format=json").json()["act"]
    assert after["coding"] == before["coding"]
    wanted = after["review"]["correction"]
    assert wanted["type"] == "REQUEST"
    assert wanted["actor"] == [{"name": "Peru", "code": "PER"}, {"name": "Chile", "code": "CHL"}]
    assert wanted["voice"] == ["Beatriz Llerena"]
    page = room.get(f"/event/{event}").text
    assert '<s class="was" title="as the machine coded it">THREATEN</s>' in page
    kept = Store(own_year).sql("SELECT type FROM events WHERE id = ?", [event]).rows()
    assert kept == [{"type": "THREATEN"}]
    found = room.get("/chronology?verdict=correct&format=json").json()
    assert [act["id"] for day in found["days"] for act in day["acts"]] == [event]


def test_a_rejected_event_is_struck_through_and_still_there(room: Any) -> None:
    act = some_act(room)
    reviewed(room, act["id"], verdict="reject")
    page = room.get(f"/article/{act['article']}").text
    assert "rejected</b> by Ana Reviewer" in page
    assert 'class="act' in room.get("/chronology?verdict=reject").text
    assert " rejected" in room.get("/chronology?verdict=reject").text


def test_a_review_that_says_nothing_is_none(room: Any) -> None:
    event = some_act(room)["id"]
    assert reviewed(room, event, verdict="correct").status_code == 400
    assert reviewed(room, event, verdict="perhaps").status_code == 400
    assert reviewed(room, event, verdict="correct", type="KISS").status_code == 400
    assert reviewed(room, event, verdict="correct", actor="Peru | XYZ").status_code == 400
    assert reviewed(room, "e000", verdict="confirm").status_code == 404
    assert room.get("/reviews?format=json").json()["total"] == 0


def test_htmx_and_programs_get_what_they_can_use(room: Any) -> None:
    event = some_act(room)["id"]
    given = {"csrf": csrf(room), "author": "B", "verdict": "confirm"}
    part = room.post(f"/event/{event}/review", data=given, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert "<!doctype" not in part.text
    assert "confirmed by B" in part.text
    told = room.post(f"/event/{event}/review", data=given, headers={"Accept": "application/json"})
    assert (told.status_code, told.json()["verdict"]) == (201, "confirm")


def test_reviewed_articles_become_gold_that_a_reader_can_be_measured_on(own_year: Path) -> None:
    store = Store(own_year)
    report = max(store.reports(), key=lambda report: len(report.events))
    confirmed, corrected, rejected, *rest = report.events
    store.review(confirmed.id, "confirm", author="A")
    other = "ACCUSE" if corrected.type != "ACCUSE" else "REQUEST"
    store.review(corrected.id, "correct", author="A", correction={"type": other, "voice": ["Somebody"]})
    store.review(rejected.id, "confirm", author="A")
    store.review(rejected.id, "reject", author="B")
    (document,) = gold_of(Store(own_year))
    kept = [event for event in document["events"] if not event.get("optional")]
    assert [event["type"] for event in kept] == [confirmed.type, other]
    assert kept[1]["voice"] == ["Somebody"]
    assert len(document["events"]) == len(rest) + 2
    text = document["article"]["text"]
    assert all(event["sentence"] in text and event["trigger"] in text for event in document["events"])
    figures = evaluate([document], [report])["events"]
    # One of the two is found; of what was found, the rejected and the corrected one are wrong.
    assert figures["type"] == {"p": 0.333, "r": 0.5, "f1": 0.4}
    (of_a,) = gold_of(Store(own_year), author="A")
    assert sum(not event.get("optional") for event in of_a["events"]) == 3
