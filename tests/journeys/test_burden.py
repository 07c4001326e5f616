"""What a clerk does to have a month's list out, counted; docs/burden.md says the same numbers."""

import re
from datetime import time, timedelta
from pathlib import Path

import openpyxl
import pytest

from board import clock
from board.db import session
from board.positions import standing
from board.positions.models import OpportunityList, Position
from board.positions.words import Guarantee, State, Target
from tests.factories import count_rows, make_list, make_position, make_shift
from tests.journeys.conftest import WIDE
from tests.serving import cookies_for

pytestmark = [pytest.mark.browser, pytest.mark.dealt]

PAGE = (Path(__file__).parents[2] / "docs" / "burden.md").read_text()
POSITIONS = 20


def said(task):
    """(asked, counted) of docs/burden.md."""
    found = re.search(rf"^\| {re.escape(task)} \| ≤ (\d+) \| (\d+) \|", PAGE, re.MULTILINE)
    assert found, f"docs/burden.md does not tell of {task}"
    return int(found[1]), int(found[2])


def as_said(task, clicks):
    asked, counted = said(task)
    return clicks == counted <= asked


@pytest.fixture
def answered(community, editor):
    """The community has said once what it answers every time."""
    standing.keep(community, {
        "targets": (Target.public,), "guarantees": (Guarantee.water,), "risk_note": "无特殊风险",
        "contact_name": "社区服务站", "contact_phone": "028-00001001",
    }, by=editor)  # fmt: skip
    session.commit()


def next_month():
    return (clock.today().replace(day=1) + timedelta(days=32)).replace(day=1)


@pytest.fixture
def sheet(tmp_path):
    """Twenty positions, as a clerk keeps them; nothing in it needs asking."""
    month = next_month()
    book = openpyxl.Workbook()
    page = book.active
    page.append([f"清泉社区{month.year}年{month.month}月慈善公益岗位机会清单"])
    page.append(["序号", "岗位名称", "服务类别", "服务内容", "服务时间", "服务地点", "需求人数", "招募对象"])
    for n in range(1, POSITIONS + 1):
        page.append([n, f"图书角第{n}组管理员", "支教助学", "图书借还登记、整理上架", f"{month.month}月{n}日 9:00-11:00",
                     "社区活动室二楼", n, "居民"])  # fmt: skip
    file = tmp_path / "清泉社区岗位清单.xlsx"
    book.save(file)
    return file


@pytest.fixture
def clerk(window, editor):
    """At the office, where the sheets are."""
    return window(cookies_for([editor])[0], size=WIDE)


def complete(on, n, **values):
    """A position that lacks nothing."""
    told = {"targets": (Target.public,), "guarantees": (Guarantee.water,)}
    return make_position(opportunity_list=on, title=f"图书角第{n}组管理员", **(told | values))


def in_review():
    session.rollback()
    return session.query(Position).filter_by(state=State.in_review).count()


def test_a_sheet_of_twenty_is_handed_in(clerk, answered, sheet):
    clerk.go("/desk/lists")
    clerk.clicks = 0

    clerk.press("从表格导入")
    clerk.look("import-new")
    clerk.choose("file", sheet)
    clerk.press("读表")
    clerk.look("import-review")
    clerk.press("提交审核")
    clerk.look("import-handed-in")

    assert in_review() == POSITIONS
    assert as_said("表格里的 20 个岗位，提交审核", clerk.clicks)


def test_last_months_list_is_handed_in_again(clerk, answered, community):
    this_month = clock.today().replace(day=1)
    last = make_list(area=community, title="上个月的清单", period_start=this_month,
                     period_end=next_month() - timedelta(days=1))  # fmt: skip
    for n in range(POSITIONS):
        starts_at = clock.at(this_month + timedelta(days=n), time(9))
        make_shift(position=complete(last, n), starts_at=starts_at)
    clerk.go("/desk/lists")
    clerk.clicks = 0

    clerk.press("上个月的清单")
    clerk.press("复制到下个月")
    clerk.look("copy-list")
    clerk.press("提交审核")

    assert count_rows(OpportunityList) == 2
    assert in_review() == POSITIONS
    assert as_said("上个月的清单，提交审核", clerk.clicks)


def test_twenty_positions_are_reviewed_and_published(window, community, editor, reviewer):
    waiting = make_list(area=community, title="等审核的清单")
    for n in range(POSITIONS):
        make_shift(position=complete(waiting, n, state=State.in_review, written_by=editor))
    colleague = window(cookies_for([reviewer])[0], size=WIDE)
    colleague.go("/desk/review")
    colleague.clicks = 0

    colleague.press("去审核")
    colleague.look("review-twenty")
    colleague.press("全部通过")

    session.rollback()
    assert session.query(Position).filter_by(state=State.published).count() == POSITIONS
    assert as_said("审核、公布 20 个岗位", colleague.clicks)


def test_the_months_report_is_there(clerk, community):
    make_shift(position=make_position(opportunity_list=make_list(area=community)))
    clerk.go("/desk")
    clerk.clicks = 0

    clerk.press("月报")
    clerk.look("report")

    assert "岗位" in clerk.read()
    assert as_said("这个月的报表", clerk.clicks)
