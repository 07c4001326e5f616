"""Mails leave through a real mail server that takes, refuses, hangs or dawdles."""

import socket
import ssl
import subprocess
import time
from contextlib import contextmanager
from email import message_from_bytes, policy
from threading import Thread

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from sqlalchemy import select

from board.db import session
from board.outbox import gateways, services
from board.outbox.gateways import SmtpGateway
from board.outbox.models import Channel, Fate, Message
from tests import factories

MAIL = "xiaoman@mail.example"


class Postbox:
    """A mail server on loopback: it notes what it got, and answers what it is told to."""

    def __init__(self):
        self.got, self.answers, self.users = [], [], []

    async def handle_RCPT(self, server, conversation, envelope, address, options):
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, conversation, envelope):
        self.got.append((envelope, conversation.ssl is not None))
        return "250 taken"

    def authenticate(self, server, conversation, envelope, mechanism, data):
        self.users.append((data.login, data.password))
        return AuthResult(success=data.password == b"right", handled=False)

    def mail(self):
        """The last mail, read as a mail program does."""
        return message_from_bytes(self.got[-1][0].original_content, policy=policy.default)


@contextmanager
def running(postbox, **how):
    server = Controller(postbox, hostname="127.0.0.1", port=_free_port(), **how)
    server.start()
    try:
        yield server.port
    finally:
        server.stop()


@pytest.fixture
def postbox():
    return Postbox()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A key and certificate for 127.0.0.1, made for this run."""
    folder = tmp_path_factory.mktemp("mail")
    key, made = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", made],
        check=True, capture_output=True,
    )  # fmt: skip
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(made, key)
    return server, ssl.create_default_context(cafile=made)


def test_a_mail_arrives_whole_with_what_mail_programs_need(engine, postbox, clock_at):
    stop = "https://localhost/mail/7-abc/stop"
    _queue(
        "轮到你了，看这里：https://localhost/o/1-a\n", subject="温江公益岗位：候补轮到你了", stop_link=stop
    )

    with running(postbox) as port:
        assert services.send_due({Channel.mail: _gateway(port)}) == 1

    mail = postbox.mail()
    assert mail["Subject"] == "温江公益岗位：候补轮到你了"
    assert mail["To"] == MAIL
    assert mail["From"].addresses[0].display_name == "温江公益岗位"
    assert mail["Date"].datetime == clock_at.instant
    assert mail["Message-ID"] == f"<{_message().id}.outbox@board.example>"
    assert (mail["List-Unsubscribe"], mail["List-Unsubscribe-Post"]) == (
        f"<{stop}>",
        "List-Unsubscribe=One-Click",
    )
    assert mail.get_content().replace("\r\n", "\n") == "轮到你了，看这里：https://localhost/o/1-a\n"
    assert all(
        line.isascii() for line in postbox.got[-1][0].original_content.partition(b"\r\n\r\n")[0].splitlines()
    )
    assert (_message().fate, _message().sent_at) == (Fate.sent, clock_at.instant)


def test_a_mail_that_proves_an_address_has_nothing_to_stop(engine, postbox):
    _queue("请确认")

    with running(postbox) as port:
        services.send_due({Channel.mail: _gateway(port)})

    assert postbox.mail()["List-Unsubscribe"] is None


def test_starttls_is_insisted_on(engine, postbox, certificate):
    _, ours = certificate
    _queue("x")

    with running(postbox) as port:
        services.send_due({Channel.mail: _gateway(port, security="starttls", trusted=ours)})

    assert postbox.got == []
    assert (_message().fate, _message().problem) == (Fate.queued, "SMTPNotSupportedError")


def test_starttls_encrypts_before_anything_is_said(engine, postbox, certificate):
    theirs, ours = certificate
    _queue("x")

    with running(postbox, tls_context=theirs, require_starttls=True) as port:
        services.send_due({Channel.mail: _gateway(port, security="starttls", trusted=ours)})

    assert [encrypted for _, encrypted in postbox.got] == [True]


def test_tls_from_the_start(engine, postbox, certificate):
    theirs, ours = certificate
    _queue("x")

    with running(postbox, ssl_context=theirs) as port:
        services.send_due({Channel.mail: _gateway(port, security="tls", trusted=ours)})

    assert len(postbox.got) == 1


def test_a_certificate_nobody_knows_gets_no_mail(engine, postbox, certificate):
    theirs, _ = certificate
    _queue("x")

    with running(postbox, tls_context=theirs, require_starttls=True) as port:
        services.send_due({Channel.mail: _gateway(port, security="starttls")})

    assert postbox.got == []
    assert (_message().fate, _message().problem) == (Fate.queued, "SSLCertVerificationError")


@pytest.mark.parametrize(("password", "arrives"), [("right", 1), ("wrong", 0)])
def test_who_may_send_signs_in(engine, postbox, certificate, password, arrives):
    theirs, ours = certificate
    _queue("x")

    how = {"authenticator": postbox.authenticate, "auth_required": True}
    with running(postbox, tls_context=theirs, **how) as port:
        gateway = _gateway(port, security="starttls", trusted=ours, user="board", password=password)
        services.send_due({Channel.mail: gateway})

    assert postbox.users[0] == (b"board", password.encode())
    assert len(postbox.got) == arrives
    assert _message().problem == (None if arrives else "SMTP 535")


def test_a_server_that_is_busy_is_tried_again(engine, postbox, clock_at):
    _queue("x")
    postbox.answers = ["450 busy"]

    with running(postbox) as port:
        services.send_due({Channel.mail: _gateway(port)})
        assert (_message().fate, _message().problem) == (Fate.queued, "SMTP 450")
        clock_at.move_to(_message().next_try_at)
        services.send_due({Channel.mail: _gateway(port)})

    assert _message().fate == Fate.sent


def test_an_address_that_does_not_exist_is_not_tried_again(engine, postbox):
    _queue("x")
    postbox.answers = ["550 no such user"]

    with running(postbox) as port:
        services.send_due({Channel.mail: _gateway(port)})

    assert (_message().fate, _message().problem, _message().attempts) == (Fate.dead, "SMTP 550", 1)


def test_a_server_that_is_gone_loses_nothing(engine):
    _queue("x")

    services.send_due({Channel.mail: _gateway(_free_port())})

    assert (_message().fate, _message().problem) == (Fate.queued, "ConnectionRefusedError")


@pytest.mark.parametrize("chatter", [b"", b"2"], ids=["hanging", "a letter at a time"])
def test_a_server_that_takes_its_time_is_left_in_the_end(engine, monkeypatch, chatter):
    monkeypatch.setattr(gateways, "MAIL_TOTAL", 0.6)
    _queue("x")

    with _dawdling(chatter) as port:
        began = time.monotonic()
        services.send_due({Channel.mail: _gateway(port)})
        took = time.monotonic() - began

    assert 0.5 < took < 2
    assert _message().fate == Fate.queued


def test_a_slow_goodbye_does_not_send_a_mail_twice(engine, postbox, monkeypatch):
    async def never_answered(server, conversation, envelope):
        import asyncio

        await asyncio.sleep(5)

    postbox.handle_QUIT = never_answered
    _queue("x")

    with running(postbox) as port:
        began = time.monotonic()
        services.send_due({Channel.mail: _gateway(port)})

    assert time.monotonic() - began < 3
    assert _message().fate == Fate.sent


def test_mails_that_wait_hold_up_no_code(engine, postbox):
    _queue("x")
    sent = []

    class Sms:
        def send(self, letter):
            sent.append(letter.text)

    with factories.committed():
        services.queue_sms("13900001111", "你轮到了", purpose="signup.place_won")
        services.queue_sms("13900001111", "验证码 123456", purpose=services.CODE_PURPOSE)
    services.send_due({Channel.sms: Sms()})

    assert sent == ["验证码 123456", "你轮到了"]
    assert session.scalars(select(Message.fate).where(Message.channel == Channel.mail)).one() == Fate.queued


def _gateway(port, security="none", **more):
    return SmtpGateway(host="127.0.0.1", port=port, security=security, sender="gongyi@board.example", **more)


def _queue(text, subject="温江公益岗位", **more):
    with factories.committed():
        services.queue_mail(MAIL, text, subject=subject, purpose="test", **more)


def _message():
    session.rollback()
    return session.scalars(select(Message)).one()


def _free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def _dawdling(chatter):
    """A server that says nothing, or a letter every tenth of a second, and never comes to a point."""
    door = socket.create_server(("127.0.0.1", 0))

    def serve():
        try:
            line, _ = door.accept()
            while True:
                line.sendall(chatter)
                time.sleep(0.1)
        except OSError:
            return

    Thread(target=serve, daemon=True).start()
    try:
        yield door.getsockname()[1]
    finally:
        door.close()
