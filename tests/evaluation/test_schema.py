"""The published schema and the reports that must fit it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from dragoman.records import Event, Money, Report, Size, spans_of
from dragoman.schema import report_schema, schema_text
from gold.reports import gold_report

COMMITTED = Path(__file__).parents[2] / "docs" / "schema" / "report.schema.json"
NAMES = [f"dev-{number:02}" for number in range(1, 13)]


@pytest.fixture(scope="module")
def validator() -> Any:
    schema = report_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_committed_schema_is_what_the_records_say() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == schema_text(), (
        "run python -m dragoman.schema > docs/schema/report.schema.json"
    )


@pytest.mark.parametrize("name", NAMES)
def test_reports_fit_the_schema(name: str, validator: Any) -> None:
    assert [error.message for error in validator.iter_errors(gold_report(name).to_dict())] == []


@pytest.fixture(scope="module")
def reader() -> Any:
    import dragoman

    return dragoman.load()


@pytest.mark.parametrize("name", NAMES)
def test_what_the_reader_makes_fits_the_schema_and_lies_inside_the_text(
    name: str, validator: Any, reader: Any
) -> None:
    article = gold_report(name).article
    report = reader.read(article)
    assert [error.message for error in validator.iter_errors(report.to_dict())] == []
    assert all(0 <= start <= end <= len(article.text) for start, end in spans_of(report))
    assert all(article.text[e.trigger.start : e.trigger.end] == e.trigger.text for e in report.events)


def with_event(**changes: Any) -> dict[str, Any]:
    report = gold_report("dev-01").to_dict()
    report["events"][0] |= changes
    return report


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "SMILE"},
        {"status": "alleged"},
        {"mode": ["drone"]},  # a mode of ASSAULT, and this is a SANCTION
        {"quad": "verbal conflict"},
        {"score": -11},
        {"factuality": 4},
        {"confidence": 2},
        {"sentence": [1]},
        {"sentence": [-1, 4]},
        {"extra": True},
    ],
)
def test_what_is_no_event_does_not_fit(changes: dict[str, Any], validator: Any) -> None:
    assert not validator.is_valid(with_event(**changes))


def test_a_size_and_a_factuality_make_the_round_trip(validator: Any) -> None:
    size = Size(dead=3, displaced=300, troops=7800, weapons=40, money=Money(1.05e8, "EUR"))
    event = replace(gold_report("dev-01").events[0], size=size, factuality=-1.5)
    report = replace(gold_report("dev-01"), events=(event,))
    assert Report.from_json(report.to_json()) == report
    assert [error.message for error in validator.iter_errors(report.to_dict())] == []


def test_an_older_record_gets_the_factuality_of_its_status_and_no_money() -> None:
    event = gold_report("dev-01").events[0].to_dict() | {"status": "negated"}
    del event["factuality"]
    event["size"] = {"dead": 3, "injured": None, "arrested": None}
    read = Event.from_dict(event)
    assert (read.factuality, read.size) == (-3.0, Size(dead=3))


def test_a_report_without_warnings_does_not_fit(validator: Any) -> None:
    report = gold_report("dev-01").to_dict()
    del report["warnings"]
    assert not validator.is_valid(report)
