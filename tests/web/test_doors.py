"""Who may come in, how often, with how much, and what may run in the pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from dragoman.web.settings import Rate, Settings, SettingsError

if TYPE_CHECKING:
    from pathlib import Path

    from fastapi.testclient import TestClient

TOKEN = "a token of some length"
OUTSIDE = "http://room.example:8000"


def csrf(client: TestClient, address: str = "/read") -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get(address).text)
    assert found
    return found[1]


def test_beyond_this_machine_a_token_is_required() -> None:
    with pytest.raises(SettingsError, match="token is required"):
        Settings("store", host="0.0.0.0")
    with pytest.raises(SettingsError, match="at least 12"):
        Settings("store", token="short")
    assert Settings("store", host="0.0.0.0", token=TOKEN).token == TOKEN


def test_a_name_that_leads_here_from_elsewhere_is_not_answered(client: TestClient) -> None:
    for host in ("evil.example", "127.0.0.1.evil.example", "10.0.0.1", ""):
        assert client.get("/", headers={"Host": host}).status_code == 421
    for host in ("localhost:8000", "127.0.0.1", "[::1]:8000"):
        assert client.get("/versions", headers={"Host": host}).status_code == 200


def test_without_the_token_nothing_is_shown(year: Path, enter: Any) -> None:
    visitor = enter(year, OUTSIDE, host="0.0.0.0", token=TOKEN)
    for address in ("/", "/chronology?party=USA", "/openapi.json", "/charts/map", "/nowhere"):
        answer = visitor.get(address)
        assert answer.status_code == 303, address
        assert answer.headers["location"].startswith("/login?next=")
        assert visitor.get(address, headers={"Accept": "application/json"}).status_code == 401
    assert visitor.get("/static/room.css").status_code == 200


def test_signing_in_and_out(year: Path, enter: Any) -> None:
    visitor = enter(year, OUTSIDE, host="0.0.0.0", token=TOKEN)
    wrong = visitor.post("/login", data={"csrf": csrf(visitor, "/login"), "token": "not the token"})
    assert wrong.status_code == 403
    right = visitor.post(
        "/login", data={"csrf": csrf(visitor, "/login"), "token": TOKEN, "next": "/chronology?party=USA"}
    )
    assert (right.status_code, right.headers["location"]) == (303, "/chronology?party=USA")
    cookie = right.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert visitor.get("/chronology").status_code == 200
    assert visitor.post("/logout", data={"csrf": csrf(visitor, "/read")}).status_code == 303
    assert visitor.get("/chronology").status_code == 303


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x"]
)
def test_signing_in_leads_nowhere_else(target: str, year: Path, enter: Any) -> None:
    visitor = enter(year, OUTSIDE, host="0.0.0.0", token=TOKEN)
    form = {"csrf": csrf(visitor, "/login"), "token": TOKEN, "next": target}
    assert visitor.post("/login", data=form).headers["location"] == "/"


def test_programs_send_the_token_itself(year: Path, enter: Any) -> None:
    visitor = enter(year, OUTSIDE, host="0.0.0.0", token=TOKEN)
    assert visitor.get("/", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert visitor.get("/", headers={"Authorization": "Bearer wrong"}).status_code == 303
    given = {"Authorization": f"Bearer {TOKEN}", "Accept": "application/json"}
    assert visitor.post("/read", headers=given, data={"text": ""}).status_code == 400


def test_a_forged_session_is_none(year: Path, enter: Any) -> None:
    visitor = enter(year, OUTSIDE, host="0.0.0.0", token=TOKEN)
    other = enter(year, OUTSIDE, host="0.0.0.0", token="another token, as long")
    other.post("/login", data={"csrf": csrf(other, "/login"), "token": "another token, as long"})
    visitor.cookies.update(other.cookies)
    assert visitor.get("/").status_code == 303
    visitor.cookies.clear()
    visitor.cookies.set("dragoman_room", "e30.x.y")
    assert visitor.get("/").status_code == 303


def test_every_form_that_changes_something_needs_its_secret(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    posts = [path for path, methods in described["paths"].items() if "post" in methods]
    assert {"/read", "/login", "/logout", "/event/{id}/review"} <= set(posts)
    fields = {"verdict": "confirm", "author": "A", "text": "x", "token": "x"}
    for path in posts:
        for given in ({}, {"csrf": "wrong"}):
            assert client.post(path.replace("{id}", "e1"), data=fields | given).status_code == 403, path
    for headers in (
        {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):  # fmt: skip
        given = {"csrf": csrf(client), "text": "x"}
        assert client.post("/read", data=given, headers=headers).status_code == 403, headers


def test_headers_let_nothing_run_that_is_not_ours(client: TestClient) -> None:
    for address in ("/", "/nowhere", "/static/room.js", "/charts/map", "/openapi.json"):
        headers = client.get(address).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"


def test_pages_hold_no_script_or_style_of_their_own_and_ask_no_other_host(client: TestClient) -> None:
    for address in ("/", "/chronology", "/dyad/ECU/PER", "/map", "/network", "/party/PER", "/read", "/docs"):
        page = client.get(address).text
        assert not re.search(r"<script(?![^>]*\ssrc=)", page), address
        assert not re.search(r"<style|\sstyle=|\son\w+=", page), address
        assert not re.search(r"""(?:src|action|<link[^>]*href)=["'](?:https?:)?//""", page), address


def test_too_much_and_too_often_is_refused(year: Path, enter: Any) -> None:
    rates = {
        "any": Rate(30, 0.001),
        "login": Rate(2, 0.001),
        "read": Rate(2, 0.001),
        "review": Rate(2, 0.001),
    }
    visitor = enter(year, rates=rates)
    given = {"csrf": csrf(visitor), "text": ""}
    assert [visitor.post("/read", data=given).status_code for _ in range(3)] == [400, 400, 429]
    assert visitor.get("/?x=" + "y" * 9000).status_code == 414
    big = {"csrf": given["csrf"], "token": "x" * 70_000}
    assert visitor.post("/login", data=big).status_code == 413
    answers = [visitor.get("/versions") for _ in range(40)]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) > 0


def test_a_body_that_promises_to_be_short_is_counted(year: Path, enter: Any) -> None:
    visitor = enter(year)
    secret = csrf(visitor)

    def endless() -> Any:
        yield f"csrf={secret}&text=".encode()
        for _ in range(100):
            yield b"x" * 100_000

    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert visitor.post("/read", content=endless(), headers=kind).status_code == 413


def test_in_a_read_only_room_nobody_writes(year: Path, enter: Any) -> None:
    for settings in ({"read_only": True}, {"as_of": "1"}):
        visitor = enter(year, **settings)
        event = visitor.get("/chronology?format=json").json()["days"][0]["acts"][0]["id"]
        assert "Review it" not in visitor.get(f"/event/{event}").text
        given = {"csrf": csrf(visitor), "verdict": "confirm", "author": "A"}
        assert visitor.post(f"/event/{event}/review", data=given).status_code == 403
    assert visitor.get("/?as_of=2").status_code == 403
