"""Where a sheet's tables are, and what is no position."""

import pytest

from board.reading.tables import tables_of
from board.sheets.opening import CannotRead
from tests.reading.grids import brief, read, rows_of, sheet, table

pytestmark = pytest.mark.no_database

PLAIN = "岗位 | 时间 | 地点 | 人数\n扫落叶 | 12月6日 9:00-11:00 | 广场 | 12"


def test_headings_may_stand_anywhere():
    (found,) = tables_of(
        sheet(
            [[None, "12月清单"], [None, None, "岗位", "时间", "人数"], [None, None, "扫雪", "12月6日", 2]],
            first_row=7,
        )
    )

    assert found.headings == {3: "岗位", 4: "时间", 5: "人数"}
    assert [(line.number, found.name_of(line, 3)) for line in found.lines] == [(9, "C9")]


def test_what_stands_above_and_below_is_kept():
    (found,) = tables_of(table(f"12月清单\n{PLAIN}\n说明：自带手套"))

    assert found.above == ("12月清单",)
    assert found.notes == ("说明：自带手套",)


@pytest.mark.parametrize(
    "bottom", ["合计 | · | · | 12", "总 计 | · | · | 12", "· | 合计 | · | 12", "2 | · | · | ·"]
)
def test_totals_and_numbers_alone_are_no_positions(bottom):
    assert (
        len(rows_of(table(f"序号 | 岗位 | 时间 | 人数\n1 | 扫落叶 | 12月6日 9:00-11:00 | 12\n{bottom}"))) == 1
    )


@pytest.mark.parametrize(
    "bottom",
    [
        "备注：雨天取消",
        "※ 请提前十分钟到",
        "注:1.自带手套",
        "填表人：张三 | · | 审核人：李四",
        "2026年11月20日",
        "花土社区居民委员会（盖章）",
    ],
)
def test_notes_and_signatures_are_no_positions(bottom):
    assert [brief(row) for row in rows_of(table(f"{PLAIN}\n{bottom}"))] == [
        "扫落叶 12 广场 12-06 09:00-11:00"
    ]


def test_who_filled_the_form_in_is_not_published():
    assert (
        read(table(f"{PLAIN}\n请自带手套。\n填表人：张三 | · | 审核人：李四")).introduction == "请自带手套。"
    )


def test_a_row_that_only_has_what_the_form_had_is_blank():
    rows = rows_of(
        table(
            "序号 | 岗位 | 时间 | 地点 | 人数 | 联系人\n1 | 扫雪 | 12月6日 9:00-10:00 | 广场 | 2 | 站长\n2 | · | · | 广场 | · | 站长"
        )
    )

    assert [row.title for row in rows] == ["扫雪"]


def test_an_example_is_no_position():
    rows = rows_of(
        table(
            "序号 | 岗位 | 时间 | 人数\n例 | 放映员 | 每周六 19:00-21:00 | 3\n1 | 扫雪 | 12月6日 9:00-10:00 | 2"
        )
    )

    assert [row.title for row in rows] == ["扫雪"]


def test_a_position_with_nothing_but_its_name_is_one():
    rows = rows_of(table("序号 | 岗位 | 时间 | 人数\n1 | 扫雪 | 12月6日 9:00-10:00 | 2\n2 | 包粽子"))

    assert [row.title for row in rows] == ["扫雪", "包粽子"]
    assert {each.field for each in rows[1].asked} == {"shifts", "quota"}


def test_the_heading_of_a_part_goes_with_its_rows():
    rows = rows_of(
        table(
            "12月清单\n岗位 | 时间 | 人数\n一、环保类\n扫雪 | 12月6日 9:00-10:00 | 2\n二、助老类\n陪聊 | 12月6日 9:00-10:00 | 2"
        )
    )

    assert [row.cells[0] for row in rows] == [("（小标题）", "一、环保类"), ("（小标题）", "二、助老类")]
    assert [row.categories for row in rows] == [("environment",), ("care",)]


def test_a_sheet_without_a_table_is_refused_in_a_sentence():
    with pytest.raises(CannotRead, match="没找到岗位的表头"):
        read(table("各位邻居\n大家好\n下个月见"))


def test_headings_with_nothing_under_them_are_refused_in_a_sentence():
    with pytest.raises(CannotRead, match="一个岗位也没有"):
        read(table("12月清单\n岗位 | 时间 | 地点 | 人数"))


def test_a_sheet_on_its_side_names_its_cells():
    (row,) = rows_of(table("岗位名称 | 合唱伴奏\n时间 | 待定\n地点 | 排练厅\n人数 | 1"))

    assert [(each.field, each.cell) for each in row.asked] == [("shifts", "B2")]


@pytest.mark.parametrize(
    "title",
    ["小计算机课堂助教", "说明会签到员", "备注整理员", "共建美丽和林村", "注意力训练助教", "单位：社区"],
)
def test_a_name_that_only_looks_like_a_note_or_a_total_is_one(title):
    rows = rows_of(
        table(f"岗位 | 时间 | 人数\n扫雪 | 12月6日 9:00-10:00 | 2\n{title} | 12月6日 9:00-10:00 | 2")
    )

    assert len(rows) == (1 if "：" in title else 2)


@pytest.mark.parametrize(
    "first", ["2026年12月6日", "日期：12月6日", "备注：雨天取消", "说明：自带手套", "合计人数另报"]
)
def test_whatever_the_first_column_says_a_full_row_is_a_position(first):
    heading = "日期" if "12月" in first else "备注"

    rows = rows_of(
        table(f"{heading} | 岗位 | 时段 | 地点 | 人数\n{first} | 扫雪 | 12月6日 9:00-10:00 | 广场 | 2")
    )

    assert [row.title for row in rows] == ["扫雪"]


def test_two_tables_side_by_side_are_both_read():
    rows = rows_of(
        table(
            "岗位 | 时间 | 人数 | · | 岗位 | 时间 | 人数\n扫雪 | 12月6日 9:00-10:00 | 2 | · | 扫地 | 12月7日 9:00-10:00 | 3"
        )
    )

    assert [brief(row) for row in rows] == ["扫雪 2 None 12-06 09:00-10:00", "扫地 3 None 12-07 09:00-10:00"]
