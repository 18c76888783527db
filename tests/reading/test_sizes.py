"""Sizes: the lowest number of dead, injured and arrested that a sentence vouches for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.reading.numbers import number
from dragoman.reading.sizes import size_of

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.mark.parametrize(
    ("text", "trigger", "size"),
    [
        ("Forces opened fire on Monday, killing at least 17 people and wounding dozens.", "opened",
         {"dead": 17, "injured": 24}),
        ("Nine of the victims died in the capital.", "died", {"dead": 9}),
        ("Soldiers detained some 140 people, among them three reporters.", "detained", {"arrested": 140}),
        ("A patrol boat fired on a trawler, killing its captain.", "fired", {"dead": 1}),
        ("Four people were wounded, a doctor said.", "wounded", {"injured": 4}),
        ("Police arrested twenty-five students and two teachers.", "arrested", {"arrested": 27}),
        ("The bombing killed hundreds of people.", "bombing", {"dead": 200}),
        ("The airstrike that killed 1,200 civilians was condemned.", "airstrike", {"dead": 1200}),
        ("Three Guyanese and two Surinamese soldiers are killed.", "killed", {"dead": 5}),
        ("At least a dozen people were hurt when police attacked the crowd.", "attacked", {"injured": 12}),
        ("An attack on the base left 12 dead.", "attack", {"dead": 12}),
        ("He was killed on Monday.", "killed", {"dead": 1}),
    ],
)  # fmt: skip
def test_a_count_belongs_to_its_event(nlp: Language, text: str, trigger: str, size: dict[str, int]) -> None:
    doc = nlp(text)
    token = next(t for t in doc if t.text == trigger)
    assert size_of(doc, token.i, (0, len(doc))) == size


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("No one was killed in the attack.", "attack"),
        ("Up to 40 people were killed in the raid.", "raid"),
        ("The jets bombed a depot, killing six fighters, after a drone struck a terminal.", "struck"),
        ("He met the president and 40 soldiers were killed in Mali.", "met"),
        ("The president met 40 soldiers in Mali.", "met"),
    ],
)
def test_what_the_text_does_not_vouch_for_is_no_count(nlp: Language, text: str, trigger: str) -> None:
    doc = nlp(text)
    token = next(t for t in doc if t.text == trigger)
    assert size_of(doc, token.i, (0, len(doc))) == {}


@given(st.integers(1, 10**7))
def test_figures_are_read_with_and_without_commas(n: int) -> None:
    assert number([str(n)]) == number([f"{n:,}"]) == n


@given(
    st.lists(
        st.sampled_from(
            "two dozen dozens tens of thousands hundred and a 3 1,200 people twenty-five -".split()
        )
    )
)
def test_any_heap_of_number_words_is_read(words: list[str]) -> None:
    value = number(words)
    assert value is None or value >= 0
