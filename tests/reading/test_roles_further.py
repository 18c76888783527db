"""Whom an act is done to, where the party stands a step away from the verb or was named before."""

from __future__ import annotations

import pytest


def parties(reader, text, kind):
    report = reader.read(text, published="2024-05-14")
    event = next(event for event in report.events if event.type == kind)
    return {role.code for role in event.actor}, {role.code for role in event.recipient}


@pytest.mark.parametrize(
    ("text", "kind", "actor", "recipient"),
    [
        ("Kenya rejected every offer made by Uganda.", "REJECT", "KEN", "UGA"),
        ("A court in Peru rejected the appeal of a Chilean citizen.", "REJECT", "PER", "CHL"),
        ("Germany refused to send weapons to Iraq.", "REJECT", "DEU", "IRQ"),
        ("Al-Shabaab said it will not lift the blockade until Kenya pays.", "REJECT", "SOM", "KEN"),
        ("The Korean government has agreed to provide Sri Lanka with radars.", "AGREE", "KOR", "LKA"),
        ("German prosecutors launched an investigation into the dealings of Russian banks.", "ACCUSE",
         "DEU", "RUS"),
        ("A Nigerian court convicted 45 Boko Haram members.", "SANCTION", "NGA", "NGA"),
        ("Australia gave Fiji two patrol boats.", "AID", "AUS", "FJI"),
    ],
)  # fmt: skip
def test_the_recipient_stands_deeper_in_the_sentence(reader, text, kind, actor, recipient):
    assert parties(reader, text, kind) == ({actor}, {recipient})


def test_what_is_taken_is_not_the_takers_own(reader):
    text = "Ugandan soldiers detained 11 Kenyan fishermen and confiscated four of their boats."
    report = reader.read(text, published="2024-05-14")
    assert [{r.code for r in event.recipient} for event in report.events] == [{"KEN"}, {"KEN"}]


def test_who_summons_an_ambassador_is_of_another_state(reader):
    text = (
        "Uganda arrested 14 Kenyan fishermen on Lake Victoria. Ugandan police said they had crossed the "
        "border. "
        "Foreign Secretary Amina Chepkemoi summoned the Ugandan ambassador in protest."
    )
    report = reader.read(text, published="2024-05-14")
    assert next(p.code for p in report.parties if p.name == "Amina Chepkemoi") == "KEN"


def test_police_use_gas_against_those_who_have_just_protested(reader):
    text = "Kenyan students marched on parliament in Nairobi. Police used tear gas and arrested ten."
    report = reader.read(text, published="2024-05-14")
    gas = next(event for event in report.events if event.type == "ASSAULT")
    march = next(event for event in report.events if event.type == "PROTEST")
    assert gas.recipient[0].name == march.actor[0].name


def test_a_bare_acceptance_answers_who_asked(reader):
    text = "The European Union invited Serbia to talks on Monday. Serbia accepted."
    report = reader.read(text, published="2024-05-14")
    accepted = next(event for event in report.events if event.trigger.text == "accepted")
    assert [role.code for role in accepted.recipient] == ["EUR"]
