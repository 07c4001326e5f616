"""New words for what is public: proposed by one person, public only when another one agrees."""

from datetime import date, time

import pytest

from board import clock
from board.accounts.models import Role
from board.db import session
from board.positions import proposals, queries
from board.positions.words import Rule
from tests import factories

pytestmark = pytest.mark.dealt


@pytest.fixture
def public(community, editor):
    position = factories.make_position(area=community, targets=("11",), guarantees=("05",))
    factories.make_shift(position=position, starts_at=clock.at(date(2026, 12, 5), time(9)))
    return position


def proposed(browser, editor, public, **answers):
    browser.as_(editor).submit(f"/desk/positions/{public.number}/propose", "提交审核", **answers)
    return queries.waiting_change(public)


def test_the_public_words_stay_until_somebody_else_agrees(browser, editor, reviewer, public):
    proposed(browser, editor, public, content="给走不动的老人送午饭和晚饭。")

    assert public.content == "给走不动的老人送午饭。"
    page = browser.as_(reviewer).get(f"/desk/positions/{public.number}/proposal")
    assert page.has("做什么", "给走不动的老人送午饭。", "给走不动的老人送午饭和晚饭。")


def test_agreeing_makes_them_public(browser, editor, reviewer, public):
    proposed(browser, editor, public, content="新的内容", categories=["care", "community"])

    browser.as_(reviewer).get(f"/desk/positions/{public.number}/proposal")
    browser.press("同意，公布")

    assert public.content == "新的内容"
    assert public.categories == ("community", "care")
    assert public.version == 2


def test_new_rules_move_the_instants_of_every_shift(browser, editor, reviewer, public):
    proposed(browser, editor, public, closes_rule=Rule.hours_before, closes_hours=3)

    browser.as_(reviewer).get(f"/desk/positions/{public.number}/proposal")
    browser.press("同意，公布")

    assert public.shifts[0].closes_at == clock.at(date(2026, 12, 5), time(6))


def test_nobody_agrees_with_themselves(browser, editor, public):
    factories.appoint(editor, Role.reviewer, public.area)
    proposed(browser, editor, public, content="新的内容")

    page = browser.post(f"/desk/positions/{public.number}/proposal/approve")

    assert page.has("这个修改是你提的")
    assert public.content != "新的内容"


def test_a_second_proposal_waits_for_the_first(browser, editor, public):
    proposed(browser, editor, public, content="新的内容")

    page = browser.submit(
        f"/desk/positions/{public.number}/propose", "提交审核", status=422, content="又一个"
    )

    assert page.has("已经有一个修改在等审核")


def test_nothing_new_is_no_proposal(browser, editor, public):
    browser.as_(editor)

    page = browser.submit(f"/desk/positions/{public.number}/propose", "提交审核", status=422)

    assert page.has("没有要改的")


def test_what_must_be_said_cannot_be_proposed_away(browser, editor, public):
    browser.as_(editor)

    page = browser.submit(
        f"/desk/positions/{public.number}/propose", "提交审核", status=422, risk_note="", no_risk=False
    )

    assert page.has("写有什么风险")


def test_returning_keeps_the_public_words_and_tells_why(browser, editor, reviewer, public):
    proposed(browser, editor, public, content="新的内容")

    browser.as_(reviewer).submit(f"/desk/positions/{public.number}/proposal/return", "退回", reason="太含糊")

    assert public.content != "新的内容"
    assert browser.as_(editor).get(f"/desk/positions/{public.number}").has("修改退回来了", "太含糊")


def test_taking_back(browser, editor, public):
    proposed(browser, editor, public, content="新的内容")

    browser.press("撤回修改", f"/desk/positions/{public.number}/proposal")

    assert queries.waiting_change(public) is None


def test_what_was_decided_is_not_decided_again(editor, reviewer, browser, public):
    change = proposed(browser, editor, public, content="新的内容")
    proposals.approve(change, by=reviewer)
    session.commit()

    page = browser.as_(reviewer).post(f"/desk/positions/{public.number}/proposal/approve")

    assert page.has("已经处理过了")


def test_who_may_not(browser, public, outsider, editor, reviewer):
    proposed(browser, editor, public, content="新的内容")
    address = f"/desk/positions/{public.number}"

    browser.as_(outsider).get(f"{address}/proposal", status=404)
    browser.as_(reviewer).get(f"{address}/propose", status=403)
    browser.as_(editor).post(f"{address}/proposal/approve", status=403)
    browser.as_(reviewer).get("/desk/positions/9999-9999/proposal", status=404)
    browser.as_(reviewer).get(f"{address}/proposal/approve", status=405)
