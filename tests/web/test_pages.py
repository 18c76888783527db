"""Every page as HTML and as JSON: the same data, by one function."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

PAGES = (
    "/",
    "/chronology",
    "/parties",
    "/party/PER",
    "/party/Beatriz%20Llerena",
    "/dyad/ECU/PER",
    "/map",
    "/network",
    "/search?q=river",
    "/obligations?attacked=Estonia&by=Russia",
    "/read",
    "/versions",
    "/reviews",
    "/login",
    "/docs",
)


def data(client: TestClient, address: str) -> Any:
    answer = client.get(address, headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    return answer.json()


def acts(page: Any) -> list[Any]:
    return [act for day in page["days"] for act in day["acts"]]


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_html_and_json_at_the_same_address(address: str, client: TestClient) -> None:
    page = client.get(address)
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert page.text.count("<h1") == 1
    assert isinstance(data(client, address), dict)
    mark = "&" if "?" in address else "?"
    assert client.get(f"{address}{mark}format=json").headers["content-type"] == "application/json"


def test_the_chronology_tells_an_act_once_however_many_papers_tell_it(client: TestClient) -> None:
    page = data(client, "/chronology?party=Ecuador&since=2024-10&until=2024-10&type=CONCEDE")
    ceasefire = next(act for act in acts(page) if "ceasefire" in act["sentence"])
    assert ceasefire["publishers"] >= 3
    assert page["tellings"] > len(acts(page))
    days = [day["day"] for day in page["days"]]
    assert days == sorted(days, reverse=True)


def test_every_filter_narrows(client: TestClient) -> None:
    whole = data(client, "/chronology?limit=200")["tellings"]
    for query in (
        "party=PER",
        "actor=Peru&recipient=Ecuador",
        "type=THREATEN",
        "type=THREATEN&type=ACCUSE",
        "quad=verbal+conflict",
        "status=negated",
        "since=2024-09&until=2024-09-15",
        "publisher=Lima+Ledger",
        "said_by=Peru",
        "voice=own",
        "voice=claimed",
        "place=Macara",
        "text=ceasefire",
    ):
        found = data(client, f"/chronology?{query}")["tellings"]
        assert 0 < found < whole, query
    own, claimed = (data(client, f"/chronology?voice={voice}")["tellings"] for voice in ("own", "claimed"))
    assert own + claimed == whole


def test_pages_of_a_chronology_follow_each_other_without_gap_or_repeat(client: TestClient) -> None:
    for order in ("newest", "oldest"):
        once = [a["occurrence"] for a in acts(data(client, f"/chronology?limit=60&order={order}"))]
        parts = [
            act["occurrence"]
            for number in (1, 2, 3)
            for act in acts(data(client, f"/chronology?limit=20&order={order}&page={number}"))
        ]
        assert parts == once


def test_htmx_gets_the_part_that_changes(client: TestClient) -> None:
    part = client.get("/chronology?type=ASSAULT", headers={"HX-Request": "true"}).text
    assert '<section id="results"' in part
    assert "<form" not in part
    assert "<!doctype" not in part


def test_a_dyad_counts_both_directions_and_what_two_do_together(client: TestClient) -> None:
    page = data(client, "/dyad/ECU/PER")
    assert page["names"] == ["Ecuador", "Peru"]
    assert page["tellings"] == data(client, "/dyad/PER/ECU")["tellings"]
    spec = client.get("/charts/dyad/ECU/PER?by=month&theme=dark&width=400").json()
    assert spec["$schema"].startswith("https://vega.github.io/schema/vega-lite")
    drawn = client.get("/charts/dyad/ECU/PER?as=svg")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert drawn.text.startswith("<svg")


def test_an_occurrence_shows_whose_word_each_publisher_takes(client: TestClient) -> None:
    page = data(client, "/chronology?since=2024-09-06&until=2024-09-06&type=ASSAULT&text=ambushed")
    act = next(act for act in acts(page) if act["publishers"] > 2)
    told = data(client, f"/occurrence/{act['occurrence']}")
    stances = {side["publisher"]: side["own_voice"] for side in told["sides"]}
    assert stances["Lima Ledger"] is True
    assert stances["Andean Wire"] is False
    assert "voice" in told["differences"]


def test_an_article_is_its_report_and_every_mark_leads_to_its_card(client: TestClient) -> None:
    act = acts(data(client, "/chronology?type=THREATEN"))[0]
    report = data(client, f"/article/{act['article']}")["report"]
    page = client.get(f"/article/{act['article']}").text
    assert all(f'id="{event["id"]}"' in page for event in report["events"])
    assert f'href="/event/{act["id"]}"' in page


def test_search_looks_in_texts_quotes_and_acts(client: TestClient) -> None:
    hits = data(client, "/search?q=dredgers")["articles"]
    assert all(hit["match"].lower() == "dredgers" for hit in hits if hit["match"])
    assert hits
    assert data(client, "/search?q=river&in=quotes")["quotes"]
    assert data(client, "/search?q=river&in=acts")["acts"]
    assert "Peru" in [one["name"] for one in data(client, "/search?q=peru")["meant"]]


def test_obligations_are_asked_in_a_form_and_drawn(client: TestClient) -> None:
    answer = data(client, "/obligations?attacked=Estonia&by=Russia&on=2024-01-01")["answer"]
    assert any("North Atlantic" in call["name"] for call in answer["direct"])
    drawn = client.get("/obligations.svg?attacked=Estonia&by=Russia&on=2024-01-01")
    assert drawn.text.startswith("<svg")
    assert client.get("/obligations?attacked=Atlantis&by=Russia").status_code == 400


def test_the_map_and_the_network_are_tables_too(client: TestClient) -> None:
    assert {"Macara", "Lima"} <= {place["place"] for place in data(client, "/map")["places"]}
    ties = data(client, "/network")["ties"]
    assert {ties[0]["actor"], ties[0]["recipient"]} == {"ECU", "PER"}
    for address in ("/charts/map", "/charts/network"):
        assert client.get(address).json()["$schema"]


def test_an_earlier_version_is_shown_and_every_link_keeps_it(client: TestClient) -> None:
    versions = data(client, "/versions")
    assert versions["version"] == len(versions["versions"])
    assert f"version {versions['version']}" in versions["cite"]
    then = client.get("/chronology?as_of=1")
    assert "as it was at <strong>1</strong>" in then.text
    assert 'href="/parties?as_of=1"' in then.text
    first, now = data(client, "/?as_of=1"), data(client, "/")
    assert first["version"] == 1
    assert first["articles"] < now["articles"]
    assert client.get("/?as_of=99").status_code == 404


def test_what_is_not_there_says_so(client: TestClient) -> None:
    for address in (
        "/nowhere",
        "/article/a0",
        "/event/e0",
        "/occurrence/o0",
        "/party/Nemo%20Nobody",
        "/dyad/NOR/ISL",
    ):
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert "Not here" in answer.text
        told = client.get(address, headers={"Accept": "application/json"}).json()
        assert told["status"] == 404
    assert client.get("/chronology?since=yesterday").status_code == 400
    assert client.get("/chronology?type=KISS").status_code == 400
    assert client.get("/chronology?page=0").status_code == 422


def test_an_empty_store_is_an_empty_room(enter: Any, tmp_path: Any) -> None:
    from dragoman.store import Store

    Store(tmp_path / "empty", create=True)
    visitor = enter(tmp_path / "empty")
    for address in (
        "/",
        "/chronology",
        "/parties",
        "/map",
        "/network",
        "/search?q=x",
        "/versions",
        "/reviews",
    ):
        assert visitor.get(address).status_code == 200, address
    assert "An empty room" in visitor.get("/").text
