"""`dragoman read`: sources in, reports out, and what it says when something is wrong."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

import dragoman
from dragoman.reading.reader import ReadingError
from dragoman.records import Report
from gold.reports import gold_report

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Run

GOLD = gold_report("dev-01")
OTHER = gold_report("dev-02")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A JSONL table of two articles with ids of their own."""
    file = tmp_path / "articles.jsonl"
    lines = [
        {"id": "wire-1", "title": "One", "text": GOLD.article.text},
        {"id": "wire-2", "title": "Two", "text": OTHER.article.text},
    ]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return file


def test_text_is_what_a_terminal_gets(run: Run, kenya: Path) -> None:
    result = run("read", kenya, "--title", "Kenya recalls envoy", "--published", "2023-03-16")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("Kenya recalls envoy\n16 March 2023 · 221 words")
    assert "Kenya on Thursday [recalled] its ambassador" in result.stdout
    assert "\x1b" not in result.stdout
    assert result.stderr == ""


def test_json_is_the_report(run: Run, kenya: Path) -> None:
    result = run("read", kenya, "-f", "json", "--publisher", "Meridian Wire", "--published", "2023-03-16")
    report = Report.from_json(result.stdout)
    assert report.events == GOLD.events
    assert (report.article.publisher, report.article.published) == ("Meridian Wire", "2023-03-16")


def test_several_sources_as_json_are_one_list(run: Run, kenya: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(OTHER.article.text, encoding="utf-8")
    reports = json.loads(run("read", kenya, other, "--format", "json").stdout)
    assert [len(report["events"]) for report in reports] == [len(GOLD.events), len(OTHER.events)]


def test_a_table_of_articles_gives_a_table_of_reports_with_the_same_ids(run: Run, table: Path) -> None:
    result = run("read", table)
    reports = [Report.from_json(line) for line in result.stdout.splitlines()]
    assert [report.article.id for report in reports] == ["wire-1", "wire-2"]
    assert [report.events for report in reports] == [GOLD.events, OTHER.events]


def test_what_the_user_says_wins_and_an_id_of_the_source_stays(run: Run, table: Path) -> None:
    lines = run("read", table, "--publisher", "The Desk").stdout.splitlines()
    assert [json.loads(line)["article"]["publisher"] for line in lines] == ["The Desk"] * 2
    assert [json.loads(line)["article"]["id"] for line in lines] == ["wire-1", "wire-2"]


def test_csv_has_a_row_for_each_event(run: Run, kenya: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("read", kenya, "-f", "csv").stdout)))
    assert len(rows) == len(GOLD.events)
    first = rows[0]
    assert (first["type"], first["actor_code"], first["recipient_code"]) == ("SANCTION", "KEN", "UGA")
    assert (first["status"], first["voice"], first["date"]) == ("actual", "", "2023-03-16")
    beaten = next(row for row in rows if row["trigger"] == "beaten")
    assert (beaten["status"], beaten["factuality"], beaten["voice"]) == ("negated", "-3.0", "Denis Okwir")


def test_html_is_a_page(run: Run, kenya: Path) -> None:
    page = run("read", kenya, "-f", "html").stdout
    assert page.startswith("<!doctype html>")
    assert "recalled" in page


def test_a_folder_gets_a_file_for_each_article(run: Run, table: Path, tmp_path: Path) -> None:
    result = run("read", table, "--format", "html", "--out", tmp_path / "pages")
    assert (result.exit_code, result.stdout) == (0, "")
    assert sorted(path.name for path in (tmp_path / "pages").iterdir()) == ["wire-1.html", "wire-2.html"]


@pytest.mark.parametrize("name", ["out.json", "out.jsonl", "out.html", "out.csv", "out.txt"])
def test_the_name_of_the_output_says_its_format(name: str, run: Run, kenya: Path, tmp_path: Path) -> None:
    out = tmp_path / "deep" / name
    assert run("read", kenya, "--out", out).exit_code == 0
    begins = {"out.html": "<!doctype html>", "out.csv": "article,", "out.txt": "(no title)"}
    text = out.read_text(encoding="utf-8")
    assert text.startswith(begins.get(name, "{"))
    assert [path.name for path in out.parent.iterdir()] == [name]


def test_several_articles_do_not_fit_on_one_page(run: Run, table: Path, tmp_path: Path) -> None:
    result = run("read", table, "--out", tmp_path / "all.html")
    assert result.exit_code == 2
    assert result.stderr.strip().endswith("a page holds one article: name a folder with --out for several")
    assert not (tmp_path / "all.html").exists()


def test_a_file_that_is_not_there_is_one_line_and_exit_code_2(run: Run, tmp_path: Path) -> None:
    result = run("read", tmp_path / "none.txt")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"dragoman: {tmp_path / 'none.txt'}: ")
    assert result.stderr.count("\n") == 1


def test_one_bad_source_does_not_keep_the_others_from_being_read(
    run: Run, kenya: Path, tmp_path: Path
) -> None:
    result = run("read", tmp_path / "none.txt", kenya, "-f", "jsonl")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert result.stderr.startswith(f"dragoman: {tmp_path / 'none.txt'}: ")


def test_one_bad_article_does_not_keep_the_others_from_being_read(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    texts = [GOLD.article.text, "unreadable\nat all", "makes it crash", OTHER.article.text]
    lines = [json.dumps({"id": f"n{number}", "text": text}) for number, text in enumerate(texts)]
    file.write_text("\n".join(lines), encoding="utf-8")
    result = run("read", file)
    assert result.exit_code == 1
    assert [json.loads(line)["article"]["id"] for line in result.stdout.splitlines()] == ["n0", "n3"]
    assert result.stderr.splitlines() == [
        f"dragoman: {file} (n1): too long for an article",
        f"dragoman: {file} (n2): cannot be read: RuntimeError: a fault of ours",
    ]


def test_a_date_that_is_none_is_refused_before_anything_is_read(run: Run, kenya: Path) -> None:
    result = run("read", kenya, "--published", "yesterday")
    assert result.exit_code == 2
    assert result.stderr == "dragoman: --published: 'yesterday' is no date; write it as YYYY-MM-DD\n"


def test_a_date_may_be_written_as_people_write_it(run: Run, kenya: Path) -> None:
    report = json.loads(run("read", kenya, "-f", "json", "--published", "16 March 2023").stdout)
    assert report["article"]["published"] == "2023-03-16"


def test_an_id_that_is_no_file_name_becomes_one(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_text(json.dumps({"id": "../../etc/passwd", "text": "Nothing."}) + "\n", encoding="utf-8")
    assert run("read", file, "--format", "json", "--out", tmp_path / "out").exit_code == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["etc_passwd.json"]


def test_a_reader_that_cannot_be_loaded_is_one_line(
    run: Run, kenya: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise ReadingError("spaCy model 'en_core_web_trf' is not installed")

    monkeypatch.setattr(dragoman, "load", missing)
    result = run("read", kenya)
    assert (result.exit_code, result.stdout) == (2, "")
    cause = "the reader cannot be loaded: spaCy model 'en_core_web_trf' is not installed"
    assert result.stderr == f"dragoman: {cause}\n"


def test_help_is_quick_and_loads_no_model() -> None:
    program = "import sys, dragoman.cli; assert not {'spacy', 'jinja2', 'rich.table'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True)
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "dragoman.cli", "--help"], check=True, capture_output=True, text=True
    )
    assert time.perf_counter() - start < 3
    for command in ("read", "explain", "eval", "ontology"):
        assert command in done.stdout


def test_a_reader_that_closes_the_pipe_early_gets_no_traceback(tmp_path: Path) -> None:
    program = (
        "from dragoman.cli import main; import sys; sys.argv = ['dragoman', 'ontology', 'ASSAULT']; main()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    error = process.stderr.read().decode()
    process.wait(timeout=20)
    process.stderr.close()
    assert "Traceback" not in error
