"""The Doc as plain lists: quotation marks, datelines, the edges of noun phrases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dragoman.reading.view import View, inside_quotes

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.mark.parametrize(
    ("words", "inside"),
    [
        ("“ We agree , ” he said", "1111000"),
        ('He said " no " twice', "001100"),
        ("« Non » , she said", "110000"),
    ],
)
def test_inside_quotes(words: str, inside: str) -> None:
    assert "".join("01"[flag] for flag in inside_quotes(words.split())) == inside


def test_a_mark_left_open_ends_with_its_paragraph() -> None:
    assert inside_quotes(["“", "We", "\n\n", "He"]) == [True, True, False, False]


def test_the_dateline_is_not_the_subject(nlp: Language) -> None:
    view = View(nlp("MUSCAT — Yemen’s government and the Houthi movement held a third day of talks."))
    at = view.text.index("government")
    assert view.role(at)[0] == "nsubj"
    assert view.dep[0] != "nsubj"


def test_a_phrase_stops_at_a_quotation_mark(nlp: Language) -> None:
    view = View(nlp("She blamed “puppets of the old regime” for it."))
    at = view.text.index("puppets")
    assert view.text[view.phrase_start(at)] == "puppets"
    assert view.text[view.phrase_end(at) - 1] == "regime"


def test_a_headline_is_set_in_capitals(nlp: Language) -> None:
    view = View(nlp("Three Killed As Soldiers Storm Northern Market Town"))
    assert view.title_line(0, view.n)
    view = View(nlp("Three people were killed when soldiers stormed the market."))
    assert not view.title_line(0, view.n)
