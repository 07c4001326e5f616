"""`make screens`: pictures of the main pages, of the demo data, into docs/screens/."""

import os
import shutil
import subprocess
import sys
import tempfile

from playwright.sync_api import Browser, Page, sync_playwright

from board.demo.people import PASSWORD
from tests.journeys.conftest import SWITCHES
from tests.serving import ROOT, serving

KEPT = ROOT / "docs" / "screens"
SHEETS = ROOT / "board" / "demo" / "data"
WIDTHS = {"1280": (1280, 900), "390": (390, 844)}
RESIDENT, EDITOR, REVIEWER, MANAGER = (f"1380000000{n}" for n in (1, 3, 4, 8))

WHOLE = {"position", "my-sign-ups"}  # others: what one screen shows
# What is photographed: name, whose page (None: signed out), and the way there: an address, then links to
# follow, or a sheet to upload.
PAGES = (
    ("board", None, "/"),
    ("board-elder", None, "/elder?on=1&next=/"),
    ("position", RESIDENT, "/ a:is(.ticket-name a)"),
    ("register", None, "/register"),
    ("my-sign-ups", RESIDENT, "/me/signups"),
    ("inbox", RESIDENT, "/inbox"),
    ("certificate", RESIDENT, "/me/certificates a:has-text('WJ-')"),
    ("verdict", RESIDENT, "/me/certificates a:has-text('WJ-') a:has-text('别人查到的是这样')"),
    ("verify", None, "/verify"),
    ("desk-certificates", EDITOR, "/desk/certificates"),
    ("desk", EDITOR, "/desk"),
    ("desk-lists", EDITOR, "/desk/lists"),
    ("roster", EDITOR, "/desk a:has-text('名册')"),
    ("code", EDITOR, "/desk a:has-text('名册') a:has-text('亮出签到码')"),
    ("decide", EDITOR, "/desk a:has-text('去决定')"),
    ("import", EDITOR, "/desk/imports/new upload:高山村公益岗位.xlsx"),
    ("copy", EDITOR, "/desk/lists a:has-text('12月') a:has-text('复制到下个月')"),
    ("report", EDITOR, "/desk/report"),
    ("review", REVIEWER, "/desk/review"),
    ("review-list", REVIEWER, "/desk/review a:has-text('去审核')"),
    ("hours", REVIEWER, "/desk/hours a:has-text('确认时长')"),
    ("my-hours", RESIDENT, "/me/hours"),
    ("areas", MANAGER, "/desk/areas"),
)


def main() -> None:
    """Every picture anew; nothing else in the folder is left."""
    shutil.rmtree(KEPT, ignore_errors=True)
    KEPT.mkdir(parents=True)
    url = f"sqlite:///{tempfile.mkdtemp(prefix='board-screens-')}/board.sqlite"
    for command in ("upgrade", "load-areas", "demo"):
        told = os.environ | {"DEMO": "1", "DATABASE_URL": url}
        subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", command], cwd=ROOT, env=told, check=True
        )
    with serving(url, workers=1) as server, sync_playwright() as playwright:
        found = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=found, args=list(SWITCHES))
        for name, who, where in PAGES:
            for width, (across, down) in WIDTHS.items():
                context = browser.new_context(viewport={"width": across, "height": down}, locale="zh-CN")
                page = context.new_page()
                _reach(page, server.address, who, where)
                page.screenshot(path=KEPT / f"{name}-{width}.png", full_page=name in WHOLE)
                context.close()
        _poster(browser.new_page(), server.address)
        _certificate(browser, server.address)
        browser.close()


def _poster(page: Page, address: str) -> None:
    """The picture that a community puts into a chat group, as the board makes it."""
    page.goto(f"{address}/")
    page.locator(".ticket-name a").first.click()
    page.locator("a[href^='/lists/']").first.click()
    number = page.url.partition("/lists/")[2]
    (KEPT / "poster.png").write_bytes(page.request.get(f"{address}/lists/{number}/poster.png").body())


def _certificate(browser: Browser, address: str) -> None:
    """The resident's certificate as paper."""
    page = browser.new_page()
    _reach(page, address, RESIDENT, "/me/certificates a:has-text('WJ-')")
    paper = page.request.get(address + str(page.locator("a:has-text('下载证明')").get_attribute("href")))
    (KEPT / "certificate.png").write_bytes(_picture_of(paper.body()))


def _picture_of(pdf: bytes) -> bytes:
    """Its first page; needs pdftoppm (Debian: poppler-utils)."""
    command = ["pdftoppm", "-r", "80", "-png", "-singlefile", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout


def _reach(page: Page, address: str, who: str | None, where: str) -> None:
    if who:
        page.goto(f"{address}/sign-in")
        page.fill("input[name=mobile]", who)
        page.fill("input[name=password]", PASSWORD)
        with page.expect_navigation():
            page.locator("main form button:has-text('登录')").click()
    first, *links = where.split(" a:")
    first, _, sheet = first.partition(" upload:")
    page.goto(address + first)
    for link in links:
        with page.expect_navigation():
            page.locator(f"a:{link}").first.click()
    if sheet:
        page.set_input_files("input[type=file]", SHEETS / sheet)
        with page.expect_navigation():
            page.locator("button:has-text('读表')").click()


if __name__ == "__main__":
    main()
