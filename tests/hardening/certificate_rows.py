"""Rows of the world around certificates: hours that were shown for a week, and certificates of them."""

from datetime import timedelta

from sqlalchemy import func, select

from board import clock
from board.certificates import services
from board.certificates.contents import Period
from board.certificates.services import Site
from board.db import begin_writing, session
from board.records import ledger, proposing, stepping
from board.records.models import Kind, ServiceRecord
from tests import factories
from tests.engines import ORIGIN
from tests.hardening.world import kind, make_public
from tests.records.served import serve


def _noticed(world, side):
    """Whoever has hours of this community that a certificate may name: the resident, or somebody foreign."""
    person = world.people["resident"] if side == "own" else world.somebody(side)
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
    """For the community that issued it, whose own papers tell whose it is and the code on it."""
    certificate = _issued(world, side)
    world.canaries[side, "resident"].discard(certificate.code)
    world.secret(certificate.code, side)
    return certificate.number


@kind("WJ-2026-999999-5")
def held_certificate(world, side):
    """In an address with the token of its QR code, as whoever scans it has it."""
    certificate = _issued(world, side)
    world.queries[certificate.number] = f"?t={certificate.token}"
    return certificate.number
