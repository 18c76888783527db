"""Deep subjects, objects and clauses, whatever the surface form."""

from __future__ import annotations

import pytest

from dragoman.reading.frames import Frame

CASES = [
    # sentence, word, slot, expected fillers
    ("Kenya rejected the demand.", "rejected", "subj", ["Kenya"]),
    ("Kenya rejected the demand.", "rejected", "obj", ["demand"]),
    ("The demand was rejected by Kenya.", "rejected", "subj", ["Kenya"]),
    ("The demand was rejected by Kenya.", "rejected", "obj", ["demand"]),
    ("Soldiers detained the men and confiscated four boats.", "confiscated", "subj", ["Soldiers"]),
    ("Soldiers detained the men and confiscated four boats.", "confiscated", "obj", ["boats"]),
    ("Russia urged both sides to avoid a war.", "avoid", "subj", ["sides"]),
    ("Russia promised Syria to send tanks.", "send", "subj", ["Russia"]),
    ("Rebels holding the city refused to leave.", "holding", "subj", ["Rebels"]),
    ("Tanzania, which shares the lake, appealed for calm.", "shares", "subj", ["Tanzania"]),
    ("The minister announced a ban on protests.", "ban", "on", ["protests"]),
    ("Russia and China condemned the strike.", "condemned", "subj", ["Russia", "China"]),
    ("Ukraine's attack on Russia failed.", "attack", "subj", ["Ukraine"]),
    ("Ukraine's attack on Russia failed.", "attack", "on", ["Russia"]),
    ("The invasion of Kuwait shocked the world.", "invasion", "obj", ["Kuwait"]),
    ("France accused Mali of hiring mercenaries.", "accused", "clause", ["hiring"]),
]


@pytest.mark.parametrize(("sentence", "word", "slot", "expected"), CASES)
def test_a_slot_is_found_under_any_surface_form(nlp, sentence, word, slot, expected):
    token = next(t for t in nlp(sentence) if t.text == word)
    assert [t.text for t in Frame(token).tokens(slot)] == expected


def test_a_light_verb_lends_its_subject_to_the_noun(nlp):
    doc = nlp("Israel launched an attack on Syria.")
    attack = next(t for t in doc if t.text == "attack")
    assert [t.text for t in Frame(attack, light=attack.head).tokens("subj")] == ["Israel"]


def test_a_finite_verb_is_not_coordinated_with_a_bare_one(nlp):
    doc = nlp("Russia demanded that Ukraine withdraw its forces and accused Kyiv of shelling villages.")
    accused = next(t for t in doc if t.text == "accused")
    assert [t.text for t in Frame(accused).tokens("subj")] == ["Russia"]
