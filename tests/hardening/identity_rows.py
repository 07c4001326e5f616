"""Rows about ID numbers."""

from tests import factories
from tests.hardening.world import kind, make_public
from tests.identity.numbers import give


@kind("WJ000000")
def identified(world, side):
    """Somebody with an ID number who serves on a position of this side."""
    person = world.somebody(side)
    world.secret(give(person), side, "people")
    factories.make_signup(shift=make_public(world, side).shifts[0], person=person)
    return person.volunteer_no
