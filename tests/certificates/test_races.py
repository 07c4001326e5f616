"""Asked for at the same moment: one certificate, one ending, one zip's worth."""

import threading

import pytest
from sqlalchemy import func, select

from board.accounts.models import Person
from board.areas.models import Area
from board.certificates import endings, queries, services, upkeep
from board.certificates.contents import Period
from board.certificates.models import CertificateEnding, ServiceCertificate
from board.db import session
from board.records import services as records
from tests.certificates.issued import SITE
from tests.records.served import line
from tests.signups import racing


def count(model):
    session.rollback()
    return session.scalar(select(func.count()).select_from(model))


def asking(person_id, area_id):
    def act():
        services.issue(session.get(Person, person_id), session.get(Area, area_id), Period(), site=SITE)

    return act


def ask_at_once(person, racers):
    told = person.id, person.area_id
    session.rollback()
    return racing.race(*(asking(*told) for _ in range(racers)))


def test_asked_for_six_times_at_once_there_is_one(served, resident):
    assert ask_at_once(resident, 6) == [None] * 6

    assert count(ServiceCertificate) == 1


@pytest.mark.on("postgresql")  # SQLite has one writer, with or without our guard
def test_without_the_lock_on_the_person_there_would_be_two(served, resident, monkeypatch):
    meeting, same_as = threading.Barrier(2), queries.same_as

    def read_then_wait(*args, **told):
        found = same_as(*args, **told)
        meeting.wait(20)
        return found

    monkeypatch.setattr(services, "one_at_a_time", lambda _: None)
    monkeypatch.setattr(queries, "same_as", read_then_wait)

    assert ask_at_once(resident, 2) == [None, None]

    assert count(ServiceCertificate) == 2


def test_two_ticks_and_the_desk_at_once_end_it_once(certificate, served, resident, editor):
    records.void(line(resident, served).record.id, reason="记错人了", by=editor)
    session.commit()
    number, by = certificate.id, editor.id
    (replace,) = upkeep.steps(SITE)

    def revoke():
        certificate = session.get(ServiceCertificate, number)
        endings.revoke(certificate, reason="内容有错", by=session.get(Person, by))

    session.rollback()

    assert racing.race(replace, replace, revoke) == [None] * 3

    assert count(CertificateEnding) == 1
