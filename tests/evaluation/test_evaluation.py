"""The figures of `dragoman.evaluation` are those of the scorer that came with the guidelines."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest

from dragoman import evaluation
from gold.reports import gold_document, gold_report
from gold.score import score

if TYPE_CHECKING:
    from pathlib import Path

NAMES = [f"dev-{number:02}" for number in range(1, 13)]


def perturbed(report: dict[str, Any], seed: int) -> dict[str, Any]:
    """The report of a careless reader: things missed, doubled, shifted and muddled, the same for one seed."""
    dice = random.Random(seed)
    report = json.loads(json.dumps(report))
    text = report["article"]["text"]
    names = [party["name"] for party in report["parties"]]
    events = []
    for event in report["events"]:
        fate = dice.random()
        if fate < 0.15:
            continue
        if fate < 0.25:
            events.append(event)
        if fate < 0.4:
            event["type"] = dice.choice(["ACCUSE", "REJECT", "AGREE", "ASSAULT"])
        if dice.random() < 0.2:
            event["actor"], event["recipient"] = event["recipient"], event["actor"]
        if dice.random() < 0.2:
            event["status"] = dice.choice(["actual", "future", "historical"])
        if dice.random() < 0.2:
            event["voice"] = [] if event["voice"] else [{"name": dice.choice(names)}]
        if dice.random() < 0.2:
            event["date"] = None if event["date"] else {"value": "2022-01"}
        if dice.random() < 0.2:
            event["place"] = {"name": "Nowhere", "country": "FRA"} if dice.random() < 0.5 else None
        if dice.random() < 0.2:
            shift = dice.randint(-40, 40)
            event["trigger"]["start"] += shift
            event["trigger"]["end"] += shift
        if dice.random() < 0.2:
            event["sentence"] = [event["sentence"][0], event["sentence"][0] + dice.randint(1, 200)]
        events.append(event)
    report["events"] = events
    for quote in report["quotes"]:
        start, end = quote["content"][0]
        if dice.random() < 0.4:
            quote["content"][0] = [start, min(len(text), end + dice.randint(-30, 60))]
        if dice.random() < 0.2:
            quote["speaker"] = dice.choice([None, *(party["id"] for party in report["parties"])])
        if dice.random() < 0.2:
            quote["kind"] = "mixed"
    report["quotes"] = [quote for quote in report["quotes"] if dice.random() > 0.15]
    return report


def test_a_reader_that_makes_no_mistake_scores_one() -> None:
    documents = [gold_document(name) for name in NAMES]
    figures = evaluation.evaluate(documents, [gold_report(name) for name in NAMES])
    assert figures["events"]["full"] == {"p": 1.0, "r": 1.0, "f1": 1.0}
    assert figures["quotes"]["speaker"] == {"p": 1.0, "r": 1.0, "f1": 1.0}
    assert figures["events"]["accuracy"] == {"status": 1.0, "voice": 1.0, "date": 1.0, "place": 1.0}


@pytest.mark.parametrize("name", NAMES)
def test_the_two_scorers_agree_on_faultless_reports(name: str) -> None:
    document, report = gold_document(name), gold_report(name).to_dict()
    assert evaluation.evaluate([document], [report]) == score([(document, report)])


@pytest.mark.parametrize("seed", range(12))
def test_the_two_scorers_agree_on_careless_reports(seed: int) -> None:
    documents = [gold_document(name) for name in NAMES]
    reports = [perturbed(gold_report(name).to_dict(), seed) for name in NAMES]
    ours = evaluation.evaluate(documents, reports)
    assert json.dumps(ours) == json.dumps(score(zip(documents, reports, strict=True)))
    assert 0.15 < ours["events"]["full"]["f1"] < 0.9  # the dice did something, and not too much


def test_the_two_scorers_agree_on_reports_with_nothing_in_them() -> None:
    documents = [gold_document(name) for name in NAMES]
    reports: list[dict[str, Any]] = [{"parties": [], "quotes": [], "events": []} for _ in NAMES]
    assert evaluation.evaluate(documents, reports) == score(zip(documents, reports, strict=True))


def test_a_folder_without_gold_articles_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no gold articles"):
        evaluation.gold_documents(tmp_path)


def test_the_readable_figures_have_a_line_for_each_measure() -> None:
    document, report = gold_document("dev-01"), gold_report("dev-01").to_dict()
    lines = evaluation.table(evaluation.evaluate([document], [report])).splitlines()
    assert lines[0] == "events type     P 1.000  R 1.000  F1 1.000"
    assert [line.split(" P ")[0].strip() for line in lines[:3]] == [
        "events type",
        "events who",
        "events full",
    ]
    assert lines[3].startswith("of type matches: status 1.000  voice 1.000")
    assert lines[-1].startswith("quote kind 1.000")
