"""What an editor changes on a published shift: everyone concerned is told, nobody is thrown out."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from board import clock
from board.db import session
from board.notices.models import Notice
from board.positions.history import EarlierValue
from board.signups import editing, services, upkeep
from board.signups.models import Signup, State
from tests.factories import make_person, make_position, make_shift, make_signup
from tests.signups.invariants import broken, stranded


def told(person):
    return [n.kind for n in session.scalars(select(Notice).where(Notice.person_id == person.id))]


def test_raising_the_quota_fills_places_from_the_line():
    shift = make_shift(quota=1)
    make_signup(shift=shift)
    line = [make_signup(shift=shift, state=State.waiting) for _ in range(3)]

    editing.change_quota(shift, 3, by=make_person())
    session.commit()

    assert [s.state for s in line] == [State.accepted, State.accepted, State.waiting]
    assert broken() + stranded() == []


def test_lowering_the_quota_throws_nobody_out():
    shift = make_shift(quota=3)
    holders = [make_signup(shift=shift) for _ in range(3)]

    editing.change_quota(shift, 1, by=make_person())
    session.commit()

    assert [h.state for h in holders] == [State.accepted] * 3
    assert (shift.quota, shift.places, shift.left) == (1, 3, 0)


def test_below_a_lowered_quota_a_withdrawal_frees_no_place():
    shift = make_shift(quota=3)
    holders = [make_signup(shift=shift) for _ in range(3)]
    editing.change_quota(shift, 1, by=make_person())
    waiting = make_signup(shift=shift, state=State.waiting)
    session.commit()

    services.withdraw(holders[0], reason="")
    session.commit()

    assert waiting.state == State.waiting


def test_a_rain_off_tells_everybody_and_frees_their_time():
    shift = make_shift(quota=1)
    holder, waiting = make_signup(shift=shift), make_signup(shift=shift, state=State.waiting)

    editing.cancel_shift(shift, reason="雨天取消")
    session.commit()

    assert (holder.state, waiting.state) == (State.called_off, State.called_off)
    assert told(holder.person) == told(waiting.person) == ["signup.called_off"]
    assert broken() == []


def test_cancelling_twice_tells_once():
    shift = make_shift()
    holder = make_signup(shift=shift)

    for _ in range(2):
        editing.cancel_shift(shift, reason="雨天取消")
        session.commit()

    assert told(holder.person) == ["signup.called_off"]


def test_cancelling_a_position_cancels_what_is_ahead_and_keeps_what_was(clock_at):
    position = make_position()
    soon, later = (
        make_shift(position=position, starts_in=timedelta(hours=1)),
        make_shift(position=position, starts_in=timedelta(hours=50)),
    )
    clock_at.move(hours=2)

    editing.cancel_position(position, reason="场地装修")
    session.commit()

    assert position.state == "cancelled"
    assert soon.cancelled_at is None
    assert later.cancelled_at is not None
    assert position.next_start is None


def test_very_many_people_are_called_off_by_the_tick(monkeypatch):
    monkeypatch.setattr(editing, "AT_ONCE", 2)
    shift = make_shift(quota=5)
    for _ in range(5):
        make_signup(shift=shift)
    editing.cancel_shift(shift, reason="雨天取消")
    session.commit()
    assert len(broken()) == 1

    while upkeep.call_off_the_rest():
        pass

    assert broken() == []
    assert {s.state for s in session.scalars(select(Signup))} == {State.called_off}


def test_a_new_time_keeps_places_marks_clashes_and_tells():
    position = make_position(title="电影放映员")
    moved = make_shift(position=position, starts_in=timedelta(hours=30))
    person = make_person()
    signup = make_signup(shift=moved, person=person)
    make_signup(shift=make_shift(position=position, starts_in=timedelta(hours=60)), person=person)
    starts_at = clock.now() + timedelta(hours=60)

    editing.change_time(moved, starts_at, starts_at + timedelta(hours=2), reason="设备检修", by=make_person())
    session.commit()

    assert signup.state == State.accepted
    assert signup.clash_noted
    [notice] = session.scalars(select(Notice).where(Notice.person_id == person.id))
    assert "设备检修" in notice.sentence
    assert "重叠" in notice.sentence
    [earlier] = session.scalars(select(EarlierValue))
    assert earlier.field == "time"
    assert moved.closes_at <= moved.starts_at


@pytest.mark.parametrize("hours", [0, -1, 25])
def test_a_shift_ends_after_it_starts_and_within_a_day(hours):
    shift = make_shift()
    starts_at = clock.now() + timedelta(hours=60)

    with pytest.raises(editing.NoRoomInTime):
        editing.change_time(
            shift, starts_at, starts_at + timedelta(hours=hours), reason="改", by=make_person()
        )


def test_a_new_place_is_told_to_everybody_still_to_come():
    position = make_position(address="活动室一楼")
    signup = make_signup(shift=make_shift(position=position))

    editing.change_place(position, "活动室二楼", reason="一楼装修", by=make_person())
    session.commit()

    assert told(signup.person) == ["signup.place_changed"]
    assert session.scalars(select(EarlierValue.value)).all() == ["活动室一楼"]


def test_somebody_removed_is_told_why_and_the_next_gets_the_place():
    shift = make_shift(quota=1)
    holder, waiting = make_signup(shift=shift), make_signup(shift=shift, state=State.waiting)

    services.remove(holder, reason="重复报名")
    session.commit()

    assert (holder.state, waiting.state) == (State.removed, State.accepted)
    [notice] = session.scalars(select(Notice).where(Notice.person_id == holder.person_id))
    assert "重复报名" in notice.sentence
