"""Whom nothing reaches, the desk phones or visits, and says when it is done."""

import pytest
from sqlalchemy import select, update

from board.audit.models import AuditRow
from board.db import session
from board.notices import fates, phoning, services, upkeep
from board.notices.models import Call
from board.notices.services import News
from board.outbox.models import Fate, Message
from tests import factories

pytestmark = pytest.mark.dealt


@pytest.fixture
def elder(community):
    return factories.make_person(area=community, name="李桂芳")


def tell(person, area, sentence="明天的班次取消了。"):
    with factories.committed():
        services.tell_urgently(
            person, News(kind="signup.called_off", sentence=sentence, link="/", area_id=area.id)
        )
    return session.scalars(select(Call.id).order_by(Call.id.desc())).first()


def test_the_desk_sees_whom_to_phone_and_what_to_say(browser, elder, editor, community):
    tell(elder, community)

    page = browser.as_(editor).get("/desk/calls")

    assert page.has("李桂芳", elder.volunteer_no, "没有手机", "明天的班次取消了。")


def test_a_mobile_is_masked(browser, community, editor, without_sms):
    tell(factories.make_person(area=community, name="李桂芳", contact_mobile="13712345678"), community)

    page = browser.as_(editor).get("/desk/calls")

    assert page.has("137****5678")
    assert b"13712345678" not in page.body


def test_it_comes_first_of_all_jobs(browser, elder, editor, community):
    factories.make_position(area=community, state="returned", written_by=editor, state_reason="写清楚地点")
    tell(elder, community)
    tell(elder, community, "后天的也取消了。")

    page = browser.as_(editor).get("/desk")

    assert page.all(".desk-row-what")[0] == "1 个人要打电话告诉"
    assert page.links["去打电话"] == "/desk/calls"


def test_whoever_was_told_is_off_the_list(browser, elder, editor, community, clock_at):
    call_id = tell(elder, community)

    page = browser.as_(editor).press("已经告诉了", "/desk/calls")

    assert page.h1 == "要打电话告诉的"
    assert page.has("没有要打电话告诉的人。")
    call = session.get(Call, call_id)
    assert (call.done_at, call.done_by) == (clock_at.instant, editor.id)
    assert (
        session.scalars(select(AuditRow.object_id).where(AuditRow.action == "notices.has_been_told")).one()
        == call_id
    )


def test_said_twice_the_first_one_stands(browser, elder, editor, reviewer, community, clock_at):
    call_id = tell(elder, community)
    first = browser.as_(editor).post(f"/desk/calls/{call_id}/done")
    clock_at.move(seconds=30)

    second = browser.as_(reviewer).post(f"/desk/calls/{call_id}/done")

    assert first.flashes == second.flashes
    assert session.get(Call, call_id).done_by == editor.id
    assert len(session.scalars(select(AuditRow).where(AuditRow.action == "notices.has_been_told")).all()) == 1


def test_whoever_waits_longest_comes_first_and_the_list_goes_on(browser, editor, community):
    for number in range(fates.PAGE_SIZE + 2):
        tell(factories.make_person(area=community), community, f"第 {number} 条。")

    first = browser.as_(editor).get("/desk/calls")
    second = browser.get(first.links["再看后面的"])

    assert first.all(".desk-row p:last-child")[0].startswith("第 0 条。")
    assert len(second.all(".desk-row")) == 2


def test_the_message_page_leads_there(browser, elder, editor, community):
    tell(elder, community)

    page = browser.as_(editor).get("/desk/messages")

    assert page.has("没有账号", "没有手机号")
    assert page.links["要打电话"] == "/desk/calls"


def test_an_account_that_closes_needs_no_call(browser, resident, community, without_sms):
    from board.accounts.queries import account_of

    with factories.committed():
        account_of(resident).disabled_at = session.scalar(select(Call.created_at)) or resident.created_at
    tell(resident, community)
    with factories.committed():
        account_of(resident).disabled_at = None

    browser.as_(resident).submit("/me/close", "注销账号", password=factories.PASSWORD)

    assert session.scalars(select(Call.done_at)).one() is not None


def test_whose_text_message_nobody_took_is_to_be_phoned(community, clock_at):
    tell(factories.make_person(area=community, contact_mobile="13712345678"), community)
    assert upkeep.phone_instead() == 0, "it may still arrive"
    _lost("HTTP 503")

    assert upkeep.phone_instead() == 1
    assert upkeep.phone_instead() == 0, "once"

    assert session.scalars(select(Call)).one().area_id == community.id
    assert session.scalars(select(AuditRow).where(AuditRow.action == "notices.ask_to_phone")).one()


def test_whoever_has_an_inbox_is_not_phoned_for_a_lost_text(resident, community):
    tell(resident, community)
    _lost("HTTP 503")

    assert upkeep.phone_instead() == 0


def test_nobody_is_phoned_for_what_is_over(community):
    tell(factories.make_person(area=community, contact_mobile="13712345678"), community)
    _lost("too_late")

    assert upkeep.phone_instead() == 0


def _lost(problem):
    with factories.committed():
        session.execute(update(Message).values(fate=Fate.dead, problem=problem, attempts=8))


def test_outsiders_and_other_roles(browser, elder, community, outsider, auditor, resident):
    call_id = tell(elder, community)

    assert not browser.as_(outsider).get("/desk/calls").has("李桂芳")
    browser.post(f"/desk/calls/{call_id}/done", status=404)
    browser.as_(auditor).get("/desk/calls", 403)
    browser.post(f"/desk/calls/{call_id}/done", status=403)
    browser.as_(resident).get("/desk/calls", 404)
    assert session.get(Call, call_id).done_at is None


def test_the_number_is_shown_for_the_call_and_written_down(browser, editor, community):
    aunt = factories.make_person(area=community, name="李桂芳", contact_mobile="13712345678")
    call_id = tell(aunt, community)
    if call_id is None:
        _lost("HTTP 503")
        upkeep.phone_instead()
        call_id = session.scalars(select(Call.id)).one()
    browser.as_(editor)
    assert "13712345678" not in browser.get("/desk/calls").text
    assert "13712345678" not in browser.get(f"/desk/calls/{call_id}/phone").text

    page = browser.press("看手机号")

    assert "打 13712345678" in page.text
    [written] = session.scalars(select(AuditRow).where(AuditRow.action == "notices.reveal_phone"))
    assert written.object_id == aunt.id


def test_numbers_are_a_few_a_day(browser, editor, community, monkeypatch):
    monkeypatch.setattr(phoning, "A_DAY", 0)
    call_id = tell(factories.make_person(area=community, name="李桂芳"), community)

    browser.as_(editor).get(f"/desk/calls/{call_id}/phone")
    page = browser.press("看手机号", status=422)

    assert "明天再看" in page.text


def test_missing_and_wrong_methods(browser, editor):
    browser.as_(editor).post("/desk/calls/999/done", status=404)
    browser.get("/desk/calls/999/phone", status=404)
    browser.get("/desk/calls/999/done", 405)
    browser.post("/desk/calls", status=405)
