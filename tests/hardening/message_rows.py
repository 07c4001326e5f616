"""Rows of the world that somebody is told of, answers or is brought along by; links are their addresses."""

from datetime import timedelta

from board import clock
from board.accounts.queries import account_of
from board.db import session
from board.notices import links as mail_links
from board.notices.models import Call, Delivery, Notice, Wish
from board.outbox.models import Message
from board.signups import links
from board.signups.models import StandIn, State
from tests import factories
from tests.hardening.world import kind, make_crowded, make_public


def _add(row):
    with factories.committed():
        session.add(row)
    return row


def _whose(world, side):
    return world.people["resident"] if side == "own" else world.somebody(side)


@kind("987654321")
def told(world, side):
    """A notice whose text message was not taken."""
    person = world.somebody(side)
    notice = _add(
        Notice(
            person_id=person.id, kind="x", sentence=world.text(side, "people"), link="/", created_at=clock.now(),
            area_id=world.areas[side].id,
        )
    )  # fmt: skip
    lost = _add(
        Message(
            channel="sms", address=account_of(person).mobile, text="x", purpose="x", created_at=clock.now(),
            next_try_at=clock.now(), fate="dead", attempts=9, problem="HTTP 500",
        )
    )  # fmt: skip
    _add(Delivery(notice_id=notice.id, channel="sms", message_id=lost.id))
    return notice.id


@kind("987654321")
def call(world, side):
    """Somebody nothing reaches, whom the desk is to phone."""
    notice = session.get(Notice, told(world, side))
    return _add(Call(notice_id=notice.id, area_id=world.areas[side].id, created_at=clock.now())).id


@kind("WJ000000")
def recorded(world, side):
    """Somebody without an account, written down by the desk."""
    person = factories.make_person(area=world.areas[side], name=world.text(side, "people"))
    return person.volunteer_no


def _offered(world, side):
    values = {"offered_until": clock.now() + timedelta(hours=3)}
    return factories.make_signup(
        shift=make_crowded(world, side).shifts[0], person=_whose(world, side), state=State.offered, **values
    )


@kind("987654321")
def offered(world, side):
    return _offered(world, side).id


@kind("1-00000000000000000000")
def offer_link(world, side):
    return links.offer(_offered(world, side).id).removeprefix("/o/")


@kind("987654321")
def asked_stand_in(world, side):
    """A sign-up whose holder has asked somebody to go instead."""
    return _stand_in(world, side).signup_id


def _stand_in(world, side):
    held = factories.make_signup(shift=make_crowded(world, side).shifts[0], person=_whose(world, side))
    asked = StandIn(
        signup_id=held.id, name="柳青", mobile="13800000009", asked_at=clock.now(), answer="asked"
    )
    return _add(asked)


@kind("1-00000000000000000000")
def stand_in_link(world, side):
    return links.stand_in(_stand_in(world, side).id).removeprefix("/s/")


@kind("1-00000000000000000000")
def mail_link(world, side):
    """Where mails to somebody end."""
    return mail_links.stop(_mailed(world.somebody(side))).removeprefix("/mail/")


def _mailed(person, **values):
    proven = {"mail_proven_at": clock.now()} | values
    return _add(Wish(person_id=person.id, mail="xiaoman@example.cn", mail_asked_at=clock.now(), **proven))


@kind("000000000000000000000000")
def proof_link(world, side):
    """The link that proves an address."""
    token, kept = mail_links.new_proof()
    _mailed(world.somebody(side), mail_proven_at=None, mail_token_hash=kept)
    return token


@kind("987654321")
def helped(world, side):
    """A sign-up that the resident (or somebody foreign) made for a companion."""
    helper = _whose(world, side)
    companion = factories.make_person(area=world.areas[side], name="林小舟", added_by=helper.id)
    shift = make_public(world, side, phone_for="phone").shifts[0]
    return factories.make_signup(shift=shift, person=companion, made_by=helper.id, made_as="group").id


@kind("2611-0000")
def undecided(world, side):
    """A position where staff decide, with somebody who waits for that."""
    position = make_public(world, side)
    with factories.committed():
        position.approval = "staff"
    factories.make_signup(shift=position.shifts[0], person=world.somebody(side), state=State.pending)
    return position.number
