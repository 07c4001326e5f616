"""A shift as an event of one's own calendar: what it says, and its number that only rises."""

from datetime import timedelta

import icalendar
import pytest

from board import clock
from board.db import session
from board.signups import calendar, editing
from board.signups.models import State
from tests.factories import committed, make_shift, make_signup
from tests.signups.calendars import ORIGIN, event_of, text

# What an event says


def test_an_event_says_what_when_where_and_whom_to_ask(mine):
    event = event_of(mine)

    assert text(event, "SUMMARY") == "助老送餐"
    assert event["DTSTART"].dt == mine.shift.starts_at
    assert event["DTEND"].dt == mine.shift.ends_at
    assert text(event, "LOCATION") == "清泉社区党群服务中心"
    assert "李老师，028-82720000" in text(event, "DESCRIPTION")
    assert text(event, "URL") == f"{ORIGIN}/positions/{mine.shift.position.number}"
    assert (text(event, "STATUS"), event["SEQUENCE"]) == ("CONFIRMED", 1)
    [alarm] = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(hours=-2)


def test_the_file_is_what_the_standard_asks_for(mine):
    with committed():
        mine.shift.position.title = "独居老人“敲门探访”，" + "长" * 30

    body = calendar.of_signup(mine, ORIGIN)

    lines = body.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() for line in lines if line)  # no character is cut in two
    assert b"DTSTART:20261128T020000Z" in body
    [event] = icalendar.Calendar.from_ical(body).walk("VEVENT")
    assert text(event, "SUMMARY") == mine.shift.position.title


@pytest.mark.parametrize(
    ("state", "status", "begins"),
    [
        (State.waiting, "TENTATIVE", "候补："),
        (State.pending, "TENTATIVE", "等社区确认："),
        (State.offered, "TENTATIVE", "等你接受："),
        (State.accepted, "CONFIRMED", "助老"),
        (State.withdrawn, "CANCELLED", "不去了："),
        (State.removed, "CANCELLED", "不去了："),
        (State.lapsed, "CANCELLED", "不去了："),
        (State.unplaced, "CANCELLED", "不去了："),
    ],
)
def test_the_state_stands_in_the_status_and_in_words(mine, state, status, begins):
    event = event_of(make_signup(shift=mine.shift, state=state))

    assert text(event, "STATUS") == status
    assert text(event, "SUMMARY").startswith(begins)
    assert bool(event.walk("VALARM")) == (status == "CONFIRMED")


def test_a_phone_that_is_not_public_is_for_those_with_a_place(mine):
    waiting = make_signup(shift=mine.shift, state=State.waiting)

    assert "028-82720000" not in text(event_of(waiting), "DESCRIPTION")
    with committed():
        mine.shift.position.phone_public = True
    assert "028-82720000" in text(event_of(waiting), "DESCRIPTION")


# UID, SEQUENCE, DTSTAMP


def test_every_change_raises_the_sequence_and_keeps_the_uid(mine, editor, clock_at):
    shift, position = mine.shift, mine.shift.position
    seen = [event_of(mine)]

    def then(change):
        clock_at.move(hours=1)
        change()
        session.commit()
        seen.append(event_of(mine))

    then(lambda: editing.change_time(shift, shift.starts_at + timedelta(hours=1), shift.ends_at + timedelta(hours=1),
                                     reason="x", by=editor))  # fmt: skip
    then(lambda: editing.change_place(position, "活动室二楼", reason="x", by=editor))
    then(lambda: editing.cancel_shift(shift, reason="下雨"))

    assert [event["SEQUENCE"] for event in seen] == [1, 2, 3, 4]
    assert len({text(event, "UID") for event in seen}) == 1
    assert [event["DTSTAMP"].dt for event in seen] == sorted({event["DTSTAMP"].dt for event in seen})
    assert text(seen[-1], "STATUS") == "CANCELLED"
    assert text(seen[-1], "SUMMARY") == "已取消：助老送餐"


def test_from_the_line_to_a_place_and_away_the_sequence_only_rises(mine):
    waiting = make_signup(shift=make_shift(quota=1), state=State.waiting)
    numbers = [event_of(waiting)["SEQUENCE"]]

    for state in (State.accepted, State.withdrawn):
        with committed(), session.no_autoflush:
            if state == State.accepted:
                waiting.take_place(1, clock.now())
            else:
                waiting.move_to(state, clock.now())
        numbers.append(event_of(waiting)["SEQUENCE"])

    assert numbers == [0, 1, 2]


def test_a_shift_that_was_cancelled_is_struck_out_before_people_are_called_off(mine):
    with committed():
        mine.shift.cancelled_at = clock.now()

    assert text(event_of(mine), "STATUS") == "CANCELLED"


def test_a_change_of_another_shift_changes_nothing_here(mine, editor):
    other = make_shift(position=mine.shift.position, starts_in=timedelta(days=6))
    before = event_of(mine)["SEQUENCE"]

    editing.change_time(other, other.starts_at + timedelta(hours=1), other.ends_at + timedelta(hours=1),
                        reason="x", by=editor)  # fmt: skip
    session.commit()

    assert event_of(mine)["SEQUENCE"] == before
