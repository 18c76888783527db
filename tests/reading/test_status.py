"""Whether an act happened: sentences by construction in `tests/status/*.toml`, and the component."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.reading import drafts
from dragoman.reading.drafts import DateDraft, EventDraft
from dragoman.reading.status import StatusComponent, Statuses, status_of
from dragoman.records import STATUSES, Article

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

CASES = Path(__file__).parents[1] / "status"
FILES = sorted(CASES.glob("*.toml"))
PUBLISHED = "2024-05-14"


def read(nlp: Language, text: str, published: str | None = PUBLISHED) -> Doc:
    """`text` parsed, as an article published on a day."""
    drafts.register()
    doc = nlp(text)
    doc._.article = Article(text, published=published)
    return doc


def token_of(doc: Doc, word: str) -> int:
    """The index of the token that begins with the last occurrence of `word`."""
    at = doc.text.rindex(word)
    return next(t.i for t in doc if t.idx <= at < t.idx + len(t))


def judged(nlp: Language, text: str, word: str) -> Any:
    doc = read(nlp, text)
    return status_of(doc, token_of(doc, word))


@pytest.fixture(scope="module")
def outcomes(nlp: Language) -> dict[str, list[tuple[str, str, str, str]]]:
    """For each file: sentence, trigger, expected and found status."""
    drafts.register()
    found = {}
    for path in FILES:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        rows = []
        docs = nlp.pipe([text for text, _, _ in data["cases"]])
        for doc, (text, trigger, expected) in zip(docs, data["cases"], strict=True):
            doc._.article = Article(text, published=data["published"])
            rows.append((text, trigger, expected, Statuses(doc).of(token_of(doc, trigger)).status))
        found[path.stem] = rows
    return found


def test_there_are_at_least_four_hundred_sentences(outcomes: dict[str, list[Any]]) -> None:
    assert sum(map(len, outcomes.values())) >= 400


def test_at_least_95_percent_of_all_sentences_are_right(outcomes: dict[str, list[Any]]) -> None:
    rows = [row for rows in outcomes.values() for row in rows]
    wrong = [row for row in rows if row[2] != row[3]]
    assert len(wrong) <= 0.05 * len(rows), wrong


@pytest.mark.parametrize("name", [path.stem for path in FILES])
def test_most_sentences_of_each_construction_are_right(name: str, outcomes: dict[str, list[Any]]) -> None:
    rows = outcomes[name]
    wrong = [row for row in rows if row[2] != row[3]]
    assert len(wrong) <= 0.25 * len(rows), wrong


def test_a_condition_is_given_as_a_span(nlp: Language) -> None:
    doc = read(nlp, "If the talks fail, the army will bomb the camps.")
    start, end = status_of(doc, token_of(doc, "bomb")).condition or (0, 0)
    assert doc[start:end].text == "If the talks fail"


def test_a_threat_keeps_its_condition(nlp: Language) -> None:
    doc = read(nlp, 'He threatened to stop the gas "if the banks are not back on line by March 1".')
    judgement = status_of(doc, token_of(doc, "threatened"))
    assert judgement.status == "actual"


def test_the_words_that_decided_are_told(nlp: Language) -> None:
    assert any("deny" in why for why in judged(nlp, "Iran denies arming the rebels.", "arming").why)


def test_factuality_is_graded(nlp: Language) -> None:
    grades = [
        judged(nlp, text, word).factuality
        for text, word in (
            ("The rebels attacked the town.", "attacked"),
            ("The rebels will attack the town.", "attack"),
            ("The rebels may attack the town.", "attack"),
            ("The rebels did not attack the town.", "attack"),
        )
    ]
    assert grades == sorted(grades, reverse=True)
    assert grades[0] > 2.5
    assert grades[3] < -2


def event(doc: Doc, word: str, kind: str, date: str | None = None) -> EventDraft:
    at = token_of(doc, word)
    when = DateDraft(at, at + 1, date) if date else None
    return EventDraft(kind, at, (at, at + 1), (0, len(doc)), date=when)


def test_a_date_more_than_a_year_back_is_history(nlp: Language) -> None:
    doc = read(nlp, "The court convicted the banker in March.")
    doc._.events = [event(doc, "convicted", "SANCTION", "2022-03")]
    assert StatusComponent()(doc)._.events[0].status == "historical"


def test_a_date_within_the_year_is_not(nlp: Language) -> None:
    doc = read(nlp, "The court convicted the banker in March.")
    doc._.events = [event(doc, "convicted", "SANCTION", "2024-03")]
    assert StatusComponent()(doc)._.events[0].status == "actual"


def test_without_a_publication_date_a_recent_year_is_not_history(nlp: Language) -> None:
    doc = read(nlp, "In 2019 the court convicted the banker.", published=None)
    assert status_of(doc, token_of(doc, "convicted")).status == "actual"


def test_the_date_that_opens_a_chronology_entry_governs_all_of_it(nlp: Language) -> None:
    text = "1978 — Troops occupy a camp. The town appeals for help.\n\nMarch 2024 — Troops occupy a bridge."
    doc = nlp.make_doc(text)
    drafts.register()
    second = next(t.i for t in doc if t.text == "March")
    doc[second].is_sent_start = True
    for _, component in nlp.pipeline:
        doc = component(doc)
    doc._.article = Article(text, published=PUBLISHED)
    doc._.paragraphs = [(0, second), (second, len(doc))]
    at = [t.i for t in doc if t.text in ("occupy", "appeals")]
    assert [status_of(doc, i).status for i in at] == ["historical", "historical", "actual"]


def test_a_future_meeting_is_an_agreement_made(nlp: Language) -> None:
    doc = read(nlp, "The two presidents will meet in Doha on Friday.")
    doc._.events = [event(doc, "meet", "CONSULT", "2024-05-17")]
    made = StatusComponent()(doc)._.events[0]
    assert (made.type, made.status, made.date) == ("AGREE", "actual", None)
    assert any("promise" in why for why in made.why)


def test_a_future_attack_keeps_its_type(nlp: Language) -> None:
    doc = read(nlp, "The army is expected to attack the town.")
    doc._.events = [event(doc, "attack", "ASSAULT")]
    made = StatusComponent()(doc)._.events[0]
    assert (made.type, made.status) == ("ASSAULT", "future")


WORDS = st.sampled_from(
    "the army rebels did not never will would if unless attack attacked deny denied to that failed . planned "
    '? " ; before without no any had should be is war 1954 ago decades said of for and but'.split()
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, min_size=1, max_size=25))
def test_any_words_are_judged_within_bounds(nlp: Language, words: list[str]) -> None:
    doc = read(nlp, " ".join(words))
    statuses = Statuses(doc)
    for token in doc:
        judgement = statuses.of(token.i)
        assert judgement.status in STATUSES
        assert -3 <= judgement.factuality <= 3
        if judgement.condition is not None:
            assert 0 <= judgement.condition[0] < judgement.condition[1] <= len(doc)
