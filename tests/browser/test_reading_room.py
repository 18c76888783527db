"""The reading room as a person walks it: every page, with pointer and keyboard, with and without a script."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from dragoman.store import Store
from samples.screenshots import opened as room_opened
from samples.screenshots import pages
from tests.browser.conftest import AXE

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import Visit

NAMES = (
    "front chronology dyad party parties article occurrence event map network search quotes obligations read"
    " versions reviews docs empty missing"
).split()


@pytest.fixture(scope="module")
def addresses(year: Path) -> dict[str, str]:
    return pages(Store(year))


def drawn(page: Page) -> None:
    """Wait until the charts are there."""
    for figure in page.locator("[data-chart]").all():
        figure.locator("svg").first.wait_for()


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_serious_and_nothing_runs_out_of_a_phone(
    name: str, addresses: dict[str, str], visit: Visit
) -> None:
    page = visit(addresses[name])
    drawn(page)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.evaluate(AXE.read_text("utf-8"))
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        bad = [
            f"{one['id']}: {one['nodes'][0]['html'][:200]} {one['nodes'][0]['failureSummary'][:300]}"
            for one in found["violations"]
            if one["impact"] in ("serious", "critical")
        ]
        assert bad == [], scheme
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_from_the_front_page_to_the_word_of_the_text(visit: Visit) -> None:
    page = visit("/")
    assert page.locator("h1").inner_text() == "22 December 2024"
    page.get_by_role("link", name="Chronology", exact=True).click()
    page.get_by_label("Party", exact=True).fill("Ecuador")
    page.get_by_label("Type").select_option("ASSAULT")
    page.wait_for_url("**/chronology?**type=ASSAULT*")
    assert "party=Ecuador" in page.url
    assert "actor=" not in page.url
    page.locator(".act .type", has_text="ASSAULT").first.wait_for()
    assert set(page.locator(".act .type").all_inner_texts()) == {"ASSAULT"}
    assert "found" in page.locator("#live").inner_text()
    trigger = page.locator(".act mark").first.inner_text()
    page.locator(".act").first.get_by_role("link", name="article").click()
    page.wait_for_url("**/article/**")
    target = page.url.partition("#")[2]
    assert trigger in page.locator(f"[id='{target}'] summary").inner_text()


def test_filters_live_in_the_address_and_the_back_button_undoes_them(visit: Visit) -> None:
    page = visit("/chronology?type=SANCTION&status=actual")
    assert page.get_by_label("Type").input_value() == "SANCTION"
    assert page.locator("[name=status][value=actual]").is_checked()
    page.get_by_label("Type").select_option("AID")
    page.wait_for_url("**type=AID**")
    page.go_back()
    page.wait_for_url("**type=SANCTION**")
    page.locator(".act .type", has_text="SANCTION").first.wait_for()
    assert page.get_by_label("Type").input_value() == "SANCTION"


def test_a_filter_that_cannot_be_is_told_where_the_acts_were(visit: Visit) -> None:
    page = visit("/chronology")
    page.get_by_label("From").fill("banana")
    page.get_by_label("From").press("Tab")
    page.evaluate("document.querySelector('.bar').noValidate = true")
    page.get_by_role("button", name="Show").click()
    page.locator(".fault, .problem").first.wait_for()
    assert "no date" in page.locator("main").inner_text()


def test_without_a_script_everything_reads_and_filters(visit: Visit) -> None:
    page = visit("/chronology", java_script_enabled=False)
    page.locator("input[name=party]").first.fill("Brazil")
    page.get_by_role("button", name="Show").click()
    assert "party=Brazil" in page.url
    assert page.locator(".act").count() > 3
    page.goto(page.url.partition("/chronology")[0] + "/dyad/ECU/PER")
    picture = page.locator(".chart img")
    assert picture.is_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth") > 300


def test_the_chart_is_drawn_in_the_page_and_again_when_the_screen_turns_dark(visit: Visit) -> None:
    page = visit("/dyad/ECU/PER")
    drawn(page)
    figure = page.locator("[data-chart]")
    page.wait_for_selector("[data-drawn$=light]")
    page.emulate_media(color_scheme="dark")
    page.wait_for_selector("[data-drawn$=dark]")
    assert figure.locator("svg path").count() > 5


def test_reviewing_with_the_keyboard_alone(year: Path, tmp_path: Path, visit: Visit) -> None:
    copy = shutil.copytree(year, tmp_path / "year")
    address, server = room_opened(copy)
    try:
        event = (
            Store(copy)
            .sql("SELECT id FROM events WHERE type = 'THREATEN' ORDER BY id LIMIT 1")
            .rows()[0]["id"]
        )
        page = visit(f"/event/{event}", room=address)
        assert not page.locator(".correct-fields").is_visible()
        page.locator("[name=verdict]").first.focus()
        page.keyboard.press("ArrowRight")
        assert page.locator("[value=correct]").is_checked()
        assert page.locator(".correct-fields").is_visible()
        page.get_by_label("Type").select_option("REQUEST")
        page.get_by_label("Your name").fill("Ana Reviewer")
        page.keyboard.press("Enter")
        page.locator("h1 .was").wait_for()
        assert page.locator("h1 .type").inner_text() == "REQUEST"
        assert page.locator("h1 .was").inner_text() == "THREATEN"
        assert "corrected by Ana Reviewer" in page.locator("header .verdict").inner_text()
    finally:
        server.should_exit = True


def test_the_first_tab_skips_to_the_content_and_a_slash_goes_to_the_search(visit: Visit) -> None:
    page = visit("/chronology")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.locator("#main").evaluate("main => document.activeElement === main")
    page.keyboard.press("/")
    page.keyboard.type("ceasefire")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=ceasefire")
    assert page.locator("mark").first.inner_text().lower() == "ceasefire"


def test_an_article_is_read_on_the_spot(visit: Visit, base: str) -> None:
    page = visit("/read")
    page.get_by_label("Text", exact=True).fill("Kenya on Thursday recalled its ambassador from Uganda.")
    page.get_by_label("Published").fill("2023-03-16")
    page.get_by_role("button", name="Read it").click(timeout=60_000)
    page.locator(".card .what b").first.wait_for(timeout=60_000)
    assert page.locator(".card .what b").first.inner_text() == "SANCTION"


def test_on_paper_there_is_the_text_and_no_form(visit: Visit) -> None:
    page = visit("/chronology")
    page.emulate_media(media="print")
    assert not page.locator(".bar").is_visible()
    assert not page.locator(".nav").is_visible()
    assert page.locator(".act").first.is_visible()


def test_an_earlier_version_is_walked_as_such(visit: Visit) -> None:
    page: Any = visit("/?as_of=2")
    assert "as it was at 2" in page.locator(".past").inner_text()
    page.get_by_role("link", name="Parties").click()
    assert page.url.endswith("as_of=2")
    page.get_by_role("link", name="Show it as it is now").click()
    assert page.locator(".past").count() == 0
