"""Acts that no list has: what the trigger model finds in a sentence, and what becomes of it."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dragoman
from dragoman.reading.model_files import ModelError
from dragoman.reading.triggers import PIECES, SHIPPED, TriggerModel, trigger_model

ROOT = Path(__file__).parents[2]
IDIOMS = [
    ("Manila gave the proposal from Beijing short shrift on Monday.", "REJECT"),
    ("Serbian gunners pummelled the Kosovar border post with mortar bombs overnight.", "ASSAULT"),
    ("The Kremlin read Berlin the riot act over its deliveries of tanks to Kyiv.", "ACCUSE"),
]


@pytest.fixture(scope="module")
def plain() -> dragoman.Reader:
    """A reader on lexicon and rules alone."""
    return dragoman.load(relation=False)


@pytest.mark.parametrize(("sentence", "kind"), IDIOMS)
def test_an_idiom_tells_its_act(sentence: str, kind: str) -> None:
    told = trigger_model().read(sentence).told()
    assert kind in {one.type for one in told if one.probability > 0.5}, told


def test_what_the_model_proposes_says_so_and_points_to_the_text(reader: dragoman.Reader) -> None:
    found = [
        event for sentence, _ in IDIOMS for event in reader.read(sentence, published="2024-05-07").events
    ]
    proposed = [event for event in found if any("trigger model" in why for why in event.why)]
    assert proposed
    for sentence, _ in IDIOMS:
        for event in reader.read(sentence, published="2024-05-07").events:
            assert sentence[event.trigger.start : event.trigger.end] == event.trigger.text


def test_without_models_the_lexicon_is_alone(plain: dragoman.Reader) -> None:
    for sentence, _ in IDIOMS:
        for event in plain.read(sentence, published="2024-05-07").events:
            assert not any("model" in why or "ranker" in why for why in event.why)


def test_a_reading_knows_who_did_it_to_whom() -> None:
    sentence = "After weeks of threats, Turkish jets pounded Kurdish positions near Qamishli."
    reading = trigger_model().read(sentence)
    at = sentence.index("pounded"), sentence.index("pounded") + 7
    for side, words in ((0, "Turkish jets"), (1, "Kurdish positions")):
        likely = reading.parties(at, side, [])
        assert likely is not None
        start = sentence.index(words)
        assert likely.share(start, start + len(words)) > 0.5


def test_a_party_may_stand_in_a_sentence_before() -> None:
    before = "Ethiopia gave Eritrea until Friday to pull its brigades back from Badme."
    sentence = "The demand was rejected within the hour."
    at = sentence.index("rejected"), sentence.index("rejected") + len("rejected")
    earlier = trigger_model().read(before)
    likely = trigger_model().read(sentence).parties(at, 0, [earlier])
    assert likely is not None
    shares = {
        name: likely.share(before.index(name), before.index(name) + len(name), 1)
        for name in ("Ethiopia", "Eritrea")
    }
    assert shares["Eritrea"] > shares["Ethiopia"]
    unread = trigger_model().read(sentence).parties(at, 0, [None, earlier])
    assert unread is not None
    assert unread.share(0, 8, 1) == 0.0


def test_a_sentence_longer_than_the_window_is_read_to_its_end() -> None:
    sentence = (
        "The list names " + ", ".join(["Oslo"] * (2 * PIECES)) + ", and Russian forces shelled Kharkiv."
    )
    told = trigger_model().read(sentence).told()
    assert [sentence[one.start : one.end] for one in told if one.type == "ASSAULT"]
    start = sentence.index("shelled")
    assert trigger_model().read(sentence).parties((start, start + 7), 0, []) is None


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=300))
def test_any_text_has_a_reading_with_offsets_inside_it(text: str) -> None:
    for one in trigger_model().read(text).told():
        assert 0 <= one.start < one.end <= len(text)
        assert 0 <= one.probability <= 1


def test_a_damaged_model_is_refused_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(SHIPPED, folder)
    with (folder / "model.onnx").open("r+b") as handle:
        handle.seek(1000)
        handle.write(b"\0\0\0\0")
    with pytest.raises(ModelError, match=r"model\.onnx"):
        TriggerModel(folder)
    with pytest.raises(ModelError, match="no trigger model"):
        TriggerModel(tmp_path)


def test_the_model_was_taught_on_the_corpus_that_is_there() -> None:
    spec = importlib.util.spec_from_file_location("marked", ROOT / "training" / "triggers" / "marked.py")
    assert spec is not None
    assert spec.loader is not None
    marked = importlib.util.module_from_spec(spec)
    sys.modules["marked"] = marked
    spec.loader.exec_module(marked)
    files = marked.corpus()
    card = trigger_model().card
    assert card["data_sha256"] == marked.digest(files)
    lines = marked.passages([file for file in files if file.suffix == ".txt"])
    acts = [act for line in lines for sentence in line for act in sentence.acts]
    assert len(lines) > 3000
    assert {act.type for act in acts} == set(marked.TYPES) - {"NONE"}
    with pytest.raises(ValueError, match="no type"):
        marked.braced("Kenya {SHELLED:hit} a village.", "line 1")
    with pytest.raises(ValueError, match="left open"):
        marked.braced("Kenya {ASSAULT:hit a village.", "line 1")
    first, second = marked.braced(
        "Rebels shot at a Kenyan post. {ASSAULT:Return fire|Kenyan|Rebels} killed two.", "line 1"
    )
    assert not first.acts
    assert second.acts[0].recipient == ((1, 0, 6),)
