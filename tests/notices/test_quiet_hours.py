"""Between nine in the evening and eight in the morning no phone rings, unless it cannot wait."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from board import clock
from board.db import session
from board.notices import quiet, services
from board.notices.models import Wish
from board.notices.services import News
from board.outbox import services as outbox
from board.outbox.models import Channel, Message
from board.signups import editing
from board.signups import services as signups
from tests import factories

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def wall(day, hour, minute=0):
    return clock.at(day, clock.wall_time(hour, minute))


@pytest.mark.parametrize(
    ("hour", "minute", "sent"),
    [
        (20, 59, (MONDAY, 20, 59)),
        (21, 0, (TUESDAY, 8, 0)),
        (23, 30, (TUESDAY, 8, 0)),
        (0, 0, (MONDAY, 8, 0)),
        (7, 59, (MONDAY, 8, 0)),
        (8, 0, (MONDAY, 8, 0)),
    ],
)
@pytest.mark.no_database
def test_a_text_waits_for_eight_in_the_morning(hour, minute, sent):
    assert quiet.send_at(wall(MONDAY, hour, minute), None) == wall(*sent)


@pytest.mark.parametrize(
    ("needed", "waits"),
    [
        ((TUESDAY, 10, 0), True),
        ((TUESDAY, 9, 59), False),
        ((MONDAY, 23, 0), False),
    ],
)
@pytest.mark.no_database
def test_what_begins_before_ten_that_morning_does_not_wait(needed, waits):
    now = wall(MONDAY, 22)

    assert quiet.send_at(now, wall(*needed)) == (wall(TUESDAY, 8) if waits else now)


def test_a_place_won_at_night_is_told_in_the_morning(clock_at):
    shift = factories.make_shift(quota=1, starts_in=timedelta(days=3))
    holder, waiting = (factories.make_signup(shift=shift, person=p, state=s) for p, s in _two())
    clock_at.set_wall(MONDAY, 22)

    signups.withdraw(holder, reason="")
    session.commit()

    message = session.scalars(select(Message)).one()
    assert (waiting.state, message.next_try_at) == ("accepted", wall(TUESDAY, 8))


def test_a_shift_called_off_at_night_is_told_at_once_when_it_is_early(clock_at, resident):
    clock_at.set_wall(MONDAY, 22)

    for starts in (wall(TUESDAY, 8, 30), wall(TUESDAY, 14)):
        with factories.committed():
            services.tell_urgently(resident, _news(needed_by=starts))

    times = session.scalars(select(Message.next_try_at).order_by(Message.id)).all()
    assert times == [wall(MONDAY, 22), wall(TUESDAY, 8)]


def test_what_is_useless_by_morning_goes_at_once(clock_at, resident):
    clock_at.set_wall(MONDAY, 23)

    with factories.committed():
        services.tell_urgently(resident, _news(useless_at=wall(TUESDAY, 7)))

    assert session.scalars(select(Message.next_try_at)).one() == wall(MONDAY, 23)


def test_mail_knows_no_quiet_hours(clock_at, resident):
    with factories.committed():
        session.add(Wish(person_id=resident.id, mail="a@mail.example", mail_proven_at=clock.now()))
    clock_at.set_wall(MONDAY, 23)

    with factories.committed():
        services.tell(resident, _news())

    message = session.scalars(select(Message).where(Message.channel == Channel.mail)).one()
    assert message.next_try_at == wall(MONDAY, 23)


def test_nothing_is_sent_in_the_night_and_everything_in_the_morning(clock_at, resident):
    sent = []
    clock_at.set_wall(MONDAY, 22)
    with factories.committed():
        services.tell_urgently(resident, _news())

    outbox.send_due({Channel.sms: _Taking(sent)})
    assert sent == []
    clock_at.set_wall(TUESDAY, 8)
    outbox.send_due({Channel.sms: _Taking(sent)})

    assert len(sent) == 1


class _Taking:
    """The outside world: a gateway that takes everything."""

    def __init__(self, sent):
        self.send = sent.append


def _news(**more):
    return News(kind="signup.place_won", sentence="轮到你了。", link="/", **more)


def _two():
    people = [factories.make_account(person=factories.make_person()).person for _ in range(2)]
    return zip(people, ("accepted", "waiting"), strict=True)


def test_nobody_sets_out_for_the_old_time_because_it_was_night(clock_at, editor, community):
    shift = factories.make_shift(
        position=factories.make_position(area=community, written_by=editor), starts_at=wall(TUESDAY, 8, 30)
    )
    factories.make_signup(shift=shift, person=factories.make_account().person)
    clock_at.set_wall(MONDAY, 22)

    editing.change_time(shift, wall(TUESDAY, 14), wall(TUESDAY, 16), reason="下雨", by=editor)
    session.commit()

    assert session.scalars(select(Message.next_try_at)).one() == wall(MONDAY, 22)
