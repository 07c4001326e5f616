"""Review: what one person wrote, another one approves or returns."""

import pytest
from sqlalchemy import select

from board import clock
from board.accounts.models import Role
from board.db import session
from board.notices.models import Notice
from board.positions import reviewing, services
from board.positions.history import PositionHand
from board.positions.words import Guarantee, State, Target
from tests import factories


@pytest.fixture
def draft(community, editor):
    return complete(community, editor)


def complete(community, editor, **values):
    """A draft by the editor that lacks nothing, with a shift."""
    told = {"targets": (Target.public,), "guarantees": (Guarantee.water,), "state": "draft"}
    position = factories.make_position(
        written_by=editor, **({"area": community} if community else {}), **(told | values)
    )
    factories.make_shift(position=position)
    return position


def submitted(position):
    reviewing.submit(position)
    session.commit()
    return position


def test_submitting_sends_it_to_the_reviewers(browser, editor, reviewer, draft):
    page = browser.as_(editor).press("提交审核", f"/desk/positions/{draft.number}")

    assert draft.state == State.in_review
    assert page.has("清泉社区的审核员会审")
    assert browser.as_(reviewer).get("/desk/review").has(draft.opportunity_list.title, "1 个岗位")


def test_what_is_incomplete_is_not_submitted(browser, editor, community):
    position = complete(community, editor, address="")

    page = browser.as_(editor).post(f"/desk/positions/{position.number}/submit")

    assert page.has("还缺：地点")
    assert position.state == State.draft


def test_a_list_submits_what_is_complete_and_keeps_the_rest(browser, editor, community, draft):
    wanting = factories.make_position(opportunity_list=draft.opportunity_list, state="draft", address="")

    page = browser.as_(editor).press("提交审核", f"/desk/lists/{draft.opportunity_list.number}")

    assert page.has("1 个岗位提交审核了")
    assert (draft.state, wanting.state) == (State.in_review, State.draft)


def test_approving_publishes_and_puts_it_on_the_board(browser, reviewer, draft):
    submitted(draft)

    browser.as_(reviewer).press("审核通过，公布", f"/desk/positions/{draft.number}")

    assert draft.state == State.published
    assert draft.next_start == draft.shifts[0].starts_at
    assert (draft.version, draft.reviewed_by) == (2, reviewer.id)
    assert draft.published_at == clock.now()


def test_a_whole_list_is_approved_with_one_button(browser, reviewer, editor, draft):
    other = complete(None, editor, opportunity_list=draft.opportunity_list)
    submitted(draft)
    submitted(other)

    page = browser.as_(reviewer).press("全部通过，公布", f"/desk/review/{draft.opportunity_list.number}")

    assert page.has("2 个岗位公布了")
    assert (draft.state, other.state) == (State.published, State.published)


def test_nobody_approves_what_they_changed(browser, editor, draft):
    factories.appoint(editor, Role.reviewer, draft.area)
    submitted(draft)

    page = browser.as_(editor).post(f"/desk/positions/{draft.number}/approve", {"saw": reviewing.seen(draft)})

    assert page.has("你写过或改过这一版")
    assert draft.state == State.in_review


def test_a_change_after_a_return_does_not_wash_the_writer_clean(editor, reviewer, draft):
    submitted(draft)
    reviewing.send_back(draft, saw=reviewing.seen(draft), reason="写清楚", by=reviewer)
    session.commit()

    services.write_position(draft, {"remarks": "雨天取消"}, by=reviewer)
    session.commit()

    hands = set(session.scalars(select(PositionHand.person_id)))
    assert hands == {editor.id, reviewer.id}


def test_returning_tells_the_writer_why(browser, editor, reviewer, draft):
    submitted(draft)

    browser.as_(reviewer).submit(f"/desk/positions/{draft.number}/return", "退回", reason="夜间巡查要写保险")

    assert (draft.state, draft.state_reason) == (State.returned, "夜间巡查要写保险")
    notice = session.scalars(select(Notice).where(Notice.person_id == editor.id)).one()
    assert "夜间巡查要写保险" in notice.sentence
    assert browser.as_(editor).get("/desk").has("退回：助老送餐", "夜间巡查要写保险")


def test_returning_needs_a_reason(browser, reviewer, draft):
    submitted(draft)

    page = browser.as_(reviewer).submit(f"/desk/positions/{draft.number}/return", "退回", status=422)

    assert page.has("请写一句为什么退回")


def test_what_changed_since_the_reviewer_looked_is_not_approved(browser, editor, reviewer, draft, clock_at):
    submitted(draft)
    saw = reviewing.seen(draft)
    reviewing.take_back(draft)
    session.commit()
    clock_at.move(minutes=1)
    submitted(draft)

    page = browser.as_(reviewer).post(f"/desk/positions/{draft.number}/approve", {"saw": saw})

    assert page.has("你打开以后，这个岗位又改过")
    assert draft.state == State.in_review


def test_a_list_of_which_something_changed_is_approved_not_at_all(browser, editor, reviewer, draft):
    other = complete(None, editor, opportunity_list=draft.opportunity_list)
    submitted(draft)
    submitted(other)
    browser.as_(reviewer).get(f"/desk/review/{draft.opportunity_list.number}")
    reviewing.take_back(other)
    session.commit()

    page = browser.press("全部通过，公布")

    assert page.has("这个岗位又改过")
    assert (draft.state, other.state) == (State.in_review, State.draft)


def test_two_reviewers_at_once_publish_it_once(browser, reviewer, draft):
    submitted(draft)
    saw = reviewing.seen(draft)
    browser.as_(reviewer).post(f"/desk/positions/{draft.number}/approve", {"saw": saw})

    page = browser.post(f"/desk/positions/{draft.number}/approve", {"saw": saw})

    assert page.has("不在审核了")
    assert draft.version == 2


def test_a_community_without_a_reviewer_goes_to_its_street(browser, editor, street, draft, resident):
    factories.appoint(resident, Role.reviewer, street)
    submitted(draft)

    page = browser.as_(editor).get(f"/desk/positions/{draft.number}")

    assert page.has(f"{street.name}的审核员会审")
    assert browser.as_(resident).get("/desk/review").has(draft.opportunity_list.title)


def test_the_only_reviewer_who_wrote_it_sends_it_to_the_street(browser, editor, street, draft, resident):
    factories.appoint(editor, Role.reviewer, draft.area)
    factories.appoint(resident, Role.reviewer, street)
    submitted(draft)

    page = browser.as_(editor).get(f"/desk/positions/{draft.number}")

    assert page.has("这一版你写过或改过", f"{street.name}的审核员会审")


def test_taking_back_makes_it_a_draft(browser, editor, draft):
    submitted(draft)

    browser.as_(editor).press("撤回来改", f"/desk/positions/{draft.number}")

    assert draft.state == State.draft


def test_who_may_not(browser, draft, outsider, editor, reviewer):
    submitted(draft)
    address = f"/desk/positions/{draft.number}"

    browser.as_(outsider).post(f"{address}/approve", {"saw": "1"}, status=404)
    browser.as_(editor).post(f"{address}/approve", {"saw": "1"}, status=403)
    browser.as_(reviewer).post("/desk/positions/9999-9999/approve", {"saw": "1"}, status=404)
    browser.as_(reviewer).get(f"{address}/approve", status=405)
    browser.as_(outsider).get(f"/desk/review/{draft.opportunity_list.number}", status=404)
