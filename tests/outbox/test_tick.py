"""The process beside the server: each channel on its own, so that none holds up the other."""

import os
import socket
import subprocess
import sys
import time

import pytest
from sqlalchemy import select

import config
from board.commands import ticking
from board.db import session
from board.outbox import services
from board.outbox.gateways import DemoGateway, HttpsGateway, SmtpGateway
from board.outbox.models import Channel, Fate, Message
from tests import factories
from tests.serving import ROOT

TOLD = {
    "SECRET_KEY": "k" * 40, "HOSTS": "localhost", "ORIGIN": "https://localhost", "DEMO": "0",
    "SMTP_SECURITY": "none", "MAIL_FROM": "gongyi@board.example",
}  # fmt: skip


@pytest.fixture
def nothing_is_said():
    """A mail server that takes the call and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        yield door.getsockname()[1]


@pytest.fixture
def ticking_beside(engine, gateway, nothing_is_said):
    """`flask tick` on this test's database; it is ended with the test."""
    url = engine.url.replace("postgresql+psycopg", "postgresql")
    where = {"DATABASE_URL": url, "SMS_URL": gateway.client.url, "SMS_KEY": "k",
             "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(nothing_is_said)}  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "app", "tick"], cwd=ROOT, env=os.environ | TOLD | where,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    yield process
    process.terminate()
    process.wait(10)


def test_a_mail_server_that_hangs_delays_no_text(engine, real_time, gateway, ticking_beside):
    with factories.committed():
        services.queue_mail("a@mail.example", "好消息", subject="x", purpose="test")
    _until(lambda: _of(Channel.mail).attempts)

    with factories.committed():
        services.queue_sms("13900001111", "验证码 123456", purpose=services.CODE_PURPOSE)
    waited = _until(lambda: _of(Channel.sms).fate == Fate.sent)

    assert waited < 5, "the mail server still has half of its ten seconds"
    assert _of(Channel.mail).fate == Fate.queued


def test_the_process_ends_when_told_although_a_server_hangs(engine, real_time, gateway, ticking_beside):
    with factories.committed():
        services.queue_mail("a@mail.example", "好消息", subject="x", purpose="test")
    _until(lambda: _of(Channel.mail).attempts)

    ticking_beside.terminate()

    assert ticking_beside.wait(5) == 0


@pytest.mark.no_database
def test_messages_leave_by_the_ways_that_are_set():
    https = config.Settings(sms_url="https://sms.example/send", sms_key="k")
    both = config.Settings(
        sms_url="https://sms.example/send", smtp_host="mail.example", mail_from="gongyi@board.example",
        smtp_security="tls", smtp_port=465,
    )  # fmt: skip

    assert ticking.gateways(config.Settings()) == {}
    assert ticking.gateways(https) == {Channel.sms: HttpsGateway("https://sms.example/send", "k")}
    assert ticking.gateways(both)[Channel.mail] == SmtpGateway(
        host="mail.example", port=465, security="tls", sender="gongyi@board.example"
    )
    demo = ticking.gateways(config.Settings(demo=True, sms_url="https://sms.example/send"))
    assert {channel: type(way) for channel, way in demo.items()} == dict.fromkeys(Channel, DemoGateway)


def _of(channel):
    session.rollback()
    return session.scalars(select(Message).where(Message.channel == channel)).one()


def _until(is_so, seconds=20):
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if is_so():
            return time.monotonic() - began
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds} s")
