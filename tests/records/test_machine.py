"""Any order of acts, in attendance and in the ledger, comes to the same sums as plain arithmetic (stateful)."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from board import clock
from board.accounts.models import Person, Role
from board.attendance import by_code, minute_code, settling
from board.attendance import services as roster
from board.attendance.by_code import Sent
from board.attendance.models import Attendance, Kind
from board.attendance.settling import Became, Decisions
from board.audit import sealing, verifying
from board.db import begin_writing, session
from board.errors import NotAllowed, RuleBroken
from board.positions.models import Position, Shift
from board.records import ledger, services, stepping
from board.records.models import Kind as StepKind
from board.records.models import RecordStep, ServiceRecord, State, WaitingRecord
from tests import factories
from tests.attendance.conftest import WINDOW
from tests.conftest import MONDAY_TEN
from tests.records.model import MAY, Book, Seen, Where
from tests.records.served import serve, tick

HALF_PAST_ONE = MONDAY_TEN + timedelta(hours=3, minutes=30)
# Hours before half past one, and length: two that overlap, one of a task list, a long one, one that goes on.
SHIFTS = ((5.5, 2), (4.5, 2), (3, 1), (6.5, 5), (0.5, 2))
STEPS = 50

which = st.integers(0, len(SHIFTS) - 1)
number = st.integers(0, 30)
SERVE = ("first", "second", "leader", "reviewer", "both", "brought")
volunteer = st.sampled_from(SERVE)
clerk = st.sampled_from(["editor", "reviewer", "both", "street"])
KEEPERS = ("leader", "editor", "both")
keeper = st.sampled_from(KEEPERS)
# How somebody came and went before half past one: None is not at all.
come_and_gone = st.sampled_from(
    [None, {}, {}, {"minutes": 47}, {"minutes": 200}, {"by": "leader"}, {"by": "both"}]
)


class Ledger(RuleBasedStateMachine):
    """Two communities of a street, five shifts, six who serve, four who may decide."""

    done = Counter()

    def __init__(self, reset, frozen):
        super().__init__()
        self.frozen = frozen
        frozen.move_to(HALF_PAST_ONE)
        reset()
        self.rows, self.checked = {}, None

    @initialize(stays=st.lists(come_and_gone, min_size=6 * 4, max_size=6 * 4))
    def begin(self, stays):
        self.here, self.there = factories.make_area(), factories.make_area()
        self.people = {name: factories.make_person(area=self.here) for name in (*SERVE, "editor", "street")}
        for name, role, area in (
            ("editor", Role.editor, self.here), ("both", Role.editor, self.here), ("both", Role.reviewer, self.here),
            ("reviewer", Role.reviewer, self.here), ("street", Role.reviewer, self.here.parent),
        ):  # fmt: skip
            factories.appoint(self.people[name], role, area)
        self.shifts = [self._shift(*times, turn) for turn, times in enumerate(SHIFTS)]
        self._serve(stays)
        self.ids = {name: person.id for name, person in self.people.items()}
        self.book = Book([self._where(shift) for shift in self.shifts])
        self.shift_ids = [shift.id for shift in self.shifts]
        self.tick(0)

    def _shift(self, hours_ago, length, turn):
        area = self.there if turn == 1 else self.here
        position = factories.make_position(area=area, counts_hours=turn != 2)
        return factories.make_shift(
            position=position, starts_in=timedelta(hours=-hours_ago), length=timedelta(hours=length), quota=20
        )

    def _serve(self, stays):
        """Who did not come this morning had signed up; for what goes on everybody has."""
        expected = [(self.shifts[-1], name) for name in SERVE]
        with factories.committed():
            for turn, stay in enumerate(stays):
                shift, name = self.shifts[turn % 4], SERVE[turn // 4]
                if stay is None:
                    expected.append((shift, name))
                    continue
                by = {"by": self.people[stay["by"]]} if "by" in stay else {}
                serve(shift, self.people[name], signed_up=False, **(stay | by))
            for shift, name in expected:
                factories.make_signup(shift=shift, person=self.people[name])

    def _where(self, shift):
        position = session.get(Position, shift.position_id)
        return Where(
            shift.id, position.id, position.area_id, shift.starts_at, shift.ends_at, position.counts_hours
        )

    # Attendance: whatever comes of it is what the ledger rests on.

    @rule(
        who=volunteer,
        at=which,
        by=st.sampled_from([None, *KEEPERS]),
        kind=st.sampled_from([Kind.arrived, Kind.left]),
    )
    def come_or_go(self, who, at, by, kind):
        """By the code, or tapped in and out."""
        shift_id = self.shift_ids[at]
        if by is None:
            sent = Sent(kind, minute_code.digits(shift_id, clock.now()), "browser" * 6)
            self.attempt(lambda: by_code.check(self.person(who), shift_id, sent, WINDOW))
        else:
            tap = roster.arrive if kind == Kind.arrived else roster.leave
            self.attempt(lambda: tap(self.shift(at), self.ids[who], by=self.person(by), window=WINDOW))

    @rule(at=which, by=keeper, pick=number, rest=st.sampled_from([None, *Became]), drops=st.booleans())
    def look_at_it_again(self, at, by, pick, rest, drops):
        """A tap is taken back; or the shift is settled, and one row dropped."""
        rows = self.seen(at)
        row = rows[pick % len(rows)].id if rows else 0
        if rest is None:
            self.attempt(lambda: roster.take_back(self.shift(at), row, by=self.person(by)))
            return
        told = Decisions(
            rest=rest, rest_went_at_the_end=True, voided={row: "没有来"} if drops else {},
            counts=frozenset(one.id for one in rows if not one.is_settled) - ({row} if drops else set()),
        )  # fmt: skip
        self.attempt(lambda: settling.settle(self.shift(at), told, by=self.person(by)))

    @precondition(lambda self: not self.book.claims)
    @rule(by=st.sampled_from(["reviewer", "first"]))
    def take_over_what_was_recorded_without_an_account(self, by):
        brought, owner = self.ids["brought"], self.ids[by]
        begin_writing()
        session.get(Person, brought).claimed_by = owner
        roster.hand_over(brought, owner)
        session.commit()
        self.book.claims[brought] = owner

    # The ledger

    @rule(minutes=st.sampled_from([0, 0, 20, 60, 150, 600]))
    def tick(self, minutes):
        self.frozen.move(minutes=minutes)
        tick()
        self.book.propose(self.seen(), clock.now())
        self.book.follow(self.seen())

    @rule(at=which, by=clerk, has_looked=st.sampled_from([True, True, True, False]))
    def confirm(self, at, by, has_looked):
        shift, person = self.shift(self._waiting(at)), self.person(by)
        may = by in {"street", "reviewer", "both"} and (
            by == "street" or shift.position.area_id == self.here.id
        )
        theirs = self.book.to_confirm(shift.id, person.id) if may else None
        lines = ledger.lines(ServiceRecord.shift_id == shift.id)
        seen = services.seen_of(lines) if has_looked else "0" * 16
        is_stale = not has_looked and any(line.state == State.proposed for line in lines)

        said_yes = self.attempt(lambda: services.confirm_shift(shift, seen=seen, by=person))

        assert said_yes == (theirs is not None and not is_stale)
        if said_yes:
            self.book.confirm(theirs, self.ids[by])
            self.done["confirm"] += len(theirs)

    @rule(
        pick=number,
        by=clerk,
        verb=st.sampled_from([services.keep, services.question, services.void, services.reinstate]),
    )
    def decide(self, pick, by, verb):
        self.act(verb.__name__, pick, by, lambda one: verb(one, reason="核对过", by=self.person(by)))

    @rule(pick=number, by=clerk, late=st.integers(-60, 90), minutes=st.integers(0, 300))
    def correct(self, pick, by, late, minutes):
        one = self.pick("correct", pick)
        if one is None:
            return
        came = one.where.starts_at + timedelta(minutes=late)
        went = came + timedelta(minutes=minutes)
        times = [clock.local(instant).time() for instant in (came, went)]

        def correcting(record_id):
            services.correct(record_id, *times, reason="改时间", by=self.person(by))

        if self.act("correct", pick, by, correcting, also=went <= clock.now()):
            one.starts_at, one.ends_at = came, went

    @rule(pick=number, by=clerk, kind=st.sampled_from([StepKind.held, StepKind.released]))
    def object_or_answer(self, pick, by, kind):
        def stepping_on(record_id):
            begin_writing()
            line = ledger.line_of(record_id)
            if self.ids[by] in (line.record.person_id, line.record.person.claimed_by):
                raise services.OwnRecord  # as the answer to an objection is refused
            stepping.take(line, kind, by=self.person(by), reason="有异议")

        self.act("hold" if kind == StepKind.held else "release", pick, by, stepping_on)

    # How it is done

    def act(self, verb, pick, by, doing, *, also=True):
        """Done exactly when the model says that it may be."""
        one = self.pick(verb, pick)
        if one is None:
            return False
        may = also and self.book.may(verb, one, self.ids[by])
        record = session.scalar(select(ServiceRecord.id).where(
            ServiceRecord.shift_id == one.where.shift_id, ServiceRecord.person_id == one.person_id
        ))  # fmt: skip

        said_yes = self.attempt(lambda: doing(record))

        assert said_yes == may, (verb, one)
        if said_yes:
            self.book.do(verb, one, self.ids[by])
            self.done[verb] += 1
        return said_yes

    def attempt(self, doing):
        session.rollback()
        try:
            doing()
            session.commit()
        except (RuleBroken, NotAllowed):
            session.rollback()
            return False
        session.rollback()
        return True

    def pick(self, verb, number):
        """One of all records; three times of four one to which this may be done, if there is any."""
        found = list(self.book.hours.values())
        fitting = [one for one in found if verb in MAY[one.state]]
        if fitting and number % 4:
            found = fitting
        return found[number % len(found)] if found else None

    def _waiting(self, at):
        """A shift with something to confirm, if there is one."""
        waiting = [one.where.shift_id for one in self.book.hours.values() if one.state == "proposed"]
        return self.shift_ids.index(waiting[at % len(waiting)]) if waiting and at else at

    def person(self, name):
        return session.get(Person, self.ids[name])

    def shift(self, at):
        return session.get(Shift, self.shift_ids[at])

    def seen(self, at=None):
        rows = select(Attendance).order_by(Attendance.id)
        if at is not None:
            rows = rows.where(Attendance.shift_id == self.shift_ids[at])
        found = [
            Seen(
                row.id, row.shift_id, row.person_id, str(row.kind), str(row.how), row.at, row.noted_by, row.settled_by,
                row.review is None or row.settled_at is not None, row.voided_at is not None,
            )
            for row in session.scalars(rows)
        ]  # fmt: skip
        session.rollback()
        return found

    # What is so after every step

    @invariant()
    def no_row_changes_and_all_is_as_the_model_says(self):
        records, steps = self._rows(ServiceRecord), self._rows(RecordStep)
        session.rollback()
        self._check_rows(records, steps)
        now = len(records), len(steps), len(self.book.claims), self.book.snapshot()
        if now != self.checked:  # where nothing was added and nothing is expected, all is as it was
            self._check_second_person(records, steps)
            self._check_records()
            self._check_totals()
            self.checked = now

    def _rows(self, model):
        return {row.id: row for row in session.execute(select(*model.__table__.columns).order_by(model.id))}

    def _check_rows(self, *tables):
        """Rows are added, and none is ever another."""
        for name, rows in enumerate(tables):
            before = self.rows.get(name, {})
            assert {number: rows.get(number) for number in before} == before
            self.rows[name] = rows

    def _check_second_person(self, records, steps):
        """Nobody confirms their own, or what they wrote."""
        wrote = {row.id: {row.person_id, row.entered_by, *row.hands} for row in records.values()}
        for _, step in sorted(steps.items()):
            assert step.kind != StepKind.confirmed or step.by_id not in wrote[step.record_id]
            wrote[step.record_id] |= {step.by_id} if step.kind in _WROTE else set()

    def _check_records(self):
        lines = ledger.lines()
        waiting = dict(session.execute(select(WaitingRecord.record_id, WaitingRecord.state)).all())
        open_ones = {line.record.id: line.state for line in lines if line.state in _OPEN}
        told = {
            (line.record.shift_id, line.record.person_id): (str(line.state), line.minutes, line.starts_at)
            for line in lines
        }
        session.rollback()
        assert told == self.book.snapshot()
        assert waiting == open_ones

    def _check_totals(self):
        book, owner = self.book, self.ids["reviewer"]
        kinds = (
            (ledger.totals_by(RecordStep.area_id), lambda one: one.where.area_id),
            (ledger.totals_by(RecordStep.person_id), lambda one: one.person_id),
            (ledger.by_position(), lambda one: one.where.position_id),
        )
        mine = ledger.of_person(self.person("reviewer"))
        session.rollback()
        assert _pair(mine) == book.total(lambda one: book.owner(one.person_id) == owner)
        for told, kind in kinds:
            sums = {value: book.total(lambda one, value=value: kind(one) == value) for value in told}  # noqa: B023
            assert {value: _pair(total) for value, total in told.items()} == sums
            assert sum(minutes for minutes, _ in sums.values()) == book.total()[0]

    def teardown(self):
        sealing.seal_due()
        assert verifying.verify().first == {}
        session.rollback()


_WROTE = {StepKind.kept, StepKind.corrected, StepKind.reinstated}
_OPEN = {State.doubtful, State.proposed, State.held}


def _pair(total):
    return total.minutes, total.times


def play(engine, clock_at, examples):
    run_state_machine_as_test(
        lambda: Ledger(engine.clean, clock_at),
        settings=settings(
            max_examples=examples,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
        ),
    )


def test_every_order_of_acts_comes_to_the_sums_of_the_model(engine, clock_at):
    play(engine, clock_at, examples=6)


@pytest.mark.soak
def test_five_thousand_acts_and_more_come_to_the_sums_of_the_model(engine, clock_at):
    Ledger.done.clear()

    play(engine, clock_at, examples=120)

    verbs = {"confirm", "keep", "correct", "question", "void", "reinstate", "hold", "release"}
    assert verbs <= {verb for verb, times in Ledger.done.items() if times > 10}, Ledger.done


@pytest.mark.dealt
def test_a_total_that_forgets_to_take_away_is_noticed(engine, clock_at, monkeypatch):
    whole = stepping._step
    monkeypatch.setattr(
        stepping,
        "_step",
        lambda *asked: whole(*asked) | {"added_minutes": max(0, whole(*asked)["added_minutes"])},
    )
    game = Ledger(engine.clean, clock_at)
    game.begin([{}, *[None] * 23])
    game.confirm(0, "street", has_looked=True)
    game.no_row_changes_and_all_is_as_the_model_says()

    game.decide(0, "editor", services.void)

    with pytest.raises(AssertionError):
        game.no_row_changes_and_all_is_as_the_model_says()
