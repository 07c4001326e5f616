"""Making a list and changing it."""

from datetime import date

import pytest
from sqlalchemy import select

from board.db import session
from board.positions.models import OpportunityList
from board.positions.words import ListKind
from tests import factories

pytestmark = pytest.mark.dealt


def test_a_new_list_is_prefilled_for_next_month_and_numbered_by_area_and_month(browser, editor, community):
    browser.as_(editor)

    page = browser.submit("/desk/lists/new", "建好清单，加岗位", area=community.code)

    assert page.h1 == "2026年12月慈善公益岗位机会清单"
    made = session.scalars(select(OpportunityList)).one()
    assert made.number == f"{community.code[-6:]}-2026-12"
    assert (made.period_start, made.period_end) == (date(2026, 12, 1), date(2026, 12, 31))


def test_a_second_list_of_the_month_has_a_number_after_it(browser, editor, community):
    browser.as_(editor)
    browser.submit("/desk/lists/new", "建好清单，加岗位", area=community.code)

    browser.submit("/desk/lists/new", "建好清单，加岗位", area=community.code)

    numbers = set(session.scalars(select(OpportunityList.number)))
    assert f"{community.code[-6:]}-2026-12-2" in numbers


def test_the_same_form_sent_twice_makes_one_list(browser, editor, community):
    browser.as_(editor)
    form = browser.get("/desk/lists/new")
    data = {name: form.value_of(name) for name in ("once", "title", "period_start", "period_end")}
    data |= {"area": community.code, "kind": "opportunity"}

    browser.post("/desk/lists/new", data)
    browser.post("/desk/lists/new", data)

    assert factories.count_rows(OpportunityList) == 1


def test_an_end_before_the_beginning_is_named(browser, editor, community):
    browser.as_(editor)

    page = browser.submit(
        "/desk/lists/new", "建好清单，加岗位", status=422, area=community.code, period_end="2026-11-01"
    )

    assert page.has("结束的日子比开始早，请改一下。")
    assert factories.count_rows(OpportunityList) == 0


def test_a_draft_list_can_be_renamed_and_become_a_task_list(browser, editor, community):
    made = factories.make_list(area=community)
    position = factories.make_position(opportunity_list=made, state="draft")

    browser.as_(editor).submit(f"/desk/lists/{made.number}/edit", "存好", title="任务", kind="task")

    assert (made.title, made.kind) == ("任务", ListKind.task)
    assert not position.counts_hours


def test_a_public_list_keeps_its_name(browser, editor, community):
    made = factories.make_position(area=community).opportunity_list

    page = browser.as_(editor).submit(f"/desk/lists/{made.number}/edit", "存好", status=422, title="别的")

    assert page.has("清单已经公布")
    assert made.title != "别的"


def test_lists_are_those_of_my_area(browser, outsider, community):
    made = factories.make_list(area=community)

    page = browser.as_(outsider).get("/desk/lists")

    assert made.number not in page.text


def test_who_may_not(browser, community, outsider, reviewer, resident):
    made = factories.make_list(area=community)
    address = f"/desk/lists/{made.number}"

    browser.as_(outsider).get(address, status=404)
    browser.as_(reviewer).get(f"{address}/edit", status=403)
    browser.as_(resident).get(address, status=404)
    browser.as_(reviewer).get("/desk/lists/000000-2026-12", status=404)
    browser.as_(reviewer).get(f"{address}/submit", status=405)
