"""The volunteer's own phone: once, in time, with the right digits, and never somebody else's network."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from board import clock
from board.accounts.models import Failure
from board.attendance import minute_code
from board.attendance.models import Review
from board.audit.models import AuditRow
from board.db import session
from board.signups.models import State
from tests.attendance.conftest import code_of
from tests.attendance.seen import every, kinds, standing
from tests.factories import count_rows, make_account, make_person, make_position, make_shift, make_signup
from tests.queries import counted


def address(shift):
    return f"/check-in/{shift.id}"


def send(browser, shift, status=200, *, what="arrived", code=None):
    return browser.post(address(shift), {"what": what, "code": code or code_of(shift)}, status=status)


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


def test_the_digits_live_a_minute_and_one_either_side(shift):
    now = clock.now()
    minute = timedelta(minutes=1)

    assert len({minute_code.digits(shift.id, now + n * minute) for n in range(20)}) > 15
    assert minute_code.digits(shift.id, now) != minute_code.digits(shift.id + 1, now)
    right = [
        n
        for n in range(-5, 6)
        if minute_code.is_right(shift.id, minute_code.digits(shift.id, now + n * minute), now)
    ]
    assert right == [-1, 0, 1]


def test_digits_of_another_shift_are_wrong(browser, volunteer, shift):
    other = make_shift(position=shift.position, starts_in=timedelta(minutes=10))
    browser.as_(volunteer)

    page = send(browser, shift, 422, code=code_of(other))

    assert page.has("不是现在的六位数字")
    assert every(shift) == []


@pytest.mark.parametrize("typed", ["４８２９１６", "482 916", "482-916"])
def test_digits_are_read_as_people_type_them(browser, volunteer, shift, typed, monkeypatch):
    browser.as_(volunteer)

    page = send(browser, shift, 422, code=typed)

    assert page.has("不是现在的六位数字")  # understood, and wrong: 482916 is not now's
    assert page.value_of("code") == "482916"


@pytest.mark.parametrize("typed", ["12345", "1234567", "一二三四五六", "x" * 4000, "\0", "½½½½½½"])
def test_what_are_not_six_digits_is_asked_for_again_and_not_counted(browser, volunteer, shift, typed):
    browser.as_(volunteer)

    page = browser.post(address(shift), {"what": "arrived", "code": typed}, status=422)

    assert page.has("六位数字")
    assert count_rows(Failure) == 0


def wrong_for(shift):
    return f"{(int(code_of(shift)) + 500_000) % 10**6:06d}"


def test_ten_wrong_tries_a_day_then_even_the_right_one_waits(browser, volunteer, shift, clock_at):
    browser.as_(volunteer)

    for _ in range(10):
        send(browser, shift, 422, code=wrong_for(shift))
    refused = send(browser, shift, 422)

    assert refused.has("已经输错 10 次", "请负责人在名册上给你点名")
    assert every(shift) == []
    refusals = select(AuditRow).where(AuditRow.action == "attendance.check_in", AuditRow.outcome == "refused")
    assert len(session.scalars(refusals).all()) >= 10


def test_others_behind_the_same_network_and_other_shifts_are_not_slowed(browser, volunteer, shift):
    other = make_shift(position=shift.position, starts_in=timedelta(minutes=20))
    make_signup(shift=other, person=volunteer)
    neighbour = make_account(person=make_person(area=volunteer.area)).person
    make_signup(shift=shift, person=neighbour)
    browser.as_(volunteer)
    for _ in range(11):
        send(browser, shift, 422, code=wrong_for(shift))

    send(browser, other)
    browser.as_(neighbour)
    send(browser, shift)

    assert kinds(other) == [(volunteer.id, "arrived")]
    assert kinds(shift) == [(neighbour.id, "arrived")]


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


# Typing the digits


def test_with_one_shift_around_there_is_nothing_to_choose(browser, volunteer, shift):
    browser.as_(volunteer)

    browser.get("/check-in")
    page = browser.submit(button="签到", code=code_of(shift))

    assert page.h1 == "签到好了"
    assert kinds(shift) == [(volunteer.id, "arrived")]


def test_with_two_around_one_is_chosen(browser, volunteer, shift):
    other = make_shift(position=shift.position, starts_in=timedelta(minutes=15))
    make_signup(shift=other, person=volunteer)
    browser.as_(volunteer)

    page = browser.get("/check-in")
    unchosen = browser.submit(button="签到或签退", code=code_of(other), status=422)
    browser.submit(button="签到或签退", what=f"{other.id}-arrived", code=code_of(other))

    assert len(page.tree.css("input[type=radio]")) == 2
    assert unchosen.has("请选一班")
    assert kinds(other) == [(volunteer.id, "arrived")]
    assert every(shift) == []


def test_what_was_typed_twice_happens_once(browser, volunteer, shift):
    browser.as_(volunteer)
    sent = {"what": f"{shift.id}-arrived", "code": code_of(shift)}

    pages = [browser.post("/check-in", sent) for _ in range(3)]

    assert kinds(shift) == [(volunteer.id, "arrived")]
    assert len({page.text for page in pages}) == 1


def test_without_a_shift_around_the_page_says_what_to_do(browser, resident, shift):
    browser.as_(resident)

    page = browser.get("/check-in")

    assert page.has("这会儿没有你报了名的班次", "扫负责人屏幕上的二维码")


@pytest.mark.parametrize("what", ["", "x", "0-arrived", "99999-arrived", "9" * 40 + "-left", "1-"])
def test_a_choice_nobody_offered_changes_nothing(browser, volunteer, shift, what):
    browser.as_(volunteer)

    answer = browser.client.post(
        "/check-in", base_url="https://localhost",
        data={"what": what, "code": "123456", "csrf_token": browser.token()},
        headers={"Referer": "https://localhost/check-in"},
    )  # fmt: skip

    assert answer.status_code in {404, 422, 200}
    assert every(shift) == []


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
