"""My record: five groups on one page, and as files that hold the same."""

import csv
import io
import json
from datetime import date

import pypdf
import pytest

from board.db import session
from board.dossiers import queries, services
from board.records import ledger
from tests import factories
from tests.dossiers.writing import commend, does, evaluate, train
from tests.factories import make_position, make_shift
from tests.identity.numbers import a_number, give
from tests.records.served import recorded

pytestmark = pytest.mark.dealt

NUMBER = a_number(date(1958, 3, 12), sequence=3)


@pytest.fixture
def whole(served, editor):
    """Served, trained, commended, evaluated, with an ID number."""
    with factories.committed():
        served.birth_month = date(1958, 3, 1)
    give(served, NUMBER)
    train(served, editor)
    commend(served, editor)
    entry = evaluate(served, editor)
    does(services.reply, entry, "谢谢")
    return served


def test_the_five_groups_stand_on_one_page(browser, whole):
    page = browser.as_(whole).get("/me/record")

    assert page.all(".section-title") == ["基本", "服务", "培训", "表彰", "评价"]
    assert page.has(
        "林小满", whole.volunteer_no, "男", "1958年3月12日", f"5101***********{NUMBER[-1]}", "清泉社区"
    )
    assert page.has(
        "2 小时（2 小时 3 分）",
        "1 次服务",
        "助老送餐",
        "急救知识",
        "优秀志愿者",
        "守时，耐心",
        "你的回复：谢谢",
    )
    assert NUMBER not in page.body.decode()
    assert browser.get("/me/hours").links["我的志愿服务记录"] == "/me/record"


def test_stars_are_a_length_of_time_and_never_an_award(browser, resident, reviewer, community):
    position = make_position(area=community)
    for days in range(1, 18):
        shift = make_shift(
            position=position, starts_in=-factories.timedelta(days=days), length=factories.timedelta(hours=6)
        )
        recorded(shift, resident, minutes=359, confirmed_by=reviewer)
    browser.as_(resident)

    page = browser.get("/me/record")

    assert ledger.of_person(resident).minutes == 17 * 359  # 101 hours and 43 minutes
    assert page.has("达到一星时长", "再服务 198 小时 17 分，达到二星时长", "星级由主管部门评定")
    assert not any(word in page.text for word in ("授予你", "荣誉", "恭喜"))


def test_nothing_is_shown_of_what_was_never_asked(browser, resident):
    page = browser.as_(resident).get("/me/record")

    assert page.has("0 分", "0 次服务", "还没有服务记录")
    assert not page.has("性别")
    assert not page.has("身份证号")


def test_sex_and_birth_date_only_with_the_consent_to_that_use(browser, served):
    give(served, NUMBER, ["certificate"])

    page = browser.as_(served).get("/me/record")

    assert page.has("5101***********")
    assert not page.has("1958年3月12日")


def test_a_file_for_programs(browser, whole):
    page = browser.as_(whole).get("/me/record.json")
    told = json.loads(page.body)

    assert page.headers["Content-Disposition"].startswith("attachment")
    assert page.headers["Cache-Control"] == "no-store"
    assert list(told) == ["导出时间", "基本", "合计", "服务", "培训", "表彰", "评价"]
    assert told["合计"] == {"时长": "2 小时（2 小时 3 分）", "分钟": 123, "次数": 1, "星级时长": None}
    assert told["服务"][0] | {"内容": ""} == {
        "名称": "助老送餐", "日期": "2026-11-23", "时间": "07:00–09:03", "地点": "清泉社区党群服务中心", "内容": "",
        "服务时间": "2 小时（2 小时 3 分）", "分钟": 123, "组织单位": "清泉社区", "负责人": "李老师",
        "怎么记的": "扫码签到签退", "状态": "已确认",
    }  # fmt: skip
    assert told["培训"] == [{"名称": "急救知识", "日期": "2026-11-23", "内容": "心肺复苏、包扎", "学习时长": "1 小时 30 分",
                            "组织单位": "区红十字会"}]  # fmt: skip
    assert told["评价"][0]["本人回复"] == "谢谢"
    assert NUMBER not in page.body.decode()


def test_a_file_for_spreadsheets_that_runs_nothing(browser, whole, editor):
    train(whole, editor, name="=HYPERLINK(1)", content="@SUM(1)", organiser="-2+3")
    train(whole, editor, name="　+1", content="\t=2", organiser="＝3")

    page = browser.as_(whole).get("/me/record.csv")
    text = page.body.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))

    assert page.body.startswith(b"\xef\xbb\xbf")
    assert rows[0][:3] == ["类别", "名称", "日期"]
    assert {row[0] for row in rows[1:]} == {"基本", "合计", "服务", "培训", "表彰", "评价"}
    assert not [
        cell for row in rows for cell in row if cell.lstrip(" 　").startswith(tuple("=+-@\t\r＝＋－＠"))
    ]
    assert {"'=HYPERLINK(1)", "'@SUM(1)", "'-2+3"} <= {cell for row in rows for cell in row}
    assert NUMBER not in text


def test_on_paper_with_any_name_and_it_says_that_it_proves_nothing(browser, whole):
    with factories.committed():
        whole.name = "王𬭎䶮"

    page = browser.as_(whole).get("/me/record.pdf")
    text = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(page.body)).pages)

    assert page.headers["Content-Type"] == "application/pdf"
    assert page.headers["Cache-Control"] == "no-store"
    for words in ("志愿服务记录", "王𬭎䶮", "急救知识", "优秀志愿者", "助老送餐", "不是志愿服务记录证明"):
        assert words in text.replace("\n", ""), words
    assert NUMBER not in text


def test_what_does_not_count_is_in_the_file_with_its_state_and_not_on_paper(browser, resident, shift):
    recorded(shift, resident, minutes=123)
    browser.as_(resident)

    told = json.loads(browser.get("/me/record.json").body)
    paper = pypdf.PdfReader(io.BytesIO(browser.get("/me/record.pdf").body)).pages[0].extract_text()

    assert [(row["状态"], row["分钟"]) for row in told["服务"]] == [("待确认", 0)]
    assert told["合计"]["分钟"] == 0
    assert "助老送餐" not in paper


def test_older_entries_are_a_page_of_their_own(browser, served, editor, monkeypatch):
    monkeypatch.setattr(queries, "PAGE_SIZE", 4)
    for number in range(7):
        train(served, editor, name=f"第{number}课")
    browser.as_(served)

    first = browser.get("/me/record")
    all_of_them = browser.get(first.links["更早的培训"])

    assert [first.has(f"第{n}课") for n in range(7)] == [False, False, True, True, True, True, True]
    assert all_of_them.has("第6课", "第0课") or browser.get(all_of_them.links["更早的"]).has("第0课")


def test_it_is_part_of_what_one_takes_along(browser, whole):
    told = json.loads(browser.as_(whole).get("/me/data.json").body)["培训、表彰、评价"]

    assert [row["类别"] for row in told] == ["培训", "表彰", "评价"]
    assert told[2]["状态"] == "已记入"


def test_it_is_only_ones_own(browser, whole, official):
    browser.as_(official)

    for path in ("/me/record", "/me/record.json", "/me/record.csv"):
        assert "急救知识" not in browser.get(path).body.decode()
    assert browser.signed_out().get("/me/record").path.startswith("/sign-in")
    session.rollback()
