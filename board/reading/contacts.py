"""Whom to ask, and under which number: from the cells of a row, or from a line beside the table."""

import re
from functools import lru_cache
from typing import Final

from board.phrases.phones import split_phones

_NOBODY: Final = re.compile(r"^(?:无|没有|暂无|待定|—+|-+|/|\\)[。.]?$")
_LINE: Final = re.compile(r"(?:联系|咨询|报名)?(?:人|电话|方式|热线)(?:及(?:联系)?电话)?\s*[:：](.{2,60})")
_NAME: Final = re.compile(r"(?:联系|负责|咨询)人\s*[:：]\s*([^\d\s,，;；、:：（(]{2,10})")


@lru_cache(maxsize=2048)
def in_cells(name: str, phone: str) -> tuple[str, str]:
    """Names and phones, whichever of the two cells they stand in."""
    beside_name, people = split_phones(name)
    phones, others = split_phones(phone)
    names = people if beside_name else "" if _NOBODY.match(name) else name
    if others and names:  # 转 8001, 上班时间打: what belongs to the number stays with it
        return names, phone
    return names or ("" if _NOBODY.match(others) else others), "、".join(
        dict.fromkeys((*beside_name, *phones))
    )


@lru_cache(maxsize=64)
def in_lines(lines: tuple[str, ...]) -> tuple[str, str]:
    """Name and phones of `联系人：王老师，电话：028-82700001`; nothing where no phone is said."""
    for line in lines:
        phones = [phone for part in _LINE.findall(line) for phone in split_phones(part)[0]]
        if phones:
            name = _NAME.search(line)
            return name[1] if name else "", "、".join(dict.fromkeys(phones))
    return "", ""
