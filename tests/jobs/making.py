"""Jobs of which each must leave exactly one row behind."""

from collections import Counter

from sqlalchemy import select

from board import jobs
from board.audit.models import AuditRow
from board.db import session
from board.jobs.models import Job
from tests import factories

BEGUN, MADE = "test.begun", "test.made"


def ask(*numbers, kind="test.make", **more):
    """A job for each of these numbers."""
    with factories.committed():
        for number in numbers:
            jobs.enqueue(kind, key=str(number), payload={"number": number}, **more)


def made(action=MADE):
    """How often each number's job left its row."""
    session.rollback()
    told = session.scalars(select(AuditRow.detail).where(AuditRow.action == action)).all()
    session.rollback()
    return Counter(row["job"] for row in told)


def the(number, kind="test.make"):
    """The job of this number, as it is now."""
    session.rollback()
    return session.scalars(select(Job).where(Job.kind == kind, Job.key == str(number))).one()
