"""Rows of the world about hours that somebody says are not right."""

from datetime import timedelta

from board.accounts.tokens import token_for
from board.objections.models import Outcome
from tests import factories
from tests.hardening.world import kind, make_public
from tests.objections.said import answer, object_to, say
from tests.records.served import recorded


def _shift(world, side):
    position = make_public(world, side, phone_for="phone")
    return factories.make_shift(position=position, starts_in=timedelta(hours=-5), length=timedelta(hours=2))


def _whose(world, side):
    return world.people["resident"] if side == "own" else world.somebody(side)


def _noticed(world, side):
    """Somebody's hours, confirmed by somebody who answers nothing."""
    return recorded(_shift(world, side), world.somebody(side), confirmed_by=world.somebody(side))


@kind("987654321")
def noticed_record(world, side):
    return _noticed(world, side).id


@kind("1-00000000000000000000")
def objection_link(world, side):
    return token_for("objection", object_to(_noticed(world, side), address=_somewhere(world)))


@kind("987654321")
def objection(world, side):
    """By somebody signed out who may be phoned."""
    mobile = world.secret(f"1370000{len(world.canaries[side, 'people']):04d}", side, "people")
    told = {"mobile": mobile, "name": world.text(side, "people"), "may_be_phoned": True}
    reason = world.text(side)
    return object_to(_noticed(world, side), address=_somewhere(world), reason=reason, **told)


def _somewhere(world):
    """A network of its own: the world objects more often than anybody may."""
    return f"203.0.113.{sum(map(len, world.canaries.values())) % 250}"


@kind("987654321")
def unwritten_shift(world, side):
    """The resident (or somebody foreign) came, and nobody saw them leave."""
    shift = _shift(world, side)
    factories.make_attendance("arrived", shift=shift, person=_whose(world, side))
    return shift.id


@kind("987654321")
def own_objection(world, side):
    shift, whose = _shift(world, side), _whose(world, side)
    recorded(shift, whose)
    return say(whose, shift, reason=world.text(side, "resident"))


@kind("987654321")
def answered_objection(world, side):
    """The community does not agree."""
    number = own_objection(world, side)
    answer(number, world.people["reviewer" if side == "own" else "outsider"], Outcome.stands)
    return number
