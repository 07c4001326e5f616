"""One row in full: everything it says, its times as they are read, its original beside it."""

import pytest

from board.db import session
from board.imports.models import UploadRow
from board.reading.lists import Asked
from tests.imports.seeding import answers_of, make_upload, read_row

pytestmark = pytest.mark.dealt


@pytest.fixture
def upload(community, editor):
    asked = Asked("quota", "G3", "若干", "没有写几个人。")
    return make_upload(community, editor, read_row(quota=None, asked=(asked,), guessed=("categories",)))


@pytest.fixture
def address(upload, browser, editor):
    browser.as_(editor)
    row = session.query(UploadRow).filter_by(upload_id=upload.id).one()
    return f"/desk/imports/rows/{row.id}"


def test_it_shows_the_row_its_questions_and_its_original(browser, address):
    page = browser.get(address)

    assert page.h1 == "第 1 行：周末电影放映员"
    assert page.value_of("shifts") == "2026年12月5日 09:00-11:00"
    assert page.has(
        "最多要几个人？",
        "原表 Sheet1 第 3 行 G 列写着 若干",
        "12月5日 周六 09:00–11:00",
        "原表 Sheet1 第 3 行",
    )


def test_the_pen_leads_there_and_keeps_what_was_typed(browser, upload, address):
    page = browser.submit(f"/desk/imports/{upload.id}", "改第 1 行", **{"r1-quota": "6"})

    assert page.path == address
    assert page.value_of("quota") == "6"


def test_what_was_changed_is_kept_and_a_guess_left_standing_is_certain(browser, upload, address):
    page = browser.submit(address, "存好", quota="6", shifts="12月6日 14:00-16:00", min_age="18")

    assert answers_of(upload) == {
        "categories": ["culture"],
        "min_age": 18,
        "quota": 6,
        "shifts": [{"start": "2026-12-06T14:00:00+08:00", "end": "2026-12-06T16:00:00+08:00"}],
    }
    assert page.has("第 1 行改好了。", "12月6日 周日", "1 行读准了")


def test_the_times_can_be_looked_at_before_they_are_kept(browser, upload, address):
    page = browser.submit(address, "看看读成哪几班", shifts="12月12日、13日 9:00-10:00")

    assert page.has("12月12日 周六、13日 周日", "09:00–10:00，2 班")
    assert answers_of(upload) == {}


def test_what_cannot_be_read_is_asked_again(browser, upload, address):
    page = browser.submit(address, "存好", 422, shifts="改天再说", title="放映员")

    assert page.value_of("title") == "放映员"
    assert page.value_of("shifts") == "改天再说"
    assert page.tree.css_first("#shifts-error").text(strip=True)
    assert answers_of(upload) == {}


def test_an_older_page_does_not_undo_what_another_clerk_mended(browser, upload, address):
    old = browser.get(address)
    browser.submit(address, "存好", categories=["sport"], quota="9")

    browser.page = old
    browser.submit(None, "存好", min_age="18")

    assert answers_of(upload) == {"categories": ["sport"], "quota": 9, "min_age": 18}


def test_only_the_editors_of_the_community_open_it(browser, outsider, reviewer, editor, address):
    browser.as_(outsider).get(address, 404)
    browser.as_(reviewer).get(address, 403)
    browser.as_(editor).get("/desk/imports/rows/987654321", 404)
