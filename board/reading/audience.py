"""For whom a position is, from how clerks say it: `机关干部、居民`, `村民、干部都可以`, `党员干部`."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from board.positions.words import Audience

_ANYBODY: Final = re.compile(
    r"不限(?:制)?(?:对象|人员|身份)?|无限制|没有限制|[均皆都]可(?:以)?(?:报名|参加|来)?|谁都(?:可以|能来|行)|人人(?:可|都)\S*|任何人|所有人|全体人员|大家都\S*"
)
_NOTHING: Final = re.compile(r"^(?:无|没有|暂无|无要求|没有要求|无特殊要求|没要求|—+|-+|/|\\|不限)$")
_OFFICIALS: Final = re.compile(
    r"(?:区|区级|镇|街道|市|各|本)?(?:机关|单位|部门)*(?:党员)?干部(?:职工)?|机关(?:党员|工作人员|人员|单位|职工)?|公职人员|公务员|事业单位(?:人员|职工)?|双报到(?:党员|干部)?|在职党员"
)
_OTHERS_STAFF: Final = re.compile(r"(?:社区|村|小区|网格|离退休|退休|老)干部")
_RESIDENTS: Final = re.compile(
    r"(?:本|辖区|社区|小区|附近|周边|全体|各小区)*(?:内)?(?:居民|村民|住户|业主|市民|群众|街坊|邻居)(?:朋友|代表)?"
)
_SEPARATORS: Final = re.compile(r"[\s、，,;；/+和及与或。·（）()]+|以及|等")
_PREFERRED: Final = re.compile(r"优先|最好|为主|尤其|欢迎|除|非|不含|不包括|勿")
_MORE_THAN_WHO: Final = re.compile(
    r"党员|学生|青年|妇女|退休|教师|老师|医|律师|志愿者|商户|商家|社工|家长|儿童|少年|网格|社区干部|村干部|业主|代表"
)


@dataclass(frozen=True)
class Heard:
    """For whom; `is_all` when the words say nothing else, so that they are no condition besides."""

    audience: Audience | None = None
    certain: bool = False
    is_all: bool = False


@lru_cache(maxsize=2048)
def hear(said: str) -> Heard:
    """What these words say of who may come; nothing of it is None."""
    text = said.strip()
    if _NOTHING.match(text):
        return Heard(Audience.both, certain=True, is_all=True)
    anybody = bool(_ANYBODY.search(text))
    officials = bool(_OFFICIALS.search(_OTHERS_STAFF.sub("", text)))
    residents = bool(_RESIDENTS.search(text))
    if not (anybody or officials or residents):
        return Heard()
    if _PREFERRED.search(text) and not anybody:
        return Heard(Audience.both)
    audience = _of(officials=officials, residents=residents, anybody=anybody)
    return Heard(audience, certain=True, is_all=_is_all(text) and not _MORE_THAN_WHO.search(text))


def says_only_who(said: str) -> bool:
    """Is there nothing in it but who may come? `党员干部` is; `会摄影的居民` is not."""
    return _is_all(said.strip())


def _of(*, officials: bool, residents: bool, anybody: bool) -> Audience:
    if anybody or officials == residents:
        return Audience.both
    return Audience.officials if officials else Audience.residents


def _is_all(text: str) -> bool:
    rest = text
    for pattern in (_ANYBODY, _OFFICIALS, _RESIDENTS):
        rest = pattern.sub("", rest)
    rest = re.sub(r"党员|大学生|学生|志愿者|仅限|限|面向|参加|参与|报名|可以|也?可", "", rest)
    return not _SEPARATORS.sub("", rest)
