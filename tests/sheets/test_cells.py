"""What a cell says: numbers, dates, formulas, text, as a clerk sees them."""

from datetime import date, datetime, time

import pytest

from board.sheets.opening import NoValue, open_file
from tests.sheets import building

pytestmark = pytest.mark.no_database

DATES = (14, 22, 58, 31, 32, 57, 176, 177, 178, 179)
STYLES = (
    '<numFmts count="4"><numFmt numFmtId="176" formatCode="m&quot;月&quot;d&quot;日&quot;;@"/>'
    '<numFmt numFmtId="177" formatCode="[$-804]上午/下午h&quot;时&quot;mm&quot;分&quot;"/>'
    '<numFmt numFmtId="178" formatCode="0&quot;人/day&quot;"/>'
    '<numFmt numFmtId="179" formatCode="[h]:mm"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    + "<cellXfs>"
    + "".join(f'<xf numFmtId="{number}"/>' for number in (0, *DATES))
    + "</cellXfs>"
)


def styled(number):
    """The index of the style with this format."""
    return f's="{DATES.index(number) + 1}"'


def read(content, attributes="", **parts):
    sheets = open_file(building.workbook(building.cell(content, attributes), **parts), "表.xlsx")
    return sheets[0].rows[0].cells[1]


@pytest.mark.parametrize(
    ("said", "meant"),
    [("20", 20), ("20.0", 20), ("2E1", 20), ("2.5", 2.5), ("1.380000000e10", 13800000000), ("-3", -3),
     ("1e999", "1e999"), ("1_000", "1_000"), ("nan", "nan"), ("9" * 41, "9" * 41)],
)  # fmt: skip
def test_a_number_is_a_whole_one_where_it_can_be(said, meant):
    found = read(f"<v>{said}</v>")

    assert found == meant
    assert type(found) is type(meant)


@pytest.mark.parametrize(
    ("number", "form", "meant"),
    [
        ("46361", 14, date(2026, 12, 5)),
        ("46361", 58, date(2026, 12, 5)),  # 12月5日, as Chinese Excel writes it without saying so
        ("46361", 31, date(2026, 12, 5)),
        ("46361", 57, date(2026, 12, 5)),
        ("46361", 176, date(2026, 12, 5)),
        ("46361.375", 22, datetime.fromisoformat("2026-12-05T09:00")),
        ("46361.375", 14, datetime.fromisoformat("2026-12-05T09:00")),
        ("0.35416666666666669", 32, time(8, 30)),
        ("0.35416666666666669", 177, time(8, 30)),
        ("0.35416666666666669", 179, time(8, 30)),
        ("46361.354166666664", 177, datetime.fromisoformat("2026-12-05T08:30")),
        ("20", 178, 20),
        ("1", 14, date(1900, 1, 1)),
        ("59", 14, date(1900, 2, 28)),
        ("61", 14, date(1900, 3, 1)),
        ("60", 14, 60),  # 29 February 1900 never was
        ("99999999", 14, 99999999),
        ("-5", 14, -5),
        ("0", 14, 0),
    ],
)
def test_a_date_is_what_the_number_format_shows(number, form, meant):
    found = read(f"<v>{number}</v>", styled(form), styles=STYLES)

    assert found == meant
    assert type(found) is type(meant)


def test_a_workbook_of_an_old_mac_counts_from_1904():
    listed = '<workbookPr date1904="1"/><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets>'

    found = read("<v>44899</v>", styled(14), styles=STYLES, workbook_xml=building.book(listed))

    assert found == date(2026, 12, 5)


def test_a_date_may_be_written_out():
    assert read("<v>2026-12-05T09:00:00</v>", 't="d"') == datetime.fromisoformat("2026-12-05T09:00")
    assert read("<v>2026-12-05</v>", 't="d"') == date(2026, 12, 5)
    assert read("<v>2026-13-05</v>", 't="d"') == "2026-13-05"


def test_a_formula_is_what_it_last_came_to():
    assert read("<f>10+10</f><v>20</v>") == 20
    assert read('<f>A2&amp;"人"</f><v>20人</v>', 't="str"') == "20人"


@pytest.mark.parametrize("content", ["<f>10+10</f>", "<f>10+10</f><v></v>", "<f>10+10</f><v/>"])
def test_a_formula_that_nobody_worked_out_has_no_value(content):
    found = read(content)

    assert isinstance(found, NoValue)
    assert found == "=10+10"


def test_an_error_has_no_value():
    found = read("<v>#REF!</v>", 't="e"')

    assert isinstance(found, NoValue)
    assert found == "#REF!"


def test_text_that_looks_like_a_formula_is_text():
    found = read("<is><t>=10+10</t></is>", 't="inlineStr"')

    assert found == "=10+10"
    assert not isinstance(found, NoValue)


def test_ticks_and_numbers_kept_as_text_come_as_they_are():
    assert read("<v>1</v>", 't="b"') is True
    assert read("<is><t>20</t></is>", 't="inlineStr"') == "20"
    assert read("<is><t>013800000000</t></is>", 't="inlineStr"') == "013800000000"


def test_rich_text_is_put_together_without_how_it_is_pronounced():
    strings = "<si><r><t>周末</t></r><r><rPr><b/></rPr><t>电影</t></r><rPh sb='0'><t>ZHOU</t></rPh></si>"

    assert read("<v>0</v>", 't="s"', strings=strings) == "周末电影"


def test_what_cannot_be_kept_is_left_out_of_text():
    strings = "<si><t>一_x000D_\n二_x0000__xD83D_三_x0009_四</t></si>"

    assert read("<v>0</v>", 't="s"', strings=strings) == "一\n二三\t四"
