"""One tap ends mails, signed in or not, by a person or by their mail program (RFC 8058)."""

import re

import pytest
from sqlalchemy import select

from board import clock
from board.audit.models import AuditRow
from board.db import session
from board.notices import services
from board.notices.models import Delivery, Wish, Withheld
from board.notices.services import News
from board.outbox.models import Channel, Message
from tests import factories
from tests.engines import ORIGIN

pytestmark = pytest.mark.dealt


MAIL = "xiaoman@mail.example"


def proven(person, mail=MAIL):
    with factories.committed():
        session.add(Wish(person_id=person.id, mail=mail, mail_proven_at=clock.now()))


def told(person):
    with factories.committed():
        services.tell(person, News(kind="x", sentence="好消息。", link="/"))


def stop_link(mail=MAIL):
    """Where the newest mail to this address says that it ends."""
    return session.scalars(
        select(Message.stop_link).where(Message.address == mail).order_by(Message.id.desc())
    ).first()


def wish_of(person):
    session.rollback()
    return session.scalar(select(Wish).where(Wish.person_id == person.id))


def test_a_mail_program_stops_them_without_cookie_token_or_redirect(app, resident):
    proven(resident)
    told(resident)
    where = stop_link()
    body = {"List-Unsubscribe": "One-Click"}

    answers = [
        app.test_client().post(where.removeprefix(ORIGIN), base_url=ORIGIN, data=body) for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert "不再给你发邮件了" in answers[0].text
    assert (wish_of(resident).mail, wish_of(resident).mail_proven_at) == (None, None)
    done = session.scalars(select(AuditRow.outcome).where(AuditRow.action == "notices.stop_mails")).all()
    assert done == ["done"], "the second tap finds nothing to do"


def test_the_link_in_the_mail_shows_one_button(browser, resident):
    proven(resident)
    told(resident)
    [link] = re.findall(rf"{ORIGIN}(/mail/\S+)", session.scalars(select(Message.text)).one())

    page = browser.get(link)
    assert wish_of(resident).mail == MAIL, "looking ends nothing"
    page = browser.press("不再收邮件", link)

    assert page.h1 == "不再给你发邮件了"
    assert browser.get(link).h1 == "不再给你发邮件了"


def test_what_waits_is_not_sent_any_more(browser, resident):
    proven(resident)
    told(resident)
    where = stop_link()

    browser.post(where.removeprefix(ORIGIN), token=False)

    assert session.scalar(select(Message).where(Message.address == MAIL)) is None
    told(resident)
    newest = session.scalars(select(Delivery).order_by(Delivery.id.desc())).first()
    assert (newest.channel, newest.withheld) == (Channel.mail, Withheld.no_address)


def test_others_who_share_the_address_keep_theirs(browser, resident, official):
    for person in (resident, official):
        proven(person)
        told(person)
    first = session.scalars(select(Message.stop_link).order_by(Message.id)).first()

    browser.post(first.removeprefix(ORIGIN), token=False)

    assert wish_of(resident).mail is None
    assert wish_of(official).mail == MAIL
    assert len(session.scalars(select(Message)).all()) == 1


def test_whoever_was_written_to_by_mistake_ends_it_with_the_same_page(browser, resident):
    browser.as_(resident)
    browser.submit("/me/wishes", "记下", sms="yes", remind_by_sms="never", mail=MAIL)
    [link] = re.findall(rf"{ORIGIN}(/mail/\S+)", session.scalars(select(Message.text)).one())

    page = browser.signed_out().press("不再收邮件", link)
    again = browser.post(f"{link}/stop", token=False)

    assert page.h1 == again.h1 == "不再给你发邮件了"
    assert wish_of(resident).mail is None
    assert browser.post(link).h1 == "不再给你发邮件了", "what is stopped cannot be proven"


def test_a_token_leads_to_nobody_else(browser, resident, official):
    proven(resident)
    proven(official)
    told(resident)
    number, _, proof = stop_link().removeprefix(f"{ORIGIN}/mail/").removesuffix("/stop").partition("-")
    other = wish_of(official).id

    for wrong in (
        f"{other}-{proof}",
        f"{number}-",
        f"{number}-{proof}0",
        "-",
        "1" * 70,
        "x",
        "１-2",
        f"{'9' * 15}-{proof}",
    ):
        browser.get(f"/mail/{wrong}", 404)
        browser.post(f"/mail/{wrong}/stop", status=404, token=False)

    assert wish_of(resident).mail == wish_of(official).mail == MAIL


def test_only_stopping_works_without_a_form_token(browser, resident):
    proven(resident)
    told(resident)

    browser.post(stop_link().removeprefix(ORIGIN).removesuffix("/stop"), status=400, token=False)


def test_other_methods_are_refused(app, resident):
    proven(resident)
    told(resident)
    where = stop_link().removeprefix(ORIGIN)

    assert app.test_client().put(where, base_url=ORIGIN).status_code == 405
    assert app.test_client().delete(where.removesuffix("/stop"), base_url=ORIGIN).status_code == 405
