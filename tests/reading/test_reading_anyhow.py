"""What never changes what is read: the order of columns, blank rows, odd cells; and how long it takes."""

import time
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from board.reading import lists
from board.sheets.opening import CannotRead, open_file
from tests.reading.grids import TODAY, asked, brief, rows_of, sheet

pytestmark = pytest.mark.no_database

ROWS = [
    {
        "岗位": f"岗位{day}",
        "时间": f"12月{day}日 9:00-11:00",
        "地点": f"{day}号楼",
        "人数": day,
        "要求": "年满18岁",
        "电话": "028-82700001",
    }
    for day in range(1, 6)
]


@settings(max_examples=60, deadline=None)
@given(
    order=st.permutations(list(ROWS[0])),
    blanks=st.lists(st.integers(0, 3), min_size=6, max_size=6),
    left=st.integers(0, 3),
)
def test_the_order_of_columns_and_blank_rows_change_nothing(order, blanks, left):
    lines = [order, *([row[heading] for heading in order] for row in ROWS)]
    spread = [
        line
        for blank, each in zip(blanks, lines, strict=True)
        for line in [*[[None]] * blank, [None] * left + each]
    ]

    rows = rows_of(sheet(spread))

    assert [brief(row) for row in rows] == [
        f"岗位{n} {n} {n}号楼 12-{n:02d} 09:00-11:00" for n in range(1, 6)
    ]
    assert {(row.min_age, row.contact_phone, row.asked) for row in rows} == {(18, "028-82700001", ())}


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.lists(
            st.one_of(st.none(), st.text(max_size=12), st.integers(), st.floats(allow_nan=False), st.dates()),
            max_size=5,
        ),
        max_size=8,
    )
)
def test_no_cells_whatever_end_in_anything_but_rows(cells):
    rows = rows_of(
        sheet(
            [
                ["岗位", "做什么", "时间", "人数", "地点"],
                ["扫雪", None, "12月6日 9:00-10:00", 2, None],
                *cells,
            ]
        )
    )

    assert rows[0].title == "扫雪"
    assert all(row.shifts or "shifts" in asked(row) for row in rows)


def test_more_than_two_thousand_positions_are_refused():
    lines = [[f"岗位{n}", "12月6日 9:00-10:00", n] for n in range(1, 2002)]

    assert len(rows_of(sheet([["岗位", "时间", "人数"], *lines[:2000]]))) == 2000
    with pytest.raises(CannotRead, match="2,000 行"):
        rows_of(sheet([["岗位", "时间", "人数"], *lines]))


def test_two_thousand_rows_take_no_more_than_ten_times_what_openpyxl_needs():
    content = long_sheet(2000)
    started = time.process_time()
    for row in openpyxl.load_workbook(BytesIO(content), read_only=True).active.iter_rows(values_only=True):
        assert row
    alone = time.process_time() - started

    started = time.process_time()
    found = lists.read(open_file(content, "a.xlsx"), file_name="a.xlsx", today=TODAY)
    taken = time.process_time() - started

    assert len(found.rows) == 2000
    assert taken < 10 * alone


HEADINGS = "序号 岗位名称 服务类别 服务内容 服务时间 服务地点 需求人数 招募对象 岗位要求 安全提示 联系人 联系电话 备注"


def long_sheet(count):
    book = openpyxl.Workbook()
    book.active.append(HEADINGS.split())
    for n in range(1, count + 1):
        hours = f"{n % 9 + 8}:00-{n % 9 + 10}:30"
        what = [
            n,
            f"帮手{n}",
            "助老",
            f"第 {n} 件事，登记、整理",
            f"12月{n % 31 + 1}日 {hours}",
            f"{n}号楼",
            n % 20 + 1,
        ]
        book.active.append([*what, "居民", "年满18岁", "注意安全", "服务站", "028-82700001", "雨天取消"])
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()
