"""A community's records as a workbook: one row a record, stars in numbers unless there is a reason and the password."""

import io
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import select

from board import clock
from board.audit.models import AuditRow
from board.db import session
from board.dossiers import exporting, handing_out
from board.identity.models import Use
from board.notices.models import Notice
from tests import factories
from tests.dossiers.writing import evaluate, train
from tests.factories import PASSWORD, make_account, make_list, make_person, make_position, make_shift
from tests.identity.numbers import a_number, give
from tests.records.served import recorded

pytestmark = pytest.mark.dealt

NUMBER = a_number(sequence=5)


@pytest.fixture
def two_served(served, shift, reviewer, community):
    """The resident, who agreed to the national system, and somebody who gave no number."""
    give(served, NUMBER, [Use.national])
    other = make_account(person=make_person(area=community, name="柳青青")).person
    recorded(shift, other, confirmed_by=reviewer)
    return served, other


def ask(browser, status=200, **told):
    today = clock.today()
    page = browser.get("/desk/hours/export")
    area = page.tree.css_first("select[name=area] option").attributes["value"]
    said = {"area": area, "first": today.isoformat(), "last": today.isoformat(), "full": False} | told
    return browser.submit(None, "导出表格", status, **said)


def sheet(page, number=0):
    """The rows of a sheet below its title, by the headings."""
    rows = list(openpyxl.load_workbook(io.BytesIO(page.body)).worksheets[number].values)
    heads = rows[1]
    return [dict(zip(heads, row, strict=False)) for row in rows[2:] if row[1] is not None]


def audited(action, outcome="done"):
    rows = select(AuditRow).where(AuditRow.action == action, AuditRow.outcome == outcome)
    return list(session.scalars(rows.order_by(AuditRow.id)))


def test_one_row_a_record_with_the_fields_the_national_system_asks_for(browser, editor, two_served):
    first, second = sheet(ask(browser.as_(editor)))

    assert set(first) >= {
        "姓名", "性别", "出生日期", "证件类型", "证件号码", "居住区域", "联系方式", "活动名称", "服务类别", "服务日期",
        "服务地点", "服务内容", "服务时间（小时）", "组织单位", "负责人", "志愿者编号",
    }  # fmt: skip
    assert (first["姓名"], first["活动名称"], first["组织单位"]) == ("林小满", "助老送餐", "清泉社区")
    assert (first["服务时间（小时）"], first["服务时间（分钟）"]) == (2, 123)
    assert first["证件号码"] == f"5101***********{NUMBER[-1]}"
    assert "****" in first["联系方式"]
    assert (second["姓名"], second["证件号码"]) == ("柳青青", None)


def test_without_a_reason_numbers_are_masked_and_it_is_written_down(browser, editor, two_served):
    page = ask(browser.as_(editor))

    assert NUMBER.encode() not in page.body
    assert page.headers["Cache-Control"] == "no-store"
    (row,) = audited("dossier.export")
    assert (row.object_kind, row.object_id) == ("areas", two_served[0].area_id)
    assert row.detail == {"rows": 2, "numbers": 0, "first": "2026-11-23", "last": "2026-11-23"}
    assert told(two_served[0]) == []


def test_with_a_reason_and_the_password_those_who_agreed_are_in_full_and_told(browser, editor, two_served):
    served, other = two_served
    page = ask(browser.as_(editor), full=True, why="enter", password=PASSWORD)
    first, second = sheet(page)

    assert (first["证件号码"], first["性别"], second["证件号码"]) == (NUMBER, "男", None)
    assert "****" not in first["联系方式"]
    assert "****" in second["联系方式"]
    (row,) = audited("dossier.export_in_full")
    assert row.detail == {
        "rows": 2,
        "numbers": 1,
        "first": "2026-11-23",
        "last": "2026-11-23",
        "why": "enter",
    }
    assert [row.object_id for row in audited("identity.export")] == [served.id]
    assert told(served) == ["清泉社区导出了你的服务记录，用来录进全国系统，里面有你的身份证号。"]
    assert told(other) == []
    assert browser.as_(served).get("/me/identity").has("用来把你的服务记录录进全国系统")


def told(person):
    exports = Notice.person_id == person.id, Notice.kind == "identity.export"
    return list(session.scalars(select(Notice.sentence).where(*exports)))


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"why": "", "password": PASSWORD}, "NoReason"),
        ({"why": "curious", "password": PASSWORD}, "NoReason"),
        ({"why": "enter", "password": ""}, "NoPassword"),
        ({"why": "enter", "password": "guess"}, "WrongPassword"),
    ],
)
def test_attack_full_numbers_without_reason_or_password(browser, editor, two_served, said, rule):
    browser.as_(editor)
    today = clock.today().isoformat()
    area = two_served[0].area.code

    page = browser.post(
        "/desk/hours/export", {"area": area, "first": today, "last": today, "full": "y"} | said, 422
    )

    assert NUMBER not in page.body.decode()
    assert audited("dossiers.export", "refused")[-1].detail == {"rule": rule}
    assert audited("dossier.export_in_full") == []
    assert told(two_served[0]) == []


def test_without_consent_to_the_national_system_a_number_is_never_in_it(browser, editor, served):
    give(served, NUMBER, [Use.insurance, Use.certificate])

    page = ask(browser.as_(editor), full=True, why="enter", password=PASSWORD)

    assert sheet(page)[0]["证件号码"] is None
    assert audited("identity.export") == []


def test_five_full_ones_a_day(browser, editor, two_served, monkeypatch):
    monkeypatch.setattr(handing_out, "FULL_A_DAY", 2)
    browser.as_(editor)
    for _ in range(2):
        ask(browser, full=True, why="enter", password=PASSWORD)

    page = ask(browser, 422, full=True, why="enter", password=PASSWORD)

    assert page.has("今天已经导了")
    ask(browser)  # with stars at any time
    assert len(audited("identity.export")) == 2


def test_too_many_numbers_or_rows_are_asked_for_in_parts(browser, editor, two_served, monkeypatch):
    monkeypatch.setattr(handing_out, "MOST_NUMBERS", 0)
    assert ask(browser.as_(editor), 422, full=True, why="enter", password=PASSWORD).has("请分几段导")
    monkeypatch.setattr(exporting, "MOST_ROWS", 1)
    assert ask(browser, 422).has("这段时间有 2 条，一个文件最多 1 条")
    assert audited("dossier.export") == []


def test_only_what_is_confirmed_and_of_that_time(browser, editor, reviewer, community, shift, clock_at):
    proposed, earlier = (make_account(person=make_person(area=community)).person for _ in range(2))
    recorded(shift, proposed)
    before = make_shift(position=shift.position, starts_in=-timedelta(days=40))
    recorded(before, earlier, confirmed_by=reviewer)
    browser.as_(editor)
    month = clock.today() - timedelta(days=45)

    assert ask(browser, 422).has("没有确认过的记录")
    assert [row["志愿者编号"] for row in sheet(ask(browser, first=month.isoformat()))] == [
        earlier.volunteer_no
    ]


def test_records_of_other_areas_are_not_in_it(browser, outsider, editor, two_served, reviewer):
    elsewhere = session.scalars(select(factories.Area).where(factories.Area.name == "高山村")).one()
    position = make_position(opportunity_list=make_list(area=elsewhere), title="种花")
    there = make_shift(position=position, starts_in=-timedelta(hours=3), length=timedelta(hours=2))
    recorded(there, two_served[0], confirmed_by=reviewer)

    assert [row["活动名称"] for row in sheet(ask(browser.as_(outsider)))] == ["种花"]
    assert {row["活动名称"] for row in sheet(ask(browser.as_(editor)))} == {"助老送餐"}
    today = clock.today().isoformat()
    forged = {"area": elsewhere.code, "first": today, "last": today}
    browser.as_(editor).post("/desk/hours/export", forged, 422)  # not among the choices
    assert NUMBER not in browser.page.body.decode()


def test_whoever_claimed_a_record_stands_for_it(browser, editor, resident, shift, reviewer, community):
    record = make_person(area=community, name="", claimed_by=resident.id)
    recorded(shift, record, confirmed_by=reviewer)

    (row,) = sheet(ask(browser.as_(editor)))

    assert (row["姓名"], row["志愿者编号"]) == ("林小满", resident.volunteer_no)


def test_batches_hold_together(browser, editor, reviewer, community, shift, monkeypatch):
    monkeypatch.setattr(exporting, "BATCH", 2)
    people = [make_person(area=community) for _ in range(5)]
    for person in people:
        recorded(shift, person, confirmed_by=reviewer)

    rows = sheet(ask(browser.as_(editor)))

    assert [row["志愿者编号"] for row in rows] == [person.volunteer_no for person in people]


def test_trainings_and_evaluations_are_a_sheet_of_their_own_and_nothing_runs(browser, editor, served):
    train(served, editor, name="=1+1", content="@x", organiser="-3")
    evaluate(served, editor)

    rows = sheet(ask(browser.as_(editor)), 1)

    assert [(row["类别"], row["名称"]) for row in rows] == [("培训", "=1+1"), ("评价", None)]
    assert rows[1]["内容、评价"] == "良，守时，耐心"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"first": "2026-11-24"}, "前面"),
        ({"first": "2025-11-01"}, "一次最多导一年的"),
        ({"first": ""}, "请写从哪天"),
    ],
)
def test_a_period_that_is_none_is_asked_for_again(browser, editor, served, told, words):
    assert ask(browser.as_(editor), 422, **told).has(words)


def test_who_may(browser, editor, reviewer, manager, resident, auditor):
    for who, status in ((reviewer, 403), (manager, 403), (auditor, 403), (resident, 404)):
        browser.as_(who).get("/desk/hours/export", status)
        browser.post("/desk/hours/export", status=status)
    assert browser.as_(editor).get("/desk/hours").links["导出服务记录"] == "/desk/hours/export"
    assert "导出服务记录" not in browser.as_(reviewer).get("/desk/hours").links
