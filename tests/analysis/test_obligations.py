"""The answer about obligations: what it holds, how it is told, how it is drawn."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.analysis.obligations import Answer, QuestionError, obligations
from dragoman.analysis.obligations_picture import DARK, FORMATS, LIGHT, picture, save, svg
from dragoman.analysis.obligations_text import question, text_form
from dragoman.knowledge.treaties import treaties

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def supposed() -> Answer:
    return obligations("UKR", "RUS", "2022-01-27", suppose=["UKR joins NATO"])


def test_directly_and_at_one_remove(supposed: Answer) -> None:
    (nato,) = supposed.direct
    assert (nato.article, nato.kind, len(nato.callers), nato.supposed) == (
        "Art. 5",
        "mutual defence",
        30,
        True,
    )
    assert supposed.called == treaties().members("nato", "2022-01-27")
    assert supposed.plainly_called == supposed.called
    remove = {call.treaty: {c.code: c.through for c in call.callers} for call in supposed.one_remove}
    assert set(remove["eu"]) == {"AUT", "CYP", "FIN", "IRL", "MLT", "SWE"}
    assert remove["anzus"] == {"AUS": ("USA",)}, "the United States owes New Zealand nothing, nor it them"
    assert remove["turkey-azerbaijan"] == {"AZE": ("TUR",)}
    assert "JPN" not in supposed.called_at_one_remove, "Japan owes help only in territories that it governs"
    assert "UKR" not in supposed.called_at_one_remove
    assert "RUS" not in supposed.called_at_one_remove


def test_neutrals_are_in_doubt(supposed: Answer) -> None:
    eu = next(call for call in supposed.one_remove if call.treaty == "eu")
    doubts = {caller.code: caller.doubts for caller in eu.callers}
    assert all("Art. 42(7)" in doubts[code][0] for code in ("AUT", "IRL", "MLT", "FIN", "SWE"))


def test_the_attackers_own_treaty_does_not_bind(supposed: Answer) -> None:
    csto = next(row for row in supposed.not_bound if row.treaty == "csto")
    assert csto.who == ("ARM", "BLR", "KAZ", "KGZ", "TJK")
    assert csto.why.startswith("it is for an attack on Russia, and here Russia attacks")


def test_the_summary_says_it_in_a_sentence(supposed: Answer) -> None:
    assert supposed.summary == (
        "30 states would be called on to help Ukraine, by NATO (Art. 5). 28 states more would be only if one "
        "of those were attacked in turn."
    )
    doubtful = obligations("ARG", "GBR", "1982-05-01").summary
    assert "that is in doubt for all of them" in doubtful
    assert obligations("KAZ", "KAZ", "2022-01-05").summary.startswith("No treaty of defence is for this")


def test_who_is_bound_to_both_is_told() -> None:
    eu = next(c for c in obligations("CYP", "TUR", "2022-01-01").direct if c.treaty == "eu")
    bound = {caller.code: caller.also_bound_to for caller in eu.callers}
    assert bound["DEU"] == ("NATO",)
    assert bound["SWE"] == ()


def test_a_caller_that_hangs_on_a_doubtful_one_is_doubtful() -> None:
    answer = obligations("Falklands", "ARG", "1982-04-02")
    nato = next(call for call in answer.one_remove if call.treaty == "nato")
    assert all("hangs on Portugal" in caller.doubts[-1] for caller in nato.callers)


def test_when_an_article_was_called_on_is_told() -> None:
    answer = obligations("USA", "al-Qaeda", "2001-09-11")
    told = {call.treaty: call.invoked for call in answer.direct}
    assert told["nato"][0].startswith("2001-09-12: invoked for the only time")
    assert told["anzus"][0].startswith("2001-09-14")
    assert obligations("USA", "RUS", "1985-01-01").direct[0].invoked == ()


def test_what_came_later_or_had_ended_is_told() -> None:
    whys = {r.treaty: r.why for r in obligations("FIN", "RUS", "2022-06-01").not_bound}
    assert whys["nato"] == "Finland became a party only on 2023-04-04"
    whys = {r.treaty: r.why for r in obligations("GEO", "RUS", "2008-08-08").not_bound}
    assert whys["csto"]
    whys = {r.treaty: r.why for r in obligations("PRK", "KOR", "2024-08-01").not_bound}
    assert whys["russia-dprk-2024"] == "signed on 2024-06-19, but in force only since 2024-12-04"


def test_suppositions_change_the_answer() -> None:
    assert obligations("UKR", "RUS", "2022-01-27", ["France guarantees Ukraine"]).called == ("FRA",)
    assert obligations("UKR", "RUS", "2022-01-27", "Poland and Ukraine sign mutual defence").called == (
        "POL",
    )
    assert "HUN" not in obligations("FIN", "RUS", "2022-06-01", ["Hungary leaves the EU"]).called
    assert obligations("POL", "RUS", "2022-01-27", ["NATO ends", "the EU ends"]).called == ()


def test_several_attackers_and_none() -> None:
    assert "BLR" not in obligations("UKR", ["RUS", "BLR"], "2022-02-24").called
    both = obligations("ARM", ["AZE", "TUR"], "2020-10-01")
    assert "RUS" in both.called
    assert "USA" in obligations("Japan", None, "2020-01-01").called


def test_treaties_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        '[[treaty]]\nid="x"\nname="Lake Pact"\nsigned="2020-01-01"\nsource="made up for this test"\n'
        'members=[{states="KEN UGA"}]\n[[treaty.article]]\narticle="Art. 1"\nkind="mutual defence"\n'
        'obliges="help"\n',
        "utf-8",
    )
    answer = obligations("KEN", "ETH", "2021-01-01", knowledge=path)
    assert "UGA" in {c.code for call in answer.direct if call.treaty == "x" for c in call.callers}


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"attacked": "Ukrane"}, "attacked: nobody is known as 'Ukrane'; did you mean Ukraine"),
        ({"attacked": "NATO"}, "attacked: NATO is an organisation, no state"),
        ({"attacked": "Black Sea"}, "attacked: Black Sea is no state"),
        ({"by": "Rusia"}, "by: nobody is known as 'Rusia'; did you mean Russia"),
        ({"by": "Baltic Sea"}, "by: a sea attacks nobody"),
        ({"where": "Narnia"}, "where: nobody is known as 'Narnia'"),
        ({"on": "yesterday"}, "on: 'yesterday' is no date"),
        ({"on": "2022-02-30"}, "no date"),
    ],
)
def test_what_is_not_understood_is_told_by_its_part(asked: dict[str, str], why: str) -> None:
    with pytest.raises(QuestionError, match=why):
        obligations(**({"attacked": "UKR", "by": "RUS", "on": "2022-01-27"} | asked))  # type: ignore[arg-type]


CODES = sorted({m.state for m in treaties().memberships} - {"EUR"})


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(CODES), st.sampled_from(CODES), st.dates(date(1945, 9, 2), date(2026, 12, 31)))
def test_any_two_states_on_any_day(attacked: str, by: str, on: date) -> None:
    try:
        answer = obligations(attacked, by, on.isoformat())
    except QuestionError as error:
        assert "was no state on" in str(error)  # noqa: PT017 (either is right, by the day)
        return
    assert attacked not in answer.called
    assert by not in answer.called
    assert not set(answer.called) & set(answer.called_at_one_remove)
    assert json.loads(json.dumps(answer.to_dict())) == answer.to_dict()
    assert answer.to_dict() == obligations(attacked, by, on.isoformat()).to_dict()
    for call in (*answer.direct, *answer.one_remove, *answer.consult):
        assert call.callers
        assert call.source
    for width in (40, 100):
        lines = text_form(answer, width=width).splitlines()
        assert all(len(line) <= width for line in lines)


def test_the_text_is_for_a_stranger(supposed: Answer) -> None:
    text = text_form(supposed)
    assert text.startswith("Ukraine attacked by Russia, 27 January 2022\nsupposing that Ukraine joins NATO\n")
    for heading in (
        "Called on directly",
        "At one remove",
        "Owed talks, and no help",
        "No obligation to help",
    ):
        assert f"\n{heading}" in text
    assert "34 UNTS 243" in text
    assert "\x1b" not in text
    assert "\x1b[" in text_form(supposed, colour=True)


def test_the_question_names_place_and_seas() -> None:
    assert question(obligations("Falklands", "ARG", "1982-04-02")) == (
        "Falkland Islands (United Kingdom) attacked by Argentina, 2 April 1982"
    )
    told = question(obligations("PHL", "CHN", "2024-06-17", where="Second Thomas Shoal"))
    assert told == "The Philippines attacked by China, at Second Thomas Shoal, 17 June 2024"


def test_the_json_has_what_the_text_has(supposed: Answer) -> None:
    made = supposed.to_dict()
    assert made["attacked"] == {
        "code": "UKR", "name": "Ukraine", "state": "Ukraine", "place": None, "is_state": True
    }  # fmt: skip
    assert made["suppose"][0]["words"] == "Ukraine joins NATO"
    assert [call["treaty"] for call in made["direct"]] == ["nato"]
    assert made["direct"][0]["callers"][0]["name"] == "Albania"


def test_the_picture_has_every_name_and_both_palettes(supposed: Answer) -> None:
    drawn = svg(supposed)
    for words in ("NATO, Art. 5", "Rio Treaty, Art. 3", "supposing that Ukraine joins NATO", "Russia"):
        assert words in drawn
    assert "prefers-color-scheme:dark" in drawn
    assert set(LIGHT) == set(DARK)
    assert "http" not in drawn.replace("http://www.w3.org", "")
    assert picture(supposed).to_dict()["background"] == LIGHT["paper"]
    assert picture(supposed, "dark").to_dict()["background"] == DARK["paper"]


@pytest.mark.parametrize("ending", FORMATS)
def test_it_is_drawn_in_every_format(tmp_path: Path, supposed: Answer, ending: str) -> None:
    path = tmp_path / f"picture{ending}"
    save(supposed, path)
    beginnings = {
        ".svg": b"<svg",
        ".png": b"\x89PNG",
        ".pdf": b"%PDF",
        ".json": b"{",
        ".html": b"<!doctype html>",
    }
    assert path.read_bytes().startswith(beginnings[ending])


def test_another_ending_is_refused(tmp_path: Path, supposed: Answer) -> None:
    with pytest.raises(ValueError, match=r"picture\.bmp: a picture's name ends in \.svg"):
        save(supposed, tmp_path / "picture.bmp")


def test_names_that_are_markup_stay_text() -> None:
    import dataclasses

    answer = obligations("UKR", "RUS", "2022-01-27")
    hostile = dataclasses.replace(answer.attacked, name="<script>alert(1)</script>")
    assert "<script>" not in svg(dataclasses.replace(answer, attacked=hostile))
