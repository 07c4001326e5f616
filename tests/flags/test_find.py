"""What looks wrong is found once, with what it rests on, a batch of what was added at a time."""

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from board import clock
from board.attendance.models import How
from board.audit.models import AuditRow
from board.db import session
from board.flags import finding, keeping
from board.flags.models import FlagPerson, Kind, Part, State
from board.records import services as records
from board.records.models import ServiceRecord
from tests.factories import committed, count_rows, make_attendance, make_person, make_shift, make_signup
from tests.flags.seen import (
    back_fill,
    close,
    confirm_back_fill,
    find,
    flags,
    kinds,
    scan_in,
    served,
    tap_in,
)
from tests.records.served import confirm, line, serve, tick


def parts(flag):
    rows = session.execute(select(FlagPerson.person_id, FlagPerson.part).where(FlagPerson.flag_id == flag.id))
    return {person: Part(part) for person, part in rows}


# Many at once


def test_a_hundred_people_tapped_in_within_a_minute_are_one_flag(shift, editor):
    people = tap_in(shift, 100, by=editor)

    assert find() == 1

    (flag,) = flags()
    assert (flag.kind, flag.area_id, flag.state) == (Kind.same_minute, shift.position.area_id, State.found)
    assert (flag.evidence["shift"], flag.evidence["by"]) == (shift.id, editor.id)
    assert len(flag.evidence["attendance"]) == 100
    assert parts(flag) == {editor.id: Part.hand} | {person.id: Part.volunteer for person in people}


@pytest.mark.parametrize(("count", "apart", "found"), [(12, 5, 1), (11, 1, 0), (40, 6, 0)])
def test_twelve_in_a_minute_are_many_and_one_every_six_seconds_never_is(shift, editor, count, apart, found):
    tap_in(shift, count, by=editor, seconds_apart=apart)

    assert find() == found


def test_the_roster_itself_is_how_they_are_tapped_in(browser, position, editor):
    """The clock stands still: whoever taps them in does so within a minute."""
    now = make_shift(position=position, starts_in=timedelta(minutes=-5), quota=20)
    people = [make_signup(shift=now).person for _ in range(12)]
    browser.as_(editor)
    for person in people:
        browser.post(f"/desk/shifts/{now.id}/roster/arrived", {"person": person.volunteer_no})

    assert find() == 1
    assert len(flags()[0].evidence["attendance"]) == 12


def test_two_hands_that_share_the_roster_are_counted_each_for_themselves(shift, editor, reviewer):
    for hand in (editor, reviewer):
        tap_in(shift, 10, by=hand)

    assert find() == 0


def test_settling_everybody_with_one_button_counts_as_well(shift, editor):
    tap_in(shift, 12, by=editor, how=How.settled)

    assert find() == 1


def test_a_crowd_that_scans_the_code_is_no_flag(shift):
    for number in range(30):
        scan_in(shift, [make_person()], f"phone {number}")

    assert find() == 0


def test_taps_that_were_taken_back_do_not_count(shift, editor):
    tap_in(shift, 12, by=editor)
    with committed():
        for row in session.query(type(make_attendance("arrived", shift=shift, person=make_person()))).limit(
            2
        ):
            row.voided_at, row.voided_by = clock.now(), editor.id

    assert find() == 0


# One phone


def test_one_phone_that_checks_in_three_accounts_is_a_flag_and_a_couples_phone_is_not(shift, position):
    scan_in(shift, [make_person() for _ in range(3)], "a" * 64)
    scan_in(shift, [make_person() for _ in range(2)], "b" * 64)
    other = make_shift(position=position, starts_in=timedelta(hours=-3))
    scan_in(other, [make_person() for _ in range(2)], "a" * 64)

    find()

    (flag,) = flags(Kind.one_device)
    assert (flag.evidence["shift"], len(flag.evidence["attendance"])) == (shift.id, 3)
    assert "a" * 20 not in flag.key


# A person's day


def at(position, hours_ago, length):
    """A shift that began so many hours ago."""
    return make_shift(
        position=position, starts_in=-timedelta(hours=hours_ago), length=timedelta(hours=length), quota=50
    )


def test_more_than_eight_confirmed_hours_on_one_day(position, resident, reviewer, editor, clock_at):
    clock_at.move(hours=10)
    first, second = at(position, 13, 5), at(position, 7, 3)
    served(first, resident, reviewer)
    served(second, resident, reviewer)
    assert find() == 0

    records.correct(line(resident, second).record.id, time(13), time(16, 1), reason="晚走", by=editor)
    session.commit()
    confirm(second, reviewer)
    find()

    (flag,) = flags(Kind.over_day)
    assert (flag.evidence["minutes"], flag.evidence["day"]) == (481, "2026-11-23")
    assert parts(flag)[resident.id] == Part.volunteer
    assert {parts(flag)[one.id] for one in (editor, reviewer)} == {Part.hand}


def test_two_places_at_once_and_a_walk_next_door_is_none(position, resident, reviewer, editor, clock_at):
    here, there, near = at(position, 3, 1), at(position, 2.5, 1), at(position, 1.6, 0.5)
    for one in (here, there, near):
        serve(one, resident)
    clock_at.move(hours=2)
    tick()
    for one in (here, there, near):
        if line(resident, one).state == "doubtful":
            records.keep(line(resident, one).record.id, reason="核对过", by=editor)
            session.commit()
            clock_at.move(minutes=2)
        confirm(one, reviewer)

    find()

    (flag,) = flags(Kind.two_places)
    assert flag.evidence["records"] == [line(resident, one).record.id for one in (here, there)]


def test_hours_of_a_claimed_record_are_a_days_hours_with_the_claimants(
    position, resident, reviewer, clock_at
):
    clock_at.move(hours=10)
    claimed = make_person(area=position.area)
    served(at(position, 13, 5), claimed, reviewer)
    with committed():
        claimed.claimed_by = resident.id
    served(at(position, 7, 3.5), resident, reviewer)

    find()

    assert kinds() == ["over_day"]


# At night


@pytest.mark.parametrize(("hour", "found"), [(21, 0), (22, 1), (5, 1), (6, 0)])
def test_what_staff_write_down_at_night_is_one_flag_a_night(position, editor, clock_at, hour, found):
    shift = at(position, 9, 2)
    clock_at.set_wall(clock.today() + timedelta(days=hour < 12), hour, 5)
    for _ in range(3):
        tap_in_now(shift, editor)

    find()

    assert len(flags(Kind.at_night)) == found
    assert [len(flag.evidence["attendance"]) for flag in flags(Kind.at_night)] == [3] * found


def tap_in_now(shift, by):
    told = {"how": How.settled, "noted_by": by.id}
    return make_attendance("arrived", shift=shift, person=make_person(), **told)


def test_the_roster_of_a_shift_at_night_is_none(position, editor, clock_at):
    clock_at.set_wall(clock.today(), 22, 30)
    make_attendance("arrived", shift=at(position, 1, 3), person=make_person(), noted_by=editor.id)

    assert find() == 0


def test_back_fills_and_corrections_at_night_belong_to_the_same_flag(shift, editor, resident, clock_at):
    serve(shift, resident)
    tick()
    clock_at.set_wall(clock.today(), 23)
    back_fill(shift, make_person(area=shift.position.area), by=editor)
    assert find() == 1

    records.correct(line(resident).record.id, time(7), time(8), reason="早走", by=editor)
    session.commit()
    assert find() == 0

    (flag,) = flags()
    assert (flag.kind, len(flag.evidence["records"])) == (Kind.at_night, 2)


# Hurried


@pytest.mark.parametrize(("seconds", "found"), [(59, 1), (60, 0)])
def test_what_was_back_filled_and_confirmed_within_a_minute(
    shift, editor, reviewer, resident, clock_at, seconds, found
):
    record = back_fill(shift, resident, by=editor)
    clock_at.move(seconds=seconds)

    confirm_back_fill(record, reviewer)
    find()

    assert kinds() == ["quick_confirm"] * found
    if found:
        assert parts(flags()[0]) == {
            editor.id: Part.hand, reviewer.id: Part.hand, resident.id: Part.volunteer,
        }  # fmt: skip


def test_what_only_the_system_wrote_may_be_confirmed_at_once(shift, resident, reviewer):
    served(shift, resident, reviewer)

    assert find() == 0


# Once


def test_finding_again_finds_nothing_and_asks_for_no_lock(shift, editor):
    tap_in(shift, 20, by=editor)
    assert (find(), find()) == (1, 0)
    mark = keeping.mark_of("attendance")

    tap_in(shift, 3, by=editor, seconds_apart=0.1)

    assert find() == 0
    assert keeping.mark_of("attendance") > mark
    assert len(flags()) == 1
    assert len(flags()[0].evidence["attendance"]) == 23
    told = select(AuditRow.detail).where(AuditRow.action == "flags.find")
    assert session.scalars(told).all() == [{"kind": "same_minute"}]


def test_what_somebody_has_looked_at_stays_as_they_saw_it(shift, editor, checker):
    tap_in(shift, 20, by=editor)
    find()
    close(flags()[0], checker)

    tap_in(shift, 5, by=editor, seconds_apart=0.1)
    find()

    (flag,) = flags()
    assert (flag.state, len(flag.evidence["attendance"])) == (State.explained, 20)


def test_batch_by_batch_it_finds_the_same(shift, editor, monkeypatch):
    monkeypatch.setattr(finding, "BATCH", 7)
    tap_in(shift, 30, by=editor)

    assert find() == 1
    assert len(flags()[0].evidence["attendance"]) == 30


def test_a_finder_that_dies_goes_on_where_it_was(shift, editor, monkeypatch):
    tap_in(shift, 15, by=editor)
    monkeypatch.setattr(keeping, "move_mark", _dies)
    with pytest.raises(KeyError):
        find()
    session.rollback()
    assert (flags(), keeping.mark_of("attendance")) == ([], 0)
    monkeypatch.undo()

    assert find() == 1


def _dies(*_):
    raise KeyError("killed")


def test_an_empty_board_has_nothing_that_looks_wrong(community):
    assert find() == 0
    assert count_rows(ServiceRecord) == 0
