"""So much may be back-filled for one person in a month, whoever writes it down and however it is divided."""

from contextlib import contextmanager
from datetime import time, timedelta

import pytest
from sqlalchemy import event, text

from board import clock, db
from board.accounts.models import Person, Role
from board.areas.models import Area
from board.backfills import limits, services
from board.backfills.models import ProofKind
from board.backfills.proving import Checked
from board.db import BoardSession, session
from board.positions.models import Shift
from board.records import services as records
from board.records.models import ServiceRecord
from tests.backfills.writing_down import enter, send
from tests.factories import (
    appoint,
    committed,
    count_rows,
    make_account,
    make_list,
    make_person,
    make_position,
    make_shift,
)
from tests.records.served import line
from tests.signups import racing


@pytest.fixture
def position(community, editor):
    return make_position(opportunity_list=make_list(area=community), written_by=editor)


def served(position, days, hours=5):
    """A shift of so many hours, so many days ago, from seven in the morning."""
    starts = clock.at(clock.today() - timedelta(days=days), time(7))
    return make_shift(position=position, starts_at=starts, length=timedelta(hours=hours))


def test_ten_hours_of_a_month_are_taken_and_a_minute_more_is_not(browser, position, editor, resident):
    for days in (3, 4):
        enter(served(position, days), resident, by=editor)
    more = served(position, 5)

    page = send(browser.as_(editor), more, resident, status=422, went="07:01")

    assert page.has(
        "11 月的服务已经给这个人补录 10 小时，再加 1 分 就超过每人每月 10 小时 的上限", "下个月再补"
    )
    assert count_rows(ServiceRecord) == 2


def test_what_was_voided_does_not_count_and_is_not_brought_back_beyond_it(position, editor, resident):
    first = enter(served(position, 3), resident, by=editor)
    records.void(first.id, reason="记错人了", by=editor)
    session.commit()
    for days in (4, 5):
        enter(served(position, days), resident, by=editor)

    with pytest.raises(limits.TooMuch):
        records.reinstate(first.id, reason="没错", by=editor)
    session.rollback()


def test_nor_is_it_passed_by_a_correction(position, editor, resident):
    short = enter(served(position, 3), resident, by=editor, went=time(8))
    enter(served(position, 4, hours=9), resident, by=editor)

    with pytest.raises(limits.TooMuch):
        records.correct(short.id, time(7), time(8, 1), reason="晚走", by=editor)
    session.rollback()
    records.correct(short.id, time(7, 30), time(8), reason="晚到", by=editor)
    session.commit()

    assert line(resident, short.shift).minutes == 30


def test_old_months_are_not_written_down_all_at_once(position, editor, resident, clock_at):
    """Each of them has room; the month in which it is done has not."""
    for days in (40, 70):
        enter(served(position, days), resident, by=editor)

    with pytest.raises(limits.TooMuch, match="这个月里已经给这个人补录 10 小时"):
        enter(served(position, 100), resident, by=editor)

    clock_at.move(days=10)
    enter(served(position, 110), resident, by=editor)


def test_hours_of_a_record_they_have_claimed_count_with_theirs(position, editor, resident):
    claimed = make_person(area=position.area)
    for days in (3, 4):
        enter(served(position, days), claimed, by=editor)
    with committed():
        claimed.claimed_by = resident.id

    with pytest.raises(limits.TooMuch):
        enter(served(position, 5), resident, by=editor)


def test_taking_part_without_hours_has_no_limit(community, editor, resident):
    without = make_position(opportunity_list=make_list(area=community), counts_hours=False)

    for days in (3, 4, 5):
        enter(served(without, days), resident, by=editor)

    assert count_rows(ServiceRecord) == 3


def test_the_limit_is_a_setting(position, editor, resident):
    limits.use(299)
    try:
        with pytest.raises(limits.TooMuch, match="4 小时 59 分 的上限"):
            enter(served(position, 3), resident, by=editor)
    finally:
        limits.use(600)


# Two editors at the same moment

ROUNDS, TWIN_ROUNDS = 5, 8


def begin(area_id):
    """Two clerks, each with five hours and a minute of the same person, on two shifts."""
    session.rollback()
    area = session.get_one(Area, area_id)
    position, person = make_position(opportunity_list=make_list(area=area)), make_person(area=area)
    acts = []
    for days in (3, 4):
        clerk = make_account(person=make_person(area=area)).person
        appoint(clerk, Role.editor, area)
        acts.append(entering(served(position, days).id, person.id, clerk.id))
    number = person.id
    session.rollback()
    return number, acts


def entering(shift_id, person_id, clerk_id):
    def act():
        shift, person, clerk = (
            session.get_one(*key) for key in ((Shift, shift_id), (Person, person_id), (Person, clerk_id))
        )
        services.enter(shift, _told(person.volunteer_no), by=clerk)

    return act


def _told(number):
    proof = Checked(ProofKind.pdf, b"%PDF", "0" * 64)
    return services.Backfill(typed=number, came=time(7), went=time(12, 1), reason="没签到", proof=proof)


def minutes_of(person_id):
    found = sum(record.minutes for record in session.query(ServiceRecord).filter_by(person_id=person_id))
    session.rollback()
    return found


def test_two_editors_at_once_do_not_pass_it_together(community):
    area_id = community.id
    for number in range(ROUNDS):
        person_id, acts = begin(area_id)

        ended = racing.race(*acts)

        assert ended == [None, None], f"round {number}: {ended}"
        assert minutes_of(person_id) == 301


@contextmanager
def guards_off():
    """Nobody waits for the person's row, and both have read what there is before either writes."""
    engine = session.get_bind()
    session.remove()
    gate = racing.Gate(2, lambda current: any(isinstance(row, ServiceRecord) for row in current.new))
    start, find = services.begin_writing, services._found
    services.begin_writing, services._found = _begin_without_waiting, _found_without_writing
    if engine.dialect.name == "sqlite":
        event.remove(engine, "begin", db._begin_sqlite)
    one_at_a_time, limits.one_at_a_time = limits.one_at_a_time, lambda person: None
    event.listen(BoardSession, "before_flush", gate.meet, insert=True)
    try:
        yield
    finally:
        event.remove(BoardSession, "before_flush", gate.meet)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "begin", db._begin_sqlite)
        services.begin_writing, services._found = start, find
        limits.one_at_a_time = one_at_a_time


def _found_without_writing(typed, by):
    return session.query(Person.id).filter_by(volunteer_no=typed).scalar()


def _begin_without_waiting():
    current = session()
    current.rollback()
    current.expire_all()
    current.info["writing"] = True
    if db.is_sqlite():
        current.execute(text("PRAGMA query_only=OFF"))
    else:
        current.connection(execution_options={"isolation_level": "READ COMMITTED"})


def test_without_the_lock_they_would(community):
    area_id = community.id
    rounds = [begin(area_id) for _ in range(TWIN_ROUNDS)]
    with guards_off():
        for person_id, acts in rounds:
            ended = racing.race(*acts)
            if minutes_of(person_id) > 600:
                return
    pytest.fail(f"the race cannot be lost: it proves nothing ({ended})")
