"""Which events tell of one act, and how a store is kept clustered; all sentences are invented."""

from __future__ import annotations

from datetime import date
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.records import Article
from dragoman.store import RunCard, Store
from dragoman.store import cluster as clustering
from dragoman.store.cluster import cluster
from dragoman.store.occurrences import COLUMNS, assign_occurrences
from dragoman.store.rows import tables_of
from dragoman.store.tables import EVENTS

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from pathlib import Path

    from dragoman.reading.reader import Reader
    from dragoman.records import Report

SCHEMA = pa.schema(
    [("story", pa.string())]
    + [field for field in EVENTS.schema if field.name in (*COLUMNS, "date_end") and field.name != "story"]
)
STRUCK = "Missiles of Kenya struck a grain silo near Gulu on Tuesday, and six guards died."
HIT = "Kenya hit the silo outside Gulu with missiles; six guards were killed."


def event(name: str, sentence: str, **more: Any) -> dict[str, Any]:
    """An attack of Kenya on Uganda that the text dates to 14 March 2023; article and story are its own."""
    codes, names = {"Kenya": "KEN", "Uganda": "UGA", "Chad": "TCD", "Odile Marrant": "UGA"}, {}
    for role, party in (
        ("actor", more.pop("actor", "Kenya")),
        ("recipient", more.pop("recipient", "Uganda")),
    ):
        parties = party if isinstance(party, list) else [party] if party else []
        names[f"{role}_names"] = parties
        names[f"{role}_codes"] = sorted({codes[name] for name in parties if name in codes})
    day = date.fromisoformat(more.pop("day", "2023-03-14"))
    made = {
        "id": name,
        "article": f"a-{name}",
        "type": "ASSAULT",
        "status": "actual",
        "day": day,
        "day_from": "text",
        "date_precision": "day",
        "published_day": day,
        "trigger_start": 0,
        "sentence": sentence,
        "sentence_start": 0,
        **names,
        **more,
    }
    return made | {"story": made.get("story") or "s" + made["article"]}


def table(*events: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist(list(events), schema=SCHEMA)


def occurrences(*events: dict[str, Any]) -> list[str]:
    """The occurrence of each event."""
    made = assign_occurrences(table(*events))
    found = dict(zip(made["event"].to_pylist(), made["occurrence"].to_pylist(), strict=True))
    return [found[row["id"]] for row in events]


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    first, second = occurrences(one, other)
    assert first == "o" + one["id"]
    return first == second


class TestOneAct:
    def test_told_in_other_words_of_the_same_parties_and_day(self) -> None:
        assert same(event("a", STRUCK), event("b", HIT))

    def test_told_without_naming_who_did_it(self) -> None:
        assert same(
            event("a", STRUCK),
            event("b", "Missiles struck a grain silo near Gulu, six guards died.", actor=None),
        )

    def test_told_by_another_day(self) -> None:
        assert same(event("a", STRUCK), event("b", STRUCK, day="2023-03-15"))
        assert not same(event("a", STRUCK), event("b", STRUCK, day="2023-03-16"))

    def test_dated_only_by_publication(self) -> None:
        later = event("b", STRUCK, day="2023-03-16", day_from="published", date_precision=None)
        assert same(event("a", STRUCK), later)
        assert not same(event("a", STRUCK), later | {"day": date(2023, 3, 20)})

    def test_of_a_range_of_days(self) -> None:
        range_ = event("a", HIT, day="2023-03-12", date_end="2023-03-15", date_precision="range")
        assert same(range_, event("b", STRUCK))
        assert not same(range_, event("b", STRUCK, day="2023-03-20"))

    def test_announced_done_looked_back_on_and_denied(self) -> None:
        done = event("a", STRUCK)
        for status in ("historical", "future", "negated"):
            assert same(done, event("b", HIT, status=status)), status

    def test_what_is_only_imagined_is_another(self) -> None:
        assert not same(event("a", STRUCK), event("b", STRUCK, status="hypothetical"))
        assert same(event("a", STRUCK, status="hypothetical"), event("b", HIT, status="hypothetical"))

    def test_between_two_whoever_is_named_first(self) -> None:
        met = {"type": "CONSULT", "sentence": "The ministers met in Kisumu over fishing rights."}
        one = event("a", "") | met
        assert same(one, event("b", "", actor="Uganda", recipient="Kenya") | met)
        assert same(one, event("b", "", actor=["Kenya", "Uganda"], recipient=None) | met)
        # An attack has a direction.
        assert not same(event("a", STRUCK), event("b", STRUCK, actor="Uganda", recipient="Kenya"))


class TestAnotherAct:
    @pytest.mark.parametrize(
        "other",
        [
            event("b", STRUCK, type="THREATEN"),
            event("b", STRUCK, actor="Chad", recipient="Kenya"),
            event("b", "Gunmen ambushed a convoy on the road to the airport.", actor="Kenya"),
            event("b", STRUCK, actor="Chad"),
        ],
        ids=["type", "parties", "words", "actor"],
    )
    def test_of_another(self, other: dict[str, Any]) -> None:
        assert not same(event("a", STRUCK), other)

    def test_far_away(self) -> None:
        gulu, jinja = (
            {"place": "Gulu", "lat": 2.77, "lon": 32.30},
            {"place": "Jinja", "lat": 0.44, "lon": 33.20},
        )
        here = event("a", "Kenya struck a silo with missiles.") | gulu
        assert same(here, event("b", "Missiles from Kenya struck a silo.") | gulu | {"lat": 2.8})
        assert not same(here, event("b", "Missiles from Kenya struck a silo.") | jinja)

    def test_two_acts_of_one_sentence(self) -> None:
        said = "Kenya accused Chad of theft and Uganda of lying."
        one = event("a", said, article="x", story="sx", type="ACCUSE", recipient="Chad", trigger_start=6)
        two = event("b", said, article="x", story="sx", type="ACCUSE", recipient="Uganda", trigger_start=30)
        assert not same(one, two)

    def test_one_that_names_no_actor_does_not_join_two_that_do(self) -> None:
        found = occurrences(
            event("a", STRUCK),
            event("b", STRUCK.replace("Kenya", "Chad"), actor="Chad"),
            event("c", "Missiles struck a grain silo near Gulu on Tuesday.", actor=None),
        )
        assert found[0] != found[1]

    def test_two_of_one_state_with_names_of_their_own(self) -> None:
        said = "{} denounced the closing of the border as spite."
        one = event(
            "a", said.format("Odile Marrant"), type="ACCUSE", actor="Odile Marrant", recipient="Kenya"
        )
        two = event("b", said.format("Basile Okumu"), type="ACCUSE", actor="Basile Okumu", recipient="Kenya")
        two["actor_codes"] = ["UGA"]
        told = "The shutting of the crossing was called spiteful by Basile Okumu."
        assert same(two, two | {"id": "c", "article": "c", "story": "sc"})
        assert not same(one, two | {"sentence": told})


def test_a_story_makes_other_words_enough() -> None:
    one = event(
        "a", "Odile Marrant condemned Kenya.", type="ACCUSE", actor="Odile Marrant", recipient="Kenya"
    )
    two = event(
        "b", '"Cowards," Marrant called Kenya.', type="ACCUSE", actor="Odile Marrant", recipient="Kenya"
    )
    assert not same(one, two)
    assert same(one | {"story": "s"}, two | {"story": "s"})


def test_what_others_imported_and_what_has_no_words_is_left_alone() -> None:
    assert assign_occurrences(table(event("a", STRUCK) | {"sentence": None, "article": None})).num_rows == 0
    assert assign_occurrences(table()).num_rows == 0


def test_only_what_changes_is_told() -> None:
    known = table(event("b", STRUCK), event("x", STRUCK, type="THREATEN"))
    known = known.append_column("occurrence", pa.array(["ob", "ox"]))
    later = assign_occurrences(table(event("c", HIT)), known)
    assert later.to_pylist() == [{"event": "c", "occurrence": "ob"}]
    earlier = assign_occurrences(table(event("a", HIT, published_day=date(2023, 3, 13))), known)
    assert earlier.to_pylist() == [
        {"event": "a", "occurrence": "oa"},
        {"event": "b", "occurrence": "oa"},
    ]


SENTENCES = (STRUCK, HIT, "Kenya shelled Gulu.", "Gunmen ambushed a convoy near Gulu, killing six guards.")
MANY = [
    event(
        f"e{at}",
        SENTENCES[at % 4],
        actor=(None, "Kenya", "Chad")[at % 3],
        day=f"2023-03-{10 + at % 5}",
        story=f"s{at % 7}",
        day_from=("text", "published")[at % 2],
    )
    for at in range(60)
]


@settings(max_examples=8, deadline=None)
@given(st.randoms(use_true_random=False), st.lists(st.integers(1, 59), max_size=4))
def test_the_order_and_the_batches_do_not_matter(dice: random.Random, cuts: list[int]) -> None:
    once = {row["event"]: row["occurrence"] for row in assign_occurrences(table(*MANY)).to_pylist()}
    events = list(MANY)
    dice.shuffle(events)
    found: dict[str, str] = {}
    for start, end in pairwise(sorted({0, len(events), *cuts})):
        known = table(*events[:start])
        values = [found[name] for name in known["id"].to_pylist()]
        known = known.append_column("occurrence", pa.array(values, pa.string()))
        made = assign_occurrences(table(*events[start:end]), known)
        found |= {row["event"]: row["occurrence"] for row in made.to_pylist()}
    assert found == once


NEWS = (
    ("2023-03-14", "Ledger", "Kenya on Tuesday expelled the ambassador of Uganda after a raid on Elgon."),
    ("2023-03-15", "Star", "Kenya on Tuesday expelled the ambassador of Uganda after a raid on Elgon. (AP)"),
    ("2023-03-15", "Beacon", "France sent 200 soldiers to Chad on Tuesday to guard the airfield at Abeche."),
    ("2023-03-21", "Ledger", "Kenya on Monday opened the border with Uganda again."),
    (None, "Star", "Turkey imposed sanctions on Syria in 2011."),
)  # fmt: skip


@pytest.fixture(scope="module")
def reports(reader: Reader) -> list[Report]:
    """What the reader makes of the news."""
    return list(reader.pipe(Article(text, published=day, publisher=who) for day, who, text in NEWS))


def state(store: Store) -> tuple[dict[str, str], dict[str, str]]:
    """The story of each article and the occurrence of each event."""
    stories = {row["article"]: row["story"] for row in store.sql("SELECT * FROM stories")}
    return stories, {row["event"]: row["occurrence"] for row in store.sql("SELECT * FROM occurrences")}


def added(path: Path, *batches: list[Report]) -> Store:
    """A store that was clustered after each batch."""
    store = Store(path, create=True)
    for batch in batches:
        store.append(tables_of(batch), RunCard("add"))
        cluster(store)
    return store


class TestStore:
    def test_everything_gets_a_story_and_every_event_an_occurrence(
        self, tmp_path: Path, reports: list[Report]
    ) -> None:
        store = added(tmp_path / "store", reports)
        stories, found = state(store)
        assert set(stories) == {report.article.id for report in reports}
        assert set(found) == {event.id for report in reports for event in report.events}
        first, copy = (stories[report.article.id] for report in reports[:2])
        assert first == copy == "s" + reports[0].article.id
        assert len(set(stories.values())) == 4
        assert found[reports[1].events[0].id] == "o" + reports[0].events[0].id

    def test_nothing_new_makes_no_version(self, tmp_path: Path, reports: list[Report]) -> None:
        store = Store(tmp_path / "store", create=True)
        assert cluster(store) is None
        store.append(tables_of(reports), RunCard("add"))
        assert cluster(store) == 2
        assert store.versions()["through"].to_pylist() == [None, 1]
        assert cluster(store) is None

    def test_batches_and_slices_end_alike(
        self, tmp_path: Path, reports: list[Report], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        once = state(added(tmp_path / "once", reports))
        assert state(added(tmp_path / "backwards", *([report] for report in reversed(reports)))) == once
        monkeypatch.setattr(clustering, "SLICE", 1)
        sliced = added(tmp_path / "sliced", reports)
        assert state(sliced) == once
        assert cluster(sliced) is None

    def test_a_run_that_was_cut_off_goes_on(
        self, tmp_path: Path, reports: list[Report], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        once = state(added(tmp_path / "once", reports))
        monkeypatch.setattr(clustering, "SLICE", 1)
        store = Store(tmp_path / "cut", create=True)
        store.append(tables_of(reports), RunCard("add"))

        def stop(done: int, total: int) -> None:
            if done > 1:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            cluster(store, stop)
        assert 0 < len(state(store)[0]) < len(reports)
        assert cluster(store) is not None
        assert state(store) == once

    def test_a_late_first_article_gives_the_story_its_name(
        self, tmp_path: Path, reports: list[Report]
    ) -> None:
        store = added(tmp_path / "store", reports[1:2], reports[:1])
        before = state(Store(tmp_path / "store", as_of=2))
        assert before[0] == {reports[1].article.id: "s" + reports[1].article.id}
        assert set(state(store)[0].values()) == {"s" + reports[0].article.id}

    def test_articles_read_anew_keep_up(self, tmp_path: Path, reports: list[Report]) -> None:
        from dataclasses import replace

        store = added(tmp_path / "store", reports)
        old = store.current_batches()
        read = [replace(r, events=tuple(replace(e, id="new-" + e.id) for e in r.events)) for r in reports]
        tables = tables_of(read, with_articles=False)
        store.append(tables, RunCard("reread", supersedes=tuple(old)))
        assert cluster(store) is not None
        asked = store.sql("SELECT id, occurrence FROM events").rows()
        assert {row["id"] for row in asked} == {event.id for report in read for event in report.events}
        found = {row["id"]: row["occurrence"] for row in asked}
        assert found[read[1].events[0].id] == "o" + read[0].events[0].id
        assert cluster(store) is None

    def test_two_that_cluster_at_once_end_like_one(self, tmp_path: Path, reports: list[Report]) -> None:
        once = state(added(tmp_path / "once", reports))
        store = added(tmp_path / "store", reports[2:])
        store.append(tables_of(reports[:1]), RunCard("add"))
        other = Store(tmp_path / "store")

        def meanwhile(asked: Callable[..., Any], *arguments: Any) -> Any:
            rows = asked(*arguments)
            if not done:
                done.append(True)
                other.append(tables_of(reports[1:2]), RunCard("add"))
                cluster(other)
            return rows

        done: list[bool] = []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(clustering, "_slice", partial(meanwhile, clustering._slice))
            cluster(store)
        cluster(store)
        assert state(store) == once
