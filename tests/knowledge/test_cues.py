"""The table of cues, and what an analyst may add to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dragoman.knowledge.cues import SENSES, load_cues

if TYPE_CHECKING:
    from pathlib import Path

KINDS = {"that", "wh", "to", "obj-to", "obj", "ing", "quote", "paren", "as", "name", "source", "source-poss"}


def test_every_cue_takes_something_that_the_reader_knows() -> None:
    cues = load_cues()
    entries = [c for many in cues.verbs.values() for c in many]
    entries += [*cues.nouns.values(), *cues.adjectives.values(), *(c for _, c in cues.phrases)]
    for cue in entries:
        assert cue.sense in SENSES
        assert cue.takes
        for kind in cue.takes - KINDS:
            assert kind.endswith(("-ing", "-to")), f"{cue.lemma}: {kind}"


def test_a_verb_with_a_particle_is_tried_before_the_plain_one() -> None:
    assert [c.particle for c in load_cues().verbs["point"]] == ["out"]
    assert load_cues().verbs["call"][-1].particle == ""
    assert load_cues().verbs["call"][-1].askers == {"on", "upon", "for"}
    assert load_cues().verbs["accuse"][0].prepositions == {"of"}


def test_a_file_of_ones_own_adds_and_replaces(tmp_path: Path) -> None:
    mine = tmp_path / "mine.tsv"
    mine.write_text(
        "opine\tverb\tbelief\tthat\tmy own\nconfabulate\tverb\tspeech\tthat quote\tmy own\n", "utf-8"
    )
    cues = load_cues(mine)
    assert cues.verbs["opine"][0].sense == "belief"
    assert "confabulate" in cues.verbs
    assert "say" in cues.verbs


def test_a_malformed_line_is_named(tmp_path: Path) -> None:
    mine = tmp_path / "mine.tsv"
    mine.write_text("opine\tverb\n", "utf-8")
    with pytest.raises(ValueError, match=r"mine\.tsv, row 1"):
        load_cues(mine)
