"""Who said what: a sentence, and the attributions that must come out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.reading.quotes import Quotes, make_quotes

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Told = tuple[str | None, str | None, tuple[str, ...], str]


def told(nlp: Language, text: str) -> list[Told]:
    """(speaker's words, cue, content, kind) of every attribution in `text`; "|" parts paragraphs."""
    doc: Doc = Quotes()(nlp(text.replace("|", "\n\n")))

    def words(span: tuple[int, int] | None) -> str | None:
        return doc[span[0] : span[1]].text if span else None

    return [
        (
            words(q.speaker_span),
            words(q.cue),
            tuple(words(s) or "" for s in q.content),
            q.kind,
        )
        for q in doc._.quotes
    ]


DIRECT = [
    (
        "“We will leave by June,” Prime Minister Ana Kovac told parliament on Monday.",
        ("Prime Minister Ana Kovac", "told", ("We will leave by June",), "direct"),
    ),
    (
        "“We will leave,” said Ana Kovac, who leads the party. “Nobody can stop us.”",
        ("Ana Kovac", "said", ("We will leave", "Nobody can stop us."), "direct"),
    ),
    (
        "“We will leave,” she said, “and we will not come back.”",
        ("she", "said", ("We will leave", "and we will not come back."), "direct"),
    ),
    (
        '"We will leave", said the minister. "There is no other way."',
        ("the minister", "said", ("We will leave", "There is no other way."), "direct"),
    ),
    (
        "'We will leave by June,' the minister said. 'It is the workers' choice.'",
        ("the minister", "said", ("We will leave by June", "It is the workers' choice."), "direct"),
    ),
    (
        "‘We will leave by June,’ the minister said. ‘Nobody’s going to stop us.’",
        ("the minister", "said", ("We will leave by June", "Nobody’s going to stop us."), "direct"),
    ),
    ("The minister said: “We will leave.”", ("The minister", "said", ("We will leave.",), "direct")),
    (
        "„Wir gehen nicht“, said the minister.",
        ("the minister", "said", ("Wir gehen nicht",), "direct"),
    ),
    (
        "“Why are we still here?” she asked him.",
        ("she", "asked", ("Why are we still here?",), "direct"),
    ),
    (
        "“We will leave.|“And we will never come back,” said Kovac.",
        ("Kovac", "said", ("We will leave.", "And we will never come back"), "direct"),
    ),
    (
        "The governor was blunt. “This will not stand.”",
        ("The governor", None, ("This will not stand.",), "direct"),
    ),
    (
        "He described the talks as “a frank and useful exchange of views”.",
        ("He", "described", ("a frank and useful exchange of views",), "direct"),
    ),
    (
        "‘No more excuses’: UN chief calls for action",
        ("UN chief", ":", ("No more excuses",), "direct"),
    ),
]

INDIRECT = [
    (
        "The minister said that the army would leave by June.",
        ("The minister", "said", ("the army would leave by June",), "indirect"),
    ),
    (
        "The army, the minister said, would leave by June.",
        ("the minister", "said", ("The army", "would leave by June"), "indirect"),
    ),
    (
        "If the talks fail, the envoy told reporters, the war will resume.",
        ("the envoy", "told", ("If the talks fail", "the war will resume"), "indirect"),
    ),
    (
        "The minister told a news conference in Geneva that the talks would resume.",
        ("The minister", "told", ("the talks would resume",), "indirect"),
    ),
    (
        "The army would leave by June, according to the defence ministry.",
        ("the defence ministry", "according to", ("The army would leave by June",), "indirect"),
    ),
    (
        "The army has left and, according to the defence ministry, will not return.",
        ("the defence ministry", "according to", ("will not return",), "indirect"),
    ),
    (
        "The letter says the ministry will pay compensation.",
        ("The letter", "says", ("the ministry will pay compensation",), "indirect"),
    ),
    (
        "She accused the government of hiding the report.",
        ("She", "accused", ("hiding the report",), "indirect"),
    ),
    (
        "The rebels denied having shelled the village.",
        ("The rebels", "denied", ("having shelled the village",), "indirect"),
    ),
    ("He urged both sides to return to talks.", ("He", "urged", ("to return to talks",), "indirect")),
    (
        "They called on the army to stop shelling the town.",
        ("They", "called", ("to stop shelling the town",), "indirect"),
    ),
    (
        "They called upon the army to stop shelling the town.",
        ("They", "called", ("to stop shelling the town",), "indirect"),
    ),
    (
        "The union called for the mine to be closed.",
        ("The union", "called", ("the mine to be closed",), "indirect"),
    ),
    ("Kenya promised to pay compensation.", ("Kenya", "promised", ("to pay compensation",), "indirect")),
    (
        "His promise to pay compensation was welcomed.",
        ("His", "promise", ("to pay compensation",), "indirect"),
    ),
    (
        "The claim by the junta that France was plotting a coup was denied by Paris.",
        ("the junta", "claim", ("France was plotting a coup",), "indirect"),
    ),
    (
        "The general has been told by the president to withdraw his troops.",
        ("the president", "told", ("to withdraw his troops",), "indirect"),
    ),
    (
        "Washington fears that Iran will retaliate.",
        ("Washington", "fears", ("Iran will retaliate",), "indirect"),
    ),
    (
        "The governor added:|We have lost a hundred men since May and nobody in the capital cares.",
        (
            "The governor",
            "added",
            ("We have lost a hundred men since May and nobody in the capital cares",),
            "indirect",
        ),
    ),
    (
        "According to a report published on Monday by Human Rights Watch, at least 80 civilians died.",
        ("a report", "According to", ("at least 80 civilians died",), "indirect"),
    ),
    (
        "Putin told Macron that the West had ignored them, a charge it rejects.",
        ("Putin", "told", ("the West had ignored them",), "indirect"),
    ),
    ("Macron: no deal before the vote", ("Macron", ":", ("no deal before the vote",), "indirect")),
]

MIXED = [
    (
        "In the words of the ambassador, the treaty is “a dead letter”.",
        ("the ambassador", "In the words of", ("the treaty is “a dead letter”",), "mixed"),
    ),
    (
        "The minister warned that any attack would be “answered with everything we have”, and that “nobody "
        "will be spared”.",
        (
            "The minister",
            "warned",
            ("any attack would be “answered with everything we have”, and that “nobody will be spared”",),
            "mixed",
        ),
    ),
    (
        "Petrov said the strike had been “a mistake” and apologised.",
        ("Petrov", "said", ("the strike had been “a mistake”",), "mixed"),
    ),
    (
        "The junta, he claimed, “has no friends left”.",
        ("he", "claimed", ("The junta", "has no friends left"), "mixed"),
    ),
    ("She called the plan “a betrayal”.", ("She", "called", ("the plan “a betrayal”",), "mixed")),
]


@pytest.mark.parametrize(("text", "expected"), [*DIRECT, *INDIRECT, *MIXED])
def test_an_attribution_has_its_speaker_cue_content_and_kind(
    nlp: Language, text: str, expected: Told
) -> None:
    assert told(nlp, text) == [expected]


def test_a_report_inside_a_quotation_is_a_record_of_its_own(nlp: Language) -> None:
    found = told(nlp, "“He told me that the army would stay,” the envoy said.")
    assert found == [
        ("the envoy", "said", ("He told me that the army would stay",), "direct"),
        ("He", "told", ("the army would stay",), "indirect"),
    ]


def test_opinions_inside_a_quotation_are_not_taken_apart(nlp: Language) -> None:
    found = told(nlp, "“I think that we want to win and I hope that we will,” the envoy said.")
    assert [cue for _, cue, _, _ in found] == ["said"]


def test_what_another_confirms_or_denies_is_told_again(nlp: Language) -> None:
    found = told(nlp, "He said the ceasefire was holding, as both armies have confirmed.")
    assert found == [
        ("He", "said", ("the ceasefire was holding",), "indirect"),
        ("both armies", "confirmed", ("the ceasefire was holding",), "indirect"),
    ]


def test_words_at_a_distance_and_titles_are_no_quotations(nlp: Language) -> None:
    assert told(nlp, "He avoided the word “coup” and visited the “Green Zone”.") == []
    assert told(nlp, "Her novel, “The Last Train to Varna,” won a prize.") == []


def test_a_source_that_nobody_can_name_gives_no_record(nlp: Language) -> None:
    assert told(nlp, "It is said that he fled.") == []


def test_coordinated_reports_stay_apart(nlp: Language) -> None:
    found = told(nlp, "The envoy said the village had been shelled and accused the rebels of lying about it.")
    assert [(who, cue, content) for who, cue, content, _ in found] == [
        ("The envoy", "said", ("the village had been shelled",)),
        ("The envoy", "accused", ("lying about it",)),
    ]


def test_a_name_in_apposition_belongs_to_the_speaker(nlp: Language) -> None:
    found = told(nlp, "Its spokeswoman, Ingrid Haverkamp, said the alliance was not investigating.")
    assert found[0][0] == "Its spokeswoman, Ingrid Haverkamp"


def test_what_the_text_adds_in_its_own_voice_is_left_out(nlp: Language) -> None:
    found = told(nlp, "Italy said it would extend the mission in Estonia, which is due to end in July.")
    assert found[0][2] == ("it would extend the mission in Estonia",)


def test_a_participle_behind_a_comma_has_the_main_subject(nlp: Language) -> None:
    found = told(nlp, "Panama expelled the consul, saying she had paid two men.")
    assert found == [("Panama", "saying", ("she had paid two men",), "indirect")]


def test_a_clause_announced_by_as(nlp: Language) -> None:
    found = told(nlp, "As Kovac told a newspaper, taxes will rise next year.")
    assert found == [("Kovac", "told", ("taxes will rise next year",), "indirect")]


def test_a_paraphrase_and_the_sentence_in_marks_behind_it_are_one(nlp: Language) -> None:
    found = told(nlp, "The army would stay, Kovac said. “Nobody else can hold the town.”")
    assert found == [("Kovac", "said", ("The army would stay", "Nobody else can hold the town."), "mixed")]


def test_a_dateline_is_no_speaker_and_no_content(nlp: Language) -> None:
    found = told(nlp, "BRUSSELS, Feb 6 (Northgate) - The bank failed on Monday, two officials said.")
    assert found == [("two officials", "said", ("The bank failed on Monday",), "indirect")]


def test_the_next_paragraph_in_marks_has_the_last_speaker(nlp: Language) -> None:
    found = told(nlp, "“We will leave by June,” Kovac said.|“I have nothing to add to that.”")
    assert found[1] == ("Kovac", None, ("I have nothing to add to that.",), "direct")


def test_turns_of_a_transcript(nlp: Language) -> None:
    found = told(nlp, "PETROV: We have nothing to hide.|HOST: Why then did you leave the country?")
    assert [who for who, *_ in found] == ["PETROV", "HOST"]


def test_a_statement_signed_behind_a_dash(nlp: Language) -> None:
    found = told(nlp, "“Nobody asked us before they built the wall.” — Ana Kovac")
    assert found == [("Ana Kovac", "—", ("Nobody asked us before they built the wall.",), "direct")]


def test_the_component_needs_no_parties(nlp: Language) -> None:
    doc = make_quotes(nlp, "quotes")(nlp("The minister said that the army would leave."))
    assert doc._.quotes[0].speaker is None
    assert doc._.quotes[0].speaker_span is not None


PIECES = (
    "He said|“|”|\"|'|‘|’|,|.|:|—|the army|left|according to|\n\n|that|to go|Kovac|accused them of|who|?|«|»"
    "|''|I|as|which|(|)|will|and|no"
).split("|")


@given(st.lists(st.sampled_from(PIECES), max_size=30))
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gives_ordered_spans_inside_it(nlp: Language, parts: list[str]) -> None:
    doc = Quotes()(nlp(" ".join(parts)))
    for quote in doc._.quotes:
        last = 0
        for start, end in quote.content:
            assert last <= start < end <= len(doc)
            last = end
        for span in (quote.cue, quote.speaker_span):
            assert span is None or 0 <= span[0] < span[1] <= len(doc)
        assert quote.kind in ("direct", "mixed", "indirect")


def test_an_aside_may_end_the_text(nlp: Language) -> None:
    assert Quotes()(nlp("He said which — He said"))._.quotes


def test_reading_twice_gives_the_same(nlp: Language) -> None:
    text = "“We will leave,” she said. The army, he added, would stay, as the ministry has confirmed."
    assert told(nlp, text) == told(nlp, text)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The opposition called the pullback a capitulation.", "the pullback a capitulation"),
        ("The team said families - gay, straight and foster - would qualify for the tax breaks.",
         "families - gay, straight and foster - would qualify for the tax breaks"),
        ("The senator said after the convention he would not accept the endorsement.",
         "he would not accept the endorsement"),
    ],
)  # fmt: skip
def test_content_that_the_parse_puts_elsewhere(nlp: Language, text: str, content: str) -> None:
    assert [(t[2], t[3]) for t in told(nlp, text)] == [((content,), "indirect")]


def test_a_report_of_ones_own_mind_is_part_of_the_report(nlp: Language) -> None:
    assert [t[1] for t in told(nlp, "Ana Kovac said she hoped to win the election.")] == ["said"]
    assert [t[1] for t in told(nlp, "Ana Kovac said Moscow hoped to win the war.")] == ["said", "hoped"]


def test_what_somebody_might_say_is_no_report(nlp: Language) -> None:
    assert [t[1] for t in told(nlp, "Ana Kovac said Tehran might ask them to leave.")] == ["said"]


def test_turns_of_a_transcript_may_each_open_with_a_mark(nlp: Language) -> None:
    text = (
        "“WALLACE: Will you be there tomorrow night? I want to know.|"
        "“PENCE: Well, look, we will see what happens. I think so.|“WALLACE: I want to ask you again."
    )
    assert [t[0] for t in told(nlp, text) if t[1] == ":"] == ["WALLACE", "PENCE", "WALLACE"]
