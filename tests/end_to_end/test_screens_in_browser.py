"""The screens as people see them: a real server, a real Chromium, a desktop and a phone."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from axe_playwright_python.sync_playwright import Axe
from demo_runs import PublishedHome
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from dashboards.frame import ScreenName
from dashboards.words import LANGUAGES, load_words

REPOSITORY = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
SCREENS = get_args(ScreenName)
DESKTOP, PHONE = 1366, 390
FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not Path(CHROMIUM).exists(), reason="no Chromium here: the screens are not opened in one"
    ),
]


@pytest.fixture(scope="module")
def address(published_home: PublishedHome) -> Iterator[str]:
    """A Streamlit server of the demo company's release."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "LEDGERHOUSE_PUBLISHED": str(published_home.home / "published")}
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            "dashboards/server.py",
            "--server.port",
            str(port),
        ],
        cwd=REPOSITORY,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_until_healthy(server, f"{url}/health")
        yield url
    finally:
        server.terminate()
        server.wait(10)


def _wait_until_healthy(server: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server ended by itself"
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310  (our own loopback server)
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"{url} did not answer within a minute")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module", params=[DESKTOP, PHONE])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": request.param, "height": 900})
    yield opened
    opened.close()


def open_screen(page: Page, address: str, screen: str, language: str) -> None:
    path = "" if screen == "overview" else screen
    page.goto(f"{address}/{path}?lang={LANGUAGES[language]}")
    title = load_words(language)(f"{screen}.title")
    expect(page.locator(".lh-head h1")).to_have_text(title, timeout=30_000)
    expect(page.locator(".lh-badge")).to_be_visible()
    # The export stands in the frame once the whole screen is drawn.
    export = page.get_by_role("button", name=load_words(language)("frame.export.workbook"))
    expect(export).to_be_visible(timeout=30_000)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_fits_and_can_be_read(
    screen: str, language: str, page: Page, address: str
) -> None:
    open_screen(page, address, screen, language)
    assert page.locator('[data-testid="stException"]').count() == 0
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("box => box.scrollWidth <= box.clientWidth"), "the page scrolls sideways"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    # One language a width is enough: markup and colours are the same in both.
    width = page.viewport_size["width"] if page.viewport_size else 0
    if (width == DESKTOP) == (language == "en"):
        page.locator('[data-testid="stVegaLiteChart"]').last.wait_for(
            state="attached", timeout=15_000
        ) if page.locator('[data-testid="stVegaLiteChart"]').count() else None
        found = Axe().run(page).response["violations"]
        grave = [
            (violation["id"], violation["nodes"][0]["html"][:200])
            for violation in found
            if violation["impact"] in {"serious", "critical"}
        ]
        assert grave == []


def test_a_change_of_language_keeps_the_view(browser: Browser, address: str) -> None:
    english, chinese = load_words("en"), load_words("zh")
    page = browser.new_page(viewport={"width": DESKTOP, "height": 900})
    view = english("filters.views.ytd")
    page.goto(f"{address}/profit_and_loss?entity=LH-EU&view={view}")
    expect(page.locator(".lh-head h1")).to_have_text(english("profit_and_loss.title"))
    page.get_by_text(LANGUAGES["zh"], exact=True).click()
    expect(page.locator(".lh-head h1")).to_have_text(chinese("profit_and_loss.title"))
    expect(page.locator(".lh-head p")).to_contain_text("本年累计")
    page.wait_for_url("**entity=LH-EU**")
    again = browser.new_page(viewport={"width": DESKTOP, "height": 900})
    again.goto(page.url)
    expect(again.locator(".lh-head h1")).to_have_text(chinese("profit_and_loss.title"))
    expect(again.locator(".lh-head p")).to_have_text(page.locator(".lh-head p").inner_text())
    again.close()
    page.close()


def test_a_card_leads_to_its_screen_and_keeps_the_choice(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": DESKTOP, "height": 900})
    page.goto(f"{address}/?entity=LH-US")
    card = page.locator(".st-key-card_cash")
    card.get_by_role("link").click()
    expect(page.locator(".lh-head h1")).to_have_text(load_words("en")("balance_sheet.title"))
    expect(page.locator(".lh-head p")).to_contain_text("Ledgerhouse Demo Inc.")
    page.wait_for_url("**/balance_sheet?entity=LH-US")
    page.close()


def test_a_reader_faster_than_the_filters_keeps_the_choice(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": DESKTOP, "height": 900})
    filters_to_come: list[Route] = []

    def hold(script: Route) -> None:
        filters_to_come.append(script)

    page.route("**/Selectbox*.js", hold)
    page.goto(f"{address}/?entity=LH-US")
    page.locator(".st-key-card_cash").get_by_role("link").click()
    expect(page.locator(".lh-head h1")).to_have_text(load_words("en")("balance_sheet.title"))
    assert filters_to_come
    for script in filters_to_come:
        script.continue_()
    page.wait_for_url("**/balance_sheet?entity=LH-US")
    expect(page.locator(".lh-head p")).to_contain_text("Ledgerhouse Demo Inc.")
    page.close()
