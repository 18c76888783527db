"""PLOVER's types, scores and quad classes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman import ontology

PLOVER = ontology.load()
TYPES = sorted(PLOVER.types)


def test_there_are_sixteen_types_in_four_quad_classes() -> None:
    assert len(PLOVER.types) == 16
    assert {kind.quad for kind in PLOVER.types.values()} == set(ontology.QUADS)


def test_the_minus_sign_that_the_printed_manual_lost_is_back() -> None:
    assert ontology.score("ACCUSE") == -3
    assert ontology.quad("ACCUSE") == "verbal conflict"


@pytest.mark.parametrize(
    ("kind", "modes", "score"),
    [
        ("SANCTION", [], -6.0),
        ("SANCTION", ["expel"], -5.5),
        ("PROTEST", ["vandalize"], -5.0),  # the manual gives the mode no score: the type's counts
        ("ASSAULT", ["beat", "unconventional"], -10.0),  # the one farthest from zero
        ("REQUEST", ["assist"], 0.5),
        ("AID", ["no such mode"], 10.0),
    ],
)
def test_a_modes_score_comes_before_the_types(kind: str, modes: list[str], score: float) -> None:
    assert ontology.score(kind, modes) == score


@given(st.sampled_from(TYPES), st.lists(st.sampled_from([m for t in PLOVER.types.values() for m in t.modes])))
def test_cooperation_scores_above_zero_and_conflict_below_or_at_it(kind: str, modes: list[str]) -> None:
    score = ontology.score(kind, modes)
    assert -10 <= score <= 10
    if ontology.quad(kind).endswith("cooperation"):
        assert score > 0
    else:
        assert score <= 0.5  # asking for help is the one friendly request


def test_everything_has_a_meaning_in_words() -> None:
    for kind in PLOVER.types.values():
        assert kind.meaning
        assert all(mode.meaning for mode in kind.modes.values())
    assert all(PLOVER.contexts.values())
    assert all(PLOVER.sectors.values())


def test_a_type_that_does_not_exist_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        ontology.quad("SMILE")
    with pytest.raises(KeyError):
        ontology.score("SMILE")


def test_the_tables_cannot_be_changed_by_accident() -> None:
    with pytest.raises(TypeError):
        PLOVER.types["SMILE"] = PLOVER.types["AID"]  # type: ignore[index]
