"""What mentions of parties in news text must resolve to: the tables in tests/parties, and the rules one by
one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.knowledge.load import known_sectors, read_table
from dragoman.knowledge.world import world

if TYPE_CHECKING:
    from dragoman.knowledge.entries import Resolution

TABLES = sorted((Path(__file__).parents[1] / "parties").glob("*.tsv"))


class Case(NamedTuple):
    mention: str
    code: str | None
    sector: tuple[str, ...]
    home: str | None
    on: str | None
    where: str


def cases() -> list[Case]:
    made = []
    for path in TABLES:
        for row in read_table(path, ["mention", "code", "sector"]):
            home, on = row["home"] or None, row["on"] or None
            made.append(
                Case(row["mention"], row["code"] or None, tuple(row["sector"].split()), home, on, row.where)
            )
    return made


def right(case: Case) -> bool:
    found = world().resolve(case.mention, on=case.on, home=case.home)
    return found is not None and found.code == case.code and found.sector == case.sector


def test_97_of_100_mentions_resolve_to_the_right_code_and_sectors() -> None:
    every = cases()
    wrong = [
        f"{c.where}: {c.mention!r} → {world().resolve(c.mention, on=c.on, home=c.home)}"
        for c in every
        if not right(c)
    ]
    assert len(every) >= 400
    assert len(wrong) <= 0.03 * len(every), "\n".join(wrong)


def resolve(text: str, home: str | None = None, on: str | None = None) -> Resolution:
    found = world().resolve(text, home=home, on=on)
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    ("mention", "home", "name"),
    [
        ("the Kremlin", None, "Russia"),
        ("Kampala", None, "Uganda"),
        ("Ugandan soldiers", None, "Ugandan army"),
        ("Soldiers", "MDG", "Malagasy army"),
        ("police", "MDG", "Malagasy police"),
        ("Peru’s prime minister", None, "prime minister of Peru"),
        ("the French president", None, "president of France"),
        ("former US president", None, "former president of the United States"),
        ("Suriname’s parliament", None, "parliament of Suriname"),
        ("the interior ministry", "ECU", "interior ministry of Ecuador"),
        ("The Turkish Defence Ministry", None, "Turkish Defence Ministry"),
        ("the junta", "NER", "Nigerien junta"),
        ("11 Kenyan fishermen", None, "Kenyan fishermen"),
        ("a court in Quito", None, "court in Quito"),
        ("the government in Juba", None, "South Sudan"),
        ("U.S. President Joe Biden", None, "Joe Biden"),
        ("President Biden", None, "Joe Biden"),
        ("Foreign Minister Josephine Wanyonyi", "KEN", "Josephine Wanyonyi"),
        ("Turkish ambassador to Greece", None, "Turkish ambassador to Greece"),
        ("the CIA", None, "Central Intelligence Agency"),
    ],
)
def test_names_are_canonical(mention: str, home: str | None, name: str) -> None:
    assert resolve(mention, home).name == name


def test_a_coordination_keeps_its_members() -> None:
    found = resolve("German, French and Ukrainian officials")
    assert [m.code for m in found.members] == ["DEU", "FRA", "UKR"]
    assert {m.sector for m in found.members} == {("GOV",)}
    assert found.code is None
    assert [m.name for m in resolve("Mali and Burkina Faso").members] == ["Mali", "Burkina Faso"]
    assert [m.code for m in resolve("leaders of Germany and France").members] == ["DEU", "FRA"]


def test_the_date_decides_whether_an_office_is_held() -> None:
    assert resolve("Angela Merkel", on="2010-05-01").sector == ("GOV",)
    assert resolve("Angela Merkel", on="2022-05-01").sector == ("ELI",)


def test_home_completes_what_the_text_leaves_out() -> None:
    assert resolve("the army").code is None
    assert resolve("the army", "TUR").code == "TUR"
    assert resolve("Turkish soldiers", "GRC").code == "TUR", "what is written wins over home"
    assert resolve("the secretary-general", "UNO").sector == ("IGO",)


def test_a_people_is_a_state_with_the_and_persons_without() -> None:
    assert resolve("the Russians").sector == ("GOV",)
    assert resolve("three Russians").sector == ("CVL",)
    assert resolve("three Russians").plural


@pytest.mark.parametrize(
    "text", ["", "   ", "Josephine Wanyonyi", "Russian gas", "the proposal", "'s", ", and", "of of of"]
)
def test_what_names_no_known_party_gives_none(text: str) -> None:
    assert world().resolve(text) is None


WORDS = [
    "the",
    "Russian",
    "of",
    "'s",
    "and",
    ",",
    "army",
    "minister",
    "Foreign",
    "Kenya",
    "US-backed",
    "two",
    "-",
    "spokesman",
    "Ana",
    "in",
    "Paris",
    "former",
    "NATO",
    "“",
    "al-",
    "’s",
]


@given(st.lists(st.sampled_from(WORDS), max_size=9), st.sampled_from([None, "KEN", "UNO", "ZZZ"]))
@settings(max_examples=300, deadline=None)
def test_any_mixture_of_words_resolves_or_gives_none_and_twice_the_same(
    words: list[str], home: str | None
) -> None:
    text = " ".join(words)
    found = world().resolve(text, home=home)
    assert found == world().resolve(text, home=home)
    if found is not None:
        assert set(found.sector) <= known_sectors()


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_odd_text_never_raises(text: str) -> None:
    world().resolve(text, on="2020-01-01", home="FRA")
