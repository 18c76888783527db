"""Whose minister, army or crowd it is that the text names without a country."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dragoman.records import Article

if TYPE_CHECKING:
    from dragoman import Reader


def code_of(reader: Reader, text: str, name: str, title: str = "") -> str | None:
    report = reader.read(Article(text, title=title or None))
    return next(party.code for party in report.parties if name in party.name)


@pytest.mark.parametrize(
    ("official", "code"),
    [
        ("President Leandro Manabat", "PHL"),
        ("Prime Minister Hiroshi Nakamura", "JPN"),
        ("President Liu Guoqiang", "CHN"),
    ],
)
def test_a_name_decides_between_the_countries_spoken_of(reader: Reader, official: str, code: str) -> None:
    text = (
        f"A week after Beijing ordered {official} to tow the ship away, the deadline expired. "
        "Tokyo and Manila had both asked China for patience."
    )
    assert code_of(reader, text, official.split()[-1]) == code


def test_a_name_from_nowhere_that_is_spoken_of_has_no_country(reader: Reader) -> None:
    text = "Kenya and Uganda closed the bridge. Foreign Minister Hiroshi Nakamura condemned the step."
    assert code_of(reader, text, "Nakamura") is None


def test_people_of_some_countries_have_names_from_everywhere(reader: Reader) -> None:
    text = "Washington warned Caracas. Defense Secretary Hiroshi Nakamura said the United States would act."
    assert code_of(reader, text, "Nakamura") == "USA"


def test_what_the_text_says_beats_the_sound_of_a_name(reader: Reader) -> None:
    text = "Peru's president, Keiko Nakamura, criticised Japan."
    assert code_of(reader, text, "Nakamura") == "PER"


def test_an_article_filed_in_belgrade_is_about_serbia(reader: Reader) -> None:
    text = (
        "BELGRADE — Students barricaded the bridge on Wednesday. The interior minister called them thugs. "
        "The Kremlin congratulated Serbia and Russia's ambassador spoke of a plot; London and Washington "
        "denied it."
    )
    assert code_of(reader, text, "tudents", title="Belgrade erupts after court voids a victory") == "SRB"


def test_a_crowd_is_of_the_city_that_it_marches_through(reader: Reader) -> None:
    text = (
        "Russia threatened Ukraine again and Moscow recalled its envoy. "
        "Thousands of demonstrators marched through Rome to protest against Russia."
    )
    assert code_of(reader, text, "demonstrators") == "ITA"


def test_the_commission_is_the_european_one_where_bodies_are_spoken_of(reader: Reader) -> None:
    text = "Brussels froze the funds. Hungary accused the Commission of blackmail."
    assert code_of(reader, text, "Commission") == "EUR"


def test_nobody_acts_on_himself(reader: Reader) -> None:
    text = "The general, Idrissa Mballa, is being held in Bangui by soldiers of the Central African Republic."
    for event in reader.read(Article(text)).events:
        assert not {party.name for party in event.actor} & {party.name for party in event.recipient}


def test_a_kingdom_has_no_president(reader: Reader) -> None:
    text = (
        "Belgium protested to France. President Lucien Ferrand offered to mediate between Belgium and Russia."
    )
    assert code_of(reader, text, "Ferrand") == "FRA"


def test_few_countries_have_a_chancellor(reader: Reader) -> None:
    text = "Sweden and Germany quarrelled. In Stockholm Chancellor Friedrich Mahlstedt refused to pay Sweden."
    assert code_of(reader, text, "Mahlstedt") == "DEU"


def test_what_a_state_does_abroad_it_does_not_do_to_its_own(reader: Reader) -> None:
    text = (
        "TEGUCIGALPA — Honduras voided the election on Monday. "
        "Washington deplored the ruling and revoked the visas of four judges."
    )
    assert code_of(reader, text, "judges") == "HND"


def test_a_crowd_is_of_the_town_where_it_stands(reader: Reader) -> None:
    text = "Russia and Ukraine traded fire. On Thursday protesters marched through Kharkiv against Russia."
    assert code_of(reader, text, "protesters") == "UKR"


def test_the_place_that_is_told_beats_the_country_that_is_guessed(reader: Reader) -> None:
    report = reader.read(Article("Fishermen's unions in Manila condemned China."))
    [union] = [party for party in report.parties if "union" in party.name]
    assert (union.name, union.code) == ("fishermen unions", "PHL")


def test_a_city_that_somebody_travels_to_is_nobody_to_deal_with(reader: Reader) -> None:
    text = "Corazon Villareal, who is due to travel to New York, has ruled out closing China's embassy."
    for event in reader.read(Article(text)).events:
        assert "New York" not in {party.name for party in event.recipient}


def test_the_guards_are_the_revolutionary_guards(reader: Reader) -> None:
    text = "Iran's Revolutionary Guards seized a tanker. Washington suspects the Guards of mining two others."
    accused = [event for event in reader.read(Article(text)).events if event.type == "ACCUSE"]
    assert [party.code for event in accused for party in event.recipient] == ["IRN"]
