"""Rows of the world that were written down afterwards: a shift of this morning, a record and its proof."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from board.backfills.models import Proof
from board.db import session
from board.positions.models import Shift
from tests import factories
from tests.backfills.writing_down import enter
from tests.hardening.world import kind, make_public

SHEET = Path(__file__).parent.parent / "backfills" / "sheet.pdf"


@kind("987654321")
def served_shift(world, side):
    """Over, and nobody is written down for it yet."""
    position = make_public(world, side, phone_for="phone")
    return factories.make_shift(
        position=position, starts_in=timedelta(hours=-5), length=timedelta(hours=2), quota=5
    ).id


@kind("987654321")
def backfill(world, side):
    shift = session.get_one(Shift, served_shift(world, side))
    by = world.people["editor" if side == "own" else "outsider"]
    return enter(shift, world.somebody(side), by=by).id


def token_of(record_id):
    session.rollback()
    return session.scalars(select(Proof.token).where(Proof.record_id == int(record_id))).one()


@kind("nothing-of-that-name")
def proof(world, side):
    return token_of(backfill(world, side))
