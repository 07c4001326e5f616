"""Objections and answers at the same moment: one is held once, answered once, and nobody goes beyond the limit."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select, text

from board import db
from board.accounts.models import Person, Role
from board.db import BoardSession, session
from board.errors import NotFound
from board.objections import answers, limits, queries, services, upkeep
from board.objections.answers import Answer
from board.objections.models import Objection, ObjectionStep, Outcome, State
from board.objections.services import Objector
from board.positions.models import Shift
from board.records import ledger
from board.records import services as records
from board.records.models import Kind, RecordStep, ServiceRecord
from board.records.models import State as RecordState
from tests.attendance.test_races import again_if_raced
from tests.factories import appoint, count_rows, make_account, make_person, make_position, make_shift
from tests.objections.said import found, object_to, say, state_of
from tests.records.served import recorded
from tests.signups import racing

RACERS, ROUNDS, TWIN_ROUNDS = 10, 4, 6


@pytest.fixture
def clerks(community):
    """Two editors without a hand in anything, by id."""
    made = [make_account(person=make_person(area=community)).person for _ in range(2)]
    for person in made:
        appoint(person, Role.editor, community)
    return [person.id for person in made]


def objecting(record_id, number=0, address=None):
    def act():
        services.object_to(record_id, "没看见他", Objector(address=address or f"198.51.100.{number}"))

    return again_if_raced(act)


def answering(objection_id, clerk, outcome=Outcome.stands):
    def act():
        answers.answer(objection_id, Answer(outcome=outcome, words="核对过"), by=session.get(Person, clerk))

    return again_if_raced(act)


def voiding(record_id, clerk):
    def act():
        records.void(record_id, reason="记错了", by=session.get(Person, clerk))

    return again_if_raced(act)


def taking_back(objection_id, person_id):
    def act():
        services.take_back(objection_id, session.get(Person, person_id))

    return again_if_raced(act)


def held_steps(record_id):
    session.rollback()
    held = RecordStep.record_id == record_id, RecordStep.kind == Kind.held
    return session.scalar(select(func.count()).select_from(RecordStep).where(*held))


def only_answers(ended):
    """Refused, or told that it is not there any more: nothing else went wrong."""
    return [problem for problem in ended if problem is not None and not isinstance(problem, NotFound)] == []


def test_ten_who_object_at_once_hold_it_once(others):
    for record in others(ROUNDS):
        number = record.id

        ended = racing.race(*[objecting(number, racer) for racer in range(RACERS)])

        assert ended == [None] * RACERS
        assert held_steps(number) == 1
        about = select(func.count()).select_from(Objection).where(Objection.record_id == number)
        assert session.scalar(about) == 1


def test_an_objection_and_a_voiding_at_once_leave_it_voided(others, editor):
    editor_id = editor.id
    for record in others(ROUNDS):
        number = record.id

        ended = racing.race(objecting(number), voiding(number, editor_id))

        assert only_answers(ended), ended
        assert state_of(record) == RecordState.voided
        about = session.scalar(select(func.count()).where(Objection.record_id == number))
        assert about == held_steps(number)
    assert ledger.total() == ledger.Total(0, 0)


def test_an_objection_and_a_confirmation_at_once_never_count_what_is_held(community, reviewer):
    reviewer_id = reviewer.id
    for _ in range(ROUNDS):
        over = make_shift(
            position=make_position(area=community), starts_in=timedelta(hours=-3), length=timedelta(hours=2)
        )
        record, shift_id = recorded(over, make_person(area=community)), over.id
        seen = records.seen_of(ledger.lines(ServiceRecord.shift_id == shift_id))

        ended = racing.race(objecting(record.id), confirming(shift_id, seen, reviewer_id))

        assert only_answers(ended), ended
        held = held_steps(record.id)
        assert state_of(record) == (RecordState.held if held else RecordState.confirmed)
        counted = ledger.of_records(ServiceRecord.shift_id == shift_id).minutes
        assert counted == (0 if held else 120)


def confirming(shift_id, seen, reviewer_id):
    def act():
        by = session.get(Person, reviewer_id)
        records.confirm_shift(session.get(Shift, shift_id), seen=seen, by=by)

    return again_if_raced(act)


def test_two_answers_at_once_are_one_answer(others, clerks):
    for number, record in enumerate(others(ROUNDS)):
        objection = object_to(record, address=f"198.51.100.{number}")

        ended = racing.race(
            answering(objection, clerks[0], Outcome.stands), answering(objection, clerks[1], Outcome.voided)
        )

        assert ended == [None, None]
        assert times_answered(objection) == 1
        stands = found(objection).state == State.stands
        assert state_of(record) == (RecordState.confirmed if stands else RecordState.voided)


def test_an_answer_and_a_taking_back_at_once_are_one_of_them(shift, community, reviewer, clerks):
    for _ in range(ROUNDS):
        person = make_account(person=make_person(area=community)).person
        recorded(shift, person, confirmed_by=reviewer)
        objection = say(person, shift)

        ended = racing.race(answering(objection, clerks[0]), taking_back(objection, person.id))

        assert ended == [None, None]
        session.rollback()
        assert count_steps(objection) == 1


def count_steps(objection):
    return session.scalar(select(func.count()).where(ObjectionStep.objection_id == objection))


def times_answered(objection):
    session.rollback()
    answered = ObjectionStep.objection_id == objection, ObjectionStep.outcome.is_not(None)
    return session.scalar(select(func.count()).where(*answered))


def many_from_one_address(others):
    return [objecting(record.id, address="203.0.113.99") for record in others(RACERS)]


def test_many_at_once_from_one_address_hold_no_more_than_the_limit(others):
    ended = racing.race(*many_from_one_address(others))

    assert ended == [None] * RACERS
    session.rollback()
    assert count_rows(Objection) == limits.FROM_AN_ADDRESS


def test_two_ticks_and_an_answer_at_once_move_it_once_or_find_it_answered(others, clerks, clock_at):
    made = [object_to(record, address=f"198.51.100.{n}") for n, record in enumerate(others(ROUNDS))]
    clock_at.move(days=8)

    for objection in made:
        ended = racing.race(upkeep.move_overdue, upkeep.move_overdue, answering(objection, clerks[0]))

        assert ended == [None] * 3
        session.rollback()
        assert count_steps(objection) == 1
        assert found(objection).state in (State.with_street, State.stands)


# The same with the guards off


def _begin_without_waiting():
    current = session()
    current.rollback()
    current.expire_all()
    current.info["writing"] = True
    if db.is_sqlite():
        current.execute(text("PRAGMA query_only=OFF"))
    else:
        current.connection(execution_options={"isolation_level": "READ COMMITTED"})


@contextmanager
def guards_off(racers):
    """No lock, no waiting for one another, and writes meet at a barrier after the reading."""
    engine = session.get_bind()
    session.remove()
    kept = limits.one_at_a_time, queries.locked
    gate = racing.Gate(
        racers, lambda current: any(isinstance(row, Objection | ObjectionStep) for row in current.new)
    )
    if engine.dialect.name == "sqlite":
        event.remove(engine, "begin", db._begin_sqlite)
    limits.one_at_a_time = lambda name: None
    queries.locked = queries.by_id
    for module in (services, answers):
        module.begin_writing = _begin_without_waiting
    event.listen(BoardSession, "before_flush", gate.meet, insert=True)
    try:
        yield
    finally:
        event.remove(BoardSession, "before_flush", gate.meet)
        limits.one_at_a_time, queries.locked = kept
        for module in (services, answers):
            module.begin_writing = db.begin_writing
        if engine.dialect.name == "sqlite":
            event.listen(engine, "begin", db._begin_sqlite)


def test_without_the_guards_an_own_objection_is_answered_twice(shift, community, reviewer, clerks):
    for _ in range(TWIN_ROUNDS):
        person = make_account(person=make_person(area=community)).person
        recorded(shift, person, confirmed_by=reviewer)
        objection = say(person, shift)
        with guards_off(2):
            racing.race(*[answering(objection, clerk) for clerk in clerks])
        if times_answered(objection) == 2:
            return
    pytest.fail("it cannot fail: it proves nothing")


def test_without_the_guards_one_address_goes_beyond_the_limit(others):
    for _ in range(TWIN_ROUNDS):
        acts = many_from_one_address(others)
        with guards_off(RACERS):
            racing.race(*acts)
        session.rollback()
        if count_rows(Objection) > limits.FROM_AN_ADDRESS:
            return
    pytest.fail("it cannot fail: it proves nothing")
