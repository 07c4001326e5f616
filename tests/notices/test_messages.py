"""Every message's fate, for the desks of the areas it belongs to."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from board import clock
from board.audit.models import AuditRow
from board.db import session
from board.notices import fates, services
from board.notices.models import Notice, Wish
from board.notices.services import News
from board.outbox.models import Channel, Fate, Message
from tests import factories
from tests.queries import counted


def tell(person, area, act=services.tell_urgently, **more):
    told = {
        "kind": "signup.place_won",
        "sentence": f"{person.volunteer_no}轮到了。",
        "link": "/",
        "area_id": area.id,
    }
    with factories.committed():
        act(person, News(**(told | more)))


def settle(fate, **values):
    """Every message so far met this fate."""
    with factories.committed():
        session.execute(update(Message).values(fate=fate, **values))


def row(page):
    return " ".join(page.all("tbody tr")[0].split())


def everything(browser):
    return browser.get("/desk/messages?show=all")


def test_a_message_shows_whom_when_what_and_how(browser, resident, editor, community, clock_at):
    tell(resident, community)
    settle(Fate.sent, sent_at=clock.now())

    page = everything(browser.as_(editor))

    assert page.has(
        "11月23日 周一 10:00", "林*", resident.volunteer_no, "轮到了。", "未看", "已发", "没填邮箱"
    )
    assert not page.has(resident.name)


def test_it_says_when_the_person_has_looked(browser, resident, editor, community):
    tell(resident, community)
    browser.as_(resident).press("都看过了", "/inbox")

    assert "已看" in row(everything(browser.as_(editor)))


@pytest.mark.parametrize(
    ("fate", "values", "says"),
    [
        (Fate.queued, {}, "排队中"),
        (Fate.queued, {"attempts": 3}, "试了 3 次"),
        (Fate.dead, {"problem": "HTTP 503"}, "短信平台没有收（503）"),
        (Fate.dead, {"problem": "ConnectionError"}, "连不上短信平台"),
        (Fate.dead, {"problem": "too_late"}, "过时了"),
    ],
)
def test_each_fate_has_its_words(browser, resident, editor, community, fate, values, says):
    tell(resident, community)
    settle(fate, **values)

    assert says in row(everything(browser.as_(editor)))


def test_a_message_that_waits_for_morning_says_so(browser, resident, editor, community, clock_at):
    clock_at.set_wall(clock.today(), 22)
    tell(resident, community)

    assert "11月24日 周二 08:00 发" in row(everything(browser.as_(editor)))


def test_whoever_wants_no_texts_is_shown_so(browser, resident, editor, community):
    with factories.committed():
        session.add(Wish(person_id=resident.id, sms=False))
    tell(resident, community)

    assert "不要短信" in row(everything(browser.as_(editor)))


def test_first_come_those_that_did_not_arrive(browser, resident, official, editor, community):
    tell(resident, community)
    settle(Fate.dead, problem="HTTP 503", attempts=8)
    tell(official, community)

    page = browser.as_(editor).get("/desk/messages")

    assert page.has(resident.volunteer_no)
    assert not page.has(official.volunteer_no)
    assert everything(browser).has(official.volunteer_no)


def test_a_shift_has_its_own(browser, resident, official, editor, community):
    shift = factories.make_shift(position=factories.make_position(area=community))
    tell(resident, community, about=shift)
    tell(official, community)

    page = browser.as_(editor).get(f"/desk/messages?shift={shift.id}")

    assert page.has(resident.volunteer_no)
    assert not page.has(official.volunteer_no)
    for strange in ("x", "0", "9" * 40, "-1", "１"):
        browser.get(f"/desk/messages?shift={strange}")


def test_what_nobody_took_is_sent_once_more_on_request(browser, resident, editor, community, clock_at):
    tell(resident, community)
    settle(Fate.dead, problem="HTTP 503", attempts=8)

    browser.as_(editor).press("再发一次", "/desk/messages")

    message = session.scalars(select(Message)).one()
    assert (message.fate, message.attempts, message.problem) == (Fate.queued, 0, None)
    assert message.next_try_at == clock_at.instant
    notice = session.scalars(select(Notice)).one()
    browser.post(f"/desk/messages/{notice.id}/again")
    audited = session.scalars(select(AuditRow.object_id).where(AuditRow.action == "notices.send_again")).all()
    assert audited == [notice.id], "asked twice is sent once"


def test_what_is_too_late_is_not_sent_again(browser, resident, editor, community, clock_at):
    tell(resident, community, useless_at=clock.now() + timedelta(hours=1))
    settle(Fate.dead, problem="HTTP 503", attempts=8)
    clock_at.move(hours=1)

    page = browser.as_(editor).get("/desk/messages")
    browser.post(f"/desk/messages/{session.scalars(select(Notice.id)).one()}/again")

    assert "再发一次" not in page.buttons
    assert session.scalars(select(Message.fate)).one() == Fate.dead


def test_the_page_goes_on_by_key(browser, community, editor, resident):
    for number in range(fates.PAGE_SIZE + 5):
        tell(resident, community, act=services.tell, sentence=f"第 {number} 条。")

    first = everything(browser.as_(editor))
    second = browser.get(first.links["再看更早的消息"])

    assert len(first.all("tbody tr")) == fates.PAGE_SIZE
    assert len(second.all("tbody tr")) == 5
    assert second.has("第 4 条。", "第 0 条。")


def test_many_rows_cost_no_more_questions_than_few(engine, app, browser, community, editor):
    costs = []
    browser.as_(editor)
    for more in (2, 20):
        for _ in range(more):
            tell(factories.make_account(person=factories.make_person(area=community)).person, community)
        everything(browser)
        with counted(engine) as sent:
            everything(browser)
        costs.append(len(sent))

    assert costs[0] == costs[1] <= 16


def test_an_outsider_sees_nothing_of_it(browser, resident, community, outsider):
    tell(resident, community)
    settle(Fate.dead)
    notice = session.scalars(select(Notice.id)).one()

    page = everything(browser.as_(outsider))

    assert not page.has(resident.volunteer_no)
    browser.post(f"/desk/messages/{notice}/again", status=404)


def test_a_notice_of_no_area_is_no_desks(browser, resident, manager):
    with factories.committed():
        services.tell(resident, News(kind="x", sentence="好消息。", link="/"))
    notice = session.scalars(select(Notice.id)).one()

    assert not everything(browser.as_(manager)).has("好消息。")
    browser.post(f"/desk/messages/{notice}/again", status=404)


def test_reviewers_and_managers_see_it_too(browser, resident, community, reviewer, manager):
    tell(resident, community)

    for person in (reviewer, manager):
        assert everything(browser.as_(person)).has(resident.volunteer_no)


def test_another_role_is_refused(browser, resident, community, auditor):
    tell(resident, community)
    notice = session.scalars(select(Notice.id)).one()

    browser.as_(auditor).get("/desk/messages", 403)
    browser.post(f"/desk/messages/{notice}/again", status=403)
    browser.as_(resident).get("/desk/messages", 404)


def test_missing_and_wrong_methods(browser, editor):
    browser.as_(editor).post("/desk/messages/999/again", status=404)
    browser.get("/desk/messages/999/again", 405)
    browser.post("/desk/messages", status=405)


def test_mails_have_their_column(browser, resident, editor, community):
    with factories.committed():
        session.add(Wish(person_id=resident.id, mail="a@mail.example", mail_proven_at=clock.now()))
    tell(resident, community, act=services.tell)
    settle(Fate.dead, problem="SMTP 550", attempts=1)

    page = browser.as_(editor).get("/desk/messages")

    assert page.has("没有这个邮箱", "不用发")
    assert session.scalars(select(Message.channel)).one() == Channel.mail
