"""What each party has said about a matter: quotes in, statements by party and time out."""

from __future__ import annotations

from contextlib import suppress

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.analysis.frames import AnalysisError
from dragoman.analysis.matters import Matter, MatterError, family
from dragoman.analysis.positions import positions
from dragoman.analysis.positions_text import positions_text


def said(day: str, name: str, text: str, code: str | None = None, **more: str) -> dict[str, str | None]:
    return {"published_day": day, "speaker_name": name, "speaker_code": code, "text": text} | more


@pytest.mark.parametrize(
    ("about", "text"),
    [
        ("NATO expansion", "NATO must not expand to the east"),
        ("NATO expansion", "the North Atlantic Alliance is expanding"),
        ("grain exports", "The export of grain will go on"),
        ("Ukraine", "Ukrainian ports stay closed"),
        ("troop withdrawal", "we will withdraw all troops"),
        ("negotiations", "They refuse to negotiate"),
        ("the invasion of Kuwait", "Kuwait was invaded"),
        ('"open door"', "The open door stays open"),
        ("enlargement | expansion", "no further enlarging of the bloc"),
        ("security guarantees", "Guarantees of our security are needed"),
        ("Türkiye", "the Turkish straits"),
    ],
)
def test_a_matter_is_found_by_its_words_whatever_their_endings(about: str, text: str) -> None:
    assert Matter(about).found_in(text)


@pytest.mark.parametrize(
    ("about", "text"),
    [
        ("NATO expansion", "NATO met in Brussels. The expansion of trade goes on."),
        ('"open door"', "The door is open"),
        ("grain exports", "The export of gas will go on"),
        ("ministers", "the administration"),
        ("Niger", "Nigerian troops"),
    ],
)
def test_words_of_other_sentences_other_orders_and_other_families_are_not_taken(
    about: str, text: str
) -> None:
    assert not Matter(about).found_in(text)


@pytest.mark.parametrize("about", ["", " ", "the of", "|", '""', "…"])
def test_a_matter_without_words_is_refused(about: str) -> None:
    with pytest.raises(MatterError, match="no word to look for"):
        Matter(about)


@given(st.text(max_size=60))
def test_any_text_can_be_asked_about_and_looked_through(text: str) -> None:
    assert Matter("NATO expansion").found_in(text) in (True, False)
    with suppress(MatterError):
        Matter(text).found_in("NATO expansion")


@given(st.sampled_from(["deploy", "annex", "invade", "expand", "mobilise", "negotiate", "propose"]))
def test_a_verb_is_of_one_family_with_its_forms(verb: str) -> None:
    stem = verb.removesuffix("e")
    assert len({family(form) for form in (verb, f"{verb}s", f"{stem}ed", f"{stem}ing")}) == 1


def test_statements_stand_by_party_in_order_of_time() -> None:
    table = [
        said("2022-02-01", "Foreign Ministry of Kenya", "Kenya rejects the border treaty", "KEN"),
        said("2022-01-10", "Uganda", "the border treaty is fair", "UGA"),
        said("2022-01-05", "Kenya", "Kenya will study the border treaty", "KEN"),
        said("2022-01-06", "Kenya", "the harvest was good", "KEN"),
        said("2022-01-07", "Border Watch", "the border treaty helps nobody", "NGO"),
        said("2022-01-08", None, "a border treaty is near"),  # type: ignore[arg-type]
    ]
    found = positions(pa.Table.from_pylist(table), "border treaty")
    assert [(p.name, p.code, len(p.statements)) for p in found.parties] == [
        ("Kenya", "KEN", 2),
        ("Border Watch", "NGO", 1),
        ("Uganda", "UGA", 1),
        ("unnamed sources", None, 1),
    ]
    kenya = found.parties[0]
    assert (kenya.first.day, kenya.last.day) == ("2022-01-05", "2022-02-01")
    assert kenya.last.speaker == "Foreign Ministry of Kenya"
    assert found.looked_at == 6


def test_one_party_is_asked_for_by_code_country_or_name() -> None:
    table = [
        said("2022-01-10", "Amina Odhiambo", "the dam must be filled slowly", "KEN"),
        said("2022-01-11", "Uganda", "the dam is ours", "UGA"),
    ]
    rows = pa.Table.from_pylist(table)
    assert [p.name for p in positions(rows, "dam", "UGA").parties] == ["Uganda"]
    assert [p.name for p in positions(rows, "dam", "Kenya").parties] == ["Kenya"]
    assert [p.name for p in positions(rows, "dam", ["odhiambo"]).parties] == ["Amina Odhiambo"]
    assert positions(rows, "dam", "Peru").parties == ()


def test_the_same_words_in_several_papers_are_one_statement() -> None:
    words = "Kenya will never accept foreign troops on the northern border"
    table = [
        said("2022-01-10", "Kenya", words, "KEN", publisher="Daily Plain", article="a1", story="s1"),
        said("2022-01-10", "Kenya", f"“{words}”", "KEN", publisher="Morning Post", article="a2", story="s1"),
        said("2022-03-01", "Kenya", words, "KEN", publisher="Daily Plain", article="a3", story="s9"),
    ]
    (kenya,) = positions(pa.Table.from_pylist(table), "foreign troops").parties
    (statement,) = kenya.statements
    assert (statement.day, statement.last_day) == ("2022-01-10", "2022-03-01")
    assert statement.publishers == ("Daily Plain", "Morning Post")
    assert [telling.article for telling in statement.tellings] == ["a1", "a2", "a3"]


def test_one_storys_shorter_cut_is_the_same_statement_and_another_storys_is_not() -> None:
    longer = (
        "foreign troops have no place here, the ambassador should pack his suitcases, and the airport "
        "will stay closed until the parliament votes on sanctions"
    )
    cut = "foreign troops have no place here, the ambassador should pack"
    rows = [
        said("2022-01-10", "Kenya", longer, "KEN", article="a1", story="s1", kind="indirect"),
        said("2022-01-10", "Kenya", cut, "KEN", article="a2", story="s1", kind="direct"),
    ]
    (kenya,) = positions(pa.Table.from_pylist(rows), "troops").parties
    assert len(kenya.statements) == 1
    assert kenya.first.text == cut, "the direct words are shown"
    rows[1]["story"] = "s2"
    (kenya,) = positions(pa.Table.from_pylist(rows), "troops").parties
    assert len(kenya.statements) == 2


def test_what_is_new_and_what_is_gone_is_told_of_the_same_speaker_alone() -> None:
    table = [
        said("2022-01-10", "Kenya", "Kenya demands the immediate withdrawal of foreign troops", "KEN"),
        said("2022-01-11", "General Barasa", "foreign troops will be met with force", "KEN"),
        said("2022-02-10", "Kenya", "Kenya demands an orderly withdrawal of foreign troops", "KEN"),
    ]
    (kenya,) = positions(pa.Table.from_pylist(table), "foreign troops").parties
    last = kenya.last
    assert (last.since, last.new, last.gone) == ("2022-01-10", ("orderly",), ("immediate",))
    assert (kenya.statements[1].since, kenya.statements[1].new) == ("", ())


def test_the_text_names_party_day_and_words() -> None:
    table = [
        said("2022-01-10", "Kenya", "the dam must wait", "KEN", kind="direct", cue="said"),
        said(
            "2022-03-10", "Kenya", "no dam can be filled now \x1b[31m", "KEN", kind="indirect", cue="warned"
        ),
    ]
    text = positions_text(positions(pa.Table.from_pylist(table), "dam"))
    assert text.splitlines()[0] == "Kenya  2 statements, 2 quotes, 2022-01-10 to 2022-03-10"
    assert "  2022-01-10  “the dam must wait”  said" in text
    assert "\x1b" not in text
    assert "nobody is quoted" in positions_text(positions(pa.Table.from_pylist(table), "grain"))


def test_a_table_without_the_columns_is_refused_by_name() -> None:
    with pytest.raises(AnalysisError, match="`text`"):
        positions(pa.table({"speaker_name": ["x"]}), "dam")
    with pytest.raises(AnalysisError, match="`speaker_name`"):
        positions(pa.table({"text": ["x"]}), "dam")


def test_the_json_has_every_telling() -> None:
    table = [said("2022-01-10", "Kenya", "the dam must wait", "KEN", article="a1", id="q1")]
    made = positions(pa.Table.from_pylist(table), "dam").to_dict()
    statement = made["parties"][0]["statements"][0]
    assert statement["tellings"] == [
        {
            "quote": "q1",
            "article": "a1",
            "day": "2022-01-10",
            "publisher": "",
            "text": "the dam must wait",
            "kind": "",
        }
    ]
