"""Telephone numbers in a cell: one or many, among names and remarks. Numbers stay text: they begin with 0."""

import re
from typing import Final

from board.phrases.text import plain

_LONGEST: Final = 500
_EXTENSION: Final = r"(?: ?(?:转|分机|ext\.?)[: ]?\d{1,6})?"
_PHONE: Final = re.compile(
    r"(?<!\d)(?:(?:\+|00)?86[- ]?)?(?:"
    r"(?P<mobile>1[3-9]\d[- ]?\d{4}[- ]?\d{4})"
    r"|\(?(?P<area>0\d{2,3})\)?[- ]?(?P<local>\d{4}[- ]?\d{3,4})"
    r"|(?P<service>[48]00[- ]?\d{3,4}[- ]?\d{3,4})"
    r"|(?P<alone>[1-9]\d{6,7})"
    rf"|(?P<hotline>1[12]\d{{3}}|9\d{{4}}))(?P<extension>{_EXTENSION})(?!\d)"
)
_REMARKS: Final = re.compile(
    r"(?:手机|电话|微信|v信)?(?:和微信|与微信)?同号|同微信|微信同步|(?:联系|咨询|报名|办公|值班)?(?:电话|手机号?码?|座机|固话|热线)|tel"
)
_EDGES: Final = " ,;、:/()-.和或及与"


def split_phones(said: str) -> tuple[tuple[str, ...], str]:
    """The numbers, each once and in order, and what else the cell says: names."""
    text = plain(said[:_LONGEST])
    phones = tuple(dict.fromkeys(_written(match) for match in _PHONE.finditer(text)))
    rest = _REMARKS.sub(" ", _PHONE.sub(" ", text))
    words = [word.strip(_EDGES) for word in re.split(r"[ ,;、/()]+", rest)]
    return phones, "、".join(dict.fromkeys(filter(None, words)))


def _written(match: re.Match[str]) -> str:
    number = next(filter(None, (match[name] for name in ("mobile", "local", "service", "alone", "hotline"))))
    number = re.sub(r"[- ]", "", number) if not match["service"] else number.replace(" ", "-")
    area = f"{match['area']}-" if match["area"] else ""
    extension = re.sub(r"\D", "", match["extension"])
    return f"{area}{number}{f'转{extension}' if extension else ''}"
