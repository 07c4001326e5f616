"""A flag and a re-check, without anybody having done anything wrong."""

import secrets
from datetime import date

from board import clock
from board.db import session
from board.flags.models import FlagPerson, Recheck, RecheckDraw, RecordFlag
from tests.factories import committed


def make_flag(record, by):
    """That somebody wrote this record down at night."""
    with committed():
        flag = RecordFlag(
            kind="at_night", key=f"{record.id}", area_id=record.area_id, found_at=clock.now(),
            evidence={"by": by.id, "night": "2026-11-22", "records": [record.id]},
        )  # fmt: skip
        session.add(flag)
        session.flush()
        session.add(FlagPerson(flag_id=flag.id, person_id=by.id, part="hand"))
    return flag


def make_recheck(record):
    """The lot of some month fell on this record."""
    with committed():
        month = date(2000 + session.query(RecheckDraw).count(), 1, 1)  # a month is drawn once
        draw = RecheckDraw(month=month, seed=secrets.token_hex(32), percent=5, drawn_at=clock.now())
        session.add(draw)
        session.flush()
        told = {"draw_id": draw.id, "record_id": record.id, "area_id": record.area_id}
        recheck = Recheck(**told, due_on=clock.today())
        session.add(recheck)
    return recheck
