"""Articles that mislead: marks that do not match, speeches without end, namesakes, persons named as places."""

from __future__ import annotations

import pytest


def speakers(report) -> list[str | None]:
    names = {party.id: party.name for party in report.parties}
    return [names.get(quote.speaker) for quote in report.quotes]


@pytest.mark.parametrize(
    "text",
    [
        "“We will not leave, President Ivan Orlov said on Monday. Kyiv condemned the remark.",
        "We will not leave,” President Ivan Orlov said on Monday. Kyiv condemned the remark.",
        '“We will not leave," President Ivan Orlov said on Monday. ‘Kyiv condemned the remark.',
        '"We will \'not leave," President Ivan Orlov said on Monday. Kyiv condemned the remark.',
    ],
    ids=["never closed", "never opened", "mixed", "crossed"],
)
def test_marks_that_do_not_match_leave_the_next_sentence_alone(reader, text):
    report = reader.read(text, published="2024-05-14")
    assert any(event.type == "ACCUSE" and event.actor[0].code == "UKR" for event in report.events)
    kyiv = text.index("Kyiv")
    for quote in report.quotes:
        assert all(end <= kyiv or start >= kyiv for start, end in quote.content)


def test_a_speech_of_three_thousand_words_is_one_quotation(reader):
    speech = " ".join(["We shall defend every village and every bridge."] * 375)
    text = f"“{speech[:-1]},” President Ivan Orlov said in Moscow on Monday."
    report = reader.read(text, published="2024-05-14")
    longest = max(report.quotes, key=lambda quote: sum(end - start for start, end in quote.content))
    assert sum(end - start for start, end in longest.content) > 0.9 * len(speech)


def test_a_speaker_named_by_surname_first_gets_the_full_name_given_later(reader):
    filler = "The talks went on for hours. " * 40
    text = f"Okwiro said Kenya would not yield. {filler}\n\nThe foreign minister, Amara Okwiro, left Nairobi at noon."
    report = reader.read(text, published="2024-05-14")
    assert "Amara Okwiro" in speakers(report)


def test_two_persons_of_one_surname_stay_two(reader):
    text = (
        "President Ivan Orlov of Russia met his brother, General Pavel Orlov, in Moscow. Ivan Orlov praised the army. "
        "Pavel Orlov criticised the government."
    )
    names = {party.name for party in reader.read(text, published="2024-05-14").parties}
    assert {"Ivan Orlov", "Pavel Orlov"} <= names


def test_a_person_with_the_name_of_a_place_is_no_state(reader):
    text = "Senator Paris Lansing criticised the bill on Monday. “It is a mistake,” Lansing said."
    report = reader.read(text, published="2024-05-14")
    assert not any(party.code == "FRA" for party in report.parties)


def test_a_state_with_the_name_of_a_person_acts_as_a_state(reader):
    report = reader.read("Jordan condemned Israel on Monday.", published="2024-05-14")
    assert [(p.code, report.party(p.party).kind) for p in report.events[0].actor] == [("JOR", "country")]


def test_a_round_ups_labels_are_places_and_no_speakers(reader):
    text = (
        "PORT SUDAN - Main developments on Monday.\n\nEL OBEID: A drone of the Sudanese army struck a bus station.\n\n"
        "KASSALA: Police arrested eleven protesters.\n\nDIPLOMACY: Egypt condemned the strike."
    )
    report = reader.read(text, published="2024-08-06")
    assert not any(quote.cue and quote.cue.text == ":" for quote in report.quotes)
    by_trigger = {event.trigger.text: event for event in report.events}
    assert by_trigger["struck"].place is not None
    assert by_trigger["struck"].place.country == "SDN"
    assert all(not event.voice for event in report.events)
