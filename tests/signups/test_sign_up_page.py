"""From the position's page to a place, as somebody on a phone goes."""

from datetime import timedelta

import pytest

from board.db import session
from board.signups import services
from board.signups.models import State
from board.signups.queries import on_shift
from tests.factories import PASSWORD, make_account, make_person, make_position, make_shift, make_signup

pytestmark = pytest.mark.dealt


@pytest.fixture
def somebody(community):
    return make_account(person=make_person(area=community)).person


def address(*shifts):
    chosen = "&".join(f"shift={shift.id}" for shift in shifts)
    return f"/positions/{shifts[0].position.number}/sign-up?{chosen}"


def test_three_screens_lead_to_a_place(browser, somebody):
    shift = make_shift()
    browser.as_(somebody)

    browser.get(f"/positions/{shift.position.number}")
    page = browser.get(address(shift))
    assert page.has("直接报上", "有什么风险", "谁能看到你的信息")
    page = browser.submit(agree="y")

    assert page.h1 == "报名成功"
    assert page.has("撤销报名")


def test_a_full_shift_says_which_place_in_line_before_and_after(browser, somebody):
    shift = make_shift(quota=1)
    make_signup(shift=shift)
    make_signup(shift=shift, state=State.waiting)
    browser.as_(somebody)

    before = browser.get(address(shift))
    after = browser.submit(agree="y")

    assert before.has("候补第 2 位")
    assert after.h1 == "已经排上候补"
    assert after.has("候补第 2 位")


def test_without_agreeing_nothing_is_signed_up_and_the_page_says_so(browser, somebody):
    shift = make_shift()
    browser.as_(somebody)

    browser.get(address(shift))
    page = browser.submit(status=422)

    assert page.has("请先勾选")
    session.refresh(shift)
    assert shift.taken == 0


def test_one_of_several_shifts_that_clashes_is_named_and_the_others_succeed(browser, somebody):
    position = make_position()
    first, second = make_shift(position=position), make_shift(position=position)
    browser.as_(somebody)

    browser.get(address(first, second))
    page = browser.submit(agree="y")

    assert page.has("1 个班次报上了，1 个没报上", "时间重叠")


def test_twelve_times_the_same_form_is_one_sign_up_and_equal_answers(browser, somebody):
    shift = make_shift()
    browser.as_(somebody)
    browser.get(address(shift))

    answers = {
        browser.post(address(shift), {"agree": "y"}, status=303, follow=False).headers["Location"]
        for _ in range(12)
    }

    assert len(answers) == 1
    session.refresh(shift)
    assert shift.taken == 1


def test_somebody_signed_out_signs_in_first_and_comes_back(browser):
    shift = make_shift()

    page = browser.get(address(shift))

    assert "next=" in page.path
    assert "%2Fsign-up%3Fshift%3D" in page.path


def test_a_shift_of_another_position_is_not_signed_up_for(browser, somebody):
    mine, other = make_shift(), make_shift()
    browser.as_(somebody)

    browser.post(f"/positions/{mine.position.number}/sign-up?shift={other.id}", {"agree": "y"})

    session.refresh(other)
    assert other.taken == 0


def test_unlisted_fields_change_nothing(browser, somebody):
    shift = make_shift()
    make_signup(shift=shift)
    browser.as_(somebody)
    browser.get(address(shift))

    browser.post(
        address(shift), {"agree": "y", "state": "accepted", "person_id": "1", "turn": "0", "place_no": "1"}
    )

    numbers = {s.person_id: s.place_no for s in shift_signups(shift)}
    assert numbers[somebody.id] == 2


def shift_signups(shift):
    session.expire_all()
    return on_shift(shift)


@pytest.mark.parametrize(
    "path", ["/positions/0000-0000/sign-up?shift=1", "/positions/0000-0000/signed-up?shift=1"]
)
def test_a_position_that_does_not_exist_is_not_found(browser, somebody, path):
    browser.as_(somebody)

    browser.get(path, status=404)


def test_a_draft_cannot_be_signed_up_for(browser, somebody):
    shift = make_shift(position=make_position(state="draft"))
    browser.as_(somebody)

    browser.get(address(shift), status=404)


def test_a_place_is_given_up_after_being_asked(browser, somebody):
    signup = make_signup(person=somebody)
    browser.as_(somebody)

    browser.get(f"/me/signups/{signup.id}/withdraw")
    page = browser.submit(button="撤销报名")

    assert page.h1 == "我的报名"
    assert page.has("已撤下")


def test_a_late_withdrawal_asks_for_a_reason_on_the_same_page(browser, somebody, clock_at):
    signup = make_signup(shift=make_shift(starts_in=timedelta(hours=30)), person=somebody)
    clock_at.move(hours=20)
    browser.as_(somebody)

    browser.get(f"/me/signups/{signup.id}/withdraw")
    refused = browser.submit(button="撤销报名", status=422)
    page = browser.submit(button="撤销报名", reason="孩子病了")

    assert refused.has("写一句为什么去不了")
    assert page.has("已撤下")


def test_somebody_elses_sign_up_is_not_found(browser, somebody):
    signup = make_signup()
    browser.as_(somebody)

    browser.get(f"/me/signups/{signup.id}/withdraw", status=404)
    browser.post(f"/me/signups/{signup.id}/withdraw", status=404)


def test_my_sign_ups_are_coming_waiting_and_past(browser, somebody, clock_at):
    make_signup(
        shift=make_shift(position=make_position(title="图书整理"), starts_in=timedelta(hours=3)),
        person=somebody,
    )
    make_signup(shift=make_shift(position=make_position(title="巡河护绿")), person=somebody)
    full = make_shift(position=make_position(title="电影放映"), quota=1)
    make_signup(shift=full)
    make_signup(shift=full, person=somebody, state=State.waiting)
    clock_at.move(hours=6)
    browser.as_(somebody)

    page = browser.get("/me/signups")

    assert page.has("要去的", "巡河护绿", "候补第 1 位", "电影放映", "过去的", "图书整理", "已结束")


def test_the_inbox_counts_what_is_new_until_it_was_read(browser, somebody):
    shift = make_shift(quota=1)
    holder = make_signup(shift=shift)
    make_signup(shift=shift, person=somebody, state=State.waiting)
    services.withdraw(holder, reason="")
    session.commit()
    browser.as_(somebody)

    unread = browser.get("/inbox")
    read = browser.press("都看过了")

    assert unread.has("1 条未读", "候补轮到你了")
    assert not read.has("条未读")


def test_an_account_closes_with_the_password_and_gives_up_what_is_ahead(browser, somebody):
    signup = make_signup(person=somebody)
    browser.as_(somebody)

    browser.get("/me/close")
    wrong = browser.submit(button="注销账号", status=422, password="不是这个密码")
    browser.get("/me/close")
    browser.submit(button="注销账号", password=PASSWORD)

    assert wrong.has("密码不对")
    session.refresh(signup)
    session.refresh(somebody)
    assert signup.state == State.withdrawn
    assert somebody.name == ""
    browser.get("/me/signups")
    assert browser.page.path.startswith("/sign-in")


def test_the_rule_for_giving_up_reads_the_same_before_and_while_signing_up(browser, somebody):
    shift = make_shift(position=make_position(withdraw_rule="at_start"))
    browser.as_(somebody)

    pages = [browser.get(f"/positions/{shift.position.number}"), browser.get(address(shift))]

    assert all(page.has("开始以前，自己就能取消", "名额会给候补的人") for page in pages)
