"""Round-ups: "the army" is that of the country that the section is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import dragoman

ROUND_UP = """A week of coups and talks in Africa.

In Mali, the army shelled a rebel camp near Kidal on Monday. The junta expelled a French envoy.

In Chad, gunmen ambushed a patrol near Bol on Tuesday. The army bombed their camp.

In Mozambique, rebels burned a village near Palma. The army sent 300 troops to the district.

Guinea went to the polls on Sunday. The junta banned two newspapers and arrested an opposition leader.
"""

QUARREL = """Kenya accused Uganda on Monday of seizing an island in Lake Victoria.

Ugandan troops landed there at dawn, residents said. The army detained 26 fishermen.

In Nairobi, the government summoned the Ugandan envoy. The army has also raised the flag, officials said.
"""


def test_each_section_has_its_own_army_and_junta(reader: dragoman.Reader) -> None:
    report = reader.read(ROUND_UP, published="2024-05-07")
    codes = {event.trigger.text: [p.code for p in event.actor] for event in report.events}
    assert codes["shelled"] == ["MLI"]
    assert codes["bombed"] == ["TCD"]
    assert codes["banned"] == ["GIN"]
    sent = [event for event in report.events if event.trigger.text == "sent"]
    assert all([p.code for p in event.actor] == ["MOZ"] for event in sent)


def test_a_quarrel_of_two_has_no_sections(reader: dragoman.Reader) -> None:
    report = reader.read(QUARREL, published="2024-05-07")
    codes = {event.trigger.text: [p.code for p in event.actor] for event in report.events}
    assert codes["detained"] == ["UGA"]
