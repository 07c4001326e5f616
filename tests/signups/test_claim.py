"""A record that was kept without an account is taken over by its owner's, with a code from the desk."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from board import clock
from board.accounts import claiming
from board.accounts.models import Consent, Person
from board.accounts.queries import account_of
from board.attendance.models import Attendance, How, Kind
from board.audit.models import AuditRow
from board.db import session
from board.notices.models import Notice
from board.signups import handing_over
from board.signups.models import HOLDING, LIVE, ShiftLeader, Signup, State
from tests.factories import committed, fill, make_position, make_shift, make_signup
from tests.pages import Browser
from tests.signups.claims import claim, code_for
from tests.signups.invariants import broken


@pytest.fixture
def shift(community):
    return make_shift(position=make_position(area=community), quota=2)


def state_of(signup):
    session.refresh(signup)
    return signup.state


# Taking over


def test_what_was_done_under_the_number_is_mine(browser, resident, record, shift, code):
    past = make_signup(shift=make_shift(starts_in=timedelta(days=-3)), person=record)
    ahead = make_signup(shift=shift, person=record)
    with committed():
        told = Notice(person_id=record.id, kind="x", sentence="好", link="/", created_at=clock.now())
        leads = ShiftLeader(
            shift_id=shift.id, person_id=record.id, named_by=resident.id, named_at=clock.now()
        )
        session.add_all([told, leads])
    browser.as_(resident)

    page = claim(browser, record.volunteer_no, code)

    assert page.has("认领好了", "助老送餐")
    for row in (past, ahead, told, leads):
        session.refresh(row)
        assert row.person_id == resident.id
    assert session.scalar(select(Consent.person_id).where(Consent.text == "privacy_to_staff")) == resident.id
    assert broken() == []


def test_the_old_record_keeps_its_number_and_nothing_else(browser, resident, record, code):
    number = record.volunteer_no
    browser.as_(resident)

    claim(browser, number, code)

    session.refresh(record)
    kept = (record.volunteer_no, record.name, record.contact_mobile, record.birth_month, record.claimed_by)
    assert kept == (number, "", None, None, resident.id)
    assert resident.birth_month == date(1958, 3, 1)


def test_other_features_hand_over_what_they_keep(browser, resident, record, code, monkeypatch):
    handed = []
    monkeypatch.setattr(handing_over, "others", [lambda old, new: handed.append((old.id, new.id))])
    browser.as_(resident)

    claim(browser, record.volunteer_no, code)

    assert handed == [(record.id, resident.id)]


def test_who_came_is_handed_over_too(browser, editor, resident, record, code):
    shift = make_shift(starts_in=timedelta(hours=-3))
    signup = make_signup(shift=shift, person=record)
    with committed():
        came = Attendance(
            shift_id=shift.id, person_id=record.id, signup_id=signup.id, kind=Kind.arrived, how=How.tap,
            at=clock.now(), noted_at=clock.now(), noted_by=editor.id,
        )  # fmt: skip
        session.add(came)
    browser.as_(resident)

    claim(browser, record.volunteer_no, code)

    session.refresh(came)
    assert came.person_id == resident.id


def test_it_is_written_down_who_gave_the_code_and_who_used_it(browser, editor, resident, record, code):
    browser.as_(resident)
    claim(browser, record.volunteer_no, code)

    given, claimed = (
        session.scalars(select(AuditRow).where(AuditRow.action == action)).one()
        for action in ("accounts.give_claim_code", "signup.claim")
    )
    assert (given.actor_id, claimed.actor_id) == (editor.id, resident.id)
    assert code not in str([given.detail, claimed.detail])


def test_the_desk_finds_the_owner_by_the_old_number(app, browser, editor, resident, record, shift, code):
    claim(browser.as_(resident), record.volunteer_no, code)
    desk = Browser(app).as_(editor)

    assert desk.get(f"/desk/people/{record.volunteer_no}").has("已经认领")
    assert desk.get(f"/desk/people/{record.volunteer_no}/signups").has("已经由本人的账号认领了")
    desk.submit(f"/desk/shifts/{shift.id}/sign-up", "替他报名", typed=record.volunteer_no, agree=True)

    assert session.scalar(select(Signup.person_id)) == resident.id


def test_a_family_no_longer_decides_for_whoever_claimed(app, browser, resident, official, shift, editor):
    helper = Browser(app).as_(official)
    path = f"/positions/{shift.position.number}/sign-up/group?shift={shift.id}"
    helper.submit(path, "一起报名", name_1="李秀英", agree=True, me_too=False)
    mother = session.scalars(select(Person).where(Person.name == "李秀英")).one()
    signup = session.scalars(select(Signup)).one()

    claim(browser.as_(resident), mother.volunteer_no, code_for(app, editor, mother))

    assert not helper.get("/me/signups").has("我帮着报的")
    helper.get(f"/me/helped/{signup.id}/withdraw", 404)
    assert browser.get("/me/signups").has("助老送餐")


# Both on one shift, or at one time


def test_on_a_shift_where_both_are_the_claimed_one_is_withdrawn(browser, resident, record, shift, code):
    mine, theirs = make_signup(shift=shift, person=resident), make_signup(shift=shift, person=record)
    next_one = make_signup(shift=shift, state=State.waiting)
    browser.as_(resident)

    claim(browser, record.volunteer_no, code)

    assert (state_of(mine), state_of(theirs)) == (State.accepted, State.withdrawn)
    assert state_of(next_one) == State.accepted
    assert broken() == []


def test_a_place_is_kept_rather_than_a_wait(browser, resident, record, shift, code):
    theirs = make_signup(shift=shift, person=record)
    fill(shift)
    mine = make_signup(shift=shift, person=resident, state=State.waiting)
    browser.as_(resident)

    claim(browser, record.volunteer_no, code)

    assert (state_of(mine), state_of(theirs)) == (State.withdrawn, State.accepted)
    assert broken() == []


STATES = (State.accepted, State.offered, State.waiting, State.pending)


@pytest.mark.parametrize("theirs", STATES)
@pytest.mark.parametrize("mine", STATES)
def test_whatever_both_had_one_is_left_and_a_place_is_never_lost(
    editor, resident, record, shift, mine, theirs
):
    fill(shift, but=2)
    had = [make_signup(shift=shift, person=who, state=state)
           for who, state in ((resident, mine), (record, theirs))]  # fmt: skip
    typed = claiming.give(editor, record.volunteer_no, once="once")
    session.commit()

    handing_over.claim(account_of(resident), record.volunteer_no, typed)
    session.commit()

    live = [s for s in had if state_of(s) in LIVE]
    held_before = any(state in HOLDING for state in (mine, theirs))
    assert len(live) == 1
    assert live[0].person_id == resident.id
    assert live[0].holds_place or not held_before
    assert broken() == []


def test_overlaps_are_kept_marked_and_said(browser, resident, record, shift, code):
    make_signup(shift=make_shift(position=shift.position), person=resident)
    theirs = make_signup(shift=shift, person=record)
    browser.as_(resident)

    page = claim(browser, record.volunteer_no, code)

    assert page.has("1 个和你别的岗位时间重叠，请留一个")
    session.refresh(theirs)
    assert (theirs.state, theirs.clash_noted) == (State.accepted, True)
    assert broken() == []


# Guessing


def test_it_is_typed_as_people_type(browser, resident, record, code):
    wide = record.volunteer_no.lower().translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789"})

    assert claim(browser.as_(resident), f" {wide} ", f"{code[:3]} {code[3:]}").has("认领好了")


def test_profile_and_sign_ups_lead_here(browser, resident):
    browser.as_(resident)

    assert browser.get("/me/signups").links["认领以前的记录"] == "/me/claim"
    assert browser.get("/me/profile").links["认领"] == "/me/claim"


# Who may


def test_signed_out_it_asks_to_sign_in(browser, engine):
    assert browser.get("/me/claim").path.startswith("/sign-in")
