"""An editor writes hours down afterwards: a reason, a proof, a declaration, and never their own."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from board import clock
from board.accounts.models import Role
from board.audit.models import AuditRow
from board.backfills import services
from board.backfills.models import Proof
from board.db import session
from board.errors import NotAllowed
from board.notices.models import Notice
from board.records import ledger
from board.records import services as records
from board.records.models import Doubt, ServiceRecord, Source, State
from tests.backfills.writing_down import REASON, address, enter, proof_of, send
from tests.factories import (
    appoint,
    committed,
    count_rows,
    make_attendance,
    make_list,
    make_person,
    make_position,
    make_shift,
)
from tests.records.served import line, serve, tick

pytestmark = pytest.mark.dealt


def test_a_clerk_writes_somebody_down_and_they_are_told(browser, shift, editor, resident):
    browser.as_(editor).get(f"/desk/shifts/{shift.id}/hours")

    assert browser.page.links["签到表上没有的人？补录一个人"] == address(shift)
    page = send(browser, shift, resident)

    assert page.has("补录了 林*", "2 小时，等第二个人确认，已经告诉本人。", "补录")
    found = line(resident)
    assert (found.minutes, found.state, found.record.source) == (120, State.proposed, Source.backfill)
    assert (found.record.entered_by, found.record.hands, found.record.reason) == (
        editor.id,
        [editor.id],
        REASON,
    )
    assert found.record.evidence == {"proof": proof_of(found.record).digest, "declared": "2026-1"}
    assert ledger.of_person(resident).minutes == 0
    (told,) = session.scalars(select(Notice.sentence).where(Notice.person_id == resident.id)).all()
    assert "给你补录了 07:00–09:00，2 小时" in told
    assert REASON in told


def test_it_is_marked_wherever_it_is_shown(browser, shift, editor, resident):
    record = enter(shift, resident, by=editor)

    desk = browser.as_(editor).get(f"/desk/shifts/{shift.id}/hours")
    assert "补录" in desk.all(".tag")
    assert "补录" in browser.get(f"/desk/records/{record.id}").all(".tag")
    assert "补录" in browser.get(f"/desk/backfills/{record.id}").all(".tag")
    assert "补录" in browser.as_(resident).get("/me/hours").all(".tag")
    assert browser.get(f"/me/hours/{record.id}").has("补录", REASON)


def test_the_box_of_the_declaration_is_never_ticked_before(browser, shift, editor):
    page = browser.as_(editor).get(address(shift))

    assert "checked" not in page.tree.css_first("[name=declared]").attributes


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ({"declared": ""}, "属实才能补录"),
        ({"reason": ""}, "请写为什么要补录"),
        ({"content": None}, "请选一个证明文件"),
        ({"typed": ""}, "请写完整的手机号或志愿者编号"),
        ({"came": "九点"}, "时间写成 09:00 这样"),
    ],
)
def test_nothing_of_it_may_be_left_out(browser, shift, editor, resident, missing, says):
    page = send(browser.as_(editor), shift, resident, status=422, **missing)

    assert page.has(says)
    assert count_rows(ServiceRecord) == count_rows(Proof) == 0


def test_after_a_refusal_the_page_says_that_the_file_has_to_be_chosen_again(browser, shift, editor, resident):
    page = send(browser.as_(editor), shift, resident, status=422, declared="")

    assert page.has("文件要再选一次")
    assert page.value_of("reason") == REASON


def test_nobody_back_fills_their_own_hours(browser, shift, editor):
    page = send(browser.as_(editor), shift, editor, status=422)

    assert page.has("自己的时长不能自己补录")
    assert count_rows(ServiceRecord) == 0


def test_nor_those_of_a_record_they_have_claimed(shift, editor):
    taken_over = make_person(area=shift.position.area)
    with committed():
        taken_over.claimed_by = editor.id

    with pytest.raises(services.OwnHours):
        enter(shift, taken_over, by=editor)


def test_ids_minutes_and_states_in_the_form_change_nothing(browser, shift, editor, resident, reviewer):
    more = {
        "minutes": "900", "person_id": str(reviewer.id), "state": "confirmed", "entered_by": str(reviewer.id),
        "source": "code", "area_id": "1", "record_id": "7", "kind": "confirmed", "entered_at": "2020-01-01T00:00",
    }  # fmt: skip

    send(browser.as_(editor), shift, resident, **more)

    found = line(resident)
    assert (found.minutes, found.state, found.record.entered_by) == (120, State.proposed, editor.id)
    assert found.record.source == Source.backfill


# Who has a record already


@pytest.mark.parametrize("voided", [False, True])
def test_whoever_has_a_record_on_the_shift_is_corrected_or_brought_back_instead(
    browser, shift, editor, resident, voided
):
    serve(shift, resident)
    tick()
    if voided:
        records.void(line(resident).record.id, reason="记错了", by=editor)
        session.commit()

    page = send(browser.as_(editor), shift, resident, status=422)

    assert page.has("恢复它" if voided else "就改那一条")
    assert page.links["去看那一条"] == f"/desk/records/{line(resident).record.id}"


def test_writing_the_same_person_down_twice_is_refused(shift, editor, resident):
    enter(shift, resident, by=editor)

    with pytest.raises(services.WrittenDownAlready):
        enter(shift, resident, by=editor)

    assert count_rows(ServiceRecord) == 1


@pytest.mark.parametrize("kind", ["arrived", "absent"])
def test_whoever_the_roster_knows_is_settled_instead(browser, shift, editor, resident, kind):
    make_attendance(kind, shift=shift, person=resident)

    page = send(browser.as_(editor), shift, resident, status=422)

    assert page.has("在“结这一班”里补时间")
    assert page.links["去结这一班"] == f"/desk/shifts/{shift.id}/settle"


def test_of_a_shift_so_old_that_nothing_is_proposed_any_more_even_they_are_written_down(
    community, editor, resident
):
    old = make_shift(
        position=make_position(opportunity_list=make_list(area=community)), starts_in=timedelta(days=-61)
    )
    make_attendance("arrived", shift=old, person=resident)

    enter(old, resident, by=editor)

    assert line(resident).state == State.proposed


# Which shifts, which times


@pytest.mark.parametrize("but", ["not over", "cancelled", "position cancelled"])
def test_only_of_a_shift_that_took_place(browser, shift, editor, resident, but):
    with committed():
        if but == "not over":
            shift.ends_at = clock.now() + timedelta(minutes=1)
        elif but == "cancelled":
            shift.cancelled_at = clock.now()
        else:
            shift.position.state = "cancelled"

    assert browser.as_(editor).get(address(shift)).has("现在不能补录")
    with pytest.raises(services.NotYet):
        enter(shift, resident, by=editor)


def test_times_far_from_the_shift_or_still_to_come_are_asked_for_again(browser, shift, editor, resident):
    page = send(browser.as_(editor), shift, resident, status=422, went="11:30")

    assert page.has("11:30 走对不上")


def test_longer_than_planned_is_doubtful_and_looked_at_first(shift, editor, resident, clock_at):
    clock_at.move(hours=3)

    enter(shift, resident, by=editor, went=(clock.local(shift.ends_at) + timedelta(hours=1)).time())

    assert (line(resident).state, line(resident).record.doubts) == (State.doubtful, (Doubt.long,))


def test_a_position_that_does_not_count_only_records_that_they_took_part(community, editor, resident):
    position = make_position(opportunity_list=make_list(area=community), counts_hours=False)
    shift = make_shift(position=position, starts_in=timedelta(hours=-3))

    assert not enter(shift, resident, by=editor).counts


# Who is meant


def test_a_number_that_nobody_has_is_asked_for_again_and_counts_as_a_look_up(browser, shift, editor):
    page = send(browser.as_(editor), shift, "WJ000001", status=422)

    assert page.has("没有人用这个编号或手机号")
    looked = select(AuditRow.actor_id).where(
        AuditRow.action == "accounts.look_up", AuditRow.outcome == "done"
    )
    assert session.scalars(looked).all() == [editor.id]


def test_a_role_lost_meanwhile_is_no_longer_enough(shift, resident, editor):
    with pytest.raises(NotAllowed):
        enter(shift, resident, by=make_person(area=shift.position.area))


@pytest.mark.parametrize(
    ("who", "status"), [("outsider", 404), ("reviewer", 403), ("manager", 403), ("resident", 404)]
)
def test_only_editors_of_the_area(browser, shift, resident, who, status, request):
    browser.as_(request.getfixturevalue(who)).get(address(shift), status)

    send(browser, shift, make_person(), status=status)

    assert count_rows(ServiceRecord) == 0


def test_missing_and_wrong_methods(browser, editor):
    browser.as_(editor)
    browser.get("/desk/shifts/987654/hours/back-fill", status=404)
    browser.get("/desk/backfills/987654", status=404)
    browser.post("/desk/backfills/987654", status=405)
    browser.get("/desk/backfills/987654/confirm", status=405)


def test_an_editor_who_also_reviews_does_not_confirm_what_they_wrote(shift, resident, editor):
    appoint(editor, Role.reviewer, shift.position.area)
    enter(shift, resident, by=editor)

    with pytest.raises(records.OnlyBackfills):
        records.confirm_shift(shift, seen="", by=editor)
    session.rollback()
