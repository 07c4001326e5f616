"""A tap for each on the roster: noted once, in time, and every tap can be undone."""

import pytest

from board.attendance.models import Review
from board.db import session
from board.signups.models import State
from tests.attendance.addresses import roster as address
from tests.attendance.seen import every, kinds, standing
from tests.factories import make_attendance, make_person, make_shift, make_signup

pytestmark = pytest.mark.dealt


def test_a_tap_notes_the_servers_time_and_never_the_sign_ups_state(browser, leader, shift, clock_at):
    signup = make_signup(shift=shift)
    clock_at.move(minutes=12)
    browser.as_(leader)

    browser.get(address(shift))
    page = browser.press("签到")

    (row,) = standing(shift)
    assert page.has("10:12 签到了", "10:12 点名到")
    assert (row.kind, row.how, row.review, row.noted_by) == ("arrived", "tap", None, leader.id)
    assert row.signup_id == signup.id
    session.refresh(signup)
    assert signup.state == State.accepted


def test_tapping_twice_is_tapping_once(browser, leader, shift):
    person = make_signup(shift=shift).person
    browser.as_(leader)

    pages = [browser.post(address(shift, "/arrived"), {"person": person.volunteer_no}) for _ in range(3)]

    assert kinds(shift) == [(person.id, "arrived")]
    assert len({tuple(page.flashes) for page in pages}) == 1


def test_somebody_goes_only_after_they_came(browser, leader, shift):
    person = make_signup(shift=shift).person
    browser.as_(leader)

    refused = browser.post(address(shift, "/left"), {"person": person.volunteer_no})
    browser.get(address(shift))
    browser.press("签到")
    page = browser.press("签退")

    assert refused.has("还没有签到")
    assert page.has("已走 1 人")
    assert kinds(shift) == [(person.id, "arrived"), (person.id, "left")]


def test_a_wrong_tap_is_taken_back_and_nothing_is_deleted(browser, leader, shift):
    person = make_signup(shift=shift).person
    browser.as_(leader)
    browser.get(address(shift))
    browser.press("签到")
    browser.press("签退")

    browser.press("点错了")
    after_one = kinds(shift)
    browser.press("点错了")
    browser.press("签到")

    assert after_one == [(person.id, "arrived")]
    assert kinds(shift) == [(person.id, "arrived")]
    assert [row.voided_by for row in every(shift)] == [leader.id, leader.id, None]


def test_who_was_taken_back_as_arrived_has_not_left_either(browser, leader, shift):
    person = make_signup(shift=shift).person
    came = make_attendance("arrived", shift=shift, person=person)
    make_attendance("left", shift=shift, person=person)
    browser.as_(leader)

    browser.post(address(shift, "/undo"), {"row": came.id})

    assert kinds(shift) == []


def test_only_taps_of_this_roster_can_be_taken_back(browser, leader, shift):
    scanned = make_attendance("arrived", shift=shift, person=make_signup(shift=shift).person, how="code")
    elsewhere = make_attendance("arrived", shift=make_shift(), person=make_person())
    browser.as_(leader)

    for row in (scanned.id, elsewhere.id, 0, "x"):
        assert browser.post(address(shift, "/undo"), {"row": row}).has("只能撤自己点的")

    assert len(standing(shift)) == 1


def test_early_and_late_taps_are_kept_for_a_second_look(browser, leader, shift, clock_at):
    first, last = make_signup(shift=shift).person, make_signup(shift=shift).person
    browser.as_(leader)

    clock_at.move(minutes=-21)  # 09:39, the window opens at 09:40
    page = browser.post(address(shift, "/arrived"), {"person": first.volunteer_no})
    clock_at.set_wall(shift.starts_at.date(), 12, 40)
    browser.post(address(shift, "/arrived"), {"person": last.volunteer_no})

    assert page.has("早了，待复核")
    assert [row.review for row in standing(shift)] == [Review.early, Review.late]


def test_days_before_and_after_nothing_is_noted(browser, leader, shift, clock_at):
    person = make_signup(shift=shift).person
    browser.as_(leader)

    clock_at.move(days=-2)
    early = browser.post(address(shift, "/arrived"), {"person": person.volunteer_no})
    clock_at.move(days=4)
    late = browser.post(address(shift, "/arrived"), {"person": person.volunteer_no})

    assert early.has("当天再签到")
    assert late.has("签到已经关了")
    assert every(shift) == []


# Who may


@pytest.mark.parametrize("end", ["/arrived", "/left", "/undo", "/call-in"])
def test_taps_are_posted(browser, editor, shift, end):
    browser.as_(editor)

    browser.get(address(shift, end), status=405)
    browser.post(address(shift), status=405)
