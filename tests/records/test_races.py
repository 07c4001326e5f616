"""Two reviewers at one moment, or two ticks: hours count once. With the guards off they do not."""

from contextlib import contextmanager

from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from board import db
from board.accounts.models import Person, Role
from board.db import session
from board.positions.models import Shift
from board.records import ledger, proposing, services, stepping
from board.records.models import ServiceRecord
from board.web.act import is_passing
from tests.factories import appoint, count_rows, make_account, make_person, make_shift
from tests.records.served import line, serve, tick
from tests.signups import racing

ROUNDS, TWIN_ROUNDS = 4, 6


def confirming(reviewer_id, shift_id, seen):
    def act():
        by, shift = session.get(Person, reviewer_id), session.get(Shift, shift_id)
        services.confirm_shift(shift, seen=seen, by=by)

    return _again_if_raced(act)


def voiding(editor_id, record_id):
    return _again_if_raced(
        lambda: services.void(record_id, reason="记错了", by=session.get(Person, editor_id))
    )


def _again_if_raced(act):
    """As web.act does: once more from the beginning when the database says that somebody was faster."""

    def run():
        try:
            act()
            session.commit()
        except DBAPIError as problem:
            session.rollback()
            if not is_passing(problem):
                raise
            act()

    return run


def _reviewers(area, count):
    people = [make_account(person=make_person(area=area)).person for _ in range(count)]
    for person in people:
        appoint(person, Role.reviewer, area)
    return [person.id for person in people]


def _two_confirm(shift_id, people):
    seen = services.seen_of(ledger.lines(ServiceRecord.shift_id == shift_id))
    session.rollback()
    return racing.race(*(confirming(number, shift_id, seen) for number in people))


def test_two_reviewers_at_once_confirm_once(shift, resident):
    people = _reviewers(shift.position.area, 2)
    for _ in range(ROUNDS):
        one = make_shift(position=shift.position, starts_at=shift.starts_at)
        serve(one, make_person(area=shift.position.area))
        tick()
        assert _two_confirm(one.id, people) == [None, None]

        assert ledger.of_records(ServiceRecord.shift_id == one.id) == ledger.Total(120, 1)


def test_a_confirmation_and_a_void_at_once_leave_one_of_them_on_top(shift, resident, editor, reviewer):
    serve(shift, resident)
    tick()
    seen = services.seen_of(ledger.lines(ServiceRecord.shift_id == shift.id))
    told = reviewer.id, shift.id, editor.id, line(resident).record.id
    session.rollback()

    assert racing.race(confirming(told[0], told[1], seen), voiding(told[2], told[3])) == [None, None]

    assert str(line(resident).state) == "voided"
    assert ledger.of_person(resident) == ledger.Total(0, 0)


def test_two_ticks_at_once_propose_once(shift):
    for _ in range(6):
        serve(shift, make_person(area=shift.position.area))
    session.rollback()

    assert racing.race(proposing.propose, proposing.propose) == [None, None]

    assert count_rows(ServiceRecord) == 6


def test_with_the_guards_off_hours_count_twice(throwaway, shift):
    people = _reviewers(shift.position.area, 2)
    twice = False
    served = [make_shift(position=shift.position, starts_at=shift.starts_at) for _ in range(TWIN_ROUNDS)]
    for one in served:
        serve(one, make_person(area=shift.position.area))
    tick()
    ids = [one.id for one in served]
    with guards_off(2):
        for number in ids:
            _two_confirm(number, people)
            twice = ledger.of_records(ServiceRecord.shift_id == number).times > 1
            session.rollback()
            if twice:
                break

    assert twice


@contextmanager
def guards_off(racers):
    """No number of a step is taken for good, and both have read before one of them writes."""
    engine = session.get_bind()
    session.remove()
    _drop_constraint(engine)
    gate = racing.Gate(racers, lambda _: True)
    take, start = stepping.take_each, services.begin_writing

    def meeting(*args, **told):
        gate.meet(session())
        return take(*args, **told)

    stepping.take_each, services.begin_writing = meeting, _begin_without_waiting
    if engine.dialect.name == "sqlite":
        event.remove(engine, "begin", db._begin_sqlite)
    try:
        yield
    finally:
        stepping.take_each, services.begin_writing = take, start
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


def _drop_constraint(engine):
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            _rebuild_plain(connection)
            return
        connection.execute(text("ALTER TABLE record_steps DROP CONSTRAINT uq_record_steps_record_id_step"))
        connection.commit()


def _rebuild_plain(connection):
    raw = connection.connection.driver_connection
    raw.rollback()
    for pragma in ("query_only=OFF", "foreign_keys=OFF"):
        raw.execute(f"PRAGMA {pragma}")
    columns = ", ".join(
        f"{c[1]} {c[2]}{' PRIMARY KEY' if c[5] else ''}"
        for c in raw.execute("PRAGMA table_info(record_steps)")
    )
    raw.execute("DROP TABLE record_steps")
    raw.execute(f"CREATE TABLE record_steps ({columns})")
    connection.invalidate()
