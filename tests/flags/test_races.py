"""Finders at the same moment find one flag; without the guard they find two."""

import pytest
from sqlalchemy import select, text

from board.audit.models import AuditRow
from board.db import Base, session
from board.flags import drawing, finding, keeping
from board.flags.models import Recheck, RecheckDraw, RecordFlag
from tests.factories import count_rows
from tests.flags.seen import flags, tap_in
from tests.records.served import confirm, serve, tick
from tests.signups import racing

FINDERS = 3


def test_finders_at_once_find_one_flag(shift, editor):
    tap_in(shift, 15, by=editor)
    session.rollback()

    ended = racing.race(*[finding.find] * FINDERS)

    assert ended == [None] * FINDERS
    assert len(flags()) == 1
    assert session.query(AuditRow).filter_by(action="flags.find").count() == 1


def test_two_who_draw_at_once_draw_once(shift, resident, reviewer, clock_at):
    serve(shift, resident)
    tick()
    confirm(shift, reviewer)
    clock_at.move(days=10)

    ended = racing.race(*[drawing.draw_last_month] * FINDERS)

    assert ended == [None] * FINDERS
    assert (count_rows(RecheckDraw), count_rows(Recheck)) == (1, 1)


@pytest.fixture
def without_the_key():
    """The table may hold the same flag twice; afterwards it is made again."""
    with session.get_bind().connect() as connection:
        connection.execute(text("ALTER TABLE record_flags DROP CONSTRAINT uq_record_flags_kind_key"))
        connection.commit()
    yield
    session.remove()
    engine = session.get_bind()
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)


@pytest.mark.on("postgresql")  # SQLite has one writer, who reads after it has the lock
def test_without_the_key_of_a_flag_they_find_it_twice(shift, editor, without_the_key, monkeypatch):
    tap_in(shift, 15, by=editor)
    gate = racing.Gate(FINDERS, lambda _: True)

    def look_then_write(found):
        wanted = select(RecordFlag).where(RecordFlag.kind == found.kind, RecordFlag.key == found.key)
        there = session.scalars(wanted).first()
        gate.meet(session())
        if there is not None:
            return there, False
        made = keeping.insert_new(RecordFlag).values(
            kind=found.kind, key=found.key, area_id=found.area_id, found_at=keeping.clock.now(), state="found",
            note="", evidence=found.evidence,
        )  # fmt: skip
        return session.get_one(RecordFlag, session.scalar(made.returning(RecordFlag.id))), True

    monkeypatch.setattr(keeping, "_flag", look_then_write)
    session.rollback()

    racing.race(*[finding.find] * FINDERS)

    assert count_rows(RecordFlag) > 1
