"""The shipped relation model: what it answers, and why."""

from __future__ import annotations

import json
import shutil

import pytest
from typer.testing import CliRunner

from dragoman.reading.relation_explain import explain, without, words_outside
from dragoman.reading.relation_input import MAX_TOKENS
from dragoman.reading.relation_model import SHIPPED, ModelError, Pair, RelationModel, relation_model


def pair(marked: str) -> Pair:
    """A pair from a text with the actor in [ ] and the recipient in ( )."""
    plain, at = "", {}
    for letter in marked:
        if letter in "[]()":
            at[letter] = len(plain)
        else:
            plain += letter
    return Pair(plain, (at["["], at["]"]), (at["("], at[")"]))


@pytest.fixture(scope="module")
def model() -> RelationModel:
    return relation_model()


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        ("[Kenya] threatened to cut aid to (Uganda).", "THREATEN"),
        ("[Kenya] cut aid to (Uganda).", "SANCTION"),
        ("[Kenya] refused to cut aid to (Uganda).", "REJECT"),
        ("[Kenya] accused (Uganda) of cutting aid to the rebels.", "ACCUSE"),
        ("[Kenya] has agreed to release (four Ugandan pilots).", "AGREE"),
        ("[Kenya] has released (four Ugandan pilots).", "RETREAT"),
        ("[Kenya] demanded the release of (four Ugandan pilots).", "REQUEST"),
        ("(Four Ugandan pilots) were arrested by [Kenyan police].", "COERCE"),
        ("Kenya beat Chad, a fan from [Mali] told a friend in (Niger).", "NONE"),
    ],
)
def test_modality_and_voice_decide_the_type(model, marked, kind):
    assert model.classify([pair(marked)])[0].type == kind


def test_the_same_sentence_read_from_the_other_side_is_no_act(model):
    assert model.classify([pair("(Kenyan police) arrested [four Ugandan pilots].")])[0].type == "NONE"


def test_the_verb_is_the_word_that_mattered(model):
    found = explain(model, pair("On Monday [Kenya] condemned (Uganda) over the raid."))
    assert found.types[0][0] == "ACCUSE"
    assert found.words[0][0] == "condemned"


def test_near_frames_have_the_type_and_likeness_in_order(model):
    near = explain(model, pair("[Kenya] expelled (three Ugandan diplomats)."), top=3).frames
    assert [frame.likeness for frame in near] == sorted((f.likeness for f in near), reverse=True)
    assert near[0].type == "SANCTION"
    assert "<a>" in near[0].text


def test_words_outside_leaves_the_parties_alone():
    one = pair("Then [Kenya] met (south Sudan).")
    assert [one.text[a:b] for a, b in words_outside(one)] == ["Then", "met"]


def test_without_a_word_the_spans_still_mark_the_parties():
    one = pair("Then [Kenya] met (Sudan).")
    shorter = without(one, 0, 4)
    assert (shorter.text[slice(*shorter.actor)], shorter.text[slice(*shorter.recipient)]) == (
        "Kenya",
        "Sudan",
    )


def test_of_a_long_text_the_sentence_of_the_parties_is_read(model):
    words = "The rains were late again that year. " * 500
    long = pair(words + "[Kenya] condemned (Uganda). " + words)
    assert model.classify([long]) == model.classify([pair("[Kenya] condemned (Uganda). ")])


def test_a_sentence_longer_than_the_model_reads_keeps_both_parties(model):
    words = "in a war of words that nobody had foreseen " * 40
    long = pair(words + "[Kenya] condemned (Uganda) " + words)
    ids, actor, recipient = model.encode(long.text, long.actor, long.recipient)
    assert len(ids) == MAX_TOKENS
    assert 0 < actor < recipient < MAX_TOKENS


def test_a_damaged_copy_is_refused_by_name(tmp_path):
    folder = tmp_path / "model"
    shutil.copytree(SHIPPED, folder)
    with (folder / "model.onnx").open("ab") as handle:
        handle.write(b"x")
    with pytest.raises(ModelError, match=r"model\.onnx: not the file"):
        RelationModel(folder)


def test_classify_adds_type_mode_quad_and_explanation(tmp_path):
    from dragoman.cli import app

    rows = tmp_path / "pairs.jsonl"
    rows.write_text(json.dumps({"marked": "<s>Kenya</s> condemned <t>Uganda</t>."}) + "\n")
    result = CliRunner().invoke(app, ["classify", str(rows), "--explain"])
    assert result.exit_code == 0
    row = json.loads(result.stdout)
    assert (row["type"], row["quad"]) == ("ACCUSE", "verbal conflict")
    assert row["explanation"]["words"][0]["word"] == "condemned"
    assert len(row["explanation"]["frames"]) == 3


def test_of_any_two_parties_of_a_news_sentence_most_have_nothing_to_do_with_each_other(model):
    bystanders = pair("While [Kenya] counted its votes, envoys of Chad and (Niger) met in Paris.")
    found = model.classify([bystanders], news=True)[0]
    assert found.types["NONE"] > 0.7
    assert sum(found.types.values()) == pytest.approx(1)


def test_a_plain_act_is_one_in_news_too(model):
    plain = pair("[Kenya] condemned (Uganda).")
    picked, news = model.classify([plain])[0], model.classify([plain], news=True)[0]
    assert picked.type == news.type == "ACCUSE"
    assert news.types["NONE"] > picked.types["NONE"]


def test_a_model_without_priors_of_news_says_so(model, tmp_path):
    folder = tmp_path / "model"
    shutil.copytree(SHIPPED, folder)
    card = json.loads((folder / "card.json").read_text("utf-8"))
    del card["news"]
    (folder / "card.json").write_text(json.dumps(card), encoding="utf-8")
    with pytest.raises(ModelError, match="no priors of news"):
        RelationModel(folder).classify([pair("[Kenya] condemned (Uganda).")], news=True)
