"""What arrives on the phones of the tests, and the way through registering."""

import re

from sqlalchemy import select

from board.db import session
from board.outbox.models import Message

MOBILE = "13800000001"
PASSWORD = "竹影清风慢慢走路"


def texts(mobile):
    """The text messages to this number, oldest first."""
    return list(session.scalars(select(Message.text).where(Message.address == mobile).order_by(Message.id)))


def code_sent_to(mobile):
    """The six digits of the newest text message to this number."""
    return re.search(r"\d{6}", texts(mobile)[-1]).group()


def prove(browser, mobile=MOBILE, *, start="/register"):
    """From the mobile to the page after the code."""
    browser.submit(start, "发验证码", mobile=mobile)
    return browser.submit(None, "下一步", code=code_sent_to(mobile))


def details(community, **changed):
    told = {
        "name": "林小满",
        "area_id": community.id,
        "password": PASSWORD,
        "old_enough": True,
        "agree": True,
    }
    return told | changed
