"""A person at a screen: the reading room served on this machine, visited with Debian's Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from samples.screenshots import opened as room_opened
from web.conftest import ARGUMENTS, CHROMIUM
from web.year import year_store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
Visit = Callable[..., "Page"]


@pytest.fixture(scope="session")
def year(request: pytest.FixtureRequest) -> Path:
    """The store of the year that never was."""
    return year_store(lambda: request.getfixturevalue("reader"))


@pytest.fixture(scope="session")
def base(year: Path) -> Iterator[str]:
    """The address of a room over that store."""
    address, server = room_opened(year)
    yield address
    server.should_exit = True


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Visit]:
    """Goes to a page; at the end no page may have complained or asked another host for anything."""
    contexts = []
    complaints: list[str] = []

    def visiting(path: str, room: str = base, **options: Any) -> Page:
        # Without motion: what is looked at in the middle of a transition has colours of neither state.
        quiet = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}
        context = browser.new_context(**{**quiet, **options})
        contexts.append(context)
        page = context.new_page()

        def hears(message: Any) -> None:
            # Vega-Lite warns of what it resolves by itself; errors are another matter.
            known = ("status of 4", "Response Status Error Code 4")
            if message.type == "error" and not any(part in message.text for part in known):
                complaints.append(f"console: {message.text}")

        page.on("console", hears)
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on(
            "request",
            lambda asked: (
                None if asked.url.startswith((room, "data:")) else complaints.append(f"request: {asked.url}")
            ),
        )
        page.goto(room + path)
        return page

    yield visiting
    for context in contexts:
        context.close()
    assert complaints == []
