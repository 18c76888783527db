"""On whose word an event stands: quotations, attributing phrases, and acts done by saying them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading import drafts
from dragoman.reading.conventions import apply_conventions
from dragoman.reading.drafts import EventDraft, Mention, PartyDraft, QuoteDraft, Role
from dragoman.reading.status import StatusComponent
from dragoman.reading.voice import VoiceComponent, Voices
from dragoman.records import Article

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


class Scene:
    """One text with parties, quotations and events, put in by hand as other components would."""

    def __init__(self, nlp: Language, text: str) -> None:
        drafts.register()
        self.doc: Doc = nlp(text)
        self.doc._.article = Article(text, published="2024-05-14")
        for name in ("parties", "mentions", "quotes", "events"):
            self.doc._.set(name, [])

    def span(self, words: str) -> tuple[int, int]:
        at = self.doc.text.index(words)
        span = self.doc.char_span(at, at + len(words), alignment_mode="expand")
        assert span is not None
        return span.start, span.end

    def party(self, words: str, name: str = "", code: str | None = None) -> Mention:
        start, end = self.span(words)
        party = PartyDraft(name or words, code)
        mention = Mention(start, end, self.doc[start:end].root.i, (party,))
        party.mentions.append(mention)
        self.doc._.parties.append(party)
        self.doc._.mentions.append(mention)
        return mention

    def quote(self, speaker: Mention | None, cue: str, content: str, kind: str = "indirect") -> None:
        quote = QuoteDraft([self.span(content)], kind, self.span(cue), speaker)  # type: ignore[arg-type]
        self.doc._.quotes.append(quote)

    def event(
        self, kind: str, trigger: str, actor: Mention | None = None, speech: bool = False
    ) -> EventDraft:
        start, end = self.span(trigger)
        event = EventDraft(kind, self.doc[start:end].root.i, (start, end), (0, len(self.doc)), speech=speech)
        if actor is not None:
            event.actor.append(Role(actor.party, actor.start, actor.end))
        self.doc._.events.append(event)
        return event

    def voices(self, event: EventDraft) -> list[str]:
        VoiceComponent()(self.doc)
        return [role.party.name for role in event.voice]


def test_what_the_publication_tells_has_no_voice(nlp: Language) -> None:
    scene = Scene(nlp, "Rebels shelled the port on Tuesday.")
    assert scene.voices(scene.event("ASSAULT", "shelled")) == []


def test_what_stands_in_a_quotation_has_its_speaker(nlp: Language) -> None:
    scene = Scene(nlp, "The mayor said rebels had shelled the port.")
    scene.quote(scene.party("The mayor"), "said", "rebels had shelled the port")
    assert scene.voices(scene.event("ASSAULT", "shelled")) == ["The mayor"]


def test_nested_telling_gives_a_chain_outermost_first(nlp: Language) -> None:
    scene = Scene(nlp, "Blunt says the Russians told him that Kyiv shelled the village.")
    blunt, russians = scene.party("Blunt"), scene.party("the Russians", "Russia", "RUS")
    scene.quote(russians, "told", "Kyiv shelled the village")
    scene.quote(blunt, "says", "the Russians told him that Kyiv shelled the village")
    assert scene.voices(scene.event("ASSAULT", "shelled")) == ["Blunt", "Russia"]


def test_a_speech_act_is_not_told_by_its_own_actor(nlp: Language) -> None:
    scene = Scene(nlp, 'The ministry said: "We condemn the raid."')
    ministry = scene.party("The ministry")
    scene.quote(ministry, "said", "We condemn the raid", "direct")
    assert scene.voices(scene.event("ACCUSE", "condemn", ministry, speech=True)) == []


def test_a_speech_act_that_somebody_else_reports_is(nlp: Language) -> None:
    scene = Scene(nlp, "The mayor said the ministry had rejected the plan.")
    ministry = scene.party("the ministry")
    scene.quote(scene.party("The mayor"), "said", "the ministry had rejected the plan")
    assert scene.voices(scene.event("REJECT", "rejected", ministry, speech=True)) == ["The mayor"]


def test_a_party_that_denies_its_own_threat_is_its_voice(nlp: Language) -> None:
    scene = Scene(nlp, "Lado denied that he had threatened the mission.")
    lado = scene.party("Lado")
    scene.quote(lado, "denied", "he had threatened the mission")
    threat = scene.event("THREATEN", "threatened", lado, speech=True)
    StatusComponent()(scene.doc)
    assert (threat.status, scene.voices(threat)) == ("negated", ["Lado"])


def test_what_a_party_reports_of_its_own_acts_has_its_voice(nlp: Language) -> None:
    scene = Scene(nlp, "The army said it had shelled the port.")
    army = scene.party("The army")
    scene.quote(army, "said", "it had shelled the port")
    assert scene.voices(scene.event("ASSAULT", "shelled", army)) == ["The army"]


def test_according_to(nlp: Language) -> None:
    scene = Scene(nlp, "Rebels shelled the port, according to the mayor.")
    scene.party("the mayor", "mayor")
    assert scene.voices(scene.event("ASSAULT", "shelled")) == ["mayor"]


def test_according_to_in_a_second_clause_does_not_reach_the_first(nlp: Language) -> None:
    scene = Scene(nlp, "Athens accepted the offer, but Ankara, according to a diplomat, has rejected it.")
    scene.party("a diplomat", "diplomat")
    assert scene.voices(scene.event("AGREE", "accepted")) == []
    assert scene.voices(scene.event("REJECT", "rejected")) == ["diplomat"]


def test_in_somebodys_telling(nlp: Language) -> None:
    scene = Scene(nlp, "In the Greek telling, the corvette rammed the frigate.")
    scene.party("Greek", "Greece", "GRC")
    assert scene.voices(scene.event("ASSAULT", "rammed")) == ["Greece"]


def test_an_unnamed_source_is_coded_as_written(nlp: Language) -> None:
    scene = Scene(nlp, "Mali has reportedly delivered ammunition to the junta.")
    assert scene.voices(scene.event("AID", "delivered")) == ["reportedly"]


def test_a_speaker_whom_no_mention_covers_is_coded_as_written(nlp: Language) -> None:
    scene = Scene(nlp, "Rebels shelled the port, local fishermen said.")
    scene.doc._.quotes.append(
        QuoteDraft(
            [scene.span("Rebels shelled the port")],
            "indirect",
            scene.span("said"),
            speaker_span=scene.span("local fishermen"),
        )
    )
    event = scene.event("ASSAULT", "shelled")
    assert scene.voices(event) == ["local fishermen"]
    assert event.voice[0].party in scene.doc._.parties


def test_who_alleges_without_a_quotation_is_the_voice(nlp: Language) -> None:
    scene = Scene(nlp, "Each government accused the other of having rammed its ship.")
    government = scene.party("Each government", "government")
    accuse = scene.event("ACCUSE", "accused", government, speech=True)
    ram = scene.event("ASSAULT", "rammed")
    ram.within = accuse
    assert scene.voices(ram) == ["government"]
    assert scene.voices(accuse) == []


def test_the_object_of_a_condemnation_is_not_the_condemners_claim(nlp: Language) -> None:
    scene = Scene(nlp, "They denounced the sanctions as illegal.")
    scene.quote(scene.party("They", "Mali"), "denounced", "the sanctions as illegal", "mixed")
    assert scene.voices(scene.event("SANCTION", "sanctions")) == []


def test_an_announced_hostile_act_of_ones_own_is_a_threat(nlp: Language) -> None:
    scene = Scene(nlp, "The minister said Nairobi would suspend fuel shipments if the men are harmed.")
    minister, nairobi = scene.party("The minister", code="KEN"), scene.party("Nairobi", "Kenya", "KEN")
    scene.quote(minister, "said", "Nairobi would suspend fuel shipments if the men are harmed")
    event = scene.event("SANCTION", "suspend", nairobi)
    StatusComponent()(scene.doc)
    assert (event.type, event.status) == ("THREATEN", "actual")
    assert event.condition is not None
    assert scene.voices(event) == []


def test_somebody_elses_hostile_act_stays_what_it_is(nlp: Language) -> None:
    scene = Scene(nlp, "The mayor said the rebels would attack the port.")
    rebels = scene.party("the rebels")
    scene.quote(scene.party("The mayor"), "said", "the rebels would attack the port")
    event = scene.event("ASSAULT", "attack", rebels)
    StatusComponent()(scene.doc)
    assert (event.type, event.status) == ("ASSAULT", "future")
    assert scene.voices(event) == ["The mayor"]


def test_a_retreat_promised_by_its_author_is_a_concession(nlp: Language) -> None:
    scene = Scene(nlp, "Ankara said it would withdraw its troops by June.")
    ankara = scene.party("Ankara", "Turkey", "TUR")
    scene.quote(ankara, "said", "it would withdraw its troops by June")
    event = scene.event("RETREAT", "withdraw", ankara)
    StatusComponent()(scene.doc)
    assert (event.type, event.status) == ("CONCEDE", "actual")


def test_a_meeting_that_its_host_will_not_hold_is_a_refusal(nlp: Language) -> None:
    scene = Scene(nlp, "The premier said he would not meet the strikers.")
    premier = scene.party("The premier")
    scene.quote(premier, "said", "he would not meet the strikers")
    event = scene.event("CONSULT", "meet", premier)
    StatusComponent()(scene.doc)
    assert (event.type, event.mode, event.status) == ("REJECT", ["meet"], "actual")


def test_called_protests_are_still_to_come(nlp: Language) -> None:
    scene = Scene(nlp, "The unions called a general strike for Thursday.")
    event = scene.event("PROTEST", "called", scene.party("The unions"))
    StatusComponent()(scene.doc)
    assert event.status == "future"


def test_conventions_leave_what_happened_alone(nlp: Language) -> None:
    scene = Scene(nlp, "The two presidents met in Doha.")
    event = scene.event("CONSULT", "met")
    apply_conventions(scene.doc, event, Voices(scene.doc))
    assert (event.type, event.status, event.why) == ("CONSULT", "actual", [])
