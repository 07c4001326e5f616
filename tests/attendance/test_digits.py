"""The six digits: how long they live, how they are typed, and how often they may be wrong."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from board import clock
from board.accounts.models import Failure
from board.attendance import minute_code
from board.audit.models import AuditRow
from board.db import session
from tests.attendance.addresses import check_in as address
from tests.attendance.conftest import code_of
from tests.attendance.seen import every, kinds
from tests.attendance.sending import send
from tests.factories import count_rows, make_account, make_person, make_shift, make_signup


def wrong_for(shift):
    return f"{(int(code_of(shift)) + 500_000) % 10**6:06d}"


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
