"""Messages go out after the act, once, through a gateway that may fail for hours."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import select

from board import db
from board.db import begin_writing, session
from board.outbox import services
from board.outbox.gateways import HttpsGateway
from board.outbox.models import Channel, Fate, Message
from tests import factories


def test_a_queued_message_is_sent_once_with_the_key(engine, gateway):
    _queue("好消息")

    assert services.send_due({Channel.sms: gateway.client}) == 1
    assert services.send_due({Channel.sms: gateway.client}) == 0

    assert gateway.got == [("Bearer secret-key", {"mobile": "13900001111", "text": "好消息"})]
    assert _message().fate == Fate.sent


def test_nothing_is_sent_for_an_act_that_was_rolled_back(engine, gateway):
    begin_writing()
    services.queue_sms("13900001111", "x", purpose="test")
    session.rollback()

    assert services.send_due({Channel.sms: gateway.client}) == 0


def test_a_refused_message_is_tried_again_later_and_later(engine, gateway, clock_at):
    _queue("x")
    gateway.answers = [500, 429, 302]

    waits = []
    for _ in range(3):
        services.send_due({Channel.sms: gateway.client})
        waits.append(_message().next_try_at - clock_at.instant)
        assert services.send_due({Channel.sms: gateway.client}) == 0, "not before its time"
        clock_at.move_to(_message().next_try_at)
    services.send_due({Channel.sms: gateway.client})

    assert waits == sorted(waits)
    assert waits[0] >= timedelta(seconds=15)
    assert (_message().fate, _message().attempts) == (Fate.sent, 4)


def test_a_message_nobody_takes_is_dead_in_the_end(engine, gateway, clock_at):
    _queue("x")
    gateway.answers = [503] * 99

    for _ in range(services.TRIES):
        services.send_due({Channel.sms: gateway.client})
        clock_at.move(days=1)

    assert services.send_due({Channel.sms: gateway.client}) == 0
    assert (_message().fate, _message().problem) == (Fate.dead, "HTTP 503")
    assert len(gateway.got) == services.TRIES


def test_a_gateway_that_is_gone_loses_nothing(engine, clock_at):
    _queue("x")

    services.send_due({Channel.sms: HttpsGateway("http://127.0.0.1:9/sms", "k")})

    assert (_message().fate, _message().problem) == (Fate.queued, "ConnectionError")


def test_a_sender_that_died_leaves_its_message_to_the_next(engine, gateway, clock_at):
    _queue("x")
    assert services._claim({Channel.sms}) is not None

    assert services.send_due({Channel.sms: gateway.client}) == 0
    clock_at.move(minutes=2)
    assert services.send_due({Channel.sms: gateway.client}) == 1


def test_two_senders_never_send_one_message_twice(engine, gateway):
    for number in range(20):
        _queue(f"message {number}")

    def send(_):
        with db.scope():
            return services.send_due({Channel.sms: gateway.client})

    with ThreadPoolExecutor(2) as senders:
        counts = list(senders.map(_patiently(send), range(2)))

    assert sum(counts) == 20
    assert len({body["text"] for _, body in gateway.got}) == len(gateway.got) == 20


def _patiently(send):
    """As the tick does: what fails in one round is tried in the next."""

    def send_all(number):
        return send(number) + send(number)

    return send_all


def _queue(text):
    with factories.committed():
        services.queue_sms("13900001111", text, purpose="test")


def _message():
    session.rollback()
    return session.scalars(select(Message)).one()
