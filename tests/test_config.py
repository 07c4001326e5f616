"""Outside demo mode nothing unsafe starts, and the sentence says what to set."""

from dataclasses import replace

import pytest

import config
from board import create_app

pytestmark = pytest.mark.no_database

SAFE = config.Settings(secret_key="k" * 32, hosts=("gongyi.example",), origin="https://gongyi.example")

MAIL = {"smtp_host": "mail.example", "mail_from": "gongyi@board.example"}
UNSAFE = {
    "SECRET_KEY": {"secret_key": config.DEMO_SECRET},
    "SECRET_KEY ": {"secret_key": "short"},
    "DEBUG": {"debug": True},
    "HOSTS": {"hosts": ()},
    "ORIGIN": {"origin": "http://gongyi.example"},
    "WEB_HOSTS": {"web_hosts": 2},
    "SMS_URL": {"sms_url": "http://sms.example/send", "sms_key": "k"},
    "SMTP_SECURITY": {"smtp_security": "ssl", **MAIL},
    "SMTP_SECURITY ": {"smtp_security": "none", **MAIL},
    "MAIL_FROM": {**MAIL, "mail_from": ""},
    "SMTP_PASSWORD": {"smtp_user": "board", **MAIL},
    "CERTIFICATE_KEYS": {"certificate_keys": (config.DEMO_CERTIFICATE_KEY,)},
    "CERTIFICATE_KEYS ": {"certificate_keys": ("2026a:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",)},
    "CERTIFICATE_KEYS  ": {"certificate_keys": ("what is no key",)},
    "CERTIFICATE_OLD_KEYS": {"certificate_old_keys": ("2025a:dG9vIHNob3J0",)},
    "ID_KEYS": {"id_keys": (config.DEMO_ID_KEY,)},
    "ID_KEYS ": {"id_keys": ("2026a:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",)},
    "ID_KEYS  ": {"id_keys": ("what is no key",)},
}


def test_safe_settings_have_no_problems():
    assert SAFE.problems() == []


@pytest.mark.parametrize(("name", "changed"), UNSAFE.items())
def test_each_unsafe_setting_stops_the_start_and_is_named(name, changed):
    with pytest.raises(config.BadSettings, match=name.strip()):
        create_app(replace(SAFE, **changed))


@pytest.mark.parametrize(
    "mail",
    [
        MAIL,
        MAIL | {"smtp_security": "tls", "smtp_user": "board", "smtp_password": "p"},
        MAIL | {"smtp_security": "none", "smtp_host": "127.0.0.1"},
    ],
)
def test_mail_over_tls_or_on_this_machine_is_safe(mail):
    assert replace(SAFE, **mail).problems() == []


def test_demo_mode_starts_with_nothing_set():
    assert config.read({"DEMO": "1"}).problems() == []


def test_settings_come_from_the_environment_in_their_kinds():
    told = config.read({"DEMO": "no", "HOSTS": " a.example, b.example ,", "PROXIES": "2", "DEBUG": "on"})

    assert (told.demo, told.hosts, told.proxies, told.debug) == (False, ("a.example", "b.example"), 2, True)


@pytest.mark.parametrize("wrong", ["two", "-1", "1.5", "２", ""])
def test_a_number_that_is_none_is_named(wrong):
    with pytest.raises(config.BadSettings, match="PROXIES"):
        config.read({"PROXIES": wrong})
