"""`dragoman explain`, `eval` and `ontology`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from dragoman.records import Report
from gold.reports import DEV, gold_report
from gold.score import score

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Run

GOLD = gold_report("dev-01")


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A report as `read --format json` writes it."""
    file = tmp_path / "report.json"
    file.write_text(GOLD.to_json(), encoding="utf-8")
    return file


def test_explain_shows_the_evidence_and_the_reasons(run: Run, kenya: Path) -> None:
    beaten = next(event for event in GOLD.events if event.trigger.text == "beaten")
    told = run("explain", kenya, "--event", beaten.id).stdout
    assert told.startswith(f"✗ ASSAULT beat  {beaten.id}\n")
    assert "denied that the fishermen had been beaten" in told
    assert "actor      Ugandan army (UGA MIL, “Uganda's army”)" in told
    assert "voice      Denis Okwir" in told
    assert "· gold annotation" in told


def test_explain_reads_a_saved_report_too_and_takes_the_beginning_of_an_id(run: Run, saved: Path) -> None:
    first = GOLD.events[0]
    assert run("explain", saved, "-e", first.id[:7]).stdout.startswith(f"◆ SANCTION withdraw  {first.id}\n")


def test_explain_without_an_event_explains_all(run: Run, saved: Path) -> None:
    assert run("explain", saved).stdout.count("· gold annotation") == len(GOLD.events)


def test_explain_says_if_there_is_no_such_event(run: Run, saved: Path) -> None:
    result = run("explain", saved, "--event", "nope")
    assert (result.exit_code, result.stderr) == (2, f"dragoman: {saved}: no event nope\n")


def test_eval_gives_the_figures_of_the_scorer(run: Run, tmp_path: Path) -> None:
    for name in ("dev-01", "dev-02"):
        (tmp_path / f"{name}.json").write_bytes((DEV / f"{name}.json").read_bytes())
    documents = [json.loads((DEV / f"{name}.json").read_text("utf-8")) for name in ("dev-01", "dev-02")]
    expected = score([(document, gold_report(document["article"]["id"]).to_dict()) for document in documents])
    result = run("eval", tmp_path, "--json")
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout) == expected
    assert "events full     P 1.000" in run("eval", tmp_path).stdout


def test_eval_of_a_folder_without_gold_articles_is_an_error(run: Run, tmp_path: Path) -> None:
    result = run("eval", tmp_path)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"dragoman: {tmp_path}: no gold articles")


def test_eval_of_a_file_that_is_no_gold_article_is_an_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    assert run("eval", tmp_path).exit_code == 2


def test_ontology_lists_all_types(run: Run) -> None:
    told = run("ontology").stdout
    assert all(kind in told for kind in ("AGREE", "ACCUSE", "ASSAULT", "material conflict"))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("sanction", "cuts relations, trade or aid; punishes"),
        ("0871", "0871 in CAMEO: RETREAT · ceasefire · military"),
        ("KOS", "KOS as a party: Kosovo"),
        ("LEG", "LEG as a sector: legislature"),
    ],
)
def test_ontology_tells_what_a_code_means(name: str, told: str, run: Run) -> None:
    assert told in run("ontology", name).stdout


def test_ontology_says_if_a_code_means_nothing(run: Run) -> None:
    result = run("ontology", "smile")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "dragoman: smile: no event type, CAMEO code, party code or sector\n"


def test_version(run: Run) -> None:
    assert run("--version").stdout.startswith("dragoman 0.")


def test_the_whole_chain_reads_a_real_file(tmp_path: Path) -> None:
    """The only test here with the true reader: a file, read, saved, and explained."""
    from typer.testing import CliRunner

    from dragoman.cli import app

    source, out = tmp_path / "news.txt", tmp_path / "news.json"
    source.write_text(
        "Title: Harbour row\nPublished: 2023-03-16\n\n"
        "Kenya on Thursday condemned Uganda for seizing its boats.\n",
        encoding="utf-8",
    )
    runner = CliRunner()
    result = runner.invoke(app, ["read", str(source), "--out", str(out)])
    assert result.exit_code == 0, result.stderr
    report = Report.from_json(out.read_text(encoding="utf-8"))
    assert (report.article.title, report.article.published) == ("Harbour row", "2023-03-16")
    accusal = next(event for event in report.events if event.type == "ACCUSE")
    assert (accusal.actor[0].code, accusal.recipient[0].code) == ("KEN", "UGA")
    told = runner.invoke(app, ["explain", str(out), "--event", accusal.id]).stdout
    assert told.startswith("◆ ACCUSE")
