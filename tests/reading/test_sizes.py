"""Sizes: the lowest number of dead, injured and arrested that a sentence vouches for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.reading.money import sums
from dragoman.reading.numbers import number
from dragoman.reading.sizes import size_of
from dragoman.records import Money

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
    ("kind", "trigger", "text", "size"),
    [
        ("MOBILIZE", "sent", "Russia has sent 7,800 soldiers to Belarus.", {"troops": 7800}),
        ("MOBILIZE", "deployed", "France deployed two brigades to the border.", {}),
        ("MOBILIZE", "deployed", "Dozens of soldiers were deployed to the capital.", {"troops": 24}),
        ("MOBILIZE", "sent", "They sent a 5,000-strong force to the coast.", {"troops": 5000}),
        ("MOBILIZE", "send", "Britain will send up to 800 soldiers to Estonia.", {}),
        ("MOBILIZE", "deployed", "In 2022 troops were deployed in the city.", {}),
        ("RETREAT", "withdrawn", "Between 5,000 and 7,000 troops were withdrawn.", {"troops": 5000}),
        ("RETREAT", "withdrew", "Russia withdrew 2,000 troops and sent 40 tanks to Syria.", {"troops": 2000}),
        ("AID", "sent", "Russia withdrew 2,000 troops and sent 40 tanks to Syria.", {"weapons": 40}),
        ("AID", "give", "The United States will give Ukraine 500 anti-tank rockets.", {"weapons": 500}),
        ("AID", "sent", "Japan sent at least 30 tanks and 12 helicopters to Poland.", {"weapons": 42}),
        ("AID", "sent", "Egypt sent missiles to Niger, which has lost 500 tanks.", {}),
        ("AID", "evacuated", "About 40,000 residents were evacuated from the city.", {"displaced": 40000}),
        ("ASSAULT", "fighting", "The fighting displaced 300,000 people.", {"displaced": 300000}),
        ("ASSAULT", "shelling", "The shelling forced 4,000 families from their homes.", {"displaced": 4000}),
        ("ASSAULT", "attacked", "Rebels attacked the base, killing 40 soldiers.", {"dead": 40}),
        ("AGREE", "pledged", "Germany pledged 40 million euros to Kenya.", {"money": Money(40e6, "EUR")}),
        ("AGREE", "promised", "Germany promised €105m in aid to Kenya.", {"money": Money(105e6, "EUR")}),
        ("AGREE", "agreed", "Japan agreed to send 500 armoured vehicles and $20 million to Ghana.",
         {"weapons": 500, "money": Money(20e6, "USD")}),
        ("SANCTION", "froze", "Washington froze $7bn of Afghan assets.", {"money": Money(7e9, "USD")}),
        ("PROTEST", "marched", "Workers marched for a rise of $20 million.", {}),
    ],
)  # fmt: skip
def test_what_is_counted_depends_on_the_type(
    nlp: Language, kind: str, trigger: str, text: str, size: dict[str, object]
) -> None:
    doc = nlp(text)
    token = next(t for t in doc if t.text == trigger)
    assert size_of(doc, token.i, (0, len(doc)), kind) == size


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("$1.4 billion", [(1.4e9, "USD")]),
        ("US$ 300,000 and C$500m", [(300000, "USD"), (5e8, "CAD")]),
        ("between $2 and $3 billion", [(2e9, "USD")]),
        ("two to three billion euros", [(2e9, "EUR")]),
        ("tens of millions of dollars", [(2e7, "USD")]),
        ("a 40-million-euro loan", [(4e7, "EUR")]),
        ("15 million Swiss francs", [(15e6, "CHF")]),
        ("USD 5 million", [(5e6, "USD")]),
        ("up to $5bn", []),
        ("$60 a barrel", []),
        ("500 pounds of explosives", []),
        ("200 rupees", []),  # of which state?
    ],
)
def test_a_sum_has_its_currency(text: str, money: list[tuple[float, str]]) -> None:
    assert [tuple(found.money) for found in sums(text)] == money


@given(st.text(st.sampled_from("$€ 0123456789.,-mbnkto aillion and between dollars"), max_size=40))
def test_any_text_is_searched_for_sums(text: str) -> None:
    assert all(found.money.amount > 0 and found.start < found.end for found in sums(text))


def test_several_hundred_is_more_than_several() -> None:
    assert [number(words.split()) for words in ("several hundred", "another 500", "several")] == [300, 500, 3]


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
