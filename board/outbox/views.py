"""Demo mode only: what would have been sent by SMS."""

from flask import Blueprint
from sqlalchemy import select

from board.db import session
from board.outbox.models import Message
from board.web.access import open_to_all
from board.web.forms import page

blueprint = Blueprint("outbox", __name__)
SHOWN = 50


@blueprint.get("/demo/sms")
@open_to_all
def demo_sms() -> tuple[str, int]:
    newest = select(Message).order_by(Message.id.desc()).limit(SHOWN)
    return page("outbox/demo_sms.html", messages=session.scalars(newest).all())
