"""How somebody wants to be told: on one page, for oneself, and the inbox is never off."""

import re

import pytest
from sqlalchemy import select

from board.audit.models import AuditRow
from board.db import session
from board.notices import services, wishing
from board.notices.models import RemindBySms, Wish
from board.notices.services import News
from board.outbox import services as outbox
from board.outbox.models import Message
from tests import factories

pytestmark = pytest.mark.dealt


MAIL = "xiaoman@mail.example"


def wish_of(person):
    session.rollback()
    return session.scalar(select(Wish).where(Wish.person_id == person.id))


def proofs(address=MAIL):
    """The addresses in the mails that ask for a proof, oldest first."""
    found = select(Message.text).where(Message.address == address, Message.purpose == outbox.PROOF_PURPOSE)
    return [
        re.search(r"https://localhost(/mail/\S+)", text)[1]
        for text in session.scalars(found.order_by(Message.id))
    ]


def wishes(browser, **said):
    told = {"sms": "yes", "remind_by_sms": "day_before", "mail": ""} | said
    browser.get("/me/wishes")
    return browser.submit(None, "记下", **told)


def test_whoever_said_nothing_gets_urgent_texts_and_one_reminder(browser, resident):
    browser.as_(resident)

    page = browser.get("/me/wishes")

    chosen = [node.attributes["value"] for node in page.tree.css("input[type=radio][checked]")]
    assert chosen == ["yes", "day_before"]
    assert page.has("每条消息都会进 站内消息 ，这个关不掉")
    assert wish_of(resident) is None, "looking writes nothing"


def test_wishes_are_kept_and_written_down(browser, resident):
    browser.as_(resident)

    page = wishes(browser, sms="no", remind_by_sms="both")

    assert page.flashes[0].startswith("记下了。")
    wish = wish_of(resident)
    assert (wish.sms, wish.remind_by_sms) == (False, RemindBySms.both)
    assert (
        session.scalar(select(AuditRow.object_id).where(AuditRow.action == "notices.say_wishes")) == wish.id
    )


def test_saying_it_twice_keeps_one_row(browser, resident):
    browser.as_(resident)
    wishes(browser, sms="no")

    wishes(browser, sms="yes")

    assert factories.count_rows(Wish) == 1
    assert wish_of(resident).sms is True


def test_an_address_is_asked_about_and_not_used_before_it_is_proven(browser, resident):
    browser.as_(resident)

    page = wishes(
        browser, mail=" Xiaoman＠Mail.Example ".replace("X", "x").replace("M", "m").replace("E", "e")
    )

    assert page.has("邮箱还没有确认", "确认以前不发邮件")
    wish = wish_of(resident)
    assert (wish.mail, wish.mail_proven_at) == (MAIL, None)
    [message] = session.scalars(select(Message).where(Message.address == MAIL))
    assert (message.channel, message.subject) == ("mail", "温江公益岗位：请确认这个邮箱")
    assert wish.mail_token_hash not in message.text
    assert len(wish.mail_token_hash) == 64


def test_the_same_address_again_is_answered_alike_and_asked_about_once(browser, resident):
    browser.as_(resident)
    first = wishes(browser, mail=MAIL)

    second = wishes(browser, mail=MAIL)

    assert (first.flashes, first.text) == (second.flashes, second.text)
    assert len(proofs()) == 1


def test_one_tap_proves_it_and_a_second_tap_is_answered_alike(browser, resident, clock_at):
    browser.as_(resident)
    wishes(browser, mail=MAIL)
    [address] = proofs()
    browser.signed_out()

    first = browser.press("确认收邮件", address)
    again = browser.post(address)

    assert first.h1 == again.h1 == "邮箱已经确认"
    assert wish_of(resident).mail_proven_at == clock_at.instant
    assert browser.as_(resident).get("/me/wishes").has("这个邮箱已经确认")


def test_looking_at_the_address_proves_nothing(browser, resident):
    browser.as_(resident)
    wishes(browser, mail=MAIL)

    page = browser.signed_out().get(proofs()[0])

    assert page.h1 == "用这个邮箱收消息吗"
    assert wish_of(resident).mail_proven_at is None


def test_a_proof_lives_for_a_day(browser, resident, clock_at):
    browser.as_(resident)
    wishes(browser, mail=MAIL)
    [address] = proofs()

    clock_at.move(hours=24)

    browser.signed_out().get(address, 404)
    browser.post(address, status=404)


def test_a_new_address_takes_the_old_ones_proof_away(browser, resident):
    browser.as_(resident)
    wishes(browser, mail=MAIL)
    browser.press("确认收邮件", proofs()[0])

    wishes(browser, mail="new@mail.example")

    wish = wish_of(resident)
    assert (wish.mail, wish.mail_proven_at) == ("new@mail.example", None)
    browser.get(proofs()[0], 404)


def test_one_more_mail_is_sent_on_request_but_not_within_a_minute(browser, resident, clock_at):
    browser.as_(resident)
    wishes(browser, mail=MAIL)
    browser.press("没收到，再发一封")
    assert len(proofs()) == 1

    clock_at.move(seconds=61)
    browser.press("没收到，再发一封")

    first, second = proofs()
    browser.get(first, 404)
    assert browser.press("确认收邮件", second).h1 == "邮箱已经确认"


def test_nobody_can_have_a_mailbox_filled(browser, resident, clock_at):
    browser.as_(resident)
    for number in range(wishing.PROOFS_A_DAY):
        wishes(browser, mail=f"stranger{number}@mail.example")

    page = browser.submit("/me/wishes", "记下", 422, sms="yes", remind_by_sms="never", mail=MAIL)

    assert page.has(wishing.TooManyProofs.sentence)
    assert proofs() == []
    clock_at.move(days=1)
    wishes(browser, mail=MAIL)
    assert len(proofs()) == 1


def test_many_people_together_cannot_fill_one_mailbox_either(browser, community):
    for _number in range(wishing.PROOFS_A_DAY):
        wishes(browser.as_(_neighbour(community)), mail=MAIL)
        wishes(browser, mail="")

    browser.as_(_neighbour(community)).get("/me/wishes")
    page = browser.submit(None, "记下", 422, sms="yes", remind_by_sms="never", mail=MAIL)

    assert page.has(wishing.TooManyProofs.sentence)
    assert len(proofs()) == wishing.PROOFS_A_DAY


def test_emptying_the_field_ends_mails_and_forgets_the_address(browser, resident):
    browser.as_(resident)
    wishes(browser, mail=MAIL)
    browser.press("确认收邮件", proofs()[0])

    wishes(browser, mail="")

    assert wish_of(resident).mail is None


def test_what_is_no_address_is_said_and_kept_on_the_page(browser, resident):
    browser.as_(resident)

    for typed, says in (
        ("xiaoman", "中间要有一个 @"),
        ("a@b", "不完整"),
        ("小满@mail.example", "不完整"),
        ("a" * 250 + "@b.cd", "不完整"),
    ):
        page = browser.submit("/me/wishes", "记下", 422, sms="yes", remind_by_sms="never", mail=typed)
        assert page.has(says)
        assert page.value_of("mail") == typed

    assert wish_of(resident) is None


def test_a_site_without_a_mail_server_asks_for_no_address(browser, resident, without_mail):
    page = browser.as_(resident).get("/me/wishes")

    assert page.tree.css_first('[name="mail"]') is None
    browser.post("/me/wishes", {"sms": "yes", "remind_by_sms": "never", "mail": MAIL})
    assert wish_of(resident).mail is None
    assert proofs() == []


def test_no_choice_switches_the_inbox_off(browser, resident):
    browser.as_(resident)

    page = browser.post("/me/wishes", {"sms": "off", "remind_by_sms": "maybe"}, 422)
    browser.post("/me/wishes", {"sms": "no", "remind_by_sms": "never", "mail": "", "inbox": "no"})

    assert page.has("还有 2 处要改")
    with factories.committed():
        services.tell(resident, News(kind="x", sentence="好消息。", link="/"))
    assert browser.get("/inbox").has("好消息。")


def test_the_page_is_linked_from_where_people_look(browser, resident):
    browser.as_(resident)

    assert browser.get("/me/signups").links["怎么通知我"] == "/me/wishes"
    assert browser.get("/inbox").links["怎么通知我：短信、邮件"] == "/me/wishes"


def test_an_account_that_closes_leaves_no_wish_and_no_mail(browser, resident):
    browser.as_(resident)
    wishes(browser, mail=MAIL)
    browser.press("确认收邮件", proofs()[0])

    browser.submit("/me/close", "注销账号", password=factories.PASSWORD)

    assert factories.count_rows(Wish) == 0
    assert session.scalar(select(Message).where(Message.address == MAIL)) is None


def test_wishes_belong_to_whoever_is_signed_in(browser, resident):
    assert browser.get("/me/wishes").path.startswith("/sign-in")
    assert browser.post("/me/wishes", {"sms": "no"}).path.startswith("/sign-in")
    assert browser.post("/me/wishes/prove").path.startswith("/sign-in")
    browser.as_(resident).get("/me/wishes/prove", 405)


def _neighbour(community):
    return factories.make_account(person=factories.make_person(area=community)).person
