"""What can be asked of a store, and what comes back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dragoman.store import QuestionError, RunCard
from dragoman.store.filters import code_of, first_day, last_day, like
from dragoman.store.tables import EVENTS, OCCURRENCES

if TYPE_CHECKING:
    from dragoman.store import Store


def found(store: Store, **filters: Any) -> set[tuple[str, str]]:
    """Type and trigger of the events that a question finds."""
    return {(row["type"], row["trigger"]) for row in store.events(**filters)}


@pytest.mark.parametrize(
    ("filters", "types"),
    [
        ({"actor": "KEN"}, {"ACCUSE"}),
        ({"actor": "Kenya"}, {"ACCUSE"}),
        ({"actor": ["KEN", "UGA"]}, {"ACCUSE", "THREATEN"}),
        ({"actor": "KEN,UGA"}, {"ACCUSE", "THREATEN"}),
        ({"party_in": "UGA"}, {"ACCUSE", "THREATEN"}),
        ({"recipient": "UGA"}, {"ACCUSE"}),
        ({"actor": "KEN", "recipient": "FRA"}, set()),
        ({"actor": "marrant"}, set()),
        ({"actor": "turk"}, {"SANCTION"}),
        ({"type": "threaten"}, {"THREATEN"}),
        ({"since": "2023-03-17", "type": ["THREATEN", "ACCUSE"]}, {"THREATEN"}),
        ({"until": "2011"}, {"SANCTION"}),
        ({"quad": "material conflict"}, {"SANCTION", "MOBILIZE"}),
        ({"publisher": "evening"}, {"THREATEN"}),
        ({"said_by": "marrant"}, {"THREATEN"}),
        ({"own_voice": False}, {"THREATEN"}),
        ({"text": "BORDER RAID"}, {"ACCUSE"}),
        ({"text": "100%"}, set()),
        ({"confidence": 1.1}, set()),
        ({"origin": "gdelt"}, set()),
    ],
)
def test_filters(filled: Store, filters: dict[str, Any], types: set[str]) -> None:
    assert {type for type, _ in found(filled, **filters)} == types


def test_newest_first_unless_told(filled: Store) -> None:
    days = [row["day"] for row in filled.events()]
    assert days == sorted(days, reverse=True)
    assert [row["day"] for row in filled.events(order="oldest")] == days[::-1]


def test_a_page_and_how_many_there_are(filled: Store) -> None:
    whole = filled.events()
    page = filled.events(limit=1, offset=1, count=True)
    assert page.total == len(whole)
    assert page.rows() == whole.rows()[1:2]


def test_an_answer_in_every_form(filled: Store) -> None:
    answer = filled.events(actor="KEN")
    assert isinstance(answer.arrow(), pa.Table)
    assert isinstance(answer.pl(), pl.DataFrame)
    assert list(answer.df()["type"]) == ["ACCUSE"]
    assert answer.version == 2
    assert "ACCUSE" in answer._repr_html_()


@pytest.mark.parametrize(
    ("filters", "cause"),
    [
        ({"type": "FROWN"}, "type: 'FROWN' is none of AGREE, CONSULT"),
        ({"status": "maybe"}, "status: 'maybe' is none of actual"),
        ({"mode": "frown"}, "mode: 'frown' is none of abduct"),
        ({"context": "weather"}, "context: 'weather' is none of military"),
        ({"verdict": "perhaps"}, "verdict: 'perhaps' is none of confirm, correct, reject"),
        ({"actor": "USA.ARMY"}, "sector: 'ARMY' is none of COP"),
        ({"since": "31 February"}, "'31 February' is no date; write 2022, 2022-02 or 2022-02-24"),
        ({"since": "2023-02-31"}, "'2023-02-31' is no date"),
        ({"limit": -1}, "cannot be negative"),
        ({"order": "random"}, "order: 'random' is none of newest, oldest"),
    ],
)
def test_questions_that_cannot_be_asked(filled: Store, filters: dict[str, Any], cause: str) -> None:
    with pytest.raises(QuestionError, match=cause.replace("(", r"\(")):
        filled.events(**filters)


@given(text=st.text(max_size=30))
@example(text=",")
@settings(max_examples=25, deadline=None)
def test_whatever_is_written_in_a_filter_is_only_looked_for(filled: Store, text: str) -> None:
    for name in ("actor", "publisher", "said_by", "text", "place", "article", "occurrence", "story"):
        filled.events(**{name: text}, limit=1)
    filled.quotes(said_by=text, text=text)
    filled.parties(text=text)
    filled.stories(text=text)
    assert len(filled.events()) == len(filled.sql("SELECT * FROM events"))


def test_a_pattern_means_its_own_wildcards_literally() -> None:
    assert like("100%_\\") == "%100\\%\\_\\\\%"


def test_partial_dates_are_whole_months_and_years() -> None:
    assert (first_day("2024-02"), last_day("2024-02")) == (date(2024, 2, 1), date(2024, 2, 29))
    assert (first_day("2022"), last_day("2022")) == (date(2022, 1, 1), date(2022, 12, 31))


def test_quotes(filled: Store) -> None:
    told = {(row["speaker_name"], row["kind"], row["text"]) for row in filled.quotes()}
    assert ("Chad", "direct", "We keep our word") in told
    assert {row["speaker_name"] for row in filled.quotes(said_by="marrant")} == {"Odile Marrant"}


def test_parties_over_all_articles(filled: Store) -> None:
    rows = {row["name"]: row for row in filled.parties()}
    assert (rows["Kenya"]["code"], rows["Kenya"]["articles"], rows["Kenya"]["acts"]) == ("KEN", 2, 1)
    assert {row["code"] for row in filled.parties(code="fra")} == {"FRA"}


def test_a_chronology_tells_each_act_once_in_order(filled: Store) -> None:
    rows = filled.chronology().rows()
    assert [row["day"] for row in rows] == sorted(row["day"] for row in rows)
    assert {row["type"] for row in rows} == {type for type, _ in found(filled)}
    assert rows[0]["occurrence"] == "o" + rows[0]["event"]


@pytest.fixture(scope="module")
def made_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store with some thousand made events, clustered."""
    from benchmarks.made_events import made
    from dragoman.store import RunCard, Store

    store = Store(tmp_path_factory.mktemp("made"), create=True)
    events = made(6_000)
    names = ("articles", "readings", "parties", "events", "event_parties")
    store.append({name: getattr(events, name) for name in names}, RunCard("import"))
    clusters = {"stories": events.stories, "occurrences": events.occurrences}
    store.append(clusters, RunCard("cluster", through=1))
    return store


@pytest.mark.parametrize("order", ["oldest", "newest"])
@pytest.mark.parametrize("filters", [{}, {"type": "THREATEN"}, {"since": "2021"}])
def test_a_page_of_a_chronology_is_the_beginning_of_the_whole(
    made_store: Store, order: str, filters: dict[str, Any]
) -> None:
    whole = made_store.chronology(order=order, **filters).rows()
    assert len(whole) > 20
    assert made_store.chronology(order=order, limit=3, **filters).rows() == whole[:3]
    assert made_store.chronology(order=order, limit=5, offset=4, **filters).rows() == whole[4:9]


def test_an_article_that_is_not_clustered_is_a_story_of_its_own(filled: Store) -> None:
    assert len(filled.stories()) == 5
    assert filled.stories(text="weather").rows()[0]["articles"] == 1


def test_sql_over_the_views(filled: Store) -> None:
    answer = filled.sql(
        "SELECT actor, recipient, count(*) AS n FROM dyads WHERE type = ? GROUP BY ALL", ["ACCUSE"]
    )
    assert answer.rows() == [{"actor": "KEN", "recipient": "UGA", "n": 1}]


@pytest.mark.parametrize(
    "statement",
    [
        "DROP VIEW events",
        "COPY (SELECT 1) TO 'out.csv'",
        "ATTACH 'other.db'",
        "INSERT INTO runs SELECT * FROM runs",
        "SET enable_external_access = true",
        "SELECT 1; SELECT 2",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM no_such_table",
        "SELEC 1",
        "",
    ],
)
def test_sql_only_asks_and_only_of_the_store(filled: Store, statement: str) -> None:
    with pytest.raises(QuestionError):
        filled.sql(statement)


def test_columns_of_one_name_are_told_apart(filled: Store) -> None:
    assert filled.sql("SELECT 1 AS id, 2 AS id, 3 AS id").rows() == [{"id": 1, "id_2": 2, "id_3": 3}]


def test_dates_beyond_our_years_are_told(filled: Store) -> None:
    for beyond in ("'0044-03-15 (BC)'::DATE", "'10000-01-01'::DATE", "'infinity'::TIMESTAMP"):
        with pytest.raises(QuestionError, match="outside the years 1 to 9999"):
            filled.sql(f"SELECT {beyond} AS day").rows()
    days = filled.sql("SELECT DATE '0732-10-10' AS day, DATE '2500-01-01' AS then")
    assert days.rows() == [{"day": date(732, 10, 10), "then": date(2500, 1, 1)}]
    assert days.df()["day"][0] == date(732, 10, 10)


def test_a_country_whose_name_has_dots() -> None:
    assert (code_of("U.S."), code_of("St. Lucia")) == ("USA", "LCA")


def test_an_occurrence_is_told_by_its_surest_telling_alone(empty: Store) -> None:
    """What the surest leaves open stays open, and imported events, which tell no confidence, come last."""
    rows = [
        {"id": "e1", "type": "ASSAULT", "place": None, "confidence": 0.9},
        {"id": "e2", "type": "PROTEST", "place": "Garissa", "confidence": 0.4},
        {"id": "e3", "type": None, "place": "Lamu", "confidence": None},
    ]
    day = date(1588, 8, 8)
    events = [row | {"day": day, "status": "actual", "actor_codes": [], "year": day.year} for row in rows]
    acts = [{"event": row["id"], "occurrence": "o1"} for row in rows]
    tables = {
        "events": pa.Table.from_pylist(events, schema=EVENTS.schema),
        "occurrences": pa.Table.from_pylist(acts, schema=OCCURRENCES.schema),
    }
    empty.append(tables, RunCard("import"))
    (told,) = empty.chronology()
    assert (told["event"], told["type"], told["place"]) == ("e1", "ASSAULT", None)
    assert (told["day"], told["events"]) == (day, 3)
    assert [row["id"] for row in empty.events(until="1600", order="oldest")] == ["e1", "e2", "e3"]


def test_every_documented_view_can_be_asked(filled: Store) -> None:
    from dragoman.store.views import VIEWS

    for view in VIEWS:
        filled.sql(f"SELECT * FROM {view} LIMIT 1")
