"""What an editor and a reviewer may do to one record: each leaves a step, none changes what was there."""

from datetime import timedelta

import pytest

from board import clock
from board.accounts.models import Role
from board.db import session
from board.notices.models import Notice
from board.records import ledger, services
from board.records.models import State
from board.records.stepping import NotNow
from tests.factories import appoint, make_person
from tests.records.served import confirm, line, recorded, serve, states, steps, tick


def address(person, act=""):
    return f"/desk/records/{line(person).record.id}{act}"


@pytest.fixture
def doubtful(shift, resident):
    """The resident stayed an hour longer than the shift was planned."""
    serve(shift, resident, minutes=180)
    tick()
    return shift


def test_the_editor_lets_a_doubtful_record_stand_and_somebody_else_confirms_it(
    browser, doubtful, resident, editor, reviewer
):
    page = browser.as_(editor).get(f"/desk/shifts/{doubtful.id}/hours")
    assert page.has("要核对", "比原定的时间长了半小时以上")

    browser.get(address(resident, "/keep"))
    page = browser.submit(button="照记", reason="活动延长了，大家都在")

    assert page.has("照记了，等第二个人确认")
    assert confirm(doubtful, reviewer).minutes == 180
    assert steps(resident) == ["kept", "confirmed"]


def test_a_doubtful_record_is_not_confirmed(doubtful, reviewer):
    with pytest.raises(services.NothingToConfirm):
        confirm(doubtful, reviewer)


def test_whoever_corrected_a_record_does_not_confirm_it(browser, served, resident, editor, reviewer):
    appoint(editor, Role.reviewer, served.position.area)
    tick()
    browser.as_(editor).get(address(resident, "/correct"))
    page = browser.submit(button="改时间", came="07:30", went="09:00", reason="七点半才到")

    assert page.has("07:30–09:00", "待确认")
    assert confirm(served, editor).left_over == 1
    assert confirm(served, reviewer).minutes == 90
    assert ledger.of_person(resident).minutes == 90


def test_correcting_confirmed_hours_takes_them_back_until_they_are_confirmed_anew(
    served, resident, editor, reviewer
):
    tick()
    confirm(served, reviewer)
    found = line(resident)

    services.correct(
        found.record.id, clock.local(found.starts_at).time(), clock.local(found.ends_at - timedelta(minutes=60)).time(),
        reason="早走了一小时", by=editor,
    )  # fmt: skip
    session.commit()
    assert ledger.of_person(resident) == ledger.Total(0, 0)
    confirm(served, reviewer)

    assert ledger.of_person(resident) == ledger.Total(60, 1)
    told = session.query(Notice).filter_by(person_id=resident.id, kind="records.corrected").one()
    assert "早走了一小时" in told.sentence


@pytest.mark.parametrize(("came", "went"), [("09:00", "07:00"), ("07:00", "23:30")])
def test_times_that_are_no_stay_near_the_shift_are_refused_and_kept(
    browser, served, resident, editor, came, went
):
    tick()
    browser.as_(editor).get(address(resident, "/correct"))

    page = browser.submit(button="改时间", status=422, came=came, went=went, reason="写错")

    assert page.has("对不上")
    assert page.value_of("came") == came
    assert page.value_of("reason") == "写错"
    assert steps(resident) == []


def test_voiding_takes_the_hours_away_says_why_and_leaves_the_row(browser, served, resident, reviewer):
    tick()
    confirm(served, reviewer)
    browser.as_(reviewer).get(address(resident, "/void"))

    page = browser.submit(button="作废", reason="那天没有来")

    assert page.has("作废", "那天没有来", "第二个人确认")
    assert ledger.of_person(resident) == ledger.Total(0, 0)
    assert (
        "那天没有来"
        in session.query(Notice).filter_by(person_id=resident.id, kind="records.voided").one().sentence
    )


def test_a_voided_record_is_reinstated_and_waits_for_somebody_else(
    browser, served, resident, editor, reviewer
):
    appoint(editor, Role.reviewer, served.position.area)
    tick()
    services.void(line(resident).record.id, reason="记错了", by=editor)
    session.commit()
    browser.as_(editor).get(address(resident, "/reinstate"))
    browser.submit(button="恢复", reason="本人拿来了照片")

    assert line(resident).state == State.proposed
    assert confirm(served, editor).left_over == 1
    confirm(served, reviewer)

    assert ledger.of_person(resident) == ledger.Total(120, 1)


def test_a_reviewer_sends_a_record_back_to_the_editor(browser, served, resident, reviewer):
    tick()
    browser.as_(reviewer).get(address(resident, "/question"))

    page = browser.submit(button="退回核对", reason="照片里没有他")

    assert page.has("要核对", "照片里没有他")
    assert states(served) == ["doubtful", "proposed"]


def test_nobody_does_anything_to_their_own_record(shift, editor, reviewer):
    recorded(shift, editor)

    for act in (services.void, services.question):
        with pytest.raises(services.OwnRecord):
            act(line(editor).record.id, reason="我自己的", by=editor)
        session.rollback()
    assert steps(editor) == []


def test_what_does_not_follow_from_where_a_record_stands_is_refused(served, resident, editor):
    tick()

    for act in (services.keep, services.reinstate):
        with pytest.raises(NotNow):
            act(line(resident).record.id, reason="试试", by=editor)
        session.rollback()
    services.void(line(resident).record.id, reason="记错了", by=editor)
    session.commit()
    with pytest.raises(NotNow):
        services.question(line(resident).record.id, reason="试试", by=editor)
    session.rollback()


def test_sending_a_form_twice_is_sending_it_once(browser, served, resident, editor):
    tick()
    browser.as_(editor)
    browser.get(address(resident, "/void"))
    browser.submit(button="作废", reason="记错了")
    browser.get(address(resident))

    assert steps(resident) == ["voided"]
    assert "作废" not in browser.page.buttons
    assert "恢复" in browser.page.links


def test_a_reason_is_asked_for_and_nothing_happens_without(browser, served, resident, editor):
    tick()
    browser.as_(editor).get(address(resident, "/void"))

    page = browser.submit(button="作废", status=422, reason="  ")

    assert page.has("请写一句原因")
    assert steps(resident) == []


def test_minutes_cannot_be_posted_in(browser, served, resident, editor):
    tick()
    browser.as_(editor)
    told = {"came": "07:00", "went": "08:00", "reason": "改", "minutes": "600", "added_minutes": "600", "state": "confirmed",
            "person_id": "1", "area_id": "1"}  # fmt: skip

    browser.post(address(resident, "/correct"), told)

    found = line(resident)
    assert (found.minutes, found.state, found.last.added_minutes) == (60, State.proposed, 0)


@pytest.mark.parametrize("act", ["keep", "correct", "question", "void", "reinstate"])
def test_strangers_and_wrong_methods(browser, served, resident, outsider, manager, act):
    tick()
    there = address(resident, f"/{act}")
    browser.as_(outsider).get(there, 404)
    browser.as_(outsider).post(there, {"reason": "x"}, 404)
    browser.as_(manager).get(there, 403)
    browser.get(f"/desk/records/987654/{act}", 403)
    browser.as_(resident).get(there, 404)
    assert steps(resident) == []


# My hours


def test_i_see_every_record_with_its_state_and_why(browser, shift, resident, reviewer, clock_at):
    serve(shift, resident, minutes=180)
    tick()

    page = browser.as_(resident).get("/me/hours")
    assert page.has("0 小时（0 分）", "要核对", "社区在核对：比原定的时间长了半小时以上")

    services.keep(line(resident).record.id, reason="活动延长", by=make_staff(shift))
    session.commit()
    confirm(shift, reviewer)
    page = browser.get("/me/hours")
    assert page.has("3 小时", "已确认", "公示到 11月30日 周一，之后可以开证明")

    page = browser.get(f"/me/hours/{line(resident).record.id}")
    assert page.has("来龙去脉", "核对过，照记", "活动延长", "第二个人确认")

    clock_at.move(days=7)
    assert line(resident).is_noticed_at(clock.now())


def test_who_did_not_check_out_is_told_why_nothing_is_written_yet(browser, shift, resident):
    from tests.factories import make_attendance

    make_attendance("arrived", shift=shift, person=resident)

    page = browser.as_(resident).get("/me/hours")

    assert page.has("还没记的", "没有签退，或者社区还没结")


def test_nobody_sees_anybody_elses(browser, served, resident, outsider):
    tick()
    browser.as_(outsider).get(f"/me/hours/{line(resident).record.id}", 404)
    browser.as_(resident).get("/me/hours/987654", 404)
    browser.signed_out().get("/me/hours", 200)
    assert browser.page.h1 == "登录"


def make_staff(shift):
    return make_person(area=shift.position.area)
