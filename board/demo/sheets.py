"""The two communities' own sheets, brought in as their clerks would: uploaded, read, saved as drafts.

What a sheet leaves open stays open: such a position is a draft that says what is missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from board import clock
from board.accounts.models import Person
from board.areas import queries as areas
from board.areas.models import Area
from board.db import begin_writing, session
from board.demo import acts, people
from board.imports import contents, receiving, saving
from board.imports.models import Upload
from board.positions import standing
from board.positions.forms import next_month
from board.positions.models import OpportunityList
from board.positions.words import Guarantee

_FILES: Final = Path(__file__).parent / "data"
_FILLED_IN: Final = clock.at(date(2026, 11, 22), time(9))  # whoever reads them later means the same December
_MONTH: Final = date(2026, 12, 1)


@dataclass(frozen=True)
class Sample:
    """A sheet, whose it is, and what that community answers every time."""

    place: str
    file_name: str
    standing: Mapping[str, Any]


QINGQUAN: Final = Sample(people.QINGQUAN, "清泉社区-2026年12月岗位清单.xlsx", {
    "contact_name": "社区服务站", "contact_phone": "028-00001001", "guarantees": (Guarantee.water, Guarantee.tools),
})  # fmt: skip
GAOSHAN: Final = Sample(people.GAOSHAN, "高山村公益岗位.xlsx", {
    "contact_name": "E家邻里社", "contact_phone": "028-00001002", "guarantees": (Guarantee.water,),
    "risk_note": "林盘边路滑，请穿防滑鞋；碰热水热锅小心烫伤",
})  # fmt: skip


def bring_in(sample: Sample, editor: Person) -> OpportunityList:
    """The sheet is a draft list. Once its month has begun, its days are those of the month after this one."""
    area = next(area for area in areas.in_use() if area.name == sample.place)
    with acts.acting(editor):
        standing.keep(area, sample.standing, by=editor)
        session.commit()
        upload = _upload(area, sample.file_name, editor)
        if clock.today() >= _MONTH:
            _put_off(upload)
        made = saving.save(upload, by=editor).opportunity_list
        session.commit()
    return made


def _upload(area: Area, file_name: str, editor: Person) -> Upload:
    content = (_FILES / file_name).read_bytes()
    now = clock.now()
    with clock.standing_at(lambda: min(now, _FILLED_IN)):
        upload = receiving.receive(area, contents.named(file_name, content), by=editor)
        session.commit()
    return upload


def _put_off(upload: Upload) -> None:
    """The clerk moves the days by whole weeks, so that Saturdays stay Saturdays, and renames the list."""
    first, last = next_month(clock.today())
    weeks = timedelta(weeks=-((_MONTH - first).days // 7))
    begin_writing()
    for row in upload.rows:
        if row.reading["shifts"]:
            row.answers = {"shifts": [_later(span, weeks) for span in row.reading["shifts"]]}
    upload.title = upload.title.replace("2026年12月", f"{first.year}年{first.month}月")
    upload.period_start, upload.period_end = first, last
    session.commit()


def _later(span: Mapping[str, str], by: timedelta) -> dict[str, str]:
    return {end: (datetime.fromisoformat(when) + by).isoformat() for end, when in span.items()}
