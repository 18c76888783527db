"""What the relation model's opinion does to a candidate, and models that cannot be used."""

from __future__ import annotations

import json

import numpy as np
import pytest

from dragoman.reading.drafts import EventDraft, PartyDraft, Role
from dragoman.reading.relation import decide, pair_of
from dragoman.reading.relation_model import ModelError, Relation, RelationModel, prior
from dragoman.reading.relation_teaching import TeachingError, _fit, teach


def candidate(kind: str = "ASSAULT") -> EventDraft:
    return EventDraft(type=kind, head=1, trigger=(1, 2), sentence=(0, 4))


def opinion(**types: float) -> Relation:
    return Relation(types, "", 0.0)


def test_the_shipped_model_grades_and_drops_nothing():
    sure, doubtful = candidate(), candidate()
    assert decide(sure, opinion(NONE=0.02, ASSAULT=0.97))
    assert decide(doubtful, opinion(NONE=0.97, ASSAULT=0.01))
    assert sure.confidence > doubtful.confidence
    assert "model: NONE 0.97, ASSAULT 0.01" in doubtful.why


def test_a_sure_none_of_a_taught_model_drops_a_candidate():
    assert not decide(candidate(), opinion(NONE=0.97, ASSAULT=0.01), overrules=True)


def test_a_doubtful_none_keeps_it():
    assert decide(candidate(), opinion(NONE=0.6, ASSAULT=0.3), overrules=True)


def test_another_type_that_is_sure_takes_over_and_says_so():
    event = candidate()
    assert decide(event, opinion(ACCUSE=0.95, ASSAULT=0.01, NONE=0.04), overrules=True)
    assert event.type == "ACCUSE"
    assert "the type was changed" in event.why[-1]


def test_types_made_by_convention_are_not_changed():
    event = candidate("THREATEN")
    assert decide(event, opinion(ASSAULT=0.99, THREATEN=0.0, NONE=0.01), overrules=True)
    assert event.type == "THREATEN"


def test_the_pair_of_a_candidate_marks_both_parties(nlp):
    doc = nlp("Kenya attacked Uganda.")
    event = candidate()
    event.actor, event.recipient = [Role(PartyDraft("Kenya"), 0, 1)], [Role(PartyDraft("Uganda"), 2, 3)]
    pair = pair_of(doc, event)
    assert pair is not None
    assert (pair.text[slice(*pair.actor)], pair.text[slice(*pair.recipient)]) == ("Kenya", "Uganda")


def test_a_candidate_with_one_party_is_no_pair(nlp):
    event = candidate()
    event.actor = [Role(PartyDraft("Kenya"), 0, 1)]
    assert pair_of(nlp("Kenya mobilised its army."), event) is None


def test_a_folder_without_a_card_is_refused_by_name(tmp_path):
    with pytest.raises(ModelError, match=r"no card\.json"):
        RelationModel(tmp_path)


def test_a_foreign_file_is_refused_by_hash(tmp_path):
    (tmp_path / "model.onnx").write_bytes(b"not a model")
    (tmp_path / "tokenizer.json").write_text("{}")
    card = {"types": ["NONE"], "modes": [""], "sha256": {"model.onnx": "0" * 64, "tokenizer.json": "0" * 64}}
    (tmp_path / "card.json").write_text(json.dumps(card))
    with pytest.raises(ModelError, match=r"model\.onnx: not the file"):
        RelationModel(tmp_path)


def test_labels_that_a_model_lacks_start_at_its_lowest_score():
    scores = prior(np.array([[1.0, 3.0]]), ["A", "B"], ["B", "C", "A"])
    assert scores.tolist() == [[3.0, 1.0, 1.0]]


def test_teaching_moves_answers_to_the_labels():
    rng = np.random.default_rng(0)
    features = rng.normal(size=(80, 6))
    gold = (features[:, 0] > 0).astype(int)
    weight, bias = _fit(features, np.zeros((80, 2)), gold)
    assert ((features @ weight + bias).argmax(axis=1) == gold).mean() > 0.95


def test_too_little_to_learn_from_is_told(tmp_path):
    with pytest.raises(TeachingError, match="at least 10 rows"):
        teach([], [], tmp_path, tmp_path / "out")
