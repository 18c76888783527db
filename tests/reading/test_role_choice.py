"""Who did it, and to whom, where the rules alone are led astray; and what the ranker leans on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dragoman.reading import role_choice
from dragoman.reading.model_files import ModelError
from dragoman.reading.role_choice import candidates, path, shipped

if TYPE_CHECKING:
    from pathlib import Path

    import dragoman


def test_the_way_through_the_parse(reader: dragoman.Reader) -> None:
    doc = reader.doc("Kenya accused Uganda of shelling its villages.")
    words = {token.text: token for token in doc}
    assert path(words["accused"], words["Kenya"]) == ">nsubj"
    assert path(words["accused"], words["Uganda"]) == ">dobj"
    assert path(words["shelling"], words["Kenya"]).startswith("<")


def test_candidates_are_the_parties_at_hand_and_nobody(reader: dragoman.Reader) -> None:
    doc = reader.doc(
        "Kenya sent troops to the border. On Friday Uganda accused the Congolese army of looting."
    )
    event = next(event for event in doc._.events if event.type == "ACCUSE")
    found = candidates(event, "recipient", role_choice.Surroundings(doc))
    assert found[0].where == "none"
    names = {role.party.name for one in found for role in one.roles}
    assert "Kenya" in names
    assert not any(role.party in [r.party for r in event.actor] for one in found for role in one.roles)
    assert sum(one.ruled for one in found) == 1


def test_weights_are_a_table_of_named_features() -> None:
    weights = shipped()
    assert len(weights) > 500
    assert all("|" in name for name in weights)


def test_a_damaged_table_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "roles.tsv"
    table.write_text("feature\tweight\na|b\tmuch\n")
    monkeypatch.setattr(role_choice, "WEIGHTS", table)
    shipped.cache_clear()
    with pytest.raises(ModelError, match=r"roles\.tsv"):
        shipped()
    monkeypatch.undo()
    shipped.cache_clear()
