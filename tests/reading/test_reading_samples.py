"""The client's two sheets, read on 22 November 2026."""

import json
from pathlib import Path

import pytest

import board
from board.positions.words import Audience, Category, ListKind, Target
from board.reading import lists
from board.reading.lists import ReadRow
from board.sheets.opening import open_file
from tests.reading.grids import TODAY, asked, times

pytestmark = pytest.mark.no_database

SAMPLES = Path(board.__file__).parent / "demo" / "data"
QINGQUAN = "清泉社区-2026年12月岗位清单.xlsx"
GAOSHAN = "高山村公益岗位.xlsx"


def sample(name):
    return lists.read(open_file((SAMPLES / name).read_bytes(), name), file_name=name, today=TODAY)


def test_qingquan_names_its_list_and_its_month():
    found = sample(QINGQUAN)

    assert found.title == "涌泉街道清泉社区2026年12月慈善公益岗位机会清单"
    assert [day.isoformat() for day in found.period] == ["2026-12-01", "2026-12-31"]
    assert found.kind == ListKind.opportunity
    assert found.introduction == "报名截止时间为服务前一天18:00。"


def test_qingquan_has_eight_rows_without_a_question_of_time():
    rows = sample(QINGQUAN).rows

    assert [row.asked for row in rows] == [()] * 8
    assert [(row.row, row.title, row.quota) for row in rows] == [
        (3, "独居老人“敲门探访”", 8), (4, "周末电影放映员", 3), (5, "社区图书角管理员", 2), (6, "消防通道巡查员", 10),
        (7, "“智能手机课堂”助教", 6), (8, "冬至暖心饺子会帮厨", 15), (9, "垃圾分类引导员", 2), (10, "法律咨询志愿者", 2),
    ]  # fmt: skip


def test_qingquan_is_served_on_these_days():
    rows = {row.title: times(row) for row in sample(QINGQUAN).rows}

    assert rows["独居老人“敲门探访”"] == days("5 12 19 26", "09:00-11:00")
    assert rows["周末电影放映员"] == days("5 12 19 26", "19:00-21:00")
    assert rows["社区图书角管理员"] == days("1 3 8 10 15 17 22 24 29 31", "14:30-17:00")
    assert rows["消防通道巡查员"] == days("2 9 16 23 30", "20:00-21:00")
    assert rows["“智能手机课堂”助教"] == days("8", "09:30-11:30")
    assert rows["冬至暖心饺子会帮厨"] == days("22", "08:30-12:30")
    assert rows["垃圾分类引导员"] == days(" ".join(map(str, range(1, 32))), "07:00-08:30")
    assert rows["法律咨询志愿者"] == days("12", "14:00-17:00")


def test_qingquan_says_for_whom_and_on_what_conditions():
    rows = {row.row: row for row in sample(QINGQUAN).rows}

    whom = {number: row.audience for number, row in rows.items()}
    assert [number for number in whom if whom[number] == Audience.residents] == [4, 9]
    assert [number for number in whom if whom[number] == Audience.officials] == [6, 10]
    assert not any("audience" in row.guessed for row in rows.values())
    assert (rows[3].min_age, rows[3].conditions) == (18, "年满18岁,普通话或四川话流利")
    assert rows[6].conditions == "年满18岁；机关干部、党员"


def test_a_clerks_word_for_a_category_is_a_guess_and_the_platforms_own_is_not():
    rows = {row.row: row for row in sample(QINGQUAN).rows}

    assert (rows[3].categories, "categories" in rows[3].guessed) == ((Category.care,), True)
    assert (rows[4].categories, "categories" in rows[4].guessed) == ((Category.culture,), False)
    assert (rows[6].categories, "categories" in rows[6].guessed) == ((Category.safety,), False)
    assert (rows[3].targets, "targets" in rows[3].guessed) == ((Target.elders,), True)


def test_qingquan_tells_its_dangers():
    rows = {row.row: row for row in sample(QINGQUAN).rows}

    assert "入户" in rows[3].hazards
    assert {"夜间", "消防"} <= set(rows[6].hazards)
    assert rows[5].risk_note == "无特殊风险"
    assert not any(row.hazard for row in rows.values())


def test_gaoshan_has_its_notes_as_introduction_and_its_help_sheet_left_out():
    found = sample(GAOSHAN)

    assert found.title == "万春镇高山村“E家邻里社”公益岗位需求表"
    assert found.period is None
    assert found.introduction == "1.岗位可以重复报名。\n2.请穿防滑鞋。"
    assert [(row.sheet, row.row) for row in found.rows] == [
        ("岗位", number) for number in (4, 5, 6, 7, 8, 10)
    ]


def test_gaoshan_is_read_where_it_is_clear_and_asked_where_it_is_not():
    rows = {row.row: row for row in sample(GAOSHAN).rows}

    assert times(rows[4]) == days("6", "08:30-11:00")
    assert times(rows[5]) == days("6 13 20 27", "14:00-16:30")
    assert times(rows[10]) == "01-15 07:30-10:00"
    assert asked(rows[6]) == {"shifts": ("D6", "时间待定")}
    assert asked(rows[7]) == {"shifts": ("D7", "2026-12-15 09:00")}
    assert asked(rows[8]) == {"shifts": ("D8", "12月每天"), "quota": ("F8", "若干")}


def test_every_sunday_of_a_month_nobody_named_is_a_guess_with_its_reason():
    (sunday,) = [row for row in sample(GAOSHAN).rows if row.row == 5]

    assert "shifts" in sunday.guessed
    assert "12月" in dict(sunday.because)["shifts"]


def test_gaoshan_mixes_who_and_what_in_one_column():
    rows = {row.row: row for row in sample(GAOSHAN).rows}

    assert (rows[4].audience, rows[4].conditions, "audience" in rows[4].guessed) == (Audience.both, "", False)
    assert (rows[5].audience, rows[5].conditions, "audience" in rows[5].guessed) == (
        Audience.both,
        "大学生优先",
        True,
    )
    assert (rows[8].audience, rows[8].conditions, "audience" in rows[8].guessed) == (
        Audience.officials,
        "党员干部",
        False,
    )
    assert (rows[10].audience, rows[10].conditions) == (Audience.both, "")


def test_gaoshans_patrol_needs_insurance_and_adults_and_its_range_is_a_guess():
    rows = {row.row: row for row in sample(GAOSHAN).rows}

    assert rows[8].hazard
    assert "巡山" in rows[8].hazards
    assert (rows[6].quota, rows[6].minimum, "quota" in rows[6].guessed) == (3, 2, True)
    assert rows[10].contact_phone == "028-00001002、028-00001003"


@pytest.mark.parametrize("name", [QINGQUAN, GAOSHAN])
def test_a_row_is_kept_and_comes_back_as_it_was(name):
    for row in sample(name).rows:
        assert ReadRow.from_json(json.loads(json.dumps(row.as_json()))) == row


@pytest.mark.parametrize("name", [QINGQUAN, GAOSHAN])
def test_nothing_the_row_said_is_lost(name):
    words = {text.strip() for sheet in open_file((SAMPLES / name).read_bytes(), name) for row in sheet.rows
             for text in row.cells.values() if isinstance(text, str) and row.number > 3}  # fmt: skip

    found = sample(name)

    said = {text for row in found.rows for _, text in row.cells}
    notes = {word for word in words if any(line in word for line in found.introduction.split("\n"))}
    assert words - said - notes <= {"时间", "写清楚几月几日几点到几点"}  # the help sheet's


def days(numbers, hours):
    return ", ".join(f"12-{int(number):02d} {hours}" for number in numbers.split())
