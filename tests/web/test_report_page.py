"""The page in a browser: cards light their spans, filters filter, and it can be read anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dragoman.web.page import render_fragment
from gold.reports import gold_report

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.web.conftest import Open

KENYA = gold_report("dev-01")
PAMPHLET = gold_report("dev-08")


def texts(locator: Locator) -> list[str]:
    return [text.strip() for text in locator.all_inner_texts()]


def card(page: Page, trigger: str) -> Locator:
    """The card of the event with this trigger."""
    event = next(event for event in KENYA.events if event.trigger.text == trigger)
    return page.locator(f"#{event.id}")


def test_hovering_a_card_lights_its_trigger_and_parties(opened: Open) -> None:
    page = opened(KENYA)
    card(page, "recalled").hover()
    assert texts(page.locator(".lit-trigger")) == ["recalled"]
    assert texts(page.locator(".lit-actor")) == ["Kenya"]
    assert texts(page.locator(".lit-recipient")) == ["Kampala"]
    page.locator("h1").hover()
    assert page.locator(".lit-trigger").count() == 0


def test_the_keyboard_does_what_the_pointer_does(opened: Open) -> None:
    page = opened(KENYA)
    card(page, "recalled").focus()
    assert texts(page.locator(".lit-trigger")) == ["recalled"]
    page.keyboard.press("ArrowDown")
    assert texts(page.locator(".lit-trigger")) == ["detained"]
    page.keyboard.press("Escape")
    assert page.locator(".lit-trigger").count() == 0


def test_every_card_can_be_reached_with_tab_and_shows_where_the_focus_is(opened: Open) -> None:
    page = opened(KENYA)
    page.locator("[name=status]").last.focus()
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert "card" in (focused.get_attribute("class") or "")
    assert focused.evaluate("card => getComputedStyle(card).outlineStyle") == "solid"


def test_hovering_a_trigger_in_the_text_lights_its_card(opened: Open) -> None:
    page = opened(KENYA)
    page.locator("a.trigger", has_text="apologised").hover()
    assert texts(page.locator(".card.lit b")) == ["CONCEDE"]


def test_a_trigger_in_the_text_leads_to_its_card_and_a_card_to_its_place_in_the_text(opened: Open) -> None:
    page = opened(PAMPHLET, reduced_motion="reduce")
    last = PAMPHLET.events[max(range(len(PAMPHLET.events)), key=lambda i: PAMPHLET.events[i].trigger.start)]
    trigger = page.locator(f'a.trigger[href="#{last.id}"]')
    trigger.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(100)
    at = page.locator(f"#{last.id}").bounding_box()
    assert at is not None
    assert 0 <= at["y"] < 900
    page.locator(".card").first.press("Enter")
    page.wait_for_timeout(100)
    box = page.locator("a.trigger").first.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 900


def test_hovering_quoted_words_lights_the_quote_and_all_of_its_parts(opened: Open) -> None:
    page = opened(KENYA)
    page.locator(".said", has_text="are being").hover()
    assert texts(page.locator(".card.quote.lit .speaker b")) == ["Denis Okwir"]
    assert "".join(page.locator(".lit-content").all_inner_texts()).startswith(
        "They are being questioned and will"
    )


def test_a_party_lights_all_its_mentions(opened: Open) -> None:
    page = opened(KENYA)
    page.locator(".person", has_text="Denis Okwir").hover()
    assert " ".join(texts(page.locator(".lit-mention"))) == "Denis Okwir he"


@pytest.mark.parametrize(
    ("field", "choice", "kept"),
    [
        ("type", "ASSAULT", lambda event: event.type == "ASSAULT"),
        ("voice", "Denis Okwir", lambda event: bool(event.voice) and event.voice[0].name == "Denis Okwir"),
        ("voice", "the publication’s own", lambda event: not event.voice),
        (
            "party",
            "Tanzania",
            lambda event: any(p.name == "Tanzania" for p in (*event.actor, *event.recipient)),
        ),
    ],
)
def test_filters_keep_what_fits(field: str, choice: str, kept: object, opened: Open) -> None:
    assert callable(kept)
    page = opened(KENYA)
    page.locator("[data-view=event]").click()
    page.locator(f"[name={field}]").select_option(label=choice)
    shown = {card.get_attribute("id") for card in page.locator(".card:visible").all()}
    assert shown == {event.id for event in KENYA.events if kept(event)}
    assert page.locator("output").inner_text() == f"{len(shown)} of 33 acts and quotes"


def test_what_is_filtered_out_is_no_longer_marked_in_the_text(opened: Open) -> None:
    page = opened(KENYA)
    page.locator("[name=status][value=actual]").uncheck()
    assert texts(page.locator("a.trigger:not(.off)")) == [
        "harmed",
        "beaten",
        "brought before the court",
        "received",
    ]
    page.locator("[type=reset]").click()
    page.wait_for_timeout(50)
    assert page.locator("a.trigger.off").count() == 0
    assert page.locator(".card:visible").count() == 33


def test_filters_that_fit_nothing_say_so(opened: Open) -> None:
    page = opened(KENYA)
    page.locator("[name=type]").select_option("AID")
    page.locator("[name=party]").select_option(label="Tanzania")
    assert page.locator(".card:visible").count() == 0
    assert page.locator(".nothing").is_visible()


def test_views_show_acts_quotes_or_parties(opened: Open) -> None:
    page = opened(KENYA)
    page.locator("[data-view=quote]").click()
    assert page.locator(".card:visible").count() == len(KENYA.quotes)
    page.locator("[data-view=party]").click()
    assert page.locator(".card:visible").count() == 0
    assert page.locator(".person:visible").count() == len(KENYA.parties)
    assert page.locator("[data-view=party]").get_attribute("aria-pressed") == "true"
    page.locator(
        "a.trigger", has_text="recalled"
    ).click()  # its card is out of view: everything is shown again
    assert page.locator("[data-view=all]").get_attribute("aria-pressed") == "true"
    assert card(page, "recalled").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(scheme: str, opened: Open) -> None:
    """Contrast of 4.5 or more (WCAG AA) for text, marks and cards in both colour schemes."""
    page = opened(PAMPHLET, color_scheme=scheme)
    worst = page.evaluate(
        """() => {
          const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
          const rgb = (colour) => {
            canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
            return [...canvas.getImageData(0, 0, 1, 1).data];
          };
          const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
            .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const ground = (element) => {
            for (let at = element; at; at = at.parentElement) {
              const colour = rgb(getComputedStyle(at).backgroundColor);
              if (colour[3] === 255) return colour;
            }
            return [255, 255, 255];
          };
          let worst = [99, ""];
          for (const element of document.querySelectorAll(".dragoman *")) {
            const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
            if (!own || !element.checkVisibility() || element.closest("option")) continue;
            const [a, b] = [light(rgb(getComputedStyle(element).color)), light(ground(element))];
            const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            if (contrast < worst[0]) worst = [contrast, element.className + element.textContent];
          }
          return worst;
        }"""
    )
    assert worst[0] >= 4.5, worst


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
def test_nothing_runs_out_of_the_window(width: int, opened: Open) -> None:
    page = opened(PAMPHLET, viewport={"width": width, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_the_cards_come_after_the_text(opened: Open) -> None:
    page = opened(KENYA, viewport={"width": 390, "height": 844})
    text, side = page.locator(".text").bounding_box(), page.locator(".side").bounding_box()
    assert text is not None
    assert side is not None
    assert side["y"] >= text["y"] + text["height"]
    size = page.locator(".text p").first.evaluate("p => parseFloat(getComputedStyle(p).fontSize)")
    assert size >= 16


def test_in_print_everything_is_there_but_the_filters(opened: Open) -> None:
    page = opened(KENYA)
    page.emulate_media(media="print")
    assert not page.locator(".filters").is_visible()
    assert page.locator(".card:visible").count() == 33
    side = page.locator(".side")
    assert side.evaluate("side => side.scrollHeight <= side.clientHeight + 1")


def test_the_page_reads_without_its_script(opened: Open) -> None:
    page = opened(KENYA, java_script_enabled=False)
    assert page.locator(".card:visible").count() == 33
    href = page.locator("a.trigger", has_text="recalled").get_attribute("href")
    assert href == f"#{KENYA.events[0].id}"


def test_a_notebooks_fragment_is_a_frame_of_its_own(opened: Open) -> None:
    page = opened(f"<!doctype html><title>notebook</title><p>before</p>{render_fragment(KENYA, height=500)}")
    frame = page.frame_locator("iframe")
    frame.locator(".card").first.hover()
    assert frame.locator(".lit-trigger").inner_text() == "recalled"
    assert page.locator("iframe").bounding_box()["height"] == 500  # type: ignore[index]
