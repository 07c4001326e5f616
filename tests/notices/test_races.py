"""Two forms of one person at the same moment: one row, one budget; and its twin without the lock."""

import threading

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from board.accounts.models import Person
from board.db import session
from board.notices import wishing
from board.notices.models import RemindBySms, Wish
from board.outbox import services as outbox
from board.outbox.models import Message
from tests import factories
from tests.signups.racing import race

RACERS = 8


def saying(person_id, mail):
    def say():
        me = session.get_one(Person, person_id)
        wishing.say(me, sms=True, remind_by_sms=RemindBySms.never, mail=mail)

    return say


def proofs():
    asked = select(func.count()).where(Message.purpose == outbox.PROOF_PURPOSE)
    return session.scalar(asked)


def test_many_forms_at_once_make_one_row_and_keep_the_budget(resident):
    acts = [saying(resident.id, f"{number}@mail.example") for number in range(RACERS)]
    session.rollback()

    ended = race(*acts)

    assert ended == [None] * RACERS
    assert factories.count_rows(Wish) == 1
    assert proofs() == wishing.PROOFS_A_DAY


# On SQLite the write transaction itself is the lock.
@pytest.mark.on("postgresql")
def test_without_the_lock_the_same_race_breaks(engine, resident, monkeypatch):
    together = threading.Barrier(2)
    acts = [saying(resident.id, f"{number}@mail.example") for number in range(2)]
    session.rollback()
    monkeypatch.setattr(wishing, "_one_at_a_time", lambda _: None)
    read = wishing.wish_of
    monkeypatch.setattr(wishing, "wish_of", lambda person: (read(person), together.wait(10))[0])

    ended = race(*acts)

    assert [type(problem) for problem in ended if problem] == [IntegrityError]
