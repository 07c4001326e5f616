"""The volunteer's own phone: once, in time, and what is kept for a second look."""

from datetime import timedelta

import pytest

from board import clock
from board.attendance.models import Review
from board.db import session
from board.signups.models import State
from tests.attendance.addresses import check_in as address
from tests.attendance.conftest import code_of
from tests.attendance.seen import every, kinds, standing
from tests.attendance.sending import send
from tests.factories import make_account, make_position, make_shift, make_signup
from tests.queries import counted


def test_the_scanned_code_leads_to_a_page_that_says_what_will_happen(browser, volunteer, shift):
    browser.as_(volunteer)

    page = browser.get(f"{address(shift)}?code={code_of(shift)}")

    assert page.has("助老送餐", "11月23日 周一 10:10–12:10", "清泉社区党群服务中心")
    assert page.value_of("code") == code_of(shift)
    assert "签到" in page.buttons
    assert every(shift) == []


def test_checking_in_and_out_are_two_presses(browser, volunteer, shift, clock_at):
    browser.as_(volunteer)

    browser.get(f"{address(shift)}?code={code_of(shift)}")
    came = browser.press("签到")
    clock_at.move(hours=2)
    browser.get(f"{address(shift)}?code={code_of(shift)}")
    went = browser.press("签退")

    assert came.h1 == "签到好了"
    assert went.has("签退好了", "10:00 到，12:00 走")
    rows = standing(shift)
    assert [(row.kind, row.how, row.review) for row in rows] == [
        ("arrived", "code", None),
        ("left", "code", None),
    ]
    assert len({row.browser_hash for row in rows}) == 1
    assert len(rows[0].browser_hash) == 64


def test_sent_twelve_times_it_happens_once_and_answers_alike(browser, volunteer, shift, clock_at):
    browser.as_(volunteer)
    code = code_of(shift)

    pages = [send(browser, shift, code=code) for _ in range(6)]
    clock_at.move(minutes=50)  # the digits are long over: what was done stays done
    pages += [send(browser, shift, code=code) for _ in range(6)]

    assert kinds(shift) == [(volunteer.id, "arrived")]
    assert len({page.text for page in pages}) == 1


def test_the_window_is_half_open_at_both_ends(browser, shift, clock_at):
    people = [make_account().person for _ in range(4)]
    for person in people:
        make_signup(shift=shift, person=person)
    moments = ((9, 39), (9, 40), (12, 39), (12, 40))

    for person, (hour, minute) in zip(people, moments, strict=True):
        clock_at.set_wall(clock.today(), hour, minute)
        send(browser.as_(person), shift)

    assert [row.review for row in standing(shift)] == [Review.early, None, None, Review.late]


def test_early_is_kept_and_the_person_is_told(browser, volunteer, shift, clock_at):
    clock_at.move(hours=-2)
    browser.as_(volunteer)

    page = send(browser, shift)

    assert page.has("签到好了", "早了", "社区看过以后才算数")


@pytest.mark.parametrize(("days", "words"), [(-2, "当天再签到"), (2, "签到已经关了")])
def test_another_day_is_refused_with_a_sentence(browser, volunteer, shift, clock_at, days, words):
    clock_at.move(days=days)
    browser.as_(volunteer)

    page = send(browser, shift, 422)

    assert page.has(words)
    assert every(shift) == []


def test_a_cancelled_shift_says_so(browser, volunteer, editor, shift):
    code = code_of(shift)
    browser.as_(editor)
    browser.get(f"/desk/shifts/{shift.id}/cancel")
    browser.submit(button="取消并告诉大家", reason="下雨")
    browser.as_(volunteer)

    page = browser.get(f"{address(shift)}?code={code}")
    send(browser, shift, 422, code=code)

    assert page.has("这一班取消了：下雨")
    assert every(shift) == []


def test_somebody_without_a_place_is_kept_for_a_second_look(browser, shift):
    stranger = make_account().person
    browser.as_(stranger)

    page = send(browser, shift)

    (row,) = standing(shift)
    assert (row.review, row.signup_id) == (Review.no_signup, None)
    assert page.has("没报名")


def test_beyond_the_quota_is_marked_as_such(browser, shift):
    small = make_shift(position=shift.position, quota=1, starts_in=timedelta(minutes=10))
    holder, waiting = make_account().person, make_account().person
    make_signup(shift=small, person=holder)
    line = make_signup(shift=small, person=waiting, state=State.waiting)

    send(browser.as_(holder), small)
    send(browser.as_(waiting), small)

    assert [(row.review, row.signup_id) for row in standing(small)][1] == (Review.beyond_quota, line.id)
    session.refresh(line)
    assert line.state == State.waiting


def test_leaving_before_arriving_is_refused(browser, volunteer, shift):
    browser.as_(volunteer)

    page = send(browser, shift, 422, what="left")

    assert page.has("还没有签到")


def test_whoever_the_leader_tapped_only_leaves(browser, volunteer, leader, shift):
    browser.as_(leader)
    browser.get(f"/desk/shifts/{shift.id}/roster")
    browser.press("签到")
    browser.as_(volunteer)

    page = browser.get(address(shift))

    assert page.h1 == "签到好了"
    assert "签退" in page.buttons


def test_on_the_day_my_sign_ups_lead_there(browser, volunteer, shift, clock_at):
    browser.as_(volunteer)

    today = browser.get("/me/signups").links
    clock_at.move(days=-1)
    yesterday = browser.get("/me/signups").links

    assert today["签到"] == address(shift)
    assert "签到" not in yesterday


def test_a_press_asks_the_database_little(engine, browser, volunteer, shift):
    browser.as_(volunteer)
    browser.get(address(shift))
    token = browser.token()

    code = code_of(shift)
    path = address(shift)

    with counted(engine) as sent:
        answer = browser.client.post(
            path, base_url="https://localhost", data={"what": "arrived", "code": code, "csrf_token": token},
            headers={"Referer": "https://localhost/", "Origin": "https://localhost"},
        )  # fmt: skip

    assert answer.status_code == 303
    assert len(sent) <= 7, "\n".join(sent)


# Who may


def test_signed_out_one_signs_in_and_comes_back_with_the_code(browser, shift):
    page = browser.get(f"{address(shift)}?code=482916")

    assert page.path.startswith("/sign-in")
    assert "code%3D482916" in page.path


def test_a_draft_has_no_check_in(browser, resident, community):
    draft = make_shift(position=make_position(area=community, state="draft"))
    browser.as_(resident)

    browser.get(address(draft), status=404)
    send(browser, draft, 404)


def test_what_does_not_exist_is_not_found(browser, resident):
    browser.as_(resident)

    browser.get("/check-in/99999", status=404)
    browser.post("/check-in/99999", {"what": "arrived", "code": "123456"}, status=404)
