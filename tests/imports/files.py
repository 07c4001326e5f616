"""Files as clerks have them, and as nobody should have to be afraid of them."""

import io
import zipfile

import openpyxl

HEAD = (
    "岗位名称",
    "服务内容",
    "服务时间",
    "服务地点",
    "需求人数",
    "招募对象",
    "联系人",
    "联系电话",
    "风险提示",
    "保障",
)
ROW = (
    "周末电影放映员", "布置座椅、调试投影", "12月5日、12日 9:00-11:00", "邻里广场", "3人", "居民", "社区服务站", "028-00001001",
    "无特殊风险", "提供饮水",
)  # fmt: skip
TITLE = "清泉社区2026年12月岗位清单"


def rows(*titles):
    return [(TITLE,), HEAD, *((title, *ROW[1:]) for title in titles or ("周末电影放映员",))]


def csv(*titles, encoding="utf-8"):
    return "\n".join(",".join(row) for row in rows(*titles)).encode(encoding)


def pasted(*titles):
    return "\n".join("\t".join(row) for row in rows(*titles))


def xlsx(*titles, cells=(), kept=None):
    """A workbook with these positions; `cells` are (address, value) besides, `kept` changes the workbook."""
    book = openpyxl.Workbook()
    for row in rows(*titles):
        book.active.append(row)
    for address, value in cells:
        book.active[address] = value
    if kept is not None:
        kept(book)
    whole = io.BytesIO()
    book.save(whole)
    return whole.getvalue()


def zipped(**parts):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/"), content)
    return whole.getvalue()


def bomb():
    """A workbook whose sheet unpacks to far more than it is."""
    good = io.BytesIO(xlsx())
    whole = io.BytesIO()
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(b"</sheetData>", b"</sheetData>" + b" " * 60_000_000)
            packed.writestr(name, content)
    return whole.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def encrypted():
    """What Excel saves with a password: no zip at all."""
    return OLE + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 1000


def old_xls():
    return OLE + b"\0" * 1000 + "Workbook".encode("utf-16-le") + b"\0" * 1000
