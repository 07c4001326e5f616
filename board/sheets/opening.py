"""A file of somebody's, opened within limits: sheets, their rows, what is merged; or a sentence.

Content decides what a file is, never its name. Numbers and dates are read as they are, not as they are shown;
a formula is what it last came to; hidden sheets are left out, hidden rows are not.
"""

from pathlib import PurePosixPath

from board.sheets.cells import CannotRead, NoValue, Sheet, SheetRow, Value, clean
from board.sheets.delimited import read_delimited, read_pasted
from board.sheets.kinds import is_zip, why_not_text
from board.sheets.limits import (
    HIGHEST_RATIO,
    LARGEST_FILE,
    LARGEST_UNPACKED,
    MOST_ROWS,
    TOO_LARGE,
    TOO_MUCH_TEXT,
)
from board.sheets.xlsx import read_workbook

NOTHING_IN_IT = "表格里一个字也没有。请确认内容已经保存，再上传一次。"
NOTHING_PASTED = "还没有粘贴内容。请在表格里选中要导入的行，复制后粘贴到这里。"

__all__ = [
    "HIGHEST_RATIO",
    "LARGEST_FILE",
    "LARGEST_UNPACKED",
    "MOST_ROWS",
    "CannotRead",
    "NoValue",
    "Sheet",
    "SheetRow",
    "Value",
    "from_pasted",
    "open_file",
]


def open_file(content: bytes, file_name: str) -> list[Sheet]:
    """The sheets of an .xlsx, or the one of a .csv (UTF-8, UTF-16 or GB18030). CannotRead otherwise."""
    if len(content) > LARGEST_FILE:
        raise CannotRead(TOO_LARGE)
    sheets = _sheets_of(content, file_name)
    if not any(sheet.rows for sheet in sheets):
        raise CannotRead(NOTHING_IN_IT)
    return sheets


def from_pasted(text: str) -> list[Sheet]:
    """Cells as the clipboard has them: a row a line, tabs between; cells in quotes may have lines."""
    if len(text) > LARGEST_FILE:
        raise CannotRead(TOO_MUCH_TEXT)
    sheets = read_pasted(text)
    if not sheets[0].rows:
        raise CannotRead(NOTHING_PASTED)
    return sheets


def _sheets_of(content: bytes, file_name: str) -> list[Sheet]:
    if is_zip(content):
        return read_workbook(content)
    refusal = why_not_text(content)
    if refusal is not None:
        raise CannotRead(refusal)
    return read_delimited(content, clean(PurePosixPath(file_name).stem)[:100])
