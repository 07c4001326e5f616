"""Rows of the world around certificates: hours that were shown for a week, and certificates of them."""

from datetime import timedelta

from sqlalchemy import func, select

from board import clock
from board.accounts.models import Account
from board.certificates import asking, services
from board.certificates.asking import Wanted
from board.certificates.contents import Period
from board.certificates.models import Answer, CertificateRequest
from board.certificates.services import Site
from board.db import begin_writing, session
from board.records import ledger, proposing, stepping
from board.records.models import Kind, ServiceRecord
from tests import factories
from tests.engines import ORIGIN
from tests.hardening.world import kind, make_public
from tests.records.served import serve


def _noticed(world, side, person=None):
    """Whoever has hours of this community that a certificate may name: the resident, or somebody foreign."""
    person = person or (world.people["resident"] if side == "own" else world.somebody(side))
    before = session.scalar(select(func.count()).where(ServiceRecord.person_id == person.id))
    ago = clock.now() - timedelta(
        days=9 + before
    )  # a day of its own for each: nobody is in two places at once
    with clock.standing_at(lambda: ago):
        shift = factories.make_shift(
            position=make_public(world, side, phone_for="phone"),
            starts_in=timedelta(hours=-5),
            length=timedelta(hours=2),
            quota=5,
        )
        serve(shift, person)
        proposing.propose()
        begin_writing()
        line = ledger.lines(ServiceRecord.shift_id == shift.id)[0]
        stepping.take(line, Kind.confirmed, by=world.people["reviewer" if side == "own" else "outsider"])
        session.commit()
    return person


def _issued(world, side):
    person = _noticed(world, side)
    certificate = services.issue(person, world.areas[side], Period(), site=Site(ORIGIN, is_demo=False))
    session.commit()
    world.secret(certificate.code, side, "resident")
    return certificate


@kind("987654321")
def certifiable_area(world, side):
    """A community with hours of the resident's, or of somebody else's."""
    _noticed(world, side)
    return world.areas[side].code


@kind("WJ-2026-999999-5")
def own_certificate(world, side):
    return _issued(world, side).number


@kind("WJ-2026-999999-5")
def issued_certificate(world, side):
    """For the community that issued it, which reads the code on it too."""
    certificate = _issued(world, side)
    world.canaries[side, "resident"].discard(certificate.code)
    return certificate.number


@kind("WJ-2026-999999-5")
def held_certificate(world, side):
    """In an address with the token of its QR code, as whoever scans it has it."""
    certificate = _issued(world, side)
    world.queries[certificate.number] = f"?t={certificate.token}"
    return certificate.number


def _asked(world, side):
    """The editor (or the outsider) asked whoever served there, and an old neighbour without an account."""
    elder = factories.make_person(area=world.areas[side], name=world.text(side, "people"))
    person = _noticed(world, side, elder), _noticed(world, side)
    by = world.people["editor" if side == "own" else "outsider"]
    wanted = Wanted(purpose="学校评优", period=Period())
    batch = asking.ask(world.areas[side], [one.volunteer_no for one in person], wanted, by=by)
    session.commit()
    return batch


@kind("987654321")
def batch(world, side):
    return _asked(world, side).id


@kind("987654321")
def answered_batch(world, side):
    """Somebody said yes."""
    found = _asked(world, side)
    begin_writing()
    one = session.scalars(select(CertificateRequest).where(CertificateRequest.batch_id == found.id)).first()
    one.answer, one.answered_at, one.answered_by = Answer.yes, clock.now(), one.person_id
    session.commit()
    return found.id


@kind("987654321")
def packed_batch(world, side):
    """There is something to take away."""
    found = _asked(world, side)
    begin_writing()
    found.content, found.packed_at = b"PK", clock.now()
    session.commit()
    return found.id


@kind("987654321")
def request(world, side):
    """What the resident (or somebody foreign) is asked."""
    found = _asked(world, side)
    asked = select(CertificateRequest.id).join(Account, Account.person_id == CertificateRequest.person_id)
    return session.scalars(asked.where(CertificateRequest.batch_id == found.id)).one()
