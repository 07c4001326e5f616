"""Reminders: the day before at 18:00, and two hours ahead; and one tap to say that one is not coming."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from board import clock
from board.audit.models import AuditRow
from board.db import Base, session
from board.notices.models import Notice
from board.outbox.models import Message
from board.signups import editing, links, reminding, services
from board.signups.models import Reminder, State
from tests.factories import (
    count_rows,
    make_account,
    make_list,
    make_person,
    make_position,
    make_shift,
    make_signup,
)
from tests.queries import counted
from tests.signups.racing import guards_off, race

SATURDAY = date(2026, 11, 28)  # the clock stands at Monday 23 November, 10:00


def at(day, hour, minute=0):
    return clock.at(day, reminding.wall_time(hour, minute))


def shift_at(hour, minute=0, **values):
    return make_shift(starts_at=at(SATURDAY, hour, minute), **values)


def reminded(signup):
    session.rollback()
    kinds = select(Reminder.kind).where(Reminder.signup_id == signup.id).order_by(Reminder.id)
    return [str(kind) for kind in session.scalars(kinds)]


def tick_at(clock_at, day, hour, minute=0):
    clock_at.set_wall(day, hour, minute)
    return reminding.send_reminders()


FRIDAY = SATURDAY - timedelta(days=1)


# When


def test_the_day_before_at_six_in_the_evening_and_two_hours_ahead(clock_at):
    signup = make_signup(shift=shift_at(14))

    assert tick_at(clock_at, FRIDAY, 17, 59) == 0
    assert tick_at(clock_at, FRIDAY, 18) == 1
    assert tick_at(clock_at, SATURDAY, 11, 59) == 0
    assert tick_at(clock_at, SATURDAY, 12) == 1

    assert reminded(signup) == ["day_before", "two_hours"]


def test_each_comes_once_however_often_the_tick_runs(clock_at):
    signup = make_signup(shift=shift_at(14))

    for minute in (0, 1, 2):
        tick_at(clock_at, FRIDAY, 18, minute)
        tick_at(clock_at, SATURDAY, 12, minute)

    assert reminded(signup) == ["day_before", "two_hours"]
    assert count_rows(Notice) == 2


@pytest.mark.parametrize(("hour", "minute"), [(7, 0), (9, 59), (23, 0), (1, 0)])
def test_what_would_come_at_night_is_said_the_evening_before(clock_at, hour, minute):
    starts_at = at(SATURDAY, hour, minute)
    signup = make_signup(shift=make_shift(starts_at=starts_at))

    tick_at(clock_at, FRIDAY, 18)
    for hours in range(4, 0, -1):
        clock_at.move_to(starts_at - timedelta(hours=hours))
        reminding.send_reminders()
    for early in (7, 8):
        tick_at(clock_at, SATURDAY, early)

    assert reminded(signup) == ["day_before"]


@pytest.mark.parametrize(("hour", "minute"), [(10, 0), (22, 59)])
def test_the_edges_of_the_night_still_get_the_second(clock_at, hour, minute):
    signup = make_signup(shift=shift_at(hour, minute))

    tick_at(clock_at, FRIDAY, 18)
    clock_at.move_to(at(SATURDAY, hour, minute) - timedelta(hours=2))
    reminding.send_reminders()

    assert reminded(signup) == ["day_before", "two_hours"]


def test_whoever_signs_up_after_six_the_evening_before_gets_only_the_second(clock_at):
    shift = shift_at(14)
    clock_at.set_wall(FRIDAY, 18, 1)
    signup = make_signup(shift=shift)

    tick_at(clock_at, FRIDAY, 20, 30)
    tick_at(clock_at, SATURDAY, 8)
    tick_at(clock_at, SATURDAY, 12)

    assert reminded(signup) == ["two_hours"]


def test_nobody_is_reminded_within_two_hours_of_signing_up(clock_at):
    shift = shift_at(14)
    clock_at.set_wall(SATURDAY, 10, 1)
    signup = make_signup(shift=shift)

    tick_at(clock_at, SATURDAY, 12)
    tick_at(clock_at, SATURDAY, 12, 30)

    assert reminded(signup) == []


def test_an_evening_without_a_tick_is_made_up_for_in_the_morning(clock_at):
    signup = make_signup(shift=shift_at(14))

    tick_at(clock_at, SATURDAY, 7, 59)
    tick_at(clock_at, SATURDAY, 8)

    assert reminded(signup) == ["day_before"]


def test_a_second_one_that_would_come_in_the_last_hour_is_left_out(clock_at):
    signup = make_signup(shift=shift_at(14))
    tick_at(clock_at, FRIDAY, 18)

    tick_at(clock_at, SATURDAY, 13, 1)

    assert reminded(signup) == ["day_before"]


@pytest.mark.parametrize("state", [s for s in State if s != State.accepted])
def test_only_those_with_a_place_are_reminded(clock_at, state):
    make_signup(shift=shift_at(14), state=state)

    tick_at(clock_at, FRIDAY, 18)

    assert count_rows(Reminder) == 0


def test_a_cancelled_shift_reminds_nobody_not_even_those_not_called_off_yet(clock_at):
    make_signup(shift=shift_at(14, cancelled_at=clock.now()))

    tick_at(clock_at, FRIDAY, 18)
    tick_at(clock_at, SATURDAY, 12)

    assert count_rows(Reminder) == 0


def test_a_shift_that_is_moved_is_reminded_of_at_its_new_time(clock_at):
    signup = make_signup(shift=shift_at(14))
    tick_at(clock_at, FRIDAY, 18)
    sunday = SATURDAY + timedelta(days=1)

    editing.change_time(signup.shift, at(sunday, 14), at(sunday, 16), reason="下雨", by=make_person())
    session.commit()
    tick_at(clock_at, FRIDAY, 18, 30)
    told_too_early = reminded(signup)
    tick_at(clock_at, SATURDAY, 18)
    tick_at(clock_at, sunday, 12)

    assert told_too_early == []
    assert reminded(signup) == ["day_before", "two_hours"]


def test_a_shift_moved_by_an_hour_is_not_reminded_of_a_second_time(clock_at):
    signup = make_signup(shift=shift_at(14))
    tick_at(clock_at, FRIDAY, 18)

    editing.change_time(signup.shift, at(SATURDAY, 15), at(SATURDAY, 17), reason="错开", by=make_person())
    session.commit()
    tick_at(clock_at, FRIDAY, 19)

    assert reminded(signup) == ["day_before"]


# What


def test_the_sentence_says_what_when_where_whom_to_ask_and_how_not_to_come(clock_at):
    person = make_account(mobile="13800000042").person
    signup = make_signup(shift=shift_at(14), person=person)

    tick_at(clock_at, FRIDAY, 18)

    [notice] = session.scalars(select(Notice))
    [message] = session.scalars(select(Message))
    said = ("明天 11月28日 周六 14:00–16:00", "“助老送餐”", "清泉社区党群服务中心", "李老师 028-82720000")
    assert all(part in notice.sentence for part in (*said, "还来吗？不能来点这里"))
    assert message.address == "13800000042"
    assert message.text.endswith(links.coming(signup.id))
    assert (notice.about_kind, notice.about_id) == ("shifts", signup.shift_id)


# How much, how often


def test_more_than_a_batch_is_reminded_in_one_tick(clock_at, monkeypatch):
    monkeypatch.setattr(reminding, "BATCH", 3)
    shift = shift_at(14)
    signups = [make_signup(shift=shift) for _ in range(7)]

    assert tick_at(clock_at, FRIDAY, 18) == 7

    assert all(reminded(signup) == ["day_before"] for signup in signups)


def test_a_tick_with_nothing_due_reads_twice_and_writes_nothing(engine, clock_at):
    for hour in (8, 14, 20):
        make_signup(shift=shift_at(hour))
    tick_at(clock_at, FRIDAY, 18)
    clock_at.move(minutes=1)

    with counted(engine) as sent:
        assert reminding.send_reminders() == 0

    assert len(sent) == 2, "\n".join(sent)


def test_late_sign_ups_cost_no_transaction_at_every_tick(engine, clock_at):
    shift = shift_at(14)
    clock_at.set_wall(FRIDAY, 17)
    make_signup(shift=shift)
    clock_at.set_wall(FRIDAY, 18, 30)

    with counted(engine) as sent:
        reminding.send_reminders()

    assert not [statement for statement in sent if statement.startswith("UPDATE")]


# Races


def two_ticks():
    make_signup(shift=make_shift(starts_at=clock.now() + timedelta(hours=2)),
                changed_at=clock.now() - timedelta(days=1))  # fmt: skip
    return [reminding.send_reminders, reminding.send_reminders]


def doubled():
    session.rollback()
    told = [row.person_id for row in session.scalars(select(Notice))]
    return [person for person in set(told) if told.count(person) > 1]


def test_two_ticks_at_once_remind_once():
    for _ in range(20):
        ended = race(*two_ticks())

        assert ended == [None, None]
        assert doubled() == []


@pytest.fixture
def throwaway(engine):
    """A database that may lose its constraints: it is made again afterwards."""
    yield engine
    session.remove()
    if not engine.is_sqlite:  # SQLite's is a copy that is thrown away anyway
        Base.metadata.drop_all(engine.sa)
        Base.metadata.create_all(engine.sa)


def test_without_the_hold_two_ticks_break_something(throwaway):
    with guards_off(racers=2):
        for _ in range(10):
            ended = race(*two_ticks())
            if doubled() or any(ended):
                return
    pytest.fail("two ticks cannot collide: the race proves nothing")


# One tap


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
