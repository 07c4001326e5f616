"""Workbooks part by part, as no program would write them."""

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def workbook(
    *sheets, strings=None, styles=None, workbook_xml=None, also=(), compression=zipfile.ZIP_DEFLATED
):
    """An .xlsx of these sheets' `sheetData` (and what follows it); `also`: further parts."""
    found = parts(*sheets, strings=strings, styles=styles, workbook_xml=workbook_xml)
    return zipped([*found.items(), *also], compression)


def zipped(named, compression=zipfile.ZIP_DEFLATED):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", compression, compresslevel=1) as package:
        for name, content in named:
            package.writestr(name, content)
    return kept.getvalue()


def parts(*sheets, strings=None, styles=None, workbook_xml=None):
    """The same as names and contents."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    named = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    found = {
        "_rels/.rels": _relationships(
            f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/workbook.xml": workbook_xml or book(f"<sheets>{listed}</sheets>"),
    }
    for number, content in enumerate(sheets, 1):
        found[f"xl/worksheets/sheet{number}.xml"] = sheet(content)
    if strings is not None:
        named += f'<Relationship Id="rIdS" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        found["xl/sharedStrings.xml"] = f'{HEAD}<sst xmlns="{MAIN}">{strings}</sst>'
    if styles is not None:
        named += f'<Relationship Id="rIdF" Type="{_OFFICE}/styles" Target="/xl/styles.xml"/>'
        found["xl/styles.xml"] = f'{HEAD}<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
    found["xl/_rels/workbook.xml.rels"] = _relationships(named)
    return {"[Content_Types].xml": _content_types(found)} | found


def book(content):
    return f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}">{content}</workbook>'


def sheet(content):
    if content.startswith(HEAD):
        return content
    return f'{HEAD}<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/>{content}</worksheet>'


def rows(*lines):
    """`sheetData` of rows of inline text."""
    return (
        "<sheetData>" + "".join(_row(number, line) for number, line in enumerate(lines, 1)) + "</sheetData>"
    )


def _row(number, line):
    cells = (text(f"{chr(ord('A') + column)}{number}", said) for column, said in enumerate(line))
    return f'<row r="{number}">{"".join(cells)}</row>'


def text(place, said):
    return f'<c r="{place}" t="inlineStr"><is><t>{said}</t></is></c>'


def cell(content, attributes=""):
    """`sheetData` with one cell in A1."""
    return f'<sheetData><row r="1"><c r="A1" {attributes}>{content}</c></row></sheetData>'


_KINDS = {"workbook.xml": "sheet.main", "sharedStrings.xml": "sharedStrings", "styles.xml": "styles"}


def _content_types(names):
    """What openpyxl goes by; we do not."""
    said = "".join(
        f'<Override PartName="/{name}" ContentType="{_SPREADSHEET}.{_KINDS.get(name[3:], "worksheet")}+xml"/>'
        for name in names
        if name.startswith("xl/") and name.endswith(".xml")
    )
    return f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">{said}</Types>'


def _relationships(content):
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{content}</Relationships>'
