"""长辈版: a cookie, no row, and a way back."""

import pytest

from tests import factories

pytestmark = pytest.mark.dealt


def test_the_switch_makes_pages_larger_and_back_again(browser):
    factories.make_shift()

    larger = browser.get("/elder?on=1&next=/")
    plain = browser.get("/elder?on=0&next=/")

    assert "elder" in larger.tree.css_first("html").attributes["class"]
    assert "标准版" in larger.text
    assert "elder" not in (plain.tree.css_first("html").attributes["class"] or "")


def test_it_leads_back_to_where_one_was(browser):
    position = factories.make_position()

    page = browser.get(f"/elder?on=1&next=/positions/{position.number}")

    assert page.path == f"/positions/{position.number}"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_it_never_leads_off_the_site(browser, target):
    answer = browser.client.get(
        "/elder", query_string={"on": "1", "next": target}, base_url="https://localhost"
    )

    assert answer.headers["Location"] == "/"


def test_the_larger_pages_are_kept_apart_from_the_others(browser):
    shift = factories.make_shift()
    path = f"/positions/{shift.position.number}"

    plain = browser.client.get(path, base_url="https://localhost")
    browser.client.set_cookie("elder", "1", secure=True)
    larger = browser.client.get(path, base_url="https://localhost")

    assert plain.headers["ETag"] != larger.headers["ETag"]


def test_only_get_is_answered(browser):
    browser.post("/elder", status=405)
