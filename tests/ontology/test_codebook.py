"""The codebook says what the tables say."""

from __future__ import annotations

from pathlib import Path

from dragoman import ontology

CODEBOOK = (Path(__file__).parents[2] / "docs" / "codebook.md").read_text(encoding="utf-8")


def test_the_codebook_has_every_type_mode_context_and_sector_as_the_tables_have_them() -> None:
    plover = ontology.load()
    for kind in plover.types.values():
        cameo = ontology.to_cameo(kind.name)
        assert f"| {kind.name} | {kind.quad} | {kind.score:g} | {cameo} | {kind.meaning} |" in CODEBOOK
        for mode in kind.modes.values():
            score = "" if mode.score is None else f"{mode.score:g}"
            cameo = ontology.to_cameo(kind.name, [mode.name])
            assert f"| {kind.name} | {mode.name} | {score} | {cameo} | {mode.meaning} |" in CODEBOOK
    for name, meaning in (*plover.contexts.items(), *plover.sectors.items()):
        assert f"| {name} | {meaning} |" in CODEBOOK
