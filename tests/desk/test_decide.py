"""Staff decide who comes: many at once, with what is known of each, and a reason for every no."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from board import clock
from board.db import session
from board.positions.words import Approval
from board.signups.models import Signup, State
from tests.factories import make_person, make_position, make_shift, make_signup
from tests.records.served import recorded

pytestmark = pytest.mark.dealt


@pytest.fixture
def position(community, editor):
    return make_position(area=community, written_by=editor, approval=Approval.staff)


@pytest.fixture
def shift(position):
    return make_shift(position=position, quota=1)


@pytest.fixture
def page_path(position):
    return f"/desk/positions/{position.number}/decide"


def asked_by(name, shift):
    return make_signup(shift=shift, person=make_person(name=name), state=State.pending)


def came(person, position, hours):
    """Served on an earlier shift of this position for so many hours, which somebody confirmed."""
    shift = make_shift(position=position, starts_at=clock.now() - timedelta(days=9))
    recorded(shift, person, minutes=hours * 60, confirmed_by=make_person())


def names_on(page):
    return [node.text(deep=False).strip() for node in page.tree.css("tbody th .name")]


def state_of(signup):
    return session.get(Signup, signup.id).state


def test_the_desk_says_that_people_wait_for_an_answer(browser, editor, shift):
    asked_by("甲一", shift)
    asked_by("乙二", shift)
    browser.as_(editor)

    page = browser.get("/desk")

    assert "2 人等你决定：助老送餐" in page.text


def test_chosen_people_are_approved_and_the_rest_wait_on(browser, editor, shift, page_path):
    first, second, third = (asked_by(name, shift) for name in ("甲一", "乙二", "丙三"))
    browser.as_(editor)
    browser.get(page_path)

    page = browser.submit(None, "通过选中的", chosen=[str(first.id), str(second.id)])

    assert "1 人通过了，1 人通过了，名额满了在候补" in " ".join(page.flashes)
    assert [state_of(s) for s in (first, second, third)] == [State.accepted, State.waiting, State.pending]


def test_a_no_needs_a_reason(browser, editor, shift, page_path):
    asked = asked_by("甲一", shift)
    browser.as_(editor)
    browser.get(page_path)

    page = browser.submit(None, "不通过选中的", 422, chosen=[str(asked.id)])
    assert "不通过要写一句原因，本人会看到。" in page.text

    browser.submit(None, "不通过选中的", chosen=[str(asked.id)], reason="这次要会摄影的")
    assert state_of(asked) == State.rejected


def test_a_reason_with_a_yes_is_asked_about(browser, editor, shift, page_path):
    asked = asked_by("甲一", shift)
    browser.as_(editor)
    browser.get(page_path)

    page = browser.submit(None, "通过选中的", 422, chosen=[str(asked.id)], reason="不行")

    assert "要通过，请先清空原因。" in page.text
    assert state_of(asked) == State.pending


def test_nobody_chosen_is_said(browser, editor, shift, page_path):
    asked_by("甲一", shift)
    browser.as_(editor)
    browser.get(page_path)

    page = browser.submit(None, "通过选中的", 422)

    assert "还没有选人" in page.text


def test_sorted_by_first_come_by_hours_here_and_by_never_came(browser, editor, position, shift, page_path):
    little, much, _ = (asked_by(name, shift) for name in ("来过一", "来过多", "没来过"))
    came(little.person, position, 1)
    came(much.person, position, 3)
    browser.as_(editor)

    assert names_on(browser.get(page_path)) == ["来过一", "来过多", "没来过"]
    assert names_on(browser.get(f"{page_path}?order=hours")) == ["来过多", "来过一", "没来过"]
    assert names_on(browser.get(f"{page_path}?order=new")) == ["没来过", "来过一", "来过多"]


def test_what_is_known_of_each_is_said(browser, editor, position, shift, page_path):
    asked = asked_by("甲一", shift)
    came(asked.person, position, 2)
    browser.as_(editor)

    page = browser.get(page_path)

    assert "来过 1 次，2 小时" in page.text


def test_people_of_another_position_cannot_be_slipped_in(browser, editor, shift, page_path):
    elsewhere = asked_by("甲一", make_shift(position=make_position(approval=Approval.staff)))
    asked_by("乙二", shift)
    browser.as_(editor)

    browser.post(page_path, {"chosen": str(elsewhere.id), "decision": "yes"}, status=422)

    assert state_of(elsewhere) == State.pending


@pytest.mark.parametrize("typed", ["x", "-1", "１２", "9" * 30, "1.5"])
def test_an_id_that_is_none_is_a_sentence(browser, editor, shift, page_path, typed):
    browser.as_(editor)

    browser.post(page_path, {"chosen": typed, "decision": "yes"}, status=422)


def test_nobody_waits_is_said(browser, editor, shift, page_path):
    browser.as_(editor)

    assert "没有等你决定的人" in browser.get(page_path).text


def test_who_asks_for_a_place_where_staff_decide_is_told_so(browser, resident, position, shift):
    browser.as_(resident)
    page = browser.get(f"/positions/{position.number}/sign-up?shift={shift.id}")
    assert "等社区确认" in page.text

    page = browser.submit(None, "确认报名", agree=True)

    assert page.h1 == "报好了，等社区确认"
    assert session.scalars(select(Signup.state)).one() == State.pending


def test_strangers_find_nothing(browser, outsider, shift, page_path):
    browser.as_(outsider)

    browser.get(page_path, status=404)
    browser.post(page_path, {"decision": "yes"}, status=404)


def test_reviewers_do_not_decide(browser, reviewer, shift, page_path):
    browser.as_(reviewer)

    browser.get(page_path, status=403)


def test_a_position_that_is_none(browser, editor):
    browser.as_(editor)

    browser.get("/desk/positions/2611-0000/decide", status=404)
