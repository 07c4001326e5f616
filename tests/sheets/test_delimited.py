"""Tables as text: .csv in the encodings and with the delimiters people have, and what is pasted."""

import pytest

from board.sheets.delimited import NOT_TEXT
from board.sheets.limits import CELL_TOO_LONG, TOO_MANY_ROWS, TOO_MUCH_TEXT
from board.sheets.opening import NOTHING_PASTED, CannotRead, from_pasted, open_file

pytestmark = pytest.mark.no_database

TABLE = '岗位,内容,人数\n清洁,"捡拾垃圾,\n平整菜畦",20\n'


def cells(sheets):
    return [(row.number, dict(row.cells)) for row in sheets[0].rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_in_every_encoding_and_with_every_delimiter(encoding, delimiter):
    table = TABLE.replace(",", delimiter)

    sheets = open_file(table.encode(encoding), "dir/清泉社区12月.csv")

    assert sheets[0].name == "清泉社区12月"
    assert cells(sheets) == [
        (1, {1: "岗位", 2: "内容", 3: "人数"}),
        (2, {1: "清洁", 2: f"捡拾垃圾{delimiter}\n平整菜畦", 3: "20"}),
    ]


def test_utf_16_may_begin_with_either_end():
    assert cells(open_file("\ufeff岗位\t人数".encode("utf-16-be"), "")) == [(1, {1: "岗位", 2: "人数"})]


def test_rare_characters_of_gb18030_come_through():
    assert cells(open_file("𬭎,䶮".encode("gb18030"), "")) == [(1, {1: "𬭎", 2: "䶮"})]


def test_the_delimiter_is_what_most_lines_have_outside_of_quotes():
    table = '十二月清单\n岗位;说明\n清洁;"一,二,三,四"\n电影;晚上\n'

    assert cells(open_file(table.encode(), ""))[1] == (2, {1: "岗位", 2: "说明"})


def test_a_line_that_tells_excel_the_delimiter_is_no_row():
    assert cells(open_file(b"sep=;\r\na,b;c\r\n", "")) == [(1, {1: "a,b", 2: "c"})]


def test_blank_rows_are_left_out_and_count():
    assert cells(open_file("岗位\r\n\r\n,,\r\n清洁\r\n".encode(), "")) == [(1, {1: "岗位"}), (4, {1: "清洁"})]


def test_a_quote_that_is_never_closed_is_a_letter():
    assert cells(from_pasted('岗位\t"五老\n清洁\t20')) == [
        (1, {1: "岗位", 2: '"五老'}),
        (2, {1: "清洁", 2: "20"}),
    ]


def test_words_behind_a_closed_quote_are_kept():
    assert cells(from_pasted('"敲门"探访\t20\n清洁\t3')) == [
        (1, {1: "敲门探访", 2: "20"}),
        (2, {1: "清洁", 2: "3"}),
    ]


def test_cells_from_the_clipboard_may_have_lines_and_commas():
    assert cells(from_pasted('岗位\t时间\r\n清洁\t"12月5日,\n12日"\r\n')) == [
        (1, {1: "岗位", 2: "时间"}),
        (2, {1: "清洁", 2: "12月5日,\n12日"}),
    ]


def test_lines_without_a_tab_are_one_column():
    assert cells(from_pasted("一,二\r三")) == [(1, {1: "一,二"}), (2, {1: "三"})]


def test_controls_do_not_come_through():
    assert cells(from_pasted("清\x00洁\x1b\t\x07")) == [(1, {1: "清洁"})]


@pytest.mark.parametrize("text", ["", " \n\t\r\n"])
def test_nothing_pasted_says_so(text):
    with pytest.raises(CannotRead, match=NOTHING_PASTED):
        from_pasted(text)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a,\xff\xff\xff\xff", NOT_TEXT),
        (b"\xff\xfe\x00\xd8a", NOT_TEXT),
        (b"a\n" * 2101, TOO_MANY_ROWS),
        (b"," * 20_000 + b"a", TOO_MUCH_TEXT),
        (b"a," * 16_000 + b"\n" + b"a," * 16_000 * 6, TOO_MUCH_TEXT),
        (b"a" * 32_768, CELL_TOO_LONG),
        (b'"' + b"a" * 200_000 + b'"', CELL_TOO_LONG),
        ((b"a" * 30_000 + b"\n") * 70, TOO_MUCH_TEXT),
    ],
)
def test_beyond_the_limits_it_says_what_to_do(content, sentence):
    with pytest.raises(CannotRead) as refused:
        open_file(content, "清单.csv")

    assert str(refused.value) == sentence
