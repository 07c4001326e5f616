"""A record that was kept without an account is taken over by its owner's, with a code from the desk."""

import re
from contextlib import suppress
from datetime import date, timedelta
from statistics import median
from time import perf_counter

import pytest
from sqlalchemy import select

from board import clock
from board.accounts import added, claiming, throttle, upkeep
from board.accounts.models import ClaimCode, Consent, Failure, Person
from board.accounts.queries import account_of
from board.attendance.models import Attendance, How, Kind
from board.audit.models import AuditRow
from board.db import begin_writing, session
from board.notices.models import Notice
from board.signups import handing_over
from board.signups.models import HOLDING, LIVE, ShiftLeader, Signup, State
from tests.factories import (
    committed,
    fill,
    make_account,
    make_person,
    make_position,
    make_shift,
    make_signup,
)
from tests.pages import Browser
from tests.signups.invariants import broken

SENTENCE = "编号和认领码对不上"


@pytest.fixture
def record(community, editor):
    """Written down at the desk, without an account."""
    begin_writing()
    person = added.add_person(
        name="李秀英", area_id=community.id, contact_mobile=None, birth_month=date(1958, 3, 1), by=editor
    )
    session.commit()
    return person


@pytest.fixture
def shift(community):
    return make_shift(position=make_position(area=community), quota=2)


@pytest.fixture
def code(app, editor, record):
    return code_for(app, editor, record)


def code_for(app, clerk, record):
    page = Browser(app).as_(clerk).submit(f"/desk/people/{record.volunteer_no}/claim-code", "给认领码")
    return re.search(r"\b\d{6}\b", page.text)[0]


def claim(browser, number, code, status=200):
    return browser.submit("/me/claim", "认领", status, volunteer_no=number, code=code)


def wrong(code):
    return "000000" if code != "000000" else "111111"


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


# The code


def test_it_is_for_records_without_an_account(browser, editor, resident):
    browser.as_(editor)
    assert "给一个认领码" not in browser.get(f"/desk/people/{resident.volunteer_no}").links

    page = browser.submit(f"/desk/people/{resident.volunteer_no}/claim-code", "给认领码", 422)

    assert page.has("已经有自己的账号")
    assert session.scalar(select(ClaimCode)) is None


def test_the_person_s_page_leads_to_it_and_the_same_form_shows_the_same_digits(browser, editor, record):
    browser.as_(editor)
    page = browser.get(f"/desk/people/{record.volunteer_no}")
    path = page.links["给一个认领码"]
    browser.get(path)
    told = {"once": browser.page.value_of("once")}

    first, again = (browser.post(path, told).text for _ in range(2))

    assert re.search(r"\b\d{6}\b", first)[0] == re.search(r"\b\d{6}\b", again)[0]
    assert len(session.scalars(select(ClaimCode)).all()) == 1


def test_only_a_hash_is_kept(record, code):
    kept = session.scalars(select(ClaimCode)).one()

    assert len(kept.code_hash) == 64
    assert code not in kept.code_hash


def test_it_lives_ten_minutes(browser, resident, record, code, clock_at):
    clock_at.move(minutes=10)

    assert claim(browser.as_(resident), record.volunteer_no, code, 422).has(SENTENCE)


def test_it_bears_five_tries(app, browser, resident, official, record, code):
    browser.as_(resident)
    for _ in range(5):
        claim(browser, record.volunteer_no, wrong(code), 422)

    assert session.scalar(select(ClaimCode.tries)) == 5
    begin_writing()
    throttle.forget_claim_guesses(record.volunteer_no)
    session.commit()
    assert claim(Browser(app).as_(official), record.volunteer_no, code, 422).has(SENTENCE)


def test_it_works_once_and_the_same_form_answers_the_same(app, browser, resident, official, record, code):
    browser.as_(resident)
    first = claim(browser, record.volunteer_no, code)
    again = claim(browser, record.volunteer_no, code)

    assert first.flashes == again.flashes
    assert claim(Browser(app).as_(official), record.volunteer_no, code, 422).has(SENTENCE)
    session.refresh(record)
    assert record.claimed_by == resident.id


def test_a_newer_one_ends_the_older(app, browser, editor, resident, record, code):
    newer = code_for(app, editor, record)
    browser.as_(resident)

    if newer != code:
        assert claim(browser, record.volunteer_no, code, 422).has(SENTENCE)
    assert claim(browser, record.volunteer_no, newer).has("认领好了")


def test_whoever_gave_it_cannot_use_it(browser, editor, record, code):
    assert claim(browser.as_(editor), record.volunteer_no, code, 422).has(SENTENCE)


def test_old_codes_are_forgotten(record, code, clock_at):
    clock_at.move(days=2, seconds=1)

    upkeep.forget_old()

    assert session.scalar(select(ClaimCode)) is None


# Guessing


def seen(page, number):
    body = page.body.decode().replace(number, "NUMBER")
    body = re.sub(r'(csrf_token|once)"[^>]*value="[^"]+"', "TOKEN", body)
    return page.status, page.path, body, {k for k, _ in page.headers if k != "X-Request-ID"}


def test_unknown_taken_claimed_and_wrong_look_the_same(app, editor, official, resident, community, record):
    taken, claimed = make_account(person=make_person(area=community)).person, make_person(area=community)
    with committed():
        claimed.claimed_by, claimed.added_by = resident.id, editor.id
    code_for(app, editor, record)

    pages = [
        seen(claim(Browser(app).as_(make_account().person), number, "123456", 422), number)
        for number in ("WJ000000", taken.volunteer_no, claimed.volunteer_no, record.volunteer_no)
    ]

    assert SENTENCE in pages[0][2]
    assert pages[0] == pages[1] == pages[2] == pages[3]


def test_they_take_as_long(app, editor, record, clock_at):
    took = {record.volunteer_no: [], "WJ000000": []}
    code_for(app, editor, record)
    for _ in range(8):
        for number, times in took.items():
            browser = Browser(app).as_(make_account().person)
            clock_at.move(hours=4)
            browser.as_(make_account().person)
            browser.get("/me/claim")
            began = perf_counter()
            browser.submit(None, "认领", 422, volunteer_no=number, code="123456")
            times.append(perf_counter() - began)

    assert 0.4 < median(took[record.volunteer_no]) / median(took["WJ000000"]) < 2.5


def test_a_number_and_an_account_bear_ten_guesses_a_day(engine, resident, official, clock_at):
    mine, theirs = account_of(resident).id, account_of(official).id
    reached = []
    for _ in range(95):
        clock_at.move(minutes=15)
        with suppress(throttle.TooManyGuesses):
            reached.append(throttle.count_claim_guess("WJ000001", mine))

    assert len(reached) == 10
    with pytest.raises(throttle.TooManyGuesses, match="请工作人员"):
        throttle.count_claim_guess("WJ000001", theirs)
    with pytest.raises(throttle.TooManyGuesses):
        throttle.count_claim_guess("WJ000002", mine)
    throttle.count_claim_guess("WJ000002", theirs)


def test_a_stranger_s_guesses_do_not_keep_the_owner_out(app, browser, editor, resident, official, record):
    attacker = Browser(app).as_(official)
    code = code_for(app, editor, record)
    for _ in range(5):
        claim(attacker, record.volunteer_no, wrong(code), 422)
    assert claim(attacker, record.volunteer_no, wrong(code), 422).has("后再试")

    fresh = code_for(app, editor, record)

    assert claim(browser.as_(resident), record.volunteer_no, fresh).has("认领好了")


def test_what_is_counted_holds_no_number(browser, resident, record):
    claim(browser.as_(resident), record.volunteer_no, "123456", 422)

    keys = session.scalars(select(Failure.key)).all()
    assert keys
    assert all(len(key) == 64 and record.volunteer_no not in key for key in keys)


@pytest.mark.parametrize(
    ("number", "code", "says"),
    [
        ("", "123456", "请写志愿者编号"),
        ("WJ12", "123456", "志愿者编号像 WJ000123"),
        ("WJ000123", "12345", "认领码是 6 位数字"),
        ("WJ000123", "abcdef", "认领码是 6 位数字"),
    ],
)
def test_what_is_missing_is_said_and_counts_as_no_guess(browser, resident, number, code, says):
    assert claim(browser.as_(resident), number, code, 422).has(says)


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


def test_to_another_community_the_record_does_not_exist(browser, outsider, record):
    browser.as_(outsider)
    path = f"/desk/people/{record.volunteer_no}/claim-code"

    browser.post(path, status=404)

    assert session.scalar(select(ClaimCode)) is None


@pytest.mark.parametrize("who", ["reviewer", "manager"])
def test_a_colleague_without_the_role_is_refused(browser, record, who, request):
    browser.as_(request.getfixturevalue(who))

    browser.get(f"/desk/people/{record.volunteer_no}/claim-code", 403)
    browser.post(f"/desk/people/{record.volunteer_no}/claim-code", status=403)


def test_what_does_not_exist_is_not_found(browser, editor):
    browser.as_(editor).get("/desk/people/WJ000000/claim-code", 404)
