"""Putting the demo's rows down, through the same acts that people use."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import select

from board import clock
from board.accounts.models import Account
from board.areas import queries as areas
from board.areas.models import Area
from board.db import session
from board.demo import acts, certified, elsewhere, going_on, people, served, sheets
from board.demo.elsewhere import Invented
from board.demo.people import Cast
from board.positions import proposals, reviewing, schedule
from board.positions.schedule import Span
from board.positions.services import ListText
from board.positions.words import Guarantee, ListKind
from board.reuse import library
from board.signups import editing

BEFORE = timedelta(days=2)  # the invented lists came out this long ago


def is_there() -> bool:
    """The demo was made before; what people did in it since stays."""
    return session.scalar(select(Account.id).where(Account.mobile == people.CAST[0].mobile)) is not None


def make() -> None:
    """The whole demo, each act in a transaction of its own."""
    now = clock.now()
    with clock.standing_at(lambda: now - BEFORE):
        cast = people.make()
        for name, invented in elsewhere.COMMUNITIES.items():
            _community(name, invented, cast)
        _waiting(cast)
    going_on.make(cast)
    served.make(cast)
    certified.make(cast)
    _sheets(cast)
    _models(cast)


def _sheets(cast: Cast) -> None:
    for sample, editor, reviewer in (
        (sheets.QINGQUAN, cast[3], cast[4]),
        (sheets.GAOSHAN, cast[5], cast[6]),
    ):
        acts.publish(sheets.bring_in(sample, editor), editor, reviewer)
    _a_few_sign_up(cast)


def _models(cast: Cast) -> None:
    """The district's model positions, for any community to begin with."""
    district = next(area for area in areas.in_use() if area.name == people.DISTRICT)
    with acts.acting(cast[11]):
        library.load(district, by=cast[11])
        session.commit()


def _community(place: str, invented: Sequence[Invented], cast: Cast) -> None:
    first = clock.today()
    said = ListText(
        kind=ListKind.opportunity, title=f"{first.year}年{first.month}月慈善公益岗位机会清单", period_start=first,
        period_end=first + timedelta(days=30), introduction="",
    )  # fmt: skip
    made = acts.make_list(place, said, cast[11])
    for one in invented:
        acts.make_position(made, _invented_values(one, made.area), _spans(one), cast[11])
    acts.publish(made, cast[11], cast[12])
    for position, one in zip(made.positions, invented, strict=True):
        acts.fill(position, one.signed_up, cast)
        if one.cancelled:
            with acts.acting(cast[11]):
                editing.cancel_position(position, reason=one.cancelled)
                session.commit()


def _invented_values(one: Invented, area: Area) -> dict[str, Any]:
    return {
        "title": one.title, "content": one.content, "categories": (one.category,), "targets": (one.target,),
        "address": f"{area.name}党群服务中心", "quota": one.quota, "risk_note": "无特殊风险", "audience": one.audience,
        "contact_name": "社区服务站", "contact_phone": "028-00001000",
        "guarantees": (Guarantee.water, Guarantee.tools),
    }  # fmt: skip


def _spans(one: Invented) -> list[Span]:
    starts, ends = (time.fromisoformat(text) for text in one.hours)
    today: date = clock.today() + BEFORE
    return [schedule.span(today + timedelta(days=day), starts, ends) for day in one.days]


def _waiting(cast: Cast) -> None:
    """Something to do for the staff of 清泉社区: one position returned, one in review, one proposal."""
    position = acts.titled("邻里夜读陪伴员")
    if position is None:
        return
    made = position.opportunity_list
    for one in elsewhere.WAITING:
        acts.make_position(made, _invented_values(one, made.area), _spans(one), cast[3])
    returned, in_review = sorted(made.positions, key=lambda row: row.item)[-2:]
    with acts.acting(cast[3]):
        reviewing.submit(returned)
        session.commit()
        reviewing.submit(in_review)
        session.commit()
        proposals.propose(position, {"remarks": "请带一本你喜欢的书"}, by=cast[3])
        session.commit()
    with acts.acting(cast[4]):
        reviewing.send_back(returned, saw=reviewing.seen(returned), reason="夜间巡查要写保险", by=cast[4])
        session.commit()


def _a_few_sign_up(cast: Cast) -> None:
    """The sheets' positions have their first people, and the demo's own accounts have something coming."""
    taken = {
        "独居老人“敲门探访”": 5,
        "周末电影放映员": 3,
        "冬至暖心饺子会帮厨": 6,
        "田园清洁": 11,
        "社区图书角管理员": 1,
    }
    for title, count in taken.items():
        position = acts.titled(title)
        if position is not None:
            acts.fill(position, count, cast)
    for title, who in (("冬至暖心饺子会帮厨", 1), ("周末电影放映员", 1), ("独居老人“敲门探访”", 2)):
        position = acts.titled(title)
        if position is not None:
            acts.sign_up(cast[who], position.shifts[0])
