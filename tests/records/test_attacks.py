"""Ways to get hours without serving, each tried: what a forged form, a borrowed code or a wrong clock is worth.

Confirming one's own or what one entered, in two roles, from another community: test_confirm. Minutes posted
in: test_acts. A hundred replays at one moment: tests/attendance/test_races; here, what they come to.
"""

import json
from datetime import timedelta

import pytest

from board import clock
from board.accounts.models import Role
from board.attendance import minute_code
from board.attendance.models import Attendance
from board.records import ledger
from board.records.models import ServiceRecord, State
from tests.attendance.conftest import code_of
from tests.attendance.sending import send
from tests.factories import (
    appoint,
    count_rows,
    make_list,
    make_position,
    make_shift,
    make_signup,
)
from tests.records.served import confirm, line, serve, states, tick


@pytest.fixture
def today(community):
    """10:10 to 12:10; it is 10:00."""
    position = make_position(opportunity_list=make_list(area=community))
    return make_shift(position=position, quota=10, starts_in=timedelta(minutes=10))


def test_a_code_replayed_a_hundred_times_is_worth_one_stay(browser, today, resident, clock_at):
    make_signup(shift=today, person=resident)
    browser.as_(resident)
    for _ in range(50):
        send(browser, today)
    clock_at.move(hours=2)
    for _ in range(50):
        send(browser, today, what="left")
    clock_at.move(hours=2)

    tick()

    assert (count_rows(Attendance), count_rows(ServiceRecord)) == (2, 1)
    assert line(resident).minutes == 120


def test_a_code_from_another_shift_is_no_code(browser, today, resident, clock_at):
    other = make_shift(position=today.position, starts_at=today.starts_at)
    make_signup(shift=today, person=resident)
    browser.as_(resident)

    page = send(browser, today, 422, code=minute_code.digits(other.id, clock.now()))

    assert page.has("不是现在的六位数字")
    clock_at.move(hours=5)
    assert tick() == (0, 0)


def test_the_clock_of_the_phone_says_nothing(browser, today, resident, clock_at):
    make_signup(shift=today, person=resident)
    two_hours_off = (clock.now() - timedelta(hours=2)).isoformat()
    browser.as_(resident)
    told = {"at": two_hours_off, "noted_at": two_hours_off, "time": "08:00", "starts_at": two_hours_off}
    browser.client.environ_base["HTTP_DATE"] = "Mon, 23 Nov 2026 00:00:00 GMT"
    browser.post(f"/check-in/{today.id}", {"what": "arrived", "code": code_of(today)} | told)
    clock_at.move(hours=2)
    browser.post(f"/check-in/{today.id}", {"what": "left", "code": code_of(today)} | told)
    clock_at.move(hours=2)

    tick()

    assert (clock.local(line(resident).starts_at).hour, line(resident).minutes) == (10, 120)


def test_one_who_is_editor_and_reviewer_here_and_the_volunteer_gets_nothing_by_themselves(
    browser, shift, editor
):
    appoint(editor, Role.reviewer, shift.position.area)
    serve(shift, editor, by=editor)
    tick()
    browser.as_(editor)
    there = f"/desk/records/{line(editor).record.id}"

    browser.get(f"{there}/keep")
    browser.submit(button="照记", status=422, reason="我在")
    browser.post(f"/desk/shifts/{shift.id}/hours/confirm", {"seen": "x"})

    assert line(editor).state == State.doubtful
    assert ledger.of_person(editor) == ledger.Total(0, 0)


def test_another_communitys_shift_and_record_are_not_there_to_confirm_or_change(
    browser, served, resident, outsider
):
    tick()
    browser.as_(outsider)
    number = line(resident).record.id

    browser.post(f"/desk/shifts/{served.id}/hours/confirm", {"seen": "x"}, 404)
    for act in ("keep", "correct", "void", "question", "reinstate"):
        browser.post(f"/desk/records/{number}/{act}", {"reason": "x", "came": "07:00", "went": "09:00"}, 404)

    assert states(served) == ["proposed", "proposed"]


def test_my_data_has_every_record_and_names_nobody_of_the_staff(browser, served, resident, reviewer, editor):
    tick()
    confirm(served, reviewer)
    browser.as_(resident)

    told = json.loads(browser.get("/me/data.json").body)["服务时长"]

    assert (told["已确认的分钟"], told["次数"]) == (120, 1)
    assert [row["状态"] for row in told["每一次"]] == ["已确认"]
    assert reviewer.name not in json.dumps(told, ensure_ascii=False)
