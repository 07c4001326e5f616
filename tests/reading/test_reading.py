"""A sheet as a whole: its name, its days, its questions."""

from datetime import date

import pytest

from board.positions.words import ListKind
from board.sheets.opening import NoValue
from tests.reading.grids import asked, read, rows_of, sheet, table, times

pytestmark = pytest.mark.no_database

PLAIN = "岗位 | 时间 | 地点 | 人数\n扫落叶 | 12月6日 9:00-11:00 | 广场 | 12"


# What the list is called, and when it is


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ("清泉社区2026年12月岗位清单", "清泉社区2026年12月岗位清单"),
        (
            "附件1\n温江区涌泉街道\n花土社区12月公益岗位需求表\n填报时间：2026年11月20日",
            "花土社区12月公益岗位需求表",
        ),
        ("单位：花土社区\n填表人：李四", "花土12月"),
        ("", "花土12月"),
        ("2026年11月25日", "花土12月"),
    ],
)
def test_the_line_above_names_the_list_else_the_file_does(above, title):
    assert read(table(f"{above}\n{PLAIN}"), file_name="花土12月(1).xlsx").title == title


@pytest.mark.parametrize(
    ("title", "first", "last"),
    [
        ("2026年12月清单", "2026-12-01", "2026-12-31"), ("12月份岗位清单", "2026-12-01", "2026-12-31"),
        ("1月清单", "2027-01-01", "2027-01-31"), ("第四季度任务清单", "2026-10-01", "2026-12-31"),
        ("12月上旬岗位", "2026-12-01", "2026-12-10"), ("2026年12月1日至12月20日岗位", "2026-12-01", "2026-12-20"),
        ("2026年12月1日至2027年1月5日岗位", "2026-12-01", "2027-01-05"), ("十二月岗位清单", "2026-12-01", "2026-12-31"),
        ("二〇二六年十二月清单", "2026-12-01", "2026-12-31"), ("12月至1月岗位", "2026-12-01", "2027-01-31"),
        ("2026.12岗位清单", "2026-12-01", "2026-12-31"), ("2026年下半年清单", "2026-07-01", "2026-12-31"),
        ("2026年12月清单（11月20日更新）", "2026-12-01", "2026-12-31"), ("11-12月岗位清单", "2026-11-01", "2026-12-31"),
    ],
)  # fmt: skip
def test_the_title_says_which_days_the_list_is_for(title, first, last):
    assert read(table(f"{title}\n{PLAIN}")).period == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "words", ["高山村公益岗位", "填报时间：2026年12月1日", "2026年公益岗位清单", "公益岗位20261120"]
)
def test_other_dates_do_not(words):
    assert read(table(f"{words}\n{PLAIN}"), file_name="岗位2026-11-20.xlsx").period is None


def test_a_year_in_the_file_name_and_a_month_in_the_title_go_together():
    assert read(table(f"3月清单\n{PLAIN}"), file_name="2028年岗位.xlsx").period == (
        date(2028, 3, 1),
        date(2028, 3, 31),
    )


def test_our_own_line_of_days_is_heard_before_the_title():
    found = read(table(f"12月清单\n{PLAIN}\n清单日子：2026年12月1日至2026年12月20日\n说明：自带手套"))

    assert found.period == (date(2026, 12, 1), date(2026, 12, 20))
    assert found.introduction == "自带手套"


@pytest.mark.parametrize("where", ["title", "sheet", "file"])
def test_a_task_list_says_so_anywhere(where):
    named = {name: "12月任务清单" if name == where else "12月" for name in ("title", "sheet", "file")}

    found = read(table(f"{named['title']}\n{PLAIN}", name=named["sheet"]), file_name=f"{named['file']}.xlsx")

    assert (found.kind, found.rows[0].kind) == (ListKind.task, ListKind.task)


def test_lines_above_and_below_become_the_introduction():
    found = read(table(f"花土社区12月岗位清单\n——让邻里更近一点\n{PLAIN}\n说明：1.自带手套\n2.雨天取消"))

    assert found.introduction == "——让邻里更近一点\n1.自带手套\n2.雨天取消"


# A month that nobody names


def test_every_week_without_a_month_is_of_the_month_the_other_rows_are_in():
    rows = rows_of(table(f"{PLAIN}\n领读 | 每周六 10:00-11:00 | 书屋 | 2"), file_name="岗位.xlsx")

    assert times(rows[1]).startswith("12-05 10:00-11:00, 12-12")
    assert rows[1].guessed[0] == "shifts"
    assert "shifts" not in rows[0].guessed


def test_or_of_the_month_after_the_form_was_filled_in():
    rows = rows_of(
        table("公益岗位\n填报时间：2026年12月20日\n岗位 | 时间 | 人数\n领读 | 每周六 10:00-11:00 | 2"),
        file_name="岗位.xlsx",
    )

    assert times(rows[0]).startswith("01-02 10:00-11:00")
    assert "12月20日" in dict(rows[0].because)["shifts"]


def test_or_it_is_asked_about():
    (row,) = rows_of(table("岗位 | 时间 | 人数\n领读 | 每周六 10:00-11:00 | 2"), file_name="岗位.xlsx")

    assert asked(row) == {"shifts": ("B2", "每周六 10:00-11:00")}


# What is asked


@pytest.mark.parametrize("said", ["若干", "0", "-3", "不限", "很多", None])
def test_a_number_of_people_that_is_none_is_asked_about(said):
    (row,) = rows_of(sheet([["岗位", "时间", "人数"], ["扫雪", "12月6日 9:00-10:00", said]]))

    assert asked(row) == {"quota": ("C2", said or "")}
    assert row.quota is None


def test_several_columns_of_people_are_added_up_by_nobody():
    (row,) = rows_of(table("岗位 | 时间 | 党员人数 | 居民人数\n扫雪 | 12月6日 9:00-10:00 | 3 | 5"))

    assert asked(row) == {"quota": ("C2", "3、5")}


@pytest.mark.parametrize(("title", "said"), [(None, ""), ("帮" * 51, "帮" * 51)])
def test_a_title_that_is_missing_or_too_long_is_asked_about(title, said):
    (row,) = rows_of(sheet([["岗位", "做什么", "时间", "人数"], [title, "扫地", "12月6日 9:00-10:00", 2]]))

    assert (row.title, asked(row)) == (None, {"title": ("A2", said)})


def test_the_second_of_two_rows_alike_is_asked_about():
    first, second = rows_of(table(f"{PLAIN}\n扫落叶 | 12月6日 9:00-11:00 | 广场 | 12"))

    assert first.asked == ()
    assert asked(second) == {"title": ("", "扫落叶")}
    assert "第 2 行" in second.asked[0].why


def test_the_same_title_at_another_time_or_place_is_another_position():
    rows = rows_of(
        table(f"{PLAIN}\n扫落叶 | 12月13日 9:00-11:00 | 广场 | 12\n扫落叶 | 12月6日 9:00-11:00 | 校门 | 12")
    )

    assert [row.asked for row in rows] == [(), (), ()]


def test_a_formula_nobody_worked_out_is_asked_about_and_kept():
    (row,) = rows_of(
        sheet(
            [
                ["岗位", "时间", "地点", "人数"],
                ["扫雪", "12月6日 9:00-10:00", NoValue("=A1"), NoValue("=D9*2")],
            ]
        )
    )

    assert asked(row) == {"quota": ("D2", "=D9*2")}
    assert (row.place, dict(row.cells)["地点"]) == (None, "=A1")


def test_a_number_that_may_have_been_the_tenth_is_asked_about():
    rows = rows_of(
        sheet(
            [
                ["岗位", "日期", "时段", "人数"],
                ["扫雪", 12.1, "9:00-10:00", 2],
                ["扫地", 12.6, "9:00-10:00", 2],
            ]
        )
    )

    assert asked(rows[0]) == {"shifts": ("B2", "12.1 9:00-10:00")}
    assert times(rows[1]) == "12-06 09:00-10:00"


def test_a_place_that_is_missing_is_left_to_the_import():
    (row,) = rows_of(table("岗位 | 时间 | 人数\n扫雪 | 12月6日 9:00-10:00 | 2"))

    assert (row.place, row.asked) == (None, ())
