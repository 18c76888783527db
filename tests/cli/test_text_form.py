"""The text form: made to be read in a terminal of any width."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.text import Text

from dragoman.cli.text_form import explanation, text_form
from dragoman.records import Article, Report
from gold.reports import gold_report

KENYA = gold_report("dev-01")
NAMES = [f"dev-{number:02}" for number in range(1, 13)]


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120])
@pytest.mark.parametrize("name", ["dev-01", "dev-08", "dev-12"])
def test_no_line_is_wider_than_the_terminal(name: str, width: int) -> None:
    report = gold_report(name)
    lines = (
        text_form(report, width=width).splitlines()
        + explanation(report, report.events[0], width=width).splitlines()
    )
    assert max(map(cell_len, lines)) <= width


def test_who_said_and_did_what() -> None:
    text = text_form(KENYA, width=100)
    assert "Kenya recalls envoy after Ugandan troops seize fishermen\nMeridian Wire · 16 March 2023" in text
    assert "◆ actual 19  → future 1  ◇ hypothetical 1  ✗ negated 2" in text
    assert "Kenya → Uganda\n  ◆ SANCTION withdraw  16 March 2023" in text
    assert "✗ ASSAULT beat  Ugandan army → Kenyan fishermen  negated  says Denis Okwir" in text
    assert "Kenya ↔ Uganda\n" in text
    assert "denied  the fishermen had been beaten" in text


def test_colour_only_where_it_is_wanted_and_the_same_words_either_way() -> None:
    plain, coloured = text_form(KENYA, colour=False), text_form(KENYA, colour=True)
    assert "\x1b" not in plain
    assert "\x1b[" in coloured
    without = Text.from_ansi(coloured).plain
    assert "Kenya on Thursday recalled its ambassador" in without
    assert "[recalled]" in plain  # brackets do what colour did


@pytest.mark.parametrize("name", NAMES)
def test_every_event_is_told_once_with_its_trigger(name: str) -> None:
    report = gold_report(name)
    text = text_form(report, width=120)
    assert all(event.id[:7] in text for event in report.events)
    assert all(
        f"[{' '.join(event.trigger.text.split())}]" in " ".join(text.split()) for event in report.events
    )


def test_a_text_cannot_drive_the_terminal() -> None:
    article = replace(KENYA.article, title="\x1b]0;owned\x07\x1b[2J [bold]title[/bold]")
    text = text_form(replace(KENYA, article=article))
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "[bold]title[/bold]" in text


def test_an_empty_report_is_a_heading_and_its_warning() -> None:
    text = text_form(Report(Article("", title="Blank"), warnings=("the text is empty",)))
    assert text.startswith("Blank\n0 words")
    assert text.endswith("! the text is empty\n")
