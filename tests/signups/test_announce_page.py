"""The page that tells everybody a sentence: what it says before, what it asks again, and who may."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from board.db import session
from board.notices.models import Notice
from board.signups.models import Announcement, State
from tests.factories import count_rows, make_shift
from tests.signups.announced import TEXT, somebody, told

pytestmark = pytest.mark.dealt


@pytest.fixture
def shift(position):
    return make_shift(position=position, starts_in=timedelta(days=5))


# The page


def test_the_page_says_who_hears_it_and_sends_it(browser, editor, shift):
    somebody(shift)
    somebody(shift, State.waiting)
    browser.as_(editor)

    before = browser.get(f"/desk/shifts/{shift.id}/announce")
    after = browser.submit(button="发给大家", text=TEXT)

    assert before.has("告诉 1 个有名额的、1 个候补或等确认的", "急事，也发短信：一共 2 条")
    assert after.has("已告诉 2 个人", TEXT, "告诉了 2 人")


def test_a_near_shift_says_how_many_text_messages_go(browser, editor, position):
    shift = make_shift(position=position, starts_in=timedelta(hours=30))
    somebody(shift)
    browser.as_(editor)

    page = browser.get(f"/desk/positions/{position.number}/announce")

    assert page.has("1 条短信：48 小时内要来的")
    assert "急事，也发短信" not in page.text


def test_a_double_click_sends_once(browser, editor, shift):
    somebody(shift)
    browser.as_(editor)
    browser.get(f"/desk/shifts/{shift.id}/announce")
    form = {name: browser.page.value_of(name) for name in ("csrf_token", "once")} | {"text": TEXT}

    first = browser.post(f"/desk/shifts/{shift.id}/announce", form)
    browser.post(f"/desk/shifts/{shift.id}/announce", form)

    assert first.has("已告诉 1 个人")
    assert count_rows(Announcement) == 1
    assert len(told()) == 1


@pytest.mark.parametrize(("text", "words"), [("", "请写要告诉大家的话"), ("长" * 201, "最多 200 个字")])
def test_what_cannot_be_sent_is_asked_for_again(browser, editor, shift, text, words):
    somebody(shift)
    browser.as_(editor)

    browser.get(f"/desk/shifts/{shift.id}/announce")
    page = browser.submit(button="发给大家", text=text, status=422)

    assert page.has(words)
    assert count_rows(Announcement) == 0


def test_200_characters_fit_whole(browser, editor, shift):
    person = somebody(shift)
    browser.as_(editor)

    browser.get(f"/desk/shifts/{shift.id}/announce")
    browser.submit(button="发给大家", text="长" * 200)

    [notice] = session.scalars(select(Notice).where(Notice.person_id == person.id))
    assert notice.sentence.endswith("长" * 200)


def test_a_shift_without_people_offers_no_form(browser, editor, shift):
    page = browser.as_(editor).get(f"/desk/shifts/{shift.id}/announce")

    assert page.has("没有可以告诉的人")
    assert "发给大家" not in page.buttons


# Who may


def addresses(shift):
    return [f"/desk/shifts/{shift.id}/announce", f"/desk/positions/{shift.position.number}/announce"]


def test_to_another_community_it_does_not_exist(browser, outsider, shift):
    browser.as_(outsider)

    for path in addresses(shift):
        browser.get(path, status=404)
        browser.post(path, {"text": TEXT}, status=404)


def test_a_colleague_without_the_role_is_refused(browser, reviewer, shift):
    browser.as_(reviewer)

    for path in addresses(shift):
        browser.get(path, status=403)
        browser.post(path, {"text": TEXT}, status=403)


@pytest.mark.parametrize("path", ["/desk/shifts/99999/announce", "/desk/positions/2611-0000/announce"])
def test_what_does_not_exist_is_not_found(browser, editor, path):
    browser.as_(editor).get(path, status=404)


def test_it_is_read_and_posted_to_and_nothing_else(browser, editor, shift):
    browser.as_(editor)

    answer = browser.client.put(f"/desk/shifts/{shift.id}/announce", base_url="https://localhost")

    assert answer.status_code == 405
