"""The columns of our own sheet: the same in the template and in an exported list, and read back without a question."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from board.imports import phrasing
from board.positions import in_words
from board.positions.models import Position
from board.positions.schedule import Span
from board.positions.words import (
    AUDIENCE_WORDS,
    CATEGORY_WORDS,
    GUARANTEE_WORDS,
    TARGET_WORDS,
    Audience,
    Guarantee,
)
from board.sheets import writing
from board.sheets.writing import Page

YES, NO = "是", "否"
Text = str | int


@dataclass(frozen=True)
class Column:
    """One column: its heading, its width, what to write in it, what it offers, and what it says of a position."""

    heading: str
    width: int
    help: str
    of: Callable[[Position], Text | None]
    example: Text = ""
    offers: tuple[str, ...] = ()
    standing: str = ""  # the field of the community's standing answers that is filled in beforehand


def _words(words: Mapping[Any, str], codes: Any) -> str:
    return "、".join(words[code] for code in codes)


def words_of(field: str, answers: Mapping[str, Any]) -> str:
    """What a standing answer says in the sheet's words."""
    if field == "targets":
        return _words(TARGET_WORDS, answers.get(field, ()))
    if field == "guarantees":
        named = [GUARANTEE_WORDS[code] for code in answers.get(field, ()) if code != Guarantee.other]
        return "、".join([*named, *filter(None, [answers.get("guarantee_note")])])
    return str(answers.get(field) or "")


def _times(position: Position) -> str:
    standing = [s for s in position.shifts if s.cancelled_at is None]
    return phrasing.phrase([Span(shift.starts_at, shift.ends_at) for shift in standing])


def page(title: str, rows: Iterable[Sequence[Text | None]], *, name: str, notes: Sequence[str] = ()) -> Page:
    """The sheet with these rows under the headings."""
    columns = [writing.Column(column.heading, column.width, column.offers) for column in COLUMNS]
    return Page(name, columns, rows, title=title, notes=notes)


def help_page() -> Page:
    """How each column is filled in."""
    columns = (writing.Column("列", 14), writing.Column("怎么填", 90))
    return Page("填表说明", columns, [(column.heading, column.help) for column in COLUMNS])


COLUMNS: Final = (
    Column("序号", 6, "不用改。写着“例”的那一行不会读进来。", lambda p: p.item, "例"),
    Column("岗位名称", 22, "2 到 50 个字。空着的行不读。", lambda p: p.title, "周末电影放映员"),
    Column("服务类别", 14, "从下拉里选；要几个，用顿号隔开，最多 4 个。", lambda p: _words(CATEGORY_WORDS, p.categories),
           "文化艺术", tuple(CATEGORY_WORDS.values())),
    Column("服务对象", 14, "这件事是为谁做的。要几个，用顿号隔开。", lambda p: _words(TARGET_WORDS, p.targets),
           "社会公众", tuple(TARGET_WORDS.values()), "targets"),
    Column("服务内容", 34, "来的人要做什么，一两句话。", lambda p: p.content, "布置座椅、调试投影、维持秩序"),
    Column("服务时间", 34, "照平常那样写，哪几天、几点到几点：12月5日、12日 9:00-11:00；每周六 19:00-21:00；12月1日至31日 每天 7:00-8:30。"
           "几样时间用分号隔开。", _times, "每周六 19:00-21:00"),
    Column("服务地点", 24, "集合或服务的地方，写到门口。", lambda p: p.address, "邻里广场", (), "address"),
    Column("需求人数", 10, "每一班最多要几个人，写数字。", lambda p: p.quota, 3),
    Column("最少人数", 10, "少于几个人就做不成；没有就空着。", lambda p: p.minimum, ""),
    Column("招募对象", 16, "从下拉里选：居民、机关干部，或两样都可以。", lambda p: AUDIENCE_WORDS[p.audience],
           AUDIENCE_WORDS[Audience.both], tuple(AUDIENCE_WORDS.values())),
    Column("最小年龄", 10, "写数字，如 18；没有就空着。", lambda p: p.min_age, ""),
    Column("岗位要求", 24, "会什么、要带什么证；没有就空着。", lambda p: p.conditions, "会用投影设备者优先"),
    Column("风险提示", 24, "有什么风险，会放在报名按钮前面；没有就写“无特殊风险”。", lambda p: p.risk_note, "夜间活动注意用电安全"),
    Column("有危险", 8, "登高、涉水、动火、用刀具机械等写“是”：要有保险，18 岁以上。", lambda p: YES if p.hazard else NO, NO, (YES, NO)),
    Column("安全措施", 22, "怎么保证安全；没有就空着。", lambda p: p.safety_note, "", (), "safety_note"),
    Column("保险", 18, "保什么、谁来买；没有就空着。", lambda p: p.insurance, "", (), "insurance"),
    Column("保障", 22, "给来的人什么，用顿号隔开，如 提供饮水、志愿者服装。", in_words.guarantees, "提供饮水",
           tuple(word for word in GUARANTEE_WORDS.values() if word != "其他"), "guarantees"),
    Column("联系人", 12, "来的人找谁。", lambda p: p.contact_name, "社区服务站", (), "contact_name"),
    Column("联系电话", 18, "手机或座机，几个号码用顿号隔开。", lambda p: p.contact_phone, "028-00000000", (), "contact_phone"),
    Column("备注", 22, "雨天取消、穿什么鞋这样的话；没有就空着。", lambda p: p.remarks, "雨天取消"),
)  # fmt: skip
