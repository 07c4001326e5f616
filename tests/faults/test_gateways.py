"""SMS provider and mail server away, silent or slow: sign-ups do not notice, nothing is lost."""

import time
from contextlib import ExitStack
from statistics import median

import pytest
from sqlalchemy import func, select

from board.db import session
from board.outbox import gateways, services
from board.outbox.gateways import HttpsGateway, SmtpGateway
from board.outbox.models import Channel, Fate, Message
from tests import factories
from tests.faults import providers
from tests.faults.crowd import neighbours
from tests.faults.shipped import ticking
from tests.serving import free_port

NEWS = ("first news", "second news", "third news")
WAYS = {Channel.sms: providers.sms_provider, Channel.mail: providers.mail_server}


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def impatient(monkeypatch):
    """The real patience is ten seconds for each try; here it is a fraction of one."""
    monkeypatch.setattr(gateways, "TIMEOUTS", (0.05, 0.05))
    monkeypatch.setattr(gateways, "MAIL_TOTAL", 0.05)
    monkeypatch.setattr(gateways, "MAIL_CONNECT", 0.05)


def gateway(channel, port):
    if channel == Channel.sms:
        return HttpsGateway(f"http://127.0.0.1:{port}/sms", "key")
    return SmtpGateway(host="127.0.0.1", port=port, security="none", sender="gongyi@board.example")


def queue(channel, text):
    with factories.committed():
        if channel == Channel.sms:
            services.queue_sms("13900001111", text, purpose="test")
        else:
            services.queue_mail("someone@mail.example", text, subject="公益岗位", purpose="test")


def an_hour(clock_at, channel, port):
    """Every minute what is due is tried; every twenty minutes there is something new to tell."""
    for minute in range(60):
        if minute % 20 == 0:
            queue(channel, NEWS[minute // 20])
        services.send_due({channel: gateway(channel, port)})
        clock_at.move(minutes=1)


def fates():
    session.rollback()
    return dict(session.execute(select(Message.fate, func.count()).group_by(Message.fate)).all())


@pytest.mark.parametrize("channel", WAYS)
@pytest.mark.parametrize("fault", [providers.refused, providers.hanging], ids=["refused", "hanging"])
def test_after_an_hour_without_it_everything_is_delivered(engine, clock_at, impatient, port, channel, fault):
    with fault(port):
        an_hour(clock_at, channel, port)
    assert fates() == {Fate.queued: 3}

    with WAYS[channel](port) as took:
        gateways.TIMEOUTS, gateways.MAIL_TOTAL = (5, 5), 5
        for _ in range(35):
            services.send_due({channel: gateway(channel, port)})
            clock_at.move(minutes=1)

    assert fates() == {Fate.sent: 3}
    assert [any(news in text for text in took) for news in NEWS] == [True] * 3
    assert len(took) == 3, "each once"


@pytest.mark.parametrize("channel", WAYS)
def test_a_slow_one_gets_everything_too(engine, clock_at, port, channel):
    with WAYS[channel](port, delay=providers.SLOWLY) as took:
        an_hour(clock_at, channel, port)

    assert fates() == {Fate.sent: 3}
    assert len(took) == 3


def test_without_trying_again_the_same_hour_would_lose_them(engine, clock_at, impatient, port, monkeypatch):
    monkeypatch.setattr(services, "TRIES", 3)

    an_hour(clock_at, Channel.sms, port)

    assert fates()[Fate.dead] == 3


def sign_ups(people):
    took = []
    for person in people:
        began = time.monotonic()
        assert person.send().status_code == 303
        took.append(time.monotonic() - began)
    return took


def tried():
    session.rollback()
    return session.scalar(select(func.count(Message.id)).where(Message.attempts > 0))


def wait_until_tried(count):
    deadline = time.monotonic() + 20
    while tried() < count:
        assert time.monotonic() < deadline, "nothing was tried"
        time.sleep(0.1)


def ratio_beside(faults, board, engine, position, *, turns, each):
    """Healthy and not, in turns, so that the machine's own moods meet both; the ratio of medians."""
    front, _ = board
    people = neighbours(front, position, each * turns)
    ports = {channel: free_port() for channel in WAYS}
    took = {"well": [], "ill": []}
    with ticking(
        engine.url, front.https, SMS_URL=f"http://127.0.0.1:{ports[Channel.sms]}/sms", SMS_KEY="key",
        SMTP_HOST="127.0.0.1", SMTP_PORT=str(ports[Channel.mail]), SMTP_SECURITY="none", MAIL_FROM="gongyi@board.example",
    ):  # fmt: skip
        for turn in range(turns):
            state = "ill" if turn % 2 else "well"
            some, people = people[:each], people[each:]
            with ExitStack() as world:
                before = tried()
                for channel, number in ports.items():
                    for text in range(3):
                        queue(channel, f"{turn}-{text}")
                    world.enter_context(faults[channel](number) if state == "ill" else WAYS[channel](number))
                wait_until_tried(before + len(WAYS))  # the tick is in the middle of its calls
                took[state] += sign_ups(some)
    return median(took["ill"]) / median(took["well"])


HANG = dict.fromkeys(WAYS, providers.hanging)


@pytest.mark.on("postgresql")
def test_sign_ups_are_as_quick_while_both_hang(board, engine, position):
    # What else the machine does passes, and is measured again; what hangs would hang each time.
    assert any(ratio_beside(HANG, board, engine, position, turns=2, each=10) <= 2 for _ in range(3))


@pytest.mark.soak
@pytest.mark.parametrize(
    "faults",
    [HANG, dict.fromkeys(WAYS, providers.refused),
     {channel: lambda port, way=way: way(port, delay=5) for channel, way in WAYS.items()}],
    ids=["hanging", "refused", "slow"],
)  # fmt: skip
def test_sign_ups_are_as_quick_whatever_ails_them(faults, board, engine, position):
    assert ratio_beside(faults, board, engine, position, turns=6, each=20) <= 2
