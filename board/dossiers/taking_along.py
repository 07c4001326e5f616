"""One's own record as a file: JSON for programs, CSV for spreadsheets."""

import json
from collections.abc import Iterator
from typing import Any, Final

from board import clock
from board.dossiers import dossier
from board.dossiers.dossier import Dossier
from board.dossiers.models import Kind
from board.dossiers.words import KIND_WORDS
from board.sheets import comma_separated
from board.sheets.comma_separated import Cell

_HEADS: Final = ("类别", "名称", "日期", "时间", "地点", "内容", "时长", "分钟", "单位", "负责人", "怎么记的", "状态")  # fmt: skip
_SERVICE: Final = ("名称", "日期", "时间", "地点", "内容", "服务时间", "分钟", "组织单位", "负责人", "怎么记的", "状态")  # fmt: skip


def as_json(whole: Dossier) -> str:
    """The five groups by their names."""
    told: dict[str, Any] = {
        "导出时间": f"{clock.local(clock.now()):%Y-%m-%d %H:%M}",
        "基本": dict(whole.basic),
        "合计": {"时长": whole.total.words, "分钟": whole.total.minutes, "次数": whole.total.times,
                "星级时长": whole.star},
        "服务": [dossier.service(line) for line in whole.services],
    }  # fmt: skip
    told |= {KIND_WORDS[kind]: [dossier.entry(row) for row in whole.of(kind)] for kind in Kind}
    return json.dumps(told, ensure_ascii=False, indent=2)


def as_csv(whole: Dossier) -> str:
    """One line an item, its group in the first column; nothing in it is run by a spreadsheet program."""
    return comma_separated.text(_HEADS, _rows(whole))


def _rows(whole: Dossier) -> Iterator[list[Cell]]:
    for label, value in whole.basic:
        yield ["基本", label, None, None, None, value]
    yield [
        "合计",
        f"{whole.total.times} 次",
        None,
        None,
        None,
        whole.star,
        whole.total.words,
        whole.total.minutes,
    ]
    for line in whole.services:
        told = dossier.service(line)
        yield ["服务", *(told[head] for head in _SERVICE)]
    for row in whole.entries:
        told = dossier.entry(row)
        content = "，".join(
            filter(None, (told.get("评价"), told.get("内容"), told.get("说明"), told.get("本人回复")))
        )
        body = told.get("组织单位") or told.get("授予单位") or told.get("评价单位")
        yield [KIND_WORDS[Kind(row.kind)], told.get("名称"), told["日期"], None, None, content,
               told.get("学习时长"), row.minutes, body]  # fmt: skip
