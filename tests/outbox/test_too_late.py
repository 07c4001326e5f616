"""What came too late is not sent; what could be misused is not kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from board import clock
from board.db import session
from board.outbox import services
from board.outbox.models import Channel, Fate, Message
from tests import factories

TEN_MINUTES, A_DAY = timedelta(minutes=10), timedelta(hours=24)


def queue(text="x", **more):
    with factories.committed():
        services.queue_sms("13900001111", text, **({"purpose": "test"} | more))


def message():
    session.rollback()
    return session.scalars(select(Message)).one()


def test_a_message_past_its_use_is_not_sent(engine, gateway, clock_at):
    queue(useless_at=clock.now() + timedelta(hours=1))
    clock_at.move(hours=1)

    assert services.send_due({Channel.sms: gateway.client}) == 0

    assert gateway.got == []
    assert (message().fate, message().problem) == (Fate.dead, "too_late")


def test_what_waits_behind_it_is_sent(engine, gateway, clock_at):
    queue("too late", useless_at=clock.now() + timedelta(hours=1))
    queue("in time")
    clock_at.move(hours=1)

    assert services.send_due({Channel.sms: gateway.client}) == 1

    assert [body["text"] for _, body in gateway.got] == ["in time"]


def test_a_message_in_time_is_sent(engine, gateway, clock_at):
    queue(useless_at=clock.now() + timedelta(hours=1))
    clock_at.move(minutes=59)

    services.send_due({Channel.sms: gateway.client})

    assert message().fate == Fate.sent


def test_a_channel_without_gateway_keeps_what_waits(engine, gateway):
    queue()

    assert services.send_due({}) == 0
    assert services.send_due({Channel.mail: gateway.client}) == 0

    assert message().fate == Fate.queued


def test_a_dead_message_can_be_sent_again_with_all_its_tries(engine, gateway, clock_at):
    queue()
    gateway.answers = [503] * services.TRIES
    for _ in range(services.TRIES):
        services.send_due({Channel.sms: gateway.client})
        clock_at.move(days=1)
    dead = message()
    assert dead.fate == Fate.dead

    with factories.committed():
        services.send_again(session.merge(dead))
    services.send_due({Channel.sms: gateway.client})

    assert (message().fate, message().attempts) == (Fate.sent, 1)


def test_what_was_sent_is_not_sent_again(engine, gateway):
    queue()
    services.send_due({Channel.sms: gateway.client})

    with factories.committed():
        services.send_again(session.scalars(select(Message)).one())

    assert services.send_due({Channel.sms: gateway.client}) == 0


@pytest.mark.parametrize(
    ("purpose", "life", "left"),
    [(services.CODE_PURPOSE, TEN_MINUTES, [""]), (services.PROOF_PURPOSE, A_DAY, []), ("test", A_DAY, ["x"])],
)
def test_codes_lose_their_text_and_proofs_are_gone_when_their_time_is_over(
    engine, clock_at, purpose, life, left
):
    queue(purpose=purpose)
    clock_at.move_to(clock.now() + life)
    services.forget_codes()
    assert session.scalars(select(Message.text)).all() == ["x"], "their last moment"

    clock_at.move(seconds=1)
    services.forget_codes()

    assert session.scalars(select(Message.text)).all() == left
