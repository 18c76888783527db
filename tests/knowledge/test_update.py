"""Answers of Wikidata, written by hand in tests/knowledge/data, made into rows; and the client that asks."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.knowledge import wikidata
from dragoman.knowledge.overrides import check_overrides
from dragoman.knowledge.update import Update, update
from dragoman.knowledge.wikidata import KINDS, UpdateError, bindings, fetch, kind_of, recorded
from dragoman.knowledge.world import World, world

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = Path(__file__).parent / "data"
OWN = """name\tcode\tsector\tkind\taliases\tfrom\tto\tnote
Josephine Wanyonyi\tKEN\tGOV\tperson\tWanyonyi\t2020-02\t\tforeign minister
Dalibor Krstin\tSRB\tGOV\tperson\t\t2021\t\tdefence minister
"""


def made(kind: str, own: World | None = None) -> Update:
    rows = [row for page in recorded(DATA / f"{kind}.json") for row in bindings(page, kind)]
    return update(kind, rows, own or world())


def lines(found: Update) -> list[str]:
    return [row.line().replace("\t", "|") for row in found.rows]


@pytest.fixture
def own(tmp_path: Path) -> World:
    """A world that knows two ministers, with terms that have no end yet."""
    file = tmp_path / "own.tsv"
    file.write_text(OWN, "utf-8")
    return World(file)


def test_terms_of_office_are_gathered_and_dated_as_far_as_is_sure(own: World) -> None:
    found = lines(made("holders", own))
    assert (
        "Wanjiru Achieng Otieno|KEN|GOV|person|Wanjiru Otieno|2024-08-08||Cabinet Secretary for Defence"
        in found
    )
    assert "Wanjiru Achieng Otieno|KEN|GOV|person|Wanjiru Otieno|2019|2022-03|Minister of Health" in found


def test_two_offices_taken_up_on_one_day_are_one_row(own: World) -> None:
    row = "Tomasi Vakaloloma|FJI|GOV|person||2023-05-02||Prime Minister, Minister of Finance"
    assert row in lines(made("holders", own))


def test_a_term_that_has_ended_meanwhile_replaces_ours_with_all_its_aliases(own: World) -> None:
    assert [line for line in lines(made("holders", own)) if line.startswith("Josephine")] == [
        "Josephine Wanyonyi|KEN|GOV|person|Wanyonyi|2025-01-15||Prime Minister",
        "Josephine Wanyonyi|KEN|GOV|person|Wanyonyi|2020-02-10|2025-01-15|Minister of Foreign Affairs",
    ]


def test_a_term_that_we_know_is_not_repeated(own: World) -> None:
    found = made("holders", own)
    assert not any("Krstin" in line for line in lines(found))
    assert found.known == 1


def test_what_cannot_be_coded_or_dated_is_left_out_and_counted(own: World) -> None:
    assert made("holders", own).left_out == {"no code": 1, "no date": 1, "ends before beginning": 1}


def test_our_other_terms_of_a_person_stay(tmp_path: Path) -> None:
    file = tmp_path / "own.tsv"
    file.write_text(OWN + "Josephine Wanyonyi\tKEN\tLEG\tperson\t\t2013\t2020-01\tsenator\n", "utf-8")
    found = lines(made("holders", World(file)))
    assert "Josephine Wanyonyi|KEN|LEG|person|Wanyonyi|2013|2020-01|senator" in found


def test_organisations_get_code_and_sector_from_their_class() -> None:
    assert lines(made("organisations")) == [
        "Kenya New Dawn Party|KEN|PTY|organisation|?KND;New Dawn",
        "Lake Basin Fisheries Council|IGO|IGO|organisation|LBFC;Lake Fisheries Council",
        "NATO|IGO|IGO|organisation|Washington Treaty Organization",
    ]
    assert made("organisations").left_out == {"no code": 1, "no class of ours": 1}


def test_names_of_states_are_added_under_our_name_for_the_state() -> None:
    assert lines(made("aliases")) == [
        "Georgia|GEO|GOV|country|?Georgia;Land of Colchis",
        "Kenya|KEN|GOV|country|Land of the Great Rift;=Riftlander;*Riftlanders",
        "Kosovo|KOS|GOV|country|Dardanian Republic",
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_is_right_and_takes_no_name_from_our_tables(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "new.tsv"
    file.write_text(made(kind).table(kind), "utf-8")
    found, complaints = check_overrides(file)
    assert complaints == []
    ours = world()
    for alias, entries in found.items():
        assert {e.name for e in ours.lookup(alias)} <= {e.name for e in entries}, alias
    assert World(file).resolve("Kenyan soldiers") == ours.resolve("Kenyan soldiers")


TEXT = st.text(max_size=12) | st.sampled_from(["KEN", "GEO", "Kenya", "John Lee", "2020-01-01T00:00:00Z"])
CELLS = st.sampled_from(
    "person item state name alias short official demonym iso class office from to".split()
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.dictionaries(CELLS, TEXT), max_size=6), st.sampled_from(KINDS))
def test_any_answer_gives_a_right_file(
    tmp_path_factory: pytest.TempPathFactory, rows: list, kind: str
) -> None:
    file = tmp_path_factory.mktemp("any") / "new.tsv"
    file.write_text(update(kind, rows, world()).table(kind), "utf-8")
    assert check_overrides(file)[1] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_query_asks_for_a_page_and_for_some_states(kind: str) -> None:
    text = wikidata.query(kind, offset=40, limit=20, since=2015, states=["KEN", "UGA"])
    assert text.startswith("SELECT")
    assert text.endswith("LIMIT 20 OFFSET 40")
    assert 'VALUES ?iso { "KEN" "UGA" }' in text
    assert text.count("{") == text.count("}")
    assert "VALUES ?iso" not in wikidata.query(kind, offset=0, limit=20, since=2015)


@pytest.mark.parametrize("kind", KINDS)
def test_the_variables_of_an_answer_tell_what_was_asked(kind: str) -> None:
    assert kind_of(recorded(DATA / f"{kind}.json")[0]) == kind
    assert kind_of({"head": {"vars": ["x"]}}) is None


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "no JSON"),
        ("[]", "no answer in it"),
        ("{}", "no SPARQL answer"),
        ('{"results": {"bindings": [{"name": {}}]}}', "row 1: no row of a SPARQL answer"),
        ('{"results": {"bindings": {}}}', "no SPARQL answer"),
    ],
)
def test_a_file_that_is_no_answer_is_told(tmp_path: Path, text: str, complaint: str) -> None:
    file = tmp_path / "answer.json"
    file.write_text(text, "utf-8")
    with pytest.raises(UpdateError, match=complaint) as told:
        recorded(file)
    assert str(told.value).startswith(str(file))


class Service:
    """A query service on this machine that answers what it is told to, in order."""

    def __init__(self, answers: list[tuple[int, bytes]]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, str]] = []
        """(user agent, query) of each request."""
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                service.asked.append((self.headers["User-Agent"], parse_qs(body)["query"][0]))
                status, answer = service.answers.pop(0)
                self.send_response(status)
                if status == 429:
                    self.send_header("Retry-After", "7")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/sparql"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()


def page(*names: str) -> bytes:
    rows = [{"name": {"type": "literal", "value": name}} for name in names]
    return json.dumps({"head": {"vars": ["person", "name"]}, "results": {"bindings": rows}}).encode()


@pytest.fixture
def service() -> Iterator[Service]:
    made = Service([])
    yield made
    made.server.shutdown()
    made.server.server_close()


def asked(service: Service, waits: list[float] | None = None) -> list[int]:
    """How many rows each page had; the waits go to the list instead of being waited."""
    sleep = (waits if waits is not None else []).append
    answers = fetch("holders", endpoint=service.address, page=2, timeout=5, sleep=sleep)
    return [len(bindings(answer, "")) for answer in answers]


def test_pages_are_asked_for_until_one_is_not_full(service: Service) -> None:
    service.answers = [(200, page("a", "b")), (200, page("c", "d")), (200, page("e"))]
    waits: list[float] = []
    assert asked(service, waits) == [2, 2, 1]
    assert [query.rsplit(" ", 1)[1] for _, query in service.asked] == ["0", "2", "4"]
    assert {agent.split("/")[0] for agent, _ in service.asked} == {"dragoman"}
    assert waits == [1.0, 1.0]


def test_a_busy_service_is_asked_again_when_it_says(service: Service) -> None:
    service.answers = [(429, b""), (200, page("a"))]
    waits: list[float] = []
    assert asked(service, waits) == [1]
    assert waits == [7.0]


def test_an_answer_that_was_cut_short_is_asked_for_again(service: Service) -> None:
    service.answers = [(200, page("a")[:-9]), (200, page("a"))]
    assert asked(service) == [1]


@pytest.mark.parametrize(
    ("answers", "complaint"),
    [
        ([(400, b"")], "answers 400"),
        ([(503, b"")] * 3, "answers 503"),
        ([(200, b"<html>")] * 3, "the answer is no JSON"),
    ],
)
def test_a_service_that_does_not_answer_is_told(
    service: Service, answers: list[tuple[int, bytes]], complaint: str
) -> None:
    service.answers = list(answers)
    with pytest.raises(UpdateError, match=complaint) as told:
        asked(service)
    assert str(told.value).startswith(service.address)
    assert "\n" not in str(told.value)
    assert service.answers == []


def test_a_service_that_is_not_there_is_told(service: Service) -> None:
    service.server.server_close()
    with pytest.raises(UpdateError, match="cannot be reached"):
        asked(service)
