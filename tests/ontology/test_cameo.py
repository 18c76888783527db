"""CAMEO to PLOVER and back."""

from __future__ import annotations

import pytest

from dragoman import ontology
from dragoman.ontology import Coding
from dragoman.ontology.cameo import _table, _ways_back


@pytest.mark.parametrize(
    ("cameo", "coding"),
    [
        ("042", Coding("CONSULT", ("visit",), ())),
        ("0871", Coding("RETREAT", ("ceasefire",), ("military",))),
        ("1124", Coding("ACCUSE", ("allege",), ("military", "legal"))),
        ("073", Coding("AID", (), ("human_security",))),  # "humanitarian" is no longer a context
        ("1722", Coding("COERCE", ("restrict",), ("pro_autocracy",))),  # "ban" is no longer a mode
        ("175", Coding("ASSAULT", (), ("pro_autocracy", "military"))),  # a context in the mode's place
        ("19", Coding("ASSAULT", (), ("military",))),  # a root stands for its "not specified below"
        ("1059", Coding("REQUEST", ("change",), ("legal",))),  # unknown: the next more general
        ("010", None),  # plain statements are no events
        ("nonsense", None),
        ("", None),
    ],
)
def test_a_cameo_code_in_plover(cameo: str, coding: Coding | None) -> None:
    assert ontology.to_plover(cameo) == coding


@pytest.mark.parametrize(
    ("kind", "mode", "context", "cameo"),
    [
        ("CONSULT", [], [], "040"),
        ("CONSULT", ["visit"], ["economic"], "042"),
        ("AID", [], ["military"], "072"),
        ("AID", [], [], "070"),
        ("ACCUSE", ["allege"], [], "112"),
        ("ACCUSE", ["allege"], ["human_rights"], "1122"),
        ("SANCTION", ["expel"], [], "166"),
        ("SANCTION", ["discontinue"], ["economic"], "1621"),
        ("COERCE", ["seize"], ["military"], "192"),
        ("COERCE", ["seize"], [], "171"),
        ("MOBILIZE", ["troops"], ["military"], "154"),
        ("ASSAULT", [], ["military"], "190"),
        ("ASSAULT", ["heavy-weapons", "aerial"], ["military"], "194"),
        ("SMILE", [], [], None),
    ],
)
def test_a_coding_gets_the_most_general_code_that_says_all_of_it(
    kind: str, mode: list[str], context: list[str], cameo: str | None
) -> None:
    assert ontology.to_cameo(kind, mode, context) == cameo


def test_every_type_and_mode_has_a_code() -> None:
    for kind in ontology.load().types.values():
        assert ontology.to_cameo(kind.name)
        assert all(ontology.to_cameo(kind.name, [mode]) for mode in kind.modes)


def test_there_and_back_keeps_the_type() -> None:
    for row in _table():
        back = ontology.to_cameo(*row.coding)
        assert back is not None
        again = ontology.to_plover(back)
        assert again is not None
        assert again.type == row.coding.type


def test_the_repairs_leave_no_word_that_plover_does_not_have() -> None:
    plover = ontology.load()
    for row in (*_table(), *(row for some in _ways_back().values() for row in some)):
        coding = row.coding
        assert set(coding.mode) <= set(plover.types[coding.type].modes), row
        assert set(coding.context) <= set(plover.contexts), row


def test_labels_are_cameos_own() -> None:
    assert ontology.cameo_label("0813") == "Ease curfew"
    with pytest.raises(KeyError):
        ontology.cameo_label("999")
