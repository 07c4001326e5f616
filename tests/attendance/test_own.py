"""One's own coming and going: what stands, what fades, and when one left if nobody saw it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from board import clock
from board.attendance import services, upkeep
from board.attendance.models import How, Review
from board.db import begin_writing, session
from board.notices.models import Notice
from tests.attendance.conftest import WINDOW
from tests.attendance.seen import every, kinds, standing
from tests.factories import make_account, make_attendance, make_person, make_shift, make_signup

(ask_when_they_left,) = upkeep.steps(WINDOW)


def left_address(shift):
    return f"/me/attendance/{shift.id}/left"


def earlier(shift, **ago):
    return make_shift(position=shift.position, starts_in=-timedelta(**ago))


@pytest.fixture
def stayed(volunteer, shift, clock_at):
    """The volunteer came at 10:10; it is 13:10 and nobody saw them leave."""
    make_attendance("arrived", shift=shift, person=volunteer)
    clock_at.move(hours=3, minutes=10)
    return shift


def test_the_page_counts_and_shows_when_a_no_show_fades(browser, resident, shift, clock_at):
    came, missed, excused = earlier(shift, days=3), earlier(shift, days=10), earlier(shift, days=20)
    make_attendance("arrived", shift=came, person=resident)
    make_attendance("left", shift=came, person=resident)
    make_attendance("absent", shift=missed, person=resident)
    make_attendance("excused", shift=excused, person=resident)
    browser.as_(resident)

    page = browser.get("/me/attendance")
    clock_at.move(days=366)
    faded = browser.as_(resident).get("/me/attendance")

    assert page.has("来过 1 次，未到 1 次", "记到 2027年11月13日，之后不再算", "10:00 到，12:00 走", "请过假")
    assert page.links["不对？说一声"].endswith("/not-right")
    assert faded.has("来过 1 次，未到 0 次", "不对？说一声", "028-82720000（李老师）")
    assert "之后不再算" not in faded.text


def test_my_sign_ups_say_it_in_short_and_what_became_of_each(browser, resident, shift):
    for days, kind in ((3, "arrived"), (10, "absent"), (20, "excused")):
        past = earlier(shift, days=days)
        make_signup(shift=past, person=resident)
        make_attendance(kind, shift=past, person=resident)
    make_signup(shift=earlier(shift, days=30), person=resident)
    browser.as_(resident)

    page = browser.get("/me/signups")

    assert page.links["来过 1 次，未到 1 次"] == "/me/attendance"
    assert page.all("#past .badge") == ["已结束", "请过假", "未到岗", "到了"]


def test_a_long_history_is_paged(browser, resident, shift):
    for number in range(25):
        make_attendance("arrived", shift=earlier(shift, days=2 + number), person=resident)
    browser.as_(resident)

    first = browser.get("/me/attendance")
    second = browser.get(first.links["更早的"])

    assert [len(page.tree.css(".dated > li")) for page in (first, second)] == [20, 5]


def test_whoever_did_not_check_out_is_asked_once(stayed, volunteer):
    asked = [ask_when_they_left() for _ in range(3)]

    notices = session.scalars(select(Notice).where(Notice.person_id == volunteer.id)).all()
    assert asked == [1, 0, 0]
    assert [(n.kind, n.link) for n in notices] == [("attendance.no_check_out", left_address(stayed))]


def test_nobody_is_asked_too_early_too_late_or_for_nothing(shift, clock_at):
    went, without_account = make_account().person, make_person()
    for person in (went, without_account):
        make_attendance("arrived", shift=shift, person=person)
    stays = make_account().person
    make_attendance("arrived", shift=shift, person=stays)
    make_attendance("left", shift=shift, person=went)

    clock_at.move_to(shift.ends_at + timedelta(minutes=29))
    before = ask_when_they_left()
    clock_at.move(days=9)
    long_after = ask_when_they_left()
    clock_at.move(days=-9)
    clock_at.move(minutes=1)

    assert (before, long_after, ask_when_they_left()) == (0, 0, 1)


def test_what_the_person_says_is_kept_for_a_second_look_and_never_full_time(browser, volunteer, stayed):
    browser.as_(volunteer)

    browser.get(browser.get("/me/attendance").links["没有签退，说一声几点走的"])
    page = browser.submit(button="就是这个时间", left="11:40")

    row = standing(stayed)[-1]
    assert (row.kind, row.how, row.review) == ("left", How.told, Review.told_later)
    assert f"{clock.local(row.at):%H:%M}" == "11:40"
    assert page.has("待社区复核", "事后补的")


@pytest.mark.parametrize("typed", ["10:09", "12:41", "00:00", "23:59"])
def test_it_lies_between_arriving_and_half_an_hour_after_the_end(browser, volunteer, stayed, typed):
    browser.as_(volunteer)

    browser.get(left_address(stayed))
    page = browser.submit(button="就是这个时间", left=typed, status=422)

    assert page.has("写 10:10 到 12:40 之间的时间")
    assert len(every(stayed)) == 1


@pytest.mark.parametrize("typed", ["10:10", "12:40"])
def test_the_ends_are_in_it(browser, volunteer, stayed, typed):
    browser.as_(volunteer)

    browser.get(left_address(stayed))
    browser.submit(button="就是这个时间", left=typed)

    assert len(standing(stayed, kind="left")) == 1


def test_saying_it_twice_is_saying_it_once(browser, volunteer, stayed):
    browser.as_(volunteer)

    for typed in ("11:40", "11:40", "12:00"):
        browser.post(left_address(stayed), {"left": typed})

    assert [f"{clock.local(row.at):%H:%M}" for row in standing(stayed, kind="left")] == ["11:40"]


def test_what_is_not_mine_is_not_found(browser, volunteer, outsider, stayed):
    browser.as_(outsider)
    browser.get(left_address(stayed), status=404)
    browser.post(left_address(stayed), {"left": "11:00"}, status=404)
    browser.as_(volunteer)
    browser.get("/me/attendance/99999/left", status=404)
    browser.get(left_address(make_shift()), status=404)
    browser.post("/me/attendance", status=405)


def test_my_data_tells_all_of_it(browser, volunteer, stayed):
    make_attendance("left", shift=stayed, person=volunteer, review=Review.told_later, how=How.told,
                    voided_at=clock.now(), voided_by=volunteer.id, reason="写错了")  # fmt: skip
    browser.as_(volunteer)

    told = browser.client.get("/me/data.json", base_url="https://localhost").get_json()["签到"]

    assert [(row["记的是"], row["算数"], row["原因"]) for row in told] == [
        ("签到", "是", ""),
        ("签退", "否", "写错了"),
    ]


def test_a_claim_brings_what_was_seen_along_once(volunteer, stayed, shift):
    record, other = make_person(), earlier(shift, days=3)
    double = make_attendance("arrived", shift=stayed, person=record)
    make_attendance("arrived", shift=other, person=record)
    make_attendance("left", shift=other, person=record)

    begin_writing()
    services.hand_over(record.id, volunteer.id)
    session.commit()

    assert kinds(stayed) == [(volunteer.id, "arrived")]
    assert kinds(other) == [(volunteer.id, "arrived"), (volunteer.id, "left")]
    session.refresh(double)
    assert (double.person_id, double.voided_by) == (volunteer.id, volunteer.id)


@pytest.mark.parametrize(
    ("of_the_record", "of_mine", "stands"),
    [("absent", "arrived", "arrived"), ("arrived", "absent", "arrived"), ("absent", "excused", "excused")],
)
def test_after_a_claim_nobody_both_came_and_stayed_away(volunteer, shift, of_the_record, of_mine, stands):
    record, then = make_person(), earlier(shift, days=3)
    make_attendance(of_the_record, shift=then, person=record)
    make_attendance(of_mine, shift=then, person=volunteer)

    begin_writing()
    services.hand_over(record.id, volunteer.id)
    session.commit()

    assert kinds(then) == [(volunteer.id, stands)]
