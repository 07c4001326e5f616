"""What a file is, by its content; its name says nothing."""

from collections.abc import Collection
from typing import Final

ZIP: Final = b"PK\x03\x04"
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # what Office 97 wrote, and what wraps a password today

EMPTY = "这个文件是空的（0 字节）。请确认表格已经保存，再上传一次。"
LOCKED = "这份表格设了打开密码。请在 Excel 或 WPS 里取消密码，保存后再上传。"
OLD_EXCEL = "这是旧版 Excel（.xls）文件，改名不能变成新格式。请用 Excel 或 WPS 打开，另存为 .xlsx 再上传。"
OLD_OFFICE = "这不是表格文件。请把清单放进 Excel 或 WPS 表格，另存为 .xlsx 再上传。"
PICTURE = "这是一张图片，读不出表格。请上传 .xlsx 或 .csv 文件；只有图片的，请把内容录进表格再上传。"
PDF = "这是 PDF 文件，读不出表格。请上传原来的 .xlsx 或 .csv 文件。"
WORD = "这是 Word 文档。请把里面的表格复制到 Excel 或 WPS 表格，另存为 .xlsx 再上传；也可以直接粘贴到页面上。"
SLIDES = "这是演示文稿。请把清单放进 Excel 或 WPS 表格，另存为 .xlsx 再上传。"
OTHER_SHEET = "这种表格格式读不了。请用 Excel 或 WPS 打开，另存为 .xlsx 再上传。"
ARCHIVE = "这是压缩包，不是表格。请先解压，再上传里面的 .xlsx 或 .csv 文件。"
NOT_A_SHEET = "这不是表格文件。请上传 .xlsx 或 .csv 文件。"
DAMAGED = "文件损坏，打不开。请用 Excel 或 WPS 打开检查，另存为新的 .xlsx 再上传。"

_BEGINNINGS: Final = (
    (b"%PDF", PDF),
    (b"\x89PNG\r\n\x1a\n", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"GIF8", PICTURE),
    (b"BM", PICTURE),
    (b"II*\x00", PICTURE),
    (b"MM\x00*", PICTURE),
    (b"RIFF", PICTURE),
    (b"Rar!", ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (b"\x1f\x8b", ARCHIVE),
    (b"PK\x05\x06", ARCHIVE),  # a zip with nothing in it
    (b"{\\rtf", WORD),
)


def is_zip(content: bytes) -> bool:
    return content.startswith(ZIP)


def why_not_text(content: bytes) -> str | None:
    """The sentence for a file that is neither a zip nor plain text; None if it may be text."""
    if not content:
        return EMPTY
    if content.startswith(OLE):
        return _why_not_ole(content)
    if content[4:8] == b"ftyp":
        return PICTURE  # as telephones take them (HEIC)
    if (
        content.lstrip(b"\xef\xbb\xbf \t\r\n")[:9]
        .lower()
        .startswith((b"<html", b"<!doctype", b"<?xml", b"<table"))
    ):
        return OTHER_SHEET  # web pages that older systems hand out as .xls
    return next((sentence for beginning, sentence in _BEGINNINGS if _begins(content, beginning)), None)


def _begins(content: bytes, beginning: bytes) -> bool:
    if beginning == b"BM":  # two letters that text may begin with; a bitmap has four zeros after its size
        return content.startswith(beginning) and content[6:10] == b"\0\0\0\0"
    return content.startswith(beginning)


def _why_not_ole(content: bytes) -> str:
    if _holds(content, "EncryptedPackage"):
        return LOCKED
    return OLD_EXCEL if _holds(content, "Workbook") or _holds(content, "Book") else OLD_OFFICE


def _holds(content: bytes, stream: str) -> bool:
    return stream.encode("utf-16-le") in content


def why_no_workbook(names: Collection[str]) -> str:
    """The sentence for a zip that holds no .xlsx workbook, by the names of what is in it."""
    if "xl/workbook.bin" in names or "content.xml" in names:
        return OTHER_SHEET
    if any(name.startswith("word/") for name in names):
        return WORD
    return SLIDES if any(name.startswith("ppt/") for name in names) else ARCHIVE
