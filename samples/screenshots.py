"""Pictures of the reading room's pages for the documentation, over the year that never was.

    python -m samples.screenshots --store DIR [--only NAME] [--out docs/images] [--all]

`DIR` is a store made of `samples/year.jsonl`. Each page is drawn at 1280 and 390 pixels, light and dark; kept
are those of `KEPT`, with `--all` every one. Needs a Chromium and the package's `dev` extra.
"""

from __future__ import annotations

import argparse
import base64
import shutil
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.store import Store

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LARGEST = 150_000
TALLEST = 1800
WIDTHS = {"wide": (1280, 900), "phone": (390, 844)}
KEPT = {
    "front": ("wide-light", "wide-dark", "phone-light", "phone-dark"),
    "chronology": ("wide-light", "wide-dark", "phone-light", "phone-dark"),
    "dyad": ("wide-light", "wide-dark", "phone-light", "phone-dark"),
    "article": ("wide-light", "phone-dark"),
    "occurrence": ("wide-light",),
    "event": ("wide-light",),
    "party": ("wide-light",),
    "map": ("wide-dark",),
    "network": ("wide-light",),
    "obligations": ("wide-light",),
}


def pages(store: Store) -> dict[str, str]:
    """The address of each page by its name; articles and occurrences as the store has them."""
    told = store.sql(
        "SELECT occurrence, count(DISTINCT publisher) AS n,"
        " bool_or(contested) AND bool_or(NOT contested) AS ways FROM events"
        " WHERE occurrence IS NOT NULL AND status = 'actual'"
        " GROUP BY occurrence ORDER BY ways DESC, n DESC, occurrence LIMIT 1"
    ).rows()
    clash = store.sql(
        "SELECT article, id FROM events WHERE type = 'ASSAULT' AND publisher = 'Quito Tribune'"
        " AND status = 'actual' ORDER BY day, id LIMIT 1"
    ).rows()[0]
    occurrence = told[0]["occurrence"] if told else "o" + clash["id"]
    return {
        "front": "/",
        "chronology": "/chronology?party=Ecuador&since=2024-08&until=2024-10",
        "dyad": "/dyad/ECU/PER",
        "party": "/party/PER",
        "parties": "/parties",
        "article": f"/article/{clash['article']}",
        "occurrence": f"/occurrence/{occurrence}",
        "event": f"/event/{clash['id']}",
        "map": "/map",
        "network": "/network",
        "search": "/search?q=ceasefire",
        "quotes": "/search?q=bridge&in=quotes",
        "obligations": "/obligations?attacked=Estonia&by=Russia",
        "read": "/read",
        "versions": "/versions",
        "reviews": "/reviews",
        "docs": "/docs",
        "empty": "/chronology?party=Norway",
        "missing": "/nowhere",
    }


def opened(store: Path) -> tuple[str, Any]:
    """The reading room over a store on a free port of this machine: its address, and what stops it."""
    import uvicorn

    from dragoman.web.room import open_room
    from dragoman.web.settings import Settings

    server = uvicorn.Server(uvicorn.Config(open_room(Settings(str(store))), port=0, log_level="error"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    return f"http://127.0.0.1:{port}", server


def shot(browser: Browser, address: str, size: str, scheme: Any, file: Path, whole: bool) -> None:
    """One picture as WebP, as good as fits into `LARGEST` bytes: of the first screen, or the whole page."""
    width, height = WIDTHS[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, device_scale_factor=1
    )
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    if page.locator("[data-chart]").count():
        page.wait_for_selector("[data-drawn]")
    full = page.evaluate("document.documentElement.scrollHeight") if whole else height
    clip = {"x": 0, "y": 0, "width": width, "height": min(full, TALLEST), "scale": 1}
    devtools = context.new_cdp_session(page)
    for quality in (90, 80, 70, 55, 40):
        asked = {"format": "webp", "quality": quality, "captureBeyondViewport": True, "clip": clip}
        drawn = base64.b64decode(devtools.send("Page.captureScreenshot", asked)["data"])
        if len(drawn) <= LARGEST:
            break
    file.write_bytes(drawn)
    context.close()


def main() -> None:
    """Draw the pictures."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser()
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("docs/images"))
    parser.add_argument("--only")
    parser.add_argument("--all", action="store_true")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    base, server = opened(given.store)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        for name, path in pages(Store(given.store)).items():
            if given.only and name not in given.only.split(","):
                continue
            for size in WIDTHS:
                for scheme in ("light", "dark"):
                    if given.all or f"{size}-{scheme}" in KEPT.get(name, ()):
                        file = given.out / f"{name}-{size}-{scheme}.webp"
                        shot(browser, base + path, size, scheme, file, whole=given.all or size == "wide")
                        print(file)
        browser.close()
    server.should_exit = True


if __name__ == "__main__":
    main()
