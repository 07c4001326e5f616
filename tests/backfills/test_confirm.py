"""A second person confirms a back-fill one by one, after they have opened its proof."""

from datetime import time

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError

from board.accounts.models import Role
from board.audit.models import AuditRow
from board.backfills import services
from board.db import session
from board.errors import NotAllowed
from board.notices.models import Notice
from board.records import ledger, stepping
from board.records import services as records
from board.records.models import RecordStep, State
from tests.backfills.writing_down import REASON, confirm, enter, look_at, proof_of
from tests.factories import appoint, committed, make_account, make_person
from tests.records.served import confirm as confirm_shift
from tests.records.served import line, serve, states, steps, tick

pytestmark = pytest.mark.dealt


@pytest.fixture
def entered(shift, resident, editor):
    return enter(shift, resident, by=editor)


def another_reviewer(area):
    person = make_account(person=make_person(area=area, name="另一个")).person
    appoint(person, Role.reviewer, area)
    return person


def test_the_reviewer_sees_reason_and_proof_opens_it_and_confirms(
    browser, entered, shift, resident, reviewer
):
    browser.as_(reviewer).get("/desk/hours")
    page = browser.get(f"/desk/shifts/{shift.id}/hours")
    assert page.has("有 1 条补录，要打开证明看过，一条一条确认。")
    assert "确认这一班" not in page.buttons

    page = browser.get(page.links["看理由和证明"])
    assert page.has(REASON, "王小燕", "签到表上没有这个人", "先打开证明看过")
    browser.get(page.links["打开证明"])
    page = browser.get(f"/desk/backfills/{entered.id}")
    assert page.has("你打开过")
    page = browser.press("看过了，确认")

    assert page.has("确认了，已经告诉本人，公示 7 天。")
    assert line(resident).state == State.confirmed
    assert ledger.of_person(resident) == ledger.Total(120, 1)
    told = session.scalars(select(Notice.kind).where(Notice.person_id == resident.id)).all()
    assert told == ["backfills.entered", "records.confirmed"]


def test_who_has_not_opened_the_proof_does_not_confirm(browser, entered, resident, reviewer):
    browser.as_(reviewer).get(f"/desk/backfills/{entered.id}")

    page = browser.press("看过了，确认")

    assert page.has("请先打开证明看一看，再确认。")
    assert line(resident).state == State.proposed


def test_that_somebody_else_opened_it_is_not_enough(entered, shift, reviewer):
    look_at(entered, another_reviewer(shift.position.area))

    with pytest.raises(services.ProofNotSeen):
        confirm(entered, reviewer)


def test_the_button_for_the_whole_shift_leaves_it_out_and_says_so(
    browser, entered, shift, resident, reviewer
):
    other = make_person(area=shift.position.area)
    serve(shift, other)
    tick()
    look_at(entered, reviewer)

    browser.as_(reviewer).get(f"/desk/shifts/{shift.id}/hours")
    page = browser.press("确认这一班")

    assert page.has("确认了 1 人", "还有 1 条补录，要看过证明一条一条确认。")
    assert (line(resident).state, line(other).state) == (State.proposed, State.confirmed)
    assert confirm_shift(shift, reviewer) == records.Confirmed(1, 120, 0, 1)


def test_pressing_twice_is_pressing_once(entered, resident, reviewer):
    look_at(entered, reviewer)

    confirm(entered, reviewer)
    confirm(entered, reviewer)

    assert steps(resident) == ["confirmed"]


def test_what_changed_since_the_page_was_made_is_not_confirmed(entered, resident, reviewer, editor):
    look_at(entered, reviewer)
    records.void(entered.id, reason="记错人了", by=editor)
    session.commit()

    with pytest.raises(stepping.NotNow):
        confirm(entered, reviewer)

    assert line(resident).state == State.voided


# Who may not


def test_an_editor_who_is_reviewer_too_does_not_confirm_their_own_entry(
    browser, entered, resident, editor, shift
):
    appoint(editor, Role.reviewer, shift.position.area)
    look_at(entered, editor)

    page = browser.as_(editor).get(f"/desk/backfills/{entered.id}")
    assert page.has("要由别人确认")
    assert "看过了，确认" not in page.buttons
    with pytest.raises(records.OwnHand):
        confirm(entered, editor)

    assert line(resident).state == State.proposed


def test_nobody_confirms_their_own_hours(shift, editor, reviewer):
    record = enter(shift, reviewer, by=editor)
    look_at(record, reviewer)

    with pytest.raises(records.OwnHand):
        confirm(record, reviewer)


def test_the_schema_alone_refuses_whoever_entered_it(entered, resident, editor):
    found = line(resident)

    with pytest.raises(DBAPIError), committed():
        session.execute(insert(RecordStep).values(
            record_id=entered.id, person_id=resident.id, area_id=found.record.area_id, step=1, kind="confirmed",
            by_id=editor.id, at=found.ends_at, reason="", starts_at=found.starts_at, ends_at=found.ends_at,
            minutes=120, added_minutes=120, added_times=1,
        ))  # fmt: skip
    session.rollback()


def test_whoever_corrected_it_does_not_confirm_it(entered, shift, resident, reviewer):
    appoint(reviewer, Role.editor, shift.position.area)
    look_at(entered, reviewer)
    records.correct(entered.id, time(7), time(8), reason="只来了一小时", by=reviewer)
    session.commit()

    with pytest.raises(records.OwnHand):
        confirm(entered, reviewer, step="1")
    second = another_reviewer(shift.position.area)
    look_at(entered, second)
    confirm(entered, second, step="1")
    assert ledger.of_person(resident).minutes == 60


def test_a_community_with_one_clerk_is_confirmed_by_its_street(entered, street, resident):
    at_the_street = another_reviewer(street)
    look_at(entered, at_the_street)

    confirm(entered, at_the_street)

    assert line(resident).state == State.confirmed


def test_another_area_confirms_nothing_by_its_address(browser, entered, resident, outsider):
    browser.as_(outsider)

    browser.get(f"/desk/backfills/{entered.id}", 404)
    browser.post(f"/desk/backfills/{entered.id}/confirm", {"seen": "0"}, 404)
    with pytest.raises(NotAllowed):
        confirm(entered, outsider)

    assert line(resident).state == State.proposed


@pytest.mark.parametrize(("who", "status"), [("editor", 403), ("manager", 403), ("resident", 404)])
def test_only_reviewers_confirm(browser, entered, resident, who, status, request):
    browser.as_(request.getfixturevalue(who))

    browser.post(f"/desk/backfills/{entered.id}/confirm", {"seen": "0"}, status)

    assert line(resident).state == State.proposed


def test_a_record_that_was_not_back_filled_has_no_such_page(browser, shift, resident, reviewer):
    serve(shift, resident)
    tick()
    number = line(resident).record.id

    browser.as_(reviewer).get(f"/desk/backfills/{number}", 404)
    browser.post(f"/desk/backfills/{number}/confirm", {"seen": "0"}, 404)

    assert states(shift) == ["proposed"]


# The proof itself


def test_each_look_at_a_proof_is_written_down(browser, entered, reviewer, editor):
    for person in (reviewer, editor):
        answer = browser.as_(person).get(f"/desk/proofs/{proof_of(entered).token}")

        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    looks = select(AuditRow.actor_id, AuditRow.object_id).where(AuditRow.action == services.OPEN_PROOF)
    assert [tuple(row) for row in session.execute(looks.order_by(AuditRow.id))] == [
        (reviewer.id, proof_of(entered).id),
        (editor.id, proof_of(entered).id),
    ]


@pytest.mark.parametrize(
    ("who", "status"), [("manager", 403), ("outsider", 404), ("resident", 404), ("auditor", 403)]
)
def test_nobody_else_sees_it(browser, entered, who, status, request):
    address = f"/desk/proofs/{proof_of(entered).token}"
    browser.as_(request.getfixturevalue(who)).get(address, status)
    browser.get("/desk/proofs/nothing-of-that-name", 404 if who != "manager" and who != "auditor" else 403)

    looks = select(AuditRow.id).where(AuditRow.action == services.OPEN_PROOF, AuditRow.outcome == "done")
    assert session.scalars(looks).all() == []


def test_its_address_is_no_number_to_count_up(entered):
    assert len(proof_of(entered).token) >= 20
