"""Which articles are one story, and which are told apart; all texts are invented."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.made_news import MadeNews, make
from dragoman.store.linkage import average_linkage, partition
from dragoman.store.signatures import signature, unpack
from dragoman.store.stories import assign_stories
from dragoman.store.words import rarity, words

if TYPE_CHECKING:
    import random

WIRE = """Norway seized a Maltese tanker off Hammerfest on Tuesday and arrested its captain, Odile Marrant.

The coast guard said the ship had drained its bilges into the fjord, where cod spawn at this season.

Malta demanded that Norway release the vessel and its crew of nineteen without delay.

"A spoonful of rust, no more," said Bastian Ferrugia, the owner's lawyer, who flew in from Valletta.

Fishermen threw herring at the hull, and a choir from the village sang on the quay until dark."""
ANEW = """A tanker from Malta lies chained to the quay of Hammerfest after Norway's coast guard boarded it.

Captain Odile Marrant spent the night in a cell. Cod spawn in the fjord, and bilges were drained there, says
Norway.

Nineteen men are still aboard. Malta wants vessel and crew back; the lawyer of the owner, Bastian Ferrugia,
spoke of rust.

Herring flew, a choir sang: the village of fishermen had come to look."""
SISTER = (
    WIRE.replace("Norway", "Iceland")
    .replace("Maltese", "Cypriot")
    .replace("Malta", "Cyprus")
    .replace("Hammerfest", "Akureyri")
    .replace("Odile Marrant", "Torvald Quist")
    .replace("Bastian Ferrugia", "Eleni Marouda")
    .replace("Valletta", "Limassol")
    .replace("nineteen", "thirty")
)
FOLLOW_UP = """Norway freed Captain Odile Marrant on Thursday against bail, and she boarded a ferry south.

A judge in Hammerfest found that samples from the fjord had been mixed up in the laboratory.

Insurers now ask who pays for five days of berth, tugs and guards; the prosecutor has appealed.

Bastian Ferrugia, lawyer of the owner in Malta, called the ruling a victory for careful measuring."""
OTHER = """Chile and Bolivia signed an agreement on seed potatoes in Oruro after eleven years of talks.

Growers on both sides of the salt flats will exchange tubers free of duty from next spring."""


def table(*articles: tuple[str, str | None, str]) -> pa.Table:
    """Articles as (id, day, text)."""
    return pa.table(
        {
            "id": pa.array([name for name, _, _ in articles], pa.string()),
            "published": pa.array([day for _, day, _ in articles], pa.string()),
            "published_day": pa.array(
                [date.fromisoformat(day) if day else None for _, day, _ in articles], pa.date32()
            ),
            "signature": pa.array([signature(text) for *_, text in articles], pa.binary()),
        }
    )


def stories(*articles: tuple[str, str | None, str]) -> dict[str, str]:
    """The story of each article."""
    made = assign_stories(table(*articles))
    return dict(zip(made["article"].to_pylist(), made["story"].to_pylist(), strict=True))


def cut(text: str, paragraphs: int) -> str:
    return "\n\n".join(text.split("\n\n")[:paragraphs])


LOCAL = "For Ashby the news is close to home: a choir from there had planned to tour the fjords in June."


@pytest.mark.parametrize(
    "version",
    [
        WIRE,
        cut(WIRE, 2),
        "\n\n".join(reversed(WIRE.split("\n\n"))),
        WIRE.replace("\n\nMalta", f"\n\n{LOCAL}\n\nMalta"),
        WIRE.replace("said", "told reporters").replace("arrested", "detained").replace("Tuesday", "10 March"),
        "HAMMERFEST (Morning Ledger) — " + WIRE + "\n\n© The Ledger. All rights reserved.",
        ANEW,
    ],
    ids=["reprinted", "cut", "reordered", "with a local paragraph", "edited", "with a dateline", "anew"],
)
def test_a_version_is_of_the_story(version: str) -> None:
    assert stories(("a", "2023-03-14", WIRE), ("b", "2023-03-15", version)) == {"a": "sa", "b": "sa"}


@pytest.mark.parametrize(
    ("text", "day"),
    [(SISTER, "2023-03-14"), (FOLLOW_UP, "2023-03-16"), (OTHER, "2023-03-14"), (ANEW, "2023-03-24")],
    ids=["same words, other parties", "what happened next", "another thing", "weeks later"],
)
def test_other_news_is_another_story(text: str, day: str) -> None:
    assert stories(("a", "2023-03-14", WIRE), ("b", day, text)) == {"a": "sa", "b": "sb"}


def test_a_wording_is_what_copies_share() -> None:
    made = assign_stories(
        table(("b", "2023-03-15", cut(WIRE, 3)), ("a", "2023-03-14", WIRE), ("c", "2023-03-15", ANEW))
    )
    assert made.to_pylist() == [
        {"article": "a", "story": "sa", "wording": "wa"},
        {"article": "b", "story": "sa", "wording": "wa"},
        {"article": "c", "story": "sa", "wording": "wc"},
    ]


def test_a_round_up_does_not_make_its_parts_one_story() -> None:
    round_up = WIRE + "\n\n" + OTHER
    found = stories(
        ("a", "2023-03-14", WIRE),
        ("b", "2023-03-14", OTHER),
        ("c", "2023-03-14", ANEW),
        ("d", "2023-03-15", round_up),
    )
    assert found["a"] == found["c"] != found["b"]


def test_articles_without_a_day_are_one_story_only_as_copies() -> None:
    found = stories(
        ("a", None, WIRE), ("b", None, cut(WIRE, 3)), ("c", None, ANEW), ("d", "2023-03-14", WIRE)
    )
    assert found == {"a": "sa", "b": "sa", "c": "sc", "d": "sd"}


def test_nothing_and_articles_without_words() -> None:
    assert assign_stories(table()).num_rows == 0
    assert stories(("a", "2023-03-14", ""), ("b", "2023-03-14", "…")) == {"a": "sa", "b": "sb"}
    short = "Oil prices."
    assert stories(("a", "2023-03-14", short), ("b", "2023-03-14", short)) == {"a": "sa", "b": "sa"}


def test_only_what_changes_is_told() -> None:
    old = table(("b", "2023-03-14", WIRE), ("x", "2023-03-14", OTHER))
    known = old.append_column("story", pa.array(["sb", "sx"]))
    later = assign_stories(table(("c", "2023-03-15", ANEW)), known)
    assert later.select(["article", "story"]).to_pylist() == [{"article": "c", "story": "sb"}]
    # One that was published before gives the story its name.
    earlier = assign_stories(table(("a", "2023-03-13", cut(WIRE, 4))), known)
    assert earlier.select(["article", "story"]).to_pylist() == [
        {"article": "a", "story": "sa"},
        {"article": "b", "story": "sa"},
    ]


@cache
def corpus() -> tuple[MadeNews, pa.Table, dict[str, tuple[str, str]]]:
    news = make(stories=24, versions=90, seed=3)
    whole = table(*((a.id, a.published, a.text) for a in news.articles))
    return news, whole, placed(assign_stories(whole))


def placed(made: pa.Table) -> dict[str, tuple[str, str]]:
    return {row["article"]: (row["story"], row["wording"]) for row in made.to_pylist()}


@settings(max_examples=6, deadline=None)
@given(st.randoms(use_true_random=False), st.lists(st.integers(1, 89), max_size=4))
def test_the_order_and_the_batches_do_not_matter(dice: random.Random, cuts: list[int]) -> None:
    _, whole, once = corpus()
    order = list(range(whole.num_rows))
    dice.shuffle(order)
    found: dict[str, tuple[str, str]] = {}
    for start, end in pairwise(sorted({0, len(order), *cuts})):
        known = whole.take(pa.array(order[:start], pa.int64()))
        for at, column in enumerate(("story", "wording")):
            values = [found[name][at] for name in known["id"].to_pylist()]
            known = known.append_column(column, pa.array(values, pa.string()))
        found |= placed(assign_stories(whole.take(pa.array(order[start:end], pa.int64())), known))
    assert found == once


def test_made_news_is_told_apart() -> None:
    from benchmarks.stories import pairwise as measured

    news, _, once = corpus()
    figures = measured([once[a.id][0] for a in news.articles], [news.story[a.id] for a in news.articles])
    assert figures["precision"] > 0.9
    assert figures["recall"] > 0.9


def test_made_news_is_the_same_for_the_same_seed() -> None:
    news, _, _ = corpus()
    assert [a.id for a in make(stories=24, versions=90, seed=3).articles] == [a.id for a in news.articles]
    for article in news.articles:
        for start, end, _ in news.acts[article.id]:
            assert 0 <= start < end <= len(article.text)


class TestSignature:
    def test_is_the_same_on_every_machine(self) -> None:
        packed = signature(WIRE)
        assert packed is not None
        assert packed[:16].hex() == "012f0000500000000a18f90a2a879101"

    def test_of_no_words(self) -> None:
        assert signature("") is None
        assert signature(" …\n—") is None

    def test_says_how_much_of_a_text_stands_in_another(self) -> None:
        one, half, other = (unpack([signature(text)]) for text in (WIRE, cut(WIRE, 3), OTHER))
        assert np.mean(one.minima == half.minima) > 0.3
        assert np.mean(one.minima == other.minima) < 0.05
        assert one.runs[0] > half.runs[0]

    @given(st.text(max_size=300))
    def test_takes_any_text(self, text: str) -> None:
        packed = signature(text)
        assert packed is None or len(packed) <= 8 + 4 * 128 + 6 * 64
        unpack([packed, None, b"", b"\xff" * 600])


def test_words_are_compared_without_what_does_not_tell() -> None:
    assert [word.form for word in words("Erdoğan’s 1,200 guards attacked")] == [
        "erdogan",
        "1200",
        "guard",
        "attack",
    ]
    assert [word.form for word in words("They met Kofi Varlund. Talks failed") if word.name] == [
        "kofi",
        "varlund",
    ]
    assert rarity("trawler") > rarity("army") > rarity("say") > rarity("the") >= 0


def test_a_group_is_alike_on_average() -> None:
    chain = np.eye(4)
    for at in range(3):
        chain[at, at + 1] = chain[at + 1, at] = 0.9
    labels = average_linkage(chain, 0.5)
    assert len(set(labels.tolist())) == 2
    left, right = np.array([0, 1, 2]), np.array([1, 2, 3])
    assert partition(
        4, left, right, np.full(3, 0.9), 0.5, lambda some: chain[np.ix_(some, some)]
    ).tolist() == [
        0,
        0,
        2,
        2,
    ]


def test_a_component_that_is_too_large_is_cut_where_it_holds_least(monkeypatch: pytest.MonkeyPatch) -> None:
    from dragoman.store import linkage

    monkeypatch.setattr(linkage, "LARGEST", 3)
    near = np.array([[1.0, 0.9, 0.6], [0.9, 1.0, 0.6], [0.6, 0.6, 1.0]])
    likeness = np.full((6, 6), 0.55)
    likeness[:3, :3] = likeness[3:, 3:] = near
    left, right = np.triu_indices(6, 1)
    labels = partition(6, left, right, likeness[left, right], 0.5, lambda some: likeness[np.ix_(some, some)])
    assert labels.tolist() == [0, 0, 0, 3, 3, 3]
