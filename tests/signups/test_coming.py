"""One tap on a reminder: still coming, or not; and what the link says when all is over."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from board.audit.models import AuditRow
from board.db import session
from board.signups import editing, links, reminding, services
from board.signups.models import State
from tests.factories import (
    make_list,
    make_position,
    make_shift,
    make_signup,
)

pytestmark = pytest.mark.dealt


@pytest.fixture
def mine(community, resident):
    position = make_position(opportunity_list=make_list(area=community))
    return make_signup(shift=make_shift(position=position, starts_in=timedelta(hours=50)), person=resident)


def still_coming_rows():
    return list(session.scalars(select(AuditRow).where(AuditRow.action == reminding.SAID_SO)))


def test_signed_out_one_sees_the_shift_a_masked_name_and_two_buttons(browser, mine):
    page = browser.get(links.coming(mine.id))

    assert page.h1 == "还来吗？"
    assert page.has("林*的报名", "助老送餐", "李老师，028-82720000", "我会来", "不能去了")
    assert "林小满" not in page.text
    assert page.links["加入日历"] == f"{links.coming(mine.id)}/calendar.ics"


def test_saying_that_one_comes_is_written_down_once(browser, mine):
    address = links.coming(mine.id)

    first = browser.press("我会来", address)
    again = browser.post(address, {"answer": "coming"})

    assert first.has("好，到时见")
    assert again.text == first.text
    [row] = still_coming_rows()
    assert (row.object_id, row.actor_id, row.role) == (mine.id, None, "link")


def test_one_tap_gives_the_place_up(browser, mine):
    address = links.coming(mine.id)

    page = browser.press("不能去了", address)

    session.refresh(mine)
    assert mine.state == State.withdrawn
    assert page.has("这个报名已经撤下了", "看这个岗位")
    assert browser.post(address, {"answer": "gone"}).text == page.text


def test_after_the_deadline_a_reason_is_one_tap_too(browser, mine, clock_at):
    clock_at.move(hours=30)
    address = links.coming(mine.id)

    refused = browser.post(address, {"answer": "gone"}, status=422)
    browser.press("生病了", address)

    assert refused.has("已经过了自己取消的时间", "家里有事", "工作走不开")
    session.refresh(mine)
    assert (mine.state, mine.reason) == (State.withdrawn, "生病了")


def test_another_reason_can_be_written(browser, mine, clock_at):
    clock_at.move(hours=30)

    browser.get(links.coming(mine.id))
    browser.submit(button="不能去了", reason="孩子开家长会")

    session.refresh(mine)
    assert mine.reason == "孩子开家长会"


def test_whoever_only_waits_can_leave_the_line(browser, mine):
    waiting = make_signup(shift=mine.shift, state=State.waiting)

    page = browser.get(links.coming(waiting.id))
    browser.press("不等了", links.coming(waiting.id))

    assert page.h1 == "你的报名"
    assert "我会来" not in page.buttons
    session.refresh(waiting)
    assert waiting.state == State.withdrawn


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.withdrawn, "已经撤下了"),
        (State.removed, "社区撤下了这个名额：重复报名"),
        (State.rejected, "社区没有通过这个报名：重复报名"),
        (State.lapsed, "名额给了下一位"),
        (State.unplaced, "没排上"),
        (State.called_off, "取消了：重复报名"),
    ],
)
def test_what_is_over_says_what_became_of_it_and_where_to_go(browser, mine, state, words):
    ended = make_signup(shift=mine.shift, state=state, reason="重复报名")

    page = browser.get(links.coming(ended.id))

    assert page.has(words)
    assert page.links["看这个岗位"] == f"/positions/{mine.shift.position.number}"
    assert page.buttons == []


def test_after_the_start_it_says_whom_to_phone(browser, mine, clock_at):
    clock_at.move(hours=51)
    running = browser.get(links.coming(mine.id))
    clock_at.move(hours=2)
    over = browser.get(links.coming(mine.id))

    assert running.has("这一班已经开始了", "028-82720000")
    assert over.has("这一班已经结束了")


def test_a_cancelled_shift_says_so(browser, mine):
    editing.cancel_shift(mine.shift, reason="下雨")
    session.commit()

    assert browser.get(links.coming(mine.id)).has("取消了：下雨", "不用去了")


def test_whoever_lost_the_place_is_not_told_that_all_is_well(browser, mine):
    services.remove(mine, reason="重复报名")
    session.commit()

    page = browser.post(links.coming(mine.id), {"answer": "coming"}, status=422)

    assert page.has("这个名额已经不是你的了")
    assert still_coming_rows() == []


def test_looking_changes_nothing(browser, mine):
    browser.get(links.coming(mine.id))

    session.refresh(mine)
    assert mine.state == State.accepted
    assert still_coming_rows() == []


def test_the_page_is_kept_by_nobody(browser, mine):
    page = browser.get(links.coming(mine.id))

    assert page.headers["Cache-Control"] == "no-store"


def test_every_wrong_token_is_the_same_404(browser, mine):
    right = links.coming(mine.id)
    wrong = [right[:-1], right + "0", f"/r/{mine.id}", "/r/-", "/r/1-0", "/r/999999-" + right.partition("-")[2],
             links.coming(mine.id + 1), "/r/" + "9" * 40]  # fmt: skip

    for path in wrong:
        browser.get(path, status=404)
        browser.post(path, {"answer": "gone"}, status=404)

    session.refresh(mine)
    assert mine.state == State.accepted


def test_an_answer_that_is_none_is_asked_for_again(browser, mine):
    page = browser.post(links.coming(mine.id), {"answer": "maybe"}, status=422)

    assert page.has("请点“我会来”或者“不能去了”")
