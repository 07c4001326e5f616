"""The zip that an .xlsx is: looked over before anything in it is unpacked, and unpacked a piece at a time."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from board.sheets.cells import CannotRead
from board.sheets.kinds import ARCHIVE, DAMAGED, LOCKED
from board.sheets.limits import HIGHEST_RATIO, LARGEST_UNPACKED, MOST_PARTS, TOO_DENSE, TOO_LARGE_UNPACKED

MACROS = "表格里有宏。请另存为不带宏的 .xlsx 再上传。"
LINKS = "表格引用了别的文件或数据源。请把内容复制到新表格，粘贴时选“值”，保存后再上传。"
EMBEDDED = "表格里嵌了别的文件或控件。请把它们删掉，保存后再上传。"

_FORBIDDEN: Final = (
    (("vbaproject.bin", "vbadata.xml", "/macrosheets/"), MACROS),
    (("/externallinks/", "xl/connections.xml", "/querytables/"), LINKS),
    (("/embeddings/", "/activex/", "/oleobjects/"), EMBEDDED),
)
_PIECE: Final = 64 * 1024
_LOCAL_HEADER: Final = 30
_ENCRYPTED: Final = 1


class Package:
    """A zip within the limits: its parts by name, upper and lower case alike."""

    def __init__(self, content: bytes) -> None:
        if content.count(b"PK\x01\x02") > MOST_PARTS:  # counted before zipfile makes an object of each
            raise CannotRead(ARCHIVE)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
            raise CannotRead(DAMAGED) from error
        members = self._zip.infolist()
        _check_members(members)
        self._parts = {plain_name(member.filename): member for member in members}
        self.names = self._parts.keys()
        if len(self._parts) < len(members):
            raise CannotRead(DAMAGED)  # two parts of one name: which is read depends on who reads

    def __contains__(self, name: str) -> bool:
        return plain_name(name) in self._parts

    def pieces(self, name: str) -> Iterator[bytes]:
        """The part as it unpacks, never more than it said it was."""
        try:
            with self._zip.open(self._parts[plain_name(name)]) as part:
                while piece := part.read(_PIECE):
                    yield piece
        except (
            KeyError,
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            ValueError,
            NotImplementedError,
            OSError,
        ) as error:
            raise CannotRead(DAMAGED) from error

    def check_parts(self) -> None:
        """Refuse what a list of positions never needs: macros, links to elsewhere, embedded files."""
        for marks, sentence in _FORBIDDEN:
            if any(mark in name for name in self.names for mark in marks):
                raise CannotRead(sentence)
        if b"macroEnabled" in b"".join(self.pieces("[Content_Types].xml")):
            raise CannotRead(MACROS)


def plain_name(name: str) -> str:
    """One spelling of a part's name, whoever wrote it."""
    return posixpath.normpath(name.replace("\\", "/").lstrip("/")).lower()


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise CannotRead(LOCKED)
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise CannotRead(DAMAGED)  # others unpack without a bound; no spreadsheet program writes them
    unpacked = sum(member.file_size for member in members)
    if unpacked > LARGEST_UNPACKED:
        raise CannotRead(TOO_LARGE_UNPACKED)
    packed = sum(member.compress_size for member in members)
    if unpacked > HIGHEST_RATIO * packed or any(_is_too_dense(member) for member in members):
        raise CannotRead(TOO_DENSE)
    _check_overlap(sorted(members, key=lambda member: member.header_offset))


def _is_too_dense(member: zipfile.ZipInfo) -> bool:
    return member.file_size > HIGHEST_RATIO * member.compress_size


def _check_overlap(members: list[zipfile.ZipInfo]) -> None:
    """Parts that share their bytes unpack to more than the sum that was checked."""
    end = 0
    for member in members:
        if member.header_offset < end:
            raise CannotRead(DAMAGED)
        end = member.header_offset + _LOCAL_HEADER + len(member.orig_filename) + member.compress_size
