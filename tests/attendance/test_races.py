"""A hundred replays at one moment give one check-in; with the guards off they do not."""

from collections import Counter
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import DBAPIError

from board import clock, db
from board.accounts import throttle
from board.accounts.models import Failure, Person
from board.attendance import by_code, minute_code, noting, services
from board.attendance.by_code import Sent
from board.attendance.models import Attendance, How, Kind
from board.db import BoardSession, session
from board.positions.models import Shift
from board.web.act import is_passing
from tests.attendance.conftest import WINDOW
from tests.factories import count_rows, make_account, make_person, make_shift, make_signup
from tests.signups import racing

ROUNDS, RACERS, TWIN_ROUNDS = 8, 12, 6


def again_if_raced(act):
    """As web.act does: once more from the beginning when the database says that somebody was faster."""

    def run():
        try:
            act()
            session.flush()
        except DBAPIError as problem:
            session.rollback()
            if not is_passing(problem):
                raise
            act()

    return run


def sending(person_id, shift_id, typed, kind=Kind.arrived):
    def act():
        by_code.check(session.get(Person, person_id), shift_id, Sent(kind, typed, "browser" * 6), WINDOW)

    return again_if_raced(act)


def tapping(leader_id, person_id, shift_id):
    def act():
        by = session.get(Person, leader_id)
        services.arrive(session.get(Shift, shift_id), person_id, by=by, window=WINDOW)

    return again_if_raced(act)


def settling(editor_id, person_id, shift_id):
    """A clerk writes down that somebody did not come."""

    def act():
        by_code.begin_writing()
        if not noting.standing(shift_id, person_id):
            noting.note(
                Kind.absent, shift_id=shift_id, person_id=person_id, signup_id=None, how=How.settled,
                by=editor_id, at=clock.now(),
            )  # fmt: skip

    return again_if_raced(act)


def doubled():
    """(shift, person) with more than one standing row that says whether they came."""
    standing = select(Attendance.shift_id, Attendance.person_id).where(Attendance.voided_at.is_(None))
    found = [key for key, times in Counter(map(tuple, session.execute(standing))).items() if times > 1]
    session.rollback()
    return found


def a_shift_with_somebody(**starts):
    shift = make_shift(**starts)
    person = make_signup(shift=shift, person=make_account().person).person
    return shift.id, person.id, minute_code.digits(shift.id, clock.now())


def begin(kind, **starts):
    shift_id, person_id, code = a_shift_with_somebody(**starts)
    acts = [sending(person_id, shift_id, code) for _ in range(RACERS)]
    if kind == "tapped meanwhile":
        leader = make_person().id
        acts[::2] = [tapping(leader, person_id, shift_id) for _ in acts[::2]]
    if kind == "settled meanwhile":
        editor = make_person().id
        acts[::2] = [settling(editor, person_id, shift_id) for _ in acts[::2]]
    return acts


SOON = {"starts_in": timedelta(minutes=5)}
KINDS = ["one phone, many times", "tapped meanwhile", "settled meanwhile"]


@pytest.mark.parametrize("kind", KINDS)
def test_one_row_whatever_is_sent_at_once(kind):
    for number in range(ROUNDS):
        ended = racing.race(*begin(kind, **SOON))

        assert ended == [None] * RACERS, f"round {number}: {ended}"
        assert doubled() == []
        assert count_rows(Attendance) == number + 1
        session.rollback()


def test_a_crowd_behind_one_network_is_noted_whole():
    shift = make_shift(quota=60, **SOON)
    people = [make_signup(shift=shift, person=make_account().person).person_id for _ in range(60)]
    shift_id, code = shift.id, minute_code.digits(shift.id, clock.now())

    for start in range(0, 60, RACERS):
        assert not any(
            racing.race(*[sending(person, shift_id, code) for person in people[start : start + RACERS]])
        )

    session.rollback()
    assert count_rows(Attendance) == 60


def test_many_guesses_at_once_are_ten():
    shift_id, person_id, code = a_shift_with_somebody(**SOON)
    wrong = f"{(int(code) + 500_000) % 10**6:06d}"

    ended = racing.race(*[sending(person_id, shift_id, wrong) for _ in range(RACERS + 4)])

    assert not any(ended)
    session.rollback()
    assert count_rows(Failure) == by_code.TRIES


@contextmanager
def guards_off(racers):
    """No unique index, no waiting for one another, and writes meet at a barrier after the reading."""
    engine, start, lock = session.get_bind(), db.begin_writing, throttle.one_at_a_time
    session.remove()
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        raw.rollback()
        if engine.dialect.name == "sqlite":
            raw.execute("PRAGMA query_only=OFF")
        raw.execute("DROP INDEX uq_attendance_standing")
        raw.execute("DROP INDEX uq_attendance_came")
        raw.commit()
        connection.invalidate()
    gate = racing.Gate(racers, _somebody_came_or_left)
    if engine.dialect.name == "sqlite":
        event.remove(engine, "begin", db._begin_sqlite)
    for module in (by_code, services):
        module.begin_writing = _begin_without_waiting
    throttle.one_at_a_time = lambda name: None
    event.listen(BoardSession, "before_flush", gate.meet, insert=True)
    try:
        yield
    finally:
        event.remove(BoardSession, "before_flush", gate.meet)
        throttle.one_at_a_time = lock
        for module in (by_code, services):
            module.begin_writing = start
        if engine.dialect.name == "sqlite":
            event.listen(engine, "begin", db._begin_sqlite)


def _begin_without_waiting():
    current = session()
    current.rollback()
    current.expire_all()
    current.info["writing"] = True
    if db.is_sqlite():
        current.execute(text("PRAGMA query_only=OFF"))
    else:
        current.connection(execution_options={"isolation_level": "READ COMMITTED"})


def _somebody_came_or_left(current):
    return any(isinstance(row, Attendance) for row in current.new)


@pytest.mark.parametrize("kind", KINDS)
def test_without_the_guards_the_same_race_doubles_somebody(kind, throwaway):
    with guards_off(2):
        for _ in range(TWIN_ROUNDS):
            ended = racing.race(*begin(kind, **SOON)[:2])
            if doubled():
                return
    pytest.fail(f"{kind} cannot fail: it proves nothing ({ended})")
