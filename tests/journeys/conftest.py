"""Real browsers before a real server; every page that is looked at passes axe at both widths."""

import os
import re
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tests.conftest import IN_CI
from tests.serving import serving

PHONE, WIDE = (390, 844), (1280, 900)
SWITCHES = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
# `make screenshots` keeps what the journeys see; otherwise they only look.
KEPT = os.environ.get("SCREENSHOTS")


@pytest.fixture(scope="session")
def chromium():
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        says = "no Chromium: apt-get install chromium fonts-noto-cjk"
        pytest.fail(says) if IN_CI else pytest.skip(says)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(SWITCHES))
        yield browser
        browser.close()


@pytest.fixture
def site(engine, real_time):
    """The board in demo mode (so that text messages can be read), on this test's database."""
    with serving(engine.url, workers=1) as server:
        yield server


class Window:
    """One person's browser window on the site."""

    def __init__(self, chromium, site, token=None, size=PHONE):
        self.size = size
        self.context = chromium.new_context(viewport=_viewport(size), locale="zh-CN")
        if token:
            self.context.add_cookies([{"name": "signin", "value": token, "url": site.address}])
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.address = site.address
        self.clicks = 0  # since somebody set it to 0: what the person did with a finger or a mouse

    def go(self, path):
        answer = self.page.goto(self.address + path)
        assert answer.status < 400, f"{path}: {answer.status}"

    def press(self, words):
        """Press a button or follow a link with these words, and wait for the next page."""
        self.clicks += 1
        with self.page.expect_navigation():
            self.page.locator(
                f"button:has-text('{words}'):visible, a:has-text('{words}'):visible"
            ).first.click()

    def choose(self, name, file):
        """Choose a file of one's own for a field."""
        self.clicks += 1
        self.page.set_input_files(f"input[type=file][name={name}]", file)

    def fill(self, label, text):
        self.page.get_by_label(label, exact=True).fill(text)

    def read(self):
        return re.sub(r"\s+", " ", self.page.inner_text("body"))

    def look(self, name):
        """The page stands in both widths: nothing sticks out, axe finds nothing."""
        for width, height in (WIDE, PHONE):
            self.page.set_viewport_size(_viewport((width, height)))
            assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
                f"{name} at {width}"
            )
            # At the end of the page nothing lies under the bar that is fixed to the bottom.
            self.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
            found = Axe().run(self.page, options={"runOnly": RULES, "resultTypes": ["violations"]})
            assert found.violations_count == 0, f"{name} at {width}: {found.generate_report()}"
            if KEPT:
                self.page.evaluate("window.scrollTo(0, 0)")
                Path(KEPT).mkdir(parents=True, exist_ok=True)
                self.page.screenshot(path=f"{KEPT}/{name}-{width}.png", full_page=True)
        self.page.set_viewport_size(_viewport(self.size))


def _viewport(size):
    return {"width": size[0], "height": size[1]}


@pytest.fixture
def window(chromium, site):
    """Opens windows; all are closed at the end."""
    opened = []

    def open_window(token=None, size=PHONE):
        opened.append(Window(chromium, site, token, size))
        return opened[-1]

    yield open_window
    for one in opened:
        one.context.close()
