"""Who acts in a text, and what its names, titles, descriptions and pronouns stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.reading.parties import Parties

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language
    from spacy.tokens import Doc

    from dragoman.reading.drafts import Mention


@pytest.fixture(scope="module")
def read(nlp: Language) -> Callable[[str], Doc]:
    """Tags, parses and finds the parties of a text, without adding to the shared pipeline."""
    component = Parties()
    return lambda text: component(nlp(text))


def at(doc: Doc, words: str, occurrence: int = 0) -> Mention:
    """The widest mention whose head is the last word of `words` where they stand in the text."""
    start = -1
    for _ in range(occurrence + 1):
        start = doc.text.index(words, start + 1)
    span = doc.char_span(start, start + len(words), alignment_mode="expand")
    assert span is not None
    found = [m for m in doc._.mentions if m.head == span.root.i]
    assert found, f"no mention at {words!r}; there are {[doc[m.start : m.end].text for m in doc._.mentions]}"
    return max(found, key=lambda m: m.end - m.start)


def who(doc: Doc, words: str, occurrence: int = 0) -> list[tuple[str, str | None]]:
    """Name and code of the parties named by `words`."""
    return [(p.name, p.code) for p in at(doc, words, occurrence).parties]


def heads(doc: Doc) -> set[str]:
    return {doc[m.head].text for m in doc._.mentions}


# -- names ----------------------------------------


def test_a_country_is_known_by_name_adjective_and_capital(read: Callable[[str], Doc]) -> None:
    doc = read("Kenya recalled its envoy. Kenyan officials protested. Nairobi rejected the offer.")
    assert who(doc, "Kenya") == who(doc, "Kenyan") == who(doc, "Nairobi") == [("Kenya", "KEN")]
    assert at(doc, "Kenyan").form == "demonym"
    assert at(doc, "Nairobi").form == "metonym"
    assert at(doc, "Kenya").party.sector == ("GOV",)


def test_a_capital_after_in_is_a_place(read: Callable[[str], Doc]) -> None:
    doc = read("The ministers met in Moscow on Friday.")
    assert at(doc, "Moscow").form == "place"
    assert who(doc, "Moscow") == [("Russia", "RUS")]


def test_a_shelled_capital_is_a_place(read: Callable[[str], Doc]) -> None:
    assert at(read("Russia shelled Kyiv on Monday."), "Kyiv").form == "place"


def test_organisations_have_codes_of_their_own(read: Callable[[str], Doc]) -> None:
    doc = read("NATO and the European Union condemned the attack; the United Nations called for calm.")
    assert who(doc, "NATO")[0][1] == "IGO"
    assert who(doc, "European Union")[0][1] == "EUR"
    assert who(doc, "United Nations")[0][1] == "UNO"


def test_a_person_is_no_country(read: Callable[[str], Doc]) -> None:
    doc = read("Michael Jordan met reporters in Chicago. Jordan said he was glad.")
    assert who(doc, "Michael Jordan") == who(doc, "Jordan", 1) == [("Michael Jordan", None)]


def test_the_country_of_a_participle_is_its_agent_only(read: Callable[[str], Doc]) -> None:
    doc = read("US-backed rebels attacked a Syrian base.")
    assert at(doc, "US").party.code == "USA"
    assert at(doc, "rebels").party.code != "USA"


# -- titles ----------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "code", "sector"),
    [
        ("Lithuanian Defence Minister Rasa Daukante thanked them.", "Rasa Daukante", "LTU", "GOV"),
        ("Its ally, NATO chief Aksel Brandvold, rejected the plan.", "Aksel Brandvold", "IGO", "IGO"),
        ("Uganda's army spokesman, Colonel Denis Okwir, denied it.", "Denis Okwir", "UGA", "MIL"),
        ("President Desmond Ramkissoon of Guyana apologised.", "Desmond Ramkissoon", "GUY", "GOV"),
        ("Former Ghanaian President Kofi Asamoah was arrested.", "Kofi Asamoah", "GHA", "ELI"),
    ],
)
def test_a_title_gives_state_and_sector(
    read: Callable[[str], Doc], text: str, name: str, code: str, sector: str
) -> None:
    party = at(read(text), name).party
    assert (party.name, party.code, party.sector[0], party.kind) == (name, code, sector, "person")


def test_a_hyphen_in_a_title_is_no_dateline(read: Callable[[str], Doc]) -> None:
    doc = read("U.N. Secretary-General Joan Okoro spoke. She thanked Kenya.")
    assert who(doc, "U.N.")[0][1] == "UNO"
    assert who(doc, "Joan Okoro") == who(doc, "She") == [("Joan Okoro", "UNO")]


def test_may_is_a_month(read: Callable[[str], Doc]) -> None:
    assert "May" not in heads(read("Kenya signed a truce last May."))


def test_the_two_sides_of_a_civil_war(read: Callable[[str], Doc]) -> None:
    doc = read(
        "Mali's army attacked rebels near Kidal. The rebels fired back. The two sides then signed a truce."
    )
    assert [p.sector[0] for p in at(doc, "The two sides").parties] in (["MIL", "REB"], ["REB", "MIL"])


def test_title_and_apposition_are_one_party(read: Callable[[str], Doc]) -> None:
    doc = read("Armenia asked for help. Its prime minister, Vahagn Terteryan, accused Azerbaijan.")
    assert who(doc, "Its prime minister") == who(doc, "Vahagn Terteryan") == [("Vahagn Terteryan", "ARM")]


def test_a_minister_without_a_country_is_of_the_state_just_named(read: Callable[[str], Doc]) -> None:
    doc = read("Italy criticised the timing. Industry Minister Paolo Gravina complained on Tuesday.")
    assert who(doc, "Paolo Gravina") == [("Paolo Gravina", "ITA")]


def test_what_somebody_is_is_no_party_of_its_own(read: Callable[[str], Doc]) -> None:
    doc = read("Ada Okoro became president in 2019.")
    assert "president" not in heads(doc)


# -- descriptions ----------------------------------------


@pytest.mark.parametrize(
    ("words", "name", "code", "sector"),
    [
        ("Ugandan soldiers", "Ugandan army", "UGA", "MIL"),
        ("Kenyan officials", "Kenyan officials", "KEN", "GOV"),
        ("Peruvian judges", "Peruvian judges", "PER", "JUD"),
        ("a Turkish corvette", "Turkish corvette", "TUR", "MIL"),
        ("striking French dockers", "striking French dockers", "FRA", "LAB"),
    ],
)
def test_a_description_has_a_canonical_name(
    read: Callable[[str], Doc], words: str, name: str, code: str, sector: str
) -> None:
    party = at(read(f"On Monday {words} stopped the convoy."), words).party
    assert (party.name, party.code, party.sector[0]) == (name, code, sector)


def test_army_and_ministry_belong_to_the_country_of_the_article(read: Callable[[str], Doc]) -> None:
    doc = read("Protests shook Madagascar. The army fired on the crowd, which the interior ministry denied.")
    assert at(doc, "The army").party.code == "MDG"
    assert at(doc, "the interior ministry").party.code == "MDG"


def test_foreign_forces_are_nobodys_but_the_foreign_ministry_is_somebodys(read: Callable[[str], Doc]) -> None:
    doc = read("Mali told foreign forces to leave. The foreign ministry gave them a month.")
    assert at(doc, "foreign forces").party.code is None
    assert at(doc, "The foreign ministry").party.code == "MLI"


def test_a_coordination_of_adjectives_names_several_parties(read: Callable[[str], Doc]) -> None:
    doc = read("German, French and Ukrainian officials met on Monday.")
    assert [p.code for p in at(doc, "officials").parties] == ["DEU", "FRA", "UKR"]


def test_advisers_from_several_states_are_several_parties(read: Callable[[str], Doc]) -> None:
    doc = read("Advisers from Russia, Ukraine and France met on Wednesday.")
    assert [p.code for p in at(doc, "Advisers").parties] == ["RUS", "UKR", "FRA"]


def test_weapons_without_an_owner_are_no_party(read: Callable[[str], Doc]) -> None:
    assert "missiles" not in heads(read("Denmark gave anti-tank missiles to Ukraine."))


def test_a_runaway_sentence_is_read(read: Callable[[str], Doc]) -> None:
    doc = read("the aide of Kenya and " * 400)
    assert doc._.mentions


def test_both_capitals_are_the_two_countries_spoken_of(read: Callable[[str], Doc]) -> None:
    doc = read("Kenya accused Uganda of theft. The mediator urged both capitals to talk.")
    assert {p.code for p in at(doc, "both capitals").parties} == {"KEN", "UGA"}


def test_the_neighbour_is_the_other_one(read: Callable[[str], Doc]) -> None:
    doc = read("Uganda seized the boats. Kenya suspended fuel shipments to its neighbour.")
    assert who(doc, "its neighbour") == [("Uganda", "UGA")]


def test_protesters_in_a_town_are_of_its_country(read: Callable[[str], Doc]) -> None:
    assert at(read("Protesters in Lyon burned cars."), "Protesters").party.code == "FRA"


def test_ordinary_nouns_are_no_parties(read: Callable[[str], Doc]) -> None:
    doc = read("The weather was fine and the table stood near a window.")
    assert doc._.mentions == []


# -- later mentions ----------------------------------------


def test_surname_pronoun_and_title_lead_back_to_the_person(read: Callable[[str], Doc]) -> None:
    doc = read(
        "Foreign Minister Josephine Wanyonyi of Kenya demanded their release. "
        "Wanyonyi said she would fly home. The minister gave no date."
    )
    wanted = [("Josephine Wanyonyi", "KEN")]
    assert who(doc, "Wanyonyi", 1) == who(doc, "she") == who(doc, "The minister") == wanted


def test_the_full_name_counts_even_if_it_comes_later(read: Callable[[str], Doc]) -> None:
    doc = read("Okwir denied the charge. General Denis Okwir spoke in Kampala.")
    assert at(doc, "Okwir").party is at(doc, "Denis Okwir").party


def test_an_alliance_is_taken_up_by_its_noun(read: Callable[[str], Doc]) -> None:
    doc = read("NATO called for restraint. Turkey said the alliance was wrong.")
    assert who(doc, "the alliance") == who(doc, "NATO")


def test_it_is_the_one_who_warns(read: Callable[[str], Doc]) -> None:
    doc = read("Paris will send jets to Ukraine, and Moscow warned it would respond.")
    assert who(doc, "it") == [("Russia", "RUS")]


def test_it_of_the_weather_is_nobody(read: Callable[[str], Doc]) -> None:
    assert "It" not in heads(read("Kenya closed the border. It was clear that nobody knew why."))


def test_a_relative_pronoun_is_its_antecedent(read: Callable[[str], Doc]) -> None:
    doc = read("Tanzania, which shares the lake with them, appealed for calm.")
    assert who(doc, "which") == [("Tanzania", "TZA")]


def test_i_inside_quotation_marks_is_the_speaker(read: Callable[[str], Doc]) -> None:
    doc = read("“I never gave that order,” General Denis Okwir said.")
    assert who(doc, "I") == [("Denis Okwir", at(doc, "Denis Okwir").party.code)]


def test_he_inside_quotation_marks_is_not_the_speaker(read: Callable[[str], Doc]) -> None:
    doc = read("Peter Gatwech called at dawn. “He lied to me,” Tarvo Lindqvist said.")
    assert who(doc, "He") == [("Peter Gatwech", None)]


def test_a_former_official_named_in_the_next_sentence(read: Callable[[str], Doc]) -> None:
    doc = read(
        "Panama extradited Ecuador's former interior minister on Friday.\n\n"
        "Rodrigo Salvatierra, 58, was arrested on landing in Quito."
    )
    party = at(doc, "Rodrigo Salvatierra").party
    assert at(doc, "former interior minister").party is party
    assert (party.name, party.code, party.sector) == ("Rodrigo Salvatierra", "ECU", ("ELI",))


def test_a_court_of_many_countries_is_the_one_of_the_article(read: Callable[[str], Doc]) -> None:
    assert at(read("Panama freed him after its Supreme Court ruled."), "Supreme Court").party.code == "PAN"


def test_of_two_who_bear_a_name_the_article_has_its_own(read: Callable[[str], Doc]) -> None:
    doc = read("Oskar Merkel won the race. Merkel thanked the crowd.")
    assert who(doc, "Merkel", 1) == [("Oskar Merkel", None)]


def test_a_headline_lends_no_capitals(read: Callable[[str], Doc]) -> None:
    doc = read("Senator Refuses To Release Angry Speech Transcripts\n\nSenator Ada Okoro refused on Monday.")
    assert who(doc, "Ada Okoro")[0][0] == "Ada Okoro"
    assert "Transcripts" not in heads(doc)


def test_opposition_to_a_plan_is_no_party(read: Callable[[str], Doc]) -> None:
    assert "opposition" not in heads(read("Kenya's opposition to the plan was loud."))


def test_they_are_the_two_named_together(read: Callable[[str], Doc]) -> None:
    doc = read("Mali and Burkina Faso took the other side. In a statement they denounced the sanctions.")
    assert {p.code for p in at(doc, "they").parties} == {"MLI", "BFA"}


# -- what always holds ----------------------------------------


def test_without_any_country_the_code_is_unknown(read: Callable[[str], Doc]) -> None:
    doc = read("The army seized power. The president fled.")
    assert [p.code for p in doc._.parties] == [None, None]


def test_text_in_capitals(read: Callable[[str], Doc]) -> None:
    doc = read("RUSSIA AND TURKEY SIGN A DEAL IN GENEVA")
    assert {"RUS", "TUR"} <= {p.code for p in doc._.parties}


def test_an_empty_text_has_no_parties(read: Callable[[str], Doc]) -> None:
    doc = read("")
    assert doc._.parties == []
    assert doc._.mentions == []


def test_reading_twice_gives_the_same(read: Callable[[str], Doc]) -> None:
    text = (
        "Kenya and Uganda met. Both sides praised the talks, and their ministers said they would meet again."
    )
    first, second = (
        [(m.start, m.end, m.form, [p.name for p in m.parties]) for m in read(text)._.mentions] for _ in "ab"
    )
    assert first == second


WORDS = st.sampled_from(
    "the a Kenya Russian Moscow minister Minister said “ ” \" , . 's its he they who which both sides army "
    "of in President Okwir ( ) NATO US-backed rebels 12 - — \n\n government US former killed and two".split(
        " "
    )
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(WORDS, max_size=40))
def test_any_order_of_words_leaves_sound_drafts(read: Callable[[str], Doc], words: list[str]) -> None:
    doc = read(" ".join(words))
    parties = doc._.parties
    for mention in doc._.mentions:
        assert 0 <= mention.start <= mention.head < mention.end <= len(doc)
        assert mention.parties
        assert all(any(p is q for q in parties) for p in mention.parties)
        assert mention.why
    for party in parties:
        assert party.name
        assert party.mentions
