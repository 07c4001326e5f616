"""A list as a spreadsheet: taken away, and read back to the same list."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest

from board.accounts.models import Role
from board.audit.models import AuditRow
from board.db import session
from board.positions import queries, snapshot
from board.positions.words import Audience, Category, Guarantee, ListKind, Target
from tests import factories
from tests.imports.reading_back import read_back, understood_rows

pytestmark = pytest.mark.dealt

CARRIED = (
    "title", "content", "categories", "targets", "quota", "minimum", "address", "audience", "min_age", "conditions",
    "risk_note", "hazard", "safety_note", "insurance", "guarantees", "guarantee_note", "contact_name", "contact_phone",
    "remarks",
)  # fmt: skip


@pytest.fixture
def listed(community):
    return factories.make_list(
        area=community, title="清泉社区2026年12月慈善公益岗位机会清单", introduction="岗位可以重复报名。",
        period_start=date(2026, 12, 1), period_end=date(2026, 12, 31),
    )  # fmt: skip


def add(listed, *, days=(10,), **values):
    told = {
        "title": "周末电影放映员", "content": "布置座椅、调试投影", "categories": (Category.culture,), "targets": (Target.public,),
        "guarantees": (Guarantee.water,), "risk_note": "无特殊风险", "address": "邻里广场", "contact_name": "社区服务站",
        "contact_phone": "028-00001001", "state": "draft", "quota": 3,
    }  # fmt: skip
    position = factories.make_position(opportunity_list=listed, **(told | values))
    for day in days:
        factories.make_shift(
            position=position, starts_in=timedelta(days=day), quota=position.quota, minimum=position.minimum
        )
    return position


def take(browser, person, listed):
    return browser.as_(person).get(f"/desk/lists/{listed.number}.xlsx").body


KINDS = {
    "plain": {},
    "hazardous": {
        "hazard": True, "min_age": 18, "insurance": "社区统一购买意外险", "risk_note": "登高作业，注意防滑",
        "safety_note": "两人一组，系安全带",
    },
    "for officials": {"audience": Audience.officials, "conditions": "党员优先", "remarks": "雨天取消"},
    "for residents": {"audience": Audience.residents, "minimum": 2, "quota": 8},
    "many words": {
        "categories": (Category.community, Category.culture, Category.safety, Category.care),
        "targets": (Target.children, Target.elders, Target.disabled),
        "guarantees": (Guarantee.insurance, Guarantee.meal, Guarantee.water), "guarantee_note": "雨衣和手套",
    },
    "several lines": {"content": "第一，布置座椅。\n第二，调试投影。", "conditions": "耐心，会用手机"},
}  # fmt: skip


@pytest.mark.parametrize("values", KINDS.values(), ids=KINDS)
def test_every_column_of_a_position_is_read_back_alike(browser, editor, community, listed, values):
    position = add(listed, days=(10, 17), **values)

    (row,) = understood_rows(take(browser, editor, listed), community)

    session.refresh(position)
    assert {name: row.values[name] for name in CARRIED} == {name: getattr(position, name) for name in CARRIED}
    assert [(s.starts_at, s.ends_at) for s in row.spans] == [
        (s.starts_at, s.ends_at) for s in position.shifts
    ]
    assert (row.asked, row.guessed) == ((), ())


def test_taken_away_and_uploaded_again_it_is_the_same_list(browser, editor, community, listed):
    for number, values in enumerate(KINDS.values(), start=1):
        add(listed, days=(10, 17), title=f"第 {number} 种岗位", **values)
    before = [snapshot.fields_of(position) for position in queries.with_shifts(listed)]
    content = take(browser, editor, listed)

    file = {"area": community.code, "file": (BytesIO(content), "清单.xlsx")}
    review = browser.post("/desk/imports/new", file)
    made = browser.press("存草稿")

    assert review.has(f"{len(KINDS)} 行读准了", "都清楚了")
    again = queries.fetch_list(editor, made.path.rpartition("/")[2], Role.editor)
    assert (again.title, again.kind, again.introduction) == (listed.title, listed.kind, listed.introduction)
    assert (again.period_start, again.period_end) == (listed.period_start, listed.period_end)
    after = [snapshot.fields_of(position) for position in queries.with_shifts(again)]
    assert [_carried(one) for one in after] == [_carried(one) for one in before]


def _carried(fields):
    return {name: fields[name] for name in (*CARRIED, "shifts")}


def test_other_days_than_its_title_names_are_carried_too(browser, editor, community):
    listed = factories.make_list(
        area=community,
        title="清泉社区2026年12月清单",
        period_start=date(2026, 12, 5),
        period_end=date(2027, 1, 9),
    )
    add(listed)

    found = read_back(take(browser, editor, listed))

    assert found.period == (date(2026, 12, 5), date(2027, 1, 9))


def test_the_list_itself_is_read_back_alike(browser, editor, listed):
    add(listed)
    add(listed, title="图书角管理员")

    found = read_back(take(browser, editor, listed))

    assert (found.title, found.kind) == (listed.title, ListKind.opportunity)
    assert found.period == (listed.period_start, listed.period_end)
    assert found.introduction == "岗位可以重复报名。"
    assert [row.title for row in found.rows] == ["周末电影放映员", "图书角管理员"]


def test_a_task_list_stays_one(browser, editor, community):
    tasks = factories.make_list(area=community, kind="task", title="清泉社区2026年12月任务清单")
    add(tasks, audience=Audience.officials)

    assert read_back(take(browser, editor, tasks)).kind == ListKind.task


def test_an_unfinished_draft_is_taken_away_as_it_is(browser, editor, listed):
    factories.make_position(
        opportunity_list=listed, title="还没想好", state="draft", content="", address="", risk_note=""
    )

    page = openpyxl.load_workbook(BytesIO(take(browser, editor, listed))).worksheets[0]

    assert page["B3"].value == "还没想好"


def test_words_that_look_like_formulas_stay_words(browser, editor, listed):
    add(listed, title="=1+1", content="+cmd", conditions="@SUM(A1)", remarks="-2")

    page = openpyxl.load_workbook(BytesIO(take(browser, editor, listed))).worksheets[0]

    assert page["B3"].value == "=1+1"
    assert {cell.data_type for cell in page[3]} <= {"s", "n"}


def test_taking_it_away_is_written_down(browser, reviewer, listed):
    take(browser, reviewer, listed)

    row = session.query(AuditRow).filter_by(action="list.export").one()
    assert (row.object_id, row.actor_id) == (listed.id, reviewer.id)


def test_only_those_who_read_it_at_the_desk_take_it_away(browser, outsider, manager, editor, listed):
    address = f"/desk/lists/{listed.number}.xlsx"

    browser.as_(outsider).get(address, 404)
    browser.as_(manager).get(address, 403)
    browser.as_(editor).get("/desk/lists/510115-2011-01.xlsx", 404)
    browser.as_(editor).post(address, status=405)
