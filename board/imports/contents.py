"""What was uploaded, as a list: the file or the pasted cells opened and read. Touches no database."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final
from zipfile import BadZipFile, ZipFile

from board.reading import lists
from board.reading.lists import ReadList
from board.sheets import opening
from board.sheets.kinds import is_zip
from board.sheets.limits import LARGEST_UNPACKED, MOST_PARTS
from board.sheets.opening import CannotRead, Sheet

_QUICK_TEXT: Final = 128 * 1024
_QUICK_UNPACKED: Final = 768 * 1024
_LONGEST_NAME: Final = 120


@dataclass(frozen=True)
class Contents:
    """A file as it came; what was pasted has no name."""

    file_name: str
    content: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def is_quick(self) -> bool:
        """Will it surely be read, or refused, in less than a second?"""
        if not is_zip(self.content):
            return len(self.content) <= _QUICK_TEXT
        unpacked = self._unpacked()
        return unpacked <= _QUICK_UNPACKED or unpacked > LARGEST_UNPACKED

    def _unpacked(self) -> int:
        """What it says it unpacks to; 0 for what is refused unopened."""
        if self.content.count(b"PK\x01\x02") > MOST_PARTS:
            return 0
        with (
            suppress(BadZipFile, ValueError, NotImplementedError, OverflowError),
            ZipFile(BytesIO(self.content)) as packed,
        ):
            return sum(part.file_size for part in packed.infolist())
        return 0

    def sheets(self) -> list[Sheet]:
        """Its cells. CannotRead says what is wrong with it."""
        if self.file_name:
            return opening.open_file(self.content, self.file_name)
        return opening.from_pasted(self.content.decode())


def pasted(text: str) -> Contents:
    return Contents("", text.encode())


def named(file_name: str, content: bytes) -> Contents:
    """A file without the folders somebody's browser may send; a long name keeps its ending."""
    name = PurePosixPath(file_name.replace("\\", "/")).name.strip() or "表格"
    ending = PurePosixPath(name).suffix[:10]
    stem = name[: len(name) - len(ending)] if ending else name
    return Contents(stem[: _LONGEST_NAME - len(ending)] + ending, content)


def read_sheets(
    sheets: list[Sheet], contents: Contents, today: date, *, after_row: Callable[[int], None] | None = None
) -> ReadList:
    """The list these sheets hold. CannotRead if there is none."""
    found = lists.read(sheets, file_name=contents.file_name, today=today, after_row=after_row)
    if not found.rows:
        raise CannotRead("表里没有看到岗位。要有一行写着“岗位名称”“时间”“人数”这样的表头，下面一行一个岗位。")
    return found
