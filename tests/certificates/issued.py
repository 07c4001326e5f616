"""Services that were confirmed and shown for a week, and certificates of them."""

from datetime import timedelta

from sqlalchemy import func, select

from board.certificates import endings, services
from board.certificates.contents import Period
from board.certificates.services import Site
from board.db import begin_writing, session
from board.records.models import ServiceRecord
from tests.engines import ORIGIN
from tests.factories import make_position, make_shift
from tests.records.served import confirm, serve, tick

SITE = Site(ORIGIN, is_demo=False)


def serve_and_confirm(person, reviewer, *, area=None, minutes=90, position=None, **told):
    """The person served a shift this morning, or on the last morning without one, and a second person confirmed it."""
    position = position or make_position(area=area or person.area, **told)
    before = session.scalar(select(func.count()).where(ServiceRecord.person_id == person.id))
    starts = timedelta(hours=-4, days=-before)
    shift = make_shift(position=position, quota=20, starts_in=starts, length=timedelta(hours=3))
    serve(shift, person, minutes=minutes)
    tick()
    confirm(shift, reviewer)
    return shift


def let_the_notice_pass(clock_at):
    clock_at.move(days=7, minutes=1)


def issue(person, area=None, period=None, site=SITE):
    """As from the page; committed."""
    session.rollback()
    certificate = services.issue(person, area or person.area, period or Period(), site=site)
    session.commit()
    return certificate


def check_path(certificate):
    return f"/verify/{certificate.number}?t={certificate.token}"


def replaced(certificate):
    """What took its place."""
    begin_writing()
    newer = endings.replace(certificate, SITE)
    session.commit()
    return newer
