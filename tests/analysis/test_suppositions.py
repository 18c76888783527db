"""What can be supposed: sentences in, treaties as they would be out."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.analysis.suppositions import SuppositionError, suppose
from dragoman.knowledge.treaties import treaties

ON = "2022-01-27"


@pytest.mark.parametrize(
    ("wish", "treaty", "joined", "left"),
    [
        ("UKR joins NATO", "nato", "UKR", ""),
        ("Ukraine joins NATO", "nato", "UKR", ""),
        ("Suppose that Ukraine had joined Nato.", "nato", "UKR", ""),
        ("Ukraine becomes a member of the North Atlantic Treaty Organization", "nato", "UKR", ""),
        ("Finland and Sweden join NATO", "nato", "FIN SWE", ""),
        ("Georgia, Moldova and Ukraine accede to the EU", "eu", "GEO MDA UKR", ""),
        ("Bosnia and Herzegovina joins the European Union", "eu", "BIH", ""),
        ("Hungary leaves the EU", "eu", "", "HUN"),
        ("Turkey withdraws from NATO", "nato", "", "TUR"),
        ("Armenia quits the CSTO", "csto", "", "ARM"),
        ("the United States is no longer in NATO", "nato", "", "USA"),
    ],
)
def test_who_joins_and_who_leaves(wish: str, treaty: str, joined: str, left: str) -> None:
    before = set(treaties().members(treaty, ON))
    then, (made,) = suppose([wish], treaties(), ON)
    after = set(then.members(treaty, ON))
    assert after - before == set(joined.split())
    assert before - after == set(left.split())
    assert made.note == ""
    assert treaties().members(treaty, ON) == tuple(sorted(before)), "what is known stays as it is"


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ("Ukraine signs mutual defence with Poland", "Ukraine and Poland sign a treaty of mutual defence"),
        (
            "Ukraine and Poland sign a mutual defense pact",
            "Ukraine and Poland sign a treaty of mutual defence",
        ),
        ("France guarantees Moldova", "France guarantees Moldova"),
        ("CSTO ends", "CSTO ends"),
        ("the Warsaw Pact is dissolved", "the Warsaw Pact ends"),
    ],
)
def test_new_treaties_and_ended_ones(wish: str, words: str) -> None:
    _, (made,) = suppose([wish], treaties(), "1985-01-01" if "Warsaw" in wish else ON)
    assert made.words == words


def test_a_later_entry_of_the_data_does_not_count_twice() -> None:
    then, _ = suppose(["Finland joins NATO"], treaties(), ON)
    assert "FIN" in then.members("nato", ON)
    assert len(then.members("nato", "2023-05-01")) == 31


def test_what_changes_nothing_is_told() -> None:
    _, made = suppose(["Poland joins NATO", "Ukraine leaves NATO", "Poland joins SEATO"], treaties(), ON)
    assert [m.note for m in made] == ["Poland is a party already", "Ukraine is no party on that day", ""]


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        (
            "Ukrane joins NATO",
            r"“Ukrane joins NATO”: nobody is known as 'Ukrane'; did you mean Ukraine \(UKR\)",
        ),
        ("Ukraine joins NATOO", "no treaty is known as 'NATOO'; did you mean NATO"),
        ("Ukraine joins ANZUS", "takes no further parties; a new treaty is supposed by"),
        ("NATO joins the EU", "NATO is an organisation, no state"),
        ("Georgia attacked by Russia", "ask about another attack as a question of its own"),
        ("pigs fly", "not understood; what can be supposed: “Ukraine joins NATO”"),
        ("Poland signs mutual defence with Poland", "two states at least"),
        ("", "not understood"),
    ],
)
def test_what_cannot_be_supposed_is_told_why(wish: str, why: str) -> None:
    with pytest.raises(SuppositionError, match=why):
        suppose([wish], treaties(), ON)


@given(st.text(max_size=40) | st.from_regex(r"[A-Z]{3} (joins|leaves) [A-Z]{2,5}", fullmatch=True))
def test_any_text_is_understood_or_refused_in_one_line(wish: str) -> None:
    with suppress(SuppositionError):
        _, (made,) = suppose([wish], treaties(), ON)
        assert made.words
