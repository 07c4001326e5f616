"""Whatever somebody sends: a clear sentence, never our fault, and nothing half saved."""

import io
from itertools import chain

import openpyxl
import pytest

from board.imports.models import Upload, UploadRow
from board.positions.models import OpportunityList, Position
from tests import factories
from tests.imports import files

pytestmark = pytest.mark.dealt

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 200


def rows_of_nothing(count):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in chain(files.rows(), (["岗位", "做事"] for _ in range(count))):
        sheet.append(row)
    whole = io.BytesIO()
    book.save(whole)
    return whole.getvalue()


BAD = {
    "nothing at all": (b"", "清单.xlsx", "0 字节"),
    "an image": (PNG, "清单.xlsx", "图片"),
    "an old workbook renamed": (files.old_xls(), "清单.xlsx", "另存为"),
    "a password": (files.encrypted(), "清单.xlsx", "密码"),
    "a bomb": (files.bomb(), "清单.xlsx", "展开后超过 20 MB"),
    "a zip of something else": (files.zipped(a__txt="1"), "清单.xlsx", "表格"),
    "half a workbook": (files.xlsx()[:2000], "清单.xlsx", "文件损坏"),
    "macros": (files.zipped(**{"[Content_Types].xml": "<a/>", "xl__vbaProject.bin": "x"}), "清单.xlsx", ""),
    "three thousand rows": (rows_of_nothing(3000), "清单.xlsx", "2,000 行"),
    "no table": ("今天天气不错\n是的\n".encode(), "清单.csv", ""),
    "bytes of no encoding": (b"\xff\xfe\xfd\x00\x81" * 40, "清单.csv", ""),
}


def send(browser, area, content, name, **wanted):
    data = {"area": area.code, "pasted": "", "file": (io.BytesIO(content), name)}
    return browser.post("/desk/imports/new", data, **wanted)


@pytest.mark.parametrize("what", BAD)
def test_a_file_that_is_no_list_is_answered_with_a_sentence_and_keeps_nothing(
    browser, editor, community, what
):
    content, name, words = BAD[what]

    page = send(browser.as_(editor), community, content, name, status=422)

    (said,) = page.all(".field-error")
    assert words in said
    assert len(said) > 8
    assert [factories.count_rows(kind) for kind in (Upload, UploadRow, OpportunityList, Position)] == [0] * 4


def test_formulas_and_a_cell_at_the_far_end_are_read_around(browser, editor, community):
    content = files.xlsx(cells=(("XFD1048576", "角落"), ("E3", "=1+2")))

    page = send(browser.as_(editor), community, content, "清单.xlsx")

    assert page.has("周末电影放映员")


def test_a_sheet_with_three_titles_is_read(browser, editor, community):
    def on_top(book):
        book.active.insert_rows(1, 2)
        book.active["A1"], book.active["A2"] = "温江区公平街道", "（征求意见稿）"
        book.active.merge_cells("A1:J1")

    page = send(browser.as_(editor), community, files.xlsx(kept=on_top), "清单.xlsx")

    assert page.has("周末电影放映员")


def test_words_that_are_formulas_or_markup_stay_words(browser, editor, community):
    page = send(browser.as_(editor), community, files.csv("=cmd|' /C calc'!A0<script>"), "清单.csv")

    assert b"<script>" not in page.body.split(b"</head>")[1]
    assert page.has("calc")
