"""Settings from the environment. Each says what breaks without it."""

import os
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parent
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
SMTP_SECURITY = frozenset({"starttls", "tls", "none"})
DEMO_SECRET = "demo-only-secret-never-used-outside-demo-mode"  # noqa: S105 - refused outside demo mode
DEMO_ID_KEY = "demo:uzbJ5RFyPGGN8TyKiJiNK2h1rTvSToynf/NLlQAH1qE="  # refused outside demo mode
DEMO_CERTIFICATE_KEY = "demo:Ajb0vHhANWDMzFjbo0+w5p6zwDq0BS4kLlYAWevm9/8="  # as above


class BadSettings(RuntimeError):  # noqa: N818 - named for what is wrong
    """The board does not start with these settings; the text says what to set."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What this process was told. Names are those of the environment, in lower case."""

    # Demo mode: demo people, a page that shows text messages; binds to loopback. Off for real use.
    demo: bool = False
    # Where the rows are. Without it: a SQLite file in instance/.
    database_url: str = f"sqlite:///{ROOT / 'instance' / 'board.sqlite'}"
    # Signs form tokens. If it leaks or is guessed, forged forms pass; at least 32 characters.
    secret_key: str = DEMO_SECRET
    # Encrypt ID numbers: `name:base64 of 32 random bytes` (flask new-key), separated by commas. The first
    # encrypts, all decrypt. Without any nobody can give a number; lost, those given are lost with them.
    id_keys: tuple[str, ...] = ()
    # Sign certificates: `name:base64 of 32 random bytes` (flask new-key), separated by commas. The first
    # signs, all verify. Without any no certificate is issued.
    certificate_keys: tuple[str, ...] = ()
    # Public halves of keys that sign no more (/verify/keys.txt has them): what they signed stays genuine.
    certificate_old_keys: tuple[str, ...] = ()
    # Host names this site answers to, separated by commas. Others get 400 outside demo mode.
    hosts: tuple[str, ...] = ()
    # The address in messages, e.g. https://gongyi.wenjiang.example; links in SMS need it.
    origin: str = "http://127.0.0.1:5000"
    # How many proxies stand in front; the client address is counted from the right.
    proxies: int = 0
    # How many machines run the web part. SQLite serves one.
    web_hosts: int = 1
    # The SMS gateway; without it nobody is told anything by SMS, and codes cannot be sent.
    sms_url: str = ""
    sms_key: str = ""
    # The mail server; without it nobody is told anything by mail. Security: starttls, tls or none.
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_security: str = "starttls"
    # Whose name mails carry, e.g. gongyi@wenjiang.example; mail servers ask for it.
    mail_from: str = ""
    # Flask's debugger: a door into the machine, refused outside demo mode.
    debug: bool = False
    # Notices a day by SMS: to one number, and in all; and by mail. What is above is not sent, the desk sees it.
    sms_notices_per_mobile: int = 20
    sms_notices_per_day: int = 20_000
    mails_per_address: int = 50
    mails_per_day: int = 20_000
    # Codes a day by SMS: to one number, asked for from one address, and in all.
    sms_per_mobile: int = 10
    sms_per_address: int = 100
    sms_per_day: int = 20_000
    # Minutes before a shift and after it in which the code counts; outside, somebody looks again.
    check_in_before: int = 30
    check_in_after: int = 30
    # Days that confirmed hours are shown publicly before a certificate may name them.
    notice_days: int = 7
    # Minutes that may be written down afterwards for one person in a calendar month; more looks bought.
    backfill_minutes: int = 600
    # How many of a month's confirmed records in a hundred are drawn by lot and checked once more.
    recheck_percent: int = 5
    # How many others one person may sign up for a shift in one go; more is somebody hoarding places.
    group_most: int = 9
    # Shown in the footer and the privacy page when set; never invented.
    organiser: str = ""
    organiser_contact: str = ""
    icp_number: str = ""

    @property
    def https(self) -> bool:
        return self.origin.startswith("https://")

    def problems(self) -> list[str]:
        """What keeps these settings from being safe, a sentence each; none in demo mode."""
        if self.demo:
            return []
        checks = (
            (self.secret_key == DEMO_SECRET or len(self.secret_key) < 32, _SECRET),
            (self.debug, "DEBUG is on: unset it."),
            (not self.hosts, "HOSTS is empty: set it to the host names people use, separated by commas."),
            (
                not self.https,
                "ORIGIN must be the https address people use, for example https://gongyi.example.",
            ),
            (self.web_hosts > 1 and self.database_url.startswith("sqlite"), _SHARED_SQLITE),
            (not _keeps_secrets(self.sms_url), _OPEN_SMS),
            *self._mail_checks(),
        )
        return [sentence for wrong, sentence in checks if wrong]

    def _mail_checks(self) -> tuple[tuple[bool, str], ...]:
        if not self.smtp_host:
            return ()
        return (
            (self.smtp_security not in SMTP_SECURITY, "SMTP_SECURITY must be starttls, tls or none."),
            (self.smtp_security == "none" and self.smtp_host not in LOOPBACK, _OPEN_MAIL),
            ("@" not in self.mail_from, "MAIL_FROM is missing: set it to the address mails come from."),
            (
                bool(self.smtp_user) != bool(self.smtp_password),
                "SMTP_USER and SMTP_PASSWORD go together: set both, or neither.",
            ),
        )


def _keeps_secrets(address: str) -> bool:
    """Do requests to it cross no network in the open? No address at all keeps them too."""
    parts = urlsplit(address)
    return not address or parts.scheme == "https" or parts.hostname in LOOPBACK


_OPEN_SMS = "SMS_URL must be an https address: it carries phone numbers and the key of the provider."
_OPEN_MAIL = (
    "SMTP_SECURITY is none: mails would cross the network in the open. Set it to starttls or tls; "
    "none is for a mail server on this machine (SMTP_HOST 127.0.0.1)."
)
_SECRET = "SECRET_KEY is missing or short: set it to at least 32 random characters (openssl rand -hex 32)."  # noqa: S105
_SHARED_SQLITE = "WEB_HOSTS is above 1 with SQLite: set DATABASE_URL to a PostgreSQL address."


def read(environ: dict[str, str] | None = None) -> Settings:
    """Settings from the environment; a value of the wrong kind is named in the error."""
    source = dict(os.environ) if environ is None else environ
    asked = (setting for setting in fields(Settings) if setting.name.upper() in source)
    found: dict[str, Any] = {s.name: _parsed(s.name, s.type, source[s.name.upper()]) for s in asked}
    return Settings(**found)


def _parsed(name: str, kind: object, text: str) -> bool | int | str | tuple[str, ...]:
    if kind is bool:
        return text.strip().lower() in {"1", "true", "yes", "on"}
    if kind is int:
        if not text.strip().isascii() or not text.strip().isdigit():
            raise BadSettings(f"{name.upper()} must be a whole number, not {text!r}.")
        return int(text)
    if kind == tuple[str, ...]:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    return text
