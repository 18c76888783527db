"""A browser for the pages, the system's Chromium without a network to speak to; and the reading room."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from dragoman.web.page import render_page
from web.year import year_store

if TYPE_CHECKING:
    from pathlib import Path

    from fastapi.testclient import TestClient
    from playwright.sync_api import Browser, Page

    from dragoman.records import Report

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()

Open = Callable[..., "Page"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens a report (or HTML) in a page; at the end no page may have complained or asked for anything."""
    contexts = []
    complaints: list[str] = []

    def open_page(report: Report | str, **options: Any) -> Page:
        file = tmp_path / "report.html"
        file.write_text(report if isinstance(report, str) else render_page(report), encoding="utf-8")
        context = browser.new_context(
            **{"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **options}
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on(
            "request",
            lambda request: (
                None
                if request.url == file.as_uri() or request.url.startswith(("data:", "about:srcdoc"))
                else complaints.append(f"request: {request.url}")
            ),
        )
        page.goto(file.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def year(request: pytest.FixtureRequest) -> Path:
    """A store of the year that never was; nobody writes to it."""
    return year_store(lambda: request.getfixturevalue("reader"))


@pytest.fixture
def own_year(year: Path, tmp_path: Path) -> Path:
    """A copy of that store to write to."""
    return shutil.copytree(year, tmp_path / "year")


Enter = Callable[..., "TestClient"]


@pytest.fixture
def enter() -> Iterator[Enter]:
    """Enters a room as a browser on this machine would; `settings` are those of `Settings`."""
    from fastapi.testclient import TestClient

    from dragoman.web.room import open_room
    from dragoman.web.settings import Settings

    with ExitStack() as stack:

        def entered(store: Path, base_url: str = "http://127.0.0.1:8000", **settings: Any) -> TestClient:
            app = open_room(Settings(str(store), **settings))
            return stack.enter_context(
                TestClient(app, base_url=base_url, headers={"Accept": "text/html"}, follow_redirects=False)
            )

        yield entered


@pytest.fixture(scope="session")
def client(year: Path) -> Iterator[TestClient]:
    """A room of that year that all tests share."""
    from fastapi.testclient import TestClient

    from dragoman.web.room import open_room
    from dragoman.web.settings import Rate, Settings

    rates = dict.fromkeys(("any", "login", "read", "review"), Rate(10**6, 10**6))
    app = open_room(Settings(str(year), rates=rates))
    with TestClient(app, base_url="http://127.0.0.1:8000", headers={"Accept": "text/html"}) as made:
        yield made
