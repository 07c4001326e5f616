"""Each month some confirmed records are drawn by lot, and checked by somebody who had no hand in them."""

from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from board import clock
from board.accounts.models import Role
from board.audit.models import AuditRow
from board.db import session
from board.flags import drawing, queries, services
from board.flags.models import Recheck, RecheckDraw, RecheckState
from board.flags.services import Looked, Verdict
from board.notices.models import Notice
from board.records import ledger
from board.records import services as records
from board.records.models import State
from tests.factories import (
    appoint,
    committed,
    make_account,
    make_area,
    make_list,
    make_person,
    make_position,
    make_shift,
)
from tests.records.served import confirm, line, serve, tick

pytestmark = pytest.mark.dealt

NOTE = "打电话问过本人，九点走的"


@pytest.fixture
def confirmed(shift, resident, reviewer):
    """The resident's two hours, confirmed by the reviewer in November."""
    serve(shift, resident)
    tick()
    confirm(shift, reviewer)
    return line(resident).record


def draw(clock_at=None, days=10):
    if clock_at:
        clock_at.move(days=days)
    session.rollback()
    return drawing.draw_last_month()


def drawn():
    session.rollback()
    return session.scalars(select(Recheck).order_by(Recheck.id)).all()


def look(recheck, by, verdict=Verdict.right, note=NOTE):
    session.rollback()
    try:
        services.look(recheck.id, Looked(verdict, note), by=by)
        session.commit()
    finally:
        session.rollback()


# The lot


@pytest.mark.no_database
@pytest.mark.parametrize(("count", "drawn"), [(0, 0), (1, 1), (20, 1), (21, 2), (100, 5), (5000, 10)])
def test_five_in_a_hundred_one_at_least_and_ten_at_most(count, drawn):
    assert len(drawing.chosen_of("seed", range(count), 5)) == drawn


@pytest.mark.no_database
def test_the_seed_alone_chooses_and_anybody_can_do_it_again():
    records_of_month = list(range(300))
    order = sorted(records_of_month, key=lambda number: sha256(f"abc:{number}".encode()).hexdigest())

    assert drawing.chosen_of("abc", records_of_month[::-1], 5) == order[:10]
    assert drawing.chosen_of("abd", records_of_month, 5) != order[:10]


def test_last_months_records_are_drawn_once_and_the_seed_is_in_the_audit_log(confirmed, clock_at):
    assert draw() == 0  # it is still November: October had nothing
    assert draw(clock_at) == 1
    assert draw() == 0

    (recheck,) = drawn()
    assert (recheck.record_id, recheck.state, recheck.due_on.isoformat()) == (
        confirmed.id,
        RecheckState.waiting,
        "2026-12-31",
    )
    november = session.scalars(select(RecheckDraw).order_by(RecheckDraw.id.desc())).first()
    assert november.month.isoformat() == "2026-11-01"
    told = session.scalars(
        select(AuditRow.detail).where(AuditRow.action == "flags.draw").order_by(AuditRow.id.desc())
    )
    assert told.first() == {"seed": november.seed}


def test_each_community_has_its_own_lot(confirmed, community, reviewer, street, clock_at):
    other = make_area(name="新华社区", parent=street)
    appoint(reviewer, Role.reviewer, other)
    position = make_position(opportunity_list=make_list(area=other))
    shift = make_shift(position=position, starts_in=timedelta(hours=-3))
    serve(shift, make_person(area=other))
    tick()
    confirm(shift, reviewer)

    assert draw(clock_at) == 2
    assert {recheck.area_id for recheck in drawn()} == {community.id, other.id}


def test_what_was_voided_meanwhile_is_not_drawn(confirmed, editor, clock_at):
    records.void(confirmed.id, reason="记错人了", by=editor)
    session.commit()

    assert draw(clock_at) == 0


def test_the_database_refuses_to_change_a_draw(confirmed, clock_at):
    draw(clock_at)

    with pytest.raises(DBAPIError), committed():
        session.execute(RecheckDraw.__table__.update().values(seed="0" * 64))
    session.rollback()


# The check


@pytest.fixture
def recheck(confirmed, clock_at, checker):
    draw(clock_at)
    return drawn()[0]


def test_somebody_without_a_hand_in_it_checks_it(browser, recheck, checker, resident):
    browser.as_(checker)
    assert browser.get("/desk").has("抽查 1 条时长", "12月31日 周四 前核对")
    page = browser.get("/desk/flags")

    page = browser.get(page.links["去核对"])
    assert page.has("林小满", "07:00–09:00", "2026年11月确认的时长里抽签抽到的", "李老师")
    page = browser.submit(button="记下来", verdict="right", note=NOTE)

    assert page.has("记下了：没有错。")
    assert (drawn()[0].state, drawn()[0].looked_by) == (RecheckState.right, checker.id)
    assert ledger.of_person(resident).minutes == 120
    assert browser.get(f"/desk/rechecks/{recheck.id}").has("没有错：何秀英", NOTE)
    assert "抽查" not in browser.get("/desk").text


@pytest.mark.parametrize(
    ("verdict", "state", "told"), [("questioned", State.doubtful, False), ("voided", State.voided, True)]
)
def test_what_is_not_right_goes_back_or_is_void(recheck, checker, resident, verdict, state, told):
    look(recheck, checker, Verdict(verdict))

    assert (line(resident).state, line(resident).last.by_id, line(resident).last.reason) == (
        state,
        checker.id,
        NOTE,
    )
    assert drawn()[0].state == RecheckState.wrong
    assert ledger.of_person(resident).minutes == 0
    kinds = session.scalars(select(Notice.kind).where(Notice.person_id == resident.id)).all()
    assert ("records.voided" in kinds) is told


def test_what_was_changed_meanwhile_need_not_be_checked(recheck, checker, editor, resident):
    records.void(recheck.record_id, reason="记错人了", by=editor)
    session.commit()

    with pytest.raises(services.NotAsItWas):
        look(recheck, checker)
    look(recheck, checker, Verdict.gone)

    assert drawn()[0].state == RecheckState.gone


def test_whoever_confirmed_it_does_not_check_it(browser, recheck, reviewer):
    page = browser.as_(reviewer).get(f"/desk/rechecks/{recheck.id}")
    assert page.has("要由没有经手的人核对")
    assert "记下来" not in page.buttons

    with pytest.raises(services.Involved):
        look(recheck, reviewer)
    assert drawn()[0].state == RecheckState.waiting


def test_nor_whoever_tapped_them_in(shift, resident, reviewer, checker, clock_at):
    serve(shift, resident, by=checker)
    tick()
    confirm(shift, reviewer)
    draw(clock_at)

    with pytest.raises(services.Involved):
        look(drawn()[0], checker)


def test_nor_whoever_served(browser, shift, reviewer, checker, clock_at):
    serve(shift, checker)
    tick()
    confirm(shift, reviewer)
    draw(clock_at)

    browser.as_(checker).get(f"/desk/rechecks/{drawn()[0].id}", 404)
    with pytest.raises(services.Involved):
        look(drawn()[0], checker)


def test_where_nobody_else_is_the_street_checks(browser, confirmed, reviewer, street, clock_at):
    at_the_street = make_account(person=make_person(area=street)).person
    appoint(at_the_street, Role.reviewer, street)
    draw(clock_at)

    assert queries.waiting_for(reviewer).rechecks == 0
    assert queries.waiting_for(at_the_street).rechecks == 1
    assert browser.as_(at_the_street).get("/desk").has("抽查 1 条时长")


def test_while_the_community_has_somebody_the_street_is_not_asked_and_sees_what_is_late(
    browser, recheck, street, clock_at
):
    at_the_street = make_account(person=make_person(area=street)).person
    appoint(at_the_street, Role.reviewer, street)
    assert "抽查 1 条" not in browser.as_(at_the_street).get("/desk").text

    clock_at.move(days=30)

    assert clock.today() > recheck.due_on
    assert browser.as_(at_the_street).get("/desk/flags").has("清泉社区：1 条抽查没做", "12月31日 周四 到期")


def test_checking_twice_is_checking_once_and_a_second_person_comes_too_late(recheck, checker, community):
    another = make_account(person=make_person(area=community)).person
    appoint(another, Role.reviewer, community)
    look(recheck, checker)
    look(recheck, checker)

    with pytest.raises(services.LookedAt):
        look(recheck, another, Verdict.voided)


@pytest.mark.parametrize(
    ("who", "status"), [("outsider", 404), ("editor", 403), ("manager", 403), ("resident", 404)]
)
def test_only_reviewers_of_the_area(browser, recheck, who, status, request):
    browser.as_(request.getfixturevalue(who)).get(f"/desk/rechecks/{recheck.id}", status)
    browser.post(f"/desk/rechecks/{recheck.id}", {"verdict": "voided", "note": "x"}, status)

    assert drawn()[0].state == RecheckState.waiting


def test_missing_and_wrong_methods(browser, reviewer):
    browser.as_(reviewer).get("/desk/rechecks/987654", 404)
    browser.post("/desk/rechecks/987654", {"verdict": "right", "note": "x"}, 404)
