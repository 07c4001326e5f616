"""Files that are no sheet, or hold what a sheet never needs: a sentence that says what to do."""

import io
import zipfile

import openpyxl
import pytest

from board.sheets import kinds, package
from board.sheets.markup import ENTITIES
from board.sheets.opening import NOTHING_IN_IT, CannotRead, open_file
from board.sheets.workbook import NO_SHEET
from tests.sheets import building

pytestmark = pytest.mark.no_database

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)
ROW = building.rows(["岗位", "人数"])
DTD = f'{building.HEAD}<!DOCTYPE a [<!ENTITY a "aaaa">]>'


def refusal(content, name="清单.xlsx"):
    with pytest.raises(CannotRead) as refused:
        open_file(content, name)
    assert refused.value.field == "file"
    return str(refused.value)


def office(*names):
    return building.zipped([(name, "<a/>") for name in ("[Content_Types].xml", *names)])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", kinds.EMPTY),
        (OLE + "EncryptedPackage".encode("utf-16-le"), kinds.LOCKED),
        (OLE + "Workbook".encode("utf-16-le"), kinds.OLD_EXCEL),
        (OLE + "WordDocument".encode("utf-16-le"), kinds.OLD_OFFICE),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), kinds.PICTURE),
        (b"\xff\xd8\xff\xe0" + bytes(100), kinds.PICTURE),
        (b"\0\0\0\x18ftypheic" + bytes(100), kinds.PICTURE),
        (b"BM\x36\x00\x0c\x00\0\0\0\0" + bytes(100), kinds.PICTURE),
        (b"%PDF-1.7\n", kinds.PDF),
        (b"Rar!\x1a\x07\x01\x00", kinds.ARCHIVE),
        (b"PK\x05\x06" + bytes(18), kinds.ARCHIVE),
        (b"<html><table><tr><td>1</td></tr></table></html>", kinds.OTHER_SHEET),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", kinds.OTHER_SHEET),
        (b"{\\rtf1 a}", kinds.WORD),
        (b"\x00\x01\x02\x03" * 100, kinds.NOT_A_SHEET),
        (b"PK\x03\x04" + bytes(100), kinds.DAMAGED),
        (office("word/document.xml"), kinds.WORD),
        (office("ppt/presentation.xml"), kinds.SLIDES),
        (office("xl/workbook.bin"), kinds.OTHER_SHEET),
        (office("content.xml"), kinds.OTHER_SHEET),
        (office("xl/workbook.xml"), kinds.ARCHIVE),  # nothing says that it is the workbook
        (building.zipped([("岗位.csv", "岗位,人数")]), kinds.ARCHIVE),
        (b"  \r\n\t", NOTHING_IN_IT),
        (building.workbook("<sheetData/>"), NOTHING_IN_IT),
        (building.workbook(ROW, workbook_xml=building.book("<sheets/>")), NO_SHEET),
    ],
)
def test_what_is_no_sheet_is_named(content, sentence):
    assert refusal(content) == sentence


def test_the_name_of_a_file_decides_nothing():
    assert open_file(building.workbook(ROW), "清单.csv")[0].rows
    assert open_file("岗位,人数".encode(), "清单.xlsx")[0].rows


def test_a_file_cut_short_is_damaged():
    content = building.workbook(ROW)

    assert refusal(content[: len(content) // 2]) == kinds.DAMAGED
    assert refusal(content[:-30]) == kinds.DAMAGED


def test_a_part_whose_bytes_are_wrong_is_damaged():
    content = building.workbook(ROW, compression=zipfile.ZIP_STORED)

    assert refusal(content.replace("岗位".encode(), "冈位".encode())) == kinds.DAMAGED


def test_a_missing_part_is_damaged():
    parts = building.parts(ROW)
    del parts["xl/worksheets/sheet1.xml"]

    assert refusal(building.zipped(parts.items())) == kinds.DAMAGED


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("xl/vbaProject.bin", package.MACROS),
        ("xl/macrosheets/sheet1.xml", package.MACROS),
        ("xl/externalLinks/externalLink1.xml", package.LINKS),
        ("xl/connections.xml", package.LINKS),
        ("xl/embeddings/oleObject1.bin", package.EMBEDDED),
        ("xl/activeX/activeX1.bin", package.EMBEDDED),
    ],
)
def test_macros_links_and_embedded_files_are_refused(name, sentence):
    assert refusal(building.workbook(ROW, also=[(name, "x")])) == sentence


def test_a_workbook_that_may_have_macros_is_refused():
    parts = building.parts(ROW)
    parts["[Content_Types].xml"] = (
        "<Types><Override ContentType='application/vnd.ms-excel.sheet.macroEnabled.main+xml'/></Types>"
    )

    assert refusal(building.zipped(parts.items())) == package.MACROS


@pytest.mark.parametrize(
    "part",
    ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "_rels/.rels"],
)
def test_no_part_that_is_read_has_entities_or_document_types(part):
    parts = building.parts(building.cell("<v>0</v>", 't="s"'), strings="<si><t>a</t></si>", styles="")
    parts[part] = parts[part].replace(building.HEAD, DTD)

    assert refusal(building.zipped(parts.items())) == ENTITIES


def test_an_encrypted_part_is_a_password():
    content = bytearray(building.workbook(ROW))
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 8] |= 1

    assert refusal(bytes(content)) == kinds.LOCKED


def test_parts_that_share_their_bytes_are_damaged():
    content = bytearray(
        building.workbook(ROW, also=[("xl/media/a.xml", "x" * 500), ("xl/media/b.xml", "y" * 500)])
    )
    last = content.rindex(b"PK\x01\x02")
    before = content.rindex(b"PK\x01\x02", 0, last)
    content[last + 42 : last + 46] = content[before + 42 : before + 46]

    assert refusal(bytes(content)) == kinds.DAMAGED


def test_two_parts_of_one_name_are_damaged():
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = building.workbook(ROW, also=[("xl/worksheets/sheet1.xml", building.sheet(ROW))])

    assert refusal(content) == kinds.DAMAGED


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_ways_to_compress_that_no_spreadsheet_uses_are_damaged(compression):
    assert refusal(building.workbook(ROW, compression=compression)) == kinds.DAMAGED


def test_hyperlinks_of_a_list_are_no_links_to_other_files():
    book = openpyxl.Workbook()
    book.active["A1"] = "岗位"
    book.active["A1"].hyperlink = "https://example.com/"
    kept = io.BytesIO()
    book.save(kept)

    assert open_file(kept.getvalue(), "")[0].rows[0].cells == {1: "岗位"}
