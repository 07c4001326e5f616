"""Any order of acts and passing time keeps every invariant (a stateful property test)."""

from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from board import clock
from board.accounts import claiming
from board.accounts.models import Person
from board.db import begin_writing, session
from board.errors import RuleBroken
from board.positions.models import Shift
from board.positions.words import Approval
from board.signups import deciding, editing, handing_over, offers, services, standing_in, together, upkeep
from board.signups.behalf import Somebody
from board.signups.models import LIVE, Signup, StandIn, State
from board.signups.together import Group
from tests.factories import make_account, make_person, make_position, make_shift
from tests.signups.invariants import broken, stranded

PEOPLE = 5
# Four shifts: the first two overlap, the third stands alone a day later; on the last, staff decide.
STARTS = tuple(timedelta(hours=hours) for hours in (30, 31, 54, 30))

whom = st.integers(0, PEOPLE - 1)
which = st.integers(0, len(STARTS) - 1)


class Board(RuleBasedStateMachine):
    """Two positions with four shifts, five people, and one editor."""

    def __init__(self, reset, frozen):
        super().__init__()
        self.frozen = frozen
        reset()

    @initialize()
    def begin(self):
        position, staffed = make_position(), make_position(approval=Approval.staff)
        self.shifts = [
            make_shift(position=where, starts_in=start, length=timedelta(hours=2), quota=1).id
            for start, where in zip(STARTS, (position, position, position, staffed), strict=True)
        ]
        self.people = [make_person().id for _ in range(PEOPLE)]

    @rule(who=whom, chosen=st.sets(which, min_size=1))
    def sign_up(self, who, chosen):
        person = session.get(Person, self.people[who])
        self.act(lambda: services.sign_up(person, [self.shifts[n] for n in chosen], consent_version="test"))

    @rule(pick=st.integers(0, 20))
    def withdraw(self, pick):
        live = session.scalars(select(Signup).where(Signup.state.in_(LIVE)).order_by(Signup.id)).all()
        if live:
            self.act(lambda: services.withdraw(live[pick % len(live)], reason="有事"))

    @rule(pick=st.integers(0, 20), says=st.sampled_from(["yes", "no"]))
    def answer_an_offer(self, pick, says):
        kept = self.in_state(State.offered)
        if kept:
            answer = offers.accept if says == "yes" else offers.decline
            self.act(lambda: answer(kept[pick % len(kept)]))

    @rule(pick=st.integers(0, 20))
    def call_in(self, pick):
        waiting = self.in_state(State.waiting)
        if waiting:
            self.act(lambda: offers.call_in(waiting[pick % len(waiting)]))

    @rule(chosen=st.sets(st.integers(0, 20), max_size=4), says=st.sampled_from(["yes", "no"]))
    def decide(self, chosen, says):
        asked = self.in_state(State.pending)
        some = [signup for number, signup in enumerate(asked) if number in chosen]
        if says == "yes":
            self.act(lambda: deciding.approve(some))
        else:
            self.act(lambda: deciding.reject(some, reason="名额有限"))

    @rule(pick=st.integers(0, 20), who=whom)
    def send_a_stand_in(self, pick, who):
        holders = self.in_state(State.accepted)
        if holders:
            mobile = f"1390000000{who}"
            self.act(lambda: standing_in.ask(holders[pick % len(holders)], name="替班", mobile=mobile))

    @rule(pick=st.integers(0, 20))
    def stand_in(self, pick):
        asked = session.scalars(select(StandIn).order_by(StandIn.id)).all()
        if asked:
            self.act(lambda: standing_in.accept(asked[pick % len(asked)]))

    @rule(who=whom, chosen=st.sets(which, min_size=1), me_too=st.booleans())
    def bring_somebody(self, who, chosen, me_too):
        me, named = session.get(Person, self.people[who]), [Somebody(name=f"家人{who}")]
        group = Group(me_too=me_too, again=(), named=named, most=9)
        shifts = [self.shifts[number] for number in chosen]
        self.act(lambda: together.sign_up_group(me, shifts, group, consent_version="test"))

    @rule(pick=st.integers(0, 20), number=which)
    def claim(self, pick, number):
        """Whoever was brought along has an account by now, and signed up with it once before."""
        records = session.scalars(
            select(Person)
            .where(Person.added_by.is_not(None), Person.claimed_by.is_(None))
            .order_by(Person.id)
        ).all()
        if not records:
            return
        record, account = records[pick % len(records)], make_account()
        me, shift = account.person, self.shifts[number]
        self.act(lambda: services.sign_up(me, [shift], consent_version="test"))
        begin_writing()
        claiming._give(record, "123456", session.get(Person, self.people[0]))
        session.commit()
        number = record.volunteer_no
        self.act(lambda: handing_over.claim(account, number, "123456"))

    def in_state(self, state):
        return session.scalars(select(Signup).where(Signup.state == state).order_by(Signup.id)).all()

    @rule(pick=st.integers(0, 20))
    def remove(self, pick):
        live = session.scalars(select(Signup).where(Signup.state.in_(LIVE)).order_by(Signup.id)).all()
        if live:
            self.act(lambda: services.remove(live[pick % len(live)], reason="名额调整"))

    @rule(number=which, quota=st.integers(1, 4))
    def set_quota(self, number, quota):
        shift, editor = session.get(Shift, self.shifts[number]), session.get(Person, self.people[0])
        self.act(lambda: editing.change_quota(shift, quota, by=editor))

    @rule(number=which, hours=st.integers(1, 40))
    def move(self, number, hours):
        shift, editor = session.get(Shift, self.shifts[number]), session.get(Person, self.people[0])
        starts_at = clock.now() + timedelta(hours=hours)
        ends_at = starts_at + timedelta(hours=2)
        self.act(lambda: editing.change_time(shift, starts_at, ends_at, reason="场地", by=editor))

    @rule(number=which)
    def cancel(self, number):
        self.act(lambda: editing.cancel_shift(session.get(Shift, self.shifts[number]), reason="下雨"))

    @rule(who=whom)
    def close_account(self, who):
        self.act(lambda: services.give_up_everything(session.get(Person, self.people[who])))

    @rule(hours=st.integers(1, 12))
    def time_passes(self, hours):
        self.frozen.move(hours=hours)

    @rule()
    def tick(self):
        for step in upkeep.STEPS:
            step()
        assert stranded() == []

    @invariant()
    def nothing_is_broken(self):
        assert broken() == []

    def act(self, doing):
        try:
            doing()
            session.commit()
        except RuleBroken:
            session.rollback()


def test_every_order_of_acts_keeps_the_invariants(engine, clock_at):
    run_state_machine_as_test(
        lambda: Board(engine.clean, clock_at),
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
        ),
    )
