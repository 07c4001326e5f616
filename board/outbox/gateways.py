"""How messages leave this machine: an HTTPS address for texts, a mail server for mails."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from threading import Timer
from typing import Final

import requests

from board import clock
from board.outbox.services import Letter, Refused, RefusedForGood

TIMEOUTS: Final = (3.0, 10.0)  # to connect, and for each read
MAIL_CONNECT: Final = 5.0
MAIL_TOTAL: Final = 10.0  # baseline 13
SITE_NAME: Final = "温江公益岗位"


@dataclass(frozen=True)
class HttpsGateway:
    """Any provider behind a small adapter: {"mobile", "text"} as JSON, a bearer key, 2xx means taken."""

    url: str
    key: str

    def send(self, letter: Letter) -> None:
        try:
            answer = requests.post(
                self.url,
                json={"mobile": letter.address, "text": letter.text},
                headers={"Authorization": f"Bearer {self.key}"},
                timeout=TIMEOUTS,
                allow_redirects=False,
            )
        except requests.RequestException as problem:
            raise Refused(type(problem).__name__) from problem
        if not 200 <= answer.status_code < 300:
            raise Refused(f"HTTP {answer.status_code}")


@dataclass(frozen=True, kw_only=True)
class SmtpGateway:
    """The mail server of the district; a conversation of at most ten seconds for each mail."""

    host: str
    port: int
    security: str  # starttls | tls | none
    sender: str
    user: str = ""
    password: str = ""
    trusted: ssl.SSLContext | None = None  # tests bring a certificate of their own

    @property
    def domain(self) -> str:
        return self.sender.rpartition("@")[2]

    def send(self, letter: Letter) -> None:
        mail = self._mail(letter)
        try:
            with self._connected() as server:
                server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as problem:
            code = next(iter(problem.recipients.values()))[0]
            raise (RefusedForGood if code >= 500 else Refused)(f"SMTP {code}") from problem
        except smtplib.SMTPResponseException as problem:
            raise Refused(f"SMTP {problem.smtp_code}") from problem
        except (smtplib.SMTPException, OSError) as problem:
            raise Refused(type(problem).__name__) from problem

    def _mail(self, letter: Letter) -> EmailMessage:
        mail = EmailMessage()
        mail["From"] = formataddr((SITE_NAME, self.sender))
        mail["To"] = letter.address
        mail["Subject"] = letter.subject
        mail["Date"] = format_datetime(clock.now())
        # The same for every try, so that a mail server recognises what it already has.
        mail["Message-ID"] = f"<{letter.number}.outbox@{self.domain}>"
        mail["Auto-Submitted"] = "auto-generated"
        if letter.stop_link:
            mail["List-Unsubscribe"] = f"<{letter.stop_link}>"
            mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        mail.set_content(letter.text)
        return mail

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        began = clock.seconds()
        line = socket.create_connection((self.host, self.port), timeout=MAIL_CONNECT)
        with closing(line), _cut_after(line, MAIL_TOTAL - (clock.seconds() - began)):
            tls = self._trusted() if self.security == "tls" else None
            server = _Conversation(line, self, tls)
            with closing(server):
                if self.security == "starttls":
                    server.starttls(context=self._trusted())
                if self.user:
                    server.login(self.user, self.password)
                yield server
                # Nobody waits for the answer: a mail that was taken is not sent again for a slow goodbye.
                with suppress(OSError, smtplib.SMTPException):
                    server.putcmd("quit")

    def _trusted(self) -> ssl.SSLContext:
        return self.trusted or ssl.create_default_context()


class _Conversation(smtplib.SMTP):
    """SMTP over a line that is open already, inside TLS from the start if a context is given."""

    def __init__(self, line: socket.socket, gateway: SmtpGateway, tls: ssl.SSLContext | None) -> None:
        self._line, self._context = line, tls
        # Names itself by the sender's domain: asking the machine for its own name may take seconds.
        super().__init__(gateway.host, local_hostname=gateway.domain, timeout=MAIL_TOTAL)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        self._line.settimeout(timeout)
        if self._context is None:
            return self._line
        return self._context.wrap_socket(self._line, server_hostname=host)


@contextmanager
def _cut_after(line: socket.socket, seconds: float) -> Iterator[None]:
    """The line is cut then: a server that says a letter every few seconds never runs into a read's
    own timeout. The copy stays valid when TLS takes the socket over."""
    copy = line.dup()
    cutter = Timer(seconds, _cut, [copy])
    cutter.daemon = True
    cutter.start()
    try:
        yield
    finally:
        cutter.cancel()
        copy.close()


def _cut(line: socket.socket) -> None:
    with suppress(OSError):  # the other side was faster
        line.shutdown(socket.SHUT_RDWR)


class DemoGateway:
    """Demo mode sends nothing; the page /demo/sms shows what would have been sent."""

    def send(self, letter: Letter) -> None:
        return None
