"""Putting the demo's rows down, through the same acts that people use."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import select

from board import audit, clock
from board.accounts import privacy
from board.accounts.models import Account, Person
from board.areas import queries as areas
from board.areas.models import Area
from board.db import session
from board.demo import elsewhere, month, people, sheets
from board.demo.elsewhere import Invented
from board.demo.people import Cast
from board.demo.sheets import Row
from board.errors import RuleBroken
from board.positions import proposals, reviewing, schedule, services, shifting
from board.positions.models import OpportunityList, Position
from board.positions.schedule import Span
from board.positions.services import ListText
from board.positions.words import Guarantee, ListKind
from board.signups import editing
from board.signups import services as signups

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
    _sheets(cast)


def _sheets(cast: Cast) -> None:
    when = month.of_the_sheets()
    title = f"{when.title}慈善公益岗位机会清单"
    _sheet(people.QINGQUAN, title, "报名截止时间为服务前一天 18:00。", sheets.QINGQUAN, sheets.QINGQUAN_STANDING,
           cast[3], cast[4])  # fmt: skip
    _sheet(people.GAOSHAN, f"“E家邻里社”{when.title}公益岗位清单", "岗位可以重复报名。请穿防滑鞋。", sheets.GAOSHAN,
           sheets.GAOSHAN_STANDING, cast[5], cast[6])  # fmt: skip
    _a_few_sign_up(cast)


def _sheet(
    place: str,
    title: str,
    words: str,
    rows: Sequence[Row],
    standing: Mapping[str, Any],
    editor: Person,
    reviewer: Person,
) -> None:
    when = month.of_the_sheets()
    made = _list(place, ListText(kind=ListKind.opportunity, title=title, period_start=when.first,
                                 period_end=when.last, introduction=words), editor)  # fmt: skip
    for row in rows:
        values = _values(row) | dict(standing)
        spans = month.spans(row.days(when), *row.hours) if row.days else []
        _position(made, values, spans, editor)
    _publish(made, editor, reviewer)


def _values(row: Row) -> dict[str, Any]:
    said = {"title": row.title, "content": row.content, "categories": row.categories, "targets": row.targets,
            "address": row.address, "quota": row.quota, "risk_note": row.risk}  # fmt: skip
    return said | row.more


def _community(place: str, invented: Sequence[Invented], cast: Cast) -> None:
    first = clock.today()
    said = ListText(
        kind=ListKind.opportunity, title=f"{first.year}年{first.month}月慈善公益岗位机会清单", period_start=first,
        period_end=first + timedelta(days=30), introduction="",
    )  # fmt: skip
    made = _list(place, said, cast[11])
    for one in invented:
        _position(made, _invented_values(one, made.area), _spans(one), cast[11])
    _publish(made, cast[11], cast[12])
    for position, one in zip(made.positions, invented, strict=True):
        _fill(position, one.signed_up, cast)
        if one.cancelled:
            with _acting(cast[11]):
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
    position = _titled("邻里夜读陪伴员")
    if position is None:
        return
    made = position.opportunity_list
    for one in elsewhere.WAITING:
        _position(made, _invented_values(one, made.area), _spans(one), cast[3])
    returned, in_review = sorted(made.positions, key=lambda row: row.item)[-2:]
    with _acting(cast[3]):
        reviewing.submit(returned)
        session.commit()
        reviewing.submit(in_review)
        session.commit()
        proposals.propose(position, {"remarks": "请带一本你喜欢的书"}, by=cast[3])
        session.commit()
    with _acting(cast[4]):
        reviewing.send_back(returned, saw=reviewing.seen(returned), reason="夜间巡查要写保险", by=cast[4])
        session.commit()


def _acting(person: Person) -> AbstractContextManager[None]:
    """What is done inside is written down in the audit log as this person's."""
    return audit.following(audit.Trail(actor_id=person.id))


def _list(place: str, said: ListText, editor: Person) -> OpportunityList:
    area = next(area for area in areas.in_use() if area.name == place)
    with _acting(editor):
        made = services.create_list(area, said, by=editor)
        session.commit()
    return made


def _position(
    made: OpportunityList, values: Mapping[str, Any], spans: Sequence[Span], editor: Person
) -> None:
    with _acting(editor):
        position = services.create_position(made, values, by=editor)
        session.commit()
        if spans:
            shifting.add_shifts(
                position, spans, quota=position.quota or 1, minimum=position.minimum, by=editor
            )
            session.commit()


def _publish(made: OpportunityList, editor: Person, reviewer: Person) -> None:
    """The complete ones are reviewed and public; the others stay drafts."""
    with _acting(editor):
        reviewing.submit_list(made)
        session.commit()
    saw = {
        position.id: reviewing.seen(position) for position in made.positions if position.state == "in_review"
    }
    with _acting(reviewer):
        reviewing.approve_list(made, saw, by=reviewer)
        session.commit()


def _fill(position: Position, count: int, cast: Cast) -> None:
    """Neighbours sign up for the first shift; more than there are places wait in line."""
    if not count or not position.shifts:
        return
    offset = position.id * 5
    for number in range(count):
        _sign_up(cast.neighbours[(offset + number) % len(cast.neighbours)], position)


def _sign_up(person: Person, position: Position) -> None:
    try:
        with _acting(person):
            signups.sign_up(person, [position.shifts[0].id], consent_version=privacy.VERSION)
            session.commit()
    except RuleBroken:
        session.rollback()  # busy at that time, or the wrong audience: somebody else's day


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
        position = _titled(title)
        if position is not None:
            _fill(position, count, cast)
    for title, who in (("冬至暖心饺子会帮厨", 1), ("周末电影放映员", 1), ("独居老人“敲门探访”", 2)):
        position = _titled(title)
        if position is not None:
            _sign_up(cast[who], position)


def _titled(title: str) -> Position | None:
    return session.scalar(select(Position).where(Position.title == title, Position.state == "published"))
