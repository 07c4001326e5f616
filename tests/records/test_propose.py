"""An hour after a shift whoever came and went has a proposed record, by server time, without typing."""

from datetime import timedelta

import pytest

from board import clock
from board.attendance import services as attendance
from board.attendance.models import How, Review
from board.db import begin_writing, session
from board.positions.words import ListKind
from board.records import ledger
from board.records.models import Doubt, ServiceRecord, Source, State, WaitingRecord
from tests.factories import (
    committed,
    count_rows,
    make_attendance,
    make_list,
    make_person,
    make_position,
    make_shift,
)
from tests.records.served import confirm, line, serve, tick


def test_who_came_and_went_by_the_code_has_a_record_that_only_the_system_wrote(served, resident):
    assert tick() == (2, 0)

    found = line(resident)
    assert (found.minutes, found.record.source, found.record.entered_by) == (120, Source.code, None)
    assert found.state == State.proposed
    assert ledger.of_person(resident).minutes == 0


def test_proposing_again_proposes_nothing(served):
    tick()

    assert tick() == (0, 0)
    assert count_rows(ServiceRecord) == 2


def test_who_was_tapped_was_entered_by_whoever_tapped(shift, resident, editor):
    serve(shift, resident, by=editor)

    tick()

    record = line(resident).record
    assert (record.source, record.entered_by, record.hands) == (Source.roster, editor.id, [editor.id])


def test_nothing_is_proposed_within_the_hour_after_the_end(community, resident):
    just_over = make_shift(
        position=make_position(opportunity_list=make_list(area=community)),
        starts_in=timedelta(hours=-2, minutes=-50), length=timedelta(hours=2),
    )  # fmt: skip
    serve(just_over, resident)

    assert tick() == (0, 0)


def test_who_did_not_check_out_has_none(shift, resident):
    make_attendance("arrived", shift=shift, person=resident)

    assert tick() == (0, 0)


def test_what_waits_for_a_second_look_is_not_proposed_until_somebody_had_it(shift, resident, editor):
    came, _ = serve(shift, resident)
    with committed():
        came.review = Review.early
    assert tick() == (0, 0)

    with committed():
        came.settled_at, came.settled_by = clock.now(), editor.id

    assert tick() == (1, 0)
    assert line(resident).record.entered_by == editor.id


@pytest.mark.parametrize("kind", [ListKind.opportunity, ListKind.task])
def test_a_position_that_does_not_count_and_a_task_only_record_that_somebody_took_part(
    community, resident, reviewer, kind
):
    position = make_position(
        opportunity_list=make_list(area=community, kind=kind), counts_hours=kind == ListKind.task
    )
    shift = make_shift(position=position, starts_in=timedelta(hours=-3))
    serve(shift, resident)
    tick()

    confirm(shift, reviewer)

    assert ledger.of_person(resident) == ledger.Total(0, 1)


# What the editor has to look at first


def test_half_an_hour_longer_than_planned_is_believed_and_a_minute_more_is_not(shift, resident):
    other = make_person(area=shift.position.area)
    serve(shift, resident, minutes=150)
    serve(shift, other, minutes=151)

    tick()

    assert (line(resident).state, line(other).state) == (State.proposed, State.doubtful)
    assert line(other).record.doubts == (Doubt.long,)


def test_more_than_eight_hours_on_one_day_is_doubtful(community, resident, clock_at):
    position = make_position(opportunity_list=make_list(area=community))
    clock_at.move(hours=10)
    first = make_shift(position=position, starts_in=timedelta(hours=-13), length=timedelta(hours=5))
    second = make_shift(
        position=position, starts_in=timedelta(hours=-7), length=timedelta(hours=3, minutes=1)
    )
    for one in (first, second):
        serve(one, resident)

    tick()

    assert [one.record.doubts for one in ledger.lines()] == [(), (Doubt.over_day,)]


def test_two_places_at_once_is_doubtful_and_one_after_the_other_is_not(community, resident):
    position = make_position(opportunity_list=make_list(area=community))
    times = ((-6, 2), (-4, 2), (-3, 1))
    for starts, length in times:
        serve(
            make_shift(position=position, starts_in=timedelta(hours=starts), length=timedelta(hours=length)),
            resident,
        )

    tick()

    assert [one.record.doubts for one in ledger.lines()] == [(), (), (Doubt.overlap,)]


def test_a_leader_who_tapped_themselves_is_looked_at(shift, resident):
    serve(shift, resident, by=resident)

    tick()

    found = line(resident)
    assert (found.record.doubts, found.record.entered_by) == ((Doubt.own,), None)


# When attendance changes afterwards


def _taken_back(row, by):
    begin_writing()
    row.voided_at, row.voided_by = clock.now(), by.id
    session.commit()


def test_attendance_that_is_taken_back_voids_the_record_and_its_hours(served, resident, reviewer, editor):
    tick()
    confirm(served, reviewer)
    assert ledger.of_person(resident).minutes == 120
    row = line(resident).record.arrived_id

    from board.attendance.models import Attendance

    _taken_back(session.get(Attendance, row), editor)
    assert tick() == (0, 1)

    assert line(resident).state == State.voided
    assert ledger.of_person(resident) == ledger.Total(0, 0)
    assert tick() == (0, 0)


def test_attendance_that_is_written_anew_sends_the_record_back_to_the_editor(
    served, resident, reviewer, editor
):
    tick()
    confirm(served, reviewer)
    found = line(resident)

    from board.attendance.models import Attendance

    _taken_back(session.get(Attendance, found.record.left_id), editor)
    left = make_attendance(
        "left",
        shift=served,
        person=resident,
        at=found.ends_at - timedelta(minutes=30),
        how=How.settled,
        noted_by=editor.id,
    )
    assert tick() == (0, 1)

    found = line(resident)
    assert (found.state, found.minutes, found.last.left_id) == (State.doubtful, 90, left.id)
    assert ledger.of_person(resident).minutes == 0
    assert tick() == (0, 0)
    assert session.query(WaitingRecord).filter_by(record_id=found.record.id).one().state == State.doubtful


def test_whoever_claims_a_record_that_served_the_same_shift_has_its_hours_once(shift, resident, reviewer):
    taken_over = make_person(area=shift.position.area)
    serve(shift, resident)
    serve(shift, taken_over, minutes=90)
    tick()
    confirm(shift, reviewer)
    begin_writing()
    attendance.hand_over(taken_over.id, resident.id)
    taken_over.claimed_by = resident.id
    session.commit()

    assert tick() == (0, 1)

    assert line(taken_over).state == State.voided
    assert ledger.of_person(resident) == ledger.Total(120, 1)
    assert tick() == (0, 0)
