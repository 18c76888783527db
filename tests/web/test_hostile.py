"""Stored articles are hostile HTML, and so are addresses and forms: none of it does anything."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import FailureGroup
from schemathesis.specs.openapi.checks import response_schema_conformance

from dragoman.records import Article
from tests.web.test_doors import csrf

if TYPE_CHECKING:
    from pathlib import Path

    from dragoman.reading.reader import Reader

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"
HOSTILE = (
    SCRIPT,
    "'; DROP TABLE events; --",
    "' OR 1=1 --",
    "%",
    "_",
    "\\",
    "\x00",
    "\u202egnp.exe",
    "../../etc/passwd",
    "%2e%2e%2f",
    "{{7*7}}",
    "${7*7}",
    "javascript:alert(1)",
    "\U0001f600",
    "A" * 200,
    "USA" + ",USA" * 60,
    "1e999",
    "-1",
    "NaN",
    "2024-02-30",
    "9999999999",
    "SELECT * FROM read_csv('/etc/passwd')",
    "[",
    "*",
    "\r\nSet-Cookie: a=b",
)


@pytest.fixture(scope="module")
def hostile(reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of an article that is all markup, tricks and control characters."""
    from dragoman.store import Store

    folder = tmp_path_factory.mktemp("hostile") / "store"
    text = (
        f"Peru threatened Ecuador {SCRIPT} on Monday.\n\nPeru condemned Ecuador\u202e {{{{7*7}}}} in May.\n\n"
        f'"We will {SCRIPT} attack \u2066Ecuador\u2069," President Alonso Quiroga said on Monday.'
    )
    article = Article(
        text,
        title=f"{SCRIPT}\u202e",
        published="2024-05-06",
        publisher=f'"><svg onload=alert(3)>{SCRIPT}',
        url="javascript:alert(4)",
        authors=(SCRIPT,),
    )
    Store(folder, create=True).add([article], reader)
    return folder


def test_what_is_stored_never_becomes_markup(hostile: Path, enter: Any) -> None:
    room = enter(hostile)
    listed = room.get("/chronology?format=json").json()
    act = listed["days"][0]["acts"][0]
    for address in (
        "/",
        "/chronology",
        "/parties",
        "/party/PER",
        "/dyad/PER/ECU",
        f"/article/{act['article']}",
        f"/event/{act['id']}",
        f"/occurrence/{act['occurrence']}",
        "/search?q=Peru",
        "/search?q=attack&in=quotes",
    ):
        answer = room.get(address)
        assert answer.status_code == 200, address
        for tag in ("<script>alert", "<img src=x", "<svg onload", "javascript:alert", "\u202e", "\u2066"):
            assert tag not in answer.text, (address, tag)
        assert ">49<" not in answer.text


def test_a_hostile_name_of_a_reviewer_is_text(hostile: Path, enter: Any) -> None:
    room = enter(hostile)
    event = room.get("/chronology?format=json").json()["days"][0]["acts"][0]["id"]
    given = {"csrf": csrf(room), "verdict": "confirm", "author": SCRIPT, "note": SCRIPT}
    assert room.post(f"/event/{event}/review", data=given).status_code == 303
    for address in (f"/event/{event}", "/reviews", "/chronology"):
        assert "<script>alert" not in room.get(address).text


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: repr(value)[:20])
def test_hostile_values_are_values(value: str, client: Any) -> None:
    whole = client.get("/versions?format=json").json()["articles"]
    for address, names in {
        "/chronology": (
            "party",
            "actor",
            "type",
            "status",
            "since",
            "publisher",
            "said_by",
            "place",
            "text",
            "voice",
            "verdict",
            "order",
            "page",
            "limit",
            "as_of",
            "format",
        ),
        "/search": ("q", "in", "said_by", "since"),
        "/parties": ("q",),
        "/map": ("party", "since"),
        "/network": ("most", "until"),
        "/obligations": ("attacked", "on"),
        "/charts/dyad/ECU/PER": ("by", "width", "theme", "as"),
    }.items():
        for name in names:
            answer = client.get(
                address, params={name: value} | ({"attacked": "Peru"} if name == "on" else {})
            )
            assert answer.status_code < 500, (address, name, answer.text[:300])
            assert "<script>alert" not in answer.text
            assert "root:" not in answer.text
            assert "set-cookie" not in {k for k in answer.headers if k == "a"}
    assert client.get("/versions?format=json").json()["articles"] == whole


@pytest.mark.parametrize(
    "path",
    [
        "/static/../settings.py",
        "/static/%2e%2e/settings.py",
        "/static/..%2f..%2fpage.py",
        "/static//etc/passwd",
        "/article/../../etc/passwd",
        "/party/%00",
        "/event/%ff%fe",
        "/dyad/" + "A" * 500 + "/B",
        "/party/" + "a/" * 200,
    ],
)
def test_paths_lead_nowhere(path: str, client: Any) -> None:
    answer = client.get(path)
    assert answer.status_code in (400, 404, 405, 422), path
    assert "SHORTEST_TOKEN" not in answer.text


def test_what_is_read_on_the_spot_is_escaped_limited_and_not_kept(client: Any, reader: Reader) -> None:
    client.app.state.room._reader = reader
    before = client.get("/versions?format=json").json()["version"]
    form = {"csrf": csrf(client), "text": f"Peru threatened Ecuador {SCRIPT} on Monday.", "title": SCRIPT}
    page = client.post("/read", data=form)
    assert page.status_code == 200
    assert "THREATEN" in page.text
    assert "<script>alert" not in page.text
    assert client.post("/read", data=form | {"text": "x" * 100_001}).status_code == 400
    assert client.post("/read", data=form | {"published": "someday"}).status_code == 400
    wrong = client.post("/read", data=form, files={"file": ("a.exe", b"MZ", "text/plain")})
    assert (wrong.status_code, "ends in" in wrong.text) == (400, True)
    upload = client.post(
        "/read",
        data=form | {"text": ""},
        files={"file": ("../../a.txt", b"Kenya condemned Uganda.", "text/plain")},
    )
    assert upload.status_code == 200, upload.text
    assert "ACCUSE" in upload.text
    assert client.get("/versions?format=json").json()["version"] == before


def test_nothing_that_the_description_allows_makes_a_fault(client: Any) -> None:
    """Schemathesis against the OpenAPI description: no answer is a 500, and JSON answers are as described."""
    schema = schemathesis.openapi.from_asgi("/openapi.json", client.app, headers={"Host": "127.0.0.1"})
    faults: list[str] = []
    bounded = settings(
        max_examples=6,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    for operation in schema.get_all_operations():

        @bounded
        @given(one=operation.ok().as_strategy())
        def asked(one: Any) -> None:
            one.headers = {**(one.headers or {}), "Host": "127.0.0.1", "Accept": "application/json"}
            answer = one.call()
            where = f"{one.method} {one.formatted_path} {one.query}: {answer.status_code}"
            if answer.status_code >= 500 and answer.status_code != 503:
                faults.append(where)
            try:
                one.validate_response(answer, checks=[response_schema_conformance])
            except FailureGroup as group:
                faults.append(f"{where}: {group.exceptions[0]}")

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            asked()
    assert faults == []
