"""Families at the same moment as others: together or not at all, and nobody oversold; with twins."""

import pytest
from sqlalchemy import select

from board.accounts import claiming
from board.accounts.models import Person
from board.accounts.queries import account_of
from board.db import session
from board.positions.models import Shift
from board.signups import behalf, handing_over, services, together
from board.signups.behalf import Present, Somebody
from board.signups.models import LIVE, MadeAs, Signup
from board.signups.together import Group
from tests.factories import appoint, make_account, make_area, make_person, make_position, make_shift
from tests.factories import make_signup as signup_of
from tests.signups.invariants import broken, stranded, told_twice
from tests.signups.racing import guards_off, race

ROUNDS = 20
TWIN_ROUNDS = 10


def family(shift, others=1):
    """Somebody with an account, and those they brought before: signing up all of them."""
    me = make_account(person=make_person()).person
    again = [make_person(added_by=me.id, area=me.area).volunteer_no for _ in range(others)]
    group = Group(me_too=True, again=again, named=(), most=9)
    return signing_up_together(me, shift, group)


def signing_up_together(me, shift, group):
    me_id, shift_id = me.id, shift.id
    return lambda: together.sign_up_group(
        session.get(Person, me_id), [shift_id], group, consent_version="test"
    )


def signing_up(person, shift):
    person_id, shift_id = person.id, shift.id
    return lambda: services.sign_up(session.get(Person, person_id), [shift_id], consent_version="test")


def two_families_for_the_last_places():
    shift = make_shift(quota=3)
    return [family(shift), family(shift)]


def a_family_against_one():
    shift = make_shift(quota=2)
    return [family(shift), signing_up(make_person(), shift)]


def a_family_against_one_of_its_own():
    """The one whom I brought has just gone somewhere else at the same time."""
    position = make_position()
    shift, same_time = make_shift(position=position, quota=2), make_shift(position=position, quota=2)
    me = make_account(person=make_person()).person
    mother, father = (make_person(added_by=me.id, area=me.area) for _ in range(2))
    group = Group(me_too=False, again=[mother.volunteer_no, father.volunteer_no], named=(), most=9)
    return [signing_up_together(me, shift, group), signing_up(mother, same_time)]


RACES = [two_families_for_the_last_places, a_family_against_one, a_family_against_one_of_its_own]


def torn():
    """Families of whom some have a place and some have none."""
    session.rollback()
    live = session.scalars(select(Signup).where(Signup.state.in_(LIVE))).all()
    brought = {s.made_by for s in live if s.made_as == MadeAs.group}
    families = [[s for s in live if s.made_by == me and s.shift_id == _shift_of(live, me)] for me in brought]
    return [f"{len(one)} of a family of two" for one in families if len(one) != 2]


def _shift_of(live, me):
    return next(s.shift_id for s in live if s.made_by == me and s.made_as == MadeAs.group)


@pytest.mark.parametrize("begin", RACES, ids=lambda begin: begin.__name__)
def test_together_or_not_at_all(begin):
    for number in range(ROUNDS):
        ended = race(*begin())

        assert ended == [None, None], f"round {number}: {ended}"
        assert broken() + torn() + stranded() + told_twice() == [], f"round {number}"


@pytest.mark.parametrize("begin", RACES, ids=lambda begin: begin.__name__)
def test_without_the_guards_the_same_race_breaks_something(begin, throwaway):
    with guards_off(racers=2):
        for _ in range(TWIN_ROUNDS):
            ended = race(*begin())
            if broken() + torn() or any(ended):
                return
    pytest.fail(f"{begin.__name__} cannot fail: it proves nothing")


def people_named(name):
    session.rollback()
    return session.scalars(select(Person).where(Person.name == name)).all()


def test_the_same_family_sent_twice_at_once_is_one_family():
    for number in range(ROUNDS):
        shift = make_shift(quota=9)
        me = make_account(person=make_person()).person
        group = Group(me_too=True, again=(), named=[Somebody(name=f"王秀英{number}")], most=9)

        ended = race(*[signing_up_together(me, shift, group) for _ in range(2)])

        assert ended == [None, None]
        assert len(people_named(f"王秀英{number}")) == 1
        assert broken() == []


def test_two_clerks_write_down_one_person_once():
    area = make_area()
    clerk = make_person(area=area)
    appoint(clerk, "editor", area)
    for number in range(ROUNDS):
        position = make_position(area=area)
        shifts = [make_shift(position=position) for _ in range(2)]
        present = Present(typed="", who=Somebody(name=f"李大爷{number}", mobile="13800000071"))

        ended = race(*[at_the_desk(shift, present, clerk) for shift in shifts])

        assert ended == [None, None]
        assert len(people_named(f"李大爷{number}")) == 1
        assert broken() == []


def at_the_desk(shift, present, clerk):
    shift_id, clerk_id = shift.id, clerk.id

    def act():
        behalf.sign_up_present(
            session.get(Shift, shift_id), present, by=session.get(Person, clerk_id), consent_version="test"
        )

    return act


def test_a_claim_at_the_same_moment_as_a_sign_up_loses_nothing():
    area = make_area()
    clerk = make_person(area=area)
    appoint(clerk, "editor", area)
    for number in range(ROUNDS):
        shift = make_shift(quota=2)
        account = make_account(person=make_person(area=area))
        record = make_person(area=area, added_by=clerk.id)
        signup_of(shift=shift, person=record)
        typed = _given(clerk, record, number)
        claiming_it = _claiming(account, record.volunteer_no, typed)

        ended = race(claiming_it, signing_up(account.person, shift))

        assert ended == [None, None], ended
        assert broken() + stranded() == []
        session.refresh(record)
        assert record.claimed_by == account.person_id


def test_two_accounts_claim_one_record_and_one_gets_it():
    area = make_area()
    clerk = make_person(area=area)
    appoint(clerk, "editor", area)
    for number in range(ROUNDS):
        record = make_person(area=area, added_by=clerk.id)
        typed = _given(clerk, record, number)
        accounts = [make_account(person=make_person(area=area)) for _ in range(2)]

        ended = race(*[_claiming(account, record.volunteer_no, typed) for account in accounts])

        assert ended == [None, None]
        assert broken() == []
        session.refresh(record)
        assert record.claimed_by in {account.person_id for account in accounts}


def _given(clerk, record, number):
    typed = claiming.give(clerk, record.volunteer_no, once=f"once {number}")
    session.commit()
    return typed


def _claiming(account, volunteer_no, typed):
    person_id = account.person_id
    return lambda: handing_over.claim(account_of(session.get(Person, person_id)), volunteer_no, typed)
