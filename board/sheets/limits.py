"""How much of somebody's file is read, and what the clerk is told beyond it."""

from typing import Final

from board.sheets.cells import CannotRead, Value

LARGEST_FILE: Final = 5 * 1024 * 1024
LARGEST_UNPACKED: Final = 20 * 1024 * 1024
HIGHEST_RATIO: Final = 100
MOST_ROWS: Final = 2000
ROWS_BESIDE: Final = 100  # titles, headings and notes, which are rows as well

# Limits of our own, so that 2,000 rows cannot hold more than a request should carry.
MOST_PARTS: Final = 1000
MOST_SHEETS: Final = 50
MOST_CELLS: Final = 100_000
MOST_MERGED: Final = 5000
LONGEST_CELL: Final = 32_767  # what Excel itself lets a cell hold
MOST_CHARACTERS: Final = 2_000_000

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384

TOO_LARGE = "文件超过 5 MB。请删掉图片和用不到的工作表，或分成几个文件，再上传。"
TOO_LARGE_UNPACKED = "这份表格展开后超过 20 MB。请把有内容的部分复制到一个新表格里，保存后再上传。"
TOO_DENSE = "这份表格压缩得异常厉害，不像平常的清单。请把有内容的部分复制到一个新表格里，保存后再上传。"
TOO_MANY_ROWS = "表格超过 2,000 行。请只留要发布的岗位，或分成几个文件，再上传。"
TOO_MUCH_TEXT = "表格里的内容太多，一次读不完。请只留岗位清单的部分，或分成几个文件，再上传。"
TOO_MANY_SHEETS = "表格里的工作表超过 50 张。请只留岗位清单的几张，保存后再上传。"
TOO_MANY_MERGED = "表格里合并的单元格太多。请取消用不到的合并，保存后再上传。"
CELL_TOO_LONG = "有一格的文字超过 32,767 个字，读不了。请把它缩短，或检查是不是少了一个引号，再上传。"


class Budget:
    """What one file may still use, over all its sheets. CannotRead once something is used up."""

    def __init__(self) -> None:
        self.rows = MOST_ROWS + ROWS_BESIDE
        self.cells = MOST_CELLS
        self.characters = MOST_CHARACTERS
        self.merged = MOST_MERGED

    def take_row(self) -> None:
        self.rows -= 1
        if self.rows < 0:
            raise CannotRead(TOO_MANY_ROWS)

    def take_cell(self, value: Value | None = None) -> None:
        """One more cell with something in it; text counts by its length, each time it is used."""
        self.cells -= 1
        if isinstance(value, str):
            self.take_text(len(value))
        if self.cells < 0:
            raise CannotRead(TOO_MUCH_TEXT)

    def take_text(self, length: int) -> None:
        self.characters -= length
        if length > LONGEST_CELL:
            raise CannotRead(CELL_TOO_LONG)
        if self.characters < 0:
            raise CannotRead(TOO_MUCH_TEXT)

    def take_merged(self) -> None:
        self.merged -= 1
        if self.merged < 0:
            raise CannotRead(TOO_MANY_MERGED)
